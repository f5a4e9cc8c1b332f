"""Reading a declared chart: what an editor wrote, held against the data package. What may be said is told in ``asked``."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any

from ledger.charts.declared.apart import check_rows
from ledger.charts.declared.asked import KEYS, TEXTS, Asked, Declaration, digest_of, is_id
from ledger.charts.declared.choices import begun, check_choices
from ledger.charts.declared.files import ChartFile
from ledger.charts.declared.inner import check_phone, inner_of
from ledger.charts.declared.limits import check_limits, hint_at_scales
from ledger.charts.declared.records import Record, Relation, Unfit
from ledger.charts.declared.relation import Relations, Wrong
from ledger.charts.declared.slots import SLOT, check_lists, check_sets, check_text
from ledger.charts.declared.values import column_of, number_of
from ledger.charts.marks import MARKS
from ledger.charts.marks.mark import Mark, Needed
from ledger.charts.theme import INKS
from ledger.load.content import Document, parts_of
from ledger.load.ledger import Ledger
from ledger.load.typed import read_settings, shown
from ledger.load.yamlfile import YamlFile, parse_yaml
from ledger.problems import Problems, did_you_mean

_OF_ALL = frozenset(KEYS) - {
    "value",
    "colour",
    "highlight",
    "red",
    "panels",
    "reference",
    "band",
    "axis",
    "notes",
    "target",
    "order",
    "against",
    "tick",
    "interval",
    "about",
    "shade",
}
"""The keys that every mark obeys."""


def read_blocks(documents: Sequence[Document], ledger: Ledger, problems: Problems) -> list[Declaration]:
    """The declared charts of all pages that are right; what is wrong with the others is added to ``problems``.

    An id has one owner in a language; the same words on two pages are one chart.
    """
    found: dict[str, Declaration] = {}
    for document in documents:
        for part in parts_of(document.body.split("\n")):
            text = "\n".join(part.lines)
            if part.language != "chart" or len(part.fences) != 2 or is_id(text) or not text.strip():
                continue
            block = _block(text, document, document.body_line + part.first, ledger, problems)
            if block and (other := found.setdefault(block.key, block)).digest != block.digest:
                where = ":".join(map(str, other.place("id")))
                problems.add(*block.place("id"), f"chart: id '{block.id}' is used already ({where})", "give one of the two another id")
    return list(found.values())


def read_charts(files: Sequence[ChartFile], ledger: Ledger, problems: Problems) -> list[Declaration]:
    """The charts of files, in each language."""
    found = []
    for each in files:
        made = _declaration(each.source, each.id, each.language, each.digest, (each.source.file, 1), ledger, problems, paged=True)
        found += [made] if made else []
    return found


def _block(text: str, document: Document, line: int, ledger: Ledger, problems: Problems) -> Declaration | None:
    source = parse_yaml(text, document.file, problems, first_line=line, prefix="chart: ")
    if not source.readable:
        return None
    if not isinstance(source.data, dict) or not source.data:
        problems.add(document.file, line, "chart: neither the id of a chart nor 'key: value' lines", "write an id, or table: …, mark: …")
        return None
    if set(source.data) == {"id"}:
        problems.add(document.file, line, "chart: nothing but an id", f"to show that chart, write {str(source.data['id'])[:60]} alone, without 'id:'")
        return None
    if "topic" in source.data:
        problems.add(
            document.file, source.line("topic"), "chart: topic: a chart of a page is filed nowhere", "take it out, or make it a file of content/charts/"
        )
    return _declaration(source, "", document.language, digest_of(text), (document.file, line), ledger, problems)


def _declaration(
    source: YamlFile, id: str, language: str, digest: str, begins: tuple[str, int], ledger: Ledger, problems: Problems, *, paged: bool = False
) -> Declaration | None:
    """A declaration that is right; ``None`` with problems for any other. What is wrong is counted apart: in a second language it is no news,
    but no less wrong."""
    own = Problems()
    found = _read(source, id, language, digest, begins, ledger, own, paged=paged)
    problems.found |= own.found
    return None if own.errors else found


def _read(
    source: YamlFile, id: str, language: str, digest: str, begins: tuple[str, int], ledger: Ledger, problems: Problems, *, paged: bool
) -> Declaration | None:
    """A declaration, as far as it can be read; it is right where there are no ``problems`` then."""
    places = {".".join(map(str, path)): source.place(*path) for path in source.lines if path}

    def wrong(key: str, what: str, remedy: str) -> None:
        at = key
        while at and at not in places:
            at = at.rpartition(".")[0]
        problems.add(*(places[at] if at else begins), f"chart: {what}", remedy)

    asked = read_settings(Asked, source, (), problems, "chart: ")
    table = ledger.schema.tables.get(str(source.at("table")))
    if isinstance(source.at("table"), str) and table is None:
        wrong("table", f"there is no table {shown(source.at('table'))}", did_you_mean(source.at("table"), ledger.schema.tables))
    mark = MARKS.get(str(source.at("mark")))
    if isinstance(source.at("mark"), str) and mark is None:
        wrong("mark", f"{shown(source.at('mark'))} is no mark", did_you_mean(source.at("mark"), MARKS))
    id = id or (asked and asked.id) or f"block-{digest[:8]}"
    if not is_id(id):
        wrong("id", f"{shown(id)} is no id", "use small letters, digits and hyphens")
    if asked is None or table is None or mark is None or problems.errors:
        return None

    def hint(key: str, what: str, remedy: str) -> None:
        problems.add(*places.get(key, begins), f"chart: {what}", remedy, warning=True)

    relations = Relations(ledger, language)
    _check(asked, mark, relations, wrong, problems)
    if not problems.errors:
        check_limits(asked, mark, relations, wrong)
        hint_at_scales(asked, mark, relations, hint)
    return Declaration(id, language, digest, *begins, asked, places, paged)


def _check(asked: Asked, mark: Mark, relations: Relations, wrong: Wrong, problems: Problems) -> None:
    before, ledger, language = len(problems.errors), relations.ledger, relations.language
    given, asked = asked, begun(asked)
    for key in KEYS:
        if key not in _OF_ALL | mark.takes and getattr(asked, key):
            wrong(key, *_not_taken(key, mark))
        elif key not in _OF_ALL | mark.takes and key in asked.narrow:
            wrong(f"narrow.{key}", *_not_taken(key, mark))
    inner_of(asked, wrong)
    check_phone(asked, wrong)
    if asked.limit is not None and asked.limit < 1:
        wrong("limit", f"limit: {asked.limit} rows are no chart", "write 1 or more, or leave limit: out")
    relation = relations.of(asked, wrong)
    if relation is None or len(problems.errors) > before:
        return
    _check_columns(asked, mark, relation, language, wrong)
    check_sets(asked, relation, ledger, wrong)
    check_lists(asked, relation, ledger, wrong)
    for key in ("title", "subtitle", "sentence", "note", "claim"):
        check_text(key, getattr(asked, key), asked, relation, ledger, language, bool(mark.numbers(asked)), wrong)
    for id, text in asked.notes.items():
        check_text(f"notes.{id}", text, asked, relation, ledger, language, bool(mark.numbers(asked)), wrong)
    for place, text in _labels(asked):
        if found := SLOT.search(str(text)):
            wrong(
                place, f"{place.partition('.')[0]}: {found[0][:40]} is not filled in there", f"write what is meant; {', '.join(TEXTS)} and notes have numbers"
            )
    for column in asked.columns:
        if column not in relation.table.columns:
            wrong(f"columns.{column}", f"columns: there is no column {shown(column)}", did_you_mean(column, relation.table.columns))
    _check_rows_named(asked, mark, relation, ledger, wrong)
    if len(problems.errors) > before:
        return
    check_rows(asked, mark, relation, ledger, language, wrong)
    drawn = min(len(relation.records), asked.limit or len(relation.records))
    if drawn > mark.most and len(problems.errors) == before:
        wrong("filter" if asked.filter else "table", f"{drawn} rows are more than a drawing can show ({mark.most})", "narrow the filter")
    if len(problems.errors) > before:
        return
    for name, view in check_choices(given, mark, relation, relations, wrong):
        _check(view, mark, relations, functools.partial(_of_view, wrong, name), problems)
    for key, text in given.when.items() if len(problems.errors) == before else ():
        check_text(f"when.{key}", text, asked, relation, ledger, language, bool(mark.numbers(asked)), wrong)


def _labels(asked: Asked) -> Iterator[tuple[str, Any]]:
    """``(place, words)`` of the words that stand as they are."""
    for key in ("names", "columns"):
        yield from ((f"{key}.{of}", words) for of, words in getattr(asked, key).items())
    for key in ("reference", "band", "lists"):
        yield from ((f"{key}.{of}.label", told.get("label", "")) for of, told in getattr(asked, key).items() if isinstance(told, dict))


def _of_view(wrong: Wrong, name: str, key: str, what: str, remedy: str) -> None:
    wrong(f"views.{name}.{key}", f"views: {name}: {what}", remedy)


def _not_taken(key: str, mark: Mark) -> tuple[str, str]:
    """Why a mark does not have a key, and what to do."""
    if key == "colour":
        return f"a {mark.name} is coloured by its value", "leave colour: out"
    if key == "value":
        return f"a {mark.name} has no value:", f"say the number in {mark.key}:, or write mark: heatmap"
    able = [m.name for m in MARKS.values() if key in m.takes]
    return f"a {mark.name} has no {key}:", f"leave it out, or choose a mark that has: {', '.join(able)}"


def _check_columns(asked: Asked, mark: Mark, relation: Relation, language: str, wrong: Wrong) -> None:
    try:
        used = mark.needs(asked)
    except Unfit as unfit:
        wrong(unfit.key, unfit.what, unfit.remedy)
        return
    if asked.sort:
        used.append(Needed("order" if asked.order else "sort", asked.sort.removeprefix("-")))
    if asked.colour and asked.colour not in INKS:
        used.append(Needed("colour", asked.colour))
    used += [Needed("panels", asked.panels)] if asked.panels else []
    used += [Needed(key, getattr(asked, key), True) for key in ("tick", "shade") if getattr(asked, key)]
    if asked.interval and len(asked.interval) != 2:
        wrong("interval", "interval: two columns are needed", "write [least, most]")
        return
    used += [Needed("interval", column, True) for column in asked.interval]
    used += [Needed(key, column) for key in ("unlike", "details") for column in getattr(asked, key)]
    table = relation.table
    names = [*table.columns, *(c.removesuffix(f"_{language}") for c in table.columns if c.endswith(f"_{language}"))]
    for key, name, is_number in used:
        column = column_of(table, name, language)
        if column is None and key == "colour":
            near = did_you_mean(name, [*names, *INKS])
            hues = [i for i in INKS if i.startswith("hue-")]
            remedy = near if near.startswith("did") else f"name a column, or an ink: promise, was, alarm, {hues[0]} to {hues[-1]}"
            wrong(key, f"colour: {shown(name)} is neither a column of {table.name} nor an ink", remedy)
        elif column is None:
            wrong(key, f"{key}: {table.name} has no column {shown(name)}", did_you_mean(name, names))
        elif key == "x" and mark.dated and name not in table.columns:
            dates = [f.name for f in table.fields if f.format == "edtf"]
            wrong(key, f"x: {shown(name)} is no date", did_you_mean(name, dates) if dates else f"{table.name} has no dates: choose another mark")
        elif is_number and column.type not in ("number", "integer"):
            numbers = relation.numbers
            wrong(key, f"{key}: {shown(name)} is no number", did_you_mean(name, numbers) if numbers else f"{table.name} has no numbers")


def _check_rows_named(asked: Asked, mark: Mark, relation: Relation, ledger: Ledger, wrong: Wrong) -> None:
    """The rows that notes and lines name are drawn, and a line has a number to stand at."""
    for id in asked.target:
        if id not in ledger.owner:
            wrong(
                "target",
                f"target: there is no row {shown(id)}",
                did_you_mean(id, [k for k, (t, _) in ledger.owner.items() if ledger.schema.tables[t].role == "target"]),
            )
    ids: dict[Any, Record] = {r.id: r for r in relation.records if getattr(r, "id", None) is not None}
    lines = {f"reference.{name}.row": line["row"] for name, line in asked.reference.items() if isinstance(line, dict) and "row" in line}
    for key, id in (*((f"notes.{id}", id) for id in asked.notes), *lines.items()):
        if id not in ids:
            wrong(key, f"{key.partition('.')[0]}: no row that is drawn has the id {shown(id)}", did_you_mean(str(id), ids))
        elif key in lines and (columns := mark.numbers(asked)) and number_of(ids[id], columns[-1]) is None:
            wrong(key, f"reference: {shown(id)} has no number in {columns[-1]}", "name a row that has one, or write at: a number")
