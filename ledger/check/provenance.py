"""Number in clause: a value that a row says it found in a clause must stand in that clause.

Fields with ``format: printed`` in the schema are held against the clauses that the row cites; dates and years against
all that the policy prints.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any

from ledger.check.citation import cited, citing_tables, policy_of, prints_of, quantities
from ledger.check.doubts import Doubts
from ledger.check.spelling import is_scaled, misspelt
from ledger.language import without_noughts
from ledger.load.ledger import Ledger
from ledger.load.roles import DONE_BY_US
from ledger.load.schema import Field
from ledger.load.table import Row
from ledger.problems import Problems


def check_provenance(ledger: Ledger, doubts: Doubts, problems: Problems) -> None:
    """A value or a date that does not stand where the row says, or is printed with other zeros, is an error."""

    @cache
    def held(policy: str, clause: str) -> frozenset[object]:
        entry = prints_of(ledger, policy)[clause]
        return frozenset(quantities([*entry["numbers"], *entry["words"], *entry["years"]]))

    @cache
    def years(policy: str) -> frozenset[str]:
        return frozenset(y for entry in prints_of(ledger, policy).values() for y in (*entry["years"], *entry["numbers"], *entry["words"]))

    @cache
    def days(policy: str) -> frozenset[str]:
        printed = {d for entry in prints_of(ledger, policy).values() for d in entry["dates"]}
        return frozenset(printed | {d[:7] for d in printed})

    for table in citing_tables(ledger):
        printed = [f for f in table.fields if f.format == "printed"]
        dates = [f for f in table.fields if f.format == "edtf" and table.plays_as(f.name) not in DONE_BY_US]
        if not printed and not dates:
            continue
        file = f"data/{table.path}"
        astray = {row.line for other, row in doubts.astray if other.name == table.name}
        for row in ledger.tables[table.name]:
            if row.line in astray:
                continue  # it cites no clause, or nobody knows which
            clauses = list(cited(ledger, table, row))
            if not clauses:
                continue
            allowed = frozenset[object]().union(*(held(policy, clause) for policy, clause, _ in clauses))
            if (term := ledger.meant("comparator", getattr(row, "comparator", None))) and term.get("instead"):
                # "all" is filed as 100 %; its clause has to print the word, and a 100 in digits is none
                allowed = frozenset(quantities(token for _, _, entry in clauses for token in entry["words"]))
            names = " ".join(clause for _, clause, _ in clauses)
            for field in printed:
                value = getattr(row, field.name)
                if value is None:
                    continue
                if abs(value) in allowed:
                    if right := misspelt(value, [entry for _, _, entry in clauses], is_scaled(ledger, getattr(row, "unit", None) or field.unit)):
                        what = f"{field.name}: {value} is printed {' and '.join(right)} in clause {names}"
                        problems.add(
                            file, row.line, what, f"write it as printed (python build.py tidy {file} does)" if len(right) == 1 else "write it as printed"
                        )
                else:
                    doubts.clauses |= {(policy, clause) for policy, clause, _ in clauses}
                    some = ", ".join([n for _, _, entry in clauses for n in entry["numbers"]][:12]) or "none"
                    problems.add(file, row.line, f"{field.name}: {value} does not stand in clause {names} (numbers there: {some})", _remedy(value, allowed))
            policy = policy_of(ledger, table, row) or ""
            for field in dates:
                _check_date(field, row, days(policy), years(policy), file, problems)


def _remedy(value: Any, allowed: frozenset[object]) -> str:
    hundred = abs(value) * 100
    if isinstance(value, Decimal) and value % 1 and hundred in allowed:
        return f"a spreadsheet turns {without_noughts(hundred):f} % into {abs(value)}: write {without_noughts(hundred):f}"
    return "correct the value or the clause"


def _check_date(field: Field, row: Row, days: frozenset[str], years: frozenset[str], file: str, problems: Problems) -> None:
    """A date may be put together from its clause and the policy's date line, so it is held against the whole policy.

    A date with ``~`` is our own estimate, and a period of years may be named in words (the 11th plan); neither is held
    against anything. An end of a year needs only its year, a month only its number.
    """
    text = getattr(row, field.name)
    if text is None or text.endswith("~") or re.fullmatch(r"\d{4}/\d{4}", text):
        return
    for part in text.split("/"):
        year, rest = part[:4], part[4:]
        if part == ".." or (year in years and rest in ("", "-12-31")):
            continue
        if len(part) == 7 and str(int(rest[1:])) in years and (year in years or year == "XXXX"):
            continue
        if year != "XXXX" and year not in years:
            problems.add(file, row.line, f"{field.name}: the policy never prints the year {year}", "correct the date or the policy")
        elif part not in days and f"XXXX{rest}" not in days:
            problems.add(file, row.line, f"{field.name}: the policy never prints {part}", "correct the date")
