"""What is new, for those who follow: stories, facts that changed, discrepancies; of the whole site, of a document, of a place.

An item holds all that it tells, with links in full, so that nobody has to come back for the rest. It is dated by days that the ledger
knows: a story's own, the day of a change, the day on which a discrepancy was entered, else that of the ledger.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup, escape

from ledger.load.content import Document
from ledger.load.edtf import parse_edtf
from ledger.load.settings import Extensions
from ledger.problems import Problems
from ledger.render.edition import Edition
from ledger.render.editorial import Typesetter
from ledger.render.metadata import absolute, picture_of

MOST = 30
"""Items of a feed, the latest first; older ones are on the site."""
_FIGURE = re.compile(r'<figure class="figure" id="chart-([^"]+)".*?</figure>', re.S)
_LINK = re.compile(r'\b(href|src)="([^"]*)"')
_SCRIPT = re.compile(r"<script\b.*?</script>\s*", re.S)


@dataclass(frozen=True)
class Item:
    """``address`` is where it stands, in full; ``content`` HTML."""

    address: str
    title: str
    day: str
    content: str
    published: str = ""
    summary: str = ""
    image: str = ""
    authors: tuple[str, ...] = ()


def stories(edition: Edition) -> list[Item]:
    """The stories, the latest first; one without a day is dated by the ledger's."""
    return _latest(_story(edition, document) for document in edition.stories)


def _story(edition: Edition, document: Document) -> Item:
    meta, address = document.meta, absolute(edition, edition.at(document.address))
    figure = edition.figure(meta.chart) if meta.chart else None
    image = picture_of(edition, figure) if figure else ""
    published = _day(meta.date) if meta.date else ""
    day = _day(meta.updated) if meta.updated else published or edition.project.date
    return Item(address, meta.title, day, told_whole(edition, document, address), published, meta.summary, image, meta.authors)


def told_whole(edition: Edition, document: Document, address: str) -> str:
    """The text of a story with its charts as pictures and its links in full."""
    html = _typesetter(_Known(edition.project.extensions)).body(edition, edition.text(document.path), edition.linkable)

    def picture(match: re.Match[str]) -> str:
        figure = edition.any_figure(match[1])
        words = Markup('<figure><img src="{}" alt="{}"><figcaption>{}. {}</figcaption></figure>')
        return words.format(picture_of(edition, figure), figure.title, figure.title, figure.sentence)

    return _LINK.sub(lambda link: f'{link[1]}="{escape(urljoin(address, Markup(link[2]).unescape()))}"', _SCRIPT.sub("", _FIGURE.sub(picture, html)))


class _Known:
    """Extensions as a key: the same settings are one typesetter a process."""

    def __init__(self, extensions: Extensions) -> None:
        self.extensions, self._key = extensions, repr(extensions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other._key == self._key

    def __hash__(self) -> int:
        return hash(self._key)


@functools.lru_cache(maxsize=1)
def _typesetter(known: _Known) -> Typesetter:
    return Typesetter(known.extensions, Problems())


def changes(edition: Edition, of: str = "") -> list[Item]:
    """The facts that changed, all of a row on a day together: all, or those of ``document/<id>`` or ``place/<id>``."""
    found = []
    for day, id in edition.news(of).changed[:MOST]:
        lines = [line for line in edition.ledger.of("change", date=day, row=id) if line.column]
        found.append(_change(edition, day, edition.ledger.owner[id][1], lines))
    return _latest(found)


def _change(edition: Edition, day: str, row: Any, lines: list[Any]) -> Item:
    told = []
    for line in lines:
        what = edition.column_title(row.table, line.column)
        words = edition.t("changed-from", what=what, before=edition.fact(row, line.column, line.before), after=edition.fact(row, line.column, line.after))
        reason = edition.own(line, "reason")
        told.append(f"{words}{edition.t('in-brackets', text=reason)}" if reason else words)
    address = absolute(edition, f"{edition.day_address(day)}#{row.id}.{lines[0].column}")
    page = Markup('<p><a href="{}">{}</a></p>').format(absolute(edition, edition.address(row)), edition.heading(row))
    content = page + Markup("<ul>") + Markup("").join(Markup("<li>{}</li>").format(text) for text in told) + Markup("</ul>")
    return Item(address, edition.heading(row), _day(day), content, summary=edition.t("semicolon").join(told))


def discrepancies(edition: Edition, of: str = "") -> list[Item]:
    """What does not add up: all, or what is of ``document/<id>`` or ``place/<id>``."""
    found = (edition.ledger.find("discrepancy", id) for id in edition.news(of).doubtful)
    return _latest(_discrepancy(edition, row) for row in found if row is not None)


def _discrepancy(edition: Edition, row: Any) -> Item:
    document, clause = edition.source_of(row)
    told = [edition.own(row, "what"), edition.own(row, "reading")]
    figures = ((edition.t("printed"), row.stated), (edition.t(edition.against(row)), row.computed))
    told += [f"{what}{edition.t('colon')}{edition.quantity(number, row.unit)}" for what, number in figures if number is not None]
    told += [f"{edition.t('source')}{edition.t('colon')}{edition.short_citation(document, clause)}"] if document else []
    content = Markup("").join(Markup("<p>{}</p>").format(text) for text in told if text)
    entered = next((line.date for line in edition.changes_of(row) if not line.column and not line.before), edition.project.date)
    return Item(absolute(edition, edition.address(row)), told[0] or str(row.id), _day(entered), content)


def of(edition: Edition, holder: str) -> list[Item]:
    """What is new of ``document/<id>`` or ``place/<id>``."""
    return _latest([*changes(edition, holder), *discrepancies(edition, holder)])


def can_be_followed(edition: Edition) -> bool:
    """Whether there are feeds: the site has an address, and a day by which what has none is dated."""
    return bool(edition.project.site_url and edition.project.date)


def _latest(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: item.day, reverse=True)[:MOST]  # of one day as they were


def _day(date: str) -> str:
    """The first day that a date can mean."""
    span = parse_edtf(date)
    return span.first or span.last or date
