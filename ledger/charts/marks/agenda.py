"""An agenda: what happens when, a line each, under its year. Names are written out, however long."""

from __future__ import annotations

from ledger.charts.declared.points import Scene
from ledger.charts.declared.values import printed
from ledger.charts.marks.mark import Drawing, Mark, by_one
from ledger.charts.theme import ink, width_of

LINE, GAP = 16, 9
"""Pixels from one line to the next, and between two dates."""


def _draw(scene: Scene) -> Drawing:
    from ledger.charts import axes
    from ledger.charts.axes import BREAK, size
    from ledger.charts.marks.canvas import Canvas
    from ledger.charts.marks.inks import tone_ink

    view, column = scene.view, str(scene.asked.x)
    dated = [p for p in scene.points if getattr(p.row, column)]
    order = sorted(dated, key=lambda p: _due(printed(getattr(p.row, column))))
    canvas = Canvas(view.width - 8)
    margin = width_of("2000", size(view)) + 14
    days = max((width_of(p.across, size(view)) for p in order), default=0) + 22
    left = margin + 10 + (0 if view.narrow else days)
    y, year = 4.0, ""
    marks = []
    for point in order:
        now = _due(printed(getattr(point.row, column)))[:4]
        if now != year:
            y += 8 if year else 0
            canvas.rules([(0, y - 4, canvas.width, y - 4)])
            canvas.text(0, y + LINE / 2, now, weight=600)
            year = now
        colour = "ink-3" if point.tone == "pale" else "ink"
        marks.append({"x": margin, "y": y + LINE / 2, "ink": ink(tone_ink(scene, point)), "label": point.label})
        canvas.text(margin + 10, y + LINE / 2, point.across, colour="ink-2" if colour == "ink" else "ink-3")
        y += LINE if view.narrow else 0
        for line in axes.wrap(view, point.name, (canvas.width - left) * 0.95).split(BREAK):
            canvas.text(left, y + LINE / 2, line, colour=colour)
            y += LINE
        y += GAP
    canvas.height = y
    canvas.marks(marks, "circle", 44)
    return Drawing(canvas.chart(), order, [p for p in scene.points if p not in order])


def _due(date: str) -> str:
    """The last day of a date, to order by: a year stands behind its days."""
    last = date.rpartition("/")[2].strip("~?%") or date
    return (last + "-99-99")[:10] if len(last) < 10 else last


MARK = Mark(
    name="agenda",
    about="what happens when, a line each under its year; `x` is the date",
    numbers=lambda asked: [],
    needs=lambda asked: by_one(asked, "line of an agenda"),
    draw=_draw,
    across=lambda asked: str(asked.x),
    dated=True,
    when=printed,
    takes=frozenset(("colour", "highlight", "red")),
)
