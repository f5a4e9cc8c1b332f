"""From right to left: what scripts count in the forms of the language, and drawings with their names at the right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from conftest import REPOSITORY, Newsroom
from playwright.sync_api import Browser, Page
from test_browser import Visit, served, visiting
from test_languages import harbour_town, write

from ledger.charts.marks import MARKS
from ledger.charts.mirror import mirrored

pytestmark = pytest.mark.xdist_group("arabic")  # one site

HEAD = "table: targets\nfilter: {unit: trees, region: not saltmouth}\ntitle: أشجار 20%\nsubtitle: عدد الأشجار\n"
CHARTS = tuple(
    HEAD + rest
    for rest in ("mark: bar\ny: region\nx: value", "mark: dumbbell\ny: region\nx: [base_value, value]", "mark: heatmap\ny: region\nx: year\nvalue: value")
)


@pytest.fixture(scope="module")
def home(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    newsroom = built_newsroom.copy(tmp_path_factory.mktemp("arabic") / "town")
    harbour_town(newsroom, "ar")
    write(newsroom, "words/ar.yml", (REPOSITORY / "tests" / "languages" / "ar.yml").read_text(encoding="utf-8"))
    for code in ("ar", "en"):
        write(newsroom, f"content/{code}/drawn.md", "---\ntitle: Drawn\n---\n" + "".join(f"\n```chart\n{chart}\n```\n" for chart in CHARTS))
    said = newsroom.build()
    assert said.code == 0, said.err
    with served(newsroom.site) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, home: str) -> Iterator[Visit]:
    with visiting(browser, home) as visit:
        yield visit


def test_a_script_says_a_number_in_the_plural_form_that_the_language_has_for_it(visit: Visit) -> None:
    page = visit.go("ar/targets/")
    total = int(page.locator("form.filter").get_attribute("data-total") or 0)
    counts = page.locator(".facet label").evaluate_all(
        "all => all.map(l => [l.closest('.facet').dataset.name, l.querySelector('input').value, +l.querySelector('.n').textContent])"
    )
    forms = {1: f"واحد من {total}", 2: f"اثنان من {total}", **{n: f"{n} صفوف من {total}" for n in range(3, 11)}}
    asked = {n: f"{name}={value}" for name, value, n in counts if 0 < n < total}
    asked[2] = "&".join([f"{name}={value}" for name, value, n in counts if n == 1 and name == "indicator"][:2])  # values of a facet add up
    assert {1, 2, 3} <= asked.keys(), counts
    for n, query in asked.items():
        assert visit.go(f"ar/targets/?{query}").locator("form.filter .status").inner_text() == forms[n]
    page = visit.go("ar/search/?q=trees")
    page.locator("#found li").first.wait_for()
    found = page.locator("#found li").count()
    assert 2 < found < 11 and page.locator(".status").inner_text() == f"{found} نتائج"


BOXES = """svg => {
  const box = e => { const r = e.getBoundingClientRect(); return [r.left, r.right, r.top, r.bottom, e.textContent] };
  return { marks: [...svg.querySelectorAll('.mark')].map(box), texts: [...svg.querySelectorAll('text')].map(box), all: box(svg) };
}"""


def drawn(page: Page, number: int) -> dict[str, list[list[float]]]:
    return page.locator("figure.figure").nth(number).locator(".wide svg").evaluate(BOXES)  # type: ignore[no-any-return]


def test_names_stand_at_the_right_and_bars_grow_to_the_left(visit: Visit) -> None:
    for code, right in (("ar", True), ("en", False)):
        page = visit.go(f"{'ar/' if right else ''}drawn/")
        for number in (0, 1):
            seen = drawn(page, number)
            names = [text for text in seen["texts"] if re.search("Quayside|Hill|Harbour", str(text[4]))]
            assert len(names) >= 2, (code, seen["texts"])
            for left_edge, right_edge, top, bottom, _ in names:
                beside = [mark for mark in seen["marks"] if mark[2] < bottom and mark[3] > top]
                assert beside and all(mark[1] <= left_edge + 1 if right else mark[0] >= right_edge - 1 for mark in beside), (code, number)
            inside = [(text, seen["all"]) for text in seen["texts"] if text[0] < seen["all"][0] - 1 or text[1] > seen["all"][1] + 1]
            assert not inside, (code, number, inside)
            for n, one in enumerate(seen["texts"]):
                for other in seen["texts"][n + 1 :]:
                    apart = one[1] <= other[0] + 1 or other[1] <= one[0] + 1 or one[3] <= other[2] + 3 or other[3] <= one[2] + 3
                    assert apart, (code, number, one, other)


def test_time_and_maps_keep_their_direction(visit: Visit) -> None:
    page = visit.go("ar/drawn/")
    turned = [figure.locator(".wide svg > g.mirrored").count() for figure in page.locator("figure.figure").all()]
    assert turned == [1, 1, 0], "years run across the third"
    assert {name for name, mark in MARKS.items() if not mark.turns} >= {"line", "path", "slope", "tiles"}


def test_a_drawing_is_turned_between_its_edges_with_every_text_upright() -> None:
    drawing = '<svg class="drawing" viewBox="-20 0 220 50" font-size="12"><title id="a">t</title><desc id="b">d</desc><text transform="translate(10,5)">a</text><text text-anchor="end">b</text><path d="M0,0H5"/></svg>'
    assert mirrored(drawing) == (
        '<svg class="drawing" viewBox="-20 0 220 50" font-size="12"><title id="a">t</title><desc id="b">d</desc><g class="mirrored" transform="matrix(-1,0,0,1,180,0)">'
        '<text text-anchor="end" transform="translate(10,5)scale(-1,1)">a</text><text transform="scale(-1,1)">b</text><path d="M0,0H5"/></g></svg>'
    )


def test_the_words_of_a_shared_picture_begin_at_the_right_and_a_percent_sign_stands_behind_its_number(visit: Visit) -> None:
    page = visit.go("ar/drawn/")
    picture = page.locator("figure a[href$='.svg']").first.get_attribute("href") or ""
    page.goto(urljoin(page.url, picture))
    lines = page.evaluate(
        "() => [...document.querySelectorAll('svg > text')].map(t => [t.textContent, t.getBoundingClientRect().right, "
        "[...t.textContent].map((c, n) => t.getExtentOfChar(n).x)])"
    )
    right = page.evaluate("() => document.documentElement.getBoundingClientRect().right")
    said, places = next((said, places) for said, _, places in lines if "20%" in said)
    assert places[said.index("%")] < places[said.index("2")] < places[said.index("\u0623")], said
    assert all(right - 30 < end <= right for _, end, _ in lines), lines
