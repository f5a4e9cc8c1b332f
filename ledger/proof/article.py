"""An article as passages: Markdown, HTML or plain text, without what no reader sees, each place still knowing its line.

A passage is a paragraph, an item of a list, a heading or a row of a table. ``above`` is what stands over it: the title of the article and
the headings that it is under.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from ledger.check.numerals import legible
from ledger.load.textfile import NotText, decode, read_bytes
from ledger.problems import Problems

Line = tuple[int, str]
"""``(its number, its text)``."""
_MARKDOWN, _HTML = (".md", ".markdown", ".qmd", ".rmd"), (".html", ".htm", ".xhtml")
_HEADS = re.compile(r"(?:title|subtitle|summary|description|lead|headline)\s*:\s*(.*)", re.I)
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+")
_CODE = re.compile(r"(`+).*?\1")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\(\s*<?([^)\s>]*)>?[^)\n]*\)")
_REFERENCE = re.compile(r"\[\[(?:[\w-]+:)?([\w-]+)[^\]\n]*\]\]|\[\^[^\]\n]*\]")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<!--.*?-->|<https?://[^>\s]*>")
_SIGNS = re.compile(r"\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|~~|==")
_UNSEEN = ("script", "style", "template", "svg", "head", "title", "code", "pre", "nav", "noscript", "button", "select")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "aside",
        "header",
        "footer",
        "blockquote",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "br",
        "hr",
        "caption",
        "figure",
        "figcaption",
        "address",
        "form",
        "body",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
_LETTERS = 0x2E7F
"""The last sign before those of East Asian scripts."""


@dataclass(frozen=True)
class Passage:
    """``text`` is legible (``check.numerals``); ``links`` are ``(place, address)`` of what it leads to, a reference by its id."""

    text: str
    starts: tuple[tuple[int, int], ...]
    """``(place, line)`` where each line of it begins."""
    above: str = ""
    links: tuple[tuple[int, str], ...] = ()

    def line(self, place: int) -> int:
        """The line of the file on which a place of the text stands."""
        return self.starts[bisect.bisect_right(self.starts, (place, 1 << 60)) - 1][1]


def read_article(path: Path, file: str, problems: Problems) -> list[Passage]:
    """The passages of an article; none, and one problem, where it cannot be read."""
    content = read_bytes(path, file, problems, "check its name")
    if content is None:
        return []
    try:
        text = decode(content).text
    except NotText as error:
        problems.add(file, 0, error.what, "save the article as Markdown, HTML or plain text")
        return []
    return list(passages_of(text, path.suffix.lower()))


def passages_of(text: str, suffix: str = "") -> Iterator[Passage]:
    """The passages of a text that is Markdown or HTML as the ending of its file tells, else plain."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks = _of_html(text) if suffix in _HTML else _of_markdown(lines) if suffix in _MARKDOWN else _of_text(lines)
    above: dict[int, str] = {}
    for level, block in blocks:
        if not any(words.strip() for _, words in block):
            continue
        if level:
            above = {n: words for n, words in above.items() if n < level}
        passage = _passage(block, " / ".join(above.values()))
        if level:
            above[level] = passage.text
        yield passage


Block = tuple[int, list[Line]]
"""``(level of a heading, 0 of anything else; its lines)``."""


def _of_text(lines: list[str]) -> Iterator[Block]:
    block: list[Line] = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not _ITEM.match(line):
            block.append((number, line))
            continue
        yield 0, block
        block = [(number, line)]
    yield 0, block


def _of_markdown(lines: list[str]) -> Iterator[Block]:
    block: list[Line] = []
    head, fence = lines[:1] == ["---"], ""
    for number, line in enumerate(lines, 1):
        if head:
            if found := _HEADS.match(line):
                yield 1, [(number, found[1].strip("\"' "))]
            head = number == 1 or line.strip() not in ("---", "...")
            continue
        opens = _FENCE.match(line)
        if fence or opens:
            yield 0, block
            block = []
            fence = (opens[1] if opens else "") if not fence else "" if opens and opens[1].startswith(fence) else fence
            continue
        if heading := _HEADING.match(line):
            yield 0, block
            block = []
            yield len(heading[1]), [(number, heading[2])]
        elif not line.strip() or _ITEM.match(line) or line.lstrip().startswith("|"):
            yield 0, block
            block = [(number, _ITEM.sub("", line))]
        else:
            block.append((number, line.lstrip("> ")))
    yield 0, block


def _of_html(text: str) -> Iterator[Block]:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    yield from reader.blocks
    yield reader.level, reader.block


class _Reader(HTMLParser):
    """The visible text of a page, block by block, its links written as those of Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.block: list[Line] = []
        self.level = 0
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        if tag in _BLOCKS:
            self._end(int(tag[1]) if re.fullmatch("h[1-6]", tag) else 0)
        elif tag in ("td", "th"):
            self.handle_data(" | ")
        elif tag == "a" and (to := dict(attrs).get("href")):
            self.handle_data(f"\ue000{' '.join(to.split())}\ue001")

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        if tag in _BLOCKS:
            self._end(0)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        first = self.getpos()[0]
        for number, words in enumerate(data.split("\n"), first):
            if self.block and self.block[-1][0] == number:
                self.block[-1] = (number, self.block[-1][1] + words)
            else:
                self.block.append((number, words))

    def _end(self, level: int) -> None:
        self.blocks.append((self.level, self.block))
        self.block, self.level = [], level


_MARKED = re.compile("\ue000([^\ue001]*)\ue001")


def _passage(block: list[Line], above: str) -> Passage:
    text, starts, links = "", [], []
    for number, raw in block:
        line = _LINK.sub("\ue000\\2\ue001\\1", _CODE.sub(" ", raw))
        line = _REFERENCE.sub(lambda m: f"\ue000{m[1]}\ue001" if m[1] else " ", line)
        addresses = _MARKED.findall(line)
        line = _MARKED.sub("\ue002", line)
        line = _SIGNS.sub("", _TAG.sub("", line))
        line = re.sub(r"[ \u00a0\u2009\u202f]+", " ", legible(line)).strip() if line.strip() else ""
        # words of an alphabet keep the space that a line's end was; signs that need none get none
        joint = " " if text and line and not (ord(text[-1]) > _LETTERS and ord(line[0]) > _LETTERS) else ""
        starts.append((len(text) + len(joint), number))
        text += joint
        for words, address in itertools.zip_longest(line.split("\ue002"), addresses, fillvalue=""):
            text += words
            if address:
                links.append((len(text), address))
    return Passage(text, tuple(starts), above, tuple(links))
