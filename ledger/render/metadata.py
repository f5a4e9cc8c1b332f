"""What a page says of itself to machines: where it stands, its twins in other languages, the picture that stands for it where it is
shared, and what it is in the words of schema.org.

All of it names addresses in full, so it is there only where the site knows its own (``site_url``). The words of schema.org are JSON-LD
in a data block, which a browser neither runs nor refuses: the content policy stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ledger.charts.figure import Figure
from ledger.load.content import Document
from ledger.project import Language
from ledger.render.edition import Edition
from ledger.render.licence import licence_address
from ledger.render.pages import Page

WITHOUT_ADDRESS = ("404.html", "moved.html", "embed.html")
"""Templates of pages that are shown in the place of another, or within one."""
CARD = (1200, 630)
"""Pixels of the picture by which a page is shared, as Open Graph readers want it."""
TEXT = "index.html.md"
"""What stands behind the address of a page for the same as Markdown, as llmstxt.org has it."""
Thing = dict[str, Any]


@dataclass(frozen=True)
class Metadata:
    """``address`` is the page's own in full, ``twins`` are ``(tag, address)`` of the same page in all its languages, ``image`` the address
    of its picture; ``linked`` is JSON-LD, ready to stand in a page."""

    address: str = ""
    twins: tuple[tuple[str, str], ...] = ()
    image: str = ""
    linked: Markup | str = ""
    text: str = ""
    """The same page as Markdown."""


def metadata(edition: Edition, page: Page, languages: Sequence[Language]) -> Metadata:
    """What ``page`` says; ``languages`` are those that it has. Nothing where the site does not know its address, or the page has none."""
    if not edition.project.site_url or page.template in WITHOUT_ADDRESS:
        return Metadata()
    twins = [(language.tag, absolute(edition, f"/{language.root}{page.twin}")) for language in languages]
    usual = edition.project.languages[0]
    if len(twins) > 1 and usual in languages:
        twins.append(("x-default", absolute(edition, f"/{usual.root}{page.twin}")))
    return Metadata(
        absolute(edition, page.address), tuple(twins) if len(languages) > 1 else (), card(edition, page), _linked(edition, page), _text(edition, page)
    )


def is_text(document: Document) -> bool:
    """Whether an editor's page is there as Markdown too: all but the front page, which only leads to others."""
    return bool(document.address)


def _text(edition: Edition, page: Page) -> str:
    document = page.values.get("document")
    is_there = page.template == "policy.html" or (isinstance(document, Document) and document.address == page.twin and is_text(document))
    return absolute(edition, f"{page.address}{TEXT}") if is_there else ""


def absolute(edition: Edition, address: str) -> str:
    """A canonical address (``/targets/x/``) in full."""
    return edition.project.site_url.rstrip("/") + address


def card_path(edition: Edition) -> str:
    """Where the picture of the site lies, on the site."""
    return edition.at("card.png")


def image(edition: Edition, page: Page) -> str:
    """The picture of the chart that a page is about or that stands for it, else that of the site."""
    figure = page.values.get("figure")
    document = page.values.get("document")
    if figure is None and isinstance(document, Document) and document.meta.chart:
        figure = edition.figure(document.meta.chart)
    return picture_of(edition, figure) if figure else absolute(edition, card_path(edition))


def card(edition: Edition, page: Page) -> str:
    """The picture by which a page is shared: a chart's, a story's, else that of the site."""
    figure, document = page.values.get("figure"), page.values.get("document")
    if figure is not None:
        return absolute(edition, f"/{chart_card(edition.code, figure.id)}")
    if isinstance(document, Document) and document.address == page.twin and _is_story(page.twin):
        return absolute(edition, f"/{story_card(edition.language, document.address)}")
    return absolute(edition, card_path(edition))


def chart_card(code: str, id: str) -> str:
    """Where the picture of a chart lies by which its page is shared."""
    return f"charts/{id}/{code}-card.png"


