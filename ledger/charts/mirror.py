"""A drawing for readers who read from right to left: its other hand, with every text upright.

Names stand at the right and bars grow to the left. Time is left as it is: in school books whose formulas run from right to left the
horizontal axis of a graph still runs from left to right (B. Gorelik, X-axis direction in right-to-left languages, part two, 2019). So is a
map, which would be another place.
"""

from __future__ import annotations

import re

_ROOT = re.compile(r'<svg [^>]*?viewBox="(-?[\d.]+) -?[\d.]+ ([\d.]+) [\d.]+"[^>]*>(?:<title.*?</title>)?(?:<desc.*?</desc>)?', re.S)
_TEXT = re.compile(r"<text\b([^>]*?)(/?)>")
_TRANSFORM = re.compile(r' transform="([^"]*)"')
_ANCHOR = re.compile(r' text-anchor="(\w+)"')
_OTHER = {"start": ' text-anchor="end"', "end": "", "middle": ' text-anchor="middle"'}


def mirrored(drawing: str) -> str:
    """A finished drawing, mirrored between its left and its right edge."""
    root = _ROOT.match(drawing)
    if root is None:
        raise ValueError("not a finished drawing")
    left, width = float(root[1]), float(root[2])
    body = _TEXT.sub(_upright, drawing[root.end() :].removesuffix("</svg>"))
    return f'{root[0]}<g class="mirrored" transform="matrix(-1,0,0,1,{2 * left + width:g},0)">{body}</g></svg>'


def _upright(found: re.Match[str]) -> str:
    """A text takes the same room as before on the other side, and is read as before: what ended where it is anchored begins there now."""
    attributes = found[1]
    anchor = _ANCHOR.search(attributes)
    place = _TRANSFORM.search(attributes)
    attributes = _TRANSFORM.sub("", _ANCHOR.sub("", attributes))
    moved = f"{place[1] if place else ''}scale(-1,1)"
    return f'<text{attributes}{_OTHER[anchor[1] if anchor else "start"]} transform="{moved}"{found[2]}>'
