"""Plan against plan: the same promise over time on one basis or none, and a whole against its parts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from test_any_newsroom import built, made, page, text_of
from test_verdicts import HEAD, PACKAGE, TABLES

from ledger.load.ledger import Ledger, load_ledger
from ledger.load.units import load_units
from ledger.problems import Problems
from ledger.render.periods import change_a_year, over_time, parts_of_wholes, together

GOALS = (
    HEAD
    + "cut-2010,old,1,smoke,land,2005,2010,20,,=,relative-change,down,%\n"
    + "cut-2015,old,1,smoke,land,2010,2015,15,,=,relative-change,down,%\n"
    + "cut-undated,old,1,smoke,land,,2020,15,,=,relative-change,down,%\n"
    + "mills-2015,old,1,closed,land,,2015,70,,=,level,,kt\n"
    + "mills-north-2015,old,1,closed,north,,2015,30,,=,level,,kt\n"
    + "mills-south-2015,old,1,closed,south,,2015,40000,,=,level,,t\n"
    + "cut-north-2015,old,1,smoke,north,,2015,16,,=,relative-change,down,%\n"
    + "cut-south-2015,old,1,smoke,south,,2015,18,,=,relative-change,down,%\n"
    + "roads-2015,old,1,roads,land,,2015,7,,=,level,,kt\n"
    + "roads-north-2015,old,1,roads,north,,2015,3,,=,level,,CNY\n"
    + "roads-south-2015,old,1,roads,south,,2015,4,,=,level,,kt\n"
    + "trees-2015,old,1,trees,land,,2015,3,,=,level,,kt\n"
    + "trees-none-2020,old,1,trees,land,,2020,,,,level,,\n"
)
PLACES = "land: {en: Land}\nnorth: {en: North, parent: land}\nsouth: {en: South, parent: land}\neast: {en: East, parent: land}\n"
NEW_TABLES = {**TABLES, "goals.csv": GOALS, "figures.csv": HEAD, "places.yaml": PLACES, "endings.csv": TABLES["endings.csv"].partition("\n")[0] + "\n"}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    root = made(tmp_path_factory.mktemp("periods") / "land", PACKAGE, NEW_TABLES).root
    problems = Problems()
    found = load_ledger(root / "data", problems)
    assert not problems.found
    return found


def test_the_same_promise_of_other_years_stands_beside_it_in_the_order_of_the_years(ledger: Ledger) -> None:
    found = over_time(ledger)
    assert [id for _, id in found["cut-2015"]] == ["cut-2010", "cut-2015", "cut-undated"]
    assert "cut-north-2015" not in found, "another place is another promise"
    assert "mills-2015" not in found, "it was made once"


def test_another_promise_of_the_same_year_is_none_of_another_year(tmp_path: Path) -> None:
    again = GOALS + "cut-2010-again,old,1,smoke,land,2005,2010,25,,=,relative-change,down,%\n"
    root = made(tmp_path / "land", PACKAGE, {**NEW_TABLES, "goals.csv": again}).root
    found = over_time(load_ledger(root / "data", Problems()))
    assert [id for _, id in found["cut-2010"]] == ["cut-2010", "cut-2015", "cut-undated"]
    assert [id for _, id in found["cut-2015"]] == ["cut-2010", "cut-2010-again", "cut-2015", "cut-undated"]


@pytest.mark.parametrize(
    ("id", "rate", "why"),
    [
        ("cut-2010", "-4.36", ""),  # 0.8 ** (1/5)
        ("cut-2015", "-3.20", ""),
        ("cut-undated", None, "base"),
        ("trees-none-2020", None, "figure"),
        ("mills-2015", None, "base"),
    ],
)
def test_promises_are_put_on_the_basis_of_a_year_only_where_they_print_what_that_takes(ledger: Ledger, id: str, rate: str | None, why: str) -> None:
    row = ledger.find("target", id)
    assert row is not None
    assert change_a_year(row) == (Decimal(rate) if rate else None, why)


@pytest.mark.parametrize(
    ("id", "how", "low", "high", "holds"),
    [
        ("mills-2015", "sum", "70", None, True),  # 30 kt and 40,000 t
        ("cut-2015", "range", "-18", "-16", False),
        ("roads-2015", "none", None, None, True),  # yuan and kilotonnes
    ],
)
def test_parts_are_added_where_they_are_amounts_and_percentages_only_bound_the_whole(
    ledger: Ledger, id: str, how: str, low: str | None, high: str | None, holds: bool
) -> None:
    parts = [ledger.row(table, part) for table, part in parts_of_wholes(ledger)[id]]
    whole = ledger.find("target", id)
    assert whole is not None and len(parts) == 2
    made_of = together(whole, [part for part in parts if part], load_units(ledger))
    assert (made_of.how, made_of.holds) == (how, holds)
    assert (made_of.low, made_of.high) == (Decimal(low) if low else None, Decimal(high) if high else None)


def test_pages_of_targets_tell_other_years_and_parts(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "land", PACKAGE, NEW_TABLES)
    built(newsroom)
    own = text_of(page(newsroom, "goals/cut-2015"))
    assert "The same target over time" in own and "−4.36%" in own and "no base printed, so not put on this basis" in own
    assert "run from −18% to −16%; the whole is put at −15%" in own and "no weights can make it" in own
    assert "Of the places within it that the ledger knows, 1 has no such target: East." in own
    assert "add up to 70 kt; the whole is put at 70 kt. The two agree." in text_of(page(newsroom, "goals/mills-2015"))
    assert "in unlike units or of unlike kinds, so they are not put together" in text_of(page(newsroom, "goals/roads-2015"))
    assert "The whole and its parts" not in text_of(page(newsroom, "goals/trees-2015"))


def test_a_figure_that_follows_stands_beside_those_that_are_printed(tmp_path: Path) -> None:
    goals = HEAD + "early,old,1,smoke,land,2005,2010,,,,relative-change,down,\nlater,old,1,smoke,land,2010,2015,15,,=,relative-change,down,%\n"
    figures = HEAD + "told,new,1,smoke,land,2005,2010,22.5,,=,relative-change,down,%\n"
    endings = TABLES["endings.csv"].partition("\n")[0] + "\nv-1,new,1,early,kept,result,told,[later] + 7,%,2026-04-01\n"
    newsroom = made(tmp_path / "land", PACKAGE, {**NEW_TABLES, "goals.csv": goals, "figures.csv": figures, "endings.csv": endings})
    built(newsroom)
    own = text_of(page(newsroom, "goals/later"))
    assert "2010 kept · a result −22% (it follows) −4.85%" in own, own
    assert "15 + 7 = 22% (the figure of the target is not printed; it follows from this)" in text_of(page(newsroom, "goals/early"))
