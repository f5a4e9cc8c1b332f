"""``data/datapackage.yaml``: what the tables are, declared once.

A Frictionless Data Package whose resources carry a Table Schema, with additions that the standard allows:

    languages: [zh, en]                  the first is the site's own
    vocabularies: {regions: regions.yaml} names that a field may use; ``kinds.yaml#event`` is a section of a file
    resources[].role: target             what the generator may take the rows for
    fields[].as: value                   the column of the role that this one is
    fields[].vocabulary: regions         the value is a key of that vocabulary
    fields[].format: edtf | clause       a date, or a place in the document that the row cites

The loader, the checker, the dictionary page and the published ``datapackage.json`` all read this one file; what it may say
is in ``descriptor.py``, what the generator needs of a table of each role in ``roles.py``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ledger.load.columns import Field, by_language, read_columns
from ledger.load.descriptor import (
    DESCRIPTIVE,
    DIALECT,
    NOT_SUPPORTED,
    NUMBERS,
    ForeignKey,
    Package,
    PagesSettings,
    Reference,
    Resource,
    TableSchema,
    VocabularySettings,
)
from ledger.load.known import Known, read_known
from ledger.load.roles import CONCEPTS, OWN, ROLES, UNKNOWN, USUAL_DIMENSIONS, Role, may_have, must_have, role_of, type_needed
from ledger.load.shown import NONE, PAGES, PLACES, RESERVED_ADDRESSES, Pages, Shown, shown_of
from ledger.load.typed import read_settings, shown
from ledger.load.yamlfile import YamlFile, read_yaml
from ledger.problems import Problems, did_you_mean

__all__ = ["Field", "Schema", "Table", "load_schema"]

NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
"""A table's or vocabulary's name: it is a file name and part of an address."""
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
_LANGUAGE = re.compile(r"[a-z]{2,8}(?:_[a-z0-9]{2,8})*")
_FILE = "data/datapackage.yaml"
_ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")
USUAL_PLACES = ("places", "regions", "countries")
"""What a vocabulary of places is usually called."""


@dataclass(frozen=True)
class Table:
    """One CSV file: its fields in order, and the fields that make a row unique.

    ``role`` is what the generator may take its rows for, ``plays`` the columns of that role which have another name here, each with that
    name. ``absent`` are columns of the role that this table does not have; ``missing`` are cells that mean "empty".
    """

    name: str
    path: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    title: dict[str, str]
    description: dict[str, str]
    role: str = ""
    plays: tuple[tuple[str, str], ...] = ()
    absent: tuple[str, ...] = ()
    missing: tuple[str, ...] = ("",)
    pages: Pages = field(default_factory=Pages)

    @functools.cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    @functools.cached_property
    def named(self) -> bool:
        """Whether its rows have an id: their own, or one that is made from their key."""
        return self.key == ("id",) or "id" in self.absent

    @functools.cached_property
    def identity(self) -> tuple[str, ...]:
        """The columns by which its rows are known."""
        return ("id",) if self.named else self.key

    @functools.cached_property
    def has_own_id(self) -> bool:
        """Whether that id stands in the table."""
        return self.key == ("id",)

    @functools.cached_property
    def _by_name(self) -> dict[str, Field]:
        """The fields by their own names and by those that the role gives them."""
        own = {f.name: f for f in self.fields}
        return own | {name: own[column] for name, column in self.plays}

    @functools.cached_property
    def _roles(self) -> dict[str, str]:
        return {column: name for name, column in self.plays}

    def column(self, name: str) -> str:
        """The column that a column of the role is here; nothing where the table has none."""
        found = self._by_name.get(name)
        return found.name if found else ""

    def field(self, name: str) -> Field | None:
        """The same as it is declared."""
        return self._by_name.get(name)

    def unit_column(self, name: str) -> str:
        """The column that says in which unit a number is: ``storage_unit`` of ``storage``; of a stated change that of the change; else ``unit``."""
        if self.field(own := f"{name}_unit"):
            return own
        before, dot, plain = name.rpartition(".")
        return f"{before}{dot}{'change_unit' if plain.startswith('stated') else 'unit'}"

    def plays_as(self, column: str) -> str:
        """The column of the role that a column is; its own name where it has no other."""
        return self._roles.get(column, column)

    @functools.cached_property
    def dimensions(self) -> tuple[Field, ...]:
        """The columns that say of what part of the world a row is: the role knows nothing of them, and they name terms, are part of the key
        beside others, say that they are such a column, or are called as one usually is."""
        known = set((ROLES.get(self.role) or OWN).columns) - set(USUAL_DIMENSIONS)
        told_with = {f"{f.name.partition('_')[0]}_comparator" for f in self.fields if f.type == "number"}
        texts = (
            f
            for f in self.fields
            if f.type == "string" and not (f.format or f.reference or f.beside or f.name in told_with) and self.plays_as(f.name) not in known
        )
        keyed = self.key if self.role and len(self.key) > 1 else ()
        return tuple(f for f in texts if f.vocabulary or f.dimension or f.name in keyed or (self.role and f.name in USUAL_DIMENSIONS))

    @functools.cached_property
    def notes(self) -> tuple[str, ...]:
        """The columns of our own words about a row: ``note``, ``summary_en``."""
        plain = (f.name for f in self.fields if f.type == "string" and not (f.format or f.vocabulary or f.reference))
        return tuple(name for name in plain if name.partition("_")[0] in ("note", "summary") and name.count("_") < 2)


@dataclass(frozen=True)
class Vocabulary:
    """What is said of a vocabulary: ``pages`` and ``place`` are empty where nothing is said of them."""

    title: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    pages: str = ""
    place: str = ""


@dataclass(frozen=True)
class Schema:
    """All tables and vocabularies of a ledger; ``about`` says more of some vocabularies than their file. ``raw`` is the file as it
    stands, for the published descriptor.

    ``unread`` are tables and vocabularies that are there and could not be read: nobody may say that something is missing in them.
    """

    tables: dict[str, Table]
    vocabularies: dict[str, str]
    languages: tuple[str, ...]
    raw: dict[str, Any]
    unread: set[str] = field(default_factory=set)
    about: dict[str, Vocabulary] = field(default_factory=dict)

    @functools.cached_property
    def shown(self) -> dict[str, Shown]:
        """How each table is shown, in the order in which they are told."""
        return shown_of(self)

    @functools.cached_property
    def term_pages(self) -> tuple[str, ...]:
        """The vocabularies whose terms have pages: those that say so, and of those that say nothing the ones that tell what figures are of;
        places first, then other dimensions, the indicators last."""
        found = [name for name in self.vocabularies if (said := self.about.get(name, Vocabulary()).pages) == "true" or (not said and name in self.scopes)]
        return tuple(sorted(found, key=lambda name: (name == self.concepts.get("indicator"), name != self.places)))

    @functools.cached_property
    def addressed(self) -> frozenset[str]:
        """The vocabularies whose ids are part of an address."""
        split = (table.table.field(table.split) for table in self.shown.values() if table.split)
        return frozenset((*self.term_pages, *(f.vocabulary for f in split if f and f.vocabulary)))

    @functools.cached_property
    def places(self) -> str:
        """The vocabulary of places: the one that says so, or that is called as one usually is; nothing where there is none."""
        said = [name for name in self.vocabularies if self.about.get(name, Vocabulary()).place == "true"]
        return next((name for name in (*said, *USUAL_PLACES) if name in self.vocabularies), "")

    def place(self, table: Table) -> str:
        """The column of a table that says where; nothing where it has none."""
        return next((f.name for f in table.fields if f.vocabulary and f.vocabulary == self.places and f.type == "string"), "")

    def column_of(self, table: Table, vocabulary: str) -> str:
        """The column of a table that says to which term of a vocabulary a row belongs."""
        return next((f.name for f in table.fields if f.vocabulary == vocabulary and f.type == "string"), "")

    def of(self, *roles: str) -> tuple[Table, ...]:
        """The tables of some roles, in their order."""
        return tuple(table for table in self.tables.values() if table.role in roles)

    def file(self, role: str) -> str:
        """The file of the first table of a role, as it is named in a message; what it would usually be called where there is none."""
        tables = self.of(role)
        return f"data/{tables[0].path}" if tables else f"data/{ROLES[role].usual[0]}.csv"

    def file_of(self, row: Any) -> str:
        """The file in which a row stands."""
        return f"data/{self.tables[row.table].path}"

    def unread_of(self, unread: Collection[str], *roles: str) -> bool:
        """Whether a table of one of these roles is among ``unread``, or one that may be is."""
        return any(table.name in unread for table in self.of(*roles)) or any(name in unread for role in roles for name in ROLES[role].usual)

    @functools.cached_property
    def scopes(self) -> dict[str, str]:
        """The vocabularies whose terms say what a figure is of, each with its column: the indicator first, then the dimensions."""
        measured = self.of("target", "observation")
        fields = [f for table in measured if (f := table.field("indicator")) and f.vocabulary]
        found: dict[str, str] = {}
        for item in (*fields, *(f for table in measured for f in table.dimensions if f.vocabulary)):
            found.setdefault(item.vocabulary, item.name)
        return found

    @functools.cached_property
    def dimension_columns(self) -> tuple[str, ...]:
        """The dimensions of targets and observations, each once."""
        return tuple(dict.fromkeys(f.name for table in self.of("target", "observation") for f in table.dimensions))

    @functools.cached_property
    def value_kinds(self) -> frozenset[str]:
        """The vocabularies that say what sort of value a number is: those of the kind of targets and observations."""
        return frozenset(f.vocabulary for table in self.of("target", "observation") if (f := table.field("kind")) and f.vocabulary)

    @functools.cached_property
    def concepts(self) -> dict[str, str]:
        """The vocabulary of each concept that the generator knows something of: ``unit``, ``comparator`` … (``roles.CONCEPTS``)."""
        found: dict[str, str] = {}
        for table in self.tables.values():
            for item in table.fields:
                concept = CONCEPTS.get(table.plays_as(item.name))
                if concept and item.vocabulary:
                    found.setdefault(concept, item.vocabulary)
        return found


def load_schema(data: Path, problems: Problems, known: Known | None = None) -> Schema:
    """Read ``datapackage.yaml`` in the folder ``data``. Its own mistakes are reported like any other."""
    schema = read_known(known, [_FILE], "schema", Schema, lambda found: _read(data, found), problems)
    paths = (*(table.path for table in schema.tables.values()), *(place.partition("#")[0] for place in schema.vocabularies.values()))
    if any(_not_inside(path, data) for path in paths):  # it was inside when the schema was read
        schema = _read(data, problems)
    return replace(schema, unread=set(schema.unread))


def _read(data: Path, problems: Problems) -> Schema:
    source = read_yaml(data / "datapackage.yaml", _FILE, problems)
    before = len(problems.errors)
    package = read_settings(Package, source, (), problems, also=_descriptive) if source.readable else None
    if package is None:
        return Schema({}, {}, ("en",), {}, {"datapackage"})
    languages = _languages(package.languages, source, problems)
    vocabularies, about = _vocabularies(package.vocabularies, languages, data, source, problems)
    tables: dict[str, Table] = {}
    paths: dict[Path, str] = {}
    broken = {name for name, place in vocabularies.items() if not place}
    roles = _roles(source, len(package.resources), problems)
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
        table = _table(resource, path, at, languages, vocabularies, roles, source, problems) if path else None
        if table is None or path is None:
            broken.add(resource.name)
            continue
        if (data / path) in paths:
            problems.add(source.file, source.line(*at), f"'{table.name}' and '{paths[data / path]}' are both in data/{path}", "one file is one table")
            broken.add(table.name)
            continue
        paths[data / path] = table.name
        tables[table.name] = table
    _check_references(tables, source, problems)
    for index, name in enumerate(source.at("resources", n, "name") for n in range(len(package.resources))):
        if isinstance(name, str) and (of := name.removeprefix("vocabulary_")) != name and of in vocabularies:
            what = f"resources: '{name}' is what the database calls the vocabulary '{of}'"
            problems.add(source.file, source.line("resources", index), what, "call the table otherwise")
    if not package.resources:
        problems.add(source.file, source.line("resources"), "no resources", "declare at least one table")
    raw = source.plain if isinstance(source.plain, dict) else {}
    schema = Schema(tables, {name: place for name, place in vocabularies.items() if place}, languages, raw, broken, about)
    _check_addresses(schema, source, problems)
    if len(problems.errors) == before:
        _check_titles(languages, source, problems)
    return schema


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


def _vocabularies(
    declared: dict[str, Any], languages: tuple[str, ...], data: Path, source: YamlFile, problems: Problems
) -> tuple[dict[str, str], dict[str, Vocabulary]]:
    """The file of each vocabulary, and what is said about it. One that is refused has no file; one whose name cannot be read is called nothing."""
    found: dict[str, str] = {}
    about: dict[str, Vocabulary] = {}
    for name, place in declared.items():
        line = source.line("vocabularies", name)
        found[name if _is_name(name) else ""] = ""
        if isinstance(place, dict) and _is_name(name):
            at = ("vocabularies", name)
            settings = read_settings(VocabularySettings, source, at, problems, f"vocabularies: {name}: ", also=_descriptive)
            if settings is None:
                continue
            about[name] = Vocabulary(
                by_language(place, "title", languages), by_language(place, "description", languages), _said(settings.pages), _said(settings.place)
            )
            place = settings.file
        if not _is_name(name):
            problems.add(source.file, line, f"vocabularies: {shown(name)} is no name", "use lower-case letters, digits and hyphens: it becomes an address")
        elif not isinstance(place, str):
            problems.add(source.file, line, f"vocabularies: '{name}': {shown(place)} is no file", f"write {name}: file.yaml, or file.yaml#section")
        elif reason := _not_inside(place.partition("#")[0], data):
            problems.add(source.file, line, f"vocabularies: '{name}': {reason}", "name a file in data/")
        else:
            found[name] = place
    return found, about


def _said(truth: bool | None) -> str:
    return "" if truth is None else str(truth).lower()


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
    roles: Mapping[str, Role],
    source: YamlFile,
    problems: Problems,
) -> Table | None:
    where = f"{resource.name}: "
    at_schema = (*at, "schema")
    schema = read_settings(TableSchema, source, at_schema, problems, where, also=_also(source, at_schema, problems))
    if schema is None:
        return None
    key = (schema.primaryKey,) if isinstance(schema.primaryKey, str) else tuple(schema.primaryKey)
    references, sound = _references(resource.name, schema, at_schema, roles, source, problems)
    columns, complete = read_columns(resource.name, len(schema.fields), at_schema, key, references, languages, vocabularies, source, problems)
    role = roles.get(resource.name, OWN)
    plays = _plays(resource.name, role, columns, roles, languages, at_schema, source, problems) if complete else None
    if plays is None or not _fits(resource.name, role, plays, roles, columns, key, references, sound, languages, at_schema, source, problems):
        return None
    names = {*plays, *(c.name for c in columns)}
    _check_spoken(resource.name, role, columns, names, languages, at_schema, source, problems)
    return Table(
        name=resource.name,
        path=path,
        fields=tuple(columns),
        key=key,
        title=by_language(source.at(*at), "title", languages),
        description=by_language(source.at(*at), "description", languages),
        role=role.name,
        plays=tuple(plays.items()),
        absent=tuple(c for c in dict.fromkeys((*must_have(role, languages), *may_have(role, languages), *(("id",) if role.named else ()))) if c not in names),
        missing=tuple(dict.fromkeys(("", *schema.missingValues))),
        pages=_pages(resource, at, names, languages, source, problems),
    )


def _check_spoken(
    table: str,
    role: Role,
    columns: list[Field],
    names: Collection[str],
    languages: tuple[str, ...],
    at: tuple[str | int, ...],
    source: YamlFile,
    problems: Problems,
) -> None:
    """A column that there is in one language and not in another is told: the pages of the other say nothing there."""
    if role is UNKNOWN:
        return
    for number, item in enumerate(columns):
        name = item.plays or item.name
        base, _, code = name.rpartition("_")
        if code not in languages or f"{base}_{{lang}}" in role.must or code != next(c for c in languages if f"{base}_{c}" in names):
            continue
        left = [f"{base}_{other}" for other in languages if f"{base}_{other}" not in names]
        if left:
            what = f"{table}.{item.name}: there is no {' and no '.join(left)}: pages in {' and '.join(n.rpartition('_')[2] for n in left)} say nothing there"
            problems.add(source.file, source.line(*at, "fields", number), what, f"declare {' and '.join(left)}, and fill the column in", warning=True)


def _check_titles(languages: tuple[str, ...], source: YamlFile, problems: Problems) -> None:
    """Titles and descriptions that are said in one language and not in another: a line a language."""
    left: dict[str, list[tuple[tuple[str | int, ...], str]]] = {}
    for at, name in _titled(source):
        said = source.at(*at)
        for key in ("title", "description") if isinstance(said, dict) else ():
            if key not in said and any(f"{key}_{code}" in said for code in languages):
                for code in languages:
                    if not said.get(f"{key}_{code}"):
                        left.setdefault(code, []).append((at, f"{name}: {key}_{code}"))
    for code, places in left.items():
        how_many = "a title or description is" if len(places) == 1 else f"{len(places)} titles and descriptions are"
        what = f"{how_many} not said in '{code}', and pages show a name of ours or nothing (first: {places[0][1]})"
        problems.add(source.file, source.line(*places[0][0]), what, f"write {places[0][1].rpartition(' ')[2]} there", warning=True)


def _titled(source: YamlFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where titles may stand, each with what they are of."""
    for name in source.at("vocabularies") or ():
        yield ("vocabularies", name), str(name)
    for index, resource in enumerate(source.at("resources") or ()):
        name = str(resource.get("name")) if isinstance(resource, dict) else ""
        yield ("resources", index), name
        yield ("resources", index, "pages"), f"{name}: pages"
        for number, said in enumerate(source.at("resources", index, "schema", "fields") or ()):
            yield ("resources", index, "schema", "fields", number), f"{name}.{said.get('name') if isinstance(said, dict) else number}"


