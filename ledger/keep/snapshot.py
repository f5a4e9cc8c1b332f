"""Everything that artefacts are made from, as it was at one moment, and the answers to what they ask of it.

An answer is a hash. *Aspects* are coarse answers: the hash of a whole column answers for every question that reads a part of
it. Between two snapshots few aspects differ, and only an artefact that rests on one of those is asked about one by one.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from ledger.keep.trace import Question, Where
from ledger.load.ledger import Ledger
from ledger.load.table import Row

Aspect = tuple[str, ...]
_KNOWN = 20_000
"""Answers that are kept. Most are asked for once, by one page; those that all pages ask for are soon known again."""
_BUCKETS = 64
"""A family of parts is looked at in so many portions, however many parts it has."""


def digest(value: object) -> bytes:
    """The hash of a plain value: text, numbers, ``None``, tuples and lists of them."""
    return hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=12).digest()


class Shared(NamedTuple):
    """The last answer that several artefacts share: what it is, the answer, and the questions on which it rests."""

    name: tuple[str, ...]
    found: Any
    questions: tuple[Question, ...]


class Snapshot:
    """``parts[family][key]`` is a hash of anything that no table holds; ``derivations`` compute plain values from all of it."""

    def __init__(
        self,
        ledger: Ledger,
        parts: Mapping[str, Mapping[str, bytes]],
        derivations: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        self.ledger, self.parts, self.derivations = ledger, parts, derivations or {}
        self._answers: dict[Question, bytes] = {}
        self._aspects: dict[Aspect, bytes] = {}
        self._derived: dict[tuple[str, ...], Any] = {}
        self._latest: tuple[str, Where, tuple[Row, ...]] | None = None
        self.shared: Shared | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Pickled, it has yet to answer anything."""
        return {**vars(self), "_answers": {}, "_aspects": {}, "_derived": {}, "_latest": None, "shared": None}

    def rows(self, table: str, where: Where) -> tuple[Row, ...]:
        """The rows of a query. ``("rows[]", id)`` asks for rows whose list in that column holds ``id``, ``("@", (name, key))`` for
        those that a derived mapping lists by their keys."""
        latest = self._latest  # a trace asks all that it asks of the same rows one after another
        if latest is None or latest[1] is not where or latest[0] != table:
            latest = self._latest = (table, where, self._found(table, where))
        return latest[2]

    def _found(self, table: str, where: Where) -> tuple[Row, ...]:
        if where and where[0][0] == "@":
            name, key = where[0][1]
            columns = self._key_of(table)
            return tuple(row for found in self.derived(name).get(key, ()) for row in self.ledger.rows(table, **dict(zip(columns, found, strict=True))))
        if len(where) == 1 and where[0][0].endswith("[]"):
            return self.ledger.naming(table, where[0][0][:-2], where[0][1])
        return self.ledger.rows(table, **dict(where))

    def derived(self, name: str, *arguments: str) -> Any:
        """What the derivation of this name gives; it is computed once."""
        known = (name, *arguments)
        if known not in self._derived:
            self._derived[known] = self.derivations[name](*arguments)
        return self._derived[known]

    def answer(self, question: Question) -> bytes:
        """A hash of the answer to a question (see ``trace``)."""
        answer = self._answers.get(question)
        if answer is None:
            if len(self._answers) >= _KNOWN:
                self._answers.clear()
            answer = self._answers[question] = self._answer(*question)
        return answer

    def aspect(self, aspect: Aspect) -> bytes:
        """A hash that differs when the answer to any question with this aspect does."""
        known = self._aspects.get(aspect)
        if known is None:
            known = self._aspects[aspect] = self._aspect(*aspect)
        return known

    def _answer(self, kind: str, *asked: Any) -> bytes:
        ledger = self.ledger
        match kind:
            case "rows":
                table, where = asked
                return digest(_keys(self._key_of(table), self.rows(table, where)))
            case "cells":
                table, where, column, places = asked
                rows = self.rows(table, where)
                if places is not None:
                    rows = tuple(rows[place] for place in places if place < len(rows))
                return digest([getattr(row, column, "") for row in rows])
            case "owner":
                return digest(ledger.owner[asked[0]][0] if asked[0] in ledger.owner else "")
            case "term":
                return digest(_plain(ledger.term(*asked)))
            case "name":
                return digest(ledger.name(*asked)) if asked[2] in ledger.schema.languages else b""  # a file for all languages asked for one of before
            case "part":
                family, key = asked
                return self.parts[family].get(key, b"")
            case "derived":
                return digest(self.derived(*asked))
            case "member":
                return digest(asked[0] in self.derived(*asked[1:]))
            case "item":
                name, key = asked
                return digest(self.derived(name).get(key))
        return self.aspect((kind, *asked))

    def _aspect(self, kind: str, *asked: str) -> bytes:
        ledger = self.ledger
        match kind:
            case "column":
                table, column = asked
                return digest([getattr(row, column, "") for row in ledger.rows(table)])
            case "keys":
                return digest((_columns(ledger, asked[0]), _keys(self._key_of(asked[0]), ledger.rows(asked[0]))))
            case "ids":
                return digest([(id, table) for id, (table, _) in ledger.owner.items()])
            case "terms":
                return digest([_plain(term) for term in ledger.vocabularies.get(asked[0], {}).values()])
            case "schema":
                return digest((ledger.schema.raw, ledger.schema.languages))
            case "part":
                family, bucket = asked
                return digest(sorted(item for item in self.parts[family].items() if _bucket(item[0]) == bucket))
            case "derived":
                return digest(self.derived(*asked))
        raise ValueError(f"no aspect {kind}")

    def _key_of(self, table: str) -> tuple[str, ...]:
        declared = self.ledger.schema.tables.get(table)
        return declared.identity if declared else ()


def aspects_of(question: Question) -> Iterator[Aspect]:
    """The aspects on which the answer to a question rests."""
    kind, *asked = question
    match kind:
        case "rows" | "cells":
            yield ("keys", asked[0])
            for column, value in asked[1]:
                yield ("derived", value[0]) if column == "@" else ("column", asked[0], column.removesuffix("[]"))
            if kind == "cells":
                yield ("column", asked[0], asked[2])
        case "owner":
            yield ("ids",)
        case "term" | "name":
            yield ("terms", asked[0])
        case "part":
            yield ("part", asked[0], _bucket(asked[1]))
        case "member":
            yield ("derived", *asked[1:])
        case "item":
            yield ("derived", asked[0])
        case _:
            yield question


def _bucket(key: str) -> str:
    return str(zlib.crc32(key.encode("utf-8", "surrogatepass")) % _BUCKETS)


def _keys(columns: tuple[str, ...], rows: tuple[Row, ...]) -> list[Any]:
    return [tuple(getattr(row, c) for c in columns) for row in rows]


def _columns(ledger: Ledger, table: str) -> tuple[str, ...]:
    declared = ledger.schema.tables.get(table)
    return (*declared.columns,) if declared else ()


def _plain(term: Any) -> Any:
    return term and (term.id, list(term.names.items()), list(term.attributes.items()))
