"""What a drawing within a page is made of. ``templates/parts/drawing.html`` alone writes it as SVG; no browser and no Vega has a part in it.

A drawing is placed here, in pixels, with words measured by the font that the build brings along. Inks are named, so that the page's style
sheet decides on them by day, by night, in print and in forced colours. What a drawing shows stands in words beside it (``Drawn.said``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ledger.charts.svg import balanced
from ledger.charts.theme import INKS, NARROW, width_of

SIZE = 12.0
"""Pixels of words in the drawing of a record, which is as wide as a phone and as the margin of a wide page."""
WIDTH = NARROW
LEADING = 15
"""Pixels from one line of words to the next."""

Box = tuple[float, float, float, float]
Ink = tuple[str, str]
"""The name of an ink, and its colour where no style sheet is."""


def ink(name: str) -> Ink:
    return (name, INKS[name])


@dataclass(frozen=True)
class Path:
    """A line as SVG has it (``M…``); ``opacity`` is below 1 where it is a range."""

    shape: ClassVar[str] = "path"
    d: str
    ink: Ink
    width: float = 1
    opacity: float = 1
    dashed: bool = False


@dataclass(frozen=True)
class Polyline:
    shape: ClassVar[str] = "polyline"
    points: str
    ink: Ink


@dataclass(frozen=True)
class Dot:
    """A value; hollow where it is about or a limit. ``label`` are its words, for who points at it."""

    shape: ClassVar[str] = "dot"
    x: float
    y: float
    ink: Ink
    hollow: bool = False
    label: str = ""


@dataclass(frozen=True)
class Bar:
    """``hollow`` as of a dot."""

    shape: ClassVar[str] = "bar"
    x: float
    y: float
    width: float
    height: float
    ink: Ink
    hollow: bool = False


@dataclass(frozen=True)
class Words:
    """Words in a drawing; ``anchor`` is SVG's. ``ink`` is that of the line they belong to. What lines may cross has an edge of paper (``halo``)."""

    shape: ClassVar[str] = "words"
    x: float
    y: float
    text: str
    anchor: str
    ink: Ink
    strong: bool = False
    halo: bool = False


Shape = Path | Polyline | Dot | Bar | Words


