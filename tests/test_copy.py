"""One thing is written one way in the cells of the flagship: units, marks and numbers as the house style has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ledger.load.ledger import Ledger

ENGLISH = {
    "straight quotation marks": r'"',
    "an index that is not lowered": r"\b(?:CO2|SO2|NOx)\b",
    "carbon for carbon dioxide": r"\b(?:t|kg) (?:of|less) carbon\b(?! (?:source|footprint))",
    "an abbreviated scale": r"\d ?Mt\b",
    "a yearly unit with a slash": r"\bt/(?:a|yr)\b",
    "four digits without a comma": r"(?<![\d.,A-Za-zΦ#/(–-])(?!19\d\d|20\d\d)\d{4,}(?![\dA-Za-z-])",
    "a hyphen for a minus": r"(?<![\w)–—.,-])-\d",
    "a hyphen for a range": r"(?<![\w.-])\d[\d.,]*-\d[\d.,]*%",
    "standard coal": r"standard coal",
    "first-set": r"first-set",
}
CHINESE = {
    "half-width brackets round Chinese": r"\([^()]*[\u4e00-\u9fff][^()]*\)",
    "a tilde for a range": r"\d%?~\d",
    "a hyphen for a minus": r"(?<=[，。；为约作是至])-\d",
    "print for what a document says": r"未印|印作|印为|所印",
    "a field name of ours": r"computed",
}


def cells(ledger: Ledger, language: str) -> Iterator[tuple[str, str]]:
    """``(place, text)`` of every cell that is written in a language; names of damaged characters are quoted, so they stay out."""
    for table in ledger.schema.tables.values():
        for row in ledger.tables[table.name]:
            if getattr(row, "kind", None) == "text-damage" or getattr(row, "reason", None) == "text-damage":
                continue
            for field in table.fields:
                if field.name.endswith(f"_{language}") and (text := getattr(row, field.name)):
                    yield f"data/{table.path}:{row.line} {field.name}", text


@pytest.mark.parametrize("what", ENGLISH)
def test_english_cells_do_not_hold(ledger: Ledger, what: str) -> None:
    assert [(place, text) for place, text in cells(ledger, "en") if re.search(ENGLISH[what], text)] == []


@pytest.mark.parametrize("what", CHINESE)
def test_chinese_cells_do_not_hold(ledger: Ledger, what: str) -> None:
    assert [(place, text) for place, text in cells(ledger, "zh") if re.search(CHINESE[what], text)] == []


def test_every_place_below_a_province_says_what_it_is(ledger: Ledger) -> None:
    for term in ledger.vocabularies["regions"].values():
        if term.get("level") in ("prefecture", "county"):
            assert term.names["zh"][-1] in "市县区旗盟州", f"{term.file}:{term.line}"


def test_a_clause_of_a_box_says_which_box_in_both_languages(ledger: Ledger) -> None:
    for clause in ledger.rows("clauses", policy="inner-mongolia-12fyp"):
        if re.match(r"box-\d", clause.clause):
            assert clause.heading_zh.startswith("专栏") and clause.heading_en.startswith("Box "), f"data/clauses.csv:{clause.line}"
