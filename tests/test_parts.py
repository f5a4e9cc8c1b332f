"""Any number of rows: lists come in parts, a record's page shows few neighbours, and what is added remakes little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Newsroom, tree
from playwright.sync_api import Browser, expect
from sought import records_of
from test_browser import served, visiting

from ledger.publish.verify import PAGE_BUDGET
from ledger.render.near import FEW
from ledger.render.parts import EXCERPT

pytestmark = pytest.mark.xdist_group("parts")
MANY = 700


def add(newsroom: Newsroom, numbers: range) -> None:
    """Targets and events of one document to what is there already; targets are of one indicator, half of them about parks."""
    with newsroom.file("data/targets.csv").open("a", encoding="utf-8") as targets, newsroom.file("data/events.csv").open("a", encoding="utf-8") as events:
        for n in numbers:
            targets.write(f"many-{n:04},town-plan,3,,street-trees,quayside,{'parks' if n % 2 else 'lanes'},,,,2030,1380,,=,level,,trees,,,,,,\n")
            events.write(f"held-{n:04},town-plan,0,,2024-03-18,issued,Held {n},Gehouden {n}\n")


def page(newsroom: Newsroom, path: str) -> str:
    return (newsroom.site / path / "index.html").read_text(encoding="utf-8")


def parts(newsroom: Newsroom, path: str, section: str = "") -> list[str]:
    """The pages of a list, or of a section of a page, as the links to the next part lead through it."""
    found = [path]
    while link := re.search(rf'rel="next" href="([^"]*{section}[^"]*)"', page(newsroom, found[-1])):
        found.append((newsroom.site / found[-1] / link[1]).resolve().relative_to(newsroom.site.resolve()).as_posix() + "/")
    return found


@pytest.fixture(scope="module")
def crowded(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    town = built_newsroom.copy(tmp_path_factory.mktemp("crowded") / "newsroom")
    add(town, range(MANY))
    said = town.build()
    assert said.code == 0, said.err
    yield town


def test_a_list_of_many_rows_comes_in_parts_that_hold_each_row_once(crowded: Newsroom) -> None:
    lists = (("targets/", "", "many"), ("timeline/", "", "held"), ("policies/town-plan/events/", "", "held"), ("regions/quayside/targets/", "", "many"))
    for path, section, name in lists:
        every = parts(crowded, path, section)
        ids = [id for part in every for id in re.findall(rf'<(?:tr|li) id="({name}-\d+)"', page(crowded, part))]
        assert len(every) > 1 and len(ids) == len(set(ids)) == MANY, path


def test_a_page_of_many_lists_shows_the_first_rows_of_what_is_told_elsewhere_and_leads_to_all(crowded: Newsroom) -> None:
    for path in ("policies/town-plan", "regions/quayside"):
        shown = page(crowded, path)
        first = shown.partition('<h2 id="targets">')[2].partition("</table>")[0]
        assert len(re.findall('<tr id="', first)) == EXCERPT and len(re.findall('<tr id="', shown)) < 4 * EXCERPT, path
        assert re.search(r'<a href="targets/">All 7\d\d</a>', shown), "how many there are"
        assert 'href="../"' in page(crowded, f"{path}/targets"), "and the way back"


def test_a_place_that_a_row_had_on_a_page_leads_to_the_list_that_it_stands_in_now(crowded: Newsroom, browser: Browser) -> None:
    shown = page(crowded, "policies/town-plan")
    assert 0 < len(re.findall("Held \\d", shown)) <= EXCERPT and len(re.findall('<span id="held-', shown)) >= 400, "as many as were there in one part"
    with served(crowded.site) as home:
        with visiting(browser, home) as visit:
            opened = visit.go("policies/town-plan/#held-0200")
            opened.wait_for_url("**/policies/town-plan/events/#held-0200")
            expect(opened.locator(":target")).to_contain_text("Held 200")
        with visiting(browser, home, java_script_enabled=False) as visit:
            opened = visit.go("policies/town-plan/#held-0200")
            expect(opened.locator("p:has(:target)")).to_be_in_viewport()
            expect(opened.locator("p:has(:target) a")).to_have_attribute("href", "events/")


def test_parts_say_which_they_are_and_lead_back(crowded: Newsroom) -> None:
    every = parts(crowded, "targets/")
    for place, path in enumerate(every, 1):
        assert f"part {place} of {len(every)}" in page(crowded, path)
        assert ('rel="prev"' in page(crowded, path)) == (place > 1)
    assert page(crowded, every[0]).count('href="from/') >= len(every) - 1
    titles = [re.search("<title>(.*?)</title>", page(crowded, path))[1] for path in every]  # type: ignore[index]
    assert len(set(titles)) == len(every)


def test_the_search_reads_many_rows_in_several_files_that_lead_to_each_of_them(crowded: Newsroom) -> None:
    for root in ("", "nl/"):
        addresses = [record.address for record in records_of(crowded.site / root)]
        assert len(addresses) == len(set(addresses)) > 2 * MANY
        for address in addresses:
            path, _, anchor = address.partition("#")
            assert not anchor or f'id="{anchor}"' in page(crowded, root + path), address


def test_no_page_of_the_data_is_heavier_than_a_phone_can_bear(crowded: Newsroom) -> None:
    assert max(p.stat().st_size for p in crowded.site.rglob("*.html")) < PAGE_BUDGET


def test_a_target_shows_few_of_its_neighbours_and_leads_to_all(crowded: Newsroom) -> None:
    shown = page(crowded, "targets/many-0600")
    assert 5 <= len(set(re.findall(r'<tr id="([^"]+)"', shown))) <= 12
    assert '<tr id="many-0602"' in shown and '<tr id="many-0601"' not in shown, "the nearest about the same"
    assert 'href="../../policies/town-plan/#targets"' in shown


def test_a_row_that_is_added_moves_no_other_and_remakes_few_pages(crowded: Newsroom, tmp_path: Path) -> None:
    town = crowded.copy(tmp_path / "newsroom")
    before = tree(town.site)
    add(town, range(MANY, MANY + 1))
    said = town.build()
    assert said.code == 0, said.err
    after = tree(town.site)
    assert {path for path in before if "search/words/" not in path} <= after.keys(), "where the words of the search are cut is theirs"
    changed = [path for path in before if path.endswith(".html") and before[path] != after[path]]
    records = [path for path in changed if "targets/many-" in path]
    assert len(records) <= 2 * 2 * FEW, "in two languages, those beside which it stands"
    assert len(changed) - len(records) < 40, "lists, counts and the pages of its terms"


@pytest.mark.long
def test_a_technology_of_many_cases_and_a_target_of_a_long_lineage_lead_on(flagship: Newsroom, tmp_path: Path) -> None:
    ledger = flagship.copy(tmp_path / "ledger")
    technology, target = "catalogue/technologies/gt24-1-1", "targets/gs13-energy-raw-steel-2020"
    with ledger.file("data/cases.csv").open("a", encoding="utf-8") as cases, ledger.file("data/lineage.csv").open("a", encoding="utf-8") as lineage:
        for n in range(MANY):
            cases.write(f"more-{n:04},gt24-1-1,t-1.1,,另一项目,Another project,,,,,,,,,,,,yearly\n")
        for n in range(2 * FEW):
            lineage.write(f"link-{n:02},gansu-green-13fyp,box-1.7,continues,gs13-energy-raw-steel-2020,gs13-energy-raw-steel-2015,,,\n")
    said = ledger.build()
    assert said.code == 0, said.err
    every = parts(ledger, technology, "cases/")
    ids = [id for path in every for id in re.findall(r'<article class="case" id="(more-\d+)"', page(ledger, path))]
    assert len(every) > 1 and len(ids) == len(set(ids)) == MANY
    for _, _, _, address in records_of(ledger.site):
        path, _, anchor = address.partition("#")
        assert not anchor.startswith("more-") or f'id="{anchor}"' in page(ledger, path), address
    assert page(ledger, target).count('<span class="kind">') == FEW and 'href="lineage/"' in page(ledger, target)
    assert page(ledger, f"{target}/lineage").count('<span class="kind">') == 2 * FEW + 1
    assert max(p.stat().st_size for p in ledger.site.rglob("*.html")) < PAGE_BUDGET
