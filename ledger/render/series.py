"""Series: what documents report of one indicator in one place, at several dates, stands on one page.

    series/energy-per-product/china/     years across; down: product and sector, what kind of value, in which unit, since when

A page is there as soon as one of its lines has two dates. Its rows come in parts like any list (``render.parts``); on the first
part stands a drawing of the lines with most dates, of a bounded number of points, however many rows there are.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ledger.charts.moments import Moment, moment
from ledger.load.ledger import Ledger
from ledger.load.schema import Schema
from ledger.load.table import Row

SERIES = "*series"
"""What lists of series go by where lists of rows go by their table; no table can be called so."""
_OF_VALUE = ("kind", "unit", "base_year")
"""What a value is, besides what it is of."""
PANELS, LINES, POINTS = 4, 5, 240
"""So much is drawn: one kind of value and unit a panel."""
AT_A_TIME = ("level", "count")
"""Kinds of figures that hold at a time; a change, and what adds up over years, holds between two."""
ACROSS = 8
"""Dates beside one another in a table; where there are more, it goes on below."""

Line = tuple[Any, ...]


def series_table(schema: Schema) -> str:
    """The table whose observations have series pages: the first of that role; nothing where there is none."""
    return next((table.name for table in schema.of("observation")), "")


def place_of(schema: Schema, row: Row) -> str | None:
    """Where something was observed or promised; ``None`` where the row does not say."""
    column = schema.place(schema.tables[row.table])
    place: str | None = getattr(row, column) if column else None
    return place


def path_of(schema: Schema, row: Row) -> str | None:
    """The path of the series that an observation would be in; ``None`` where it names no indicator."""
    indicator, place = getattr(row, "indicator", None), place_of(schema, row)
    return f"series/{indicator}/{place}/" if indicator and place else f"series/{indicator}/" if indicator else None


def line_of(schema: Schema, row: Row) -> Line:
    """What has to be alike for values to be compared; all else of an observation is where it is printed."""
    return tuple(getattr(row, column, None) for column in (*_dimensions(schema, row.table), *_OF_VALUE))


def _dimensions(schema: Schema, table: str) -> list[str]:
    """The dimensions that part a series into lines: all but the place."""
    declared = schema.tables[table]
    return [f.name for f in declared.dimensions if f.name != schema.place(declared)]


def moment_of(row: Row) -> Moment | None:
    """When something was observed; ``None`` where the source prints no year, or a time without an end."""
    return moment_at(getattr(row, "year", None) or "..")


@functools.lru_cache(maxsize=4096)
def moment_at(date: str) -> Moment | None:
    """When a date is; ``None`` of a time without an end."""
    try:
        return None if ".." in date else moment(date)
    except ValueError:
        return None


def all_series(ledger: Ledger) -> dict[str, list[Row]]:
    """The rows of each series by its path: line after line as they first appear, in each the dated ones by date, then the others."""
    places: dict[str, dict[Line, list[Row]]] = {}
    schema = ledger.schema
    for row in ledger.rows(series_table(schema)):
        if path := path_of(schema, row):
            places.setdefault(path, {}).setdefault(line_of(schema, row), []).append(row)
    return {path: [row for rows in lines.values() for row in in_order(rows)] for path, lines in places.items() if any(map(_goes_on, lines.values()))}


def in_order(rows: Iterable[Row]) -> list[Row]:
    """By date; rows that have none come last."""

    def when(row: Row) -> tuple[bool, float, float]:
        at = moment_of(row)
        return (at is None, at.at if at else 0.0, at.end if at else 0.0)

    return sorted(rows, key=when)


def drawn(schema: Schema, rows: Sequence[Row]) -> list[Row]:
    """The rows of a series that are drawn: of each kind and unit the ``LINES`` with most dates, of a long line the highest and the
    lowest of each stretch."""
    return [row for panel in _most(_panels(schema, rows)) for line in _longest(panel) for row in _few(line)]


def left_out(schema: Schema, rows: Sequence[Row]) -> tuple[str, ...]:
    """Why rows of a series that has a drawing are not in it, as keys of what is said of that."""
    panels = _panels(schema, rows)
    if not panels:
        return ()
    true = {
        "series-thinned": any(len(line) > POINTS for panel in _most(panels) for line in _longest(panel)),
        "series-some": sum(len(line) for panel in panels for line in panel) < len(rows),
        "series-lines": any(len(panel) > LINES for panel in _most(panels)),
        "series-panels": len(panels) > PANELS,
    }
    return tuple(key for key, holds in true.items() if holds)


def _panels(schema: Schema, rows: Sequence[Row]) -> list[list[list[Row]]]:
    """The lines that have two dates, each with its rows that have a date and a value, by what one axis can show."""
    lines: dict[Line, list[Row]] = {}
    for row in rows:
        if moment_of(row) is not None and row.value is not None:
            lines.setdefault(line_of(schema, row), []).append(row)
    panels: dict[Any, list[list[Row]]] = {}
    for row_list in lines.values():
        if _goes_on(row_list):
            panels.setdefault(panel_of(row_list[0]), []).append(row_list)
    return list(panels.values())


def _most(panels: Sequence[list[list[Row]]]) -> list[list[list[Row]]]:
    """The panels that are drawn."""
    return sorted(panels, key=lambda panel: -max(map(len, panel)))[:PANELS]


def _longest(panel: Sequence[list[Row]]) -> list[list[Row]]:
    """The lines of a panel that are drawn."""
    return sorted(panel, key=len, reverse=True)[:LINES]


def panel_of(row: Row) -> Any:
    """What one axis can show: one kind of value, one unit, one time since which it is reckoned."""
    return (getattr(row, "kind", None), getattr(row, "unit", None), getattr(row, "base_year", None))


def signed(row: Row) -> float:
    """The value as it is drawn: a fall is below zero."""
    return -float(row.value) if getattr(row, "direction", None) == "down" else float(row.value)


def _goes_on(rows: Iterable[Row]) -> bool:
    """Whether a line has two dates."""
    return len({at.at for row in rows if (at := moment_of(row))}) > 1


def _few(line: Sequence[Row]) -> list[Row]:
    """At most ``POINTS`` rows of a line, in their order: its ends, and of each stretch the highest and the lowest."""
    if len(line) <= POINTS:
        return list(line)
    length = -(-2 * len(line) // (POINTS - 2))
    kept = {0, len(line) - 1}
    for first in range(0, len(line), length):
        stretch = range(first, min(first + length, len(line)))
        kept |= {min(stretch, key=lambda n: signed(line[n])), max(stretch, key=lambda n: signed(line[n]))}
    return [line[n] for n in sorted(kept)]


def by_term(series: Mapping[str, Sequence[Row]], column: str) -> dict[Any, list[Row]]:
    """The first row of each series, which stands for it in lists, by what stands in a column."""
    found: dict[Any, list[Row]] = {}
    for rows in series.values():
        found.setdefault(getattr(rows[0], column, None), []).append(rows[0])
    return found
