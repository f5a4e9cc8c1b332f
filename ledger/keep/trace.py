"""What an artefact reads, noted while it is made.

It is given a trace and a ledger that looks like the real one (``trace.ledger``); which rows it asks for, and which columns of
which of them it reads, become questions:

    ("rows", table, where)                    which rows are there, in which order: ``where`` is ((column, value), …),
                                              or (("@", (name, key)),) for the rows that a derived mapping lists under a key
    ("cells", table, where, column, places)   what stands in a column of these rows; ``places`` of those that were read, or None for all
    ("owner", id)                             which table has the row
    ("term", vocabulary, id)                  a term; ("name", vocabulary, id, language) its name; ("terms", vocabulary) all of them
    ("schema",)                               what the tables are
    ("part", family, key)                     anything else that an artefact is made from: a word, a template, a figure, all data
    ("derived", name, …), ("member", id, name, …)    what is computed from all of it, and whether an id is in it
    ("item", name, key)                       what a derived mapping has under a key

So a new row counts where rows like it were asked for, and a note that nobody reads does not.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from ledger.load.ledger import ByRole, Ledger
from ledger.load.schema import Schema
from ledger.load.table import Row
from ledger.load.vocabulary import Term

if TYPE_CHECKING:
    from ledger.keep.snapshot import Snapshot

Question = tuple[Any, ...]
Where = tuple[tuple[str, Any], ...]


class Trace:
    """What one artefact has asked so far."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.ledger = cast(Ledger, TracedLedger(snapshot.ledger, self))
        self._asked: dict[Question, None] = {}
        self._groups: dict[tuple[str, Where], _Group] = {}

    def note(self, *question: Any) -> None:
        self._asked[question] = None

    def derived(self, name: str, *arguments: str) -> Any:
        """What the snapshot derives under this name."""
        self._asked["derived", name, *arguments] = None
        return self.snapshot.derived(name, *arguments)

    def is_member(self, id: str, name: str, *arguments: str) -> bool:
        """Whether ``id`` is in a collection that the snapshot derives; what else is in it does not matter."""
        self._asked["member", id, name, *arguments] = None
        return id in self.snapshot.derived(name, *arguments)

    def item(self, name: str, key: str) -> Any:
        """What the mapping that the snapshot derives under this name has for ``key``, or ``None``; what else is in it does not matter."""
        self._asked["item", name, key] = None
        return self.snapshot.derived(name).get(key)

    def chosen(self, table: str, name: str, key: str) -> tuple[Row, ...]:
        """The rows that such a mapping lists for ``key``, by their own keys."""
        return self.group(table, (("@", (name, key)),))

    def group(self, table: str, where: Where) -> tuple[Row, ...]:
        """The rows that a query finds, as rows that note what is read of them."""
        found = self._groups.get((table, where))
        if found is None:
            found = self._groups[table, where] = _Group(self.snapshot.rows(table, where))
        return found.rows

    def learn(self, questions: Iterable[Question]) -> None:
        """Note what another trace has asked, whose answers are used here too."""
        self._asked.update(dict.fromkeys(questions))

    def questions(self) -> Iterator[Question]:
        yield from self._asked
        for (table, where), group in self._groups.items():
            yield ("rows", table, where)
            for column, places in group.read.items():
                yield ("cells", table, where, column, None if all(places) else tuple(place for place, is_read in enumerate(places) if is_read))


class Untraced:
    """Answers as a trace does, and notes nothing: for what is computed from all rows at once."""

    def __init__(self, ledger: Ledger, derived: Callable[..., Any]) -> None:
        self.ledger, self.derived = ledger, derived

    def note(self, *question: Any) -> None:
        """Nothing is noted."""

    def is_member(self, id: str, name: str, *arguments: str) -> bool:
        return id in self.derived(name, *arguments)

    def item(self, name: str, key: str) -> Any:
        return self.derived(name).get(key)


class _Read(dict[str, bytearray]):
    """By column, a byte for each row of a query: 1 where the column was read of it. A set of places takes thirty times the room, which is
    felt where somebody reads a whole table."""

    def __init__(self, rows: int) -> None:
        self._rows = rows

    def __missing__(self, column: str) -> bytearray:
        places = self[column] = bytearray(self._rows)
        return places


