"""A target among those that one document sets of the same kind, for the same time (``render.peers``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ledger.render.drawings.sketch import Amount, Drawn, bars
from ledger.render.edition import Edition
from ledger.render.peers import apart
from ledger.render.periods import change_asked
from ledger.render.series import signed


def drawn(edition: Edition, row: Any, rows: Mapping[str, Sequence[Any]]) -> list[Drawn]:
    peers = edition.peers_of(row)
    if not peers:
        return []
    changes = [change_asked(peer) for peer in peers]
    by_change = [change for change in changes if change is not None]
    varied = apart(edition.ledger, peers)
    ranked = []
    for peer, change in zip(peers, changes, strict=True):
        mine = peer.id == row.id
        values = (float(change),) if change is not None else (signed(peer), *([float(peer.value_max)] if peer.value_max is not None else []))
        words = edition.percent(Decimal(change)) if change is not None else edition.measured(peer)
        inexact = peer.comparator not in (None, "=")
        amount = Amount(edition.said(peer, varied), values, words, "promise" if mine else "promise-2", inexact, mine)
        ranked.append((amount, peer))
    ranked.sort(key=lambda item: -abs(item[0].values[0]))
    title = edition.t("drawn-ranking-change" if by_change else "drawn-ranking", n=len(peers), date=edition.dated(row.year))
    said = edition.t("semicolon").join(f"{amount.name} {amount.words}" for amount, _ in ranked)
    remarks = [edition.t("drawn-hollow")] if any(amount.hollow for amount, _ in ranked) else []
    others = tuple((amount.name, amount.words, peer) for amount, peer in ranked if peer.id != row.id)
    return [Drawn("ranking", title, said, bars([amount for amount, _ in ranked]), tuple(remarks), others)]
