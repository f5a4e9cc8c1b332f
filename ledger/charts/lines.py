"""Lines over time: one a group, named at its end; a gap where there is no value, bridged by dashes.

The frame has a row a point: ``at`` (years, the middle of the date), ``begin`` and ``end`` of the date, ``value`` (missing: no
data), ``group``, ``text`` (the value in words) and ``label``. Every row is a mark, one without a value too: it lies hollow at
the foot of the drawing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from ledger.charts import scales
from ledger.charts.axes import BREAK, size, top_title, wrap
from ledger.charts.figure import ChartMistake, View
from ledger.charts.layer import Layer
from ledger.charts.moments import Moment
from ledger.charts.theme import ink, width_of
from ledger.charts.time_axis import calendar

HEAVY = 1.22
"""How much wider the heavy letters of names at ends are than those that are measured."""
HEIGHT, LINE = 280, 15
"""Pixels of the drawing, and from one name at the end of a line to the next."""
Box = tuple[float, float, float, float]


def lines(view: View, frame: pd.DataFrame, moments: Sequence[Moment], *, title: str, inks: Mapping[str, str]) -> Any:
    """``inks`` is the ink of each group, in the order in which they are named; one group alone is not named."""
    frame = frame.assign(missing=frame["value"].isna()).sort_values(["group", "at"], kind="stable").reset_index(drop=True)
    _apart(frame)
    given = frame.loc[~frame["missing"]]
    low, high = float(min(given["value"].min(), 0)), float(max(given["value"].max(), 0))
    reach = (high - low) or 1.0
    low, high = low - (0.1 * reach if low < 0 else 0), high + 0.14 * reach
    marks = scales.ticks(low, high, 5)
    left = max(width_of(scales.tick_words(view, v), size(view)) for v in marks) + 12
    names = _names(view, given, inks) if len(inks) > 1 else {}
    right = max((width_of(line, size(view) * HEAVY) for name in names.values() for line in name.split(BREAK)), default=-8) + 14
    width = max(view.width - left - right - 6, 120)
    first, last = float(frame["begin"].min()), float(frame["end"].max())
    edge = 14 if names else max(width_of(t, size(view)) for t in given["text"]) / 2 + 4
    start, stop = scales.span(
        width,
        [(float(a), edge, edge) for a in frame["at"]]
        + [(a, 6.0, 6.0) for a in (first, last) if frame["at"].nunique() == 1 or any(m.grain == "range" for m in moments)],
    )
    days = calendar(view, moments, start, stop, width)
    x = alt.X("at:Q", scale=alt.Scale(domain=[start, stop], nice=False, zero=False), axis=_time_axis(view, days))
    upright = top_title(view, title, values=marks)
    upright.labelExpr = scales.axis(view, marks).labelExpr
    y = alt.Y("value:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=upright)
    colour = alt.Color("group:N", scale=alt.Scale(domain=list(inks), range=[ink(i) for i in inks.values()]), legend=None)

    def place(values: pd.Series) -> list[tuple[float, float]]:
        return [
            (float((a - start) / (stop - start) * width), float((high - v) / (high - low) * HEIGHT))
            for a, v in zip(frame.loc[values.index, "at"], values, strict=True)
        ]

    layers: list[Any] = []
    if days.lines:
        layers.append(Layer(pd.DataFrame({"at": list(days.lines)})).mark_rule(aria=False, color=ink("rule"), strokeWidth=1).encode(x=x))
    if low < 0:
        layers.append(Layer(pd.DataFrame({"value": [0.0]})).mark_rule(aria=False, color=ink("ink-3")).encode(y=y))
    whole, bridges, spans = _runs(frame), _bridges(frame), given.loc[[m.grain == "range" for m in _of(frame, given, moments)]]
    if len(bridges):
        layers.append(
            Layer(bridges)
            .mark_line(aria=False, strokeWidth=1.5, strokeDash=[3, 4])
            .encode(x=x, y=y, color=colour, detail=alt.Detail("bridge:N"), order=alt.Order("at:Q"))
        )
    layers.append(Layer(whole).mark_line(aria=False, strokeWidth=2).encode(x=x, y=y, color=colour, detail=alt.Detail("run:N"), order=alt.Order("at:Q")))
    if len(spans):
        layers.append(Layer(spans).mark_rule(aria=False, strokeWidth=5, opacity=0.35).encode(x=alt.X("begin:Q"), x2=alt.X2("end:Q"), y=y, color=colour))
    big = len(given) <= 40
    points = Layer(given).mark_circle(size=60 if big else 26, opacity=1)
    layers.append(points.encode(x=x, y=y, color=colour, description=alt.Description("label:N")))
    if len(none := frame.loc[frame["missing"]].assign(value=low)):
        for n, (_, mine) in enumerate(none.groupby("group", sort=False)):  # side by side, where several lines have a gap at once
            hollow = Layer(mine).mark_point(filled=False, size=30, strokeWidth=1.2, yOffset=-9 * n)
            layers.append(hollow.encode(x=x, y=y, color=colour if names else alt.ColorValue(ink("ink-3")), description=alt.Description("label:N")))
    spots = place(given["value"])
    if names:
        layers += _ends(view, given, names, spots, x, low, high, colour, right)
        # A drawing is as wide as what it was measured with; readers' letters are wider, and have their room too.
        edge_of_names: Any = {"x": alt.value(width + right - 2), "y": alt.value(0)}
        layers.append(Layer(pd.DataFrame([{"n": 0}])).mark_point(size=1, opacity=0, aria=False).encode(**edge_of_names))
    else:
        layers += _values(view, given, spots, width, x, y)
    return alt.layer(*layers, width=round(width), height=HEIGHT)


def _apart(frame: pd.DataFrame) -> None:
    """Raises ``ChartMistake`` where a line would have two points at one moment."""
    twice = frame.loc[frame.duplicated(["group", "at"], keep=False)]
    if len(twice):
        raise ChartMistake(f"two rows stand at one moment: {' / '.join(twice['label'].iloc[:2])}", "filter, or give each group a line of its own")


def _of(frame: pd.DataFrame, given: pd.DataFrame, moments: Sequence[Moment]) -> list[Moment]:
    by_place = {(m.at, m.begin, m.end): m for m in moments}
    return [by_place[a, b, e] for a, b, e in zip(given["at"], given["begin"], given["end"], strict=True)]


def _time_axis(view: View, days: Any) -> alt.Axis:
    axis = scales.axis(view, days.values, days.words, title=None, grid=False, ticks=True, labelAngle=0, labelLineHeight=LINE)
    axis.labelExpr = f"split({axis.labelExpr}, '\\n')"
    return axis


def _runs(frame: pd.DataFrame) -> pd.DataFrame:
    """The points that have a value, each with the number of the unbroken run that it is in."""
    broken = (frame["missing"].astype(int).groupby(frame["group"], sort=False).cumsum()).astype(int)
    runs = frame.assign(run=[f"{g} {n}" for g, n in zip(frame["group"], broken, strict=True)])
    return runs.loc[~runs["missing"]]


def _bridges(frame: pd.DataFrame) -> pd.DataFrame:
    """Two points for each gap: the last before it and the first after it."""
    found = []
    for _, rows in frame.groupby("group", sort=False):
        before = None
        gap = False
        for row in rows.to_dict("records"):
            if row["missing"]:
                gap = before is not None
                continue
            if gap and before is not None:
                found += [{**end, "bridge": f"{row['group']} {row['at']}"} for end in (before, row)]
            before, gap = row, False
    return pd.DataFrame(found)


def _names(view: View, given: pd.DataFrame, inks: Mapping[str, str]) -> dict[str, str]:
    """What stands at the end of each line: its name and its last value."""
    room = view.width * (0.34 if view.narrow else 0.3)
    last = {g: rows.iloc[-1] for g, rows in given.groupby("group", sort=False)}
    colon = view.t("colon") if "colon" in view.words else ": "
    return {group: wrap(view, f"{group}{colon}{last[group]['text']}", room / HEAVY) for group in inks if group in last}


def _ends(
    view: View, given: pd.DataFrame, names: Mapping[str, str], spots: Sequence[tuple[float, float]], x: Any, low: float, high: float, colour: Any, right: float
) -> list[Any]:
    """The names of the lines beside their last points, moved apart where they would touch."""
    where = {}
    for (px, py), group in zip(spots, given["group"], strict=True):
        where[group] = (px, py)
    last: dict[str, Any] = {row["group"]: row for row in given.to_dict("records")}
    furthest, latest = max(px for px, _ in where.values()), max(float(row["at"]) for row in last.values())
    # A line that ends early has its name at its own end where there is room, else among the others', with a thread to it.
    early = {g for g in names if furthest - where[g][0] >= 2 and _free(view, names[g], where[g], spots, list(given["group"]), g)}
    order = sorted((g for g in names if g not in early), key=lambda g: where[g][1])
    middles = dict(zip(order, spread([where[g][1] for g in order], [LINE * (names[g].count(BREAK) + 1) for g in order]), strict=True))
    middles |= {g: where[g][1] for g in early}
    ends: list[dict[str, Any]] = []
    for g, middle in middles.items():
        at = float(last[g]["at"]) if g in early or furthest - where[g][0] < 2 else latest
        written = names[g].split(BREAK)
        for n, line in enumerate(written):
            ends.append({"group": g, "at": at, "name": line, "value": _value_at(middle + LINE * (n - (len(written) - 1) / 2), low, high)})
    text = Layer(pd.DataFrame(ends)).mark_text(align="left", baseline="middle", dx=9, aria=False, fontWeight=600)
    layers: list[Any] = [text.encode(x=x, y=alt.Y("value:Q"), text=alt.Text("name:N"), color=colour)]
    led = [g for g in order if abs(where[g][1] - middles[g]) > LINE * 0.8 or furthest - where[g][0] >= 2]
    if led:
        points = [
            {"group": g, "at": at, "value": v}
            for g in led
            for at, v in ((float(last[g]["at"]), float(last[g]["value"])), (latest, _value_at(middles[g], low, high)))
        ]
        thread = Layer(pd.DataFrame(points)).mark_line(aria=False, strokeWidth=0.8, strokeDash=[1, 2])
        layers.append(thread.encode(x=x, y=alt.Y("value:Q"), color=colour, detail=alt.Detail("group:N")))
    return layers


def _value_at(pixel: float, low: float, high: float) -> float:
    return high - pixel / HEIGHT * (high - low)


def _free(view: View, name: str, spot: tuple[float, float], spots: Sequence[tuple[float, float]], groups: Sequence[str], mine: str) -> bool:
    """Whether no other line passes where a name would stand beside ``spot``."""
    lines = name.split(BREAK)
    wide, tall = max(width_of(line, size(view)) for line in lines), LINE * len(lines)
    box = (spot[0] + 6, spot[1] - tall / 2, spot[0] + 12 + wide, spot[1] + tall / 2)
    paths: dict[str, list[tuple[float, float]]] = {}
    for place, group in zip(spots, groups, strict=True):
        paths.setdefault(group, []).append(place)
    return not any(_touch(box, _piece(a, b, n / 24)) for group, path in paths.items() if group != mine for a, b in itertools.pairwise(path) for n in range(25))


def spread(places: Sequence[float], heights: Sequence[float], room: float = HEIGHT) -> list[float]:
    """Middles as near to ``places`` (ascending) as ``heights`` allow: those that touch become a block around their mean."""
    blocks: list[tuple[float, float, list[int]]] = []  # middle, height, members
    for n, (place, height) in enumerate(zip(places, heights, strict=True)):
        blocks.append((place, height, [n]))
        while len(blocks) > 1 and blocks[-2][0] + blocks[-2][1] / 2 > blocks[-1][0] - blocks[-1][1] / 2:
            (_, h1, m1), (_, h2, m2) = blocks[-2], blocks[-1]
            members = [*m1, *m2]
            middle = math.fsum(places[i] for i in members) / len(members)
            blocks[-2:] = [(middle, h1 + h2, members)]
    middles = [0.0] * len(places)
    for middle, height, members in blocks:
        top = min(max(middle - height / 2, -LINE), max(room + LINE - height, -LINE))
        for i in members:
            middles[i] = top + heights[i] / 2
            top += heights[i]
    return middles


def _values(view: View, given: pd.DataFrame, spots: Sequence[tuple[float, float]], width: float, x: Any, y: Any) -> list[Any]:
    """Values beside their points: the last, the first, the highest and the lowest, and the others where there is room."""
    texts, values = list(given["text"]), list(given["value"])
    count = len(texts)
    first = [count - 1, 0, values.index(max(values)), values.index(min(values))]
    taken: list[Box] = [(px - 4, py - 4, px + 4, py + 4) for px, py in spots]
    taken += [_piece(a, b, part / 24) for a, b in itertools.pairwise(spots) for part in range(1, 24)] if count <= 40 else []
    placed: dict[int, bool] = {}
    for n in dict.fromkeys([*first, *(range(count) if count <= 40 else ())]):
        wide = width_of(texts[n], size(view))
        px, py = spots[n]
        middle = min(max(px, wide / 2), width - wide / 2 + 8)
        valley = 0 < n < count - 1 and values[n] < values[n - 1] and values[n] <= values[n + 1]
        for below in (valley, not valley):
            box = (middle - wide / 2, py + 7, middle + wide / 2, py + 21) if below else (middle - wide / 2, py - 22, middle + wide / 2, py - 8)
            if box[3] <= HEIGHT - 1 and not any(_touch(box, other) for other in taken):
                taken.append(box)
                placed[n] = below
                break
        else:
            if n in first[:1]:
                taken.append(box)
                placed[n] = False
    shown = given.iloc[list(placed)].assign(below=list(placed.values()))
    return [
        Layer(part).mark_text(baseline="top" if below else "bottom", dy=7 if below else -8, aria=False).encode(x=x, y=y, text=alt.Text("text:N"))
        for below in (False, True)
        if len(part := shown.loc[shown["below"] == below])
    ]


def _piece(a: tuple[float, float], b: tuple[float, float], part: float) -> Box:
    px, py = a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
    return (px - 1, py - 1, px + 1, py + 1)


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] + 3 and b[0] < a[2] + 3 and a[1] < b[3] and b[1] < a[3]
