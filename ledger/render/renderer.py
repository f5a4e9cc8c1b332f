"""A page to HTML: the one place where a template meets its values, for data pages and editorial pages alike."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from jinja2 import Environment

from ledger.render.edition import Edition
from ledger.render.pages import Page


def render_page(environment: Environment, edition: Edition, page: Page, twins: Mapping[str, Edition]) -> str:
    """The HTML of ``page``. ``twins`` are all editions; a language switch leads to the same page in each."""
    return environment.get_template(page.template).render(**page_values(edition, page, twins))


def page_values(edition: Edition, page: Page, twins: Mapping[str, Edition]) -> dict[str, Any]:
    """What every template may use: ``ed`` (the edition), ``t``, ``url`` relative to this page, and the page's own values."""
    here = page.address
    return {
        "ed": edition,
        "t": edition.t,
        "url": partial(edition.url, here=here),
        "here": here,
        "project": edition.project,
        "lang": edition.language,
        "title": page.title,
        "description": page.description,
        "twin": page.twin,
        "twins": [(other.language, other.at(page.twin)) for other in twins.values()],
        "ledger": edition.ledger,
        **page.values,
    }
