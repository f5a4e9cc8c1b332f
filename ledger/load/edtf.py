"""Dates as the sources give them: the part of the Extended Date/Time Format (ISO 8601-2) that the ledger uses.

``2025``  ``2025-04``  ``2025-04-01``  ``2016/2020`` (from/to)  ``2025-04-01/..`` (open end)  ``2009~`` (about)
``XXXX-12`` and ``XXXX-12-31`` (each year, or a year that the source does not print)
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

_POINT = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<about>~)?", re.A)
YEARS = range(1700, 2201)
"""Statistics begin in the eighteenth century; a year beyond either end is more likely a slip."""


@dataclass(frozen=True, order=True)
class Span:
    """The first and last day that a date can mean, as ``YYYY-MM-DD``; an open or unknown end is ``None``."""

    first: str | None
    last: str | None

    @property
    def years(self) -> tuple[int | None, int | None]:
        return (int(self.first[:4]) if self.first else None, int(self.last[:4]) if self.last else None)


def parse_edtf(text: str) -> Span:
    """The span of an EDTF string. Raises ``ValueError`` with the reason."""
    if "/" in text:
        start, end = text.split("/", 1)
        if start == end == "..":
            raise ValueError(f"'{text}' has neither a beginning nor an end; leave it empty")
        first = None if start == ".." else _point(start, text).first
        last = None if end == ".." else _point(end, text).last
        if first and last and first > last:
            raise ValueError(f"'{text}' ends before it begins")
        return Span(first, last)
    return _point(text, text)


def _point(text: str, whole: str) -> Span:
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError(f"'{whole}' is not a date; write 2025, 2025-04, 2025-04-01, 2016/2020 or 2025-04-01/..")
    month = int(match["month"]) if match["month"] else None
    day = int(match["day"]) if match["day"] else None
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"'{text}' has no month {match['month']}")
    if match["year"] == "XXXX":
        return Span(None, None)
    year = int(match["year"])
    if year not in YEARS:
        raise ValueError(f"{year} is not a year that this ledger can hold ({YEARS.start} to {YEARS.stop - 1})")
    if day is not None and month is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(f"'{text}' has no day {match['day']}")
    last_month = month or 12
    last_day = day or calendar.monthrange(year, last_month)[1]
    return Span(f"{year}-{month or 1:02}-{day or 1:02}", f"{year}-{last_month:02}-{last_day:02}")
