"""Facts: what a row and its second entry both say, in one form, so that they can be held against each other field by field.

A target, an observation and a measure are one fact each; an application of a technology is one for each figure that it states.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ledger.check.citation import clauses_of, policy_of
from ledger.language import without_noughts
from ledger.load.ledger import Ledger
from ledger.load.schema import Schema
from ledger.load.second import NOUNS
from ledger.load.table import Row

NAMES = ("name_zh",)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
PARAMETER = ("value", "value_max", "comparator", "unit")
FIGURE = ("value", "value_max", "comparator", "unit", "kind", "direction", "year", "base_year", "base_value", "stated_change")
COMPARED = {
    **dict.fromkeys(("target", "observation", "measure"), FIGURE),
    "case": ("case", "basis", "value", "comparator", "unit"),
    "parameter": PARAMETER,
}
"""The fields that both entries of a fact have to say alike, by noun, besides its scope."""


@dataclass(frozen=True)
class Fact:
    """One figure with what it is of. ``said`` holds its fields as text; a field that an entry does not say is not in it."""

    id: str
    policy: str
    noun: str
    clauses: tuple[str, ...]
    file: str
    line: int
    said: Mapping[str, str]
    fields: tuple[str, ...] = ()
    """What it can say: a measure, for one, has no year of its own."""
    row: Row = field(compare=False, repr=False, default=None)
    dimensions: tuple[str, ...] = ()
    """The columns that say of what part of the world it is, the place first."""

    @property
    def value(self) -> str:
        return self.said.get("value", "")

    @functools.cached_property
    def meant(self) -> Mapping[str, Decimal | str]:
        """Its fields as they are compared: ``90`` and ``90.0`` are one number."""
        return {name: Decimal(text) if _NUMBER.fullmatch(text) else text for name, text in self.said.items()}

    @functools.cached_property
    def name(self) -> str:
        """What a parameter is called; two of one clause often share a value."""
        return next((text for c in ("subject", *NAMES) if (text := getattr(self.row, c, None))), "") if self.noun == "parameter" else ""


def facts_of_rows(ledger: Ledger, policy: str) -> Iterator[Fact]:
    """The facts of a policy as its tables hold them."""
    figures, dimensions = figures_of_cases(ledger), dimensions_of(ledger.schema)
    for noun, table in ((table.role, table) for role in NOUNS for table in ledger.schema.of(role)):
        own = ("indicator", "case", "value", "comparator", "unit") if noun == "case" else ()
        compared = compared_of(ledger.schema, noun)
        fields = tuple(name for name in compared if name in own or table.column(name))
        for row in ledger.tables[table.name]:
            if policy_of(ledger, table, row) == policy:
                for id, said in _stated(row, compared, figures) if noun == "case" else [(row.id, _said(row, compared))]:
                    yield Fact(id, policy, noun, clauses_of(row), f"data/{table.path}", row.line, said, fields, row, dimensions)


def figures_of_cases(ledger: Ledger) -> dict[str, tuple[str, str, str]]:
    """What applications of items state: by the first word of the column of a figure with a unit, that column, that of its comparator, and
    the unit of both entries. What is saved a year is keyed as an amount: ``co2_t_per_year`` in ``tCO2/a`` as tonnes. Where each row says
    its own unit, ``storage_unit`` of ``storage``, there is no one unit, and both entries have to say the same."""
    units: dict[str, str] = {}
    for id, term in ledger.all_meant("unit").items():
        units.setdefault(str(term.get("pint")), id)
    found: dict[str, tuple[str, str, str]] = {}
    tables = ledger.schema.of("case")
    for column in (f for t in tables for f in t.fields if f.type == "number" and (f.unit or t.field(f"{f.name}_unit"))):
        unit = ledger.meant("unit", column.unit) if column.unit else None
        amount = str(unit.get("pint")).removesuffix("/ year").strip() if unit else ""
        what = column.name.partition("_")[0]
        found.setdefault(what, (column.name, f"{what}_comparator", units.get(amount, column.unit) if column.unit else ""))
    return found


def facts_of_entries(ledger: Ledger, policy: str, entries: tuple[Row, ...], factor: Callable[[str, str], Decimal | None]) -> Iterator[Fact]:
    """The same, as they were keyed again. ``factor`` says how many of one unit make one of another."""
    figures, dimensions = figures_of_cases(ledger), dimensions_of(ledger.schema)
    for entry in entries:
        compared = compared_of(ledger.schema, entry.noun)
        said = _said(entry, compared)
        if entry.noun == "case":
            unit = figures.get(entry.indicator, ("", "", ""))[2]
            said["value"] = _in_unit(entry, unit, factor)
            if unit:
                said.pop("unit", None)  # its value is in that of the row
        yield Fact(entry.id, policy, entry.noun, (entry.clause,), f"data/second/{policy}.csv", entry.line, said, compared, entry, dimensions)


def _said(row: Row, columns: tuple[str, ...]) -> dict[str, str]:
    return {c: text for c in columns if (text := _text(getattr(row, c, None)))}


def dimensions_of(schema: Schema) -> tuple[str, ...]:
    """The columns that say of what part of the world a figure is, the place first."""
    place = schema.scopes.get(schema.places)
    return tuple(sorted(schema.dimension_columns, key=lambda column: column != place))


def compared_of(schema: Schema, noun: str) -> tuple[str, ...]:
    """The fields that both entries of such a fact have to say alike: its scope and its figure; a parameter belongs to its item."""
    return COMPARED[noun] if noun == "parameter" else ("indicator", *schema.dimension_columns, *COMPARED[noun])


def _stated(row: Row, compared: tuple[str, ...], figures: Mapping[str, tuple[str, str, str]]) -> Iterator[tuple[str, dict[str, str]]]:
    for what, (column, comparator, unit) in figures.items():
        if getattr(row, column, None) is not None:
            said = {
                "indicator": what,
                "case": str(row.number or 1),
                "value": _text(getattr(row, column)),
                **_said(row, tuple(c for c in compared if c not in ("indicator", "case", "value", "comparator", "unit"))),
                **({} if unit else {"unit": _text(getattr(row, f"{column}_unit"))}),
            }
            yield f"{row.id}.{what}", said | {"comparator": getattr(row, comparator, None) or "="}


def _in_unit(entry: Row, unit: str, factor: Callable[[str, str], Decimal | None]) -> str:
    """The value of a case in the unit of its row, whatever multiple of it is printed."""
    times = factor(entry.unit or unit, unit) if unit else Decimal(1)
    if times is None or entry.value is None:
        return _text(entry.value)
    return _text(without_noughts(entry.value * times))


def _text(value: Any) -> str:
    """As it is written in the table: a zero at the end of a number was printed, and counts."""
    return format(value, "f") if isinstance(value, Decimal) else "" if value is None else str(value)
