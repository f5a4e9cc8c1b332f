"""What an editor has filled in goes into the tables: all of a worksheet, or nothing and a line for each mistake.

x               the row goes into its table, or, where the table is skip:reason, the number into the unused ones
skip:reason     the number states no fact; the reason is one of the vocabulary
(nothing)       it stays open, and stands on the next worksheet
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ledger.check import check_ledger
from ledger.check.doubts import Doubts
from ledger.check.fingerprint import make_fingerprints, names_file, write_fingerprint
from ledger.check.keys import check_keys
from ledger.entry import tables
from ledger.entry.propose import ID, TEXT, headings_of, lone_clause, propose_id, propose_numbers
from ledger.entry.worksheet import DOCUMENT, FOLDER, NUMBERS, OUTLINE, SECOND, Worksheet, read_worksheet, write_worksheet
from ledger.load.ledger import Ledger, load_ledger
from ledger.load.schema import Table
from ledger.load.second import FOLDER as SECOND_FOLDER
from ledger.load.second import columns_of, second_tables
from ledger.load.table import SECTION
from ledger.problems import Problem, Problems, did_you_mean
from ledger.tidy.evidence import Evidence
from ledger.tidy.table import tidy_table

YES = ("x", "X", "×", "✓", "✔", "1", "yes", "是", "√")
_SHOWN = 20


@dataclass
class _Rows:
    """New rows by table, each with the line of the worksheet that it comes from."""

    of: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    instead_of: dict[str, int] = field(default_factory=dict)
    """By table, the line of a row that goes when these come."""

    def add(self, table: str, line: int, cells: dict[str, str]) -> None:
        self.of.setdefault(table, []).append((line, cells))


def take(root: Path, path: Path, problems: Problems, say: Callable[[str], None]) -> int:
    """Take what a worksheet says into the tables of the project in ``root``. 1 where it says something wrong: then nothing is written."""
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    sheet = read_worksheet(path, file, problems)
    ledger = load_ledger(root / "data", before := Problems())
    if sheet is None or not ledger.schema.tables:
        problems.found |= before.found if sheet else set()
        return 1
    if sheet.kind is DOCUMENT:
        problems.add(file, 0, "is taken along with the outline of its document", f"enter {file.replace('-document', '-outline')}")
        return 1
    _check_document(sheet, problems)
    if problems.errors:
        return 1
    rows = _Rows()
    {OUTLINE: _outline, NUMBERS: _numbers, SECOND: _second}[sheet.kind](ledger, sheet, path, rows, problems)
    if problems.errors:
        return 1
    if not any(rows.of.values()):
        say(f"{file}: nothing is accepted yet")
        return 0
    if not _written(root, ledger, sheet, rows, before, problems, say):
        return 1
    if sheet.kind is not OUTLINE:
        _keep_rest(path, sheet, {line for new in rows.of.values() for line, _ in new})
    _after(root, path, sheet, problems, say)
    return 0


def _check_document(sheet: Worksheet, problems: Problems) -> None:
    """A worksheet is of one document; its id names files, so it is nothing else than an id."""
    if not sheet.rows:
        problems.add(sheet.file, 0, "there are no rows in it", "make it again: enter TEXT")
    for line, cells in sheet.rows:
        if not ID.fullmatch(cells["document"]):
            problems.add(sheet.file, line, f"document: '{cells['document']}' is no id", "write the id of the document again")
        elif cells["document"] != sheet.document:
            problems.add(sheet.file, line, f"document: '{cells['document']}', and '{sheet.document}' above", "a worksheet is of one document")


def _keep_rest(path: Path, sheet: Worksheet, taken: set[int]) -> None:
    """The worksheet without the rows that are in the tables now: nobody enters them twice."""
    facts = {cells["fact"] for line, cells in sheet.rows if line in taken and cells.get("fact") and cells["accept"] in YES}
    gone = taken | {line for line, cells in sheet.rows if cells.get("fact") in facts and cells["accept"] in YES}
    write_worksheet(path, sheet.columns, [cells for line, cells in sheet.rows if line not in gone])


def _outline(ledger: Ledger, sheet: Worksheet, path: Path, rows: _Rows, problems: Problems) -> None:
    document = sheet.document
    beside = path.with_name(f"{document}-{DOCUMENT.name}.csv")
    outlines = tables.of_role(ledger.schema, tables.CLAUSE)
    if outlines is None:
        problems.add(
            "data/datapackage.yaml", 0, "there is no table of role clause, and an outline goes into it", "declare it as the sample of ledger init does"
        )
        return
    known = ledger.find(tables.DOCUMENT, document)
    lone = lone_clause(ledger, document)
    if lone is not None:
        rows.instead_of[outlines.name] = lone.line
    elif ledger.of(tables.CLAUSE, document=document):
        problems.add(sheet.file, 0, f"'{document}' has an outline already", f"correct it in data/{outlines.path}")
        return
    if known is None and not beside.is_file():
        problems.add(sheet.file, 0, f"there is no document '{document}', nor {beside.name} beside this worksheet", "make both again: enter TEXT")
        return
    if known is None:
        told = read_worksheet(beside, beside.name, problems)
        for table in filter(None, (tables.of_role(ledger.schema, role) for role in (tables.SOURCE, tables.DOCUMENT))):
            name = table.name
            cells = {c["column"]: c["value"] for _, c in told.rows if c["table"] == name} if told else {}
            if cells:
                for line, c in told.rows if told else ():
                    if c["table"] == name and not c["value"] and c["column"] in _required(table):
                        problems.add(f"{Path(sheet.file).parent.as_posix()}/{beside.name}", line, f"{name}: {c['column']} is empty", "it is required")
                rows.add(name, 0, cells)
    headings = headings_of(ledger)
    above = {c["clause"].removeprefix(SECTION): c for _, c in sheet.rows}
    for line, cells in sheet.rows:
        row = {name: cells.get(name, "") for name in ("clause", "first", "last", "kind", *headings.values())} | {"document": document}
        for language, column in headings.items():
            row[column] = row[column] or stand_in(ledger, cells, above, column, language)
        also = {column: cells[column] for column in outlines.columns if cells.get(column)}  # what an editor has added
        rows.add(outlines.name, line, also | tables.own(outlines, row))
    _check_lines(sheet, problems)


def stand_in(ledger: Ledger, cells: Mapping[str, str], above: Mapping[str, Mapping[str, str]], column: str, language: str) -> str:
    """What a clause is called where nobody has given it a heading: the heading above it and its number, else its kind and name."""
    name = cells["clause"].removeprefix(SECTION)
    higher, _, last = name.rpartition(".")
    while higher and higher in above and not above[higher].get(column):
        higher = higher.rpartition(".")[0]
    if higher in above and above[higher].get(column):
        return f"{above[higher][column]} · {name[len(higher) + 1 :] or last}"
    field = next((field for table in ledger.schema.of(tables.CLAUSE) if (field := table.field("kind"))), None)
    return f"{ledger.name(field.vocabulary, cells.get('kind'), language) if field else ''} {name}".strip()


def _check_lines(sheet: Worksheet, problems: Problems) -> None:
    """First and last line of each clause are numbers, and no clause ends before it begins."""
    for line, cells in sheet.rows:
        first, last = cells["first"], cells["last"]
        if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last)):
            problems.add(sheet.file, line, f"lines '{first}' to '{last}' are none", "write two numbers, the first not above the last")


def _required(table: Table) -> set[str]:
    return {item.name for item in table.fields if item.required}


def _numbers(ledger: Ledger, sheet: Worksheet, path: Path, rows: _Rows, problems: Problems) -> None:
    reasons, unused = tables.terms(ledger, tables.UNUSED, "reason"), tables.of_role(ledger.schema, tables.UNUSED)
    taken = set(ledger.owner)
    settled: set[tuple[str, str]] = set()
    facts: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line, cells in sheet.rows:
        accept = cells["accept"]
        if accept in YES and not cells["table"].startswith("skip"):
            facts.setdefault(cells["fact"] or f"line {line}", []).append((line, cells))
        elif accept:
            reason = _reason(cells["table"] if accept in YES else accept)
            if reason not in reasons:
                known = did_you_mean(reason, reasons) if reason else f"write x, or skip: and one of {', '.join(reasons)}"
                problems.add(
                    sheet.file, line, f"accept: '{accept}' is neither x nor skip:reason" if not reason else f"accept: there is no reason '{reason}'", known
                )
                continue
            number = cells["number"].lstrip("-")
            if (cells["clause"], number) not in settled:  # a number that stands twice is excused once
                settled.add((cells["clause"], number))
                if unused is not None:  # it has the reason
                    told = {"document": cells["document"], "clause": cells["clause"], "number": number, "reason": reason}
                    rows.add(unused.name, line, tables.own(unused, told))
    for fact in facts.values():
        _fact(ledger, sheet, fact, taken, rows, problems)


def _reason(text: str) -> str:
    head, sign, reason = text.replace("：", ":").partition(":")
    return reason.strip() if sign and head.strip().lower() == "skip" else ""


def _fact(ledger: Ledger, sheet: Worksheet, fact: Sequence[tuple[int, dict[str, str]]], taken: set[str], rows: _Rows, problems: Problems) -> None:
    """The row that some numbers make together; ``fact`` is not empty."""
    into = {table.name: table for table in tables.facts(ledger.schema)}
    values = {"", "value", "date"} | {table.column(name) for table in into.values() for name in ("value", "date")}
    main = next(((line, cells) for line, cells in fact if cells["column"] in values), None)
    if main is None:
        line, cells = fact[0]
        problems.add(
            sheet.file,
            line,
            f"{cells['column']} of fact {cells['fact']} is accepted, and its value is not",
            "accept the value too, or give this number a fact of its own",
        )
        return
    line, cells = main
    table = into.get(cells["table"])
    if table is None:
        problems.add(sheet.file, line, f"table: '{cells['table']}' is none that a number goes into", did_you_mean(cells["table"], into))
        return
    row = {column: cells.get(column, "") for column in table.columns}
    row |= tables.own(table, {"document": cells["document"], "clause": cells["clause"]})
    date, most, comparator = (table.column(name) for name in ("date", "value_max", "comparator"))
    for at, other in fact:
        column = table.column(other["column"] or "value")
        if not column:
            problems.add(sheet.file, at, f"column: {table.name} has no '{other['column'] or 'value'}'", did_you_mean(other["column"], table.columns))
            continue
        if at != line and row[column]:
            problems.add(sheet.file, at, f"{column} of fact {cells['fact']} is given twice", "give this number a fact of its own")
            continue
        if at == line and column == date:
            row[column] = row[column] or other["number"]
        else:
            row[column] = other["number"]
        if at != line:
            row |= {c: text for c in table.columns if not row[c] and (text := other.get(c, ""))}
    if most and row[most] and comparator and row[comparator] in ("", "="):
        row[comparator] = "range"
    if comparator:
        row[comparator] = row[comparator] or "="
    if table.has_own_id:
        row["id"] = row["id"] or propose_id(cells["document"], table.role, tables.by_role(table, row), ledger, cells["document"], taken)
    rows.add(table.name, line, row)


def _second(ledger: Ledger, sheet: Worksheet, path: Path, rows: _Rows, problems: Problems) -> None:
    name = f"{SECOND_FOLDER}/{sheet.document}"
    if ledger.find(tables.DOCUMENT, sheet.document) is None:
        problems.add(sheet.file, 0, f"there is no document '{sheet.document}'", did_you_mean(sheet.document, [r.id for r in ledger.of(tables.DOCUMENT)]))
        return
    known = {row.id for row in ledger.second.get(sheet.document, ())}
    for line, cells in sheet.rows:
        if not cells["value"] and not cells["noun"]:
            continue
        if cells["id"] in known:
            problems.add(sheet.file, line, f"id: '{cells['id']}' is in data/{name}.csv already", "empty the row, or give it another id")
        rows.add(name, line, {column: cells.get(column, "") for column in columns_of(ledger.schema)})


def _written(root: Path, ledger: Ledger, sheet: Worksheet, rows: _Rows, before: Problems, problems: Problems, say: Callable[[str], None]) -> bool:
    """Write the tables with the new rows, if all of these can be read; else the problems, each with its line of the worksheet."""
    data = root / "data"
    files: dict[str, bytes] = {}
    places: dict[tuple[str, int], int] = {}
    for name, new in rows.of.items():
        table = ledger.schema.tables.get(name) or _second_table(data, ledger, name)
        lines = _tidied(table, new, ledger, sheet, problems)
        path = data / table.path
        old = path.read_bytes() if path.is_file() else (",".join(table.columns) + "\n").encode()
        if not old.endswith(b"\n"):
            old += b"\n"
        if gone := rows.instead_of.get(name):
            kept = old.splitlines(keepends=True)
            old = b"".join(kept[: gone - 1] + kept[gone:])
        start = old.count(b"\n") + 1
        for offset, (line, _) in enumerate(new):
            places[f"data/{table.path}", start + offset] = line
        files[table.path] = old + "".join(lines).encode()
    if problems.errors:
        return False
    for problem in _new_problems(data, files, before, places):
        line = places.get((problem.file, problem.line), 0)
        problems.found.add(Problem(sheet.file, line, problem.what, problem.remedy) if line else problem)
    if problems.errors:
        return False
    _replace(data, files)
    for name, new in rows.of.items():
        say(f"data/{name}.csv: {len(new)} {'row' if len(new) == 1 else 'rows'}")
    return True


def _second_table(data: Path, ledger: Ledger, name: str) -> Table:
    """The table of a document's second entries, which may not be there yet."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / SECOND_FOLDER).mkdir()
        (Path(folder) / f"{name}.csv").touch()
        return second_tables(Path(folder), ledger.schema)[0]