def _pages(resource: Resource, at: tuple[str | int, ...], names: Collection[str], languages: tuple[str, ...], source: YamlFile, problems: Problems) -> Pages:
    """What a table says of its pages."""
    if not resource.pages:
        return Pages()
    place = (*at, "pages")
    where = f"{resource.name}: pages: "
    said = read_settings(PagesSettings, source, place, problems, where, also=_descriptive) or PagesSettings()

    def wrong(key: str, what: str, remedy: str) -> None:
        problems.add(source.file, source.line(*place, key), f"{where}{key}: {what}", remedy)

    for key in ("at", "rows_at"):
        address = getattr(said, key)
        if address and not (_ADDRESS.fullmatch(address) and len(address) <= 80):
            wrong(key, f"{shown(address)} is no address", "use lower-case letters, digits and hyphens: promises, or town/promises")
        elif address.partition("/")[0] in (*RESERVED_ADDRESSES, *languages):
            wrong(key, f"/{address}/ is the address of other pages", "choose another")
    if said.rows not in ("", PAGES, PLACES, NONE):
        wrong("rows", f"{shown(said.rows)} is not known", did_you_mean(said.rows, (PAGES, PLACES, NONE)))
    for key, columns in (("group", (said.group,)), ("split", (said.split,)), ("facets", said.facets), ("columns", said.columns)):
        for column in columns:
            spoken = key == "columns" and all(f"{column}_{code}" in names for code in languages)
            if column and column not in names and not spoken:
                wrong(key, f"there is no column {shown(column)}", did_you_mean(column, names))
    return Pages(
        said.at, said.rows, said.rows_at, said.group, said.split, _said(said.menu), said.facets, said.columns, by_language(resource.pages, "title", languages)
    )


