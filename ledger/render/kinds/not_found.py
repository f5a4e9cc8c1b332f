"""What a host shows for an address that is not there: one page, in the first language."""

from __future__ import annotations

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page


def _page(edition: Edition, path: str) -> Page:
    return Page("/", "", "404.html", edition.t("not-found"), edition.t("not-found"))


KINDS = (Kind("not-found", lambda edition: () if edition.language.root else ("404.html",), _page, listed=False),)
