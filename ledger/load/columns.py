"""The columns of a table, as ``datapackage.yaml`` declares them: their types, and what a cell may be."""

from __future__ import annotations

import keyword
import re
import warnings
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from ledger.load.descriptor import FALSE, FORMAT_INSTEAD, FORMATS, NOT_SUPPORTED, NUMBERS, STANDARD, TRUE, TYPES, USE_INSTEAD, Constraints, FieldSettings
from ledger.load.typed import read_settings, shown
from ledger.load.yamlfile import YamlFile
from ledger.problems import Problems, did_you_mean

RESERVED = ("table", "line")
"""What every row has besides its columns."""
_PLAIN = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.A)


@dataclass(frozen=True)
class Field:
    """One column. ``enum`` and ``pattern`` constrain it; ``reference`` is the table whose ``reference_column`` it holds; ``plays`` is the
    column of the table's role that it says it is. ``standard`` is the type that it has in the standard, where that is none of ours."""

    name: str
    type: str = "string"
    format: str = ""
    vocabulary: str = ""
    reference: str = ""
    required: bool = False
    unique: bool = False
    pattern: str = ""
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    shortest: int | None = None
    longest: int | None = None
    enum: tuple[str, ...] = ()
    reference_column: str = "id"
    plays: str = ""
    unless: str = ""
    beside: str = ""
    dimension: bool = False
    standard: str = ""
    true: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    title: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)


def read_columns(
    table: str,
    count: int,
    at_schema: tuple[str | int, ...],
    key: tuple[str, ...],
    references: dict[str, tuple[str, str]],
    languages: tuple[str, ...],
    vocabularies: dict[str, str],
    source: YamlFile,
    problems: Problems,
) -> tuple[list[Field], bool]:
    """The columns of ``table``, and whether all of them could be read."""
    columns: dict[str, Field] = {}
    complete = True
    if not count:
        problems.add(source.file, source.line(*at_schema, "fields"), f"{table}: there are no fields", "declare the columns of the table")
        return [], False
    for number in range(count):
        at = (*at_schema, "fields", number)
        column = _column(table, at, key, references, languages, vocabularies, source, problems)
        if column is None:
            complete = False
        elif column.name in columns:
            problems.add(source.file, source.line(*at), f"{table}: there are two columns '{column.name}'", "keep one")
            complete = False
        elif other := next((name for name in columns if name.lower() == column.name.lower()), ""):
            what = f"{table}: the columns '{other}' and '{column.name}' differ in capitals alone, which a database does not tell apart"
            problems.add(source.file, source.line(*at), what, "rename one of them, here and in the header of its file")
            complete = False
        else:
            columns[column.name] = column
    for name, column in columns.items():
        if column.type in NUMBERS and (digits := f"{name}_printed") in columns:
            line = source.line(*at_schema, "fields", list(columns).index(digits))
            problems.add(source.file, line, f"{table}.{digits}: the database keeps the digits of '{name}' under this name", "call the column otherwise")
            complete = False
    return list(columns.values()), complete


