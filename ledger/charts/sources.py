"""What a figure is drawn from, for its source line: the clauses that its rows cite, and what its declaration adds.

A policy whose clauses are many is cited by the sections above them, or as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from ledger.charts.figure import Declared
from ledger.check.citation import policy_of
from ledger.load.ledger import Ledger

CLAUSES = 6
"""How many clauses of one policy a source line names at most."""


def sources_of(each: Declared, links: Iterable[str | None], ledger: Ledger) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """``(policies cited as a whole, (policy, clause) pairs)``, both in the order of the ledger. ``links`` are ids of rows."""
    found: dict[str, set[str]] = {policy: set() for policy in each.policies}
    for policy, clause in each.clauses:
        found.setdefault(policy, set()).add(clause)
    for table, row in (ledger.owner[id] for id in links if id is not None and id in ledger.owner):
        owner = policy_of(ledger, ledger.schema.tables[table], row)
        if owner:
            found.setdefault(owner, set()).update([row.clause] if ledger.schema.tables[table].role != "document" and getattr(row, "clause", None) else [])
    few = {row.id: _few(ledger, row.id, found[row.id]) for row in ledger.of("document") if row.id in found}
    return tuple(policy for policy, clauses in few.items() if not clauses), tuple((policy, clause) for policy, clauses in few.items() for clause in clauses)


def _few(ledger: Ledger, policy: str, clauses: set[str]) -> list[str]:
    """At most ``CLAUSES`` clauses that hold all of these; none where only the whole policy does."""
    order = [row.clause for row in ledger.of("clause", document=policy)]
    while len(clauses) > CLAUSES:
        clauses = {clause.rpartition(".")[0] for clause in clauses}
    return sorted(clauses, key=order.index) if clauses <= set(order) else []


def words_below(policies: Iterable[str], clauses: Iterable[tuple[str, str]], ledger: Ledger, language: str, sender: str) -> tuple[str, ...]:
    """What stands below a picture that is shared: the titles of its sources, and who sends it."""
    ids = list(dict.fromkeys([*(p for p, _ in clauses), *policies]))
    titles = [getattr(row, f"title_{language}") for id in ids[:3] if (row := ledger.find("document", id))]
    more = f" +{len(ids) - 3}" if len(ids) > 3 else ""
    return tuple(line for line in (" · ".join(titles) + more, sender) if line)
