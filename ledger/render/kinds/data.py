"""The data themselves: what tables there are, and what the columns of each mean."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.load.roles import FOR_CHECKERS
from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page
from ledger.render.snippets import snippets


def _front(edition: Edition, path: str) -> Page:
    tables = list(edition.ledger.schema.tables.values())
    return page(edition, path, "data.html", edition.t("data"), edition.t("data-about"), tables=tables, sources=edition.ledger.of("source"))


def _paths(edition: Edition) -> Iterator[str]:
    for name in edition.ledger.schema.tables:
        yield f"data/{name}/"


def _table(edition: Edition, path: str) -> Page:
    table = edition.ledger.schema.tables[path.split("/")[1]]
    rows = edition.ledger.rows(table.name)
    return page(
        edition,
        path,
        "table.html",
        table.title[edition.code] or edition.table_title(table.name),
        table.description[edition.code],
        table=table,
        rows=rows,
        is_named=bool(rows) and table.role not in FOR_CHECKERS,
        snippets=snippets(edition, table.name),
    )


KINDS = (Kind("data", lambda _: ("data/",), _front), Kind("table", _paths, _table))
