"""What derived columns are made with: their settings, and the columns, numbers and units of a relation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from ledger.charts.declared.records import Cell, Record, Relation, Unfit
from ledger.charts.declared.values import exact, printed, unit_of, units_in
from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger
from ledger.load.typed import Settings, shown
from ledger.problems import did_you_mean

PERCENT = "%"
USUAL = 1
"""How many decimals are shown where nothing is said."""


YES_NO = ("yes", "no")


class Derive(Settings, kw_only=True):
    """What any function may be told."""

    digits: int | None = None
    """how many decimals are shown"""
    unit: str = ""
    """in which unit it is, where that does not follow"""


class Pair(Derive, kw_only=True):
    columns: list[str]
    points: bool = False


class Single(Derive, kw_only=True):
    columns: str


@dataclass(frozen=True)
class Function:
    """A function of derived columns: what it is told, and how it makes the cells of all records at once. ``type`` is that of its column; its
    ``format`` says that all its numbers are of one kind, whatever those are that they were made of."""

    settings: type[Derive]
    cells: Callable[[Any, Relation, Ledger], list[Cell]]
    type: str = "number"
    format: str = ""

    def names(self, asked: Any) -> tuple[str, ...]:
        """What its cells may hold, where they are names of its own."""
        own = getattr(asked, "as_", None) or (asked.columns if isinstance(asked.columns, dict) else None)
        return (*own, asked.rest) if own else () if self.format else YES_NO


def _told(settings: type[Derive], name: str) -> type[Derive]:
    """The settings, with the columns under the name of the function: ``change: [base_value, value]``."""
    kind = next(f.type for f in msgspec.structs.fields(settings) if f.name == "columns")
    made: Any = msgspec.defstruct(f"{settings.__name__}_{name}", [("columns", kind, msgspec.field(name=name))], bases=(settings,), kw_only=True)
    kept: type[Derive] = made
    return kept


def function(
    name: str, settings: type[Derive], cells: Callable[[Any, Relation, Ledger], list[Cell]], type: str = "number", format: str = ""
) -> tuple[str, Function]:
    return name, Function(_told(settings, name), cells, type, format)


def column(relation: Relation, name: str, kind: str = "number") -> str:
    """A column that there is, of a kind. Raises ``Unfit``."""
    field = next((f for f in relation.table.fields if f.name == name), None)
    if field is None:
        raise Unfit(f"{relation.table.name} has no column {shown(name)}", did_you_mean(name, relation.table.columns))
    if kind == "number" and field.type not in ("number", "integer"):
        numbers = relation.numbers
        raise Unfit(f"{shown(name)} is no number", did_you_mean(name, numbers) if numbers else f"{relation.table.name} has no numbers")
    return name


def numbers(relation: Relation, name: str) -> list[Decimal | None]:
    """The numbers of a column, exact and with their signs."""
    column(relation, name)
    return [exact(record, name) for record in relation.records]


def one_unit(relation: Relation, name: str) -> str:
    """The unit of all numbers of a column. Raises ``Unfit`` where there are several."""
    units = units_in(relation.table, relation.records, name)
    if len(units) > 1:
        raise Unfit(f"{name} has different units: {', '.join(u or 'none' for u in units)}", "filter by unit, or convert it before")
    return next(iter(units), "")


def pairs_of(asked: Pair, relation: Relation) -> list[tuple[Record, Decimal | None, Decimal | None, str]]:
    """``(record, first, second, their unit)``; the second in the unit of the first."""
    if len(asked.columns) != 2:
        raise Unfit("two columns are needed", "write [base_value, value]")
    first, second = asked.columns
    ones, others = numbers(relation, first), numbers(relation, second)
    found = []
    for record, one, other in zip(relation.records, ones, others, strict=True):
        unit, its = unit_of(relation.table, record, first), unit_of(relation.table, record, second)
        if unit != its and one is not None and other is not None:
            raise Unfit(f"{first} is in {unit or 'no unit'}, {second} in {its or 'no unit'}", "convert one of them before")
        found.append((record, one, other, unit))
    return found


def year_in(text: Any, first: bool = False) -> int | None:
    """The last year of a date, or its first; ``None`` where it names none."""
    try:
        years = parse_edtf(printed(text)).years
    except ValueError:
        return None
    return years[0 if first else 1] or years[1 if first else 0]


def parts(relation: Relation, by: str | Sequence[str]) -> list[tuple[str, ...]]:
    """To which part each record belongs, by one column or several."""
    names = [column(relation, name, "any") for name in ([by] if isinstance(by, str) else by) if name]
    return [tuple(printed(getattr(record, name)) for name in names) for record in relation.records]
