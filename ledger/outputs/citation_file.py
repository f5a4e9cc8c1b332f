"""``CITATION.cff``: how the data as a whole are cited, for programs that read that format (1.2.0), with its version."""

from __future__ import annotations

import json

from ledger.outputs.output import Output
from ledger.render.edition import Edition
from ledger.render.metadata import absolute, package

NAME = "CITATION.cff"


def citation_file(edition: Edition) -> bytes:
    """The file as it is published."""
    project, raw = edition.project, edition.ledger.schema.raw
    site = edition.language.title
    licences = raw.get("licenses") or [{}]
    told = {
        "cff-version": "1.2.0",
        "message": edition.t("cite-message"),
        "type": "dataset",
        "title": package(edition, "title") or site,
        "abstract": package(edition, "description"),
        "authors": [{"name": site}],
        "version": edition.version,
        "date-released": project.date,
        "license": str(licences[0].get("name") or "") if isinstance(licences[0], dict) else "",
        "url": absolute(edition, edition.at("data/")) if project.site_url else "",
        "repository": project.repository,
    }
    # each value is JSON, which YAML reads as it is
    return "".join(f"{name}: {json.dumps(text, ensure_ascii=False)}\n" for name, text in told.items() if text).encode()


OUTPUTS = (Output("citation", lambda edition: () if edition.brings(NAME) else (NAME,), lambda edition, _: citation_file(edition), once=True),)
