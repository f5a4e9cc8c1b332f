"""The font that drawings are measured and painted with, so that they are the same on every machine.

It is the Noto Sans SC (OFL) that a package ships, in two ways changed: it has a name that no machine has installed, so that
no other font can step in, and it has the subscripts of CO₂ and NOₓ, set from its own figures and letters. It stays in the
cache; readers see a drawing in fonts of their own.

The library that draws opens the file anew for each letter, some thousand times a drawing, and how long that takes depends on
how much of the file it touches. So there are two: one with the usual characters, and the whole one for words that need others.
In what both have they are the same, and so are the drawings.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import io
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ledger import kept
from ledger.charts.theme import FONT
from ledger.installation import version

WHOLE = f"{FONT} Whole"
"""The name of the font with all characters; the one with the usual ones is called ``FONT``."""
SHIPPED_BY = "zhplot"
SUBSCRIPTS = range(0x2080, 0x209D)
_SMALL, _LOW = 0.62, 0.11
"""The size of a subscript, and how far it sinks, in em."""
_SETTING = ["ccmp", "kern", "liga", "locl", "mark"]
"""What the font can do to a line of text unasked."""
_UPRIGHT = ["vhea", "vmtx", "BASE", "STAT"]
"""Tables that no drawing needs: text from top to bottom, and what a program shows of its fonts."""
_ORDER = ["head", "hhea", "maxp", "OS/2", "post", "name", "GSUB", "loca", "cmap", "GPOS", "hmtx", "glyf"]
"""What is read for every letter stands together, and what is large comes last."""


def font_folder(cache: Path) -> Path:
    """The folder with the usual font and nothing else, made when it is not there yet, or not as it was made (0.6 s)."""
    return _folder(cache, FONT)


def whole_folder(cache: Path) -> Path:
    """The same for the whole font."""
    return _folder(cache, WHOLE)


def is_usual(text: str) -> bool:
    """Whether the usual font has all characters of ``text`` that the whole one has."""
    return usual().issuperset(map(ord, text))


@functools.cache
def usual() -> frozenset[int]:
    """Latin letters and signs, and the characters of GB 2312, as code points."""
    return frozenset([*range(0x250), *range(0x2000, 0x2300), *_gb2312()])


@functools.cache
def revision() -> str:
    """What the font is made from: the one that is shipped, the library that changes it, and this file."""
    versions = "-".join(version(name) for name in (SHIPPED_BY, "fonttools"))
    return f"{versions}-{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]}"


def covered(cache: Path) -> frozenset[int]:
    """The characters that the whole font has, as code points."""
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(next(whole_folder(cache).glob("*.ttf")), lazy=True).getBestCmap())


def _gb2312() -> Iterator[int]:
    for high in range(0xA1, 0xF8):
        yield from map(ord, bytes(byte for low in range(0xA1, 0xFF) for byte in (high, low)).decode("gb2312", errors="ignore"))


def _folder(cache: Path, name: str) -> Path:
    """The folder with the font of that name. Several processes may make it at once: all make the same, and replace it as a whole."""
    folder = cache / "font" / f"{revision()}-{name.replace(' ', '')}"
    file, seal = folder / "font.ttf", folder.with_name(f"{folder.name}.sha256")  # the font must be a font file, and alone
    try:
        is_right = kept.recall(seal) == kept.digest(file.read_bytes()).encode() and len(list(folder.iterdir())) == 1
    except OSError:
        is_right = False
    if not is_right:
        made = _made(name)
        if not folder.is_dir():
            kept.remove(folder)
            folder.mkdir(parents=True, exist_ok=True)
        for other in folder.iterdir():
            if other != file or other.is_dir():
                kept.remove(other)
        fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
        fresh.write_bytes(made)
        fresh.replace(file)
        kept.keep(seal, kept.digest(made).encode())
    return folder


def _shipped() -> Path:
    spec = importlib.util.find_spec(SHIPPED_BY)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the font package {SHIPPED_BY} is not installed")
    return Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


def _made(name: str) -> bytes:
    """The font file of that name."""
    from fontTools.ttLib import TTFont, reorderFontTables

    font = TTFont(_shipped(), recalcTimestamp=False, recalcBBoxes=False)
    for table in _UPRIGHT:
        del font[table]
    _add_subscripts(font)
    if name == FONT:
        _keep_usual(font)
    _rename(font, name)
    saved, ordered = io.BytesIO(), io.BytesIO()
    font.save(saved, reorderTables=False)
    reorderFontTables(saved, ordered, _ORDER)
    return ordered.getvalue()


def _add_subscripts(font: Any) -> None:
    from fontTools.pens.ttGlyphPen import TTGlyphPen

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
        advance, bearing = font["hmtx"][base]
        font["hmtx"][name] = (round(advance * _SMALL), round(bearing * _SMALL))
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[point] = name


def _keep_usual(font: Any) -> None:
    from fontTools.subset import Options, Subsetter

    names = font["name"]
    del font["name"]  # it would be searched for what the rest refers to, which takes half of the time
    subsetter = Subsetter(Options(layout_features=_SETTING, notdef_outline=True, recalc_bounds=False))
    subsetter.populate(unicodes=usual())
    subsetter.subset(font)
    font["name"] = names


def _rename(font: Any, name: str) -> None:
    for record in font["name"].names:
        new = {1: name, 4: name, 6: name.replace(" ", ""), 16: name}.get(record.nameID)
        if new:
            record.string = new
