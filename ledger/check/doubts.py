"""What earlier checks found doubtful, so that later ones do not report the consequences of a mistake beside its cause."""

from __future__ import annotations

from dataclasses import dataclass, field

from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import Row
from ledger.problems import Problems


@dataclass
class Doubts:
    """``astray``: rows whose policy or clause does not exist, with their tables; what they carry may belong to any clause.
    ``clauses``: ``(policy, clause)`` from which some row takes a value that does not stand there."""

    astray: list[tuple[Table, Row]] = field(default_factory=list)
    clauses: set[tuple[str, str]] = field(default_factory=set)

    def about(self, ledger: Ledger, policy: str, clause: str) -> bool:
        """Whether nobody can tell what rows carry of a clause."""
        return (policy, clause) in self.clauses or bool(ledger.left_out.clauses & {(policy, clause), (None, clause), (policy, None), (None, None)})

    def tell_causes_only(self, ledger: Ledger, whole: Problems, problems: Problems) -> None:
        """Add to ``problems`` what checks of whole rows found, but not of a row in which a cell is known to be wrong already, nor
        of an entry whose row may be among those that could not be read."""
        blamed = {(p.file, p.line) for p in problems.errors}
        clause_of = {(f"data/second/{policy}.csv", entry.line): (policy, entry.clause) for policy, entries in ledger.second.items() for entry in entries}
        settled = {f"data/{table.path}" for table in ledger.schema.of("waiver", "adjudication")}
        uncertain = bool(ledger.left_out.tables or self.astray)
        for problem in whole:
            place = (problem.file, problem.line)
            if "fingerprints" in ledger.left_out.tables or (uncertain and problem.file.startswith("data/second/")):
                continue
            cited = clause_of.get(place)
            if place in blamed or (cited and (uncertain or self.about(ledger, *cited))):
                continue
            if problem.file in settled and (uncertain or ledger.left_out.ids or self.clauses):
                continue
            problems.found.add(problem)
