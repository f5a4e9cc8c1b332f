"""Markdown as our editors write it: references, charts, callouts, pictures, lists; and a word about all that cannot be.

It is one Python-Markdown extension. A page goes through in four steps:

1. before Markdown sees it, fences become what they stand for, and every ``[[`` is marked with the line on which it stands;
2. Markdown makes HTML of it, with the extensions of ``mkdocs.yml``;
3. what is not allowed is taken out (``markup``);
4. marks become values and citations, links and pictures get their addresses, and what is left over as it was typed is said.

A reference in code stays as it was typed; in the text of a link, a picture or a title it is words alone.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from html import escape, unescape
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify as slugify_ascii
from markdown.extensions.toc import unique
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from ledger.charts.block import digest_of, is_id
from ledger.load.content import Document
from ledger.load.passages import Part, is_indented_code, parts_of, without_code
from ledger.problems import Problems, did_you_mean
from ledger.render import markup
from ledger.render.edition import Edition
from ledger.render.links import PageLinks, as_attribute
from ledger.render.lists import tidy_lists
from ledger.render.references import BadReference, Resolved, resolve

_MARK = re.compile("\ue002(\\d+)\ue003")
_LINK = re.compile("\ue004(\\d+)\ue005")
_SLOT = re.compile("(?:<p>)?\ue000(\\d+)\ue001(?:</p>)?")
_TYPED = re.compile(
    r"\[\[(?P<text>(?:[^\[\]\n]|\n(?![ \t>]*\n))*)\]\]"
    r"|(?P<many>\[{3,}[^\[\]\n]*\]{2,})|(?P<wide>[［【]{2}[^\n［【］】]*(?:[］】]{2})?)|(?P<open>\[\[)|(?P<brace>\{\{(?:[^{}\n]*\}\})?|\{%(?:[^\n]*?%\})?)"
)
_TASK = re.compile(r'<input type="checkbox" disabled( checked)? ?/?>')
_URL = r"(?<![\w\"'=(<])(https?://[A-Za-z0-9\-._~:/?#@!$&*+,;=%]*[A-Za-z0-9/#=&])"
_DIAGRAMS = ("mermaid", "vega", "vega-lite", "altair", "plantuml", "graphviz", "dot", "math", "katex", "d2")
_CALLOUTS = {"note": "callout-note", "tip": "callout-tip", "important": "callout-important", "warning": "callout-warning", "caution": "callout-caution"}
"""The callouts of GitHub, and what they are called where an editor gives them no title of their own."""
RESERVED = ("top", "main")
"""Ids that every page has already."""


class _Mark(NamedTuple):
    """What was typed at a mark, and on which line of the text (from 0)."""

    typed: str
    kind: str
    line: int


class PageMarkdown(Extension):
    """One page after another: ``aim`` at it, let Markdown run, ``finish`` what it made."""

    def aim(self, edition: Edition, document: Document, links: PageLinks, problems: Problems, faulty: Collection[int]) -> None:
        """Begin a page: references are resolved for this edition, links are written for the page's address. ``faulty`` are the lines of
        the file that errors were told of before."""
        self.edition, self.document, self.links, self.problems, self.faulty = edition, document, links, problems, faulty
        self.here = edition.at(document.address)
        self.slots: list[str] = []
        self.marks: list[_Mark] = []
        self.hidden: list[str] = []
        self.used: Counter[str] = Counter()
        self.charts: dict[str, int] = {}
        self.told: set[str] = set()
        self.seen: set[int] = set()
        self.slugs: list[str] = []
        self.whole = True
        self.unnamed: list[Element] = []

    def report(self, line: int, what: str, remedy: str, warning: bool = False) -> None:
        """Say what is wrong on a line of the text, counted from 0."""
        self.problems.add(self.document.file, self.document.body_line + line, what, remedy, warning=warning)

    def extendMarkdown(self, md: Markdown) -> None:
        # Before fenced code (25) and HTML blocks (20), after normalising white space (30).
        md.preprocessors.register(_Prepare(self), "ledger", 27)
        md.inlinePatterns.register(_BareLink(_URL, md), "ledger-links", 85)
        md.treeprocessors.register(_Shape(self), "ledger-shape", 6)  # before toc (5) gives ids
        md.treeprocessors.register(_Settle(self), "ledger-settle", 2)  # after it

    def slugify(self, text: str, separator: str) -> str:
        """The id of a heading: its words, in any script. What it would have been before is kept as a second id."""
        words = self.worded(text)
        self.slugs.append(slugify_ascii(_MARK.sub(lambda m: m[1], text), separator))
        slug = re.sub(r"[-\s]+", separator, re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFC", words)).strip().lower())
        return f"{slug}-1" if slug in RESERVED else slug

    def worded(self, text: str) -> str:
        """A heading with what its references stand for."""
        return _MARK.sub(lambda m: self._words(int(m[1]), False), text)

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
        body = self.document.body
        whole = re.compile(rf"(?:\]\(\s*<?|\]:\s*<?|[\"'=<]){re.escape(typed)}(?=[\s)\"'>]|$)", re.M)
        places = [m.start() for m in whole.finditer(body)] or [m.start() for m in re.finditer(re.escape(typed), body)]
        number = self.used[typed]
        self.used[typed] += 1
        return body.count("\n", 0, places[min(number, len(places) - 1)]) if places else 0

    # --- the fourth step ------------------------------------------------------------------------------------------

    def finish(self, html: str) -> str:
        """The page that Markdown made, clean and complete."""
        html = _TASK.sub(lambda m: f'<span class="task">{"☑" if m[1] else "☐"}</span>', html)
        self._tell_lost_attributes(html)
        done = "".join(self._walk(markup.clean(html)))
        for number, mark in enumerate(self.marks):
            if self.whole and number not in self.seen and mark.kind == "text" and not self._in_comment(mark):
                self.report(mark.line, f"{mark.typed} does not reach the page", "write it into the text itself")
        return _SLOT.sub(lambda m: self.slots[int(m[1])], done)

    def _in_comment(self, mark: _Mark) -> bool:
        lines = self.document.body.split("\n")
        before = "\n".join(lines[: mark.line]) + "\n" + lines[mark.line].partition(mark.typed[:20])[0]
        return any(before.rfind(opening) > before.rfind(closing) for opening, closing in (("<!--", "-->"), ("<script", "</script"), ("<style", "</style")))

    def _walk(self, html: str) -> Iterator[str]:
        """The page tag by tag: what a mark becomes depends on where it stands."""
        open_tags: Counter[str] = Counter()
        at = 0
        for tag in markup.TAG.finditer(html):
            yield self._text(html[at : tag.start()], open_tags)
            at = tag.end()
            name = tag[2]
            if tag[1]:
                open_tags[name] -= 1
                yield tag[0]
                continue
            open_tags[name] += name not in ("br", "hr", "img", "wbr", "col")
            if name in ("a", "img") or "\ue002" in tag[0]:
                yield self._tag(name, dict(markup.attributes_of(tag[3])))
            else:
                yield tag[0]
        yield self._text(html[at:], open_tags)

    def _text(self, text: str, open_tags: Counter[str]) -> str:
        if open_tags["code"] > 0 or open_tags["pre"] > 0:
            return _MARK.sub(lambda m: escape(self._as_typed(int(m[1])), quote=False), text)
        if text.strip():
            self._tell_leftovers(text)
        linked = open_tags["a"] > 0
        return _MARK.sub(lambda m: self._html(int(m[1]), linked), text)

    def _as_typed(self, number: int) -> str:
        self.seen.add(number)
        return self.marks[number].typed

    def _resolved(self, number: int) -> Resolved | None:
        mark = self.marks[number]
        first = number not in self.seen
        self.seen.add(number)
        if mark.kind != "text":
            if first:
                what, remedy = _ODD[mark.kind]
                self.report(mark.line, f"'{mark.typed[:40]}' {what}", remedy)
            return None
        inner = re.sub(r"\n[ \t>]*", " ", mark.typed[2:-2])
        try:
            return resolve(self.edition, inner)
        except BadReference as error:
            self.report(mark.line, f"[[{inner}]]: {error}", error.remedy)
            return None

    def _words(self, number: int, seen: bool = True) -> str:
        before = number in self.seen
        resolved = self._resolved(number)
        if not seen and not before:
            self.seen.discard(number)
        return resolved.words if resolved else ""

    def _html(self, number: int, linked: bool) -> str:
        resolved = self._resolved(number)
        if resolved is None:
            return ""
        return escape(resolved.words, quote=False) if linked else str(resolved.html(self.edition, self.here))

    def _tag(self, name: str, given: dict[str, str]) -> str:
        for attribute in ("href", "src"):
            if attribute in given:
                given[attribute] = _LINK.sub(lambda m: self.hidden[int(m[1])], given[attribute])
        line = 0
        if name == "a" and "href" in given:
            typed = given["href"]
            if marked := _MARK.search(typed):
                self.seen.add(int(marked[1]))
                mark = self.marks[int(marked[1])]
                self.report(mark.line, f"{mark.typed} cannot be the address of a link", "write it alone; it is a link already")
                typed = "#"
            if typed.startswith("#fn") and not self.whole:
                typed = "#"  # the footnotes are below what takes the rest of the page
            line = self.line_of(typed)
            given["href"] = self.links.resolve(typed, self.document.body_line + line)
        elif name == "img":
            given = self._picture(given)
        for attribute, value in given.items():
            given[attribute] = _MARK.sub(lambda m: self._words(int(m[1])), value)
        return f"<{name}{''.join(_attribute(a, v) for a, v in given.items())}>"

    def _picture(self, given: dict[str, str]) -> dict[str, str]:
        typed = given.get("src", "")
        line = self.document.body_line + self.line_of(typed)
        alt = given.get("alt")
        decorative = "decorative" in given.get("class", "").split()
        if not typed:
            self.problems.add(self.document.file, line, "a picture without a file", "write ![what it shows](picture.png)")
            return given
        raw = "\ue006" not in (alt or "")
        alt = (alt or "").replace("\ue006", "")
        said = alt if alt.strip() or decorative or (raw and "alt" in given) else None
        src, picture = self.links.picture(typed, line, said)
        done = {**given, "src": src, "alt": alt}
        if picture and picture.width and picture.height:
            asked = int(given["width"]) if re.fullmatch(r"[1-9]\d{0,3}", given.get("width", "")) else 0
            width = min(asked or picture.width, picture.width)
            done |= {"width": str(width), "height": str(max(1, round(picture.height * width / picture.width)))}
        return {**done, "loading": "lazy", "decoding": "async"}

    # --- what is said ---------------------------------------------------------------------------------------------

    def _tell_lost_attributes(self, html: str) -> None:
        """Attributes that Markdown made of ``{…}`` and that are not allowed. Those of raw HTML were said before."""
        lines = self.document.body.split("\n")
        for tag in markup.TAG.finditer(html):
            for name, _ in markup.attributes_of(tag[3]):
                if tag[1] or tag[2] not in markup.TAGS or markup.allowed(tag[2], name) or name in self.told:
                    continue
                for number, line in enumerate(lines):
                    if re.search(rf"\{{[^}}]*\b{re.escape(name)}\b[^}}]*\}}", line):
                        self.told.add(name)
                        self.report(number, f"{name}= is not published", "a class does that: {.note}" if name == "style" else "take it out", warning=True)

    def _tell_leftovers(self, text: str) -> None:
        """Markdown that is still there as it was typed, because it is not switched on or not complete."""
        for pattern, what, remedy, warning in _LEFTOVERS:
            for found in pattern.finditer(text):
                typed = unescape(found[0]).strip()
                if typed not in self.told:
                    self.told.add(typed)
                    self.report(self.line_of(typed), f"'{typed[:40]}' {what}", remedy, warning)


_ODD = {
    "wide": ("is written with full-width brackets", "write [[ and ]] with the brackets of a keyboard in English"),
    "many": ("has a bracket too many", "write [[ and ]]; where a bracket is part of the sentence, leave a space before it"),
    "open": ("is never closed", "write ]] behind it, or put it in backticks"),
    "brace": ("is the language of templates, not of pages", "write [[…]] for a value, or put it in backticks"),
}
_LEFTOVERS: tuple[tuple[re.Pattern[str], str, str, bool], ...] = (
    (re.compile(r"\[\^[^\]\s]+\]"), "is a footnote that is not written, or footnotes are not switched on", "add a line that begins with it and a colon", False),
    (
        re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?) \w+", re.M),
        "is no callout here",
        "add admonition and pymdownx.details to markdown_extensions in mkdocs.yml",
        False,
    ),
    (
        re.compile(r"\[!\w+\]"),
        "is no callout here",
        "add pymdownx.quotes: {callouts: true} to mkdocs.yml; one of NOTE, TIP, IMPORTANT, WARNING, CAUTION",
        False,
    ),
    (re.compile(r"~~\w[^~]*~~"), "is not struck out here", "add pymdownx.tilde to markdown_extensions in mkdocs.yml", True),
    (re.compile(r"==\w[^=]*=="), "is not marked here", "add pymdownx.mark to markdown_extensions in mkdocs.yml", True),
    (re.compile(r"^[ \t]*\[[ xX]\] ", re.M), "is no task here", "add pymdownx.tasklist to markdown_extensions in mkdocs.yml", True),
    (re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])"), "is no emoji here", "paste the character itself", True),
    (re.compile(r"\$\$[^$]+\$\$"), "is no formula here", "write it in words, or as a picture with its text", True),
    (re.compile(r"!?\[[^\[\]\n]+\]\[[^\[\]\n]*\]"), "is a link whose address is not given", "add a line such as [name]: https://…", False),
    (
        re.compile(r"!?\[[^\[\]\n]+\]\([^()\n]*\)|!?\[[^\[\]\n]+\] \((?:https?:|\.\.?/)[^()\n]*\)"),
        "is no link",
        "write it without spaces in the address: [text](address)",
        False,
    ),
    (
        re.compile(r"^[ \t]*#{2,6} \S.*$|\*\*[^\s*][^*\n]*\*\*|!?\[[^\[\]\n]+\]\([^\s()]+\)", re.M),
        "is not read as Markdown, because it stands in HTML",
        "write it as HTML too, or end the element above it",
        True,
    ),
    (re.compile(r"\{[:.#][\w.#: =\"-]*\}"), "is left over", "put it right behind what it belongs to, or take it out", True),
    (re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.M), "is no table here", "leave a line free above it, and write |---| below its head", True),
)


def _attribute(name: str, value: str) -> str:
    return f' {name}="{as_attribute(value) if name in ("href", "src") else escape(value)}"'


class _Prepare(Preprocessor):
    """The first step."""

    def __init__(self, owner: PageMarkdown) -> None:
        super().__init__()
        self.owner = owner

    def run(self, lines: list[str]) -> list[str]:
        self.owner.whole = markup.audit(without_code(lines), self.owner.report)
        self._tell_footnotes(lines)
        done: list[str] = []
        for part in parts_of(lines):
            if part.language is None:
                done += self._marked("\n".join(part.lines), part.first).split("\n") if part.lines else []
                self._tell_indented(part, lines)
            elif part.begins_item:
                done.append(f"{part.lead}{self._fence(part)}")
            else:
                around = part.lead.rstrip(" ")  # the sign of a quotation, if the fence stands in one
                done += [around, f"{part.lead}{self._fence(part)}", around]
        return tidy_lists(done)

    def _marked(self, text: str, first: int) -> str:
        def mark(match: re.Match[str]) -> str:
            kind = match.lastgroup or "text"
            self.owner.marks.append(_Mark(match[0], kind, first + text.count("\n", 0, match.start())))
            return f"\ue002{len(self.owner.marks) - 1}\ue003"

        return _TYPED.sub(mark, text)

    def _tell_footnotes(self, lines: list[str]) -> None:
        text = without_code(lines)
        for found in re.finditer(r"^ {0,3}\[\^([^\]\s]+)\]:", text, re.M):
            if len(re.findall(rf"\[\^{re.escape(found[1])}\]", text)) < 2:
                self.owner.report(
                    text.count("\n", 0, found.start()), f"nothing refers to the footnote [^{found[1]}]", f"write [^{found[1]}] where it belongs", True
                )

    def _tell_indented(self, part: Part, lines: list[str]) -> None:
        for number, line in enumerate(part.lines, part.first):
            if re.match(r"\s+(?:`{3,}|~{3,})\s*chart\b", line) and is_indented_code(lines, number):
                self.owner.report(number, "a chart that is indented by four spaces is shown as code", "take the spaces away")
            elif re.match(r"\s*(?:``|''|´´´?|｀+)\s*charts?\s*$", line):
                self.owner.report(number, f"'{line.strip()}' begins no chart", "a fence is three backticks: ```chart")
            elif re.match(r"[\s>|*+-]*`{3,}\s*chart\b[^`]*`{3,}[\s|]*$", line):
                self.owner.report(number, "a chart on one line is shown as code", "write ```chart, below it the id, and below that ```")

    def _fence(self, part: Part) -> str:
        """What a fence stands for."""
        owner, at = self.owner, part.first - 1
        if not part.closed:
            owner.report(
                at, f"the fence {part.fences[0].strip()[:20]} is never closed", f"write {part.fences[0].strip()[:3]} on a line of its own where it ends"
            )
            return ""
        language = part.language or ""
        if language == "chart":
            return self._chart(part, at)
        if language.lower() == "chart" or (language and difflib.SequenceMatcher(None, language.lower(), "chart").ratio() > 0.8):
            owner.report(at, f"a fence of the language '{language}' draws nothing", "write ```chart")
        elif language.lower() in _DIAGRAMS:
            owner.report(at, f"'{language}' is not drawn; the reader sees the code", "draw it as a chart, or as a picture beside the page", True)
        elif not language and re.search(r"^table:", "\n".join(part.lines), re.M) and re.search(r"^mark:", "\n".join(part.lines), re.M):
            owner.report(at, "a chart in a fence without a language is shown as code", "write ```chart")
        title = re.search(r"title=(?:\"([^\"]*)\"|'([^']*)')", part.info)
        code = escape("\n".join(part.lines), quote=False)
        kind = f' class="language-{escape(language)}"' if re.fullmatch(r"[\w+#-]+", language) else ""
        block = f'<pre tabindex="0"><code{kind}>{code}\n</code></pre>'
        return owner.keep(f'<figure class="code"><figcaption>{escape(title[1] or title[2] or "")}</figcaption>{block}</figure>' if title else block)

    def _chart(self, part: Part, at: int) -> str:
        owner, edition = self.owner, self.owner.edition
        text = "\n".join(part.lines).strip()
        figure = edition.figure(text) if is_id(text) else edition.block(digest_of(text))
        if figure is None:
            if is_id(text):
                line = part.first + next((n for n, line in enumerate(part.lines) if line.strip()), 0)
                owner.report(line, f"there is no chart '{text}'", did_you_mean(text, edition.figure_ids))
            elif not text:
                named = f"'{part.info[:40]}' stands behind the word chart, and nothing below it" if part.info else "a chart with nothing in it"
                owner.report(at, named, "write the id of a chart on a line of its own below ```chart, or table: …, mark: …")
            elif not self._told(part):  # what is wrong with a declared chart was said when it was read
                owner.report(at, "this chart is not drawn: another has its id, or its text", "give each chart an id of its own")
            return ""
        if figure.id in owner.charts:
            if not self._told(part):
                before = owner.document.body_line + owner.charts[figure.id]
                owner.report(at, f"the chart '{figure.id}' stands on this page already (line {before})", "show it once, and link to it")
            return ""
        owner.charts[figure.id] = at
        return owner.keep(str(edition.figure_html(figure, owner.here)))

    def _told(self, part: Part) -> bool:
        """Whether something was said of the lines of a block already."""
        document = self.owner.document
        lines = range(document.body_line + part.first - 1, document.body_line + part.first + len(part.lines) + 1)
        told = {p.line for p in self.owner.problems.errors if p.file == document.file}
        return any(line in told or line in self.owner.faulty for line in lines)


class _BareLink(InlineProcessor):
    """``https://example.org/x`` in a text is a link, up to the first character that no address has."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        link = Element("a", {"href": m[1]})
        link.text = m[1]
        return link, m.start(0), m.end(0)


