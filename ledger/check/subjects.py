"""Subjects: two figures of one clause whose rows call each what the second entry calls the other.

What a keyer calls a figure is in words of his own, so one name against another proves nothing; two names that fit better crosswise
do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from ledger.check.facts import Fact
from ledger.check.statements import pairs_of, share_named

_CLEARLY = 0.3
"""By how much more of the names crosswise pairs have to have in common; true pairs of the flagship never have more at all."""


def exchanged(pairs: Iterable[tuple[Fact, Fact]], language: str) -> Iterator[tuple[Fact, Fact]]:
    """Pairs of rows' facts whose subjects were exchanged."""
    called = [(row, entry, getattr(row.row, f"subject_{language}", None) or "") for row, entry in pairs]
    called = [(row, entry, subject) for row, entry, subject in called if subject and entry.row.subject]
    for (row, entry, mine), (other, its_entry, its) in combinations(called, 2):
        if mine != its and set(row.clauses) & set(other.clauses):
            straight = _alike(mine, entry) + _alike(its, its_entry)
            if _alike(mine, its_entry) + _alike(its, entry) > straight + _CLEARLY:
                yield row, other


def _alike(subject: str, entry: Fact) -> float:
    return share_named(subject, pairs_of(entry.row.subject))
