"""The MkDocs adapter: what editors write, through MkDocs, in our templates. The only module that knows MkDocs.

MkDocs reads ``mkdocs.yml`` and makes navigation and tables of contents; this plugin gives it our pages, our environment and our
Markdown (``markdown``), and moves ``zh/x.md`` to ``/x/`` (the first language is served at the root).
"""

from __future__ import annotations

import difflib
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin

from ledger.load.content import Document, files_beside
from ledger.problems import Problems, did_you_mean
from ledger.render.edition import Edition
from ledger.render.faults import BadTemplate, render, template_fault
from ledger.render.links import Links
from ledger.render.markdown import PageMarkdown, plain
from ledger.render.pages import Page
from ledger.render.renderer import page_values


@dataclass(frozen=True)
class Editorial:
    """What came of the editors' pages: their links, and the files beside them that pages use, ``{path on the site: (file, bytes)}``."""

    links: Links
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


class LedgerPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Registered as ``ledger`` in ``mkdocs.yml``. ``take`` hands it the loaded ledger before a build."""

    editions: Mapping[str, Edition] = {}

    def take(self, editions: Mapping[str, Edition], environment: Environment, links: Links, problems: Problems) -> None:
        self.editions, self.environment, self.links, self.problems = editions, environment, links, problems
        self.documents = {d.path: d for edition in editions.values() for d in edition.documents}
        self.markdown = PageMarkdown()
        self.current: Document | None = None

    def on_config(self, config: Any) -> Any:
        if not self.editions:
            raise PluginError("this site is built by 'python build.py build', which calls MkDocs itself")
        config.theme.static_templates = set()
        config.markdown_extensions.append(self.markdown)
        config.mdx_configs.setdefault("toc", {})["slugify"] = self.markdown.slugify
        return config

    def on_files(self, files: Any, *, config: Any) -> Any:
        """Keep the editors' pages (all other files are published by us) and serve a language at its root."""
        for file in list(files):
            code, _, rest = file.dest_uri.partition("/")
            if file.src_dir != config.docs_dir or file.src_uri not in self.documents or code not in self.editions:
                files.remove(file)
                continue
            file.dest_uri = self.editions[code].language.root + rest
            for derived in ("url", "abs_dest_path"):
                file.__dict__.pop(derived, None)
        return files

    def on_env(self, env: Environment, *, config: Any, files: Any) -> Any:
        return _Templates(self.environment, self.problems)

    def on_page_read_source(self, *, page: Any, config: Any) -> str:
        """The text as we read it, without its front matter, which is read by us alone."""
        return self.documents[page.file.src_uri].body

    def on_page_markdown(self, markdown: str, *, page: Any, config: Any, files: Any) -> str:
        document = self.current = self.documents[page.file.src_uri]
        edition = self.editions[document.language]
        page.meta = {"template": document.meta.template, "title": document.meta.title}
        chart = document.meta.chart
        if chart and edition.figure(chart) is None:
            line = document.key_lines.get("chart", 1)
            self.problems.add(document.file, line, f"front matter: there is no chart '{chart}'", did_you_mean(chart, edition.figure_ids))
        self.markdown.aim(edition, document, self.links, self.problems)
        return document.body

    def on_page_content(self, html: str, *, page: Any, config: Any, files: Any) -> str:
        return self.markdown.finish(html)

    def on_page_context(self, context: Any, *, page: Any, config: Any, nav: Any) -> Any:
        document = self.documents[page.file.src_uri]
        edition = self.editions[document.language]
        told = edition.told(document)
        view = Page(edition.at(document.address), document.address, document.meta.template, told.meta.title, told.meta.summary)
        twins = {code: e for code, e in self.editions.items() if code == edition.code or any(d.address == document.address for d in e.documents)}
        return {**context, **page_values(edition, view, twins), "document": told, "content": Markup(page.content), "toc": page.toc}


def tell_titles(editions: Mapping[str, Edition], problems: Problems) -> None:
    """Put what their references stand for into the titles and summaries of all pages."""
    for edition in editions.values():
        words = {d.path: {key: plain(edition, d, key, getattr(d.meta, key), problems) for key in ("title", "summary")} for d in edition.documents}
        edition.tell(words)


