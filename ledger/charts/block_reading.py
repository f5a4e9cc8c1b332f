"""Reading a declared chart: what an editor wrote, held against the data package. The format is told in ``block``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ledger.charts.block import MARKS, Asked, Block, column_of, digest_of, is_id, printed
from ledger.charts.block_rows import HUES, as_compared, check_rows, rows_of
from ledger.charts.theme import INKS
from ledger.load.content import Document, parts_of
from ledger.load.ledger import Ledger
from ledger.load.schema import Field, Table
from ledger.load.typed import read_settings, shown
from ledger.load.yamlfile import parse_yaml
from ledger.problems import Problems, did_you_mean

Wrong = Callable[[str, str, str], None]
"""Called with the key that is wrong (``filter.unit`` for what is inside), what is wrong with it, and what to do."""
_MOST = 300
"""Rows of one drawing: a page of twice that is no chart any more."""


def read_blocks(documents: Sequence[Document], ledger: Ledger, problems: Problems) -> list[Block]:
    """The declared charts of all pages that are right; what is wrong with the others is added to ``problems``.

    An id has one owner in a language; the same words on two pages are one chart.
    """
    found: dict[str, Block] = {}
    for document in documents:
        for part in parts_of(document.body.split("\n")):
            text = "\n".join(part.lines)
            if part.language != "chart" or len(part.fences) != 2 or is_id(text) or not text.strip():
                continue
            block = _read(text, document, document.body_line + part.first, ledger, problems)
            if block and (other := found.setdefault(block.key, block)).digest != block.digest:
                what = f"chart: id '{block.id}' is used already ({other.file}:{other.place('id')})"
                problems.add(block.file, block.place("id"), what, "give one of the two another id")
    return list(found.values())


def _read(text: str, document: Document, line: int, ledger: Ledger, problems: Problems) -> Block | None:
    before = len(problems.errors)
    source = parse_yaml(text, document.file, problems, first_line=line, prefix="chart: ")
    if not source.readable:
        return None
    if not isinstance(source.data, dict) or not source.data:
        problems.add(document.file, line, "chart: neither the id of a chart nor 'key: value' lines", "write an id, or table: …, mark: …")
        return None
    if set(source.data) == {"id"}:
        problems.add(document.file, line, "chart: nothing but an id", f"to show that chart, write {str(source.data['id'])[:60]} alone, without 'id:'")
        return None
    places = {".".join(map(str, path)): place for path, place in source.lines.items() if path}

    def wrong(key: str, what: str, remedy: str) -> None:
        problems.add(document.file, places.get(key, places.get(key.partition(".")[0], line)), f"chart: {what}", remedy)

    asked = read_settings(Asked, source, (), problems, "chart: ")
    table = ledger.schema.tables.get(str(source.at("table")))
    if isinstance(source.at("table"), str) and table is None:
        wrong("table", f"there is no table {shown(source.at('table'))}", did_you_mean(source.at("table"), ledger.schema.tables))
    if isinstance(mark := source.at("mark"), str) and mark not in MARKS:
        wrong("mark", f"{shown(mark)} is no mark", did_you_mean(mark, MARKS))
    for key in ("title", "subtitle", "sentence"):
        if isinstance(words := source.at(key), str) and ("[[" in words or "{{" in words):
            wrong(key, f"{key}: a chart's words hold neither references nor templates", "write what is meant, as [[typed:…]] would print it")
    id = (asked and asked.id) or f"block-{digest_of(text)[:8]}"
    if not is_id(id):
        wrong("id", f"{shown(id)} is no id", "use small letters, digits and hyphens")
    if asked is None or table is None or len(problems.errors) > before:
        return None
    _check_columns(asked, table, document.language, wrong)
    _check_filter(asked, table, ledger, wrong)
    if len(problems.errors) > before:
        return None
    rows = rows_of(asked, table, ledger)
    check_rows(asked, table, rows, ledger, document.language, wrong)
    if len(rows) > _MOST and len(problems.errors) == before:
        wrong("filter" if asked.filter else "table", f"{len(rows)} rows are more than a drawing can show ({_MOST})", "narrow the filter")
    if len(problems.errors) > before:
        return None
    return Block(id, document.language, digest_of(text), document.file, line, asked, places)


def _check_filter(asked: Asked, table: Table, ledger: Ledger, wrong: Wrong) -> None:
    """Every condition names a column, and values that some row has."""
    rows = ledger.rows(table.name)
    fields = {f.name: f for f in table.fields}
    for column, wanted in asked.filter.items():
        place, field = f"filter.{column}", fields.get(column)
        if field is None:
            wrong(place, f"filter: {table.name} has no column {shown(column)}", did_you_mean(column, table.columns))
            continue
        values = wanted if isinstance(wanted, list) else [wanted]
        if not values or not all(isinstance(v, str) for v in values):
            wrong(place, f"filter: {column} has no value to look for", f'write {column}: a value, {column}: [a, b], or {column}: "" for empty cells')
            continue
        there = dict.fromkeys(as_compared(field, printed(getattr(r, column))) for r in rows)
        for value in values:
            if rows and as_compared(field, value) not in there:
                wrong(place, *_nothing_has(field, value, list(map(str, there)), table, ledger))


def _nothing_has(field: Field, value: str, there: Sequence[str], table: Table, ledger: Ledger) -> tuple[str, str]:
    """What is wrong with a value that no row has: it may be no name at all, or one that is not used here."""
    terms: Mapping[str, Any] = ledger.vocabularies.get(field.vocabulary, {}) if field.vocabulary else {}
    known = [t for t in there if t]
    if terms and value not in terms:
        near = did_you_mean(value, terms)
        return f"filter: {field.name}: {shown(value)} is not in the vocabulary {field.vocabulary}", near if near.startswith("did") else did_you_mean(
            value, known
        )
    return f"filter: no row of {table.name} has {field.name} {shown(value)}", did_you_mean(value, known)


def _check_columns(asked: Asked, table: Table, language: str, wrong: Wrong) -> None:
    mark = asked.mark
    numbers = [f.name for f in table.fields if f.type in ("number", "integer")]
    names = [*table.columns, *(c.removesuffix(f"_{language}") for c in table.columns if c.endswith(f"_{language}"))]
    used: list[tuple[str, str, bool]] = [("y", asked.y, mark == "line")]
    if mark == "dumbbell":
        if not isinstance(asked.x, list) or len(asked.x) != 2:
            wrong("x", "a dumbbell goes from one column to another", "write x: [base_value, value]")
            return
        used += [("x", column, True) for column in asked.x]
    elif isinstance(asked.x, list):
        wrong("x", f"a {mark} has one column for x, not {len(asked.x)}", "name one, or write mark: dumbbell")
        return
    else:
        used.append(("x", asked.x, mark in ("bar", "dot")))
    if mark == "heatmap":
        if not asked.value:
            wrong("value", "value is missing", "say which number colours the cells: value: …")
            return
        used.append(("value", asked.value, True))
    elif asked.value:
        wrong("value", f"a {mark} has no value:", f"say the number in {'y' if mark == 'line' else 'x'}:, or write mark: heatmap")
    if asked.sort:
        used.append(("sort", asked.sort.removeprefix("-"), False))
    if asked.colour and mark == "heatmap":
        wrong("colour", "a heatmap is coloured by its value", "leave colour: out")
    elif asked.colour and asked.colour not in INKS:
        used.append(("colour", asked.colour, False))
    for key, name, is_number in used:
        column = column_of(table, name, language)
        if column is None and key == "colour":
            near = did_you_mean(name, [*names, *INKS])
            remedy = near if near.startswith("did") else f"name a column, or an ink: promise, was, alarm, {HUES[0]} to {HUES[-1]}"
            wrong(key, f"colour: {shown(name)} is neither a column of {table.name} nor an ink", remedy)
        elif column is None:
            wrong(key, f"{key}: {table.name} has no column {shown(name)}", did_you_mean(name, names))
        elif is_number and column.type not in ("number", "integer"):
            wrong(key, f"{key}: {shown(name)} is no number", did_you_mean(name, numbers) if numbers else f"{table.name} has no numbers")
