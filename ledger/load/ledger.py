"""The ledger: all tables and vocabularies of a newsroom, typed and immutable, with the look-ups that pages need."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.load.addresses import Listed, load_addresses
from ledger.load.emptied import tell_emptied
from ledger.load.known import Known
from ledger.load.prints import read_fingerprint, read_names
from ledger.load.schema import Schema, load_schema
from ledger.load.second import load_second
from ledger.load.strays import warn_of_strays
from ledger.load.table import Bare, LeftOut, Row, load_table
from ledger.load.vocabulary import Term, load_vocabularies
from ledger.problems import Problems


class ByRole:
    """What is asked of a ledger by role and concept, whatever a newsroom calls its tables and vocabularies. It rests on the questions by
    name, so that whoever notes those notes these too (``keep.trace``)."""

    if TYPE_CHECKING:

        @property
        def schema(self) -> Schema: ...

        @property
        def vocabularies(self) -> Mapping[str, Mapping[str, Term]]: ...

        def rows(self, table: str, **where: Any) -> tuple[Row, ...]: ...

        def row(self, table: str, id: str) -> Row | None: ...

        def naming(self, table: str, column: str, id: str) -> tuple[Row, ...]: ...

        def term(self, vocabulary: str, id: str | None) -> Term | None: ...

        def name(self, vocabulary: str, id: str | None, language: str) -> str: ...

    def of(self, role: str, **where: Any) -> tuple[Row, ...]:
        """Rows of all tables of a role (``load.roles``) whose columns, by the names that the role gives them, equal ``where``."""
        return together(self.rows(table.name, **where) for table in self.schema.of(role))

    def find(self, role: str, id: str | None) -> Row | None:
        """The row of a role with this ``id``, or ``None``."""
        return next((row for table in self.schema.of(role) if id and (row := self.row(table.name, id))), None)

    def having(self, role: str, column: str, id: str) -> tuple[Row, ...]:
        """Rows of a role whose list in ``column`` holds ``id``."""
        return together(self.naming(table.name, column, id) for table in self.schema.of(role))

    def meant(self, concept: str, id: str | None) -> Term | None:
        """A term of a concept that the generator knows something of, such as ``unit`` (``roles.CONCEPTS``)."""
        return self.term(self.schema.concepts.get(concept, ""), id)

    def called(self, concept: str, id: str | None, language: str) -> str:
        """The name of such a term."""
        return self.name(self.schema.concepts.get(concept, ""), id, language)

    def all_meant(self, concept: str) -> Mapping[str, Term]:
        """All terms of such a concept."""
        return self.vocabularies.get(self.schema.concepts.get(concept, ""), {})

    def clause(self, document: str, clause: str) -> Row | None:
        found = self.of("clause", document=document, clause=clause)
        return found[0] if found else None


@dataclass(frozen=True, eq=False)
class Ledger(ByRole):
    """``tables[name]`` are rows in the order of the file; ``fingerprints[source][policy][clause]`` is what a clause prints,
    ``second[policy]`` what was keyed again (``load.second``), ``searched_names[language]`` which names fingerprints know, as hashes.

    ``left_out`` is what could not be read, ``bare`` the clauses that are written without a section sign; ``listed`` are the addresses
    that the site keeps, ``None`` where it has promised none.
    """

    schema: Schema
    tables: Mapping[str, tuple[Row, ...]]
    vocabularies: Mapping[str, Mapping[str, Term]]
    fingerprints: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    second: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    searched_names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    left_out: LeftOut = field(default_factory=LeftOut)
    bare: tuple[Bare, ...] = ()
    listed: tuple[Listed, ...] | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Pickled, it is for those who make pages: without what only a check or the publishing asks for, and without what is computed again."""
        return dict(vars(replace(self, fingerprints={}, second={}, searched_names={}, left_out=LeftOut(), bare=(), listed=None)))

    def rows(self, table: str, **where: Any) -> tuple[Row, ...]:
        """Rows of ``table`` whose columns equal ``where``; a table that this ledger does not have is empty."""
        if not where:
            return self.tables.get(table, ())
        columns = (*where,) if len(where) == 1 else tuple(sorted(where))
        return self._index(table, columns).get(tuple(where[c] for c in columns), ())

    def row(self, table: str, id: str) -> Row | None:
        """The row with this ``id``, or ``None``."""
        found = self._index(table, ("id",)).get((id,))
        return found[0] if found else None

    def naming(self, table: str, column: str, id: str) -> tuple[Row, ...]:
        """Rows of ``table`` whose list in ``column`` holds ``id``."""
        if (table, column) not in self._naming:
            groups: dict[str, list[Row]] = {}
            for row in self.tables.get(table, ()):
                for named in dict.fromkeys(getattr(row, column)):
                    groups.setdefault(named, []).append(row)
            self._naming[table, column] = {named: tuple(rows) for named, rows in groups.items()}
        return self._naming[table, column].get(id, ())

    def term(self, vocabulary: str, id: str | None) -> Term | None:
        return self.vocabularies.get(vocabulary, {}).get(id) if id else None

    def name(self, vocabulary: str, id: str | None, language: str) -> str:
        """The name of a term; the id itself where it is not defined, nothing for ``None``."""
        term = self.term(vocabulary, id)
        return term.names[language] if term else (id or "")

    @functools.cached_property
    def owner(self) -> Mapping[str, tuple[str, Row]]:
        """Every ``id`` of every table, to its table and row: an id is unique over the whole ledger."""
        return {row.id: (name, row) for name, table in self.schema.tables.items() if table.named for row in self.tables.get(name, ())}

    @functools.cached_property
    def _indices(self) -> dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], tuple[Row, ...]]]:
        return {}

    @functools.cached_property
    def _naming(self) -> dict[tuple[str, str], dict[str, tuple[Row, ...]]]:
        return {}

    def _index(self, table: str, columns: tuple[str, ...]) -> Mapping[tuple[Any, ...], tuple[Row, ...]]:
        if (table, columns) not in self._indices:
            groups: dict[tuple[Any, ...], list[Row]] = {}
            for row in self.tables.get(table, ()):
                groups.setdefault(tuple(getattr(row, c) for c in columns), []).append(row)
            self._indices[table, columns] = {key: tuple(rows) for key, rows in groups.items()}
        return self._indices[table, columns]


