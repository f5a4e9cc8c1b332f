"""Sparklines: a small line over time for each name, on a scale of its own from zero, its first and its last number written out.

Each may have a unit of its own, since nothing is compared between them but their course; they share the axis of time.
"""

from __future__ import annotations

from itertools import pairwise

from ledger.charts.declared.asked import Asked
from ledger.charts.declared.points import Point, Scene
from ledger.charts.declared.values import moment_of, printed
from ledger.charts.marks.mark import Drawing, Mark, Needed, by_one, valued
from ledger.charts.moments import moment
from ledger.charts.theme import ink, width_of

TALL, GAP, LINE = 44.0, 18.0, 15
"""Pixels of a line, from one to the next, and from one line of a name to the next."""


def _draw(scene: Scene) -> Drawing:
    from ledger.charts import axes
    from ledger.charts.axes import BREAK, size
    from ledger.charts.marks.canvas import Canvas
    from ledger.charts.marks.inks import tone_ink

    view, along = scene.view, str(scene.asked.x)
    dated = [p for p in scene.points if not p.missing and getattr(p.row, along)]
    when = {id(p): moment(printed(getattr(p.row, along))) for p in dated}
    groups: dict[str, list[Point]] = {}
    for point in sorted(dated, key=lambda p: when[id(p)].at):
        groups.setdefault(point.name, []).append(point)
    start, stop = min(m.at for m in when.values()), max(m.at for m in when.values())
    canvas, y = Canvas(view.width - 8), 4.0
    names = {name: axes.wrap(view, name, canvas.width if view.narrow else view.width / 3).split(BREAK) for name in groups}
    left = 0.0 if view.narrow else max(width_of(line, size(view)) for lines in names.values() for line in lines) + 14
    before = max(width_of(own[0].words[0], size(view)) for own in groups.values()) + 12
    after = max(width_of(own[-1].words[0], size(view)) for own in groups.values()) + 12
    x0, x1 = (18.0, canvas.width - 18) if view.narrow else (left + before, canvas.width - after)
    marks = []
    drawn: list[Point] = []
    for name, own in groups.items():
        for n, line in enumerate(names[name]):
            canvas.text(0, y + 8 + n * LINE + (0 if view.narrow else (TALL - LINE * len(names[name])) / 2), line, colour="ink-2" if view.narrow else "ink")
        y += LINE * (len(names[name]) + 1) + 8 if view.narrow else 0
        numbers = [float(p.numbers[0] or 0) for p in own]
        low, high = min(0.0, *numbers), max(0.0, *numbers)
        places = [
            (x0 if stop == start else x0 + (when[id(p)].at - start) / (stop - start) * (x1 - x0), y + TALL - (v - low) / ((high - low) or 1) * TALL)
            for p, v in zip(own, numbers, strict=True)
        ]
        zero = y + TALL + low / ((high - low) or 1) * TALL
        canvas.rules([(x0, zero, x1, zero)])
        colour = tone_ink(scene, own[0])
        canvas.rules([(*a, *b) for a, b in pairwise(places)], colour, 2)
        marks += [{"x": a, "y": b, "ink": ink(tone_ink(scene, p)), "label": p.label} for p, (a, b) in zip(own, places, strict=True)]
        if view.narrow:  # above the line, for there is no room beside it
            canvas.text(0, y - 10, own[0].words[0], colour="ink-2")
            if len(own) > 1:
                canvas.text(canvas.width, y - 10, own[-1].words[0], align="right")
        else:
            canvas.text(places[0][0] - 8, places[0][1], own[0].words[0], align="right", colour="ink-2")
            if len(own) > 1:
                canvas.text(places[-1][0] + 8, places[-1][1], own[-1].words[0])
        for place, point in {0: own[0], len(own) - 1: own[-1]}.items():
            canvas.text(places[place][0], y + TALL + 11, point.across, align="center", colour="ink-2")
        drawn += own
        y += TALL + GAP + 10
    canvas.height = y
    canvas.marks(marks, "circle", 50)
    return Drawing(canvas.chart(), drawn, [p for p in scene.points if not any(p is d for d in drawn)])


def _needs(asked: Asked) -> list[Needed]:
    value = valued(asked, "the lines go by")
    return [*by_one(asked, "spark"), value]


MARK = Mark(
    name="spark",
    about="a small line over time for each name, each on a scale of its own; `x` is the date, `value` the number",
    numbers=lambda asked: [asked.value],
    needs=_needs,
    draw=_draw,
    turns=False,
    apart=lambda asked: [str(asked.x)],
    across=lambda asked: str(asked.x),
    takes=frozenset(("colour", "highlight", "red", "value")),
    key="value",
    dated=True,
    when=moment_of,
    alone=True,
)
