"""Each figure's files: its table as CSV and JSON, its drawing, its picture, and the specs to take over with."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from ledger.charts.cells import text_of
from ledger.charts.figure import Figure
from ledger.charts.pictures import make_pictures, picture, shared
from ledger.charts.theme import variables
from ledger.outputs.output import Output
from ledger.outputs.sheet import sheet
from ledger.outputs.tables import lines
from ledger.render.edition import Edition

_ENDINGS = ("csv", "json", "svg", "vl.json")


def _paths(edition: Edition) -> Iterator[str]:
    for id in edition.all_figure_ids:
        yield from (f"charts/{id}/{edition.code}.{ending}" for ending in _ENDINGS)


def _file(edition: Edition, path: str) -> bytes:
    _, id, name = path.split("/")
    figure = edition.any_figure(id)
    match name.removeprefix(f"{edition.code}."):
        case "csv":
            return sheet([figure.columns, *([text_of(v) for v in row] for row in figure.rows)])
        case "json":
            return lines([dict(zip(figure.columns, row, strict=True)) for row in figure.rows])
        case "svg":
            return shared(figure).encode()
    inks = json.dumps(variables(), separators=(",", ":"))
    return f'{{"inks":{inks},"wide":{figure.spec},"narrow":{figure.narrow_spec}}}'.encode()


def pictures(figures: Collection[Figure], cache: Path, step: Callable[[str, int, int], None]) -> Iterator[tuple[str, bytes]]:
    """``(path, PNG)`` of each figure, to be shared. They are made only when a site is published, and by processes of their own."""
    make_pictures(figures, cache, step)
    for figure in figures:
        yield f"charts/{figure.id}/{figure.language}.png", picture(shared(figure), cache)


OUTPUTS = (Output("figure", _paths, _file, drawn=True),)
