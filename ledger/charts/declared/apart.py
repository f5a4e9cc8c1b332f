"""Whether a drawing can tell the rows of a declared chart apart, and whether it can be drawn at all."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from ledger.charts.declared.alike import HUES, coloured, is_unlike
from ledger.charts.declared.asked import Asked, names_of
from ledger.charts.declared.inner import inner_of, silent
from ledger.charts.declared.records import Record, Relation
from ledger.charts.declared.relation import Wrong
from ledger.charts.declared.values import cell_text, column_of, exact, number_of, printed
from ledger.charts.marks.line import is_dated
from ledger.charts.marks.mark import Mark
from ledger.charts.moments import moment
from ledger.load.ledger import Ledger
from ledger.load.schema import Table

_UNTOLD = ("id", "clause", "also", "note", "document")
"""Columns that tell a reader nothing about why two rows differ."""


def check_rows(asked: Asked, mark: Mark, relation: Relation, ledger: Ledger, language: str, wrong: Wrong) -> None:
    """Say what is wrong with the rows that are to be drawn, once, the first cause only."""
    numbers = mark.numbers(asked)
    table, rows = relation.table, relation.records
    where = "filter" if asked.filter else "table"
    lines = {line.get("row") for line in asked.reference.values() if isinstance(line, dict)}
    rows = tuple(r for r in rows if getattr(r, "id", None) not in lines or not getattr(r, "id", None))
    valued = tuple(r for r in rows if all(getattr(r, c) is not None for c in numbers))
    if not rows:
        wrong(where, f"no row of {table.name} fits", "widen the filter" if asked.filter else f"add rows to data/{table.path}")
    elif not valued:
        wrong(where, f"no row that fits has a number in {' and '.join(numbers)}", "widen the filter")
    elif not (
        _out_of_place(asked, mark, valued, numbers, wrong)
        or is_unlike(asked, Relation(table, valued, relation.derived), numbers, mark.key, ledger, language, wrong, mark.alone)
        or _too_many_hues(asked, mark, table, rows, ledger, language, wrong)
        or (mark.when is not None and _undated(asked, mark.when, table, rows, valued, wrong))
    ):
        _check_apart(asked, mark, table, rows, ledger, language, wrong)


def _out_of_place(asked: Asked, mark: Mark, rows: Sequence[Record], numbers: Sequence[str], wrong: Wrong) -> bool:
    """Whether a number has no place in the drawing: one that is not above nought on an axis of powers of ten, one below it as a part of a whole."""
    axis = inner_of(asked, silent).axis
    values = [(c, n) for r in rows for c in numbers if (n := exact(r, c)) is not None]
    if axis.log and mark.name != "strip":
        wrong("axis.log", f"a {mark.name} has no axis of powers of ten", "leave log: out, or write mark: strip")
    elif axis.log and (end := next((n for n, to in (("from", axis.from_), ("to", axis.to)) if to is not None and to <= 0), "")):
        wrong(f"axis.{end}", "axis: powers of ten begin above nought", f"leave {end}: out")
    elif axis.log and (column := next((c for c, n in values if n <= 0), "")):
        wrong("axis.log", f"{column} has numbers that are not above nought, and powers of ten are", f"leave log: out, or filter: {{{column}: '> 0'}}")
    elif mark.name == "stack" and (column := next((c for c, n in values if n < 0), "")):
        wrong(mark.key, f"{column} has numbers below nought, which are no parts of a whole", "write mark: bar")
    elif mark.name == "stack" and not any(n for _, n in values):
        wrong(mark.key, f"{numbers[0]} is nought in all rows, so that there is nothing to stack", "write mark: bar")
    else:
        return False
    return True


def dated(asked: Asked, rows: Sequence[Record]) -> list[Record]:
    """The rows of a line that have a date."""
    return [r for r in rows if is_dated(asked, r)]


def _too_many_hues(asked: Asked, mark: Mark, table: Table, rows: Sequence[Record], ledger: Ledger, language: str, wrong: Wrong) -> bool:
    if not coloured(asked):
        return False
    values = dict.fromkeys(cell_text(ledger, table, r, asked.colour, language) for r in rows)
    if len(values) > len(HUES):
        groups = mark.group
        wrong(
            "colour",
            f"{len(values)} {groups} by {asked.colour}, but {len(HUES)} colours that an eye can tell apart",
            f"filter by {asked.colour}, or leave colour: out",
        )
        return True
    return False


def _undated(asked: Asked, when: Callable[[Any], object], table: Table, rows: Sequence[Record], valued: Sequence[Record], wrong: Wrong) -> bool:
    """Whether a row stands at something that is no time, or no row at any."""
    for row in rows:
        try:
            when(getattr(row, str(asked.x)))
        except ValueError as error:
            remedy = "a line runs along dates such as 2024, 2024-05, 2024-Q1 or 2020/2025; for other names write mark: dot"
            wrong("x", f"x: {asked.x} of {row_of(table, row)}: {str(error).split(';')[0]}", remedy)
            return True
    if not any(when(getattr(row, str(asked.x))) for row in valued):
        wrong("x", f"x: no row that fits has a date in {asked.x}", "name the column of the date")
        return True
    return False


def _check_apart(asked: Asked, mark: Mark, table: Table, rows: Sequence[Record], ledger: Ledger, language: str, wrong: Wrong) -> None:
    """Say which rows a drawing would put on one another."""
    if mark.apart is None:
        return
    by = [*mark.names(asked), *(c for c in mark.apart(asked) if c), *([asked.panels] if asked.panels else [])]
    hue = coloured(asked)
    if hue and "colour" in mark.takes and hue not in by:
        by.append(hue)
    if mark.name == "line":
        rows = dated(asked, rows)

    def place(row: Record) -> tuple[Hashable, ...]:
        first = [moment(printed(getattr(row, by[0]))).at] if mark.name == "line" else [cell_text(ledger, table, row, by[0], language)]
        if short := asked.names.get(getattr(row, "id", None) or ""):
            return (short, *(cell_text(ledger, table, row, name, language) for name in by[len(mark.names(asked)) :]))
        return (*first, *(cell_text(ledger, table, row, name, language) for name in by[1:]))

    groups: dict[tuple[Hashable, ...], list[Record]] = {}
    for row in rows:
        groups.setdefault(place(row), []).append(row)
    twice = [group for group in groups.values() if len(group) > 1]
    if not twice:
        return
    first = twice[0]
    names = [cell_text(ledger, table, first[0], c, language) for c in by]
    which = " and ".join(row_of(table, r) for r in first[:2]) + (f" and {len(first) - 2} more" if len(first) > 2 else "")
    others = f" (and so on at {len(twice) - 1} more)" if len(twice) > 1 else ""
    key = "x" if mark.name == "line" else "y"
    wrong(
        key,
        f"{len(first)} rows have one place in the drawing, {', '.join(names)}: {which}{others}",
        _remedy(asked, mark, table, [r for g in twice for r in g], first),
    )


def _remedy(asked: Asked, mark: Mark, table: Table, rows: Sequence[Record], first: Sequence[Record]) -> str:
    used = {*names_of(asked), asked.colour, *mark.numbers(asked), *([] if isinstance(asked.x, list) else [asked.x])}
    differ = [
        f.name
        for f in table.fields
        if f.name not in used
        and f.name not in table.key
        and "." not in f.name
        and not table.plays_as(f.name).startswith(_UNTOLD)
        and f.type != "number"
        and len({printed(getattr(r, f.name)) for r in first}) > 1
    ]
    if not differ:
        return "filter, so that one of them is left"
    column = differ[0]
    may_colour = "colour" in mark.takes and not asked.colour and len({printed(getattr(r, column)) for r in rows}) <= len(HUES)
    also = f", or say colour: {column}" if may_colour else ""
    return f"they differ in {', '.join(differ[:3])}: filter by {'one of these' if len(differ) > 1 else 'it'}{also}"


def row_of(table: Table, row: Any, by: Sequence[str] = ()) -> str:
    """A row by its id; by its line where it has none; by what it was grouped ``by``, where it is several."""
    if by:
        return ", ".join(printed(getattr(row, column)) or "none" for column in by)
    return str(row.id) if table.has_own_id else f"data/{table.path}:{row.line}"


def sorted_rows(asked: Asked, table: Table, rows: Sequence[Record], language: str) -> list[Record]:
    """The rows in the order that is asked for; those without a value come last."""
    if not asked.sort:
        return list(rows)
    column = column_of(table, asked.sort.removeprefix("-"), language)
    name = column.name if column else "id"

    def key(row: Record) -> Any:
        return number_of(row, name) if column and column.type in ("number", "integer") else getattr(row, name)

    have = [r for r in rows if getattr(r, name) not in (None, ())]
    return [*sorted(have, key=key, reverse=asked.sort.startswith("-")), *(r for r in rows if getattr(r, name) in (None, ()))]
