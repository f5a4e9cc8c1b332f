"""``data/croissant.json``: the data as Croissant 1.1 describes a data set for machine learning (https://docs.mlcommons.org/croissant/).

It is the data package in other words: each CSV file a ``FileObject`` with its hash, each table a record set whose fields name their columns,
keys and foreign keys. There is none where the site does not know its address, since files are named in full.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ledger.outputs.output import Output
from ledger.outputs.tables import package
from ledger.render.edition import Edition
from ledger.render.licence import licence_address
from ledger.render.metadata import absolute

PATH = "data/croissant.json"
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""As the standard has it."""
_TYPES = {"number": "sc:Float", "integer": "sc:Integer", "boolean": "sc:Boolean"}
"""All else is text as it stands: dates may be no more than a year, lists are joined by semicolons."""


def _told(edition: Edition, _: str) -> bytes:
    told = json.loads(package(edition))
    project, language = edition.project, edition.language
    date = project.date or "0.0.0"
    found: dict[str, Any] = {
        "@context": {**_CONTEXT, "@language": language.tag},
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": told.get("title") or language.title,
        "description": told.get("description") or language.line or language.title,
        "url": absolute(edition, edition.at("data/")),
        "license": licence_address(edition),
        "creator": {"@type": "Organization", "name": language.title, "url": absolute(edition, edition.at(""))},
        "datePublished": project.date,
        # three numbers, as versions have them; the package says the version by day and hash
        "version": ".".join(str(int(part)) for part in date.split("-")[:3]) if "-" in date else date,
        "citeAs": f"{language.title}, {project.date}, {absolute(edition, edition.at('data/'))}",
        "inLanguage": [spoken.tag for spoken in project.languages],
        "keywords": told.get("keywords"),
        "isLiveDataset": True,
        "distribution": [_file(edition, resource) for resource in told["resources"]],
        "recordSet": [_records(resource, leads) for resource, leads in _led(told["resources"])],
    }
    return json.dumps({name: value for name, value in found.items() if value}, ensure_ascii=False, indent=1).encode()


def _file(edition: Edition, resource: dict[str, Any]) -> dict[str, Any]:
    address = absolute(edition, f"/data/{resource['path']}")
    found = {"@type": "cr:FileObject", "@id": resource["path"], "name": resource["path"], "contentUrl": address, "encodingFormat": "text/csv"}
    return {**found, "contentSize": f"{resource['bytes']} B", "sha256": resource["hash"].removeprefix("sha256:")}


def _led(resources: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, dict[str, str]]]]:
    """Each table with the columns that lead to another. What would lead back to where one came from is left to the data package: readers of
    Croissant join what they read, and would go in a circle."""
    reached: dict[str, set[str]] = {resource["name"]: {resource["name"]} for resource in resources}
    for resource in resources:
        name, leads = resource["name"], {}
        for key in resource["schema"].get("foreignKeys", ()):
            to = key["reference"]["resource"] or name
            if isinstance(key["fields"], str) and to in reached and name not in reached[to]:
                leads[key["fields"]] = {"resource": to, "fields": key["reference"]["fields"]}
                for other in reached.values():
                    if name in other:
                        other |= reached[to]
        yield resource, leads


def _records(resource: dict[str, Any], leads: dict[str, dict[str, str]]) -> dict[str, Any]:
    schema, name = resource["schema"], resource["name"]
    key = schema.get("primaryKey") or []
    found: dict[str, Any] = {"@type": "cr:RecordSet", "@id": name, "name": resource.get("title") or name}
    found |= {"description": resource["description"]} if resource.get("description") else {}
    if key:
        found["key"] = [{"@id": f"{name}/{column}"} for column in ([key] if isinstance(key, str) else key)]
    found["field"] = [_field(name, resource["path"], field, leads.get(field["name"])) for field in schema["fields"]]
    return found


def _field(table: str, file: str, field: dict[str, Any], leads: dict[str, str] | None) -> dict[str, Any]:
    column = field["name"]
    found: dict[str, Any] = {"@type": "cr:Field", "@id": f"{table}/{column}", "name": column}
    found |= {"description": about} if (about := field.get("description") or field.get("title")) else {}
    found |= {"dataType": _TYPES.get(field["type"], "sc:Text"), "source": {"fileObject": {"@id": file}, "extract": {"column": column}}}
    if leads and field["type"] == "string":
        found["references"] = {"field": {"@id": f"{leads['resource']}/{leads['fields']}"}}
    return found


OUTPUTS = (Output("croissant", lambda edition: (PATH,) if edition.project.site_url and edition.ledger.schema.tables else (), _told, once=True),)
