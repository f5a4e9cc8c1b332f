"""Derived columns that are names: a year, a name for what meets conditions, yes or no."""

from __future__ import annotations

from typing import Any

import msgspec

from ledger.charts.declared.conditions import Test, all_of, test_of
from ledger.charts.declared.deriving import Derive, Pair, Single, column, pairs_of, year_in
from ledger.charts.declared.records import Cell, Relation, Unfit
from ledger.charts.declared.values import printed
from ledger.check.arithmetic import annual_holds, change_of, printed_interval
from ledger.load.ledger import Ledger
from ledger.load.typed import shown
from ledger.problems import did_you_mean


class Year(Single, kw_only=True):
    end: str = "last"


class Recode(Single, kw_only=True):
    as_: dict[str, Any] = msgspec.field(name="as")
    rest: str = ""


class Where(Derive, kw_only=True):
    columns: dict[str, Any]
    rest: str = ""


def first_that_fits(asked: Where, relation: Relation, ledger: Ledger) -> list[Cell]:
    """The first name whose conditions a row meets; of several sets of conditions one is enough."""
    tests: list[tuple[str, list[Test]]] = []
    for name, wanted in asked.columns.items():
        either = wanted if isinstance(wanted, list) else [wanted]
        if not either or not all(isinstance(conditions, dict) and conditions for conditions in either):
            raise Unfit(f"{name}: which rows?", f"write {name}: {{column: value}}", "where")
        try:
            tests.append((name, [all_of(relation, conditions, ledger) for conditions in either]))
        except Unfit as unfit:
            raise Unfit(f"{name}: {unfit.what}", unfit.remedy, "where") from None
    return [Cell(next((name for name, own in tests if any(test(r) for test in own)), asked.rest) or None) for r in relation.records]


def last_year(asked: Year, relation: Relation, ledger: Ledger) -> list[Cell]:
    if asked.end not in ("first", "last"):
        raise Unfit(f"{shown(asked.end)} is neither first nor last", did_you_mean(asked.end, ("first", "last")), "end")
    name = column(relation, asked.columns, "any")
    years = [year_in(getattr(record, name), asked.end == "first") if getattr(record, name) else None for record in relation.records]
    return [Cell(str(year) if year else None) for year in years]


def renamed(asked: Recode, relation: Relation, ledger: Ledger) -> list[Cell]:
    """Each value by the first name whose conditions it meets; two names for one value are refused."""
    name = column(relation, asked.columns, "any")
    known = ledger.vocabularies.get(next(f.vocabulary for f in relation.table.fields if f.name == name), {})
    there = {printed(getattr(record, name)) for record in relation.records}
    plain: dict[str, str] = {}
    tests: list[tuple[str, Test]] = []
    for new, wanted in asked.as_.items():
        values = wanted if isinstance(wanted, list) else [wanted]
        for value in values:
            if value in plain:
                raise Unfit(f"{shown(value)} stands under {plain[value]} already", "name it once", "as")
            plain[value] = new
        used = [v for v in values if v in there or v not in known]  # a term that no row has is no mistake here
        if used:
            try:
                tests.append((new, test_of(relation, name, used, ledger)))
            except Unfit as unfit:
                raise Unfit(unfit.what, unfit.remedy, "as") from None
    cells = []
    for record in relation.records:
        new = next((new for new, test in tests if test(record)), asked.rest or printed(getattr(record, name)))
        cells.append(Cell(new or None))
    return cells


def agreement(asked: Pair, relation: Relation, ledger: Ledger) -> list[Cell]:
    cells = []
    for _, one, other, _ in pairs_of(asked, relation):
        if one is None or other is None:
            cells.append(Cell(None))
            continue
        (a, b), (c, d) = printed_interval(one), printed_interval(other)
        cells.append(Cell("yes" if a < d and c < b else "no"))
    return cells


def follows(asked: Single, relation: Relation, ledger: Ledger) -> list[Cell]:
    if relation.table.role != "target":
        raise Unfit(f"{relation.table.name} is no table of targets, which state a change", "leave it out, or use agree:")
    if asked.columns == relation.table.column("stated_annual"):
        return [Cell(None if (held := annual_holds(record)) is None else "yes" if held else "no") for record in relation.records]
    changes = [change_of(record) for record in relation.records]
    return [Cell(None if c is None or c.stated is None else "yes" if c.holds else "no") for c in changes]
