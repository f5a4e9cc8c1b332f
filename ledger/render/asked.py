"""What a template asks for: words, files of the theme, other templates; and what it holds that the content policy forbids.

It is found out once for each text of a template, and kept beside the compiled one: reading all templates of the theme takes as
long as rendering 200 pages.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from jinja2 import Environment, nodes

from ledger.kept import keep, recall
from ledger.render.environment import Compiled

_INLINE = re.compile(r"<(style)\b|<(script)\b(?![^>]*\bsrc\s*=)(?![^>]*type=\"application/)|<[a-zA-Z][^<>]*?\s(style|on[a-z]+)\s*=", re.I)
_ASIDE = re.compile(r"\{#.*?#\}|<!--.*?-->", re.S)
_CALLED = ("t", "forms", "asset")
_INCLUDES = (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)


class Call(msgspec.Struct, frozen=True, array_like=True):
    """``t("word", count=…)`` or ``asset("site.css")``: ``of`` is what is called, ``given`` names the arguments, ``open`` says that there may be more."""

    line: int
    of: str
    first: str
    given: tuple[str, ...]
    open: bool


class Asked(msgspec.Struct, frozen=True):
    """What one template asks for, each with its line."""

    source: str
    """The SHA-256 of its text, and of the code that read it."""
    calls: tuple[Call, ...]
    templates: tuple[tuple[int, str], ...]
    forbidden: tuple[tuple[int, str, str], ...]
    """The line, what is wrong, and what to do."""


def asked_of(environment: Environment, name: str) -> Asked:
    """What the template ``name`` asks for; it is compiled for those who render, unless it was. Raises ``TemplateSyntaxError``."""
    assert environment.loader
    source, file, _ = environment.loader.get_source(environment, name)
    hashed = hashlib.sha256(_read_by() + source.encode()).hexdigest()
    compiled = environment.bytecode_cache
    kept = compiled.file(name, file).with_suffix(".asked") if isinstance(compiled, Compiled) else None
    if kept and (known := _recalled(kept)) and known.source == hashed:
        return known
    tree = environment.parse(source, name, file)
    if compiled is not None:
        bucket = compiled.get_bucket(environment, name, file or name, source)
        if bucket.code is None:
            bucket.code = environment.compile(tree, name, file)
            compiled.set_bucket(bucket)
    else:
        environment.compile(tree, name, file)
    calls, templates = list[Call](), list[tuple[int, str]]()
    for node in tree.find_all((nodes.Call, *_INCLUDES)):
        if isinstance(node, nodes.Call):
            calls.extend(_call(node))
        elif isinstance(wanted := getattr(node, "template", None), nodes.Const) and not getattr(node, "ignore_missing", False):
            templates.append((node.lineno, str(wanted.value)))
    asked = Asked(hashed, tuple(calls), tuple(templates), tuple(_forbidden(source)))
    if kept:
        keep(kept, msgspec.json.encode(asked))
    return asked


def _recalled(path: Path) -> Asked | None:
    content = recall(path)
    with suppress(msgspec.DecodeError):  # of another version
        return None if content is None else msgspec.json.decode(content, type=Asked)
    return None


@functools.cache
def _read_by() -> bytes:
    return Path(__file__).read_bytes()


def _call(call: nodes.Call) -> Iterator[Call]:
    of = call.node.name if isinstance(call.node, nodes.Name) else call.node.attr if isinstance(call.node, nodes.Getattr) else ""
    first = call.args[0].value if call.args and isinstance(call.args[0], nodes.Const) else None
    if of in _CALLED and isinstance(first, str):
        yield Call(call.lineno, of, first, tuple(k.key for k in call.kwargs), bool(call.dyn_kwargs))


def _forbidden(source: str) -> Iterator[tuple[int, str, str]]:
    """What the content policy of base.html keeps a browser from running."""
    text = _ASIDE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), source)
    for found in _INLINE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        if found[1] or found[2]:
            yield line, f"an inline <{(found[1] or found[2]).lower()}>, which the content policy forbids", "put it into a file of templates/assets/"
        else:
            yield line, f"{found[3].lower()}= in a tag, which the content policy forbids", "use a class, or a script in templates/assets/"
