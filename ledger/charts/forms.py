"""Forms: the few ways in which this ledger draws, ready for both widths and every language.

A form takes a data frame and the names of its columns and gives an Altair chart. Where a phone has no room for names
beside the marks, a form writes them above. Every data mark carries a label (the frame's column ``label``), which is what
hovering, the keyboard and a screen reader read; everything else is silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from ledger.charts.figure import View
from ledger.charts.theme import RAMP, ink

LABEL = "label"
_ROW_WIDE, _ROW_NARROW = 26, 40


def rows(view: View, count: int) -> int:
    """The height of ``count`` rows, in pixels."""
    return count * (_ROW_NARROW if view.narrow else _ROW_WIDE)


def _y(view: View, column: str, order: Sequence[str]) -> alt.Y:
    axis = None if view.narrow else alt.Axis(title=None, labelLimit=330, labelPadding=10)
    return alt.Y(f"{column}:N", sort=list(order), axis=axis, scale=alt.Scale(paddingInner=0.35, paddingOuter=0.2))


def _names_above(view: View, frame: Any, column: str, order: Sequence[str]) -> list[alt.Chart]:
    """On a phone: the name of each row, written above its marks."""
    if not view.narrow:
        return []
    names = frame[[column]].drop_duplicates()
    text = alt.Chart(names).mark_text(align="left", baseline="bottom", dy=-5, aria=False, color=ink("ink-2")).encode(x=alt.value(0), y=_y(view, column, order), text=f"{column}:N")
    return [text]


def _shift(view: View) -> float:
    """How far marks move down to leave room for names above them."""
    return 8 if view.narrow else 0


def bars(view: View, frame: Any, *, x: str, y: str, text: str, title: str, colour: str | alt.Color = "promise", domain: Sequence[float] | None = None) -> alt.LayerChart:
    """Horizontal bars from zero, one a row, the value written at the end. ``frame`` has ``x``, ``y``, ``text``, ``label``."""
    order = list(frame[y])
    top = float(frame[x].max())
    scale = alt.Scale(domain=list(domain) if domain else [0, top * (1.28 if view.narrow else 1.16)], nice=False)
    base = alt.Chart(frame).encode(y=_y(view, y, order))
    fill = alt.value(ink(colour)) if isinstance(colour, str) else colour
    bar = base.mark_bar(size=13, yOffset=_shift(view)).encode(x=alt.X(f"{x}:Q", scale=scale, axis=alt.Axis(title=title, tickCount=4, grid=True)), color=fill, description=f"{LABEL}:N")
    number = base.mark_text(align="left", dx=5, yOffset=_shift(view), aria=False).encode(x=alt.X(f"{x}:Q", scale=scale), text=f"{text}:N")
    return alt.layer(bar, number, *_names_above(view, frame, y, order)).properties(width=_plot(view, order), height=rows(view, len(order)))


def dumbbell(view: View, frame: Any, *, start: str, end: str, y: str, text: str, title: str, domain: Sequence[float], colour: alt.Color | None = None) -> alt.LayerChart:
    """From one value to another: a grey dot, a rule and a coloured dot a row, with words at the end of it."""
    order = list(frame[y])
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    base = alt.Chart(frame).encode(y=_y(view, y, order))
    axis = alt.Axis(title=title, tickCount=5, grid=True)
    shift = _shift(view)
    rule = base.mark_rule(strokeWidth=2, aria=False, yOffset=shift, color=ink("promise-2")).encode(x=alt.X(f"{start}:Q", scale=scale, axis=axis), x2=f"{end}:Q")
    was = base.mark_circle(size=55, aria=False, yOffset=shift, color=ink("was")).encode(x=alt.X(f"{start}:Q", scale=scale))
    becomes = base.mark_circle(size=90, yOffset=shift).encode(x=alt.X(f"{end}:Q", scale=scale), color=colour or alt.value(ink("promise")), description=f"{LABEL}:N")
    words = base.mark_text(align="right", dx=-9, yOffset=shift, aria=False).encode(x=alt.X(f"{end}:Q", scale=scale), text=f"{text}:N")
    return alt.layer(rule, was, becomes, words, *_names_above(view, frame, y, order)).properties(width=_plot(view, order), height=rows(view, len(order)))


def dots(view: View, frame: Any, *, x: str, y: str, title: str, order: Sequence[str], log: bool = False, colour: Any = None, size: int = 60, opacity: float = 0.75, extra: Sequence[alt.Chart] = ()) -> alt.LayerChart:
    """A strip of dots a row, for values that range widely (``log``)."""
    scale = alt.Scale(type="log", nice=True) if log else alt.Scale(nice=True)
    axis = alt.Axis(title=title, grid=True, tickCount=6, format="~s" if log and view.language != "zh" else ",")
    base = alt.Chart(frame).encode(y=_y(view, y, order))
    mark = base.mark_circle(size=size, opacity=opacity, yOffset=_shift(view)).encode(x=alt.X(f"{x}:Q", scale=scale, axis=axis), color=colour or alt.value(ink("promise")), description=f"{LABEL}:N")
    return alt.layer(mark, *extra, *_names_above(view, frame, y, order)).properties(width=_plot(view, order), height=rows(view, len(order)))


def heatmap(view: View, frame: Any, *, x: str, y: str, value: str, text: str, columns: Sequence[str], order: Sequence[str]) -> alt.LayerChart:
    """A table that is coloured by its values; each column has a scale of its own (``shade``, 0 to 1, in the frame)."""
    row_axis = alt.Axis(title=None, labelPadding=8, domain=False, ticks=False)
    column_axis = alt.Axis(title=None, orient="top", labelAngle=0, domain=False, ticks=False, labelExpr="split(datum.label, '|')", labelLineHeight=15, labelPadding=8)
    base = alt.Chart(frame).encode(
        x=alt.X(f"{x}:N", sort=list(columns), axis=column_axis, scale=alt.Scale(paddingInner=0.04)),
        y=alt.Y(f"{y}:N", sort=list(order), axis=row_axis, scale=alt.Scale(paddingInner=0.06)),
    )
    cell = base.mark_rect().encode(color=alt.Color("shade:Q", scale=alt.Scale(domain=[0, 1], range=_steps(), type="quantize"), legend=None), description=f"{LABEL}:N")
    number = base.mark_text(aria=False).encode(text=f"{text}:N", color=alt.condition("datum.shade > 0.5", alt.value(ink("paper")), alt.value(ink("ink"))))
    label_room = 92 if view.narrow else 130
    return alt.layer(cell, number).properties(width=view.width - label_room, height=len(order) * (30 if view.narrow else 28))


def line(view: View, frame: Any, *, x: str, y: str, text: str, title: str, height: int = 260) -> alt.LayerChart:
    """A series by year, each point marked and named; years are numbers, so no time zone can move them."""
    years = sorted(frame[x].unique())
    axis = alt.Axis(title=None, format="d", values=[int(v) for v in years], grid=False)
    top = float(frame[y].max()) * 1.15
    base = alt.Chart(frame).encode(
        x=alt.X(f"{x}:Q", axis=axis, scale=alt.Scale(domain=[int(years[0]) - 0.8, int(years[-1]) + 1.2], nice=False)),
        y=alt.Y(f"{y}:Q", axis=alt.Axis(title=title, titleAngle=0, titleAlign="left", titleAnchor="end", titleY=-8, titleX=0, tickCount=4, grid=True), scale=alt.Scale(domain=[0, top], nice=False)),
    )
    stroke = base.mark_line(aria=False, color=ink("promise"))
    point = base.mark_circle(size=80, color=ink("promise")).encode(description=f"{LABEL}:N")
    words = base.mark_text(align="left", dx=8, dy=-9, aria=False).encode(text=f"{text}:N")
    return alt.layer(stroke, point, words).properties(width=view.width - 50, height=height)


def _steps() -> list[str]:
    return RAMP


def _plot(view: View, names: Sequence[str]) -> int:
    """The width left for the marks beside names of this length (a Chinese character is about two Latin ones)."""
    if view.narrow:
        return view.width - 14
    widest = max((sum(13 if ord(c) > 0x2E7F else 7 for c in name) for name in names), default=0)
    return view.width - min(widest, 330) - 26
