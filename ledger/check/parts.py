"""Parts: a clause that several numbered rows share (case 1, case 2) is cut at their names, and each row keeps to its part.

Of rows whose names the clause prints to the letter, the fingerprint tells in which order these stand and how many figures stand
before each (``names``). So the numbers of the rows have to run as their names do, and a figure that a row tells, in a column of
its own or in words, must not stand in its neighbour's part only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ledger.check.citation import citing_tables, policy_of, prints_of
from ledger.check.names import hash_of, name_of
from ledger.check.numerals import numerals_in, readings
from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import Row
from ledger.problems import Problems

_OURS = ("note", "summary", "name", "title")
"""Columns of words whose figures are no claim of the row's own, or are held against the clause elsewhere."""


def check_parts(ledger: Ledger, problems: Problems) -> None:
    """A name or a figure of a numbered row that stands in its neighbour's part is an error."""
    for table in citing_tables(ledger):
        if "number" not in table.columns:
            continue
        shared: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in ledger.tables[table.name]:
            if _number(row) is not None and (policy := policy_of(ledger, table, row)):
                shared[policy, row.clause, getattr(row, "kind", None) or "", getattr(row, "parent", None) or ""].append(row)
        for (policy, clause, *_), rows in shared.items():
            entry = prints_of(ledger, policy).get(clause, {})
            printed = {row.id: entry["names"][hash] for row in rows if (hash := hash_of(name_of(ledger, table, row, policy))) in entry.get("names", {})}
            if len(rows) > 1 and len(printed) == len(rows):
                _check_order(table, rows, [*entry["names"]], [hash_of(name_of(ledger, table, row, policy)) for row in rows], problems)
                _check_figures(ledger, table, rows, policy, entry, printed, problems)


def _check_order(table: Table, rows: list[Row], names: list[str], mine: list[str], problems: Problems) -> None:
    numbered = sorted(zip(rows, map(names.index, mine), strict=True), key=lambda found: _number(found[0]) or 0)
    for (first, at), (second, behind) in pairwise(numbered):
        if at > behind and _number(first) != _number(second):
            what = f"'{first.id}' is number {first.number}, but clause {first.clause} prints its name after that of '{second.id}', number {second.number}"
            problems.add(f"data/{table.path}", first.line, what, "give each the name or the number of its own")


def _check_figures(ledger: Ledger, table: Table, rows: list[Row], policy: str, entry: Mapping[str, Any], at: Mapping[str, int], problems: Problems) -> None:
    figures = [readings(statement["n"]) for statement in entry.get("statements", ())]
    for row in rows:
        end = min((place for place in at.values() if place > at[row.id]), default=len(figures))
        own = frozenset[Decimal]().union(*figures[at[row.id] : end])
        others = frozenset[Decimal]().union(*figures) - own
        for column, told, values in _told(ledger, table, row, policy):
            if values & others and not values & own:
                what = f"{column}: {told} stands in clause {row.clause}, but not in the part that '{row.id}' is named in"
                problems.add(f"data/{table.path}", row.line, what, "give each row the figures of its own part")


def _told(ledger: Ledger, table: Table, row: Row, policy: str) -> Iterator[tuple[str, str, frozenset[Decimal]]]:
    """``(column, figure, quantities that it can stand for)`` of all that a row tells in figures."""
    owner = ledger.find("document", policy)
    source = ledger.find("source", owner.source) if owner else None
    for field in table.fields:
        stem, _, language = field.name.rpartition("_")
        value = getattr(row, field.name)
        if value is None or field.name == "number":
            continue
        if field.format == "printed":
            yield field.name, str(value), frozenset({abs(value)})
        elif isinstance(value, str) and source and language == source.language and stem not in _OURS:
            for token in numerals_in(value).numbers:
                yield field.name, token, readings(token)


def _number(row: Row) -> int | None:
    """The last part of a row's number (``3`` of ``2.3``); of a row without one, or with another, nothing."""
    found = re.search(r"(\d{1,9})$", str(row.number)) if row.number is not None else None
    return int(found[1]) if found else None
