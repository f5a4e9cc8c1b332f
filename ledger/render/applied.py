"""In which years a document applies, as far as documents say: from its period, or from the day on which it takes effect until another
replaces or repeals it (a kind of lineage that says ``ends: true``), at most until the day that the ledger stands at.

A document that says neither is in none: that it was issued does not tell whether it applies.
"""

from __future__ import annotations

from collections.abc import Mapping

from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger


def years_applied(ledger: Ledger, today: str) -> Mapping[str, tuple[str, ...]]:
    """The years by the id of each document; of a ledger without a date only those of documents that say when they end."""
    ended = _ended(ledger)
    found: dict[str, tuple[str, ...]] = {}
    for row in ledger.of("document"):
        period = parse_edtf(row.period) if getattr(row, "period", None) else None
        force = parse_edtf(row.in_force) if getattr(row, "in_force", None) else None
        first = (period and period.first) or (force and force.first)
        last = ended.get(row.id) or (period.last if period else today)
        if first and last and first <= last:
            found[row.id] = tuple(map(str, range(int(first[:4]), int(last[:4]) + 1)))
    return found


def _ended(ledger: Ledger) -> dict[str, str]:
    """The day on which a document that another one ends stops to apply."""
    found: dict[str, str] = {}
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
            found[link.object] = min(day, found.get(link.object, day))
    return found
