"""Charts: the gallery, and for each a page of its own and one to be shown in a frame elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page


def _galleries(edition: Edition) -> Iterator[str]:
    if edition.figure_ids:
        yield "charts/"


def _gallery(edition: Edition, path: str) -> Page:
    return page(edition, path, "charts.html", edition.t("charts"), edition.t("charts-about"))


def _paths(edition: Edition) -> Iterator[str]:
    for id in edition.figure_ids:
        yield from (f"charts/{id}/", f"embed/{id}/")


def _chart(edition: Edition, path: str) -> Page:
    folder, id = path.split("/")[:2]
    figure = edition.figure(id)
    assert figure is not None
    return page(edition, path, "chart.html" if folder == "charts" else "embed.html", figure.title, figure.sentence, figure=figure)


KINDS = (Kind("charts", _galleries, _gallery), Kind("chart", _paths, _chart))
