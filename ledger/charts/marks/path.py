"""A series and where it is to go: what was, as a line from point to point, and the way to a target, dashed, to a hollow point.

A target for several years at once (a yearly rate over a plan) is a level bar over these years. A year is a cell, its name in its middle.
"""

from __future__ import annotations

from typing import Any

from ledger.charts.declared.asked import Asked
from ledger.charts.declared.deriving import year_in
from ledger.charts.declared.points import Point, Scene, point
from ledger.charts.declared.records import record_of
from ledger.charts.declared.values import number_of, printed
from ledger.charts.marks.mark import Drawing, Mark, Needed, single
from ledger.charts.theme import HALO, ink, width_of

HEIGHT, ROOM = 250, 26
"""Pixels that it is high, and that words below a point take."""


def _draw(scene: Scene) -> Drawing:
    import altair as alt
    import pandas as pd

    from ledger.charts import scales
    from ledger.charts.axes import size, top_title
    from ledger.charts.layer import Layer

    view, asked = scene.view, scene.asked
    along = str(asked.x)
    was = sorted((p for p in scene.points if not p.missing and year_in(getattr(p.row, along))), key=lambda p: printed(getattr(p.row, along)))
    untold = [p for p in scene.points if p not in was]
    goals = [found for id in asked.target if (found := _goal(scene, id))]
    factor = float(scene.factor(scene.columns[0]))
    frame = pd.DataFrame([{"x": _middle(p, along), "y": _number(p) * factor, "label": p.label, "words": p.words[0]} for p in was])
    unit = scene.unit(scene.columns[0])
    bare = unit and not unit.startswith(("%", "‰"))
    ends: list[dict[str, Any]] = []
    for goal, first, last in goals:
        span = (first + 0.08, last + 0.92) if last > first else (last + 0.5, last + 0.5)
        ends.append({"x": span[0], "x2": span[1], "y": _number(goal) * factor, "label": goal.label, "words": goal.words[0], "level": last > first})
    xs = [*frame["x"], *(e["x2"] for e in ends), *(e["x"] for e in ends)]
    ys = [*frame["y"], *(e["y"] for e in ends)]
    low, high = min(0.0, *ys), max(ys) * 1.16
    low -= (high - low) * ROOM / HEIGHT if low < 0 else 0  # for the words below the lowest point
    start, stop = int(min(xs)) - 0.05, float(int(max(xs)) + 1) + 0.05
    marks = scales.ticks(low, high, 4)
    left = max(width_of(scales.tick_words(view, v), size(view)) for v in marks) + 16
    width = view.width - left - 10
    years = list(range(int(start + 0.1), int(stop)))
    room = (width_of("2000", size(view)) + 10) / width * (stop - start)
    step = next((s for s in (1, 2, 5, 10, 20) if s >= room), 50)
    shown = [y for y in years if y in {int(x) for x in frame["x"]} or any(int(e["x2"] - 0.1) == y for e in ends)] if step == 1 else []
    shown = shown or [y for y in years if (y - years[0]) % step == 0]
    xscale, yscale = alt.Scale(domain=[start, stop], nice=False, zero=False), alt.Scale(domain=[low, high], nice=False)
    axis = scales.axis(view, [y + 0.5 for y in shown], [str(y) for y in shown], title=None, grid=False, ticks=False)
    upright = top_title(view, unit or "", values=marks)
    upright.labelExpr = scales.axis(view, marks).labelExpr

    def x() -> Any:
        return alt.X("x:Q", scale=xscale, axis=axis)

    y = alt.Y("y:Q", scale=yscale, axis=upright)
    base = Layer(frame)
    layers: list[Any] = [
        base.mark_line(aria=False, color=ink("was")).encode(x=x(), y=y),
        base.mark_circle(size=70, color=ink("was")).encode(x=x(), y=y, description=alt.Description("label:N")),
    ]
    if bare:
        frame["words"] = [w.removesuffix(str(unit)).rstrip() for w in frame["words"]]
    per = width / (stop - start)

    def above_ground(value: float) -> bool:
        return bool((value - low) / ((high - low) or 1) * HEIGHT >= ROOM - 1)

    for n, row in enumerate(frame.to_dict("records")):
        after = frame["y"].iloc[n + 1] if n + 1 < len(frame) else None
        before = frame["y"].iloc[n - 1] if n else None
        crowded = n and (row["x"] - frame["x"].iloc[n - 1]) * per < width_of(str(row["words"]), size(view)) + 4
        if crowded and n + 1 < len(frame):
            continue
        # Beside a line that falls there is room at its upper right, beside one that rises at its upper left, below the end of a fall below.
        down = after is None and before is not None and before > row["y"] and above_ground(row["y"])
        align: Any = "center" if down or after is None else "left" if after < row["y"] else "right"
        text = Layer(pd.DataFrame([row])).mark_text(aria=False, align=align, dx={"left": 5, "right": -5}.get(align, 0), dy=16 if down else -11, **HALO)
        layers.append(text.encode(x=x(), y=y, text=alt.Text("words:N")))
    for end in ends:
        one = pd.DataFrame([end])
        if end["level"]:
            layers.append(
                Layer(one).mark_rule(strokeWidth=4, color=ink("promise")).encode(x=x(), x2=alt.X2("x2:Q"), y=y, description=alt.Description("label:N"))
            )
        else:
            way = pd.DataFrame([{"x": frame["x"].iloc[-1], "y": frame["y"].iloc[-1]}, {"x": end["x"], "y": end["y"]}])
            layers.append(Layer(way).mark_line(aria=False, color=ink("promise"), strokeDash=[5, 4]).encode(x=x(), y=y))
            hollow = Layer(one).mark_point(size=80, filled=True, color=ink("paper"), stroke=ink("promise"), strokeWidth=2, opacity=1)
            layers.append(hollow.encode(x=x(), y=y, description=alt.Description("label:N")))
        words = f"{view.t('chart-target')}{view.t('colon')}{end['words']}"
        wide = width_of(words, size(view))
        middle = ((end["x"] + end["x2"]) / 2 - start) * per
        side: Any = "right" if middle + wide / 2 > width else "left" if middle < wide / 2 else "center"
        at = width if side == "right" else 0 if side == "left" else middle
        below = not end["level"] and frame["y"].iloc[-1] > end["y"] and above_ground(end["y"])
        text = Layer(one).mark_text(aria=False, align=side, dy=17 if below else -14, color=ink("promise"), **HALO)
        layers.append(text.encode(x=alt.value(at), y=y, text=alt.value(words)))
    return Drawing(alt.layer(*layers, width=round(width), height=HEIGHT), [*was, *(goal for goal, *_ in goals)], untold)


