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
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import Newsroom, build_py_as_a_person, tree
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from test_browser import Visit, home, violations, visiting  # noqa: F401

from ledger import wording
from ledger.charts.font import covered
from ledger.charts.svg import balanced, broken
from ledger.check.citation import policy_of
from ledger.load.ledger import Ledger

pytestmark = pytest.mark.xdist_group("charts")  # one browser

ROOTS = {"zh": "", "en": "en/"}
SIZES = ("wide", "narrow")
LABELS = "size => [...document.querySelectorAll(`.plot .${size} .mark`)].map(m => m.dataset.label)"
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


def charts(flagship: Newsroom, code: str) -> dict[str, dict[str, Any]]:
    """``{id: its spec}`` of every chart that has a page."""
    return {
        p.parent.name: json.loads(p.read_text(encoding="utf-8"))
        for p in sorted((flagship.site / "charts").glob(f"*/{code}.vl.json"))
        if (p.parent / "index.html").is_file()
    }


@pytest.fixture(scope="module")
def wide(browser: Browser, home: str) -> Iterator[Visit]:  # noqa: F811
    with visiting(browser, home, "load", viewport={"width": 1200, "height": 1000}) as visit:
        yield visit


def test_the_gallery_is_worth_a_visit(flagship: Newsroom) -> None:
    assert len(charts(flagship, "zh")) >= 26
    assert charts(flagship, "zh").keys() == charts(flagship, "en").keys()


@pytest.mark.parametrize("code", ROOTS)
def test_the_gallery_shows_every_chart_once_and_under_a_topic(browser: Browser, home: str, flagship: Newsroom, ledger: Ledger, code: str) -> None:  # noqa: F811
    with visiting(browser, home, "load", java_script_enabled=False) as visit:
        page = visit.go(f"{ROOTS[code]}charts/")
        topics = [term.names[code] for term in ledger.vocabularies["chart-topics"].values()]
        assert [h.text_content() for h in page.locator("main h2").all()] == topics
        shown = [a.get_attribute("href") for a in page.locator("section .gallery a:has(.glimpse svg)").all()]
        assert sorted(shown) == sorted(f"{id}/" for id in charts(flagship, code))
        assert page.locator("main svg:not([aria-hidden=true])").count() == 0


HREFS = "selector => [...document.querySelectorAll(selector)].map(a => new URL(a.href)).map(u => u.pathname.replace(/^.repo/, '') + u.hash)"
MOST = 6
"""Documents that a source line names before it counts the others."""


@pytest.mark.parametrize("code", ROOTS)
def test_a_chart_names_the_clauses_that_its_rows_cite_and_no_others(wide: Visit, flagship: Newsroom, ledger: Ledger, code: str) -> None:
    """A clause, or a section that holds it, or the whole document; of many documents the titles only."""
    for id in charts(flagship, code):
        page = wide.go(f"{ROOTS[code]}charts/{id}/")
        named = [a.removeprefix(f"/{ROOTS[code]}policies/") for a in page.evaluate(HREFS, ".sources a")]
        documents = [a.strip("/") for a in named if a and "#" not in a]
        clauses = [tuple(a.split("/#c-")) for a in named if "#" in a]
        assert documents and len(documents) <= MOST and set(documents) <= {row.id for row in ledger.rows("policies")}, f"{id}: {named}"
        rows = [ledger.owner[a.rstrip("/").replace("#", "/").rsplit("/", 1)[1]] for a in page.evaluate(HREFS, ".figures-table tbody th a")]
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


@pytest.mark.parametrize("code", ROOTS)
def test_a_chart_is_complete_without_javascript(browser: Browser, home: str, flagship: Newsroom, code: str) -> None:  # noqa: F811
    with visiting(browser, home, "load", viewport={"width": 1200, "height": 1000}, java_script_enabled=False) as visit:
        for id in charts(flagship, code):
            html = (flagship.site / ROOTS[code] / "charts" / id / "index.html").read_text(encoding="utf-8")
            page = visit.go(f"{ROOTS[code]}charts/{id}/")
            drawing = page.locator(".plot .wide svg.drawing")
            assert drawing.is_visible(), id
            assert drawing.get_attribute("role") == "img", id
            title, description = (re.search(rf'<{tag} id="{id}-w-{tag[0]}">([^<]+)<', html) for tag in ("title", "desc"))
            assert title and description, id
            assert page.locator(".sentence").first.is_visible() and page.locator(".sources").first.is_visible(), id


@pytest.mark.parametrize("code", ROOTS)
@pytest.mark.parametrize("size", SIZES)
def test_no_label_of_a_chart_runs_into_another_or_out_of_the_drawing(browser: Browser, home: str, flagship: Newsroom, code: str, size: str) -> None:  # noqa: F811
    with visiting(browser, home, "load", viewport={"width": 1200 if size == "wide" else 360, "height": 1000}) as visit:
        wrong = {id: found for id in charts(flagship, code) if (found := visit.go(f"{ROOTS[code]}charts/{id}/").evaluate(COLLISIONS))}
    assert wrong == {}


