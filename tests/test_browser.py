"""The flagship in a browser, served under /repo/ as many hosts do: quiet, narrow, dark, printed, by keyboard, without JavaScript.

The browser is an installed Chromium: ``CHROMIUM``, or one of those on the PATH that ``engines.py`` names.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Newsroom
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger

pytestmark = pytest.mark.xdist_group("browser")  # one browser


KINDS = {
    "home": "",
    "a story": "stories/arithmetic/",
    "stories": "stories/",
    "targets": "targets/",
    "a target": "targets/gs13-energy-raw-steel-2020/",
    "catalogue": "catalogue/",
    "a list": "catalogue/task/",
    "all applications": "cases/",
    "a technology": "catalogue/technologies/gt24-1-1/",
    "policies": "policies/",
    "a policy": "policies/gansu-green-13fyp/",
    "timeline": "timeline/",
    "discrepancies": "discrepancies/",
    "charts": "charts/",
    "a chart": "charts/gansu-products/",
    "an embed": "embed/gansu-products/",
    "data": "data/",
    "a table": "data/targets/",
    "a region": "regions/gansu/",
    "regions": "regions/",
    "compare": "compare/",
    "method": "method/",
    "no such page": "there/is/no/such/page/",
}
ROOTS = {"zh": "", "en": "en/"}
WIDTHS = (320, 360, 768, 1440)


class _Handler(SimpleHTTPRequestHandler):
    """A plain host: /repo/ is the site, an unknown address is its 404 page, everything is remembered."""

    def translate_path(self, path: str) -> str:
        place = urlsplit(path).path
        return super().translate_path(place.removeprefix("/repo")) if place.startswith("/repo/") else str(Path(self.directory) / "outside-of-the-base")

    def send_error(self, code: int, *_: Any, **__: Any) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@dataclass
class Visit:
    """A page in the browser, and what happened while it was open."""

    page: Page
    home: str
    rests: bool = True
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    open: set[Request] = field(default_factory=set)

    def go(self, path: str) -> Page:
        self.page.goto(self.home + path)
        if self.rests:
            self.rest()
        return self.page

    def rest(self) -> None:
        """Wait until a page has nothing left to do, and nothing that it asked for is to come. A browser without a window that has nothing to
        paint may never call itself idle: then its turn comes by time, behind all that waits already."""
        over = False
        while not over:
            over = not self.open
            self.page.evaluate("() => new Promise(done => requestIdleCallback(() => done(), { timeout: 300 }))")
            over = over and not self.open


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a site that is served for the time being."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/repo/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def home(flagship: Newsroom) -> Iterator[str]:
    with served(flagship.site) as address:
        yield address


@contextmanager
def visiting(browser: Browser, home: str, rests: bool = True, **options: Any) -> Iterator[Visit]:
    """A fresh reader: no cache, no state, the given size, colours and habits; who waits until a page ``rests``, or only until it is loaded."""
    context: BrowserContext = browser.new_context(**{"viewport": {"width": 1024, "height": 800}, "reduced_motion": "reduce", **options})
    context.set_default_timeout(10_000)
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error('content policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
    visit = Visit(context.new_page(), home, rests and options.get("java_script_enabled", True))
    visit.page.on("console", lambda m: visit.said.append(m.text) if m.type in ("error", "warning") else None)
    visit.page.on("pageerror", lambda e: visit.said.append(str(e)))
    visit.page.on("request", lambda r: (visit.asked.append(r.url), visit.open.add(r)))
    for over in ("requestfinished", "requestfailed"):
        visit.page.on(over, lambda r: visit.open.discard(r))
    visit.page.on("response", lambda r: visit.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    try:
        yield visit
    finally:
        context.close()


@pytest.fixture
def visit(browser: Browser, home: str) -> Iterator[Visit]:
    with visiting(browser, home) as opened:
        yield opened


# --- every kind of page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", ROOTS.values(), ids=ROOTS)
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_a_page_is_quiet_stays_on_its_site_and_fits_every_screen(visit: Visit, home: str, root: str, path: str) -> None:
    page = visit.go(root + path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        widest = page.evaluate("""() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll'))
            .slice(0, 3).map(e => e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + e.textContent.trim().slice(0, 30))""")
        assert wide <= width, f"{wide} px on a screen of {width} px: {widest}"
    missing = path == KINDS["no such page"]
    assert [url for url in visit.failed if not (missing and url == f"404 {home}{root}{path}")] == []
    assert [url for url in visit.asked if not url.startswith((home, "data:"))] == []
    assert [text for text in visit.said if not (missing and "404" in text)] == []
    assert page.context.cookies() == []
    if missing:
        expect(page.locator("h1")).to_be_visible()
        page.locator("main a").first.click()
        assert page.url.startswith(home)
        assert not [f for f in visit.failed if f != f"404 {home}{root}{path}"]


SHORT = ("home", "a story", "targets", "a target", "catalogue", "a technology", "a policy", "timeline", "a chart", "data", "no such page")


@pytest.mark.parametrize("kind", SHORT)
def test_without_javascript_a_page_says_all_it_has_to_say(browser: Browser, home: str, kind: str) -> None:
    with visiting(browser, home, java_script_enabled=False) as visit:
        page = visit.go(KINDS[kind])
        expect(page.locator("h1")).to_be_visible()
        assert len(page.locator("main").inner_text()) > 60
        expect(page.locator("form.filter").filter(visible=True)).to_have_count(0)
        expect(page.locator("button.explore").filter(visible=True)).to_have_count(0)
        for figure in page.locator("figure[data-figure]").all():
            drawing = figure.locator("svg.drawing").filter(visible=True)
            expect(drawing).to_have_count(1)
            box = drawing.bounding_box()
            assert box and box["width"] > 200 and box["height"] > 60
        assert visit.said == [] or kind == "no such page"


@pytest.mark.parametrize("kind", ["home", "a target", "a chart", "a story", "catalogue"])
def test_at_night_the_book_is_dark_and_its_drawings_with_it(browser: Browser, home: str, kind: str) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        with visiting(browser, home, color_scheme=scheme) as visit:
            page = visit.go(KINDS[kind])
            seen[scheme] = page.evaluate(
                """() => { const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number); return (r * 3 + g * 6 + b) / 10; };
                const ink = getComputedStyle(document.body), label = document.querySelector('svg.drawing text');
                return { paper: light(getComputedStyle(document.documentElement).backgroundColor === 'rgba(0, 0, 0, 0)' ? ink.backgroundColor : getComputedStyle(document.documentElement).backgroundColor),
                         ink: light(ink.color), label: label ? light(getComputedStyle(label).fill) : null }; }"""
            )
    assert seen["light"]["paper"] > 200 > 90 > seen["light"]["ink"]
    assert seen["dark"]["paper"] < 60 < 150 < seen["dark"]["ink"]
    if seen["light"]["label"] is not None:
        assert seen["dark"]["label"] > 130 > seen["light"]["label"]


def test_no_line_ends_within_a_unit(browser: Browser, home: str) -> None:
    with visiting(browser, home, viewport={"width": 768, "height": 900}) as visit:
        for path in ("en/targets/", "targets/", "targets/?sort=-value"):
            page = visit.go(path)
            page.wait_for_selector("html:not(.unanswered)")
            lines = page.evaluate(
                "[...document.querySelectorAll('td.num .unit')].filter(unit => unit.checkVisibility()).map(unit => unit.getClientRects().length)"
            )
            assert lines and set(lines) == {1}, (path, lines)


@pytest.mark.parametrize("kind", ["a story", "a target", "targets", "a chart"])
def test_in_print_there_is_the_text_and_no_navigation(visit: Visit, kind: str) -> None:
    page = visit.go(KINDS[kind])
    expect(page.locator("nav.sections")).to_be_visible()
    page.emulate_media(media="print")
    for hidden in ("nav.sections", ".skip", "form.filter", "button.explore"):
        expect(page.locator(hidden).filter(visible=True)).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    for drawing in page.locator("figure .plot").all():
        expect(drawing.locator("svg.drawing").filter(visible=True)).to_have_count(1)


def test_a_list_that_is_narrowed_says_so_on_paper(visit: Visit) -> None:
    page = visit.go("en/targets/?q=water")
    page.wait_for_selector("html:not(.unanswered)")
    page.emulate_media(media="print")
    expect(page.locator(".filter .status")).to_have_text(re.compile(r"^\d+ of \d+ shown$"))
    expect(page.locator(".filter .status")).to_be_visible()
    expect(page.locator("form.filter :is(input, select, button, summary)").filter(visible=True)).to_have_count(0)


AXE_IN = {
    "zh": ("home", "targets", "a policy", "timeline", "an embed", "a table", "no such page"),
    "en": (
        "a story",
        "a target",
        "catalogue",
        "a technology",
        "policies",
        "charts",
        "a chart",
        "data",
        "a region",
        "discrepancies",
        "a list",
        "method",
        "all applications",
        "regions",
        "compare",
    ),
}


def violations(page: Page) -> list[str]:
    """What axe objects to. Of a long list the first dozen is looked at: the rest is made by the same template."""
    page.evaluate("""() => { for (const list of document.querySelectorAll('main, main *')) {
        const rest = [...list.children].slice(12);
        if (list.children.length > 30 && !list.closest('svg')) rest.forEach(e => e.remove());
    } }""")
    results = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{v['id']} ({v['impact']}): {v['help']}; {len(v['nodes'])} times, first {v['nodes'][0]['html'][:160]}" for v in results]


@pytest.mark.parametrize(
    ("root", "kind"),
    [(ROOTS[language], kind) for language, kinds in AXE_IN.items() for kind in kinds],
    ids=[f"{kind}, {language}" for language, kinds in AXE_IN.items() for kind in kinds],
)
def test_axe_finds_nothing_to_object_to(visit: Visit, root: str, kind: str) -> None:
    assert violations(visit.go(root + KINDS[kind])) == []


@pytest.mark.parametrize("kind", ["home", "a target", "a chart", "a technology"])
def test_axe_finds_nothing_at_night_or_on_a_phone_either(browser: Browser, home: str, kind: str) -> None:
    with visiting(browser, home, color_scheme="dark", viewport={"width": 320, "height": 640}) as visit:
        assert violations(visit.go(KINDS[kind])) == []


# --- filters --------------------------------------------------------------------------------------------------------


def shown(page: Page) -> int:
    return page.locator("#list tbody tr, #list [data-item]").filter(visible=True).count()


def test_filters_narrow_the_targets_and_their_state_is_in_the_address(visit: Visit, ledger: Ledger) -> None:
    page = visit.go("en/targets/")
    assert shown(page) == len(ledger.rows("targets"))
    choose(page, "policy", "inner-mongolia-12fyp")
    wanted = ledger.rows("targets", policy="inner-mongolia-12fyp")
    assert shown(page) == len(wanted)
    choose(page, "indicator", "cod-emissions")
    wanted = [row for row in wanted if row.indicator == "cod-emissions"]
    assert shown(page) == len(wanted) > 1
    assert re.search(rf"\b{len(wanted)}\b", page.locator(".filter .status").inner_text())
    assert "policy=inner-mongolia-12fyp" in page.url and "indicator=cod-emissions" in page.url

    page.goto(page.url)
    assert shown(page) == len(wanted)
    expect(page.locator(".facet input:checked")).to_have_count(2)
    page.locator("form.filter select[name=sort]").select_option("-value")
    expect(page.locator("#found tbody tr")).to_have_count(len(wanted))
    rows = "() => [...document.querySelectorAll('#found tbody tr')].map(row => row.querySelector('a[href*=targets]').href.split('/').at(-2))"
    seen = page.evaluate(rows)
    page.locator(".languages a[hreflang]").first.click()
    page.wait_for_url(lambda url: "/en/" not in url)
    expect(page.locator("#found tbody tr")).to_have_count(len(wanted))
    assert page.evaluate(rows) == seen and len({*seen}) == len(wanted), "the same rows in the same order"
    page.locator(".filter .reset").click()
    assert shown(page) == len(ledger.rows("targets"))
    assert "?" not in page.url


def choose(page: Page, facet: str, *values: str) -> None:
    """Open a facet and tick values, as somebody does who looks at it."""
    box = page.locator(f'.facet[data-name="{facet}"]')
    box.locator("summary").click()
    for value in values:
        box.locator(f'input[value="{value}"]').check()
    page.keyboard.press("Escape")


def test_several_values_of_a_facet_add_up_and_a_list_is_sorted_by_any_column(visit: Visit, ledger: Ledger) -> None:
    page = visit.go("en/discrepancies/")
    kinds = list(dict.fromkeys(row.kind for row in ledger.rows("discrepancies")))[:2]
    choose(page, "kind", *kinds)
    wanted = [row for row in ledger.rows("discrepancies") if row.kind in kinds]
    assert shown(page) == len(wanted)
    page.goto(page.url.partition("?")[0].replace("discrepancies", "timeline") + "?sort=-date")
    expect(page.locator("#found tbody tr")).to_have_count(len(ledger.rows("events")))
    titles = page.locator("#found tbody th").all_inner_texts()
    dated = sorted((row for row in ledger.rows("events") if parse_edtf(row.date).first), key=lambda row: parse_edtf(row.date).first or "")
    assert titles[0] == dated[-1].title_en
    expect(page.locator("#list")).to_be_hidden()


@pytest.mark.parametrize(("path", "words"), [("targets/", "赤泥"), ("en/targets/", "RED MUD"), ("catalogue/", "电动机"), ("timeline/", "赤泥")])
def test_the_search_box_finds_parts_of_words_in_any_case(visit: Visit, path: str, words: str) -> None:
    page = visit.go(path)
    before = shown(page)
    page.locator(".filter input[name=q]").fill(words)
    page.wait_for_function("location.search.includes('q=')")
    assert 0 < shown(page) < before
    for item in page.locator("#list tbody tr, #list [data-item]").filter(visible=True).all():
        assert words.lower() in item.text_content().lower()
    page.locator(".filter input[name=q]").fill("no such words anywhere")
    page.wait_for_function("location.search.includes('such')")
    assert shown(page) == 0
    assert page.locator(".filter .status").inner_text().strip()


def test_the_catalogue_is_filtered_by_category(visit: Visit, ledger: Ledger) -> None:
    page = visit.go("catalogue/")
    category = ledger.rows("technologies")[-1].category
    choose(page, "category", category)
    assert shown(page) == len(ledger.rows("technologies", category=category))
    assert f"category={category}" in page.url


# --- keyboard -------------------------------------------------------------------------------------------------------


def test_the_first_key_leads_to_the_skip_link_and_it_to_the_text(visit: Visit) -> None:
    page = visit.go("en/stories/arithmetic/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_whatever_has_the_focus_can_be_seen(visit: Visit) -> None:
    page = visit.go("en/charts/gansu-products/")
    for _ in range(14):
        page.keyboard.press("Tab")
        focused = page.evaluate("""() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
            return { tag: e.tagName, seen: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none', size: b.width * b.height }; }""")
        assert focused["seen"] and focused["size"] > 0, focused


@pytest.mark.parametrize("chart", ["gansu-products", "leagues", "top-cases"])
def test_arrow_keys_read_a_chart_mark_by_mark(visit: Visit, chart: str) -> None:
    page = visit.go(f"en/charts/{chart}/")
    labels = page.evaluate(
        "[...document.querySelectorAll('.plot .wide .mark[data-label]')].map(m => [m.dataset.label, m.dataset.from].filter(Boolean).join(' · '))"
    )
    assert len(labels) > 5 and all(labels)
    group = page.locator(".plot .wide").first
    group.focus()
    status = page.locator(".plot [role=status]").first
    for label in labels[:3]:
        page.keyboard.press("ArrowRight")
        expect(status).to_have_text(label)
        expect(status).to_be_visible()
    page.keyboard.press("End")
    expect(status).to_have_text(labels[-1])
    page.keyboard.press("ArrowRight")
    expect(status).to_have_text(labels[0])
    page.keyboard.press("ArrowLeft")
    expect(status).to_have_text(labels[-1])
    page.keyboard.press("Home")
    expect(status).to_have_text(labels[0])
    page.keyboard.press("Escape")
    expect(status).to_be_hidden()


def test_a_mark_under_the_pointer_says_what_it_is(visit: Visit) -> None:
    page = visit.go("charts/top-cases/")
    mark = page.locator(".plot .wide .mark[data-label]").first
    mark.hover()
    told = f"{mark.get_attribute('data-label')} · {mark.get_attribute('data-from')}"
    expect(page.locator(".plot [role=status]").first).to_have_text(told)  # with the clause, since its neighbours are of others


def test_groups_of_a_chart_are_entered_and_left_by_keyboard(visit: Visit) -> None:
    page = visit.go("en/charts/case-claims/")
    marks = page.evaluate("[...document.querySelectorAll('.plot .wide .mark')].map(m => [m.dataset.in, m.dataset.label])")
    groups = list(dict.fromkeys(group for group, _ in marks))
    plot, status = page.locator(".plot .wide"), page.locator(".plot [role=status]").first
    assert plot.get_attribute("role") == "application", "a screen reader hands the arrow keys on"
    plot.focus()
    page.keyboard.press("Enter")
    expect(status).to_contain_text(f"{groups[0]} (marks: {sum(group == groups[0] for group, _ in marks)})")
    assert page.locator(".plot .wide .mark.read").count() == sum(group == groups[0] for group, _ in marks)
    page.keyboard.press("ArrowDown")
    expect(status).to_contain_text(groups[1])
    page.keyboard.press("Enter")
    mine = [label for group, label in marks if group == groups[1]]
    for label in (*mine, mine[0]):
        expect(status).to_have_text(label)
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(status).to_contain_text(f"{groups[1]} (marks: {len(mine)})")
    page.keyboard.press("Escape")
    expect(status).to_be_hidden()


def test_a_picture_and_a_sentence_with_its_source_are_copied_as_they_are_seen(browser: Browser, home: str) -> None:
    with visiting(browser, home, rests=False, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.go("en/charts/case-claims/?case-claims.view=share")
        page.locator(".plot:not([aria-busy])").wait_for()
        page.get_by_role("button", name="Copy sentence").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        title, sentence, source, link = page.evaluate("navigator.clipboard.readText()").split("\n")
        assert title == page.locator("h1").text_content().strip() and sentence.startswith("“Other bases”")
        assert source.startswith("Source: Green technology promotion catalogue") and link == page.url
        page.get_by_role("button", name="Copy picture").click()
        expect(page.get_by_role("button", name="Copied")).to_have_count(2)
        kinds = page.evaluate("navigator.clipboard.read().then(items => items.flatMap(item => item.types))")
        assert kinds == ["image/png"]


def test_a_chart_is_shared_by_the_system_where_it_has_a_way_to(browser: Browser, home: str) -> None:
    with visiting(browser, home) as visit:
        expect(visit.go("en/charts/case-claims/").locator(".tools .share")).to_be_hidden()
    with visiting(browser, home, rests=False, permissions=["clipboard-read", "clipboard-write"]) as visit:
        visit.page.add_init_script(
            "navigator.share = async (what) => { window.shared = what; if (window.refused) throw new DOMException('', window.refused); }"
        )
        page = visit.go("en/charts/case-claims/?case-claims.view=share")
        page.locator(".plot:not([aria-busy])").wait_for()
        page.get_by_role("button", name="Share", exact=True).click()
        told = page.evaluate("window.shared")
        assert told["title"] == page.locator("h1").text_content().strip() and told["text"].startswith("“Other bases”") and told["url"] == page.url
        for refused, says in (("AbortError", "Share"), ("NotAllowedError", "Copied")):
            page.evaluate("name => { window.refused = name }", refused)
            page.locator(".tools .share button").click()
            expect(page.locator(".tools .share button")).to_contain_text(says)


def test_who_wants_no_motion_has_none_and_who_chose_colours_sees_marks_in_them(browser: Browser, home: str) -> None:
    moving = "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e); return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0 }).length"
    for motion, scrolling in (("reduce", "auto"), ("no-preference", "smooth")):
        with visiting(browser, home, reduced_motion=motion) as visit:
            page = visit.go("en/charts/gansu-products/")
            assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == scrolling
            assert motion == "no-preference" or page.evaluate(moving) == 0
    system = "name => { const e = document.body.appendChild(document.createElement('i')); e.style.cssText = `forced-color-adjust:none;color:${name}`; const c = getComputedStyle(e).color; e.remove(); return c }"
    for scheme in ("light", "dark"):
        with visiting(browser, home, forced_colors="active", color_scheme=scheme) as visit:
            page = visit.go("en/charts/gansu-products/")
            ground, ink = (page.evaluate(system, name) for name in ("Canvas", "CanvasText"))
            allowed = {page.evaluate(system, name) for name in ("CanvasText", "Highlight", "LinkText", "GrayText", "Canvas")}
            inks = set(page.locator(".wide svg .mark").evaluate_all("all => all.map(e => getComputedStyle(e).fill)")) - {"none"}
            assert inks and inks <= allowed and inks != {ground}, (scheme, inks)
            words = set(page.locator(".wide svg text").evaluate_all("all => all.map(e => getComputedStyle(e).fill)"))
            assert words and ground not in words, (scheme, words, ink)


# --- addresses ------------------------------------------------------------------------------------------------------


def test_a_permalink_leads_to_its_row(visit: Visit, ledger: Ledger) -> None:
    row = ledger.rows("discrepancies")[-1]
    page = visit.go(f"en/discrepancies/#{row.id}")
    expect(page.locator(f"[id='{row.id}']")).to_be_in_viewport()


def test_the_language_switch_leads_to_the_same_page(visit: Visit, home: str) -> None:
    page = visit.go("targets/gs13-energy-raw-steel-2020/")
    page.locator(".languages a[hreflang]").click()
    assert page.url == f"{home}en/targets/gs13-energy-raw-steel-2020/"
    page.locator(".languages a[hreflang]").click()
    assert page.url == f"{home}targets/gs13-energy-raw-steel-2020/"


def test_a_chart_can_be_framed_by_another_page(browser: Browser, home: str) -> None:
    with visiting(browser, home) as visit:
        visit.page.set_content(f'<iframe src="{home}embed/gansu-products/" width="640" height="700"></iframe>')
        frame = visit.page.frame_locator("iframe")
        expect(frame.locator("svg.drawing").filter(visible=True)).to_have_count(1)
        expect(frame.locator("h1")).to_be_visible()
