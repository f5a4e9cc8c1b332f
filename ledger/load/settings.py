"""What ``mkdocs.yml`` may say: the keys of MkDocs, those that a ledger reads and those that only MkDocs reads.

    markdown_extensions:
      - tables                              a name
      - toc: {permalink: false}             a name and its options
    plugins: [ledger]                       must be there, so that MkDocs and ProperDocs make the same site
    nav:                                    only MkDocs shows it; the pages that it names must be there
      - Method: en/method.md

MkDocs is not asked: its configuration takes a tenth of a second to load, and it is no longer developed.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from ledger.load.typed import Settings, read_settings
from ledger.load.yamlfile import TagRule, YamlFile
from ledger.problems import Problems, did_you_mean

Listed = Any
"""A list or a mapping, each of whose entries is a name, or a name with options."""


class MkDocsKeys(Settings):
    """The keys of ``mkdocs.yml``. Those without a word below them are MkDocs' own."""

    site_name: str
    """the name of the site, where ``extra.identity`` gives none"""
    site_url: str = ""
    """the address of the site"""
    repo_url: str = ""
    """the address of the site's repository"""
    docs_dir: str = "content"
    """where pages are; a ledger has them in ``content``"""
    markdown_extensions: Listed = msgspec.field(default_factory=list)
    """what Python-Markdown reads beside plain Markdown"""
    plugins: Listed = msgspec.field(default_factory=list)
    """``ledger``, and others that only MkDocs calls"""
    nav: list[Any] = msgspec.field(default_factory=list)
    """the menu of MkDocs"""
    hooks: list[str] = msgspec.field(default_factory=list)
    """files that only MkDocs runs"""
    extra: dict[str, Any] = msgspec.field(default_factory=dict)
    """what a ledger adds (``ledger.project``), and what themes of MkDocs read"""
    copyright: str = ""
    dev_addr: str = ""
    draft_docs: str = ""
    edit_uri: str = ""
    edit_uri_template: str = ""
    exclude_docs: str = ""
    extra_css: list[Any] = msgspec.field(default_factory=list)
    extra_javascript: list[Any] = msgspec.field(default_factory=list)
    extra_templates: list[Any] = msgspec.field(default_factory=list)
    not_in_nav: str = ""
    remote_branch: str = ""
    remote_name: str = ""
    repo_name: str = ""
    site_author: str = ""
    site_description: str = ""
    site_dir: str = ""
    strict: bool = False
    theme: Any = None
    use_directory_urls: bool = True
    validation: dict[str, Any] = msgspec.field(default_factory=dict)
    watch: list[Any] = msgspec.field(default_factory=list)


class PythonName(str):
    """A value written ``!!python/name:module.name``: the name of what Python has under it, such as a function that draws a fence."""


@dataclass(frozen=True)
class Extensions:
    """The Markdown extensions that ``mkdocs.yml`` names, in their order, with their options, and the line of each."""

    names: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


_WITHOUT_EFFECT = {
    "theme": ("a ledger has its own templates", "write theme: {name: null, custom_dir: content}; your own pages' look is in templates/"),
    "extra_css": ("is not read", "put it into templates/assets/site.css"),
    "extra_javascript": ("is not read", "put it into templates/assets/"),
    "extra_templates": ("is not read", "put files for the root of the site into content/static/"),
    "site_dir": ("is not read; the site is written into site/", "take it out, and call build with --out"),
}
"""Settings of MkDocs that mean nothing in a ledger."""
_REFUSED = {
    "exclude_docs": ("would hide pages that others lead to", "begin the name of a file that is not to be published with a dot"),
    "draft_docs": ("would hide pages that others lead to", "begin the name of a file that is not to be published with a dot"),
    "pages": ("is no longer read by MkDocs", "write nav"),
}
"""Settings of MkDocs that mean what they should not."""
_PYTHON_NAME = "tag:yaml.org,2002:python/name:"
_KINDS: tuple[tuple[type, str], ...] = ((bool, "true or false"), (int, "a number"), (float, "a number"))


def tag_rule(root: Path) -> TagRule:
    """What ``mkdocs.yml`` alone may say: where the site is served from the environment, and names and paths in the options of Markdown
    extensions."""

    def rule(tag: str, at: tuple[str | int, ...], value: Any) -> tuple[bool, Any]:
        if tag == "!ENV" and at == ("site_url",):
            names = value if isinstance(value, list) else [value]
            if names and names[0] == "SITE_URL" and len(names) <= 2:
                return True, os.environ.get("SITE_URL") or (str(names[1] or "") if len(names) > 1 else "")
        if at[:1] == ("markdown_extensions",):
            if tag.startswith(_PYTHON_NAME):
                return True, PythonName(tag.removeprefix(_PYTHON_NAME))
            for name, folder in (("$config_dir", root), ("$docs_dir", root / "content")):
                if tag == "!relative" and isinstance(value, str) and value.partition("/")[0] == name:
                    return True, str(folder / value.partition("/")[2])
        return False, value

    return rule


