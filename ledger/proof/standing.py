"""Where the ledger has a number of somebody's article.

``stands``   in a clause: the same amount, in whatever unit, or what it is when it is rounded as the article rounds it
``differs``  something else stands there: the words near it name what a row is of, and its number is another one
``unknown``  no row has it, which does not make it wrong

What a number is of is read from the words near it, the nearest first: its part of the sentence, the sentence, the passage, the title and
headings above. A row of which the nearest words name something else is not meant, even though it has the same number.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ledger.check.borne import Witness
from ledger.check.citation import citing_tables, policy_of
from ledger.check.statements import aliases, names_of, pairs_of, share_named
from ledger.entry.figures import ALIKE
from ledger.entry.language import Language
from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.proof.measures import Measures
from ledger.proof.quotes import Quote

STANDS, DIFFERS, UNKNOWN = "stands", "differs", "unknown"
PART, SENTENCE, PASSAGE, ABOVE = 4, 3, 2, 1
"""How near the words are that name something; what is named in the sentence can contradict a row, what is named farther off cannot."""
LINKED = 10
TELLING = 3
"""Digits from which on a number is known by itself where nothing near it says what it is of."""
FEW = 3
"""So many different numbers may stand where one is looked for; of more, none is meant."""
_CHANGES = ("stated_change", "stated_annual")
_NOT_PRINTED = ("discrepancy", "verdict", "unused", "adjudication", "waiver", "clause")


@dataclass(frozen=True)
class Value:
    """A number of a row as it is compared: ``amount`` is it in the base of what it measures."""

    table: str
    row: Row
    column: str
    number: Decimal
    unit: str
    dimension: str
    amount: Decimal
    is_change: bool | None
    """``None`` of a yearly rate, which is told as either."""


@dataclass(frozen=True)
class Standing:
    """What became of a quote: ``value`` is where it stands, or what stands there instead; ``more`` counts further rows that fit as well."""

    quote: Quote
    status: str
    value: Value | None = None
    is_rounded: bool = False
    by_number: bool = False
    """Whether nothing but the number itself tells that this is meant."""
    more: int = 0
    year: str = ""
    """The year that the row is of, where the sentence names others."""


class Proof:
    """Holds quotes against a ledger. ``language`` is that of the article."""

    def __init__(self, ledger: Ledger, measures: Measures, language: Language) -> None:
        self.ledger, self.language = ledger, language
        self._related = Witness(ledger, {}).related
        self._by_dimension: dict[str, list[Value]] = {}
        for value in _values(ledger, measures):
            self._by_dimension.setdefault(value.dimension, []).append(value)
        self._names = [(names_of(ledger, code), code) for code in ledger.schema.languages]
        self._indicators = ledger.schema.concepts.get("indicator", "")
        self._scopes = {v: column for v, column in ledger.schema.scopes.items()}
        self._documents = {row.id: _called(row, ledger) for row in ledger.of("document")}

    def standing(self, quote: Quote) -> Standing:
        """Where a number stands."""
        known = [(value, near) for value in self._by_dimension.get(quote.dimension, ()) if (near := self._near(quote, value)) is not None]
        fits = [(near.score, fit, value, near) for value, near in known if (fit := _fit(quote, value))]
        best = max((score for score, *_ in fits), default=0)
        top = [(fit, value, near) for score, fit, value, near in fits if score == best]
        if top:
            exact = max(fit for fit, _, _ in top)
            same = [(value, near) for fit, value, near in top if fit == exact]
            value, near = same[0]
            known_by_words = near.is_linked or (near.subject >= PASSAGE and not near.is_wider) or (near.document and near.is_dated and near.is_fine)
            if known_by_words or (exact == _EXACT and quote.digits >= TELLING):
                return Standing(quote, STANDS, value, exact != _EXACT, not known_by_words, len({v.row.id for v, _ in same}) - 1, near.other_year)
        return self._otherwise(quote, known)

    def _otherwise(self, quote: Quote, known: Sequence[tuple[Value, _Near]]) -> Standing:
        """What stands where the words near a number lead, if they lead to one place."""
        change = self._is_change(quote)
        led = [(v, n) for v, n in known if any(_leads_to(address, v.row.id) for address in quote.around.own_links)]
        named = [(v, n) for v, n in known if n.tells and v.is_change in (change, None) and n.in_time and v.column == "value"]
        meant = led or [(v, n) for v, n in named if self._is_placed(quote, v, n, [other for other, near in known if near.tells])]
        best = max((near.score for _, near in meant), default=0)
        top = sorted((value for value, near in meant if near.score == best), key=lambda value: value.column != "value")
        if not top or len({value.amount for value in top}) > FEW:
            return Standing(quote, UNKNOWN)
        return Standing(quote, DIFFERS, top[0], more=len({value.row.id for value in top}) - 1)

    def _is_placed(self, quote: Quote, value: Value, near: _Near, others: Iterable[Value]) -> bool:
        """Whether the words name the place that a row is of, or its document, or there is but one; what they name is no part of that."""
        if near.is_wider:
            return False
        places = self.ledger.schema.places
        place = self._scopes.get(places, "")
        if near.named.get(place) == PASSAGE:
            # what another number of the sentence is of, and one of several: whichever is meant may be a place that nobody here knows
            named, beside = (self._terms(text).get(places, {}) for text in (quote.around.passage.text, quote.around.sentence))
            if beside or len(named) > 1:
                return False
        return bool(near.named.get(place) or near.document or len({getattr(other.row, place, None) for other in others}) == 1)

    def _near(self, quote: Quote, value: Value) -> _Near | None:
        """How well the words near a quote name what a value is of; ``None`` where they name something else."""
        row = value.row
        found = _Near(is_linked=any(_leads_to(address, row.id) for address in quote.around.links))
        subject = 0
        for vocabulary, column in self._scopes.items():
            mine = getattr(row, column, None)
            if not mine:
                continue
            named = self._named(quote, vocabulary, mine)
            if named is None:
                if not found.is_linked:
                    return None
                continue
            found.named[column], is_wider = named
            found.is_wider = found.is_wider or is_wider
            if vocabulary == self._indicators:
                subject = named[0]
        if not hasattr(row, "indicator"):
            subject = next((weight for text, weight in _levels(quote) if self._says_title(row, text)), 0)
        document = policy_of(self.ledger, self.ledger.schema.tables[value.table], row) or ""
        told = any(name in text for text, _ in _levels(quote) for name in self._documents.get(document, ()))
        found.document = told or any(_leads_to(address, document) for _, address in quote.around.passage.links)
        years = self._years(quote)
        spans = [span for column in ("year", "base_year") if (span := getattr(row, column, None))][: 1 if value.column == "value" else 2]
        # what happened last year is of another time than any row says, whatever year that was
        dated = bool(years) or self.language.named("lately", quote.around.sentence)
        found.in_time = not dated or not spans or any(_in_span(span, year) for span in spans for year in years)
        found.other_year = "" if found.in_time else spans[0]
        found.subject = subject
        place = self.ledger.schema.places
        finer = max((found.named.get(c, 0) for v, c in self._scopes.items() if v not in (self._indicators, place)), default=0)
        found.is_fine = finer >= SENTENCE
        found.is_dated = bool(years) and found.in_time
        found.tells = subject >= SENTENCE or (subject == PASSAGE and finer == PART)
        wrong_way = value.is_change not in (self._is_change(quote), None) and value.unit in ("%", "percent")
        found.score = sum(found.named.values()) + subject + 2 * found.document + (2 if years and found.in_time else 0) - 3 * wrong_way
        found.score += LINKED if found.is_linked else 0
        return found

    def _named(self, quote: Quote, vocabulary: str, mine: str) -> tuple[int, bool] | None:
        """How near a term of a row is named, 0 where nothing of its kind is, and whether only a part of it is; ``None`` where another is named, and
        near."""
        for text, weight in _levels(quote):
            named = self._terms(text).get(vocabulary, {})
            related = [other for other, code in named.items() if self._related(vocabulary, mine, other, code, True)]
            if related:
                return weight, mine not in related and all(self._is_within(vocabulary, other, mine) for other in related)
            if vocabulary == self._indicators and weight >= SENTENCE and self._is_alike(vocabulary, mine, text):
                return weight, False
            if named and weight >= SENTENCE:
                return None
        return 0, False

    def _is_within(self, vocabulary: str, id: str, other: str) -> bool:
        term = self.ledger.term(vocabulary, id)
        above = str(term.get("parent") or "") if term else ""
        return above == other or (bool(above) and self._is_within(vocabulary, above, other))

    @functools.lru_cache(1 << 10)  # noqa: B019  a proof lives as long as its verb
    def _terms(self, text: str) -> Mapping[str, Mapping[str, str]]:
        """``{vocabulary: {term: language of its name}}`` of all that a text names. What is a single everyday word names nothing."""
        found: dict[str, dict[str, str]] = {}
        for names, code in self._names:
            for match in names.pattern.finditer(text):
                if match[0][0].isascii() and not _is_whole(text, match):
                    continue
                for vocabulary, id in names.meaning[match[0].casefold()]:
                    if vocabulary == self._indicators and match[0].isascii() and " " not in match[0]:
                        continue  # cases, output: a word of any sentence
                    found.setdefault(vocabulary, {})[id] = code
        return found

    @functools.lru_cache(1 << 14)  # noqa: B019
    def _is_alike(self, vocabulary: str, id: str, text: str) -> bool:
        """Whether a text has most of a term's name, in whatever order."""
        term = self.ledger.term(vocabulary, id)
        return term is not None and any(_has_most(text, name) for name in (*term.names.values(), *aliases(term)) if name)

    @functools.lru_cache(1 << 14)  # noqa: B019
    def _says_title(self, row: Row, text: str) -> bool:
        return any(_has_most(text, name) for name in _called(row, self.ledger))

    def _years(self, quote: Quote) -> tuple[str, ...]:
        return _years_in(quote.around.part, self.language) or _years_in(quote.around.sentence, self.language)

    def _is_change(self, quote: Quote) -> bool:
        """Whether a number says by how much something changes, rather than how much it is: the nearest word before it tells."""
        words, before = self.language, quote.around.sentence[quote.around.part_first : quote.first]
        change = max(words.last("down", before), words.last("up", before), words.last("change", before))
        return change >= 0 and words.last("level", before) < change