class _Shape(Treeprocessor):
    """Headings, tables and pictures as our pages have them."""

    def __init__(self, owner: PageMarkdown) -> None:
        super().__init__()
        self.owner = owner

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            if element.tag == "h1":
                words = "".join(element.itertext()).strip()
                line = next((n for n, text in enumerate(self.owner.document.body.split("\n")) if text.startswith("# ") or re.match(r"=+\s*$", text)), 0)
                self.owner.report(line, "a page has one headline, its title", f"write ## {_MARK.sub('…', words)[:30]}", True)
                element.tag = "h2"
            if element.tag in ("th", "td"):
                self._align(element)
            if element.tag == "p" and element.get("class") == "admonition-title":
                self._callout(element)
            if element.tag == "img":
                element.set("alt", f"\ue006{element.get('alt', '')}")
        self._figures(root)
        self.owner.unnamed = [e for e in root.iter() if e.tag in ("h1", "h2", "h3", "h4", "h5", "h6") and not e.get("id")]

    def _align(self, cell: Element) -> None:
        match = re.fullmatch(r"text-align: (left|right|center);", cell.get("style", ""))
        if match:
            del cell.attrib["style"]
            if match[1] != "left":
                cell.set("class", " ".join(filter(None, (cell.get("class"), {"right": "num", "center": "middle"}[match[1]]))))

    def _callout(self, title: Element) -> None:
        word = (title.text or "").strip().lower()
        if word in _CALLOUTS:
            title.text = self.owner.edition.t(_CALLOUTS[word])

    def _figures(self, root: Element) -> None:
        """A picture alone in its paragraph, with a title, is a figure, and the title is its caption."""
        for paragraph in list(root.iter("p")):
            alone = len(paragraph) == 1 and not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()
            if alone and paragraph[0].tag == "img" and paragraph[0].get("title"):
                paragraph.tag = "figure"
                paragraph.set("class", "picture")
                SubElement(paragraph, "figcaption").text = paragraph[0].attrib.pop("title")


