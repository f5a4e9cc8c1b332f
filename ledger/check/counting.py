"""Counting: rows that a document numbers count up in its order, and a row stands where the row that it belongs to stands.

A number may begin again at one (a new list), and may leave numbers out; it does not go back. So two exchanged numbers, a row
put under another category or parent, and a figure given to another technology are noticed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from ledger.check.citation import citing_tables, clauses_of, policy_of
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.problems import Problems

_GROUP = ("kind", "parent", "category", "item")
"""Columns that say with which rows a row is counted."""


def check_counting(ledger: Ledger, problems: Problems) -> None:
    """A number that goes back, and a row in another clause than the row that it belongs to, are errors."""
    if ledger.schema.unread_of(ledger.left_out.tables, "clause"):
        return
    for table in citing_tables(ledger):
        file = f"data/{table.path}"
        if table.column("number"):
            counted: dict[tuple[str, ...], list[tuple[int, int, Row]]] = defaultdict(list)
            for row in ledger.tables[table.name]:
                policy = policy_of(ledger, table, row) or ""
                clause = ledger.clause(policy, row.clause)
                number = re.fullmatch(r"(.*?)(\d{1,9})", str(row.number)) if row.number is not None else None
                if clause is not None and number:
                    group = (policy, number[1], *(getattr(row, column, None) or "" for column in _GROUP))
                    counted[group].append((clause.first or clause.line, int(number[2]), row))
            for rows in counted.values():
                ordered = sorted(rows, key=lambda found: found[:2])
                for (place, before, first), (behind, after, row) in pairwise(ordered):
                    if after <= before and after != 1 and place < behind:
                        what = f"number: '{row.id}' is number {row.number} and stands behind '{first.id}', number {first.number}"
                        problems.add(file, row.line, what, "correct the number, or what it is counted with (its kind, parent or category)")
        for field in table.fields if not table.column("document") else ():
            if field.reference and field.reference != table.name and field.reference_column == "id":
                for row in ledger.tables[table.name]:
                    owner = ledger.row(field.reference, getattr(row, field.name) or "")
                    if owner is not None and hasattr(owner, "clause") and not share_a_clause(row, owner):
                        what = f"{field.name}: '{row.id}' cites clause {row.clause}, '{owner.id}' clause {owner.clause}"
                        problems.add(file, row.line, what, f"correct the {field.name} or the clause")


def share_a_clause(row: Row, other: Row) -> bool:
    """Whether two rows of one document cite the same clause, or one a clause within that of the other."""
    return any(a == b or a.startswith(f"{b}.") or b.startswith(f"{a}.") for a in clauses_of(row) for b in clauses_of(other))
