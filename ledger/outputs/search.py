"""The search index of an edition: what a reader may look for, as one small file that the browser scans.

Chinese readers expect to find any run of characters inside a name, which word indexes do not give. A scan over titles,
names and summaries always does, and at this size is instant. A record is a short list:

    [kind, label, where it belongs, address relative to the edition's root, more text to find it by]
"""

from __future__ import annotations

import json

from ledger.outputs.output import Output
from ledger.render.edition import Edition
from ledger.render.site import TERM_PAGES

KINDS = ("policies", "targets", "technologies", "cases", "measures", "observations", "events", "entries", "discrepancies", *TERM_PAGES)
"""The kinds of records, the most looked-for first; each is also a key of ``words.yml``."""


def _index(edition: Edition, path: str) -> bytes:
    """``{"kinds": [names], "records": [...]}`` as JSON; the kind of a record is its place in ``kinds``."""
    ledger, root = edition.ledger, len(edition.at(""))
    records: list[list[object]] = []
    for place, kind in enumerate(KINDS):
        if kind in TERM_PAGES:
            records += [
                [place, t.names[edition.code], "", f"{kind}/{t.id}/", " ".join(n for c, n in t.names.items() if c != edition.code)]
                for t in edition.used_terms(kind)
            ]
            continue
        for row in ledger.rows(kind):
            policy = edition.source_of(row)[0]
            region = edition.name("regions", getattr(row, "region", None))
            value = edition.measured(row) if getattr(row, "value", None) is not None and hasattr(row, "comparator") else ""
            label = " ".join(filter(None, [edition.label(row), value]))
            where = " · ".join(
                filter(
                    None,
                    [
                        region,
                        edition.own(policy, "title") if policy and kind != "policies" else "",
                        edition.date(getattr(row, "year", None) or getattr(row, "date", None)),
                    ],
                )
            )
            more = " ".join(
                filter(
                    None, [edition.own(row, "summary"), edition.other(row, "name") or edition.other(row, "title"), getattr(row, "number", None) or "", row.id]
                )
            )
            records.append([place, label, where, edition.address(row)[root:], more])
    names = [edition.t(kind) for kind in KINDS]
    return json.dumps({"kinds": names, "records": records}, ensure_ascii=False, separators=(",", ":")).encode()


OUTPUTS = (Output("search", lambda edition: (edition.at("search/index.json").lstrip("/"),), _index),)
