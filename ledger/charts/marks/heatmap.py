"""A table whose cells are coloured by their numbers: the darkest is the largest."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ledger import wording
from ledger.charts.declared.asked import Asked
from ledger.charts.declared.points import Point, Scene, point
from ledger.charts.declared.values import number_of, printed, title_of
from ledger.charts.marks.mark import Drawing, Mark, Needed, named, single, valued
from ledger.charts.moments import moment
from ledger.charts.theme import RAMP, UNDER, ink, width_of


def _draw(scene: Scene) -> Drawing:
    import altair as alt

    from ledger.charts import axes, forms
    from ledger.charts.marks.frame import frame_of

    view, points = scene.view, _grid(scene)
    frame = frame_of(replace(scene, points=points))
    low, high = frame["n0"].min(), frame["n0"].max()
    frame["shade"] = (frame["n0"] - low) / (high - low) if high > low else frame["n0"].where(frame["n0"].isna(), 0.5)
    if scene.asked.shade:
        shades = [number_of(p.row, scene.asked.shade) if p.row is not None else None for p in points]
        frame["ink"], frame["shade"] = [_around(s) for s in shades], [None if s is None else 0.5 for s in shades]
    across = list(dict.fromkeys(p.across for p in points))
    names = list(dict.fromkeys(axes.wrap(view, p.name, view.width / 3) for p in points))
    frame["name"] = [axes.wrap(view, p.name, view.width / 3) for p in points]
    room = (view.width - axes.widest(view, names) - 18) / len(across) - 6
    upright = max(width_of(word, axes.size(view)) for a in across for word in a.split() or [a]) > room
    heads = {a: a if upright else axes.wrap(view, a, room) for a in across}
    frame["across"] = [heads[p.across] for p in points]
    texts = [wording.number(p.numbers[0], view.language) if not p.missing else "–" for p in points]
    fits = max(width_of(t, axes.size(view)) for t in texts) <= room + 2
    frame["short"] = texts if fits else ["–" if p.missing else "" for p in points]
    chart = forms.heatmap(view, frame, x="across", y="name", text="short", columns=list(heads.values()), order=names, upright=upright)
    return Drawing(alt.vconcat(_key(scene, axes.widest(view, names) + 10), chart, spacing=6) if scene.asked.shade else chart, points, [])


MIDDLE = ((Decimal(50), UNDER[0]), (Decimal(75), UNDER[1]), (Decimal(100), UNDER[2]), (Decimal(133), RAMP[1]), (Decimal(200), RAMP[2]))
"""Up to which number a cell has which colour, where 100 is in the middle; 100 itself has none."""


def _around(value: Decimal | None) -> str:
    if value is None or value == 100:
        return ink("paper")
    return next((colour for edge, colour in MIDDLE if value < edge or (value == edge and edge > 100)), RAMP[4])


def _key(scene: Scene, beside: float) -> Any:
    """What the colours say, from the left end of the names, ``beside`` the cells."""
    from ledger.charts.axes import size, wrap
    from ledger.charts.marks.canvas import Canvas

    view, canvas = scene.view, Canvas(scene.view.width - 8)
    y = 8.0
    for line in wrap(view, title_of(scene.table, scene.asked.shade, view.language), canvas.width).split("\n"):
        canvas.text(-beside, y, line, colour="ink-2")
        y += 16
    edges = ["<\u00a050", "50–75", "75–100", "100", "100–133", "133–200", ">\u00a0200"]
    colours = [*UNDER, ink("paper"), RAMP[1], RAMP[2], RAMP[4]]
    wide = max(width_of(e, size(view)) for e in edges) + 26
    fit = max(1, int(canvas.width // wide))
    for n, (words, colour) in enumerate(zip(edges, colours, strict=True)):
        x, down = (n % fit) * wide - beside, y + (n // fit) * 18
        canvas.rules(
            [(x + 1, down - 7, x + 15, down - 7), (x + 1, down + 7, x + 15, down + 7), (x + 1, down - 7, x + 1, down + 7), (x + 15, down - 7, x + 15, down + 7)]
        )
        canvas.swatch(x + 8, down, colour, 13)
        canvas.text(x + 20, down, words, colour="ink-2")
    canvas.height = y + 18 * ((len(edges) - 1) // fit + 1)
    canvas.width -= beside  # as wide as the cells
    return canvas.chart()


def _grid(scene: Scene) -> list[Point]:
    """Every cell of the table, those too that no row has: columns of years or numbers in their order, others as they come."""
    across = list(dict.fromkeys(p.across for p in scene.points))
    raw = {p.across: getattr(p.row, str(scene.asked.x), None) for p in scene.points}
    with contextlib.suppress(ValueError):  # what is no time and no number comes as it stands in the table
        order = {a: _place_of(raw[a]) for a in across}
        across.sort(key=lambda a: order[a])
    found = {(p.name, p.across): p for p in scene.points}
    names = dict.fromkeys(p.name for p in scene.points)
    return [found.get((n, a)) or point(scene.view, scene.asked, scene.table, None, scene.columns, n, a) for n in names for a in across]


def _place_of(value: Any) -> float:
    """Where a number or a date stands among others. Raises ``ValueError`` for what is neither."""
    if isinstance(value, int | Decimal) and not 1000 < value < 3000:
        return float(value)
    return moment(printed(value)).at


def _needs(asked: Asked) -> list[Needed]:
    across = single(asked, "x", "heatmap", "name one, or write mark: dumbbell")
    value = valued(asked, "colours the cells")
    return [*named(asked), Needed("x", across), value]


MARK = Mark(
    name="heatmap",
    series="name",
    about="a table whose cells are coloured by their numbers",
    numbers=lambda asked: [asked.value],
    needs=_needs,
    draw=_draw,
    apart=lambda asked: [str(asked.x)],
    across=lambda asked: str(asked.x),
    takes=frozenset(("order", "value", "shade")),
    key="value",
)
