"""The explorer of a list as it stands on a page: what it sorts and narrows by, where its data are, and what else lists the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.render.columns import columns, facet_columns, facets
from ledger.render.edition import Edition
from ledger.render.parts import Part, table_of

FOLDER = "explore/"
"""Where the data of all explorers are."""
Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Explorer:
    """``data`` is the canonical address of its data, ``columns`` are ``(name, title)`` of all that it sorts by, ``optional`` those of a table
    that it can do without, ``facets`` ``(column, title, [(value, words)])``; ``indices`` are ``(title, path)`` of lists by the same facets."""

    data: str
    columns: tuple[tuple[str, str], ...]
    optional: tuple[tuple[str, str], ...]
    facets: tuple[tuple[str, str, Options], ...]
    indices: tuple[tuple[str, str], ...]


def explorer(edition: Edition, table: str, part: Part) -> Explorer:
    """The explorer over a list of a table, or of the series, of which ``part`` stands on the page. What has one value on a page that has
    all rows parts nothing."""
    path = part.all[0].removeprefix(edition.at(""))
    found = facets(edition, table, part.rows)
    told = {column.name: column.title for column in columns(edition, table)}
    _, *optional = told.items()  # what a row is stays
    told |= {name: title for name, title, _ in found if title not in told.values()}
    parting = tuple(facet for facet in found if part.count > 1 or len(facet[2]) > 1)
    return Explorer(edition.at(f"{FOLDER}{path}"), tuple(told.items()), tuple(optional), parting, tuple(_indices(edition, table)))


def _indices(edition: Edition, table: str) -> Iterator[tuple[str, str]]:
    """The lists of the documents and terms that part a list: each has a page with its rows."""
    declared = edition.ledger.schema.tables[table_of(edition.ledger.schema, table)]
    for name in facet_columns(edition, table):
        field = declared.field(name)
        if field and field.vocabulary in edition.term_pages and edition.has(f"{field.vocabulary}/"):
            yield edition.vocabulary_title(field.vocabulary), f"{field.vocabulary}/"
        elif field and field.reference and (shown := edition.shown(field.reference)).rows_at and shown.at:
            yield edition.table_title(field.reference, of_list=True), shown.at
