"""A list of regions, sectors and indicators in use, and a page for each: everything that the ledger says of it."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page, part_title
from ledger.render.parts import TERM_SECTIONS
from ledger.render.site import TERM_PAGES


def _count(edition: Edition, vocabulary: str, id: str) -> int:
    column = vocabulary.removesuffix("s")
    return sum(len(edition.ledger.rows(table, **{column: id})) for table in TERM_SECTIONS[vocabulary] if table != "series")


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
    sections = {table: edition.part(table, f"{path}{table}/", path) for table in TERM_SECTIONS[vocabulary]}
    return page(
        edition,
        path,
        "term.html",
        term.names[edition.code],
        edition.t("term-about", count=sum(part.total for name, part in sections.items() if name != "series")),
        vocabulary=vocabulary,
        term=term,
        children=[t for t in edition.used_terms(vocabulary) if t.get("parent") == id],
        parent=ledger.term(vocabulary, term.get("parent")),
        sections={name: part for name, part in sections.items() if part.rows},
    )


def _later_parts(edition: Edition) -> Iterator[str]:
    for vocabulary, tables in TERM_SECTIONS.items():
        for id in edition.used_ids(vocabulary):
            for table in tables:
                yield from edition.parts(f"{vocabulary}/{id}/{table}/")[1:]


def _section(edition: Edition, path: str) -> Page:
    vocabulary, id, table = path.split("/")[:3]
    part = edition.part(table, path, f"{vocabulary}/{id}/")
    title = part_title(edition, f"{edition.name(vocabulary, id)}{edition.t('colon')}{edition.t(table)}", part)
    return page(edition, path, "term-section.html", title, vocabulary=vocabulary, term=edition.ledger.term(vocabulary, id), name=table, part=part)


KINDS = (Kind("terms", _lists, _list), Kind("term", _paths, _term), Kind("term-section", _later_parts, _section))
