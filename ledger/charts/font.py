"""The font that drawings are measured and painted with, so that they are the same on every machine.

It is the Noto Sans SC (OFL) that a package ships, in two ways changed: it has a name that no machine has installed, so that
no other font can step in, and it has the subscripts of CO₂ and NOₓ, set from its own figures and letters. It stays in the
cache; readers see a drawing in fonts of their own.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import unicodedata
from pathlib import Path
from typing import Any

from ledger import kept
from ledger.charts.theme import FONT
from ledger.installation import version

SHIPPED_BY = "zhplot"
SUBSCRIPTS = range(0x2080, 0x209D)
_SMALL, _LOW = 0.62, 0.11
"""The size of a subscript, and how far it sinks, in em."""


def font_folder(cache: Path) -> Path:
    """The folder with the font and nothing else, made when it is not there yet, or not as it was made (1 s). One build at a time."""
    folder = cache / "font" / revision()
    file = folder / f"{FONT.replace(' ', '')}.ttf"
    seal = folder.with_suffix(".sha256")  # beside the folder: the font must be a font file, and alone
    try:
        whole = seal.read_text(encoding="utf-8") == kept.digest(file.read_bytes()) and len(list(folder.iterdir())) == 1
    except (OSError, ValueError):
        whole = False
    if not whole:
        made = _with_subscripts()
        _rename(made)
        for path in (folder, seal):
            kept.remove(path)
        folder.mkdir(parents=True)
        made.save(file)
        seal.write_text(kept.digest(file.read_bytes()), encoding="utf-8")
    return folder


@functools.cache
def revision() -> str:
    """What the font is made from: the one that is shipped, the library that changes it, and this file."""
    versions = "-".join(version(name) for name in (SHIPPED_BY, "fonttools"))
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
