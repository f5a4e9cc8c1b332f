"""Reading a declared chart: what an editor wrote, held against the data package. The format is told in ``block``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from ledger.charts.block import KEYS, MARKS, Block, column_of, digest_of, is_id, numbers_of, printed
from ledger.charts.theme import INKS
from ledger.load.content import Document, parts_of
from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import Row
from ledger.problems import Problems, did_you_mean


def blocks_of(document: Document, ledger: Ledger, problems: Problems) -> Iterator[Block]:
    """The declared charts of a page that are right; what is wrong with the others is added to ``problems``."""
    for part in parts_of(document.body.split("\n")):
        text = "\n".join(part.lines)
        if part.language == "chart" and len(part.fences) == 2 and not is_id(text):
            block = _read(text, document, document.body_line + part.first, ledger, problems)
            if block:
                yield block


def _read(text: str, document: Document, line: int, ledger: Ledger, problems: Problems) -> Block | None:
    before = len(problems.errors)

    def wrong(key: str, what: str, remedy: str) -> None:
        problems.add(document.file, line + places.get(key, 0), f"chart: {what}", remedy)

    places: dict[str, int] = {}
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        asked = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        problems.add(
            document.file,
            line + (error.problem_mark.line if error.problem_mark else 0),
            f"chart: not valid YAML: {error.problem}",
            "check colons, quotes and indents",
        )
        return None
    if not isinstance(node, yaml.MappingNode) or not isinstance(asked, dict):
        problems.add(document.file, line, "chart: neither the id of a chart nor 'key: value' lines", "write an id, or table: …, mark: …")
        return None
    places.update(_places(node))
    for key in asked:
        if key not in KEYS:
            wrong(str(key), f"unknown key '{key}'", did_you_mean(str(key), KEYS))
    for key in ("table", "mark", "x", "y", "title"):
        if not asked.get(key):
            wrong(key, f"{key} is missing", f"add {key}: …")
    table = ledger.schema.tables.get(str(asked.get("table")))
    if asked.get("table") and table is None:
        wrong("table", f"there is no table '{asked['table']}'", did_you_mean(str(asked["table"]), ledger.schema.tables))
    if asked.get("mark") and asked["mark"] not in MARKS:
        wrong("mark", f"'{asked['mark']}' is no mark", did_you_mean(str(asked["mark"]), MARKS))
    if table is None or len(problems.errors) > before:
        return None
    rows = _filtered(asked, table, ledger, wrong)
    _check_columns(asked, table, document.language, wrong)
    if len(problems.errors) == before:
        rows = _check_rows(asked, table, rows, wrong)
    if len(problems.errors) > before:
        return None
    digest = digest_of(text)
    id = str(asked.get("id") or f"block-{digest[:8]}")
    if not is_id(id):
        wrong("id", f"'{id}' is no id", "use small letters, digits and hyphens")
        return None
    return Block(id, document.language, digest, document.file, line, asked, rows)


def _places(node: yaml.MappingNode) -> dict[str, int]:
    """``{key: line}``, and ``{"filter.column": line}`` for what is inside."""
    found: dict[str, int] = {}
    for key, value in node.value:
        found[str(key.value)] = key.start_mark.line
        if isinstance(value, yaml.MappingNode):
            found |= {f"{key.value}.{inner.value}": inner.start_mark.line for inner, _ in value.value}
    return found


def _filtered(asked: Mapping[str, Any], table: Table, ledger: Ledger, wrong: Any) -> tuple[Row, ...]:
    rows = ledger.rows(table.name)
    conditions = asked.get("filter") or {}
    if not isinstance(conditions, dict):
        wrong("filter", "filter is no 'column: value' list", "write filter: {column: value}")
        return rows
    for column, wanted in conditions.items():
        place = f"filter.{column}"
        if column not in table.columns:
            wrong(place, f"filter: {table.name} has no column '{column}'", did_you_mean(str(column), table.columns))
            continue
        values = [str(w) for w in (wanted if isinstance(wanted, list) else [wanted])]
        there = dict.fromkeys(printed(getattr(r, column)) for r in ledger.rows(table.name))
        for value in values:
            if value not in there:
                wrong(place, f"filter: no row of {table.name} has {column} '{value}'", did_you_mean(value, [t for t in there if t]))
        rows = tuple(r for r in rows if printed(getattr(r, column)) in values)
    return rows


def _check_columns(asked: Mapping[str, Any], table: Table, language: str, wrong: Any) -> None:
    mark = asked["mark"]
    names = [*table.columns, *(c.rsplit("_", 1)[0] for c in table.columns if c.endswith(f"_{language}"))]
    used: list[tuple[str, Any, bool]] = [("y", asked["y"], mark == "line")]
    if mark == "dumbbell":
        pair = asked["x"]
        if not isinstance(pair, list) or len(pair) != 2:
            wrong("x", "a dumbbell goes from one column to another", "write x: [base_value, value]")
            return
        used += [("x", column, True) for column in pair]
    else:
        used.append(("x", asked["x"], mark in ("bar", "dot")))
    if mark == "heatmap":
        if not asked.get("value"):
            wrong("value", "value is missing", "say which number colours the cells: value: …")
            return
        used.append(("value", asked["value"], True))
    if asked.get("sort"):
        used.append(("sort", str(asked["sort"]).lstrip("-"), False))
    if asked.get("colour") and asked["colour"] not in INKS:
        used.append(("colour", asked["colour"], False))
    for key, name, is_number in used:
        column = column_of(table, str(name), language)
        if column is None:
            also = INKS if key == "colour" else ()
            wrong(key, f"{key}: {table.name} has no column '{name}'", did_you_mean(str(name), [*names, *also]))
        elif is_number and column.type not in ("number", "integer"):
            wrong(key, f"{key}: '{name}' is no number", did_you_mean(str(name), [f.name for f in table.fields if f.type in ("number", "integer")]))


def _check_rows(asked: Mapping[str, Any], table: Table, rows: tuple[Row, ...], wrong: Any) -> tuple[Row, ...]:
    """The rows that have the numbers to be drawn. None at all, or numbers in several units, is wrong."""
    drawn = tuple(r for r in rows if all(getattr(r, c) is not None for c in numbers_of(asked)))
    if not drawn:
        wrong("filter" if asked.get("filter") else "table", f"no row of {table.name} fits" if not rows else "no row that fits has a number", "widen the filter")
    units = dict.fromkeys(str(getattr(r, "unit", None) or "") for r in drawn)
    if len(units) > 1:
        wrong("x", f"values in different units: {', '.join(u or 'none' for u in units)}", "filter by unit")
    return drawn
