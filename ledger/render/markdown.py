"""Markdown as our editors write it: references, charts, callouts, pictures, lists; and a word about all that cannot be.

It is one Python-Markdown extension. A page goes through in four steps:

1. before Markdown sees it, fences become what they stand for, and every ``[[`` is marked with the line on which it stands (``prepare``);
2. Markdown makes HTML of it, with the extensions of ``mkdocs.yml`` and ours (``shape``);
3. what is not allowed is taken out (``markup``);
4. marks become values and citations, links and pictures get their addresses (``complete``), and what is left over as it was typed is
   said (``leftovers``).

A reference in code stays as it was typed; in the text of a link, a picture or a title it is words alone.
"""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension

from ledger.render.complete import complete
from ledger.render.draft import Draft
from ledger.render.prepare import Prepare
from ledger.render.shape import URL, BareLink, Settle, Shape


class PageMarkdown(Extension):
    """One page after another: ``begin`` with it, let Markdown run, ``finish`` what it made."""

    def __init__(self) -> None:
        super().__init__()
        self._prepare, self._shape, self._settle = Prepare(), Shape(), Settle()

    def begin(self, draft: Draft) -> None:
        self.draft = self._prepare.draft = self._shape.draft = self._settle.draft = draft

    def extendMarkdown(self, md: Markdown) -> None:
        notes = [other for other in md.registeredExtensions if isinstance(other, FootnoteExtension)]
        self._prepare.untitled_notes = [n for n in notes if n.getConfig("BACKLINK_TITLE") == FootnoteExtension().getConfig("BACKLINK_TITLE")]
        # Before fenced code (25) and HTML blocks (20), after normalising white space (30).
        md.preprocessors.register(self._prepare, "ledger", 27)
        md.inlinePatterns.register(BareLink(URL, md), "ledger-links", 85)
        md.treeprocessors.register(self._shape, "ledger-shape", 6)  # before toc (5) gives ids
        md.treeprocessors.register(self._settle, "ledger-settle", 2)  # after it

    def slugify(self, text: str, separator: str) -> str:
        """The id of a heading of the page that is being made."""
        return self.draft.slugify(text, separator)

    def finish(self, html: str) -> str:
        """The page that Markdown made, clean and complete."""
        return complete(self.draft, html)
