"""The data as files: each table as CSV and JSON, each figure's table and drawing, and the package that describes it all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ledger.charts.cells import as_json, text_of
from ledger.charts.figure import Figure
from ledger.charts.pictures import picture, shared
from ledger.charts.theme import variables
from ledger.load.ledger import Ledger
from ledger.project import Project
from ledger.publish.sheet import sheet, sheet_of


def data_files(project: Project, ledger: Ledger) -> Iterator[tuple[str, bytes]]:
    """``(path on the site, content)`` of every table, vocabulary and descriptor."""
    for table in ledger.schema.tables.values():
        yield f"data/{table.name}.csv", sheet_of((project.data / table.path).read_bytes())
        rows = [{c: _json(getattr(row, c)) for c in table.columns} for row in ledger.tables[table.name]]
        yield f"data/{table.name}.json", _lines(rows)
    for name, terms in ledger.vocabularies.items():
        yield f"data/{name}.json", _lines([{"id": t.id, **t.names, **t.attributes} for t in terms.values()])
    yield "data/datapackage.json", json.dumps(_descriptor(ledger), ensure_ascii=False, indent=1).encode()


def figure_files(figures: Mapping[tuple[str, str], Figure], cache: Path) -> Iterator[tuple[str, bytes]]:
    """``(path, content)`` for each figure and language: the table as CSV and JSON, the drawing, its picture (after
    ``make_pictures``), and the specs to take over with."""
    inks = json.dumps(variables(), separators=(",", ":"))
    for (id, language), figure in figures.items():
        stem = f"charts/{id}/{language}"
        yield f"{stem}.csv", sheet([figure.columns, *([text_of(v) for v in row] for row in figure.rows)])
        yield f"{stem}.json", _lines([dict(zip(figure.columns, row, strict=True)) for row in figure.rows])
        alone = shared(figure)
        yield f"{stem}.svg", alone.encode()
        yield f"{stem}.png", picture(alone, cache)
        yield f"{stem}.vl.json", f'{{"inks":{inks},"wide":{figure.spec},"narrow":{figure.narrow_spec}}}'.encode()


def _descriptor(ledger: Ledger) -> dict[str, Any]:
    """The data package as the standard has it: plain titles in the first language, and our additions kept beside them."""
    raw: dict[str, Any] = json.loads(json.dumps(ledger.schema.raw))
    first = ledger.schema.languages[0]

    def plain(entry: dict[str, Any]) -> None:
        for key in ("title", "description"):
            if f"{key}_{first}" in entry:
                entry[key] = entry[f"{key}_{first}"]

    plain(raw)
    for resource in raw["resources"]:
        plain(resource)
        table = ledger.schema.tables[resource["name"]]
        resource.update(path=f"{table.name}.csv", profile="tabular-data-resource", format="csv", encoding="utf-8")
        for field in resource["schema"]["fields"]:
            plain(field)
            field.setdefault("type", "string")
            if field["type"] == "list":
                field["delimiter"] = ";"
    return raw


def _json(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _lines(rows: list[dict[str, Any]]) -> bytes:
    """A JSON array, one element a line, its numbers as they are printed (``306.70``)."""
    return ("[\n" + ",\n".join(map(as_json, rows)) + "\n]\n").encode()
