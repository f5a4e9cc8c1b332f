"""The drawing of a series: a few lines over time, placed here and written as SVG by a template, without a browser and without Vega.

The scale begins at zero. A value that is not exact is hollow, a range is a bar from end to end. A date stands under its point, the
middle of what it means. Words that would touch others are left out: the table below has them all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.charts.svg import balanced
from ledger.charts.theme import INKS, NARROW, WIDE, width_of
from ledger.charts.ticks import in_words, ticks
from ledger.render.series import moment_of, signed

INK = ("was", "hue-2", "hue-3", "hue-4", "hue-5")
"""Reported values are black; several lines differ in hue."""
HEIGHT, TOP, BOTTOM, LEADING = 220, 24, 26, 15
"""Pixels of the plot, above it, below it, and from one line of words to the next."""
_MANY = 40
"""With more points than these, they are not shown one by one."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Mark:
    """A value: its place, its words, whether it is inexact, and where its range ends."""

    x: float
    y: float
    label: str
    hollow: bool
    until: float | None


@dataclass(frozen=True)
class Curve:
    """A line: its ink (a name and a colour), its points as SVG has them, and what stands on it."""

    ink: tuple[str, str]
    points: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Words:
    """Words in a drawing; ``anchor`` is SVG's. ``ink`` is that of the line they belong to."""

    x: float
    y: float
    text: str
    anchor: str
    ink: tuple[str, str]


