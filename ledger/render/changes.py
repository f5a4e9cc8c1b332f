"""What became of the facts of the ledger from day to day, as the table of role ``change`` has it (``ledger history`` writes it)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ledger.check.citation import policy_of
from ledger.load.ledger import Ledger
from ledger.load.table import Row

AT = "changes/"


class Counts(NamedTuple):
    """Of one day: how many facts changed, and ``(table, how many rows)`` that were entered and that were taken out."""

    changed: int
    entered: tuple[tuple[str, int], ...]
    gone: tuple[tuple[str, int], ...]


def day_path(day: str) -> str:
    """Where the changes of a day stand."""
    return f"{AT}{day.replace('/', '--')}/"


def days(ledger: Ledger) -> Mapping[str, Counts]:
    """The days on which something changed, the last first. A row that is there no more is counted under no table."""
    changed: Counter[str] = Counter()
    entered: dict[str, Counter[str]] = {}
    gone: dict[str, Counter[str]] = {}
    for line in ledger.of("change"):
        if line.column:
            changed[line.date] += 1
        else:
            table = ledger.owner[line.row][0] if line.row in ledger.owner else ""
            (gone if line.before else entered).setdefault(line.date, Counter())[table] += 1
    told = sorted({*changed, *entered, *gone}, reverse=True)
    return {day: Counts(changed[day], _told(entered.get(day)), _told(gone.get(day))) for day in told}


class News(NamedTuple):
    """``changed`` are ``(day, row)`` of rows of which facts changed, the latest first; ``doubtful`` the ids of discrepancies."""

    changed: tuple[tuple[str, str], ...]
    doubtful: tuple[str, ...]


def in_the_news(ledger: Ledger) -> Mapping[str, News]:
    """What changed or does not add up: under nothing all of it, under ``document/<id>`` and ``place/<id>`` what is of each: a row's own
    place, else that of its document."""
    changed: dict[str, dict[tuple[str, str], None]] = {}
    doubtful: dict[str, list[str]] = {}
    for line in ledger.of("change"):
        if line.column and line.row in ledger.owner:
            for holder in _holders(ledger, ledger.owner[line.row][1]):
                changed.setdefault(holder, {})[line.date, line.row] = None
    for row in ledger.of("discrepancy"):
        for holder in _holders(ledger, row):
            doubtful.setdefault(holder, []).append(row.id)
    return {holder: News(tuple(sorted(changed.get(holder, ()), reverse=True)), tuple(doubtful.get(holder, ()))) for holder in {**changed, **doubtful}}


def _holders(ledger: Ledger, row: Row) -> Iterator[str]:
    schema = ledger.schema
    table = schema.tables[row.table]
    document = row if table.role == "document" else ledger.find("document", policy_of(ledger, table, row))
    yield ""
    if document:
        yield f"document/{document.id}"
    column = schema.place(table)
    where = schema.place(schema.tables[document.table]) if document and not column else ""
    if place := (getattr(row, column) if column else getattr(document, where) if where else None):
        yield f"place/{place}"


def _told(counted: Counter[str] | None) -> tuple[tuple[str, int], ...]:
    return tuple(counted.items()) if counted else ()
