"""Scales: how far an axis goes so that every word beside a mark still fits, and where its ticks stand.

Ticks are computed here and not in the browser, so that an axis writes numbers as the labels, the table and the page do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from ledger.charts.axes import size
from ledger.charts.figure import View
from ledger.charts.theme import width_of
from ledger.charts.ticks import in_words as ticks_in_words
from ledger.charts.ticks import ticks as ticks

Beside = tuple[float, float, float]
"""A value, and the pixels that words need left and right of it."""


def span(width: float, marks: Iterable[Beside], most: float = 0.42) -> tuple[float, float]:
    """The two ends of a scale ``width`` pixels wide on which every mark has its room, on a side no more than ``most`` of the width. One value,
    or none, gets room around it."""
    most *= width
    placed = [(v, min(left, most), min(right, most)) for v, left, right in marks] or [(0.0, 0.0, 0.0)]
    low, high = min(v for v, *_ in placed), max(v for v, *_ in placed)
    if low == high:
        reach = abs(low) * 0.5 or 1.0
        low, high = (low, high + reach) if low >= 0 else (low - reach, high)
        placed += [(low, 0.0, 0.0), (high, 0.0, 0.0)]  # or the scale would close upon that value
    for _ in range(40):
        per_pixel = (high - low) / width
        low, high = min(v - left * per_pixel for v, left, _ in placed), max(v + right * per_pixel for v, _, right in placed)
        if high <= low:
            high = low + 1.0
    return _short(low), _short(high)


def from_zero(view: View, width: float, values: Sequence[float | None], texts: Sequence[str], gap: float = 10) -> tuple[float, float]:
    """The span of bars from zero, each with its words behind its outer end."""
    marks: list[Beside] = [(0.0, 0.0, 0.0)]
    for value, text in zip(values, texts, strict=True):
        room = width_of(text, size(view)) + gap
        v = 0.0 if value is None or value != value else float(value)
        marks.append((v, room, 0.0) if v < 0 else (v, 0.0, room))
    one_sided = min(v for v, *_ in marks) == 0 or max(v for v, *_ in marks) == 0
    return span(width, marks, 0.7 if one_sided else 0.42)


def tick_words(view: View, value: float) -> str:
    """A round number as an axis writes it: large ones in words."""
    return ticks_in_words(value, view.language)


def axis(view: View, values: Sequence[float], words: Sequence[str] | None = None, **more: Any) -> alt.Axis:
    """An axis with ticks at ``values``, each with its words; without them they are numbers."""
    written = [tick_words(view, v) for v in values] if words is None else list(words)
    return alt.Axis(**{"values": list(values), "labelExpr": f"{_list(written)}[indexof({_list(values)}, datum.value)]", "labelOverlap": False, **more})


def across(view: View, low: float, high: float, width: float) -> list[float]:
    """Ticks for an axis that lies: as many as have room beside one another."""
    for most in (6, 5, 4, 3, 2):
        values = ticks(low, high, most)
        if math.fsum(width_of(tick_words(view, v), size(view)) + 18 for v in values) <= width:
            return values
    return values[:1]


def _list(values: Sequence[float | str]) -> str:
    return "[" + ", ".join(f"'{_quoted(v)}'" if isinstance(v, str) else repr(v) for v in values) + "]"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")


def _short(value: float) -> float:
    return float(f"{value:.6g}")
