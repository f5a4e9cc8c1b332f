"""Steps: numbers that add up, each bar beginning where the one before it ends, and their sum below."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ledger import wording
from ledger.charts.declared.points import Scene
from ledger.charts.marks.mark import Drawing, Mark, by_one
from ledger.charts.theme import HALO, ink


def _draw(scene: Scene) -> Drawing:
    import altair as alt
    import pandas as pd

    from ledger.charts import axes, scales
    from ledger.charts.axes import fitted
    from ledger.charts.layer import Layer
    from ledger.charts.marks.frame import frame_of
    from ledger.charts.marks.inks import colours

    view, language = scene.view, scene.view.language
    frame = frame_of(scene)
    factor, unit = scene.factor(scene.columns[0]), scene.unit_id(scene.columns[0]) or None
    at, least = Decimal(0), Decimal(0)
    starts, ends, ranged = [], [], []
    for point in scene.points:
        low, high = point.numbers[0] or Decimal(0), point.upper if point.upper is not None else point.numbers[0] or Decimal(0)
        starts.append(float(at * factor))
        ranged.append(float((at + low) * factor))
        ends.append(float((at + high) * factor))
        at, least = at + high, least + low
    frame["start"], frame["sure"], frame["end"] = starts, ranged, ends
    frame["far"] = [max(a, b) for a, b in zip(starts, ends, strict=True)]
    frame["words"] = [p.words[0] if p.missing else f"{'+' if n and (p.numbers[0] or 0) > 0 else ''}{p.words[0]}" for n, p in enumerate(scene.points)]
    total = wording.quantity(view.ledger, least, unit, language, upper=at if at != least else None)
    whole = pd.DataFrame(
        {
            "name": [fitted(view, view.t("chart-total"))],
            "start": [0.0],
            "sure": [float(least * factor)],
            "end": [float(at * factor)],
            "far": [max(0.0, float(at * factor))],
            "words": [total],
        }
    )
    order = [*frame["name"], *whole["name"]]
    width, down = axes.plot_width(view, order), axes.shift(view, order)
    edges = [*ends, *ranged, float(at * factor)]
    far = [*frame["far"], *whole["far"]]  # where words stand, to the right of all that is drawn there
    left, right = scales.from_zero(view, width, [*far, *edges], [*frame["words"], total, *("" for _ in edges)])
    scale = alt.Scale(domain=[left, right], nice=False)
    colour, frame["ink"] = colours(scene, scene.points)
    y = axes.axis_of_names(view, "name", order)

    def x(column: str) -> Any:
        return alt.X(f"{column}:Q", scale=scale, axis=None)

    base, sum_ = Layer(frame).encode(y=y), Layer(whole).encode(y=y)
    joins = pd.DataFrame({"name": list(frame["name"]), "next": [*list(frame["name"])[1:], whole["name"].iloc[0]], "end": ends})
    layers = [
        Layer(joins).mark_rule(aria=False, color=ink("ink-3"), strokeWidth=1, yOffset=down).encode(x=x("end"), y=y, y2=alt.Y2("next:N")),
        base.mark_bar(size=15, yOffset=down, opacity=0.4, aria=False).encode(x=x("sure"), x2=alt.X2("end:Q"), color=colour),
        base.mark_bar(size=15, yOffset=down).encode(x=x("start"), x2=alt.X2("sure:Q"), color=colour, description=alt.Description("label:N")),
        base.mark_text(align="left", dx=5, yOffset=down, aria=False, **HALO).encode(x=x("far"), text=alt.Text("words:N")),
        sum_.mark_bar(size=15, yOffset=down, opacity=0.4, aria=False, color=ink("was")).encode(x=x("sure"), x2=alt.X2("end:Q")),
        sum_.mark_bar(size=15, yOffset=down, aria=False, color=ink("was")).encode(x=x("start"), x2=alt.X2("sure:Q")),
        sum_.mark_text(align="left", dx=5, yOffset=down, aria=False, fontWeight=600).encode(x=x("far"), text=alt.Text("words:N")),
        *axes.names_above(view, pd.concat([frame[["name"]], whole[["name"]]]), "name", order, crossed=True),
    ]
    return Drawing(alt.layer(*layers, width=width, height=axes.rows(view, order)), scene.points, [])


MARK = Mark(
    name="steps",
    about="numbers that add up, each beginning where the one before ends, with their sum",
    numbers=lambda asked: [str(asked.x)],
    needs=lambda asked: by_one(asked, "row of steps", is_number=True),
    draw=_draw,
    apart=lambda asked: [],
    takes=frozenset(("colour", "highlight", "red")),
)
