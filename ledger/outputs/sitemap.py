"""The site map: every page that search engines may list, by its full address, in files of at most ``MOST`` pages.

    sitemap.xml                the files
    sitemap-en-1.xml           the first pages of one language

A day is told only where the ledger knows one: a story's own, the ledger's for the front page and the data. There is none of all this
where the site does not know its address, and none of a file that an editor has put into ``content/static/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from ledger.outputs.output import Output
from ledger.render.edition import Edition
from ledger.render.kinds import KINDS
from ledger.render.metadata import absolute

MOST = 10_000
"""Pages in a file; the protocol allows 50,000, and 50 MB."""
_INDEX, _ROBOTS = "sitemap.xml", "robots.txt"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def pages(edition: Edition) -> list[tuple[str, str]]:
    """``(path, day of the last change)`` of each page of an edition, editors' pages first; the day is empty where it is not known."""
    date = edition.project.date
    found = {document.address: document.meta.updated or document.meta.date for document in edition.documents}
    found |= {"": date}
    for kind in KINDS:
        if kind.listed:
            for path in kind.paths(edition):
                found.setdefault(path, date if path == "data/" else "")
    return list(found.items())


def _own(edition: Edition, paths: Iterable[str]) -> Iterator[str]:
    """Files that the build makes: where the site has an address, and no editor's file is in the way."""
    if edition.project.site_url:
        yield from (path for path in paths if not edition.brings(path))


def _files(edition: Edition) -> list[str]:
    return [f"sitemap-{edition.code}-{n}.xml" for n in range(1, -(-len(pages(edition)) // MOST) + 1)]


def _part(edition: Edition, path: str) -> bytes:
    number = int(path.removesuffix(".xml").rpartition("-")[2])
    chosen = pages(edition)[(number - 1) * MOST : number * MOST]
    entries = ((absolute(edition, edition.at(page)), day) for page, day in chosen)
    return _written("urlset", "url", entries)


def _index(edition: Edition, _: str) -> bytes:
    return _written("sitemapindex", "sitemap", ((absolute(edition, f"/{file}"), "") for file in edition.each(_files)))


def _written(root: str, item: str, entries: Iterable[tuple[str, str]]) -> bytes:
    lines = (f"<{item}><loc>{escape(at)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{item}>" for at, day in entries)
    text = "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{_NAMESPACE}">', *lines, f"</{root}>", ""))
    return text.encode()


def _robots(edition: Edition, _: str) -> bytes:
    return f"User-agent: *\nAllow: /\n\nSitemap: {absolute(edition, f'/{_INDEX}')}\n".encode()


OUTPUTS = (
    Output("sitemap", lambda edition: _own(edition, _files(edition) if edition.project.site_url else ()), _part),
    Output("sitemaps", lambda edition: _own(edition, (_INDEX,)), _index, once=True),
    Output("robots", lambda edition: _own(edition, (_ROBOTS,)), _robots, once=True),
)
