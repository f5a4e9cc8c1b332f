"""One table, from the bytes that a spreadsheet left to the bytes of the house: UTF-8, commas, line feeds, the schema's order."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger.load.columns import Field
from ledger.load.damage import damage
from ledger.load.schema import Table
from ledger.load.second import policy_of_second
from ledger.load.sheet import Sheet, read_sheet
from ledger.load.table import DELIMITER, SECTION, is_clause
from ledger.tidy.evidence import Evidence


@dataclass
class Tidied:
    """``content`` is what the file should hold, ``None`` where it cannot be told; ``done`` and ``undecided`` are ``(line, sentence)``.

    ``unsure`` are cells that a program may have changed into something that is right too; they are told only where it changed others.
    """

    content: bytes | None = None
    done: list[tuple[int, str]] = field(default_factory=list)
    undecided: list[tuple[int, str]] = field(default_factory=list)
    unsure: list[tuple[int, str]] = field(default_factory=list)


def tidy_table(content: bytes, table: Table, evidence: Evidence) -> Tidied:
    """What ``content`` should be. Lines are those of the file as it was."""
    tidied = Tidied()
    sheet = read_sheet(content, table.columns)
    if sheet.fatal or not sheet.header:
        oddity = sheet.oddities[0] if sheet.oddities else None
        tidied.undecided.append((oddity.line, f"{oddity.what}; {oddity.remedy}") if oddity else (0, "the file is empty"))
        return tidied
    header = [name.strip() for name in sheet.header]
    _say_form(content, sheet, header, table, tidied)
    unknown = [
        name for n, name in enumerate(header) if name not in table.columns and (name or any(cells[n : n + 1] != [""] and cells[n:] for _, cells in sheet.rows))
    ]
    missing = [name for name in table.columns if name not in header]
    if unknown or missing or len({n for n in header if n}) != len([n for n in header if n]):
        names = ", ".join(f"'{n}'" for n in (unknown or missing)[:5])
        what = "are not declared" if unknown else "are missing" if missing else "stand twice"
        tidied.undecided.append((sheet.header_line, f"columns {names or 'of the header'} {what}; correct the header first"))
        return tidied
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for line, cells in sheet.rows:
        if len(cells) < len(header) or any(cell.strip() for cell in cells[len(header) :]):
            what = f"{len(cells)} cells where the header has {len(header)} columns; count the commas, and quote a cell that holds one"
            tidied.undecided.append((line, what))
            return tidied
        by_name = {name: cells[n] for n, name in enumerate(header) if name}
        writer.writerow(_row(by_name, table, evidence, line, tidied))
    tidied.content = out.getvalue().encode()
    if any(" → " in what for _, what in tidied.done):
        tidied.undecided += tidied.unsure
    return tidied


def _say_form(content: bytes, sheet: Sheet, header: list[str], table: Table, tidied: Tidied) -> None:
    """What is repaired of the file as a whole."""
    done = tidied.done
    for oddity in sheet.oddities:
        done.append((oddity.line, f"{oddity.what}: repaired"))
    if sheet.encoding == "UTF-8" and content.startswith(b"\xef\xbb\xbf"):
        done.append((0, "byte order mark removed"))
    if b"\r" in content and sheet.encoding not in ("UTF-16", "UTF-32"):
        done.append((0, "line ends made line feeds"))
    if not content.rstrip(b"\0").endswith((b"\n", b"\r")):
        done.append((0, "new line added at the end"))
    if blank := sum(1 for name in header if not name):
        done.append((sheet.header_line, f"{blank} blank columns removed"))
    if any(name != name.strip() for name in sheet.header):
        done.append((sheet.header_line, "spaces removed from the names of columns"))
    if [n for n in header if n] != list(table.columns) and sorted(n for n in header if n) == sorted(table.columns):
        done.append((sheet.header_line, "columns put into the order of the schema"))


def _row(cells: Mapping[str, str], table: Table, evidence: Evidence, line: int, tidied: Tidied) -> list[str]:
    clean = dict(cells)
    # the clauses first: they are the evidence for the numbers
    fields = sorted(table.fields, key=lambda f: not is_clause(f, table))
    policy = policy_of_second(table) or evidence.policy(clean, table)
    for item in fields:
        before = clean[item.name]
        after = _cell(item, before, clean, policy, table, evidence, line, tidied)
        if after != before:
            tidied.done.append((line, f"{item.name}: '{before}' → '{after}'"))
        clean[item.name] = after
    return [clean[name] for name in table.columns]


def _cell(item: Field, cell: str, row: Mapping[str, str], policy: str, table: Table, evidence: Evidence, line: int, tidied: Tidied) -> str:
    cell = cell.strip()
    if not cell or cell in table.missing:
        return cell
    found = damage(item, cell)
    while found is not None:
        entries = evidence.entries(policy, row)
        right = (
            evidence.clause(found.perhaps, policy)
            if is_clause(item, table)
            else evidence.date(found.perhaps, policy) or (found.perhaps[0] if len(found.perhaps) == 1 else None)
            if item.format == "edtf"
            else found.perhaps[0]
            if len(found.perhaps) == 1
            else evidence.number(found.perhaps, entries)
            if found.perhaps and item.type in ("number", "integer")
            else None
        )
        if right is None or right == cell:
            tidied.undecided.append((line, f"{item.name}: {found.what}; {found.remedy}"))
            return cell
        cell = right
        found = damage(item, cell)
    if item.vocabulary and item.type == "string":
        return evidence.term(cell, item.vocabulary) or cell
    if is_clause(item, table):
        parts = [part.strip() for part in cell.split(DELIMITER)] if item.type == "list" else [cell]
        return DELIMITER.join(_clause(item, part, row, policy, table, evidence, line, tidied) for part in parts if part)
    if item.format == "printed" and _is_number(cell):
        unit, entries = row.get("unit") or item.unit, evidence.entries(policy, row)
        if also := evidence.other_zeros(cell, unit, entries):
            tidied.unsure.append((line, f"{item.name}: {cell} stands in the clause and so does {' and '.join(also)}; see which of them the row means"))
        return evidence.zeros(cell, unit, entries) or cell
    return cell


def _clause(item: Field, clause: str, row: Mapping[str, str], policy: str, table: Table, evidence: Evidence, line: int, tidied: Tidied) -> str:
    written, several = evidence.clause_written(clause, policy, outline=table.role == "clause")
    if several and (one := evidence.clause_with(several, policy, [row[f.name] for f in table.fields if f.format == "printed"])):
        return SECTION + one
    if several:
        either = " or ".join(SECTION + c for c in several)
        tidied.undecided.append((line, f"{item.name}: '{clause}' is what a spreadsheet makes of several clauses; write {either}"))
    return written


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdigit() and cell.isascii() and len(cell) <= 40
