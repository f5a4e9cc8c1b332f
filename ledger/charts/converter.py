"""Vega-Lite to SVG, SVG to PNG: in processes of their own, and kept by the hash of what they were made from.

The library behind it runs JavaScript (V8), which costs 0.7 s to start and must not be alive in a process that forks. So it is
loaded in workers only (``workers``), never where a build runs.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger import kept
from ledger.charts.figure import Figure
from ledger.charts.font import font_folder, revision
from ledger.charts.svg import finish, poster
from ledger.charts.theme import NARROW, WIDE
from ledger.load.ledger import Ledger

LIBRARIES = ("altair", "vl-convert-python", "pandas")
PICTURE_SCALE = 1.25
"""Pixels of a PNG to a unit of its drawing. A thousand pixels across: 2 would look no better in a shared link and take twice the time and the bytes."""


@dataclass(frozen=True)
class Job:
    """A figure to draw: its two specs as JSON, and the words around it. ``lines`` stand below the picture for sharing."""

    id: str
    wide: str
    narrow: str
    title: str
    subtitle: str
    sentence: str
    lines: tuple[str, ...]
    cache: Path


@functools.cache
def versions() -> str:
    """The drawing libraries and their versions, and the font's: a part of every cache key."""
    return " ".join([*(f"{name}={importlib.metadata.version(name)}" for name in LIBRARIES), f"font={revision()}"])


def words_below(figure: Figure, ledger: Ledger, sender: str) -> list[str]:
    """What stands below a picture that is shared: the titles of its sources, and who sends it."""
    ids = list(dict.fromkeys([*(p for p, _ in figure.clauses), *figure.policies]))
    titles = [getattr(row, f"title_{figure.language}") for id in ids[:3] if (row := ledger.row("policies", id))]
    more = f" +{len(ids) - 3}" if len(ids) > 3 else ""
    return [line for line in (" · ".join(titles) + more, sender) if line]


def draw(job: Job) -> tuple[str, str, str]:
    """The wide and the narrow drawing, finished, and the file of the picture."""
    wide, narrow = (
        finish(_svg(spec, job.cache), f"{job.id}-{size}", job.title, job.sentence, measure)
        for spec, size, measure in ((job.wide, "w", WIDE), (job.narrow, "n", NARROW))
    )
    return wide, narrow, _picture(poster(wide, title=job.title, subtitle=job.subtitle, lines=list(job.lines)), job.cache)


def bundle() -> str:
    """The Vega runtime as one classic script that sets ``window.vegaEmbed``."""
    import vl_convert

    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))


@functools.cache
def _library(cache: Path) -> Any:
    import vl_convert

    # As UTF-8 whatever the locale says: the library takes no other path.
    vl_convert.register_font_directory(os.fsencode(font_folder(cache)).decode("utf-8"))
    return vl_convert


def _hash(text: str) -> str:
    return hashlib.sha256(f"{versions()}\n{text}".encode()).hexdigest()[:32]


def _svg(spec: str, cache: Path) -> str:
    path = cache / "svg" / f"{_hash(spec)}.svg"
    drawn = kept.recall(path)
    if drawn is None:
        drawn = _library(cache).vegalite_to_svg(spec).encode()
        kept.keep(path, drawn)
    return drawn.decode()


def _picture(svg: str, cache: Path) -> str:
    path = picture(f"{_hash(f'{PICTURE_SCALE} {svg}')}.png", cache)
    if kept.recall(path) is None:
        kept.keep(path, _library(cache).svg_to_png(svg, scale=PICTURE_SCALE))
    return path.name


def picture(name: str, cache: Path) -> Path:
    """Where the picture that a figure calls ``name`` is kept; ``kept.recall`` reads it."""
    return cache / "png" / name


def spec_text(spec: dict[str, Any]) -> str:
    return json.dumps(spec, sort_keys=True, ensure_ascii=False)