def story_card(language: Language, address: str) -> str:
    """Where that of a story lies."""
    return f"{language.root}{address}card.png"


def _is_story(path: str) -> bool:
    return path.startswith("stories/") and path != "stories/"


def picture_of(edition: Edition, figure: Figure) -> str:
    """The picture of a chart, in full."""
    return absolute(edition, f"/charts/{figure.id}/{edition.code}.png")


def crumbs(edition: Edition, page: Page) -> list[tuple[str, str]]:
    """``(title, address)`` of the pages that lead to a page, from the front page on, itself the last."""
    values, found = page.values, [(edition.language.title, edition.at(""))]
    row, vocabulary = values.get("row"), values.get("vocabulary")
    if row is not None:
        shown = edition.shown(row.table)
        if shown.at:
            found.append((edition.table_title(row.table, of_list=True), edition.at(shown.at)))
        if shown.rows_at:
            found.append((edition.heading(row), edition.address(row)))
    elif vocabulary:
        found.append((edition.vocabulary_title(vocabulary), edition.at(f"{vocabulary}/")))
        if term := values.get("term"):
            found.append((term.names[edition.code], edition.term_address(vocabulary, term.id)))
    else:
        section = page.twin.partition("/")[0]
        title = edition.section(page.twin) if section else ""
        if title and edition.has(f"{section}/"):
            found.append((title, edition.at(f"{section}/")))
    return [*((title, address) for title, address in found if address != page.address), (page.title, page.address)]


# --- schema.org -------------------------------------------------------------------------------------------------------


