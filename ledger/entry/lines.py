"""A text line by line: what begins a clause, what goes on from the line before, what is a row of a table."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ledger.entry.language import Language, Style, first_words, numbers_of

HEADING = 60
"""Characters of the longest heading; what is longer is a sentence."""
_RAGGED = 3
"""Characters by which full lines of a wrapped text differ."""
_LEVEL = re.compile(r"(#{1,6})\s+")
_BOLD = re.compile(r"(?:\*\*|__|<b>|<strong>)(.+?)(?:\*\*|__|</b>|</strong>)\s*")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_RULE = re.compile(r"[\s|:+=-]*-{3,}[\s|:+=-]*")
_DOTTED = re.compile(r"(?:\.{3,}|…{1,}|．{3,}|·{3,}|\t)\s*\d{1,4}\s*$")
_PAGE = re.compile(r"\s*(?:[-—–]\s*\d{1,4}\s*[-—–]|第?\s*\d{1,3}\s*页?|[Pp]age \d{1,4}(?: of \d{1,4})?)\s*")
_DATE = re.compile(
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月(?:\s*[\d一二三四五六七八九十]{1,3}\s*日)?|\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}-\d{2}-\d{2}"
)
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")


@dataclass(frozen=True)
class Block:
    """Some lines that belong together.

    ``kind``: ``number`` (a numbered heading or item), ``aside`` (a box, table, figure, annex), ``heading`` (without a number), ``contents``,
    ``bold`` and ``item`` (what a paragraph begins with), ``row`` and ``cell`` (of a table), ``plain``.
    ``text`` is without marks; ``head`` are the words that name it, where it has some.
    """

    kind: str
    first: int
    last: int
    text: str
    head: str = ""
    style: Style | None = None
    numbers: tuple[int, ...] = ()
    level: int = 0
    gap: int = 0
    """Blank lines before it."""

    @property
    def short(self) -> bool:
        return len(self.text) <= HEADING

    def ended(self, language: Language) -> bool:
        return self.text.rstrip()[-1:] in tuple(language.closing)

    def caption(self, language: Language) -> bool:
        """Whether it looks like a heading: short, and no sentence."""
        return self.short and not self.ended(language) and not any(stop in self.text for stop in language.stops)


def blocks_of(lines: Sequence[str], language: Language) -> list[Block]:
    """The blocks of a text; each line that is not blank is in one of them. Lines are counted from 1."""
    found: list[Block] = []
    gap = 0
    inside_contents = False
    cells = _cell_lines(lines, language)
    full = _full_width(lines)
    spaced = _is_spaced(lines)
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            gap += 1
            continue
        block = replace(_block(raw, number, language, number in cells), gap=gap)
        inside_contents = block.kind == "contents" or (inside_contents and bool(_DOTTED.search(raw)))
        before = found[-1] if found else None
        if before is not None and inside_contents and block.kind != "contents":
            found[-1] = replace(before, last=number)
        elif before is not None and (
            _goes_on(before, block, raw, bool(full) and len(lines[before.last - 1].strip()) >= full, language)
            or (spaced and _is_next_line(before, block, language))
        ):
            joined = before.text + (" " if before.text[-1:].isascii() and block.text[:1].isascii() else "") + block.text
            found[-1] = replace(before, last=number, text=joined if before.kind != "cell" else before.text + block.text)
        else:
            found.append(block)
        gap = 0
    return found


def is_date(block: Block) -> bool:
    return bool(_DATE.fullmatch(block.text.strip()))


def is_page_number(text: str) -> bool:
    return bool(_PAGE.fullmatch(text))


def _block(raw: str, number: int, language: Language, cell: bool) -> Block:
    text = raw.strip()
    level = 0
    if match := _LEVEL.match(text):
        level, text = len(match[1]), text[match.end() :].strip()
    bold, plain = _bold_of(text)
    if cell:
        return Block("cell", number, number, text)
    if plain in language.words.get("contents", ()):
        return Block("contents", number, number, plain, plain, level=level)
    for style in language.asides:
        if (match := style.pattern.match(plain)) and _names_an_aside(plain[match.end() :], match, language):
            return Block(
                "aside", number, number, plain, _heading(plain[match.end() :]) or plain, style, numbers_of(match[1] or "") if match.groups() else (), level
            )
    if is_row(raw):
        return Block("row", number, number, raw.strip(" \r\n"))
    for style in language.styles:
        match = style.pattern.match(plain)
        numbers = numbers_of(match[1]) if match else ()
        if (
            match
            and numbers
            and not (style.caption and (len(plain) > HEADING or any(stop in plain for stop in language.stops) or plain[-1:] in language.closing))
        ):
            rest = plain[match.end() :].strip() if not style.runs else plain
            head = first_words(rest, language.stops, HEADING) or (rest if len(rest) <= HEADING else first_words(rest, language.stops + "，,、：:", HEADING))
            return Block("number", number, number, plain, _heading(head), style, numbers, level)
    if level or (bold and bold == plain and plain[-1:] not in language.stops and len(plain) <= HEADING):
        return Block("heading", number, number, plain, _heading(plain), level=level or 6)
    if bold:
        return Block("bold", number, number, plain, _heading(bold.rstrip("。：:.")))
    for sign in language.words.get("items", ()):
        if text.startswith(sign):
            rest = text[len(sign) :].lstrip("—- ").strip()
            return Block("item", number, number, plain, first_words(rest, language.stops + "，,：:", HEADING))
    return Block("plain", number, number, plain, first_words(plain, language.stops[:1], 30))


def _bold_of(text: str) -> tuple[str, str]:
    """``(what is bold at its beginning, the text without marks)``."""
    opened = re.sub(r"^(?:<p>|<div>)\s*", "", text)
    match = _BOLD.match(opened)
    plain = _TAGS.sub("", _BOLD.sub(lambda m: m[1], opened)).strip()
    return (_TAGS.sub("", match[1]).strip() if match else ""), plain or text


def _heading(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip(" \t:：—-|。.*#")


def _names_an_aside(rest: str, match: re.Match[str], language: Language) -> bool:
    """Whether a line is the title of a box or table, and not a sentence that speaks of it."""
    rest = rest.strip()
    return len(rest) <= HEADING and not any(stop in rest.rstrip(language.stops) for stop in language.stops) and not rest.endswith(language.stops[0])


def is_row(raw: str) -> bool:
    """Whether a line holds several cells: tabs or bars between them, or wide gaps between at least three."""
    text = raw.strip()
    if _RULE.fullmatch(text) and "|" in text:
        return True
    return "\t" in text or text.count("|") >= 2 or " | " in text or (len(_GAP.findall(text)) >= 2 and len(text) <= 200)


def cells_of(raw: str) -> list[str]:
    """The cells of a row, without the marks of Markdown."""
    text = raw.strip(" \r\n")
    if "\t" in text:
        return [cell.strip() for cell in text.split("\t")]
    if "|" in text:
        return [cell.strip() for cell in text.strip("|").split("|")]
    return [cell.strip() for cell in _GAP.split(text)]


def is_rule(raw: str) -> bool:
    """Whether a row only separates the head of a table from its body."""
    return bool(_RULE.fullmatch(raw.strip()))


def _cell_lines(lines: Sequence[str], language: Language) -> set[int]:
    """The lines that are cells of their own: two or more that follow each other and begin with a tab, and what is broken off from one."""
    found: set[int] = set()
    run: list[int] = []
    for number, raw in enumerate([*lines, ""], 1):
        if (raw.startswith("\t") and raw.strip() and "\t" not in raw.strip()) or (
            raw.strip() and run and len(raw) <= 20 and not any(c in language.stops for c in raw)
        ):
            run.append(number)
        else:
            if sum(1 for n in run if lines[n - 1].startswith("\t")) > 1:
                found.update(run)
            run = []
    return found


def _full_width(lines: Sequence[str]) -> int:
    """From how many characters on a line of a wrapped text is full; 0 where lines are as long as their paragraphs."""
    lengths = [len(line.strip()) for line in lines if line.strip()]
    width, _ = Counter(lengths).most_common(1)[0] if lengths else (0, 0)
    near = sum(1 for n in lengths if width - _RAGGED <= n <= width + 1)
    return width - _RAGGED if len(lengths) > 20 and 12 <= width <= 120 and near * 2 > len(lengths) else 0


def _is_spaced(lines: Sequence[str]) -> bool:
    """Whether blank lines part the paragraphs of a text: then lines without one between them are one."""
    alone = [not before.strip() for before, line in itertools.pairwise(["", *lines]) if line.strip()]
    return len(alone) > 4 and len(alone) / 5 <= sum(alone) <= len(alone) * 4 / 5


def _is_next_line(before: Block, block: Block, language: Language) -> bool:
    """Whether a line belongs to the paragraph above it because nothing parts them."""
    return before.kind == block.kind == "plain" and not block.gap and not before.caption(language) and not block.caption(language)


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines end where a page does, and not where a paragraph does."""
    return _full_width(lines) > 0


