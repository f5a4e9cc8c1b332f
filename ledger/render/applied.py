"""When a document applies, as far as documents say: from its period, or from the day on which it takes effect until another
replaces or repeals it (a kind of lineage that says ``ends: true``), at most until the day that the ledger stands at.

A document that says neither is in none: that it was issued does not tell whether it applies.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger

PAGE = "in-force/"
"""Where readers ask which documents apply on a day."""


class Span(NamedTuple):
    """The first and the last day on which a document applies; ``by`` is the id of the document that ends it, ``open`` whether nothing does
    and the last day is the ledger's own."""

    first: str
    last: str
    by: str
    open: bool

    @property
    def years(self) -> tuple[str, ...]:
        return tuple(map(str, range(int(self.first[:4]), int(self.last[:4]) + 1)))


def spans_applied(ledger: Ledger, today: str) -> Mapping[str, Span]:
    """The spans by the id of each document; of a ledger without a date only those of documents that say when they end."""
    ended = _ended(ledger)
    found: dict[str, Span] = {}
    for row in ledger.of("document"):
        period = parse_edtf(row.period) if getattr(row, "period", None) else None
        force = parse_edtf(row.in_force) if getattr(row, "in_force", None) else None
        first = (period and period.first) or (force and force.first)
        last, by = ended.get(row.id) or ((period.last if period else today), "")
        if first and last and first <= last:
            found[row.id] = Span(first, last, by, not by and period is None)
    return found


def _ended(ledger: Ledger) -> dict[str, tuple[str, str]]:
    """The last day of a document that another one ends, the day before that one applies, and which it is."""
    found: dict[str, tuple[str, str]] = {}
    for link in ledger.of("lineage"):
        table = ledger.schema.tables[link.table]
        field = table.field(table.column("kind"))
        term = ledger.term(field.vocabulary, link.kind) if field and field.vocabulary else None
        newer = ledger.find("document", link.subject)
        if not term or str(term.get("ends")) != "true" or newer is None or not link.object:
            continue
        dates = (getattr(newer, column, None) for column in ("in_force", "issued", "period"))
        day = next((first for date in dates if date and (first := parse_edtf(date).first)), None)
        if day:
            before = (datetime.date.fromisoformat(day) - datetime.timedelta(1)).isoformat()
            found[link.object] = min((before, str(newer.id)), found.get(link.object, (before, str(newer.id))))
    return found
