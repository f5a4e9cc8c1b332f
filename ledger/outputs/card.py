"""The picture that stands for the site where it is shared: its name and its line, on paper, 1200 by 630 pixels, in each language.

It is drawn like the pictures of charts, when a site is published, and only where the site knows its address.
"""

from __future__ import annotations

from html import escape

from ledger.charts.converter import PICTURE_SCALE
from ledger.charts.svg import balanced
from ledger.charts.theme import FONT, INKS
from ledger.project import Language, Project
from ledger.render.metadata import CARD

_MARGIN, _TITLE, _LINE = 72.0, 60.0, 28.0


def cards(project: Project) -> dict[str, str]:
    """``{path on the site: SVG}`` of the pictures of all languages; none where the site does not know its address."""
    return {f"{language.root}card.png": _card(language) for language in project.languages} if project.site_url else {}


def _card(language: Language) -> str:
    width, height = (size / PICTURE_SCALE for size in CARD)
    anchor, left = ("end", width - _MARGIN) if language.leftward else ("start", _MARGIN)
    room = width - 2 * _MARGIN
    y, lines = 210.0, []
    for words, size, colour, leading in ((language.title, _TITLE, "ink", 72.0), (language.line, _LINE, "ink-2", 42.0)):
        for line in balanced(words, size, room)[:3]:
            y += leading
            lines.append(f'<text x="{left:g}" y="{y:g}" font-size="{size:g}" fill="{INKS[colour]}" text-anchor="{anchor}">{escape(line)}</text>')
        y += 8
    ink, sign = INKS["ink"], INKS["promise"]
    rules = f'<path d="M{_MARGIN:g} 64H{width - _MARGIN:g}M{_MARGIN:g} {height - 72:g}H{width - _MARGIN:g}" stroke="{ink}" stroke-width="4"/>'
    rules += f'<path d="M{_MARGIN:g} {height - 64:g}H{width - _MARGIN:g}" stroke="{ink}" stroke-width="1.5"/>'
    mark = f'<path d="M{left - (60 if language.leftward else 0):g} 140l20 16 40 -40" fill="none" stroke="{sign}" stroke-width="10"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" font-family="{FONT}">'
        f'<rect width="100%" height="100%" fill="{INKS["paper"]}"/>{rules}{mark}{"".join(lines)}</svg>'
    )