def _check_addresses(schema: Schema, source: YamlFile, problems: Problems) -> None:
    """No two lists stand at one address, but for an item's and an entry's: they share the catalogue."""
    first: dict[str, str] = {f"{name}/": f"the vocabulary '{name}'" for name in schema.term_pages}
    at_of = {str(source.at("resources", n, "name")): n for n in range(len(schema.raw.get("resources") or ()))}
    # What is split has the address that follows from its name: another one there has to go.
    for name, table in sorted(schema.shown.items(), key=lambda item: not item[1].split):
        for at in table.lists:
            if other := first.get(at):
                what = f"{name}: its list stands at /{at}, and so does {other}"
                problems.add(source.file, source.line("resources", at_of.get(name, 0)), what, "write pages: {at: …} with another address")
            first.setdefault(at, f"'{name}'")
        field = table.table.field(table.split) if table.split else None
        if field and not field.vocabulary and table.table.pages.split:
            what = f"{name}: pages: split: '{field.name}' names no terms of a vocabulary, and each value is part of an address"
            problems.add(source.file, source.line("resources", at_of.get(name, 0), "pages", "split"), what, "give the column a vocabulary, or write group")


def _roles(source: YamlFile, count: int, problems: Problems) -> dict[str, Role]:
    """The role of each resource by its name."""
    found: dict[str, Role] = {}
    for index in range(count):
        name, said = source.at("resources", index, "name"), source.at("resources", index, "role")
        if isinstance(said, str) and said != "none" and said not in ROLES:
            remedy = did_you_mean(said, ROLES, limit=len(ROLES))
            problems.add(source.file, source.line("resources", index, "role"), f"resources: role {shown(said)} is not known", remedy)
        unknown = said is not None and (not isinstance(said, str) or said not in (*ROLES, "none"))
        if isinstance(name, str):
            found.setdefault(name, UNKNOWN if unknown else role_of(name, said))
    return found


