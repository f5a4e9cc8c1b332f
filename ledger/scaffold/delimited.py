"""Rows of a CSV file from elsewhere as text, in whatever encoding and with whatever sign between its columns.

Numbers and dates are written as a table of ours has them where a whole column can be read so: 1.234,50 in a file of semicolons is 1234.50,
2024/5/1 is 2024-05-01. What may be two things, 3/4/2024 in a column that nowhere has a day above twelve, stays as it is and is told.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ledger.load.columns import Field
from ledger.load.damage import damage
from ledger.load.edtf import parse_edtf
from ledger.load.sheet import Sheet, read_sheet
from ledger.load.textfile import NotText, decode
from ledger.scaffold.records import NoRecords

ENDINGS = (".csv", ".tsv", ".txt")
NOTHING = ("NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "None")
"""What programs write where there is no number."""
TRUTHS = ("true", "false")
_SIGNS = (",", ";", "\t", "|", "，", "；")
_NUMBER, _DATE = Field("", "number"), Field("", "string", format="edtf")


def read_delimited(path: Path) -> tuple[list[list[str]], list[str]]:
    """The rows, the header first, and what was made of them. Raises ``NoRecords``."""
    content = path.read_bytes()
    try:
        text = decode(content).text
    except NotText as error:
        raise NoRecords(f"{error.what}: {error.remedy}") from error
    sheet = read_sheet(content, _names(text))
    if sheet.fatal:
        raise NoRecords(f"line {sheet.oddities[0].line}: {sheet.oddities[0].what}")
    width = max((n for n, name in enumerate(sheet.header, 1) if name.strip()), default=0)
    for line, cells in sheet.rows:
        if any(cell.strip() for cell in cells[width:]):
            raise NoRecords(f"line {line}: {len(cells)} cells where the header has {width} columns")
    told = [f"read as {sheet.encoding}"] if sheet.encoding != "UTF-8" else []
    header = [name.strip() for name in sheet.header[:width]]
    columns = [_column(name or f"column {n + 1}", [_cell(cells, n) for _, cells in sheet.rows], sheet, told) for n, name in enumerate(header)]
    return [header, *(list(row) for row in zip(*columns, strict=True))], told


def _names(text: str) -> list[str]:
    """The names of the columns: split by the sign that parts most of the first lines into as many cells, of several into the most."""
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n", 60)[:60] if line.strip() and not line.lower().startswith("sep=")][:20]
    best: list[str] = []
    most = (0, 1)
    for sign in _SIGNS:
        counts = Counter(len(next(csv.reader([line], delimiter=sign), [])) for line in lines)
        width, times = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if width > 1 and (times, width) > most:
            most, best = (times, width), next(csv.reader([lines[0]], delimiter=sign))
    return [name.strip() for name in best]


def _cell(cells: Sequence[str], n: int) -> str:
    return cells[n].strip() if n < len(cells) else ""


def _column(name: str, cells: list[str], sheet: Sheet, told: list[str]) -> list[str]:
    """The cells of a column as numbers or as dates, if all of them can be read so."""
    if all(cell.lower() in TRUTHS for cell in cells if cell):
        return [cell.lower() for cell in cells]
    for field, kind in ((_NUMBER, "number"), (_DATE, "date")):
        readings = {cell: _readings(field, cell) for cell in dict.fromkeys(cells) if cell and cell not in NOTHING}
        if not readings or not all(readings.values()):
            continue
        cells = emptied(name, cells, told)
        changed = {cell: found for cell, found in readings.items() if found != (cell,)}
        unsure = [cell for cell, found in changed.items() if len(found) > 1]
        place = _which(unsure, readings, sheet)
        if unsure and place is None:
            told.append(f"{name}: '{unsure[0]}' may be {' or '.join(readings[unsure[0]])}; it stays as it is")
            return cells
        if changed:
            first, found = next(iter(changed.items()))
            told.append(f"{name}: each {kind} as a ledger has it: {first} is {found[place or 0] if len(found) > 1 else found[0]}")
        return [cell and (readings[cell][place or 0] if len(readings[cell]) > 1 else readings[cell][0]) for cell in cells]
    return cells


def emptied(name: str, cells: Sequence[str], told: list[str]) -> list[str]:
    """The cells of a column of numbers or dates, those empty in which a program has written that there is nothing; that is told."""
    if words := [cell for cell in cells if cell in NOTHING]:
        told.append(f"{name}: {' and '.join(dict.fromkeys(words))} is left empty, in {len(words)} {'cell' if len(words) == 1 else 'cells'}")
    return ["" if cell in NOTHING else cell for cell in cells]


def _readings(field: Field, cell: str) -> tuple[str, ...]:
    """What a cell may be; nothing where it is none of the kind."""
    found = damage(field, cell)
    if found is not None:
        return found.perhaps
    if field is _NUMBER:
        return (cell,) if cell.isascii() and cell.removeprefix("-").replace(".", "", 1).isdigit() else ()
    try:
        parse_edtf(cell)
    except ValueError:
        return ()
    return (cell,)


def _which(unsure: Sequence[str], readings: dict[str, tuple[str, ...]], sheet: Sheet) -> int | None:
    """Which of their readings the unsure cells of a column have: 1,200 in a file of commas has thousands, in one of semicolons decimals;
    of days and months the order that another cell of the column tells."""
    if not unsure:
        return 0
    if all("," in cell and "/" not in cell for cell in unsure):
        return 1 if sheet.delimiter == ";" else 0
    if all("." in cell and "/" not in cell for cell in unsure):
        return 0  # 1.5.2024 begins with its day wherever dates are written with points
    sure = [cell for cell, found in readings.items() if len(found) == 1 and found != (cell,) and "/" in cell]
    if sure and all(int(cell.split("/")[0]) > 12 for cell in sure):
        return 1
    return 0 if sure and all(int(cell.split("/")[1]) > 12 for cell in sure) else None