def render_editorial(root: Path, out: Path, editions: Mapping[str, Edition], environment: Environment, problems: Problems) -> Editorial:
    """Write every editorial page into ``out`` (which MkDocs empties first), and the pictures and papers that pages use.

    Whatever MkDocs has to say becomes a problem; what it cannot begin with raises ``Refused``.
    """
    content = root / "content"
    links = Links(content, editions, files_beside(content, tuple(editions)), problems)
    heard = _Listener(root, editions, problems)
    logger = logging.getLogger(mkdocs_build.__module__.partition(".")[0])  # "properdocs" where that stands in for MkDocs
    logger.addHandler(heard)
    logger.propagate = False
    plugin: Any = None
    tell_titles(editions, problems)
    try:
        # Our templates are the theme, whatever mkdocs.yml says of one; links are ours to check.
        theme = {"name": None, "custom_dir": str(next(iter(editions.values())).project.templates)}
        validation = {"links": dict.fromkeys(("not_found", "absolute_links", "unrecognized_links", "anchors"), "ignore"), "nav": {"omitted_files": "ignore"}}
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(out), docs_dir=str(content), theme=theme, validation=validation, use_directory_urls=True)
        hidden = False  # pages, and links to them are not wrong
        for number, line in enumerate(heard.lines, 1):
            if (key := re.match(r"(\w+)\s*:", line)) and key[1] in _WITHOUT_EFFECT and not _TRUE_URLS.match(line):
                what, remedy = _WITHOUT_EFFECT[key[1]]
                problems.add("mkdocs.yml", number, f"{key[1]}: {what}", remedy, warning=key[1] not in _HIDES)
                hidden = hidden or key[1] in _HIDES
        if hidden:
            problems.stop_if_any()
        if "ledger" not in config.plugins:
            problems.add("mkdocs.yml", 0, "the plugin 'ledger' is not switched on", "write plugins: [ledger]")
            problems.stop_if_any()
        plugin = config.plugins["ledger"]
        plugin.take(editions, environment, links, problems)
        mkdocs_build(config)
    except ConfigurationError as error:
        problems.add("mkdocs.yml", 0, f"MkDocs cannot read it: {' '.join(str(error).split())[:200].rstrip('.')}", "correct it")
        problems.stop_if_any()
    except SystemExit:  # how MkDocs stops, after it has said why
        if not problems.errors:
            problems.add("mkdocs.yml", 0, "MkDocs stops here without saying why", "take out the last thing that was changed")
        problems.stop_if_any()
    except RecursionError:
        problems.add(
            plugin.current.file if plugin and plugin.current else "content", 0, "lists or quotations that are nested too deeply", "nest them less deeply"
        )
        problems.stop_if_any()
    except Exception as error:
        fault = template_fault(error, Path(theme["custom_dir"] or ""))
        if fault is None:
            raise
        problems.found.add(fault)
        problems.stop_if_any()
    finally:
        logger.removeHandler(heard)
    links.tell_unused()
    for path, (_, copied) in links.published.items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(copied)
    return Editorial(links, links.published)


class _Templates:
    """Our environment for MkDocs: a template that fails is told, and the next page goes on."""

    def __init__(self, environment: Environment, problems: Problems) -> None:
        self.environment, self.problems = environment, problems

    def get_template(self, name: str) -> _Templates:
        self.name = name
        return self

    def render(self, context: Mapping[str, Any]) -> str:
        try:
            return render(self.environment, self.name, context)
        except BadTemplate as bad:
            self.problems.found.add(bad.problem)
            return ""


