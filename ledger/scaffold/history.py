"""What became of the facts of a ledger, from one of its days to the next: ``ledger history`` writes it from git into a table that is kept.

    date,column,row,before,after,reason_en
    2026-11-26,value,steel-2030,58,60,misread: the 8 was a stain
    2026-11-26,,steel-2035,,,                        entered on that day
    2026-11-27,,steel-2035,steel-2035,,              taken out on that day

A change is dated by the day that the ledger stood at (``extra: date`` in ``mkdocs.yml``), which readers know it by; the commits of one day are
one step, and what has not been committed yet is part of the last. Facts are numbers, dates and names of vocabularies and rows: what a
source says. Titles, notes and the clauses that a row cites are ours, and are not followed.

Lines that are there stay, with the reasons that somebody wrote beside them; a build reads this table and never git.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ledger.load.columns import Field
from ledger.load.roles import ROLES
from ledger.load.schema import Schema, Table, load_schema
from ledger.load.yamlfile import parse_yaml
from ledger.problems import Problems, Refused
from ledger.project import load_project
from ledger.publish.revision import git
from ledger.scaffold.descriptor import Column, with_table
from ledger.tidy.verb import write_whole

ROLE = "change"
_NOT_FOLLOWED = (ROLE, "source", "clause", "unused", "adjudication", "waiver")
"""Roles of tables that hold no facts of their own."""

Cells = Mapping[str, str]
Facts = dict[str, Cells]
"""``{id: {column: cell}}`` of all rows with an id, on one day."""
Key = tuple[str, str, str]
"""Day, column, row."""


@dataclass(frozen=True)
class Written:
    """What a call did: the file, how many lines were new, how many it has."""

    file: str
    new: int
    lines: int
    declared: bool = False


def write_history(root: Path, problems: Problems) -> Written:
    """Bring the table of changes up to the project as it stands. Raises ``Refused`` where something is wrong; nothing is then written."""
    project, schema = load_project(root, problems), load_schema(root / "data", problems)
    problems.stop_if_any()
    if not project.date:
        problems.add("mkdocs.yml", 0, "extra: has no date, by which readers could know a change", "write the day that the ledger stands at: date: 2026-11-26")
        raise Refused(problems)
    declared = not schema.of(ROLE)
    if declared:
        schema = _declare(root, schema, problems)
    table = schema.of(ROLE)[0]
    file = root / "data" / table.path
    kept = _lines(file.read_text(encoding="utf-8-sig")) if file.is_file() else []
    found = {key: cells for key, cells in _changes(root, schema, project.date, problems)}
    columns = [*table.columns]
    names = [table.column(name) for name in ("date", "column", "row", "before", "after")]
    lines = {(line[names[0]], line[names[1]], line[names[2]]): line for line in kept}
    new = 0
    for key, (before, after) in found.items():
        line = lines.setdefault(key, dict(zip(names, (*key, "", ""), strict=True)))
        if len(lines) > new + len(kept):
            new += 1
        elif (line[names[3]], line[names[4]]) == (before, after):
            continue
        line[names[3]], line[names[4]] = before, after
    ordered = sorted(lines.values(), key=lambda line: line[names[0]])  # of one day as they were found
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([line.get(column, "") for column in columns] for line in ordered)
    if text.getvalue() != (file.read_text(encoding="utf-8") if file.is_file() else ""):
        write_whole(file, text.getvalue().encode())
    return Written(f"data/{table.path}", new, len(ordered), declared)


def _declare(root: Path, schema: Schema, problems: Problems) -> Schema:
    """The schema with a table of changes, which ``datapackage.yaml`` has from now on."""
    file = root / "data" / "datapackage.yaml"
    columns = [
        Column("date", said={"format": "edtf", "constraints": "{required: true}"}),
        Column("column"),
        Column("row", said={"constraints": "{required: true}"}),
        *(Column(name) for name in ("before", "after", *(f"reason_{code}" for code in schema.languages))),
    ]
    usual = ROLES[ROLE].usual[0]
    name = usual if usual not in schema.tables else f"{usual}-of-changes"
    text = with_table(file.read_text(encoding="utf-8"), name, {}, columns, "[date, column, row]", problems, ROLE)
    write_whole(file, text.encode())
    read = load_schema(root / "data", problems)
    problems.stop_if_any()
    return read


def _changes(root: Path, schema: Schema, today: str, problems: Problems) -> Iterator[tuple[Key, tuple[str, str]]]:
    """What differs from one day of the ledger to the next, the first of which has everything entered."""
    before: Facts = {}
    for day, facts in _days(root, schema, today, problems):
        for id, cells in facts.items():
            if id not in before:
                yield (day, "", id), ("", "")
                continue
            was = before[id]
            for column, cell in cells.items():
                if column in was and was[column] != cell:
                    yield (day, column, id), (was[column], cell)
        yield from (((day, "", id), (id, "")) for id in before if id not in facts)
        before = facts


def _days(root: Path, schema: Schema, today: str, problems: Problems) -> Iterator[tuple[str, Facts]]:
    """The ledger at the end of each of its days, as git knows it, and as it stands now."""
    tables = [table for table in schema.tables.values() if table.role not in _NOT_FOLLOWED and table.has_own_id]
    paths = ["mkdocs.yml", *(f"data/{table.path}" for table in tables)]
    last: tuple[str, str] | None = None
    if git(root, problems, "rev-parse", "--verify", "--quiet", "HEAD") is not None:
        listed = git(root, problems, "log", "--reverse", "--first-parent", "--format=%H %as", "--", *paths) or ""
        for line in listed.splitlines():
            commit, authored = line.split()
            day = _day_of(git(root, problems, "show", f"{commit}:./mkdocs.yml") or "") or authored
            if last and last[0] != day and last[0] < today:
                yield last[0], _facts(tables, lambda path, commit=last[1]: git(root, problems, "show", f"{commit}:./{path}") or "")
            last = (day, commit)
        if last and last[0] < today:
            yield last[0], _facts(tables, lambda path: git(root, problems, "show", f"{last[1]}:./{path}") or "")
    yield today, _facts(tables, lambda path: _text(root / path))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig", errors="replace") if file.is_file() else ""


def _day_of(text: str) -> str:
    """The day that a ``mkdocs.yml`` says."""
    day = parse_yaml(text, "mkdocs.yml", Problems()).at("extra", "date")
    return day if isinstance(day, str) else ""


def _facts(tables: list[Table], read: object) -> Facts:
    found: Facts = {}
    for table in tables:
        followed = [f.name for f in table.fields if is_followed(f)]
        for cells in _lines(read(f"data/{table.path}")):  # type: ignore[operator]
            if id := cells.get("id", "").strip():
                found[id] = {name: cells[name].strip() for name in followed if name in cells}
    return found


def is_followed(column: Field) -> bool:
    """Whether a column holds a fact: a number, a date, a name of a vocabulary or of a row."""
    return column.name != "id" and (column.type in ("number", "integer") or column.format == "edtf" or bool(column.vocabulary or column.reference))


def _lines(text: str) -> list[dict[str, str]]:
    """The lines of a table by their columns; those with too few or too many cells are left out."""
    head, *rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))) or [[]]
    return [dict(zip(head, cells, strict=True)) for cells in rows if len(cells) == len(head)]
