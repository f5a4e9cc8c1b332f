"""The look of every chart, as one Vega-Lite configuration.

Colours are named, not chosen: each name has one ink that a static SVG carries as ``var(--name, ink)``, so that the
page's own CSS decides in the light edition, the night edition, print and forced colours. Text is measured with a font
that the build brings along, never with one that happens to be installed, so that a drawing is the same everywhere.
"""

from __future__ import annotations

import functools
import math
from typing import Any

FONT = "Ledger Sans"
"""What drawings are measured and painted with (``font``). Nobody has it installed: readers see the page's own fonts."""
WIDE, NARROW = 760, 340
"""Pixel widths of the two drawings of a figure: a page's measure, and a phone's."""

INKS = {
    "ink": "#1c1b19",
    "ink-2": "#5b5750",
    "ink-3": "#767067",
    "rule": "#d8d2c4",
    "paper": "#fdfbf6",
    "promise": "#1d6b4a",
    "promise-2": "#6fa287",
    "promise-3": "#c3d9cc",
    "was": "#3d3a36",
    "alarm": "#b3261e",
    "hue-1": "#1d6b4b",
    "hue-2": "#2b5c8a",
    "hue-3": "#a8641b",
    "hue-4": "#6d4c86",
    "hue-5": "#497981",
    "hue-6": "#7a6a3a",
    "hue-7": "#94506a",
}
"""Every ink of a chart by its name. No two are the same colour, since the SVG is themed by replacing them."""

RAMP = ["#eef4ef", "#c9dfd1", "#9cc5ac", "#66a483", "#327f5c", "#155a3b"]
"""Light to dark for a heat map; the night edition maps them to ``--ramp-0`` … ``--ramp-5``."""

UNDER = ["#c08a4a", "#dcbb8d", "#efe2cc"]
"""Dark to light for what lies below the middle of a heat map that has one, as ``RAMP`` is for what lies above; ``--under-0`` … at night."""


def ink(name: str) -> str:
    """The colour of a named ink, for an Altair encoding."""
    return INKS[name]


HALO: dict[str, Any] = {"stroke": INKS["paper"], "strokeWidth": 3, "strokeJoin": "round"}
"""A paper-coloured edge around words that lines may cross; ``svg.finish`` sees to it that it stands behind the letters."""


def variables() -> dict[str, str]:
    """Colour to CSS variable name, for every ink and step of the ramp."""
    return {colour: name for name, colour in INKS.items()} | {
        colour: f"{name}-{n}" for name, ramp in (("ramp", RAMP), ("under", UNDER)) for n, colour in enumerate(ramp)
    }


def config(narrow: bool) -> dict[str, Any]:
    """The configuration shared by all charts; labels are a little larger where the drawing is small."""
    size = 12 if narrow else 12.5
    text = {"labelColor": INKS["ink-2"], "titleColor": INKS["ink-2"], "labelFontSize": size, "titleFontSize": size}
    return {
        "font": FONT,
        "background": None,
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 4},
        "view": {"stroke": None},
        "axis": {
            **text,
            "titleFontWeight": "normal",
            "labelFontWeight": "normal",
            "domainColor": INKS["rule"],
            "tickColor": INKS["rule"],
            "gridColor": INKS["rule"],
            "gridOpacity": 0.7,
            "tickSize": 4,
            "labelPadding": 6,
            "titlePadding": 8,
            "labelLimit": 0,
            "titleLimit": 0,
        },
        "axisY": {"domain": False, "ticks": False},
        "axisX": {"domain": True},
        "header": {**text, "titleFontWeight": "normal", "labelFontWeight": "bold", "labelColor": INKS["ink"], "labelLimit": 0},
        "legend": {
            **text,
            "titleFontWeight": "normal",
            "orient": "top",
            "symbolType": "circle",
            "labelLimit": 0,
            "titleLimit": 0,
            "offset": 8,
            "columnPadding": 16,
        },
        "text": {"color": INKS["ink"], "fontSize": size},
        "bar": {"color": INKS["promise"]},
        "point": {"filled": True, "opacity": 1, "color": INKS["promise"]},
        "circle": {"opacity": 1, "color": INKS["promise"]},
        "rule": {"color": INKS["ink-3"]},
        "line": {"color": INKS["promise"], "strokeWidth": 2},
        "range": {"category": [INKS[f"hue-{n}"] for n in range(1, 8)], "ramp": RAMP, "heatmap": RAMP},
    }


@functools.lru_cache(1 << 15)  # where lines break is tried at many widths
def width_of(text: str, size: float) -> float:
    """About how many pixels ``text`` takes at ``size``, in the font that drawings are measured with."""
    return size * math.fsum(_EM.get(c, 1.0 if ord(c) > 0x2E7F or c in "，。：；（）“”《》、" else 0.59) for c in text)


_EM = {
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ&", 0.67),
    **dict.fromkeys("MWmw%@", 0.86),
    **dict.fromkeys("iljtfrI.,:;'|!()[] ·", 0.34),
    **dict.fromkeys("–—", 0.6),
}
"""Widths of Latin characters in em; the others are about 0.59, a Chinese character is 1. A little more than in the
font that measures, since readers' own fonts are wider."""
