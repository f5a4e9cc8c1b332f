"""Rows of several tables as one: ``add: {targets: {policy: gansu-plan}}`` puts the targets that fit behind the rows of ``table``.

They have the columns that all these tables have, under the names and with the titles of the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ledger.charts.declared.conditions import all_of
from ledger.charts.declared.joining import related
from ledger.charts.declared.records import Relation, Unfit
from ledger.load.ledger import Ledger
from ledger.load.typed import shown
from ledger.problems import did_you_mean


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
    common = replace(relation.table, fields=fields, plays=tuple(p for p in relation.table.plays if p[1] in names))
    return Relation(common, (*relation.records, *(r for r in others.records if test(r))), relation.derived)