@dataclass
class _Near:
    named: dict[str, int] = field(default_factory=dict)
    subject: int = 0
    tells: bool = False
    """Whether the sentence says what it is of; or its part of what, where the passage says it."""
    score: int = 0
    is_linked: bool = False
    is_wider: bool = False
    """Whether the words name a part only of what the row is of: a province, where the row is of the country."""
    document: bool = False
    is_fine: bool = False
    """Whether the sentence names the sector, the product or the like that the row is of."""
    is_dated: bool = False
    """Whether it names the year of the row."""
    in_time: bool = True
    other_year: str = ""


_EXACT, _ROUNDED = 2, 1


def _fit(quote: Quote, value: Value) -> int:
    """How a number is that of a value: to the digit, or rounded to what is written; 0 where it is another."""
    if quote.amount == value.amount:
        return _EXACT
    enough = quote.digits > 1 or _is_about(quote)
    # half a step lies in both numbers' reach: 2.5 may be printed as 2 or as 3
    return _ROUNDED if enough and abs(quote.amount - value.amount) * 2 <= quote.step else 0


def _is_about(quote: Quote) -> bool:
    return bool(re.search(r"(?:约|近|大约|左右|about|around|nearly|almost|roughly|some|approximately|~|≈)\s*$", quote.around.sentence[: quote.first], re.I))


