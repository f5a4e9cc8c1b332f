"""The targets of a place, a product, an indicator … by the year that they are set for: a line an indicator, or else what they differ in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ledger.charts.svg import balanced
from ledger.charts.theme import width_of
from ledger.load.edtf import parse_edtf
from ledger.render.drawings.sketch import LEADING, SIZE, WIDTH, Dot, Drawn, Path, Shape, Sketch, Words, dates, ink, short
from ledger.render.edition import Edition

LINES = 10
"""So many lines are drawn, those with most targets."""
NAMES = 150
"""Pixels that names may take."""


def drawn(edition: Edition, term: Any, rows: Mapping[str, Sequence[Any]]) -> list[Drawn]:
    targets = [row for row in rows.get("target", ()) if row.year and parse_edtf(row.year).years[1]]
    column = _apart(edition, targets)
    if not column:
        return []
    lines = Counter(edition.said(row, column) for row in targets if edition.said(row, column))
    shown = [name for name, _ in lines.most_common(LINES)]
    counts = Counter((edition.said(row, column), _due(row)) for row in targets)
    years = sorted({year for name, year in counts if name in shown})
    if len(shown) < 2:
        return []
    said = edition.t("semicolon").join(
        f"{name}{edition.t('colon')}{edition.t('enumeration').join(_counted(edition, counts[name, y], y) for y in years if counts[name, y])}" for name in shown
    )
    remarks = []
    if len(lines) > len(shown):
        remarks.append(edition.t("drawn-due-some", n=len(shown), total=len(lines)))
    undated = len(rows.get("target", ())) - len(targets)
    if undated:
        remarks.append(edition.t("drawn-due-undated", n=undated))
    return [Drawn("due", edition.t("drawn-due"), said, _sketch(edition, shown, years, counts), tuple(remarks))]


def _apart(edition: Edition, targets: Sequence[Any]) -> str:
    """What the targets differ in: their indicator, else their place, else another dimension."""
    if len(targets) < 2:
        return ""
    table = edition.ledger.schema.tables[targets[0].table]
    columns = [table.column("indicator"), edition.ledger.schema.place(table), *(f.name for f in table.dimensions)]
    return next((c for c in columns if c and len({getattr(row, c) for row in targets} - {None}) > 1), "")


def _due(row: Any) -> int:
    return parse_edtf(row.year).years[1] or 0


def _counted(edition: Edition, count: int, year: int) -> str:
    date = edition.date(str(year))
    return date if count == 1 else edition.t("drawn-times", date=date, n=count)


def _sketch(edition: Edition, names: Sequence[str], years: Sequence[int], counts: Mapping[tuple[str, int], int]) -> Sketch:
    wrapped = {name: balanced(name, SIZE, NAMES) for name in names}
    left = max(width_of(line, SIZE) for lines in wrapped.values() for line in lines) + 24
    right = WIDTH - 26

    def x_of(year: int) -> float:
        reach = years[-1] - years[0]
        return short(left + ((year - years[0]) / reach if reach else 0.5) * (right - left))

    shapes: list[Shape] = []
    top = 4.0
    for name in names:
        lines = wrapped[name]
        middle = short(top + LEADING * len(lines) / 2)
        shapes.append(Path(f"M{short(left - 12):g},{middle:g}H{WIDTH}", ink("rule")))
        shapes += (Words(0, short(top + SIZE + LEADING * n), line, "start", ink("ink-2")) for n, line in enumerate(lines))
        for year in years:
            if count := counts.get((name, year)):
                shapes.append(Dot(x_of(year), middle, ink("promise")))
                if count > 1:
                    shapes.append(Words(x_of(year) + 7, middle + 4, f"×{count}", "start", ink("ink"), halo=True))
        top += LEADING * len(lines) + 6
    shapes += dates([(x_of(year), edition.date(str(year))) for year in years], short(top + SIZE), left, WIDTH, SIZE)
    return Sketch(WIDTH, short(top + SIZE + 6), tuple(shapes))