@given(st.lists(st.text("abW 长名（《》，。", min_size=1, max_size=14), min_size=1, max_size=6).map(" ".join), st.floats(10, 400))
def test_lines_of_one_length_are_as_few_and_lose_nothing(words: str, width: float) -> None:
    lines = balanced(words, 12, width)
    assert len(lines) == len(broken(words, 12, width))
    assert "".join("".join(lines).split()) == "".join(words.split())


def test_the_script_that_reads_marks_is_small(flagship: Newsroom) -> None:
    (script,) = (flagship.site / "assets").glob("chart.*.js")
    assert len(gzip.compress(script.read_bytes())) < 4_000


@pytest.mark.parametrize("code", ROOTS)
def test_the_keyboard_alone_reads_every_mark(wide: Visit, flagship: Newsroom, code: str) -> None:
    for id in charts(flagship, code):
        page = wide.go(f"{ROOTS[code]}charts/{id}/")
        labels = page.evaluate(LABELS, "wide")
        assert labels and all(labels), id
        page.locator(".plot .wide").focus()
        heard = []
        for _ in labels[:40]:
            page.keyboard.press("ArrowRight")
            heard.append(page.locator(".plot [role=status]").text_content())
        assert heard == labels[:40], id
        page.keyboard.press("End")
        assert page.locator(".plot .wide .mark.read").get_attribute("data-label") == labels[-1], id
        page.keyboard.press("Escape")
        assert page.locator(".plot .mark.read").count() == 0, id
    assert wide.said == [] and wide.failed == []


@pytest.mark.parametrize("code", ROOTS)
def test_the_runtime_draws_the_same_marks_in_the_same_place(wide: Visit, flagship: Newsroom, code: str) -> None:
    for id in charts(flagship, code):
        page = wide.go(f"{ROOTS[code]}charts/{id}/")
        still, places = {size: page.evaluate(LABELS, size) for size in SIZES}, page.evaluate(PLACES, "wide")
        page.evaluate(EXPLORE)
        assert {size: page.evaluate(LABELS, size) for size in SIZES} == still, id
        moved = [(a, b) for a, b in zip(places, page.evaluate(PLACES, "wide"), strict=True) if max(abs(x - y) for x, y in zip(a, b, strict=True)) > 2]
        assert moved == [], f"{id} jumps"
    assert wide.said == [] and wide.failed == []


LIVE = """() => [...document.querySelectorAll('.plot .wide .mark')].map(m =>
    ({ label: m.dataset.label, numbers: Object.entries(m.__data__.datum).filter(([k, v]) => typeof v === 'number' && !/^rank_|^place$|^nth$/.test(k)).map(e => e[1]) }))"""
CELLS = "() => [...document.querySelectorAll('.figures-table tbody tr')].map(r => [...r.children].map(c => c.textContent))"
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