def _tidied(table: Table, new: Sequence[tuple[int, dict[str, str]]], ledger: Ledger, sheet: Worksheet, problems: Problems) -> list[str]:
    """The new rows as lines of CSV, with what a spreadsheet did to their cells repaired as ``tidy`` does."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for _, cells in new:
        writer.writerow([" ".join(cells.get(column, "").split()) for column in table.columns])
    tidied = tidy_table(out.getvalue().encode(), table, Evidence(ledger))
    for line, what in tidied.undecided:
        at = new[line - 2][0] if 2 <= line < len(new) + 2 else 0
        problems.add(sheet.file, at, *what.split("; ", 1))
    return (tidied.content or b"").decode().splitlines(keepends=True)[1:]


def _new_problems(data: Path, files: Mapping[str, bytes], before: Problems, places: Collection[tuple[str, int]]) -> list[Problem]:
    """What is wrong with the tables once the new rows are in them, and was not before; ``places`` are the new rows' own."""
    with tempfile.TemporaryDirectory(prefix="ledger-enter-") as folder:
        copy = Path(folder) / "data"
        shutil.copytree(data, copy, symlinks=True)
        for name, content in files.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes(content)
        check_keys(load_ledger(copy, after := Problems()), Doubts(), keys := Problems())
    after.found |= {p for p in keys.errors if (p.file, p.line) in places}
    known = {(p.file, p.what) for p in before.errors}
    return [p for p in after.errors if (p.file, p.what) not in known and not p.what.endswith("has no fingerprint")]


