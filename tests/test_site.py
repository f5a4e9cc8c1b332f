"""The flagship's site as files: every link leads somewhere, every page is whole, every row has its address, every table its download.

Pages are read with Python's own HTML parser, which shares nothing with the verifier of the build.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from conftest import ADDRESS, REPOSITORY, Newsroom

from ledger.load.ledger import Ledger

pytestmark = pytest.mark.xdist_group("site")  # every page is read once

LANGUAGES = {"": "zh-Hans", "en/": "en"}
LOADING = {
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("source", "srcset"),
    ("use", "href"),
    ("use", "xlink:href"),
    ("image", "href"),
    ("object", "data"),
    ("video", "src"),
    ("audio", "src"),
    ("embed", "src"),
}


@dataclass
class PageRead:
    """What one page holds."""

    path: str
    lang: str = ""
    title: str = ""
    headings: list[str] = field(default_factory=list)
    description: str = ""
    policy: str = ""
    canonical: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[tuple[str, str, str]] = field(default_factory=list)
    twins: dict[str, str] = field(default_factory=dict)
    inline: list[str] = field(default_factory=list)
    base: str = ""
    duplicates: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.inside = PageRead(path), ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        page, given = self.page, {k: v or "" for k, v in attributes}
        page.duplicates += [f"<{tag}> has {name} twice" for name, count in Counter(k for k, _ in attributes).items() if count > 1]
        self.inside = tag
        if tag == "html":
            page.lang = given.get("lang", "")
        elif tag == "base":
            page.base = given.get("href", "")
        elif tag == "h1":
            page.headings.append("")
        elif tag == "meta" and given.get("name") == "description":
            page.description = given.get("content", "")
        elif tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            page.policy = given.get("content", "")
        elif tag == "link" and given.get("rel") == "canonical":
            page.canonical = given.get("href", "")
        elif tag == "link" and given.get("rel") == "alternate" and "hreflang" in given:
            page.twins[given["hreflang"]] = given["href"]
        if "id" in given:
            page.ids.append(given["id"])
        if (
            tag == "style"
            or (tag == "script" and "src" not in given and given.get("type") != "application/ld+json")
            or "style" in given
            or any(k.startswith("on") for k in given)
        ):
            page.inline.append(self.get_starttag_text() or tag)
        for name in ("href", "src", "srcset", "data", "xlink:href", "action"):
            if name in given:
                if tag == "a":
                    page.links.append(given[name])
                elif (tag, name) in LOADING and given.get("rel") not in ("canonical", "alternate"):
                    page.loads.append((tag, name, given[name]))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        self.inside = ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "title" and not self.page.title:
            self.page.title = data.strip()
        elif self.page.headings and self.inside == "h1":
            self.page.headings[-1] += data.strip()
        if data.strip():
            self.page.text.append(data)


@pytest.fixture(scope="module")
def pages(flagship: Newsroom) -> dict[str, PageRead]:
    """Every page by its path on the site."""
    read = {}
    for file in sorted(flagship.site.rglob("*.html")):
        path = file.relative_to(flagship.site).as_posix()
        reader = _Reader(path)
        reader.feed(file.read_text(encoding="utf-8"))
        reader.close()
        read[path] = reader.page
    return read


@pytest.fixture(scope="module")
def files(flagship: Newsroom) -> set[str]:
    return {p.relative_to(flagship.site).as_posix() for p in flagship.site.rglob("*") if p.is_file()}


def target(page: PageRead, link: str) -> tuple[str, str]:
    """The file and the anchor that a link on a page asks a plain file server for."""
    path, fragment = unquote(urlsplit(link).path), unquote(urlsplit(link).fragment)
    if not path:
        return page.path, fragment
    folder = "" if page.base else dirname(page.path)  # a base is that of the whole site
    whole = path.lstrip("/") if path.startswith("/") else normpath(join(folder, path))
    whole = "" if whole == "." else whole
    if path.endswith(("/", "..", "/.")) or path in (".", "./"):
        whole = f"{whole}/index.html".lstrip("/")
    return whole, fragment


def off_site(link: str) -> bool:
    return bool(urlsplit(link).scheme or link.startswith("//"))


def departed() -> frozenset[str]:
    """The pages that lead on to where something is now, or say why it is gone."""
    with (REPOSITORY / "data/addresses.csv").open(encoding="utf-8", newline="") as file:
        left = [row for row in csv.DictReader(file) if row["moved"] or row["gone_zh"]]
    return frozenset(f"{twin}{row['address'].lstrip('/').removesuffix('*')}index.html" for row in left for twin in ("", "en/") if "#" not in row["address"])


DEPARTED = departed()


def is_redirect_or_embed(path: str) -> bool:
    return "embed/" in path or path in DEPARTED


def test_every_link_and_every_anchor_leads_somewhere(pages: dict[str, PageRead], files: set[str]) -> None:
    ids = {path: set(page.ids) for path, page in pages.items()}
    broken = []
    for page in pages.values():
        for link in dict.fromkeys(page.links):
            if off_site(link):
                continue
            file, anchor = target(page, link)
            if file not in files:
                broken.append(f"{page.path}: {link}")
            elif anchor and file in ids and anchor not in ids[file]:
                broken.append(f"{page.path}: {link} (no such anchor)")
    assert broken == []


def test_everything_that_a_page_loads_is_on_the_site_itself(pages: dict[str, PageRead], files: set[str]) -> None:
    wrong = []
    for page in pages.values():
        for tag, name, address in page.loads:
            if address.startswith("data:"):
                continue
            if off_site(address) or target(page, address)[0] not in files:
                wrong.append(f"{page.path}: <{tag} {name}={address}>")
    assert wrong == []


def test_style_sheets_and_scripts_ask_no_other_site_for_anything(flagship: Newsroom) -> None:
    for file in sorted((flagship.site / "assets").rglob("*.css")):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", text), file.name
    for file in sorted((flagship.site / "assets").rglob("*.js")):
        if not file.name.startswith("vega."):
            assert not re.search(r"""(?:import|fetch|src\s*=)\s*\(?\s*['"`](?:https?:)?//""", file.read_text(encoding="utf-8")), file.name


def test_links_are_relative_so_that_the_site_works_under_any_path(pages: dict[str, PageRead]) -> None:
    absolute = [(page.path, link) for page in pages.values() for link in [*page.links, *(a for _, _, a in page.loads)] if link.startswith("/")]
    assert absolute == []


def test_each_page_says_where_it_stands_when_the_address_is_known(pages: dict[str, PageRead]) -> None:
    address = ADDRESS["SITE_URL"]
    for page in pages.values():
        if page.path == "404.html":
            assert page.base == urlsplit(address).path and not page.canonical and not page.twins
        elif not is_redirect_or_embed(page.path):
            assert page.canonical == address + page.path.removesuffix("index.html")


def test_ids_are_unique_on_each_page(pages: dict[str, PageRead]) -> None:
    assert {page.path: twice for page in pages.values() if (twice := [id for id, n in Counter(page.ids).items() if n > 1])} == {}


def test_no_element_says_an_attribute_twice(pages: dict[str, PageRead]) -> None:
    assert [f"{page.path}: {fault}" for page in pages.values() for fault in page.duplicates] == []


def test_no_page_has_a_style_a_script_or_a_handler_in_it(pages: dict[str, PageRead]) -> None:
    assert {page.path: page.inline[:3] for page in pages.values() if page.inline} == {}


def test_each_page_carries_a_strict_content_policy(pages: dict[str, PageRead]) -> None:
    for page in pages.values():
        rules = dict(rule.split(maxsplit=1) for rule in map(str.strip, page.policy.split(";")) if " " in rule)
        assert rules.get("default-src") == "'none'", page.path
        assert rules.get("script-src") == "'self'", page.path
        assert rules.get("style-src") == "'self'", page.path
        assert "unsafe" not in page.policy and "http" not in page.policy and "*" not in page.policy, page.path


def test_each_page_says_its_language_title_and_description_and_has_one_h1(pages: dict[str, PageRead]) -> None:
    for page in pages.values():
        expected = LANGUAGES["en/"] if page.path.startswith("en/") else LANGUAGES[""]
        assert page.lang == expected, page.path
        assert page.title, page.path
        assert len(page.headings) == 1, f"{page.path}: {len(page.headings)} h1"
        if not is_redirect_or_embed(page.path):
            assert page.description, page.path


def test_titles_tell_pages_apart(pages: dict[str, PageRead]) -> None:
    """Two pages of one language may share a title only if they are a chart and its version to embed."""
    seen: dict[tuple[str, str], list[str]] = {}
    for page in pages.values():
        if not is_redirect_or_embed(page.path):
            seen.setdefault((page.lang, page.title), []).append(page.path)
    shared = {title: paths for (_, title), paths in seen.items() if len(paths) > 1}
    assert shared == {}


def test_twins_exist_and_point_back(pages: dict[str, PageRead]) -> None:
    for page in pages.values():
        if is_redirect_or_embed(page.path) or page.path == "404.html":
            continue
        usual = page.twins.pop("x-default")
        assert set(page.twins) == set(LANGUAGES.values()) and usual == page.twins[LANGUAGES[""]], page.path
        for language, address in page.twins.items():
            file = f"{address.removeprefix(ADDRESS['SITE_URL'])}index.html"
            assert file in pages, f"{page.path}: {address}"
            assert pages[file].lang == language
            assert pages[file].twins[page.lang] == ADDRESS["SITE_URL"] + page.path.removesuffix("index.html")


def test_both_languages_have_the_same_pages(pages: dict[str, PageRead]) -> None:
    english = {path.removeprefix("en/") for path in pages if path.startswith("en/")}
    assert english == {path for path in pages if not path.startswith("en/")} - {"404.html"}


SAMPLE = (
    "index.html", "404.html", "targets/index.html", "timeline/index.html", "catalogue/index.html", "policies/index.html", "charts/index.html", "discrepancies/index.html",
    "data/index.html", "data/targets/index.html", "regions/index.html", "indicators/index.html", "sectors/index.html", "method/index.html", "stories/index.html",
    "stories/arithmetic/index.html", "policies/gansu-green-13fyp/index.html", "catalogue/technologies/gt24-1-1/index.html", "targets/gs13-energy-raw-steel-2020/index.html",
    "charts/gansu-products/index.html", "embed/gansu-products/index.html", "regions/gansu/index.html",
)  # fmt: skip


@pytest.mark.parametrize("path", SAMPLE)
@pytest.mark.parametrize("root", LANGUAGES)
def test_a_page_of_each_kind_is_valid_to_a_strict_parser(flagship: Newsroom, root: str, path: str) -> None:
    if root and path == "404.html":
        path, root = "index.html", "en/"
    parser = html5lib.HTMLParser(strict=False)
    parser.parse((flagship.site / root / path).read_bytes(), transport_encoding="utf-8")
    assert [(place, html5lib.constants.E[code] % (data or {})) for place, code, data in parser.errors] == []


def test_a_caption_begins_its_figure_and_a_time_is_one_for_machines_too(flagship: Newsroom) -> None:
    """Two of what the Nu checker objected to (``test_validator.py`` runs it); the third is what html5lib reads above."""
    for file in flagship.site.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        assert not re.search(r'<figure class="figure"[^>]*>\s*<(?!figcaption)[^>]*>(?:(?!</figure>).)*?<figcaption', html, re.S), file
        assert "<time>" not in html and not re.search(r'<time datetime="(?!(?:\d{4}-)?\d\d-\d\d"|\d{4}(?:-\d\d)?")', html), file


# --- rows and their addresses ---------------------------------------------------------------------------------------


def test_every_row_with_an_id_has_an_address(ledger: Ledger, pages: dict[str, PageRead]) -> None:
    """A page of its own, or an anchor on a page that is not about something else only."""
    anchors = {root: {id for path, page in pages.items() if path.startswith("en/") == bool(root) for id in page.ids} for root in LANGUAGES}
    own = {"targets": "targets/{}/", "policies": "policies/{}/", "technologies": "catalogue/technologies/{}/"}
    missing = []
    for table in ledger.schema.tables.values():
        if table.key != ("id",):
            continue
        for row in ledger.tables[table.name]:
            for root in LANGUAGES:
                page = f"{root}{own[table.name].format(row.id)}index.html" if table.name in own else ""
                if not (page in pages if page else row.id in anchors[root]):
                    missing.append(f"{root or 'zh'} data/{table.path}:{row.line} {row.id}")
    assert missing == []


def test_every_clause_has_an_anchor_on_the_page_of_its_policy(ledger: Ledger, pages: dict[str, PageRead]) -> None:
    for root in LANGUAGES:
        for policy in ledger.rows("policies"):
            ids = set(pages[f"{root}policies/{policy.id}/index.html"].ids)
            assert {f"c-{row.clause}" for row in ledger.rows("clauses", policy=policy.id)} <= ids, policy.id


@pytest.mark.parametrize("root", LANGUAGES)
def test_each_target_page_shows_its_value_and_unit_and_links_to_its_clause(root: str, ledger: Ledger, pages: dict[str, PageRead]) -> None:
    for row in ledger.rows("targets"):
        page = pages[f"{root}targets/{row.id}/index.html"]
        words = page.words.replace(",", "")
        printed = ledger.name("comparators", "all", root.strip("/") or "zh") if row.comparator == "all" else f"{row.value:f}"
        assert printed in words, row.id
        if row.unit and row.comparator != "all":  # "all" has no figure and no unit
            assert ledger.name("units", row.unit, "zh") in words, f"{row.id}: the unit as printed"
        clause = (f"{root}policies/{row.policy}/index.html", f"c-{row.clause}")
        assert clause in {target(page, link) for link in page.links}, row.id


def test_every_value_on_the_page_of_all_targets_links_to_its_row(ledger: Ledger, pages: dict[str, PageRead]) -> None:
    for root in LANGUAGES:
        page = pages[f"{root}targets/index.html"]
        led_to = {target(page, link)[0] for link in page.links}
        assert {f"{root}targets/{row.id}/index.html" for row in ledger.rows("targets")} <= led_to


def test_the_catalogue_lists_all_technologies_and_each_page_its_cases(ledger: Ledger, pages: dict[str, PageRead]) -> None:
    for root in LANGUAGES:
        listing = pages[f"{root}catalogue/index.html"]
        led_to = {target(listing, link)[0] for link in listing.links}
        listed = [path for path in led_to if path.startswith(f"{root}catalogue/technologies/")]
        assert len(listed) == 112
        for row in ledger.rows("technologies"):
            assert {case.id for case in ledger.rows("cases", technology=row.id)} <= set(pages[f"{root}catalogue/technologies/{row.id}/index.html"].ids)


def test_stories_print_only_values_that_link_to_rows(pages: dict[str, PageRead], flagship: Newsroom) -> None:
    stories = [path for path in pages if re.fullmatch(r"(en/)?stories/[^/]+/index\.html", path)]
    assert len(stories) >= 4
    for path in stories:
        html = (flagship.site / path).read_text(encoding="utf-8")
        assert re.search(r'<a class="value" href="[^"]+">', html), path


# --- downloads ------------------------------------------------------------------------------------------------------


def test_downloads_are_the_tables(ledger: Ledger, flagship: Newsroom) -> None:
    for table in ledger.schema.tables.values():
        published = flagship.site / "data" / f"{table.name}.csv"
        # Byte for byte but for the mark by which a spreadsheet program knows UTF-8; no cell of ours would run there.
        assert published.read_bytes() == b"\xef\xbb\xbf" + (flagship.root / "data" / table.path).read_bytes()
        with published.open(encoding="utf-8-sig", newline="") as handle:
            lines = list(csv.DictReader(handle))
        objects = json.loads((flagship.site / "data" / f"{table.name}.json").read_text(encoding="utf-8"))
        assert len(lines) == len(objects) == len(ledger.tables[table.name])
        numbers = {f.name for f in table.fields if f.type in ("number", "integer")}
        for line, row in zip(lines, objects, strict=True):
            for name, cell in line.items():
                if name in numbers and cell:
                    assert float(cell) == row[name], (table.name, line)
                elif isinstance(row[name], list):
                    assert [part.strip().removeprefix("§") for part in cell.split(";") if part.strip()] == row[name], (table.name, name, line)
                else:  # § is how a table spells a clause that a spreadsheet would change
                    assert cell.removeprefix("§") == (row[name] or ""), (table.name, name, line)


def test_every_download_is_offered_on_the_page_of_its_table(ledger: Ledger, pages: dict[str, PageRead]) -> None:
    for root in LANGUAGES:
        for table in ledger.schema.tables.values():
            page = pages[f"{root}data/{table.name}/index.html"]
            led_to = {target(page, link)[0] for link in page.links}
            assert {f"data/{table.name}.csv", f"data/{table.name}.json", "data/datapackage.json"} <= led_to


def test_the_published_package_describes_the_published_files(flagship: Newsroom) -> None:
    """By hand what the Data Package and Table Schema standards ask for."""
    folder = flagship.site / "data"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert package["licenses"] and package["title"] and package["resources"]
    fields = {}
    for resource in package["resources"]:
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])
        assert resource["profile"] == "tabular-data-resource" and resource["encoding"] == "utf-8"
        with (folder / resource["path"]).open(encoding="utf-8-sig", newline="") as handle:
            header = next(csv.reader(handle))
        names = [f["name"] for f in resource["schema"]["fields"]]
        assert names == header and len(set(names)) == len(names), resource["name"]
        assert {f["type"] for f in resource["schema"]["fields"]} <= {"string", "integer", "number", "boolean", "date", "year", "array", "list"}
        assert all(f.get("title") and f.get("description") for f in resource["schema"]["fields"])
        fields[resource["name"]] = set(names)
    for resource in package["resources"]:
        key = resource["schema"]["primaryKey"]
        assert set([key] if isinstance(key, str) else key) <= fields[resource["name"]]
        for foreign in resource["schema"].get("foreignKeys", []):
            assert foreign["fields"] in fields[resource["name"]], foreign
            assert foreign["reference"]["fields"] in fields[foreign["reference"]["resource"] or resource["name"]], foreign  # nothing is the table itself
        for item in resource["schema"]["fields"]:
            if "vocabulary" in item:
                assert (folder / f"{item['vocabulary']}.json").is_file(), item


