"""Reading a declared chart: what an editor wrote, held against the data package. The format is told in ``block``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from ledger.charts.block import KEYS, MARKS, Block, column_of, digest_of, is_id, numbers_of, printed
from ledger.charts.theme import INKS
from ledger.load.content import Document, parts_of
from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import Row
from ledger.problems import Problems, did_you_mean


def read_blocks(documents: Sequence[Document], ledger: Ledger, problems: Problems) -> list[Block]:
    """The declared charts of all pages that are right; what is wrong with the others is added to ``problems``.

    A chart stands once on a page. An id has one owner in a language; the same words on two pages are one chart.
    """
    found: dict[str, Block] = {}
    for document in documents:
        shown: dict[str, int] = {}
        for part in parts_of(document.body.split("\n")):
            if part.language != "chart" or len(part.fences) != 2:
                continue
            text, line = "\n".join(part.lines), document.body_line + part.first
            block = None if is_id(text) else _read(text, document, line, ledger, problems)
            name = block.id if block else text.strip()
            if is_id(name) and name in shown:
                where = block.place("id") if block else line
                what = f"chart '{name}' stands on this page already (line {shown[name]})"
                problems.add(
                    document.file, where, what, "give this one another id" if block and block.digest != _digest(found, block) else "remove one of the two"
                )
                continue
            shown.setdefault(name, line)
            if block and (other := found.get(block.key)) and other.digest != block.digest:
                what = f"chart: id '{block.id}' is used already ({other.file}:{other.place('id')})"
                problems.add(block.file, block.place("id"), what, "give one of the two another id")
            elif block:
                found.setdefault(block.key, block)
    return list(found.values())


def _digest(found: Mapping[str, Block], block: Block) -> str:
    return found[block.key].digest if block.key in found else ""


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
    return Block(id, document.language, digest, document.file, line, asked, rows, places)


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
