"""Explorers: a list is sorted, narrowed and taken along, from a handful of rows to thousands; held against the rows themselves."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import Newsroom, tree
from playwright.sync_api import Browser, Page, expect
from test_any_newsroom import made
from test_browser import Visit, choose, served, violations, visiting

from ledger.render import narrowing

pytestmark = pytest.mark.xdist_group("explorers")  # one browser

SEXES, AGES, LEVELS, YEARS = ("women", "men"), ("under-15", "15-24", "25-44", "45-64", "over-64"), ("town", "village"), range(2011, 2021)
MANY, MOST = (2, 10), (4, 25)
"""Of so many measures and places there are 4,000 figures, a list of several parts; and 20,000, the longest that has one index."""
FIRST_ANSWER = {4_000: 30_000, 20_000: 60_000}
"""Bytes, as they come over the line, before a reader who narrows a list of so many rows sees how many fit and the first of them."""


def _package() -> str:
    def vocabulary(name: str) -> str:
        return f"  {name}: {{file: {name}.yaml, pages: {'true' if name in ('indicators', 'places') else 'false'}}}\n"

    fields = ["{name: id}", *(f"{{name: {name}, vocabulary: {vocabulary}}}" for name, vocabulary in DIMENSIONS)]
    fields += ["{name: year, format: edtf}", "{name: value, type: number}", "{name: unit, vocabulary: units}"]
    return (
        "vocabularies:\n"
        + "".join(vocabulary(name) for name in ("indicators", "places", "sexes", "ages", "levels", "units"))
        + "resources:\n  - name: figures\n    role: observation\n    title: Figures\n    schema:\n      fields:\n"
        + "".join(f"        - {field}\n" for field in fields)
    )


DIMENSIONS = (("indicator", "indicators"), ("region", "places"), ("sex", "sexes"), ("age", "ages"), ("level", "levels"))


def figures(measures: int, places: int) -> list[dict[str, str]]:
    """Figures of so many years, places and groups; some in thousands, some without a year."""
    found = []
    keys = [(m, p, s, a, v, y) for m in range(measures) for p in range(places) for s in SEXES for a in AGES for v in LEVELS for y in YEARS]
    for number, (measure, place, sex, age, level, year) in enumerate(keys):
        thousands = number % 7 == 3
        amount = number * 7919 % 19_997
        found.append(
            {
                "id": f"f-{number:05}",
                "indicator": f"measure-{measure}",
                "region": f"place-{place}",
                "sex": sex,
                "age": age,
                "level": level,
                "year": "" if number % 83 == 9 else str(year),
                "value": f"{amount / 1000:.3f}" if thousands else str(amount),
                "unit": "kt" if thousands else "t",
            }
        )
    return found


def in_tonnes(row: dict[str, str]) -> float:
    return float(row["value"]) * (1000 if row["unit"] == "kt" else 1)


@pytest.fixture(scope="module", params=[MANY, pytest.param(MOST, marks=pytest.mark.long)], ids=["4000", "20000"])
def rows(request: pytest.FixtureRequest) -> list[dict[str, str]]:
    return figures(*request.param)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]) -> Newsroom:
    """A statistics office: thousands of figures with three breakdowns, declared in a few lines."""
    return of_figures(tmp_path_factory.mktemp("office") / "newsroom", rows)


def of_figures(root: Path, rows: list[dict[str, str]]) -> Newsroom:
    table = io.StringIO()
    writer = csv.DictWriter(table, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    terms = {
        "indicators": dict.fromkeys(row["indicator"] for row in rows),
        "places": dict.fromkeys(row["region"] for row in rows),
        "sexes": SEXES,
        "ages": AGES,
        "levels": LEVELS,
    }
    files = {f"{name}.yaml": "".join(f'"{id}": {{en: {id.replace("-", " ").capitalize()}}}\n' for id in ids) for name, ids in terms.items()}
    files["units.yaml"] = "t: {en: t, pint: tonne}\nkt: {en: thousand t, pint: 1000 * tonne}\n"
    newsroom = made(root, _package(), {"figures.csv": table.getvalue(), **files})
    said = newsroom.build()
    assert said.code == 0, said.err
    return newsroom


@pytest.fixture(scope="module")
def desk(office: Newsroom) -> Iterator[str]:
    with served(office.site) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, desk: str) -> Iterator[Visit]:
    with visiting(browser, desk, viewport={"width": 1280, "height": 900}) as found:
        yield found
        assert not found.said and not found.failed


def status(page: Page, count: int, rows: list[dict[str, str]]) -> None:
    expect(page.locator(".filter .status")).to_have_text(f"{count:,} of {len(rows):,} shown", timeout=20_000)


def asked_for(visit: Visit, site: Path, folder: str) -> dict[str, int]:
    """The files of a folder that the reader's browser has asked for, and their bytes as they come over the line."""
    paths = {urlsplit(url).path.removeprefix("/repo/") for url in visit.asked if f"/{folder}/" in url and url.endswith(".json")}
    return {path: len(gzip.compress((site / path).read_bytes(), mtime=0)) for path in sorted(paths)}


