"""Stories by what they are about and by who wrote them: where the tags and the names beside each story lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ledger.render.edition import Edition
from ledger.render.filed import PAGE
from ledger.render.pages import Kind, Page, page


def _paths(edition: Edition) -> Iterator[str]:
    if edition.filed:
        yield PAGE


def _page(edition: Edition, path: str) -> Page:
    return replace(page(edition, path, "filed.html", edition.t("stories-filed"), edition.t("stories-filed-about")), languages=tuple(edition.filed_in))


KINDS = (Kind("filed", _paths, _page),)
