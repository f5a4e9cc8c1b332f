"""Every document has its events: what its record dates, the timeline shows."""

from __future__ import annotations

from ledger.load.ledger import Ledger
from ledger.problems import Problems


def check_events(ledger: Ledger, problems: Problems) -> None:
    """A policy's dates (issued, in force, period) must each be an event; an estimate (``2009~``) need not."""
    if not ledger.schema.of("event") or ledger.schema.unread_of(ledger.left_out.tables, "event"):
        return
    doubtful = {policy for policy, _ in ledger.left_out.clauses}
    for policy in ledger.of("document"):
        if policy.id in doubtful:
            continue  # an event of its own may be among the rows that could not be read
        dated = {event.date for event in ledger.of("event", document=policy.id)}
        for column in ("issued", "in_force", "period"):
            date = getattr(policy, column, None)
            if date and not date.endswith("~") and date not in dated:
                problems.add(
                    ledger.schema.file_of(policy), policy.line, f"{column}: '{policy.id}' has no event on {date}", f"add it to {ledger.schema.file('event')}"
                )
