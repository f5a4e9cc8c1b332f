"""``data/dcat.jsonld``: the data as a catalogue in the terms of the W3C (DCAT 3, https://www.w3.org/TR/vocab-dcat-3/), which portals of open data
harvest: the data as a whole and each table, with their files.

There is none where the site does not know its address, since everything in it is named by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ledger.outputs.output import Output
from ledger.outputs.parquet import is_wanted
from ledger.outputs.tables import package
from ledger.render.edition import Edition
from ledger.render.licence import licence_address
from ledger.render.metadata import absolute, whole_files

PATH = "data/dcat.jsonld"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA, _LANGUAGES = "https://www.iana.org/assignments/media-types/", "http://id.loc.gov/vocabulary/iso639-"
_CSV, _JSON, _PARQUET = "text/csv", "application/json", "application/vnd.apache.parquet"
Thing = dict[str, Any]


def _told(edition: Edition, _: str) -> bytes:
    told = json.loads(package(edition))
    raw, home = edition.ledger.schema.raw, absolute(edition, edition.at("data/"))
    names = [{"@value": raw.get(f"title_{spoken.code}") or raw.get("title") or spoken.title, "@language": spoken.tag} for spoken in edition.project.languages]
    about = [
        {"@value": text, "@language": spoken.tag}
        for spoken in edition.project.languages
        if (text := raw.get(f"description_{spoken.code}") or raw.get("description") or spoken.line or spoken.title)
    ]
    publisher = {"@id": absolute(edition, edition.at("")), "@type": "foaf:Organization", "foaf:name": edition.language.title}
    common: Thing = {"dct:publisher": publisher, "dct:language": [{"@id": _language(spoken.tag)} for spoken in edition.project.languages]}
    if licence := licence_address(edition):
        common["dct:license"] = {"@id": licence}
    if edition.project.date:
        common["dct:modified"] = {"@value": edition.project.date, "@type": "xsd:date"}
    common["dcat:version"] = edition.version
    whole: Thing = {"@id": f"{home}#all", "@type": "dcat:Dataset", "dct:title": names, "dct:description": about, "dcat:landingPage": {"@id": home}, **common}
    whole |= {"dcat:keyword": words} if (words := told.get("keywords")) else {}
    files = dict.fromkeys(file for spoken in edition.project.languages for file in whole_files(spoken.code))
    whole["dcat:distribution"] = [_file(edition, path, form, common) for path, form in files]
    tables = {resource["name"]: resource for resource in told["resources"] if resource["name"] in edition.ledger.schema.tables}
    those = [_table(edition, resource, common) for resource in tables.values()]
    whole["dct:hasPart"] = [{"@id": table["@id"]} for table in those]
    catalogue = {"@context": _CONTEXT, "@id": f"{home}#catalogue", "@type": "dcat:Catalog", "dct:title": names, "dct:description": about, **common}
    catalogue["foaf:homepage"] = {"@id": home}
    return json.dumps({**catalogue, "dcat:dataset": [whole, *those]}, ensure_ascii=False, indent=1).encode()


def _table(edition: Edition, resource: Thing, common: Thing) -> Thing:
    name = resource["name"]
    table, page = edition.ledger.schema.tables[name], absolute(edition, edition.at(f"data/{name}/"))
    names = [{"@value": table.title[spoken.code] or name, "@language": spoken.tag} for spoken in edition.project.languages]
    about = [{"@value": text, "@language": spoken.tag} for spoken in edition.project.languages if (text := table.description[spoken.code])]
    found: Thing = {"@id": f"{page}#table", "@type": "dcat:Dataset", "dct:title": names, "dct:description": about or names, **common}
    found["dcat:landingPage"] = {"@id": page}
    found["dcat:distribution"] = [*_forms(edition, name, resource, common)]
    return found


def _forms(edition: Edition, name: str, resource: Thing, common: Thing) -> Iterator[Thing]:
    sum_of = {"@type": "spdx:Checksum", "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"}}
    sum_of["spdx:checksumValue"] = {"@value": resource["hash"].removeprefix("sha256:"), "@type": "xsd:hexBinary"}
    size = {"@value": str(resource["bytes"]), "@type": "xsd:nonNegativeInteger"}
    yield {**_file(edition, f"data/{name}.csv", _CSV, common), "dcat:byteSize": size, "spdx:checksum": sum_of}
    yield _file(edition, f"data/{name}.json", _JSON, common)
    if is_wanted(edition, name):
        yield _file(edition, f"data/{name}.parquet", _PARQUET, common)


def _file(edition: Edition, path: str, form: str, common: Thing) -> Thing:
    address = absolute(edition, f"/{path}")
    found = {"@id": address, "@type": "dcat:Distribution", "dct:title": path.rpartition("/")[2], "dcat:mediaType": {"@id": _MEDIA + form}}
    found |= {"dcat:accessURL": {"@id": address}, "dcat:downloadURL": {"@id": address}}
    return found | {key: common[key] for key in ("dct:license", "dct:modified") if key in common}


def _language(tag: str) -> str:
    """The address of a language in the list of the Library of Congress, which the standard recommends."""
    code = tag.partition("-")[0].lower()
    return f"{_LANGUAGES}{'1' if len(code) == 2 else '2'}/{code}"


OUTPUTS = (Output("dcat", lambda edition: (PATH,) if edition.project.site_url and edition.ledger.schema.tables else (), _told, once=True),)
