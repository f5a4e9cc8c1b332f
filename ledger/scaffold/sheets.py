"""The first sheet of an XLSX file, or one of another name, as text: the digits that stand in the file, in the form that the sheet shows.

A spreadsheet program keeps 0.3 as 0.30000000000000004 and shows 306.7 as 306.70. What comes out is 0.3 and 306.70, and dates are dates.
A library that gives floats would have lost both.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LARGEST = 2**30
"""Bytes of a file's parts, unpacked; more than a million rows of a sheet."""
_DATES = {*range(14, 23), 27, 30, 36, *range(45, 48), 50, 57}
_DECIMALS = {1: 0, 2: 2, 3: 0, 4: 2, 9: 0, 10: 2}
"""How many decimals the formats show that every file has by number."""


class NotASheet(Exception):
    """A file that cannot be read as XLSX; says why."""


@dataclass
class Sheet:
    """``rows`` as text, and what was done to cells: ``{what: addresses}``."""

    rows: list[list[str]] = field(default_factory=list)
    done: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Form:
    """How a cell is shown: as a date, or with so many decimals where that is told."""

    date: bool = False
    decimals: int | None = None
    percent: bool = False


def read_sheet(path: Path, name: str = "") -> Sheet:
    """Raises ``NotASheet``."""
    try:
        with zipfile.ZipFile(path) as file:
            if sum(part.file_size for part in file.infolist()) > _LARGEST:
                raise NotASheet("is larger than a sheet can be")
            return _read(file, name)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, IndexError, ValueError, ArithmeticError) as error:
        raise NotASheet(f"is no XLSX file ({error})") from error


def _read(file: zipfile.ZipFile, name: str) -> Sheet:
    book = ElementTree.fromstring(file.read("xl/workbook.xml"))
    links = {link.get("Id"): link.get("Target", "") for link in ElementTree.fromstring(file.read("xl/_rels/workbook.xml.rels"))}
    sheets = {sheet.get("name", ""): links[sheet.get(_LINK)] for sheet in book.iter(f"{_MAIN}sheet")}
    if name and name not in sheets:
        raise NotASheet(f"has no sheet '{name}', but {', '.join(sheets)}")
    target = sheets[name] if name else next(iter(sheets.values()))
    place = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    setting = book.find(f"{_MAIN}workbookPr")
    since = datetime.datetime(1904, 1, 1) if setting is not None and setting.get("date1904") in ("1", "true") else datetime.datetime(1899, 12, 30)
    names = file.namelist()
    shared = [_text(item) for item in ElementTree.fromstring(file.read("xl/sharedStrings.xml"))] if "xl/sharedStrings.xml" in names else []
    forms = _forms(ElementTree.fromstring(file.read("xl/styles.xml"))) if "xl/styles.xml" in names else []
    found = Sheet()
    for row in ElementTree.fromstring(file.read(place)).iter(f"{_MAIN}row"):
        cells: list[str] = []
        for cell in row:
            at = _column(cell.get("r", ""), len(cells))
            cells += [""] * (at - len(cells))
            cells.append(_cell(cell, shared, forms, since, found.done))
        if any(cells):
            found.rows.append(cells)
    return found


def _column(address: str, otherwise: int) -> int:
    letters = re.match(r"[A-Z]{1,3}", address)
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - 64
    return number - 1 if letters else otherwise


def _text(item: ElementTree.Element) -> str:
    """The text of an item, in runs or whole, without the reading aids of Japanese."""
    aside = {text for aid in item.iter(f"{_MAIN}rPh") for text in aid.iter(f"{_MAIN}t")}
    return "".join(text.text or "" for text in item.iter(f"{_MAIN}t") if text not in aside)


def _forms(styles: ElementTree.Element) -> list[_Form]:
    own = {int(form.get("numFmtId", "0")): form.get("formatCode", "") for form in styles.iter(f"{_MAIN}numFmt")}
    cells = styles.find(f"{_MAIN}cellXfs")
    return [_form(int(style.get("numFmtId", "0")), own) for style in (cells if cells is not None else ())]


def _form(number: int, own: dict[int, str]) -> _Form:
    code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", own.get(number, "")).split(";")[0]
    if number in _DATES or (code and re.search(r"[ymdhs]", code, re.I) and "0" not in code and "#" not in code):
        return _Form(date=True)
    if number in _DECIMALS:
        return _Form(decimals=_DECIMALS[number], percent=number in (9, 10))
    shown = re.fullmatch(r"[^0#.]*[0#,]*0(?:\.(0+))?[^0#.]*", code) if code else None
    return _Form(decimals=len(shown[1] or "") if shown else None, percent="%" in code)


def _cell(cell: ElementTree.Element, shared: list[str], forms: list[_Form], since: datetime.datetime, done: dict[str, list[str]]) -> str:
    kind, address = cell.get("t", "n"), cell.get("r", "?")
    if kind == "inlineStr":
        return _text(cell).strip()
    value = cell.findtext(f"{_MAIN}v")
    if not value:
        if cell.find(f"{_MAIN}f") is not None:
            done.setdefault("a formula without a result was left empty", []).append(address)
        return ""
    if kind == "s":
        return shared[int(value)].strip()
    if kind == "b":
        return "true" if value == "1" else "false"
    if kind == "e":
        done.setdefault(f"{value} was left empty", []).append(address)
        return ""
    if kind != "n":
        return value.strip()
    style = int(cell.get("s", "0"))
    form = forms[style] if style < len(forms) else _Form()
    return _moment(Decimal(value), since) if form.date else _number(value, form, address, done)


def _moment(serial: Decimal, since: datetime.datetime) -> str:
    """A date, with the time of day where it has one; a time alone below one day."""
    moment = since + datetime.timedelta(seconds=int((serial * 86400).to_integral_value(ROUND_HALF_UP)))
    if 0 <= serial < 1:
        return moment.strftime("%H:%M")
    return moment.strftime("%Y-%m-%d" if moment.time() == datetime.time() else "%Y-%m-%dT%H:%M")


def _number(value: str, form: _Form, address: str, done: dict[str, list[str]]) -> str:
    clean = plain(value)
    if clean != value and Decimal(clean) != Decimal(value):
        done.setdefault("what binary numbers add was taken away, as 0.3 for 0.30000000000000004", []).append(address)
    if form.percent:
        done.setdefault("a per cent that the sheet shows is kept as the part of one that it holds", []).append(address)
        return clean
    if form.decimals is not None:
        shown = Decimal(clean).quantize(Decimal(1).scaleb(-form.decimals), ROUND_HALF_UP)
        if shown == Decimal(clean):
            return f"{shown:f}"
        done.setdefault("has more digits than the sheet shows; all are kept", []).append(address)
    return clean


def plain(value: str) -> str:
    """A number as one writes it: the fifteen digits that a binary number holds, no exponent."""
    number = Decimal(f"{float(value):.15g}") if len(value.replace("-", "").replace(".", "").lstrip("0")) > 15 or "e" in value.lower() else Decimal(value)
    return f"{number:f}"


def listed(done: dict[str, list[str]]) -> Iterator[str]:
    """What was done, a line a kind, with the first cells."""
    for what, cells in done.items():
        more = f" and {len(cells) - 3} more" if len(cells) > 3 else ""
        yield f"{', '.join(cells[:3])}{more}: {what}"
