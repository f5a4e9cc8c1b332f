"""Several rows as one: ``group: {by: [policy], take: {n: count, total: {sum: value}}}``, and the rows of a joined table as numbers.

count                       how many rows; ``{count: {confidence: high}}``, how many of them fit
{distinct: c}               how many different values a column has
{sum: c}, {mean: c}, {median: c}, {min: c}, {max: c}     of the numbers of a column, all in one unit
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ledger.charts.declared.conditions import all_of
from ledger.charts.declared.deriving import column, numbers, one_unit, parts
from ledger.charts.declared.records import Cell, Record, Relation, Unfit, digits_in, sources
from ledger.charts.declared.values import number_of
from ledger.load.ledger import Ledger
from ledger.load.schema import Field
from ledger.load.typed import shown
from ledger.problems import did_you_mean


def _median(values: Sequence[Decimal]) -> Decimal:
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


AGGREGATES: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "sum": lambda values: sum(values, Decimal(0)),
    "mean": lambda values: sum(values, Decimal(0)) / len(values),
    "median": _median,
    "min": min,
    "max": max,
}
MIDDLES = ("mean", "median")
"""Those that may have a decimal more than the numbers that they are made of."""
_WAYS = ("count", "distinct", *AGGREGATES)
Take = Callable[[Sequence[int]], Cell]
"""From the places of records in a relation to a cell."""


def takes(relation: Relation, asked: Mapping[str, Any], ledger: Ledger) -> dict[str, Take]:
    """``{new column: what makes its cells}``. Raises ``Unfit`` with the name of the column as key."""
    found = {}
    for name, way in asked.items():
        try:
            found[name] = _take(relation, way, ledger)
        except Unfit as wrong:
            raise Unfit(f"{name}: {wrong.what}", wrong.remedy, name) from None
    return found


def _take(relation: Relation, way: Any, ledger: Ledger) -> Take:
    if isinstance(way, str):
        way = {way: ""}
    if not isinstance(way, dict) or len(way) != 1:
        raise Unfit("one way to make one number of several is needed", "write count, or {sum: value}")
    (kind, over), *_ = way.items()
    if kind not in _WAYS:
        raise Unfit(f"{shown(kind)} is no way to make one number of several", did_you_mean(kind, _WAYS))
    if kind == "count":
        if not over:
            return lambda places: Cell(Decimal(len(places)), "", 0)
        if not isinstance(over, dict):
            raise Unfit("count: which of them?", "write count, or {count: {confidence: high}}")
        test = all_of(relation, over, ledger)
        return lambda places: Cell(Decimal(sum(test(relation.records[p]) for p in places)), "", 0)
    if not isinstance(over, str) or not over:
        raise Unfit(f"{kind} of which column?", f"write {{{kind}: value}}")
    if kind == "distinct":
        told = parts(relation, column(relation, over, "any"))
        return lambda places: Cell(Decimal(len({told[p] for p in places if any(told[p])})), "", 0)
    values, decimals = numbers(relation, over), decimals_of(number_of(record, over) for record in relation.records)
    exact = kind not in MIDDLES and all(digits_in(record, over) is None for record in relation.records)

    def made(places: Sequence[int]) -> Cell:
        given = [v for p in places if (v := values[p]) is not None]
        unit = one_unit(Relation(relation.table, tuple(relation.records[p] for p in places), relation.derived), over)
        value = AGGREGATES[kind](given) if given else None
        if exact or value is None:
            return Cell(value, unit, None if exact else decimals[0])
        return Cell(value, unit, digits_of(value, given, decimals) if kind in MIDDLES else decimals[1])

    return made


def decimals_of(values: Iterable[Decimal | None]) -> tuple[int, int]:
    """How many decimals numbers are printed with, at least and at most."""
    found = [max(0, -int(value.as_tuple().exponent)) for value in values if value is not None]
    return min(found, default=0), max(found, default=0)


def digits_of(value: Decimal, given: Sequence[Decimal], decimals: tuple[int, int]) -> int:
    """How many decimals of a mean or a median somebody reads: those that one of the numbers ``given`` has, if it is one; else as many as it
    needs, but no fewer than each of these is printed with, and one more than any of them at most."""
    least, most = decimals
    if value in given:
        return min(most, max(least, -int(value.as_tuple().exponent)))
    return next((digits for digits in range(least, most + 1) if value == round(value, digits)), most + 1)


def evened(rows: Sequence[Mapping[str, Cell]]) -> list[dict[str, Cell]]:
    """The cells of several rows, of which those of one column have the same number of decimals, the most that one of them has."""
    most: dict[str, int] = {}
    for name, cell in (pair for row in rows for pair in row.items()):
        if cell.digits is not None:
            most[name] = max(cell.digits, most.get(name, 0))
    return [{name: cell if cell.digits is None else cell._replace(digits=most[name]) for name, cell in row.items()} for row in rows]


def grouped(relation: Relation, by: str | Sequence[str], asked: Mapping[str, Any], ledger: Ledger, titles: Mapping[str, Mapping[str, str]]) -> Relation:
    """A record for each value of ``by``, in the order of first appearance. Raises ``Unfit``."""
    names = [by] if isinstance(by, str) else list(by)
    for name in names:
        column(relation, name, "any")
    made = takes(relation, asked, ledger)
    places: dict[tuple[str, ...], list[int]] = {}
    for place, where in enumerate(parts(relation, names)):
        places.setdefault(where, []).append(place)
    fields = [f for f in relation.table.fields if f.name in names]
    more = [Field(name, "number", title=dict(titles.get(name, {}))) for name in made]
    records = []
    taken = evened([{name: take(inside) for name, take in made.items()} for inside in places.values()])
    for inside, numbered in zip(places.values(), taken, strict=True):
        first = relation.records[inside[0]]
        cells = {name: Cell(getattr(first, name)) for name in names} | numbered
        link = next((getattr(first, f.name) for f in fields if f.reference and f.reference_column == "id" and len(names) == 1), None)
        records.append(Record(None, {"id": Cell(link), **cells}, {}, tuple(row for p in inside for row in sources(relation.records[p]))))
    table = relation.having([], []).table
    return Relation(replace(table, fields=(*fields, *more), key=("id",), plays=tuple(p for p in table.plays if p[1] in names)), tuple(records), frozenset(made))
