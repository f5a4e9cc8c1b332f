"""``data/datapackage.yaml``: what the tables are, declared once.

A Frictionless Data Package whose resources carry a Table Schema, with four additions that the standard allows:

    languages: [zh, en]                  the first is the site's own
    vocabularies: {regions: regions.yaml} names that a field may use; ``kinds.yaml#event`` is a section of a file
    fields[].vocabulary: regions         the value is a key of that vocabulary
    fields[].format: edtf | clause       a date, or a place in the policy that the row names

The loader, the checker, the dictionary page and the published ``datapackage.json`` all read this one file; what it may say
is in ``descriptor.py``, what the generator needs of the tables that it knows in ``needs.py``.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ledger.load.columns import Field, by_language, read_columns
from ledger.load.descriptor import DESCRIPTIVE, DIALECT, NOT_SUPPORTED, ForeignKey, Package, Reference, Resource, TableSchema
from ledger.load.known import Known, read_known
from ledger.load.needs import may_have, must_have, type_needed
from ledger.load.typed import read_settings, shown
from ledger.load.yamlfile import YamlFile, read_yaml
from ledger.problems import Problems, did_you_mean

__all__ = ["Field", "Schema", "Table", "load_schema"]

NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
"""A table's or vocabulary's name: it is a file name and part of an address."""
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
_LANGUAGE = re.compile(r"[a-z]{2,8}(?:_[a-z0-9]{2,8})*")
_FILE = "data/datapackage.yaml"


@dataclass(frozen=True)
class Table:
    """One CSV file: its fields in order, and the fields that make a row unique.

    ``absent`` are columns that the generator reads and this table does not declare; ``missing`` are cells that mean "empty".
    """

    name: str
    path: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    title: dict[str, str]
    description: dict[str, str]
    absent: tuple[str, ...] = ()
    missing: tuple[str, ...] = ("",)

    @functools.cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    @functools.cached_property
    def notes(self) -> tuple[str, ...]:
        """The columns of our own words about a row: ``note``, ``summary_en``."""
        plain = (f.name for f in self.fields if f.type == "string" and not (f.format or f.vocabulary or f.reference))
        return tuple(name for name in plain if name.partition("_")[0] in ("note", "summary") and name.count("_") < 2)


@dataclass(frozen=True)
class Schema:
    """All tables and vocabularies of a ledger. ``raw`` is the file as it stands, for the published descriptor.

    ``unread`` are tables and vocabularies that are there and could not be read: nobody may say that something is missing in them.
    """

    tables: dict[str, Table]
    vocabularies: dict[str, str]
    languages: tuple[str, ...]
    raw: dict[str, Any]
    unread: set[str] = field(default_factory=set)


def load_schema(data: Path, problems: Problems, known: Known | None = None) -> Schema:
    """Read ``datapackage.yaml`` in the folder ``data``. Its own mistakes are reported like any other."""
    schema = read_known(known, [_FILE], "schema", Schema, lambda found: _read(data, found), problems)
    paths = (*(table.path for table in schema.tables.values()), *(place.partition("#")[0] for place in schema.vocabularies.values()))
    if any(_not_inside(path, data) for path in paths):  # it was inside when the schema was read
        schema = _read(data, problems)
    return replace(schema, unread=set(schema.unread))


def _read(data: Path, problems: Problems) -> Schema:
    source = read_yaml(data / "datapackage.yaml", _FILE, problems)
    package = read_settings(Package, source, (), problems, also=_descriptive) if source.readable else None
    if package is None:
        return Schema({}, {}, ("en",), {}, {"datapackage"})
    languages = _languages(package.languages, source, problems)
    vocabularies = _vocabularies(package.vocabularies, data, source, problems)
    tables: dict[str, Table] = {}
    paths: dict[Path, str] = {}
    broken: set[str] = set()
    for index in range(len(package.resources)):
        at = ("resources", index)
        resource = read_settings(Resource, source, at, problems, _prefix(source, at), also=_also(source, at, problems))
        name = source.at(*at, "name")
        if resource is None:
            broken.add(name if isinstance(name, str) else "datapackage")
            continue
        if resource.name in tables or resource.name in vocabularies:
            problems.add(source.file, source.line(*at), f"there are two resources or vocabularies named '{resource.name}'", "a name is used once")
            broken.add("datapackage")
            continue
        path = _path_of(resource, at, data, source, problems)
        table = _table(resource, path, at, languages, vocabularies, source, problems) if path else None
        if table is None or path is None:
            broken.add(resource.name)
            continue
        if (data / path) in paths:
            problems.add(source.file, source.line(*at), f"'{table.name}' and '{paths[data / path]}' are both in data/{path}", "one file is one table")
            broken.add(table.name)
            continue
        paths[data / path] = table.name
        tables[table.name] = table
    _check_references(tables, broken, source, problems)
    if not package.resources:
        problems.add(source.file, source.line("resources"), "no resources", "declare at least one table")
    raw = source.plain if isinstance(source.plain, dict) else {}
    return Schema(tables, vocabularies, languages, raw, broken)


def _descriptive(key: str) -> bool:
    return key in DESCRIPTIVE or key.startswith(("title_", "description_"))


def _also(source: YamlFile, at: tuple[str | int, ...], problems: Problems) -> Any:
    """Which keys besides ours a mapping may have; those of the standard that are not supported are refused by name."""

    def also(key: str) -> bool:
        if key in NOT_SUPPORTED:
            problems.add(source.file, source.line(*at, key), f"{_prefix(source, at)}{key} is not supported", NOT_SUPPORTED[key])
        return key in NOT_SUPPORTED or _descriptive(key)

    return also


def _prefix(source: YamlFile, at: tuple[str | int, ...]) -> str:
    """``targets: `` or ``targets.value: ``, the name of what is read."""
    names = [source.at(*at[: n + 1], "name") for n, step in enumerate(at) if isinstance(step, int)]
    good = [n for n in names if isinstance(n, str) and n]
    return f"{'.'.join(good)}: " if good else "resources: "


def _languages(codes: tuple[str, ...], source: YamlFile, problems: Problems) -> tuple[str, ...]:
    found: list[str] = []
    for index, code in enumerate(codes):
        line = source.line("languages", index)
        if not _LANGUAGE.fullmatch(code):
            problems.add(source.file, line, f"languages: {shown(code)} is no code", "use lower-case letters and _, such as pt_br, as in mkdocs.yml")
        elif code in found:
            problems.add(source.file, line, f"languages: '{code}' is given twice", "keep one")
        else:
            found.append(code)
    if not codes:
        problems.add(source.file, source.line("languages"), "languages: there is none", "write languages: [en]")
    return tuple(found) or ("en",)


def _vocabularies(declared: dict[str, Any], data: Path, source: YamlFile, problems: Problems) -> dict[str, str]:
    found = {}
    for name, place in declared.items():
        line = source.line("vocabularies", name)
        if not _is_name(name):
            problems.add(source.file, line, f"vocabularies: {shown(name)} is no name", "use lower-case letters, digits and hyphens: it becomes an address")
        elif not isinstance(place, str):
            problems.add(source.file, line, f"vocabularies: '{name}': {shown(place)} is no file", f"write {name}: file.yaml, or file.yaml#section")
        elif reason := _not_inside(place.partition("#")[0], data):
            problems.add(source.file, line, f"vocabularies: '{name}': {reason}", "name a file in data/")
        else:
            found[name] = place
    return found


def _is_name(name: str) -> bool:
    return bool(NAME.fullmatch(name)) and len(name) <= 60 and name not in _DEVICES and name != "datapackage"


def _not_inside(path: str, data: Path) -> str:
    """Why a path is no file inside ``data``; nothing where it is one."""
    parts = path.split("/")
    if not path or not path.isprintable() or len(path) > 200:
        return "the path is empty" if not path else f"{shown(path)} is no path"
    if path.startswith(("/", "~")) or ".." in parts or "\\" in path or ":" in path or "://" in path:
        return f"{shown(path)} leads out of data/"
    if any(part.split(".")[0].lower() in _DEVICES or part != part.strip() for part in parts):
        return f"{shown(path)} is no file name on every system"
    try:
        inside = (data / path).resolve().is_relative_to(data.resolve())
    except (OSError, RuntimeError):
        inside = False
    return "" if inside else f"{shown(path)} leads out of data/"


def _path_of(resource: Resource, at: tuple[str | int, ...], data: Path, source: YamlFile, problems: Problems) -> str | None:
    """The path of a resource's file within ``data``, and everything about the file that we hold to be given."""
    where = f"{resource.name}: "
    line = source.line(*at, "name")
    if not _is_name(resource.name):
        what = f"resources: {shown(resource.name)} is no name for a table"
        problems.add(source.file, line, what, "use lower-case letters, digits, - and _: it becomes a file name and an address")
        return None
    for key, value, good in (
        ("format", resource.format, ("csv",)),
        ("mediatype", resource.mediatype, ("text/csv",)),
        ("encoding", resource.encoding.lower(), ("utf-8", "utf8")),
    ):
        if value not in good:
            problems.add(
                source.file, source.line(*at, key), f"{where}{key} {shown(value)} is not supported", f"save the table as CSV in UTF-8, {key}: {good[0]}"
            )
    for key, value in resource.dialect.items():
        if DIALECT.get(key) != value and key not in ("csvddfVersion", "$schema", "lineTerminator", "profile"):
            remedy = "save the table with commas and double quotes (python build.py tidy does), and leave the dialect out"
            problems.add(source.file, source.line(*at, "dialect"), f"{where}dialect: {_one(key)}: {shown(value)} is not supported", remedy)
    path = resource.path or f"{resource.name}.csv"
    if reason := _not_inside(path, data):
        problems.add(source.file, source.line(*at, "path"), f"{where}{reason}", "name a CSV file in data/")
        return None
    return path


