"""Lists as editors write them today, made into lists as Python-Markdown reads them.

Two things that every editor's program takes for a list, and Python-Markdown for a paragraph:

    Three things count:             1. One
    - boats                            - a part of it, indented to where the text begins
    - trees                         - and two spaces below a bullet

The first gets its empty line, the others four spaces a level. Lines in fences never come here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

_ITEM = re.compile(r"^(?P<indent> *)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap> +)(?=\S)")
_RULE = re.compile(r"^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_HOLDER = re.compile(r"^(?:!!!|\?\?\?\+?|===|\[\^[^\]]+\]:|: )")
"""A callout, a footnote, a definition: what is below it is indented by four spaces."""
_RAW = re.compile(r"<(pre|script|style|textarea)\b|<!--", re.I)
_QUOTE = re.compile(r"^ {0,3}> ?")


@dataclass
class _Level:
    """An item that is open: where its marker and its text begin, and how far its own lines are indented now."""

    marker: int
    text: int
    indent: int
    kind: str


_DEEPEST = 12
"""Quotations in quotations that are looked into; nobody reads further."""


def tidy_lists(lines: Sequence[str], depth: int = 0) -> list[str]:
    """The same lines with lists that Python-Markdown reads; inside quotations too."""
    if depth > _DEEPEST:
        return list(lines)
    done: list[str] = []
    for quoted, group in groupby(lines, key=lambda line: bool(_QUOTE.match(line))):
        if quoted:
            done += [f"> {line}".rstrip() if line.strip() else ">" for line in tidy_lists([_QUOTE.sub("", line) for line in group], depth + 1)]
        else:
            done += _tidied(list(group))
    return done


def _tidied(lines: list[str]) -> Iterator[str]:
    levels: list[_Level] = []
    before, raw_until, loose = "", "", False
    for line in lines:
        if raw_until or (raw := _RAW.search(line)):
            if not raw_until and raw:
                raw_until = "-->" if raw[0] == "<!--" else f"</{raw[1].lower()}"
                closed = raw_until in line[raw.end() :].lower()
            else:
                closed = raw_until in line.lower()
            raw_until = "" if closed else raw_until
            yield line
            before = line
            continue
        if not line.strip():
            yield line
            before = ""
            continue
        indent = len(line) - len(line.lstrip(" "))
        item = None if _RULE.match(line) else _ITEM.match(line)
        if item and not levels and indent >= 4:
            item = None
        if item:
            yield from _item(line, item, levels, before, loose)
            loose = False
        elif levels and (indent > 0 or before):
            yield _continued(line, indent, levels, before)
            loose = bool(levels) and (loose or not before)
        else:
            levels.clear()
            yield line
            if _HOLDER.match(line):
                levels.append(_Level(0, 4, 0, "holder"))
        before = line


def _item(line: str, item: re.Match[str], levels: list[_Level], before: str, loose: bool) -> Iterator[str]:
    indent, marker = len(item["indent"]), item["marker"]
    kind = marker if marker in "-*+" else "1"
    in_list = bool(levels)
    # Below the text of an item, or by two spaces right under a number: a level deeper.
    while levels and indent < levels[-1].text and not (before and levels[-1].kind == "1" != kind and indent >= levels[-1].marker + 2):
        levels.pop()
    if before and not in_list and not _ITEM.match(before):
        if kind == "1" and marker[:-1] != "1":
            yield line  # "2025. That year …" inside a paragraph
            return
        if not before.startswith(" "):
            yield ""  # a list that begins right below a paragraph
    elif before and loose:
        yield ""  # the next item right below a further paragraph of the last one
    depth = levels[-1].indent + 4 if levels else 0
    levels.append(_Level(indent, item.end(), depth, kind))
    yield f"{' ' * depth}{marker if marker in '-*+' else marker[:-1] + '.'} {line[item.end() :]}"


def _continued(line: str, indent: int, levels: list[_Level], before: str) -> str:
    """A line of an open item, or the first after the list."""
    if not before:
        while levels and indent < min(levels[-1].text, levels[-1].indent + 4):
            levels.pop()
    if not levels:
        return line
    level = levels[-1]
    room = level.indent + 4
    further = 0 if indent == room else indent - room if indent >= room + 4 else max(indent - level.text, 0)
    return " " * (room + further) + line.strip(" ") if before == "" or indent else line
