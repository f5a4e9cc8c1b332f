"""Forms: the few ways in which a newsroom's charts are drawn, ready for both widths and every language.

A form takes a data frame and the names of its columns and gives an Altair chart. Every data mark carries the frame's column
``label``: it is what hovering, the keyboard and a screen reader read, and what a build counts against the table; everything
else in a drawing is silent (``aria=False``). Where a phone has no room for names beside the marks, a form writes them above
(``axes``). What a reader can set is made by ``steering`` and handed over as ``controls``.

    frame = pd.DataFrame({"what": ["Coal", "Steel"], "value": [3.0, 5.0], "words": ["3%", "5%"], "label": ["Coal: 3%", "Steel: 5%"]})
    forms.bars(view, frame, x="value", y="what", text="words", title="%")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from ledger.charts.axes import BREAK, LEADING, MIDDLE, SPLIT, axis_of_names, names_above, plain_number, plot_width, room_for, rows, shift, size, top_title
from ledger.charts.figure import Control, View
from ledger.charts.steering import RANK, Chart, declare, is_ranked, steered
from ledger.charts.theme import INKS, RAMP, ink, width_of

LABEL = "label"


def bars(
    view: View,
    frame: pd.DataFrame,
    *,
    x: str,
    y: str,
    text: str,
    title: str,
    colour: str | Any = "promise",
    domain: Sequence[float] | None = None,
    above: bool | None = None,
    controls: Sequence[Control] = (),
    ticks: bool = True,
) -> Chart:
    """Horizontal bars from zero, one a row, the value in words behind its end. ``frame`` has ``x``, ``y``, ``text``, ``label``."""
    order = list(frame[y])
    width = plot_width(view, order, above=above)
    scale = alt.Scale(domain=list(domain) if domain else [0, room_for(view, width, frame[x], frame[text])], nice=False)
    axis = alt.Axis(title=title or None, tickCount=4, grid=True) if ticks else None
    base = steered(alt.Chart(frame), controls).encode(y=axis_of_names(view, y, order, above=above, ranked=is_ranked(controls)))
    down = shift(view, above=above)
    bar = base.mark_bar(size=13, yOffset=down).encode(x=alt.X(f"{x}:Q", scale=scale, axis=axis), color=fill(colour), description=alt.Description(f"{LABEL}:N"))
    number = base.mark_text(align="left", dx=5, yOffset=down, aria=False).encode(x=alt.X(f"{x}:Q", scale=scale), text=alt.Text(f"{text}:N"))
    whole = alt.layer(bar, number, *names_above(view, frame, y, order, above=above, controls=controls), width=width, height=rows(view, order, above=above))
    return declare(whole, controls)


def stacks(
    view: View,
    frame: pd.DataFrame,
    *,
    x: str,
    y: str,
    part: str,
    parts: Mapping[str, str],
    order: Sequence[str],
    title: str,
    domain: Sequence[float],
    text: str = "",
    totals: pd.DataFrame | None = None,
    shares: Control | None = None,
) -> Chart:
    """Bars made of parts. ``parts`` is ``{part: ink}``, in the order in which they stand; ``totals`` has ``x``, ``y`` and ``text`` for behind the end.

    ``shares``, a control of two states (see ``either``), lets a reader see each bar as 100 %.
    """
    frame = frame.copy()
    frame["place"] = [list(parts).index(p) for p in frame[part]]
    colour = alt.Color(
        f"{part}:N",
        scale=alt.Scale(domain=list(parts), range=[ink(i) for i in parts.values()]),
        legend=alt.Legend(title=None, orient="top", direction="horizontal", symbolType="square", columns=_abreast(view, parts)),
    )
    data, column, axis = alt.Chart(frame), x, alt.Axis(title=title or None, tickCount=4, grid=True)
    end: Any = domain[1]
    whole = f"{shares.parameter} == '{shares.value}'" if shares else "true"
    if shares:
        frame["share"] = frame[x] / frame.groupby(y)[x].transform("sum") * 100
        data, column = data.transform_calculate(shown=f"{whole} ? datum['{x}'] : datum.share"), "shown"
        axis.labelExpr, end = f"{whole} ? datum.label : datum.label + '%'", alt.ExprRef(f"{whole} ? {domain[1]} : 100")
    base = data.encode(y=axis_of_names(view, y, order))
    scale = alt.Scale(domainMin=domain[0], domainMax=end, nice=False)
    place = alt.X(f"{column}:Q", stack="zero", scale=scale, axis=axis)
    layers: list[Any] = [
        base.mark_bar(size=15, yOffset=shift(view), stroke=ink("paper"), strokeWidth=1).encode(
            x=place, color=colour, order=alt.Order("place:Q"), description=alt.Description(f"{LABEL}:N")
        )
    ]
    if totals is not None:
        layers.append(
            alt.Chart(totals)
            .transform_calculate(total=f"{whole} ? datum['{text}'] : ''")
            .mark_text(align="left", dx=5, yOffset=shift(view), aria=False)
            .encode(y=axis_of_names(view, y, order), x=alt.X(f"{x}:Q", scale=scale), text=alt.Text("total:N"))
        )
    elif text:
        layers.append(
            base.mark_text(aria=False, yOffset=shift(view), color=ink("paper")).encode(
                x=alt.X(f"{column}:Q", stack="zero", scale=scale, bandPosition=0.5), order=alt.Order("place:Q"), text=alt.Text(f"{text}:N")
            )
        )
    drawn = alt.layer(*layers, *names_above(view, frame, y, order), width=plot_width(view, order), height=rows(view, order))
    return declare(drawn, [shares] if shares else [])


def _abreast(view: View, names: Iterable[str]) -> int:
    """How many entries of a legend fit beside one another."""
    longest = max((width_of(n, size(view)) for n in names), default=0) + 30
    return max(1, min(len(list(names)), int((view.width - 120 * (not view.narrow)) / longest)))


def dumbbell(
    view: View,
    frame: pd.DataFrame,
    *,
    start: str,
    end: str,
    y: str,
    text: str,
    title: str,
    domain: Sequence[float],
    colour: str | Any = "promise",
    controls: Sequence[Control] = (),
) -> Chart:
    """From one value to another: an ink dot, a rule and a coloured dot a row, with words beside its far end."""
    order = list(frame[y])
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    base = steered(alt.Chart(frame), controls).encode(y=axis_of_names(view, y, order, ranked=is_ranked(controls)))
    axis = alt.Axis(title=title or None, tickCount=5, grid=True)
    down = shift(view)
    rule = base.mark_rule(strokeWidth=2, aria=False, yOffset=down, color=ink("promise-2")).encode(
        x=alt.X(f"{start}:Q", scale=scale, axis=axis), x2=alt.X2(f"{end}:Q")
    )
    was = base.mark_circle(size=55, aria=False, yOffset=down, color=ink("was")).encode(x=alt.X(f"{start}:Q", scale=scale))
    becomes = base.mark_circle(size=90, yOffset=down).encode(x=alt.X(f"{end}:Q", scale=scale), color=fill(colour), description=alt.Description(f"{LABEL}:N"))
    falls = frame.assign(falls=frame[end] <= frame[start])
    words = [
        steered(alt.Chart(falls.loc[falls["falls"] == side]), controls)
        .encode(y=axis_of_names(view, y, order, ranked=is_ranked(controls)))
        .mark_text(align="right" if side else "left", dx=-9 if side else 9, yOffset=down, aria=False)
        .encode(x=alt.X(f"{end}:Q", scale=scale), text=alt.Text(f"{text}:N"))
        for side in (True, False)
        if (falls["falls"] == side).any()
    ]
    whole = alt.layer(
        rule, was, becomes, *words, *names_above(view, frame, y, order, controls=controls), width=plot_width(view, order), height=rows(view, order)
    )
    return declare(whole, controls)


def dots(view: View, frame: pd.DataFrame, *, x: str, y: str, title: str, order: Sequence[str], colour: str | Any = "promise") -> Chart:
    """A strip of dots a row."""
    axis = alt.Axis(title=title or None, grid=True, tickCount=5, labelExpr=plain_number(view))
    mark = (
        alt.Chart(frame)
        .mark_circle(size=60, opacity=0.75, yOffset=shift(view))
        .encode(
            x=alt.X(f"{x}:Q", scale=alt.Scale(nice=True), axis=axis),
            y=axis_of_names(view, y, order),
            color=fill(colour),
            description=alt.Description(f"{LABEL}:N"),
        )
    )
    return alt.layer(mark, *names_above(view, frame, y, order), width=plot_width(view, order), height=rows(view, order))


def heatmap(
    view: View,
    frame: pd.DataFrame,
    *,
    x: str,
    y: str,
    text: str,
    columns: Sequence[str],
    order: Sequence[str],
    controls: Sequence[Control] = (),
) -> Chart:
    """A table that is coloured by ``shade`` (0 to 1; missing is left blank). A name with ``BREAK`` takes two lines."""
    deep = max(str(c).count(BREAK) for c in columns)
    headed = {c: BREAK * (deep - str(c).count(BREAK)) + str(c) for c in columns}
    frame = frame.assign(**{x: [headed[c] for c in frame[x]]})
    columns = list(headed.values())
    row_axis = alt.Axis(title=None, labelPadding=8, domain=False, ticks=False, labelLimit=0, labelExpr=SPLIT, labelLineHeight=LEADING, labelOffset=MIDDLE)
    column_axis = alt.Axis(
        title=None, orient="top", labelAngle=0, domain=False, ticks=False, labelLimit=0, labelExpr=SPLIT, labelLineHeight=15, labelPadding=8 + 15 * deep
    )
    sort: Any = alt.EncodingSortField(field=RANK, op="min") if is_ranked(controls) else list(order)
    base = steered(alt.Chart(frame), controls).encode(
        x=alt.X(f"{x}:N", sort=list(columns), axis=column_axis, scale=alt.Scale(paddingInner=0.04)),
        y=alt.Y(f"{y}:N", sort=sort, axis=row_axis, scale=alt.Scale(paddingInner=0.06)),
    )
    scale = alt.Scale(domain=[0, 1], range=RAMP, type="quantize")
    cell = base.mark_rect().encode(color=alt.Color("shade:Q", scale=scale, legend=None), description=alt.Description(f"{LABEL}:N"))
    dark = "datum.shade >= 2 / 3"  # from the fifth of six steps on, light letters are the more legible
    number = base.mark_text(aria=False).encode(text=alt.Text(f"{text}:N"), color=when(dark, "paper", "ink"))
    lines = max((str(name).count(BREAK) + 1 for name in order), default=1)
    height = len(order) * max(28, 15 * lines + 8)
    return declare(alt.layer(cell, number, width=plot_width(view, order, above=False), height=height), controls)


def line(
    view: View,
    frame: pd.DataFrame,
    *,
    x: str,
    y: str,
    text: str,
    title: str,
    height: int = 260,
    colour: str = "was",
) -> Chart:
    """A series by year from zero, each point marked and named; years are numbers, so no time zone can move them."""
    years = sorted(int(v) for v in frame[x].unique())
    axis = alt.Axis(title=None, format="d", values=years, grid=False)
    margin = (years[-1] - years[0]) * (0.12 if view.narrow else 0.07)
    base = alt.Chart(frame).encode(
        x=alt.X(f"{x}:Q", axis=axis, scale=alt.Scale(domain=[years[0] - margin / 2, years[-1] + margin], nice=False)),
        y=alt.Y(f"{y}:Q", axis=top_title(view, title, tickCount=4), scale=alt.Scale(domain=[0, float(frame[y].max()) * 1.15], nice=False)),
    )
    stroke = base.mark_line(aria=False, color=ink(colour))
    point = base.mark_circle(size=80, color=ink(colour)).encode(description=alt.Description(f"{LABEL}:N"))
    words = base.mark_text(align="left", dx=7, dy=-10, aria=False).encode(text=alt.Text(f"{text}:N"))
    return alt.layer(stroke, point, words, width=view.width - 50, height=height)


def fill(colour: str | Any) -> Any:
    """A named ink as an encoding; anything else is an encoding already."""
    return alt.ColorValue(ink(colour)) if isinstance(colour, str) and colour in INKS else colour


def red_if(condition: str, otherwise: str = "promise") -> Any:
    """Red where ``condition`` (a Vega expression over ``datum``) holds: for what does not add up, and for nothing else."""
    return when(condition, "alarm", otherwise)


def when(condition: str, then: str, otherwise: str) -> alt.ColorValue:
    """One ink where ``condition`` (a Vega expression over ``datum``) holds, another where it does not."""
    return alt.ColorValue(ink(otherwise), condition={"test": condition, "value": ink(then)})
