"""Slopes: from one number to another for each name, both ends written out and kept apart."""

from __future__ import annotations

from typing import Any

from ledger.charts.declared.points import Scene
from ledger.charts.declared.values import title_of
from ledger.charts.marks.mark import Drawing, Mark, from_one_to_another
from ledger.charts.theme import ink, width_of

HEIGHT, LINE = 260, 16


def _draw(scene: Scene) -> Drawing:
    from ledger.charts import axes
    from ledger.charts.axes import BREAK, size
    from ledger.charts.lines import spread
    from ledger.charts.marks.canvas import Canvas
    from ledger.charts.marks.inks import tone_ink

    view = scene.view
    points, untold = [p for p in scene.points if not p.missing], [p for p in scene.points if p.missing]
    numbers = [[float(n or 0) for n in p.numbers] for p in points]
    low, high = min(min(n) for n in numbers), max(max(n) for n in numbers)
    low = min(low, 0.0) if low < high * 0.5 else low
    reach = (high - low) or 1.0
    canvas = Canvas(view.width - 8)
    first = max(width_of(p.words[0], size(view)) for p in points) + 12
    room = canvas.width * (0.42 if view.narrow else 0.38)
    last = [axes.wrap(view, f"{p.words[1]} {p.name}", room) for p in points]
    right = max(width_of(line, size(view)) for name in last for line in name.split(BREAK)) + 12
    x1, x2, top = first, canvas.width - right, 30.0
    height = max(HEIGHT, sum(LINE * (name.count(BREAK) + 1) for name in last) + 10)
    place = [[top + (high - v) / reach * height for v in n] for n in numbers]
    heads = [title_of(scene.table, c, view.language) for c in scene.columns]
    canvas.text(x1, 8, heads[0], align="right" if width_of(heads[0], size(view)) <= x1 else "left", colour="ink-2")
    canvas.text(x2, 8, heads[1], colour="ink-2")
    lines: dict[str, list[tuple[float, float, float, float]]] = {}
    marks = []
    for side, x in ((0, x1), (1, x2)):
        order = sorted(range(len(points)), key=lambda n: place[n][side])
        heights = [LINE * ((last[n].count(BREAK) + 1) if side else 1) for n in order]
        middles = spread([place[n][side] - top for n in order], heights, height)
        for n, middle in zip(order, middles, strict=True):
            colour = tone_ink(scene, points[n])
            if not side:
                canvas.text(x - 8, top + middle, points[n].words[0], align="right", colour="ink-2")
                continue
            written = last[n].split(BREAK)
            for k, line in enumerate(written):
                canvas.text(x + 8, top + middle + LINE * (k - (len(written) - 1) / 2), line, colour="ink" if colour == "ink-3" else colour)
    for point, (a, b) in zip(points, place, strict=True):
        colour = tone_ink(scene, point)
        lines.setdefault(colour, []).append((x1, a, x2, b))
        marks.append({"x": x2, "y": b, "ink": ink(colour), "label": point.label})
    for colour, paths in lines.items():
        canvas.rules(paths, colour, 2)
    starts: list[dict[str, Any]] = [{"x": x1, "y": a, "ink": ink(tone_ink(scene, p))} for p, (a, _) in zip(points, place, strict=True)]
    for start in starts:
        canvas.swatch(start["x"], start["y"], start["ink"], 7, "circle")
    canvas.marks(marks, "circle", 60)
    canvas.height = top + height + 8
    return Drawing(canvas.chart(), points, untold)


MARK = Mark(
    name="slope",
    about="a line from one number to another for each name",
    numbers=lambda asked: [str(column) for column in asked.x],
    needs=lambda asked: from_one_to_another(asked, "slope"),
    draw=_draw,
    turns=False,
    apart=lambda asked: [],
    takes=frozenset(("colour", "highlight", "red")),
)
