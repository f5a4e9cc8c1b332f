"""Which feeds a page leads to: that of what it is about, and those of the whole site."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.render.edition import Edition
from ledger.render.metadata import WITHOUT_ADDRESS
from ledger.render.pages import Page


def feeds(edition: Edition, page: Page) -> list[tuple[str, str]]:
    """``(title, address)`` of each; none where the site knows no address or no day."""
    project = edition.project
    if not (project.site_url and project.date) or page.template in WITHOUT_ADDRESS:
        return []
    found = []
    row, vocabulary, term = page.values.get("row"), page.values.get("vocabulary"), page.values.get("term")
    if page.template == "policy.html" and row is not None and edition.has_news(f"document/{row.id}"):
        found.append((page.title, f"{page.address}feed.xml"))
    if page.template == "term.html" and term is not None and vocabulary == edition.ledger.schema.places and edition.has_news(f"place/{term.id}"):
        found.append((page.title, f"{page.address}feed.xml"))
    return [*found, *((edition.t(name), edition.at(f"feeds/{name}.xml")) for name in whole(edition))]


def holders(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """``(path, document, place)`` of what has dates and news of its own: each document and each place that has a page."""
    schema = edition.ledger.schema
    for table in schema.of("document"):
        if at := edition.shown(table.name).rows_at:
            yield from ((f"{at}{row.id}/", str(row.id), "") for row in edition.ledger.rows(table.name))
    if schema.places in schema.term_pages:
        yield from ((f"{schema.places}/{id}/", "", id) for id in edition.used_ids(schema.places))


def holder_at(edition: Edition, path: str) -> tuple[str, str]:
    """The document and the place that the page at a path is about: one of them, or neither."""
    folder, _, id = path.rstrip("/").rpartition("/")
    return ("", id) if folder == edition.ledger.schema.places else (id, "")


def whole(edition: Edition) -> list[str]:
    """The feeds of the whole site, by what they tell."""
    there = {"stories": edition.has("stories/"), "changes": edition.has("changes/"), "discrepancies": _section(edition, "discrepancy")}
    return [name for name, is_there in there.items() if is_there]


def _section(edition: Edition, role: str) -> bool:
    tables = edition.ledger.schema.of(role)
    return any(edition.has(at) for table in tables if (at := edition.shown(table.name).at))
