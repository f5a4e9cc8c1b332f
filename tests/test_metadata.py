"""What pages say of themselves to machines: addresses in full, twins, pictures, schema.org, site maps; read by strangers' readers."""

from __future__ import annotations

import hashlib
import json
import re
import urllib.robotparser
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import html5lib
import pytest
from conftest import ADDRESS, Newsroom
from PIL import Image
from playwright.sync_api import Browser
from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, SDO
from test_browser import served

HOME = ADDRESS["SITE_URL"]
DCAT3_VERSION = URIRef(f"{DCAT}version")
"""In DCAT 3, and not yet among the names of this reader."""
SPDX = Namespace("http://spdx.org/rdf/terms#")
NOT_LISTED = re.compile(r"(?:nl/|en/)?(?:embed/.*|search/|compare/)index\.html|404\.html")


def heads(newsroom: Newsroom) -> dict[str, Any]:
    """The head of every page, as a strict parser of HTML reads it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    files = sorted(newsroom.site.rglob("*.html"))
    return {file.relative_to(newsroom.site).as_posix(): parser.parse(file.read_text(encoding="utf-8")).find("head") for file in files}


@pytest.fixture(scope="module")
def addressed(addressed_newsroom: Newsroom) -> dict[str, Any]:
    return heads(addressed_newsroom)


def links(head: Any, rel: str) -> list[Any]:
    return [link for link in head.iter("link") if link.get("rel") == rel]


def meta(head: Any, name: str) -> list[str]:
    return [tag.get("content") for tag in head.iter("meta") if name in (tag.get("property"), tag.get("name"))]


def linked(head: Any) -> list[str]:
    return [script.text for script in head.iter("script") if script.get("type") == "application/ld+json"]


def test_each_page_names_its_own_address_and_those_of_its_twins_in_full(addressed: dict[str, Any]) -> None:
    twins = {}
    for path, head in addressed.items():
        if path == "404.html" or "embed/" in path:
            assert not links(head, "canonical") and not links(head, "alternate"), path
            continue
        own = HOME + path.removesuffix("index.html")
        assert [link.get("href") for link in links(head, "canonical")] == [own], path
        assert meta(head, "og:url") == [own]
        twins[own] = {link.get("hreflang"): link.get("href") for link in links(head, "alternate") if link.get("hreflang")}
    alone = {address for address, own in twins.items() if not own}
    assert alone == {f"{HOME}method/"}
    for address, own in twins.items():
        if own:
            assert set(own) == {"en", "nl", "x-default"} and own["x-default"] == own["en"] and address in own.values()
            assert all(twins[other] == own for other in own.values()), address


def test_each_page_has_a_title_a_sort_and_a_picture_for_where_it_is_shared(addressed: dict[str, Any], addressed_newsroom: Newsroom) -> None:
    pictures: Counter[str] = Counter()
    for path, head in addressed.items():
        if "embed/" in path:
            continue
        for name in ("og:title", "og:type", "og:description", "og:site_name"):
            assert len(meta(head, name)) == 1 and meta(head, name)[0], (path, name)
        assert len(meta(head, "og:image")) == (0 if path == "404.html" else 1), path
        pictures.update(meta(head, "og:image"))
    assert {picture.removeprefix(HOME) for picture in pictures} == {
        *("card.png", "nl/card.png"),
        *(f"charts/{chart}/{code}-card.png" for chart in ("street-trees", "from-to") for code in ("en", "nl")),
        *("stories/ferries/card.png", "nl/stories/ferries/card.png"),
    }
    assert all(pictures[picture] == 1 for picture in pictures if not re.fullmatch(rf"{HOME}(nl/)?card\.png", picture))
    seen = set()
    for picture in pictures:
        with Image.open(addressed_newsroom.site / picture.removeprefix(HOME)) as opened:
            assert opened.format == "PNG" and opened.size == (1200, 630)
            seen.add(opened.tobytes())
    assert len(seen) == len(pictures)  # each is of its own page


def test_a_site_that_does_not_know_its_address_names_none(built_newsroom: Newsroom) -> None:
    for path, head in heads(built_newsroom).items():
        told = (
            links(head, "canonical"),
            [link for link in links(head, "alternate") if link.get("hreflang")],
            linked(head),
            meta(head, "og:url"),
            meta(head, "og:image"),
        )
        assert told == ([], [], [], [], []), path
    assert not [name for name in ("sitemap.xml", "sitemap-en-1.xml", "robots.txt", "card.png") if (built_newsroom.site / name).exists()]


# --- schema.org -------------------------------------------------------------------------------------------------------

WANTED = {
    "Article": ("headline", "image", "datePublished", "author", "publisher", "description"),
    "Dataset": ("name", "description", "creator", "distribution", "license"),
    "DataDownload": ("contentUrl", "encodingFormat"),
    "BreadcrumbList": ("itemListElement",),
    "ListItem": ("position", "name", "item"),
    "DefinedTerm": ("name", "termCode", "inDefinedTermSet", "url"),
    "ImageObject": ("contentUrl", "name", "license", "creditText"),
    "WebSite": ("name", "url", "publisher"),
}
"""What whoever lists such things asks for."""


def graph_of(text: str) -> Graph:
    """JSON-LD as a stranger reads it, without asking schema.org for its vocabulary."""
    content = json.loads(text)
    assert content.pop("@context") == "https://schema.org"
    return Graph().parse(data=json.dumps({"@context": {"@vocab": str(SDO)}, **content}), format="json-ld")


def test_what_pages_are_is_told_in_words_that_schema_org_has(addressed: dict[str, Any]) -> None:
    sorts: Counter[str] = Counter()
    for path, head in addressed.items():
        found = linked(head)
        assert len(found) == (0 if path == "404.html" or "embed/" in path else 1), path
        for text in found:
            graph = graph_of(text)
            assert len(graph) > 3
            for subject, predicate, _ in graph:
                assert predicate == RDF.type or predicate in SDO, (path, predicate)
                assert isinstance(subject, BNode) or str(subject).startswith(HOME), (path, subject)
            for subject, sort in graph.subject_objects(RDF.type):
                assert sort in SDO, (path, sort)
                name = str(sort).removeprefix(str(SDO))
                sorts[name] += 1
                for wanted in WANTED.get(name, ()):
                    assert (subject, SDO[wanted], None) in graph, (path, name, wanted)
    tables, languages = 10, 2
    told = {name: sorts[name] for name in ("WebSite", "Article", "Dataset", "DataDownload", "DefinedTerm", "ImageObject")}
    assert told == {
        "WebSite": languages,
        "Article": languages,
        "Dataset": languages * (tables + 1),
        "DataDownload": languages * (2 * tables + 4),
        "DefinedTerm": languages * 9,
        "ImageObject": languages * 2,
    }


def test_portals_find_the_data_and_each_table_as_a_catalogue(addressed_newsroom: Newsroom) -> None:
    graph = Graph().parse(addressed_newsroom.site / "data/dcat.jsonld", format="json-ld")
    for _, predicate, value in graph:
        for told in (predicate, value):
            if str(told).startswith(str(DCAT)):
                assert told in DCAT or told == DCAT3_VERSION, told
            if str(told).startswith(str(DCTERMS)):
                assert told in DCTERMS, told
    [catalogue] = graph.subjects(RDF.type, DCAT.Catalog)
    datasets = set(graph.objects(catalogue, DCAT.dataset))
    tables = {path.stem for path in (addressed_newsroom.root / "data").glob("*.csv")} - {"addresses"}
    assert {str(each).removeprefix(HOME) for each in datasets} == {"data/#all", *(f"data/{name}/#table" for name in tables)}
    for each in (catalogue, *datasets):
        # what a profile for portals asks of a catalogue and of what is in it
        assert {label.language for label in graph.objects(each, DCTERMS.title)} == {"en", "nl"} and list(graph.objects(each, DCTERMS.description)), each
        assert list(graph.objects(each, DCTERMS.publisher)) and str(graph.value(each, DCTERMS.license)).startswith("https://creativecommons.org/")
        assert re.fullmatch(r"[0-9a-f]{8}", str(graph.value(each, DCAT3_VERSION)))  # this ledger has no day
    files = {}
    for each in datasets:
        for file in graph.objects(each, DCAT.distribution):
            address = str(graph.value(file, DCAT.downloadURL))
            content = (addressed_newsroom.site / address.removeprefix(HOME)).read_bytes()
            files[address.removeprefix(HOME)] = str(graph.value(file, DCAT.mediaType)).rpartition("/")[2]
            assert graph.value(file, DCAT.accessURL) and graph.value(file, DCTERMS.license)
            if (size := graph.value(file, DCAT.byteSize)) is not None:
                assert size.toPython() == len(content)
                [sum_of] = graph.objects(file, SPDX.checksum)
                assert str(graph.value(sum_of, SPDX.checksumValue).toPython().hex()) == hashlib.sha256(content).hexdigest()
    assert {path for path, form in files.items() if form == "csv"} == {f"data/{name}.csv" for name in tables}
    assert {"data/data.zip", "data/data.sqlite", "data/data.en.xlsx", "data/data.nl.xlsx", "data/datapackage.json"} < set(files)


def test_a_term_leads_to_what_it_is_elsewhere(addressed: dict[str, Any], addressed_newsroom: Newsroom) -> None:
    [term] = [thing for thing in json.loads(linked(addressed["nl/regions/hill/index.html"])[0])["@graph"] if thing["@type"] == "DefinedTerm"]
    assert term["sameAs"] == ["https://terms.example/places/4711"]
    page = (addressed_newsroom.site / "regions/hill/index.html").read_text(encoding="utf-8")
    assert '<a href="https://terms.example/places/4711" rel="external">terms.example/places/4711</a>' in page
    assert "4711" not in (addressed_newsroom.site / "regions/saltmouth/index.html").read_text(encoding="utf-8")


WAYS = {
    "targets/crossings-2028/": ["", "targets/"],
    "targets/": [""],
    "regions/hill/": ["", "regions/"],
    "nl/policies/town-plan/": ["nl/", "nl/policies/"],
    "data/targets/": ["", "data/"],
    "charts/from-to/": ["", "charts/"],
    "stories/ferries/": ["", "stories/"],
    "method/": [""],
}


def test_each_page_tells_the_way_that_leads_to_it(addressed: dict[str, Any]) -> None:
    for address, above in WAYS.items():
        content = json.loads(linked(addressed[f"{address}index.html"])[0])
        [way] = [thing for thing in content.get("@graph", [content]) if thing["@type"] == "BreadcrumbList"]
        steps = [(step["position"], step["item"].removeprefix(HOME)) for step in way["itemListElement"]]
        assert steps == list(enumerate([*above, address], 1)), address
        assert all(step["name"] for step in way["itemListElement"])


def test_a_story_tells_when_it_was_published_and_changed(newsroom: Newsroom) -> None:
    newsroom.change("content/en/stories/ferries.md", "date: 2026-05-01\n", "date: 2026-05-01\nupdated: 2026-05-09\n")
    assert newsroom.build(env=ADDRESS).code == 0
    head = heads(newsroom)["stories/ferries/index.html"]
    [story] = [thing for thing in json.loads(linked(head)[0])["@graph"] if thing["@type"] == "Article"]
    assert (story["datePublished"], story["dateModified"], story["inLanguage"]) == ("2026-05-01", "2026-05-09", "en")
    assert meta(head, "article:published_time") == ["2026-05-01"] and meta(head, "article:modified_time") == ["2026-05-09"]
    assert 'Updated <time datetime="2026-05-09">' in (newsroom.site / "stories/ferries/index.html").read_text(encoding="utf-8")
    newsroom.change("content/en/stories/ferries.md", "updated: 2026-05-09", "updated: 2026-04-09")
    said = newsroom.check()
    assert said.code == 1 and "ferries.md:5: front matter: updated: 2026-04-09 is before date 2026-05-01; " in said.err


def test_what_editors_write_cannot_end_the_block_of_data(newsroom: Newsroom) -> None:
    newsroom.change("content/en/stories/ferries.md", "title: Sixty boats a day", "title: Sixty </script><b>& boats")
    assert newsroom.build(env=ADDRESS).code == 0
    [text] = linked(heads(newsroom)["stories/ferries/index.html"])
    assert "<" not in text and "Sixty </script><b>& boats" in [thing.get("headline") for thing in json.loads(text)["@graph"]]


def test_the_licence_is_linked_from_every_page_as_what_it_is(addressed_newsroom: Newsroom) -> None:
    for file in addressed_newsroom.site.rglob("*.html"):
        if "embed" not in file.parts:
            assert re.search(r'<a rel="license" href="https://[^"]+">', file.read_text(encoding="utf-8")), file


# --- for search engines and browsers ----------------------------------------------------------------------------------


def site_map(file: Path) -> list[tuple[str, str]]:
    """``(address, day)`` of what a site map lists, by the rules of sitemaps.org: its names, at most 50,000 of one host, days of W3C."""
    assert file.stat().st_size < 50_000_000
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = ET.parse(file).getroot()
    assert root.tag in (f"{{{names['s']}}}urlset", f"{{{names['s']}}}sitemapindex")
    found = [(entry.findtext("s:loc", "", names), entry.findtext("s:lastmod", "", names)) for entry in root]
    assert 0 < len(found) <= 50_000 and all(at.startswith(HOME) and len(at) < 2048 for at, _ in found)
    assert all(re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", day) for _, day in found)
    return found


def test_the_site_map_lists_every_page_that_may_be_found_and_no_other(addressed_newsroom: Newsroom, addressed: dict[str, Any]) -> None:
    site = addressed_newsroom.site
    parts = [part for part, _ in site_map(site / "sitemap.xml")]
    assert parts == [f"{HOME}sitemap-{code}-1.xml" for code in ("en", "nl")]
    listed = [entry for part in parts for entry in site_map(site / part.removeprefix(HOME))]
    expected = [HOME + path.removesuffix("index.html") for path in addressed if not NOT_LISTED.fullmatch(path)]
    assert Counter(at for at, _ in listed) == Counter(expected)
    days = {at.removeprefix(HOME): day for at, day in listed if day}
    assert days == {"stories/ferries/": "2026-05-01", "nl/stories/ferries/": "2026-05-01"}  # the ledger has no day of its own


def test_the_day_of_the_ledger_is_told_of_its_front_page_and_its_data_and_of_nothing_else(newsroom: Newsroom) -> None:
    newsroom.change("mkdocs.yml", "extra:\n", "extra:\n  date: 2026-06-01\n")
    assert newsroom.build(env=ADDRESS).code == 0
    text = (newsroom.site / "sitemap-en-1.xml").read_text(encoding="utf-8")
    assert re.findall(rf"<loc>{HOME}([^<]*)</loc><lastmod>2026-06-01<", text) == ["", "data/"]


def test_robots_are_told_where_the_site_map_is(addressed_newsroom: Newsroom) -> None:
    reader = urllib.robotparser.RobotFileParser()
    reader.parse((addressed_newsroom.site / "robots.txt").read_text(encoding="utf-8").splitlines())
    assert reader.site_maps() == [f"{HOME}sitemap.xml"] and reader.can_fetch("*", f"{HOME}targets/")


@pytest.mark.parametrize("name", ["robots.txt", "sitemap.xml"])
def test_an_editor_s_own_file_takes_the_place_of_ours(name: str, newsroom: Newsroom) -> None:
    newsroom.file("content/static").mkdir()
    newsroom.file(f"content/static/{name}").write_text("mine", encoding="utf-8")
    said = newsroom.build(env=ADDRESS)
    assert said.code == 0, said.err
    assert (newsroom.site / name).read_text(encoding="utf-8") == "mine"


@pytest.mark.xdist_group("browser")
def test_a_browser_reads_the_manifest_and_has_nothing_to_say_against_the_data_in_a_page(addressed_newsroom: Newsroom, browser: Browser) -> None:
    with served(addressed_newsroom.site) as home:
        for root, name in (("", "Harbour Ledger"), ("nl/", "Havenboek")):
            page = browser.new_page()
            said: list[str] = []
            page.on("console", lambda message, said=said: said.append(message.text))
            page.goto(f"{home}{root}targets/crossings-2028/")
            assert page.locator('script[type="application/ld+json"]').count() == 1
            manifest = page.context.new_cdp_session(page).send("Page.getAppManifest")
            assert manifest["errors"] == [] and json.loads(manifest["data"])["name"] == name
            assert manifest["url"] == f"{home}{root}site.webmanifest"
            assert said == []
            page.close()


def test_a_manifest_names_a_start_and_an_icon_that_are_there(built_newsroom: Newsroom) -> None:
    for root in ("", "nl/"):
        place = built_newsroom.site / root
        told = json.loads((place / "site.webmanifest").read_text(encoding="utf-8"))
        assert {"name", "lang", "start_url", "icons", "display"} <= told.keys() and told["lang"] == (root.strip("/") or "en")
        assert all(Path(place, icon["src"]).is_file() for icon in told["icons"]) and (place / told["start_url"] / "index.html").is_file()
