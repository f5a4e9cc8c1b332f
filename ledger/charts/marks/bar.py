"""Bars from zero, one a row, the value in words behind its end.

What is no exact number does not look like one: a range ends pale, "about" is hollow, "at least" and "at most" end in a point to the side
on which the number may lie.
"""

from __future__ import annotations

from typing import Any

from ledger import wording
from ledger.charts.declared.asked import Asked
from ledger.charts.declared.points import ABOUT, Point, Scene
from ledger.charts.marks.mark import Drawing, Mark, Needed, named, single
from ledger.charts.theme import ink, width_of


def _draw(scene: Scene) -> Drawing:
    import altair as alt

    from ledger.charts import axes, forms, scales
    from ledger.charts.marks.frame import frame_of, further
    from ledger.charts.marks.guides import across, guides_of
    from ledger.charts.marks.inks import colours

    view, frame = scene.view, frame_of(scene)
    every = frame_of(scene, scene.every)
    width, title = axes.plot_width(view, [axes.fitted(view, p.name) for p in scene.all]), ""
    if max(width_of(w, axes.size(view)) for w in every["words"]) > width * 0.45:  # the unit stands below, the numbers alone beside the bars
        title = scene.unit(scene.columns[0])
        for each, points in ((frame, scene.points), (every, scene.every)):
            each["words"] = [p.words[-1].removesuffix(title).rstrip() if not p.missing else w for p, w in zip(points, each["words"], strict=True)]
    for each, points in ((frame, scene.points), (every, scene.every)):
        each["words"] = [f"{w}{view.t('comma')}{p.note}" if p.note else w for w, p in zip(each["words"], points, strict=True)]
    guides = guides_of(scene)
    frame["tick"], every["tick"] = (further(scene, scene.asked.tick, points) for points in (scene.points, scene.every))
    ends = [max(a, b, key=abs) if b == b else a for a, b in zip(every["n0"], every["upper"], strict=True)]
    ends = [max(a, t, key=abs) if t == t and a == a and a * t >= 0 else a for a, t in zip(ends, every["tick"], strict=True)]
    edges = [edge for guide in guides for edge in (guide.start, guide.end)]
    low, high = scales.from_zero(view, width, [*ends, *every["tick"], *edges], [*every["words"], *("" for _ in ends), *("" for _ in edges)])
    start, end = scene.limited(low, high)
    low, high = min(low, start), max(high, end)  # the words behind a bar keep their room
    colour, frame["ink"] = colours(scene, scene.points)
    frame["at"] = [b if b == b else a for a, b in zip(frame["n0"], frame["upper"], strict=True)]
    frame["at"] = [max(a, t, key=abs) if t == t and a == a and a * t >= 0 else a for a, t in zip(frame["at"], frame["tick"], strict=True)]
    chart: Any = forms.bars(view, frame, x="n0", y="name", text="words", title="", colour=colour, domain=(low, high), ticks=False, ends="at", width=width)
    if title:
        chart.layer[0].encoding.x.axis = alt.Axis(title=title, labels=False, ticks=False, domain=False, grid=False)
    soft = _softened(scene, frame, colour, (low, high))
    bands, lines = across(scene, guides, alt.Scale(domain=[low, high], nice=False), width, low, high, None)
    chart.layer = [*bands, chart.layer[0], *soft, *lines, *chart.layer[1:]]  # words stand before lines
    return Drawing(chart, scene.points, [])


def _softened(scene: Scene, frame: Any, colour: Any, domain: tuple[float, float]) -> list[Any]:
    """Ranges, "about" and bounds over the bars."""
    import altair as alt

    from ledger.charts import axes
    from ledger.charts.layer import Layer

    view, order = scene.view, list(frame["name"])
    down = axes.shift(view, order)
    scale = alt.Scale(domain=list(domain), nice=False)
    frame["sign"] = [_sign(scene, p) for p in scene.points]
    ranged = frame.loc[frame["upper"].notna()]
    names = axes.axis_of_names(view, "name", order)
    more: list[Any] = []
    ticked = frame.loc[frame["tick"].notna()]
    if len(ticked):
        tick = Layer(ticked).mark_tick(thickness=3, size=21, color=ink("ink"), stroke=ink("paper"), strokeWidth=1, yOffset=down, aria=False)
        more.append(tick.encode(y=names, x=alt.X("tick:Q", scale=scale, axis=None)))
    if len(ranged):
        base = Layer(ranged).encode(y=names)
        more.append(
            base.mark_bar(size=13, yOffset=down, opacity=0.4, aria=False).encode(x=alt.X("n0:Q", scale=scale, axis=None), x2=alt.X2("upper:Q"), color=colour)
        )
    about = frame.loc[frame["sign"] == ABOUT]
    if len(about):
        hollow = Layer(about).encode(y=names, x=alt.X("n0:Q", scale=scale, axis=None))
        more.append(hollow.mark_bar(size=9, yOffset=down, color=ink("paper"), aria=False, x2Offset=2, xOffset=-2))
    for signs, shape in ((("≥", ">"), "triangle-right"), (("≤", "<"), "triangle-left")):
        bounded = frame.loc[frame["sign"].isin(signs)]
        if len(bounded):
            base = Layer(bounded).encode(y=names)
            point = base.mark_point(shape=shape, size=70, yOffset=down, filled=True, color=ink("paper"), aria=False, xOffset=-5)
            more.append(point.encode(x=alt.X("n0:Q", scale=scale, axis=None)))
    return more


def _sign(scene: Scene, point: Point) -> str:
    if point.missing or not point.comparator:
        return ""
    return wording.sign(scene.view.ledger, point.comparator).strip() or (ABOUT if point.comparator == "about" else "")


def _needs(asked: Asked) -> list[Needed]:
    return [*named(asked), Needed("x", single(asked, "x", "bar", "name one, or write mark: dumbbell"), True)]


MARK = Mark(
    name="bar",
    about="a bar from zero for each row",
    numbers=lambda asked: [str(asked.x)],
    needs=_needs,
    draw=_draw,
    apart=lambda asked: [],
    takes=frozenset(("order", "colour", "highlight", "red", "panels", "reference", "band", "axis", "notes", "tick", "interval", "about")),
)