def _replace(data: Path, files: Mapping[str, bytes]) -> None:
    """Put all files in their places, or none."""
    kept = {name: (data / name).read_bytes() if (data / name).is_file() else None for name in files}
    fresh = []
    try:
        for name, content in files.items():
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            path = (data / name).with_name(f".{Path(name).name}.new")
            path.write_bytes(content)
            fresh.append((path, data / name))
        for path, place in fresh:
            os.replace(path, place)
    except OSError:
        for name, was in kept.items():
            if was is not None:
                (data / name).write_bytes(was)
            else:
                (data / name).unlink(missing_ok=True)
        for path, _ in fresh:
            path.unlink(missing_ok=True)
        raise


def _after(root: Path, path: Path, sheet: Worksheet, problems: Problems, say: Callable[[str], None]) -> None:
    """Fingerprints made again where the text is at hand, the next worksheet, and what the check says of the document."""
    ledger = load_ledger(root / "data", Problems())
    text = _text_of(path.with_name(f"{sheet.document}-{DOCUMENT.name}.csv"))
    row = ledger.find(tables.DOCUMENT, sheet.document)
    if text.get("file") and row is not None and Path(text["file"]).is_file():
        _fingerprint(root, ledger, row.source, Path(text["file"]), problems, say)
        ledger = load_ledger(root / "data", Problems())
        if sheet.kind is OUTLINE:
            lines = Path(text["file"]).read_bytes().decode("utf-8", errors="replace").split("\n")
            propose_numbers(root, ledger, sheet.document, lines, text.get("prefix", ""), problems, say)
    elif sheet.kind is OUTLINE:
        say("the archived text is not at hand: make its fingerprint, fingerprint --archive DIR, then: enter TEXT")
    if sheet.kind is not OUTLINE:
        _tell_rest(ledger, sheet, say)


