"""A page to HTML: the one place where a template meets its values, for data pages and editorial pages alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from ledger.project import Language
from ledger.render.citing import citation
from ledger.render.edition import Edition
from ledger.render.faults import render
from ledger.render.following import feeds
from ledger.render.licence import licence_line
from ledger.render.metadata import metadata
from ledger.render.pages import Page


def render_page(edition: Edition, page: Page, languages: Sequence[Language] | None = None) -> str:
    """The HTML of ``page``; ``languages`` as in ``page_values``."""
    return render(edition.environment(page.template), page.template, page_values(edition, page, languages))


def _page_title(edition: Edition, page: Page) -> str:
    """What a browser's tab and a search engine show: the headline and the section, and the value of a target.

    Two targets may share a headline ("enterprises, Gansu, 2020"), a table and an indicator a name; their titles differ.
    """
    if page.template == "home.html":
        return ""
    valued = page.template == "target.html" and page.description not in page.title
    headline = edition.t("colon").join(filter(None, (page.title, page.description))) if valued else page.title
    section = edition.section(page.twin)
    return f"{headline} · {section}" if section not in ("", page.title) else headline


def page_values(edition: Edition, page: Page, languages: Sequence[Language] | None = None) -> dict[str, Any]:
    """What every template may use: ``ed`` (the edition), ``t``, ``url`` relative to this page, and the page's own values.

    ``languages`` are those that have a page at the same address; all, where they are not named.
    """
    here = page.address
    spoken = page.languages or edition.project.languages if languages is None else languages
    return {
        "ed": edition,
        "t": edition.t,
        "url": partial(edition.url, here=here),
        "here": here,
        "project": edition.project,
        "lang": edition.language,
        "title": page.title,
        "page_title": _page_title(edition, page),
        "description": page.description,
        "twin": page.twin,
        "twins": [(other, f"/{other.root}{page.twin}") for other in spoken],
        "metadata": metadata(edition, page, spoken),
        "licence": licence_line(edition),
        "citation": citation(edition, page),
        "feeds": feeds(edition, page),
        "ledger": edition.ledger,
        **page.values,
    }
