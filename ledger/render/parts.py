"""Long lists come in parts: what a part is, where it begins, and what its address is.

    targets/                             the first part, and the whole list where it is no longer
    targets/from/steel-energy-2030/      the part that begins with that row
    policies/town-plan/clauses/          the list of a section, whose first part stands on the page itself, policies/town-plan/

A part goes on for ``LEAST`` rows at least, and then to the next row that may begin one: one in ``ONE_IN``, chosen by a hash of its
name. So rows that are added at the end move nothing, a row that is added between others almost never does, and an address that
somebody has linked to stays what it was; parts that are counted off would shift with each row. A list that fits stays one page.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger
from ledger.load.schema import Schema
from ledger.load.shown import Shown
from ledger.load.table import Row
from ledger.render.changes import day_path
from ledger.render.near import FEW, Key
from ledger.render.series import SERIES, by_term, series_table

LEAST, ONE_IN, MOST = 400, 64, 800
WHOLE, EXCERPT = 12, 6
"""A page of a document or a term shows so many rows of a list; of a longer one the first few, and leads to all."""
_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]*")
"""A name that can stand in an address; ids are such, clauses may be called anything."""

_SEARCHED = ("document", "target", "item", "case", "measure", "series", "observation", "event", "entry", "", "discrepancy")
"""The roles of the tables whose rows the search finds, and ``series``, the most looked-for first."""
INCOMING = "incoming"
"""The name of the list of what other documents say of one."""


@dataclass(frozen=True)
class Part:
    """``rows`` of a list that stand together, ``place`` (from 1) of ``count`` parts; ``all`` are the addresses of these, ``total``
    is how many rows the whole list has."""

    rows: tuple[Row, ...]
    total: int
    place: int
    all: tuple[str, ...]
    kept: tuple[str, ...] = ()
    """The ids of rows that have their places on the list's own page, and had them here while it was short."""

    @property
    def count(self) -> int:
        return len(self.all)

    @property
    def before(self) -> str | None:
        return self.all[self.place - 2] if self.place > 1 else None

    @property
    def after(self) -> str | None:
        return self.all[self.place] if self.place < self.count else None


def list_of(path: str) -> str:
    """The list of which the part at ``path`` is one: ``targets/`` of ``targets/from/x/``."""
    before, _, rest = path.rpartition("from/")
    return before if rest.count("/") == 1 and before.endswith("/") else path


def table_of(schema: Schema, name: str) -> str:
    """The table whose rows a list of this name has: in a list of series the first row of each stands for it; a table is its own."""
    if name == SERIES:
        return series_table(schema)
    return name


def segment(name: str) -> str:
    """What the list of a table is called in the address of a page that has several; ``series`` is that of the series."""
    return {SERIES: "series", "series": "series-rows"}.get(name, name)


def named(segment: str) -> str:
    """The table of such a list."""
    return {"series": SERIES, "series-rows": "series"}.get(segment, segment)


def of_a_document(schema: Schema) -> tuple[Shown, ...]:
    """The tables that a document's page shows: those whose rows cite one."""
    return tuple(s for s in schema.shown.values() if s.look.word != "" or not s.table.role if s.table.column("document"))


def of_an_item(schema: Schema) -> tuple[Shown, ...]:
    """The tables that an item's page shows: those whose rows belong to one."""
    return tuple(s for s in schema.shown.values() if s.table.column("item"))


def of_a_term(schema: Schema, vocabulary: str) -> tuple[str, ...]:
    """The tables that the page of a term shows, and ``series``; verdicts are shown where their targets are."""
    tables = [
        name for name, s in schema.shown.items() if schema.column_of(s.table, vocabulary) and (s.at or s.table.column("item") or s.table.column("document"))
    ]
    if any(schema.column_of(table, vocabulary) for table in schema.of("target")):
        judged = {table.name for table in schema.of("verdict")}
        tables = [name for name in schema.shown if name in judged or name in tables]
    series = [SERIES] if series_table(schema) in tables and vocabulary in (schema.concepts.get("indicator"), schema.places) else []
    return (*series, *tables)


def searched(schema: Schema) -> tuple[str, ...]:
    """The tables whose rows the search finds, and ``series``."""
    found: list[str] = []
    for role in _SEARCHED:
        found += [SERIES] if role == "series" else [table.name for table in schema.of(role) if table.named]
    return tuple(found)


