"""What an explorer shows of the rows of a list, and what it sorts them by: the same columns in the page, in its data and in downloads.

A column is named in addresses (``?sort=-value``), the same in every language. Sorted are numbers by value, in one unit where they can
be converted; dates by the first day that they can mean; everything else by its words, by whoever reads them. ``None`` is unknown.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ledger.load.edtf import parse_edtf
from ledger.load.schema import Field
from ledger.load.units import load_units
from ledger.render.edition import COLUMNS, Edition
from ledger.render.series import SERIES, path_of, series_table

Key = float | int | list[float | int] | None
Families = Mapping[str, tuple[int, Decimal]]
LABEL, CLAUSE = "label", "clause"
"""The names of the column that says what a row is, and of the one that says where it stands."""
OUTCOME = "outcome"
"""The facet of targets that no column has: what came of them, or whether they have fallen due."""
APPLIED = "applied"
"""That of documents: the years in which they apply."""

_OF_ROLE: Mapping[str, tuple[str, ...]] = {
    "document": ("kind", "number", "issued", "period"),
    "target": ("base_value", "value", "year", "stated_change"),
    "observation": ("year", "value"),
    "measure": ("kind", "value", "condition"),
    "event": ("date", "kind"),
    "item": ("number", "category"),
    "entry": ("number", "kind"),
    "discrepancy": ("weight", "kind", "stated", "computed"),
}
"""The columns of a role that a reader compares rows by; those of a table's own come after them."""
_TITLES = {("target", "base_value"): "base", ("target", "value"): "target", ("target", "year"): "by", ("target", "stated_change"): "stated"}
"""Columns that a list calls otherwise than the schema does."""
_UNITS = {"value": "unit", "base_value": "unit", "stated_change": "change_unit", "stated": "unit", "computed": "unit"}
"""Where a number of a role has its unit."""


@dataclass(frozen=True)
class Column:
    """``said`` is what stands in it, ``key`` what a row is sorted by; without one it is sorted by what is said. ``look`` are its classes."""

    name: str
    title: str
    said: Callable[[Any], str]
    key: Callable[[Any], Key] | None = None
    look: str = ""


def columns(edition: Edition, table: str) -> list[Column]:
    """The columns of an explorer over a table, or over the series."""
    if table == SERIES:
        return [Column(LABEL, edition.t("series"), edition.series_title)]
    declared = edition.ledger.schema.tables[table]
    label = edition.t("indicator") if declared.column("indicator") else _label_title(edition, table)
    found = [Column(LABEL, label, edition.label)]
    place = edition.ledger.schema.place(declared)
    own = (f.name for f in _own(edition, table))
    told = (name for of_role in _OF_ROLE.get(declared.role, ()) if (name := _named(edition, table, of_role)))
    families = functools.cache(functools.partial(_families, edition))
    found += [_column(edition, table, name, families) for name in dict.fromkeys(filter(None, (place, *told, *own)))]
    if edition.cites(table):
        found.append(Column(CLAUSE, edition.t("clause") if declared.role else edition.t("source"), functools.partial(_source, edition), look="cited"))
    return found


def facet_columns(edition: Edition, table: str) -> list[str]:
    """The columns by which readers narrow a list of a table, or of the series."""
    schema = edition.ledger.schema
    if table != SERIES:
        judged = edition.shown(table).table.role == "target" and not schema.tables[table].field(OUTCOME) and edition.judges()
        applied = edition.shown(table).table.role == "document" and not schema.tables[table].field(APPLIED)
        return [*edition.shown(table).facets, *((OUTCOME,) if judged else ()), *((APPLIED,) if applied else ())]
    declared = schema.tables[series_table(schema)]
    return [name for name in (declared.column("indicator"), schema.place(declared)) if name]


