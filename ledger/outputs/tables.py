"""The data as files: each table and each vocabulary as CSV and JSON, and the package that describes it all.

Numbers in the JSON are written as they are printed, ``306.70`` and not ``306.7``: a reader that keeps digits (Python's
``json.loads(text, parse_float=Decimal)``) has them all.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from ledger.charts.cells import as_json
from ledger.load.descriptor import FORMATS
from ledger.load.table import DELIMITER, SECTION, is_clause
from ledger.load.vocabulary import Term
from ledger.outputs.output import Output
from ledger.outputs.sheet import sheet, sheet_of
from ledger.render.edition import Edition
from ledger.render.metadata import absolute

_OURS = {form for forms in FORMATS.values() for form in forms}
"""Formats that the standard does not have; in what is published they are the property ``form``."""
_NAMED = ("parent",)
"""Attributes of a term that name another of the same vocabulary."""


def _tables(edition: Edition) -> Iterator[str]:
    for name in edition.ledger.schema.tables:
        yield from (f"data/{name}.csv", f"data/{name}.json")


def _table(edition: Edition, path: str) -> bytes:
    name, _, ending = path.removeprefix("data/").rpartition(".")
    if ending == "csv":
        return table_csv(edition, name)
    table = edition.ledger.schema.tables[name]
    return lines({c: as_value(getattr(row, c)) for c in table.columns} for row in edition.whole(name))


def table_csv(edition: Edition, name: str) -> bytes:
    """A table as it is published."""
    return sheet_of(edition.file(f"data/{edition.ledger.schema.tables[name].path}"))


def _vocabularies(edition: Edition) -> Iterator[str]:
    for name in edition.ledger.vocabularies:
        yield from (f"data/{name}.csv", f"data/{name}.json")


def _vocabulary(edition: Edition, path: str) -> bytes:
    name, _, ending = path.removeprefix("data/").rpartition(".")
    if ending == "csv":
        return vocabulary_csv(edition, name)
    return lines({"id": t.id, **t.names, **t.attributes} for t in edition.ledger.vocabularies[name].values())


def vocabulary_columns(edition: Edition, name: str) -> list[str]:
    """The columns of a vocabulary as a table: its ids, their names in each language, and whatever else some term has."""
    terms = edition.ledger.vocabularies[name].values()
    return ["id", *edition.ledger.schema.languages, *dict.fromkeys(key for term in terms for key in term.attributes)]


def vocabulary_rows(edition: Edition, name: str) -> Iterator[list[str]]:
    """The terms of a vocabulary as the rows of a table."""
    columns = vocabulary_columns(edition, name)
    for term in edition.ledger.vocabularies[name].values():
        yield [_attribute(term, column) for column in columns]


def vocabulary_csv(edition: Edition, name: str) -> bytes:
    """A vocabulary as a table as it is published."""
    return sheet([vocabulary_columns(edition, name), *vocabulary_rows(edition, name)])


def _attribute(term: Term, column: str) -> str:
    value = term.id if column == "id" else term.names.get(column, term.attributes.get(column))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return DELIMITER.join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _descriptor(edition: Edition, path: str) -> bytes:
    return package(edition)


def package(edition: Edition) -> bytes:
    """The data package as the standard has it: plain titles in the first language, and our additions kept beside them. Each file has its
    hash and its size; vocabularies are tables too, to which the columns that use them refer."""
    schema = edition.ledger.schema
    raw: dict[str, Any] = json.loads(json.dumps(schema.raw))
    first = schema.languages[0]
    raw["version"] = edition.version
    if edition.project.site_url:
        raw.setdefault("homepage", absolute(edition, edition.at("data/")))
    vocabularies = [name for name in schema.vocabularies if edition.ledger.vocabularies.get(name)]

    def plain(entry: dict[str, Any]) -> None:
        for key in ("title", "description"):
            if f"{key}_{first}" in entry:
                entry[key] = entry[f"{key}_{first}"]

    plain(raw)
    for resource in raw["resources"]:
        plain(resource)
        table = schema.tables[resource["name"]]
        resource.update(path=f"{table.name}.csv", profile="tabular-data-resource", format="csv", encoding="utf-8", **_weighed(table_csv(edition, table.name)))
        for key in resource["schema"].get("foreignKeys") or ():
            leading = table.field(str(key["fields"]))
            # what a declaration leaves out is the key of the other table, and the standard wants it said
            key["reference"].setdefault("fields", leading.reference_column if leading and leading.reference_column else "id")
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
            if declared and declared.type == "string" and declared.vocabulary in vocabularies:
                keys = resource["schema"].setdefault("foreignKeys", [])
                keys.append({"fields": field["name"], "reference": {"resource": declared.vocabulary, "fields": "id"}})
    raw["resources"] += [_vocabulary_resource(edition, name) for name in vocabularies]
    return json.dumps(raw, ensure_ascii=False, indent=1).encode()


def _vocabulary_resource(edition: Edition, name: str) -> dict[str, Any]:
    columns = vocabulary_columns(edition, name)
    keys = [{"fields": c, "reference": {"resource": "", "fields": "id"}} for c in columns if c in _NAMED]
    fields = [
        {"name": c, "type": "string", **_about(edition, c), **({"constraints": {"required": True, "unique": True}} if c == "id" else {})} for c in columns
    ]
    schema = {"fields": fields, "primaryKey": "id", **({"foreignKeys": keys} if keys else {})}
    told = {"name": name, "path": f"{name}.csv", "title": edition.vocabulary_title(name), "profile": "tabular-data-resource", "format": "csv"}
    return {**told, "encoding": "utf-8", **_weighed(vocabulary_csv(edition, name)), "vocabulary": True, "schema": schema}


def _about(edition: Edition, column: str) -> dict[str, str]:
    """What a column of a vocabulary is, in the first language as all else in the package."""
    spoken = {language.code: language.name for language in edition.project.languages}
    if column == "id":
        return {"title": edition.t("term-id"), "description": edition.t("term-id-about")}
    if column in spoken:
        return {"title": spoken[column], "description": edition.t("term-name-about", language=spoken[column])}
    return {"title": column.replace("_", " ").capitalize(), "description": edition.t("term-attribute-about")}


def _weighed(content: bytes) -> dict[str, Any]:
    """What the standard says of a file."""
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def as_value(value: Any) -> Any:
    """A cell in JSON: a list is one."""
    return list(value) if isinstance(value, tuple) else value


def lines(rows: Iterable[dict[str, Any]]) -> bytes:
    """A JSON array, one element a line, its numbers as they are printed (``306.70``)."""
    made, before = io.BytesIO(), "[\n"
    for row in rows:
        made.write(f"{before}{as_json(row)}".encode())
        before = ",\n"
    made.write(b"\n]\n" if made.tell() else b"[\n\n]\n")
    return made.getvalue()


OUTPUTS = (
    Output("table", _tables, _table, once=True),
    Output("vocabulary", _vocabularies, _vocabulary, once=True),
    Output("package", lambda _: ("data/datapackage.json",), _descriptor, once=True),
)