@dataclass(frozen=True)
class Sketch:
    """``stretched`` is one without words that is as wide as there is room."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    size: float = SIZE
    stretched: bool = False


@dataclass(frozen=True)
class Drawn:
    """The drawing of a record: what it goes by on its page, its title, and what it shows in words. ``remarks`` say what a mark means; ``rows``
    are ``(name, value, row)`` of what stands nowhere else on the page; ``keys`` are inks and what they mean."""

    name: str
    title: str
    said: str
    sketch: Sketch
    remarks: tuple[str, ...] = ()
    rows: tuple[tuple[str, str, Any], ...] = ()
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Amount:
    """A line of a drawing of bars: its name, its value (two, of a range) as a number and in words, and the ink of its bar."""

    name: str
    values: tuple[float, ...]
    words: str
    ink: str = "promise-2"
    hollow: bool = False
    strong: bool = False


THICK, APART = 9, 11
"""Pixels of a bar, and between a bar and the next line."""
BESIDE = 0.42
"""The part of the width that names may take beside their bars; longer ones stand above."""


def bars(amounts: Sequence[Amount]) -> Sketch:
    """Bars from zero with their names and values, which are of one kind and unit. Where all are falls, a bar is as long as the fall is great."""
    falls = all(value <= 0 for amount in amounts for value in amount.values)
    ends = [[-v if falls else v for v in amount.values] for amount in amounts]
    low, high = min(0.0, *(v for of in ends for v in of)), max(0.0, *(v for of in ends for v in of))
    names = max(width_of(amount.name, SIZE) for amount in amounts)
    beside = low == 0 and names <= WIDTH * BESIDE
    room = max(width_of(amount.words, SIZE) for amount in amounts) + 8
    left, right = (names + 8 if beside else room if low < 0 else 1.0), WIDTH - (room if high > 0 else 1.0)

    def x_of(value: float) -> float:
        return left + (value - low) / ((high - low) or 1.0) * (right - left)

    zero, top = x_of(0.0), 2.0
    shapes: list[Shape] = []
    for amount, of in zip(amounts, ends, strict=True):
        name = [amount.name] if beside else balanced(amount.name, SIZE, WIDTH)
        for n, line in enumerate(name):
            shapes.append(
                Words(0, short(top + (THICK if beside else SIZE + LEADING * n)), line, "start", ink("ink" if amount.strong else "ink-2"), amount.strong)
            )
        top += 0 if beside else LEADING * len(name) + 2
        near, *far = sorted(of, key=abs)
        first, last = sorted((zero, x_of(near)))
        shapes.append(Bar(short(first), top, max(short(last - first), 0.5), THICK, ink(amount.ink), amount.hollow))
        end = x_of(far[0]) if far else x_of(near)
        if far:
            shapes.append(Path(f"M{short(x_of(near)):g},{top + THICK / 2:g}H{short(end):g}", ink(amount.ink), THICK, 0.4))
        back = (far[0] if far else near) < 0
        shapes.append(Words(short(end + (-5 if back else 5)), top + THICK, amount.words, "end" if back else "start", ink("ink"), amount.strong))
        top += THICK + APART
    height = top - APART + 3
    return Sketch(WIDTH, height, (Path(f"M{short(zero):g},0V{height:g}", ink("ink-3")), *shapes))


def strip(places: Sequence[float], own: Sequence[tuple[float, str, bool]], ends: tuple[str, str]) -> Sketch:
    """A line of what is alike from the least to the most: ``places`` from 0 to 1, ``own`` those of the record with their words and whether
    they are about or limits, ``ends`` the words of the least and the most."""
    left, right, level = 6.0, WIDTH - 6.0, 34.0

    def x_of(place: float) -> float:
        return short(left + place * (right - left))

    others = "".join(f"M{x:g},{level - 6:g}v12" for x in dict.fromkeys(map(x_of, places)))
    shapes: list[Shape] = [Path(f"M{left:g},{level:g}H{right:g}", ink("rule")), Path(others, ink("ink-3"), 1.5)]
    shapes += (Dot(x_of(place), level, ink("promise"), hollow) for place, _, hollow in own)
    shapes += above([(x_of(place), level, words) for place, words, _ in own], [(x_of(place), level) for place, *_ in own], 0, WIDTH, SIZE)
    shapes += [Words(0, level + 24, ends[0], "start", ink("ink-2")), Words(WIDTH, level + 24, ends[1], "end", ink("ink-2"))]
    return Sketch(WIDTH, level + 30, tuple(shapes))


def dates(places: Sequence[tuple[float, str]], y: float, left: float, width: float, size: float) -> list[Words]:
    """Dates under their points: the first, the last, and of the others those that have room."""
    every = sorted(dict.fromkeys(places))
    taken: list[Box] = []
    found = []
    for x, text in dict.fromkeys([every[0], every[-1], *every]):
        half = width_of(text, size) / 2
        middle = min(max(x, left + half - 14), width - half)
        box = (middle - half, 0.0, middle + half, 1.0)
        if not any(touch(box, other, 10) for other in taken):
            taken.append(box)
            found.append(Words(short(middle), y, text, "middle", ink("ink-2"), halo=True))
    return found


def above(order: Iterable[tuple[float, float, str]], points: Sequence[tuple[float, float]], left: float, width: float, size: float) -> list[Words]:
    """Words above their points ``(x, y, text)``, the foremost first; those that would touch others or a point are left out."""
    taken: list[Box] = [(x - 4, y - 4, x + 4, y + 4) for x, y in points]
    found = []
    for x, y, text in order:
        half = width_of(text, size) / 2
        middle = min(max(x, left + half), width - half)
        box = (middle - half, y - 22, middle + half, y - 8)
        if not any(touch(box, other, 3) for other in taken):
            taken.append(box)
            found.append(Words(short(middle), short(y - 9), text, "middle", ink("ink"), halo=True))
    return found


def touch(a: Box, b: Box, apart: float) -> bool:
    return a[0] < b[2] + apart and b[0] < a[2] + apart and a[1] < b[3] and b[1] < a[3]


def short(value: float) -> float:
    return round(value, 1)
