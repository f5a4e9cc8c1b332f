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
from ledger.load.ledger import Ledger
from ledger.load.second import NOUNS
from ledger.load.table import Row

NAMES = ("name_zh",)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
SCOPE = ("indicator", "region", "sector", "product")
PARAMETER = ("value", "value_max", "comparator", "unit")
FIGURE = ("value", "value_max", "comparator", "unit", "kind", "direction", "year", "base_year", "base_value", "stated_change")
COMPARED = {
    **dict.fromkeys(("target", "observation", "measure"), (*SCOPE, *FIGURE)),
    "case": ("indicator", "region", "case", "basis", "value", "comparator"),
    "parameter": PARAMETER,
}
"""The fields that both entries of a fact have to say alike, by noun."""
SAVINGS = {"co2": ("co2_t_per_year", "co2_comparator", "t"), "energy": ("energy_tce_per_year", "energy_comparator", "tce")}
"""What an application of a technology states: the column of its figure, that of its comparator, and the unit of both entries."""


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
    for noun, name in NOUNS.items():
        table = ledger.schema.tables.get(name)
        if table is None:
            continue
        own = ("indicator", "case", "value", "comparator") if noun == "case" else ()
        fields = tuple(name for name in COMPARED[noun] if name in own or name in table.columns)
        for row in ledger.tables[name]:
            if policy_of(ledger, table, row) == policy:
                for id, said in _savings(row) if noun == "case" else [(row.id, _said(row, COMPARED[noun]))]:
                    yield Fact(id, policy, noun, clauses_of(row), f"data/{table.path}", row.line, said, fields, row)


def facts_of_entries(policy: str, entries: tuple[Row, ...], factor: Callable[[str, str], Decimal | None]) -> Iterator[Fact]:
    """The same, as they were keyed again. ``factor`` says how many of one unit make one of another."""
    for entry in entries:
        said = _said(entry, COMPARED[entry.noun])
        if entry.noun == "case":
            said["value"] = _in_unit(entry, factor)
        yield Fact(entry.id, policy, entry.noun, (entry.clause,), f"data/second/{policy}.csv", entry.line, said, COMPARED[entry.noun], entry)


def _said(row: Row, columns: tuple[str, ...]) -> dict[str, str]:
    return {c: text for c in columns if (text := _text(getattr(row, c, None)))}


def _savings(row: Row) -> Iterator[tuple[str, dict[str, str]]]:
    for what, (column, comparator, _) in SAVINGS.items():
        if getattr(row, column, None) is not None:
            said = {"indicator": what, "case": str(row.number or 1), "value": _text(getattr(row, column)), **_said(row, ("region", "basis"))}
            yield f"{row.id}.{what}", said | {"comparator": getattr(row, comparator, None) or "="}


def _in_unit(entry: Row, factor: Callable[[str, str], Decimal | None]) -> str:
    """The value of a case in tonnes, whatever multiple of them is printed."""
    _, _, unit = SAVINGS.get(entry.indicator, ("", "", ""))
    times = factor(entry.unit or unit, unit) if unit else Decimal(1)
    if times is None or entry.value is None:
        return _text(entry.value)
    converted = entry.value * times
    return _text(converted.normalize() if converted % 1 else converted.to_integral_value())


def _text(value: Any) -> str:
    """As it is written in the table: a zero at the end of a number was printed, and counts."""
    return format(value, "f") if isinstance(value, Decimal) else "" if value is None else str(value)
