"""Strips: all numbers of a name on one line, as dots that do not hide one another, with the names of the outermost two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ledger.charts.declared.conditions import all_of
from ledger.charts.declared.points import Point, Scene
from ledger.charts.marks.mark import Drawing, Mark, by_one
from ledger.charts.theme import HALO, ink, width_of

DOT, LANE, HEAD, LINE, OVER = 7, 8, 20, 15, 9
"""Pixels: across a dot, from one dot to another that would lie on it, of the line of words above a strip, from one line to the next, and by how much a line to compare
with is longer than the dots stand high."""


def _draw(scene: Scene) -> Drawing:
    import altair as alt
    import pandas as pd

    from ledger.charts import scales
    from ledger.charts.axes import size
    from ledger.charts.layer import Layer
    from ledger.charts.marks.guides import across, guides_of
    from ledger.charts.marks.inks import tone_ink

    view, factor = scene.view, float(scene.factor(scene.columns[0]))
    points, untold = [p for p in scene.points if not p.missing], [p for p in scene.points if p.missing]
    groups = list(dict.fromkeys(p.hue for p in scene.points))  # one without a name where nothing is coloured
    width, margin = float(view.width - 16), 8.0
    guides, log = guides_of(scene), scene.inner.axis.log
    values = [float(p.numbers[0] or 0) * factor for p in scene.every if not p.missing]
    if log:
        placed = [*values, *(edge for g in guides for edge in (g.start, g.end))]
        low, high = min(placed) / 1.6, max(placed) * 1.6
    else:
        low, high = scales.span(width, [*((v, margin, margin) for v in values), *((e, margin, margin) for g in guides for e in (g.start, g.end))])
    low, high = scene.limited(low, high)
    scale: Any = alt.Scale(domain=[low, high], nice=False, zero=False, type="log" if log else "linear")

    def at(value: float) -> float:
        import math

        return (math.log(value / low) / math.log(high / low) if log else (value - low) / (high - low)) * width

    compared = all_of(scene.relation, scene.asked.against, view.ledger) if scene.asked.against else lambda record: False
    rows, marks, words, lines = [], [], [], []
    top = 0.0
    for group in groups:
        mine = [p for p in points if p.hue == group and not compared(p.row)]
        wholes = [p for p in points if p.hue == group and compared(p.row)]
        places = _lanes([at(float(p.numbers[0] or 0) * factor) for p in mine])
        deep = max((abs(n) for n in places), default=0)
        crossed = [at(float(p.numbers[0] or 0) * factor) for p in wholes]
        named = _extremes(scene, mine, [at(float(p.numbers[0] or 0) * factor) for p in mine], width, factor, crossed)
        tall = max((len(each["lines"]) for each in named), default=1)
        above = top + (HEAD if group else 0) + LINE * len(wholes)
        middle = above + 24 + LINE * (tall - 1) + deep * LANE
        rows.append({"y": middle, "line": group, "head": top + 12})
        for point, lane in zip(mine, places, strict=True):
            marks.append(
                {
                    "x": float(point.numbers[0] or 0) * factor,
                    "y": middle + lane * LANE,
                    "label": point.label,
                    "ink": ink(tone_ink(scene, point, by_group=False)),
                }
            )
        for n, whole in enumerate(wholes):
            value, wide = float(whole.numbers[0] or 0) * factor, width_of(f"{whole.name} {whole.words[0]}", size(view))
            foot = above - LINE * (len(wholes) - n - 1) + 2
            words.append({"words": f"{whole.name} {whole.words[0]}", "at": value, "y": foot, "side": "right" if at(value) > wide else "left"})
            struck = any(each["span"][0] - 3 < at(value) < each["span"][1] + 3 for each in named)
            lines.append(
                {"x": value, "y": middle - deep * LANE - 5 if struck else foot + 1, "y2": middle + deep * LANE + OVER, "label": whole.label, "order": n}
            )
        for each in named:
            for n, line in enumerate(reversed(each["lines"])):
                words.append({"at": each["at"], "y": middle - deep * LANE - 7 - n * LINE, "words": line, "side": each["side"]})
        top = middle + deep * LANE + DOT + 6
    down = alt.Scale(domain=[top, 0], nice=False)
    y = alt.Y("y:Q", scale=down, axis=None)
    ticks = [10.0**n for n in range(-6, 13) if low <= 10.0**n <= high] if log else scales.across(view, low, high, width)
    across_axis = scales.axis(view, ticks, title=scene.unit(scene.columns[0]) or None, grid=True)
    x = alt.X("x:Q", scale=scale, axis=across_axis)
    rule = Layer(pd.DataFrame(lines)).mark_rule(strokeWidth=3, color=ink("was")) if lines else None
    layers: list[Any] = [
        Layer(pd.DataFrame(rows)).mark_rule(aria=False, color=ink("rule")).encode(y=y),
        *([rule.encode(x=x, y=y, y2=alt.Y2("y2:Q"), description=alt.Description("label:N"))] if rule else []),
        Layer(pd.DataFrame(marks))
        .mark_circle(size=DOT * DOT, opacity=0.85)
        .encode(x=x, y=y, color=alt.Color("ink:N", scale=None), description=alt.Description("label:N")),
        Layer(pd.DataFrame(rows))
        .mark_text(align="left", baseline="middle", aria=False, fontWeight=600, color=ink("ink"))
        .encode(x=alt.value(0), y=alt.Y("head:Q", scale=down, axis=None), text=alt.Text("line:N")),
    ]
    if words:
        for side in ("left", "right", "center"):
            if part := [w for w in words if w["side"] == side]:
                align: Any = side
                text = Layer(pd.DataFrame(part)).mark_text(align=align, baseline="bottom", aria=False, color=ink("ink-2"), **HALO)
                layers.append(text.encode(x=alt.X("at:Q", scale=scale), y=y, text=alt.Text("words:N")))
    if guides:
        bands, lines = across(scene, guides, scale, width, low, high)
        layers = [*bands, *lines, *layers]
    return Drawing(alt.layer(*layers, width=round(width), height=round(top)), points, untold)


def _lanes(places: Sequence[float]) -> list[int]:
    """How far each dot stands from the middle: 0, 1, -1, 2 …, so that no two lie on one another."""
    taken: dict[int, list[float]] = {}
    found = []
    for place in places:
        lane = next(n for n in (0, *(s * k for k in range(1, len(places) + 1) for s in (1, -1))) if all(abs(place - o) >= DOT for o in taken.get(n, ())))
        taken.setdefault(lane, []).append(place)
        found.append(lane)
    return found


def _extremes(scene: Scene, points: Sequence[Point], places: Sequence[float], width: float, factor: float, crossed: Sequence[float]) -> list[dict[str, Any]]:
    """Who has the smallest and who the largest number, where they do not share it; the largest only, where both names have no room. A name
    stands on its side of what is ``crossed``, the places of lines to compare with."""
    if len(points) < 2:
        return []
    from ledger.charts.axes import BREAK, size, wrap

    found: list[dict[str, Any]] = []
    for pick in (min, max):
        edge = pick(p.numbers[0] or 0 for p in points)
        who = [p for p in points if p.numbers[0] == edge]
        if len(who) > 1:
            continue
        lines = wrap(scene.view, f"{who[0].name} {who[0].words[0]}", width * 0.6).split(BREAK)
        place, wide = places[points.index(who[0])], max(width_of(line, size(scene.view)) for line in lines)
        starts = {"left": place, "center": place - wide / 2, "right": place - wide}
        inside = [s for s in ("center", "left", "right") if starts[s] >= 0 and starts[s] + wide <= width] or ["left" if place < width / 2 else "right"]
        side = next((s for s in inside if not any(starts[s] - 3 < line < starts[s] + wide + 3 for line in crossed)), inside[0])
        start = starts[side]
        found.append({"at": float(edge) * factor, "lines": lines, "side": side, "span": (start, start + wide)})
    return found[1:] if len(found) == 2 and found[0]["span"][1] + 8 > found[1]["span"][0] else found


MARK = Mark(
    name="strip",
    about="all numbers on one line, as dots, or a line for each value of `colour`; the outermost are named",
    numbers=lambda asked: [str(asked.x)],
    needs=lambda asked: by_one(asked, "strip", is_number=True),
    draw=_draw,
    takes=frozenset(("colour", "highlight", "red", "reference", "band", "axis", "panels", "against")),
)
