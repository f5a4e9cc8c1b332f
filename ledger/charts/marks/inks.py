"""The inks of a mark: green what is promised, dark what was, red what does not add up, one accent, and a colour for each group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from ledger.charts.axes import BREAK, SPLIT, size, wrap
from ledger.charts.declared.alike import HUES, coloured
from ledger.charts.declared.points import Point, Scene
from ledger.charts.declared.records import sources
from ledger.charts.theme import INKS, ink, width_of


def hue_names(scene: Scene, points: Sequence[Point] | None = None) -> dict[str, str]:
    """``{group: ink}`` in the ``order`` of the scene, others as they first appear; nothing where ``colour`` names no column."""
    if not coloured(scene.asked):
        return {}
    found = list(dict.fromkeys(p.hue for p in points or scene.every))
    whole = sorted(scene.groups or found, key=lambda hue: scene.order.index(hue) if hue in scene.order else len(scene.order))
    return {hue: tone for hue, tone in zip(whole, HUES, strict=False) if hue in found}


def usual_ink(scene: Scene, point: Point) -> str:
    """Green is for what is promised, and for nothing else."""
    rows = sources(point.row) if point.row is not None else ()
    return "promise" if any(scene.view.ledger.schema.tables[row.table].role == "target" for row in rows) else "was"


def tone_ink(scene: Scene, point: Point, usual: str = "", *, by_group: bool = True) -> str:
    """The name of the ink of one mark; ``by_group`` where ``colour`` tells groups apart that nothing else does."""
    usual = usual or usual_ink(scene, point)
    base = (hue_names(scene).get(point.hue) if by_group else "") or (scene.asked.colour if scene.asked.colour in INKS else "") or usual
    return {"red": "alarm", "pale": "ink-3"}.get(point.tone, base)


def colours(scene: Scene, points: Sequence[Point], usual: str = "") -> tuple[Any, list[str]]:
    """An encoding for the column ``ink`` of a frame, and what stands in that column; with a legend above where groups have colours."""
    inks = [ink(tone_ink(scene, p, usual)) for p in points]
    groups = hue_names(scene)
    if not groups or any(p.tone for p in points):
        return alt.Color("ink:N", scale=None), inks
    view = scene.view
    wrapped = {name: wrap(view, name, view.width - 60) for name in groups}
    widest = max(width_of(line, size(view)) for name in wrapped.values() for line in name.split(BREAK)) + 40
    legend = alt.Legend(title=None, columns=max(1, min(len(groups), int(view.width / widest))), labelExpr=SPLIT)
    if any(BREAK in name for name in wrapped.values()):
        pairs = "[" + ", ".join(f"'{_quoted(n)}'" for n in groups) + "]", "[" + ", ".join(f"'{_quoted(w)}'" for w in wrapped.values()) + "]"
        legend.labelExpr = f"split({pairs[1]}[indexof({pairs[0]}, datum.label)], '\\n')"
    return alt.Color("hue:N", scale=alt.Scale(domain=list(groups), range=[ink(i) for i in groups.values()]), legend=legend), inks


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
