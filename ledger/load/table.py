"""One CSV file to typed rows: ``sheet.py`` splits it, ``damage.py`` knows what spreadsheets do to cells, the schema decides.

A row is a frozen struct with one attribute a column, and ``table`` and ``line`` (1-based, where it begins in the file).
An empty cell is ``None`` (an empty tuple for a list). Numbers are ``Decimal``, so that ``2.0`` stays ``2.0``.

A clause may be written with a section sign, ``§2.10``, which no spreadsheet turns into 2.1; the row has ``2.10``.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ledger.load.columns import Field
from ledger.load.damage import damage
from ledger.load.descriptor import STANDARD
from ledger.load.edtf import parse_edtf
from ledger.load.known import Known, read_known
from ledger.load.roles import OWN, ROLES, type_needed
from ledger.load.schema import Table
from ledger.load.sheet import TIDY, Sheet, read_sheet
from ledger.load.textfile import read_bytes
from ledger.problems import Problems, did_you_mean

Row = Any
"""A struct made by :func:`row_type`; its attributes are the table's columns."""

DELIMITER = ";"
SECTION = "§"
LONGEST_ID = 90
"""Characters of an id that is made from a key."""
DIGITS = 15
"""Digits before and after the point that a number may have."""
_PYTHON = {"string": str, "integer": int, "number": Decimal, "list": tuple[str, ...]}
_A = {"integer": "a whole number", "number": "a plain number such as 12.5 (no thousands separator, no unit)"}
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.A)
_NO_ADDRESS = re.compile(r"""[\s/\\?#%&"'<>|`^{}\[\],;+*$]""")
"""What stands in no address as it is, ends a part of it, or stands between ids."""
_SHOWN = 3
"""Rows with one and the same mistake that are told one by one; more are told together."""


@dataclass
class LeftOut:
    """What was not read: whole ``tables``, the ``ids`` of rows that are there, and the ``clauses`` they cite (``(policy, clause)``,
    the policy ``None`` where the row does not say it, the clause ``None`` where that cannot be read); ``unnamed`` are tables in
    which a row has no id that can be read. Nobody may report as missing what may stand in them."""

    tables: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    clauses: set[tuple[str | None, str | None]] = field(default_factory=set)
    unnamed: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Bare:
    """A clause that looks like a number or a day and is written without the section sign: where, and in which row."""

    table: str
    column: str
    clause: str
    row: Row


def row_type(table: Table) -> type[Row]:
    """The struct of a table's rows. Columns of its role that the table does not have are empty everywhere; one that has another name
    here goes by both."""
    return _type(table.name, table.role, tuple((f.name, f.type) for f in table.fields), table.absent, table.plays)


@functools.cache
def _type(name: str, role: str, columns: tuple[tuple[str, str], ...], absent: tuple[str, ...], plays: tuple[tuple[str, str], ...]) -> type[Row]:
    fields: list[Any] = [(column, _PYTHON[sort], ()) if sort == "list" else (column, _PYTHON[sort] | None, None) for column, sort in columns]
    empty: list[Any] = [(column, Any, () if type_needed(ROLES.get(role, OWN), column) == "list" else None) for column in absent]
    names = [("table", str, name), ("line", int, 0)]
    own = {"__shape__": (name, role, columns, absent, plays), "__reduce__": _reduced, **{alias: property(attrgetter(column)) for alias, column in plays}}
    return msgspec.defstruct(
        re.sub(r"\W|_", "", name.title()) + "Row", [*fields, *empty, *names], namespace=own, frozen=True, kw_only=True, omit_defaults=True, gc=False
    )


def _reduced(row: Row) -> tuple[Any, ...]:
    """How a row is pickled: another process makes its type anew, once, from what the table is."""
    return _row, (row.__shape__, *msgspec.structs.astuple(row))


def _row(shape: tuple[Any, ...], *cells: Any) -> Row:
    made = _type(*shape)
    return made(**dict(zip(made.__struct_fields__, cells, strict=True)))


