"""Guides: lines and ranges to compare with, each with its label, which turns to the other side where it would leave the drawing."""

from __future__ import annotations

from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from ledger.charts.axes import size
from ledger.charts.declared.points import Scene
from ledger.charts.layer import Layer
from ledger.charts.theme import HALO, ink, width_of


class Guide(NamedTuple):
    """A line where ``start`` is ``end``, else a range; in the unit that is drawn. The line of a row is a mark that tells what ``told`` is."""

    start: float
    end: float
    label: str
    told: str = ""


def guides_of(scene: Scene) -> list[Guide]:
    """The guides of a drawing. A line at a row stands at the number of that row, with its words behind its label."""
    factor = float(scene.factor(scene.columns[-1]))
    found = [Guide(b.from_ * factor, b.to * factor, b.label) for b in scene.inner.bands.values()]
    for line in scene.inner.lines.values():
        if line.at is not None:
            found.append(Guide(line.at * factor, line.at * factor, line.label))
            continue
        for each in scene.beside:
            value = each.numbers[-1]
            if getattr(each.row, "id", None) == line.row and value is not None:
                label = f"{line.label}{scene.view.t('colon')}{each.words[-1]}" if line.label else each.words[-1]
                found.append(Guide(float(value) * factor, float(value) * factor, label, "" if scene.asked.panels else each.label))
    return found


def across(scene: Scene, guides: list[Guide], scale: Any, width: float, low: float, high: float, axis: Any = alt.Undefined) -> tuple[list[Any], list[Any]]:
    """The layers of ranges and of lines, for an axis of numbers that lies. Labels stand above the drawing, one above another where they would touch."""
    behind: list[Any] = []
    before: list[Any] = []
    taken: list[tuple[float, float, int]] = []
    for guide in guides:
        place = pd.DataFrame([{"at": guide.start, "until": guide.end, "label": guide.told}])
        base = Layer(place).encode(x=alt.X("at:Q", scale=scale, axis=axis))
        if guide.start == guide.end:
            rule = base.mark_rule(color=ink("was"), strokeWidth=1.5, strokeDash=[4, 3], aria=alt.Undefined if guide.told else False)
            before.append(rule.encode(description=alt.Description("label:N")) if guide.told else rule)
        else:
            behind.append(base.mark_rect(aria=False, color=ink("promise-3"), opacity=0.5).encode(x2=alt.X2("until:Q")))
        if guide.label:
            wide = width_of(guide.label, size(scene.view))
            middle = ((guide.start + guide.end) / 2 - low) / ((high - low) or 1) * width
            left = middle > width / 2
            align: Any = "right" if left else "left"
            dx = 4 if left else -4
            span = (middle - wide, middle + 6) if left else (middle - 6, middle + wide)
            level = next(n for n in range(len(guides) + 1) if all(n != m or span[1] < a or b < span[0] for a, b, m in taken))
            taken.append((*span, level))
            text = Layer(pd.DataFrame([{"mid": (guide.start + guide.end) / 2, "guide": guide.label}]))
            before.append(
                text.mark_text(align=align, dx=dx, baseline="bottom", aria=False, color=ink("ink-2"), **HALO).encode(
                    x=alt.X("mid:Q", scale=scale, axis=axis), y=alt.value(-4 - 15 * level), text=alt.Text("guide:N")
                )
            )
    return behind, before


def guided(chart: Any, scene: Scene, guides: list[Guide], width: float, low: float, high: float) -> Any:
    """A layered chart with its ranges and lines behind all that it has."""
    if guides:
        bands, lines = across(scene, guides, alt.Scale(domain=[low, high], nice=False, zero=False), width, low, high)
        chart.layer = [*bands, *lines, *chart.layer]
    return chart