def _one(key: str) -> str:
    return key if len(key) <= 40 else f"{key[:39]}…"


def _table(
    resource: Resource,
    path: str,
    at: tuple[str | int, ...],
    languages: tuple[str, ...],
    vocabularies: dict[str, str],
    source: YamlFile,
    problems: Problems,
) -> Table | None:
    where = f"{resource.name}: "
    at_schema = (*at, "schema")
    schema = read_settings(TableSchema, source, at_schema, problems, where, also=_also(source, at_schema, problems))
    if schema is None:
        return None
    key = (schema.primaryKey,) if isinstance(schema.primaryKey, str) else tuple(schema.primaryKey)
    references = _references(resource.name, schema, at_schema, source, problems)
    columns, complete = read_columns(resource.name, len(schema.fields), at_schema, key, references, languages, vocabularies, source, problems)
    names = [c.name for c in columns]
    if complete:
        complete = _fits(resource.name, columns, key, references, languages, at_schema, source, problems)
    if not complete:
        return None
    return Table(
        name=resource.name,
        path=path,
        fields=tuple(columns),
        key=key,
        title=by_language(source.at(*at), "title", languages),
        description=by_language(source.at(*at), "description", languages),
        absent=tuple(c for c in may_have(resource.name, languages) if c not in names),
        missing=tuple({"", *schema.missingValues}),
    )