@pytest.mark.parametrize("code", ROOTS)
def test_page_files_and_live_drawing_say_the_same(wide: Visit, flagship: Newsroom, code: str) -> None:
    for id in charts(flagship, code):
        stem = flagship.site / "charts" / id / code
        table = [list(row.values()) for row in json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"), parse_float=Decimal)]
        with stem.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
            # An apostrophe keeps a spreadsheet from calculating what begins with a sign and is no number.
            written = [[cell.removeprefix("'") for cell in row] for row in list(csv.reader(file))[1:]]
        assert written == [["" if cell is None else str(cell).removeprefix("'") for cell in row] for row in table], id
        page = wide.go(f"{ROOTS[code]}charts/{id}/")
        names, *columns = zip(*table, strict=True)
        assert list(map(tuple, page.evaluate(CELLS))) == list(zip(map(str, names), *(_column(c, code) for c in columns), strict=True)), id
        page.evaluate(EXPLORE)
        marks = page.evaluate(LIVE)
        for name, *cells in table:
            mine = [mark for mark in marks if _carries(mark, name, code)]
            numbers = [cell for cell in cells if not isinstance(cell, str | None)] or [cell for cell in cells if cell is not None]
            assert any(_carries(mark, cell, code) for mark in mine for cell in numbers), f"{id}: no mark says {name}, {cells}"


def test_a_chart_keeps_numbers_as_they_are_printed_in_its_labels_table_and_files(flagship: Newsroom) -> None:
    stem = flagship.site / "charts/gansu-products/en"
    for ending in ("csv", "json"):
        assert {"306.70", "295.60", "498.90"} <= set(re.findall(r"\d+\.\d+", stem.with_suffix(f".{ending}").read_text(encoding="utf-8"))), ending
    page = (flagship.site / "en/charts/gansu-products/index.html").read_text(encoding="utf-8")
    assert "306.70 → 295.60" in page and ">498.90<" in page


def test_the_totals_of_a_chart_follow_its_filter_and_an_empty_search_says_so(wide: Visit, flagship: Newsroom) -> None:
    page = wide.go("en/charts/due-years/")
    totals = "() => [...document.querySelectorAll('.plot .wide text')].map(t => Number(t.textContent)).filter(n => n && n < 1000).reduce((a, b) => a + b, 0)"
    assert page.evaluate(totals) == len(page.evaluate(LABELS, "wide"))
    page.locator(".controls select").select_option(index=2)
    page.locator(".plot .wide svg.marks").wait_for(timeout=20_000)
    page.locator(".plot:not([aria-busy])").wait_for(timeout=20_000)
    left = len(page.evaluate(LABELS, "wide"))
    assert 0 < left < 200 and page.evaluate(totals) == left
    page.locator(".controls input[type=search]").fill("no such mark")
    assert page.locator(".controls [role=status]").text_content() == "Nothing fits"
    assert wide.said == []


@pytest.mark.parametrize("code", ROOTS)
def test_axe_finds_nothing_in_any_chart(wide: Visit, flagship: Newsroom, code: str) -> None:
    found = {id: wrong for id in charts(flagship, code) if (wrong := violations(wide.go(f"{ROOTS[code]}charts/{id}/")))}
    assert found == {}


@pytest.mark.parametrize("code", ROOTS)
def test_every_control_works_and_stays_in_the_address(wide: Visit, flagship: Newsroom, code: str) -> None:
    moved = 0
    wide.asked.clear()
    for id in charts(flagship, code):
        page = wide.go(f"{ROOTS[code]}charts/{id}/")
        assert not [url for url in wide.asked if "/vega." in url] or moved, "nothing of the runtime is loaded before it is asked for"
        fields = page.locator(".controls select, .controls input[type=range]")
        for index in range(fields.count()):
            page = wide.go(f"{ROOTS[code]}charts/{id}/")
            still, places = page.evaluate(LABELS, "wide"), page.evaluate(PLACES, "wide")
            field = fields.nth(index)
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(index=1)
            else:
                field.evaluate("e => { e.value = e.max; e.dispatchEvent(new Event('input', { bubbles: true })); }")
            value = field.input_value()
            page.locator(".plot .wide svg.marks").wait_for(timeout=20_000)
            page.locator(".plot:not([aria-busy])").wait_for(timeout=20_000)
            changed = page.evaluate(LABELS, "wide")
            assert changed and len(changed) <= len(still), id
            assert changed != still or page.evaluate(PLACES, "wide") != places, f"{id}: the control changes nothing"
            assert f"{id}." in page.url, id
            wide.go(page.url.split("/repo/", 1)[1])
            page.locator(".plot .wide svg.marks").wait_for(timeout=20_000)
            page.locator(".plot:not([aria-busy])").wait_for(timeout=20_000)
            assert fields.nth(index).input_value() == value and page.evaluate(LABELS, "wide") == changed, f"{id}: a shared link shows what was shared"
            moved += 1
    assert moved >= 15
    assert wide.said == [] and wide.failed == []


def test_a_mark_can_be_found_by_its_words(wide: Visit) -> None:
    page = wide.go("en/charts/leagues/")
    page.locator(".controls input[type=search]").fill("Ordos")
    assert page.locator(".plot .wide .mark:not(.dim)").count() == 5
    assert "leagues.find=Ordos" in page.url


def test_a_chart_whose_runtime_does_not_come_stays_as_it_was_and_says_so(browser: Browser, home: str) -> None:  # noqa: F811
    with visiting(browser, home, "load", viewport={"width": 1200, "height": 1000}) as visit:
        page = visit.go("en/charts/gansu-products/")
        page.route("**/vega.*.js", lambda route: route.abort())
        page.locator(".controls select").first.select_option(index=1)
        page.get_by_text("did not load").wait_for()
        assert page.locator(".plot .wide svg.drawing .mark").count() == 13


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
        ("sort: -value", "order: -value", 5, "unknown key 'order'"),
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


def test_charts_are_the_same_bytes_in_any_process_time_zone_and_locale(fresh_newsroom: Newsroom, tmp_path: Path) -> None:
    made = []
    for n, env in enumerate(({"LEDGER_PROCESSES": "1", "TZ": "America/New_York", "LC_ALL": "C"}, {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "7"})):
        copy = fresh_newsroom.copy(tmp_path / f"copy-{n}")
        said = build_py_as_a_person("build", "--project", copy.root, env=env)
        assert said.code == 0, said.err
        made.append(tree(copy.site))
    assert made[0] == made[1]
