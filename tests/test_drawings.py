"""Every record has a drawing of its own: part of the page, of what is alike, and none where there is nothing to compare."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import NEWSROOM, Newsroom
from playwright.sync_api import Browser
from test_any_newsroom import built, made, page, text_of
from test_browser import served, visiting
from test_lists import CATALOGUE, CATALOGUE_TABLES
from test_verdicts import HEAD, PACKAGE, TABLES

pytestmark = pytest.mark.xdist_group("drawings")
SHIFTED = """new Promise(done => {
  let shift = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { shift += one.value })).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(shift), 100);
})"""
"""How far what stands on a page has moved while it was loaded."""
HEAVY = 14_000
"""Bytes of a record's page, compressed."""
GOALS = (
    HEAD
    + "mills-2015,old,1,mills,land,,2015,80,,=,level,,kt\n"
    + "mills-2020,old,1,mills,land,,2020,40,,>=,level,,kt\n"
    + "mills-weight-2020,old,1,mills,land,,2025,40000,,=,level,,t\n"
    + "cut-2010,old,1,smoke,land,2005,2010,20,,=,relative-change,down,%\n"
    + "cut-2015,old,1,smoke,land,2010,2015,15,,=,relative-change,down,%\n"
    + "cut-north,old,1,smoke,north,2010,2015,10,,=,relative-change,down,%\n"
    + "cut-south,old,1,smoke,south,2010,2015,20,,>=,relative-change,down,%\n"
    + "cut-west,old,1,smoke,west,2010,2015,5,,=,relative-change,down,%\n"
    + "cut-later,old,1,smoke,east,2010,2016,9,,=,relative-change,down,%\n"
    + "trees-north,old,1,trees,north,,2015,3,,=,level,,kt\n"
    + "trees-south,old,1,trees,south,,2015,4,,>=,level,,kt\n"
    + "trees-west,old,1,trees,west,,2015,5,,=,level,,kt\n"
    + "alone,old,1,roads,land,,2015,7,,=,level,,kt\n"
)
FIGURES = (
    HEAD
    + "was-2010,new,1,mills,land,,2010,100,,=,level,,kt\nwas-since,new,1,mills,land,2005,2012,3,,=,level,,kt\ncame,new,1,smoke,land,2010,2015,18,,=,relative-change,down,%\n"
)
ENDING = TABLES["endings.csv"].partition("\n")[0] + "\nv-1,new,1,cut-2015,kept,result,came,,,2026-04-01\n"
PLACES = (
    "land: {en: Land}\nnorth: {en: North, parent: land}\nsouth: {en: South, parent: land}\nwest: {en: West, parent: land}\neast: {en: East, parent: land}\n"
)
TOLD = {
    "goals.csv": GOALS,
    "figures.csv": FIGURES,
    "endings.csv": ENDING,
    "places.yaml": PLACES,
    "indicators.yaml": "mills: {en: Mills}\nsmoke: {en: Smoke}\nroads: {en: Roads}\ntrees: {en: Trees}\n",
}
BASED = PACKAGE.replace("        - {name: year,", "        - {name: base_value, type: number}\n        - {name: year,", 1)


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    newsroom = made(tmp_path_factory.mktemp("drawings") / "land", PACKAGE, {**TABLES, **TOLD})
    built(newsroom)
    yield newsroom


def drawn(newsroom: Newsroom, path: str) -> Mapping[str, ElementTree.Element]:
    """The drawings of a page by what they are called."""
    found = re.findall(r'<figure class="sketch" aria-labelledby="([\w-]+)">.*?(<svg .*?</svg>)', page(newsroom, path), re.S)
    return {name: ElementTree.fromstring(svg) for name, svg in found}


