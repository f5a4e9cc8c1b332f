"""Documents: the list, and a page for each with everything that cites it."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page, part_title
from ledger.render.parts import SECTIONS

_OWN = 6
"""A figure of more documents than these is no one's own: a document's page only links to it."""
_SECTIONS = {**{table: table for table in SECTIONS}, "incoming": "lineage"}
"""The sections of a page and the tables that they show."""
_WORDS = {"incoming": "lineage"}


def _list(edition: Edition, path: str) -> Page:
    part = edition.part("policies", path)
    return page(edition, path, "policies.html", part_title(edition, edition.t("policies"), part), edition.t("policies-about"), part=part)


def _paths(edition: Edition) -> Iterator[str]:
    for row in edition.ledger.rows("policies"):
        yield f"policies/{row.id}/"


def _policy(edition: Edition, path: str) -> Page:
    ledger = edition.ledger
    [row] = ledger.rows("policies", id=path.split("/")[1])
    figures = edition.figures_of(row.id)
    own = [f for f in figures if len(f.documents) <= _OWN][:2]
    sections = {name: edition.part(table, f"{path}{name}/", path) for name, table in _SECTIONS.items()}
    return page(
        edition,
        path,
        "policy.html",
        edition.own(row, "title"),
        edition.own(row, "note"),
        row=row,
        source=ledger.row("sources", row.source),
        figures=own,
        other_figures=[f for f in figures if f not in own],
        coverage=edition.coverage_of(row.id),
        sections={name: part for name, part in sections.items() if part.rows},
    )


def _later_parts(edition: Edition) -> Iterator[str]:
    for row in edition.ledger.rows("policies"):
        for name in _SECTIONS:
            yield from edition.parts(f"policies/{row.id}/{name}/")[1:]


def _section(edition: Edition, path: str) -> Page:
    _, id, name = path.split("/")[:3]
    [row] = edition.ledger.rows("policies", id=id)
    part = edition.part(_SECTIONS[name], path, f"policies/{id}/")
    title = part_title(edition, f"{edition.own(row, 'title')}{edition.t('colon')}{edition.t(_WORDS.get(name, name))}", part)
    return page(edition, path, "section.html", title, row=row, name=name, part=part)


KINDS = (
    Kind("policies", lambda edition: edition.parts("policies/") or ("policies/",), _list),
    Kind("policy", _paths, _policy),
    Kind("policy-section", _later_parts, _section),
)