def _text_of(beside: Path) -> dict[str, str]:
    """Where the archived text lies, as the worksheet of the document says."""
    told = read_worksheet(beside, beside.name, Problems()) if beside.is_file() else None
    return {c["column"]: c["value"] for _, c in told.rows if c["table"] == TEXT} if told else {}


def _fingerprint(root: Path, ledger: Ledger, source: str, text: Path, problems: Problems, say: Callable[[str], None]) -> None:
    own = Problems()
    made = make_fingerprints(ledger, text.parent, own).get(source)
    problems.found |= {p for p in own.found if "are in no clause" in p.what or ("the archived" in p.what and text.name in p.what)}
    if made is None:
        return
    folder = root / "data" / "fingerprints"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{source}.json").write_text(write_fingerprint(made), encoding="utf-8")
    if not (folder / "names.json").exists() and (names := names_file(ledger)) != "{}\n":
        (folder / "names.json").write_text(names, encoding="utf-8")
    say(f"data/fingerprints/{source}.json: made again")


def _tell_rest(ledger: Ledger, sheet: Worksheet, say: Callable[[str], None]) -> None:
    """What the check says now: how many numbers are open, and which of its lines are about this document."""
    found = Problems()
    coverage = check_ledger(ledger, found).get(sheet.document)
    if coverage is not None:
        say(f"{sheet.document}: {coverage.printed} numbers, {coverage.cited} in rows, {coverage.unused} unused, {coverage.open} still open")
    citing = [table for table in ledger.schema.tables.values() if table.column("document")]
    mine = {(ledger.schema.file_of(row), row.line) for table in citing for row in ledger.tables[table.name] if row.document == sheet.document}
    mine |= {(ledger.schema.file_of(row), row.line) for row in ledger.of(tables.DOCUMENT, id=sheet.document)}
    told = [p for p in found.errors if (p.file, p.line) in mine and "no row carries" not in p.what]
    for problem in told[:_SHOWN]:
        say(str(problem))
    if len(told) > _SHOWN:
        say(f"… and {len(told) - _SHOWN} more: check tells all")


def worksheet_of(root: Path, document: str, kind: str) -> Path:
    return root / FOLDER / f"{document}-{kind}.csv"
