"""A row of a table, cell by cell: ``ledger new row TABLE column=value …``, asked for on a terminal with the help of the schema."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from ledger.check import check_ledger
from ledger.load.columns import Field
from ledger.load.schema import Table
from ledger.problems import Problems, did_you_mean
from ledger.scaffold.newsroom import Ask, Newsroom, write_data

_MOST = 12
"""So many names of a vocabulary are told whole."""


def row(newsroom: Newsroom, name: str, cells: Mapping[str, str], like: str, ask: Ask, problems: Problems) -> list[str]:
    """Write a row with these ``cells``; those of the row ``like`` where one is named. Raises ``Refused``, and writes nothing, where the table
    could not be read with it."""
    table = newsroom.table(name, problems)
    for column in cells:
        if column not in table.columns:
            problems.add(f"data/{table.path}", 1, f"there is no column '{column}'", did_you_mean(column, table.columns))
    pattern = _row_like(newsroom, table, like, problems)
    problems.stop_if_any()
    found: dict[str, str] = {}
    for field in table.fields:
        found[field.name] = cells.get(field.name) or pattern.get(field.name, "") or ask(_asked(newsroom, field), _help(newsroom, field))
        if field.required and not found[field.name]:
            problems.add(f"data/{table.path}", 1, f"{field.name} may not be empty ({_help(newsroom, field)})", f"write {field.name}=…")
    problems.stop_if_any()
    content, line = appended(newsroom, table, [found])
    ledger = write_data(newsroom, {f"data/{table.path}": content}, problems)
    empty = [column for column, cell in found.items() if not cell]
    left = f"; empty: {', '.join(empty)}" if empty else ""
    checked = Problems()
    check_ledger(ledger, checked)
    place = f"data/{table.path}"
    return [f"{place}:{line}: written{left}", *(str(problem) for problem in checked if (problem.file, problem.line) == (place, line))]


def appended(newsroom: Newsroom, table: Table, rows: list[dict[str, str]]) -> tuple[bytes, int]:
    """The file of a table with more rows at its end, and the line of the first."""
    path = newsroom.root / "data" / table.path
    before = path.read_bytes().decode("utf-8-sig") if path.is_file() else ",".join(table.columns) + "\n"
    before += "" if before.endswith(("\n", "\r")) or not before else "\n"
    header = next(csv.reader(io.StringIO(before)), list(table.columns))
    added = io.StringIO()
    csv.writer(added, lineterminator="\r\n" if "\r\n" in before else "\n").writerows([cells.get(column, "") for column in header] for cells in rows)
    return (before + added.getvalue()).encode(), before.count("\n") + 1


def _row_like(newsroom: Newsroom, table: Table, like: str, problems: Problems) -> dict[str, str]:
    """The cells of the row ``like``, but for those that tell rows apart."""
    if not like:
        return {}
    with (newsroom.root / "data" / table.path).open(encoding="utf-8-sig", newline="") as file:
        rows = {row.get(table.key[0], "") if table.key else "": row for row in csv.DictReader(file)}
    if like not in rows:
        problems.add(f"data/{table.path}", 0, f"there is no row '{like}'", did_you_mean(like, rows))
        return {}
    return {column: cell or "" for column, cell in rows[like].items() if column and column not in table.key}


def _asked(newsroom: Newsroom, field: Field) -> str:
    title = field.title.get(newsroom.languages[0], "")
    return f"{field.name}{f' ({title})' if title and title != field.name else ''}{' *' if field.required else ''}"


def _help(newsroom: Newsroom, field: Field) -> str:
    """What the schema says of a column, and which names there are."""
    says = field.description.get(newsroom.languages[0], "")
    terms = list(newsroom.ledger.vocabularies.get(field.vocabulary, {})) if field.vocabulary else list(field.enum)
    names = f"one of {', '.join(terms)}" if 0 < len(terms) <= _MOST else f"one of {len(terms)} names of {field.vocabulary}" if terms else ""
    return "; ".join(filter(None, (says, names, "separated by semicolons" if field.type == "list" and terms else ""))) or field.type
