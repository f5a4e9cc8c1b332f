"""A chart that an editor declares in Markdown, without Python::

    ```chart
    table: targets
    filter: {policy: gansu-plan, unit: "%", year: [2020, 2025]}
    mark: bar
    y: product
    x: value
    sort: -value
    title: the finding
    ```

What each key means is told in ``Asked``. What is written is held against the data package: an unknown key, table, column or
value is a problem at its own line. Values of different units, or of different kinds (a level, a change, a yearly rate), do not
share an axis, and rows that a drawing could not tell apart are refused by name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import msgspec

from ledger import wording
from ledger.language import manner
from ledger.load.ledger import Ledger
from ledger.load.schema import Field, Table
from ledger.load.table import Row
from ledger.load.typed import Settings

MARKS = ("bar", "dot", "line", "dumbbell", "heatmap")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


class Asked(Settings, kw_only=True):
    """What a block may say. Every value is text as it is written."""

    table: str
    """a table of ``datapackage.yaml``"""
    mark: str
    """``bar``, ``dot``, ``line``, ``dumbbell`` or ``heatmap``"""
    x: str | list[str]
    """how long the bars are; for a line, the column of the date; for a dumbbell two columns, ``[base_value, value]``"""
    y: str
    """what the rows are, in the words of the page's language; for a line, the number"""
    title: str
    """the finding"""
    value: str = ""
    """for a heatmap: the number that colours the cells"""
    filter: dict[str, Any] = msgspec.field(default_factory=dict)
    """``{column: value}``, or ``{column: [value, value]}``"""
    sort: str = ""
    """a column, with ``-`` from the largest down; default: the order of the table"""
    colour: str = ""
    """a column whose values have a colour each (for a line: a line each), at most seven; or an ink of the theme; default: promise"""
    subtitle: str = ""
    """what, where, when, in which unit"""
    sentence: str = ""
    """default: the largest and the smallest are named"""
    id: str = ""
    """the name of its files; default: one made from its text"""


KEYS = tuple(Asked.__struct_fields__)


@dataclass(frozen=True)
class Block:
    """A declared chart: ``asked`` is what the editor wrote, checked; ``line`` where, in ``file``."""

    id: str
    language: str
    digest: str
    file: str
    line: int
    asked: Asked = field(repr=False)
    places: Mapping[str, int] = field(default_factory=dict, repr=False)

    @property
    def key(self) -> str:
        """What tells it from every other block: a page in another language may declare the same."""
        return f"{self.id} {self.language}"

    def place(self, key: str) -> int:
        """The line of one of its keys, or where it begins."""
        return self.places.get(key, self.line)


def is_id(text: str) -> bool:
    """Whether a fenced block only names a chart of the registry."""
    return _ID.fullmatch(text.strip()) is not None


def digest_of(text: str) -> str:
    """What a block is known by: its text."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def printed(value: Any) -> str:
    """A cell as it stands in the table."""
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else ";".join(value) if isinstance(value, tuple) else str(value)


def column_of(table: Table, name: str, language: str) -> Field | None:
    """The field ``name``, or the one of this language where a column exists per language."""
    by_name = {f.name: f for f in table.fields}
    return by_name.get(name) or by_name.get(f"{name}_{language}")


def numbers_of(asked: Asked) -> list[str]:
    """The columns whose numbers are drawn."""
    if asked.mark == "dumbbell":
        return [str(c) for c in asked.x]
    return [{"line": asked.y, "heatmap": asked.value}.get(asked.mark, str(asked.x))]


def unit_of(table: Table, row: Row, column: str) -> str:
    """The unit of a number: what the column declares, or what the row says; of a stated change, that of the change."""
    declared = next((f.unit for f in table.fields if f.name == column), "")
    return declared or getattr(row, "change_unit" if column.startswith("stated") else "unit", None) or ""


def number_of(row: Row, column: str) -> Decimal | None:
    """A number with the sign that its words have: the value of a cut (``direction: down``) is below zero."""
    value = getattr(row, column)
    if value is None:
        return None
    falls = column in ("value", "value_max") and getattr(row, "direction", None) == "down"
    return -Decimal(value) if falls else Decimal(value)


def cell_text(ledger: Ledger, table: Table, row: Row, name: str, language: str) -> str:
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
    return wording.number(value, language) if isinstance(value, Decimal) else printed(value)


def title_of(table: Table, name: str, language: str) -> str:
    """What a column is called in a language; its name where nobody gave it a title."""
    column = column_of(table, name, language)
    return (column.title.get(language) if column else "") or name
