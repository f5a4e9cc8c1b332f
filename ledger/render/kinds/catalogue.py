"""The catalogue: its front, a page a technology, and a list for each kind of entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page, part_title
from ledger.render.parts import OF_A_TECHNOLOGY, list_of


def _kinds(edition: Edition) -> list[tuple[Any, Any]]:
    """``(term, its entries)`` of each kind that has some, in the order of the vocabulary."""
    ledger = edition.ledger
    return [(t, rows) for t in ledger.vocabularies.get("entry-kinds", {}).values() if (rows := ledger.rows("entries", kind=t.id))]


def _front(edition: Edition, path: str) -> Page:
    part = edition.part("technologies", path)
    kinds = _kinds(edition) if part.place == 1 else []
    return page(edition, path, "catalogue.html", part_title(edition, edition.t("catalogue"), part), edition.t("catalogue-about"), part=part, kinds=kinds)


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
        **{name: edition.part(name, f"{path}{name}/", path) for name in OF_A_TECHNOLOGY},
        near=edition.near(row, "near_technologies"),
    )


def _later_parts(edition: Edition) -> Iterator[str]:
    for path in _technologies(edition):
        for name in OF_A_TECHNOLOGY:
            yield from edition.parts(f"{path}{name}/")[1:]


def _section(edition: Edition, path: str) -> Page:
    *_, id, name = list_of(path).rstrip("/").split("/")
    [row] = edition.ledger.rows("technologies", id=id)
    part = edition.part(name, path, f"catalogue/technologies/{id}/")
    title = part_title(edition, f"{edition.own(row, 'name')}{edition.t('colon')}{edition.t(name)}", part)
    return page(edition, path, "technology-section.html", title, row=row, name=name, part=part)


def _lists(edition: Edition) -> Iterator[str]:
    for term, _ in _kinds(edition):
        yield from edition.parts(f"catalogue/{term.id}/")


def _entries(edition: Edition, path: str) -> Page:
    term = edition.ledger.term("entry-kinds", path.split("/")[1])
    assert term is not None
    part = edition.part("entries", path)
    title = part_title(edition, term.names[edition.code], part)
    return page(edition, path, "entries.html", title, edition.t("entries-about", count=part.total), term=term, part=part)


KINDS = (
    Kind("catalogue", lambda edition: edition.parts("catalogue/") or ("catalogue/",), _front),
    Kind("technology", _technologies, _technology),
    Kind("technology-section", _later_parts, _section),
    Kind("entries", _lists, _entries),
)
