"""The MkDocs adapter: what editors write, through MkDocs, in our templates. The only module that knows MkDocs.

MkDocs reads ``content/``, makes navigation, tables of contents and links; this plugin gives it our environment, resolves
references to the data, and moves ``zh/x.md`` to ``/x/`` (the first language is served at the root).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nh3
from jinja2 import Environment
from markupsafe import Markup
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

from ledger.load.content import Document
from ledger.problems import Problems, did_you_mean
from ledger.render.edition import Edition
from ledger.render.pages import Page
from ledger.render.references import LedgerReferences
from ledger.render.renderer import page_values

_TAGS = nh3.ALLOWED_TAGS | {"figure", "figcaption", "section", "details", "summary", "mark", "dl", "dt", "dd"}
_ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "*": {"id", "class", "lang", "title"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "scope", "align"},
}


_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg")


class LedgerPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Registered as ``ledger`` in ``mkdocs.yml``. ``take`` hands it the loaded ledger before a build."""

    editions: Mapping[str, Edition] = {}

    def take(self, editions: Mapping[str, Edition], environment: Environment, problems: Problems) -> None:
        self.editions, self.environment, self.problems = editions, environment, problems
        self.documents = {d.path: d for edition in editions.values() for d in edition.documents}
        self.references = LedgerReferences()

    def on_config(self, config: Any) -> Any:
        if not self.editions:
            raise PluginError("this site is built by 'python build.py build', which calls MkDocs itself")
        config.theme.static_templates = set()
        config.markdown_extensions.append(self.references)
        return config

    def on_files(self, files: Any, *, config: Any) -> Any:
        """Keep the editors' pages and pictures (the theme's files are published by us) and serve a language at its root."""
        for file in list(files):
            code, _, rest = file.dest_uri.partition("/")
            mine = file.src_dir == config.docs_dir and (file.src_uri in self.documents or file.src_uri.endswith(_PICTURES))
            if not mine or code not in self.editions:
                files.remove(file)
                continue
            file.dest_uri = self.editions[code].language.root + rest
            for derived in ("url", "abs_dest_path"):
                file.__dict__.pop(derived, None)
        return files

    def on_env(self, env: Environment, *, config: Any, files: Any) -> Environment:
        return self.environment

    def on_page_markdown(self, markdown: str, *, page: Any, config: Any, files: Any) -> str:
        document = self.documents[page.file.src_uri]
        edition = self.editions[document.language]

        def report(line: int, what: str, remedy: str) -> None:
            self.problems.add(document.file, document.body_line + line, what, remedy)

        page.meta["template"] = document.meta.get("template", "page.html")
        chart = document.meta.get("chart")
        if chart and edition.figure(chart) is None:
            line = document.key_lines["chart"]
            self.problems.add(document.file, line, f"front matter: there is no chart '{chart}'", did_you_mean(str(chart), edition.figure_ids))
        self.references.aim(edition, edition.at(document.address), report)
        return document.body

    def on_page_content(self, html: str, *, page: Any, config: Any, files: Any) -> str:
        clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)
        return self.references.fill(clean)

    def on_page_context(self, context: Any, *, page: Any, config: Any, nav: Any) -> Any:
        document = self.documents[page.file.src_uri]
        edition = self.editions[document.language]
        view = Page(
            edition.at(document.address), document.address, page.meta["template"], str(document.meta.get("title")), str(document.meta.get("summary") or "")
        )
        twins = {code: e for code, e in self.editions.items() if code == edition.code or any(d.address == document.address for d in e.documents)}
        return {**context, **page_values(edition, view, twins), "document": document, "content": Markup(page.content), "toc": page.toc}


def render_editorial(root: Path, out: Path, editions: Mapping[str, Edition], environment: Environment, problems: Problems) -> None:
    """Write every editorial page into ``out`` (which MkDocs empties first). Its warnings become problems."""
    heard = _Listener(editions, problems)
    logger = logging.getLogger(mkdocs_build.__module__.partition(".")[0])  # "properdocs" where that stands in for MkDocs
    logger.addHandler(heard)
    logger.propagate = False
    try:
        # Our templates are the theme, whatever mkdocs.yml says of one.
        theme = {"name": None, "custom_dir": str(next(iter(editions.values())).project.templates)}
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(out), docs_dir=str(root / "content"), theme=theme)
        plugin: Any = config.plugins["ledger"]
        plugin.take(editions, environment, problems)
        mkdocs_build(config)
    finally:
        logger.removeHandler(heard)


class _Listener(logging.Handler):
    """MkDocs reports a broken link as a log line; here it becomes a problem at the line of the link."""

    def __init__(self, editions: Mapping[str, Edition], problems: Problems) -> None:
        super().__init__(logging.WARNING)
        self.documents = {d.path: d for e in editions.values() for d in e.documents}
        self.problems = problems

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage().splitlines()[0]
        quoted = message.split("'")[1::2]
        document: Document | None = next((self.documents[q] for q in quoted if q in self.documents), None)
        if document is None:
            self.problems.add("mkdocs.yml", 0, message, "see the MkDocs documentation")
            return
        link = next((q for q in quoted if q != document.path and q in document.body), "")
        self.problems.add(document.file, document.line_of(link) if link else document.body_line, message.split(",")[0], "correct the link")
