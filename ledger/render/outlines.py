"""How it stands with each clause of a document: what of it the ledger has.

A letter a clause, in the order of the outline: ``c`` a row cites it, ``u`` what it prints is listed as unused with a reason, ``o`` it prints
numbers that nobody has read yet, ``-`` it prints no number of its own, or is of a text that is not archived, and no row cites it.
"""

from __future__ import annotations

from collections.abc import Mapping

from ledger.check.citation import citing_tables, clauses_of, policy_of, prints_of
from ledger.load.ledger import Ledger

CITED, UNUSED, OPEN, SILENT = "c", "u", "o", "-"


def clause_states(ledger: Ledger) -> Mapping[str, str]:
    """The letters of each document that has clauses, by its id."""
    cited = {(policy_of(ledger, table, row), clause) for table in citing_tables(ledger) for row in ledger.tables[table.name] for clause in clauses_of(row)}
    unused = {(row.document, row.clause) for row in ledger.of("unused")}
    found: dict[str, list[str]] = {}
    for row in ledger.of("clause"):
        place = (row.document, row.clause)
        prints = prints_of(ledger, row.document).get(row.clause, {})
        numbers = bool(prints.get("numbers") or prints.get("dates"))
        found.setdefault(row.document, []).append(CITED if place in cited else UNUSED if place in unused else OPEN if numbers else SILENT)
    return {document: "".join(letters) for document, letters in found.items()}
