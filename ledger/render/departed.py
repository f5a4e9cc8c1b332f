"""What stands where something was: pages that lead on, and on pages that stay the ids that their places had.

An address keeps working without a script and under any base path. A page that moved is a page that sends to the new one; one
that is gone says why. A place that moved on its own page keeps its old id beside the new. Any other is a line at the foot of its
page that shows itself to whoever asks for it; ``site.js`` goes on by itself where it runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from jinja2 import Environment

from ledger.load.addresses import Fate
from ledger.problems import Problems
from ledger.render.edition import Edition
from ledger.render.faults import BadTemplate
from ledger.render.links import encoded
from ledger.render.pages import Page
from ledger.render.renderer import render_page

_PAGE, _LINES = "moved.html", "parts/departed.html"
_CELLS_ONLY = frozenset(("table", "thead", "tbody", "tfoot", "tr"))
"""Elements of a table in which only its cells may hold text."""


@dataclass(frozen=True)
class Departed:
    """One thing that is not where it was: ``to`` is where it is, as a link and as a reader sees it, or ``why`` there is none
    (in the language ``tag``, where that is not the page's own). ``id`` is what it was on its page, nothing for a page."""

    id: str = ""
    to: str = ""
    shown: str = ""
    why: str = ""
    tag: str = ""


def departed_pages(
    pages: Mapping[str, Fate],
    places: Mapping[str, Mapping[str, Fate]],
    editions: Mapping[str, Edition],
    read: Callable[[str], str],
    problems: Problems,
) -> Iterator[tuple[str, str]]:
    """``(address, HTML)`` of each page that leads on, and of each page that stays and had ``places``; ``read`` gives its HTML."""
    environment = next(iter(editions.values())).environment(_PAGE)
    for address, fate in pages.items():
        edition = _edition(editions, address)
        twin = address.removeprefix(edition.at(""))
        what = _departed("", fate, edition, address)
        title = edition.t("page-moved" if what.to else "page-gone")
        try:
            html = render_page(edition, Page(address, twin, _PAGE, title, what.why, {"departed": what}), [edition.language])
        except BadTemplate as bad:
            problems.found.add(bad.problem)
            continue
        yield address, _with_places(html, places.get(address, {}), edition, address, environment)
    for address in places.keys() - pages.keys():
        yield address, _with_places(read(address), places[address], _edition(editions, address), address, environment)


def _edition(editions: Mapping[str, Edition], address: str) -> Edition:
    """The edition below whose root an address lies; the first, whose root is the site's, for a language that is no more."""
    return max((e for e in editions.values() if address.startswith(e.at(""))), key=lambda e: len(e.at("")))


def _departed(id: str, fate: Fate, edition: Edition, here: str) -> Departed:
    if isinstance(fate, str):
        return Departed(id, encoded(edition.url(fate, here) if fate.startswith("/") else fate), fate)
    code = edition.code if edition.code in fate else next(iter(fate))
    tag = "" if code == edition.code else edition.project.language(code).tag
    return Departed(id, why=fate[code], tag=tag)


def _with_places(html: str, places: Mapping[str, Fate], edition: Edition, here: str, environment: Environment) -> str:
    lines: list[Departed] = []
    for id, fate in sorted(places.items()):
        path, _, place = fate.partition("#") if isinstance(fate, str) else ("", "", "")
        aliased = _aliased(html, place, id) if path == here and place else None
        if aliased is None:
            lines.append(_departed(id, fate, edition, here))
        html = aliased or html
    if not lines:
        return html
    macro: Any = environment.get_template(_LINES).module.lines  # type: ignore[attr-defined]
    before, end, after = html.rpartition("</main>")
    return f"{before}{macro(edition, lines)}{end}{after}" if end else html


def _aliased(html: str, id: str, old: str) -> str | None:
    """The page with ``old`` as a second id of the element ``id``, if there is one."""
    found = re.search(rf'<([a-z][a-z0-9]*)\b[^>]*\bid="{re.escape(escape(id))}"[^>]*>', html)
    if found and found[1] in _CELLS_ONLY:
        found = re.compile(r"<(t[hd])\b[^>]*>").search(html, found.end())
    return f'{html[: found.end()]}<span id="{escape(old)}"></span>{html[found.end() :]}' if found else None