def _linked(edition: Edition, page: Page) -> Markup:
    things = [*_things(edition, page)]
    if not things:
        return Markup()
    content = things[0] if len(things) == 1 else {"@graph": things}
    text = json.dumps({"@context": "https://schema.org", **content}, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # nothing in a script ends it, or looks like a tag


def _things(edition: Edition, page: Page) -> Iterator[Thing]:
    told = _STORY if page.twin.startswith("stories/") and isinstance(page.values.get("document"), Document) else _THINGS.get(page.template)
    if told:
        yield told(edition, page)
    way = crumbs(edition, page)
    if len(way) > 1:
        steps = [{"@type": "ListItem", "position": n, "name": title, "item": absolute(edition, at)} for n, (title, at) in enumerate(way, 1)]
        yield {"@type": "BreadcrumbList", "itemListElement": steps}


def _publisher(edition: Edition) -> Thing:
    return {"@type": "Organization", "name": edition.language.title, "url": absolute(edition, edition.at(""))}


def _common(edition: Edition, page: Page, sort: str) -> Thing:
    """What is said of everything that has a page: what it is, its address, its language, under which licence and by whom."""
    found = {"@type": sort, "@id": absolute(edition, page.address), "url": absolute(edition, page.address), "inLanguage": edition.language.tag}
    if licence := licence_address(edition):
        found["license"] = licence
    return found


def _website(edition: Edition, page: Page) -> Thing:
    found: Thing = {**_common(edition, page, "WebSite"), "name": edition.language.title, "publisher": _publisher(edition)}
    return {**found, "description": edition.language.line} if edition.language.line else found


def _article(edition: Edition, page: Page) -> Thing:
    if page.twin == "stories/":
        return {**_common(edition, page, "CollectionPage"), "name": page.title}
    meta = page.values["document"].meta
    found: Thing = {**_common(edition, page, "Article"), "headline": page.title, "image": image(edition, page), "isAccessibleForFree": True}
    authors = [{"@type": "Person", "name": name} for name in meta.authors]
    found |= {"author": authors or _publisher(edition), "publisher": _publisher(edition), "mainEntityOfPage": absolute(edition, page.address)}
    told = {"description": meta.summary, "datePublished": meta.date, "dateModified": meta.updated or meta.date, "keywords": ", ".join(meta.tags)}
    return found | {name: text for name, text in told.items() if text}


def _term(edition: Edition, page: Page) -> Thing:
    vocabulary, term = page.values["vocabulary"], page.values["term"]
    whole = {"@type": "DefinedTermSet", "name": edition.vocabulary_title(vocabulary), "url": absolute(edition, edition.at(f"{vocabulary}/"))}
    found = {**_common(edition, page, "DefinedTerm"), "name": term.names[edition.code], "termCode": term.id, "inDefinedTermSet": whole}
    found |= {"sameAs": list(term.same_as)} if term.same_as else {}
    about = term.get(f"description_{edition.code}")
    return {**found, "description": str(about)} if about else found


def _chart(edition: Edition, page: Page) -> Thing:
    figure = page.values["figure"]
    found = {**_common(edition, page, "ImageObject"), "name": figure.title, "caption": figure.sentence, "contentUrl": image(edition, page)}
    return found | {"encodingFormat": "image/png", "creditText": edition.language.title, "creator": _publisher(edition)}


def version_of(edition: Edition, page: Page) -> str:
    """The version of what a page is cited for: a table, a record, a chart, a story; on the page of all data, of these."""
    about = next((what for key in ("table", "row", "figure", "document") if (what := page.values.get(key)) is not None), None)
    return edition.version if about is None else edition.version_of(about)


def _dataset(edition: Edition, page: Page, name: str, description: str) -> Thing:
    found: Thing = {**_common(edition, page, "Dataset"), "name": name, "description": description, "isAccessibleForFree": True}
    found["creator"] = _publisher(edition)
    if date := edition.project.date:
        found["dateModified"] = date
    return {**found, "version": version_of(edition, page)}


def whole_files(code: str) -> tuple[tuple[str, str], ...]:
    """``(path, media type)`` of the files that have all data."""
    return (
        ("data/data.zip", "application/zip"),
        (f"data/data.{code}.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("data/data.sqlite", "application/vnd.sqlite3"),
        ("data/datapackage.json", "application/json"),
    )


def _all_data(edition: Edition, page: Page) -> Thing:
    found = _dataset(edition, page, package(edition, "title") or edition.language.title, _long(edition, package(edition, "description"), page.description))
    if keywords := edition.ledger.schema.raw.get("keywords"):
        found["keywords"] = keywords
    found["distribution"] = [_download(edition, path, form) for path, form in whole_files(edition.code)]
    found["hasPart"] = [{"@id": absolute(edition, edition.at(f"data/{table.name}/"))} for table in page.values["tables"]]
    return found


def _table(edition: Edition, page: Page) -> Thing:
    table = page.values["table"]
    name = f"{edition.language.title}{edition.t('colon')}{page.title or table.name}"
    found = _dataset(edition, page, name, _long(edition, page.description, package(edition, "description")))
    found["isPartOf"] = {"@id": absolute(edition, edition.at("data/"))}
    found["distribution"] = [_download(edition, f"data/{table.name}.csv", "text/csv"), _download(edition, f"data/{table.name}.json", "application/json")]
    found["variableMeasured"] = [edition.column_title(table.name, column.name) for column in table.fields]
    return found


def _download(edition: Edition, path: str, form: str) -> Thing:
    return {"@type": "DataDownload", "encodingFormat": form, "contentUrl": absolute(edition, f"/{path}")}


def _long(edition: Edition, *told: str) -> str:
    """A description; whoever lists data sets wants no less than fifty characters of it."""
    return " ".join(filter(None, (*told, edition.language.title, edition.language.line)))[:5000]


def package(edition: Edition, key: str) -> str:
    """What the data package says of itself, in this language."""
    raw = edition.ledger.schema.raw
    return str(raw.get(f"{key}_{edition.code}") or raw.get(key) or "")


_STORY: Callable[[Edition, Page], Thing] = _article
_THINGS: dict[str, Callable[[Edition, Page], Thing]] = {
    "home.html": _website,
    "term.html": _term,
    "chart.html": _chart,
    "data.html": _all_data,
    "table.html": _table,
}
"""What a page is, by its template. Every page but the front one also tells the way to it."""
