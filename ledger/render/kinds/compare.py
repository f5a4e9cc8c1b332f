"""Where readers put records, terms and documents side by side; what they compare is named in the address."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ledger.render.compared import PAGE
from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page


def _paths(edition: Edition) -> Iterator[str]:
    if edition.files_compared("compared"):
        yield PAGE


@dataclass(frozen=True)
class Line:
    """One kind of figure: what it is of, and the rows of each term or document."""

    what: str
    cells: tuple[tuple[Any, ...], ...]


def _pairs(edition: Edition) -> dict[str, tuple[str, tuple[str, ...]]]:
    """``(vocabulary or table, ids)`` of each page of comparison that editors ask for, by its path."""
    found = {}
    for ids, _ in edition.project.compare:
        for name in edition.files_compared("compared"):
            kind, _, holder = name.partition("/")
            if kind == "held" and all(edition.figures_held(holder, id) for id in ids):
                found[f"compare/{'/'.join(ids)}/"] = (holder, ids)
                break
    return found


def _name(edition: Edition, holder: str, id: str) -> tuple[str, str]:
    """What a term or a document is called, and its address."""
    row = edition.ledger.find("document", id) if holder not in edition.ledger.schema.vocabularies else None
    return (edition.heading(row), edition.address(row)) if row else (edition.name(holder, id), edition.term_address(holder, id))


def _lines(edition: Edition, holder: str, ids: tuple[str, ...]) -> list[Line]:
    """The figures that several have: one kind of value of one thing a line."""
    held = [edition.figures_held(holder, id) for id in ids]
    common = Counter(indicator for figures in held for indicator in {figure[2] for figure in figures})
    lines: dict[Any, tuple[str, list[list[Any]]]] = {}
    for column, figures in enumerate(held):
        for table, id, indicator in figures:
            row = edition.ledger.row(table, id) if common[indicator] > 1 else None
            if row:
                dimensions = [f for f in edition.ledger.schema.tables[table].dimensions if f.vocabulary != holder and getattr(row, f.name)]
                key = (indicator, *((f.vocabulary, getattr(row, f.name)) for f in dimensions), row.kind, row.base_year)
                what = " · ".join(filter(None, [edition.said(row, "indicator"), *(edition.said(row, f.name) for f in dimensions), edition.said(row, "kind")]))
                lines.setdefault(key, (what, [[] for _ in ids]))[1][column].append(row)
    return [Line(what, tuple(map(tuple, cells))) for what, cells in lines.values() if sum(map(bool, cells)) > 1]


def _pair(edition: Edition, path: str) -> Page:
    holder, ids = _pairs(edition)[path]
    names = [_name(edition, holder, id) for id in ids]
    title = " · ".join(name for name, _ in names)
    query = f"compare/?{holder}={','.join(ids)}"
    about = edition.t("compare-about")
    return page(edition, path, "comparison.html", title, about, names=names, lines=_lines(edition, holder, ids), query=query)


def _compare(edition: Edition, path: str) -> Page:
    files = edition.files_compared("compared")
    documents = [table.name for table in edition.ledger.schema.of("document")]
    kinds = {}
    for name in files:
        kind, _, table = name.partition("/")
        if kind == "rows":
            kinds[table] = edition.table_title(table)
        elif table not in documents:
            kinds[table] = edition.vocabulary_title(table)
    setup = {
        "files": files,
        "kinds": kinds,
        "words": {key.removeprefix("compare-"): edition.t(key) for key in _WORDS} | {"from": json.loads(edition.forms("compare-from"))},
    }
    pairs = [(" · ".join(_name(edition, holder, id)[0] for id in ids), at) for at, (holder, ids) in _pairs(edition).items()]
    tables = edition.ledger.schema.shown
    lists = {tables[name].at if name in tables else f"{name}/" for name in (name.partition("/")[2] for name in files)}
    begins = [(title, at) for title, at in (*edition.menu, *edition.indices) if at in lists]
    return page(edition, path, "compare.html", edition.t("compare"), edition.t("compare-about"), setup=setup, pairs=pairs, begins=begins)


_WORDS = (
    "compare-unlike-units",
    "compare-unlike-kinds",
    "compare-no-unit",
    "compare-converted",
    "compare-missing",
    "compare-one",
    "compare-many",
    "compare-nothing-alike",
    "compare-first",
    "compare-remove",
    "compare-keep",
    "compare-kept",
    "compare-add-kept",
    "compare-field",
    "compare-drawing",
    "compare-not-all",
    "compare-choose",
    "compare-add",
)
"""The words that the browser says, which it calls what follows the hyphen."""

KINDS = (Kind("compare", _paths, _compare, listed=False), Kind("comparison", _pairs, _pair))