def _plays(
    table: str,
    role: Role,
    columns: list[Field],
    roles: Mapping[str, Role],
    languages: tuple[str, ...],
    at: tuple[str | int, ...],
    source: YamlFile,
    problems: Problems,
) -> dict[str, str] | None:
    """Which column of the role each column is that has another name: by ``as``, or because it leads to a table of the role that the role's column leads to."""
    before = len(problems.found)
    known = tuple(dict.fromkeys((*must_have(role, languages), *may_have(role, languages))))
    names = [c.name for c in columns]
    found: dict[str, str] = {}
    for number, item in enumerate(columns):
        if not item.plays or item.plays == item.name:
            continue
        line = source.line(*at, "fields", number)
        if role is UNKNOWN:
            continue  # that is told of the role
        if item.plays not in known:
            what = f"{table}.{item.name}: as: {shown(item.plays)} is no column of role {role.name or 'none'}"
            problems.add(source.file, line, what, did_you_mean(item.plays, known, limit=40) if known else "give the table a role, or leave as out")
        elif item.plays in names or item.plays in found:
            problems.add(source.file, line, f"{table}.{item.name}: as: '{item.plays}' is another column already", "keep one of the two")
        else:
            found[item.plays] = item.name
    for link in role.links:
        if link in names or link in found:
            continue
        leading = [c.name for c in columns if c.reference and c.reference != table and _leads(role, link, c.reference, roles) and c.name not in found.values()]
        if len(leading) == 1:
            found[link] = leading[0]
        elif leading and role is not OWN:
            what = f"{table}: {' and '.join(leading)} both lead to a table of role {role.links[link]}"
            problems.add(source.file, source.line(*at, "foreignKeys"), what, f"say which is the row's own: as: {link}")
    return found if len(problems.found) == before else None


