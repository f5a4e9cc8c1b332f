"""What the search reads: what a reader may look for, as small files that the browser scans.

Chinese readers expect to find any run of characters inside a name, which word indexes do not give. A scan over titles,
names and summaries always does, and at this size is instant. A record is a short list:

    [kind, label, where it belongs, address relative to the edition's root, more text to find it by]

``search/index.json`` has all records. Past ``AT_ONCE`` rows it has those of terms, and names further files, which the browser reads
one after another: the rows of one table, in parts as ``render.parts`` cuts them, the most looked-for first.

    {"kinds": [names], "records": [...], "more": ["policies.json", "targets.json", "targets/from/steel-2030.json", ...]}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ledger.outputs.output import Output
from ledger.render.edition import Edition
from ledger.render.parts import named, searched, segment
from ledger.render.series import SERIES, path_of

_INDEX = "search/index.json"

Record = list[object]
_TOLD = ("value", "document", "date", "issued")
"""What a record says besides its name."""


def _paths(edition: Edition) -> Iterator[str]:
    for path in (_INDEX, *map(_file, edition.searched())):
        yield edition.at(path).lstrip("/")


def _content(edition: Edition, path: str) -> bytes:
    path = path.removeprefix(edition.language.root)
    if path != _INDEX:
        part = f"{path.removesuffix('.json')}/"
        table = named(path.split("/")[1].removesuffix(".json"))
        return _written({"records": list(_rows(edition, table, edition.part(table, part).rows))})
    more = edition.searched()
    tables = searched(edition.ledger.schema)
    every = ((table, at) for table in (() if more else tables) for at in edition.parts(f"search/{segment(table)}/"))
    records = [record for table, at in every for record in _rows(edition, table, edition.part(table, at).rows)]
    records += [record for vocabulary in edition.term_pages for record in _terms(edition, vocabulary)]
    kinds = [edition.t("series") if table == SERIES else edition.table_title(table) for table in tables]
    kinds += [edition.vocabulary_title(vocabulary) for vocabulary in edition.term_pages]
    return _written({"kinds": kinds, "records": records, "more": [_file(part).removeprefix("search/") for part in more]})


def _kind(edition: Edition, name: str) -> int:
    """The place of a table or a vocabulary among the kinds of records."""
    return (*searched(edition.ledger.schema), *edition.term_pages).index(name)


def _file(part: str) -> str:
    return f"{part.rstrip('/')}.json"


def _terms(edition: Edition, vocabulary: str) -> Iterator[Record]:
    for term in edition.used_terms(vocabulary):
        others = " ".join(name for code, name in term.names.items() if code != edition.code)
        yield [_kind(edition, vocabulary), term.names[edition.code], "", f"{vocabulary}/{term.id}/", others]


def _rows(edition: Edition, table: str, rows: Iterable[Any]) -> Iterator[Record]:
    root, schema, kind = len(edition.at("")), edition.ledger.schema, _kind(edition, table)
    for row in rows:
        if table == SERIES:
            yield [kind, edition.series_title(row), "", f"{path_of(schema, row)}", ""]
            continue
        policy = edition.source_of(row)[0]
        value = edition.measured(row) if schema.tables[table].role and getattr(row, "value", None) is not None else ""
        document = edition.heading(policy) if policy and schema.tables[table].role != "document" else ""
        dates = (item for name in ("year", "date") if (item := schema.tables[table].field(name)) and item.format == "edtf")
        date = edition.date(next((when for item in dates if (when := getattr(row, item.name))), None))
        where = [edition.place_name(row), document, date]
        told = edition.parts_apart(row, _TOLD)
        more = [edition.own(row, "summary"), edition.other(row, "name") or edition.other(row, "title"), getattr(row, "number", None) or "", row.id]
        more = [text if isinstance(text, str) else "" for text in more]  # a column of a table of one's own may be called so and be a number
        yield [
            kind,
            " ".join(filter(None, [edition.label(row) + edition.with_apart("", told), value])),
            " · ".join(filter(None, where)),
            edition.address(row)[root:],
            " ".join(filter(None, more)),
        ]


def _written(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


OUTPUTS = (Output("search", _paths, _content),)
