"""The same site in the three engines that readers have: its search, its filters and its live charts work, its figures can be read.

Chromium in the quick tier, Firefox and WebKit in the long one. What only Chromium is asked is in ``test_browser.py``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from conftest import Newsroom
from engines import ENGINES, Reader, reading, until
from PIL import Image, ImageChops
from test_browser import served

from ledger.load.ledger import Ledger

pytestmark = pytest.mark.xdist_group("engines")  # a browser of each kind


@pytest.fixture(scope="module")
def home(flagship: Newsroom) -> Iterator[str]:
    with served(flagship.site) as address:
        yield address


@pytest.fixture(scope="module", params=[pytest.param(e, marks=[pytest.mark.long] if e != "Chromium" else []) for e in ENGINES])
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with reading(request.param, tmp_path_factory.mktemp(request.param)) as opened:
        opened.resize(1200, 900)
        yield opened


@pytest.fixture(scope="module")
def webkit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with reading("WebKit", tmp_path_factory.mktemp("webkit")) as opened:
        opened.resize(1200, 900)
        yield opened


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """No console complains while a page is read, in the engines that say so."""
    yield
    for name in ("reader", "webkit"):
        if name in request.fixturenames:
            opened = request.getfixturevalue(name)
            said, opened.said[:] = list(opened.said), []
            assert said == []


def enter(reader: Reader, field: str, value: str) -> None:
    """What a reader does to a field, as far as the page can tell."""
    reader.run(f"(() => {{ const f = document.querySelector({field!r}); f.value = {value!r}; f.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()")


@pytest.mark.parametrize(("root", "words", "link"), [("", "赤泥", "赤泥"), ("en/", "RED MUD", "red mud")])
def test_search_finds_a_record_and_leads_to_it(reader: Reader, home: str, root: str, words: str, link: str) -> None:
    reader.go(f"{home}{root}search/")
    enter(reader, "form.search input[name=q]", words)
    until(reader, "document.querySelectorAll('#found a').length > 0")
    found = reader.run("[...document.querySelectorAll('#found a')].map(a => [a.textContent, a.href])")
    assert link in found[0][0].lower()
    assert "q=" in reader.run("location.search")
    reader.go(found[0][1])
    assert link in reader.run("document.querySelector('main').textContent.toLowerCase()")


def test_a_filter_shows_what_it_asks_for_and_is_in_the_address(reader: Reader, home: str, ledger: Ledger) -> None:
    reader.go(f"{home}targets/")
    shown = "[...document.querySelectorAll('#list tbody tr')].filter(r => r.getClientRects().length).length"
    assert until(reader, shown) == len(ledger.rows("targets"))
    reader.run("document.querySelector('.facet[data-name=policy] input[value=inner-mongolia-12fyp]').click()")
    wanted = len(ledger.rows("targets", policy="inner-mongolia-12fyp"))
    until(reader, f"{shown} === {wanted}")
    assert reader.run("location.search") == "?policy=inner-mongolia-12fyp"


def test_a_list_is_sorted_by_its_heads_and_narrowed_by_words(reader: Reader, home: str, ledger: Ledger) -> None:
    reader.go(f"{home}en/cases/")
    until(reader, "document.querySelector('#list th[data-column=co2_t_per_year] button') !== null")
    for turn, sort in ((max, "-co2_t_per_year"), (min, "co2_t_per_year")):
        enter(reader, "select[name=sort]", sort)
        wanted = turn((case for case in ledger.rows("cases") if case.co2_t_per_year is not None), key=lambda case: case.co2_t_per_year)
        until(reader, f"document.querySelector('#found tbody tr th a')?.hash === '#{wanted.id}'")
        assert reader.run("location.search") == f"?sort={sort}"
    enter(reader, ".filter input[name=q]", "STEEL")
    until(reader, "/^[1-9][0-9]* of 206 shown$/.test(document.querySelector('.status').textContent)")
    assert reader.run("[...document.querySelectorAll('#found tbody tr')].every(row => /steel/i.test(row.textContent))")


def test_rows_are_put_side_by_side_and_drawn(reader: Reader, home: str) -> None:
    reader.go(f"{home}en/compare/?targets=gs13-energy-cement-2020,gs13-energy-ethylene-2020")
    until(reader, "document.querySelectorAll('#compare table thead th').length === 3")
    assert reader.run("document.scrollingElement.scrollWidth <= innerWidth")
    assert "cement" in reader.run("document.querySelector('#compare').textContent.toLowerCase()")


def test_the_tiles_of_the_map_lead_to_their_places(reader: Reader, home: str) -> None:
    reader.go(f"{home}regions/")
    tiles = reader.run(
        "[...document.querySelectorAll('svg.tiles a')].map(a => [a.getAttribute('aria-label'), new URL(a.getAttribute('href'), location.href).href, a.getBoundingClientRect().width])"
    )
    assert len(tiles) > 10 and all(width > 20 for _, _, width in tiles)
    reader.go(next(at for name, at, _ in tiles if name.startswith("甘肃")))
    assert reader.run("document.querySelector('h1').textContent") == "甘肃省"


def test_a_live_chart_is_drawn_again_when_a_control_is_changed(reader: Reader, home: str) -> None:
    marks = "document.querySelectorAll('.plot .wide svg .mark').length"
    reader.go(f"{home}charts/timeline/")
    before = reader.run(marks)
    until(reader, "document.querySelectorAll('.controls select option').length > 1")
    first = reader.run("document.querySelector('.controls select option:nth-child(2)').value")
    enter(reader, ".controls select", first)
    until(reader, f"{marks} !== {before} && !document.querySelector('.plot[aria-busy]')")
    assert 0 < reader.run(marks) < before
    box = reader.run("(({ width, height }) => [width, height])(document.querySelector('.plot .wide svg').getBoundingClientRect())")
    assert box[0] > 500 and box[1] > 300


@pytest.mark.parametrize(
    "path",
    ["", "targets/", "en/cases/", "regions/", "targets/gs13-energy-raw-steel-2020/", "charts/gansu-products/", "en/catalogue/", "policies/gansu-green-13fyp/"],
)
def test_a_page_fits_the_screen_and_shows_its_drawings(reader: Reader, home: str, path: str) -> None:
    reader.go(home + path)
    try:
        for width in (360, 1200):
            reader.resize(width, 900)
            assert reader.run("document.scrollingElement.scrollWidth <= innerWidth"), f"{path} on {width} px"
            seen = reader.run(
                "[...document.querySelectorAll('figure .plot')].map(p => [...p.querySelectorAll('svg.drawing')].filter(s => s.getBoundingClientRect().width > 200).length)"
            )
            assert set(seen) <= {1}, f"{path} on {width} px"
    finally:
        reader.resize(1200, 900)


def test_the_labels_of_a_drawing_stand_as_they_were_measured(reader: Reader, home: str) -> None:
    """Whatever an engine may add between Chinese and figures, it adds nothing in a drawing."""
    reader.go(f"{home}charts/timeline/")
    label = "[...document.querySelectorAll('.wide svg text')].find(t => /^[0-9]{4}年/.test(t.textContent) && t.getClientRects().length)"
    wide, apart = reader.run(f"""(() => {{ const t = {label}, size = () => t.getComputedTextLength(), wide = size();
        t.style.textAutospace = 'no-autospace'; return [wide, size()]; }})()""")
    assert wide == pytest.approx(apart)


@pytest.mark.long
@pytest.mark.parametrize("path", ["charts/timeline/", "targets/gs13-energy-raw-steel-2020/", "timeline/"])
def test_webkit_paints_no_figure_over_another(webkit: Reader, home: str, path: str) -> None:
    """It does (2.50) wherever it adds space between Chinese and figures: a page has to look as if that were switched off."""
    webkit.go(home + path)
    webkit.run("document.documentElement.style.overflow = 'hidden'")  # no scroll bar that fades
    # Only letters and figures are looked at: a shape that is painted anew may differ at its edge.
    webkit.run("document.querySelectorAll('svg :is(path, rect, line, circle)').forEach(e => e.style.setProperty('visibility', 'hidden'))")
    before = at_rest(webkit)
    webkit.run("document.querySelectorAll('*').forEach(e => e.style?.setProperty('text-autospace', 'no-autospace', 'important'))")
    # Edges of letters may differ by a shade; a figure over another differs by ink and paper.
    assert sum(ImageChops.difference(before, at_rest(webkit)).histogram()[64:]) == 0


def at_rest(reader: Reader) -> Image.Image:
    """A picture of the page that has stopped changing."""
    seen = None
    while seen != (seen := reader.picture()):
        reader.run("new Promise(done => setTimeout(done, 200))")
    return Image.open(io.BytesIO(seen)).convert("L")
