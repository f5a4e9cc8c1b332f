"""One CSV file to typed rows: ``csv`` splits it, ``msgspec`` types it, the schema decides.

A row is a frozen struct with one attribute a column, and ``table`` and ``line`` (1-based, where it begins in the file).
An empty cell is ``None`` (an empty tuple for a list). Numbers are ``Decimal``, so that ``2.0`` stays ``2.0``.
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from ledger.load.edtf import parse_edtf
from ledger.load.schema import Field, Table
from ledger.problems import Problems, did_you_mean

Row = Any
"""A struct made by :func:`row_type`; its attributes are the table's columns."""

DELIMITER = ";"
_PYTHON = {"string": str, "integer": int, "number": Decimal, "list": tuple[str, ...]}
_A = {"integer": "a whole number", "number": "a plain number such as 12.5 (no thousands separator, no unit)"}
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def row_type(table: Table) -> type[Row]:
    """The struct of a table's rows."""
    fields: list[Any] = [(f.name, _PYTHON[f.type], ()) if f.type == "list" else (f.name, _PYTHON[f.type] | None, None) for f in table.fields]
    names = [("table", str, table.name), ("line", int, 0)]
    return msgspec.defstruct(table.name.title().replace("_", "") + "Row", [*fields, *names], frozen=True, kw_only=True)


def load_table(data: Path, table: Table, problems: Problems) -> tuple[Row, ...]:
    """Read and type the rows of ``table``; every bad cell is one problem, its row is left out."""
    file = f"data/{table.path}"
    lines = _read_lines(data / table.path, file, problems)
    if lines is None:
        return ()
    if not lines:
        problems.add(file, 1, "the file is empty", f"its first line names the columns: {','.join(table.columns)}")
        return ()
    header = lines[0][1]
    if not _header_fits(header, table, file, problems):
        return ()
    make = row_type(table)
    by_name = {f.name: f for f in table.fields}
    order = [by_name[name] for name in header]
    rows, seen = [], dict[tuple[str, ...], int]()
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            problems.add(file, line, f"{len(cells)} cells where the header has {len(header)} columns", "count the commas; quote a cell that holds one")
            continue
        values = _cells(order, cells, file, line, problems)
        key = tuple(cells[header.index(k)] for k in table.key)
        if key in seen:
            problems.add(file, line, f"duplicate {', '.join(table.key)} '{' '.join(key)}', first on line {seen[key]}", "an id is used once")
            continue
        seen[key] = line
        if values is not None:
            rows.append(make(**values, line=line))
    return tuple(rows)


def _read_lines(path: Path, file: str, problems: Problems) -> list[tuple[int, list[str]]] | None:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader, lines, line = csv.reader(handle, strict=True), [], 1
            for cells in reader:
                if cells:
                    lines.append((line, cells))
                line = reader.line_num + 1
            return lines
    except FileNotFoundError:
        problems.add(file, 0, "this table is missing", "create it, or take it out of data/datapackage.yaml")
    except UnicodeDecodeError as error:
        problems.add(file, 0, f"not UTF-8 ({error.reason} at byte {error.start})", "save it as UTF-8")
    except csv.Error as error:
        problems.add(file, reader.line_num, f"not valid CSV: {error}", "check the quotes of this line")
    return None


def _header_fits(header: list[str], table: Table, file: str, problems: Problems) -> bool:
    fits = True
    for name in table.columns:
        if name not in header:
            problems.add(file, 1, f"column '{name}' is missing", f"the header is {','.join(table.columns)}")
            fits = False
    for name in header:
        if name not in table.columns:
            problems.add(file, 1, f"column '{name}' is not declared", did_you_mean(name, table.columns))
            fits = False
    if len(set(header)) != len(header):
        problems.add(file, 1, "a column stands twice in the header", "keep one")
        fits = False
    return fits


def _cells(order: list[Field], cells: list[str], file: str, line: int, problems: Problems) -> dict[str, Any] | None:
    """The typed values of one row, or ``None`` when a cell is wrong."""
    values: dict[str, Any] = {}
    good = True
    for field, cell in zip(order, cells, strict=True):
        reason = None
        if not cell:
            if field.required:
                reason, remedy = f"{field.name}: is empty", "it is required"
        elif cell != cell.strip():
            reason, remedy = f"{field.name}: '{cell}' begins or ends with a space", "remove it"
        else:
            try:
                values[field.name] = _value(field, cell)
                continue
            except _BadCell as error:
                reason, remedy = f"{field.name}: {error.what}", error.remedy
        if reason:
            problems.add(file, line, reason, remedy)
            good = False
    return values if good else None


class _BadCell(Exception):
    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def _value(field: Field, cell: str) -> Any:
    if field.type == "list":
        return tuple(part.strip() for part in cell.split(DELIMITER) if part.strip())
    if field.type in _A:
        try:
            # msgspec would take 1e3 and 1_000 too; a table holds only what a reader would write.
            if not _PLAIN_NUMBER.fullmatch(cell):
                raise msgspec.ValidationError
            value: Any = msgspec.convert(cell, _PYTHON[field.type], strict=False)
        except msgspec.ValidationError:
            raise _BadCell(f"'{cell}' is not {_A[field.type].split(' such')[0]}", f"write {_A[field.type]}") from None
        if field.minimum is not None and value < field.minimum:
            raise _BadCell(f"{cell} is below {field.minimum}", "check the number")
        if field.maximum is not None and value > field.maximum:
            raise _BadCell(f"{cell} is above {field.maximum}", "check the number")
        return value
    if field.pattern and not re.fullmatch(field.pattern, cell):
        raise _BadCell(
            f"'{cell}' does not have the form {field.pattern}", "lower-case letters, digits and hyphens" if field.name == "id" else "see the dictionary"
        )
    if field.format == "edtf":
        try:
            parse_edtf(cell)
        except ValueError as error:
            raise _BadCell(str(error), "dates are EDTF") from None
    return cell
