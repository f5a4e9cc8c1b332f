"""What a list shows of its rows, and what an explorer sorts them by: the same columns in the page, in its data and in downloads.

They are those that the table names (``pages: {columns: …}``), else its place, what its role is compared by, and as many of its own as a
list shows. What no row says has no column. A head is the title that the table declares, else the interface's word.

A column is named in addresses (``?sort=-value``), the same in every language. Sorted are numbers by value, in one unit where they can
be converted; dates by the first day that they can mean; everything else by its words, by whoever reads them. ``None`` is unknown.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ledger.load.edtf import parse_edtf
from ledger.load.schema import Field, Table
from ledger.load.units import load_units
from ledger.render.edition import COLUMNS, Edition
from ledger.render.narrowing import declared_facets
from ledger.render.series import SERIES, path_of, series_table
from ledger.wording import SIGNS

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
    "case": ("item", "basis"),
    "event": ("date", "kind"),
    "item": ("number", "category"),
    "entry": ("number", "kind"),
    "discrepancy": ("weight", "kind", "stated", "computed"),
}
"""The columns of a role that a reader compares rows by; those of a table's own come after them."""
_TITLES = {
    ("document", "number"): "doc-number",
    ("target", "base_value"): "base",
    ("target", "value"): "target",
    ("target", "year"): "by",
    ("target", "stated_change"): "stated",
}
"""What a list calls columns that have no title."""
_LABELS = {"document": "policy", "measure": "subject", "case": "case"}
"""What a list calls the column that says what a row is, where that has no title."""
_UNITS = {"value": "unit", "base_value": "unit", "stated_change": "change_unit", "stated": "unit", "computed": "unit"}
"""Where a number of a role has its unit."""
_IN_HEAD = (("target", "value"), ("target", "base_value"), ("observation", "value"), ("measure", "value"))
"""Numbers whose unit may stand in the head of their column."""
_WITH = {"condition": ("valid_from", "valid_until")}
"""Columns that stand in the cell of another."""
_FROM = ("clause", "document", "source")
"""Columns that say where a row is from."""


@dataclass(frozen=True)
class Column:
    """``said`` is what stands in it, ``key`` what a row is sorted by; without one it is sorted by what is said. ``look`` are its classes,
    ``plays`` is what its role calls it."""

    name: str
    title: str
    said: Callable[[Any], str]
    key: Callable[[Any], Key] | None = None
    look: str = ""
    plays: str = ""
    unit: str = ""
    """The unit of all its numbers, where its head has that and its cells have not."""


def columns(edition: Edition, table: str) -> list[Column]:
    """The columns of an explorer over a table, or over the series."""
    if table == SERIES:
        return [Column(LABEL, edition.t("series"), edition.series_title)]
    declared, filled = edition.ledger.schema.tables[table], edition.filled(table)
    indicator = declared.column("indicator")
    label = edition.column_title(table, indicator) if indicator in filled else _label_title(edition, table)
    families = functools.cache(functools.partial(_families, edition))
    names = (name for name in _names(edition, table) if _says(declared, name, filled.__contains__))
    found = [_column(edition, table, name, families) for name in names]
    if _says(declared, CLAUSE, filled.__contains__):
        found.append(Column(CLAUSE, _source_title(edition, table), functools.partial(_source, edition), look="cited", plays=CLAUSE))
    beside = {name for column in found for name in (column.name, column.plays)}
    return [Column(LABEL, label, functools.partial(_label, edition, beside), plays=LABEL), *found]


def facet_columns(edition: Edition, table: str) -> list[str]:
    """The columns by which readers narrow a list of a table, or of the series, and what follows from other tables."""
    schema = edition.ledger.schema
    declared = declared_facets(schema, table)
    if table == SERIES:
        return declared
    judged = edition.shown(table).table.role == "target" and not schema.tables[table].field(OUTCOME) and edition.judges()
    applied = edition.shown(table).table.role == "document" and not schema.tables[table].field(APPLIED)
    return [*declared, *edition.linked_facets(table)[1], *((OUTCOME,) if judged else ()), *((APPLIED,) if applied else ())]


def told(edition: Edition, rows: Sequence[Any], *, united: bool = False) -> list[Column]:
    """The columns of a list of some rows of a table: those that say something of one of them. ``united`` is whether a unit that all numbers
    of a column have stands in its head."""
    declared = edition.ledger.schema.tables[rows[0].table]

    def says(name: str) -> bool:
        return any(getattr(row, name) not in (None, ()) for row in rows)

    found = [column for column in columns(edition, declared.name) if column.name == LABEL or _says(declared, column.name, says)]
    return [_united(edition, column, rows) for column in found] if united else found


def _united(edition: Edition, column: Column, rows: Sequence[Any]) -> Column:
    """A column with its unit in its head, where that is one and is not a sign that belongs to the number."""
    table = edition.ledger.schema.tables[rows[0].table]
    if (table.role, column.plays) not in _IN_HEAD or len(rows) < 2:
        return column
    units = {row.unit for row in rows if getattr(row, column.name) is not None}
    unit = edition.ledger.called("unit", units.pop(), edition.code) if len(units) == 1 else ""
    return replace(column, title=f"{column.title}{edition.t('in-brackets', text=unit)}", unit=unit) if unit and unit not in SIGNS else column


