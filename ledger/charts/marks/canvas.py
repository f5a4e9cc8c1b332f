"""A drawing by pixels: for marks that are set like type, not along an axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from ledger.charts.layer import Layer
from ledger.charts.theme import INKS, ink


class Canvas:
    """Texts, rules and marks at pixels from the upper left corner; ``chart`` puts them together."""

    def __init__(self, width: float) -> None:
        self.width, self.height = float(width), 0.0
        self._layers: list[Any] = []
        self._texts: dict[tuple[str, str, int], list[dict[str, Any]]] = {}

    def text(self, x: float, y: float, words: str, *, colour: str = "ink", align: str = "left", weight: int = 400) -> None:
        """Words, their middle at ``y``."""
        self._texts.setdefault((colour, align, weight), []).append({"x": x, "y": y, "t": words})

    def rules(self, lines: Sequence[tuple[float, float, float, float]], colour: str = "rule", width: float = 1) -> None:
        if lines:
            frame = pd.DataFrame(lines, columns=["x", "y", "x2", "y2"])
            base = Layer(frame).mark_rule(aria=False, color=ink(colour), strokeWidth=width)
            self._layers.append(lambda x, y: base.encode(x=x("x"), x2=alt.X2("x2:Q"), y=y("y"), y2=alt.Y2("y2:Q")))

    def swatch(self, x: float, y: float, colour: str, side: float, shape: str = "square") -> None:
        """A silent mark, of a key; ``colour`` is the name of an ink or a colour."""
        record = {"x": x, "y": y, "ink": INKS.get(colour, colour)}
        base = Layer(pd.DataFrame([record])).mark_point(shape=shape, size=side * side, filled=True, opacity=1, aria=False)
        self._layers.append(lambda x, y: base.encode(x=x("x"), y=y("y"), color=alt.Color("ink:N", scale=None)))

    def marks(self, records: Sequence[Mapping[str, Any]], shape: str, size: float) -> None:
        """Data marks: ``x``, ``y``, ``ink`` (a colour) and ``label``."""
        if records:
            base = Layer(pd.DataFrame(records)).mark_point(shape=shape, size=size, filled=True, opacity=1)
            self._layers.append(lambda x, y: base.encode(x=x("x"), y=y("y"), color=alt.Color("ink:N", scale=None), description=alt.Description("label:N")))

    def rects(self, records: Sequence[Mapping[str, Any]]) -> None:
        """Data marks that are rectangles: ``x``, ``x2``, ``y``, ``y2``, ``ink`` and ``label``."""
        base = Layer(pd.DataFrame(records)).mark_rect(stroke=ink("rule"))
        self._layers.append(
            lambda x, y: base.encode(
                x=x("x"), x2=alt.X2("x2:Q"), y=y("y"), y2=alt.Y2("y2:Q"), color=alt.Color("ink:N", scale=None), description=alt.Description("label:N")
            )
        )

    def chart(self) -> Any:
        across, down = alt.Scale(domain=[0, self.width], nice=False), alt.Scale(domain=[self.height, 0], nice=False)

        def x(column: str) -> Any:
            return alt.X(f"{column}:Q", scale=across, axis=None)

        def y(column: str) -> Any:
            return alt.Y(f"{column}:Q", scale=down, axis=None)

        layers = [layer(x, y) for layer in self._layers]
        for (colour, align, weight), records in self._texts.items():
            side: Any = align
            text = Layer(pd.DataFrame(records)).mark_text(align=side, baseline="middle", aria=False, color=ink(colour), fontWeight=weight)  # type: ignore[arg-type]
            layers.append(text.encode(x=x("x"), y=y("y"), text=alt.Text("t:N")))
        return alt.layer(*layers, width=round(self.width), height=round(self.height))
