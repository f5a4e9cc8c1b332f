"""The timeline: events by year of their beginning; those whose year the source does not print come last."""

from __future__ import annotations

from typing import Any

from ledger.render.agenda import agenda
from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, list_page, list_paths
from ledger.render.parts import year_of


def _timeline(edition: Edition, path: str) -> Page:
    found = list_page(edition, path, "timeline.html")
    years: dict[int | None, list[Any]] = {}
    for row in found.values["part"].rows:
        years.setdefault(year_of(row), []).append(row)
    found.values["years"] = list(years.items())
    found.values["calendar"] = bool(edition.project.date and agenda(edition))
    return found


KINDS = (Kind("timeline", list_paths("event"), _timeline),)
