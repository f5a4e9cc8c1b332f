"""Dumbbells: from one number to another, a row each."""

from __future__ import annotations

from ledger.charts.declared.points import Scene
from ledger.charts.marks.mark import Drawing, Mark, from_one_to_another
from ledger.charts.theme import width_of


def _draw(scene: Scene) -> Drawing:
    from ledger.charts import axes, forms, scales
    from ledger.charts.marks.frame import frame_of
    from ledger.charts.marks.guides import guided, guides_of
    from ledger.charts.marks.inks import colours

    view, frame, every = scene.view, frame_of(scene), frame_of(scene, scene.every)
    width = axes.plot_width(view, [axes.fitted(view, p.name) for p in scene.all])
    guides = guides_of(scene)
    sides: list[scales.Beside] = [(edge, 8.0, 8.0) for g in guides for edge in (g.start, g.end)]
    for start, end, words in zip(every["n0"], every["n1"], every["words"], strict=True):
        room = width_of(words, axes.size(view)) + 14
        if start == start and end == end:
            sides += [(start, 6.0, 6.0), (end, room, 8.0) if end <= start else (end, 8.0, room)]
    low, high = scales.span(width, sides)
    axis = scales.axis(view, scales.across(view, low, high, width), title=scene.unit(scene.columns[-1]) or None, grid=True)
    colour, frame["ink"] = colours(scene, scene.points)
    chart = forms.dumbbell(view, frame, start="n0", end="n1", y="name", text="words", title="", domain=[low, high], colour=colour, axis=axis)
    return Drawing(guided(chart, scene, guides, width, low, high), scene.points, [])


MARK = Mark(
    name="dumbbell",
    about="two dots and the way between them for each row",
    numbers=lambda asked: [str(column) for column in asked.x],
    needs=lambda asked: from_one_to_another(asked, "dumbbell"),
    draw=_draw,
    apart=lambda asked: [],
    takes=frozenset(("order", "colour", "highlight", "red", "panels", "reference", "band")),
)
