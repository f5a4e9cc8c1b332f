"""What stands in a column of a row that is drawn: the number, its unit, its words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ledger import wording
from ledger.charts.declared.records import Record, hedge_in, rounded, unit_in
from ledger.charts.moments import Moment, moment
from ledger.language import manner
from ledger.load.ledger import Ledger
from ledger.load.schema import Field, Table
from ledger.load.table import Row


def printed(value: Any) -> str:
    """A cell as it stands in the table."""
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else ";".join(value) if isinstance(value, tuple) else str(value)


def moment_of(value: Any) -> Moment | None:
    """When a cell is; nothing where it is empty. Raises ``ValueError`` where it is no date."""
    return moment(printed(value)) if printed(value) else None


def column_of(table: Table, name: str, language: str) -> Field | None:
    """The field ``name``, or the one of this language where a column exists per language."""
    by_name = {f.name: f for f in table.fields}
    return by_name.get(name) or by_name.get(f"{name}_{language}")


def unit_of(table: Table, row: Any, column: str) -> str:
    """The unit of a number: that of a derived column, what the column declares, or what the row says."""
    if isinstance(row, Record) and (derived := unit_in(row, column)) is not None:
        return derived
    declared = next((f.unit for f in table.fields if f.name == column), "")
    return declared or getattr(row, table.unit_column(column), None) or ""


def units_in(table: Table, rows: Iterable[Any], column: str) -> list[str]:
    """The units of the numbers of a column, each once; nothing for a number without one."""
    return list(dict.fromkeys(unit_of(table, row, column) for row in rows if getattr(row, column) is not None))


def hedge_of(table: Table, row: Any, column: str) -> tuple[str, Decimal | None]:
    """``(comparator, other end of its range)`` of a number: what the row says of its value, and what that value in another unit keeps."""
    if isinstance(row, Record) and (derived := hedge_in(row, column)) is not None:
        return derived
    if column != table.column("value"):
        return "", None
    comparator, most = table.column("comparator"), table.column("value_max")
    return (comparator and getattr(row, comparator, None)) or "", number_of(row, most) if most else None


def exact(row: Any, column: str) -> Decimal | None:
    """A number with the sign that its words have: the value of a cut (``direction: down``) is below zero."""
    value = getattr(row, column)
    if value is None:
        return None
    falls = column in ("value", "value_max") and getattr(row, "direction", None) == "down"
    return -Decimal(value) if falls else Decimal(value)


def number_of(row: Any, column: str) -> Decimal | None:
    """The same as it is shown: a derived number has no more digits than its column."""
    value = exact(row, column)
    return rounded(row, column, value) if isinstance(row, Record) and value is not None else value


def cell_text(ledger: Ledger, table: Table, row: Row | Record, name: str, language: str) -> str:
    """A cell in the words of a language: the name of a term, of a row, a date, or what stands there."""
    column = column_of(table, name, language)
    value = getattr(row, column.name) if column else None
    if column is None or value in (None, ()):
        return "–"
    if isinstance(value, tuple):
        return manner(language).comma.join(ledger.name(column.vocabulary, v, language) if column.vocabulary else v for v in value)
    if column.vocabulary:
        return ledger.name(column.vocabulary, str(value), language)
    if column.reference and (other := ledger.row(column.reference, str(value))):
        return next((text for c in ("name", "title") if (text := getattr(other, f"{c}_{language}", None))), str(value))
    if column.format == "edtf":
        return wording.date(str(value), language)
    return wording.number(number_of(row, column.name), language) if isinstance(value, Decimal) else printed(value)


def title_of(table: Table, name: str, language: str) -> str:
    """What a column is called in a language; its name where nobody gave it a title."""
    column = column_of(table, name, language)
    return (column.title.get(language) if column else "") or name
