"""A list of the terms of a vocabulary that are in use, and a page for each: everything that the ledger says of it."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.render.agenda import agenda
from ledger.render.drawings import TERM, drawings
from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page, part_title, split_list
from ledger.render.parts import named, of_a_term, segment
from ledger.render.places import tiles
from ledger.render.series import SERIES


def _lists(edition: Edition) -> Iterator[str]:
    for vocabulary in edition.term_pages:
        if edition.used_ids(vocabulary):
            yield f"{vocabulary}/"


def _list(edition: Edition, path: str) -> Page:
    vocabulary = path.rstrip("/")
    terms = edition.used_terms(vocabulary)
    counts = {t.id: edition.counted(vocabulary, t.id)[:2] for t in terms}
    title, about = edition.vocabulary_title(vocabulary), edition.vocabulary_about(vocabulary)
    placed = tiles(edition.placed_terms(vocabulary), counts, edition.code)
    return page(edition, path, "terms.html", title, about, vocabulary=vocabulary, terms=terms, counts=counts, map=placed)


def _about(edition: Edition, vocabulary: str, id: str) -> str:
    """How much the ledger has of a term itself, and how much of those within it."""
    own, within, _ = edition.counted(vocabulary, id)
    of_places = vocabulary == edition.ledger.schema.places
    said = [edition.t("term-about", count=own) if own or not within else edition.t("term-none")]
    said += [edition.t("term-within-places" if of_places else "term-within", count=within)] if within else []
    return edition.t("semicolon").join(said)


def _paths(edition: Edition) -> Iterator[str]:
    for vocabulary in edition.term_pages:
        for id in edition.used_ids(vocabulary):
            yield f"{vocabulary}/{id}/"


def _term(edition: Edition, path: str) -> Page:
    ledger = edition.ledger
    vocabulary, id = path.split("/")[:2]
    term = ledger.term(vocabulary, id)
    assert term is not None
    sections = {segment(name): edition.excerpt(name, f"{path}{segment(name)}/", path) for name in of_a_term(ledger.schema, vocabulary)}
    drawn = next((name for name, part in sections.items() if name in edition.tables_of("target") and part.rows), "")
    targets = edition.part(drawn, f"{path}{drawn}/", path).rows if drawn else ()
    return page(
        edition,
        path,
        "term.html",
        term.names[edition.code],
        _about(edition, vocabulary, id),
        vocabulary=vocabulary,
        term=term,
        children=[(t, edition.counted(vocabulary, t.id)) for t in edition.used_terms(vocabulary) if t.get("parent") == id],
        calendar=bool(edition.project.date and vocabulary == ledger.schema.places and agenda(edition, place=id)),
        within=edition.rows_within(vocabulary, id),
        count_within=edition.counted(vocabulary, id).within,
        parent=ledger.term(vocabulary, term.get("parent")),
        sections={name: part for name, part in sections.items() if part.rows},
        drawings=drawings(edition, TERM, term, {"target": targets}),
    )


def _later_parts(edition: Edition) -> Iterator[str]:
    for vocabulary in edition.term_pages:
        for id in edition.used_ids(vocabulary):
            for table in of_a_term(edition.ledger.schema, vocabulary):
                yield from edition.pages_below(table, f"{vocabulary}/{id}/{segment(table)}/", f"{vocabulary}/{id}/")


def _section(edition: Edition, path: str) -> Page:
    owner, name = split_list(path)
    table = named(name)
    vocabulary, id = owner.rstrip("/").split("/")
    part = edition.part(table, path, owner)
    words = edition.t("series") if table == SERIES else edition.table_title(table)
    title = part_title(edition, f"{edition.name(vocabulary, id)}{edition.t('colon')}{words}", part)
    return page(edition, path, "term-section.html", title, vocabulary=vocabulary, term=edition.ledger.term(vocabulary, id), name=name, part=part)


KINDS = (Kind("terms", _lists, _list), Kind("term", _paths, _term), Kind("term-section", _later_parts, _section))
