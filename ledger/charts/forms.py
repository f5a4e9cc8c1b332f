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

from ledger.charts.axes import BREAK, LEADING, SPLIT, axis_of_names, middle, names_above, plain_number, plot_width, room_for, rows, shift, size, top_title
from ledger.charts.figure import ChartMistake, Control, View
from ledger.charts.layer import Layer
from ledger.charts.scales import from_zero
from ledger.charts.steering import RANK, Chart, declare, is_ranked, steered
from ledger.charts.theme import HALO, INKS, RAMP, ink, width_of

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
    ends: str = "",
    width: float = 0,
) -> Chart:
    """Horizontal bars from zero, one a row, the value in words behind its outer end. ``frame`` has ``x``, ``y``, ``text``, ``label``;
    ``ends`` names where the words stand, if that is not the end of the bar; ``width`` is what panels have in common.

    Where a value is below zero, the line of zero is drawn and bars go to both sides; where one is missing, its words stand at it.
    """
    apart(frame, [y])
    order = list(frame[y])
    width, down = width or plot_width(view, order, above=above), shift(view, order, above=above)
    signed = bool((frame[x] < 0).any())
    low, high = from_zero(view, width, list(frame[x]), list(frame[text])) if signed else (0, room_for(view, width, frame[x].fillna(0), frame[text]))
    if high <= low:
        high = low + 1
    scale = alt.Scale(domain=list(domain) if domain else [low, high], nice=False)
    axis = alt.Axis(title=title or None, tickCount=4, grid=True) if ticks else None
    where = alt.X(f"{x}:Q", scale=scale, axis=axis)
    names = axis_of_names(view, y, order, above=above, ranked=is_ranked(controls))

    def of(rows: pd.Series[bool] | None) -> Any:
        return steered(Layer(frame if rows is None else frame.loc[rows]), controls).encode(y=names)

    none, less = frame[x].isna(), frame[x] < 0
    layers = [of(~none if none.any() else None).mark_bar(size=13, yOffset=down).encode(x=where, color=fill(colour), description=alt.Description(f"{LABEL}:N"))]
    if signed or not (ticks or view.narrow):
        zero = Layer(pd.DataFrame({x: [0.0]})).mark_rule(aria=False, color=ink("ink-3"))
        layers.append(zero.encode(x=alt.X(f"{x}:Q", scale=scale, axis=axis)))
    for part, side in ((~(none | less), 1), (less, -1)):
        if part.any():
            words = of(part if not part.all() else None).mark_text(align="left" if side > 0 else "right", dx=5 * side, yOffset=down, aria=False, **HALO)
            layers.append(words.encode(x=alt.X(f"{ends or x}:Q", scale=scale), text=alt.Text(f"{text}:N")))
    if none.any():
        layers.append(_no_data(of(none), x, scale, text, down))
    whole = alt.layer(*layers, *names_above(view, frame, y, order, above=above, controls=controls), width=width, height=rows(view, order, above=above))
    return declare(whole, controls)


def _no_data(base: Any, x: str, scale: alt.Scale, text: str, down: float) -> Any:
    """Words where a value is missing, at the line of zero or, without one, at the left; as a mark, so that they are read."""
    words = base.mark_text(align="left", dx=5, yOffset=down, color=ink("ink-3"))
    return words.transform_calculate(zero_="0").encode(x=alt.X("zero_:Q", scale=scale), text=alt.Text(f"{text}:N"), description=alt.Description(f"{LABEL}:N"))


