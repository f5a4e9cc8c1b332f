"""The timeline: events by year of their beginning; those whose year the source does not print come last."""

from __future__ import annotations

from typing import Any

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page, part_title
from ledger.render.parts import year_of


def _timeline(edition: Edition, path: str) -> Page:
    part = edition.part("events", path)
    years: dict[int | None, list[Any]] = {}
    for row in part.rows:
        years.setdefault(year_of(row), []).append(row)
    title = part_title(edition, edition.t("timeline"), part)
    return page(edition, path, "timeline.html", title, edition.t("timeline-about"), part=part, years=list(years.items()))


KINDS = (Kind("timeline", lambda edition: edition.parts("timeline/") or ("timeline/",), _timeline),)
