"""A CSV file to lines of cells, whatever program wrote it, and what that program did to it.

Harmless and accepted: a byte order mark, any line ends, quotes around everything, columns in another order, blank rows, no
new line at the end. Everything else that a program does to a table is an ``Oddity``: the loader refuses it in one sentence,
``tidy`` repairs it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger.load.textfile import NotText, decode

LONGEST_CELL = 20_000
"""Characters of the longest cell; a longer one has swallowed the rows below it, or belongs into ``content/``."""
TIDY = "repair it: python build.py tidy"
_WORDS = 10_000
"""Cells that are held once however often they stand in a table, the first so many: the ids and short words of which most cells are."""
_NAMES = {";": "semicolons", "\t": "tabs", "|": "bars", "，": "full-width commas", "；": "full-width semicolons"}
_SEP = re.compile(r"\A\"?sep=(.)\"?,*\n?", re.I)

csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Oddity:
    """Something that a program did to the whole file: where, what, and what the editor does about it."""

    line: int
    what: str
    remedy: str


@dataclass
class Sheet:
    """``rows[n]`` is ``(1-based line, cells)`` of each row that has anything in it; ``header`` the first of them."""

    encoding: str = "UTF-8"
    delimiter: str = ","
    header: list[str] = field(default_factory=list)
    header_line: int = 1
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)
    fatal: bool = False


def read_sheet(content: bytes, columns: Sequence[str]) -> Sheet:
    """The cells of a file; ``columns`` are the names that its header should have. Where ``fatal``, there are none."""
    sheet = Sheet()
    try:
        decoded = decode(content)
    except NotText as error:
        return _fatal(sheet, 0, error.what, error.remedy)
    sheet.encoding = decoded.encoding
    if decoded.encoding != "UTF-8":
        sheet.oddities.append(Oddity(0, f"saved as {decoded.encoding}, not UTF-8", TIDY))
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return _fatal(sheet, line, "holds a NUL byte, which no table has", "restore the file, or retype the cell")
    offset = 0
    if match := _SEP.match(text):
        sheet.oddities.append(Oddity(1, f"'sep={match[1]}' is a note to a spreadsheet, not a row", TIDY))
        text, offset = text[match.end() :], match[0].count("\n")
    sheet.delimiter = _delimiter(text, columns)
    if sheet.delimiter != "," and not offset:
        name = _NAMES.get(sheet.delimiter, f"'{sheet.delimiter}'")
        sheet.oddities.append(Oddity(1 + offset, f"the columns are separated by {name}, not commas", TIDY))
    _split(text, offset, sheet)
    return sheet


def _fatal(sheet: Sheet, line: int, what: str, remedy: str) -> Sheet:
    sheet.oddities = [Oddity(line, what, remedy)]
    sheet.fatal = True
    return sheet


def _delimiter(text: str, columns: Sequence[str]) -> str:
    """The sign between the names of the columns: of those that split the first line into more of them, the first."""
    first = next((line for line in text.split("\n", 50)[:50] if line.strip()), "")[:20_000]
    known = set(columns)

    def found(sign: str) -> int:
        return sum(1 for name in first.split(sign) if name.strip().strip('"').strip() in known)

    best = max((",", *_NAMES), key=found)
    return best if found(best) > max(found(","), 1) else ","


def _split(text: str, offset: int, sheet: Sheet) -> None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter, strict=True)
    begins, known = 1, dict[str, str]()
    try:
        for cells in reader:
            line, begins = begins + offset, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if (longest := max(map(len, cells))) > LONGEST_CELL:
                lines = max(cell.count("\n") for cell in cells)
                what = f"a cell of {longest} characters" + (f" over {lines + 1} lines" if lines else "")
                _fatal(sheet, line, what, "close the quotation mark that opens it; a long text belongs into content/")
                return
            if not sheet.header:
                sheet.header, sheet.header_line = cells, line
            else:
                once = known.setdefault if len(known) < _WORDS else known.get
                sheet.rows.append((line, [once(cell, cell) for cell in cells]))
    except csv.Error as error:
        if "end of data" in str(error):
            _fatal(
                sheet,
                begins + offset,
                "a quotation mark in this row is opened and never closed",
                'close it; a quotation mark inside a cell is written twice: ""',
            )
        else:
            what = "a quotation mark stands inside a cell that is quoted" if "expected after" in str(error) else f"not valid CSV: {error}"
            _fatal(sheet, begins + offset, what, 'a quotation mark inside a cell is written twice: ""')
