"""Discrepancies, the worthy first."""

from __future__ import annotations

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page


def _list(edition: Edition, path: str) -> Page:
    rows = edition.ledger.rows("discrepancies")
    return page(edition, path, "discrepancies.html", edition.t("discrepancies"), edition.t("discrepancies-about"), rows=rows)


KINDS = (Kind("discrepancies", lambda _: ("discrepancies/",), _list),)