def counts(page: Page, facet: str) -> dict[str, int]:
    found: list[list[str]] = page.evaluate(
        "name => [...document.querySelectorAll(`.facet[data-name='${name}'] label`)].map(l => [l.querySelector('input').value, l.querySelector('.n').textContent])",
        facet,
    )
    return {value: int(count.replace(",", "")) for value, count in found}


def column(page: Page, number: int) -> list[str]:
    found: list[str] = page.evaluate("n => [...document.querySelectorAll('#found tbody tr')].map(row => row.children[n].textContent)", number)
    return found


def test_a_long_list_answers_from_little_data_and_counts_right(visit: Visit, office: Newsroom, rows: list[dict[str, str]]) -> None:
    page = visit.go("figures/")
    status(page, len(rows), rows)
    assert not [url for url in visit.asked if "/explore/" in url], "nothing is loaded before somebody asks"
    choose(page, "sex", "women")
    choose(page, "age", "15-24", "over-64")
    wanted = [row for row in rows if row["sex"] == "women" and row["age"] in ("15-24", "over-64")]
    status(page, len(wanted), rows)
    expect(page.locator("#found tbody tr")).to_have_count(200)
    sizes = asked_for(visit, office.site, "explore")
    assert 0 < sum(sizes.values()) <= FIRST_ANSWER[len(rows)], sizes

    assert counts(page, "level") == Counter(row["level"] for row in wanted)
    women = [row for row in rows if row["sex"] == "women"]
    assert counts(page, "age") == Counter(row["age"] for row in women), "a facet counts by all others, not by itself"
    page.locator(".more-rows").click()
    expect(page.locator("#found tbody tr")).to_have_count(400)


def test_figures_are_sorted_by_value_in_one_unit_and_dates_unknown_last(visit: Visit, rows: list[dict[str, str]]) -> None:
    page = visit.go("figures/?region=place-3&sort=-value")
    of_place = [row for row in rows if row["region"] == "place-3"]
    status(page, len(of_place), rows)
    said = [float(re.sub(r"[^\d.]", "", text)) * (1000 if "thousand" in text else 1) for text in column(page, 3)]
    assert said == pytest.approx(sorted(map(in_tonnes, of_place), reverse=True)[:200])
    expect(page.locator("#found th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="Year").click()
    expect(page.locator("#found th[aria-sort]")).to_have_text("Year")
    assert page.url.endswith("?region=place-3&sort=year")
    while page.locator(".more-rows").count():
        page.locator(".more-rows").click()
        page.wait_for_timeout(100)
    years = column(page, 2)
    known = [year for year in years if year]
    assert len(years) == len(of_place) > len(known) and known == sorted(known)
    assert not any(years[len(known) :]), "those of no year come last"


def test_words_in_any_order_find_and_what_is_seen_can_be_taken_along(visit: Visit, rows: list[dict[str, str]], tmp_path: Path) -> None:
    page = visit.go("figures/")
    page.locator(".filter input[name=q]").fill("village  2015 WOMEN")
    wanted = [row for row in rows if row["level"] == "village" and row["sex"] == "women" and (row["year"] == "2015" or "2015" in row["id"])]
    status(page, len(wanted), rows)
    choose(page, "region", "place-9")
    of_place = [row for row in wanted if row["region"] == "place-9"]
    status(page, len(of_place), rows)
    with page.expect_download() as waited:
        page.get_by_role("button", name="CSV").click()
    taken = waited.value
    assert taken.suggested_filename.startswith("figures.q=village") and taken.suggested_filename.endswith(".csv") and "place-9" in taken.suggested_filename
    taken.save_as(tmp_path / "seen.csv")
    lines = list(csv.DictReader(io.StringIO((tmp_path / "seen.csv").read_text(encoding="utf-8-sig"))))
    assert [line["id"] for line in lines] == [row["id"] for row in of_place]
    assert lines and {(line["Sex"], line["Level"], line["Region"]) for line in lines} == {("Women", "Village", "Place 9")}
    with page.expect_download() as waited:
        page.get_by_role("button", name="JSON").click()
    waited.value.save_as(tmp_path / "seen.json")
    assert [one["id"] for one in json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))] == [line["id"] for line in lines]


