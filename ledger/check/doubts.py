"""What earlier checks found doubtful, so that later ones do not report the consequences of a mistake beside its cause."""

from __future__ import annotations

from dataclasses import dataclass, field

from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import Row


@dataclass
class Doubts:
    """``astray``: rows whose policy or clause does not exist, with their tables; what they carry may belong to any clause.
    ``clauses``: ``(policy, clause)`` from which some row takes a value that does not stand there."""

    astray: list[tuple[Table, Row]] = field(default_factory=list)
    clauses: set[tuple[str, str]] = field(default_factory=set)

    def about(self, ledger: Ledger, policy: str, clause: str) -> bool:
        """Whether nobody can tell what rows carry of a clause."""
        return (policy, clause) in self.clauses or bool(ledger.left_out.clauses & {(policy, clause), (None, clause)})
