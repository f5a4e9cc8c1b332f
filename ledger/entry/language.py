"""How texts of a language are built, and the words of their figures: a file a language in ``words/``."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ledger.check.numerals import chinese_number

_FOLDER = Path(__file__).resolve().parent / "words"
_HAN = "[〇零一二三四五六七八九十百]{1,5}"
_ROMAN = "[IVXLC]{1,7}"
_KINDS = {
    "{n}": rf"(\d{{1,3}}|{_HAN}|{_ROMAN}(?![a-z])|[A-Z](?![A-Za-z]))",
    "{h}": f"({_HAN})",
    "{a}": r"(\d{1,3})(?!\d)",
    "{d}": r"(\d{1,2}(?:\s*[.．:：]\s*\d{1,2}){1,5})(?![\d.．]|\s*[%％]|、)",
    "{c}": "([①-⑳])",
    "{r}": f"({_ROMAN})",
    "{l}": "([a-z])",
}
"""What stands in a pattern for the number of a clause."""
_ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True)
class Style:
    """One way to number clauses. ``rank`` orders them, the outer first; ``runs`` says that its words belong to the sentence."""

    name: str
    pattern: re.Pattern[str]
    rank: int
    prefix: str = ""
    kind: str = ""
    runs: bool = False
    caption: bool = False
    """Whether it stands before headings only, and not before sentences."""
    rest: bool = False
    """Of what stands aside: whether all that follows belongs to it."""


@dataclass(frozen=True)
class Language:
    """``styles`` and ``asides`` of an outline; ``words`` are lists by what they tell (``target``, ``down`` …)."""

    code: str
    styles: tuple[Style, ...]
    asides: tuple[Style, ...]
    years: re.Pattern[str]
    year_behind: re.Pattern[str]
    """The year of a figure where it stands behind it."""
    closing: str
    """The signs that a sentence, or a part of one, ends with."""
    stops: str
    """Those that end a sentence."""
    periods: dict[str, str] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    units: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What usual units are called in running text, by what they are in the terms of pint (``load.units``)."""
    scales: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Words for powers of ten beside those of CLDR, by the power."""

    def named(self, what: str, text: str) -> bool:
        """Whether ``text`` has one of the words that tell ``what``."""
        return bool(self.pattern(what).search(text))

    def last(self, what: str, text: str) -> int:
        """Where the last such word begins in ``text``; -1 where there is none."""
        return max((m.start() for m in self.pattern(what).finditer(text)), default=-1)

    def count(self, what: str, text: str) -> int:
        return sum(1 for _ in self.pattern(what).finditer(text))

    def begins(self, what: str, text: str) -> bool:
        """Whether ``text`` begins with one of the words."""
        return bool(self.pattern(what).match(text.lstrip()))

    def ends(self, what: str, text: str) -> bool:
        """Whether ``text`` ends with one of the words."""
        return any(match.end() == len(text.rstrip()) for match in self.pattern(what).finditer(text))

    @functools.lru_cache(256)  # noqa: B019  a language is read once and lives as long as the process
    def pattern(self, what: str) -> re.Pattern[str]:
        words = sorted(self.words.get(what, ()), key=lambda w: (-len(w), w))
        return re.compile("|".join(rf"(?<![A-Za-z]){re.escape(w)}(?![A-Za-z])" for w in words) or r"(?!)", re.IGNORECASE)

    def __hash__(self) -> int:
        return hash(self.code)


@functools.cache
def language_of(code: str) -> Language:
    """The language of a text; one that nobody has described yet is read as English is: by its numbering."""
    path = _FOLDER / f"{code}.yaml"
    told: dict[str, Any] = yaml.safe_load((path if path.is_file() else _FOLDER / "en.yaml").read_text(encoding="utf-8"))
    return Language(
        code,
        tuple(_style(entry, rank) for rank, entry in enumerate(told["styles"], 1)),
        tuple(_style(entry, 0) for entry in told["asides"]),
        re.compile(told["years"]),
        re.compile(told["year_behind"] or r"(?!)"),
        told["ends"],
        told["stops"],
        {name: str(span) for name, span in told["periods"].items()},
        {name: tuple(map(str, words)) for name, words in told.items() if isinstance(words, list) and name not in ("styles", "asides")},
        *({str(name): tuple(words) for name, words in told[each].items()} for each in ("units", "scales")),
    )


def is_described(code: str) -> bool:
    return (_FOLDER / f"{code}.yaml").is_file()


def _style(entry: dict[str, Any], rank: int) -> Style:
    pattern = entry["pattern"]
    for sign, numbers in _KINDS.items():
        pattern = pattern.replace(sign, numbers)
    told = {key: value for key, value in entry.items() if key not in ("name", "pattern")}
    return Style(str(entry.get("name") or entry["prefix"]), re.compile(pattern), rank, **told)


def numbers_of(text: str) -> tuple[int, ...]:
    """The number of a clause as it is printed, one for each level: ``1．2`` is (1, 2), ``十二`` 12, ``IV`` 4, ``b`` 2; nothing where it is none."""
    parts = re.split(r"\s*[.．:：]\s*", text.strip())
    found = [_number(part) for part in parts if part]
    return tuple(n for n in found if n is not None) if None not in found else ()


def _number(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    if re.fullmatch("[①-⑳]", text):
        return ord(text) - ord("①") + 1
    if re.fullmatch(_HAN, text):
        return int(chinese_number(text))
    if re.fullmatch(_ROMAN, text) and (len(text) > 1 or text in "IVX"):
        values = [_ROMANS[c] for c in text]
        return sum(-v if v < max(values[n + 1 :], default=0) else v for n, v in enumerate(values))
    if re.fullmatch("[A-Za-z]", text):
        return ord(text.lower()) - ord("a") + 1
    return None


def first_words(text: str, stops: str, longest: int) -> str:
    """``text`` up to its first stop, where that comes early enough; else nothing."""
    end = next((n for n, c in enumerate(text) if c in stops and not (c == "." and text[n + 1 : n + 2].isalnum())), -1)
    return text[:end].strip() if 0 < end <= longest else ""


def any_of(words: Sequence[str], text: str) -> bool:
    return any(word in text for word in words)
