"""Targets: the list, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.render.edition import Edition
from ledger.render.near import FEW
from ledger.render.pages import Kind, Page, page, part_title
from ledger.render.parts import linked


def _list(edition: Edition, path: str) -> Page:
    part = edition.part("targets", path)
    return page(edition, path, "targets.html", part_title(edition, edition.t("targets"), part), edition.t("targets-about"), part=part)


def _paths(edition: Edition) -> Iterator[str]:
    for row in edition.ledger.rows("targets"):
        yield f"targets/{row.id}/"


def _target(edition: Edition, path: str) -> Page:
    ledger = edition.ledger
    [row] = ledger.rows("targets", id=path.split("/")[1])
    policy, clause = edition.source_of(row)
    region, what = edition.name("regions", row.region), edition.headline(row)
    title = edition.t("in-region", region=region, what=what) if region else what
    return page(
        edition,
        path,
        "target.html",
        f"{title}{edition.t('year-suffix', year=edition.date(row.year)) if row.year else ''}",
        edition.measured(row),
        row=row,
        policy=policy,
        clause=clause,
        siblings=edition.near(row, "siblings"),
        answered=edition.near(row, "answered"),
        few=FEW,
    )


def _lineages(edition: Edition) -> Iterator[str]:
    for id in linked(edition.ledger):
        yield from edition.parts(f"targets/{id}/lineage/")


def _lineage(edition: Edition, path: str) -> Page:
    [row] = edition.ledger.rows("targets", id=path.split("/")[1])
    part = edition.part("lineage", path)
    title = f"{edition.headline(row)}{edition.t('colon')}{edition.t('lineage')}{edition.t('in-brackets', text=row.id)}"
    return page(edition, path, "target-lineage.html", part_title(edition, title, part), row=row, part=part)


KINDS = (
    Kind("targets", lambda edition: edition.parts("targets/") or ("targets/",), _list),
    Kind("target", _paths, _target),
    Kind("target-lineage", _lineages, _lineage),
)