def read_keys(source: YamlFile, root: Path, problems: Problems) -> MkDocsKeys | None:
    """What ``mkdocs.yml`` says; what is wrong, or means nothing in a ledger, is told. ``None`` where what must be there is not."""
    given = source.plain if isinstance(source.plain, dict) else {}
    names = {field.name: field.type for field in msgspec.structs.fields(MkDocsKeys)}
    keys = read_settings(MkDocsKeys, source, (), problems, also=lambda key: True)
    for key, value in given.items():
        line = source.line(key)
        if key in _REFUSED:
            problems.add(source.file, line, f"{key}: {_REFUSED[key][0]}", _REFUSED[key][1])
        elif key in _WITHOUT_EFFECT and not (key == "theme" and isinstance(value, dict) and value.get("name", "") is None):
            problems.add(source.file, line, f"{key}: {_WITHOUT_EFFECT[key][0]}", _WITHOUT_EFFECT[key][1], warning=True)
        elif key == "INHERIT":
            problems.add(source.file, line, "INHERIT is not followed", "write what the other file says into this one")
        elif key not in names:
            problems.add(source.file, line, f"unknown key '{key}'", near(key, names, "take it out; what a theme needs stands below extra:"), warning=True)
        elif names[key] is str and (kind := next((words for kind, words in _KINDS if isinstance(value, kind)), None)):
            problems.add(source.file, line, f"{key}: this is {kind}, where text belongs", "put it in quotes")
    if keys and not keys.use_directory_urls:
        at = source.line("use_directory_urls")
        problems.add(source.file, at, "use_directory_urls: every page of a ledger has the address of a folder", "take this line out", warning=True)
    if keys:
        _check_plugins(source, problems)
        for number, name in enumerate(keys.hooks):
            line = source.line("hooks", number)
            if (root / name).is_file():
                problems.add(source.file, line, f"hooks: '{name}' is run by MkDocs alone, and changes no page of a ledger", "take it out", warning=True)
            else:
                problems.add(source.file, line, f"hooks: there is no file '{name}'", "correct the path, or take it out")
    return keys


def _check_plugins(source: YamlFile, problems: Problems) -> None:
    listed = list(named(source, "plugins", "plugin", problems))
    names = [name for name, _, _ in listed]
    others = [name for name in names if name != "ledger"]
    installed = _installed_plugins() if others else ()
    lost = [name for name in others if name not in installed]
    for name, options, at in listed:
        if name in lost:
            problems.add(source.file, at, f"there is no plugin '{name}'", near(name, ["ledger"], "install it, or take it out"))
        elif name != "ledger":
            problems.add(source.file, at, f"the plugin '{name}' is called by MkDocs alone, and changes no page of a ledger", "take it out", warning=True)
        elif options:
            problems.add(source.file, at, f"the plugin 'ledger' has no option {', '.join(map(repr, options))}", "take it out")
    if "ledger" not in names and not any(near(name, ["ledger"], "") for name in lost):
        problems.add(source.file, source.lines.get(("plugins",), 0), "the plugin 'ledger' is not switched on", "write plugins: [ledger]")


def _installed_plugins() -> Collection[str]:
    from importlib.metadata import entry_points

    return {entry.name for group in ("mkdocs.plugins", "properdocs.plugins") for entry in entry_points(group=group)}


def extensions_of(source: YamlFile, problems: Problems) -> Extensions:
    """The Markdown extensions that are named. Whether there are such, Python-Markdown knows (``ledger.render.extensions``)."""
    listed = list(named(source, "markdown_extensions", "Markdown extension", problems))
    return Extensions(tuple(dict.fromkeys(name for name, _, _ in listed)), {name: o for name, o, _ in listed if o}, {name: line for name, _, line in listed})


def named(source: YamlFile, key: str, what: str, problems: Problems) -> Iterator[tuple[str, Mapping[str, Any], int]]:
    """``(name, options, line)`` of each entry of a list or mapping of names."""
    listed = source.plain.get(key) if isinstance(source.plain, dict) else None
    if listed is None:
        return
    pairs: Iterable[tuple[tuple[str | int, ...], Any]]
    if isinstance(listed, dict):
        pairs = [((key, name), {name: options}) for name, options in listed.items()]
    elif isinstance(listed, list):
        pairs = [((key, number), entry) for number, entry in enumerate(listed)]
    else:
        problems.add(source.file, source.line(key), f"{key}: this is no list", f"write each {what} on a line of its own, behind a hyphen")
        return
    for at, entry in pairs:
        line = source.line(*at)
        if isinstance(entry, str):
            yield entry, {}, line
        elif isinstance(entry, dict) and len(entry) == 1 and isinstance(options := next(iter(entry.values())) or {}, dict):
            yield next(iter(entry)), options, line
        else:
            problems.add(source.file, line, f"{key}: this is no name of a {what}, nor a name and its options", "write - name, or - name: {option: value}")


def pages_of_nav(source: YamlFile) -> Iterator[tuple[str, int]]:
    """``(path below content/, line)`` of each page that ``nav`` names; addresses of other sites are not pages."""

    def pages(entry: Any, at: tuple[str | int, ...]) -> Iterator[tuple[str, int]]:
        if isinstance(entry, str):
            if "://" not in entry and not entry.startswith("/"):
                yield entry, source.line(*at)
        elif isinstance(entry, list | dict):
            for step, inner in enumerate(entry) if isinstance(entry, list) else entry.items():
                yield from pages(inner, (*at, step))

    yield from pages(source.at("nav"), ("nav",))


def check_nav(pages: Iterable[tuple[str, int]], known: Collection[str], problems: Problems) -> None:
    """Say which pages of ``nav`` there are not."""
    for page, line in pages:
        if page not in known:
            problems.add("mkdocs.yml", line, f"nav: there is no page '{page}'", did_you_mean(page, known, limit=6))


def near(word: str, known: Iterable[str], otherwise: str) -> str:
    found = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {found[0]}?" if found else otherwise