class _Settle(Treeprocessor):
    """Links as they were typed, for us to complete, and the old ids of headings beside the new."""

    def __init__(self, owner: PageMarkdown) -> None:
        super().__init__()
        self.owner = owner

    def run(self, root: Element) -> None:
        ids = {e.get("id") for e in root.iter() if e.get("id")}
        old_ids: set[str] = {i for i in ids if i} - {e.get("id", "") for e in self.owner.unnamed}
        for heading, slug in zip(self.owner.unnamed, self.owner.slugs, strict=False):
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
                element.set(attribute, self.owner.hide(address))


def plain(edition: Edition, document: Document, key: str, text: str, problems: Problems) -> str:
    """A title or a summary in words: references in it become what they stand for, without links."""
    line = document.key_lines.get(key, 1)

    def words(match: re.Match[str]) -> str:
        kind = match.lastgroup or "text"
        if kind != "text":
            what, remedy = _ODD[kind]
            problems.add(document.file, line, f"front matter: {key}: '{match[0][:40]}' {what}", remedy)
            return ""
        try:
            return resolve(edition, match["text"]).words
        except BadReference as error:
            problems.add(document.file, line, f"front matter: {key}: {match[0]}: {error}", error.remedy)
            return ""

    return _TYPED.sub(words, text)
