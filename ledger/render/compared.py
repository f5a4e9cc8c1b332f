"""What readers put side by side: records, and terms and documents by the figures that they have in common.

A reader's browser makes the comparison from small files, which hold records by a hash of their ids:

    compare/rows/targets-3.json      what each record says, and its value in the base of its unit
    compare/held/regions-0.json      of each region the figures that name it: table, id, indicator

So two records cost two files of bounded size, however many there are, and a row that is added changes one.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from ledger.load.ledger import Ledger
from ledger.load.schema import Schema
from ledger.problems import Problems, did_you_mean
from ledger.render.near import Key
from ledger.render.parts import searched
from ledger.render.series import SERIES

PAGE = "compare/"
ROWS, HOLDERS = 64, 16
"""So many records, and terms or documents, a file has about."""
MOST = 2000
"""So many figures of a term or a document are put side by side."""

Held = tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
"""``(term or document, ((table, id, indicator), …))`` of one file."""


def tables(schema: Schema) -> tuple[str, ...]:
    """The tables whose records can be compared."""
    return tuple(name for name in searched(schema) if name != SERIES and schema.tables[name].role != "discrepancy")


def parts_of(count: int, size: int) -> int:
    """How many files ``count`` things are in: a power of two, so that most stay where they are when there are more."""
    return 1 << (max(count - 1, 0) // size).bit_length()


def place_of(id: str, parts: int) -> int:
    """The file in which an id stands; ``compare.js`` reckons the same."""
    return zlib.crc32(id.encode()) & (parts - 1)


def counts(ledger: Ledger) -> dict[str, int]:
    """How many files there are of each table, ``rows/targets``, and of each kind of holder, ``held/regions``."""
    found = {f"rows/{table}": parts_of(len(rows), ROWS) for table in tables(ledger.schema) if (rows := ledger.rows(table))}
    return found | {f"held/{name}": parts_of(len(figures), HOLDERS) for name, figures in _figures(ledger).items()}


def rows(ledger: Ledger) -> dict[str, tuple[Key, ...]]:
    """The keys of the records in each file, ``rows/targets-3``."""
    found: dict[str, list[Key]] = {}
    for name, parts in counts(ledger).items():
        kind, _, table = name.partition("/")
        for row in ledger.rows(table) if kind == "rows" else ():
            found.setdefault(f"{name}-{place_of(row.id, parts)}", []).append(tuple(getattr(row, c) for c in ledger.schema.tables[table].identity))
    return {path: tuple(keys) for path, keys in found.items()}


def held(ledger: Ledger) -> dict[str, Held]:
    """What stands in each file of holders, ``held/regions-0``."""
    found: dict[str, list[Any]] = {}
    for name, figures in _figures(ledger).items():
        parts = parts_of(len(figures), HOLDERS)
        for holder, of in figures.items():
            found.setdefault(f"held/{name}-{place_of(holder, parts)}", []).append((holder, tuple(of[:MOST])))
    return {path: tuple(of) for path, of in found.items()}


def holders(ledger: Ledger) -> dict[str, bool]:
    """The terms and documents that have figures: ``regions/gansu``."""
    return {f"{name}/{id}": True for name, figures in _figures(ledger).items() for id in figures}


def _figures(ledger: Ledger) -> dict[str, dict[str, list[tuple[str, str, str]]]]:
    """Of each term that has a page, and of each document, the figures that name it."""
    found: dict[str, dict[str, list[tuple[str, str, str]]]] = {}
    for table in ledger.schema.of("target", "observation"):
        columns = _holders(ledger.schema, table.name)
        found |= {name: {} for name in columns if name not in found}
        for row in ledger.rows(table.name) if columns else ():
            if row.indicator and row.value is not None:
                figure = table.name, row.id, row.indicator
                for name, column in columns.items():
                    if holder := getattr(row, column):
                        found[name].setdefault(holder, []).append(figure)
    return {name: figures for name, figures in found.items() if figures}


def _holders(schema: Schema, table: str) -> Mapping[str, str]:
    """The vocabularies and the table of documents by which figures are put side by side, each with its column."""
    declared = schema.tables[table]
    indicators = schema.concepts.get("indicator")
    found = {name: column for name in schema.term_pages if name != indicators and (column := schema.column_of(declared, name))}
    if column := declared.column("document"):
        found |= {document.name: column for document in schema.of("document")[:1]}
    return found


def holders_of(ledger: Ledger, ids: Iterable[str]) -> str:
    """The vocabulary, or the table of documents, of which all ``ids`` have figures; nothing where there is none."""
    wanted = set(ids)
    return next((name for name, figures in _figures(ledger).items() if wanted <= figures.keys()), "")


def check_compared(compare: Iterable[tuple[tuple[str, ...], int]], ledger: Ledger, problems: Problems) -> None:
    """Each list of ``mkdocs.yml`` names terms of one vocabulary, or documents, that have figures."""
    compare = tuple(compare)
    if not compare or problems.errors:
        return
    figures = _figures(ledger)
    every = [id for of in figures.values() for id in of]
    for ids, line in compare:
        unknown = [id for id in ids if id not in every]
        for id in unknown:
            problems.add("mkdocs.yml", line, f"extra: compare: '{id}' is no term or document that has figures", did_you_mean(id, every))
        if not unknown and not holders_of(ledger, ids):
            what = f"extra: compare: {', '.join(ids)} are not of one vocabulary"
            problems.add("mkdocs.yml", line, what, "compare terms of one vocabulary, or documents")