class _Read(NamedTuple):
    """The rows of a file, and which clauses are written bare: column, clause, and in which of the rows."""

    rows: tuple[Row, ...]
    bare: list[tuple[str, str, int]]


def load_table(
    data: Path, table: Table, problems: Problems, left_out: LeftOut | None = None, bare: list[Bare] | None = None, known: Known | None = None
) -> tuple[Row, ...]:
    """Read and type the rows of ``table``; every bad cell is one problem, its row is left out and noted in ``left_out``.

    Clauses that a spreadsheet might change and that are not written with the section sign are added to ``bare``.
    """
    left_out = LeftOut() if left_out is None else left_out
    kind = tuple[tuple[row_type(table), ...], list[tuple[str, str, int]]]  # type: ignore[misc, valid-type]
    rows, found = read_known(known, [f"data/{table.path}"], table, kind, lambda wrong: _read(data, table, wrong, left_out), problems)
    if bare is not None:
        bare += [Bare(table.name, column, clause, rows[place]) for column, clause, place in found]
    return rows


def _read(data: Path, table: Table, problems: Problems, left_out: LeftOut) -> _Read:
    file = f"data/{table.path}"
    content = read_bytes(data / table.path, file, problems, "create it, or take it out of data/datapackage.yaml")
    sheet = read_sheet(content, table.columns) if content is not None else None
    if sheet is None or not _fits(sheet, table, file, problems):
        left_out.tables.add(table.name)
        return _Read((), [])
    order = _columns(sheet.header, table)
    make = row_type(table)
    rows: list[Row] = []
    bare: list[tuple[str, str, int]] = []
    seen: dict[tuple[str, ...], int] = {}
    taken: dict[tuple[str, str], int] = {}
    ids: set[str] = set()
    uneven: list[tuple[int, int]] = []
    for line, cells in sheet.rows:
        if len(cells) != len(sheet.header) and not (len(cells) > len(sheet.header) and not any(cells[len(sheet.header) :])):
            uneven.append((line, len(cells)))
            continue
        if [cell.strip() for cell in cells] == sheet.header:
            problems.add(file, line, "the header stands here a second time", "remove this row")
            continue
        by_name = {f.name: _unsectioned(f, cells[place], table) for place, f in order}
        key = tuple(by_name[k] for k in table.key)
        if key in seen:
            left = "an id is used once" if table.key == ("id",) else "keep one"
            problems.add(file, line, f"duplicate {', '.join(table.key)} '{' '.join(key)}', first on line {seen[key]}", left)
            _note(by_name, {"id"}, table, left_out)
            continue
        seen[key] = line
        wrong: set[str] = set()
        values = _cells([f for _, f in order], by_name, file, line, wrong, problems)
        for item in (f for _, f in order if f.unique and by_name[f.name]):
            first = taken.setdefault((item.name, by_name[item.name]), line)
            if first != line:
                problems.add(file, line, f"{item.name}: '{by_name[item.name]}' stands on line {first} too", "its values are declared to be unique")
        if values is not None:
            if table.named and not table.has_own_id:
                values["id"] = _made_id(table, by_name, ids)
            rows.append(make(**values, line=line))
            bare += [(f.name, c, len(rows) - 1) for place, f in order if is_clause(f, table) for c in _bare_clauses(cells[place])]
        else:
            _note(by_name, wrong, table, left_out)
    if uneven:
        left_out.tables.add(table.name)
        _say_uneven(uneven, len(sheet.header), file, problems)
    return _Read(tuple(rows), bare)