def each(svg: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return list(svg.iter(f"{{http://www.w3.org/2000/svg}}{tag}"))


def said(svg: ElementTree.Element) -> str:
    return str(each(svg, "desc")[0].text)


def widths(svg: ElementTree.Element) -> list[float]:
    return [float(bar.attrib["width"]) for bar in each(svg, "rect")]


def words(svg: ElementTree.Element) -> list[str]:
    return [str(text.text) for text in each(svg, "text")]


def test_a_target_stands_in_time_with_what_was_reported_of_the_same_kind_and_unit(land: Newsroom) -> None:
    course = drawn(land, "goals/mills-2015")["course"]
    assert said(course) == "2010: 100 kt; 2015: target 80 kt; 2020: target 40 kt", "not tonnes, nor what is reckoned since another year"
    dots = [
        (float(dot.attrib["cx"]), float(dot.attrib["cy"]), "promise" in dot.attrib["stroke"], "paper" in dot.attrib["fill"]) for dot in each(course, "circle")
    ]
    assert [x for x, *_ in dots] == sorted(x for x, *_ in dots) and dots[1][0] - dots[0][0] == pytest.approx(dots[2][0] - dots[1][0], abs=0.3)
    assert [promised for _, _, promised, _ in dots] == [False, True, True] and [hollow for *_, hollow in dots] == [False, False, True]
    zero = float(re.search(r"M0,([\d.]+)H", each(course, "path")[0].attrib["d"])[1])  # type: ignore[index]
    assert [round((zero - y) / (zero - dots[0][1]), 2) for _, y, *_ in dots] == [1, 0.8, 0.4], "as high as they are great"


def test_from_a_base_leads_a_line_to_the_target(tmp_path: Path) -> None:
    lines = GOALS.replace("base_year,", "base_year,base_value,").replace("mills-2015,old,1,mills,land,,2015", "mills-2015,old,1,mills,land,2010,160,2015")
    head, *rest = lines.splitlines()
    goals = "\n".join([head, *(line if line.startswith("mills-2015") else re.sub(r"^((?:[^,]*,){6})", r"\1,", line) for line in rest), ""])
    package = BASED.replace("fields: *figure", "fields: *figure", 1)
    figures = "\n".join(re.sub(r"^((?:[^,]*,){6})", r"\1base_value," if n == 0 else r"\1,", line) for n, line in enumerate(FIGURES.splitlines())) + "\n"
    newsroom = made(tmp_path / "land", package, {**TABLES, **TOLD, "goals.csv": goals, "figures.csv": figures})
    built(newsroom)
    course = drawn(newsroom, "goals/mills-2015")["course"]
    assert said(course).startswith("2010: 100 kt; 2010: 160 kt; 2015: target 80 kt")
    dashed = [path.attrib["d"] for path in each(course, "path") if "stroke-dasharray" in path.attrib]
    x, y, *_ = map(float, re.findall(r"[\d.]+", dashed[0]))
    assert (x, y) in [(float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in each(course, "circle")], "it begins at the base"


def test_a_target_is_ranked_among_those_that_are_alike_and_among_no_others(land: Newsroom) -> None:
    ranking = drawn(land, "goals/cut-north")["ranking"]
    assert said(ranking) == "South −20%; North −10%; West −5%", "not the whole, nor what is set for another year"
    assert [round(width / max(widths(ranking)), 2) for width in widths(ranking)] == [1, 0.5, 0.25]
    assert [each(ranking, "rect")[n].attrib["fill"].startswith("var(--promise,") for n in range(3)] == [False, True, False]
    assert "paper" in each(ranking, "rect")[0].attrib["fill"], "at least is hollow"
    html = page(land, "goals/cut-north")
    assert '<a href="../cut-south/">South</a> −20%' in html and '<a href="../cut-west/">West</a> −5%' in html, "each leads to its own page"
    assert "ranking" not in drawn(land, "goals/cut-2015") and "ranking" not in drawn(land, "goals/cut-later")


def test_what_came_of_a_target_is_drawn_beside_it(land: Newsroom) -> None:
    outcome = drawn(land, "goals/cut-2015")["outcome"]
    assert said(outcome) == "Target: −15%; Result: −18%" and words(outcome) == ["Target", "−15%", "Result", "−18%"]
    assert widths(outcome)[1] / widths(outcome)[0] == pytest.approx(1.2, abs=0.01)
    assert "kept" in text_of(page(land, "goals/cut-2015")).partition("Target and result")[2].partition("Indicator")[0]


def test_successive_targets_are_drawn_on_one_basis(land: Newsroom) -> None:
    pace = drawn(land, "goals/cut-2015")["pace"]
    assert said(pace) == "2010: −4.36%; 2015: −3.20%" and widths(pace)[1] / widths(pace)[0] == pytest.approx(3.2 / 4.36, abs=0.01)


def test_a_single_number_has_no_drawing(land: Newsroom) -> None:
    assert drawn(land, "goals/alone") == {}


def test_a_place_shows_the_years_of_its_targets_by_indicator(land: Newsroom) -> None:
    due = drawn(land, "places/land")["due"]
    assert said(due) == "Mills: 2015, 2020, 2025; Smoke: 2010, 2015; Roads: 2015"
    rows: dict[str, list[float]] = {}
    for dot in each(due, "circle"):
        rows.setdefault(dot.attrib["cy"], []).append(float(dot.attrib["cx"]))
    assert [len(xs) for xs in rows.values()] == [3, 2, 1]
    mills, smoke, roads = rows.values()
    assert mills[0] == smoke[1] == roads[0] and smoke[0] < mills[0] < mills[1] < mills[2], "one year is one place"
    assert "due" not in drawn(land, "places/east"), "one target, one year"


def test_a_unit_that_all_of_a_column_have_stands_in_its_head(land: Newsroom) -> None:
    others = page(land, "goals/trees-north").partition('<table class="ledger"')[2].partition("</table>")[0]
    assert "(kt)</th>" in others and re.findall(r'class="num promise"[^>]*>(.*?)</td>', others) == ["4", "5"], others
    mixed = page(land, "goals/mills-2015").rpartition('<table class="ledger"')[2].partition("</table>")[0]
    assert "(kt)</th>" not in mixed and "40,000 t" in mixed, "tonnes and kilotonnes"
    assert "−20%" in page(land, "goals/cut-north"), "a sign stays with its number"


def test_the_drawing_stands_in_the_margin_of_a_wide_screen_and_a_table_becomes_records_on_a_phone_only(land: Newsroom, browser: Browser) -> None:
    box = "(one => { const box = document.querySelector(one).getBoundingClientRect(); return [box.left, box.right, box.top] })"
    with served(land.site) as home:
        for width, beside, records in ((1440, True, False), (768, False, False), (600, False, False), (540, False, True), (320, False, True)):
            with visiting(browser, home, viewport={"width": width, "height": 900}) as visit:
                opened = visit.go("goals/trees-north/")
                margin, facts, notes, table = (opened.evaluate(f"{box}('{one}')") for one in (".margin", ".facts", ".notes", "table.ledger"))
                assert (margin[0] > facts[1] and notes[0] == margin[0]) == beside, width
                assert beside or margin[2] < facts[2] < notes[2], "on a phone the drawing comes first"
                assert (opened.evaluate("getComputedStyle(document.querySelector('table.ledger td')).display") != "table-cell") == records, width
                assert opened.evaluate("document.documentElement.scrollWidth") <= width and table[0] >= 0
                assert opened.evaluate(SHIFTED) == 0


ASKED = (
    ("compare/?targets=crossings-2028,fare-cap", ".compared"),
    ("targets/?indicator=crossings", ".reset:not([hidden])"),
    ("targets/?sort=-value", "#found table"),
    ("targets/?hide=year", ".reset:not([hidden])"),
    ("targets/?q=nothing-of-this-name", ".reset:not([hidden])"),
    ("timeline/?q=ferry", ".reset:not([hidden])"),
    ("discrepancies/?q=plan", ".reset:not([hidden])"),
    ("search/?q=ferry", "#found li"),
    ("search/?q=fery", "#found .meant"),
)
"""Pages that answer what their address asks, and what is there when they have."""
KINDS = (
    "",
    "stories/ferries/",
    "targets/",
    "targets/crossings-2028/",
    "policies/town-plan/",
    "regions/quayside/",
    "timeline/",
    "charts/",
    "discrepancies/",
    "search/",
    "compare/",
)
"""A page of each kind."""


def test_nothing_that_is_seen_moves_while_a_page_is_loaded(built_newsroom: Newsroom, browser: Browser) -> None:
    moved = {}
    with served(built_newsroom.site) as home:
        for width in (360, 1440):
            with visiting(browser, home, viewport={"width": width, "height": 900}) as visit:
                for path, there in (*((path, "main") for path in KINDS), *ASKED):
                    opened = visit.go(path)
                    opened.wait_for_selector(there)
                    moved[path, width] = opened.evaluate(SHIFTED)
    assert {where: shift for where, shift in moved.items() if shift} == {}


SORTS = CATALOGUE.replace("fields: [{name: id}, {name: name_en}]}", "fields: [{name: id}, {name: category}, {name: name_en}]}").replace(
    "role: item\n", "role: item\n    pages: {rows: pages}\n"
)
SCALED = {
    **CATALOGUE_TABLES,
    "machines.csv": "id,category,name_en\ncrane,loose,Crane\npump,loose,Pump\nlamp,sweep,Lamp\n",
    "uses.csv": "id,machine,title_en,area,saved\ncrane-1,crane,North pier,north,10\ncrane-2,crane,South pier,,100\npump-1,pump,North pier,north,10000\nlamp-1,lamp,Hut,,1\n",
}


def test_cases_stand_on_the_scale_of_their_category(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", SORTS, SCALED)
    built(newsroom)
    scale = drawn(newsroom, "catalogue/machines/crane")["scale-1"]
    assert said(scale) == "Cases of the category run from 10 to 10,000; on this page: 10, 100"
    first, second = (float(dot.attrib["cx"]) for dot in each(scale, "circle"))
    ticks = [float(x) for x in re.findall(r"M([\d.]+),28", each(scale, "path")[1].attrib["d"])]
    assert [first, second] == ticks[:2] and ticks[2] - first == pytest.approx(3 * (second - first), abs=0.3), "ten times is a step"
    assert drawn(newsroom, "catalogue/machines/lamp") == {}, "alone in its category"


def test_a_document_shows_which_of_its_clauses_the_ledger_has(built_newsroom: Newsroom) -> None:
    outline = drawn(built_newsroom, "policies/town-plan")["outline"]
    cited = each(outline, "path")[0]
    clauses = re.findall(r'<li id="c-([\w.-]+)"', page(built_newsroom, "policies/town-plan"))
    assert f"{len(clauses)} clauses" in str(each(outline, "title")[0].text)
    wide = sum(float(end) - float(start) for start, end in re.findall(r"M([\d.]+),[\d.]+H([\d.]+)", cited.attrib["d"]))
    naming = set()
    for table in ("targets", "events", "discrepancies", "policies"):
        with (NEWSROOM / f"data/{table}.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row.get("policy", row["id"]) == "town-plan"]
        naming |= {clause.removeprefix("§") for row in rows for clause in (row["clause"], *row.get("also", "").split(";")) if clause}
    assert said(outline).startswith(f"{len(naming)} entered") and round(wide / 1000 * len(clauses)) == len(naming), "a bar is as wide as its clauses are many"


def weighed(site: Path) -> Iterator[tuple[str, int, str]]:
    """The pages of records: of rows, of documents and of terms."""
    for path in sorted(site.rglob("index.html")):
        html = path.read_text(encoding="utf-8")
        if re.search('class="page-(?:record|document|term)"', html):
            yield path.relative_to(site).as_posix(), len(gzip.compress(html.encode(), 9)), html


def right(site: Path) -> int:
    """How many pages of records there are, each light, each drawing said in words, no name given twice."""
    count = 0
    for path, weight, html in weighed(site):
        count += 1
        assert weight <= HEAVY, f"{path}: {weight} bytes"
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), path
        for svg in re.findall(r'<svg [^>]*class="drawing"[^>]*>.*?</svg>', html, re.S):
            assert 'role="img"' in svg and re.search(r"<title [^>]*>[^<]+</title><desc [^>]*>[^<]+</desc>", svg), path
            assert "nan" not in svg and "inf" not in svg, path
    return count


def test_pages_of_records_are_light_and_their_drawings_are_said_in_words(land: Newsroom, built_newsroom: Newsroom) -> None:
    assert right(land.site) >= 10 and right(built_newsroom.site) > 5


@pytest.mark.long
def test_so_are_all_of_the_flagship(flagship: Newsroom) -> None:
    assert right(flagship.site) > 650
