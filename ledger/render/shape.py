"""While Markdown makes a page: bare addresses become links; headings, tables, pictures and callouts become what our pages have."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.toc import unique
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from ledger.render.draft import MARK, RESERVED, Draft

URL = r"(h(?<![\w\"'=(<]h)ttps?://[A-Za-z0-9\-._~:/?#@!$&*+,;=%]*[A-Za-z0-9/#=&])"
"""An address in a text. It begins with its first letter, not with what may not stand before it, so that it is found at once."""
_CALLOUTS = {"note": "callout-note", "tip": "callout-tip", "important": "callout-important", "warning": "callout-warning", "caution": "callout-caution"}
"""The callouts of GitHub, and what they are called where an editor gives them no title of their own."""


class BareLink(InlineProcessor):
    """``https://example.org/x`` in a text is a link, up to the first character that no address has."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        link = Element("a", {"href": m[1]})
        link.text = m[1]
        return link, m.start(0), m.end(0)


class Shape(Treeprocessor):
    """Headings, tables and pictures as our pages have them."""

    draft: Draft

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            if element.tag == "h1":
                words = "".join(element.itertext()).strip()
                line = next((n for n, text in enumerate(self.draft.lines) if text.startswith("# ") or re.match(r"=+\s*$", text)), 0)
                self.draft.report(line, "a page has one headline, its title", f"write ## {MARK.sub('…', words)[:30]}", True)
                element.tag = "h2"
            if element.tag in ("th", "td"):
                self._align(element)
            if element.tag == "p" and element.get("class") == "admonition-title":
                self._callout(element)
            if element.tag == "img":
                element.set("alt", f"\ue006{element.get('alt', '')}")
        self._figures(root)
        self.draft.unnamed = [e for e in root.iter() if e.tag in ("h1", "h2", "h3", "h4", "h5", "h6") and not e.get("id")]

    def _align(self, cell: Element) -> None:
        match = re.fullmatch(r"text-align: (left|right|center);", cell.get("style", ""))
        if match:
            del cell.attrib["style"]
            if match[1] != "left":
                cell.set("class", " ".join(filter(None, (cell.get("class"), {"right": "num", "center": "middle"}[match[1]]))))

    def _callout(self, title: Element) -> None:
        word = (title.text or "").strip().lower()
        if word in _CALLOUTS:
            title.text = self.draft.edition.t(_CALLOUTS[word])

    def _figures(self, root: Element) -> None:
        """A picture alone in its paragraph, with a title, is a figure, and the title is its caption."""
        for paragraph in list(root.iter("p")):
            alone = len(paragraph) == 1 and not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()
            if alone and paragraph[0].tag == "img" and paragraph[0].get("title"):
                paragraph.tag = "figure"
                paragraph.set("class", "picture")
                SubElement(paragraph, "figcaption").text = paragraph[0].attrib.pop("title")


class Settle(Treeprocessor):
    """Links as they were typed, for us to complete, and the old ids of headings beside the new."""

    draft: Draft

    def run(self, root: Element) -> None:
        ids = {e.get("id") for e in root.iter() if e.get("id")}
        old_ids: set[str] = {i for i in ids if i} - {e.get("id", "") for e in self.draft.unnamed}
        for heading, slug in zip(self.draft.unnamed, self.draft.slugs, strict=False):
            old = unique(slug, old_ids)
            if old != heading.get("id") and old not in ids and old not in RESERVED:
                ids.add(old)
                anchor = Element("span", {"id": old})
                anchor.tail, heading.text = heading.text, None
                heading.insert(0, anchor)
        for element in root.iter():
            attribute = {"a": "href", "img": "src"}.get(str(element.tag))
            address = element.get(attribute, "") if attribute else ""
            if attribute and address and not address.startswith(("#fn", "\x02")):
                element.set(attribute, self.draft.hide(address))
