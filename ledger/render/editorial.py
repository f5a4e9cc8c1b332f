"""Editorial pages: what editors write, through Python-Markdown, in our templates.

Each page is made by itself, in any order and in any process, from what it is given: its text, its edition, and what there is to link
to. What was found in making it comes back with it: what is wrong, where its links lead, which pictures and papers it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from ledger.load.content import Document
from ledger.load.settings import Extensions
from ledger.problems import Problem, Problems, did_you_mean
from ledger.render.draft import Draft
from ledger.render.edition import Edition
from ledger.render.extensions import can_begin_anew, make_markdown
from ledger.render.faults import render, template_fault
from ledger.render.links import Asked, Linkable, PageLinks
from ledger.render.markdown import PageMarkdown
from ledger.render.pages import Page
from ledger.render.renderer import page_values


class Heading(NamedTuple):
    """A heading of a page, for its table of contents: its words as HTML, its id, and the headings below it."""

    title: str
    id: str
    level: int
    children: tuple[Heading, ...]


@dataclass(frozen=True)
class EditorialPage:
    """A page as it was made, and what was found in making it.

    ``path`` is its path on the site; ``html`` is empty where a template failed. ``asked`` are its links as they stand in it, with the
    places where they were typed; ``files`` the pictures and papers that it shows, ``{path below content/: path on the site}``, the latter
    empty where one cannot be published.
    """

    path: str
    html: str
    problems: frozenset[Problem]
    asked: Mapping[str, Asked]
    files: Mapping[str, str]


class Typesetter:
    """Makes editorial pages, one after another. Nothing of one page is left when the next begins."""

    def __init__(self, extensions: Extensions, problems: Problems) -> None:
        """Switch the Markdown extensions on; one that cannot be is told in ``problems``."""
        self._extensions = extensions
        self._ours = PageMarkdown()
        self._made: Any = make_markdown(extensions, self._ours, self._ours.slugify, problems)

    def page(self, edition: Edition, document: Document, linkable: Linkable, faulty: Collection[int] = frozenset()) -> EditorialPage:
        """The page of ``document``; ``faulty`` are the lines of it that errors were told of before."""
        problems = Problems()
        links = PageLinks(linkable, edition, document, problems)
        html = ""
        chart = document.meta.chart
        if chart and edition.figure(chart) is None:
            line = document.key_lines.get("chart", 1)
            problems.add(document.file, line, f"front matter: there is no chart '{chart}'", did_you_mean(chart, edition.figure_ids))
        try:
            content, toc = self._content(edition, document, links, problems, faulty)
            told = edition.document(document.path)
            view = Page(edition.at(document.address), document.address, document.meta.template, told.meta.title, told.meta.summary, {"document": told})
            values = {**page_values(edition, view, edition.written_in(document.address)), "content": Markup(content), "toc": toc}
            html = render(edition.environment(document.meta.template), document.meta.template, values)
        except RecursionError:
            problems.add(document.file, 0, "lists or quotations that are nested too deeply", "nest them less deeply")
        except Exception as error:
            fault = template_fault(error)
            if fault is None:
                raise
            problems.found.add(fault)
        return EditorialPage(f"{edition.at(document.address).lstrip('/')}index.html", html, frozenset(problems.found), links.asked, links.files)

    def body(self, edition: Edition, document: Document, linkable: Linkable) -> str:
        """The text of a page alone; nothing where something is wrong with it, which is told where the page is made."""
        problems = Problems()
        links = PageLinks(linkable, edition, document, problems)
        try:
            return self._content(edition, document, links, problems, frozenset())[0]
        except Exception as error:
            if not isinstance(error, RecursionError) and template_fault(error) is None:
                raise
            return ""

    def _content(self, edition: Edition, document: Document, links: PageLinks, problems: Problems, faulty: Collection[int]) -> tuple[str, tuple[Heading, ...]]:
        draft = Draft(edition, document, links, problems, faulty)
        self._ours.begin(draft)
        markdown: Any = self._made or make_markdown(self._extensions, self._ours, self._ours.slugify, Problems())
        self._made = None
        html = markdown.convert(document.body)
        toc = markdown.toc_tokens
        if can_begin_anew(self._extensions):
            self._made = markdown.reset()  # only here: one that did not come to the end of a page may have kept something of it
        return self._ours.finish(html), tuple(_headings(toc, draft.worded))


def _headings(tokens: Iterable[Mapping[str, Any]], worded: Callable[[str], str]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(worded(token["name"]), token["id"], token["level"], tuple(_headings(token["children"], worded)))