def _goes_on(before: Block, block: Block, raw: str, full: bool, language: Language) -> bool:
    """Whether a line continues the sentence of the block before; ``full`` says that its last line is as wide as the page."""
    if before.kind == "cell":
        return block.kind == "cell" and not raw.startswith("\t") and not block.gap
    if before.kind == "aside":
        return block.kind == "aside" and block.style is before.style and block.numbers == before.numbers
    if block.gap and block.text[:1].isupper() and block.text[:1].isascii() and not full:
        return False
    if block.kind != "plain" or before.kind not in ("plain", "bold", "item", "number"):
        return False
    if is_page_number(raw) or before.ended(language) or block.gap > 3:
        return is_page_number(raw) and not before.ended(language)
    signs = language.stops if before.kind == "number" and before.short else language.stops + "，,、"
    return ((full and before.kind != "number") or any(sign in before.text for sign in signs)) and not is_date(block)


def paragraphs(blocks: Sequence[Block], language: Language) -> Iterator[Block]:
    """Plain blocks, a caption joined with the sentence that follows it."""
    waiting: Block | None = None
    for block in blocks:
        if waiting is not None:
            if block.kind == "plain" and not block.caption(language):
                yield replace(block, first=waiting.first, head=_heading(waiting.text))
                waiting = None
                continue
            yield waiting
            waiting = None
        if block.kind == "plain" and block.caption(language):
            waiting = block
        else:
            yield block
    if waiting is not None:
        yield waiting
