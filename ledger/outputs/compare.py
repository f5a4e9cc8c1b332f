"""What the browser puts side by side, in small files (``render.compared``): records in each language, and who holds which figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ledger.load.schema import Field
from ledger.outputs.output import Output
from ledger.render.edition import Edition

_TOLD_ELSEWHERE = ("id", "value_max", "comparator", "unit", "direction", "change_unit", "base_year", "also", "source", "clause", "rows", "first", "last")
"""Columns of roles that say something only together with another, or nothing to a reader who compares."""


def _rows(edition: Edition) -> Iterator[str]:
    for path in edition.files_compared("compared_rows"):
        yield edition.at(f"compare/{path}.json").lstrip("/")


def _records(edition: Edition, path: str) -> bytes:
    part = path.removeprefix(edition.language.root).removeprefix("compare/").removesuffix(".json")
    table = part.removeprefix("rows/").rpartition("-")[0]
    return _written({row.id: _record(edition, row) for row in edition.compared_rows(table, part)})


def _record(edition: Edition, row: Any) -> dict[str, Any]:
    """A record: its heading and address, its columns in words, and its value as a number of its base unit, where it has one."""
    told = edition.ledger.schema.tables[row.table]
    facts = [[edition.column_title(row.table, f.name), words] for f in told.fields if (words := _words(edition, row, f))]
    clause = edition.source_of(row)[1]
    if clause:
        facts.append([edition.t("clause"), edition.own(clause, "heading")])
    found: dict[str, Any] = {"name": edition.heading(row), "at": edition.address(row).removeprefix(edition.at("")), "facts": facts}
    if told.role in ("target", "observation", "measure") and row.value is not None:
        found |= edition.comparable(row)
    return found


def _words(edition: Edition, row: Any, field: Field) -> str:
    """What a column says of a row; nothing where its heading or another column does."""
    role = edition.ledger.schema.tables[row.table].role
    column = edition.ledger.schema.tables[row.table].plays_as(field.name)
    others = tuple(f"_{code}" for code in edition.ledger.schema.languages if code != edition.code)
    if field.name == "id" or field.name.endswith(others) or (role and column in _TOLD_ELSEWHERE):
        return ""
    if getattr(row, field.name, None) in (None, ()):
        return ""
    if role and column == "value":
        return edition.measured(row)
    if role and column == "base_value":
        return edition.t("comma").join(filter(None, [edition.quantity(row.base_value, row.unit), edition.date(row.base_year)]))
    if role and column == "stated_change":
        return f"{'+' if row.stated_change > 0 else ''}{edition.quantity(row.stated_change, row.change_unit)}"
    return edition.t("enumeration").join(words for words, _ in edition.cell(row, field.name))


def _held(edition: Edition) -> Iterator[str]:
    for path in edition.files_compared("compared_held"):
        yield f"compare/{path}.json"


def _holders(edition: Edition, path: str) -> bytes:
    return _written(dict(edition.held(path.removeprefix("compare/").removesuffix(".json"))))


def _written(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


OUTPUTS = (Output("compare", _rows, _records), Output("held", _held, _holders, once=True))
