"""One record, one document, one place as JSON, and the JSON Schema (2020-12) that all of them keep.

targets/steel-2030/record.json     a row with its names, its document and clause, and what it was before
policies/town-plan/record.json     the same of a document, with all rows that cite it
regions/hill/place.json            a term of the vocabulary of places, with all rows that say it
data/schema.json                   what stands in them, table by table
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ledger.charts.cells import as_json
from ledger.load.columns import Field
from ledger.outputs.output import Output
from ledger.outputs.tables import as_value
from ledger.render.edition import Edition
from ledger.render.licence import licence_address
from ledger.render.metadata import absolute

SCHEMA = "data/schema.json"
_RECORD, _PLACE = "record.json", "place.json"


def _paths(edition: Edition) -> Iterator[str]:
    schema = edition.ledger.schema
    for name, shown in schema.shown.items():
        if shown.rows_at:
            yield from (f"{shown.rows_at}{row.id}/{_RECORD}" for row in edition.ledger.rows(name))
    if schema.places in schema.term_pages:
        yield from (f"{schema.places}/{id}/{_PLACE}" for id in edition.used_ids(schema.places))


def _content(edition: Edition, path: str) -> bytes:
    folder, name = path.rsplit("/", 1)
    at, id = folder.rsplit("/", 1)
    found = _place(edition, id) if name == _PLACE else _record(edition, f"{at}/", id)
    languages = edition.project.languages
    if edition.project.site_url:
        found["addresses"] = {language.code: absolute(edition, f"/{language.root}{folder}/") for language in languages}
    told = {"$schema": absolute(edition, f"/{SCHEMA}") if edition.project.site_url else f"{'../' * (folder.count('/') + 1)}{SCHEMA}", **found}
    told |= {key: text for key, text in (("licence", licence_address(edition)), ("day", edition.project.date)) if text}
    return f"{as_json(told)}\n".encode()


def _record(edition: Edition, at: str, id: str) -> dict[str, Any]:
    ledger, schema = edition.ledger, edition.ledger.schema
    table = next(name for name, shown in schema.shown.items() if shown.rows_at == at and ledger.row(name, id))
    row = ledger.row(table, id)
    assert row is not None
    found: dict[str, Any] = {"table": table, "version": edition.version_of(row), "row": _row(edition, table, row), "names": _names(edition, table, row)}
    document, clause = edition.source_of(row)
    if schema.tables[table].role == "document":
        citing = [other for other in schema.tables.values() if other.column("document") and other.role != "clause"]
        found["rows"] = {other.name: rows for other in citing if (rows := [_row(edition, other.name, r) for r in ledger.rows(other.name, document=id)])}
    elif document:
        found["document"] = _row(edition, document.table, document)
        if clause:
            found["clause"] = _row(edition, clause.table, clause)
    if changes := [_row(edition, line.table, line) for line in edition.changes_of(row)]:
        found["changes"] = changes
    return found


def _place(edition: Edition, id: str) -> dict[str, Any]:
    ledger, schema = edition.ledger, edition.ledger.schema
    term = ledger.term(schema.places, id)
    assert term is not None
    rows = {}
    for table in schema.tables.values():
        column = schema.column_of(table, schema.places)
        if column and (said := [_row(edition, table.name, row) for row in ledger.rows(table.name, **{column: id})]):
            rows[table.name] = said
    return {"vocabulary": schema.places, "term": {"id": term.id, **term.names, **term.attributes}, "rows": rows}


def _row(edition: Edition, table: str, row: Any) -> dict[str, Any]:
    """The cells of a row that say something, its numbers as they are printed."""
    cells = ((column, getattr(row, column)) for column in edition.ledger.schema.tables[table].columns)
    return {column: as_value(value) for column, value in cells if value not in (None, ())}


def _names(edition: Edition, table: str, row: Any) -> dict[str, dict[str, str]]:
    """What the codes of a row are called, by column and language."""
    found = {}
    for column in edition.ledger.schema.tables[table].fields:
        value = getattr(row, column.name)
        if column.vocabulary and isinstance(value, str):
            found[column.name] = {code: edition.ledger.name(column.vocabulary, value, code) for code in edition.ledger.schema.languages}
    return found


# --- the schema -------------------------------------------------------------------------------------------------------


def _schema(edition: Edition, _: str) -> bytes:
    schema = edition.ledger.schema
    rows = {table.name: {"type": "array", "items": {"$ref": f"#/$defs/{table.name}"}} for table in schema.tables.values()}
    any_row = {"anyOf": [{"$ref": f"#/$defs/{table.name}"} for table in schema.tables.values()]}
    told: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": edition.language.title}
    if edition.project.site_url:
        told["$id"] = absolute(edition, f"/{SCHEMA}")
    properties: dict[str, Any] = {
        "$schema": {"type": "string"},
        "table": {"enum": [*schema.tables]},
        "version": {"type": "string"},
        "row": any_row,
        "names": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}}},
        "document": any_row,
        "clause": any_row,
        "changes": {"type": "array", "items": any_row},
        "vocabulary": {"enum": [*schema.vocabularies]},
        "term": {"type": "object", "required": ["id", *schema.languages]},
        "rows": {"type": "object", "properties": rows, "additionalProperties": False},
        "addresses": {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}},
        "licence": {"type": "string", "format": "uri"},
        "day": {"type": "string", "format": "date"},
    }
    record = [{"properties": {"table": {"const": name}, "row": {"$ref": f"#/$defs/{name}"}}, "required": ["table", "row", "names"]} for name in schema.tables]
    told |= {"type": "object", "properties": properties, "additionalProperties": False, "anyOf": [*record, {"required": ["vocabulary", "term", "rows"]}]}
    told["$defs"] = {table.name: _table(edition, table.name) for table in schema.tables.values()}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _table(edition: Edition, name: str) -> dict[str, Any]:
    table = edition.ledger.schema.tables[name]
    needed = [column.name for column in table.fields if column.required or table.key == (column.name,)]
    return {"type": "object", "properties": {c.name: _cell(edition, name, c) for c in table.fields}, "required": needed, "additionalProperties": False}


def _cell(edition: Edition, table: str, column: Field) -> dict[str, Any]:
    sort = {"number": "number", "integer": "integer", "list": "array"}.get(column.type, "string")
    about = column.description[edition.code] or edition.column_title(table, column.name)
    found: dict[str, Any] = {"type": sort, "description": about}
    each: dict[str, Any] = {"type": "string"} if sort == "array" else found
    if column.vocabulary and column.vocabulary in edition.ledger.vocabularies:
        each["enum"] = [*edition.ledger.vocabularies[column.vocabulary]]
    if sort == "array":
        found["items"] = each
    return found


OUTPUTS = (
    Output("record", _paths, _content, once=True),
    Output("schema", lambda _: (SCHEMA,), _schema, once=True),
)
