"""Bars made of parts: a bar for each name, a part for each value of ``colour``; numbers stand in the parts where they have room."""

from __future__ import annotations

from decimal import Decimal

from ledger import wording
from ledger.charts.declared.alike import coloured
from ledger.charts.declared.asked import Asked
from ledger.charts.declared.points import Scene
from ledger.charts.declared.records import Unfit
from ledger.charts.marks.mark import Drawing, Mark, Needed, by_one
from ledger.charts.theme import width_of


def _draw(scene: Scene) -> Drawing:
    import pandas as pd

    from ledger.charts import axes, forms
    from ledger.charts.marks.frame import frame_of
    from ledger.charts.marks.inks import hue_names

    view = scene.view
    points = [p for p in scene.points if not p.missing and p.numbers[0]]
    untold = [p for p in scene.points if p.missing or not p.numbers[0]]
    frame = frame_of(scene, points)
    unit, order = scene.unit(scene.columns[0]), list(dict.fromkeys(frame["name"]))
    totals: dict[str, Decimal] = {}
    for name, point in zip(frame["name"], points, strict=True):
        totals[name] = totals.get(name, Decimal(0)) + (point.numbers[0] or 0)
    if scene.asked.sort.removeprefix("-") == scene.columns[0]:  # by the whole, not by a part
        order.sort(key=lambda name: totals[name], reverse=scene.asked.sort.startswith("-"))
    factor = scene.factor(scene.columns[0])
    is_whole = unit.startswith("%") and all(abs(total - 100) <= 1 for total in totals.values())
    ends = pd.DataFrame({"name": list(totals), "n0": [float(t * factor) for t in totals.values()]})
    ends["words"] = [_total(scene, total) for total in totals.values()]
    width = axes.plot_width(view, order)
    high = 100.0 if is_whole else axes.room_for(view, width, list(ends["n0"]), list(ends["words"]))
    texts = [p.words[0] if unit.startswith("%") else p.words[0].removesuffix(unit).rstrip() for p in points]
    frame["inside"] = [t if width_of(t, axes.size(view)) + 8 <= v / high * width else "" for t, v in zip(texts, frame["n0"], strict=True)]
    inks = {hue: "ink-3" if any(p.tone == "pale" for p in points if p.hue == hue) else ink for hue, ink in hue_names(scene, points).items()}
    chart = forms.stacks(
        view,
        frame,
        x="n0",
        y="name",
        part="hue",
        parts=inks,
        order=order,
        title="",
        domain=[0, high],
        text="inside",
        totals=None if is_whole else ends,
        ends="words",
        ticks=False,
    )
    return Drawing(chart, points, untold)


def _total(scene: Scene, total: Decimal) -> str:
    """A sum, which nobody has printed: in four figures where it is large."""
    ledger, unit, language = scene.view.ledger, scene.unit_id(scene.columns[0]) or None, scene.view.language
    return wording.rounded(ledger, total, unit, language)[0] if abs(total) >= 100_000 else wording.quantity(ledger, total, unit, language)


def _needs(asked: Asked) -> list[Needed]:
    if not coloured(asked):
        raise Unfit("colour names no column: a stack is made of parts", "add colour: the column of the parts", "colour")
    return by_one(asked, "stack", is_number=True)


MARK = Mark(
    name="stack",
    series="name",
    about="a bar of parts for each name; `colour` names the parts",
    numbers=lambda asked: [str(asked.x)],
    needs=_needs,
    draw=_draw,
    apart=lambda asked: [],
    takes=frozenset(("order", "colour", "highlight", "panels")),
)