def _number(p: Point) -> float:
    return float(p.numbers[0] or 0)


def _middle(p: Point, along: str) -> float:
    return float(year_in(getattr(p.row, along)) or 0) + 0.5


def _goal(scene: Scene, id: str) -> tuple[Point, int, int] | None:
    """A target as a point, with the first and the last year of it."""
    if id not in scene.view.ledger.owner:
        return None
    table, row = scene.view.ledger.owner[id]
    schema = scene.view.ledger.schema.tables[table]
    column = schema.column("value")
    year = getattr(row, schema.column("year")) if schema.column("year") else None
    first, last = year_in(year, first=True), year_in(year)
    if number_of(row, column) is None or first is None or last is None:
        return None
    return point(scene.view, scene.asked, schema, record_of(row), [column], scene.view.t("chart-target"), printed(year)), first, last


def _needs(asked: Asked) -> list[Needed]:
    along = single(asked, "x", "path")
    return [Needed("y", single(asked, "y", "path"), True), Needed("x", along)]


MARK = Mark(
    name="path",
    about="a series over years and the way to its targets: `target: [id]`",
    numbers=lambda asked: [str(asked.y)],
    needs=_needs,
    draw=_draw,
    turns=False,
    apart=lambda asked: [],
    names=lambda asked: [str(asked.x)],
    dated=True,
    when=year_in,
    takes=frozenset(("target",)),
    key="y",
    group="lines",
)
