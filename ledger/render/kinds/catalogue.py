"""The catalogue: its front, a page a technology, and a list for each kind of entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page


def _kinds(edition: Edition) -> list[tuple[Any, Any]]:
    """``(term, its entries)`` of each kind that has some, in the order of the vocabulary."""
    ledger = edition.ledger
    return [(t, rows) for t in ledger.vocabularies.get("entry-kinds", {}).values() if (rows := ledger.rows("entries", kind=t.id))]


def _front(edition: Edition, path: str) -> Page:
    technologies = edition.ledger.rows("technologies")
    about = edition.t("catalogue-about")
    return page(edition, path, "catalogue.html", edition.t("catalogue"), about, technologies=technologies, kinds=_kinds(edition))


def _technologies(edition: Edition) -> Iterator[str]:
    for row in edition.ledger.rows("technologies"):
        yield f"catalogue/technologies/{row.id}/"


def _technology(edition: Edition, path: str) -> Page:
    ledger = edition.ledger
    [row] = ledger.rows("technologies", id=path.split("/")[2])
    policy, clause = edition.source_of(row)
    return page(
        edition,
        path,
        "technology.html",
        edition.own(row, "name"),
        edition.own(row, "summary"),
        row=row,
        policy=policy,
        clause=clause,
        cases=ledger.rows("cases", technology=row.id),
        parameters=ledger.rows("parameters", technology=row.id),
        near=[t for t in ledger.rows("technologies", industry_class=row.industry_class) if t.id != row.id],
    )


def _lists(edition: Edition) -> Iterator[str]:
    for term, _ in _kinds(edition):
        yield f"catalogue/{term.id}/"


def _entries(edition: Edition, path: str) -> Page:
    term = edition.ledger.term("entry-kinds", path.split("/")[1])
    assert term is not None
    rows = edition.ledger.rows("entries", kind=term.id)
    return page(edition, path, "entries.html", term.names[edition.code], edition.t("entries-about", count=len(rows)), term=term, rows=rows)


KINDS = (
    Kind("catalogue", lambda _: ("catalogue/",), _front),
    Kind("technology", _technologies, _technology),
    Kind("entries", _lists, _entries),
)