def _fits(
    table: str,
    columns: list[Field],
    key: tuple[str, ...],
    references: dict[str, tuple[str, str]],
    languages: tuple[str, ...],
    at: tuple[str | int, ...],
    source: YamlFile,
    problems: Problems,
) -> bool:
    """Whether the columns are those that the keys name and the generator needs."""
    before = len(problems.found)
    names = [c.name for c in columns]
    left = [c for c in must_have(table, languages) if c not in names]
    for column in key:
        if column not in (*names, *left) and not ("primaryKey" not in (source.at(*at) or {}) and column in must_have(table, languages)):
            place = source.line(*at, "primaryKey")
            remedy = did_you_mean(column, names) if "primaryKey" in (source.at(*at) or {}) else "name the columns that make a row unique: primaryKey: …"
            problems.add(source.file, place, f"{table}: primaryKey: there is no column '{_one(column)}'", remedy)
    if not key:
        problems.add(source.file, source.line(*at, "primaryKey"), f"{table}: primaryKey is empty", "name the columns that make a row unique")
    for column in references:
        if column not in (*names, *left):
            problems.add(
                source.file, source.line(*at, "foreignKeys"), f"{table}: foreignKeys: there is no column '{_one(column)}'", did_you_mean(column, names)
            )
    if left:
        columns_left = f"column {left[0]}" if len(left) == 1 else f"columns {', '.join(left)}"
        what = f"{table}: {columns_left} must be declared"
        problems.add(
            source.file, source.line(*at, "fields"), what, "declare it; the pages of this table are made from it, or give a table of your own another name"
        )
    for number, item in enumerate(columns):
        needed = type_needed(table, item.name)
        got = "edtf" if item.format == "edtf" else item.type
        if needed and needed != got and got != "integer":
            wanted = "type: string and format: edtf" if needed == "edtf" else f"type: {needed}" + (", without format: edtf" if got == "edtf" else "")
            problems.add(source.file, source.line(*at, "fields", number), f"{table}.{item.name}: is {got}, and the generator needs {needed}", f"write {wanted}")
        elif needed in ("list", "edtf", "string") and got == "integer":
            problems.add(
                source.file, source.line(*at, "fields", number), f"{table}.{item.name}: is a whole number, and the generator needs {needed}", "leave type out"
            )
    return len(problems.found) == before


