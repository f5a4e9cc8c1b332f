"""A list of regions, sectors and indicators in use, and a page for each: everything that the ledger says of it."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page
from ledger.render.site import TERM_PAGES

_COLUMN = {"regions": "region", "sectors": "sector", "indicators": "indicator"}
_TABLES = {
    "regions": ("targets", "observations", "cases", "policies"),
    "sectors": ("targets", "observations"),
    "indicators": ("targets", "observations"),
}


def _count(edition: Edition, vocabulary: str, id: str) -> int:
    return sum(len(edition.ledger.rows(table, **{_COLUMN[vocabulary]: id})) for table in _TABLES[vocabulary])


def _lists(edition: Edition) -> Iterator[str]:
    for vocabulary in TERM_PAGES:
        if edition.used_ids(vocabulary):
            yield f"{vocabulary}/"


def _list(edition: Edition, path: str) -> Page:
    vocabulary = path.rstrip("/")
    terms = edition.used_terms(vocabulary)
    counts = {t.id: _count(edition, vocabulary, t.id) for t in terms}
    return page(edition, path, "terms.html", edition.t(vocabulary), edition.t(f"{vocabulary}-about"), vocabulary=vocabulary, terms=terms, counts=counts)


def _paths(edition: Edition) -> Iterator[str]:
    for vocabulary in TERM_PAGES:
        for id in edition.used_ids(vocabulary):
            yield f"{vocabulary}/{id}/"


def _term(edition: Edition, path: str) -> Page:
    ledger = edition.ledger
    vocabulary, id = path.split("/")[:2]
    term = ledger.term(vocabulary, id)
    assert term is not None
    rows = {table: ledger.rows(table, **{_COLUMN[vocabulary]: id}) for table in _TABLES[vocabulary]}
    return page(
        edition,
        path,
        "term.html",
        term.names[edition.code],
        edition.t("term-about", count=sum(map(len, rows.values()))),
        vocabulary=vocabulary,
        term=term,
        children=[t for t in edition.used_terms(vocabulary) if t.get("parent") == id],
        parent=ledger.term(vocabulary, term.get("parent")),
        **{name: rows.get(name, ()) for name in ("targets", "observations", "cases", "policies")},
    )


KINDS = (Kind("terms", _lists, _list), Kind("term", _paths, _term))
