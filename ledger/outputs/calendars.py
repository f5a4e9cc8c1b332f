"""Calendars (iCalendar, RFC 5545) of what is dated and of what is due, of all, of each document and of each place.

    calendar.ics                       everything
    policies/town-plan/calendar.ics    what a document dates and promises
    regions/hill/calendar.ics          and what concerns a place

A date without a day is as many whole days as it can mean: 2027-03 is 1 to 31 March. Nobody is made busy by it. The standard asks when an
entry was made: that is the day of the ledger, so a ledger without a day has no calendars.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from urllib.parse import urlsplit

from ledger.outputs.output import Output
from ledger.render.agenda import Entry, agenda, has_dates
from ledger.render.edition import Edition
from ledger.render.following import holder_at, holders
from ledger.render.metadata import absolute

NAME = "calendar.ics"
_LONGEST_LINE = 75
"""Bytes of a line; a longer one goes on below, behind a space."""


def _paths(edition: Edition) -> Iterator[str]:
    if edition.project.date:
        every = (("", "", ""), *holders(edition))
        yield from (edition.at(f"{path}{NAME}").lstrip("/") for path, document, place in every if has_dates(edition, document, place))


def _calendar(edition: Edition, path: str) -> bytes:
    document, place = holder_at(edition, path.removeprefix(edition.language.root).removesuffix(NAME))
    called = [edition.language.title]
    if place:
        called.append(edition.name(edition.ledger.schema.places, place))
    elif document:
        called.append(edition.label(edition.ledger.find("document", document)))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_text(edition.language.title)}//Green Ledger//{edition.code.upper()}", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_text(edition.t('colon').join(called))}"]
    for entry in agenda(edition, document, place):
        lines += _event(edition, entry)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(edition: Edition, entry: Entry) -> Iterator[str]:
    row, project = entry.row, edition.project
    host = urlsplit(project.site_url).hostname or str(edition.ledger.schema.raw.get("name") or "ledger")
    said = [edition.plain_heading(row), edition.measured(row)] if entry.due and row.value is not None else [edition.label(row)]
    title = edition.t("colon").join([edition.table_title(row.table), *said] if entry.due else said)
    document, clause = edition.source_of(row)
    about = [edition.date(row.year if entry.due else row.date), edition.short_citation(document, clause) if document else ""]
    end = datetime.date.fromisoformat(entry.last) + datetime.timedelta(days=1)
    yield from ("BEGIN:VEVENT", f"UID:{row.id}@{host}", f"DTSTAMP:{_day(project.date)}T000000Z")
    yield f"DTSTART;VALUE=DATE:{_day(entry.first)}"
    yield f"DTEND;VALUE=DATE:{_day(end.isoformat())}"
    yield f"SUMMARY:{_text(title)}"
    yield f"DESCRIPTION:{_text(edition.t('semicolon').join(filter(None, about)))}"
    if kind := edition.said(row, "kind"):
        yield f"CATEGORIES:{_text(kind)}"
    if project.site_url:
        yield f"URL:{absolute(edition, edition.address(row))}"
    yield from ("TRANSP:TRANSPARENT", "END:VEVENT")


def _day(day: str) -> str:
    return day.replace("-", "")


def _text(text: str) -> str:
    for letter in "\\;,":
        text = text.replace(letter, f"\\{letter}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, none of which ends within a letter."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        encoded = letter.encode()
        if len(piece) + len(encoded) > _LONGEST_LINE - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += encoded
    return "\r\n ".join(part.decode() for part in (*pieces, piece))


OUTPUTS = (Output("calendar", _paths, _calendar),)
