"""Documents: the list, and a page for each with everything that cites it."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page

TABLES = ("targets", "observations", "measures", "events", "entries", "technologies", "discrepancies", "identities", "lineage", "clauses")
_OWN = 6
"""A figure of more documents than these is no one's own: a document's page only links to it."""


def _list(edition: Edition, path: str) -> Page:
    return page(edition, path, "policies.html", edition.t("policies"), edition.t("policies-about"), rows=edition.ledger.rows("policies"))


def _paths(edition: Edition) -> Iterator[str]:
    for row in edition.ledger.rows("policies"):
        yield f"policies/{row.id}/"


def _policy(edition: Edition, path: str) -> Page:
    ledger = edition.ledger
    [row] = ledger.rows("policies", id=path.split("/")[1])
    figures = sorted(edition.figures_of(row.id), key=lambda f: len(f.documents))
    own = [f for f in figures if len(f.documents) <= _OWN][:2]
    return page(
        edition,
        path,
        "policy.html",
        edition.own(row, "title"),
        edition.own(row, "note"),
        row=row,
        source=ledger.row("sources", row.source),
        incoming=ledger.rows("lineage", object=row.id),
        figures=own,
        other_figures=[f for f in figures if f not in own],
        coverage=edition.coverage_of(row.id),
        **{name: ledger.rows(name, policy=row.id) for name in TABLES},
    )


KINDS = (Kind("policies", lambda _: ("policies/",), _list), Kind("policy", _paths, _policy))
