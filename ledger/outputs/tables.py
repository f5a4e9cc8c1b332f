"""The data as files: each table as CSV and JSON, each vocabulary as JSON, and the package that describes it all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ledger.charts.cells import as_json
from ledger.load.descriptor import FORMATS
from ledger.load.table import SECTION, is_clause
from ledger.outputs.output import Output
from ledger.outputs.sheet import sheet_of
from ledger.render.edition import Edition

_OURS = {form for forms in FORMATS.values() for form in forms}
"""Formats that the standard does not have; in what is published they are the property ``form``."""


def _tables(edition: Edition) -> Iterator[str]:
    for name in edition.ledger.schema.tables:
        yield from (f"data/{name}.csv", f"data/{name}.json")


def _table(edition: Edition, path: str) -> bytes:
    name, _, ending = path.removeprefix("data/").rpartition(".")
    table = edition.ledger.schema.tables[name]
    if ending == "csv":
        return sheet_of(edition.file(f"data/{table.path}"))
    return lines({c: _json(getattr(row, c)) for c in table.columns} for row in edition.ledger.rows(name))


def _vocabularies(edition: Edition) -> Iterator[str]:
    for name in edition.ledger.vocabularies:
        yield f"data/{name}.json"


def _vocabulary(edition: Edition, path: str) -> bytes:
    terms = edition.ledger.vocabularies[path.removeprefix("data/").removesuffix(".json")]
    return lines({"id": t.id, **t.names, **t.attributes} for t in terms.values())


def _descriptor(edition: Edition, path: str) -> bytes:
    """The data package as the standard has it: plain titles in the first language, and our additions kept beside them."""
    schema = edition.ledger.schema
    raw: dict[str, Any] = json.loads(json.dumps(schema.raw))
    first = schema.languages[0]

    def plain(entry: dict[str, Any]) -> None:
        for key in ("title", "description"):
            if f"{key}_{first}" in entry:
                entry[key] = entry[f"{key}_{first}"]

    plain(raw)
    for resource in raw["resources"]:
        plain(resource)
        table = schema.tables[resource["name"]]
        resource.update(path=f"{table.name}.csv", profile="tabular-data-resource", format="csv", encoding="utf-8")
        for field in resource["schema"]["fields"]:
            plain(field)
            field.setdefault("type", "string")
            if field["type"] == "list":
                field["delimiter"] = ";"
            if field.get("format") in _OURS:
                field["form"] = field.pop("format")  # the standard lets nobody add formats, but properties
            declared = table.field(field["name"])
            if declared and is_clause(declared, table) and declared.pattern and declared.type == "string":
                field["constraints"]["pattern"] = f"{SECTION}?(?:{declared.pattern})"
    return json.dumps(raw, ensure_ascii=False, indent=1).encode()


def _json(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def lines(rows: Iterable[dict[str, Any]]) -> bytes:
    """A JSON array, one element a line, its numbers as they are printed (``306.70``)."""
    return ("[\n" + ",\n".join(map(as_json, rows)) + "\n]\n").encode()


OUTPUTS = (
    Output("table", _tables, _table, once=True),
    Output("vocabulary", _vocabularies, _vocabulary, once=True),
    Output("package", lambda _: ("data/datapackage.json",), _descriptor, once=True),
)
