"""What spreadsheets and keyboards do to a cell, recognised by its look.

``1E-05``, ``1,200``, ``９０``, ``−5``, ``90 `` for numbers; ``2024/3/18``, ``3/18/2024``, ``18-Mar-24``, ``2015.0`` for dates;
``3月2日`` or ``2-Mar`` for a clause; ``=45*2`` and ``#REF!`` anywhere. Each is named as what it is, with what the cell may
have been before: one possibility is a repair, several need evidence, none needs the editor.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from ledger.load.columns import Field
from ledger.load.edtf import parse_edtf


@dataclass(frozen=True)
class Damage:
    """What a cell is instead of a value, what to do, and what it may have been."""

    what: str
    remedy: str
    perhaps: tuple[str, ...] = ()


_ERROR = re.compile(r"#(?:REF!|NAME\?|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|FIELD!)|Err:\d{3}|#{3,}", re.I)
_TRUTHS = ("TRUE", "FALSE")
_SCIENTIFIC = re.compile(r"[+-]?(\d)(?:[.,](\d+))?[Ee]([+-]?\d{1,3})", re.A)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,'’  \u00a0\u202f\u2009，]\d{3})+(?:\.\d+)?", re.A)
_GROUPED_POINTS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|[+-]?\d{1,3}(?:\.\d{3})+,\d+", re.A)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.A)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.A)
_SIGNS = str.maketrans({c: "-" for c in "−–—﹣－‐‑‒"} | {c: "." for c in "．。"} | {"，": ","})
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200b\u2060\ufeff]+")
_MONTHS = {name: n for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
_YMD = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?:[ T]0?0:00(?::00(?:\.0+)?)?)?", re.A)
_XXY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: 0?0:00(?::00)?)?", re.A)
_DAY_MONTH = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})\.?(?:[- ](\d{4}|\d{2}))?", re.A)
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.?[- ](\d{1,4})(?:, (\d{4}))?", re.A)
_MONTH_DAY_ZH = re.compile(r"(\d{1,2})月(\d{1,2})日", re.A)
_YEARS = re.compile(r"(\d{4})\s*[-–—~～至到]\s*(\d{4})年?", re.A)
_EPOCH = datetime.date(1899, 12, 30)


def damage(field: Field, cell: str) -> Damage | None:
    """What is wrong with the look of a cell of ``field``; ``None`` where it looks like a value."""
    if cell != cell.strip() or _SPACES.sub("", cell) == "":
        return Damage(f"{_shown(cell)} begins or ends with a space", "remove it", (_SPACES.sub(" ", cell).strip() if field.type != "string" else cell.strip(),))
    if len(cell) > 200:
        return None
    if _ERROR.fullmatch(cell):
        return Damage(f"'{cell}' is an error of a spreadsheet", "write the value itself")
    if cell[0] in "=@" and len(cell) > 1 and not field.vocabulary and not field.pattern and not cell.startswith(("==", "@@")):
        return Damage(f"{_shown(cell)} is a formula of a spreadsheet", "write its result; a text begins with another sign")
    if cell in _TRUTHS and field.type == "string" and not field.vocabulary and not field.enum and not field.true:
        return Damage(f"'{cell}' is what a spreadsheet makes of the word {cell.capitalize()}", f"write {cell.capitalize()}", (cell.capitalize(),))
    if field.type in ("number", "integer"):
        return _number(cell, field.type == "integer")
    if field.format == "edtf":
        return _date(cell)
    if field.format == "clause" or (field.name == "clause" and field.type == "string"):
        return clause_as_date(cell)
    return None


def _number(cell: str, whole: bool) -> Damage | None:
    if _NUMBER.fullmatch(cell):
        if whole and "." in cell:
            return Damage(
                f"'{cell}' is not a whole number", "write a whole number", (str(int(Decimal(cell))),) if Decimal(cell) % 1 == 0 and len(cell) < 20 else ()
            )
        return None
    plain = _SPACES.sub(" ", unicodedata.normalize("NFKC", cell).translate(_SIGNS)).strip()
    if _NUMBER.fullmatch(plain):
        what = "has full-width digits" if any(c.isdigit() and not c.isascii() for c in cell) else "has a sign that is no minus and no point"
        return Damage(f"{_shown(cell)} {what}", f"write {plain}", (plain,))
    if match := _SCIENTIFIC.fullmatch(plain):
        exponent, digits = int(match[3]), match[2] or ""
        spelled = format(Decimal(plain.replace(",", ".")), "f") if -15 <= exponent <= 15 else ""
        # a spreadsheet shows six digits of a long number and has lost the others
        sure = bool(spelled) and len(digits) < 5
        return Damage(f"'{cell}' is how a spreadsheet shortens a number", f"write {spelled}" if sure else "write the number itself", (spelled,) if sure else ())
    if _GROUPED.fullmatch(plain):
        bare = re.sub(r"[,'’ ]", "", plain)
        also = plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else ""
        return Damage(f"'{cell}' has thousands separators", f"write {bare.lstrip('+')}", tuple(dict.fromkeys(p.lstrip("+") for p in (bare, also) if p)))
    if _GROUPED_POINTS.fullmatch(plain):
        bare = plain.replace(".", "").replace(",", ".").lstrip("+")
        return Damage(f"'{cell}' has points between thousands", f"write {bare}", (bare,))
    if _DECIMAL_COMMA.fullmatch(plain):
        point = plain.replace(",", ".").lstrip("+")
        return Damage(f"'{cell}' has a comma before its decimals", f"write {point}", (point,))
    if _NUMBER.fullmatch(plain.removeprefix("+")) or _NUMBER.fullmatch(plain.removeprefix("'")):
        return Damage(f"{_shown(cell)} has a sign too many", f"write {plain[1:]}", (plain[1:],))
    if re.fullmatch(r"-?\d+\.", plain, re.A) or re.fullmatch(r"-?\.\d+", plain, re.A):
        full = plain.rstrip(".").replace("-.", "-0.") if not plain.startswith(".") else f"0{plain}"
        return Damage(f"'{cell}' is not a plain number", f"write {full}", (full,))
    if (match := re.fullmatch(r"(-?\d+(?:\.\d+)?) ?[%‰°]", plain, re.A)) is not None:
        return Damage(f"'{cell}' has its unit beside it", f"write {match[1]}; the unit has a column of its own", ())
    dates = _as_dates(plain)
    if dates:
        return Damage(f"'{cell}' is a date", "a spreadsheet has turned the number into a date: write the number itself")
    return None


def _date(cell: str) -> Damage | None:
    try:
        parse_edtf(cell)
        return None
    except ValueError:
        pass
    if re.fullmatch(r"\d{4}-\d{2}(?:-\d{2})?", cell, re.A):
        return None  # a date of the right form that does not exist; the calendar says why
    plain = _SPACES.sub(" ", unicodedata.normalize("NFKC", cell)).strip()
    if re.fullmatch(r"(\d{4})\.0+|(\d{4})年", plain, re.A):
        return Damage(f"'{cell}' is a year with something behind it", f"write {plain[:4]}", (plain[:4],))
    if match := _YEARS.fullmatch(plain):
        span = f"{match[1]}/{match[2]}"
        return Damage(f"'{cell}' is a span of years", f"write {span}", (span,) if _is_date(span) else ())
    if _is_date(plain) and plain != cell:
        return Damage(f"{_shown(cell)} has full-width signs", f"write {plain}", (plain,))
    perhaps = tuple(d for d in _as_dates(plain) if _is_date(d))
    if perhaps:
        return Damage(f"'{cell}' is a date in the way of a spreadsheet", f"write {' or '.join(perhaps)}", perhaps)
    if _as_dates(plain) or _DAY_MONTH.fullmatch(plain) or _MONTH_DAY.fullmatch(plain) or _MONTH_DAY_ZH.fullmatch(plain):
        return Damage(f"'{cell}' is a date in the way of a spreadsheet, without its year or impossible", "write 2025, 2025-04 or 2025-04-01")
    return None


def _as_dates(text: str) -> tuple[str, ...]:
    """The dates that ``text`` may stand for, as EDTF; impossible ones too."""
    if match := _YMD.fullmatch(text):
        return (f"{match[1]}-{int(match[2]):02}" + (f"-{int(match[3]):02}" if match[3] else ""),)
    if re.fullmatch(r"(?:19|20)\d{6}", text, re.A):
        return (f"{text[:4]}-{text[4:6]}-{text[6:]}",)
    if match := _XXY.fullmatch(text):
        first, second, year = int(match[1]), int(match[2]), match[3] if len(match[3]) == 4 else f"20{match[3]}"
        orders = [(first, second), (second, first)] if "/" in text else [(second, first), (first, second)]
        dates = [f"{year}-{month:02}-{day:02}" for month, day in orders if month <= 12]
        if len(match[3]) == 2 and "/" not in text:  # 24-03-18 may begin with its year
            dates.append(f"20{first:02}-{second:02}-{int(match[3]):02}")
        return tuple(dict.fromkeys(dates))
    if (match := _DAY_MONTH.fullmatch(text)) and match[3] and (month := _MONTHS.get(match[2][:3].lower())):
        return (f"{_century(match[3])}-{month:02}-{int(match[1]):02}",)
    if (match := _MONTH_DAY.fullmatch(text)) and (month := _MONTHS.get(match[1][:3].lower())):
        if match[3]:
            return (f"{match[3]}-{month:02}-{int(match[2]):02}",)
        return (f"{_century(match[2])}-{month:02}",) if len(match[2]) in (2, 4) else ()
    if re.fullmatch(r"[34]\d{4}", text, re.A):
        return ((_EPOCH + datetime.timedelta(days=int(text))).isoformat(),)
    return ()


def clause_as_date(cell: str) -> Damage | None:
    """A clause such as 3.2 or 3-2 that a spreadsheet has taken for a day of the year."""
    pair: tuple[int, int] | None = None
    if match := _MONTH_DAY_ZH.fullmatch(cell):
        pair = int(match[1]), int(match[2])
    elif (match := _DAY_MONTH.fullmatch(cell)) and not match[3] and (month := _MONTHS.get(match[2].lower())):
        pair = month, int(match[1])
    elif (match := _MONTH_DAY.fullmatch(cell)) and not match[3] and (month := _MONTHS.get(match[1].lower())):
        pair = month, int(match[2])
    elif (match := _YMD.fullmatch(cell)) and match[3] and len(cell) > 7:
        pair = int(match[2]), int(match[3])
    elif (match := _XXY.fullmatch(cell)) and "/" in cell:
        pair = int(match[1]), int(match[2])
    if pair is None:
        return None
    orders = [pair, pair[::-1]]
    perhaps = tuple(dict.fromkeys(f"{a}{sign}{b}" for a, b in orders for sign in ".-"))
    return Damage(f"'{cell}' is a date: a spreadsheet has turned a clause into one", f"write the clause again, such as {perhaps[0]}", perhaps)


def _century(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"


def _is_date(text: str) -> bool:
    try:
        parse_edtf(text)
    except ValueError:
        return False
    return True


def _shown(cell: str) -> str:
    return f"'{cell if len(cell) <= 60 else cell[:59] + '…'}'"
