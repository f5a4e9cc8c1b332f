"""Series: a page for each, years across and all else down, and a list of all."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.load.schema import Schema
from ledger.render.drawings.curves import Drawing, Speech, draw
from ledger.render.edition import Edition
from ledger.render.explorer import explorer
from ledger.render.pages import Kind, Page, page, part_title
from ledger.render.parts import Part, list_of
from ledger.render.series import ACROSS, LINES, PANELS, SERIES, Line, in_order, line_of, moment_of, panel_of, series_table


@dataclass(frozen=True)
class Table:
    """Dates beside one another, and each line that has a value at one of them: ``cells`` are the rows at each date."""

    dates: tuple[str | None, ...]
    lines: tuple[tuple[Any, tuple[tuple[Any, ...], ...]], ...]


@dataclass(frozen=True)
class Panel:
    """What one axis shows, called ``title``: a drawing for a wide screen and one for a phone; ``said`` is what they show in words."""

    title: str
    said: str
    wide: Drawing
    narrow: Drawing


def _tables(schema: Schema, rows: Sequence[Any]) -> list[Table]:
    """Rows as tables of at most ``ACROSS`` dates, about as wide as one another."""
    dates = list(dict.fromkeys(row.year for row in in_order(rows)))
    count = -(-len(dates) // ACROSS)
    places = {date: n * count // len(dates) for n, date in enumerate(dates)}
    tables: list[dict[Line, dict[Any, list[Any]]]] = [{} for _ in range(count)]
    for row in rows:
        tables[places[row.year]].setdefault(line_of(schema, row), {}).setdefault(row.year, []).append(row)
    found = []
    for n, lines in enumerate(tables):
        across = tuple(date for date in dates if places[date] == n)
        down = tuple((next(iter(cells.values()))[0], tuple(tuple(cells.get(date, ())) for date in across)) for cells in lines.values())
        found.append(Table(across, down))
    return found


def _panels(edition: Edition, rows: Sequence[Any], kinds: bool) -> list[Panel]:
    panels: dict[Any, list[Any]] = {}
    for row in rows:
        panels.setdefault(panel_of(row), []).append(row)
    found = []
    for of in panels.values():
        line = functools.partial(line_of, edition.ledger.schema)
        speech = Speech(edition.line_name, edition.measured, edition.bare, lambda row: edition.date(row.year), edition.factor(of[0].unit), edition.code, line)
        lines: dict[Line, list[Any]] = {}
        for row in of:
            lines.setdefault(line(row), []).append(row)
        ends = (
            edition.t("series-line", name=edition.line_name(line[0]), first=_said(edition, line[0]), last=_said(edition, line[-1])) for line in lines.values()
        )
        unit = edition.said(of[0], "unit")
        title = edition.t("comma").join(filter(None, (edition.line_kind(of[0]) if kinds or not unit else "", unit)))
        if len(lines) == 1:
            title = f"{edition.line_name(of[0])}{edition.t('colon')}{title}"
        found.append(Panel(title, edition.t("semicolon").join(ends), draw(of, speech, narrow=False), draw(of, speech, narrow=True)))
    return found


def _about(edition: Edition, part: Part) -> str:
    """How many rows there are, and of which time where all of them stand here."""
    dated = [row for row in in_order(part.rows) if moment_of(row)] if part.count == 1 else []
    if not dated:
        return edition.t("series-about", count=part.total)
    return edition.t("series-span", count=part.total, first=edition.date(dated[0].year), last=edition.date(dated[-1].year))


def _remarks(edition: Edition, panels: Sequence[Panel], left_out: Sequence[str], total: int) -> list[str]:
    """What has to be said of the drawings, and why they do not show everything."""
    marks = [mark for panel in panels for curve in panel.wide.curves for mark in curve.marks]
    found = ["series-hollow"] if any(mark.hollow for mark in marks) else []
    found += ["series-range"] if any(mark.until is not None for mark in marks) else []
    found += left_out
    said = [edition.t(key, lines=LINES, panels=PANELS) for key in found]
    return said + ([edition.t("series-in-tables", n=total)] if left_out else [])


def _said(edition: Edition, row: Any) -> str:
    return f"{edition.measured(row)}{edition.t('in-brackets', text=edition.date(row.year))}"


def _paths(edition: Edition) -> Iterator[str]:
    for path in edition.series_paths():
        yield from edition.parts(path)


def _series(edition: Edition, path: str) -> Page:
    own = list_of(path)
    part = edition.part(SERIES, path)
    drawn = edition.drawn(own) if part.place == 1 else ()
    row = part.rows[0]
    kinds = len({edition.line_kind(row) for row in part.rows}) > 1
    panels = _panels(edition, drawn, kinds)
    return page(
        edition,
        path,
        "series.html",
        part_title(edition, edition.series_title(row), part),
        _about(edition, part),
        row=row,
        part=part,
        tables=_tables(edition.ledger.schema, part.rows),
        kinds=kinds,
        panels=panels,
        remarks=_remarks(edition, panels, edition.left_out(own) if panels else (), part.total),
        files=f"/{own}{series_table(edition.ledger.schema)}.",
    )


def _list(edition: Edition, path: str) -> Page:
    part = edition.part(SERIES, path)
    title, about = part_title(edition, edition.t("series"), part), edition.t("series-list-about")
    return page(edition, path, "series-list.html", title, about, part=part, explorer=explorer(edition, SERIES, part))


KINDS = (
    Kind("series-list", lambda edition: edition.parts("series/"), _list),
    Kind("series", _paths, _series),
)
