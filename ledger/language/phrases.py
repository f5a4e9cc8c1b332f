"""Where a line of a headline may end in a language that puts no spaces between words: between phrases, as BudouX has learnt them.

Its models are tables of whole numbers, so that the same words are parted in the same way everywhere. What it cannot know is said here: a
name of the ledger is not parted, nor what stands in short quotation marks, no letter stands alone, and a number
and its unit stay together. Browsers part Japanese only.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from itertools import pairwise

from budoux import parser as budoux

TRADITIONAL = ("hant", "tw", "hk", "mo")
LONGEST = 7
"""Letters of a name that is not parted; a longer one has to be, on a phone."""
_OPENING, _CLOSING = "“‘《〈（「『【", "”’》〉）」』】，。、；：！？%的了"
_MARKS = "”’》〉）」』】，。、；：！？ "
_NUMERALS = "〇一二三四五六七八九十百千万亿两几"
_QUOTED = re.compile("[“‘「『《][^“‘「『《]{1,8}?[”’」』》]")


def parts_words(tag: str) -> bool:
    """Whether a language puts no spaces between words, and it is known where its lines may end."""
    return _parser(tag.lower()) is not None


def names_of(names: Collection[str]) -> re.Pattern[str] | None:
    """What is not to be parted, among some names."""
    short = sorted({name for name in names if 1 < len(name) <= LONGEST and not name.isascii()}, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, short))) if short else None


def phrases(text: str, tag: str, names: re.Pattern[str] | None = None) -> tuple[str, ...]:
    """``text`` in the pieces that stay together on a line; one piece in a language that parts words itself."""
    parser = _parser(tag.lower())
    if parser is None or len(text) < 2:
        return (text,)
    ends: list[int] = []
    for piece in parser.parse(text):
        ends.append((ends[-1] if ends else 0) + len(piece))
    kept = [match.span() for pattern in (_QUOTED, names) if pattern for match in pattern.finditer(text)]
    ends = [end for end in ends[:-1] if _may_end(text, end) and not any(first < end < last for first, last in kept)]
    ends = [end for end, after in pairwise([*ends, len(text)]) if end > 1 and len(text[end:after].rstrip(_MARKS)) > 1]
    return tuple(text[first:last] for first, last in pairwise([0, *ends, len(text)]))


def _may_end(text: str, end: int) -> bool:
    before, after = text[end - 1], text[end]
    if text[:end].rstrip(" ")[-1:].isdigit() and not after.isascii():  # a number and its unit or counter
        return False
    return before not in _OPENING and after not in _CLOSING and before not in _NUMERALS and not (before.isascii() and after.isascii())


@functools.cache
def _parser(tag: str) -> budoux.Parser | None:
    language, *parts = tag.split("-")
    if language == "zh":
        traditional = any(part in TRADITIONAL for part in parts)
        return budoux.load_default_traditional_chinese_parser() if traditional else budoux.load_default_simplified_chinese_parser()
    return budoux.load_default_japanese_parser() if language == "ja" else budoux.load_default_thai_parser() if language == "th" else None
