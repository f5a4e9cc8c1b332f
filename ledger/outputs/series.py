"""Each series as a file of its own: its rows as they stand in the table of observations, for who wants only these."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.charts.cells import text_of
from ledger.load.table import DELIMITER
from ledger.outputs.output import Output
from ledger.outputs.sheet import sheet
from ledger.outputs.tables import lines
from ledger.render.edition import Edition
from ledger.render.series import SERIES, series_table


def _paths(edition: Edition) -> Iterator[str]:
    name = series_table(edition.ledger.schema)
    for path in edition.series_paths():
        yield from (f"{path}{name}.csv", f"{path}{name}.json")


def _file(edition: Edition, path: str) -> bytes:
    own, _, name = path.rpartition("/")
    columns = edition.ledger.schema.tables[series_table(edition.ledger.schema)].columns
    rows = [[getattr(row, c) for c in columns] for at in edition.parts(f"{own}/") for row in edition.part(SERIES, at).rows]
    if name.endswith(".csv"):
        return sheet([columns, *([DELIMITER.join(v) if isinstance(v, tuple) else text_of(v) for v in row] for row in rows)])
    return lines([{c: list(v) if isinstance(v, tuple) else v for c, v in zip(columns, row, strict=True)} for row in rows])


OUTPUTS = (Output("series", _paths, _file, once=True),)
