"""The Jinja environment and the theme's files, shared by data pages and by MkDocs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from ledger.load.yamlfile import read_yaml
from ledger.problems import Problems


def make_environment(templates: Path, cache: Path) -> Environment:
    """Templates from ``templates``: everything is escaped, an undefined name is an error."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_bytecode(cache),
    )
    environment.filters["groups"] = _groups
    return environment


def _bytecode(cache: Path) -> FileSystemBytecodeCache:
    """Compiled templates are kept: compiling them takes as long as rendering 200 pages."""
    folder = cache / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def _groups(rows: Any, attribute: str) -> list[tuple[Any, list[Any]]]:
    """Rows by the value of an attribute, both in order of first appearance (Jinja's own ``groupby`` sorts)."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, attribute), []).append(row)
    return list(found.items())


def load_words(templates: Path, languages: tuple[str, ...], problems: Problems) -> Mapping[str, Mapping[str, str]]:
    """``templates/words.yml``: every string of the interface in every language."""
    source = read_yaml(templates / "words.yml", "templates/words.yml", problems)
    for key, entry in source.data.items():
        for language in languages:
            if language not in entry:
                problems.add(source.file, source.line(key), f"'{key}' is not said in '{language}'", f"add '{language}:'")
    return dict(source.data)


def theme_files(templates: Path, generated: Mapping[str, bytes]) -> tuple[dict[str, str], dict[str, bytes]]:
    """The theme's CSS and scripts, and generated ones: ``({name: address}, {path on the site: content})``.

    A file's address carries a hash of its content, so that it can be cached for ever. Modules import each other by plain
    name, which is rewritten.
    """
    contents = {p.relative_to(templates / "assets").as_posix(): p.read_bytes() for p in sorted((templates / "assets").rglob("*")) if p.is_file()}
    contents.update(generated)
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for name, content in sorted(contents.items(), key=lambda item: item[0].endswith(".js")):
        stem, dot, ending = name.rpartition(".")
        path = f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{ending}"
        names[name] = f"/{path}"
        files[path] = content
    return names, files