@dataclass(frozen=True)
class Drawing:
    """``rules`` are the heights of the horizontal lines, zero the first."""

    width: int
    height: int
    left: float
    right: float
    size: float
    rules: tuple[float, ...]
    curves: tuple[Curve, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Speech:
    """How an edition says things: the name of a row's line, its value with and without its unit, its date; ``factor`` is what a unit's
    number is multiplied with; ``line`` is what rows of one line have alike."""

    name: Callable[[Any], str]
    value: Callable[[Any], str]
    number: Callable[[Any], str]
    date: Callable[[Any], str]
    factor: float
    language: str
    line: Callable[[Any], Any]


def draw(rows: Sequence[Any], speech: Speech, narrow: bool) -> Drawing:
    """The drawing of rows of one panel (``series.panel_of``), all with a date and a value."""
    size, width = (12.0, NARROW) if narrow else (12.5, WIDE)
    lines: dict[Any, list[Any]] = {}
    for row in rows:
        lines.setdefault(speech.line(row), []).append(row)
    scale = [0.0, *(v * speech.factor for row in rows for v in _ends(row))]
    reach = (max(scale) - min(scale)) or 1.0
    low, high = min(scale) - (0.1 * reach if min(scale) < 0 else 0), max(scale) + 0.12 * reach
    heights = ticks(low, high, 5)
    numbers = [in_words(v, speech.language) for v in heights]
    left = max(width_of(n, size) for n in numbers) + 10
    names = {key: balanced(f"{speech.name(of[0])} {speech.value(of[-1])}", size, width * (0.34 if narrow else 0.28)) for key, of in lines.items()}
    right = width - (max(width_of(line, size) for name in names.values() for line in name) + 16 if len(lines) > 1 else 24)
    times = [at.at for row in rows if (at := moment_of(row))]
    first, last = min(times), max(times)

    def x_of(row: Any) -> float:
        at = moment_of(row)
        return left + 14 + ((at.at if at else last) - first) / (last - first or 1.0) * (right - left - 20)

    def y_of(value: float) -> float:
        return TOP + (high - value) / (high - low) * HEIGHT

    curves = []
    for (_, of), name in zip(lines.items(), INK, strict=False):
        marks = []
        for row in of:
            value, *until = (v * speech.factor for v in _ends(row))
            inexact = getattr(row, "comparator", None) not in (None, "=")
            marks.append(
                Mark(_short(x_of(row)), _short(y_of(value)), f"{speech.date(row)}: {speech.value(row)}", inexact, _short(y_of(until[0])) if until else None)
            )
        points = " ".join(f"{m.x:g},{m.y:g}" for m in marks)
        curves.append(Curve((name, INKS[name]), points, tuple(marks) if len(of) <= _MANY else (marks[0], marks[-1])))
    grey, black = ("ink-2", INKS["ink-2"]), ("ink", INKS["ink"])
    words = [Words(_short(left - 8), _short(y_of(v) + size / 3), number, "end", grey) for v, number in zip(heights, numbers, strict=True)]
    words += _dates([(x_of(row), speech.date(row)) for row in rows], left, width, size, grey)
    if len(lines) > 1:
        words += _named([(c, names[key]) for key, c in zip(lines, curves, strict=False)], right + 10)
    else:
        words += _values(curves[0].marks, [speech.number(row) for row in _at(rows, curves[0].marks)], left, width, size, black)
    rules = (_short(y_of(0.0)), *(_short(y_of(v)) for v in heights if v))
    return Drawing(width, TOP + HEIGHT + BOTTOM, _short(left), _short(right), size, rules, tuple(curves), tuple(words))


def _ends(row: Any) -> list[float]:
    """The value of a row as it is drawn, and the other end of a range."""
    other = getattr(row, "value_max", None)
    return [signed(row), *([float(other) * (-1 if signed(row) < 0 else 1)] if other is not None else [])]


def _at(rows: Sequence[Any], marks: Sequence[Mark]) -> list[Any]:
    return list(rows) if len(marks) == len(rows) else [rows[0], rows[-1]]


def _dates(places: Sequence[tuple[float, str]], left: float, width: float, size: float, ink: tuple[str, str]) -> list[Words]:
    """Dates under their points: the first, the last, and of the others those that have room."""
    every = sorted(dict.fromkeys(places))
    taken: list[Box] = []
    found = []
    for x, text in dict.fromkeys([every[0], every[-1], *every]):
        half = width_of(text, size) / 2
        middle = min(max(x, left + half - 14), width - half)
        box = (middle - half, 0.0, middle + half, 1.0)
        if not any(_touch(box, other, 10) for other in taken):
            taken.append(box)
            found.append(Words(_short(middle), TOP + HEIGHT + 18, text, "middle", ink))
    return found


def _named(curves: Sequence[tuple[Curve, list[str]]], x: float) -> list[Words]:
    """The name of each line and its last value beside its end, moved down where it would touch the one above."""
    found: list[Words] = []
    free = 0.0
    for curve, name in sorted(curves, key=lambda item: item[0].marks[-1].y):
        top = max(curve.marks[-1].y - LEADING * (len(name) - 1) / 2 + 4, free)
        found += [Words(_short(x), _short(top + LEADING * n), line, "start", curve.ink) for n, line in enumerate(name)]
        free = top + LEADING * len(name) + 2
    over = max(free - LEADING - (TOP + HEIGHT + BOTTOM), 0.0)
    return [Words(w.x, _short(w.y - over), w.text, w.anchor, w.ink) for w in found] if over else found


def _values(marks: Sequence[Mark], texts: Sequence[str], left: float, width: float, size: float, ink: tuple[str, str]) -> list[Words]:
    """Values above their points: the last, the first, the highest and the lowest, and of the others those that have room."""
    order = [len(marks) - 1, 0, min(range(len(marks)), key=lambda n: marks[n].y), max(range(len(marks)), key=lambda n: marks[n].y), *range(len(marks))]
    taken: list[Box] = [(m.x - 4, m.y - 4, m.x + 4, m.y + 4) for m in marks]
    found = []
    for n in dict.fromkeys(order):
        mark, half = marks[n], width_of(texts[n], size) / 2
        middle = min(max(mark.x, left + half), width - half)
        top = min(mark.y, mark.until if mark.until is not None else mark.y)
        box = (middle - half, top - 22, middle + half, top - 8)
        if not any(_touch(box, other, 3) for other in taken):
            taken.append(box)
            found.append(Words(_short(middle), _short(top - 9), texts[n], "middle", ink))
    return found


def _touch(a: Box, b: Box, apart: float) -> bool:
    return a[0] < b[2] + apart and b[0] < a[2] + apart and a[1] < b[3] and b[1] < a[3]


def _short(value: float) -> float:
    return round(value, 1)
