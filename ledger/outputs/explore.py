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

The index of a longer list says of each value how many rows have it and which file says which (``render.narrowing``); a reader loads the
files of what was chosen, and those of a facet that is opened:

    "facets": [{"name": "region", "title": "Region", "values": [[id, words, count, file]]}]
    explore/figures/region/0.json          [[id, [2, 3, 1, 1]], …]
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Sequence
from typing import Any

from ledger.outputs.output import Output
from ledger.render.columns import Column, address, columns, facet_columns, facet_value, facets
from ledger.render.edition import Edition
from ledger.render.explorer import FOLDER
from ledger.render.narrowing import Value, listed
from ledger.render.parts import list_of, table_of

_INDEX, _ROWS = "index.json", "rows.json"


def _paths(edition: Edition) -> Iterator[str]:
    for at, _ in _lists(edition):
        if parts := edition.parts(at):
            files = (f"{at}{column}/{number}.json" for column, values in edition.narrowing(at) or () for number in sorted({v.file for v in values}))
            yield from (edition.at(f"{FOLDER}{path}").lstrip("/") for path in (f"{at}{_INDEX}", *(f"{part}{_ROWS}" for part in parts), *files))


def _lists(edition: Edition) -> Iterator[tuple[str, str]]:
    return listed(edition.ledger.schema, edition.ledger.vocabularies)


def _content(edition: Edition, path: str) -> bytes:
    at, _, name = path.removeprefix(edition.language.root).removeprefix(FOLDER).rpartition("/")
    if name not in (_INDEX, _ROWS):
        return _written(edition.narrowing(f"{at}/{name.removesuffix('.json')}"))
    own = list_of(f"{at}/")
    table = next(table for list_at, table in _lists(edition) if list_at == own)
    return _written(_index(edition, own, table) if name == _INDEX else _rows(edition, table, own, f"{at}/"))


def _written(made: Any) -> bytes:
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()


def _index(edition: Edition, at: str, table: str) -> dict[str, Any]:
    long = edition.narrowing(at)
    parts = {part: edition.part(table, part).rows for part in edition.parts(at)}
    rows = [row for of_part in parts.values() for row in of_part] if long is None else ()
    told = [[c.name, c.title, "size" if c.key else "words", c.look] for c in columns(edition, table)]
    return {
        "total": sum(map(len, parts.values())),
        "parts": [[f"{part.removeprefix(at)}{_ROWS}", len(of_part)] for part, of_part in parts.items()],
        "columns": told,
        "facets": [_facet(edition, *facet, rows) for facet in facets(edition, table, rows)]
        if long is None
        else [_long_facet(edition, table, *facet) for facet in long],
    }


def _facet(edition: Edition, name: str, title: str, options: Sequence[tuple[str, str]], rows: Sequence[Any]) -> dict[str, Any]:
    places = {str(value): place for place, (value, _) in enumerate(options)}

    def of(row: Any) -> Any:
        value = facet_value(edition, row, name)
        return [places[str(one)] for one in value] if isinstance(value, tuple) else places.get(str(value))

    return {"name": name, "title": title, "values": [[str(value), words] for value, words in options], "of": [of(row) for row in rows]}


def _long_facet(edition: Edition, table: str, column: str, values: Sequence[Value]) -> dict[str, Any]:
    of = table_of(edition.ledger.schema, table)
    told = [[value.id, edition.value_words(of, column, value.id), value.rows, value.file] for value in values]
    return {"name": column, "title": edition.column_title(of, column), "values": told}


def _rows(edition: Edition, table: str, at: str, part: str) -> dict[str, Any]:
    rows = edition.part(table, part).rows
    parted = facet_columns(edition, table)
    shown = columns(edition, table)
    if edition.narrowing(at) is None:  # else the index does not tell it
        shown = [column for column in shown if column.name not in parted]
    else:
        shown += [Column(name, "", functools.partial(_words, edition, name)) for name in parted if name not in {column.name for column in shown}]
    leads = [address(edition, table, row).replace(str(row.id), "*", 1) for row in rows]
    return {
        "ids": [str(row.id) for row in rows],
        "at": leads[0] if len(set(leads)) == 1 else leads,
        "said": {column.name: [column.said(row) for row in rows] for column in shown},
        "keys": {column.name: [column.key(row) for row in rows] for column in shown if column.key},
    }


def _words(edition: Edition, column: str, row: Any) -> str:
    return edition.t("enumeration").join(words for words, _ in edition.cell(row, column))


OUTPUTS = (Output("explore", _paths, _content),)