def _leads(role: Role, link: str, table: str, roles: Mapping[str, Role]) -> bool:
    """Whether a column of a role that is a link leads to a table."""
    return link in role.links and roles.get(table, OWN).name == role.links[link]


def _fits(
    table: str,
    role: Role,
    plays: Mapping[str, str],
    roles: Mapping[str, Role],
    columns: list[Field],
    key: tuple[str, ...],
    references: dict[str, tuple[str, str]],
    sound: bool,
    languages: tuple[str, ...],
    at: tuple[str | int, ...],
    source: YamlFile,
    problems: Problems,
) -> bool:
    """Whether the columns are those that the keys name and the generator needs. Where the foreign keys are not ``sound``, nobody can tell
    which column is a link: none is missed, and the table is not read."""
    before = len(problems.found)
    names = [c.name for c in columns]
    played = {own: name for name, own in plays.items()}
    keyed = key != ("id",) and role.named
    left = [c for c in must_have(role, languages) if c not in names and c not in plays and not (c == "id" and keyed)]
    # a column that a foreign key names and that would be the link
    left = [next((own for own, (to, _) in references.items() if own not in names and _leads(role, c, to, roles)), c) for c in left]
    left = [c for c in left if sound or c not in role.links]
    for column in key:
        if column not in (*names, *left) and not ("primaryKey" not in (source.at(*at) or {}) and column in must_have(role, languages)):
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
        remedy = f"a table of role {role.name} has {'it' if len(left) == 1 else 'them'}: declare {'it' if len(left) == 1 else 'them'}, say which column is {left[0]} (as: {left[0]}), or write role: none"
        problems.add(source.file, source.line(*at, "fields"), what, remedy)
    for number, item in enumerate(columns):
        for option, other in (("unless", item.unless), ("beside", item.beside)):
            if other and other not in names:
                what = f"{table}.{item.name}: {option}: there is no column {shown(other)}"
                problems.add(source.file, source.line(*at, "fields", number), what, did_you_mean(other, names))
        needed = type_needed(role, played.get(item.name, item.name))
        got = "edtf" if item.format == "edtf" else item.type
        if needed and needed != got and got != "integer":
            wanted = "type: string and format: edtf" if needed == "edtf" else f"type: {needed}" + (", without format: edtf" if got == "edtf" else "")
            problems.add(source.file, source.line(*at, "fields", number), f"{table}.{item.name}: is {got}, and the generator needs {needed}", f"write {wanted}")
        elif needed in ("list", "edtf", "string") and got == "integer":
            problems.add(
                source.file, source.line(*at, "fields", number), f"{table}.{item.name}: is a whole number, and the generator needs {needed}", "leave type out"
            )
    return len(problems.found) == before and sound


