"""``data/datapackage.yaml``: what the tables are, declared once.

A Frictionless Data Package whose resources carry a Table Schema, with four additions that the standard allows:

    languages: [zh, en]                  the first is the site's own
    vocabularies: {regions: regions.yaml} names that a field may use; ``kinds.yaml#event`` is a section of a file
    fields[].vocabulary: regions         the value is a key of that vocabulary
    fields[].format: edtf | clause       a date, or a place in the policy that the row names

The loader, the checker, the dictionary page and the published ``datapackage.json`` all read this one file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ledger.load.yamlfile import YamlFile, read_yaml
from ledger.problems import Problems, did_you_mean

TYPES = ("string", "integer", "number", "list")
_FIELD_KEYS = {"name", "type", "format", "vocabulary", "constraints", "unit"}


@dataclass(frozen=True)
class Field:
    """One column. ``enum`` and ``pattern`` constrain it; ``reference`` is the table whose ``id`` it holds."""

    name: str
    type: str = "string"
    format: str = ""
    vocabulary: str = ""
    reference: str = ""
    required: bool = False
    unique: bool = False
    pattern: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    title: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """One CSV file: its fields in order, and the fields that make a row unique."""

    name: str
    path: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    title: dict[str, str]
    description: dict[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)


@dataclass(frozen=True)
class Schema:
    """All tables and vocabularies of a ledger. ``raw`` is the file as it stands, for the published descriptor."""

    tables: dict[str, Table]
    vocabularies: dict[str, str]
    languages: tuple[str, ...]
    raw: dict[str, Any]


def load_schema(data: Path, problems: Problems) -> Schema:
    """Read ``datapackage.yaml`` in the folder ``data``. Its own mistakes are reported like any other."""
    source = read_yaml(data / "datapackage.yaml", "data/datapackage.yaml", problems)
    raw = source.data if isinstance(source.data, dict) else {}
    languages = tuple(raw.get("languages") or ("en",))
    vocabularies = dict(raw.get("vocabularies") or {})
    tables: dict[str, Table] = {}
    for index, resource in enumerate(raw.get("resources") or []):
        if not isinstance(resource, dict) or "name" not in resource or "schema" not in resource:
            problems.add(source.file, source.line("resources", index), "a resource without name or schema", "give it both")
            continue
        table = _table(resource, index, languages, vocabularies, source, problems)
        tables[table.name] = table
    for index, resource in enumerate(raw.get("resources") or []):
        for item in tables[resource["name"]].fields if isinstance(resource, dict) and resource.get("name") in tables else ():
            if item.reference and item.reference not in tables:
                line = source.line("resources", index, "schema", "foreignKeys")
                problems.add(source.file, line, f"foreign key to '{item.reference}', which is no table", did_you_mean(item.reference, tables))
    if not tables and not problems.errors:
        problems.add(source.file, 1, "no resources", "declare at least one table")
    return Schema(tables, vocabularies, languages, raw)


def _table(resource: dict[str, Any], index: int, languages: tuple[str, ...], vocabularies: dict[str, str], source: YamlFile, problems: Problems) -> Table:
    schema = resource["schema"]
    references = {k["fields"]: k["reference"]["resource"] for k in schema.get("foreignKeys") or [] if isinstance(k["fields"], str)}
    key = schema.get("primaryKey") or ["id"]
    key = tuple([key] if isinstance(key, str) else key)
    fields = []
    for number, raw in enumerate(schema.get("fields") or []):
        line = source.line("resources", index, "schema", "fields", number)
        where = f"{resource['name']}.{raw.get('name')}"
        kind = raw.get("type", "string")
        if kind not in TYPES:
            problems.add(source.file, line, f"{where}: type '{kind}' is not known", did_you_mean(kind, TYPES))
        vocabulary = raw.get("vocabulary", "")
        if vocabulary and vocabulary not in vocabularies:
            problems.add(source.file, line, f"{where}: vocabulary '{vocabulary}' is not declared", did_you_mean(vocabulary, vocabularies))
        for name in raw:
            if name not in _FIELD_KEYS and not name.startswith(("title", "description")):
                problems.add(source.file, line, f"{where}: unknown property '{name}'", did_you_mean(name, _FIELD_KEYS))
        limits = raw.get("constraints") or {}
        fields.append(
            Field(
                name=raw["name"],
                type=kind,
                format=raw.get("format", ""),
                vocabulary=vocabulary,
                reference=references.get(raw["name"], ""),
                required=bool(limits.get("required")) or key == (raw["name"],),
                unique=bool(limits.get("unique")),
                pattern=limits.get("pattern", ""),
                unit=raw.get("unit", ""),
                minimum=limits.get("minimum"),
                maximum=limits.get("maximum"),
                title=_by_language(raw, "title", languages),
                description=_by_language(raw, "description", languages),
            )
        )
    return Table(
        name=resource["name"],
        path=resource.get("path", f"{resource['name']}.csv"),
        fields=tuple(fields),
        key=key,
        title=_by_language(resource, "title", languages),
        description=_by_language(resource, "description", languages),
    )


def _by_language(raw: dict[str, Any], name: str, languages: tuple[str, ...]) -> dict[str, str]:
    """``title_zh: 目标``, ``title_en: Targets`` as ``{"zh": …, "en": …}``; a plain ``title`` serves every language."""
    return {lang: str(raw.get(f"{name}_{lang}", raw.get(name, ""))) for lang in languages}
