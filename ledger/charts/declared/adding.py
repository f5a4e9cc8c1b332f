"""Rows of several tables as one: ``add: {targets: {policy: gansu-plan}}`` puts the targets that fit behind the rows of ``table``.

They have the columns that all these tables have, under the names and with the titles of the first; and what any of them says of its
numbers, that they are bounds or ranges, which is empty for the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ledger.charts.declared.conditions import all_of
from ledger.charts.declared.joining import related
from ledger.charts.declared.records import Cell, Record, Relation, Unfit, extended
from ledger.load.ledger import Ledger
from ledger.load.typed import shown
from ledger.problems import did_you_mean

_HEDGES = ("comparator", "value_max")
"""What a role calls the columns that say how exact a number is."""


def add(relation: Relation, name: str, conditions: Any, ledger: Ledger) -> Relation:
    """The rows with those of another table that fit. Raises ``Unfit``."""
    table = ledger.schema.tables.get(name)
    if table is None:
        raise Unfit(f"there is no table {shown(name)}", did_you_mean(name, ledger.schema.tables))
    if name == relation.table.name or not isinstance(conditions, Mapping):
        raise Unfit("which of its rows?", f"write {name}: {{column: value}}, and name a table that is not there already")
    others = related(table, ledger)
    test = all_of(others, conditions, ledger)
    fields = tuple(f for f in relation.table.fields if any(f.name == o.name and f.type == o.type for o in table.fields))
    names = {f.name for f in fields}
    hedges = {(part, c): owner.field(c) for owner in (relation.table, table) for part in _HEDGES if (c := owner.column(part)) and c not in names}
    common = replace(
        relation.table,
        fields=(*fields, *(f for f in hedges.values() if f)),
        plays=(*(p for p in relation.table.plays if p[1] in names), *hedges),
    )
    records = (*relation.records, *(r for r in others.records if test(r)))
    return Relation(common, tuple(_with(r, [c for _, c in hedges]) for r in records), relation.derived)


def _with(record: Record, columns: Sequence[str]) -> Record:
    """The record with an empty cell where its own table has no such column."""
    return extended(record, {c: Cell(None) for c in columns if not hasattr(record, c)})