def _references(
    table: str, schema: TableSchema, at: tuple[str | int, ...], roles: Mapping[str, Role], source: YamlFile, problems: Problems
) -> tuple[dict[str, tuple[str, str]], bool]:
    """``{column: (table, column there)}`` of the foreign keys, and whether each of them could be read and leads to a table."""
    found: dict[str, tuple[str, str]] = {}
    before, missing = len(problems.found), False
    for index in range(len(schema.foreignKeys)):
        place = (*at, "foreignKeys", index)
        where = f"{table}: foreignKeys: "
        key = read_settings(ForeignKey, source, place, problems, where)
        if key is None:
            continue
        told = len(problems.found)
        there = read_settings(Reference, source, (*place, "reference"), problems, where)
        if there is None or len(problems.found) > told:
            continue
        own = [key.fields] if isinstance(key.fields, str) else key.fields
        theirs = [there.fields] if isinstance(there.fields, str) else there.fields
        if len(own) != 1 or len(theirs) != 1:
            what = f"{where}a key of {max(len(own), len(theirs))} columns is not supported"
            problems.add(source.file, source.line(*place), what, "use one column; format: clause holds policy and clause together")
        elif not isinstance(source.at(*place, "reference"), dict) or "resource" not in source.at(*place, "reference"):
            problems.add(source.file, source.line(*place), f"{where}'{_one(own[0])}' has no reference", "write reference: {resource: table, fields: id}")
        elif there.resource and there.resource not in roles:
            missing = True
            if _all_named(source):
                what = f"{table}: foreign key to '{_one(there.resource)}', which is no table"
                problems.add(source.file, source.line(*place), what, did_you_mean(there.resource, roles))
        else:
            found[own[0]] = (there.resource or table, theirs[0])
    return found, not missing and len(problems.found) == before


