"""Dumbbells: from one number to another, a row each."""

from __future__ import annotations

from ledger.charts.declared.asked import Asked
from ledger.charts.declared.points import Scene
from ledger.charts.declared.records import Unfit
from ledger.charts.marks.mark import Drawing, Mark, Needed, named
from ledger.charts.theme import width_of


def _draw(scene: Scene) -> Drawing:
    import altair as alt

    from ledger.charts import axes, forms, scales
    from ledger.charts.marks.frame import frame_of
    from ledger.charts.marks.guides import across, guides_of
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
    if guides:
        bands, lines = across(scene, guides, alt.Scale(domain=[low, high], nice=False, zero=False), width, low, high)
        chart.layer = [*bands, *lines, *chart.layer]
    return Drawing(chart, scene.points, [])


def _needs(asked: Asked) -> list[Needed]:
    if not isinstance(asked.x, list) or len(asked.x) != 2:
        raise Unfit("a dumbbell goes from one column to another", "write x: [base_value, value]", "x")
    return [*named(asked), *(Needed("x", column, True) for column in asked.x)]


MARK = Mark(
    name="dumbbell",
    about="two dots and the way between them for each row",
    numbers=lambda asked: [str(column) for column in asked.x],
    needs=_needs,
    draw=_draw,
    apart=lambda asked: [],
    takes=frozenset(("colour", "highlight", "red", "panels", "reference", "band")),
)
