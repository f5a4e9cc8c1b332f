"""Clauses that a spreadsheet would change: ``2.10`` becomes 2.1, ``3-2`` a day in March. They are written ``§2.10``.

Opened and saved, a table that cites 2.10 cites 2.1, and where the document has a clause 2.1 nobody would notice. So a clause
whose name a spreadsheet changes, and a clause whose name looks like such a one after the change, must carry the section sign;
the sign is no part of the name, and addresses are without it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

from ledger.check.citation import policy_of
from ledger.check.doubts import Doubts
from ledger.load.ledger import Ledger
from ledger.load.table import SECTION, Bare
from ledger.problems import Problems

_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,15})?(?:e\d{1,2})?", re.A)
_DAY = re.compile(r"\d{1,2}-\d{1,2}(?:-\d{1,4})?", re.A)


def as_spreadsheets_save(clause: str) -> str:
    """What becomes of the name of a clause that is opened and saved."""
    if _DAY.fullmatch(clause):
        return ""
    if not _NUMBER.fullmatch(clause):
        return clause
    return format(Decimal(clause).normalize(), "f") if "e" not in clause or int(clause.partition("e")[2]) < 30 else ""


def need_section(clauses: list[str]) -> dict[str, list[str]]:
    """``{clause: the clauses it may have been}`` for those of a document that must be written with the section sign."""
    saved: dict[str, list[str]] = defaultdict(list)
    for clause in clauses:
        saved[as_spreadsheets_save(clause)].append(clause)
    return {clause: same for name, same in saved.items() for clause in same if len(same) > 1 or clause != name}


def policy_of_bare(ledger: Ledger, bare: Bare) -> str | None:
    """The policy whose clause is written bare; the file of a second entry is called after it."""
    table = ledger.schema.tables.get(bare.table)
    return policy_of(ledger, table, bare.row) if table else bare.table.partition("/")[2]


def check_sections(ledger: Ledger, doubts: Doubts, problems: Problems) -> None:
    """A clause that needs the section sign and stands without it is an error, in the outline and in every row that cites it."""
    by_policy: dict[str, list[str]] = defaultdict(list)
    for row in ledger.of("clause"):
        by_policy[row.document].append(row.clause)
    needed = {policy: need_section(clauses) for policy, clauses in by_policy.items()}
    for bare in ledger.bare:
        table = ledger.schema.tables.get(bare.table)
        file = f"data/{table.path if table else f'{bare.table}.csv'}"
        same = needed.get(policy_of_bare(ledger, bare) or "", {}).get(bare.clause)
        if not same:
            continue
        saved = as_spreadsheets_save(bare.clause)
        if not (table and table.role == "clause") and saved == bare.clause and len(same) > 1:
            if table:
                doubts.astray.append((table, bare.row))
            either = " or ".join(f"{SECTION}{c}" for c in same)
            problems.add(file, bare.row.line, f"{bare.column}: '{bare.clause}' is what a spreadsheet makes of several clauses", f"write {either}")
        else:
            others = ", ".join(c for c in same if c != bare.clause)
            what = (
                f"{bare.column}: '{bare.clause}' becomes {saved or 'a date'} in a spreadsheet"
                if saved != bare.clause
                else f"{bare.column}: a spreadsheet makes '{bare.clause}' of {others}"
            )
            problems.add(file, bare.row.line, what, f"write {SECTION}{bare.clause} (python build.py tidy {file} does)")
