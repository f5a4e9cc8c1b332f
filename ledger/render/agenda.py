"""Dates to keep: what is dated, and by when promises are due that are not due yet, of all, of one document or of one place.

A date is the days that it can mean: a month is all its days, a plan's years are all of them. What has no year is no date to keep.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ledger.load.edtf import parse_edtf
from ledger.render.edition import Edition


class Entry(NamedTuple):
    """A row with its first and last day; ``due`` where it is a promise."""

    row: Any
    first: str
    last: str
    due: bool


def agenda(edition: Edition, document: str = "", place: str = "") -> list[Entry]:
    """The dates of a document, of a place, or all, in their order."""
    return sorted(_entries(edition, document, place), key=lambda entry: (entry.first, entry.last, entry.row.id))


def has_dates(edition: Edition, document: str = "", place: str = "") -> bool:
    """Whether there are any."""
    return next(_entries(edition, document, place), None) is not None


def _entries(edition: Edition, document: str, place: str) -> Iterator[Entry]:
    today = edition.project.date
    for row in _rows(edition, "event", document, place):
        if span := _span(row.date):
            yield Entry(row, *span, False)
    for row in _rows(edition, "target", document, place):
        if row.year and (span := _span(row.year)) and today and span[1] >= today:
            yield Entry(row, *span, True)


def _rows(edition: Edition, role: str, document: str, place: str) -> Iterator[Any]:
    ledger, schema = edition.ledger, edition.ledger.schema
    for table in schema.of(role):
        column = schema.place(table)
        if document:
            yield from ledger.rows(table.name, document=document) if table.column("document") else ()
        elif not place:
            yield from ledger.rows(table.name)
        elif column:
            yield from ledger.rows(table.name, **{column: place})
        elif table.column("document"):  # an event is where its document is
            for holder in schema.of("document"):
                if where := schema.place(holder):
                    for row in ledger.rows(holder.name, **{where: place}):
                        yield from ledger.rows(table.name, document=row.id)


def _span(date: str) -> tuple[str, str] | None:
    """The first and the last day of a date; of one without an end the day on which it begins, without a beginning that on which it ends."""
    span = parse_edtf(date)
    first, last = span.first or span.last, span.last or span.first
    return (first, last) if first and last else None
