"""A square for each row, in blocks: ``x`` names the block, ``colour`` what the square shows, ``y`` what it is."""

from __future__ import annotations

from ledger.charts.declared.points import Scene
from ledger.charts.marks.mark import Drawing, Mark, by_one
from ledger.charts.theme import ink

SIDE, STEP, GAP = 11, 14, 12
"""Pixels of a square, from one to the next, and between two blocks."""


def _draw(scene: Scene) -> Drawing:
    from ledger import wording
    from ledger.charts import axes
    from ledger.charts.axes import BREAK, LEADING, size
    from ledger.charts.marks.canvas import Canvas
    from ledger.charts.marks.inks import hue_names, tone_ink
    from ledger.charts.theme import width_of

    view = scene.view
    blocks = list(dict.fromkeys(p.across for p in scene.points))
    hues = hue_names(scene)
    canvas, y = Canvas(view.width - 8), 0.0
    x = 0.0
    for hue in hues:  # the key
        colour = next(tone_ink(scene, p) for p in scene.points if p.hue == hue)
        wide = width_of(hue, size(view)) + 34
        if x and x + wide > canvas.width:
            x, y = 0.0, y + 18
        canvas.text(x + 18, y + 8, hue, colour="ink-2")
        canvas.swatch(x + 8, y + 8, colour, SIDE)
        x += wide
    y += 28 if hues else 0
    names = {b: axes.wrap(view, b, canvas.width if view.narrow else view.width / 3) for b in blocks}
    left = 0.0 if view.narrow else axes.widest(view, names.values()) + 14
    counted = max(width_of(wording.number(len(scene.points), view.language), size(view)), 16) + 12
    per_line = max(1, int((canvas.width - left - counted) // STEP))
    marks, ordered = [], []
    order = list(hues)
    for block in blocks:
        mine = sorted((p for p in scene.points if p.across == block), key=lambda p: order.index(p.hue) if p.hue in order else 0)
        lines = names[block].split(BREAK)
        for n, line in enumerate(lines):
            canvas.text(0, y + 7 + n * LEADING, line, colour="ink-2" if view.narrow else "ink")
        top = y + (LEADING * len(lines) + 4 if view.narrow else 0)
        canvas.text(left + counted - 12, top + 7, wording.number(len(mine), view.language), align="right", colour="ink-2")
        for n, point in enumerate(mine):
            place = {"x": left + counted + (n % per_line) * STEP + SIDE / 2, "y": top + (n // per_line) * STEP + 7}
            marks.append({**place, "ink": ink(tone_ink(scene, point)), "label": point.label})
            ordered.append(point)
        y = max(top + ((len(mine) - 1) // per_line + 1) * STEP, y + LEADING * len(lines)) + GAP
    canvas.height = y
    canvas.marks(marks, "square", SIDE * SIDE)
    return Drawing(canvas.chart(), ordered, [])


MARK = Mark(
    name="squares",
    series="across",
    about="a square for each row, in the blocks of `x`; `colour` says what it shows",
    numbers=lambda asked: [],
    needs=lambda asked: by_one(asked, "square"),
    draw=_draw,
    across=lambda asked: str(asked.x),
    takes=frozenset(("colour", "highlight", "red")),
    most=1000,
)