def _all_named(source: YamlFile) -> bool:
    """Whether each table has a name that can be read, so that a name which none has is a mistake where it is used."""
    return all(isinstance(source.at("resources", n, "name"), str) for n in range(len(source.at("resources"))))


def _check_references(tables: dict[str, Table], source: YamlFile, problems: Problems) -> None:
    by_name = {source.at("resources", n, "name"): n for n in range(len(source.at("resources") or [])) if isinstance(source.at("resources", n, "name"), str)}
    for table in tables.values():
        line = source.line("resources", by_name[table.name], "schema", "foreignKeys")
        for item in table.fields:
            if item.reference not in tables:
                continue  # none, or to a table that cannot be read
            there = tables[item.reference]
            leads = there.field(item.reference_column)
            if leads and leads.name == item.reference_column and (item.type in NUMBERS) != (leads.type in NUMBERS):
                kinds = [f"a {each.type}" if each.type in NUMBERS else "text" for each in (item, leads)]
                what = f"{table.name}: foreign key: '{item.name}' is {kinds[0]}, and '{there.name}.{leads.name}' is {kinds[1]}"
                problems.add(source.file, line, what, f"give both one type: leave the type of '{(item if item.type in NUMBERS else leads).name}' out")
            if item.reference_column not in there.columns:
                what = f"{table.name}: foreign key to '{there.name}.{_one(item.reference_column)}', which is no column"
                problems.add(source.file, line, what, did_you_mean(item.reference_column, there.columns))
