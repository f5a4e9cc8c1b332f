"""Numbers, units and dates as a reader of each language expects them.

The data keep what is printed; only the way of writing follows the language: ``134.4 万吨`` is ``1.344 million t`` in
English. A unit says so itself, in ``units.yaml``: ``万吨``'s ``factor: 10000`` and its English name ``t``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ledger.language import FORMS, Manner, manner
from ledger.language.plural import category
from ledger.load.ledger import Ledger

SIGNS = ("%", "‰")
"""Units that are signs: they belong to their number, and stand with it everywhere."""

# ``language`` is the code of a language, a ``Tongue`` where a newsroom says how that is written.


def number(value: Decimal | float | None, language: str) -> str:
    """As printed, with the signs and groups of the language; zero has no sign. Raises ``ValueError`` for ``nan`` and infinity."""
    if value is None:
        return ""
    exact = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"{value} is no number to print; a value that is missing is None")
    return manner(language).number(exact)


def scaled(value: Decimal, language: str) -> str:
    """A number with its scale in words: 60000000 is ``60 million`` and ``6000万``."""
    return manner(language).scaled(value)


def factor(ledger: Ledger, unit: str | None, language: str) -> Decimal:
    """What the numbers of a unit are multiplied with where a language writes them out: 134.4 万吨 is 1.344 million t."""
    term = ledger.meant("unit", unit)
    return Decimal(str(term.get("factor", 1))) if term and not manner(language).keeps_units else Decimal(1)


def quantity_parts(ledger: Ledger, value: Decimal | None, unit: str | None, language: str, *, upper: Decimal | None = None) -> tuple[str, str]:
    """A value (or a range) and its unit, apart."""
    if value is None:
        return "", ""
    how, times = manner(language), factor(ledger, unit, language)
    name = _unit(ledger, unit, language, (value if upper is None else upper) * times)
    if times != 1:
        return how.scaled(value * times, upper * times if upper is not None else None), name
    return _span(how, value, upper, name), name


def _span(how: Manner, value: Decimal, upper: Decimal | None, unit: str) -> str:
    """A value or a range without its unit. Both ends whole (GB/T 15835): 500万～600万吨, 5%～10%; 500～600万吨 could begin at five hundred."""
    if upper is None:
        return how.number(value)
    return how.between.format(how.number(value) + next((sign for sign in how.whole if unit.startswith(sign)), ""), how.number(upper))


def as_printed(ledger: Ledger, row: Any, language: str) -> str:
    """The value of a row as its source writes it, whose language it is: nothing is scaled, no sign stands for a comparator."""
    if word := in_words(ledger, row, language):
        return word
    name = _unit(ledger, row.unit, language, row.value if row.value_max is None else row.value_max)
    return joined(_span(manner(language), row.value, row.value_max, name), name, language)


def _unit(ledger: Ledger, unit: str | None, language: str, count: Decimal) -> str:
    """What a unit is called beside a number: ``one_en: year`` for 1 year, else its name."""
    term = ledger.meant("unit", unit) if unit else None
    if term and any(f"{form}_{language}" in term.attributes for form in FORMS):
        form = category(manner(language).plural or {}, count)
        return str(term.get(f"{form}_{language}") or term.names[language])
    return ledger.called("unit", unit, language) if unit else ""


def quantity(ledger: Ledger, value: Decimal | None, unit: str | None, language: str, *, upper: Decimal | None = None) -> str:
    """A value or a range with its unit."""
    return joined(*quantity_parts(ledger, value, unit, language, upper=upper), language)


def rounded(ledger: Ledger, value: Decimal, unit: str | None, language: str) -> tuple[str, bool]:
    """A value in at most four figures for a sentence, in ten thousands (万) or millions where it is that large; and whether
    that is all of it: 18069501.83 t is ``1807万吨`` and ``18.07 million t``, and not all of it."""
    how, term = manner(language), ledger.meant("unit", unit)
    times = Decimal(str(term.get("factor", 1))) if term else Decimal(1)
    whole = value * times
    short = whole if not whole else round(whole, 3 - whole.adjusted())
    name = _unit(ledger, unit, language, short.normalize())  # as it is written, without end noughts
    if how.keeps_units and times != 1:
        for sign in how.whole[1::-1]:
            name = name.removeprefix(sign)
    return joined(how.scaled(short), name, language), short == whole


def measured_parts(ledger: Ledger, row: Any, language: str) -> tuple[str, str]:
    """The value of a row, with comparator and the direction of a change; and its unit."""
    how = manner(language)
    arrow = {"down": how.minus, "up": how.plus}.get(getattr(row, "direction", None) or "", "") if row.value or row.value_max else ""
    if word := in_words(ledger, row, language):
        return word, ""
    text, unit = quantity_parts(ledger, row.value, row.unit, language, upper=row.value_max)
    return f"{sign(ledger, row.comparator)}{arrow}{text}", unit


def in_words(ledger: Ledger, row: Any, language: str) -> str:
    """What stands instead of a number where the text prints none: ``all`` for 100 %; nothing for any other row."""
    term = ledger.meant("comparator", row.comparator)
    return term.names[language] if term and term.get("instead") else ""


def sign(ledger: Ledger, comparator: str | None) -> str:
    """What stands before a number for a comparator: ``≈`` and a space that does not break; nothing for ``=``."""
    term = ledger.meant("comparator", comparator)
    return f"{term.get('sign')}\u00a0" if term and term.get("sign") else ""


def measured(ledger: Ledger, row: Any, language: str) -> str:
    """The value of a row as a phrase: comparator, number, unit, and the direction of a change."""
    return joined(*measured_parts(ledger, row, language), language)


def worded(ledger: Ledger, row: Any, language: str) -> str:
    """The value of a row as a sentence says it: its comparator in words (``at least 80%``), not as a sign."""
    return in_sentence(ledger, measured(ledger, row, language), row.comparator, language)


def in_sentence(ledger: Ledger, said: str, comparator: str | None, language: str) -> str:
    """A number that begins with the sign of a comparator, with its word instead."""
    mark = sign(ledger, comparator)
    if not mark:
        return said
    name = ledger.called("comparator", comparator, language)
    return f"{name}{'' if manner(language).tight else chr(32)}{said.removeprefix(mark)}" if name else said


def joined(text: str, unit: str, language: str) -> str:
    """A number and its unit: ``5 t``, ``5%``, ``5吨``."""
    return manner(language).joined(text, unit)


def spelt(count: int, language: str) -> str:
    """How many of something, as a sentence says it before a noun: up to nine in words (两个, two) where the language says so, else in digits."""
    words = manner(language).spelt
    return words[count] if 0 <= count < len(words) else number(Decimal(count), language)


def listed(names: Sequence[str], language: str) -> str:
    """Names as a sentence lists them: ``A, B and C``, ``A、B和C``; one stands alone."""
    return manner(language).listed(names)


def signed(value: Decimal, language: str) -> str:
    """A change with its sign; no change has none."""
    return f"{manner(language).plus}{number(value, language)}" if value > 0 else number(value, language)


def date(text: str | None, language: str, *, in_text: bool = False) -> str:
    """An EDTF date in words; ``in_text`` where no head of a column says that a number is a year."""
    return manner(language).date(text, in_text=in_text) if text else ""


def machine_date(text: str | None) -> str:
    """An EDTF date as HTML's ``datetime`` has it: a year, a month, a day, or a day of each year; nothing for a span or an "about"."""
    if match := re.fullmatch(r"(?:XXXX-(\d{2}-\d{2})|(\d{4}(?:-\d{2}){0,2}))", text or ""):
        return match[1] or match[2]
    return ""
