"""The drawing of a series: a few lines over time, placed here.

The scale begins at zero. A value that is not exact is hollow, a range is a bar from end to end. A date stands under its point, the
middle of what it means. Words that would touch others are left out: the table below has them all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.charts.svg import balanced
from ledger.charts.theme import NARROW, WIDE, width_of
from ledger.charts.ticks import in_words, ticks
from ledger.render.drawings.sketch import LEADING, Dot, Ink, Path, Polyline, Shape, Sketch, Words, above, dates, ink, short
from ledger.render.series import moment_of, signed

INK = ("was", "hue-2", "hue-3", "hue-4", "hue-5")
"""Reported values are black; several lines differ in hue."""
HEIGHT, TOP, BOTTOM = 220, 24, 26
"""Pixels of the plot, above it, below it."""
_MANY = 40
"""With more points than these, they are not shown one by one."""


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

    ink: Ink
    points: str
    marks: tuple[Mark, ...]


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

    @property
    def sketch(self) -> Sketch:
        """As it is written: rules, lines with their marks, words."""
        shapes: list[Shape] = [Path(f"M{self.left:g},{y:g}H{self.right:g}", ink("ink-3" if n == 0 else "rule")) for n, y in enumerate(self.rules)]
        for curve in self.curves:
            shapes.append(Polyline(curve.points, curve.ink))
            for mark in curve.marks:
                if mark.until is not None:
                    shapes.append(Path(f"M{mark.x:g},{mark.y:g}V{mark.until:g}", curve.ink, 5, 0.4))
                shapes.append(Dot(mark.x, mark.y, curve.ink, mark.hollow, mark.label))
        return Sketch(self.width, self.height, (*shapes, *self.words), self.size)


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
                Mark(short(x_of(row)), short(y_of(value)), f"{speech.date(row)}: {speech.value(row)}", inexact, short(y_of(until[0])) if until else None)
            )
        points = " ".join(f"{m.x:g},{m.y:g}" for m in marks)
        curves.append(Curve(ink(name), points, tuple(marks) if len(of) <= _MANY else (marks[0], marks[-1])))
    words = [Words(short(left - 8), short(y_of(v) + size / 3), number, "end", ink("ink-2")) for v, number in zip(heights, numbers, strict=True)]
    words += dates([(x_of(row), speech.date(row)) for row in rows], TOP + HEIGHT + 18, left, width, size)
    if len(lines) > 1:
        words += _named([(c, names[key]) for key, c in zip(lines, curves, strict=False)], right + 10)
    else:
        words += _values(curves[0].marks, [speech.number(row) for row in _at(rows, curves[0].marks)], left, width, size)
    rules = (short(y_of(0.0)), *(short(y_of(v)) for v in heights if v))
    return Drawing(width, TOP + HEIGHT + BOTTOM, short(left), short(right), size, rules, tuple(curves), tuple(words))


def _ends(row: Any) -> list[float]:
    """The value of a row as it is drawn, and the other end of a range."""
    other = getattr(row, "value_max", None)
    return [signed(row), *([float(other) * (-1 if signed(row) < 0 else 1)] if other is not None else [])]


def _at(rows: Sequence[Any], marks: Sequence[Mark]) -> list[Any]:
    return list(rows) if len(marks) == len(rows) else [rows[0], rows[-1]]


def _named(curves: Sequence[tuple[Curve, list[str]]], x: float) -> list[Words]:
    """The name of each line and its last value beside its end, moved down where it would touch the one above."""
    found: list[Words] = []
    free = 0.0
    for curve, name in sorted(curves, key=lambda item: item[0].marks[-1].y):
        top = max(curve.marks[-1].y - LEADING * (len(name) - 1) / 2 + 4, free)
        found += [Words(short(x), short(top + LEADING * n), line, "start", curve.ink) for n, line in enumerate(name)]
        free = top + LEADING * len(name) + 2
    over = max(free - LEADING - (TOP + HEIGHT + BOTTOM), 0.0)
    return [Words(w.x, short(w.y - over), w.text, w.anchor, w.ink) for w in found] if over else found


def _values(marks: Sequence[Mark], texts: Sequence[str], left: float, width: float, size: float) -> list[Words]:
    """Values above their points: the last, the first, the highest and the lowest, and of the others those that have room."""
    order = [len(marks) - 1, 0, min(range(len(marks)), key=lambda n: marks[n].y), max(range(len(marks)), key=lambda n: marks[n].y), *range(len(marks))]
    tops = [min(m.y, m.until if m.until is not None else m.y) for m in marks]
    return above([(marks[n].x, tops[n], texts[n]) for n in dict.fromkeys(order)], [(m.x, m.y) for m in marks], left, width, size)
