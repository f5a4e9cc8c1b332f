"""A policy's share of the ledger: the rows that are of this policy, what its clauses print, and its second entries.

Checks of one policy are given its share and nothing else, so what they find is known by a hash of it until something in it changes
(``memory``). Our own notes are in ``whole`` alone: only coverage reads what they say.

The line on which a row stands is no part of the hash. What names a line is a problem, and no problem is kept.
"""

from __future__ import annotations

import functools
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import msgspec

from ledger.check.citation import policy_of
from ledger.check.sections import policy_of_bare
from ledger.load.ledger import Ledger
from ledger.load.schema import Schema
from ledger.load.table import Row


@dataclass(frozen=True)
class Share:
    """``whole`` is a ledger that holds nothing else; ``about`` is a hash of what all shares have in common, the schema and the
    vocabularies."""

    whole: Ledger
    about: bytes

    @functools.cached_property
    def stated(self) -> Ledger:
        """The same without our notes."""
        return without_notes(self.whole)

    @functools.cached_property
    def key(self) -> bytes:
        """A hash of ``stated``."""
        entries = [(policy, [msgspec.structs.astuple(entry)[:-1] for entry in entries]) for policy, entries in self.whole.second.items()]  # without lines
        return hash_of(self.about, _stated(self.whole.schema, self.whole.tables), self.whole.fingerprints, entries)

    @functools.cached_property
    def whole_key(self) -> bytes:
        """A hash of ``whole``."""
        notes = [_cells(self.whole.tables[table.name], table.notes) for table in self.whole.schema.tables.values() if table.notes]
        return hash_of(self.key, notes)


@dataclass(frozen=True)
class Shares:
    """The share of each policy, in the ledger's order; ``key`` is a hash of the ledger without our notes."""

    of: Mapping[str, Share]
    key: bytes


def shares_of(ledger: Ledger) -> Shares:
    """Every row with a policy that is in the ledger goes to the share of that policy, a waiver to that of its row, an adjudication to
    that of its entry."""
    rows: dict[str, dict[str, list[Row]]] = {policy.id: defaultdict(list) for policy in ledger.of("document")}
    rest: dict[str, list[Row]] = defaultdict(list)
    """Rows that are in no share."""
    owner: dict[str, str] = {}
    for table in ledger.schema.tables.values():
        for row in ledger.tables[table.name] if table.role not in ("source", "waiver", "adjudication") else ():
            policy = policy_of(ledger, table, row) or ""
            if policy in rows:
                rows[policy][table.name].append(row)
                owner[getattr(row, "id", "")] = policy
            else:
                rest[table.name].append(row)
    for waiver in ledger.of("waiver"):
        (rows[owner[waiver.row]] if waiver.row in owner else rest)[waiver.table].append(waiver)
    keyed: dict[str, set[str]] = defaultdict(set)
    for policy in ledger.second.keys() & rows.keys():
        for entry in ledger.second[policy]:
            keyed[entry.id].add(policy)
    for row in ledger.of("adjudication"):
        for place in [rows[policy] for policy in keyed[row.entry or ""]] or [rest]:
            place[row.table].append(row)
    for source in ledger.of("source"):
        for policy in ledger.of("document", source=source.id):
            rows[policy.id][source.table].append(source)
        rest[source.table].append(source)
    about = hash_of(list(ledger.schema.tables.values()), ledger.schema.vocabularies, ledger.schema.languages, ledger.vocabularies)
    shares = {policy.id: Share(_ledger(ledger, policy, rows[policy.id]), about) for policy in ledger.of("document")}
    bare = [(each.table, each.column, each.clause, policy_of_bare(ledger, each)) for each in ledger.bare]
    return Shares(shares, hash_of(about, [share.key for share in shares.values()], _stated(ledger.schema, rest), bare))


def _ledger(ledger: Ledger, policy: Row, rows: Mapping[str, list[Row]]) -> Ledger:
    prints = ledger.fingerprints.get(policy.source or "", {})
    return Ledger(
        ledger.schema,
        {name: tuple(rows.get(name, ())) for name in ledger.tables},
        ledger.vocabularies,
        {policy.source: {policy.id: prints[policy.id]}} if policy.id in prints else {},
        {policy.id: ledger.second[policy.id]} if policy.id in ledger.second else {},
        left_out=ledger.left_out,
    )


def without_notes(ledger: Ledger) -> Ledger:
    """The ledger as if nobody had written a note."""
    tables = dict(ledger.tables)
    for table in ledger.schema.tables.values():
        if table.notes:
            tables[table.name] = tuple(msgspec.structs.replace(row, **dict.fromkeys(table.notes)) for row in tables[table.name])
    return replace(ledger, tables=tables)


def hash_of(*values: object) -> bytes:
    return hashlib.blake2b(msgspec.msgpack.encode(values), digest_size=16).digest()


def _stated(schema: Schema, tables: Mapping[str, Sequence[Row]]) -> list[tuple[str, list[Any]]]:
    """What stands in each table that has rows, but for our notes."""
    return [
        (table.name, _cells(rows, [name for name in table.columns if name not in table.notes]))
        for table in schema.tables.values()
        if (rows := tables.get(table.name))
    ]


def _cells(rows: Iterable[Row], columns: Iterable[str]) -> list[Any]:
    return list(map(attrgetter(*columns), rows))
