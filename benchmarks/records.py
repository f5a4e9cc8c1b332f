"""The tables of a made-up newsroom: targets and observations, the documents that print them, vocabularies, descriptor.

Ten targets stand in one clause, and 2,500 in one document: promises of one plan about the same thing are neighbours of each other,
as they are in a real one. Observations are series: each of one indicator in one place, a value a day.
"""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

IN_A_CLAUSE, IN_A_POLICY, DAYS_IN_A_CLAUSE = 10, 2500, 100
SECTORS, INDICATORS = 20, 5
BASE_YEAR, YEAR = 2020, 2030
FIRST_DAY = datetime.date(2010, 1, 1)
_QUARTERS = ["Upper", "Lower", "Nether", "Over"]
_TOWNS = ["Ashford", "Birchen", "Calder", "Dunmore", "Eastlea", "Farrow", "Glenholm", "Harwick", "Ilderton", "Jarrow"]
PLACES = [f"{quarter} {town}" for quarter in _QUARTERS for town in _TOWNS]

Record = dict[str, Any]


def scope(clause: int) -> dict[str, str]:
    """What the targets of a clause, counted from 0, have in common."""
    return {
        "policy": f"plan-{clause * IN_A_CLAUSE // IN_A_POLICY}",
        "clause": f"c{clause}",
        "indicator": f"indicator-{clause // SECTORS % INDICATORS}",
        "sector": f"sector-{clause % SECTORS}",
    }


def write_records(targets: int, observations: int, series: int, languages: Sequence[str], data: Path, archive: Path) -> None:
    """Everything in ``data`` but the fingerprints, and the texts that they are made from in ``archive``."""

    def spoken(column: str, text: str) -> Record:
        return {f"{column}_{language}": text for language in languages}

    tables: dict[str, list[Record]] = {"targets": _targets(targets), "observations": _observations(observations, series)}
    documents: dict[str, list[str]] = {}
    clauses: list[Record] = []
    for rows in tables.values():
        printed: dict[tuple[str, str], list[str]] = {}
        for number, row in enumerate(rows):
            base = f"{row['base_value']} in {row['base_year']}, " if "base_value" in row else ""
            printed.setdefault((row["policy"], row["clause"]), []).append(f"{base}{row['value']} in {row['year']}")
            row |= spoken("note", f"Entered as number {number}")
        for (policy, clause), values in printed.items():
            lines = documents.setdefault(policy, [])
            lines.append("; ".join(values))
            clauses.append({"policy": policy, "clause": clause, "first": len(lines), "last": len(lines), **spoken("heading", f"Clause {clause}")})
    if not documents:
        documents["paper"] = ["Nothing with a number"]
        clauses.append({"policy": "paper", "clause": "c0", "first": 1, "last": 1, **spoken("heading", "Clause c0")})
    archive.mkdir()
    sources = []
    for policy, lines in documents.items():
        text = "\n".join(lines).encode()
        (archive / f"{policy}.txt").write_bytes(text)
        title = spoken("title", f"Document {policy}")
        sources.append({"id": f"text-{policy}", "file": f"{policy}.txt", "sha256": sha256(text).hexdigest(), "language": "en", **title})
    policies = [{"id": policy, "source": f"text-{policy}", **spoken("title", f"Document {policy}")} for policy in documents]
    tables = {"sources": sources, "policies": policies, "clauses": clauses, **{name: rows for name, rows in tables.items() if rows}}
    for name, rows in tables.items():
        with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
    vocabularies = {
        "indicators": {f"indicator-{n}": f"Indicator {n}" for n in range(INDICATORS)},
        "regions": {f"region-{n}": place for n, place in enumerate(PLACES)},
        "sectors": {f"sector-{n}": f"Sector {n}" for n in range(SECTORS)},
        "units": {"trees": "trees"},
        "comparators": {"=": ""},
        "value-kinds": {"count": "count"},
    }
    for name, terms in vocabularies.items():
        _write(data / f"{name}.yaml", {id: dict.fromkeys(languages, words) for id, words in terms.items()})
    _write(data / "datapackage.yaml", _package({name: list(rows[0]) for name, rows in tables.items()}, vocabularies, languages))


def _targets(count: int) -> list[Record]:
    rows: list[Record] = []
    for number in range(count):
        base = 1000 + number % 700
        rows.append(
            {
                "id": f"entry-{number:06}",
                **scope(number // IN_A_CLAUSE),
                "region": f"region-{number % len(PLACES)}",
                "base_year": BASE_YEAR,
                "base_value": base,
                "year": YEAR,
                "value": base + 10 * (number % IN_A_CLAUSE) + 5,
                **_COUNTED,
            }
        )
    return rows


def _observations(count: int, series: int) -> list[Record]:
    rows: list[Record] = []
    for number in range(count):
        day, place = FIRST_DAY + datetime.timedelta(number // series), number % series
        region, sector = place // INDICATORS % len(PLACES), place // (INDICATORS * len(PLACES)) % SECTORS
        rows.append(
            {
                "id": f"day-{day}-{place}",
                "policy": "record",
                "clause": f"d{number // DAYS_IN_A_CLAUSE}",
                "indicator": f"indicator-{place % INDICATORS}",
                "sector": f"sector-{sector}",
                "region": f"region-{region}",
                "year": day,
                "value": 5000 + number % 997,
                **_COUNTED,
            }
        )
    return rows


_COUNTED = {"comparator": "=", "kind": "count", "unit": "trees"}


def _package(columns: Mapping[str, Sequence[str]], vocabularies: Mapping[str, object], languages: Sequence[str]) -> Record:
    declared: dict[str, Record] = {
        **{column: {"type": "number", "format": "printed"} for column in ("base_value", "value")},
        **{column: {"format": "edtf"} for column in ("base_year", "year")},
        **{column: {"type": "integer"} for column in ("first", "last")},
        **{name.removesuffix("s"): {"vocabulary": name} for name in vocabularies},
        "kind": {"vocabulary": "value-kinds"},
    }
    resources = []
    for name, names in columns.items():
        refers = {"policies": "source", "clauses": "policy", "targets": "policy", "observations": "policy"}.get(name)
        there = {"source": "sources", "policy": "policies"}
        schema = {
            "primaryKey": ["policy", "clause"] if name == "clauses" else "id",
            "foreignKeys": [{"fields": refers, "reference": {"resource": there[refers], "fields": "id"}}] if refers else [],
            "fields": [
                {"name": column, **({"format": "clause"} if column == "clause" and name != "clauses" else declared.get(column, {}))} for column in names
            ],
        }
        resources.append({"name": name, "path": f"{name}.csv", **{f"title_{code}": name.capitalize() for code in languages}, "schema": schema})
    return {
        "name": "corpus",
        "licenses": [{"name": "CC0-1.0", "title": "Public domain"}],
        "languages": list(languages),
        "vocabularies": {name: f"{name}.yaml" for name in vocabularies},
        "resources": resources,
    }


def _write(file: Path, content: Record) -> None:
    """As JSON, which is YAML."""
    file.write_text(json.dumps(content, indent=1), encoding="utf-8")