def _made_id(table: Table, cells: dict[str, str], taken: set[str]) -> str:
    """The id of a row whose table has another key: the table's name and the cells of the key, with a hash of them where they alone
    would not tell it from another row."""
    key = [cells[column] for column in table.key]
    words = [re.sub(r"[^a-z0-9]+", "-", cell.lower()).strip("-") for cell in key]
    id = "-".join(filter(None, (table.name, *words)))
    if id in taken or len(id) > LONGEST_ID or any(not cell.isascii() for cell in key):
        id = f"{id[:LONGEST_ID].strip('-')}-{hashlib.blake2b(chr(31).join(key).encode(), digest_size=5).hexdigest()}"
    taken.add(id)
    return id


def is_clause(item: Field, table: Table) -> bool:
    """Whether the cells of a column name clauses: by its format, or because it is the key of the outline."""
    return item.format == "clause" or (table.role == "clause" and table.plays_as(item.name) == "clause")


def _unsectioned(item: Field, cell: str, table: Table) -> str:
    if SECTION not in cell or not is_clause(item, table):
        return "" if cell in table.missing else cell
    return DELIMITER.join(part.strip().removeprefix(SECTION).strip() for part in cell.split(DELIMITER))


def _bare_clauses(cell: str) -> list[str]:
    parts = (part.strip() for part in cell.split(DELIMITER))
    return [part for part in parts if part[:1].isdigit() and not part.isalpha()]


def _columns(header: list[str], table: Table) -> list[tuple[int, Field]]:
    by_name = {f.name: f for f in table.fields}
    return [(place, by_name[name]) for place, name in enumerate(header) if name in by_name]


def _note(cells: dict[str, str], wrong: set[str], table: Table, left_out: LeftOut) -> None:
    if "id" in cells:
        left_out.ids.add(cells["id"].strip())
        if "id" in wrong:
            left_out.unnamed.add(table.name)
    own = table.column("document")
    policy = cells[own].strip() or None if own else None
    places = [column for name in ("clause", "also") if (column := table.column(name))]
    if wrong & set(places):
        left_out.clauses.add((policy, None))
    clauses = ";".join(cells.get(name, "") for name in places).split(DELIMITER)
    left_out.clauses |= {(policy, clause.strip()) for clause in clauses if clause.strip()}


def _fits(sheet: Sheet, table: Table, file: str, problems: Problems) -> bool:
    """Whether the sheet is the table that the schema declares; one problem for each thing that a program did to it."""
    for oddity in sheet.oddities:
        remedy = f"{TIDY} {file}" if oddity.remedy == TIDY else oddity.remedy
        problems.add(file, oddity.line, oddity.what, remedy)
    if sheet.fatal:
        return False
    if not sheet.header:
        problems.add(file, 1, "the file is empty", f"its first line names the columns: {','.join(table.columns)}")
        return False
    return _header_fits(sheet, table, file, problems) and not sheet.oddities


def _header_fits(sheet: Sheet, table: Table, file: str, problems: Problems) -> bool:
    line = sheet.header_line
    header = list(sheet.header)
    while header and not header[-1].strip() and not any(any(cells[len(header) - 1 :]) for _, cells in sheet.rows):
        header.pop()
    blank = len(sheet.header) - len(header)
    if blank:
        problems.add(file, line, f"{blank} blank {'column stands' if blank == 1 else 'columns stand'} at the end", f"{TIDY} {file}")
    names = [name.strip() for name in header]
    missing = [name for name in table.columns if name not in names]
    unknown = [name for name in names if name not in table.columns]
    if names != header:
        spaced = next(name for name in header if name != name.strip())
        problems.add(file, line, f"the name of column '{spaced.strip()}' has a space beside it", f"{TIDY} {file}")
    twice = [name for name, count in Counter(names).items() if count > 1 and name]
    if twice:
        problems.add(file, line, f"column '{twice[0]}' stands twice in the header", "keep one")
    if len(missing) > len(table.columns) / 2:
        shown = ", ".join(names[:3])
        what = f"the first row does not name the columns ('{shown}{' …' if len(names) > 3 else ''}')"
        problems.add(file, line, what, f"put a header above it: {','.join(table.columns)}")
    elif unknown and missing and len(unknown) == len(missing):
        for bad, good in _pairs(unknown, missing):
            named = f"column '{bad}'" if bad else "a column without a name"
            problems.add(file, line, f"{named} is not declared, and '{good}' is missing", f"name it {good}")
    else:
        if missing:
            several = len(missing) > 1
            quoted = ", ".join(f"'{m}'" for m in missing)
            what = f"{'columns' if several else 'column'} {quoted} {'are' if several else 'is'} missing"
            problems.add(file, line, what, f"restore {'them' if several else 'it'}; the header is {','.join(table.columns)}")
        for name in dict.fromkeys(unknown):
            what = f"column '{name}' is not declared" if name else f"column {names.index('') + 1} has cells and no name"
            problems.add(file, line, what, did_you_mean(name, table.columns) if name else "name it, or empty it")
    return not (missing or unknown or twice or blank or names != header)


