"""What an editor's sentence prints of the data: titles, sizes and figures short enough to be read."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from conftest import Newsroom

from ledger import wording
from ledger.load.ledger import Ledger

FERRIES = "content/en/stories/ferries.md"


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en", "exact"),
    [
        ("18069501.83", "t", "1807万吨", "18.07 million t", False),
        ("4000000", "t", "400万吨", "4 million t", True),
        ("3.02", "t", "3.02吨", "3.02 t", True),
        ("306.705", "t", "306.7吨", "306.7 t", False),
        ("9999.6", "t", "1万吨", "10,000 t", False),
        ("12345", "t", "1.234万吨", "12,340 t", False),
        ("134.4", "10kt", "134.4万吨", "1.344 million t", True),
        ("291.23", "100m-cny", "291.2亿元", "29.12 billion yuan", False),
        ("0", "t", "0吨", "0 t", True),
        ("-0.077", "%", "−0.077%", "−0.077%", True),
    ],
)
def test_a_sentence_has_no_more_than_four_figures_and_says_whether_that_is_all(ledger: Ledger, value: str, unit: str, zh: str, en: str, exact: bool) -> None:
    assert wording.rounded(ledger, Decimal(value), unit, "zh") == (zh, exact)
    assert wording.rounded(ledger, Decimal(value), unit, "en") == (en, exact)


@pytest.mark.parametrize(
    ("unit", "low", "high", "zh", "en"),
    [
        ("10kt", "500", "600", "500万～600万吨", "5–6 million t"),
        ("%", "5", "10", "5%～10%", "5–10%"),
        ("10kt", "90", "100", "90万～100万吨", "900,000–1 million t"),
        ("t", "5", "6", "5～6吨", "5–6 t"),
    ],
)
def test_a_range_is_whole_at_both_ends(ledger: Ledger, unit: str, low: str, high: str, zh: str, en: str) -> None:
    said = [wording.quantity(ledger, Decimal(low), unit, language, upper=Decimal(high)) for language in ("zh", "en")]
    assert said == [zh, en]


def test_a_sentence_says_a_comparator_in_words(ledger: Ledger) -> None:
    gangue, about = ledger.row("targets", "gs13-coal-gangue-use-2020"), ledger.row("targets", "gs13-retired-coal-2020")
    assert [wording.worded(ledger, gangue, language) for language in ("zh", "en")] == ["不低于80%", "at least 80%"]
    assert [wording.worded(ledger, about, language) for language in ("zh", "en")] == ["约991万吨", "about 9.91 million t"]


@pytest.mark.parametrize(("names", "zh", "en"), [([], "", ""), (["A"], "A", "A"), (["A", "B"], "A和B", "A and B"), (["A", "B", "C"], "A、B和C", "A, B and C")])
def test_a_tie_names_everybody(names: list[str], zh: str, en: str) -> None:
    assert (wording.listed(names, "zh"), wording.listed(names, "en")) == (zh, en)


def test_prose_names_documents_as_titles_and_words_the_direction_itself(newsroom: Newsroom) -> None:
    newsroom.change(
        FERRIES,
        "## The trees",
        "A fall of [[size:late-ferries-2028.stated_change]], to [[size:fare-cap]], [[about:trees-both-2030.base_value]] or [[about:sum:targets.base_value unit=trees region=saltmouth]].\n\n## The trees",
    )
    built = newsroom.build()
    assert built.code == 0, built.err
    page = (newsroom.site / "stories/ferries/index.html").read_text(encoding="utf-8")
    assert re.search(r"<a href=[^>]+><cite>Ferry Order</cite></a>", page), "a document's name is a title"
    said = re.sub(r"<[^>]+>", "", page)
    assert "A fall of 2.5 percentage points, to 2.4 crowns, 3,190 trees or 3,190 trees" in said


def test_a_title_within_a_title_has_the_inner_marks(flagship: Newsroom) -> None:
    pages = [p.read_text(encoding="utf-8") for p in sorted((flagship.site / "charts").glob("*/index.html"))]
    cited = {c for page in pages for c in re.findall(r'class="cite"[^>]*>(《[^<]+)<', page)}
    assert [c for c in cited if "〈" in c] and not [c for c in cited if re.search("《[^》]*《", c)]
