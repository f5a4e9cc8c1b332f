"""Charts: the gallery, and for each a page of its own and two to be shown in a frame elsewhere, as a drawing and as a table."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page


def _galleries(edition: Edition) -> Iterator[str]:
    if edition.figure_ids:
        yield "charts/"


def _gallery(edition: Edition, path: str) -> Page:
    return page(edition, path, "charts.html", edition.t("charts"), edition.t("charts-about"))


def _chart(edition: Edition, path: str, template: str = "chart.html", **values: bool) -> Page:
    figure = edition.figure(path.split("/")[1])
    assert figure is not None
    return page(edition, path, template, figure.title, figure.sentence, figure=figure, **values)


KINDS = (
    Kind("charts", _galleries, _gallery),
    Kind("chart", lambda edition: (f"charts/{id}/" for id in edition.figure_ids), _chart),
    Kind(
        "embed",
        lambda edition: (f"embed/{id}/" for id in edition.figure_ids),
        lambda edition, path: _chart(edition, path, "embed.html", as_table=False),
        listed=False,
    ),
    Kind(
        "embedded-table",
        lambda edition: (f"embed/{id}/table/" for id in edition.figure_ids),
        lambda edition, path: _chart(edition, path, "embed.html", as_table=True),
        listed=False,
    ),
)
