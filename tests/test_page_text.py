"""What stands on a page is for a reader: nothing that only the build should see, no object of the program, no minus nought.

Both newsrooms, and the harbour town with an address and without one: a page that knows its address says more.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import html5lib
import pytest
from conftest import ADDRESS, Newsroom

from ledger import wording
from ledger.publish.verify import read_page
from ledger.render.environment import NotText, make_environment

SITES = ("flagship", "built_newsroom", "addressed_newsroom")
NEVER = re.compile(
    r"<[\w.' ]+ at 0x|<Macro|<function|<bound method|<built-in|\bMarkup\(|\bUndefined\b|\[\[|\{\{|\bDecimal\(|\bnan\b|\bNaN\b"
    r"|(?<!\d{4}-\d\d-\d\d)[-−]0(?![\d.,])|[-−]0\.0+(?!\d)"  # after a day stands the hash of a version
)
ALONE = {"None", "nan", "NaN", "[]", "{}", "()", "inf"}
SEEN = ("title", "alt", "content", "aria-label", "placeholder", "data-label", "label")


def _said(page: Path) -> list[str]:
    """Everything that a page shows or reads out, piece by piece."""
    html = page.read_text(encoding="utf-8")
    shown = re.sub(r"<(script|style)\b[^>]*>.*?</\1>|<!--.*?-->", " ", html, flags=re.S)
    texts = re.split(r"<[^>]*>", shown)
    texts += [value for _, value in re.findall(rf' ({"|".join(SEEN)})="([^"]*)"', shown)]
    return [" ".join(html5lib.parseFragment(t).itertext() if "&" in t else (t,)).strip() for t in texts if t.strip()]


@pytest.mark.parametrize("name", SITES)
def test_no_page_shows_what_only_the_build_should_see(name: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(name).site
    pages = list(site.rglob("*.html"))
    wrong = [f"{page.relative_to(site)}: {text[:80]!r}" for page in pages for text in _said(page) if NEVER.search(text) or text in ALONE]
    assert pages and wrong == []


@pytest.mark.parametrize("name", ["flagship", "addressed_newsroom"])
def test_cite_this_ends_in_the_address_of_its_page(name: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(name).site
    ends = {}
    for page in site.rglob("*.html"):
        path = page.relative_to(site).as_posix()
        for block in re.findall(r'<section class="citation".*?</section>', page.read_text(encoding="utf-8"), re.S):
            ends[path] = re.findall(r"<code>([^<]*)</code>", block)[-1]
    assert len(ends) > 10
    assert ends == {path: ADDRESS["SITE_URL"] + path.removesuffix("index.html") for path in ends}


def test_without_an_address_cite_this_ends_in_the_id(built_newsroom: Newsroom) -> None:
    page = (built_newsroom.site / "targets/loans-2030/index.html").read_text(encoding="utf-8")
    assert re.findall(r"<code>([^<]*)</code>", page[page.index('class="citation"') :])[-1] == "loans-2030"


@pytest.mark.parametrize(
    "value", [None, True, float("nan"), 0.5, Decimal("nan"), Decimal("Infinity"), [], {}, object(), str.upper], ids=lambda value: type(value).__name__
)
def test_a_template_cannot_print_what_is_no_text(value: Any, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>\n{{ value }}</p>")
    with pytest.raises(NotText, match="not text"):
        make_environment(tmp_path, tmp_path).get_template("page.html").render(value=value)


def test_a_template_cannot_print_a_macro_that_it_forgets_to_call(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{% macro here() %}#{% endmacro %}<p>{{ here }}</p>")
    with pytest.raises(NotText, match="Macro"):
        make_environment(tmp_path, tmp_path).get_template("page.html").render()


def test_a_template_prints_text_and_whole_numbers_and_writes_a_decimal_out(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ a }}|{{ b }}|{{ c }}|{{ d }}")
    made = make_environment(tmp_path, tmp_path).get_template("page.html").render(a="<", b=7, c=Decimal("306.70"), d=Decimal("1E+2"))
    assert made == "&lt;|7|306.70|100"


def test_what_looks_like_a_reference_in_a_cell_is_named_at_its_line(newsroom: Newsroom) -> None:
    line = newsroom.change("data/targets.csv", "planted <b>and</b> alive", "planted [[sic]] and {{ alive }}")
    said = newsroom.build()
    assert said.code == 1
    [told] = said.problems
    assert told.startswith(f"data/targets.csv:{line}: note_en: holds '[['")


def test_what_a_template_left_over_is_named_with_its_page() -> None:
    faults = [what for what, _ in read_page("a/index.html", "<p>of [[sic]] and {{ alive }}</p><code>[[kept]]</code>").faults]
    assert len(faults) == 2 and "'[[sic]]'" in faults[0] and "'{{ alive }}'" in faults[1]


def test_only_an_attribute_of_that_name_is_a_style() -> None:
    drawn = read_page("a/index.html", '<text font-style="italic" data-onset="x" data-id="1">a</text>')
    assert drawn.faults == [] and drawn.ids == []
    assert len(read_page("a/index.html", '<text style="fill: red" onclick="x()">a</text>').faults) == 2


def test_what_is_shown_as_code_may_look_like_a_reference(newsroom: Newsroom) -> None:
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy `{{ what }}` is printed.\n\n```\n[[like-this]]\n```\n")
    said = newsroom.build()
    assert said.code == 0, said.err
    assert "<code>{{ what }}</code>" in (newsroom.site / "method/index.html").read_text(encoding="utf-8")


def test_nought_has_no_sign() -> None:
    assert [wording.number(Decimal(nought), "en") for nought in ("-0", "-0.0", "0.00")] == ["0", "0.0", "0.00"]
    assert [wording.number(nought, "en") for nought in (-0.0, 0.0)] == ["0.0", "0.0"]
    assert wording.signed(Decimal("-0.00"), "en") == wording.signed(Decimal("0.00"), "en") == "0.00"
    assert wording.signed(Decimal("0.5"), "en") == "+0.5" and wording.signed(Decimal("-0.5"), "en") == "−0.5"
    assert wording.scaled(Decimal("-0E+7"), "en") == "0"


def test_a_number_has_commas_as_its_language_has_them() -> None:
    thousand, more = Decimal("1234.5"), Decimal("-12345.60")
    assert [wording.number(thousand, code) for code in ("en", "zh", "nl")] == ["1,234.5", "1234.5", "1.234,5"]
    assert [wording.number(more, code) for code in ("en", "zh", "nl")] == ["−12,345.60", "−12,345.60", "−12.345,60"]
    assert wording.number(Decimal(999), "en") == "999"


def test_a_number_that_is_none_is_not_written() -> None:
    assert wording.number(None, "en") == ""
    for value in (float("nan"), float("inf"), Decimal("nan")):
        with pytest.raises(ValueError, match="no number"):
            wording.number(value, "en")
