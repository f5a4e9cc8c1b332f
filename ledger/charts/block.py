"""A chart that an editor declares in Markdown, without Python::

    ```chart
    table: targets                      a table of datapackage.yaml
    filter: {policy: gansu-plan, unit: "%", year: [2020, 2025]}      column: value, or a list of values
    mark: bar                           bar, dot, line, dumbbell or heatmap
    y: product                          what the rows are; a vocabulary's names are written in the page's language
    x: value                            how long the bars are; for a line: the column of the year
    sort: -value                        a column, with - from the largest down; default: the order of the table
    colour: region                      a column, or an ink of the theme; default: promise
    title: …                            the finding
    subtitle: …                         what, where, when, in which unit
    sentence: …                         optional; else the largest and the smallest are named
    id: my-chart                        optional; the name of its files
    ```

A dumbbell has ``x: [base_value, value]``; a line ``x: year`` and ``y: value``; a heatmap ``value: value`` beside ``x`` and ``y``.
What is written is held against the data package: an unknown key, table, column or value is a problem at its own line. Values
of different units do not share an axis.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ledger.load.schema import Field, Table
from ledger.load.table import Row

MARKS = ("bar", "dot", "line", "dumbbell", "heatmap")
KEYS = ("table", "filter", "mark", "x", "y", "value", "sort", "colour", "title", "subtitle", "sentence", "id")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True)
class Block:
    """A declared chart: ``asked`` is what the editor wrote, checked; ``line`` where, in ``file``."""

    id: str
    language: str
    digest: str
    file: str
    line: int
    asked: Mapping[str, Any] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    places: Mapping[str, int] = field(default_factory=dict, repr=False)

    @property
    def key(self) -> str:
        """What tells it from every other block: a page in another language may declare the same."""
        return f"{self.id} {self.language}"

    def place(self, key: str) -> int:
        """The line of one of its keys, or where it begins."""
        return self.line + self.places.get(key, 0)


def is_id(text: str) -> bool:
    """Whether a fenced block only names a chart of the registry."""
    return _ID.fullmatch(text.strip()) is not None


def digest_of(text: str) -> str:
    """What a block is known by: its text."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def printed(value: Any) -> str:
    """A cell as it stands in the table."""
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def column_of(table: Table, name: str, language: str) -> Field | None:
    """The field ``name``, or the one of this language where a column exists per language."""
    by_name = {f.name: f for f in table.fields}
    return by_name.get(name) or by_name.get(f"{name}_{language}")


def numbers_of(asked: Mapping[str, Any]) -> list[str]:
    """The columns whose numbers are drawn."""
    if asked["mark"] == "dumbbell":
        return [str(c) for c in asked["x"]]
    return [str(asked[{"line": "y", "heatmap": "value"}.get(asked["mark"], "x")])]
