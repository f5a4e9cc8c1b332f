"""What the rest of the ledger tells about a damaged cell: its clauses, the numbers and dates that they print, the vocabularies.

Nothing is guessed: a cell is repaired where the evidence leaves one possibility.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ledger.check.citation import Fingerprint, prints_of, quantities
from ledger.check.sections import need_section
from ledger.check.spelling import is_scaled, misspelt, with_zeros
from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import DELIMITER, SECTION


@dataclass(frozen=True)
class Evidence:
    """The ledger as far as it could be read, asked from one table's cells."""

    ledger: Ledger

    def clauses(self, policy: str) -> list[str]:
        """The outline of a policy, as the fingerprints and the outline itself have it."""
        named = [row.clause for row in self.ledger.of("clause", document=policy)]
        return list(dict.fromkeys([*named, *prints_of(self.ledger, policy)]))

    def policy(self, cells: Mapping[str, str], table: Table) -> str:
        """The policy that a row cites, from its own cells or from the row it belongs to."""
        if own := table.column("document"):
            return cells[own].strip()
        for item in table.fields:
            if item.reference and (parent := self.ledger.row(item.reference, cells[item.name].strip())) is not None:
                return str(getattr(parent, "document", None) or "")
        return ""

    def entries(self, policy: str, cells: Mapping[str, str]) -> list[Fingerprint]:
        """The fingerprints of the clauses that a row cites."""
        prints = prints_of(self.ledger, policy)
        cited = DELIMITER.join(cells.get(name, "") for name in ("clause", "also")).split(DELIMITER)
        return [prints[c] for c in (part.strip().removeprefix(SECTION).strip() for part in cited) if c in prints]

    def number(self, perhaps: Sequence[str], entries: list[Fingerprint]) -> str | None:
        """Which of several numbers stands in the clauses; ``None`` where none does or more than one."""
        printed = {q for entry in entries for q in quantities([*entry["numbers"], *entry["words"], *entry["years"]])}
        standing = [p for p in perhaps if abs(Decimal(p)) in printed]
        return standing[0] if len(standing) == 1 else None

    def zeros(self, cell: str, unit: str, entries: list[Fingerprint]) -> str | None:
        """The number as its clauses print it, where they print it in one way and the cell has other zeros."""
        right = misspelt(Decimal(cell), entries, is_scaled(self.ledger, unit))
        return ("-" if cell.startswith("-") else "") + right[0] if len(right) == 1 else None

    def other_zeros(self, cell: str, unit: str, entries: list[Fingerprint]) -> list[str]:
        """How else than the cell has it the clauses print its number."""
        return with_zeros(Decimal(cell), entries, is_scaled(self.ledger, unit))

    def date(self, perhaps: Sequence[str], policy: str) -> str | None:
        """Which of several dates the policy prints."""
        printed = {d for entry in prints_of(self.ledger, policy).values() for d in entry["dates"]}
        known = printed | {d[:7] for d in printed}
        standing = [p for p in perhaps if p in known]
        return standing[0] if len(standing) == 1 else None

    def clause(self, perhaps: Sequence[str], policy: str) -> str | None:
        """Which of several clauses the policy has."""
        known = self.clauses(policy)
        standing = [p for p in perhaps if p in known]
        return standing[0] if len(standing) == 1 else None

    def clause_written(self, clause: str, policy: str, outline: bool) -> tuple[str, list[str]]:
        """``(how a clause is written, what it may have been)``: with the section sign where a spreadsheet would change it, and
        several possibilities where one may have done so already."""
        if clause.startswith(SECTION):
            return SECTION + clause.removeprefix(SECTION).strip(), []
        known = self.clauses(policy)
        needed = need_section(known)
        if outline:
            return (SECTION + clause if clause in needed else clause), []
        if clause not in known:
            # 3.10 became 3.1: the only clause of the policy that a spreadsheet saves like this
            was = [c for c in known if need_section([c]) and need_section([c, clause]).get(clause) == [c, clause]]
            return (SECTION + was[0], []) if len(was) == 1 else (clause, was)
        if clause not in needed:
            return clause, []
        changed = need_section([clause])
        return (SECTION + clause, []) if changed else (clause, needed[clause])

    def clause_with(self, several: Sequence[str], policy: str, numbers: Sequence[str]) -> str | None:
        """Which of several clauses prints all of a row's numbers; ``None`` where there are no numbers, or it is not one clause."""
        prints = prints_of(self.ledger, policy)
        try:
            values = {abs(Decimal(n)) for n in numbers if n}
        except InvalidOperation:
            return None
        holding = [c for c in several if c in prints and values <= quantities([*prints[c]["numbers"], *prints[c]["words"], *prints[c]["years"]])]
        return holding[0] if values and len(holding) == 1 else None

    def term(self, cell: str, vocabulary: str) -> str | None:
        """The id of the one term that a cell names in words, by its sign, or with other capitals and spaces."""
        terms = self.ledger.vocabularies.get(vocabulary, {})
        if cell in terms:
            return None
        plain = cell.strip().casefold()
        named = [id for id, term in terms.items() if id.casefold() == plain or cell in term.names.values() or cell == term.get("sign")]
        return named[0] if len(named) == 1 else None