def _says(declared: Table, name: str, says: Callable[[str], bool]) -> bool:
    """Whether a column, or one that stands in the same cell, ``says`` something."""
    plays = declared.plays_as(name)
    if name == CLAUSE and declared.role == "case" and says(declared.column("item")):
        return False  # its item stands beside it, and says where it is from
    told_with = _FROM if name == CLAUSE else (name, *(_WITH.get(plays) or _WITH.get(plays.rpartition("_")[0]) or ()))
    return any(says(column) for one in told_with if (column := declared.column(one)))


def facets(edition: Edition, table: str, rows: Sequence[Any]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """``(column, its title, [(value, words)])`` of these columns that say something of some rows."""
    schema = edition.ledger.schema
    of = series_table(schema) if table == SERIES else table
    items, linked = edition.linked_facets(of)
    found = [
        (name, edition.column_title(of, name), edition.options(rows, name)) for name in facet_columns(edition, table) if name not in (OUTCOME, APPLIED, *linked)
    ]
    found += [(name, edition.column_title(items, name), edition.options(edition.linked(rows), name)) for name in linked]
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
    if name == OUTCOME:
        return edition.standing(row) or None
    if name in edition.linked_facets(row.table)[1]:
        return next((getattr(item, name, None) for item in edition.linked([row])), None)
    return getattr(row, name, None)


def address(edition: Edition, table: str, row: Any) -> str:
    """Where a row of a list leads to, below the root of the edition."""
    if table == SERIES:
        return path_of(edition.ledger.schema, row) or ""
    return edition.address(row).removeprefix(edition.at(""))


def _label_title(edition: Edition, table: str) -> str:
    """What the column that names a row is called; in a table of a role that does not say, the word for such a row."""
    declared = edition.shown(table).table
    field = declared.field(edition.label_column(table))
    if field and (field.title[edition.code] or not declared.role):
        return edition.column_title(table, field.name)
    return edition.t(_LABELS.get(declared.role, "record"))


def _label(edition: Edition, beside: Collection[str], row: Any) -> str:
    """What a row is called, with what tells it from others that does not stand beside it."""
    return edition.with_apart(edition.label(row), edition.parts_apart(row, beside))


def _names(edition: Edition, table: str) -> list[str]:
    """The columns of a table between what a row is and where it stands."""
    declared = edition.shown(table).table
    label = edition.label_column(table)
    if declared.pages.columns:
        named = (_named(edition, table, one) for one in declared.pages.columns)
        return [name for name in dict.fromkeys(named) if name and name != label]
    place = edition.ledger.schema.place(declared)
    of_role = (_named(edition, table, name) for name in _OF_ROLE.get(declared.role, ()))
    return list(dict.fromkeys(filter(None, (place, *of_role, *(f.name for f in _own(edition, table) if f.name != label)))))


def _own(edition: Edition, table: str) -> list[Field]:
    """The columns of a table's own, as many as a list shows; what an indicator is of stands in the label."""
    declared, filled = edition.shown(table).table, edition.filled(table)
    in_label = declared.dimensions if declared.column("indicator") in filled else ()
    return [f for f in edition.own_columns(table) if f not in in_label and f.name in filled][:COLUMNS]


def _source_title(edition: Edition, table: str) -> str:
    """What the column is called that says where a row is from."""
    declared = edition.ledger.schema.tables[table]
    if declared.role and (declared.column("clause") or declared.column("document")):
        return edition.t("clause") if declared.column("clause") else edition.t("source")
    return edition.column_title(table, column) if (column := declared.column("source")) else edition.t("source")


def _named(edition: Edition, table: str, name: str) -> str:
    """A column of the role as it is called here; in this edition's language where it has one a language."""
    declared = edition.ledger.schema.tables[table]
    return declared.column(name) or declared.column(f"{name}_{edition.code}")


def _column(edition: Edition, table: str, name: str, families: Callable[[], Families]) -> Column:
    declared = edition.ledger.schema.tables[table]
    field, plays = declared.field(name), declared.plays_as(name)
    named = field is not None and field.title[edition.code]
    title = edition.t(_TITLES[declared.role, plays]) if not named and (declared.role, plays) in _TITLES else edition.column_title(table, name)
    if declared.role and plays in _UNITS:
        said: dict[str, Callable[[Any], str]] = {"value": edition.measured}
        said |= {"base_value": functools.partial(_base, edition), "stated_change": functools.partial(_change, edition)}
        words = said.get(plays) or functools.partial(_quantity, edition, plays)
        ink = " promise" if plays == "value" and declared.role in ("target", "measure") else " was" if plays in ("value", "base_value") else ""
        return Column(name, title, words, functools.partial(_size, families, plays), f"num{ink}", plays)
    plays = plays.removesuffix(f"_{edition.code}")
    if field and field.format == "edtf":
        return Column(name, title, lambda row: edition.date(getattr(row, name)), lambda row: _day(getattr(row, name)), "tight", plays)
    number = functools.partial(_plain, name) if field and field.type in ("number", "integer", "year") else None
    look = "num" if number else "tight" if plays == "kind" else "linked" if field and field.reference else ""
    return Column(name, title, lambda row: edition.t("enumeration").join(words for words, _ in edition.cell(row, name)), number, look, plays)


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
    since = edition.t("in-brackets", text=edition.dated(row.base_year)) if row.base_value is not None and row.base_year else ""
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
