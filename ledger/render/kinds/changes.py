"""What changed: the days of the ledger, the last first, and for each a list of the facts that were others before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.render.changes import AT, day_path
from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page, part_title
from ledger.render.parts import list_of


def _fronts(edition: Edition) -> Iterator[str]:
    if edition.days_of_change:
        yield AT


def _front(edition: Edition, path: str) -> Page:
    return page(edition, path, "changes.html", edition.t("changes"), edition.t("changes-about"), days=edition.days_of_change)


def _paths(edition: Edition) -> Iterator[str]:
    for day, counts in edition.days_of_change.items():
        if counts.changed:
            yield from edition.parts(day_path(day))


def _day(edition: Edition, path: str) -> Page:
    day = list_of(path).removeprefix(AT).strip("/")
    table = edition.ledger.schema.of("change")[0].name
    part = edition.part(table, path)
    title = part_title(edition, f"{edition.t('changes')}{edition.t('colon')}{edition.date(day)}", part)
    lines: list[Any] = [(line, owned[1] if (owned := edition.ledger.owner.get(line.row)) else None) for line in part.rows]
    is_reasoned = any(edition.own(line, "reason") for line in part.rows)
    about = edition.t("n-changes", n=part.total)
    return page(edition, path, "changes-day.html", title, about, part=part, lines=lines, is_reasoned=is_reasoned)


KINDS = (Kind("changes", _fronts, _front), Kind("changes-day", _paths, _day))
