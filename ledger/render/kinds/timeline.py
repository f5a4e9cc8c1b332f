"""The timeline: events by year of their beginning; those whose year the source does not print come last."""

from __future__ import annotations

from typing import Any

from ledger.load.edtf import parse_edtf
from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page


def _timeline(edition: Edition, path: str) -> Page:
    years: dict[int | None, list[Any]] = {}
    for row in edition.ledger.rows("events"):
        years.setdefault(parse_edtf(row.date).years[0], []).append(row)
    ordered = sorted(years.items(), key=lambda item: (item[0] is None, item[0] or 0))
    ordered = [(year, sorted(rows, key=lambda r: (r.date.replace("/", "-"), r.id))) for year, rows in ordered]
    return page(edition, path, "timeline.html", edition.t("timeline"), edition.t("timeline-about"), years=ordered)


KINDS = (Kind("timeline", lambda _: ("timeline/",), _timeline),)
