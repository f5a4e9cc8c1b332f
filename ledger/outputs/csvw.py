"""``data/csv-metadata.json``: what the columns of all CSV files mean, as the W3C has it (CSV on the Web, https://www.w3.org/TR/tabular-metadata/).

It is the data package in other words, and it stands where a program that has found one of the files looks for it. Addresses are relative,
so that it is true of a copy too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ledger.outputs.output import Output
from ledger.outputs.tables import package
from ledger.render.edition import Edition
from ledger.render.licence import licence_address

PATH = "data/csv-metadata.json"
_TYPES = {"number": "decimal", "integer": "integer", "boolean": "boolean"}
"""All else is text as it stands: dates may be no more than a year."""


def _told(edition: Edition, _: str) -> bytes:
    told, tag = json.loads(package(edition)), edition.language.tag
    files = {resource["name"]: resource["path"] for resource in told["resources"]}
    found: dict[str, Any] = {"@context": ["http://www.w3.org/ns/csvw", {"@language": tag}], "dc:title": told.get("title") or edition.language.title}
    found |= {"dc:description": about} if (about := told.get("description")) else {}
    found |= {"dc:license": {"@id": licence}} if (licence := licence_address(edition)) else {}
    found |= {"dc:modified": edition.project.date} if edition.project.date else {}
    found |= {"schema:version": edition.version, "tables": [_table(resource, files) for resource in told["resources"]]}
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _table(resource: dict[str, Any], files: dict[str, str]) -> dict[str, Any]:
    schema = resource["schema"]
    needed = [schema["primaryKey"]] if isinstance(schema.get("primaryKey"), str) else schema.get("primaryKey") or []
    told: dict[str, Any] = {"columns": [_column(field) for field in schema["fields"]]}
    told |= {"primaryKey": [_name(column) for column in needed]} if needed else {}
    if keys := [*_keys(resource, files)]:
        told["foreignKeys"] = keys
    about = {f"dc:{key}": text for key in ("title", "description") if (text := resource.get(key))}
    return {"url": resource["path"], **about, "tableSchema": told}


def _column(field: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"name": _name(field["name"]), "titles": field["name"]}
    found |= {f"dc:{key}": text for key in ("title", "description") if (text := field.get(key))}
    found |= {"datatype": _TYPES.get(field["type"], "string")}
    found |= {"separator": field["delimiter"]} if field["type"] == "list" else {}
    return found | ({"required": True} if field.get("constraints", {}).get("required") else {})


def _keys(resource: dict[str, Any], files: dict[str, str]) -> Iterator[dict[str, Any]]:
    for key in resource["schema"].get("foreignKeys", ()):
        to = key["reference"]
        columns, those = ([each] if isinstance(each, str) else each for each in (key["fields"], to["fields"]))
        there = {"resource": files[to["resource"] or resource["name"]], "columnReference": [*map(_name, those)]}
        yield {"columnReference": [*map(_name, columns)], "reference": there}


def _name(column: str) -> str:
    """The name of a column as the standard lets one be: letters, digits and signs for all else."""
    return quote(column, safe="").replace("-", "%2D").replace("~", "%7E")


OUTPUTS = (Output("csvw", lambda edition: (PATH,) if edition.ledger.schema.tables else (), _told, once=True),)
