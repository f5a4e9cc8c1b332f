"""What the search reads: small files, of which a reader loads those that a question needs (``render.sought`` tells what stands in them).

    search/index.json               {"kinds": [[name, title]], "parts": [[file, kind, records]], "slot": 128, "words": [[first word, file]],
                                     "spellings": [[pattern, what stands for it]], "forms": "鋼钢鐵铁"}
    search/words/0a1b2c3d.json      {"cement": [[2], [64, 1]], …}        the words of such a file
    search/words.json               "announcement cement …"             all words, for what stands within them and for what was mistyped
    search/rows/targets.json        [[name, where it belongs, address, a line about it], …]    one part of the records

A name is one of what a reader may narrow what is found by. A file of words begins with the word that the index gives. Addresses are relative to the
edition's root.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.outputs.output import Output
from ledger.render.edition import Edition
from ledger.render.parts import named, table_of
from ledger.render.sought import PAGES, ROWS, SLOT, Record, page_record, row_record, term_record, text_of

_FOLDER = "search/"


def _paths(edition: Edition) -> Iterator[str]:
    for file in edition.sought_files():
        yield edition.at(f"{_FOLDER}{file}").lstrip("/")


def _content(edition: Edition, path: str) -> bytes:
    file = path.removeprefix(edition.language.root).removeprefix(_FOLDER)
    if file.startswith("words/"):
        found: str = edition.sought(file)
        return found.encode()
    return text_of(_file(edition, file)).encode()


def _file(edition: Edition, file: str) -> Any:
    kind, _, rest = file.partition("/")
    if file == "index.json":
        kinds, parts, words, spellings, forms = edition.sought(file)
        return {"kinds": kinds, "parts": parts, "slot": SLOT, "words": words, "spellings": spellings, "forms": forms}
    if file == "words.json":
        return " ".join(edition.sought(file))
    section = rest.partition("/")[0].removesuffix(".json")
    return [_written(record) for record in _records(edition, kind, section, file)]


def _records(edition: Edition, kind: str, section: str, file: str) -> Iterator[Record]:
    if kind == ROWS:
        table = named(section)
        yield from (row_record(edition, table, row) for row in edition.sought_rows(table_of(edition.ledger.schema, table), file))
    else:
        record = page_record if kind == PAGES else term_record
        yield from (record(edition, section, str(key[0])) for key in edition.sought(file))


def _written(record: Record) -> list[str]:
    """A record without what it does not say."""
    found = list(record)
    while not found[-1]:
        found.pop()
    return found


OUTPUTS = (Output("search", _paths, _content),)
