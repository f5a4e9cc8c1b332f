"""Coverage: of all the numbers that a policy prints, how many does a row carry?

Each number or date of each clause is *cited* (a row that cites the clause carries it, in a value, a date or a text),
listed as *unused* in ``unused.csv`` with a reason, or *open*. An open number is an error: somebody still has to read it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as has
from decimal import Decimal
from typing import Any

from ledger.check.citation import cited, citing_tables, prints_of, quantities
from ledger.check.doubts import Doubts
from ledger.check.numerals import numerals_in, readings
from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import Row
from ledger.problems import Problems

_NOT_A_STATEMENT = (
    "id",
    "document",
    "clause",
    "also",
    "item",
    "parent",
    "category",
    "rows",
    "subject",
    "object",
    "source",
    "source_url",
    "archived_url",
    "accessed",
    "looked",
)
"""Columns of roles that say where a row belongs, where it can be read, and what we did."""


@dataclass(frozen=True)
class Coverage:
    """Counts of distinct numbers and dates, clause by clause, summed over one policy; and who bears its rows out: ``evidence``
    (``evidence.COUNTS``) and ``agreement`` of its second entries (``Agreement.counts``)."""

    printed: int
    cited: int
    unused: int
    evidence: Mapping[str, int] = has(default_factory=dict)
    agreement: Mapping[str, Any] = has(default_factory=dict)

    @property
    def open(self) -> int:
        return self.printed - self.cited - self.unused


def check_coverage(ledger: Ledger, doubts: Doubts, problems: Problems) -> dict[str, Coverage]:
    """Coverage of each policy. Open numbers, and unused rows that name no number of their clause, are errors.

    A number that a row may carry which could not be read, or which cites a clause that does not exist, is not reported.
    """
    carried = _carried(ledger)
    excused = _excused(ledger, carried, problems)
    judged = not ledger.left_out.tables & {*(t.name for t in (*citing_tables(ledger), *ledger.schema.of("unused"))), *_broken_citing(ledger)}
    astray = [_statement(table, row) for table, row in doubts.astray if table.column("clause")]
    result = {}
    for policy in ledger.of("document"):
        prints = prints_of(ledger, policy.id)
        printed = seen = unused = 0
        for clause, entry in prints.items():
            tokens = set(_tokens(entry))
            mine = carried.get((policy.id, clause), set())
            waived = excused.get((policy.id, clause), set()) - mine
            printed, seen, unused = printed + len(tokens), seen + len(mine), unused + len(waived)
            left = [t for t in _tokens(entry) if t not in mine and t not in waived]
            left = [t for t in left if not any(readings(t) & values or t in dates for values, dates in astray)]
            if left and judged and not doubts.about(ledger, policy.id, clause):
                row = ledger.clause(policy.id, clause)
                problems.add(
                    ledger.schema.file("clause"),
                    row.line if row else 0,
                    f"{policy.id} {clause}: no row carries {', '.join(left)}",
                    f"add a row that cites the clause, or list them in {ledger.schema.file('unused')} with a reason",
                )
        result[policy.id] = Coverage(printed, seen, unused)
    return result


def _broken_citing(ledger: Ledger) -> set[str]:
    """Tables whose declaration could not be read: they may cite anything."""
    return {name for name in ledger.left_out.tables if name not in ledger.schema.tables and name not in ledger.schema.vocabularies}


def _tokens(entry: dict[str, Any]) -> list[str]:
    return [*entry["numbers"], *entry["dates"]]


def _carried(ledger: Ledger) -> dict[tuple[str, str], set[str]]:
    """``{(policy, clause): tokens}`` that some row citing the clause carries."""
    carried: dict[tuple[str, str], set[str]] = defaultdict(set)
    citing = [(table, row, list(cited(ledger, table, row))) for table in citing_tables(ledger) for row in ledger.tables[table.name]]
    # Words take longest to read: only of rows whose clauses print something that stands in no column.
    for read in (_in_columns, _in_words):
        for table, row, clauses in citing:
            if any(not carried[policy, clause].issuperset(_tokens(entry)) for policy, clause, entry in clauses):
                values, dates = read(table, row)
                for policy, clause, entry in clauses:
                    carried[policy, clause] |= {t for t in entry["numbers"] if readings(t) & values} | {t for t in entry["dates"] if t in dates}
    return carried


Stated = tuple[set[Decimal], set[str]]
"""Quantities, and dates in each of the precisions that a text may print."""


def _statement(table: Table, row: Row) -> Stated:
    """All that the cells of a row state."""
    (values, dates), (others, days) = _in_columns(table, row), _in_words(table, row)
    return values | others, dates | days


def _in_columns(table: Table, row: Row) -> Stated:
    values: set[Decimal] = set()
    dates: set[str] = set()
    for field in table.fields:
        value = getattr(row, field.name)
        if value is None or table.plays_as(field.name) in _NOT_A_STATEMENT:
            continue
        if field.type in ("number", "integer"):
            values.add(abs(Decimal(value)))
        elif field.format == "edtf":
            for part in value.replace("~", "").split("/"):
                dates |= {part, part[:7], "XXXX" + part[4:]}
                # "the first 11 months of 2024" is 2024-01/2024-11
                values |= {Decimal(n) for n in part.split("-") if n.isdigit()}
    return values, dates


def _in_words(table: Table, row: Row) -> Stated:
    texts = []
    for field in table.fields:
        value = getattr(row, field.name)
        if value is not None and table.plays_as(field.name) not in _NOT_A_STATEMENT and field.type not in ("number", "integer") and field.format != "edtf":
            texts.append(" ".join(value) if field.type == "list" else value)
    found = numerals_in(" ; ".join(texts))
    dates = {precision for date in found.dates for precision in (date, date[:7], "XXXX" + date[4:])}
    return quantities([*found.numbers, *found.years, *found.words]), dates


def _excused(ledger: Ledger, carried: dict[tuple[str, str], set[str]], problems: Problems) -> dict[tuple[str, str], set[str]]:
    """``{(policy, clause): tokens}`` listed in ``unused.csv``; an empty ``number`` means all that is left of the clause."""
    excused: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in ledger.of("unused"):
        entry = prints_of(ledger, row.document).get(row.clause)
        if entry is None:
            continue
        tokens = _tokens(entry)
        named = [t for t in tokens if row.number is None or t == row.number or readings(t) & readings(row.number)]
        if row.number is not None and not named:
            problems.add(
                ledger.schema.file_of(row), row.line, f"number: {row.number} does not stand in {row.document} {row.clause}", "remove the row or correct it"
            )
        excused[row.document, row.clause] |= set(named) - carried.get((row.document, row.clause), set())
    return excused