def lists(ledger: Ledger, series: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, Sequence[Row]]]:
    """``(path, rows)`` of every list of rows on the site; ``series`` are the rows of each."""
    schema = ledger.schema
    yield from series.items()
    changed: dict[str, list[Row]] = {}
    yield "series/", _grouped([rows[0] for rows in series.values()], "indicator")
    for line in ledger.of("change"):
        if line.column:
            changed.setdefault(line.date, []).append(line)
    yield from ((day_path(day), lines) for day, lines in changed.items())
    for name, shown in schema.shown.items():
        for at in shown.lists:
            yield at, _in_order(ledger, shown)
        for term in _terms_of_split(ledger, shown):
            of_term = ledger.rows(name, **{shown.split: term})
            yield f"{shown.at}{term}/", _grouped(of_term, shown.group) if shown.group else of_term
    for shown in _with_pages(schema, "item"):
        for item in ledger.rows(shown.table.name):
            for below in of_an_item(schema):
                yield f"{shown.rows_at}{item.id}/{below.table.name}/", ledger.rows(below.table.name, item=item.id)
    targets = {table.name for table in schema.of("target")}
    for id in linked(ledger):
        table, row = ledger.owner.get(id, ("", None))
        if table in targets and len(links := lineage_of(ledger, row)) > FEW:
            yield f"{schema.shown[table].rows_at}{id}/lineage/", links
    judged = _judged(ledger)
    for shown in _with_pages(schema, "document"):
        for document in ledger.rows(shown.table.name):
            for below in of_a_document(schema):
                rows: Sequence[Row] = ledger.rows(below.table.name, document=document.id)
                if below.table.role == "verdict":  # what came of its own targets, and what it tells of those of others
                    rows = _joined(judged.get(("document", document.id), ()), rows)
                elif below.table.role == "discrepancy":
                    rows = _weighed(ledger, rows)
                yield f"{shown.rows_at}{document.id}/{below.table.name}/", rows
            yield f"{shown.rows_at}{document.id}/{INCOMING}/", ledger.of("lineage", object=document.id)
    for vocabulary in schema.term_pages:
        of_series = by_term(series, schema.column_of(schema.tables[series_table(schema)], vocabulary)) if series else {}
        for term in ledger.vocabularies.get(vocabulary, ()):
            for name in of_a_term(schema, vocabulary):
                column = schema.column_of(schema.tables[name], vocabulary) if name != SERIES else ""
                of_value: Sequence[Row] = of_series.get(term, ()) if name == SERIES else ()
                if column:
                    of_value = ledger.rows(name, **{column: term})
                elif name != SERIES:
                    of_value = [row for row in judged.get((vocabulary, term), ()) if row.table == name]
                yield f"{vocabulary}/{term}/{segment(name)}/", of_value


def _judged(ledger: Ledger) -> dict[tuple[str, str], list[Row]]:
    """The verdicts on targets that say a term, by vocabulary and term; those on targets of a document, by ``document`` and its id."""
    found: dict[tuple[str, str], list[Row]] = {}
    targets = {row.id: row for row in ledger.of("target")} if ledger.of("verdict") else {}
    for verdict in ledger.of("verdict"):
        target = targets.get(verdict.target)
        if target is None:
            continue
        table = ledger.schema.tables[target.table]
        said = [(f.vocabulary, getattr(target, f.name)) for f in table.fields if f.vocabulary and f.type == "string"]
        for place in dict.fromkeys([("document", target.document), *said]):
            if place[1]:
                found.setdefault(place, []).append(verdict)
    return found


def _joined(first: Iterable[Row], second: Iterable[Row]) -> list[Row]:
    return sorted({row.id: row for row in (*first, *second)}.values(), key=lambda row: row.line)


def _with_pages(schema: Schema, role: str) -> list[Shown]:
    return [shown for table in schema.of(role) if (shown := schema.shown[table.name]).rows_at]


def _terms_of_split(ledger: Ledger, shown: Shown) -> Iterable[str]:
    """The values by which a table is split into lists, in the order of their vocabulary."""
    field = shown.table.field(shown.split) if shown.split else None
    return ledger.vocabularies.get(field.vocabulary, ()) if field else ()


def _in_order(ledger: Ledger, shown: Shown) -> Sequence[Row]:
    """The rows of a list as they follow one another in it."""
    rows = ledger.rows(shown.table.name)
    if shown.table.role == "event":
        return sorted(rows, key=_when)
    if shown.table.role == "discrepancy":
        return _weighed(ledger, rows)
    return _grouped(rows, shown.group) if shown.group else rows


def cut(path: str, keys: Iterable[Key]) -> dict[str, tuple[Key, ...]]:
    """The parts of a list by their addresses, in order: the keys of their rows."""
    found: dict[str, list[Key]] = {path: []}
    at = path
    for key in keys:
        name = str(key[-1])
        length = len(found[at])
        if length >= LEAST and (length >= MOST or zlib.crc32(name.encode()) % ONE_IN == 0) and _PLAIN.fullmatch(name):
            at = f"{path}from/{name}/"
            found[at] = []
        found[at].append(key)
    return {at: tuple(part) for at, part in found.items()}


def linked(ledger: Ledger) -> dict[str, None]:
    """The ids of all rows that have a lineage."""
    return dict.fromkeys(id for link in ledger.of("lineage") for id in (link.subject, link.object) if id)


def lineage_of(ledger: Ledger, row: Row) -> list[Row]:
    """The lineage rows in which a row is the subject or the object, in the order of the table."""
    found = {link.id: link for link in (*ledger.of("lineage", subject=row.id), *ledger.of("lineage", object=row.id))}
    return sorted(found.values(), key=lambda link: link.line)


def year_of(event: Row) -> int | None:
    """The year in which an event begins."""
    year: int | None = parse_edtf(event.date).years[0]
    return year


def _when(event: Row) -> tuple[Any, ...]:
    year = year_of(event)
    return (year is None, year or 0, event.date.replace("/", "-"), event.id)


def _weighed(ledger: Ledger, discrepancies: Iterable[Row]) -> list[Row]:
    """Discrepancies by their weight, in the order of the vocabulary; those without one first."""
    order: dict[Any, list[Row]] = {None: [], **{id: [] for id in ledger.all_meant("weight")}}
    for row in discrepancies:
        weight = getattr(row, "weight", None)
        order[weight if weight in order else None].append(row)
    return [row for rows in order.values() for row in _grouped(rows, "document")]


def _grouped(rows: Iterable[Row], column: str) -> list[Row]:
    """Rows with those of one value together, in order of first appearance."""
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(getattr(row, column), []).append(row)
    return [row for group in groups.values() for row in group]