def _pairs(unknown: list[str], missing: list[str]) -> list[tuple[str, str]]:
    """Each unknown column with the missing one that it most resembles."""
    left, pairs = list(missing), []
    for bad in unknown:
        near = did_you_mean(bad.lower(), left, 0)
        good = next((m for m in left if m.lower() == bad.lower()), None) or next((m for m in left if m in near), left[0])
        left.remove(good)
        pairs.append((bad, good))
    return pairs


def _say_uneven(uneven: list[tuple[int, int]], width: int, file: str, problems: Problems) -> None:
    remedy = "count the commas; quote a cell that holds one, and write numbers without separators"
    if len(uneven) > _SHOWN:
        line, count = uneven[0]
        problems.add(file, line, f"{count} cells where the header has {width} columns, and so in {len(uneven) - 1} more rows", remedy)
        return
    for line, count in uneven:
        cells = "1 cell" if count == 1 else f"{count} cells"
        problems.add(file, line, f"{cells} where the header has {width} columns", remedy if count > width else "a row has a cell for each column, empty or not")


def _cells(order: list[Field], cells: dict[str, str], file: str, line: int, wrong: set[str], problems: Problems) -> dict[str, Any] | None:
    """The typed values of one row, or ``None`` when a cell is wrong; its column is added to ``wrong``."""
    values: dict[str, Any] = {}
    required = [item.name for item in order if item.required]
    lacking = [name for name in required if not cells[name]]
    if len(lacking) >= _SHOWN and len(lacking) * 2 > len(required):
        wrong |= {"id", *lacking}
        problems.add(
            file, line, f"{', '.join(lacking)} are empty, so this is no row of the table", "remove it, or fill them in; totals and notes stand elsewhere"
        )
        return None
    for item in order:
        cell = cells[item.name]
        try:
            if cell:
                values[item.name] = _value(item, cell, file)
            elif item.required:
                raise _BadCell("is empty", "it is required")
        except _BadCell as error:
            problems.add(file, line, f"{item.name}: {error.what}", error.remedy)
            wrong.add(item.name)
    return None if wrong else values


class _BadCell(Exception):
    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def _value(item: Field, cell: str, file: str) -> Any:
    if found := damage(item, cell):
        raise _BadCell(found.what, f"{found.remedy} (python build.py tidy {file} does)" if len(found.perhaps) == 1 else found.remedy)
    if item.standard == "boolean":
        return _truth(item, cell)
    if item.type == "list":
        parts = _array(cell) if item.standard == "array" else tuple(part.strip() for part in cell.split(DELIMITER) if part.strip())
        if not parts:
            raise _BadCell("holds separators and nothing between them", "write what it lists, or leave the cell empty")
        for part in parts:
            _check_text(item, part)
        return parts
    if item.type in _A:
        return _number(item, cell)
    _check_text(item, cell)
    if item.standard and not re.fullmatch(STANDARD[item.standard][2], cell):
        raise _BadCell(f"'{cell}' is not {STANDARD[item.standard][3].split(', such')[0]}", f"write {STANDARD[item.standard][3]}")
    if item.format == "edtf":
        try:
            parse_edtf(cell)
        except ValueError as error:
            raise _BadCell(str(error), "" if ";" in str(error) else "correct it") from None
    return cell


