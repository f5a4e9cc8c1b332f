"""The search: what it knows, how it is found, in what order, and of how few bytes. Asked as a reader asks, by the page's own script."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import Newsroom, tree
from playwright.sync_api import Browser, Page, expect
from sought import index_of, records_of, words_of
from test_browser import Visit, served, visiting

from ledger.language import manner_of
from ledger.language.sought import letters_of

pytestmark = pytest.mark.xdist_group("search")  # one browser

ASKING = """async questions => {
  const field = document.querySelector('form.search input'), status = document.querySelector('form.search .status');
  const waiting = document.querySelector('form.search').dataset.loading, found = [];
  for (const question of questions) {
    field.value = question;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    while (status.textContent === waiting) await new Promise(done => setTimeout(done, 2));
    found.push([...document.querySelectorAll('#found li')].slice(0, 5).map(li =>
      [new URL(li.querySelector('a').href).pathname + new URL(li.querySelector('a').href).hash, [...li.querySelectorAll('mark')].map(m => m.textContent)]));
  }
  return found;
}"""
"""Types one question after another, and tells of each the first five answers: their addresses, and what is marked."""

FIRST = {
    "en": {
        "cement": "products/cement/",
        "CEMENT": "products/cement/",
        "red mud": "products/red-mud/",
        "mud red": "products/red-mud/",
        "steel": "sectors/steel/",
        "crude steel": "products/raw-steel/",
        "nitrogen oxides": "glossary/#nitrogen-oxides",
        "sulphur dioxide": "indicators/so2-emissions/",
        "sulfur dioxide": "indicators/so2-emissions/",
        "aluminum": "products/aluminium/",
        "desulfurization gypsum": "products/fgd-gypsum/",
        "fly ash": "products/fly-ash/",
        "coal gangue": "products/coal-gangue/",
        "gansu": "regions/gansu/",
        "inner mongolia": "regions/inner-mongolia/",
        "coal per kWh": "indicators/power-supply-coal-consumption/",
        "air conditioner": "catalogue/device-category/#ti25-appliance-air-conditioner",
        "what falls due in 2027": "stories/due-2027/",
        "水泥": "products/cement/",
        "spreadsheet": "data/",
        "corrections": "corrections/",
        "documents apply day": "in-force/",
        "COD": "indicators/cod-emissions/",
        "fridge": "catalogue/device-category/#ti25-appliance-refrigerator",
        "bauxite residue": "products/red-mud/",
        "garbage": "products/municipal-solid-waste/",
    },
    "zh": {
        "水泥": "products/cement/",
        "赤泥": "products/red-mud/",
        "钢铁": "sectors/steel/",
        "鋼鐵": "sectors/steel/",
        "粗钢": "products/raw-steel/",
        "氮氧化物": "glossary/#nitrogen-oxides",
        "二氧化硫": "indicators/so2-emissions/",
        "甘肃": "regions/gansu/",
        "甘肅省": "regions/gansu/",
        "shuini": "products/cement/",
        "sn": "products/cement/",
        "chini": "products/red-mud/",
        "gansu": "regions/gansu/",
        "nmg": "regions/inner-mongolia/",
        "重慶": "regions/chongqing/",
        "cement": "products/cement/",
        "力争": "glossary/#strive-for",
        "电子表格": "data/",
        "空调": "catalogue/device-category/#ti25-appliance-air-conditioner",
        "电冰箱": "catalogue/device-category/#ti25-appliance-refrigerator",
        "红泥": "products/red-mud/",
        "原铝": "products/aluminium/",
    },
}
"""Questions of readers, and where the first answer leads."""
AMONG = {
    "en": {
        "NOx": "targets/nm12-nox",
        "wuhai NOx": "targets/nm12-nox-wuhai-2015/",
        "CO2": "stories/catalogue-silences/",
        "CO₂": "stories/catalogue-silences/",
        "unified market": "policies/",
        "12FYP": "policies/inner-mongolia-12fyp/",
        "air conditioners": "stories/trade-in/",
        "tce": "glossary/#",
        "2027": "stories/due-2027/",
        "gangue gansu": "targets/gs13-coal-gangue",
        "energy intensity": "indicators/energy-per-gdp/",
        "carbon intensity": "indicators/co2-per-value-added/",
        "electric car subsidy": "policies/trade-in-2025/measures/#ti25-car-",
        "solar panel": "catalogue/technologies/gt24-4-11/",
        "electricity use": "indicators/power-per-product/",
    },
    "zh": {
        "NOx": "targets/nm12-nox",
        "十二五 规划": "policies/inner-mongolia-12fyp/",
        "赤泥 2027": "targets/rm24",
        "乌海 氮氧化物": "targets/nm12-nox-wuhai-2015/",
        "CO2": "stories/ten-cases/",
        "能耗强度": "indicators/energy-per-gdp/",
        "碳强度": "indicators/co2-per-value-added/",
        "电动车补贴": "policies/trade-in-2025/measures/#ti25-car-",
        "新能源车补贴": "policies/trade-in-2025/measures/#ti25-car-",
        "空调补贴": "policies/trade-in-2025/measures/#ti25-appliance-pieces-aircon",
        "太阳能板": "catalogue/technologies/gt24-4-11/",
    },
}
"""The same for those with more than one good answer: one of the first five."""


@pytest.fixture(scope="module")
def home(flagship: Newsroom) -> Iterator[str]:
    with served(flagship.site) as address:
        yield address


@pytest.fixture(scope="module")
def reader(browser: Browser, home: str) -> Iterator[Visit]:
    with visiting(browser, home) as visit:
        yield visit


def ask(page: Page, *questions: str) -> list[list[tuple[str, list[str]]]]:
    found: list[list[tuple[str, list[str]]]] = page.evaluate(ASKING, list(questions))
    return found


@pytest.mark.parametrize("root", ["", "en/"])
def test_questions_of_readers_find_what_they_ask_for_first(reader: Visit, root: str) -> None:
    code = "en" if root else "zh"
    asked = {**FIRST[code], **AMONG[code]}
    page = reader.go(f"{root}search/")
    below = urlsplit(reader.home).path + root
    wrong = []
    for (question, wanted), answers in zip(asked.items(), ask(page, *asked), strict=True):
        addresses = [address.removeprefix(below) for address, _ in answers]
        if not any(address.startswith(wanted) for address in addresses[: 1 if question in FIRST[code] else 5]):
            wrong.append((question, wanted, addresses))
    assert not wrong, "\n".join(map(str, wrong))
    assert not reader.said and not reader.failed


def test_a_word_begins_where_a_word_begins_before_it_stands_within_one(reader: Visit) -> None:
    page = reader.go("en/search/")
    [cement, ement, sulfur, traditional] = ask(page, "cement", "nnouncement", "sulfur", "red")
    assert all(re.match("cement", mark, re.I) for _, marks in cement for mark in marks) and cement[0][1] == ["Cement"]
    assert any("nnouncement" in marks for _, marks in ement), "within a word, where none begins so"
    assert sulfur[0][1] == ["Sulphur"], "what is meant is marked, however it is spelt"
    assert all(mark.lower().startswith("red") for _, marks in traditional for mark in marks)


def test_a_first_answer_takes_few_bytes(browser: Browser, home: str, flagship: Newsroom) -> None:
    for path in ("search/?q=水泥", "en/search/?q=red+mud", "en/search/?q=energy", "en/search/?q=2015", "search/?q=煤"):
        with visiting(browser, home, rests=False) as visit:
            visit.go(path)
            visit.page.locator("#found li").first.wait_for()
            asked = [urlsplit(url).path.removeprefix("/repo/") for url in visit.asked if url.endswith(".json")]
            size = sum(len(gzip.compress((flagship.site / file).read_bytes())) for file in asked)
            assert 0 < size <= 60_000, (path, size)
            visit.rest()


def test_kinds_narrow_what_is_found_and_stand_in_the_address(reader: Visit) -> None:
    page = reader.go("en/search/?q=red+mud")
    page.locator("#found li").first.wait_for()
    counts = [int(text) for text in page.locator(".kinds .n").all_inner_texts()]
    [total] = re.findall(r"(\d+) found$", page.locator(".status").inner_text())
    assert sum(counts) == int(total) and len(counts) > 4
    page.locator('.kinds input[value="stories"]').check()
    expect(page.locator("#found .kind").first).to_have_text("Stories")
    assert {kind for kind in page.locator("#found .kind").all_inner_texts()} == {"Stories"}
    assert page.url.endswith("en/search/?q=red+mud&kind=stories")
    reader.rest()
    again = reader.go("en/search/?q=red+mud&kind=stories")
    expect(again.locator("#found .kind").first).to_have_text("Stories")
    assert again.locator('.languages a[hreflang="zh-Hans"]').get_attribute("href") == "../../search/?q=red+mud&kind=stories"


def test_many_answers_come_eighty_at_a_time(reader: Visit) -> None:
    page = reader.go("en/search/?q=energy")
    expect(page.locator("#found li")).to_have_count(80)
    assert re.fullmatch(r"80 of [\d,]+ found", page.locator(".status").inner_text())
    page.locator("#found .more-rows").click()
    expect(page.locator("#found li")).to_have_count(160)
    assert page.evaluate("[...document.querySelectorAll('#found li a')].indexOf(document.activeElement)") == 80


def test_what_is_mistyped_is_near_something(reader: Visit) -> None:
    page = reader.go("en/search/?q=cemnt")
    page.locator(".meant a", has_text="cement").click()
    page.locator("#found li").first.wait_for()
    assert page.url.endswith("?q=cement") and page.locator("#found li a").first.inner_text() == "Cement"
    page = reader.go("search/?q=乌海的氮氧化物")
    page.locator("#found li").first.wait_for()
    assert page.locator(".status").inner_text().startswith("没有哪一条含有全部的词")
    assert "nm12-nox-wuhai-2015" in " ".join(link.get_attribute("href") or "" for link in page.locator("#found li a").all())
    page = reader.go("en/search/?q=zzzzqqq")
    expect(page.locator(".status")).to_have_text("Nothing found")


def test_two_words_without_a_space_between_them_are_found_and_marked_as_two(reader: Visit) -> None:
    page = reader.go("search/?q=空调补贴")
    page.locator("#found li").first.wait_for()
    assert re.fullmatch(r"找到 \d+ 条", page.locator(".status").inner_text()), page.locator(".status").inner_text()
    assert {"空调", "补贴"} <= set(page.locator("#found mark").all_inner_texts())


def test_a_search_that_finds_nothing_leads_on(browser: Browser, built_newsroom: Newsroom) -> None:
    with served(built_newsroom.site) as town, visiting(browser, town) as visit:
        page = visit.go("search/?q=zzzzqqq")
        expect(page.locator(".status")).to_have_text("Nothing found")
        expect(page.locator("#found a", has_text="Targets")).to_be_visible()
        page = visit.go("search/?q=ferry")
        page.locator("#found li").first.wait_for()
        assert not page.locator("#found a", has_text=re.compile("^Data$")).count()


def test_a_failed_request_says_so_and_can_be_made_again(browser: Browser, home: str) -> None:
    with visiting(browser, home) as visit:
        visit.page.route("**/search/words/*.json", lambda route: route.abort())
        page = visit.go("en/search/?q=cement")
        expect(page.locator(".status")).to_have_text("The search could not be loaded.")
        visit.page.unroute("**/search/words/*.json")
        page.locator(".again").click()
        expect(page.locator("#found li a").first).to_have_text("Cement")
        expect(page.locator(".again")).to_be_hidden()


def test_the_search_is_a_key_away_and_goes_by_keys(reader: Visit) -> None:
    page = reader.go("en/targets/")
    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type("red mud/")
    assert page.locator(".find input").input_value() == "red mud/"
    page.locator(".find input").fill("red mud")
    page.keyboard.press("Enter")
    page.locator("#found li").first.wait_for()
    assert page.url.endswith("en/search/?q=red+mud") and page.locator("form.search input[name=q]").input_value() == "red mud"
    focused = "document.activeElement.closest('#found li') ? [...document.querySelectorAll('#found li')].indexOf(document.activeElement.closest('li')) : document.activeElement.name"
    steps = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "Escape"):
        page.keyboard.press(key)
        steps.append(page.evaluate(focused))
    assert steps == [0, 1, 0, "q", 0, 1, "q"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/products/red-mud/")


def test_without_scripts_the_box_leads_to_all_lists(browser: Browser, home: str) -> None:
    with visiting(browser, home, java_script_enabled=False) as visit:
        page = visit.go("en/targets/")
        page.locator(".find input").fill("red mud")
        page.locator(".find input").press("Enter")
        page.wait_for_url("**/en/search/?q=red+mud")
        assert page.locator("noscript a").count() > 10


# --- what goes into the index -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CO₂ ＮＯｘ Müller’s “Quay”", ["co2", "nox", "mullers", "quay"]),
        ("氮氧化物", ["氮氧", "氧化", "化物", "物"]),
        ("《鋼鐵》“十二五”規劃", ["钢铁", "铁十", "十二", "二五", "五规", "规划", "划"]),
        ("1,344.5 t in 2015–2020", ["1344.5", "t", "in", "2015", "2020"]),
        ("٣٤ شجرة", ["34", "شجرة"]),
        ("กรุงเทพ", ["กร", "รุ", "ุง", "งเ", "เท", "ทพ", "พ"]),
    ],
)
def test_a_text_is_looked_up_by_its_words_or_by_pairs_of_its_characters(text: str, words: list[str]) -> None:
    assert list(letters_of([manner_of("zh"), manner_of("en")]).words(text)) == words


def test_spellings_and_numbers_of_a_word_are_one_and_names_are_found_as_they_are_read() -> None:
    letters = letters_of([manner_of("zh"), manner_of("en")])
    for same in (
        "sulphur sulfur",
        "harbours harbor",
        "metres meter",
        "programmes program",
        "technologies technology",
        "labelled labeled",
        "aluminium aluminum",
    ):
        assert len({letters.spelt(word) for word in same.split()}) == 1, same
    assert letters.spelt("four") == "four" and letters.spelt("gas") == "gas"
    assert letters.read("水泥") == ["shuini", "sn"] and letters.read("重庆市") == ["chongqingshi", "cqs"]
    assert letters.read("电解铝") == ["dianjielv", "djl", "dianjielu"]
    plain = letters_of([manner_of("nl")])
    assert plain.read("水泥") == [] and plain.spelt("sulphur") == "sulphur" and list(plain.words("鋼鐵")) == ["鋼鐵", "鐵"]


def numbers(lists: list[list[int]]) -> set[int]:
    return {sum(steps[: n + 1]) for steps in lists for n in range(len(steps))}


def found_by(site: Path, word: str) -> list[str]:
    """The addresses of the records that a word finds."""
    index, records = index_of(site), records_of(site)
    places = [(part, place) for part, (_, _, count) in enumerate(index["parts"]) for place in range(count)]
    named = {part * index["slot"] + place: record.address for (part, place), record in zip(places, records, strict=True)}
    return [named[number] for number in sorted(numbers(words_of(site).get(word, [])))]


def test_all_that_a_site_has_is_found(built_newsroom: Newsroom) -> None:
    for root in ("", "nl/"):
        kinds = {record.kind for record in records_of(built_newsroom.site / root)}
        assert {"regions", "indicators", "stories", "charts", "pages", "policies", "targets", "events"} <= kinds
    site = built_newsroom.site
    assert "stories/ferries/" in found_by(site, "ferries") and "charts/street-trees/" in found_by(site, "street") and "timeline/" in found_by(site, "timeline")
    assert not found_by(site, "constructor")


def test_what_is_found_is_there(built_newsroom: Newsroom) -> None:
    for root in ("", "nl/"):
        site = built_newsroom.site / root
        found = {record.address.partition("#")[0] for record in records_of(site)}
        assert not [address for address in found if not (site / address / "index.html").is_file()]
        for beside in ("compare/", "in-force/", "stories/by/"):
            assert (beside in found) == (site / beside / "index.html").is_file(), beside


def test_an_alias_finds_its_term_and_all_that_names_it(newsroom: Newsroom) -> None:
    newsroom.change("data/quarters.yaml", "quayside: {", "quayside: {also: [Quayside, The Strand, Kaistraat], ")
    said = newsroom.build()
    assert said.code == 0, said.err
    by_alias, by_name = found_by(newsroom.site, "kaistraat"), found_by(newsroom.site, "quayside")
    assert "regions/quayside/" in by_alias and "targets/trees-quayside-2030/" in by_alias
    assert set(by_alias) <= set(by_name)
    assert "Also called: <span>The Strand</span>, <span>Kaistraat</span>" in (newsroom.site / "regions/quayside/index.html").read_text(encoding="utf-8")


def test_an_edited_row_remakes_few_files(newsroom: Newsroom) -> None:
    def files() -> dict[str, str]:
        return {path: hashed for path, hashed in tree(newsroom.site).items() if "search/" in path}

    before = files()
    assert sum(path.startswith("search/rows/") for path in before) > 3
    newsroom.change("data/events.csv", "The council adopts the town plan", "The council carries the town plan")
    said = newsroom.build()
    assert said.code == 0, said.err
    after = files()
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert any(path.startswith("search/rows/events") for path in changed) and not any(path.startswith("search/terms/") for path in changed)
    assert all(path.removeprefix("nl/").startswith(("search/rows/events", "search/words")) for path in changed), changed


def test_no_file_of_the_search_is_long(flagship: Newsroom) -> None:
    for root in ("", "en/"):
        sizes = {p: len(gzip.compress(p.read_bytes())) for p in (flagship.site / root / "search").rglob("*.json")}
        assert max(size for p, size in sizes.items() if p.parent.name != "search") < 12_000
        assert sizes[flagship.site / root / "search/index.json"] < 12_000
