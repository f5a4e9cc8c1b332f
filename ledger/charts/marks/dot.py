"""Dots: one a row of the table, those of one name on one line; equal ones stand beside one another."""

from __future__ import annotations

from ledger.charts.declared.points import Scene
from ledger.charts.marks.mark import Drawing, Mark, by_one
from ledger.charts.theme import ink, width_of


def _draw(scene: Scene) -> Drawing:
    import altair as alt

    from ledger.charts import axes, forms, scales
    from ledger.charts.layer import Layer
    from ledger.charts.marks.frame import frame_of, further
    from ledger.charts.marks.guides import guided, guides_of
    from ledger.charts.marks.inks import colours

    view, frame, every = scene.view, frame_of(scene), frame_of(scene, scene.every)
    order = list(dict.fromkeys(frame["name"]))
    width = axes.plot_width(view, [axes.fitted(view, p.name) for p in scene.all])
    guides = guides_of(scene)
    for name, n in (("least", 0), ("most", 1)):
        column = scene.asked.interval[n] if scene.asked.interval else ""
        frame[name], every[name] = further(scene, column, scene.points), further(scene, column, scene.every)
    whiskers = [(v, 8.0, 8.0) for name in ("least", "most") for v in every[name].dropna()]
    values = [float(v) for v in every["n0"].dropna()]
    room = max(8.0, *(width_of(scales.tick_words(view, v), axes.size(view)) / 2 - 8 for v in values))  # for the tick at the far end
    edges = [(edge, 8.0, 8.0) for g in guides for edge in (g.start, g.end)]
    low, high = scales.span(width, [*([(0.0, 8, 8)] if not scene.inner.axis.from_ else []), *((v, 8.0, room) for v in values), *edges, *whiskers])
    low, high = scene.limited(low, high)
    marks = scales.across(view, low, high, width)
    axis = scales.axis(view, marks, title=scene.unit(str(scene.asked.x)) or None, grid=True)
    colour, frame["ink"] = colours(scene, scene.points)
    chart = forms.dots(view, frame, x="n0", y="name", title="", order=order, colour=colour, text="words", domain=(low, high), axis=axis)
    if whiskers:
        ways = Layer(frame.loc[frame["least"].notna()]).mark_rule(aria=False, strokeWidth=2, color=ink("ink-3"), yOffset=axes.shift(view, order))
        scale = alt.Scale(domain=[low, high], nice=False, zero=False)
        names = axes.axis_of_names(view, "name", order)
        chart.layer = [ways.encode(y=names, x=alt.X("least:Q", scale=scale, axis=axis), x2=alt.X2("most:Q")), *chart.layer]
    return Drawing(guided(chart, scene, guides, width, low, high), scene.points, [])


MARK = Mark(
    name="dot",
    series="name",
    about="a dot for each row, all of one name on one line",
    numbers=lambda asked: [str(asked.x)],
    needs=lambda asked: by_one(asked, "dot", "name one, or write mark: dumbbell", is_number=True),
    draw=_draw,
    takes=frozenset(("order", "colour", "highlight", "red", "panels", "reference", "band", "axis", "interval")),
)