def _truth(item: Field, cell: str) -> str:
    if cell in item.true or cell in item.false:
        return "true" if cell in item.true else "false"
    raise _BadCell(f"'{cell}' is neither true nor false", f"write {item.true[0]} or {item.false[0]}")


def _array(cell: str) -> tuple[str, ...]:
    try:
        found = msgspec.json.decode(cell, type=list[str | int | float | bool])
    except (msgspec.DecodeError, RecursionError):
        raise _BadCell(f"'{cell[:40]}' is not a list in JSON", f"write {STANDARD['array'][3]}") from None
    return tuple(each if isinstance(each, str) else msgspec.json.encode(each).decode() for each in found)


def _number(item: Field, cell: str) -> Any:
    if not _PLAIN_NUMBER.fullmatch(cell) or (item.type == "integer" and "." in cell):
        raise _BadCell(f"'{cell}' is not {_A[item.type].split(' such')[0]}", f"write {_A[item.type]}")
    whole, _, decimals = cell.lstrip("-").partition(".")
    if len(whole.lstrip("0")) > DIGITS or len(decimals) > DIGITS:
        raise _BadCell(f"'{cell}' has {len(whole) + len(decimals)} digits", f"a number has at most {DIGITS} before and after its point; correct it")
    value: Any = int(cell) if item.type == "integer" else Decimal(cell)
    if item.minimum is not None and value < item.minimum:
        raise _BadCell(f"{cell} is below {item.minimum}", "check the number")
    if item.maximum is not None and value > item.maximum:
        raise _BadCell(f"{cell} is above {item.maximum}", "check the number")
    if item.enum and not any(_PLAIN_NUMBER.fullmatch(each) and Decimal(each) == value for each in item.enum):
        raise _BadCell(f"{cell} is not among the values that are allowed", did_you_mean(cell, item.enum))
    return value


def _check_text(item: Field, text: str) -> None:
    if "[[" in text or "{{" in text:
        raise _BadCell(f"holds '{'[[' if '[[' in text else '{{'}'", "write what is meant; only pages hold references")
    if not text.isprintable() and (bad := next((c for c in text if not c.isprintable() and not c.isspace() and c not in "\u200b\u200c\u200d\u00ad"), None)):
        raise _BadCell(f"holds the control character U+{ord(bad):04X}", "remove it")
    if item.enum and text not in item.enum:
        raise _BadCell(f"'{text}' is not among the values that are allowed", did_you_mean(text, item.enum))
    if item.shortest is not None and len(text) < item.shortest:
        raise _BadCell(f"'{text}' has {len(text)} characters", f"it needs at least {item.shortest}")
    if item.longest is not None and len(text) > item.longest:
        raise _BadCell(f"'{text}' has {len(text)} characters", f"it may have {item.longest}")
    if item.pattern and not re.fullmatch(item.pattern, text):
        form = "lower-case letters, digits and hyphens" if item.name == "id" else "see the dictionary"
        raise _BadCell(f"'{text}' does not have the form {item.pattern}", form)
    if (item.name == "id" or item.reference) and len(text) > 200:
        raise _BadCell(f"'{text}' is {len(text)} characters long", "ids are short: they become addresses")
    if item.name == "id" and not text.isprintable():
        raise _BadCell(f"'{text}' holds a sign that nobody sees, and an id is the end of an address", "write it anew")
    if item.name == "id" and (text.startswith(".") or _NO_ADDRESS.search(text)):
        sign = next(iter(_NO_ADDRESS.findall(text)), "")
        held = "begins with a point" if text.startswith(".") else f"holds {'a space' if sign.isspace() else repr(sign)}"
        raise _BadCell(f"'{text}' {held}, and an id is the end of an address", "use letters, digits and hyphens")
