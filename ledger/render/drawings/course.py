"""A target over time: from its base to what is promised, with what was reported since and what is promised for other years.

All of it is of one kind and unit. Reported figures are black and joined; from the base to the target leads a dashed line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ledger import wording
from ledger.render.drawings.sketch import SIZE, WIDTH, Dot, Drawn, Path, Polyline, Shape, Sketch, above, dates, ink, short
from ledger.render.edition import Edition
from ledger.render.series import AT_A_TIME, moment_at, signed

TOP, HEIGHT, SIDE = 26, 92, 28
"""Pixels above the plot, of it, and at either side."""


class _Point(NamedTuple):
    at: float
    value: float
    until: float | None
    number: str
    said: str
    date: str
    promised: bool
    hollow: bool


def drawn(edition: Edition, row: Any, rows: Mapping[str, Sequence[Any]]) -> list[Drawn]:
    points = sorted(dict.fromkeys(_points(edition, row, rows)), key=lambda point: (point.at, point.promised, point.value))
    if row.value is None or row.kind not in AT_A_TIME or len({point.at for point in points}) < 2:
        return []
    title = edition.t("drawn-course", unit=edition.said(row, "unit") or edition.said(row, "kind"))
    told = (edition.t("drawn-promised" if p.promised else "drawn-reported", date=p.date, value=p.said) for p in points)
    remarks = [edition.t("series-hollow")] if any(p.hollow for p in points) else []
    return [Drawn("course", title, edition.t("semicolon").join(told), _sketch(points, _base(edition, row)), tuple(remarks))]


def _points(edition: Edition, row: Any, rows: Mapping[str, Sequence[Any]]) -> Iterator[_Point]:
    if base := _base(edition, row):
        yield base
    targets = [row, *(other for other in rows.get("over_time", ()) if other.id != row.id)]
    for found, promised in ((targets, True), (rows.get("answered", ()), False)):
        for other in found:
            at = moment_at(other.year or "..")
            if (
                at
                and other.value is not None
                and (promised or other.base_year is None)
                and (other.kind, other.unit, other.direction) == (row.kind, row.unit, row.direction)
            ):
                until = float(other.value_max) if other.value_max is not None else None
                inexact = other.comparator not in (None, "=")
                yield _Point(at.at, signed(other), until, edition.bare(other), edition.measured(other), edition.date(other.year), promised, inexact)


def _base(edition: Edition, row: Any) -> _Point | None:
    at = moment_at(row.base_year or "..")
    if at is None or row.base_value is None or row.kind != "level":
        return None
    number, unit = edition.quantity_parts(row.base_value, row.unit)
    said = edition.quantity(row.base_value, row.unit)
    return _Point(at.at, float(row.base_value), None, said if unit in wording.SIGNS else number, said, edition.date(row.base_year), False, False)


def _sketch(points: Sequence[_Point], base: _Point | None) -> Sketch:
    first, last = min(p.at for p in points), max(p.at for p in points)
    ends = [0.0, *(v for p in points for v in (p.value, p.until) if v is not None)]
    low, high = min(ends), max(ends)

    def place(point: _Point, value: float) -> tuple[float, float]:
        x = SIDE + (point.at - first) / (last - first) * (WIDTH - 2 * SIDE)
        return short(x), short(TOP + (high - value) / ((high - low) or 1.0) * HEIGHT)

    zero = short(TOP + high / ((high - low) or 1.0) * HEIGHT)
    shapes: list[Shape] = [Path(f"M0,{zero:g}H{WIDTH}", ink("ink-3"))]
    reported = [p for p in points if not p.promised]
    if len({p.at for p in reported}) == len(reported) > 1:
        shapes.append(Polyline(" ".join("{:g},{:g}".format(*place(p, p.value)) for p in reported), ink("was")))
    for p in points:
        (x, y), colour = place(p, p.value), ink("promise" if p.promised else "was")
        if base and p.promised and p.at > base.at:
            shapes.append(Path("M{:g},{:g}L{:g},{:g}".format(*place(base, base.value), x, y), ink("promise"), 1.5, dashed=True))
        if p.until is not None:
            shapes.append(Path(f"M{x:g},{y:g}V{place(p, p.until)[1]:g}", colour, 5, 0.4))
        shapes.append(Dot(x, y, colour, p.hollow))
    placed = [place(p, p.value) for p in points]
    order = sorted(zip(points, placed, strict=True), key=lambda item: (not item[0].promised, item[0] is not base))
    shapes += above([(x, min(y, place(p, p.until)[1]) if p.until is not None else y, p.number) for p, (x, y) in order], placed, 0, WIDTH, SIZE)
    shapes += dates([(x, p.date) for p, (x, _) in zip(points, placed, strict=True)], TOP + HEIGHT + 18, 14, WIDTH, SIZE)
    return Sketch(WIDTH, TOP + HEIGHT + 24, tuple(shapes))