class _Group:
    """The rows of one query, and what was ``read`` of them."""

    __slots__ = ("read", "rows")

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.read = _Read(len(rows))
        self.rows: tuple[Row, ...] = tuple(TracedRow(row, place, self.read) for place, row in enumerate(rows))


class TracedRow:
    """A row that notes which of its columns are read."""

    __slots__ = ("_place", "_read", "_row")

    def __init__(self, row: Row, place: int, read: _Read) -> None:
        self._row, self._place, self._read = row, place, read

    def __getattr__(self, column: str) -> Any:
        if column[:1] == "_":
            raise AttributeError(column)
        if column != "table":
            self._read[column][self._place] = 1
        return getattr(self._row, column)

    def __eq__(self, other: object) -> bool:
        return (other._row if isinstance(other, TracedRow) else other) is self._row

    def __hash__(self) -> int:
        return id(self._row)


class TracedLedger(ByRole):
    """The ledger as an artefact sees it: the same questions and answers, and each is noted."""

    vocabularies: Mapping[str, Mapping[str, Term]]

    def __init__(self, ledger: Ledger, trace: Trace) -> None:
        self._ledger, self._trace = ledger, trace
        self.owner = _Owners(ledger, trace)
        self.tables = _Tables(ledger, trace)
        self.vocabularies = _Vocabularies(ledger, trace)

    @functools.cached_property  # asked for hundreds of times a page
    def schema(self) -> Schema:
        self._trace.note("schema")
        return self._ledger.schema

    def __getattr__(self, name: str) -> Any:
        """Anything else, such as fingerprints: whoever asks for it rests on all data."""
        self._trace.note("part", "data", "")
        return getattr(self._ledger, name)

    def rows(self, table: str, **where: Any) -> tuple[Row, ...]:
        return self._trace.group(table, tuple(sorted(where.items())))

    def row(self, table: str, id: str) -> Row | None:
        found = self._trace.group(table, (("id", id),))
        return found[0] if found else None

    def naming(self, table: str, column: str, id: str) -> tuple[Row, ...]:
        return self._trace.group(table, ((f"{column}[]", id),))

    def term(self, vocabulary: str, id: str | None) -> Term | None:
        self._trace.note("term", vocabulary, id)
        return self._ledger.term(vocabulary, id)

    def name(self, vocabulary: str, id: str | None, language: str) -> str:
        self._trace.note("name", vocabulary, id, str(language))
        return self._ledger.name(vocabulary, id, language)


class _Owners(Mapping[str, tuple[str, Row]]):
    """Every id, to its table and row."""

    def __init__(self, ledger: Ledger, trace: Trace) -> None:
        self._ledger, self._trace = ledger, trace

    def __getitem__(self, id: str) -> tuple[str, Row]:
        self._trace.note("owner", id)
        table, _ = self._ledger.owner[id]
        return table, self._trace.group(table, (("id", id),))[0]

    def __contains__(self, id: object) -> bool:
        self._trace.note("owner", id)
        return id in self._ledger.owner

    def __iter__(self) -> Iterator[str]:
        self._trace.note("ids")
        return iter(self._ledger.owner)

    def __len__(self) -> int:
        self._trace.note("ids")
        return len(self._ledger.owner)


class _Tables(Mapping[str, tuple[Row, ...]]):
    """All rows of each table."""

    def __init__(self, ledger: Ledger, trace: Trace) -> None:
        self._ledger, self._trace = ledger, trace

    def __getitem__(self, table: str) -> tuple[Row, ...]:
        self._trace.note("schema")
        if table not in self._ledger.tables:
            raise KeyError(table)
        return self._trace.group(table, ())

    def __iter__(self) -> Iterator[str]:
        self._trace.note("schema")
        return iter(self._ledger.tables)

    def __len__(self) -> int:
        self._trace.note("schema")
        return len(self._ledger.tables)


class _Vocabularies(Mapping[str, Mapping[str, Term]]):
    """All terms of each vocabulary."""

    def __init__(self, ledger: Ledger, trace: Trace) -> None:
        self._ledger, self._trace = ledger, trace

    def __getitem__(self, vocabulary: str) -> Mapping[str, Term]:
        self._trace.note("terms", vocabulary)
        return self._ledger.vocabularies[vocabulary]

    def __iter__(self) -> Iterator[str]:
        self._trace.note("schema")
        return iter(self._ledger.vocabularies)

    def __len__(self) -> int:
        self._trace.note("schema")
        return len(self._ledger.vocabularies)
