"""A tile map: a cell for each row, where ``x: [column, row]`` puts it, coloured by ``value`` in few classes, with a key."""

from __future__ import annotations

from decimal import Decimal

from ledger import wording
from ledger.charts.declared.asked import Asked
from ledger.charts.declared.points import Scene
from ledger.charts.declared.records import Unfit
from ledger.charts.marks.mark import Drawing, Mark, Needed, named, valued
from ledger.charts.theme import RAMP, ink, width_of

CLASSES = 4
KEY = 26
"""Pixels that the key takes."""


def breaks_of(values: list[Decimal]) -> list[Decimal]:
    """Where classes begin: the smallest number above nought, then so that each class has about as many tiles; each once."""
    given = sorted(v for v in values if v > 0)
    if not given:
        return []
    found = dict.fromkeys(given[len(given) * n // CLASSES] for n in range(CLASSES))
    return list(found)


def _draw(scene: Scene) -> Drawing:
    from ledger.charts.axes import size, wrap
    from ledger.charts.marks.canvas import Canvas

    view, (across, down) = scene.view, (str(c) for c in scene.asked.x)
    places = [(int(getattr(p.row, across)), int(getattr(p.row, down))) for p in scene.points]
    left, upper = min(c for c, _ in places), min(r for _, r in places)
    places = [(c - left, r - upper) for c, r in places]
    columns, rows = max(c for c, _ in places) + 1, max(r for _, r in places) + 1
    canvas = Canvas(view.width - 8)
    wide = canvas.width / columns
    tall = max(min(wide, 56), 38.0)
    breaks = breaks_of([p.numbers[0] for p in scene.points if p.numbers[0] is not None])
    marks = []
    x = 0.0
    for n, low in enumerate(breaks):
        high = breaks[n + 1] if n + 1 < len(breaks) else None
        words = wording.number(low, view.language) if high is None or high - low == 1 else f"{wording.number(low, view.language)}–"
        if high is None and low != max(p.numbers[0] or 0 for p in scene.points):
            words = f"≥\u00a0{wording.number(low, view.language)}"
        elif high is not None and high - low != 1:
            words = (
                wording.number(low, view.language) + "–" + wording.number(high - 1, view.language)
                if high == high.to_integral_value()
                else f"≥\u00a0{wording.number(low, view.language)}"
            )
        canvas.swatch(x + 7, 8, RAMP[n + 1], 12)
        canvas.text(x + 18, 8, words, colour="ink-2")
        x += width_of(words, size(view)) + 34
    top = KEY if breaks else 0
    for point, (column, row) in zip(scene.points, places, strict=True):
        value = point.numbers[0]
        step = sum(value >= b for b in breaks) if value is not None else 0
        box = {"x": column * wide + 1, "x2": (column + 1) * wide - 1, "y": top + row * tall + 1, "y2": top + (row + 1) * tall - 1}
        marks.append({**box, "ink": RAMP[step] if step else ink("paper"), "label": point.label})
        letters = "paper" if step >= CLASSES else "ink"
        middle = (column + 0.5) * wide
        name = wrap(view, point.name, wide - 2).split("\n")[0]
        if width_of(name, size(view)) <= wide:
            canvas.text(middle, top + row * tall + tall / 2 - 8, name, align="center", colour=letters)
        number = "–" if value is None else wording.number(value, view.language)
        canvas.text(middle, top + row * tall + tall / 2 + 8, number, align="center", colour=letters, weight=600)
    canvas.height = top + rows * tall
    canvas.rects(marks)
    return Drawing(canvas.chart(), scene.points, [])


def _needs(asked: Asked) -> list[Needed]:
    if not isinstance(asked.x, list) or len(asked.x) != 2:
        raise Unfit("a tile has a place", "write x: [column, row], the columns of numbers that say where it lies", "x")
    value = valued(asked, "colours the tiles")
    return [*named(asked), *(Needed("x", str(c), True) for c in asked.x), value]


MARK = Mark(
    name="tiles",
    about="a map of tiles: `x: [column, row]` says where each lies, `value` colours it",
    numbers=lambda asked: [asked.value],
    needs=_needs,
    draw=_draw,
    turns=False,
    apart=lambda asked: [],
    takes=frozenset(("value",)),
    key="value",
)