def test_every_chart_has_its_page_its_embed_its_drawing_and_its_data_in_both_languages(flagship: Newsroom, pages: dict[str, PageRead]) -> None:
    charts = sorted({path.split("/")[1] for path in pages if re.fullmatch(r"charts/[^/]+/index\.html", path) and path not in DEPARTED})
    assert len(charts) >= 10
    for chart in charts:
        for root, language in (("", "zh"), ("en/", "en")):
            assert f"{root}embed/{chart}/index.html" in pages
            stem = flagship.site / "charts" / chart / language
            rows = json.loads(Path(f"{stem}.json").read_text(encoding="utf-8"))
            with Path(f"{stem}.csv").open(encoding="utf-8-sig", newline="") as handle:
                lines = list(csv.reader(handle))
            assert lines[0] == list(rows[0]) and len(lines) - 1 == len(rows), chart
            svg = Path(f"{stem}.svg").read_text(encoding="utf-8")
            assert svg.startswith("<svg") and "<title" in svg and "<script" not in svg
            assert 'role="img"' in svg or 'role="graphics' in svg, chart
            json.loads(Path(f"{stem}.vl.json").read_text(encoding="utf-8"))


def test_a_chart_is_on_its_page_as_a_drawing_a_sentence_a_table_and_its_sources(flagship: Newsroom, pages: dict[str, PageRead]) -> None:
    for path in pages:
        if re.fullmatch(r"(en/)?charts/[^/]+/index\.html", path) and path not in DEPARTED:
            html = (flagship.site / path).read_text(encoding="utf-8")
            for part in ("<svg", 'class="sentence"', "<table", 'class="sources"', 'class="cite"'):
                assert part in html, f"{path}: {part}"
