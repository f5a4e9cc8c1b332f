"""Steering: what a reader may set beside a chart, and how the chart obeys.

A control is declared in the spec as a parameter, so that the static drawing is the state in which it begins. ``choose``,
``order_by`` and ``either`` make controls; ``steered`` makes a layer obey them, ``declare`` makes the chart know them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from ledger.charts.figure import Control

RANK = "rank_"

Chart = Any
"""An Altair chart. Its own types do not say what ``properties`` and ``add_params`` give back."""


def choose(frame: pd.DataFrame, column: str, label: str, every: str) -> Control:
    """A control that keeps the rows of one value of ``column``; it begins with all of them, which ``every`` is the word for."""
    values = list(dict.fromkeys(v for v in frame[column] if v))
    return Control(parameter=f"pick_{column}", label=label, options=[("", every), *((v, v) for v in values)], value="", column=column)


def order_by(frame: pd.DataFrame, ranks: Mapping[str, tuple[str, Sequence[int]]], label: str) -> Control:
    """A control over the order of rows. ``ranks`` is ``{value: (words, a rank for each row)}``; the first is where it begins.

    Adds a column for each order to ``frame``.
    """
    for value, (_, places) in ranks.items():
        frame[f"{RANK}{value}"] = list(places)
    return Control(parameter="order", label=label, options=[(value, words) for value, (words, _) in ranks.items()], value=next(iter(ranks)))


def either(parameter: str, label: str, options: Sequence[tuple[str, str]]) -> Control:
    """A control between named states; the first is where it begins. ``x.scale`` and ``y.scale`` set a scale's type."""
    return Control(parameter=parameter, label=label, options=list(options), value=options[0][0])


def is_ranked(controls: Sequence[Control]) -> bool:
    return any(c.parameter == "order" for c in controls)


def steered(chart: alt.Chart, controls: Sequence[Control]) -> alt.Chart:
    """``chart`` with the filters and orders that ``controls`` ask for; their parameters are declared by ``declare``."""
    for control in controls:
        if control.column:
            chart = chart.transform_filter(f"{control.parameter} == '' || datum['{control.column}'] == {control.parameter}")
        elif control.parameter == "order":
            values = [value for value, _ in control.options]
            rank = f"datum['{RANK}{values[-1]}']"
            for value in reversed(values[:-1]):
                rank = f"order == '{value}' ? datum['{RANK}{value}'] : {rank}"
            chart = chart.transform_calculate(**{RANK: rank})
    return chart


def declare(chart: Chart, controls: Sequence[Control]) -> Chart:
    """``chart`` with the parameters of ``controls``, at the values in which they begin."""
    # Set on the chart itself: Altair's own add_params copies all of it three times.
    if mine := [alt.param(name=c.parameter, value=c.value).param for c in controls if "." not in c.parameter]:
        chart["params"] = mine
    return chart
