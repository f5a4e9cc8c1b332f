"""Lists of rows that have no look of their own: what is observed, measures, and the tables of a newsroom."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, list_page, list_paths, page, row_at, row_paths

_ROLES = ("observation", "measure", "case", "")
"""The roles of such tables; none is a table of the newsroom's own."""


def _row(edition: Edition, path: str) -> Page:
    row = row_at(edition, path)
    policy, clause = edition.source_of(row)
    return page(edition, path, "row.html", edition.heading(row), row=row, policy=policy, clause=clause, shown=edition.shown(row.table))


def _paths(edition: Edition) -> Iterator[str]:
    for role in _ROLES:
        yield from list_paths(role)(edition)


def _row_paths(edition: Edition) -> Iterator[str]:
    for role in _ROLES:
        yield from row_paths(role)(edition)


KINDS = (Kind("list", _paths, lambda edition, path: list_page(edition, path, "list.html")), Kind("row", _row_paths, _row))
