"""From the SVG that Vega writes to the SVG that a page carries.

* colours become ``var(--name, colour)``, so that one drawing serves light, night, print and forced colours
* ids get the chart's name, so that several drawings can stand in one page
* ``role="img"``, ``<title>`` and ``<desc>`` name it for a screen reader
* data marks keep their ``aria-label`` (hover and keyboard read it) and get ``class="mark"``; the rest is silent
"""

from __future__ import annotations

import re
from html import escape

from ledger.charts.theme import variables

_COLOURS = variables()
_COLOUR = re.compile(r'(fill|stroke)="(#[0-9a-f]{6}|rgb\((\d+), ?(\d+), ?(\d+)\))"')
_ID = re.compile(r'\bid="([^"]+)"|url\(#([^)]+)\)|href="#([^"]+)"')
_ROOT = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)" viewBox="([^"]+)">')
_MARK = re.compile(r'<(path|text|line|rect|image) ([^>]*?)aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="([^"]*)"')
_GUIDE = re.compile(r' (?:role|aria-roledescription|aria-label)="[^"]*"')
_NUMBER = re.compile(r"(?<![\w#&;])-?\d+\.\d{3,}")
_NOISE = re.compile(r' (?:font-family|font-weight|pointer-events|opacity|stroke-miterlimit)="(?:Noto Sans SC|&quot;Noto Sans SC&quot;|normal|none|1|10)"')


def finish(svg: str, id: str, title: str, description: str) -> str:
    """The drawing ``svg`` of figure ``id`` as it goes into the page."""
    root = _ROOT.match(svg)
    if root is None:
        raise ValueError(f"{id}: Vega wrote no SVG")
    body = svg[root.end() :]
    body = _guides_silent(body)
    body = _NOISE.sub("", body)
    body = _COLOUR.sub(_variable, body)
    body = _ID.sub(lambda m: m[0].replace(m[1] or m[2] or m[3], f"{id}-{m[1] or m[2] or m[3]}"), body)
    body = _NUMBER.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), body)
    width, height, box = root.groups()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img" aria-labelledby="{id}-t {id}-d" width="{width}" height="{height}" viewBox="{box}">'
        f'<title id="{id}-t">{escape(title)}</title><desc id="{id}-d">{escape(description)}</desc>{body}'
    )


def _guides_silent(body: str) -> str:
    """Keep the labels of data marks as ``data-label``; take ARIA from axes, legends and groups: the table says it better."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        tag, before, label, _ = match.groups()
        kept.append(f'<{tag} class="mark" data-label="{label}" {before.strip()}')
        return f"\x00{len(kept) - 1}\x00"

    body = _MARK.sub(keep, body)
    body = _GUIDE.sub("", body).replace(' aria-hidden="true"', "")
    return re.sub(r"\x00(\d+)\x00", lambda m: kept[int(m[1])].rstrip(), body)


def _variable(match: re.Match[str]) -> str:
    attribute, colour = match[1], match[2]
    if match[3]:
        colour = "#{:02x}{:02x}{:02x}".format(*(int(match[n]) for n in (3, 4, 5)))
    name = _COLOURS.get(colour)
    return f'{attribute}="var(--{name},{colour})"' if name else f'{attribute}="{colour}"'
