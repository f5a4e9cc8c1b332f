"""Numbers and dates as they are printed in a text, normalised so that a row can be held against its clause.

A source prints the same quantity in many ways: ``１．５万``, ``1.5 万``, ``百分之五``, ``l2`` (an OCR one). This module
reads a passage into five lists of short strings, the only thing a fingerprint keeps of the text:

``numbers``  figures in digits, with a Chinese multiplier kept as a suffix: ``588.44``, ``30万``, ``4.2亿``
``dates``    dates with at least a month, as EDTF: ``2025-01-05``, ``2024-12``, ``XXXX-01-07`` where no year is printed
``years``    years that stand before 年 or alone in a date: ``2020``
``words``    figures that a reader sees but that are no statement by themselves: Chinese numerals (``三年`` gives ``3``, ``全部`` 100),
             item numbers at the start of a line, digits inside codes (``GB 16171``, ``CO2``)
``printed``  how a number of ``numbers`` is spelt where it has zeros at its end: ``306.70`` for ``306.7``; every spelling of it,
             so that a spreadsheet that drops a zero is noticed

Signs are dropped (a table prints -15% where the prose says 下降15%), so every number is unsigned.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

MULTIPLIERS = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8, "万亿": Decimal(10) ** 12}
CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
CHINESE_POWERS = {"十": 10, "百": 100, "千": 1000}

LONGEST = 60
"""Digits of the longest number; a longer run of digits is kept as it is and is no quantity."""

_MAYBE = re.compile(r"\d|l\.")
"""What any figure in digits has in it."""
_SUPERSCRIPT = re.compile(r"(?<=\d)[⁰¹²³⁴-⁹]+|[①-⑳]")
_SPACED = re.compile(r"(?<![\d.,])([\dl]{1,3}) (\d{3})(?![\d.])")
_OCR_ONE = re.compile(r"(?<![A-Za-z])l(?=[\d.])|(?<=\d)l(?![A-Za-z/])")
_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?|(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DATE_WORDS = re.compile(r"([一二三四五六七八九〇○零]{4})\s*年\s*([一二三四五六七八九十]{1,3})\s*月(?:\s*([一二三四五六七八九十]{1,3})\s*日)?")
_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?=\s*年)|(?<![\d.])((?:19|20)\d\d)(?=\s*[-—–~～至到]\s*(?:19|20)\d\d(?:\s*年|\b))")
_YEAR_TO = re.compile(r"(?<=Y)\s*[-—–~～至到]\s*((?:19|20)\d\d)(?!\d)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_CODE = re.compile(
    r"〔\s*\d{4}\s*〕\s*\d+\s*号"
    rf"|{_ADDRESS.pattern}"
    # each begins where its letters begin: from every letter of a long word anew would take a second per thousand
    r"|(?<![A-Za-z])[A-Za-z]+(?:/[A-Za-z]+)?\s?\d[\d.]*\s*[-—]\s*(?:19|20)\d\d(?!\d)"
    r"|(?:(?<![A-Za-z])(?!(?<=\d)[A-Za-z]{1,3}/\d)[A-Za-z]|[α-ωΑ-Ω])[A-Za-z]*[-—/.]?\d[\d.]*(?:[-—]\d+)*"  # 100MW/400MWh are two figures
)
_ITEM = re.compile(r"^[ \t　#*]*(?:[(（]?\d{1,2}[)）.、．](?!\d)|案例\s*\d+\s*[：:]|第\s*\d+\s*[条章节])", re.M)
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:\s*(万亿|万|亿))?")
PERCENT_WORDS = re.compile(r"百分之([零〇一二两三四五六七八九十百点]+)")
WHOLE = re.compile("全部|全利用")
"""All of something, without a digit: it can be filed as 100 %, with the comparator that shows the word instead."""
NUMERAL_WORDS = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
ENGLISH = {word: n for n, word in enumerate(_ONES.split())} | {
    word: 10 * n for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
ENGLISH_WORDS = re.compile(rf"\b(?:{'|'.join(ENGLISH)})(?:(?:[ -]| hundred and | hundred )(?:{'|'.join(ENGLISH)}))*(?: hundred)?\b", re.IGNORECASE)
AMOUNT_WORDS = re.compile(r"(?<!\d)[零〇一二两三四五六七八九十百千][零〇一二两三四五六七八九十百千万亿]*")
"""A numeral with the multipliers in it."""
_BROKEN = re.compile(r"(?<!\d)(?<!\d\.)(\d[\d.]*)\s*\n\s*(\d[\d.]*)")


@dataclass(frozen=True)
class Numerals:
    """The figures of one passage, each list in order of first appearance and without repeats."""

    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()


def numerals_in(text: str) -> Numerals:
    """Read every figure in ``text`` (any length, lines kept as printed)."""
    numbers: dict[str, None] = {}
    dates: dict[str, None] = {}
    years: dict[str, None] = {}
    words: dict[str, None] = {}
    spellings: dict[str, dict[str, None]] = {}

    def token(digits: str, multiplier: str = "") -> str:
        found = plain_number(digits) + multiplier
        spellings.setdefault(found, {})[spelling(digits) + multiplier] = None
        return found

    text = legible(text)

    def date(match: re.Match[str]) -> str:
        year, month, day = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
        years[year] = None
        dates["-".join([year, month.zfill(2), *([day.zfill(2)] if day else [])])] = None
        return " Y "

    def day_only(match: re.Match[str]) -> str:
        dates[f"XXXX-{match[1].zfill(2)}-{match[2].zfill(2)}"] = None
        return " "

    def year_only(match: re.Match[str]) -> str:
        years[next(g for g in match.groups() if g)] = None
        return "Y"

    def aside(match: re.Match[str]) -> str:
        words.update(dict.fromkeys(token(n) for n, _ in _NUMBER.findall(match[0])))
        return " "

    if _MAYBE.search(text):
        text = _CODE.sub(lambda m: aside(m) if m[0][0] != "h" else " ", _DATE.sub(date, text))
        text = _YEAR_TO.sub(year_only, _YEAR.sub(year_only, _DAY.sub(day_only, text)))
        text = _ITEM.sub(aside, text)
    else:
        text = _ADDRESS.sub(" ", text)
    for match in _BROKEN.finditer(text):
        if (match[1] + match[2]).count(".") < 2:
            words[token(match[1] + match[2])] = None
    for digits, multiplier in _NUMBER.findall(text):
        numbers[token(digits, multiplier)] = None
    for match in PERCENT_WORDS.finditer(text):
        words[token(format(chinese_number(match[1]), "f"))] = None
    if "首位" in text:
        words["1"] = None
    if WHOLE.search(text):
        words["100"] = None
    for match in NUMERAL_WORDS.finditer(text):
        words[token(format(chinese_number(match[0]), "f"))] = None
    printed = [spelt for found, spelt_so in spellings.items() if set(spelt_so) != {found} for spelt in spelt_so]
    return Numerals(tuple(numbers), tuple(dates), tuple(years), tuple(words), tuple(printed))


def legible(text: str) -> str:
    """``text`` with one spelling for what is printed in many: full-width digits, an OCR one, ``1 234`` and ``1,234``, 二〇一二年三月."""
    if not _MAYBE.search(plain := unicodedata.normalize("NFKC", text)):
        return _DATE_WORDS.sub(_date_in_digits, plain)  # nothing below finds anything in it
    text = unicodedata.normalize("NFKC", _SUPERSCRIPT.sub(" ", text))
    text = _OCR_ONE.sub("1", _SPACED.sub(lambda m: m[1].replace("l", "1") + m[2], text))
    text = _DATE_WORDS.sub(_date_in_digits, text)
    return _GROUPED.sub(lambda m: m[0].replace(",", ""), text)


def figures_of(part: str) -> Iterator[tuple[str, int, int]]:
    """``(token, where its digits begin, where they end)`` of every figure in a legible piece of a sentence; dates, years and codes
    are none."""
    blank = part
    for pattern in (_CODE, _DATE, _DAY, _YEAR, _ITEM):
        blank = pattern.sub(lambda m: " " * len(m[0]), blank)
    for match in _NUMBER.finditer(blank):
        yield plain_number(match[1]) + (match[2] or ""), match.start(1), match.end(1)


@functools.lru_cache(1 << 14)
def readings(token: str) -> frozenset[Decimal]:
    """Every quantity that a token can stand for: ``30万`` is 30 (of 万) and 300000."""
    digits = token.rstrip("万亿")
    if len(digits) > LONGEST:
        return frozenset()  # a row of figures that has lost its spaces, not a quantity
    try:
        value = abs(Decimal(digits))
    except InvalidOperation:
        return frozenset()
    suffix = token[len(digits) :]
    if not suffix or suffix not in MULTIPLIERS or not value.is_finite():
        return frozenset({value})
    # 2.3万亿元 may be filed as 2.3 (trillion), as 23000 (hundred million) or in full.
    return frozenset({value, value * MULTIPLIERS[suffix], *({value * 10000} if suffix == "万亿" else ())})


def chinese_number(words: str) -> Decimal:
    """``十二`` is 12, ``三点五`` is 3.5, ``二〇二五`` is 2025."""
    whole, _, fraction = words.partition("点")
    if whole and all(c in CHINESE_DIGITS for c in whole):
        total = Decimal("".join(str(CHINESE_DIGITS[c]) for c in whole))
    else:
        total, digit = Decimal(0), None
        for c in whole:
            if c in CHINESE_DIGITS:
                digit = CHINESE_DIGITS[c]
            else:
                total += (1 if digit is None else digit) * CHINESE_POWERS[c]
                digit = None
        total += digit or 0
    if fraction and all(c in CHINESE_DIGITS for c in fraction):
        total += Decimal("0." + "".join(str(CHINESE_DIGITS[c]) for c in fraction))
    return total


def chinese_amount(words: str) -> Decimal:
    """``三万五千`` is 35000, ``一亿二千万`` 120000000: a numeral with its multipliers."""
    total = Decimal(0)
    for sign in ("亿", "万"):
        head, found, words = words.rpartition(sign) if sign in words else ("", "", words)
        total += chinese_amount(head) * MULTIPLIERS[sign] if found else 0
    return total + chinese_number(words)


def english_number(words: str) -> Decimal:
    """``eighteen`` is 18, ``twenty-five`` 25, ``one hundred and twelve`` 112."""
    total = 0
    for word in re.split(r"[ -]", words.lower()):
        total = (total or 1) * 100 if word == "hundred" else total + ENGLISH.get(word, 0)
    return Decimal(total)


def _date_in_digits(match: re.Match[str]) -> str:
    """``二〇一二年三月十六日`` as ``2012年3月16日``."""
    year, month, day = (match[n].replace("○", "〇") if match[n] else "" for n in (1, 2, 3))
    return f"{chinese_number(year)}年{chinese_number(month)}月" + (f"{chinese_number(day)}日" if day else "")


def spelling(digits: str) -> str:
    """A number as it is printed, but for zeros before it: ``0306.70`` is ``306.70``."""
    whole, point, decimals = digits.strip(".").partition(".")
    return (whole.lstrip("0") or "0") + point + decimals


def plain_number(digits: str) -> str:
    """``2.0`` and ``02`` as one spelling, so that a token is the same however it is printed."""
    whole, _, decimals = digits.strip(".").partition(".")
    decimals = decimals.rstrip("0")
    return (whole.lstrip("0") or "0") + ("." if decimals else "") + decimals
