"""The page on which a reader searches."""

from __future__ import annotations

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page


def _search(edition: Edition, path: str) -> Page:
    return page(edition, path, "search.html", edition.t("search"), edition.t("search-about"))


KINDS = (Kind("search", lambda _: ("search/",), _search, listed=False),)
