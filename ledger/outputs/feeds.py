"""Feeds, as Atom (RFC 4287) and JSON Feed 1.1: stories, facts that changed, discrepancies; what is new of a document, of a place.

feeds/stories.xml, feeds/stories.json      and changes, discrepancies
policies/town-plan/feed.xml, feed.json     what changed of a document and what does not add up in it
regions/hill/feed.xml, feed.json           of a place
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ledger.outputs.output import Output
from ledger.render import news
from ledger.render.edition import Edition
from ledger.render.following import holder_at, holders, whole
from ledger.render.metadata import absolute
from ledger.render.news import Item

_ENDINGS = (".xml", ".json")
_FEEDS: dict[str, Callable[[Edition], list[Item]]] = {
    "stories": news.stories,
    "changes": news.changes,
    "discrepancies": news.discrepancies,
}


def _paths(edition: Edition) -> Iterator[str]:
    if news.can_be_followed(edition):
        parts = (f"{path}feed" for path, document, place in holders(edition) if edition.has_news(_holder(document, place)))
        for path in (*(f"feeds/{name}" for name in whole(edition)), *parts):
            yield from (edition.at(path).lstrip("/") + ending for ending in _ENDINGS)


def _holder(document: str, place: str) -> str:
    return f"place/{place}" if place else f"document/{document}"


def _content(edition: Edition, path: str) -> bytes:
    at, _, ending = path.removeprefix(edition.language.root).rpartition(".")
    folder, name = at.split("/", 1)[0], at.rsplit("/", 1)[1]
    if folder == "feeds":
        items, page, title = edition.shared(at, _FEEDS[name]), f"{name}/", edition.t(name)
    else:
        page = at.removesuffix("feed")
        document, place = holder_at(edition, page)
        items = edition.shared(at, partial(news.of, holder=_holder(document, place)))
        title = edition.name(edition.ledger.schema.places, place) if place else edition.label(edition.ledger.find("document", document))
    home = absolute(edition, edition.at(page if edition.has(page) or folder != "feeds" else ""))
    whole = f"{edition.language.title}{edition.t('colon')}{title}"
    write = _atom if ending == "xml" else _json
    return write(edition, whole, home, absolute(edition, f"/{path}"), items)


def escape(text: str, quote: bool = True) -> str:
    """A text as XML has it. Markup is text like any other here: its own ``replace`` would escape twice."""
    return html.escape(str(text), quote)


def _atom(edition: Edition, title: str, home: str, own: str, items: list[Item]) -> bytes:
    def stamp(day: str) -> str:
        return f"{day}T00:00:00Z"

    latest = max((item.day for item in items), default=edition.project.date)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(edition.language.tag)}">',
        f"<id>{escape(own)}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{stamp(latest)}</updated>",
        f"<author><name>{escape(edition.language.title)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{escape(own)}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(home)}"/>',
    ]
    if edition.licence:
        lines.append(f"<rights>{escape(edition.t('licence', name=edition.licence))}</rights>")
    for item in items:
        lines += ["<entry>", f"<id>{escape(item.address)}</id>", f"<title>{escape(item.title)}</title>", f"<updated>{stamp(item.day)}</updated>"]
        lines += [f"<author><name>{escape(name)}</name></author>" for name in item.authors]
        lines += [f"<published>{stamp(item.published)}</published>"] if item.published else []
        lines += [f'<link rel="alternate" type="text/html" href="{escape(item.address)}"/>']
        lines += [f'<link rel="enclosure" type="image/png" href="{escape(item.image)}"/>'] if item.image else []
        lines += [f"<summary>{escape(item.summary)}</summary>"] if item.summary else []
        lines += [f'<content type="html">{escape(item.content, quote=False)}</content>', "</entry>"]
    return "\n".join([*lines, "</feed>", ""]).encode()


def _json(edition: Edition, title: str, home: str, own: str, items: list[Item]) -> bytes:
    told: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "title": title, "home_page_url": home, "feed_url": own}
    told |= {"language": edition.language.tag, "authors": [{"name": edition.language.title, "url": absolute(edition, edition.at(""))}]}
    told["items"] = [_item(item) for item in items]
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _item(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = {"authors": [{"name": name} for name in item.authors]}
    found |= {"id": item.address, "url": item.address, "title": item.title, "content_html": str(item.content), "summary": item.summary, "image": item.image}
    found["date_published"] = f"{item.published or item.day}T00:00:00Z"
    found["date_modified"] = f"{item.day}T00:00:00Z"
    return {name: text for name, text in found.items() if text}


OUTPUTS = (Output("feed", _paths, _content),)
