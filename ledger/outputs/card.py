"""The pictures by which pages are shared, 1200 by 630 pixels: one of the site in each language, one of each story, one of each chart.

card.png                          the name of the site and its line
stories/steel/card.png            a headline and its day
charts/steel/en-card.png          a headline and the drawing

They are drawn like the pictures of charts, when a site is published, and only where the site knows its address; what has not changed is
not drawn again, and nothing of it is drawn while somebody writes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ledger.charts.converter import PICTURE_SCALE
from ledger.charts.figure import Figure
from ledger.charts.svg import balanced, fitted, line_of
from ledger.charts.theme import FONT, INKS
from ledger.kept import digest
from ledger.load.content import Document
from ledger.project import Language
from ledger.render.metadata import CARD, chart_card, story_card
from ledger.render.site import Site
from ledger.wording import date

_MARGIN, _TITLE, _LINE = 72.0, 60.0, 28.0
_WIDTH, _HEIGHT = (size / PICTURE_SCALE for size in CARD)
_ROOM = _WIDTH - 2 * _MARGIN
Drawings = dict[str, tuple[str, Callable[[], str]]]
"""By the path on the site: what a picture holds, as a key, and how it is drawn."""


def cards(site: Site) -> Drawings:
    """The pictures of all languages; none where the site does not know its address."""
    found: Drawings = {}
    for language in site.project.languages if site.project.site_url else ():
        found[f"{language.root}card.png"] = _keyed("site", partial(_of_site, language), language)
        for path in site.stories(language.code):
            document = site.documents[path]
            held = f"{document.meta.title} {document.meta.date}"
            found[story_card(language, document.address)] = _keyed(held, partial(_of_story, language, document), language)
        for id in site.figure_ids(language.code):
            held = site.figure_hashes.get((id, language.code), b"").decode()
            found[chart_card(language.code, id)] = _keyed(held, partial(_of_chart, language, site.figures[id, language.code]), language)
    return found


def _keyed(held: str, draw: Callable[[], str], language: Language) -> tuple[str, Callable[[], str]]:
    return digest(repr(("card", language, held)).encode()), draw


def _of_site(language: Language) -> str:
    left = _edge(language)
    mark = f'<path d="M{left - (60 if language.leftward else 0):g} 140l20 16 40 -40" fill="none" stroke="{INKS["promise"]}" stroke-width="10"/>'
    y, title = _written(language, language.title, 210.0, _TITLE, 72.0, "ink")
    _, line = _written(language, language.line, y + 8, _LINE, 42.0, "ink-2")
    return _framed(mark + title + line)


def _of_story(language: Language, document: Document) -> str:
    size = _TITLE if len(balanced(document.meta.title, _TITLE, _ROOM)) <= 3 else 44.0
    _, title = _written(language, document.meta.title, 90.0, size, size * 1.25, "ink", 5)
    day = date(document.meta.date, language.tongue) if document.meta.date else ""
    _, foot = _written(language, " · ".join(filter(None, (language.title, day))), _HEIGHT - 126, _LINE, 30.0, "ink-2", 1)
    return _framed(title + foot)


def _of_chart(language: Language, figure: Figure) -> str:
    size = 40.0 if len(balanced(figure.title, 40.0, _ROOM)) <= 2 else 32.0
    y, title = _written(language, figure.title, 60.0, size, size * 1.25, "ink", 3)
    _, foot = _written(language, language.title, _HEIGHT - 78, 20.0, 24.0, "ink-2", 1)
    return _framed(title + fitted(figure.wide, _MARGIN, y + 16, _ROOM, _HEIGHT - y - 16 - 96) + foot, low=40)


def _edge(language: Language) -> float:
    return _WIDTH - _MARGIN if language.leftward else _MARGIN


def _written(language: Language, words: str, y: float, size: float, leading: float, colour: str, most: int = 3) -> tuple[float, str]:
    """Words in at most so many lines below ``y``, and where they end."""
    lines = balanced(words, size, _ROOM)
    kept = lines[:most] if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]
    told = ""
    for line in kept:
        y += leading
        told += line_of(line, _edge(language), y, size, colour, language.leftward)
    return y, told


def _framed(inner: str, low: float = 72) -> str:
    """What is on a card, on paper between the rules of an account book."""
    across = f"H{_WIDTH - _MARGIN:g}"
    rules = f'<path d="M{_MARGIN:g} {low - 8:g}{across}M{_MARGIN:g} {_HEIGHT - low:g}{across}" stroke="{INKS["ink"]}" stroke-width="4"/>'
    rules += f'<path d="M{_MARGIN:g} {_HEIGHT - low + 8:g}{across}" stroke="{INKS["ink"]}" stroke-width="1.5"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" height="{_HEIGHT:g}" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" font-family="{FONT}">'
        f'<rect width="100%" height="100%" fill="{INKS["paper"]}"/>{rules}{inner}</svg>'
    )
