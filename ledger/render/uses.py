"""Where a row is used: the pages that editors wrote which refer to it, and the charts of whose rows it is one.

A list in which a row merely stands uses nothing of it; nor does a total, which names no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ledger.charts.declared.asked import digest_of, is_id
from ledger.charts.figure import Figure
from ledger.load.content import Document
from ledger.load.ledger import Ledger

FEW = 6
"""So many pages, and so many charts, are named."""


class Uses(NamedTuple):
    """``(title, path)`` of the first pages and charts, the path without the edition's root, and how many there are more."""

    pages: tuple[tuple[str, str], ...]
    charts: tuple[tuple[str, str], ...]
    more_pages: int
    more_charts: int


def uses(ledger: Ledger, documents: Iterable[Document], figures: Sequence[Figure]) -> dict[str, Uses]:
    """By the id of the row on whose page they are told. ``documents`` and ``figures`` are those of one language, in the order in which
    they are told; a chart that a page declares is that page."""
    pages: dict[str, dict[tuple[str, str], None]] = {}
    charts: dict[str, dict[tuple[str, str], None]] = {}
    blocks = {figure.block: figure for figure in figures if figure.block}
    for document in documents:
        for id in (*document.named, *_drawn_on(document, blocks)):
            if holder := _holder(ledger, id):
                pages.setdefault(holder, {})[document.meta.title, document.address] = None
    for figure in sorted((f for f in figures if not f.block), key=lambda figure: len(figure.links)):
        for id in figure.links:
            if (holder := _holder(ledger, id)) and not ledger.find("document", holder):  # a document's page shows its charts
                charts.setdefault(holder, {})[figure.title, f"charts/{figure.id}/"] = None
    return {id: _few(tuple(pages.get(id, ())), tuple(charts.get(id, ()))) for id in dict.fromkeys((*pages, *charts))}


def _few(pages: tuple[tuple[str, str], ...], charts: tuple[tuple[str, str], ...]) -> Uses:
    return Uses(pages[:FEW], charts[:FEW], len(pages[FEW:]), len(charts[FEW:]))


def _drawn_on(document: Document, blocks: Mapping[str, Figure]) -> Iterable[str | None]:
    """The rows of the charts that a page declares in itself."""
    if blocks and "chart" in document.body:
        for part in document.parts():
            text = "\n".join(part.lines).strip()
            if part.language == "chart" and not is_id(text) and (figure := blocks.get(digest_of(text))):
                yield from figure.links


def _holder(ledger: Ledger, id: str | None) -> str:
    """The row on whose page a row stands: itself, the technology of a case, the document of a measure."""
    if id is None or id not in ledger.owner:
        return ""
    table, row = ledger.owner[id]
    own: Any = row.id if ledger.schema.shown[table].rows_at else getattr(row, "item", None) or getattr(row, "document", None)
    return own or ""
