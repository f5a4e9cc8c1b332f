"""Targets: the list of each table, and a page for each target."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.render.drawings import drawings
from ledger.render.edition import Edition
from ledger.render.near import FEW
from ledger.render.pages import Kind, Page, list_page, list_paths, page, part_title, row_at, row_paths
from ledger.render.parts import linked


def _target(edition: Edition, path: str) -> Page:
    row = row_at(edition, path)
    policy, clause = edition.source_of(row)
    answered, periods = edition.near(row, "answered"), edition.over_time(row)
    return page(
        edition,
        path,
        "target.html",
        edition.heading(row),
        edition.measured(row),
        row=row,
        policy=policy,
        clause=clause,
        siblings=edition.near(row, "siblings"),
        answered=answered,
        periods=periods,
        drawings=drawings(edition, "target", row, {"answered": answered, "over_time": periods}),
        few=FEW,
    )


def _lineages(edition: Edition) -> Iterator[str]:
    for id in linked(edition.ledger):
        table, row = edition.ledger.owner.get(id, ("", None))
        if table and edition.shown(table).table.role == "target":
            yield from edition.parts(f"{edition.address(row).removeprefix(edition.at(''))}lineage/")


def _lineage(edition: Edition, path: str) -> Page:
    row = row_at(edition, path, "lineage/")
    part = edition.part(edition.ledger.schema.of("lineage")[0].name, path)
    title = f"{edition.headline(row)}{edition.t('colon')}{edition.t('lineage')}{edition.t('in-brackets', text=row.id)}"
    return page(edition, path, "target-lineage.html", part_title(edition, title, part), row=row, part=part)


KINDS = (
    Kind("targets", list_paths("target"), lambda edition, path: list_page(edition, path, "targets.html")),
    Kind("target", row_paths("target"), _target),
    Kind("target-lineage", _lineages, _lineage),
)
