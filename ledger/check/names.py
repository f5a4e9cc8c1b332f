"""Names: a technology, a list item, a case or a cited document is called in its row as its clause calls it.

A fingerprint keeps, clause by clause, the names of rows that stand in it to the letter, as hashes, in the order in which they
stand. A name that another clause of the policy prints, and its own does not, was given to the wrong row. A name of our own wording
stands nowhere and is not judged.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from ledger.check.citation import citing_tables, clauses_of, policy_of, prints_of
from ledger.check.statements import Names, statements_of
from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import Row
from ledger.problems import Problems

COLUMNS = ("name", "title", "object_title")
_SHORT = 3
"""A name of fewer characters stands in many clauses by chance."""
_UNHEARD = re.compile(r"[\s“”‘’\"'《》〈〉（）()、，,·・\-—–]")


def printed_names(ledger: Ledger, policy: str, language: str) -> dict[str, list[tuple[str, str]]]:
    """``{clause: [(hash, name as it is looked for)]}`` of the rows that cite each clause of a policy."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for _, row, name in _named_rows(ledger, language):
        if row.policy_cited == policy:
            for clause in row.clauses:
                found[clause][hash_of(name)] = name
    return {clause: list(names.items()) for clause, names in found.items()}


def names_in(text: str, called: list[tuple[str, str]], names: Names) -> dict[str, int]:
    """``{hash: how many figures stand before it}`` of those names that ``text`` prints, in the order in which they stand there first."""
    heard = [(letter, place) for place, character in enumerate(text) for letter in heard_as(character)]
    letters = "".join(letter for letter, _ in heard)
    found = sorted((letters.index(name), hash) for hash, name in called if name in letters)
    return {hash: len(statements_of(text[: heard[at][1]], names)) for at, hash in found}


def check_row_names(ledger: Ledger, problems: Problems) -> None:
    """A name that only another clause prints is an error."""
    where: dict[tuple[str, str], list[str]] = defaultdict(list)
    for policy in ledger.of("document"):
        for clause, entry in prints_of(ledger, policy.id).items():
            for hash in entry.get("names", ()):
                where[policy.id, hash].append(clause)
    languages = {s.language for s in ledger.of("source")}
    for language in sorted(languages):
        for file, row, name in _named_rows(ledger, language):
            there = where.get((row.policy_cited, hash_of(name)), [])
            if there and not set(there) & set(row.clauses):
                what = f"'{row.id}' has a name that clause {there[0]} prints, not {' '.join(row.clauses)}"
                problems.add(file, row.line, what, "correct the name or the clause")


def name_of(ledger: Ledger, table: Table, row: Row, policy: str) -> str:
    """The name of a row in the language in which its policy is printed, as it is looked for; empty where it has none."""
    owner = ledger.find("document", policy)
    source = ledger.find("source", owner.source) if owner else None
    columns = [c for c in (f"{name}_{source.language}" for name in COLUMNS) if c in table.columns] if source else []
    return heard_as(getattr(row, columns[0]) or "") if columns else ""


class _Named:
    __slots__ = ("clauses", "id", "line", "policy_cited")

    def __init__(self, row: Row, policy: str) -> None:
        self.id, self.line, self.policy_cited, self.clauses = getattr(row, "id", ""), row.line, policy, clauses_of(row)


def _named_rows(ledger: Ledger, language: str) -> Iterator[tuple[str, _Named, str]]:
    """``(file, row, name)`` for every row of a policy printed in ``language`` that has a name of some length."""
    for table in citing_tables(ledger):
        columns = [c for c in (f"{name}_{language}" for name in COLUMNS) if c in table.columns]
        # What a parameter is called, many clauses print; its value is held against the statements.
        if not columns or table.role == "document" or table.column("value"):
            continue
        for row in ledger.tables[table.name]:
            policy = policy_of(ledger, table, row)
            name = heard_as(getattr(row, columns[0]) or "")
            if policy and len(name) >= _SHORT:
                yield f"data/{table.path}", _Named(row, policy), name


def heard_as(text: str) -> str:
    """A text without spaces, quotation marks and the like, which differ between a row and what is printed."""
    return _UNHEARD.sub("", unicodedata.normalize("NFKC", text)).casefold()


def hash_of(name: str) -> str:
    """What a fingerprint keeps of a name as it is looked for."""
    return hashlib.sha256(name.encode()).hexdigest()[:6]
