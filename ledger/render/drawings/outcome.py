"""A target beside what came of it for the same time: bars of one kind and unit, and what the verdict says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.render.drawings.sketch import Amount, Drawn, bars
from ledger.render.edition import Edition
from ledger.render.series import AT_A_TIME


def drawn(edition: Edition, row: Any, rows: Mapping[str, Sequence[Any]]) -> list[Drawn]:
    value, unit = (row.value, row.unit) if row.value is not None else edition.follows(row)
    owner = edition.ledger.owner
    named = [owner[id][1] for verdict in edition.verdicts_of(row) for id in verdict.evidence if id in owner]
    observed = [other for other in (*named, *rows.get("answered", ())) if edition.ledger.schema.tables[other.table].role == "observation"]
    alike = [o for o in dict.fromkeys(observed) if (o.year, o.kind, o.unit, o.direction) == (row.year, row.kind, unit, row.direction) and o.value is not None]
    since = None if row.kind in AT_A_TIME else row.base_year
    alike = [o for o in alike if o.base_year == since]
    if value is None or not alike:
        return []
    sign = -1 if row.direction == "down" else 1
    ends = tuple(sign * float(v) for v in (value, row.value_max) if v is not None)
    amounts = [Amount(edition.t("target"), ends, edition.figure_of(row), "promise", row.comparator not in (None, "="), True)]
    for other in alike:
        ends = tuple(sign * float(v) for v in (other.value, other.value_max) if v is not None)
        amounts.append(Amount(edition.t("drawn-result"), ends, edition.measured(other), "was", other.comparator not in (None, "=")))
    said = edition.t("semicolon").join(f"{a.name}{edition.t('colon')}{a.words}" for a in amounts)
    remarks = [f"{edition.t('verdict')}{edition.t('colon')}{edition.said(v, 'verdict')}" for v in edition.verdicts_of(row)]
    remarks += [edition.t("drawn-hollow")] if any(a.hollow for a in amounts) else []
    return [Drawn("outcome", edition.t("drawn-outcome", date=edition.dated(row.year)), said, bars(amounts), tuple(remarks))]
