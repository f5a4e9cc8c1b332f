"""Discrepancies, the worthy first."""

from __future__ import annotations

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page, part_title


def _list(edition: Edition, path: str) -> Page:
    part = edition.part("discrepancies", path)
    return page(edition, path, "discrepancies.html", part_title(edition, edition.t("discrepancies"), part), edition.t("discrepancies-about"), part=part)


KINDS = (Kind("discrepancies", lambda edition: edition.parts("discrepancies/") or ("discrepancies/",), _list),)
