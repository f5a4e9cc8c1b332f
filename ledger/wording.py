"""Numbers, units and dates as a reader of each language expects them.

The data keep what is printed; only the way of writing follows the language: ``134.4 万吨`` is ``1.344 million t`` in
English. A unit says so itself, in ``units.yaml``: ``万吨``'s ``factor: 10000`` and its English name ``t``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ledger.load.ledger import Ledger

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_WORDED = ("zh", "en")
"""The languages whose dates are written in words; in any other a date stands as it is in the data, ISO 8601."""
_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_WHOLE = ("万", "亿", "%", "‰")
_SCALES_ZH = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))


_GROUPED_FROM = {"en": 4}
"""From how many digits on a number has commas, where that is not five: 1,000 in English, but 1000 in Chinese."""


def number(value: Decimal | float | None, language: str) -> str:
    """As printed, with a comma every three digits of a large number; zero has no sign. Raises ``ValueError`` for ``nan`` and infinity."""
    if value is None:
        return ""
    exact = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"{value} is no number to print; a value that is missing is None")
    text = format(abs(exact) if exact == 0 else exact, "f")
    sign, text = ("−", text[1:]) if text.startswith("-") else ("", text)
    whole, point, fraction = text.partition(".")
    if len(whole) >= _GROUPED_FROM.get(language, 5):
        whole = f"{int(whole):,}"
    return sign + whole + point + fraction


def scaled(value: Decimal) -> str:
    """An English number with its scale in words: 60000000 is ``60 million``."""
    for size, word in _SCALES:
        if abs(value) >= size:
            return f"{number((value / size).normalize() + 0, 'en')} {word}"
    return number(value.normalize() + 0 if value % 1 else value.to_integral_value(), "en")


def quantity_parts(ledger: Ledger, value: Decimal | None, unit: str | None, language: str, *, upper: Decimal | None = None) -> tuple[str, str]:
    """A value (or a range) and its unit, apart."""
    if value is None:
        return "", ""
    term = ledger.meant("unit", unit)
    name = term.names[language] if term else (unit or "")
    factor = Decimal(str(term.get("factor", 1))) if term and language != "zh" else Decimal(1)
    low, *high = (scaled(v * factor) if factor != 1 else number(v, language) for v in (value, upper) if v is not None)
    if high and language == "zh":
        # Both ends whole (GB/T 15835): 500万～600万吨, 5%～10%; 500～600万吨 could begin at five hundred.
        return f"{low}{name[:1] if name[:1] in _WHOLE else ''}～{high[0]}", name
    if high:
        scale = low.partition(" ")[2]
        low = low.removesuffix(f" {scale}") if scale and high[0].endswith(f" {scale}") else low  # 5–6 million
    return "–".join([low, *high]), name


def quantity(ledger: Ledger, value: Decimal | None, unit: str | None, language: str, *, upper: Decimal | None = None) -> str:
    """A value or a range with its unit."""
    return joined(*quantity_parts(ledger, value, unit, language, upper=upper), language)


def rounded(ledger: Ledger, value: Decimal, unit: str | None, language: str) -> tuple[str, bool]:
    """A value in at most four figures for a sentence, in ten thousands (万) or millions where it is that large; and whether
    that is all of it: 18069501.83 t is ``1807万吨`` and ``18.07 million t``, and not all of it."""
    term = ledger.meant("unit", unit)
    name = term.names[language] if term else (unit or "")
    whole = value * (Decimal(str(term.get("factor", 1))) if term else 1)
    short = whole if not whole else round(whole, 3 - whole.adjusted())
    if language == "zh":
        size, word = next(((s, w) for s, w in _SCALES_ZH if abs(short) >= s), (Decimal(1), ""))
        stem = name.removeprefix("亿").removeprefix("万") if term and term.get("factor", 1) != 1 else name
        return joined(number((short / size).normalize() + 0, language) + word, stem, language), short == whole
    return joined(scaled(short), name, language), short == whole


def measured_parts(ledger: Ledger, row: Any, language: str) -> tuple[str, str]:
    """The value of a row, with comparator and the direction of a change; and its unit."""
    arrow = {"down": "−", "up": "+"}.get(getattr(row, "direction", None) or "", "") if row.value or row.value_max else ""
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
    said, mark = measured(ledger, row, language), sign(ledger, row.comparator)
    if not mark:
        return said
    name = ledger.called("comparator", row.comparator, language)
    return f"{name}{'' if language == 'zh' else chr(32)}{said.removeprefix(mark)}" if name else said


def joined(text: str, unit: str, language: str) -> str:
    tight = language == "zh" or unit.startswith(("%", "‰", "°"))
    return text + ("" if not unit else unit if tight else f" {unit}")


_SPELT = {
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "zh": ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九"),
}
_JOINED = {"en": (", ", " and "), "zh": ("、", "和")}


def spelt(count: int, language: str) -> str:
    """How many of something, as a sentence says it before a noun: up to nine in words (两个, two), above in digits."""
    words = _SPELT.get(language, ())
    return words[count] if 0 <= count < len(words) else number(Decimal(count), language)


def listed(names: Sequence[str], language: str) -> str:
    """Names as a sentence lists them: ``A, B and C``, ``A、B和C``; one stands alone."""
    comma, last = _JOINED.get(language, (", ", ", "))
    return last.join(filter(None, [comma.join(names[:-1]), *names[-1:]]))


def signed(value: Decimal, language: str) -> str:
    """A change with its sign; no change has none."""
    return f"+{number(value, language)}" if value > 0 else number(value, language)


def date(text: str | None, language: str) -> str:
    """An EDTF date in words."""
    if not text:
        return ""
    if "/" in text:
        start, end = text.split("/", 1)
        if end == "..":
            return f"{date(start, language)}起" if language == "zh" else f"from {date(start, language)}"
        if start == "..":
            return f"至{date(end, language)}" if language == "zh" else f"until {date(end, language)}"
        return f"{date(start, language)}–{date(end, language)}"
    if language not in _WORDED:
        return text
    about, text = text.endswith("~"), text.rstrip("~")
    year, month, day = [*text.split("-"), "", ""][:3]
    if language == "zh":
        words = ("" if year == "XXXX" else f"{year}年") + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
        return f"约{words}" if about else words.removesuffix("年") if not month else words
    words = " ".join(filter(None, [str(int(day)) if day else "", _MONTHS[int(month) - 1] if month else "", "" if year == "XXXX" else year]))
    return f"about {words}" if about else words


def machine_date(text: str | None) -> str:
    """An EDTF date as HTML's ``datetime`` has it: a year, a month, a day, or a day of each year; nothing for a span or an "about"."""
    if match := re.fullmatch(r"(?:XXXX-(\d{2}-\d{2})|(\d{4}(?:-\d{2}){0,2}))", text or ""):
        return match[1] or match[2]
    return ""
