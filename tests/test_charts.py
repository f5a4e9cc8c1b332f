"""Every chart of the flagship, in each language: its three levels of life, its files, and charts that an editor declares.

One: the drawing is there without JavaScript. Two: its marks are read by keyboard. Three: a control brings in the runtime,
which draws the same marks in the same place. All of it under the content policy, without a word on the console.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from conftest import Newsroom
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, ViewportSize
from test_browser import Visit, home, violations, visiting  # noqa: F401

from ledger import wording
from ledger.charts.font import covered
from ledger.charts.svg import balanced, broken
from ledger.check.citation import policy_of
from ledger.load.ledger import Ledger

ROOTS = {"zh": "", "en": "en/"}
IN_EACH_LANGUAGE = [pytest.param(code, marks=pytest.mark.xdist_group(f"charts-{code}")) for code in ROOTS]
in_each_language = pytest.mark.parametrize("code", IN_EACH_LANGUAGE)
in_english = pytest.mark.xdist_group("charts-en")
"""A browser for each language, in a process of its own."""
SIZES = ("wide", "narrow")
DESK, PHONE = ViewportSize(width=1200, height=1000), ViewportSize(width=360, height=1000)
LABELS = "size => [...document.querySelectorAll(`.plot .${size} .mark`)].map(m => m.dataset.label)"
HEARD = "() => [...document.querySelectorAll('.plot .wide .mark')].map(m => m.dataset.from ? `${m.dataset.label} · ${m.dataset.from}` : m.dataset.label)"
PLACES = """size => { const plot = document.querySelector('.plot').getBoundingClientRect();
    return [[plot.width, plot.height], ...[...document.querySelectorAll(`.plot .${size} .mark`)].map(m => { const b = m.getBoundingClientRect();
        return [b.x - plot.x, b.y - plot.y, b.width, b.height]; })]; }"""
EXPLORE = (
    "async () => { const f = document.querySelector('figure[data-figure]'); await (await import(new URL(f.dataset.explore, document.baseURI))).explore(f); }"
)
COLLISIONS = """() => { const found = [];
    for (const svg of document.querySelectorAll('.plot svg.drawing')) {
        const frame = svg.getBoundingClientRect();
        if (!frame.width) continue;
        const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => [t.textContent, t.getBoundingClientRect()]);
        for (const [text, b] of texts) if (b.left < frame.left - 3 || b.right > frame.right + 3) found.push(`outside: ${text}`);
        texts.forEach(([text, a], i) => texts.slice(i + 1).forEach(([other, b]) => {
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (across > 3 && down > 4) found.push(`${text} × ${other}`); })); }
    return found; }"""


LIVE = """() => [...document.querySelectorAll('.plot .wide .mark')].map(m =>
    ({ label: m.dataset.label, numbers: Object.entries(m.__data__.datum).filter(([k, v]) => typeof v === 'number' && !/^rank_|^place$|^nth$/.test(k)).map(e => e[1]) }))"""
CELLS = "() => [...document.querySelectorAll('.figures-table tbody tr')].map(r => [...r.children].map(c => c.textContent))"
HREFS = "selector => [...document.querySelectorAll(selector)].map(a => new URL(a.href)).map(u => u.pathname.replace(/^.repo/, '') + u.hash)"
LISTEN = """() => { const heard = window.heard = [], tip = document.querySelector('.plot [role=status]');
    document.querySelector('.plot .wide').addEventListener('keyup', () => heard.push(tip.textContent)); }"""
MOST_KEYS = 40


def charts(flagship: Newsroom, code: str) -> dict[str, dict[str, Any]]:
    """``{id: its spec}`` of every chart that has a page."""
    return {
        p.parent.name: json.loads(p.read_text(encoding="utf-8"))
        for p in sorted((flagship.site / "charts").glob(f"*/{code}.vl.json"))
        if (p.parent / "index.html").is_file()
    }


@dataclass
class Chart:
    """What was found on the page of a chart: while it was still, by keyboard, and when the runtime had drawn it."""

    sources: list[str]
    rows: list[str]
    cells: list[list[str]]
    still: dict[str, list[str]]
    places: list[list[float]]
    heard: list[str]
    to_hear: list[str]
    last: str | None
    escaped: bool
    collisions: dict[str, list[str]]
    objections: list[str]
    live: dict[str, list[str]] = field(default_factory=dict)
    live_places: list[list[float]] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Read:
    """Every chart of a language, each page loaded once, and what the console and the server said meanwhile."""

    code: str
    charts: dict[str, Chart]
    said: list[str]
    failed: list[str]


def _labels(page: Page) -> dict[str, list[str]]:
    return {size: page.evaluate(LABELS, size) for size in SIZES}


def _keys(page: Page) -> tuple[list[str], str | None, bool]:
    """What is heard mark after mark, the mark at the end, and whether it is left then."""
    page.evaluate(LISTEN)
    page.locator(".plot .wide").focus()
    for _ in page.evaluate(LABELS, "wide")[:MOST_KEYS]:
        page.keyboard.press("ArrowRight")
    heard = page.evaluate("[...window.heard]")
    page.keyboard.press("End")
    last = page.locator(".plot .wide .mark.read").get_attribute("data-label")
    page.keyboard.press("Escape")
    return heard, last, page.locator(".plot .mark.read").count() == 0


def _resize(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    page.wait_for_function("width => innerWidth === width", arg=size["width"])


def _read(page: Page) -> Chart:
    sources, rows, cells = page.evaluate(HREFS, ".sources a"), page.evaluate(HREFS, ".figures-table tbody th a"), page.evaluate(CELLS)
    collisions = {"wide": page.evaluate(COLLISIONS)}
    _resize(page, PHONE)
    collisions["narrow"] = page.evaluate(COLLISIONS)
    _resize(page, DESK)
    to_hear = page.evaluate(HEARD)
    keys = _keys(page)
    chart = Chart(sources, rows, cells, _labels(page), page.evaluate(PLACES, "wide"), keys[0], to_hear, *keys[1:], collisions, violations(page))
    page.evaluate(EXPLORE)
    chart.live, chart.live_places, chart.marks = _labels(page), page.evaluate(PLACES, "wide"), page.evaluate(LIVE)
    return chart


@pytest.fixture(scope="module", params=IN_EACH_LANGUAGE)
def read(request: pytest.FixtureRequest, wide: Visit, flagship: Newsroom) -> Read:
    found, code = {}, request.param
    wide.said.clear()
    wide.failed.clear()
    for id in charts(flagship, code):
        try:
            found[id] = _read(wide.go(f"{ROOTS[code]}charts/{id}/"))
        except Exception as error:
            error.add_note(f"at the chart {id}")
            raise
    return Read(code, found, list(wide.said), list(wide.failed))


@pytest.fixture(scope="module")
def wide(browser: Browser, home: str) -> Iterator[Visit]:  # noqa: F811
    with visiting(browser, home, rests=False, viewport=DESK) as visit:
        yield visit


def test_the_gallery_is_worth_a_visit(flagship: Newsroom) -> None:
    assert len(charts(flagship, "zh")) >= 26
    assert charts(flagship, "zh").keys() == charts(flagship, "en").keys()


@in_each_language
def test_the_gallery_shows_every_chart_once_and_under_a_topic(browser: Browser, home: str, flagship: Newsroom, ledger: Ledger, code: str) -> None:  # noqa: F811
    with visiting(browser, home, rests=False, java_script_enabled=False) as visit:
        page = visit.go(f"{ROOTS[code]}charts/")
        topics = [term.names[code] for term in ledger.vocabularies["chart-topics"].values()]
        assert [h.text_content() for h in page.locator("main h2").all()] == topics
        shown = [a.get_attribute("href") for a in page.locator("section .gallery a:has(.glimpse svg)").all()]
        assert sorted(shown) == sorted(f"{id}/" for id in charts(flagship, code))
        assert page.locator("main svg:not([aria-hidden=true])").count() == 0


MOST = 6
"""Documents that a source line names before it counts the others."""


def test_a_chart_names_the_clauses_that_its_rows_cite_and_no_others(read: Read, ledger: Ledger) -> None:
    """A clause, or a section that holds it, or the whole document; of many documents the titles only."""
    for id, chart in read.charts.items():
        named = [a.removeprefix(f"/{ROOTS[read.code]}policies/") for a in chart.sources]
        documents = [a.strip("/") for a in named if a and "#" not in a]
        clauses = [tuple(a.split("/#c-")) for a in named if "#" in a]
        assert documents and len(documents) <= MOST and set(documents) <= {row.id for row in ledger.rows("policies")}, f"{id}: {named}"
        rows = [ledger.owner[a.rstrip("/").replace("#", "/").rsplit("/", 1)[1]] for a in chart.rows]
        if not rows or "policies" in {table for table, _ in rows}:
            continue  # it declares what it is drawn from, or lists documents
        cited = {(policy_of(ledger, ledger.schema.tables[table], row), row.clause) for table, row in rows}
        assert len(documents) == min(MOST, len({policy for policy, _ in cited})) and set(documents) <= {policy for policy, _ in cited}, id
        for policy, clause in clauses:
            assert any(p == policy and (c == clause or c.startswith(f"{clause}.")) for p, c in cited), f"{id} names {policy} {clause}, which no row cites"


@pytest.mark.parametrize("code", ROOTS)
def test_every_chart_has_its_table_its_drawing_and_its_picture(flagship: Newsroom, code: str) -> None:
    for id in charts(flagship, code):
        stem = flagship.site / "charts" / id / code
        with stem.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        table = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
        assert rows and len(rows) == len(table), id
        assert header == list(table[0]), id
        drawing = stem.with_suffix(".svg").read_text(encoding="utf-8")
        assert drawing.startswith("<svg") and "var(" not in drawing, f"{id}: a saved drawing brings its own colours"
        picture = stem.with_suffix(".png").read_bytes()
        assert picture[:8] == b"\x89PNG\r\n\x1a\n", id
        assert struct.unpack(">I", picture[16:20])[0] >= 1000, f"{id}: a picture to share is at least 1000 pixels wide"


def test_a_drawing_has_only_characters_of_the_font_that_measures_it(flagship: Newsroom) -> None:
    font = covered(flagship.root / ".cache")
    for drawing in sorted((flagship.site / "charts").glob("*/*.svg")):
        words = unescape("".join(re.findall(r">([^<]+)</text>", drawing.read_text(encoding="utf-8"))))
        assert words and not {c for c in words if ord(c) not in font}, f"{drawing.parent.name}/{drawing.name}: other machines would draw these with other fonts"


@in_each_language
def test_a_chart_is_complete_without_javascript(browser: Browser, home: str, flagship: Newsroom, code: str) -> None:  # noqa: F811
    with visiting(browser, home, rests=False, viewport=DESK, java_script_enabled=False) as visit:
        for id in charts(flagship, code):
            html = (flagship.site / ROOTS[code] / "charts" / id / "index.html").read_text(encoding="utf-8")
            page = visit.go(f"{ROOTS[code]}charts/{id}/")
            drawing = page.locator(".plot .wide svg.drawing")
            assert drawing.is_visible(), id
            assert drawing.get_attribute("role") == "img", id
            title, description = (re.search(rf'<{tag} id="{id}-w-{tag[0]}">([^<]+)<', html) for tag in ("title", "desc"))
            assert title and description, id
            assert page.locator(".sentence").first.is_visible() and page.locator(".sources").first.is_visible(), id


@pytest.mark.parametrize("size", SIZES)
def test_no_label_of_a_chart_runs_into_another_or_out_of_the_drawing(read: Read, size: str) -> None:
    assert {id: found for id, chart in read.charts.items() if (found := chart.collisions[size])} == {}


@given(st.lists(st.text("abW 长名（《》，。", min_size=1, max_size=14), min_size=1, max_size=6).map(" ".join), st.floats(10, 400))
def test_lines_of_one_length_are_as_few_and_lose_nothing(words: str, width: float) -> None:
    lines = balanced(words, 12, width)
    assert len(lines) == len(broken(words, 12, width))
    assert "".join("".join(lines).split()) == "".join(words.split())


def test_the_script_that_reads_marks_is_small(flagship: Newsroom) -> None:
    (script,) = (flagship.site / "assets").glob("chart.*.js")
    assert len(gzip.compress(script.read_bytes())) < 4_000


def test_the_keyboard_alone_reads_every_mark(read: Read) -> None:
    for id, chart in read.charts.items():
        labels = chart.still["wide"]
        assert labels and all(labels), id
        assert chart.heard == chart.to_hear[:MOST_KEYS], id
        assert chart.last == labels[-1], id
        assert chart.escaped, id
    assert read.said == [] and read.failed == []


def test_the_runtime_draws_the_same_marks_in_the_same_place(read: Read) -> None:
    for id, chart in read.charts.items():
        assert chart.live == chart.still, id
        moved = [(a, b) for a, b in zip(chart.places, chart.live_places, strict=True) if max(abs(x - y) for x, y in zip(a, b, strict=True)) > 2]
        assert moved == [], f"{id} jumps"
    assert read.said == [] and read.failed == []


SCALES = (1, 1e-2, 1e-3, 1e-4, 1e-6)
"""A chart may draw in thousands or millions what its table says in full."""


def _column(cells: Sequence[str | int | Decimal | None], code: str) -> list[str]:
    """A column as the page writes it: whole numbers of four digits that are among themselves may be years."""
    years = all(isinstance(c, int) and 1000 <= c < 10_000 for c in cells if not isinstance(c, str | None))
    return ["–" if c is None else str(c) if years or isinstance(c, str) else wording.number(c, code) for c in cells]


def _carries(mark: dict[str, Any], cell: str | int | Decimal, code: str) -> bool:
    """Whether a live mark was drawn from a cell, or says it."""
    if isinstance(cell, str):
        return cell.lower() in mark["label"].lower()
    if wording.number(cell, code) in mark["label"]:
        return True
    cell = float(cell)
    drawn = any(abs(cell * scale - number) <= 0.001 * abs(number) for number in mark["numbers"] for scale in SCALES)
    return drawn or any(text in mark["label"] for text in (f"{cell:g}", f"{cell:,g}"))


def test_page_files_and_live_drawing_say_the_same(read: Read, flagship: Newsroom) -> None:
    code = read.code
    for id, chart in read.charts.items():
        stem = flagship.site / "charts" / id / code
        table = [list(row.values()) for row in json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"), parse_float=Decimal)]
        with stem.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
            # An apostrophe keeps a spreadsheet from calculating what begins with a sign and is no number.
            written = [[cell.removeprefix("'") for cell in row] for row in list(csv.reader(file))[1:]]
        assert written == [["" if cell is None else str(cell).removeprefix("'") for cell in row] for row in table], id
        names, *columns = zip(*table, strict=True)
        assert list(map(tuple, chart.cells)) == list(zip(map(str, names), *(_column(c, code) for c in columns), strict=True)), id
        for name, *cells in table:
            mine = [mark for mark in chart.marks if _carries(mark, name, code)]
            numbers = [cell for cell in cells if not isinstance(cell, str | None)] or [cell for cell in cells if cell is not None]
            assert any(_carries(mark, cell, code) for mark in mine for cell in numbers), f"{id}: no mark says {name}, {cells}"


def test_a_chart_keeps_numbers_as_they_are_printed_in_its_labels_table_and_files(flagship: Newsroom) -> None:
    stem = flagship.site / "charts/gansu-products/en"
    for ending in ("csv", "json"):
        assert {"306.70", "295.60", "498.90"} <= set(re.findall(r"\d+\.\d+", stem.with_suffix(f".{ending}").read_text(encoding="utf-8"))), ending
    page = (flagship.site / "en/charts/gansu-products/index.html").read_text(encoding="utf-8")
    assert "306.70 gce/kWh" in page and "498.90 kgce/t" in page


@in_english
def test_the_totals_of_a_chart_follow_its_filter_and_an_empty_search_says_so(wide: Visit, flagship: Newsroom) -> None:
    page = wide.go("en/charts/due-years/")
    totals = "() => [...document.querySelectorAll('.plot .wide text')].map(t => Number(t.textContent)).filter(n => n && n < 1000).reduce((a, b) => a + b, 0)"
    assert page.evaluate(totals) == len(page.evaluate(LABELS, "wide"))
    page.locator(".controls select").select_option(page.locator(".controls select option:enabled").nth(2).get_attribute("value"))
    page.locator(".plot:not([aria-busy])").wait_for(timeout=20_000)
    left = len(page.evaluate(LABELS, "wide"))
    assert 0 < left < 200 and page.evaluate(totals) == left
    page.locator(".controls input[type=search]").fill("no such mark")
    assert page.locator(".controls [role=status]").text_content() == "Nothing fits"
    assert wide.said == []


def test_axe_finds_nothing_in_any_chart(read: Read) -> None:
    assert {id: chart.objections for id, chart in read.charts.items() if chart.objections} == {}


@in_each_language
def test_every_control_works_and_stays_in_the_address(wide: Visit, flagship: Newsroom, code: str) -> None:
    moved = 0
    wide.asked.clear()
    for id in charts(flagship, code):
        page = wide.go(f"{ROOTS[code]}charts/{id}/")
        assert not [url for url in wide.asked if "/vega." in url] or moved, "nothing of the runtime is loaded before it is asked for"
        fields = page.locator(".controls select, .controls input[type=range]")
        for index in range(fields.count()):
            if index:  # the first finds the page as it came
                page = wide.go(f"{ROOTS[code]}charts/{id}/")
            still, places = page.evaluate(LABELS, "wide"), page.evaluate(PLACES, "wide")
            field = fields.nth(index)
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(field.locator("option:enabled").nth(1).get_attribute("value"))
            else:
                field.evaluate("e => { e.value = e.max; e.dispatchEvent(new Event('input', { bubbles: true })); }")
            value = field.input_value()
            page.locator(".plot:not([aria-busy])").wait_for(timeout=20_000)
            changed = page.evaluate(LABELS, "wide")
            assert changed and len(changed) <= len(still), id
            assert changed != still or page.evaluate(PLACES, "wide") != places, f"{id}: the control changes nothing"
            assert f"{id}." in page.url, id
            wide.go(page.url.split("/repo/", 1)[1])
            page.locator(".plot:not([aria-busy])").wait_for(timeout=20_000)
            assert fields.nth(index).input_value() == value and page.evaluate(LABELS, "wide") == changed, f"{id}: a shared link shows what was shared"
            moved += 1
    assert moved >= 14
    assert wide.said == [] and wide.failed == []


SEEN = """() => { const text = selector => document.querySelector(selector)?.textContent.trim();
    return { title: text('.finding'), shown: text('.shown'), sentence: text('.sentence'), rows: [...document.querySelectorAll('.figures-table tbody tr')].map(r => r.textContent.trim()),
      drawn: [...document.querySelectorAll('.plot .narrow .mark')].map(m => m.dataset.label), height: document.querySelector('.plot .wide svg').getAttribute('height'),
      files: [...document.querySelectorAll('.tools a[download]')].map(a => a.href), link: document.querySelector('a[rel=bookmark]').href, embed: document.querySelector('.embedding textarea').value }; }"""


@in_english
def test_all_that_a_chart_says_follows_what_a_reader_chooses(wide: Visit, flagship: Newsroom) -> None:
    wide.asked.clear()
    page = wide.go("en/charts/top-cases/")
    whole = page.evaluate(SEEN)
    state = "technologies-category-gt24-c4"
    page.locator(".controls select").select_option("gt24-c4")
    page.locator(".plot:not([aria-busy])").wait_for()
    seen = page.evaluate(SEEN)
    assert seen["title"] != whole["title"] and seen["sentence"] != whole["sentence"]
    assert f"showing {len(seen['drawn'])} of" in seen["shown"] and len(seen["rows"]) == len(seen["drawn"]) and seen["drawn"] != whole["drawn"]
    files = [file.split("/repo/")[1] for file in seen["files"]]
    assert files == [f"charts/top-cases/en.{state}.{ending}" for ending in ("csv", "json", "svg", "png")]
    assert all((flagship.site / file).is_file() for file in files)
    written = json.loads((flagship.site / files[1]).read_text(encoding="utf-8"))
    assert len(written) == len(seen["rows"]) and all(next(iter(row.values())) in cells for row, cells in zip(written, seen["rows"], strict=True))
    assert seen["link"].endswith("/en/charts/top-cases/?top-cases.technologies-category=gt24-c4") and f"/embed/top-cases/{state}/" in seen["embed"]
    step = float(whole["height"]) / len(whole["drawn"])
    assert abs(float(seen["height"]) / len(seen["drawn"]) - step) < step / 4, "a row is as high as it was"
    framed = wide.go(f"en/embed/top-cases/{state}/")
    assert {**framed.evaluate(SEEN), "link": seen["link"]} == seen, "what is framed elsewhere is what was seen"
    framed.locator(".controls select").select_option("")
    framed.locator(".plot:not([aria-busy])").wait_for()
    assert framed.evaluate(SEEN) == {**whole, "link": whole["link"]}
    assert wide.said == [] and wide.failed == [] and not [url for url in wide.asked if "/vega." in url]


CROWDED = (
    COLLISIONS.replace("() => { const found = [];", "() => { const found = []; const small = 10;")
    .replace(
        "if (!frame.width) continue;",
        """if (!frame.width) continue;
        const id = svg.closest('figure').dataset.figure + ' ' + (svg.closest('figure').dataset.set ?? ''), at = found.length;""",
    )
    .replace(
        "found.push(`${text} × ${other}`); })); }",
        """found.push(`${text} × ${other}`); }));
        for (const t of svg.querySelectorAll('text')) {
            const size = parseFloat(getComputedStyle(t).fontSize) * Math.hypot(t.getScreenCTM().a, t.getScreenCTM().b);
            if (t.textContent.trim() && size < small) found.push(`${size.toFixed(1)} px: ${t.textContent}`); }
        for (let n = at; n < found.length; n++) found[n] = `${id}: ${found[n]}`; }""",
    )
)
"""What is crowded, outside or too small in any of the drawings that are to be seen."""
WIDTHS = (320, 360, 760, 1100)


@in_each_language
def test_in_no_drawing_of_any_width_words_collide_leave_or_are_too_small(wide: Visit, flagship: Newsroom, code: str) -> None:
    """All charts, and each state of each control, on one page."""
    figures = []
    for file in sorted((flagship.site / ROOTS[code] / "embed").rglob("index.html")):
        if figure := re.search(
            r"<figure[^>]*>.*?class=\"plot\".*?(?=<p class=\"sentence\">)", file.read_text(encoding="utf-8"), re.S
        ):  # else it has moved, or is a table
            figures.append(re.sub(r"<script.*?</script>", "", figure[0], flags=re.S) + "</figure>")
    [css] = (flagship.site / "assets").glob("site.*.css")
    body = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/repo/assets/{css.name}"><body><main>{"".join(figures)}'
    wide.page.route("**/all-charts/", lambda route: route.fulfill(body=body, content_type="text/html"))
    wide.go("all-charts/")
    found = {}
    for width in WIDTHS:
        _resize(wide.page, ViewportSize(width=width, height=1000))
        assert wide.page.evaluate("[...document.querySelectorAll('.plot svg')].filter(s => s.getBoundingClientRect().width).length") == len(figures)
        found[width] = wide.page.evaluate(CROWDED)
    _resize(wide.page, DESK)
    wide.page.unroute("**/all-charts/")
    assert found == {width: [] for width in WIDTHS}


@in_each_language
def test_at_both_ends_of_each_slider_words_neither_collide_nor_leave(wide: Visit, flagship: Newsroom, code: str) -> None:
    found, moved = [], 0
    for id, spec in charts(flagship, code).items():
        page = wide.page
        if "params" not in spec["wide"] or (wide.go(f"{ROOTS[code]}charts/{id}/") and not page.locator(".controls input[type=range]").count()):
            continue
        for end in ("min", "max"):
            page.locator(".controls input[type=range]").first.evaluate(
                "(e, end) => { e.value = e[end]; e.dispatchEvent(new Event('input', { bubbles: true })); }", end
            )
            page.locator(".plot:not([aria-busy])").wait_for(timeout=20_000)
            for width in WIDTHS:
                _resize(page, ViewportSize(width=width, height=1000))
                found += [f"{width} {end} {each}" for each in page.evaluate(CROWDED)]
            moved += 1
        _resize(page, DESK)
    assert found == [] and moved >= 4


@in_english
def test_a_mark_can_be_found_by_its_words(wide: Visit) -> None:
    page = wide.go("en/charts/leagues/")
    page.locator(".controls input[type=search]").fill("Ordos")
    assert page.locator(".plot .wide .mark:not(.dim)").count() == 5
    assert "leagues.find=Ordos" in page.url


@in_english
def test_a_chart_whose_runtime_does_not_come_stays_as_it_was_and_says_so(browser: Browser, home: str) -> None:  # noqa: F811
    with visiting(browser, home, rests=False, viewport=DESK) as visit:
        page = visit.go("en/charts/trade-in-calculator/")
        page.route("**/vega.*.js", lambda route: route.abort())
        drawn = page.evaluate(LABELS, "wide")
        page.locator(".controls input[type=range]").evaluate("e => { e.value = e.max; e.dispatchEvent(new Event('input', { bubbles: true })); }")
        page.get_by_text("did not load").wait_for()
        assert drawn and page.evaluate(LABELS, "wide") == drawn


# --- charts that an editor declares ----------------------------------------------------------------------------------

FERRIES = "content/en/stories/ferries.md"
BLOCK = """
```chart
table: targets
filter: {unit: TUNIT}
mark: bar
x: value
y: region
sort: -value
title: What is promised
```
"""


def _declare(newsroom: Newsroom, text: str) -> int:
    """Add a chart block at the end of a story; the line on which it begins."""
    file = newsroom.file(FERRIES)
    before = file.read_text(encoding="utf-8").rstrip("\n") + "\n"
    file.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 3


def _unit(newsroom: Newsroom) -> str:
    with newsroom.file("data/targets.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["value"]]
    return max(sorted({r["unit"] for r in rows}), key=lambda u: sum(r["unit"] == u for r in rows))


def test_a_chart_is_declared_in_markdown_without_python(newsroom: Newsroom) -> None:
    unit = _unit(newsroom)
    _declare(newsroom, BLOCK.replace("TUNIT", json.dumps(unit)))
    said = newsroom.build()
    assert said.code == 0, said.err
    html = (newsroom.site / "stories/ferries/index.html").read_text(encoding="utf-8")
    id = re.search(r'data-figure="(block-[0-9a-f]{8})"', html)
    assert id and "What is promised" in html
    for ending in ("csv", "json", "svg", "png", "vl.json"):
        assert (newsroom.site / "charts" / id[1] / f"en.{ending}").is_file(), ending


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("table: targets", "table: target", 0, "did you mean targets"),
        ("mark: bar", "mark: bars", 2, "did you mean bar"),
        ("x: value", "x: valu", 3, "did you mean value"),
        ("x: value", "x: year", 3, "is no number"),
        ("y: region", "y: regions", 4, "did you mean region"),
        ("sort: -value", "sorted: -value", 5, "unknown key 'sorted'"),
        ("{unit: TUNIT}", "{unti: 3}", 1, "did you mean unit"),
        ("{unit: TUNIT}", "{unit: furlongs}", 1, "'furlongs' is not in the vocabulary units"),
        ("title: What is promised", "subtitle: nothing", 0, "title is missing"),
        ("mark: bar", "mark: [bar", 3, "not valid YAML"),
    ],
)
def test_a_mistake_in_a_declared_chart_is_named_at_its_line(newsroom: Newsroom, old: str, new: str, line: int, says: str) -> None:
    first = _declare(newsroom, BLOCK.replace(old, new).replace("TUNIT", json.dumps(_unit(newsroom))))
    said = newsroom.build()
    assert said.code == 1
    assert len(said.problems) == 1, said.err
    assert said.problems[0].startswith(f"{FERRIES}:{first + line}: chart: "), said.err
    assert says in said.problems[0]


def test_a_chart_that_draws_more_marks_than_its_table_has_rows_is_refused(newsroom: Newsroom) -> None:
    line = newsroom.change("content/charts/harbour.py", '        table=frame[["what", "end"]]', '        marks=99, table=frame[["what", "end"]]')
    said = newsroom.build()
    assert said.code == 1 and line
    assert "labelled marks, the table 99 rows" in said.err and "content/charts/harbour.py:" in said.err
