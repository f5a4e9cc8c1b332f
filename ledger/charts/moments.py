"""Moments: where the dates of a series stand on an axis of time. Dates are days of the calendar, so no time zone can move them.

A date is the middle of what it can mean: ``2024`` the middle of the year, ``2024-02`` of February, ``2016/2020`` of five years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ledger.load.edtf import Span, parse_edtf

_QUARTER = re.compile(r"(\d{4})[- ]?(?:[Qq]([1-4])|(3[3-6]))")
"""``2024-Q1`` and ``2024Q1``, and ``2024-33``, which is EDTF for it."""


@dataclass(frozen=True)
class Moment:
    """A date on an axis: its middle, beginning and end in years (2024.5 is the middle of 2024), and how fine it is."""

    at: float
    begin: float
    end: float
    grain: str


def moment(text: str) -> Moment:
    """The moment of a date. Raises ``ValueError`` with the reason."""
    if match := _QUARTER.fullmatch(text):
        quarter = int(match[2] or int(match[3]) - 32)
        span = parse_edtf(f"{match[1]}-{quarter * 3 - 2:02}/{match[1]}-{quarter * 3:02}")
        grain = "quarter"
    else:
        span = parse_edtf(text)
        grain = _grain_of_range(span) if "/" in text else {4: "year", 7: "month"}.get(len(text.rstrip("~?%")), "day")
    first, last = span.first or span.last, span.last or span.first
    if first is None or last is None:
        raise ValueError(f"'{text}' names no year")
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    start, stop = _years(begin.toordinal()), _years(end.toordinal() + 1)
    return Moment(round(_years((begin.toordinal() + end.toordinal() + 1) / 2), 6), round(start, 6), round(stop, 6), grain)


def _grain_of_range(span: Span) -> str:
    """A range of a whole quarter or year is one."""
    if span.first and span.last and span.first[8:] == "01" and span.first[:4] == span.last[:4]:
        months = int(span.first[5:7]), int(span.last[5:7])
        if months == (1, 12) and span.last[8:] == "31":
            return "year"
        if months[0] % 3 == 1 and months[1] == months[0] + 2 and int(span.last[8:]) >= 30:
            return "quarter"
    return "range"


def _years(ordinal: float) -> float:
    """Days since the year 1 as years."""
    year = date.fromordinal(int(ordinal)).year
    begin = date(year, 1, 1).toordinal()
    return year + (ordinal - begin) / (date(year + 1, 1, 1).toordinal() - begin)
