"""The font that drawings are measured and painted with, so that they are the same on every machine.

It is the Noto Sans SC (OFL) that a package ships, in two ways changed: it has a name that no machine has installed, so that
no other font can step in, and it has the subscripts of CO₂ and NOₓ, set from its own figures and letters. It stays in the
cache; readers see a drawing in fonts of their own.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
import os
import unicodedata
from pathlib import Path
from typing import Any

from ledger.charts.theme import FONT

SHIPPED_BY = "zhplot"
SUBSCRIPTS = range(0x2080, 0x209D)
_SMALL, _LOW = 0.62, 0.11
"""The size of a subscript, and how far it sinks, in em."""


def font_folder(cache: Path) -> Path:
    """The folder with the font and nothing else, made when it is not there yet (1 s)."""
    folder = cache / "font" / revision()
    file = folder / f"{FONT.replace(' ', '')}.ttf"
    if not file.is_file():
        made = _with_subscripts()
        _rename(made)
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder.with_name(f"{folder.name}.{os.getpid()}")  # whole or not at all: another build may be making it
        made.save(fresh)
        fresh.replace(file)
    return folder


@functools.cache
def revision() -> str:
    """What the font is made from: the one that is shipped, the library that changes it, and this file."""
    versions = "-".join(importlib.metadata.version(name) for name in (SHIPPED_BY, "fonttools"))
    return f"{versions}-{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]}"


def covered(cache: Path) -> frozenset[int]:
    """The characters that the font has, as code points."""
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(next(font_folder(cache).glob("*.ttf")), lazy=True).getBestCmap())


def _shipped() -> Path:
    spec = importlib.util.find_spec(SHIPPED_BY)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the font package {SHIPPED_BY} is not installed")
    return Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


def _with_subscripts() -> Any:
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont

    font = TTFont(_shipped(), recalcTimestamp=False, recalcBBoxes=False)
    glyphs, names, em = font["glyf"], font.getBestCmap(), font["head"].unitsPerEm
    for point in SUBSCRIPTS:
        base = names.get(ord(unicodedata.normalize("NFKC", chr(point))[:1] or " ")) if unicodedata.name(chr(point), "") else None
        if base is None or point in names:
            continue
        pen = TTGlyphPen(glyphs)
        pen.addComponent(base, (_SMALL, 0, 0, _SMALL, 0, -round(_LOW * em)))
        name = f"uni{point:04X}"
        glyphs[name] = pen.glyph()
        glyphs[name].recalcBounds(glyphs)
        for metrics in {"hmtx", "vmtx"} & set(font.keys()):
            advance, bearing = font[metrics][base]
            font[metrics][name] = (round(advance * _SMALL), round(bearing * _SMALL))
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[point] = name
    return font


def _rename(font: Any) -> None:
    for record in font["name"].names:
        new = {1: FONT, 4: FONT, 6: FONT.replace(" ", ""), 16: FONT}.get(record.nameID)
        if new:
            record.string = new