def apart(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Raises ``ChartMistake`` when two rows of ``frame`` are the same in ``columns``: a form would draw one over the other."""
    twice = frame.loc[frame.duplicated(list(columns), keep=False)]
    if len(twice):
        first = twice.loc[(twice[list(columns)] == twice[list(columns)].iloc[0]).all(axis=1)]
        names = " and ".join(f"'{label}'" for label in first[LABEL].iloc[:2]) if LABEL in first else ", ".join(map(str, first[list(columns)].iloc[0]))
        raise ChartMistake(f"{len(first)} rows have one place in the drawing: {names}", "give each a name of its own, or leave one out")


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
    ends: str = "",
    ticks: bool = True,
) -> Chart:
    """Bars made of parts. ``parts`` is ``{part: ink}``, in the order in which they stand; ``totals`` has ``x``, ``y`` and ``text`` for behind the end,
    or ``ends`` for it, and then ``text`` stands in the parts.

    ``shares``, a control of two states (see ``either``), lets a reader see each bar as 100 %.
    """
    frame = frame.copy()
    frame["place"] = [list(parts).index(p) for p in frame[part]]
    colour = alt.Color(
        f"{part}:N",
        scale=alt.Scale(domain=list(parts), range=[ink(i) for i in parts.values()]),
        legend=alt.Legend(title=None, orient="top", direction="horizontal", symbolType="square", columns=_abreast(view, parts)),
    )
    data, column, axis = Layer(frame), x, alt.Axis(title=title or None, tickCount=4, grid=True) if ticks else None
    end: Any = domain[1]
    whole = f"{shares.parameter} == '{shares.value}'" if shares else "true"
    if shares:
        frame["share"] = frame[x] / frame.groupby(y)[x].transform("sum") * 100
        data, column = data.transform_calculate(shown=f"{whole} ? datum['{x}'] : datum.share"), "shown"
        assert axis is not None
        axis.labelExpr, end = f"{whole} ? datum.label : datum.label + '%'", alt.ExprRef(f"{whole} ? {domain[1]} : 100")
    base, down = data.encode(y=axis_of_names(view, y, order)), shift(view, order)
    scale = alt.Scale(domainMin=domain[0], domainMax=end, nice=False)
    place = alt.X(f"{column}:Q", stack="zero", scale=scale, axis=axis)
    layers: list[Any] = [
        base.mark_bar(size=15, yOffset=down, stroke=ink("paper"), strokeWidth=1).encode(
            x=place, color=colour, order=alt.Order("place:Q"), description=alt.Description(f"{LABEL}:N")
        )
    ]
    if totals is not None:
        layers.append(
            Layer(totals)
            .transform_calculate(total=f"{whole} ? datum['{ends or text}'] : ''")
            .mark_text(align="left", dx=5, yOffset=down, aria=False)
            .encode(y=axis_of_names(view, y, order), x=alt.X(f"{x}:Q", scale=scale), text=alt.Text("total:N"))
        )
    if text and (totals is None or ends):
        layers.append(
            base.mark_text(aria=False, yOffset=down, color=ink("paper")).encode(
                x=alt.X(f"{column}:Q", stack="zero", scale=scale, bandPosition=0.5), order=alt.Order("place:Q"), text=alt.Text(f"{text}:N")
            )
        )
    drawn = alt.layer(*layers, *names_above(view, frame, y, order), width=plot_width(view, order), height=rows(view, order))
    return declare(drawn, [shares] if shares else [])


def _abreast(view: View, names: Iterable[str]) -> int:
    """How many entries of a legend fit beside one another."""
    longest = max((width_of(n, size(view)) for n in names), default=0) + 36
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
    axis: alt.Axis | None = None,
) -> Chart:
    """From one value to another: an ink dot, a rule and a coloured dot a row, with words beside its far end."""
    order = list(frame[y])
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    apart(frame, [y])
    given, none = frame.loc[frame[start].notna() & frame[end].notna()], frame.loc[frame[start].isna() | frame[end].isna()]
    base = steered(Layer(given), controls).encode(y=axis_of_names(view, y, order, ranked=is_ranked(controls)))
    axis = axis or alt.Axis(title=title or None, tickCount=5, grid=True)
    down = shift(view, order)
    rule = base.mark_rule(strokeWidth=2, aria=False, yOffset=down, color=ink("promise-2")).encode(
        x=alt.X(f"{start}:Q", scale=scale, axis=axis), x2=alt.X2(f"{end}:Q")
    )
    was = base.mark_circle(size=55, aria=False, yOffset=down, color=ink("was")).encode(x=alt.X(f"{start}:Q", scale=scale))
    becomes = base.mark_circle(size=90, yOffset=down).encode(x=alt.X(f"{end}:Q", scale=scale), color=fill(colour), description=alt.Description(f"{LABEL}:N"))
    falls = given.assign(falls=given[end] <= given[start])
    words = [
        steered(Layer(falls.loc[falls["falls"] == side]), controls)
        .encode(y=axis_of_names(view, y, order, ranked=is_ranked(controls)))
        .mark_text(align="right" if side else "left", dx=-9 if side else 9, yOffset=down, aria=False, **HALO)
        .encode(x=alt.X(f"{end}:Q", scale=scale), text=alt.Text(f"{text}:N"))
        for side in (True, False)
        if (falls["falls"] == side).any()
    ]
    if len(none):
        at = none.assign(**{end: domain[0]})
        mark = steered(Layer(at), controls).encode(y=axis_of_names(view, y, order, ranked=is_ranked(controls)))
        mark = mark.mark_text(align="left", dx=5, yOffset=down, color=ink("ink-3"))
        words.append(mark.encode(x=alt.X(f"{end}:Q", scale=scale), text=alt.Text(f"{text}:N"), description=alt.Description(f"{LABEL}:N")))
    whole = alt.layer(
        rule,
        was,
        becomes,
        *words,
        *names_above(view, frame, y, order, controls=controls, crossed=True),
        width=plot_width(view, order),
        height=rows(view, order),
    )
    return declare(whole, controls)


LANE = 8
"""Pixels between dots that would lie on one another."""


def dots(
    view: View,
    frame: pd.DataFrame,
    *,
    x: str,
    y: str,
    title: str,
    order: Sequence[str],
    colour: str | Any = "promise",
    text: str = "",
    domain: Sequence[float] | None = None,
    axis: alt.Axis | None = None,
) -> Chart:
    """A strip of dots a row. With ``domain``, dots that would lie on one another stand side by side; ``text`` is for a missing value."""
    axis = axis or alt.Axis(title=title or None, grid=True, tickCount=5, labelExpr=plain_number(view))
    width, down = plot_width(view, order), shift(view, order)
    lane, height = [0.0] * len(frame), rows(view, order)
    if domain:
        lane, lanes = _lanes(frame, x, y, width / ((domain[1] - domain[0]) or 1))
        height = max(height, round(len(dict.fromkeys(order)) * (LANE * lanes + (28 if view.narrow else 14))))
    scale = alt.Scale(domain=list(domain), nice=False, zero=False) if domain else alt.Scale(nice=True)
    layers: list[Any] = []
    if domain and domain[0] < 0 < domain[1]:
        layers.append(Layer(pd.DataFrame({x: [0.0]})).mark_rule(aria=False, color=ink("ink-3")).encode(x=alt.X(f"{x}:Q", scale=scale, axis=axis)))
    for offset in sorted(set(lane)):
        part = frame.loc[[n == offset and v == v for n, v in zip(lane, frame[x], strict=True)]]
        if len(part):
            layers.append(
                Layer(part)
                .mark_circle(size=60, opacity=0.75, yOffset=down + offset)
                .encode(
                    x=alt.X(f"{x}:Q", scale=scale, axis=axis), y=axis_of_names(view, y, order), color=fill(colour), description=alt.Description(f"{LABEL}:N")
                )
            )
    if text and frame[x].isna().any():
        none = frame.loc[frame[x].isna()].assign(**{x: domain[0] if domain else 0.0})
        words = Layer(none).mark_text(align="left", dx=14, yOffset=down, color=ink("ink-3"))
        layers.append(
            words.encode(x=alt.X(f"{x}:Q", scale=scale), y=axis_of_names(view, y, order), text=f"{text}:N", description=alt.Description(f"{LABEL}:N"))
        )
    return alt.layer(*layers, *names_above(view, frame, y, order, crossed=True), width=width, height=height)


def _lanes(frame: pd.DataFrame, x: str, y: str, per_unit: float) -> tuple[list[float], int]:
    """How far each dot stands from the middle of its row, so that no two lie on one another; and how many lanes a row needs."""
    taken: dict[tuple[Any, int], list[float]] = {}
    places = []
    most = 0
    for value, row in zip(frame[x], frame[y], strict=True):
        n = 0
        while value == value and any(abs(value - other) * per_unit < LANE for other in taken.get((row, n), ())):
            n += 1
        taken.setdefault((row, n), []).append(value)
        places.append(float((n + 1) // 2 * LANE * (1 if n % 2 else -1)) if n else 0.0)
        most = max(most, n)
    return places, most + 1


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
    upright: bool = False,
) -> Chart:
    """A table that is coloured by ``shade`` (0 to 1; missing is drawn as an empty cell), or by colours of its own, ``ink``. A name with ``BREAK`` takes two lines.

    ``upright``: the names of columns stand on end, where there is no room for them side by side.
    """
    apart(frame, [x, y])
    deep = max(str(c).count(BREAK) for c in columns)
    headed = {c: BREAK * (deep - str(c).count(BREAK)) + str(c) for c in columns}
    frame = frame.assign(**{x: [headed[c] for c in frame[x]]})
    columns = list(headed.values())
    row_axis = alt.Axis(
        title=None, labelPadding=8, domain=False, ticks=False, labelLimit=0, labelExpr=SPLIT, labelLineHeight=LEADING, labelOffset=middle(order)
    )
    column_axis = alt.Axis(
        title=None, orient="top", labelAngle=0, domain=False, ticks=False, labelLimit=0, labelExpr=SPLIT, labelLineHeight=15, labelPadding=8 + 15 * deep
    )
    if upright:
        column_axis.labelAngle, column_axis.labelPadding, column_axis.labelAlign = -90, 6, "left"
    sort: Any = alt.EncodingSortField(field=RANK, op="min") if is_ranked(controls) else list(order)
    none = frame["shade"].isna()
    base = steered(Layer(frame), controls).encode(
        x=alt.X(f"{x}:N", sort=list(columns), axis=column_axis, scale=alt.Scale(paddingInner=0.04)),
        y=alt.Y(f"{y}:N", sort=sort, axis=row_axis, scale=alt.Scale(paddingInner=0.06)),
    )
    scale = alt.Scale(domain=[0, 1], range=RAMP, type="quantize")
    own = "ink" in frame
    shade = alt.Color("ink:N", scale=None) if own else alt.Color("shade:Q", scale=scale, legend=None)
    cell = base.mark_rect(stroke=ink("rule") if own else None).encode(color=shade, description=alt.Description(f"{LABEL}:N"))
    cells = [cell]
    if none.any() and not own:
        # Outlined and empty: the lightest shade means the smallest number, not that there is none.
        cells.append(
            base.transform_filter("!isValid(datum.shade)").mark_rect(fill=ink("paper"), stroke=ink("rule")).encode(description=alt.Description(f"{LABEL}:N"))
        )
    dark = f"datum.ink == '{RAMP[4]}'" if own else "datum.shade >= 2 / 3"  # from the fifth of six steps on, light letters are the more legible
    number = base.mark_text(aria=False).encode(text=alt.Text(f"{text}:N"), color=when(dark, "paper", "ink"))
    lines = max((str(name).count(BREAK) + 1 for name in order), default=1)
    height = len(order) * max(28, 15 * lines + 8)
    return declare(alt.layer(*cells, number, width=plot_width(view, order, above=False), height=height), controls)


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
    base = Layer(frame).encode(
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


def when(condition: str, then: str, otherwise: str) -> alt.ColorValue:
    """One ink where ``condition`` (a Vega expression over ``datum``) holds, another where it does not."""
    return alt.ColorValue(ink(otherwise), condition={"test": condition, "value": ink(then)})
