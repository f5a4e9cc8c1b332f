"""One page while it is made: what stands in it for what, what was found, and what is said of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown.extensions.toc import slugify as slugify_ascii

from ledger.load.content import Document
from ledger.problems import Problems
from ledger.render.brackets import ODD, on_one_line
from ledger.render.edition import Edition
from ledger.render.glossary import PAGE, Explainer
from ledger.render.links import PageLinks
from ledger.render.references import BadReference, Resolved, resolve

MARK = re.compile("\ue002(\\d+)\ue003")
"""What stands for something that was typed in double brackets, until the page is complete."""
RESERVED = ("top", "main")
"""Ids that every page has already."""


class Mark(NamedTuple):
    """What was typed at a mark, and on which line of the text (from 0)."""

    typed: str
    kind: str
    line: int


class Draft:
    """A page that is being made. References are resolved for its edition, links are written for its address."""

    def __init__(self, edition: Edition, document: Document, links: PageLinks, problems: Problems, faulty: Collection[int]) -> None:
        """``faulty`` are the lines of the file that errors were told of before."""
        self.edition, self.document, self.links, self.problems, self.faulty = edition, document, links, problems, faulty
        self.here = edition.at(document.address)
        self.lines = document.body.split("\n")
        self.slots: list[str] = []
        self.marks: list[Mark] = []
        self.hidden: list[str] = []
        self.charts: dict[str, int] = {}
        self.told: set[str] = set()
        self.seen: set[int] = set()
        self.slugs: list[str] = []
        self.whole = True
        self.explainer = Explainer(edition.glossary if document.address not in ("", PAGE) else (), self._term)
        self.unnamed: list[Element] = []
        self._used: Counter[str] = Counter()
        self._places: dict[str, list[int]] = {}

    def _term(self, id: str) -> str:
        """The address of a term's place in the glossary."""
        address = self.edition.at(PAGE)
        return self.edition.url(f"{address}#{id}" if id else address, self.here)

    def report(self, line: int, what: str, remedy: str, warning: bool = False) -> None:
        """Say what is wrong on a line of the text, counted from 0."""
        self.problems.add(self.document.file, self.document.body_line + line, what, remedy, warning=warning)

    def slugify(self, text: str, separator: str) -> str:
        """The id of a heading: its words, in any script. What it would have been before is kept as a second id."""
        words = self.worded(text)
        self.slugs.append(slugify_ascii(MARK.sub(lambda m: m[1], text), separator))
        slug = re.sub(r"[-\s]+", separator, re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFC", words)).strip().lower())
        return f"{slug}-1" if slug in RESERVED else slug

    def worded(self, text: str) -> str:
        """A heading with what its references stand for."""
        return MARK.sub(lambda m: self.words(int(m[1]), False), text)

    def keep(self, html: str) -> str:
        """Keep HTML of our own out of Markdown's hands; what stands for it until the end."""
        self.slots.append(html)
        return f"\ue000{len(self.slots) - 1}\ue001"

    def hide(self, address: str) -> str:
        """The same for an address, which is nobody's but ours to complete."""
        self.hidden.append(address)
        return f"\ue004{len(self.hidden) - 1}\ue005"

    def line_of(self, typed: str) -> int:
        """The line of the text on which the next use of an address, or of some other text, stands."""
        places = self._places.get(typed)
        if places is None:
            places = self._places[typed] = _places_of(typed, self.document.body)
        number = self._used[typed]
        self._used[typed] += 1
        return self.document.body.count("\n", 0, places[min(number, len(places) - 1)]) if places else 0

    def as_typed(self, number: int) -> str:
        self.seen.add(number)
        return self.marks[number].typed

    def resolved(self, number: int) -> Resolved | None:
        mark = self.marks[number]
        first = number not in self.seen
        self.seen.add(number)
        if mark.kind != "text":
            if first:
                what, remedy = ODD[mark.kind]
                self.report(mark.line, f"'{mark.typed[:40]}' {what}", remedy)
            return None
        inner = on_one_line(mark.typed[2:-2])
        try:
            return resolve(self.edition, inner)
        except BadReference as error:
            self.report(mark.line, f"[[{inner}]]: {error}", error.remedy)
            return None

    def words(self, number: int, seen: bool = True) -> str:
        before = number in self.seen
        resolved = self.resolved(number)
        if not seen and not before:
            self.seen.discard(number)
        return resolved.words if resolved else ""

    def in_comment(self, mark: Mark) -> bool:
        """Whether a mark stands where no reader sees it."""
        before = "\n".join(self.lines[: mark.line]) + "\n" + self.lines[mark.line].partition(mark.typed[:20])[0]
        return any(before.rfind(opening) > before.rfind(closing) for opening, closing in (("<!--", "-->"), ("<script", "</script"), ("<style", "</style")))


_IN_AN_ADDRESS = re.compile(r"[^\s)\"'>]")


def _places_of(typed: str, body: str) -> list[int]:
    """Where ``typed`` stands as an address: ``](typed)``, ``]: typed``, ``"typed"``, ``<typed>``; anywhere, if it stands nowhere so."""
    found, anywhere = [], []
    at = body.find(typed)
    while at >= 0:
        anywhere.append(at)
        end = at + len(typed)
        if not _IN_AN_ADDRESS.match(body, end):
            before = at - 1 if body[at - 1 : at] == "<" else at
            opening = len(body[:before].rstrip()) if body[before - 1 : before].isspace() else before
            if body[max(opening - 2, 0) : opening] in ("](", "]:"):
                found.append(opening - 2)
            elif at and body[at - 1] in "\"'=<":
                found.append(at - 1)
        at = body.find(typed, max(end, at + 1))
    return found or anywhere