class _Listener(logging.Handler):
    """What MkDocs writes into its log as a problem at the line of ``mkdocs.yml`` that it speaks of."""

    def __init__(self, root: Path, editions: Mapping[str, Edition], problems: Problems) -> None:
        super().__init__(logging.WARNING)
        self.lines = (root / "mkdocs.yml").read_text(encoding="utf-8").split("\n")
        self.documents = {d.path: d for e in editions.values() for d in e.documents}
        self.problems = problems

    def emit(self, record: logging.LogRecord) -> None:
        message = " ".join(record.getMessage().split())
        if message.startswith(("Error reading page", "Error building page")):
            return  # what raised it is told where it is caught
        key = re.match(r"Config value '([\w.]+)': (.*)", message)
        names = re.findall(r"['\"]([^'\"]+)['\"]", key[2] if key else message)
        if raised := re.search(r"KeyError: '(\w+)'$", message):
            names = [names[0], raised[1]]
        line = self._line(key[1] if key else "", names[::-1])
        what, remedy = self._words(key[1] if key else "", key[2] if key else message, names)
        self.problems.add("mkdocs.yml", line, what, remedy, warning=record.levelno < logging.ERROR and "nav" not in message and "not found" not in message)

    def _line(self, key: str, names: list[str]) -> int:
        """The line of the first name that stands in the file, else that of the key; 0 where neither does."""
        start = next((n for n, text in enumerate(self.lines) if key and re.match(rf"\s*{re.escape(key.rpartition('.')[2])}\s*:", text)), -1)
        for name in names:
            for number in [*range(max(start, 0), len(self.lines)), *range(max(start, 0))]:
                if re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", self.lines[number].partition("#")[0]):
                    return int(number) + 1
        return int(start) + 1

    def _words(self, key: str, message: str, names: list[str]) -> tuple[str, str]:
        """What is wrong and what to do, in fewer words than MkDocs has for it."""
        if "plugin is not installed" in message:
            return f"there is no plugin '{names[0]}'", _near(names[0], ["ledger"], "install it, or take it out")
        if "Failed to load extension" in message:
            raised = re.search(r"(\w+(?:Error|Exception)): (.*)$", message)
            if raised and "import" not in raised[1].lower() and raised[1] != "ModuleNotFoundError":
                option = f"has no option {raised[2]}" if raised[1] == "KeyError" else f"cannot be switched on: {raised[2]}"
                return f"the Markdown extension '{names[0]}' {option}", "correct its options, or take them out"
            return f"there is no Markdown extension '{names[0]}'", _near(names[0], EXTENSIONS, "install it, or take it out")
        if "included in the 'nav' configuration" in message:
            page = next((n for n in names if n.endswith(".md")), names[0] if names else "")
            return f"nav: there is no page '{page}'", did_you_mean(page, self.documents, limit=6)
        if message.startswith("Unrecognised configuration name"):
            return f"unknown key '{key}'", _near(key, SETTINGS, "take it out; what a theme needs stands below extra:")
        if kinds := re.search(r"Expected type: <class '(\w+)'> but received: <class '(\w+)'>", message):
            wanted, given = (_KINDS.get(kind, kind) for kind in kinds.groups())
            return f"{key}: this is {given}, where {wanted} belongs", "put it in quotes" if kinds[1] == "str" and given != _KINDS["list"] else f"write {wanted}"
        return (f"{key}: {message.rstrip('.')}" if key else message.rstrip(".")), "correct it, or take it out"


_KINDS = {"str": "text", "int": "a number", "float": "a number", "bool": "true or false", "list": "a list", "dict": "a mapping", "NoneType": "nothing"}
_WITHOUT_EFFECT = {
    "use_directory_urls": ("every page of a ledger has the address of a folder", "take this line out"),
    "theme": ("a ledger has its own templates", "take it out; your own pages' look is in templates/"),
    "extra_css": ("is not read", "put it into templates/assets/site.css"),
    "extra_javascript": ("is not read", "put it into templates/assets/"),
    "site_dir": ("is not read; the site is written into site/", "take it out, and call build with --out"),
    "exclude_docs": ("would hide pages that others lead to", "begin the name of a file that is not to be published with a dot"),
    "draft_docs": ("would hide pages that others lead to", "begin the name of a file that is not to be published with a dot"),
}
"""Settings of MkDocs that mean nothing in a ledger, or what they should not."""
_HIDES = ("exclude_docs", "draft_docs")
_TRUE_URLS = re.compile(r"use_directory_urls:\s*(?:true|yes|on)\b", re.I)


def _near(word: str, known: Iterable[str], otherwise: str) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {near[0]}?" if near else otherwise


EXTENSIONS = (
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "smarty", "tables", "toc", "fenced_code", "nl2br"),
    *(f"pymdownx.{name}" for name in ("betterem", "caret", "details", "mark", "quotes", "superfences", "tasklist", "tilde", "smartsymbols", "keys", "tabbed")),
)
"""Names to choose from where one is mistyped."""
SETTINGS = (
    "docs_dir",
    "extra",
    "markdown_extensions",
    "nav",
    "plugins",
    "repo_url",
    "site_description",
    "site_name",
    "site_url",
    "theme",
    "use_directory_urls",
)
