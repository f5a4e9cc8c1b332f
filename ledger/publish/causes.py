"""Why an artefact is another than it was, in plain words: the questions of its record that are answered otherwise now.

targets fare-cap: value            a cell that it reads
targets fare-cap: new              a row that it lists
regions hill: name (nl)            a term, or its name
content/en/method.md: text         a page of an editor
chart street-trees                 a figure that it shows
template target.html               what it is made by
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ledger.keep.snapshot import Snapshot
from ledger.keep.trace import Question
from ledger.load.table import Row

DERIVED: Mapping[str, str] = {
    "used": "which terms are in use",
    "covered": "which documents are counted",
    "has": "which sections there are",
    "folders": "which folders of pages are sections",
    "filled": "which columns of a table say something",
    "narrowing": "which rows have which value of a facet",
    "left_out": "which past figures a series does not draw",
    "stories": "which stories there are",
    "filed": "which stories have which tags and authors",
    "figure_ids": "which charts there are",
    "all_figure_ids": "which charts there are",
    "figure_states": "what readers may set beside charts",
    "figured": "which charts pages declare",
    "figures_of": "which charts are drawn from a document",
    "topics": "which charts a topic has",
    "document_paths": "which pages editors wrote",
    "written": "which pages editors wrote at an address",
    "all_inputs": "any file, for a Markdown extension that may read all",
    "standing": "which rows stand on which part of a list",
    "parts": "the parts of a list",
    "totals": "how many rows a list has",
    "long": "of which lists a page shows the first rows",
    "places": "which part of a list a row stands on",
    "sought": "what the search knows",
    "sought_files": "the files that the search reads",
    "series": "which series there are",
    "drawn": "which past figures are drawn",
    "applied": "when documents apply",
    "glossary": "the terms that the glossary defines",
    "foot": "the pages at the foot of each page",
    "judges": "whether there are verdicts",
    "over_time": "which targets are the same promise for other years",
    "parts_of_wholes": "which targets are parts of one",
    "siblings": "which targets are near",
    "uncovered": "which places the parts of a whole leave out",
    "peers": "which targets are alike",
    "scales": "where cases of a category lie on a scale",
    "clause_states": "which clauses of a document are entered",
    "phrases": "where the lines of a headline may end",
    "answered": "which past figures are near",
    "near_items": "which items are near",
    "near_stories": "which stories are near",
    "used_in": "which pages and charts use a row",
    "counted": "how many rows say a term",
    "placed": "which terms have a tile",
    "headings": "which rows are called alike",
    "compared": "the files that a comparison reads",
    "compared_rows": "which rows stand in such a file",
    "comparable": "which terms and documents have figures",
    "version": "the version of the data",
    "days_of_change": "on which days facts changed",
    "in_the_news": "of which documents and places something changed",
    "compared_held": "which figures a term or a document has",
}
"""What is computed from all of a newsroom, by the names of ``render.site``."""
PARTS: Mapping[str, str] = {
    "settings": "mkdocs.yml: settings",
    "words": "word {}",
    "templates": "template {}",
    "texts": "content/{}: text",
    "documents": "content/{}: title, summary or address",
    "linkable": "content/{}: its address, or what is in it",
    "figures": "chart {}",
    "data": "all data",
    "coverage": "policies {}: how much of it is entered",
    "inputs": "{}: the file",
    "assets": "{}: the file of the theme",
    "senders": "the name of the site ({})",
    "charts": "the code in content/charts/",
}
"""What no table holds, by the families of a snapshot; the braces are the key."""


def causes(questions: Iterable[Question], before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """What is answered otherwise, the rows first; each cause once."""
    found: dict[tuple[int, str], dict[str, None]] = {}
    for question in questions:
        for rank, subject, what in _told(before, after, *question):
            found.setdefault((rank, subject), {})[what] = None
    return tuple(f"{subject}: {', '.join(filter(None, whats))}" if any(whats) else subject for (_, subject), whats in sorted(found.items()))


def _told(before: Snapshot, after: Snapshot, kind: str, *asked: Any) -> Iterator[tuple[int, str, str]]:
    """``(rank, subject, what)`` of one question."""
    match kind:
        case "cells":
            table, where, column, places = asked
            old, new = (_by_name(snapshot, table, snapshot.rows(table, where)) for snapshot in (before, after))
            read = None if places is None else {name for place, name in enumerate(old) if place in places}
            for name, row in old.items():
                if (read is None or name in read) and name in new and getattr(row, column, None) != getattr(new[name], column, None):
                    yield 0, f"{table} {name}", column
        case "rows":
            yield from _listed(before, after, *asked)
        case "owner":
            yield 1, f"row {asked[0]}", "new" if asked[0] in after.ledger.owner else "gone"
        case "term" | "name":
            yield 2, f"{asked[0]} {asked[1]}", f"name ({asked[2]})" if kind == "name" else ""
        case "terms":
            yield 2, f"all terms of {asked[0]}", ""
        case "part":
            family, key = asked
            language, _, rest = key.partition("/")
            subject, _, what = PARTS[family].format(f"{rest} ({language})" if family in ("words", "figures") and rest else key).partition(": ")
            yield 3, subject, what
        case "derived" | "member" | "item":
            yield 4, DERIVED[asked[1] if kind == "member" else asked[0]], ""
        case _:
            yield 4, "data/datapackage.yaml" if kind == "schema" else "which rows there are", ""


def _listed(before: Snapshot, after: Snapshot, table: str, where: Any) -> Iterator[tuple[int, str, str]]:
    """Which rows a list has more, which less, or that they stand in another order."""
    old, new = (_by_name(snapshot, table, snapshot.rows(table, where)) for snapshot in (before, after))
    was, now = (_by_name(snapshot, table, snapshot.ledger.rows(table)) for snapshot in (before, after))
    for name in new.keys() - old.keys():
        yield 0, f"{table} {name}", "belongs here now" if name in was else "new"
    for name in old.keys() - new.keys():
        yield 0, f"{table} {name}", "no longer belongs here" if name in now else "gone"
    if old.keys() == new.keys():
        yield 0, table, "in another order"


def _by_name(snapshot: Snapshot, table: str, rows: Iterable[Row]) -> dict[str, Row]:
    """Rows by what they are called: their keys."""
    declared = snapshot.ledger.schema.tables.get(table)
    return {name_of(row, declared.identity if declared else ()): row for row in rows}


def name_of(row: Row, key: Iterable[str]) -> str:
    return " ".join(str(getattr(row, column, "")) for column in key)
