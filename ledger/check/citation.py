"""Which clauses a row cites, and what they print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ledger.check.numerals import readings
from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import Row

Fingerprint = dict[str, Any]
"""One clause's entry: ``first``, ``last`` (lines), ``numbers``, ``dates``, ``years``, ``words``, ``printed`` (lists of strings)."""


def policy_of(ledger: Ledger, table: Table, row: Row) -> str | None:
    """The policy that a row cites: its own column, or that of the row it belongs to (a case's technology)."""
    if table.role == "document":
        return str(row.id)
    if table.column("document"):
        return row.document if isinstance(row.document, str) else None
    for field in table.fields:
        if field.reference == table.name or field.type != "string":
            continue  # an entry's parent is an entry of the same policy
        if field.reference and field.reference_column == "id" and (parent := ledger.row(field.reference, getattr(row, field.name) or "")):
            return policy_of(ledger, ledger.schema.tables[field.reference], parent)
    return None


def read_whole(ledger: Ledger, table: str) -> bool:
    """Whether every row of ``table`` was read, so that what is not in it is missing."""
    return table not in ledger.left_out.tables


def clauses_of(row: Row) -> tuple[str, ...]:
    """The clause a row cites first, and those that print the same again."""
    also = getattr(row, "also", ())
    return tuple(str(c) for c in (getattr(row, "clause", None), *(also if isinstance(also, tuple) else (also,))) if c)


def cited(ledger: Ledger, table: Table, row: Row) -> Iterator[tuple[str, str, Fingerprint]]:
    """``(policy, clause, fingerprint)`` of every clause that a row cites and that has a fingerprint."""
    policy = policy_of(ledger, table, row)
    if policy is None:
        return
    prints = prints_of(ledger, policy)
    for clause in clauses_of(row):
        if clause in prints:
            yield policy, clause, prints[clause]


def prints_of(ledger: Ledger, policy: str) -> Mapping[str, Fingerprint]:
    """The fingerprint of every clause of a policy; empty for one that is not in the ledger."""
    owner = ledger.find("document", policy)
    return ledger.fingerprints.get(owner.source or "", {}).get(policy, {}) if owner else {}


def citing_tables(ledger: Ledger) -> Iterator[Table]:
    """The tables whose rows state something that a clause prints."""
    for table in ledger.schema.tables.values():
        if table.role not in ("clause", "unused") and (field := table.field("clause")) and field.type == "string":
            yield table


def quantities(tokens: Iterable[str]) -> set[Decimal]:
    """Every quantity that some tokens can stand for."""
    return {value for token in tokens for value in readings(token)}
