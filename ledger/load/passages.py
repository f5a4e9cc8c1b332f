"""A page's lines as prose and fenced blocks, wherever a fence may stand: at the margin, in a list, in a quotation, behind the sign
of a list item.

    - First look at the trees:

        ```chart
        street-trees
        ```

Everything that asks what is prose and what is code asks here, so that a chart that is checked is also the chart that is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_OPENING = re.compile(r"^(?P<lead>(?:[ \t]|>)*(?P<item>(?:[-*+]|\d{1,9}[.)]|:)[ \t]+)?)(?P<fence>`{3,}(?=[^`]*$)|~{3,})[ \t]*(?P<info>.*?)[ \t]*$")
_LEAD = re.compile(r"^(?:[ \t]|>)*")
_CONTAINER = re.compile(r"^(?:[-*+]|\d{1,9}[.)]|!!!|\?\?\?\+?|\[\^[^\]]+\]:|:)(?=\s|$)")
"""What holds the indented lines below it: a list item, a callout, a footnote, a definition."""


_FAR = 500
"""Lines above a line in which what holds it is looked for."""


@dataclass(frozen=True)
class Part:
    """Some lines of a page: prose, or what is inside a fenced block, without the indent or the ``>`` of its fence.

    ``first`` is the number of the first line, from 0; ``language`` is ``None`` for prose, ``info`` what stands after the language.
    ``fences`` are the lines around a block, one only where it is never closed; ``lead`` is what stands before the fence.
    """

    first: int
    lines: list[str]
    language: str | None = None
    fences: tuple[str, ...] = ()
    info: str = ""
    lead: str = ""

    @property
    def begins_item(self) -> bool:
        """Whether the fence stands behind the sign of a list item or a definition, on its line."""
        return bool(self.lead.strip(" \t>"))

    @property
    def closed(self) -> bool:
        return self.language is None or len(self.fences) == 2


def parts_of(lines: Sequence[str]) -> Iterator[Part]:
    """A page's lines as prose and fenced blocks, in their order."""
    start, number = 0, 0
    while number < len(lines):
        line = lines[number]
        opening = _OPENING.match(line) if "```" in line or "~~~" in line else None
        if opening is None or is_indented_code(lines, number):
            number += 1
            continue
        yield Part(start, list(lines[start:number]))
        end = _end_of(lines, number + 1, opening)
        closed = end < len(lines) and _closes(lines[end], opening)
        language, info = _language(opening["info"])
        inside = [_without(line, opening["lead"]) for line in lines[number + 1 : end]]
        fences = (lines[number], lines[end]) if closed else (lines[number],)
        yield Part(number + 1, inside, language, fences, info, opening["lead"])
        start = number = end + 1 if closed else end
    yield Part(start, list(lines[start:]))


def _language(info: str) -> tuple[str, str]:
    """``chart``, ``chart title="x"``, ``{.chart #id}``: the language, and the rest."""
    inner = info.removeprefix("{").removesuffix("}").strip() if info.startswith("{") else info
    first, _, rest = inner.partition(" ")
    return first.lstrip("."), rest.strip()


def _closes(line: str, opening: re.Match[str]) -> bool:
    fence = opening["fence"]
    text = line[_LEAD.match(line).end() :].rstrip()  # type: ignore[union-attr]
    return len(text) >= len(fence) and not text.strip(fence[0]) and line.count(">", 0, len(line) - len(text)) == opening["lead"].count(">")


def _end_of(lines: Sequence[str], number: int, opening: re.Match[str]) -> int:
    """The line that closes a block, or the first that is no longer in the list or quotation that the block stands in."""
    quotes, indent = opening["lead"].count(">"), len(opening["lead"].expandtabs(4))
    while number < len(lines) and not _closes(lines[number], opening):
        lead = _LEAD.match(lines[number])[0]  # type: ignore[index]
        blank = len(lead) == len(lines[number])
        if quotes and lead.count(">") < quotes:
            return number
        if not quotes and indent >= 2 and not blank and len(lead.expandtabs(4)) < min(indent, 2):
            return number
        number += 1
    return number


def _without(line: str, lead: str) -> str:
    """A line of a block without what its fence has before it."""
    line = line.expandtabs(4) if "\t" in lead else line
    for sign in lead.expandtabs(4):
        if line[:1] in (sign, " "):
            line = line[1:]
    return line


def is_indented_code(lines: Sequence[str], number: int) -> bool:
    """Whether a line is indented by four spaces or more, and by nothing that could hold it: then it is code itself."""
    line = lines[number].expandtabs(4)
    indent = len(line) - len(line.lstrip(" "))
    if indent < 4:
        return False
    for at in range(number - 1, max(number - _FAR, 0) - 1, -1):
        above = lines[at].expandtabs(4)
        text = above.lstrip(" ")
        if not text or len(above) - len(text) >= indent:
            continue
        if _CONTAINER.match(text):
            return False
        indent = len(above) - len(text)
        if indent == 0:
            return True
    return True


_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)((?:(?!\n[ \t>]*\n).)+?)(?<!`)\1(?!`)", re.S)
_NOT_A_LINE_END = re.compile(r"[^\n]")


def without_code(lines: Sequence[str]) -> str:
    """The text of a page, as long as it was and with the same lines, in which all that is code is blank."""
    text: list[str] = []
    for part in parts_of(lines):
        if part.language is None:
            text += part.lines
        else:
            text += [""] * (len(part.lines) + len(part.fences))
    blank_before, in_code = True, False
    for number, line in enumerate(text):
        if not line.strip():
            blank_before = True
            continue
        in_code = line.startswith(("    ", "\t")) and (in_code or blank_before) and is_indented_code(text, number)
        blank_before = False
        if in_code:
            text[number] = ""
            blank_before = True
    return _SPAN.sub(lambda m: _NOT_A_LINE_END.sub(" ", m[0]), "\n".join(text))