def test_the_back_button_goes_back_through_what_was_chosen(visit: Visit, rows: list[dict[str, str]]) -> None:
    page = visit.go("figures/")
    choose(page, "sex", "men")
    status(page, len(rows) // 2, rows)
    choose(page, "level", "town")
    status(page, len(rows) // 4, rows)
    page.go_back()
    status(page, len(rows) // 2, rows)
    assert page.url.endswith("?sex=men")
    page.go_back()
    status(page, len(rows), rows)
    expect(page.locator("#list")).to_be_visible()
    page.go_forward()
    status(page, len(rows) // 2, rows)
    page.get_by_role("button", name="Clear").click()
    status(page, len(rows), rows)
    assert "?" not in page.url


def test_the_longest_lists_load_only_what_was_chosen_and_count_right(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a list is too long for one index, files tell which rows have a value (``render.narrowing``)."""
    monkeypatch.setattr(narrowing, "WHOLE", 1000)
    monkeypatch.setattr(narrowing, "FULL", 600)
    own = figures(*MOST)[5::9]
    long = of_figures(tmp_path / "newsroom", own)
    with served(long.site) as address, visiting(browser, address, viewport={"width": 1280, "height": 900}) as visit:
        page = visit.go("figures/")
        page.locator('.facet[data-name="sex"] summary').click()
        expect(page.locator('.facet[data-name="sex"] label .n').first).to_have_text(f"{sum(row['sex'] == 'women' for row in own):,}")
        page.keyboard.press("Escape")
        visit.asked.clear()
        choose(page, "region", "place-3", "place-4")
        wanted = [row for row in own if row["region"] in ("place-3", "place-4")]
        status(page, len(wanted), own)
        files = {urlsplit(url).path.partition("/explore/figures/")[2] for url in visit.asked if "/explore/" in url}
        assert not [file for file in files if file.startswith(("sex/", "age/", "level/"))], "what nobody asked for is not loaded"
        assert len([file for file in files if file.startswith("region/")]) == 1, files
        assert len(column(page, 0)) == min(200, len(wanted))
        page.locator('.facet[data-name="age"] summary').click()
        expect(page.locator('.facet[data-name="age"] label .n').first).not_to_have_text("")
        assert counts(page, "age") == Counter(row["age"] for row in wanted)
        assert counts(page, "region") == Counter(row["region"] for row in own)
        page.locator('.facet[data-name="age"] input[value="15-24"]').click()
        fewer = [row for row in wanted if row["age"] == "15-24"]
        status(page, len(fewer), own)
        page.locator("select[name=sort]").select_option("-region")
        expect(page.locator("#found tbody tr td").first).to_have_text("Place 4")
        with page.expect_download() as waited:
            page.get_by_role("button", name="CSV").click()
        waited.value.save_as(tmp_path / "seen.csv")
        lines = list(csv.DictReader(io.StringIO((tmp_path / "seen.csv").read_text(encoding="utf-8-sig"))))
        assert [line["id"] for line in lines] == [row["id"] for row in sorted(fewer, key=lambda row: row["region"], reverse=True)]
        assert {line["Age"] for line in lines} == {"15 24"} and {line["Sex"] for line in lines} == {"Women", "Men"}
        assert not visit.said and not visit.failed


def test_a_list_is_worked_with_keys_alone(visit: Visit, rows: list[dict[str, str]]) -> None:
    page = visit.go("figures/")
    summary = page.locator('.facet[data-name="sex"] summary')
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator('.facet[data-name="sex"] label')).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    status(page, len(rows) // 2, rows)
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    head = page.get_by_role("button", name="Value", exact=True)
    head.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#found th[aria-sort]")).to_have_text("Value", timeout=20_000)
    expect(page.locator("#found th button[data-sort=value]")).to_be_focused(timeout=20_000)
    page.get_by_role("button", name="Clear").focus()
    page.keyboard.press("Enter")
    status(page, len(rows), rows)
    expect(page.locator(".filter input[name=q]")).to_be_focused()


def heads(page: Page, of: str) -> list[str]:
    """The heads of the columns that are seen in a table."""
    found: list[str] = page.evaluate(
        "of => [...document.querySelectorAll(`${of} thead th`)].filter(th => th.checkVisibility()).map(th => th.innerText.trim())", of
    )
    return found


ALL_HEADS = ["Indicator", "Region", "Year", "Value"]


def test_a_reader_chooses_the_columns_of_a_list_and_the_address_keeps_them(visit: Visit, rows: list[dict[str, str]], tmp_path: Path) -> None:
    page = visit.go("figures/")
    assert heads(page, "#list") == ALL_HEADS
    page.locator(".columns summary").click()
    page.locator('.columns input[value="year"]').uncheck()
    assert heads(page, "#list") == ["Indicator", "Region", "Value"]
    assert page.url.endswith("figures/?hide=year") and page.locator(".columns .chosen").inner_text() == "2/3"
    assert page.evaluate("[...document.querySelectorAll('#list tbody tr')].every(row => row.cells.length === 4 && row.cells[2].hidden && !row.cells[3].hidden)")
    status(page, len(rows), rows)
    assert not [url for url in visit.asked if "/explore/" in url], "to leave out a column asks for no rows"

    page.locator(".pager a[rel=next]").click()
    page.wait_for_url("**/figures/from/**?hide=year")
    visit.rest()
    assert heads(page, "#list") == ["Indicator", "Region", "Value"], "the next part leaves it out too"
    page.select_option("select[name=sort]", "-value")
    page.locator("#found tbody tr").first.wait_for()
    assert heads(page, "#found") == ["Indicator", "Region", "Value"] and page.url.endswith("?sort=-value&hide=year")
    choose(page, "region", "place-3")
    with page.expect_download() as waited:
        page.get_by_role("button", name="CSV").click()
    waited.value.save_as(tmp_path / "seen.csv")
    names = (tmp_path / "seen.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert "Year" not in names and {"Region", "Value"} <= set(names), "what is taken along is what is seen"
    page.go_back()
    page.go_back()
    assert heads(page, "#list") == ["Indicator", "Region", "Value"]
    page.get_by_role("button", name="Clear").click()
    assert heads(page, "#list") == ALL_HEADS and "?" not in page.url


def test_columns_are_chosen_with_keys_and_on_a_phone(browser: Browser, desk: str) -> None:
    with visiting(browser, desk, viewport={"width": 360, "height": 780}) as visit:
        page = visit.go("figures/?hide=region")
        shown = "[...document.querySelector('#list tbody tr').cells].filter(cell => cell.checkVisibility()).map(cell => cell.dataset.label ?? '')"
        assert page.evaluate(shown) == ["", "Year", "Value"]
        summary = page.locator(".columns summary")
        summary.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".columns fieldset")).to_be_visible()
        box = page.locator(".columns fieldset").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360
        page.keyboard.press("Tab")
        expect(page.locator('.columns input[value="region"]')).to_be_focused()
        page.keyboard.press("Space")
        assert page.evaluate(shown) == ["", "Region", "Year", "Value"] and "?" not in page.url
        page.keyboard.press("Escape")
        expect(summary).to_be_focused()
        expect(page.locator(".columns fieldset")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_with_an_explorer_in_use(browser: Browser, desk: str, rows: list[dict[str, str]], width: int, scheme: Any) -> None:
    with visiting(browser, desk, color_scheme=scheme, viewport={"width": width, "height": 800}) as visit:
        page = visit.go("figures/?sex=men&sort=-value")
        status(page, len(rows) // 2, rows)
        fold = page.locator(".fold")
        if fold.is_visible():
            fold.click()
            expect(fold).to_have_attribute("aria-expanded", "true")
        page.locator('.facet[data-name="age"] summary').click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
        page.locator(".columns summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


def test_a_figure_that_changes_remakes_the_data_of_its_part_alone(office: Newsroom, rows: list[dict[str, str]], tmp_path: Path) -> None:
    town = office.copy(tmp_path / "newsroom")
    before = tree(town.site / "explore/figures")
    table, id = town.file("data/figures.csv"), rows[len(rows) * 3 // 4]["id"]
    line = next(line for line in table.read_text().splitlines() if line.startswith(f"{id},"))
    town.change("data/figures.csv", line, re.sub(r",[\d.]+,(k?t)$", r",4321,\1", line))
    said = town.build()
    assert said.code == 0, said.err
    after = tree(town.site / "explore/figures")
    assert len(before) > 8 and [path for path in before if before[path] != after[path]] == [
        path for path in before if id in (town.site / "explore/figures" / path).read_text()
    ]


FACETS = ("q", "sort", "hide", "dataset", "elements", "group", "item", "id_", "Street", "address")
TRICKY = ("a b", 'say "x" & <y>', "50%", "a+b=c", "é, ü", "…#?")


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A table of one's own whose columns are called like what a page and a form have of their own, with texts that addresses take for signs."""
    columns = "".join(f"        - {{name: {name}}}\n" for name in FACETS if name != "sort")
    rows = [[f"shop-{n}", f"Shop {n}", *[TRICKY[(n + k) % len(TRICKY)] for k, _ in enumerate(FACETS)], f"big shop;{TRICKY[n % 2]}"] for n in range(12)]
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([["id", "name", *FACETS, "tags"], *rows])
    package = (
        "resources:\n  - name: shops\n    title: Shops\n"
        f"    pages: {{facets: [{', '.join(FACETS)}, tags], columns: [{', '.join(FACETS)}]}}\n    schema:\n      fields:\n"
        f"        - {{name: id}}\n        - {{name: name}}\n{columns}        - {{name: sort, title: Sort}}\n        - {{name: tags, type: list}}\n"
    )
    found = made(tmp_path_factory.mktemp("shops") / "newsroom", package, {"shops.csv": table.getvalue()})
    said = found.build()
    assert said.code == 0, said.err
    return found


def test_a_list_works_whatever_its_columns_are_called_and_its_cells_say(browser: Browser, shops: Newsroom, tmp_path: Path) -> None:
    with served(shops.site) as address, visiting(browser, address, viewport={"width": 1280, "height": 900}) as visit:
        page = visit.go("shops/")
        seen = lambda: page.evaluate("[...document.querySelectorAll('#list tbody tr')].filter(row => row.checkVisibility()).map(row => row.id)")  # noqa: E731
        everything = seen()
        assert len(everything) == 12, "rows that have a column called group are no groups"
        for place, name in enumerate(FACETS):
            value = TRICKY[place % len(TRICKY)]
            page.evaluate(
                "([name, value]) => [...document.querySelectorAll(`.facet[data-name='${name}'] input`)].find(one => one.value === value).click()", [name, value]
            )
            wanted = [f"shop-{n}" for n in range(12) if TRICKY[(n + place) % len(TRICKY)] == value]
            assert seen() == wanted, (name, value)
            page.reload()
            visit.rest()
            assert seen() == wanted, f"the address says the same: {page.url}"
            assert page.locator(".filter input[name=q]").input_value() == "", "what is chosen in a facet is no word that is sought"
            page.evaluate("document.querySelector('.reset').click()")
        choose(page, "tags", TRICKY[0])
        assert seen() == [f"shop-{n}" for n in range(0, 12, 2)], "an entry of a list is a text, whatever is in it"
        page.evaluate("document.querySelector('.reset').click()")
        orders = page.evaluate("[...document.querySelector('select[name=sort]').options].map(one => one.value).filter(Boolean)")
        assert {order.removeprefix("-") for order in orders} >= set(FACETS)
        for order in [each for each in orders if "tags" not in each]:
            page.select_option("select[name=sort]", order)
            page.wait_for_function("name => document.querySelector('#found thead th[aria-sort] button')?.dataset.sort === name", arg=order.removeprefix("-"))
            assert sorted(page.evaluate("[...document.querySelectorAll('#found tbody th a')].map(a => a.hash.slice(1))")) == sorted(everything)
        with page.expect_download() as waited:
            page.get_by_role("button", name="JSON").click()
        waited.value.save_as(tmp_path / "seen.json")
        told = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
        assert {one["address"] for one in told} == set(TRICKY) and all("#shop-" in one["page_address"] for one in told)
        assert not visit.said and not visit.failed


def test_a_search_among_them_is_answered_from_as_little(visit: Visit, office: Newsroom, rows: list[dict[str, str]]) -> None:
    wanted = sum(row["sex"] == "women" and row["age"] == "15-24" and row["level"] == "village" and row["region"] == "place-7" for row in rows)
    visit.page.goto(f"{visit.home}search/?q=village+place+7+15+24+women")
    visit.page.locator("#found li").first.wait_for()
    sizes = asked_for(visit, office.site, "search")
    assert 0 < sum(sizes.values()) <= FIRST_ANSWER[len(rows)], sizes
    expect(visit.page.locator('.kinds label:has([value="figures"]) .n')).to_have_text(str(wanted))
    assert max(len(gzip.compress(path.read_bytes(), mtime=0)) for path in (office.site / "search").rglob("*.json") if path.name != "words.json") <= 20_000
    visit.rest()
