"""By what readers narrow the longest lists: which of its rows have each value of a facet, in small files, so that nobody loads all of them.

Up to ``WHOLE`` rows the index of an explorer tells the values of every row. Of a longer list it tells how many rows have each value, and
in which file these rows are named: as places in the list, by turns how many do not have the value and how many do::

    runs of "women" in m, m, w, w, w, m, w:    2, 3, 1, 1

A file is filled up to ``FULL`` rows; a value of more rows has one of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ledger.load.ledger import Ledger
from ledger.load.schema import Schema
from ledger.render.near import Key
from ledger.render.series import SERIES, series_table

WHOLE = 20_000
FULL = 10_000
Runs = tuple[int, ...]


class Value(NamedTuple):
    """A value of a facet, how many rows of a list have it, and the number of the file that says which."""

    id: str
    rows: int
    file: int


def declared_facets(schema: Schema, table: str) -> list[str]:
    """The columns by which readers narrow a list of a table, or of the series."""
    if table != SERIES:
        return list(schema.shown[table].facets)
    declared = schema.tables[series_table(schema)]
    return [name for name in (declared.column("indicator"), schema.place(declared)) if name]


def listed(schema: Schema, vocabularies: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """``(path, table)`` of every list that has an explorer."""
    yield "series/", SERIES
    for name, shown in schema.shown.items():
        yield from ((at, name) for at in shown.lists)
        if shown.at and shown.split and (field := shown.table.field(shown.split)):
            yield from ((f"{shown.at}{term}/", name) for term in vocabularies.get(field.vocabulary, ()))


def narrowing(ledger: Ledger, lists: Mapping[str, Mapping[str, Sequence[Key]]]) -> dict[str, Any]:
    """By the path of a list that is longer than ``WHOLE``: ``((column, (value, …)), …)``; by ``path of the list/column/number`` what stands
    in a file, ``((value, runs), …)``. ``lists`` are the parts of each list, with the keys of their rows."""
    found: dict[str, Any] = {}
    for at, table in listed(ledger.schema, ledger.vocabularies):
        parts = lists.get(at, {})
        if sum(map(len, parts.values())) <= WHOLE:
            continue
        name = series_table(ledger.schema) if table == SERIES else table
        rows = [ledger.row(name, str(key[-1])) for keys in parts.values() for key in keys]
        facets = []
        for column in declared_facets(ledger.schema, table):
            files = _files(_members(rows, column))
            found |= {f"{at}{column}/{number}": tuple((id, _runs(members)) for id, members in file) for number, file in enumerate(files)}
            facets.append((column, tuple(Value(id, len(members), number) for number, file in enumerate(files) for id, members in file)))
        found[at] = tuple(facet for facet in facets if facet[1])
    return found


def _members(rows: Sequence[Any], column: str) -> dict[str, list[int]]:
    """The places of the rows that have each value, the values in the order of first appearance."""
    found: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        value = getattr(row, column, None)
        for id in value if isinstance(value, tuple) else (value,) if value else ():
            found.setdefault(str(id), []).append(place)
    return found


def _files(members: Mapping[str, list[int]]) -> list[list[tuple[str, list[int]]]]:
    files: list[list[tuple[str, list[int]]]] = []
    room = 0
    for id, places in members.items():
        if len(places) > room:
            files.append([])
            room = FULL
        files[-1].append((id, places))
        room -= len(places)
    return files


def _runs(places: Sequence[int]) -> Runs:
    found: list[int] = []
    end = 0
    for place in places:
        if found and place == end:
            found[-1] += 1
        else:
            found += [place - end, 1]
        end = place + 1
    return tuple(found)
