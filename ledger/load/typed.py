"""From text to typed settings: a mapping of a YAML file into a class whose attributes say what belongs there.

    class Identity(Settings):
        title: str                     must be there
        line: str = ""                 may be missing

    read_settings(Identity, source, ("extra", "identity", "en"), problems)

A key that the class does not have is a problem with the nearest names; a value of the wrong kind is one with the right
kind; nothing else is said about either.
"""

from __future__ import annotations

import functools
import math
import types
import typing
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from ledger.load.yamlfile import YamlFile
from ledger.problems import Problems, did_you_mean, meant_by


class Settings(msgspec.Struct):
    """What one mapping may say. Attributes are its keys (``rename`` where a key is no name in Python)."""


S = TypeVar("S", bound=Settings)
_DIGITS = 15
"""A number of more characters is none that a setting can mean."""

_NOT = {str: "text", int: "a whole number", float: "a number", bool: "true or false", list: "a list", dict: "a mapping of key: value"}
_WRITE = {
    str: "write one line of text",
    int: "write a whole number",
    float: "write a number",
    bool: "write true or false",
    list: "write a list: [a, b]",
    dict: "write key: value below it",
}


def read_settings(
    kind: type[S],
    source: YamlFile,
    at: tuple[str | int, ...],
    problems: Problems,
    prefix: str = "",
    also: Callable[[str], bool] = lambda key: False,
) -> S | None:
    """The mapping at ``at`` as a ``kind``; ``None``, with a problem, where it is no mapping or lacks what it must have.

    ``also`` tells which other keys are somebody else's business; ``prefix`` opens each problem (``targets.value: ``).
    """
    raw = source.at(*at)
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        problems.add(*source.place(*at), f"{prefix or _name(at)}{shown(raw)} is not a mapping of key: value", "write key: value below it")
        return None
    values: dict[str, Any] = {}
    complete = True
    fields, meant = _fields(kind), set[str]()
    for key, value in raw.items():
        field = fields.get(key)
        if field is None:
            if not also(key):
                meant.add(meant_by(key, fields))
                problems.add(*source.place(*at, key), f"{prefix}unknown key '{key}'", did_you_mean(key, fields))
            continue
        if value is None:
            continue
        wanted = _kind_of(field.type)
        try:
            values[field.name] = _convert(value, field.type, wanted)
        except (msgspec.ValidationError, ValueError):
            complete = complete and not field.required
            problems.add(*source.place(*at, key), f"{prefix}{key}: {shown(value)} is not {_NOT[wanted]}", _WRITE[wanted])
            continue
        if typing.get_origin(field.type) is tuple or any(typing.get_origin(each) is tuple for each in typing.get_args(field.type)):
            for twice in (each for each, count in Counter(map(str, values[field.name])).items() if count > 1):
                problems.add(*source.place(*at, key), f"{prefix}{key}: {shown(twice)} stands there twice", "name each once")
    for name, field in fields.items():
        if field.required and field.name not in values and (name not in raw or raw[name] is None):
            complete = False
            if name not in meant:  # it is there under another name, which has been said
                problems.add(*source.place(*at), f"{prefix}{name} is missing", f"add {name}: …")
    return kind(**values) if complete else None


@functools.cache
def _fields(kind: type[Settings]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def shown(value: Any) -> str:
    """A value in a sentence: short text as it is, a list or a mapping by its name."""
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    text = str(value)
    return f"'{text if len(text) <= 40 else text[:39] + '…'}'"


def _convert(value: Any, kind: Any, wanted: type) -> Any:
    if wanted is str and isinstance(value, list) and list[str] in typing.get_args(kind):
        return msgspec.convert(value, list[str])
    if wanted is str and isinstance(value, dict) and dict[str, str] in typing.get_args(kind):
        return msgspec.convert(value, dict[str, str])
    if wanted is str and not isinstance(value, str):
        raise ValueError
    if wanted in (int, float) and not (isinstance(value, str) and len(value) <= _DIGITS and value.isascii()):
        raise ValueError
    if wanted is bool and value not in ("true", "false"):
        raise ValueError
    found = msgspec.convert(value, kind, strict=False)
    if wanted is float and not math.isfinite(found):
        raise ValueError
    return found


def _kind_of(annotation: Any) -> type:
    """``str | None`` is ``str``, ``list[str]`` is ``list``, ``tuple[str, ...]`` is ``list``."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        annotation = next(a for a in typing.get_args(annotation) if a is not type(None))
    origin = typing.get_origin(annotation) or annotation
    return list if origin in (tuple, list) else dict if origin is dict else origin


def _name(at: tuple[str | int, ...]) -> str:
    return f"{at[-1]}: " if at else ""
