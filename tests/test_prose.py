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
    assert "A fall of 2.5 percentage points, to 2.4 crowns, 3190 trees or 3190 trees" in said


def test_a_title_within_a_title_has_the_inner_marks(flagship: Newsroom) -> None:
    pages = [p.read_text(encoding="utf-8") for p in sorted((flagship.site / "charts").glob("*/index.html"))]
    cited = {c for page in pages for c in re.findall(r'class="cite"[^>]*>(《[^<]+)<', page)}
    assert [c for c in cited if "〈" in c] and not [c for c in cited if re.search("《[^》]*《", c)]
