"""Statements: what belongs to a number where it is printed, so that a true number in a false row is noticed.

A clause is read sentence by sentence, comma part by comma part, cell by cell. For every figure a fingerprint keeps a few ids:

    {"n": "50", "unit": ["%"], "base": ["2005"], "years": ["2020"],
     "part": {"indicators": ["co2-per-value-added"]}, "sentence": {…}, "near": "AfQxbT…"}

What a statement does not have is left out.

``unit``      the units that are printed behind the figure, ``cell`` those of a cell in its row of a table; empty where none is
``is``        the comparator that its words mean (不低于, 以上, 约 …), if any
``base``      years that the sentence compares with (比2005年), ``years`` all other years up to the figure
``part``      the terms of each vocabulary that its part of the sentence names, by name or alias; of an aligned list (分别), its own item
``sentence``  the terms that the sentence has named before
``hedges``    the words that keep the sentence from promising (力争), up to the end of the figure's part
``near``      the pairs of characters of its part, each as two letters of its hash: enough to recognise a name, not to write a sentence

What a heading names holds for all that stands below it; ``clauses.csv`` tells it, so it is not kept here.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
import string
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ledger.check.numerals import NUMERAL_WORDS as _NUMERAL_WORDS
from ledger.check.numerals import PERCENT_WORDS as _PERCENT_WORDS
from ledger.check.numerals import WHOLE, chinese_number, figures_of, legible
from ledger.load.ledger import Ledger

NAMED = 0.5
"""The share of a name from which on it is taken for said: rows shorten what is printed, and join it anew."""
_LETTERS = string.ascii_letters
SENTENCE = re.compile(r"[。！？；;\n]|[.!?](?=\s)")
PART = re.compile(r"[，,、：:（）()\t|]|(?<=[%％\d个吨])和")
BASE = re.compile(r"(?:比|较|相比|对比|以|与)\s*((?:19|20)\d\d)\s*年?")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?=\s*年|\s*[-—–~～至到]\s*(?:19|20)\d\d\s*年)")


@dataclass(frozen=True)
class Names:
    """Every name and alias of the vocabularies as the source's language prints it."""

    meaning: Mapping[str, tuple[tuple[str, str], ...]]
    units: Mapping[str, tuple[str, ...]]
    comparators: tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...] = ()
    """``(comparator, words that stand before its figure, words that stand behind its unit)``, as the vocabulary tells them."""
    hedges: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """``(hedge, its words)``: what keeps a text from promising."""

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any name, the longest first."""
        return _any(self.meaning, re.IGNORECASE)

    @functools.cached_property
    def unit(self) -> re.Pattern[str]:
        return _any(self.units)

    def terms(self, text: str) -> dict[str, list[str]]:
        """``{vocabulary: ids}`` of all that ``text`` names, in the order of naming."""
        found: dict[str, dict[str, None]] = {}
        for match in self.pattern.finditer(text):
            for vocabulary, id in self.meaning[match[0].casefold()]:
                found.setdefault(vocabulary, {})[id] = None
        return {vocabulary: list(ids) for vocabulary, ids in found.items()}


def names_of(ledger: Ledger, language: str) -> Names:
    """The names that statements are searched for."""
    meaning: dict[str, list[tuple[str, str]]] = {}
    for vocabulary in ledger.schema.scopes:
        for term in ledger.vocabularies.get(vocabulary, {}).values():
            for name in (term.names.get(language, ""), *aliases(term)):
                if len(name) > 1:
                    meaning.setdefault(_plain(name).casefold(), []).append((vocabulary, term.id))
    units: dict[str, list[str]] = {}
    for term in ledger.all_meant("unit").values():
        for name in (term.names.get(language, ""), *aliases(term)):
            if name:
                units.setdefault(_plain(name), []).append(term.id)
    hedges = tuple(
        (term.id, tuple(_plain(word) for word in (term.names.get(language, ""), *aliases(term)) if word)) for term in ledger.all_meant("hedge").values()
    )
    return Names(
        {n: tuple(v) for n, v in meaning.items()},
        {n: tuple(v) for n, v in units.items()},
        _comparators(ledger),
        hedges,
    )


def _comparators(ledger: Ledger) -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    """The comparators whose words the vocabulary tells: ``before: [at least]``, ``after: [or more]``, each list the longest first."""

    def words(term: Any, place: str) -> str:
        listed = term.get(place) or ()
        return "|".join(re.escape(_plain(str(w))) for w in sorted(listed if isinstance(listed, list) else [listed], key=lambda w: -len(str(w))))

    return tuple(
        (
            term.id,
            re.compile(rf"(?:{before})\s*$") if (before := words(term, "before")) else None,
            re.compile(rf"\s*(?:{after})") if (after := words(term, "after")) else None,
        )
        for term in ledger.all_meant("comparator").values()
    )


def name_hashes(ledger: Ledger, language: str) -> list[str]:
    """Every name that statements are searched for, as six hexadecimal digits: what a fingerprint remembers of the vocabularies."""
    names = names_of(ledger, language)
    return sorted({hashlib.sha256(name.encode()).hexdigest()[:6] for name in (*names.meaning, *names.units)})


def aliases(term: Any) -> tuple[str, ...]:
    """What a source may also call a term: ``also:`` in its vocabulary, in any language."""
    return tuple(name for _, name in term.aliases)


def statements_of(text: str, names: Names) -> list[dict[str, Any]]:
    """The figures of a clause, in the order in which they stand, each with what belongs to it."""
    return [printed.statement for printed in printed_statements(text, names)]


class Printed(NamedTuple):
    """A statement where it is printed: its figure stands in the sentence from ``first`` to ``last``, in the part that begins at ``part``."""

    statement: dict[str, Any]
    sentence: str
    first: int
    last: int
    part: int


def printed_statements(text: str, names: Names) -> Iterator[Printed]:
    """The same with their sentences, for somebody who proposes what a figure may be."""
    for sentence in SENTENCE.split(flowing(text)):
        if any(c.isdigit() for c in sentence) or WHOLE.search(sentence):
            yield from _of_sentence(sentence, names)


def _of_sentence(sentence: str, names: Names) -> Iterator[Printed]:
    base: list[str] = []
    aligned = _aligned(sentence, names)
    seen: dict[str, list[str]] = {}
    years: dict[str, None] = {}
    hedged: list[str] = []
    start = 0
    units_of_row: list[str] = []
    for part in PART.split(sentence):
        end = start + len(part)
        mine = names.terms(part)
        figures = [*figures_of(part), *_in_words(part, names)]
        units_of_row += (
            [] if figures else [u for m in names.unit.finditer(part) if m[0] == part.strip(" ()%") or part.strip() == m[0] for u in names.units[m[0]]]
        )
        compared = BASE.findall(part)
        base = compared or base
        years.update(dict.fromkeys(year for year in _YEAR.findall(part) if year not in compared))
        hedged += [id for id, words in names.hedges if any(word in part for word in words)]
        for token, first, last in figures:
            after = part[last:].lstrip()
            unit = names.unit.match(after)
            own = aligned.get(start + first)
            whole = WHOLE.fullmatch(part[first:last])
            statement = {
                "n": token,
                "unit": ["%"] if whole else list(names.units[unit[0]]) if unit else [],
                "cell": list(dict.fromkeys(units_of_row)),
                "is": "all" if whole else _comparator(names, part[:first], after[unit.end() :] if unit else after),
                "base": base,
                "years": list(years),
                "part": own or mine,
                "sentence": {v: ids for v, ids in seen.items()},
                "near": "".join(_pairs(part)),
                "hedges": list(dict.fromkeys(hedged)),
            }
            said = {key: value for key, value in statement.items() if value and value != "="}
            yield Printed(said, sentence, start + first, start + last, start)
        for vocabulary, ids in mine.items():
            seen[vocabulary] = list(dict.fromkeys([*seen.get(vocabulary, ()), *ids]))
        start = end + 1


def _in_words(part: str, names: Names) -> Iterator[tuple[str, int, int]]:
    """Figures in Chinese numerals that a unit follows, and all of something: 两户, 千亿元, 百分之五, 全部."""
    for match in _PERCENT_WORDS.finditer(part):
        yield _number(match[1]), match.start(), match.end()
    for match in WHOLE.finditer(part):
        yield "100", match.start(), match.end()
    for match in _NUMERAL_WORDS.finditer(part):
        if names.unit.match(part[match.end() :].lstrip()):
            yield _number(match[0]), match.start(), match.end()


def _number(words: str) -> str:
    return format(chinese_number(words), "f")


def _aligned(sentence: str, names: Names) -> dict[int, dict[str, list[str]]]:
    """``{place of a figure: terms}`` of a list whose values follow in the same order: A、B和C分别下降1%、2%和3%."""
    head, word, tail = sentence.partition("分别")
    if not word:
        return {}
    items = [m for m in names.pattern.finditer(head)]
    by_vocabulary: dict[str, list[tuple[int, str]]] = {}
    for match in items:
        for vocabulary, id in names.meaning[match[0].casefold()]:
            by_vocabulary.setdefault(vocabulary, []).append((match.start(), id))
    offset = len(head) + len(word)
    places = [offset + first for token, first, _ in figures_of(tail) if not _YEAR.match(tail[first:])]
    found: dict[int, dict[str, list[str]]] = {}
    for vocabulary, listed in by_vocabulary.items():
        ids = [id for _, id in listed][-len(places) :] if places else []
        if len(ids) == len(places) > 1:
            for place, id in zip(places, ids, strict=True):
                found.setdefault(place, {})[vocabulary] = [id]
    return found


def _comparator(names: Names, before: str, after: str) -> str:
    """What the words around a figure make of it; of two words that end at the figure (不低于, 低于) the longer one counts."""
    near = [(m.end() - m.start(), sign) for sign, words, _ in names.comparators if words and (m := words.search(before[-16:]))]
    near = near or [(m.end(), sign) for sign, _, words in names.comparators if words and (m := words.match(after))]
    return max(near)[1] if near else "="


def _pairs(part: str) -> list[str]:
    letters = [c for c in part if not c.isdigit() and not c.isspace()]
    return sorted({pair_hash(first + second) for first, second in itertools.pairwise(letters)})


@functools.lru_cache(1 << 16)
def pair_hash(pair: str) -> str:
    """Two letters that a pair of characters is known by; about one pair in 2,700 shares them."""
    digest = hashlib.sha256(pair.encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:2])


@functools.lru_cache(1 << 12)
def pairs_of(name: str) -> str:
    """A name as the hashes that ``near`` is made of."""
    return "".join(_pairs(_plain(name)))


def is_named(name: str, near: str) -> bool:
    """Whether most of a name stands in a part of a sentence, or in another name, of which ``near`` are the pairs."""
    return share_named(name, near) >= NAMED


def share_named(name: str, near: str) -> float:
    """How much of a name stands there, from 0 to 1; a name without pairs stands everywhere."""
    pairs = _each(pairs_of(name))
    return len(pairs & _each(near)) / len(pairs) if pairs else 1.0


@functools.lru_cache(1 << 12)
def _each(near: str) -> frozenset[str]:
    return frozenset(near[at : at + 2] for at in range(0, len(near), 2))


def flowing(text: str) -> str:
    """A clause as running text: what a page's width or number has broken is joined; rows and cells of a table stay apart."""
    lines: list[str] = []
    for raw in legible(text).split("\n"):
        line = raw.rstrip()
        if not line.strip() or (re.fullmatch(r"\s*[-—]?\s*\d{1,3}\s*[-—]?\s*", line) and "\t" not in line):
            continue
        lines.append(line.lstrip(" \u3000"))
    out = ""
    for line in lines:
        # A line with several cells is a row of a table, one that begins with a tab a cell of its own.
        row, cell = "\t" in line.strip("\t") or "|" in line, line.startswith("\t")
        words = bool(out) and out[-1].isascii() and line[0].isascii()
        out += ("\n" if row else "\t" if cell else " " if words else "") + line + ("\n" if row else "")
    return out


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name)


def _any(names: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))) or r"(?!)", flags)