def _column(
    table: str,
    at: tuple[str | int, ...],
    key: tuple[str, ...],
    references: dict[str, tuple[str, str]],
    languages: tuple[str, ...],
    vocabularies: dict[str, str],
    source: YamlFile,
    problems: Problems,
) -> Field | None:
    name = source.at(*at, "name")
    where = f"{table}.{name}: " if isinstance(name, str) else f"{table}: fields: "
    before = len(problems.found)

    def wrong(key: str, what: str, remedy: str) -> None:
        problems.add(source.file, source.line(*at, key), f"{where}{what}", remedy)

    def also(key: str) -> bool:
        if key in NOT_SUPPORTED:
            wrong(key, f"{key} is not supported", NOT_SUPPORTED[key])
        return key in NOT_SUPPORTED or key.startswith(("title", "description"))

    settings = read_settings(FieldSettings, source, at, problems, where, also=also)
    limits = read_settings(Constraints, source, (*at, "constraints"), problems, f"{where}constraints: ", also=also) if settings else None
    if settings is None or limits is None:
        return None
    if not settings.name.isidentifier() or settings.name.startswith("_") or keyword.iskeyword(settings.name) or len(settings.name) > 60:
        wrong("name", "this name cannot be that of a column", "use letters, digits and _, a letter first, and no word of Python: unit_measure")
    elif settings.name in RESERVED:
        wrong("name", f"'{settings.name}' is what a row says of itself", "give the column another name")
    standard = settings.type if settings.type in STANDARD else ""
    if standard:
        settings.type, form, *_ = STANDARD[standard]
        if settings.format not in ("", "default"):
            wrong("format", f"format {shown(settings.format)} is not supported for type {standard}", f"write {STANDARD[standard][3]}")
        settings.format = form
    for values in ("trueValues", "falseValues"):
        if getattr(settings, values) and standard != "boolean":
            wrong(values, f"{values} is not supported for type {settings.type}", "use type: boolean")
    if settings.type not in TYPES:
        remedy = USE_INSTEAD.get(settings.type) or did_you_mean(settings.type, (*TYPES, *STANDARD))
        wrong("type", f"type {shown(settings.type)} is not supported", remedy)
    elif settings.format and settings.format not in FORMATS.get(settings.type, ()):
        known = " or ".join(f"format: {f}" for f in FORMATS[settings.type])
        wrong(
            "format",
            f"format {shown(settings.format)} is not supported for type {settings.type}",
            FORMAT_INSTEAD.get(settings.format) or f"use {known}, or none",
        )
    if settings.vocabulary and not vocabularies.get(settings.vocabulary) and vocabularies.keys() & {settings.vocabulary, ""}:
        return None  # its declaration is refused, or one that may be it; that is told there
    if settings.vocabulary and settings.vocabulary not in vocabularies:
        remedy = f"write vocabularies: {{{settings.vocabulary}: {settings.vocabulary}.yaml}}"
        if vocabularies:
            remedy = did_you_mean(settings.vocabulary, vocabularies)
        wrong("vocabulary", f"vocabulary {shown(settings.vocabulary)} is not declared", remedy)
    elif settings.vocabulary and settings.type not in ("string", "list"):
        wrong("vocabulary", f"a {settings.type} has no vocabulary", "use type: string")
    if settings.delimiter != ";":
        wrong("delimiter", f"delimiter {shown(settings.delimiter)} is not supported", "separate the values of a list by semicolons")
    minimum, maximum = (_limit(name, getattr(limits, name), settings.type, wrong) for name in ("minimum", "maximum"))
    shortest, longest = limits.minLength, limits.maxLength
    for name, length in (("minLength", shortest), ("maxLength", longest)):
        if length is not None and (length < 0 or settings.type in NUMBERS):
            what = f"{name}: {length} is no length" if length < 0 else f"{name} is not supported for type {settings.type}"
            wrong("constraints", what, "write how many characters: 1 or more" if length < 0 else "use minimum and maximum")
    for low, least, high, most in (("minLength", shortest, "maxLength", longest), ("minimum", minimum, "maximum", maximum)):
        if least is not None and most is not None and least > most:
            wrong("constraints", f"{low} {least} is above {high} {most}, so no cell fits", "exchange or correct them")
    if source.at(*at, "constraints", "enum") == []:
        wrong("constraints", "enum allows nothing", "name the values that are allowed, or leave it out")
    if settings.type in NUMBERS and (odd := next((each for each in limits.enum if not _PLAIN.fullmatch(each)), None)):
        wrong("constraints", f"enum: {shown(odd)} is not a number", "write plain numbers such as 12.5")
    if limits.pattern:
        _check_pattern(limits.pattern, settings.type, wrong)
    reference = references.get(settings.name, ("", "id"))
    if len(problems.found) > before:
        return None
    raw = source.at(*at)
    return Field(
        name=settings.name,
        type=settings.type,
        format=settings.format,
        vocabulary=settings.vocabulary,
        reference=reference[0],
        required=limits.required or key == (settings.name,),
        unique=limits.unique,
        pattern=limits.pattern,
        unit=settings.unit,
        minimum=minimum,
        maximum=maximum,
        shortest=limits.minLength,
        longest=limits.maxLength,
        enum=tuple(limits.enum),
        reference_column=reference[1],
        plays=settings.plays,
        unless=settings.unless,
        beside=settings.beside,
        dimension=settings.dimension,
        standard=standard,
        true=(settings.trueValues or TRUE) if standard == "boolean" else (),
        false=(settings.falseValues or FALSE) if standard == "boolean" else (),
        title=by_language(raw, "title", languages),
        description=by_language(raw, "description", languages),
    )


def _limit(name: str, text: str | None, kind: str, wrong: Any) -> Decimal | None:
    if text is None:
        return None
    if kind not in ("number", "integer"):
        wrong("constraints", f"{name} is not supported for type {kind}", "use pattern, minLength or maxLength")
    try:
        if not _PLAIN.fullmatch(text):
            raise InvalidOperation
        return Decimal(text)
    except InvalidOperation:
        wrong("constraints", f"{name}: {shown(text)} is not a number", "write a plain number such as 12.5")
    return None


def _check_pattern(pattern: str, kind: str, wrong: Any) -> None:
    if kind not in ("string", "list"):
        wrong("constraints", f"pattern is not supported for type {kind}", "use minimum and maximum")
    try:
        if len(pattern) > 500:
            raise re.error("longer than 500 characters")
        with warnings.catch_warnings(action="error"):
            re.compile(pattern)
    except FutureWarning as warning:
        wrong("constraints", f"pattern {shown(pattern)} may mean something else one day ({warning})", "put a backslash before - and [ inside brackets")
    except (re.error, OverflowError, RecursionError) as error:
        wrong("constraints", f"pattern {shown(pattern)} is no regular expression ({error})", "correct it, or leave it out")


def by_language(raw: Any, name: str, languages: tuple[str, ...]) -> dict[str, str]:
    """``title_zh: 目标``, ``title_en: Targets`` as ``{"zh": …, "en": …}``; a plain ``title`` serves every language."""
    return {lang: str(raw.get(f"{name}_{lang}") or raw.get(name) or "") for lang in languages}
