"""Records, terms and documents side by side: units converted where they are alike, refused with the reason where they are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Newsroom
from playwright.sync_api import Browser, Page, expect
from test_any_newsroom import built, made, page, text_of
from test_browser import Visit, served, visiting

pytestmark = pytest.mark.xdist_group("browser")

PACKAGE = """
vocabularies:
  indicators: indicators.yaml
  places: {file: places.yaml, place: true, title: Places}
  kinds: {file: kinds.yaml, pages: false}
  units: units.yaml
resources:
  - name: plans
    role: document
    title: Plans
    schema: {fields: [{name: id}, {name: title_en}]}
  - name: goals
    role: target
    title: Goals
    schema:
      fields:
        - {name: id}
        - {name: document, title: Plan}
        - {name: indicator, vocabulary: indicators, title: Indicator}
        - {name: place, vocabulary: places, title: Place}
        - {name: kind, vocabulary: kinds}
        - {name: year, format: edtf}
        - {name: value, type: number, title: Value}
        - {name: unit, vocabulary: units}
  - name: figures
    role: observation
    title: Figures
    schema:
      fields:
        - {name: id}
        - {name: indicator, vocabulary: indicators}
        - {name: place, vocabulary: places}
        - {name: year, format: edtf}
        - {name: value, type: number}
        - {name: unit, vocabulary: units}
