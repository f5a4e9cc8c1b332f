"""Pictures beside a page: what they are, how large, and whether a reader's browser can show them.

A picture that is published is what its name says, whole, and no heavier than a phone can bear; an SVG loses what could run or ask
other sites.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import py_svg_hush
from PIL import Image, UnidentifiedImageError

Say = Callable[..., None]
"""Called with what is wrong, what to do, and whether that is only a warning."""

_KINDS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".gif": "GIF"}
_PIXELS = 24_000_000
"""A photograph of today's cameras at its full size; a page shows two million of them."""
_HEAVY, _TOO_HEAVY = 1_000_000, 5_000_000
"""Bytes. A phone on a slow line waits 5 s for the first, 25 s for the second."""
_GPS, _ORIENTATION = 0x8825, 0x0112
_ROOT = re.compile(r"<svg\b[^>]*>")
_MARGIN = re.compile(r"\b(viewBox|width|height)\s*=\s*[\"']([^\"']*)[\"']")
_ACTIVE = re.compile(
    r"<(script|foreignObject|iframe|handler)\b|\s(on[a-z]+)\s*=|(?:href|src)\s*=\s*[\"'](?:https?:)?//|javascript:|@import|url\(\s*[\"']?(?:https?:)?//", re.I
)


class Picture(NamedTuple):
    """A picture as it is published: its bytes, its width and height in pixels (0 where an SVG does not say)."""

    content: bytes
    width: int
    height: int


def read_picture(path: Path, say: Say) -> Picture | None:
    """The picture in the file ``path``; ``None`` when it cannot be shown, which is said."""
    content = path.read_bytes()
    if not content:
        say("the picture is empty (0 bytes)", "save it again")
        return None
    if len(content) > _TOO_HEAVY:
        say(f"{len(content) / 1e6:.1f} MB, more than a page can ask of a phone", "save it smaller: 1,600 pixels wide, under 1 MB")
        return None
    picture = _drawing(content, say) if path.suffix.lower() == ".svg" else _photograph(content, path, say)
    if picture and len(content) > _HEAVY:
        say(f"{len(content) / 1e6:.1f} MB; a phone on a slow line waits for it", "save it smaller: 1,600 pixels wide, under 1 MB", warning=True)
    return picture


def _photograph(content: bytes, path: Path, say: Say) -> Picture | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(content))
            width, height = image.size
            if width * height > _PIXELS:
                say(f"{width * height / 1e6:.0f} megapixels ({width:,} × {height:,})", "save it smaller: 1,600 pixels wide")
                return None
            image.load()
            notes = image.getexif()
    except UnidentifiedImageError:
        say(f"no picture of the kind {path.suffix.lower()[1:].upper()}", "save it again as PNG, JPEG, WebP, GIF or SVG")
        return None
    except Image.DecompressionBombError:
        say("too many pixels", "save it smaller: 1,600 pixels wide")
        return None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):
        say("the picture is damaged: it ends too early, or a part of it cannot be read", "save it again")
        return None
    wanted, kind = _KINDS[path.suffix.lower()], image.format or "?"
    if kind == "MPO":
        kind = "JPEG"
    if kind != wanted:
        endings = [ending for ending, name in _KINDS.items() if name == kind]
        say(f"ends in {path.suffix}, but is {kind}", f"rename it to end in {endings[0]}" if endings else "save it as PNG, JPEG, WebP or GIF")
        return None
    if _GPS in notes:
        say("the picture tells where it was taken (GPS), to everybody who saves it", "save it without its location", warning=True)
    if notes.get(_ORIENTATION, 1) >= 5:
        width, height = height, width
    return Picture(content, width, height)


def _drawing(content: bytes, say: Say) -> Picture | None:
    try:
        cleaned: bytes = py_svg_hush.filter_svg(content, {"image": ["png", "jpeg", "gif", "webp"]})
    except ValueError as error:
        say(f"no SVG that can be read ({error})", "save it again as SVG")
        return None
    root = _ROOT.search(cleaned.decode("utf-8"))
    if root is None:
        say("no SVG that can be read (nothing is drawn in it)", "save it again as SVG")
        return None
    found = sorted({(m[1] or m[2] or m[0].strip()).lower() for m in _ACTIVE.finditer(content.decode("utf-8", "replace"))})
    if found:
        say(f"the drawing is published without what could run or ask other sites ({', '.join(found)[:80]})", "save it as plain SVG", warning=True)
    given = dict(_MARGIN.findall(root[0]))
    width, height = (_length(given.get(side, "")) for side in ("width", "height"))
    box = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", given.get("viewBox", ""))]
    if (not width or not height) and len(box) == 4 and box[2] > 0 and box[3] > 0:
        width, height = (width or height * box[2] / box[3] or box[2]), 0.0
        height = width * box[3] / box[2]
    return Picture(cleaned, round(width), round(height))


def _length(text: str) -> float:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)(px|pt|mm|cm|in)?\s*", text)
    return float(match[1]) * {"pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}.get(match[2] or "px", 1) if match else 0.0
