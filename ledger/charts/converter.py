"""Vega-Lite to SVG, SVG to PNG: in processes of their own, and kept by the hash of what they were made from.

The library behind it runs JavaScript (V8), which costs 0.4 s to start and must not be alive in a process that forks. So it is
loaded in workers only (``workers``), never where a build runs.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from ledger import kept
from ledger.charts.drawers import asked
from ledger.charts.figure import ChartMistake, Figure
from ledger.charts.font import WHOLE, font_folder, is_usual, revision, whole_folder
from ledger.charts.mirror import mirrored
from ledger.charts.svg import finish, marks_in
from ledger.charts.theme import FONT, NARROW, WIDE
from ledger.charts.workers import next_part
from ledger.installation import version

Drawn = TypeVar("Drawn", str, bytes)

LIBRARIES = ("altair", "vl-convert-python", "pandas")
PICTURE_SCALE = 1.25
"""Pixels of a PNG to a unit of its drawing. A thousand pixels across: 2 would look no better in a shared link and take twice the time and the bytes."""


@functools.cache
def versions() -> str:
    """The drawing libraries and their versions, and the font's: a part of every cache key."""
    return " ".join([*(f"{name}={version(name)}" for name in LIBRARIES), f"font={revision()}"])


def draw(figure: Figure, cache: Path, drawers: tuple[str, ...] = ()) -> Figure:
    """``figure`` with its drawings, both finished; ``drawers`` are the addresses of processes that may help. Raises ``ChartMistake`` where one has more marks than the table says, or fewer."""
    wide, narrow = (
        finish(_svg(spec, cache, drawers), f"{figure.id}-{size}", figure.title, figure.sentence, measure, figure.parts)
        for spec, size, measure in ((figure.spec, "w", WIDE), (figure.narrow_spec, "n", NARROW))
    )
    for name, drawing in (("wide", wide), ("narrow", narrow)):
        if (count := marks_in(drawing)) != figure.marks:
            raise ChartMistake(
                f"the {name} drawing has {count} labelled marks, the table {figure.marks} rows",
                "give every data mark a label, others aria=False, or say marks=",
            )
    states = []
    for each in figure.states:
        next_part()
        states.append(draw(each, cache, drawers))
    wide, narrow = (mirrored(wide), mirrored(narrow)) if figure.mirrored else (wide, narrow)
    return replace(figure, wide=wide, narrow=narrow, states=tuple(states), parts={})


def keep_picture(svg: str, cache: Path) -> None:
    """Make the PNG of a drawing that stands by itself, and keep it, unless it is there."""
    path = picture_file(svg, cache)
    if kept.recall(path) is None:
        kept.keep(path, _drawn(svg, cache, lambda library, text: library.svg_to_png(text, scale=PICTURE_SCALE)))


def picture_file(svg: str, cache: Path) -> Path:
    """Where the PNG of a drawing is kept, whether it is there already or not; ``kept.recall`` reads it."""
    return cache / "png" / f"{_hash(f'{PICTURE_SCALE} {svg}')}.png"


def bundle() -> str:
    """The Vega runtime as one classic script that sets ``window.vegaEmbed``."""
    import vl_convert

    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))


def svg_of(spec: str, cache: Path) -> str:
    """The drawing of a spec, as the library writes it; only where nothing forks."""
    return _drawn(spec, cache, lambda library, text: str(library.vegalite_to_svg(text))).replace(WHOLE, FONT)


@functools.cache
def library(cache: Path, folder: Callable[[Path], Path] = font_folder) -> Any:
    """The library that draws, with the font in that ``folder`` too; only where nothing forks."""
    import vl_convert

    # As UTF-8 whatever the locale says: the library takes no other path.
    vl_convert.register_font_directory(os.fsencode(folder(cache)).decode("utf-8"))
    return vl_convert


def _drawn(text: str, cache: Path, draw: Callable[[Any, str], Drawn]) -> Drawn:
    """What the library draws of a text, which names our font, with that of our fonts which has all of its characters."""
    if is_usual(text):
        return draw(library(cache), text)
    return draw(library(cache, whole_folder), text.replace(FONT, WHOLE))


def _hash(text: str) -> str:
    return hashlib.sha256(f"{versions()}\n{text}".encode()).hexdigest()[:32]


def _svg(spec: str, cache: Path, drawers: tuple[str, ...]) -> str:
    path = cache / "svg" / f"{_hash(spec)}.svg"
    drawn = kept.recall(path)
    if drawn is None:
        drawn = asked(drawers, spec) or svg_of(spec, cache).encode()
        kept.keep(path, drawn)
    return drawn.decode()