"""
TABLES = {
    "plans.csv": "id,title_en\nplan-a,Plan A\nplan-b,Plan B\n",
    "goals.csv": """
        id,document,indicator,place,kind,year,value,unit
        east-coal,plan-a,coal,east,level,2030,3,kt
        west-coal,plan-a,coal,west,level,2030,1500,t
        east-rate,plan-a,coal,east,rate,2030,5,t
        east-trees,plan-b,trees,east,level,2030,40,trees
        east-mood,plan-b,mood,east,level,2030,7,points
        """,
    "figures.csv": "id,indicator,place,year,value,unit\nwest-2020,coal,west,2020,2,kt\n",
    "indicators.yaml": "coal: {en: Coal}\ntrees: {en: Trees}\nmood: {en: Mood}\n",
    "places.yaml": "east: {en: East}\nwest: {en: West}\n",
    "kinds.yaml": "level: {en: level}\nrate: {en: annual rate}\n",
    "units.yaml": "t: {en: t, pint: tonne}\nkt: {en: kt, pint: 1000 tonne}\ntrees: {en: trees, pint: count}\npoints: {en: points}\n",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    newsroom = made(tmp_path_factory.mktemp("compare") / "town", PACKAGE, {name: dedent(text) for name, text in TABLES.items()})
    built(newsroom)
    return newsroom


@pytest.fixture(scope="module")
def home(town: Newsroom) -> Iterator[str]:
    with served(town.site) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, home: str) -> Iterator[Visit]:
    with visiting(browser, home) as opened:
        yield opened


def cells(page: Page, row: str) -> list[str]:
    return page.locator("table.compared tbody tr").filter(has=page.locator("th").filter(has_text=re.compile(f"^{row}$"))).locator("td").all_inner_texts()


def test_a_record_s_page_leads_to_a_comparison(town: Newsroom) -> None:
    assert 'href="../../compare/?goals=east-coal"' in page(town, "goals/east-coal")
    assert 'href="../../compare/?places=east"' in page(town, "places/east")
    assert 'href="../../compare/?plans=plan-a"' in page(town, "plans/plan-a")


def test_records_stand_side_by_side_and_their_units_are_converted(visit: Visit) -> None:
    page = visit.go("compare/?goals=east-coal,west-coal")
    expect(page.locator("table.compared")).to_be_visible()
    assert page.locator("table.compared thead th").all_inner_texts() == ["Field", "Coal, East, 2030 (level)", "Coal, West, 2030"]
    assert cells(page, "Value") == ["3 kt", "1,500 t"] and cells(page, "In kt") == ["3 kt", "1.5 kt"]
    wide = [float(str(bar.get_attribute("width"))) for bar in page.locator(".bars rect").all()]
    assert wide[0] == pytest.approx(2 * wide[1], rel=0.01)
    assert page.locator("main a", has_text="Coal, West, 2030").first.get_attribute("href") == f"{visit.home}goals/west-coal/"
    assert visit.said == [] and visit.failed == []
    assert [url for url in visit.asked if not url.startswith(visit.home)] == []


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("goals=east-coal,east-trees", "The units do not measure the same thing (kt; trees)"),
        ("goals=east-coal,east-rate", "The values are not of one kind (level; annual rate)"),
        ("goals=east-coal,east-mood", "“points” cannot be converted"),
    ],
)
def test_what_is_not_alike_is_not_drawn_and_the_reason_is_said(visit: Visit, query: str, why: str) -> None:
    page = visit.go(f"compare/?{query}")
    expect(page.locator(".notice")).to_contain_text(why)
    expect(page.locator(".bars")).to_have_count(0)


def test_places_stand_side_by_side_by_what_both_have_figures_of(visit: Visit) -> None:
    page = visit.go("compare/?places=east,west&indicator=coal")
    expect(page.locator("table.compared")).to_be_visible()
    assert [" ".join(text.split()) for text in cells(page, "Coal · level")] == ["3 kt 2030", "1,500 t 2030"]
    expect(page.locator(".bars li")).to_have_count(2)
    page = visit.go("compare/?ids=east-coal,west-coal")
    expect(page.locator("table.compared")).to_be_visible()


def test_a_comparison_says_what_it_lacks_and_how_to_go_on(visit: Visit) -> None:
    page = visit.go("compare/")
    expect(page.locator(".status")).to_contain_text("Begin on the page of a record")
    expect(page.locator("#begin a", has_text="Places")).to_be_visible()
    page = visit.go("compare/?goals=east-coal,nothing")
    expect(page.locator(".status")).to_contain_text("Not found: nothing")
    expect(page.locator("#begin")).to_be_hidden()
    expect(page.locator(".status")).to_contain_text("Choose another")
    page.get_by_label("Choose another").select_option(value="west-coal")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/compare/?goals=east-coal,west-coal")


def test_what_is_kept_is_kept_only_when_asked_for(visit: Visit) -> None:
    page = visit.go("compare/?goals=east-coal")
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    page.get_by_role("button", name="Keep these").click()
    page = visit.go("compare/?goals=west-coal")
    page.get_by_role("link", name="Add what was kept").click()
    expect(page.locator("table.compared thead th")).to_have_count(3)


def test_rows_of_a_list_are_chosen_and_lead_to_their_comparison(visit: Visit) -> None:
    page = visit.go("goals/")
    expect(page.get_by_role("checkbox")).to_have_count(0)
    page.get_by_role("button", name="Choose rows to compare").press("Enter")
    for id in ("east-coal", "west-coal"):
        page.locator(f"#{id} input.choose").check()
    link = page.get_by_role("link", name="Compare the 2 chosen")
    assert link.get_attribute("href") == "../compare/?goals=east-coal,west-coal"
    page.get_by_role("button", name="Choose rows to compare").click()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(link).to_have_count(0)
    assert visit.said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_comparison_is_accessible_and_fits_a_phone(browser: Browser, home: str, scheme: str) -> None:
    for width in (360, 1440):
        with visiting(browser, home, color_scheme=scheme, viewport={"width": width, "height": 800}) as visit:
            page = visit.go("compare/?goals=east-coal,west-coal")
            expect(page.locator(".bars")).to_be_visible()
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width
            found = Axe().run(page).response["violations"]
            assert not found, [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]


def test_without_javascript_it_says_so(town: Newsroom) -> None:
    [said] = re.findall(r"<noscript>(.*?)</noscript>", page(town, "compare"), re.S)
    assert "Comparing needs JavaScript" in said and '<a href="../goals/">Goals</a>' in said


def test_editors_name_comparisons_that_need_no_javascript(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PACKAGE, {name: dedent(text) for name, text in TABLES.items()})
    newsroom.change("mkdocs.yml", "extra:\n", "extra:\n  compare:\n    - [east, west]\n    - [plan-a, plan-b]\n")
    built(newsroom)
    said = text_of(page(newsroom, "compare/east/west"))
    assert "Coal · level 3 kt 2030 1,500 t 2030" in said and "annual rate" not in said
    assert "They have no figures that could stand side by side." in text_of(page(newsroom, "compare/plan-a/plan-b"))
    assert '<a href="east/west/">East · West</a>' in page(newsroom, "compare")


def test_changes_since_unlike_years_stand_in_no_line_together(tmp_path: Path) -> None:
    package = PACKAGE.replace("        - {name: year, format: edtf}\n", "        - {name: year, format: edtf}\n        - {name: base_year, format: edtf}\n", 1)
    goals = "id,document,indicator,place,kind,year,base_year,value,unit\n" + "".join(
        f"{p}-coal,plan-a,coal,{p},rate,2030,{y},5,t\n" for p, y in (("east", 2010), ("west", 2020))
    )
    files = {name: dedent(text) for name, text in TABLES.items()} | {"goals.csv": goals, "figures.csv": "id,indicator,place,year,value,unit\n"}
    newsroom = made(tmp_path / "town", package, files)
    newsroom.change("mkdocs.yml", "extra:\n", "extra:\n  compare: [[east, west]]\n")
    built(newsroom)
    assert "They have no figures that could stand side by side." in text_of(page(newsroom, "compare/east/west"))


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("[east, wets]", "extra: compare: 'wets' is no term or document that has figures; did you mean west?"),
        ("[east, plan-a]", "extra: compare: east, plan-a are not of one vocabulary; compare terms of one vocabulary, or documents"),
        ("[east]", "is no list of two to six ids; write the ids of terms of one vocabulary, or of documents: - [east, west]"),
    ],
)
def test_a_comparison_of_what_is_not_there_is_a_line(given: str, what: str, tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PACKAGE, {name: dedent(text) for name, text in TABLES.items()})
    newsroom.change("mkdocs.yml", "extra:\n", f"extra:\n  compare:\n    - {given}\n")
    said = newsroom.check()
    assert said.code == 1 and len(said.problems) == 1 and what in said.problems[0] and said.problems[0].startswith("mkdocs.yml:"), said.err


def test_a_row_that_is_added_changes_one_file_of_records(tmp_path: Path) -> None:
    many = "id,document,indicator,place,kind,year,value,unit\n" + "".join(f"goal-{n},plan-a,coal,east,level,{1900 + n},{n},t\n" for n in range(1, 200))
    newsroom = made(tmp_path / "town", PACKAGE, {**TABLES, "goals.csv": many})
    built(newsroom)
    files = sorted((newsroom.site / "compare/rows").glob("goals-*.json"))
    assert len(files) == 4
    before = {file: file.read_bytes() for file in files}
    newsroom.change("data/goals.csv", "goal-7,plan-a", "goal-new,plan-a,trees,west,level,2030,1,trees\ngoal-7,plan-a")
    built(newsroom)
    assert sum(before[file] != file.read_bytes() for file in files) == 1
