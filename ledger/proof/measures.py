"""How units and scales are spelled in somebody's article: the names and aliases of the ledger's own units in all its languages, and what
each language calls the usual ones (``units`` in ``ledger/entry/words/``): tonnes, per cent, 吨标煤.

Counts and lengths of time are no units here, as nowhere where typed figures are looked for (``check.typed``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from ledger.check.numerals import MULTIPLIERS
from ledger.check.statements import aliases
from ledger.check.typed import is_counted
from ledger.entry.language import Language
from ledger.language import manner
from ledger.load.ledger import Ledger
from ledger.load.units import UnitTable

_PER = r"\s?(?:/|per |a |each )\s?"


@dataclass(frozen=True)
class Measure:
    """What a spelled unit measures, and how much of the base of that one of it is."""

    dimension: str
    amount: Decimal


class Measures:
    def __init__(self, ledger: Ledger, languages: Iterable[Language]) -> None:
        spoken = list(languages)
        self._expressions: dict[str, str] = {}
        self._measured: dict[str, Measure] = {}
        """What a spelling is known to measure; its expression in the terms of pint is kept beside it, where it has one."""
        for term in ledger.all_meant("unit").values():
            expression = str(term.get("pint") or "")
            if is_counted(term):
                continue
            for code in ledger.schema.languages:
                factor = Decimal(1) if manner(code).keeps_units else Decimal(str(term.get("factor", 1)))
                for name in (term.names.get(code, ""), *aliases(term)):
                    if name:
                        self._learn(name, f"({expression})/{factor}" if expression and factor != 1 else expression, Measure(term.id, 1 / factor))
        for language in spoken:
            for expression, spellings in language.units.items():
                # a newsroom that writes % without saying what it is, calls it per cent too
                known = next((name for name in spellings if name in self._measured), "")
                for name in spellings:
                    if name not in self._measured:
                        self._learn(name, self._expressions[known] if known else expression, self._measured.get(known))
        self.scales = {word: Decimal(10) ** power for language in spoken for word, power in _scales(language)} | MULTIPLIERS
        self._unit = _any(self._measured)
        self._scale = _any(self.scales)
        self._over = re.compile(_PER + f"({_any((*self._measured, 'year')).pattern})")

    def _learn(self, name: str, expression: str, otherwise: Measure | None = None) -> None:
        name = unicodedata.normalize("NFKC", name)  # as a legible text has it
        if name in self._measured:
            return
        measured = self._of(expression) if expression else otherwise
        if measured:
            self._measured[name], self._expressions[name] = measured, expression

    def _of(self, expression: str) -> Measure | None:
        from pint.errors import PintError

        try:
            dimension, amount = UnitTable({"": expression}).base("")
        except PintError:  # degrees a year, which begin nowhere
            return None
        return Measure(dimension, amount) if dimension not in ("", "[time]") else None

    def of_unit(self, ledger: Ledger, unit: str | None) -> Measure | None:
        """What a unit of the ledger measures."""
        term = ledger.meant("unit", unit)
        if term is None or is_counted(term):
            return None
        return self._of(str(term.get("pint"))) if term.get("pint") else Measure(term.id, Decimal(1))

    def percent(self, end: int) -> tuple[Measure, int] | None:
        """What a number is measured in that says itself that it is a percentage, 百分之五, and ends there."""
        return (self._measured["%"], end) if "%" in self._measured else None

    def begins(self, text: str, place: int) -> bool:
        """Whether a unit stands at a place: 千克 is no number."""
        return bool(self._unit.match(text, place))

    def behind(self, text: str, place: int) -> tuple[Measure, int] | None:
        """What the words behind a number say that it is measured in, scale and all, and where they end."""
        after = re.compile(r"[\s-]?").match(text, place)
        start = after.end() if after else place
        found = []
        scale = self._scale.match(text, start)
        for begins, times in ((start, Decimal(1)), *(((_past_space(text, scale.end())), self.scales[scale[0]]) for scale in [scale] if scale)):
            if unit := self._unit.match(text, begins):
                measure, end = self._measured[unit[0]], unit.end()
                over = self._over.match(text, end) if measure != self._measured.get("%") else None  # a rate is told in per cent a year
                if over:
                    expression, below = self._expressions[unit[0]], self._expressions.get(over[1], over[1])
                    if expression and below and (whole := self._of(f"({expression})/({below})")):
                        measure, end = whole, over.end()
                found.append((end, Measure(measure.dimension, measure.amount * times)))
        if not found:
            return None
        end, measure = max(found, key=lambda each: each[0])
        return measure, end


def _past_space(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] in (" ", "-") else place


def _scales(language: Language) -> Iterator[tuple[str, int]]:
    for power, forms in manner(language.code).scales:
        yield from ((form.replace("{n}", "").strip(), power) for form in forms.values())
    yield from ((word, int(power)) for power, words in language.scales.items() for word in words)


def _any(names: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(re.escape(n) + (r"(?![A-Za-z])" if n[-1].isascii() and n[-1].isalpha() else "") for n in ordered if n) or r"(?!)")