def facets(edition: Edition, table: str, rows: Sequence[Any]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """``(column, its title, [(value, words)])`` of these columns that say something of some rows."""
    schema = edition.ledger.schema
    of = series_table(schema) if table == SERIES else table
    found = [(name, edition.column_title(of, name), edition.options(rows, name)) for name in facet_columns(edition, table) if name not in (OUTCOME, APPLIED)]
    if OUTCOME in facet_columns(edition, table):
        found.append((OUTCOME, edition.t("verdicts"), edition.standings(rows)))
    if APPLIED in facet_columns(edition, table):
        years = sorted({year for row in rows for year in edition.years_applied(row)}, reverse=True)
        found.append((APPLIED, edition.t("applied"), [(year, edition.date(year)) for year in years]))
    return [facet for facet in found if facet[2]]


def facet_value(edition: Edition, row: Any, name: str) -> Any:
    """What a row has of a facet."""
    if name == APPLIED:
        return edition.years_applied(row)
    return edition.standing(row) or None if name == OUTCOME else getattr(row, name, None)


def address(edition: Edition, table: str, row: Any) -> str:
    """Where a row of a list leads to, below the root of the edition."""
    if table == SERIES:
        return path_of(edition.ledger.schema, row) or ""
    return edition.address(row).removeprefix(edition.at(""))


def _label_title(edition: Edition, table: str) -> str:
    """What the column that names a row is called; in a table of a role that does not say, the word for any row."""
    declared = edition.shown(table).table
    field = declared.field(edition.label_column(table))
    return edition.label_title(table) if not declared.role or (field and field.title[edition.code]) else edition.t("record")


def _own(edition: Edition, table: str) -> list[Field]:
    """The columns of a table's own: those that it says it shows, else as many as a list shows. What a row covers stands in its label."""
    declared = edition.shown(table).table
    told = declared.dimensions if declared.role else ()
    own = (f for f in edition.own_columns(table) if f.name != edition.label_column(table) and f not in told)
    return [f for name in declared.pages.columns if (f := declared.field(name))] or list(own)[:COLUMNS]


def _named(edition: Edition, table: str, name: str) -> str:
    """A column of the role as it is called here; in this edition's language where it has one a language."""
    declared = edition.ledger.schema.tables[table]
    return declared.column(name) or declared.column(f"{name}_{edition.code}")


def _column(edition: Edition, table: str, name: str, families: Callable[[], Families]) -> Column:
    declared = edition.ledger.schema.tables[table]
    field, plays = declared.field(name), declared.plays_as(name)
    title = edition.t(_TITLES[declared.role, plays]) if (declared.role, plays) in _TITLES else edition.column_title(table, name)
    if declared.role and plays in _UNITS:
        said: dict[str, Callable[[Any], str]] = {"value": edition.measured}
        said |= {"base_value": functools.partial(_base, edition), "stated_change": functools.partial(_change, edition)}
        words = said.get(plays) or functools.partial(_quantity, edition, plays)
        ink = "num promise" if plays == "value" and declared.role in ("target", "measure") else "num"
        return Column(name, title, words, functools.partial(_size, families, plays), ink)
    if field and field.format == "edtf":
        return Column(name, title, lambda row: edition.date(getattr(row, name)), lambda row: _day(getattr(row, name)), "tight")
    number = functools.partial(_plain, name) if field and field.type in ("number", "integer", "year") else None
    return Column(name, title, lambda row: edition.t("enumeration").join(words for words, _ in edition.cell(row, name)), number, "num" if number else "")


def _source(edition: Edition, row: Any) -> str:
    """The clause where a row stands, with its document; else its source."""
    document, clause = edition.source_of(row)
    if document is None:
        source = edition.source_named(row)
        return edition.own(source, "title") if source else str(getattr(row, "source", None) or "")
    own = edition.own(document, "title")
    return f"{own}{edition.t('comma')}{edition.own(clause, 'heading')}" if clause else own


def _quantity(edition: Edition, name: str, row: Any) -> str:
    return edition.quantity(getattr(row, name), getattr(row, _UNITS[name], None))


def _base(edition: Edition, row: Any) -> str:
    since = edition.t("in-brackets", text=edition.date(row.base_year)) if row.base_value is not None and row.base_year else ""
    return f"{_quantity(edition, 'base_value', row)}{since}"


def _change(edition: Edition, row: Any) -> str:
    return f"{'+' if row.stated_change is not None and row.stated_change > 0 else ''}{_quantity(edition, 'stated_change', row)}"


def _size(families: Callable[[], Families], name: str, row: Any) -> Key:
    """A number in the unit in which it can be held against others, behind the number of the family of its unit."""
    value = getattr(row, name)
    if value is None:
        return None
    family, factor = families().get(getattr(row, _UNITS[name], None) or "", (-1, Decimal(1)))
    down = name == "value" and getattr(row, "direction", None) == "down"
    return [family, _short(-value * factor if down else value * factor)]


def _families(edition: Edition) -> Families:
    """Of each unit the place of the first one in the vocabulary that it can be converted into, and by how much it counts in its base."""
    table, first, found = load_units(edition.ledger), dict[str, int](), {}
    for place, unit in enumerate(table.expressions):
        family, factor = table.base(unit)
        found[unit] = (first.setdefault(family, place), factor)
    return found


def _plain(name: str, row: Any) -> Key:
    value = getattr(row, name)
    return None if value is None else _short(Decimal(value))


def _short(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)


def _day(text: str | None) -> Key:
    """The first day of a date as a number, 20250401; nothing where it names none."""
    try:
        first = parse_edtf(str(text)).first if text else None
    except ValueError:
        return None
    return int(first.replace("-", "")) if first else None
