"""Charts: the gallery, and for each a page of its own and two to be shown in a frame elsewhere, as a drawing and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, page


def _galleries(edition: Edition) -> Iterator[str]:
    if edition.figure_ids:
        yield "charts/"


def _gallery(edition: Edition, path: str) -> Page:
    return page(edition, path, "charts.html", edition.t("charts"), edition.t("charts-about"))


def _chart(edition: Edition, path: str) -> Page:
    figure = edition.figure(path.split("/")[1])
    assert figure is not None
    return page(edition, path, "chart.html", figure.title, figure.sentence, figure=figure)


def _frames(edition: Edition) -> Iterator[str]:
    """A page to be framed for each chart that has a page, and for each state of any chart: from there a page takes what a reader chooses."""
    yield from (f"embed/{id}/" for id in dict.fromkeys((*edition.figure_ids, *(id for id, _ in edition.figure_states))))
    yield from (f"embed/{id}/{state}/" for id, state in edition.figure_states)


def _frame(edition: Edition, path: str, as_table: bool = False) -> Page:
    _, id, state, *_ = path.split("/")
    figure = edition.any_figure(id).in_state("" if as_table else state)
    return page(edition, path, "embed.html", figure.title, figure.sentence, figure=figure, as_table=as_table)


KINDS = (
    Kind("charts", _galleries, _gallery),
    Kind("chart", lambda edition: (f"charts/{id}/" for id in edition.figure_ids), _chart),
    Kind("embed", _frames, _frame, listed=False),
    Kind("embedded-table", lambda edition: (f"embed/{id}/table/" for id in edition.figure_ids), partial(_frame, as_table=True), listed=False),
)
