"""Derived columns: ``compute: {name: {function: column, …}}``, from the list below and no other.

    change: [base_value, value]     from the one to the other, in percent of the first; in points where both are percentages and ``points: true``
    difference: [a, b]              the second less the first
    annual_rate: [base_value, value] the same as a compound yearly rate, between ``years: [base_year, year]``; of one column, a change in percent
    size: value                     without its sign: a cut of 5 % is 5 %
    remainder: value                what is left of 100 %
    share: value                    of the sum of all, in percent; ``within: sector``, of the sum of its sector
    rank: value                     1 is the largest, ``rank: -value`` the smallest; who is alike has one rank
    index: value                    100 at ``at: {year: 2015}``, for each ``by: indicator`` apart; or ``to: base_value``
    rate: doubts, per: printed      the one for each ``times: 100`` of the other
    ratio: [a, b]                   the second for each of the first
    convert: value, to: t           in another unit that measures the same
    year: date                      the year of a date, the last of several; ``end: first`` the first
    recode: kind, as: {wrong: [sum, count]}   a name of its own for what meets conditions; ``rest: other`` for all others
    where: {yearly: {co2: "> 0"}}   a name for what meets conditions, the first that fits; of several, ``[{…}, {…}]``, one is enough
    agree: [a, b]                   ``yes`` or ``no``: whether two numbers are alike as they are printed, rounding allowed
    stated: cut                     ``yes`` or ``no``: whether a target's stated change follows from its two ends
    asks: value                     the change that a target asks for, in percent: its own, the stated one, or that of its two ends
    misstated: cut                  how far it is from the change that these make; ``end: least``, ``most``: as far as rounding allows

Numbers are exact. ``digits`` says how many decimals are shown (1, where nothing is said), ``unit`` in which unit they are, where that
does not follow. Unlike units are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from ledger.charts.declared.conditions import all_of
from ledger.charts.declared.deriving import PERCENT, USUAL, Derive, Function, Pair, Single, column, function, numbers, one_unit, pairs_of, parts, year_in
from ledger.charts.declared.naming import Recode, Where, Year, agreement, first_that_fits, follows, last_year, renamed
from ledger.charts.declared.records import Cell, Record, Relation, Unfit, digits_in, extended
from ledger.charts.declared.values import exact, hedge_of, unit_of
from ledger.check.arithmetic import POINTS, change_ends, change_of, printed_interval
from ledger.language import without_noughts
from ledger.load.ledger import Ledger
from ledger.load.schema import Field
from ledger.load.typed import shown
from ledger.load.units import UnlikeUnits, load_units
from ledger.problems import did_you_mean

CHANGE = "relative-change"
"""What a role calls the kind of a target that is a change in percent."""


_FIGURES = 4
"""Figures that a number in another unit may have, though fewer were printed: 100 miles are 160.9 km, and not 160.9344 km."""


class Yearly(Derive, kw_only=True):
    columns: str | list[str]
    years: list[str] = msgspec.field(default_factory=lambda: ["base_year", "year"])


class Within(Single, kw_only=True):
    within: str | list[str] = ""


class Index(Single, kw_only=True):
    to: str = ""
    at: dict[str, Any] = msgspec.field(default_factory=dict)
    by: str | list[str] = ""


class Rate(Single, kw_only=True):
    per: str
    times: int = 100


class Convert(Single, kw_only=True):
    to: str


class Misstated(Single, kw_only=True):
    end: str = ""


def derive(relation: Relation, name: str, function: str, asked: Derive, ledger: Ledger, titles: Mapping[str, str]) -> Relation:
    """The relation with a further column. Raises ``Unfit``."""
    made = FUNCTIONS[function]
    cells = made.cells(asked, relation, ledger)
    if asked.unit and asked.unit not in (units := ledger.all_meant("unit")) and units:
        raise Unfit(f"unit: there is no unit {shown(asked.unit)}", did_you_mean(asked.unit, units), "unit")
    if made.type == "number":
        cells = [c._replace(unit=asked.unit or c.unit, digits=asked.digits if asked.digits is not None else c.digits) for c in cells]
    records = [extended(record, {name: cell}) for record, cell in zip(relation.records, cells, strict=True)]
    same = relation.table.field(str(getattr(asked, "columns", ""))) if function == "size" else None  # of one kind before, and of one after
    return relation.having(
        [
            Field(
                name,
                made.type,
                format=same.format if same and same.format == CHANGE else made.format,
                enum=made.names(asked) if made.type == "string" else (),
                title=dict(titles),
            )
        ],
        records,
        [name],
    )


def _change(asked: Pair, relation: Relation, ledger: Ledger) -> list[Cell]:
    cells = []
    for _, one, other, unit in pairs_of(asked, relation):
        if asked.points:
            if unit and unit != PERCENT:
                raise Unfit(f"points are a difference of percentages, not of {unit}", "leave points: out", "points")
            cells.append(Cell(None if one is None or other is None else other - one, POINTS, asked.digits))
        else:
            cells.append(Cell(None if one is None or other is None or not one else (other - one) / one * 100, PERCENT, USUAL))
    return cells


def _difference(asked: Pair, relation: Relation, ledger: Ledger) -> list[Cell]:
    points = POINTS if POINTS in ledger.all_meant("unit") else PERCENT
    return [
        Cell(None if a is None or b is None else b - a, points if unit == PERCENT else unit, digits_in(record, *asked.columns))
        for record, a, b, unit in pairs_of(asked, relation)
    ]


def _ratio(asked: Pair, relation: Relation, ledger: Ledger) -> list[Cell]:
    if len(asked.columns) != 2:
        raise Unfit("two columns are needed", "write [output, waste]")
    return _per(asked, relation, ledger, asked.columns[1], asked.columns[0], 1)


def _rate(asked: Rate, relation: Relation, ledger: Ledger) -> list[Cell]:
    return _per(asked, relation, ledger, asked.columns, asked.per, asked.times)


def _per(asked: Derive, relation: Relation, ledger: Ledger, over: str, under: str, times: int) -> list[Cell]:
    """So many of the one for ``times`` of the other; where their units differ and are of one sort, in the same unit first."""
    table = load_units(ledger)
    cells = []
    for record, a, b in zip(relation.records, numbers(relation, over), numbers(relation, under), strict=True):
        one, other = unit_of(relation.table, record, over), unit_of(relation.table, record, under)
        if a is None or b is None or not b:
            cells.append(Cell(None, "", USUAL))
            continue
        if one != other and one and other and not asked.unit:
            try:
                a = table.convert(a, one, other)
            except UnlikeUnits:
                raise Unfit(f"{over} is in {one}, {under} in {other}", "say in which unit the one is for each of the other: unit: t/t") from None
        cells.append(Cell(a / b * times, "", USUAL))
    return cells


def _annual(asked: Yearly, relation: Relation, ledger: Ledger) -> list[Cell]:
    if len(asked.years) != 2:
        raise Unfit("years: two columns are needed", "write years: [base_year, year]", "years")
    start, end = (column(relation, name, "any") for name in asked.years)
    pair = asked.columns if isinstance(asked.columns, list) else []
    if pair:
        ends = [(a, b) for _, a, b, _ in pairs_of(Pair(columns=pair), relation)]
    else:
        single = str(asked.columns)
        if (unit := one_unit(relation, single)) not in ("", PERCENT):
            raise Unfit(f"{single} is in {unit}; a yearly rate of one column is that of a change in percent", "name two: [base_value, value]")
        ends = [(Decimal(100), 100 + a) if a is not None else (None, None) for a in numbers(relation, single)]
    cells = []
    for record, (one, other) in zip(relation.records, ends, strict=True):
        first, last = year_in(getattr(record, start), first=True), year_in(getattr(record, end))
        if one is None or other is None or one <= 0 or other <= 0 or first is None or last is None or last <= first:
            cells.append(Cell(None, PERCENT, USUAL))
        else:
            cells.append(Cell((other / one) ** (Decimal(1) / (last - first)) * 100 - 100, PERCENT, USUAL))
    return cells


def _size(asked: Single, relation: Relation, ledger: Ledger) -> list[Cell]:
    name = asked.columns
    return [
        Cell(None if n is None else abs(n), unit_of(relation.table, r, name), digits_in(r, name))
        for r, n in zip(relation.records, numbers(relation, name), strict=True)
    ]


def _remainder(asked: Single, relation: Relation, ledger: Ledger) -> list[Cell]:
    name = asked.columns
    if (unit := one_unit(relation, name)) != PERCENT:
        raise Unfit(f"{name} is in {unit or 'no unit'}; only of a percentage something is left of 100", "name a percentage")
    return [Cell(None if n is None else 100 - n, PERCENT, digits_in(r, name)) for r, n in zip(relation.records, numbers(relation, name), strict=True)]


def _share(asked: Within, relation: Relation, ledger: Ledger) -> list[Cell]:
    one_unit(relation, asked.columns)
    values, where = numbers(relation, asked.columns), parts(relation, asked.within)
    if any(v is not None and v < 0 for v in values):
        raise Unfit(f"{asked.columns} has numbers below zero, which are no share of a whole", "draw the numbers themselves")
    whole: dict[tuple[str, ...], Decimal] = {}
    for place, value in zip(where, values, strict=True):
        whole[place] = whole.get(place, Decimal(0)) + (value or 0)
    return [Cell(None if v is None or not whole[p] else v / whole[p] * 100, PERCENT, USUAL) for p, v in zip(where, values, strict=True)]


def _rank(asked: Within, relation: Relation, ledger: Ledger) -> list[Cell]:
    name = asked.columns.removeprefix("-")
    one_unit(relation, name)
    values, where = numbers(relation, name), parts(relation, asked.within)
    sign = -1 if asked.columns.startswith("-") else 1
    found = []
    for value, place in zip(values, where, strict=True):
        before = [v for v, p in zip(values, where, strict=True) if p == place and v is not None and value is not None and v * sign > value * sign]
        found.append(Cell(None if value is None else Decimal(len(before) + 1), "", 0))
    return found


def _index(asked: Index, relation: Relation, ledger: Ledger) -> list[Cell]:
    if bool(asked.to) == bool(asked.at):
        raise Unfit("an index is 100 somewhere", "write at: {year: 2015}, or to: base_value")
    values = numbers(relation, asked.columns)
    if asked.to:
        return [
            Cell(None if a is None or b is None or not a else b / a * 100, "", USUAL)
            for _, a, b, _ in pairs_of(Pair(columns=[asked.to, asked.columns]), relation)
        ]
    where, test = parts(relation, asked.by), all_of(relation, asked.at, ledger)
    base: dict[tuple[str, ...], Record] = {}
    for place, record, value in zip(where, relation.records, values, strict=True):
        if value is not None and test(record):
            if place in base:
                raise Unfit(f"index: two rows are the base of {', '.join(place) or 'all'}", "name more columns in by:, or more in at:", "at")
            base[place] = record
    cells = []
    for place, record, value in zip(where, relation.records, values, strict=True):
        start = exact(base[place], asked.columns) if place in base else None
        if place in base and unit_of(relation.table, record, asked.columns) != unit_of(relation.table, base[place], asked.columns):
            raise Unfit(f"index: {asked.columns} is not in the unit of its base", "filter by unit, or convert it before")
        cells.append(Cell(None if value is None or not start else value / start * 100, "", USUAL))
    return cells


def _convert(asked: Convert, relation: Relation, ledger: Ledger) -> list[Cell]:
    table, cells = load_units(ledger), []
    for record, value in zip(relation.records, numbers(relation, asked.columns), strict=True):
        unit = unit_of(relation.table, record, asked.columns)
        comparator, upper = hedge_of(relation.table, record, asked.columns)
        try:
            ends = [None if end is None else without_noughts(table.convert(end, unit, asked.to)) for end in (value, upper)]
            digits = None if value is None or ends[0] is None else _shown_of(ends[0], value)
            most = ends[1] if upper is None or ends[1] is None or (n := _shown_of(ends[1], upper)) is None else round(ends[1], n)
            cells.append(Cell(ends[0], asked.to, digits, comparator, most))
        except UnlikeUnits:
            what = f"{shown(unit)} and {shown(asked.to)} do not measure the same thing, or one of them is not defined"
            raise Unfit(what, "name a unit of the same that has a pint: in the file of units", "to") from None
    return cells


def _shown_of(value: Decimal, printed: Decimal) -> int | None:
    """How many decimals of a number in another unit are shown, where these are not all: it has no more figures than what was printed, or
    than ``_FIGURES``."""
    decimals = max(0, max(_FIGURES, len(printed.as_tuple().digits)) - 1 - value.adjusted())
    return decimals if -int(value.as_tuple().exponent) > decimals else None


def _asks(asked: Single, relation: Relation, ledger: Ledger) -> list[Cell]:
    """Each target as a change in percent, so that one that sets a level and one that sets a cut share an axis."""
    if relation.table.role != "target":
        raise Unfit(f"{relation.table.name} is no table of targets", "leave it out, or use change:")
    cells = []
    for record in relation.records:
        change, own = change_of(record), exact(record, asked.columns)
        if record.kind == CHANGE and own is not None:
            cells.append(Cell(own, PERCENT))
        elif change is None or change.points or unit_of(relation.table, record, asked.columns) == PERCENT:
            cells.append(Cell(None, PERCENT, USUAL))
        else:
            cells.append(Cell(change.computed, PERCENT, 2) if change.stated is None else Cell(change.stated, PERCENT))
    return cells


def _misstated(asked: Misstated, relation: Relation, ledger: Ledger) -> list[Cell]:
    """How far a stated change is from what two printed numbers make: below nought, they make more of a fall, or less of a rise."""
    if relation.table.role != "target":
        raise Unfit(f"{relation.table.name} is no table of targets, which state a change", "leave it out, or use difference:")
    if asked.end not in ("", "least", "most"):
        raise Unfit(f"{shown(asked.end)} is neither least nor most", did_you_mean(asked.end, ("least", "most")), "end")
    cells = []
    for record in relation.records:
        change = change_of(record)
        if change is None or change.stated is None:
            cells.append(Cell(None, POINTS, USUAL))
            continue
        low, high = change_ends(record, change.points)
        first, last = printed_interval(change.stated)
        cells.append(Cell({"": change.computed - change.stated, "least": low - last, "most": high - first}[asked.end], POINTS, USUAL))
    return cells


FUNCTIONS: Mapping[str, Function] = dict(
    (
        function("change", Pair, _change),
        function("difference", Pair, _difference),
        function("annual_rate", Yearly, _annual),
        function("size", Single, _size),
        function("remainder", Single, _remainder),
        function("share", Within, _share),
        function("rank", Within, _rank),
        function("index", Index, _index),
        function("rate", Rate, _rate),
        function("ratio", Pair, _ratio),
        function("convert", Convert, _convert),
        function("year", Year, last_year, "string", "edtf"),
        function("recode", Recode, renamed, "string"),
        function("where", Where, first_that_fits, "string"),
        function("agree", Pair, agreement, "string"),
        function("stated", Single, follows, "string"),
        function("asks", Single, _asks, format=CHANGE),
        function("misstated", Misstated, _misstated),
    )
)
"""Every function of a derived column, by its name."""
