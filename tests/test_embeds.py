"""What others show of ours on their pages: frames that fit, a picture where there is no script, what oEmbed asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from conftest import ADDRESS, Newsroom
from PIL import Image
from playwright.sync_api import Browser, Frame, Page, expect
from test_browser import served, visiting

pytestmark = pytest.mark.xdist_group("embeds")
WIDTHS = (320, 420, 640, 900, 1280)
CHARTS, RECORDS = "main > .figure .embedding textarea", ".citation .embedding textarea"
PAGES = {"charts/street-trees/": CHARTS, "nl/charts/street-trees/": CHARTS, "targets/crossings-2028/": RECORDS, "nl/policies/town-plan/": RECORDS}
"""Two charts have code for the drawing and for the table, two records one each: six embeds."""
SPARE = "innerHeight - Math.max(...[...document.querySelectorAll('main *')].filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect()).filter(b => b.height).map(b => b.bottom))"


@pytest.fixture(scope="module")
def home(built_newsroom: Newsroom) -> Iterator[str]:
    with served(built_newsroom.site) as address:
        yield address


@pytest.fixture(scope="module")
def pasted(browser: Browser, home: str) -> str:
    """What a reader copies from these pages; the site does not know its address, so their browser completes it."""
    found: list[str] = []
    with visiting(browser, home) as visit:
        for path, where in PAGES.items():
            found += visit.go(path).evaluate("where => [...document.querySelectorAll(where)].map(code => code.value)", where)
    assert len(found) == 6
    return "<!doctype html><title>Somebody's page</title>" + "\n".join(f"<p>{code}</p>" for code in found)


def frames(page: Page, home: str) -> list[Frame]:
    for frame in page.locator("iframe").all():
        frame.scroll_into_view_if_needed()
    expect(page.locator("iframe")).to_have_count(6)
    for number in range(6):
        page.frame_locator("iframe").nth(number).locator("main").wait_for()
    return [frame for frame in page.frames if frame.url.startswith(home)]


@pytest.mark.parametrize("width", WIDTHS)
def test_six_embeds_fit_into_a_page_of_any_width(width: int, browser: Browser, home: str, pasted: str) -> None:
    with visiting(browser, home, rests=False, viewport={"width": width, "height": 900}) as visit:
        visit.page.set_content(pasted)
        found = frames(visit.page, home)
        assert len(found) == 6
        for frame in found:
            frame.wait_for_function(f"(spare => spare >= 0 && spare <= 16)({SPARE})")
            over = frame.evaluate("[document.scrollingElement.scrollHeight - innerHeight, document.scrollingElement.scrollWidth - innerWidth]")
            assert over == [0, 0], (frame.url, over)
        assert visit.page.evaluate("document.scrollingElement.scrollWidth") <= width
        assert [url for url in visit.asked if not url.startswith((home, "data:"))] == [] and visit.said == []
        assert visit.page.context.cookies() == []


@pytest.mark.parametrize("zoom", [1.25, 2])
def test_embeds_fit_into_a_page_from_right_to_left_that_is_zoomed(zoom: float, browser: Browser, home: str, pasted: str) -> None:
    size = {"width": int(1280 / zoom), "height": int(900 / zoom)}  # to a page, zoom is a smaller window of denser pixels
    host = f'<!doctype html><html lang="ar" dir="rtl"><style>body{{font-size:200%;margin:0 5%}}</style><div style="columns:{1 if zoom > 1.5 else 2}">{pasted}</div>'
    with visiting(browser, home, rests=False, viewport=size, device_scale_factor=zoom) as visit:
        visit.page.set_content(host.replace("<!doctype html><title>Somebody's page</title>", ""))
        for frame in frames(visit.page, home):
            frame.wait_for_function(f"(spare => spare >= 0 && spare <= 16)({SPARE})")
            assert frame.evaluate("[document.scrollingElement.scrollHeight - innerHeight, document.scrollingElement.scrollWidth - innerWidth]") == [0, 0], (
                frame.url
            )
        assert visit.page.evaluate("document.scrollingElement.scrollWidth") <= size["width"] and visit.said == []


def test_a_record_in_a_frame_is_its_name_its_number_and_where_it_is_from(browser: Browser, home: str, pasted: str) -> None:
    with visiting(browser, home, rests=False, viewport={"width": 640, "height": 900}) as visit:
        visit.page.set_content(pasted)
        number = next(frame for frame in frames(visit.page, home) if "crossings-2028" in frame.url)
        told = number.evaluate("document.body.innerText")
        assert "60 crossings" in re.sub(r"\s+", " ", told) and "Saltmouth Town Plan" in told and len(told) < 700
        assert {link.get_attribute("target") for link in number.locator("main a").filter(visible=True).all()} == {"_top"}


def test_without_a_script_a_picture_with_its_words_leads_to_the_chart(browser: Browser, home: str, pasted: str) -> None:
    with visiting(browser, home, java_script_enabled=False) as visit:
        visit.page.set_content(pasted)
        expect(visit.page.locator("iframe")).to_have_count(0)
        pictures = visit.page.locator("a[data-embed] img")
        expect(pictures).to_have_count(4)
        assert all(len(picture.get_attribute("alt") or "") > 10 for picture in pictures.all())
        visit.page.locator("a[data-embed]").last.click()
        assert visit.page.url == f"{home}nl/policies/town-plan/"


def test_what_a_reader_chose_in_a_frame_is_there_when_the_page_is_read_again(browser: Browser, home: str, pasted: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(pasted, encoding="utf-8")
    (tmp_path / "404.html").write_text("", encoding="utf-8")
    with served(tmp_path) as elsewhere, visiting(browser, home, rests=False) as visit:
        visit.page.goto(elsewhere)
        chart = next(frame for frame in frames(visit.page, home) if "nl/embed/street-trees/" in frame.url)
        chart.evaluate("history.replaceState(null, '', '?street-trees.find=quay'); dispatchEvent(new Event('steered'))")
        expect(chart.locator("a[data-state]")).to_have_attribute("href", re.compile(r"/charts/street-trees/\?street-trees\.find=quay$"))
        visit.page.wait_for_function("Object.values(sessionStorage).some(address => address.includes('find=quay'))")
        visit.page.reload()
        kept = [frame.url for frame in frames(visit.page, home) if "find=quay" in frame.url]
        assert kept == [f"{home}nl/embed/street-trees/?street-trees.find=quay"]


def test_the_script_for_other_peoples_pages_is_small_and_asks_for_nothing(built_newsroom: Newsroom) -> None:
    script = (built_newsroom.site / "embed/frame.js").read_bytes()
    assert len(script) <= 1200
    assert not re.search(rb"fetch|XMLHttp|import|eval|cookie[^.]|https?:", script)


def test_a_chart_leads_programs_to_what_they_embed(addressed_newsroom: Newsroom, built_newsroom: Newsroom) -> None:
    site, parser = addressed_newsroom.site, html5lib.HTMLParser(namespaceHTMLElements=False)
    found = {}
    for page in sorted(site.glob("**/charts/*/index.html")):
        head = parser.parse(page.read_text(encoding="utf-8")).find("head")
        [link] = [link for link in head.iter("link") if link.get("type") == "application/json+oembed"]
        told = json.loads((site / link.get("href").removeprefix(ADDRESS["SITE_URL"])).read_bytes())
        # what https://oembed.com asks of version 1.0 and of the type rich
        assert told["version"] == "1.0" and told["type"] == "rich" and told["title"] == link.get("title")
        assert isinstance(told["width"], int) and isinstance(told["height"], int)
        [frame] = parser.parseFragment(told["html"]).iter("iframe")
        with Image.open(site / told["thumbnail_url"].removeprefix(ADDRESS["SITE_URL"])) as picture:
            assert picture.size == (told["thumbnail_width"], told["thumbnail_height"]) == (1200, 630)
        found[page.parent.relative_to(site).as_posix()] = frame.get("src").removeprefix(ADDRESS["SITE_URL"])
    assert len(found) == 2 * len([*site.glob("charts/*/index.html")]) and found["nl/charts/street-trees"] == "nl/embed/street-trees/"
    assert not [*built_newsroom.site.rglob("oembed.json")]