def together(found: Iterable[tuple[Row, ...]]) -> tuple[Row, ...]:
    """The rows of several tables, one table after another; those of one as they are."""
    parts = [rows for rows in found if rows]
    return parts[0] if len(parts) == 1 else tuple(row for rows in parts for row in rows)


def load_ledger(data: Path, problems: Problems, known: Known | None = None) -> Ledger:
    """Read everything in the folder ``data``. Problems are added, not raised; what could be read is returned.

    With ``known``, what was read of unchanged files before is taken over (see ``load.known``).
    """
    schema = load_schema(data, problems, known)
    vocabularies = load_vocabularies(data, schema, problems, known)
    left_out = LeftOut(tables={*schema.unread})  # a set of its own: what data lack is not unknown to the schema
    bare: list[Bare] = []
    tables = {name: load_table(data, table, problems, left_out, bare, known) for name, table in schema.tables.items()}
    unsure = left_out.tables | left_out.unnamed
    sources = {table.name: tables[table.name] for table in schema.of("source")}
    if not sources.keys() & unsure:
        warn_of_strays(data, schema, {row.id for rows in sources.values() for row in rows} | left_out.ids, problems)
    documents = {table.name: tables[table.name] for table in schema.of("document")}
    known_documents = None if documents.keys() & unsure else {row.id for rows in documents.values() for row in rows} | left_out.ids
    second = load_second(data, schema, problems, bare, known_documents, known)
    tell_emptied(schema, tables, second, left_out, problems)
    return Ledger(
        schema,
        tables,
        vocabularies,
        _fingerprints(data, [row for rows in sources.values() for row in rows], left_out, problems, known),
        second,
        read_names(data, problems),
        left_out,
        tuple(bare),
        load_addresses(data, schema, problems, known),
    )


def _fingerprints(data: Path, sources: Iterable[Row], left_out: LeftOut, problems: Problems, known: Known | None) -> dict[str, Any]:
    """``{source: {document: {clause: entry}}}`` of the sources that are archived texts; one whose fingerprint cannot be read has none,
    and one problem."""
    found = {source.id: read_fingerprint(data, source.id, problems, known) for source in sources if source.sha256}
    if None in found.values():
        left_out.tables.add("fingerprints")
    return {id: policies for id, policies in found.items() if policies is not None}
