"""The numbers of an article that have a unit, each with the words around it.

Years, dates, numbers of clauses and documents, telephone numbers, counts and lengths of time are none: they are read, and left out, by
the reader of numerals that the checks have (``check.numerals``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from ledger.check.numerals import AMOUNT_WORDS, ENGLISH_WORDS, LONGEST, PERCENT_WORDS, chinese_amount, chinese_number, english_number, figures_of
from ledger.check.statements import PART, SENTENCE
from ledger.proof.article import Passage
from ledger.proof.measures import Measure, Measures

_RANGE = re.compile(r"\s*(?:[-–—~～至到]|to|and)\s*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BESIDE = 2
"""Characters that may stand between the beginning of a link and its number: an opening quote, about."""
_SERIAL = re.compile(r"(?:第|\b[Nn]o\.|#|[§(（]\d+\.)\s*$")
_PERCENT = "百分之"


@dataclass(frozen=True)
class Around:
    """The words around a number: its part of the sentence, which begins at ``part_first`` in it, the sentence and the passage. ``links`` lead
    from the sentence, ``own_links`` from the number itself. ``near`` is the sentence without the parts that have numbers of their own: what
    those name, those numbers are of."""

    passage: Passage
    sentence: str
    part: str
    part_first: int
    near: str
    links: tuple[str, ...] = ()
    own_links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quote:
    """``number`` is what is written, ``amount`` the same in the base of what it measures; ``step`` is what the last digit that is written
    stands for there, ``digits`` how many digits tell something. It begins at ``first`` in its sentence."""

    line: int
    text: str
    number: Decimal
    amount: Decimal
    dimension: str
    step: Decimal
    digits: int
    first: int
    around: Around


def quotes_in(passages: Iterable[Passage], measures: Measures) -> Iterator[Quote]:
    """Every number with a unit, in the order in which they stand."""
    for passage in passages:
        for start, sentence in _pieces(SENTENCE, passage.text):
            found = _figures(sentence, measures)
            measured = [measures.percent(last) if sentence[first:last].startswith(_PERCENT) else measures.behind(sentence, last) for _, first, last in found]
            for at in range(len(found) - 2, -1, -1):
                # of a range only the second number bears the unit: 5 to 10 %
                is_one = _RANGE.fullmatch(sentence[found[at][2] : found[at + 1][1]]) and not _YEAR.fullmatch(found[at][0])
                if is_one and measured[at] is None and (after := measured[at + 1]):
                    measured[at] = after[0], found[at][2]
            parts = [*_pieces(PART, sentence)]
            owners = [next(n for n in range(len(parts) - 1, -1, -1) if parts[n][0] <= first) for _, first, _ in found]
            counting = {n for n, behind in zip(owners, measured, strict=True) if behind}
            for (digits, first, _), own_part, behind in zip(found, owners, measured, strict=True):
                if behind:
                    begins, part = parts[own_part]
                    near = " ".join(words for n, (_, words) in enumerate(parts) if n == own_part or n not in counting)
                    links = tuple(address for place, address in passage.links if start <= place <= start + len(sentence))
                    own = tuple(address for place, address in passage.links if start + first - _BESIDE <= place <= start + first)
                    line = passage.line(start + first)
                    yield _quote(digits, first, behind, line, Around(passage, sentence, part, begins, near, links, own))


def _quote(digits: str, first: int, behind: tuple[Measure, int], line: int, around: Around) -> Quote:
    measure, end = behind
    number = Decimal(digits)
    whole = digits.replace(".", "").lstrip("0")
    telling = len(whole if "." in digits else whole.rstrip("0")) or 1
    last_digit = Decimal(1).scaleb(-len(digits.partition(".")[2])) if "." in digits else Decimal(1).scaleb(len(digits) - len(digits.rstrip("0") or "0"))
    amount, step = number * measure.amount, last_digit * measure.amount
    return Quote(line, around.sentence[first:end].strip(), number, amount, measure.dimension, step, telling, first, around)


def _figures(sentence: str, measures: Measures) -> list[tuple[str, int, int]]:
    """``(digits, where they begin, where they end)`` of the numbers of a sentence, in digits or in words."""
    found = {}
    for token, first, last in figures_of(sentence):
        before, after = sentence[:first], sentence[last : last + 2]
        is_chained = before[-1:] == "." or re.match(r"\.\d", after)  # 2.3.1, a clause
        if not is_chained and not _SERIAL.search(before) and len(token) <= LONGEST:
            found[first] = (sentence[first:last], first, last)
    for match in PERCENT_WORDS.finditer(sentence):
        found[match.start()] = (format(chinese_number(match[1]), "f"), match.start(), match.end())
    for pattern, read in ((AMOUNT_WORDS, chinese_amount), (ENGLISH_WORDS, english_number)):
        for match in pattern.finditer(sentence):
            if not any(first <= match.start() < last for _, first, last in found.values()) and not measures.begins(sentence, match.start()):
                found[match.start()] = (format(read(match[0]), "f"), match.start(), match.end())
    return [found[first] for first in sorted(found)]


def _pieces(separator: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for match in separator.finditer(text):
        if match.end() > match.start() and not _within_number(text, match):
            yield start, text[start : match.start()]
            start = match.end()
    yield start, text[start:]


def _within_number(text: str, match: re.Match[str]) -> bool:
    return match[0] in ",.:" and text[match.start() - 1 : match.start()].isdigit() and text[match.end() : match.end() + 1].isdigit()
