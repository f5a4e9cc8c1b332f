"""The rows of a declared chart: which have a number, whether they may share an axis, and whether a drawing can tell them apart."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from ledger.charts.block import Asked, cell_text, column_of, number_of, numbers_of, printed, unit_of
from ledger.charts.moments import moment
from ledger.charts.theme import INKS
from ledger.load.ledger import Ledger
from ledger.load.schema import Field, Table
from ledger.load.table import Row

HUES = tuple(name for name in INKS if name.startswith("hue-"))
"""The inks of groups, in the order in which they are given out."""
_UNTOLD = ("id", "clause", "also", "note", "document")
"""Columns that tell a reader nothing about why two rows differ."""
Wrong = Callable[[str, str, str], None]


def rows_of(asked: Asked, table: Table, ledger: Ledger) -> tuple[Row, ...]:
    """The rows that the conditions leave, those without a number among them."""
    rows = ledger.rows(table.name)
    fields = {f.name: f for f in table.fields}
    for column, wanted in asked.filter.items():
        looked_for = {as_compared(fields[column], v) for v in (wanted if isinstance(wanted, list) else [wanted])}
        rows = tuple(r for r in rows if as_compared(fields[column], printed(getattr(r, column))) in looked_for)
    return rows


def as_compared(field: Field, text: str) -> Any:
    """What a cell or the value of a condition is compared by. Numbers are alike by value: a filter for 306.7 finds 306.70."""
    if field.type in ("number", "integer") and text:
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    return text


def check_rows(asked: Asked, table: Table, rows: Sequence[Row], ledger: Ledger, language: str, wrong: Wrong) -> None:
    """Say what is wrong with the rows that are to be drawn, once, the first cause only."""
    numbers = numbers_of(asked)
    where = "filter" if asked.filter else "table"
    valued = [r for r in rows if all(getattr(r, c) is not None for c in numbers)]
    if not rows:
        wrong(where, f"no row of {table.name} fits", "widen the filter" if asked.filter else f"add rows to data/{table.path}")
    elif not valued:
        wrong(where, f"no row that fits has a number in {' and '.join(numbers)}", "widen the filter")
    elif not (
        _unlike(asked, table, valued, ledger, wrong)
        or _too_many_hues(asked, table, rows, ledger, language, wrong)
        or (asked.mark == "line" and _undated(asked, table, rows, wrong))
    ):
        _check_apart(asked, table, rows, ledger, language, wrong)


def coloured(asked: Asked) -> str:
    """The column that ``colour`` names; nothing where it names an ink."""
    return asked.colour if asked.colour not in INKS else ""


def is_dated(asked: Asked, row: Row) -> bool:
    """Whether a row of a line has a date."""
    return getattr(row, str(asked.x)) not in (None, "", ())


def dated(asked: Asked, rows: Sequence[Row]) -> list[Row]:
    """The rows of a line that have a date."""
    return [r for r in rows if is_dated(asked, r)]


def _unlike(asked: Asked, table: Table, rows: Sequence[Row], ledger: Ledger, wrong: Wrong) -> bool:
    """Whether the numbers do not belong on one axis: in different units, of different kinds, on different bases."""
    number = numbers_of(asked)[-1]
    key = {"line": "y", "heatmap": "value"}.get(asked.mark, "x")
    units = dict.fromkeys(unit_of(table, r, c) for r in rows for c in numbers_of(asked))
    if len(units) > 1:
        wrong(key, f"values in different units: {', '.join(u or 'none' for u in units)}", "filter by unit" if "unit" in table.columns else "draw one column")
        return True
    chosen = {*asked.filter, asked.y, coloured(asked), *([] if isinstance(asked.x, list) else [asked.x])}
    for field in table.fields:
        of_values = field.name == "basis" or (field.vocabulary in ledger.schema.value_kinds and not number.startswith("stated"))
        if not of_values or field.name in chosen:
            continue
        kinds = dict.fromkeys(printed(getattr(r, field.name)) or "none" for r in rows)
        if len(kinds) > 1:
            wrong(key, f"values of different {field.name}: {', '.join(kinds)}", f"filter by {field.name}, or name it in colour:")
            return True
    return False


def _too_many_hues(asked: Asked, table: Table, rows: Sequence[Row], ledger: Ledger, language: str, wrong: Wrong) -> bool:
    if not coloured(asked):
        return False
    values = dict.fromkeys(cell_text(ledger, table, r, asked.colour, language) for r in rows)
    if len(values) > len(HUES):
        groups = "lines" if asked.mark == "line" else "groups"
        wrong(
            "colour",
            f"{len(values)} {groups} by {asked.colour}, but {len(HUES)} colours that an eye can tell apart",
            f"filter by {asked.colour}, or leave colour: out",
        )
        return True
    return False


def _undated(asked: Asked, table: Table, rows: Sequence[Row], wrong: Wrong) -> bool:
    """Whether what a line runs along is no time."""
    for row in dated(asked, rows):
        try:
            moment(printed(getattr(row, str(asked.x))))
        except ValueError as error:
            remedy = "a line runs along dates such as 2024, 2024-05, 2024-Q1 or 2020/2025; for other names write mark: dot"
            wrong("x", f"x: {asked.x} of {_row(table, row)}: {str(error).split(';')[0]}", remedy)
            return True
    if not any(getattr(r, asked.y) is not None for r in dated(asked, rows)):
        wrong("x", f"x: no row with a number has {asked.x}", "name the column of the date")
        return True
    return False


def _check_apart(asked: Asked, table: Table, rows: Sequence[Row], ledger: Ledger, language: str, wrong: Wrong) -> None:
    """Say which rows a drawing would put on one another."""
    if asked.mark == "dot":
        return
    hue = coloured(asked)
    if asked.mark == "line":
        rows = dated(asked, rows)

    def place(row: Row) -> tuple[Hashable, ...]:
        def text(name: str) -> str:
            return cell_text(ledger, table, row, name, language)

        if asked.mark == "line":
            return (moment(printed(getattr(row, str(asked.x)))).at, text(hue) if hue else "")
        if asked.mark == "heatmap":
            return (text(asked.y), text(str(asked.x)))
        return (text(asked.y), text(hue) if hue else "")

    groups: dict[tuple[Hashable, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(place(row), []).append(row)
    twice = [group for group in groups.values() if len(group) > 1]
    if not twice:
        return
    first = twice[0]
    names = [
        cell_text(ledger, table, first[0], c, language)
        for c in ((str(asked.x), hue) if asked.mark == "line" else (asked.y, str(asked.x) if asked.mark == "heatmap" else hue))
        if c
    ]
    which = " and ".join(_row(table, r) for r in first[:2]) + (f" and {len(first) - 2} more" if len(first) > 2 else "")
    others = f" (and so on at {len(twice) - 1} more)" if len(twice) > 1 else ""
    key = "x" if asked.mark == "line" else "y"
    wrong(
        key,
        f"{len(first)} rows have one place in the drawing, {', '.join(names)}: {which}{others}",
        _remedy(asked, table, [r for g in twice for r in g], first, language),
    )


def _remedy(asked: Asked, table: Table, rows: Sequence[Row], first: Sequence[Row], language: str) -> str:
    used = {asked.y, asked.colour, *numbers_of(asked), *([] if isinstance(asked.x, list) else [asked.x])}
    differ = [
        f.name
        for f in table.fields
        if f.name not in used
        and f.name not in table.key
        and not table.plays_as(f.name).startswith(_UNTOLD)
        and f.type != "number"
        and len({printed(getattr(r, f.name)) for r in first}) > 1
    ]
    if not differ:
        return "filter, so that one of them is left"
    column = differ[0]
    may_colour = asked.mark in ("line", "bar", "dumbbell") and not asked.colour and len({printed(getattr(r, column)) for r in rows}) <= len(HUES)
    also = f", or say colour: {column}" if may_colour else ""
    return f"they differ in {', '.join(differ[:3])}: filter by {'one of these' if len(differ) > 1 else 'it'}{also}"


def _row(table: Table, row: Any) -> str:
    """A row by its id; by its line where it has none."""
    return str(row.id) if table.has_own_id else f"data/{table.path}:{row.line}"


def hue_names(asked: Asked, table: Table, rows: Sequence[Row], ledger: Ledger, language: str) -> dict[str, str]:
    """``{group: ink}`` in the order of first appearance; nothing where ``colour`` names no column."""
    if not coloured(asked):
        return {}
    names = dict.fromkeys(cell_text(ledger, table, r, asked.colour, language) for r in rows)
    return dict(zip(names, HUES, strict=False))


def sorted_rows(asked: Asked, table: Table, rows: Sequence[Row], language: str) -> list[Row]:
    """The rows in the order that is asked for; those without a value come last."""
    if not asked.sort:
        return list(rows)
    column = column_of(table, asked.sort.removeprefix("-"), language)
    name = column.name if column else "id"

    def key(row: Row) -> Any:
        return number_of(row, name) if column and column.type in ("number", "integer") else getattr(row, name)

    have = [r for r in rows if getattr(r, name) not in (None, ())]
    return [*sorted(have, key=key, reverse=asked.sort.startswith("-")), *(r for r in rows if getattr(r, name) in (None, ()))]
