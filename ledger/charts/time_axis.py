"""The axis of time: months or quarters of a short time, else years. A year is written under the middle of its year, not at
the line where the next one begins."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.charts.axes import BREAK, size
from ledger.charts.figure import View
from ledger.charts.moments import Moment, moment
from ledger.charts.theme import width_of
from ledger.language import manner


@dataclass(frozen=True)
class Calendar:
    """The ticks of a time axis: where, which words, and the lines at which a new year begins."""

    values: tuple[float, ...]
    words: tuple[str, ...]
    lines: tuple[float, ...] = ()


def calendar(view: View, moments: Sequence[Moment], low: float, high: float, width: float) -> Calendar:
    """Ticks for moments between ``low`` and ``high`` on ``width`` pixels: months or quarters of a short time, else years."""
    grains = {m.grain for m in moments}
    years = sorted({int(m.at) for m in moments})
    per_year = width / max(high - low, 1e-9)
    if grains <= {"day", "month", "quarter"} and years[-1] - years[0] <= 2:
        quarterly = grains == {"quarter"}
        named = _quarters(years) if quarterly else _months(view, years)
        inside = [(at, words, n) for at, words, n in named if low <= at <= high]
        widest = max((width_of(w, size(view)) for _, words, _ in inside for w in words.split(BREAK)), default=0) + 8
        step = next(s for s in ((1, 2, 4) if quarterly else (1, 2, 3, 6, 12)) if per_year / (4 if quarterly else 12) * s >= widest or s in (4, 12))
        kept = [(at, words) for at, words, n in inside if n % step == 0] or [(at, words) for at, words, _ in inside[:1]]
        return Calendar(tuple(at for at, _ in kept), _with_years(kept), tuple(float(y) for y in range(years[0] + 1, years[-1] + 1) if low < y < high))
    own = [y + 0.5 for y in years if low <= y + 0.5 <= high] if grains <= {"year"} else []
    room = width_of("2024", size(view)) + 12
    if own and all(b - a >= room / per_year for a, b in itertools.pairwise(own)):
        return Calendar(tuple(own), tuple(str(int(y)) for y in own))
    step = next((s for s in (1, 2, 5, 10, 20, 50) if s * per_year >= room), 100)
    shown = [y for y in range(int(low) - 1, int(high) + 1) if y % step == 0 and low <= y + 0.5 <= high] or years[:1]
    lines = tuple(float(y) for y in range(int(low) + 1, int(high) + 1) if y % step == 0) if grains - {"year"} and step == 1 else ()
    return Calendar(tuple(y + 0.5 for y in shown), tuple(map(str, shown)), lines)


def _months(view: View, years: Sequence[int]) -> list[tuple[float, str, int]]:
    names = manner(view.language).months_short
    return [(moment(f"{y}-{m:02}").at, f"{names[m - 1]}{BREAK}{y}", m - 1) for y in range(years[0], years[-1] + 1) for m in range(1, 13)]


def _quarters(years: Sequence[int]) -> list[tuple[float, str, int]]:
    return [(moment(f"{y}-Q{q}").at, f"Q{q}{BREAK}{y}", q - 1) for y in range(years[0], years[-1] + 1) for q in range(1, 5)]


def _with_years(kept: Sequence[tuple[float, str]]) -> tuple[str, ...]:
    """The year stands below the first of its ticks only."""
    written, seen = [], ""
    for _, words in kept:
        name, year = words.split(BREAK)
        written.append(words if year != seen else name)
        seen = year
    return tuple(written)
