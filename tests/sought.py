"""What the search of a built site finds, read from its files as a browser reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple


class Found(NamedTuple):
    """One record: what kind it is of, its name, where it belongs, its address relative to the edition's root."""

    kind: str
    name: str
    where: str
    address: str


def index_of(site: Path) -> dict[str, Any]:
    """The first file of the search in the folder of a language."""
    found: dict[str, Any] = json.loads((site / "search/index.json").read_text(encoding="utf-8"))
    return found


def records_of(site: Path) -> list[Found]:
    """All records, in the order of their numbers."""
    index = index_of(site)
    found: list[Found] = []
    for file, kind, count in index["parts"]:
        records = json.loads((site / "search" / file).read_text(encoding="utf-8"))
        assert 0 < len(records) == count <= index["slot"], file
        found += [Found(index["kinds"][kind][0], *record[:3]) for record in records]
    return found


def words_of(site: Path) -> dict[str, list[list[int]]]:
    """All words, with the numbers of the records that they are in, by what they are to these; numbers as steps."""
    index = index_of(site)
    found: dict[str, list[list[int]]] = {}
    for first, file in index["words"]:
        words = json.loads((site / "search/words" / f"{file}.json").read_text(encoding="utf-8"))
        assert next(iter(words)) == first and not found.keys() & words.keys(), file
        found |= words
    assert list(found) == sorted(found, key=lambda word: word.encode("utf-16-be"))
    return found
