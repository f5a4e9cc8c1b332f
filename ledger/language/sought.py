"""Letters and words as readers look for them: what of a text goes into the index of the search, and what of a question is looked up in it.

Upper and lower case, full and half width, accents, quotation marks and subscripts make no difference: ``CO₂`` is ``co2``. Where words
are written with spaces between them, a word is looked up as a whole or by its beginning, and in the spelling to which the ``spellings``
of the languages lead (``sulphur`` and ``sulfur`` both to ``sulfur``). Where they are not, any run of characters is found, by pairs::

    氮氧化物        氮氧, 氧化, 化物, 物

A language whose ``characters`` are ``han`` (``han.jsonl``, which ``tests/han.py`` writes) is found in traditional and simplified
script, and its names by their readings: 水泥 as ``shuini`` and ``sn``. ``templates/assets/search.js`` does the same to what a reader types.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger.language import Manner

CHARACTERS = ("han",)
"""What ``characters`` may name: a file beside this one."""
MARKS = "\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u1cff"
"""Signs that belong to words without being letters, and the scripts that have them."""
UNSPACED = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts that write words without spaces: Thai, Lao, Burmese, Khmer, kana, Han."""
_DROPPED = re.compile("[\u0300-\u036f\"'“”‘’«»‹›「」『』《》〈〉]")
_WORD = re.compile(rf"\d+(?:[.,]\d+)+|(?:[^\W_]|[{MARKS}])+")
_SPAN = re.compile(rf"[{UNSPACED}]+|[^{UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_DIGITS = {ord(zero) + n: str(n) for zero in "٠۰०" for n in range(10)}
_OFTEN_SAID = 160
"""Characters of a text that may be the name of something and stand in many places."""
_KNOWN = 20_000
"""Texts, and words, of which is known what they are looked up by; a large site has more, most of which stand in one place only."""
_LONGEST_NAME = 16
"""Characters of a name that is also found as it is read."""


@dataclass(frozen=True)
class Letters:
    """How the languages of a site are looked for: their spellings, ``(pattern, what stands for it)``, and whether Han characters are read."""

    spellings: tuple[tuple[str, str], ...] = ()
    han: bool = False

    @functools.cached_property
    def _rules(self) -> list[tuple[re.Pattern[str], str]]:
        return [(re.compile(pattern), re.sub(r"\$(\d)", r"\\\1", to)) for pattern, to in self.spellings]

    @functools.cached_property
    def _simplified(self) -> Mapping[int, str]:
        return (simplified() if self.han else {}) | _DIGITS

    def plain(self, text: str) -> str:
        """A text without what makes no difference."""
        if text.isascii():
            return text.lower().replace('"', "").replace("'", "")
        bare = _DROPPED.sub("", unicodedata.normalize("NFKD", text))
        return _DROPPED.sub("", unicodedata.normalize("NFKC", bare).lower()).translate(self._simplified)

    def words(self, text: str) -> tuple[str, ...]:
        """What a text is looked up by, in the order of the text."""
        return self._known_words(text) if len(text) <= _OFTEN_SAID else tuple(self._words(text))

    @functools.cached_property
    def _known_words(self) -> Callable[[str], tuple[str, ...]]:
        return functools.lru_cache(_KNOWN)(lambda text: tuple(self._words(text)))

    def _words(self, text: str) -> Iterator[str]:
        for match in _WORD.finditer(self.plain(text)):
            for span in _SPAN.findall(match[0]):
                if _IS_UNSPACED.match(span):
                    yield from (span[at : at + 2] for at in range(len(span)))
                else:
                    yield span.replace(",", "") if span[0].isdigit() else span

    @functools.cached_property
    def spelt(self) -> Callable[[str], str]:
        """Gives the spelling to which all spellings of a word lead."""
        return functools.lru_cache(_KNOWN)(self._spelt)

    def _spelt(self, word: str) -> str:
        for pattern, to in self._rules if word.isalpha() and not is_unspaced(word) else ():
            word = pattern.sub(to, word)
        return word

    def read(self, name: str) -> list[str]:
        """A name as it is typed by somebody who types how it is read: its syllables, and their first letters."""
        said = self.plain(name)
        if not self.han or not 2 <= len(said) <= _LONGEST_NAME:
            return []
        syllables = _read(said)
        if not syllables:
            return []
        found = ["".join(syllables), "".join(s[0] for s in syllables)]
        return [*found, *(word.replace("v", "u") for word in found[:1] if "v" in word)]


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script that writes words without spaces."""
    return bool(_IS_UNSPACED.match(word))


def letters_of(manners: Sequence[Manner]) -> Letters:
    """What the languages of a site say together."""
    rules = dict.fromkeys((rule["from"], rule["to"]) for manner in manners for rule in manner.spellings)
    return Letters(tuple(rules), any(manner.characters == "han" for manner in manners))


@functools.cache
def _han() -> tuple[dict[int, str], dict[str, str], dict[str, list[str]]]:
    """The simplified forms of characters, and how characters and phrases are read."""
    _, forms, readings, phrases = map(json.loads, (Path(__file__).resolve().parent / "han.jsonl").read_text(encoding="utf-8").splitlines())
    pairs: str = forms["simplified"]
    read = {character: said for said, characters in readings["readings"].items() for character in characters}
    return (
        {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)},
        read,
        {phrase: said.split(" ") for phrase, said in phrases["phrases"].items()},
    )


def simplified() -> dict[int, str]:
    """Traditional characters and what they are in simplified script."""
    return _han()[0]


def _read(name: str) -> list[str]:
    """The syllables of a name; none where some sign of it has no reading."""
    _, characters, phrases = _han()
    found: list[str] = []
    at = 0
    while at < len(name):
        for length in (3, 2):
            if said := phrases.get(name[at : at + length]):
                found += said
                at += length
                break
        else:
            if name[at] not in characters:
                return []
            found.append(characters[name[at]])
            at += 1
    return found