def _values(ledger: Ledger, measures: Measures) -> Iterator[Value]:
    for table in citing_tables(ledger):
        if table.role in _NOT_PRINTED:
            continue
        for row in ledger.rows(table.name):
            for column in table.fields:
                number = getattr(row, column.name, None)
                if column.format != "printed" or not isinstance(number, Decimal):
                    continue
                plays = table.plays_as(column.name)
                unit = column.unit or getattr(row, table.unit_column(plays), None) or ""
                if measure := measures.of_unit(ledger, unit):
                    is_change = None if getattr(row, "kind", None) == "annual-rate" else plays in _CHANGES or bool(getattr(row, "direction", None))
                    yield Value(table.name, row, plays, number, unit, measure.dimension, abs(number) * measure.amount, is_change)


def _levels(quote: Quote) -> tuple[tuple[str, int], ...]:
    return ((quote.around.part, PART), (quote.around.near, SENTENCE), (quote.around.passage.text, PASSAGE), (quote.around.passage.above, ABOVE))


@functools.lru_cache(1 << 12)
def _years_in(text: str, language: Language) -> tuple[str, ...]:
    spans = [span for name, span in language.periods.items() if name.strip("“”") in text]
    return (*dict.fromkeys(match[1] for match in language.years.finditer(text)), *(year for span in spans for year in span.split("/")))


def _in_span(edtf: str, year: str) -> bool:
    first, last = parse_edtf(edtf).years
    return (first is None or first <= int(year)) and (last is None or int(year) <= last)


def _is_whole(text: str, match: re.Match[str]) -> bool:
    """Whether a name in an alphabet stands for itself, and not within a word; its plural is it too."""
    return not text[match.start() - 1 : match.start()].isalnum() and not re.match(r"(?!s\b)[A-Za-z]", text[match.end() : match.end() + 2])


def _called(row: Row, ledger: Ledger) -> tuple[str, ...]:
    """The names of a row in all languages."""
    columns = (f"{column}_{code}" for column in ("title", "name", "subject") for code in ledger.schema.languages)
    return tuple(name for column in columns if (name := getattr(row, column, None)) and len(name) > 1)


def _has_most(text: str, name: str) -> bool:
    if name.isascii():
        words = {word.rstrip("s") for word in re.findall(r"[a-z]{4,}", name.lower())}
        return len(words) > 1 and words <= {word.rstrip("s") for word in re.findall(r"[a-z]{4,}", text.lower())}
    return len(name) > 2 and share_named(name, pairs_of(text)) >= ALIKE


def _leads_to(address: str, id: str) -> bool:
    return bool(id) and bool(re.search(rf"(?:^|[/#]){re.escape(id)}(?:$|[/#?.])", address))
