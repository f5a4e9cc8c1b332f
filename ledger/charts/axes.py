"""Axes, and the room that names take: beside the marks where there is room, above them on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from ledger.charts.figure import Control, View
from ledger.charts.layer import Layer
from ledger.charts.steering import RANK, is_ranked, steered
from ledger.charts.svg import balanced, broken
from ledger.charts.theme import HALO, ink, width_of

BREAK = "\n"
"""Breaks a line of a name, in an axis or a heading."""

ROW, ROW_NARROW, LEADING, APART = 26, 40, 14, 6
"""Pixels a row takes beside its name, and below its name; from one line of a name to the next; and more between rows of which one has a name of
several lines, which would else stand as near to the mark above it as to its own."""


def size(view: View) -> float:
    """The size of a chart's text, in pixels."""
    return 12 if view.narrow else 12.5


def widest(view: View, names: Iterable[str]) -> float:
    """Pixels that the longest of ``names`` takes."""
    return max((width_of(line, size(view)) for name in names for line in str(name).split(BREAK)), default=0.0)


def rows(view: View, names: Iterable[str], *, above: bool | None = None) -> int:
    """The height of a row for each of ``names``, in pixels; all have room for the name of most lines."""
    different = dict.fromkeys(map(str, names))
    lines = max((name.count(BREAK) + 1 for name in different), default=1)
    if view.narrow if above is None else above:
        return len(different) * (ROW_NARROW + (LEADING * (lines - 1) + APART if lines > 1 else 0))
    return len(different) * max(ROW, LEADING * lines + 6)


def fitted(view: View, name: str, *, above: bool | None = None) -> str:
    """``name`` in as many lines as it needs: beside its mark no wider than a third of the drawing, above it as wide as that is."""
    return wrap(view, name, view.width - 24 if (view.narrow if above is None else above) else view.width / 3)


def plot_width(view: View, names: Sequence[str], *, above: bool | None = None) -> int:
    """The width left for the marks beside names as long as these."""
    if view.narrow if above is None else above:
        return view.width - 16
    return round(view.width - widest(view, names) - 18)


def room_for(view: View, width: float, values: Iterable[float], texts: Iterable[str], *, gap: float = 10) -> float:
    """The top of a scale from zero on which every text still fits behind the end of its bar, ``width`` pixels wide."""
    pairs = list(zip(values, texts, strict=True))
    return max((v * width / max(width - width_of(t, size(view)) - gap, 40) for v, t in pairs), default=1.0)


def wrap(view: View, text: str, pixels: float) -> str:
    """``text`` in lines of about one length, no wider than ``pixels``, joined by ``BREAK``, which the names of rows and columns break at."""
    return BREAK.join(balanced(text, size(view), pixels))


def one_line(view: View, text: str, pixels: float) -> str:
    """As much of ``text`` as stands on a line, with a dot-dot-dot for the rest."""
    if width_of(text, size(view)) <= pixels:
        return text
    first, *rest = broken(text, size(view), pixels - size(view)) or [""]
    return f"{first}…" if rest else first


_AT_THE_LEFT: Any = alt.XValue(0)  # type: ignore[no-untyped-call]
SPLIT = "split(datum.label, '\\n')"


def middle(names: Iterable[str]) -> Any:
    """How far names of several lines move up, to stand around the middle of their rows."""
    most = max((str(name).count(BREAK) + 1 for name in names), default=1)
    return {"condition": [{"test": f"length({SPLIT}) == {n}", "value": -7 * (n - 1)} for n in range(2, max(most, 4) + 1)], "value": 0}


def axis_of_names(
    view: View, column: str, order: Sequence[str], *, above: bool | None = None, inner: float = 0.35, ranked: bool = False, kept: bool = False
) -> alt.Y:
    """Rows by name: written at the left, or by ``names_above`` on a phone.

    ``ranked``: in the order that a control sets. ``kept``: a row stays when a control has taken all its marks.
    """
    hidden = view.narrow if above is None else above
    axis = None if hidden else alt.Axis(title=None, labelLimit=0, labelPadding=8, labelExpr=SPLIT, labelLineHeight=LEADING, labelOffset=middle(order))
    sort: Any = alt.EncodingSortField(field=RANK, op="min") if ranked else list(order)
    domain: Any = list(order) if kept else alt.Undefined
    return alt.Y(f"{column}:N", sort=sort, axis=axis, scale=alt.Scale(type="band", domain=domain, paddingInner=inner, paddingOuter=0.2))


def names_above(
    view: View, frame: pd.DataFrame, column: str, order: Sequence[str], *, above: bool | None = None, controls: Sequence[Control] = (), crossed: bool = False
) -> list[alt.Chart]:
    """On a phone: the name of each row, written above its marks; ``crossed`` where lines of a grid run through the names."""
    if not (view.narrow if above is None else above):
        return []
    columns = [column, *(c for c in frame.columns if c.startswith(RANK) or any(c == x.column for x in controls))]
    names = frame[columns].drop_duplicates()
    # A name that is broken already keeps its lines; their rows are as high as that asks.
    names = names.assign(above=[n if BREAK in n else one_line(view, n, view.width - 24) for n in names[column]])
    base = steered(Layer(names), controls)
    y = axis_of_names(view, column, order, above=True, ranked=is_ranked(controls))
    lines = [str(n).count(BREAK) + 1 for n in names["above"]]
    down = LEADING // 2 * (max(lines, default=1) - 1)
    layers = []
    for count in sorted(set(lines)):
        part = base if count == max(lines) == 1 else steered(Layer(names.loc[[n == count for n in lines]]), controls)
        more: dict[str, Any] = {"lineBreak": BREAK, "lineHeight": LEADING} if count > 1 else {}
        if down:
            more["yOffset"] = down
        if crossed:
            more |= HALO
        text = part.mark_text(align="left", baseline="bottom", dy=-5 - LEADING * (count - 1), aria=False, color=ink("ink-2"), **more)
        layers.append(text.encode(x=_AT_THE_LEFT, y=y, text=alt.Text("above:N")))
    return layers


def shift(view: View, names: Iterable[str] = (), *, above: bool | None = None) -> float:
    """How far marks move down to leave room for names above them."""
    lines = max((str(name).count(BREAK) + 1 for name in names), default=1)
    return 6 + LEADING // 2 * (lines - 1) if (view.narrow if above is None else above) else 0


def top_title(view: View, words: str, **more: Any) -> alt.Axis:
    """An upright axis whose title stands above it, reading from the left."""
    return alt.Axis(
        **{"title": words, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -10, "titleX": 0, "tickCount": 5, "grid": True, **more}
    )


def plain_number(view: View) -> str:
    """A label expression for an axis of large numbers: in words for millions (in Chinese, for ten thousands)."""
    if view.language == "zh":
        return "datum.value >= 1e8 ? format(datum.value / 1e8, '~g') + '亿' : datum.value >= 1e4 ? format(datum.value / 1e4, '~g') + '万' : format(datum.value, '~g')"
    return "datum.value >= 1e6 ? format(datum.value / 1e6, '~g') + ' million' : datum.value >= 1e4 ? format(datum.value / 1e3, '~g') + ',000' : format(datum.value, ',~g')"
