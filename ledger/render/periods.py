"""Plan against plan: a promise beside the same promise of other years, and a whole beside its parts.

The same promise has the same indicator and the same terms in every dimension. Two of them are put on one basis, the change a year,
where each prints what that takes: a base and a target, or a change with its base year. Where one does not, this says so, and nothing
is compared. A whole is a promise of a place, its parts are those of places within it, of the same indicator and year. Parts are added
up where they are amounts in units that convert; changes in percent have no sum, but the whole lies between the least and the most of
them, if they cover it on one basis.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from ledger.check.arithmetic import annual_rate, change_of
from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.load.units import UnitTable, UnlikeUnits
from ledger.render.series import place_of

Names = tuple[tuple[str, str], ...]
"""Rows as ``(table, id)``."""
MOST = 12
"""So many other years are shown."""
_AMOUNTS = ("level", "count", "cumulative")
_CENT = Decimal("0.01")
_PERCENT = "%"


@dataclass(frozen=True)
class Together:
    """What the parts of a whole make. ``how``: ``sum`` (``low`` is what they add up to, in the unit of the whole), ``range`` (the least
    and the most of their changes), or ``none``; ``whole`` is what the whole says itself, ``holds`` whether it fits."""

    how: str
    low: Decimal | None = None
    high: Decimal | None = None
    whole: Decimal | None = None
    holds: bool = True


def over_time(ledger: Ledger) -> Mapping[str, Names]:
    """Of each target with a year the same promise for other years, in their order."""
    columns = ("indicator", *ledger.schema.dimension_columns)
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in ledger.of("target"):
        if row.indicator and row.year and parse_edtf(row.year).last:
            groups.setdefault(tuple(getattr(row, c, None) for c in columns), []).append(row)
    found: dict[str, Names] = {}
    for group in groups.values():
        ordered = sorted((_due(row), row.table, row.id) for row in group)
        if ordered[0][0] == ordered[-1][0]:
            continue
        for at, (_, _, id) in enumerate(ordered):
            found[id] = tuple(ordered[n][1:] for n in sorted([at, *islice(_near(at, ordered), MOST)]))
    return found


def _near(at: int, ordered: Sequence[tuple[str, str, str]]) -> Iterator[int]:
    """Where the promises for other years stand, the nearest to ``at`` first, of two as near the earlier."""
    for far in range(1, len(ordered)):
        yield from (n for n in (at - far, at + far) if 0 <= n < len(ordered) and ordered[n][0] != ordered[at][0])


def parts_of_wholes(ledger: Ledger) -> Mapping[str, Names]:
    """Of each target of a place the targets of places within it, of the same indicator, year and dimensions."""
    schema, terms = ledger.schema, ledger.vocabularies.get(ledger.schema.places, {})
    found: dict[str, list[tuple[str, str]]] = {}
    wholes: dict[tuple[Any, ...], list[str]] = {}
    rows = []
    for table in schema.of("target"):
        column = schema.place(table)
        for row in ledger.rows(table.name) if column else ():
            scope = tuple(getattr(row, c, None) for c in schema.dimension_columns if c != column)
            if row.indicator and row.year and getattr(row, column):
                rows.append((row, getattr(row, column), (row.document, row.indicator, row.year, *scope)))
                wholes.setdefault((getattr(row, column), *rows[-1][2]), []).append(row.id)
    for row, place, scope in rows:
        parent = terms[place].get("parent") if place in terms else None
        for whole in wholes.get((parent, *scope), ()):
            found.setdefault(whole, []).append((row.table, row.id))
    return {whole: tuple(parts) for whole, parts in found.items() if len(parts) > 1}


def left_out(ledger: Ledger, wholes: Mapping[str, Names]) -> Mapping[str, tuple[str, ...]]:
    """Of each whole the places within its place, as far as the ledger knows them, that are not among its parts."""
    schema = ledger.schema
    within: dict[str, list[str]] = {}
    for term in ledger.vocabularies.get(schema.places, {}).values():
        if parent := term.get("parent"):
            within.setdefault(parent, []).append(term.id)
    found: dict[str, tuple[str, ...]] = {}
    for whole, parts in wholes.items():
        there = {place_of(schema, row) for table, id in parts if (row := ledger.row(table, id))}
        found[whole] = tuple(id for id in within.get(place_of(schema, ledger.owner[whole][1]) or "", ()) if id not in there)
    return found


def change_a_year(row: Row, value: Decimal | None = None) -> tuple[Decimal | None, str]:
    """The change a year that a promise asks for, compounded, in percent, and why there is none: ``figure``, ``base`` or ``kind``. ``value`` is
    its figure where it prints none and one follows."""
    figure = row.value if row.value is not None else value
    if figure is None:
        return None, "figure"
    sign = -1 if row.direction == "down" else 1
    if row.kind == "annual-rate":
        return (sign * Decimal(figure), "") if row.direction else (None, "kind")
    if row.kind == "relative-change" and row.value_max is None and row.direction:
        years = _years(row)
        if not years:
            return None, "base"
        left = 1 + sign * Decimal(figure) / 100
        return ((left ** (Decimal(1) / years) - 1) * 100).quantize(_CENT) if left > 0 else None, "kind" if left <= 0 else ""
    if row.kind == "level":
        rate = annual_rate(row)
        return (rate, "") if rate is not None and row.unit != _PERCENT else (None, "base" if row.base_value is None else "kind")
    return None, "kind"


def together(whole: Row, parts: Sequence[Row], units: UnitTable) -> Together:
    """What parts make of a whole, or that they cannot be put together."""
    if any(part.value is None or part.value_max is not None for part in (whole, *parts)):
        return Together("none")
    if whole.kind in _AMOUNTS and whole.unit != _PERCENT and all(part.kind == whole.kind for part in parts):
        try:
            total = sum((units.convert(part.value, part.unit or "", whole.unit or "") for part in parts), Decimal(0))
        except UnlikeUnits:
            return Together("none")
        return Together("sum", total, None, Decimal(whole.value), total == whole.value)
    changes = [change_asked(part) for part in parts]
    mine = change_asked(whole)
    if mine is None or None in changes:
        return Together("none")
    sizes = sorted(change for change in changes if change is not None)
    return Together("range", sizes[0], sizes[-1], mine, sizes[0] <= mine <= sizes[-1])


def change_asked(row: Row) -> Decimal | None:
    """The change in percent that a promise asks for, as it states it, else as its base and target make it."""
    if row.kind == "relative-change" and row.direction:
        return Decimal(row.value) * (-1 if row.direction == "down" else 1)
    change = change_of(row)
    if change is None or change.points or row.unit == _PERCENT:
        return None
    return change.stated if change.stated is not None else change.computed.quantize(_CENT)


def _due(row: Row) -> str:
    return str(parse_edtf(row.year).last)


def _years(row: Row) -> int | None:
    if not row.base_year:
        return None
    first, last = parse_edtf(row.base_year).years[1], parse_edtf(row.year).years[1]
    return last - first if first and last and last > first else None
