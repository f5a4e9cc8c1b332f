"""What the explorer of a list reads once somebody sorts it, downloads what is seen, or narrows one that has several parts.

    explore/targets/index.json             what there is to sort and narrow by, of every row what it is narrowed by, and the parts
    explore/targets/rows.json              the rows of its first part: what stands in each column, and what it is sorted by
    explore/targets/from/steel-2030/rows.json

A reader who narrows a list of 20,000 rows loads the index, which tells exactly how many fit, and of the rows only the parts from which
some are shown. Columns are written one after another, since alike things compress well beside each other; an address is written with
``*`` for the id of its row.

    {"total": 223, "parts": [["rows.json", 223]], "columns": [[name, title, sort, look]],
     "facets": [{"name": "region", "title": "Region", "values": [[id, words]], "of": [0, 3, null, [1, 2]]}]}
    {"ids": [...], "at": "targets/*/", "said": {"value": [...]}, "keys": {"value": [...]}}
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ledger.outputs.output import Output
from ledger.render.columns import address, columns, facet_columns, facet_value, facets
from ledger.render.edition import Edition
from ledger.render.explorer import FOLDER
from ledger.render.parts import list_of
from ledger.render.series import SERIES

_INDEX, _ROWS = "index.json", "rows.json"


def _lists(edition: Edition) -> Iterator[tuple[str, str]]:
    """``(path, table)`` of every list that has an explorer."""
    yield "series/", SERIES
    for name, shown in edition.ledger.schema.shown.items():
        if shown.at and not shown.split:
            yield shown.at, name
        elif shown.at and (field := shown.table.field(shown.split)):
            yield from ((f"{shown.at}{term}/", name) for term in edition.ledger.vocabularies.get(field.vocabulary, ()))


def _paths(edition: Edition) -> Iterator[str]:
    for at, _ in _lists(edition):
        if parts := edition.parts(at):
            yield from (edition.at(f"{FOLDER}{path}").lstrip("/") for path in (f"{at}{_INDEX}", *(f"{part}{_ROWS}" for part in parts)))


def _content(edition: Edition, path: str) -> bytes:
    at, _, name = path.removeprefix(edition.language.root).removeprefix(FOLDER).rpartition("/")
    own = list_of(f"{at}/")
    table = next(table for list_at, table in _lists(edition) if list_at == own)
    made = _index(edition, own, table) if name == _INDEX else _rows(edition, table, f"{at}/")
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()


def _index(edition: Edition, at: str, table: str) -> dict[str, Any]:
    parts = {part: edition.part(table, part).rows for part in edition.parts(at)}
    rows = [row for of_part in parts.values() for row in of_part]
    told = [[c.name, c.title, "size" if c.key else "words", c.look] for c in columns(edition, table)]
    return {
        "total": len(rows),
        "parts": [[f"{part.removeprefix(at)}{_ROWS}", len(of_part)] for part, of_part in parts.items()],
        "columns": told,
        "facets": [_facet(edition, *facet, rows) for facet in facets(edition, table, rows)],
    }


def _facet(edition: Edition, name: str, title: str, options: Sequence[tuple[str, str]], rows: Sequence[Any]) -> dict[str, Any]:
    places = {str(value): place for place, (value, _) in enumerate(options)}

    def of(row: Any) -> Any:
        value = facet_value(edition, row, name)
        return [places[str(one)] for one in value] if isinstance(value, tuple) else places.get(str(value))

    return {"name": name, "title": title, "values": [[str(value), words] for value, words in options], "of": [of(row) for row in rows]}


def _rows(edition: Edition, table: str, part: str) -> dict[str, Any]:
    rows = edition.part(table, part).rows
    parted = facet_columns(edition, table)
    shown = [column for column in columns(edition, table) if column.name not in parted]
    leads = [address(edition, table, row).replace(str(row.id), "*", 1) for row in rows]
    return {
        "ids": [str(row.id) for row in rows],
        "at": leads[0] if len(set(leads)) == 1 else leads,
        "said": {column.name: [column.said(row) for row in rows] for column in shown},
        "keys": {column.name: [column.key(row) for row in rows] for column in shown if column.key},
    }


OUTPUTS = (Output("explore", _paths, _content),)
