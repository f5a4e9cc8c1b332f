"""A table from elsewhere: ``ledger import FILE``. It becomes a CSV that is kept, and a declaration whose types are guessed and said.

A verb, and no part of a build: what a build reads lies in ``data/`` and can be looked at.
"""

from __future__ import annotations

import csv
import io
import json
import keyword
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ledger.load.columns import RESERVED
from ledger.problems import Problems
from ledger.scaffold.delimited import ENDINGS, NOTHING, TRUTHS, emptied, read_delimited
from ledger.scaffold.descriptor import Column
from ledger.scaffold.newsroom import ID, Newsroom
from ledger.scaffold.records import NoRecords, read_json, read_parquet
from ledger.scaffold.sheets import NotASheet, listed, read_sheet
from ledger.scaffold.tables import check_name, column, table

_DAY = re.compile(r"(?:1[7-9]|2[01])\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,29})(?:\.\d{1,30})?", re.A)
_YEARS = ("year", "date", "day", "month", "since", "until", "from", "to")


def bring(newsroom: Newsroom, path: Path, name: str, sheet: str, title: str, problems: Problems) -> list[str]:
    """Write the table of a file. Raises ``Refused``, and writes nothing, where it cannot be had."""
    rows, told = _read(path, sheet, problems)
    problems.stop_if_any()
    name = name or re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "table"
    header, *body = rows
    width = len(header)
    body = [[*row[:width], *[""] * (width - len(row))] for row in body]
    names = [_named(text, number) for number, text in enumerate(header, 1)]
    for number, column_name in enumerate(names, 1):
        if column_name in names[: number - 1]:
            problems.add(str(path), 1, f"column {number}: there are two columns '{column_name}'", "give each a heading of its own")
        check_name(column_name, str(path), 1, problems)
    problems.stop_if_any()
    body = _without_words_for_nothing(names, body, told)
    columns = [_column(newsroom, column_name, text, [row[n] for row in body]) for n, (column_name, text) in enumerate(zip(names, header, strict=True))]
    if not _is_key(names, body):
        if "id" in names:
            problems.add(
                str(path), 1, "its column id is no id of each row", "give each row one, of lower-case letters, digits and hyphens, or rename the column"
            )
            problems.stop_if_any()
        columns, body = [column("id", "string"), *columns], [[f"{name}-{number}", *row] for number, row in enumerate(body, 1)]
        told.append(f"id: rows are numbered, {name}-1 …; an id is the end of an address, so give them names that last")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(body)
    here = (newsroom.root / "data" / f"{name}.csv").resolve() == path.resolve()
    done = table(newsroom, name, columns, title, text.getvalue(), problems, over=here)
    types = [f"{c.name}: {c.said.get('format', '').replace('printed', '') or c.type}" for c in columns]
    return [*done, f"guessed: {', '.join(types)}; correct what is not so in data/datapackage.yaml", *told]


def _read(path: Path, sheet: str, problems: Problems) -> tuple[list[list[str]], list[str]]:
    told: list[str] = []
    rows: list[list[str]] = []
    kind = path.suffix.lower()
    try:
        if not path.is_file():
            problems.add(str(path), 0, "there is no such file", "name the file to import")
        elif sheet and kind != ".xlsx":
            problems.add("--sheet", 0, f"{path.name} has no sheets", "leave it out; only an .xlsx has some")
        elif kind == ".xlsx":
            found = read_sheet(path, sheet)
            rows, told = found.rows, list(listed(found.done))
        elif kind == ".json":
            rows = read_json(path)
        elif kind in (".parquet", ".pq"):
            rows = read_parquet(path)
        elif kind in ENDINGS:
            rows, told = read_delimited(path)
        else:
            problems.add(str(path), 0, "is none of .csv, .xlsx, .json and .parquet", "save it as one of these")
    except (NotASheet, NoRecords) as error:
        problems.add(str(path), 0, str(error), "import another file")
    if not problems.errors and len(rows) > 1 and not any(rows[0]):
        problems.add(str(path), 1, "its first row names no column", "put a name above each column; what stands above the table goes elsewhere")
    elif not problems.errors and len(rows) < 2:
        problems.add(str(path), 0, "has no rows below a header", "import a table")
    return rows, told


def _without_words_for_nothing(names: Sequence[str], body: list[list[str]], told: list[str]) -> list[list[str]]:
    """The rows, without NA and NULL in columns that otherwise hold numbers or dates alone; what keeps most others from being numbers is told."""
    columns: list[Sequence[str]] = []
    for name, cells in zip(names, zip(*body, strict=True), strict=True):
        filled = [cell for cell in cells if cell and cell not in NOTHING]
        other = [cell for cell in filled if not (_NUMBER.fullmatch(cell) or _DAY.fullmatch(cell))]
        columns.append(emptied(name, cells, told) if filled and not other else cells)
        if other and len(other) * 2 < len(filled):
            told.append(f"{name}: stays text, since '{other[0][:40]}' is no number; correct the cells, or say what means nothing: missingValues")
    return [list(row) for row in zip(*columns, strict=True)]


def _named(text: str, number: int) -> str:
    """A heading as the name of a column; ``yield_``, where a column cannot be called ``yield``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60]
    if not name or not name[0].isalpha():
        return f"column_{number}"
    return f"{name}_" if keyword.iskeyword(name) or name in RESERVED else name


def _column(newsroom: Newsroom, name: str, heading: str, cells: Sequence[str]) -> Column:
    """A column of the type that all its cells have; its heading is its title."""
    filled = [cell for cell in cells if cell]
    kind = "string"
    if filled and all(_DAY.fullmatch(cell) for cell in filled) and (any("-" in cell for cell in filled) or name.split("_")[-1] in _YEARS or name in _YEARS):
        kind = "edtf"
    elif filled and all(cell in TRUTHS for cell in filled):
        kind = "boolean"
    elif filled and all(_NUMBER.fullmatch(cell) for cell in filled):
        kind = "number"
    made = column(name, kind)
    printed = {"format": "printed"} if kind == "number" else {}
    titles = {f"title_{code}": json.dumps(heading, ensure_ascii=False) for code in newsroom.languages} if heading else {}
    return replace(made, said={**made.said, **printed, **titles})


def _is_key(names: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    if "id" not in names:
        return False
    ids = [row[names.index("id")] for row in body]
    return len(set(ids)) == len(ids) and all(ID.fullmatch(id) for id in ids)
