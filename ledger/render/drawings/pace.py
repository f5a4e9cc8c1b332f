"""The same target in successive documents, on one basis: the change a year that each asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.render.drawings.sketch import Amount, Drawn, bars
from ledger.render.edition import Edition


def drawn(edition: Edition, row: Any, rows: Mapping[str, Sequence[Any]]) -> list[Drawn]:
    every = list(rows.get("over_time", ()))
    rates = [(other, rate) for other in every if (rate := edition.rate_of(other)[0]) is not None]
    if len({other.year for other, _ in rates}) < 2 or row.id not in {other.id for other, _ in rates}:
        return []
    amounts = [
        Amount(edition.date(other.year), (float(rate),), edition.percent(rate), "promise" if other.id == row.id else "promise-2", strong=other.id == row.id)
        for other, rate in rates
    ]
    said = edition.t("semicolon").join(f"{a.name}{edition.t('colon')}{a.words}" for a in amounts)
    return [Drawn("pace", edition.t("drawn-pace"), said, bars(amounts))]