def _references(table: str, schema: TableSchema, at: tuple[str | int, ...], source: YamlFile, problems: Problems) -> dict[str, tuple[str, str]]:
    """``{column: (table, column there)}`` of the foreign keys."""
    found: dict[str, tuple[str, str]] = {}
    for index in range(len(schema.foreignKeys)):
        place = (*at, "foreignKeys", index)
        where = f"{table}: foreignKeys: "
        key = read_settings(ForeignKey, source, place, problems, where)
        if key is None:
            continue
        there = read_settings(Reference, source, (*place, "reference"), problems, where)
        if there is None or not isinstance(source.at(*place, "reference", "resource") or "", str):
            continue
        own = [key.fields] if isinstance(key.fields, str) else key.fields
        theirs = [there.fields] if isinstance(there.fields, str) else there.fields
        if len(own) != 1 or len(theirs) != 1:
            what = f"{where}a key of {max(len(own), len(theirs))} columns is not supported"
            problems.add(source.file, source.line(*place), what, "use one column; format: clause holds policy and clause together")
        elif not isinstance(source.at(*place, "reference"), dict) or "resource" not in source.at(*place, "reference"):
            problems.add(source.file, source.line(*place), f"{where}'{_one(own[0])}' has no reference", "write reference: {resource: table, fields: id}")
        else:
            found[own[0]] = (there.resource or table, theirs[0])
    return found


def _check_references(tables: dict[str, Table], broken: set[str], source: YamlFile, problems: Problems) -> None:
    by_name = {source.at("resources", n, "name"): n for n in range(len(source.at("resources") or [])) if isinstance(source.at("resources", n, "name"), str)}
    for table in tables.values():
        line = source.line("resources", by_name[table.name], "schema", "foreignKeys")
        for item in table.fields:
            if not item.reference or item.reference in broken:
                continue
            if item.reference not in tables:
                problems.add(
                    source.file, line, f"{table.name}: foreign key to '{_one(item.reference)}', which is no table", did_you_mean(item.reference, tables)
                )
                continue
            there = tables[item.reference]
            if item.reference_column not in there.columns:
                what = f"{table.name}: foreign key to '{there.name}.{_one(item.reference_column)}', which is no column"
                problems.add(source.file, line, what, did_you_mean(item.reference_column, there.columns))
