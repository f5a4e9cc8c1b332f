"""What a chart says in words: at none, at one, at several and at a tie, computed from the rows that it draws.

Each test changes a few rows of the flagship's data in memory and reads the headline, the sentence and the note. It catches a
form that fits only today's numbers, and a superlative that names one of two.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib.util
import re
import sys
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from door import REPOSITORY

from ledger.charts.declared.drawing import draw_declared
from ledger.charts.declared.files import chart_files
from ledger.charts.declared.reading import read_charts
from ledger.charts.declared.relation import Relations
from ledger.charts.figure import DrawFunction, View, declared, forget_declared
from ledger.check.arithmetic import change_of
from ledger.check.coverage import Coverage, check_coverage
from ledger.check.doubts import Doubts
from ledger.check.second import check_second
from ledger.load.ledger import Ledger
from ledger.problems import Problems
from ledger.render.words import Words, load_words

Change = Callable[[Any], dict[str, Any] | None]
"""What becomes of a row: new values of some columns, ``{}`` where it stays as it is, ``None`` where it goes."""

_AWKWARD = {
    "zh": re.compile(r"nan|None|inf|[，、；：]{2}|^[，、；]|，。|：。| {2}|[一-龥]和。"),
    "en": re.compile(
        r"\bnan\b|None|\binf\b| {2}|\b(?:1|one) (?:cases|classes|targets|pairs|dates|years|products|documents|sectors|places|numbers)\b|, \.|: \.|^[a-z]| and\b\."
    ),
}


@pytest.fixture(scope="module")
def charts(declared_charts: dict[str, DrawFunction]) -> dict[str, DrawFunction]:
    forget_declared()
    for file in sorted((REPOSITORY / "content/charts").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"charts_of_{file.stem}", file)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    found = {each.id: draw for each, draw in declared()}
    forget_declared()  # the next test in this process may be about another newsroom
    return found | declared_charts


@pytest.fixture(scope="module")
def declared_charts(ledger: Ledger) -> dict[str, DrawFunction]:
    """The charts without Python, which draw themselves in the language of a view."""
    problems = Problems()
    made = {(each.id, each.language): each for each in read_charts(chart_files(REPOSITORY / "content", ("zh", "en"), problems), ledger, problems)}
    assert not problems.found, [str(p) for p in problems]
    return {id: lambda view, id=id: draw_declared(made[id, view.language], Relations(view.ledger, view.language), view) for id, _ in made}  # type: ignore[misc]


@functools.cache
def _words() -> Words:
    return load_words(REPOSITORY / "templates", ("zh", "en"), Problems(), REPOSITORY / "words.yml")


def changed(ledger: Ledger, **tables: Change) -> Ledger:
    """The ledger with other rows in some tables."""
    made = dict(ledger.tables)
    for name, change in tables.items():
        kept = [(row, change(row)) for row in ledger.tables[name]]
        made[name] = tuple(msgspec.structs.replace(row, **new) if new else row for row, new in kept if new is not None)
    return dataclasses.replace(ledger, tables=made)


@functools.lru_cache(maxsize=2)
def _coverage(ledger: Ledger) -> dict[str, Coverage]:
    """Counted once for all charts that are told of a ledger."""
    return check_coverage(ledger, Doubts(), Problems())


def told(charts: dict[str, DrawFunction], id: str, ledger: Ledger, language: str) -> tuple[str, str, str]:
    """Headline, sentence and note of a chart; none of them awkward."""
    drawn = charts[id](View(ledger, language, False, _words(), _coverage(ledger)))
    words = drawn.title, drawn.sentence, drawn.note
    for text in words:
        assert not _AWKWARD[language].search(text), f"{id} {language}: {text}"
    return words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_chart_of_the_flagship_is_awkward(charts: dict[str, DrawFunction], ledger: Ledger, language: str) -> None:
    for id in charts:
        assert told(charts, id, ledger, language)[0]


def holds(row: Any) -> dict[str, Any]:
    """A row whose stated change follows from its two ends."""
    change = change_of(row)
    return {"stated_change": round(change.computed, 1)} if change and row.stated_change is not None and not change.holds else {}


def fails(*ids: str) -> Change:
    """The named rows state a change that does not follow from their ends; all others one that does."""
    return lambda row: {"stated_change": Decimal(-50)} if row.id in ids else holds(row)


SODA, GLASS = "gs13-energy-caustic-soda-2020", "gs13-energy-ethylene-2020"


@pytest.mark.parametrize(
    ("wrong", "zh", "en"),
    [
        ((), "18 个写明的降幅，都与规划自己的数字相符", "All 18 stated cuts match the plans' own figures"),
        ((SODA,), "18 个写明的降幅，1 个与规划自己的数字对不上：烧碱", "One of 18 stated cuts does not match the plans' own figures: caustic soda"),
        ((SODA, GLASS), "2 个与规划自己的数字对不上：", "Two of 18 stated cuts do not match the plans' own figures: "),
    ],
)
def test_stated_cuts_that_fail(charts: dict[str, DrawFunction], ledger: Ledger, wrong: tuple[str, ...], zh: str, en: str) -> None:
    other = changed(ledger, targets=fails(*wrong))
    assert zh in told(charts, "stated-computed", other, "zh")[0]
    title, sentence, _ = told(charts, "stated-computed", other, "en")
    assert en in title and sentence.startswith("In the other" if wrong else "In 18")


def yearly(*ids: str) -> Change:
    """Rows that state a yearly change of 50% where they are named, and else the one that their ends make."""
    from ledger.check.arithmetic import annual_rate

    return lambda row: {} if row.stated_annual is None or annual_rate(row) is None else {"stated_annual": Decimal(-50) if row.id in ids else annual_rate(row)}


@pytest.mark.parametrize(
    ("wrong", "zh", "en"),
    [
        ((), "都与两端推算的相符", "match their own two ends"),
        (("nm12-cod-2015",), "内蒙古化学需氧量", "the plan says 50%"),
        (("nm12-cod-2015", "nm12-nox-2015"), "2 个与两端推算的对不上", "Two of 5 yearly cuts"),
    ],
)
def test_yearly_rates_that_fail(charts: dict[str, DrawFunction], ledger: Ledger, wrong: tuple[str, ...], zh: str, en: str) -> None:
    other = changed(ledger, targets=yearly(*wrong))
    assert zh in told(charts, "annual-rates", other, "zh")[0]
    assert en in told(charts, "annual-rates", other, "en")[0]


@pytest.mark.parametrize(
    ("zero", "zh", "en"),
    [
        ((), "氮氧化物的目标，从 7.1%", "Nitrogen oxides: targets run from 7.1%"),
        (("nm12-so2-xingan-2015",), "兴安盟一项目标为零", "Xing'an League: one target of zero;"),
        (("nm12-so2-xingan-2015", "nm12-so2-hohhot-2015"), "呼和浩特市和兴安盟两项目标为零", "Hohhot and Xing'an League: two targets of zero"),
    ],
)
def test_leagues_without_a_cut(charts: dict[str, DrawFunction], ledger: Ledger, zero: tuple[str, ...], zh: str, en: str) -> None:
    league = lambda r: r.policy == "inner-mongolia-12fyp" and r.clause.startswith("box-2")  # noqa: E731
    other = changed(ledger, targets=lambda r: {"value": Decimal(0)} if r.id in zero else {"value": Decimal(5)} if league(r) and not r.value else {})
    assert told(charts, "leagues", other, "zh")[0].startswith(zh)
    assert told(charts, "leagues", other, "en")[0].startswith(en)


def test_two_leagues_with_the_same_highest_cut_are_both_named(charts: dict[str, DrawFunction], ledger: Ledger) -> None:
    other = changed(ledger, targets=lambda r: {"value": Decimal("17.3")} if r.id == "nm12-nox-ulanqab-2015" else {})
    title, _, _ = told(charts, "leagues", other, "en")
    assert re.search(r"17\.3% \((Baotou and Ulanqab|Ulanqab and Baotou)\)", title)


@pytest.mark.parametrize(
    ("gone", "zh", "en"),
    [
        (("gs13-energy-raw-steel-2020", "gs13-energy-aluminium-2020"), "口径一致的 2 项，新目标都低于", "Where the scope is alike (2 of 8 pairs) the next"),
        (
            ("gs13-energy-raw-steel-2020", "gs13-energy-aluminium-2020", "gs13-water-per-value-added-2020"),
            "口径一致的 1 项",
            "Where the scope is alike (1 of 7 pairs) the next",
        ),
    ],
)
def test_few_pairs_of_like_scope(charts: dict[str, DrawFunction], ledger: Ledger, gone: tuple[str, ...], zh: str, en: str) -> None:
    other = changed(ledger, targets=lambda r: None if r.id in gone else {})
    assert told(charts, "result-and-promise", other, "zh")[0].startswith(zh)
    assert told(charts, "result-and-promise", other, "en")[0].startswith(en)


def test_a_target_above_the_result_is_counted_out(charts: dict[str, DrawFunction], ledger: Ledger) -> None:
    other = changed(ledger, targets=lambda r: {"value": Decimal(40)} if r.id == "gs13-water-per-value-added-2020" else {})
    assert "3 项的新目标" in told(charts, "result-and-promise", other, "zh")[0]
    assert told(charts, "result-and-promise", other, "en")[0].startswith("Where the scope is alike (4 of 10 pairs) in three the next")


def test_a_unit_that_a_row_says_beside_its_number_is_keyed_twice(ledger: Ledger) -> None:
    def told_of(other: Ledger) -> list[str]:
        problems = Problems()
        check_second(other, "green-tech-2024", lambda unit, to: None, problems)  # of the others nothing is asked here
        return [p.what for p in problems.errors if p.what.startswith("unit: ")]

    assert told_of(ledger) == []
    [said] = told_of(changed(ledger, cases=lambda c: {"storage_unit": "kWh"} if c.id == "gt24-4-1-a1" else {}))
    assert said.startswith("unit: 'kWh', but the second entry 'green-tech-2024-s759'") and said.endswith("has 'MWh'")


@pytest.mark.parametrize(("unplaced", "en"), [(0, "no cannot"), (1, "one cannot"), (2, "two cannot")])
def test_cases_without_a_place(charts: dict[str, DrawFunction], ledger: Ledger, unplaced: int, en: str) -> None:
    nowhere = [c.id for c in ledger.tables["cases"] if not c.region]
    other = changed(ledger, cases=lambda c: {"region": "zhejiang", "region_from": "project"} if c.id in nowhere[unplaced:] else {})
    sentence = told(charts, "case-places", other, "en")[1]
    assert (en in sentence) if unplaced else ("cannot be placed" not in sentence)


def test_provinces_with_equally_many_cases_are_all_named(charts: dict[str, DrawFunction], ledger: Ledger) -> None:
    cases = ledger.tables["cases"]
    more = [c.id for c in cases if not c.region][:15]  # as many as Zhejiang has
    other = changed(ledger, cases=lambda c: {"region": "jilin", "region_from": "project"} if c.id in more else {})
    most = told(charts, "case-places", other, "en")[0]
    assert re.search(r"(Jilin|Zhejiang) and (Jilin|Zhejiang) have most, 15 each$", most)
    assert re.search(r"吉林和浙江最多，各15 个|浙江和吉林最多，各15 个", told(charts, "case-places", other, "zh")[0])


@pytest.mark.parametrize(("torn", "en"), [(0, ""), (1, "The one place of damaged text"), (2, "The 2 places of damaged text")])
def test_damaged_text_is_counted_apart(charts: dict[str, DrawFunction], ledger: Ledger, torn: int, en: str) -> None:
    damaged = [d.id for d in ledger.tables["discrepancies"] if d.kind == "text-damage"]
    other = changed(ledger, discrepancies=lambda d: None if d.id in damaged[torn:] else {})
    doubts = len(ledger.tables["discrepancies"]) - len(damaged)
    title, _, note = told(charts, "discrepancies-by-document", other, "en")
    assert title.startswith(f"{doubts} discrepancies on the ledger") and note.startswith(en) and bool(note) == bool(torn)


def test_a_kind_of_discrepancy_that_no_chart_knows_is_unclear_and_not_wrong(charts: dict[str, DrawFunction], ledger: Ledger) -> None:
    sums = sum(d.kind in ("arithmetic", "sum", "count") for d in ledger.tables["discrepancies"])
    other = changed(ledger, discrepancies=lambda d: {"kind": "novel"} if d.kind == "wording" else {})
    assert f"in {sums} a sum or a count does not agree" in told(charts, "discrepancies-by-document", other, "en")[0]


@pytest.mark.parametrize(
    ("ahead", "zh", "en"),
    [(0, "没有时间节点", "No date lies beyond"), (1, "有 1 个确定的时间节点", "One date lies beyond"), (2, "有 2 个确定", "Two dates lie beyond")],
)
def test_few_dates_ahead(charts: dict[str, DrawFunction], ledger: Ledger, ahead: int, zh: str, en: str) -> None:
    later = [e.id for e in ledger.tables["events"] if e.kind in ("deadline", "milestone") and e.date[:4] > "2025"]
    other = changed(ledger, events=lambda e: {} if (e.date[:7] < "2025-02" and e.date != "2025") or e.id in later[:ahead] or e.date == "2025" else None)
    assert zh in told(charts, "dates-ahead", other, "zh")[0]
    assert told(charts, "dates-ahead", other, "en")[0].startswith(en)


@pytest.mark.parametrize("beyond", [0, 1])
def test_no_document_or_one_looks_far_ahead(charts: dict[str, DrawFunction], ledger: Ledger, beyond: int) -> None:
    far = sorted({e.policy for e in ledger.tables["events"] if e.date[:4] > "2027"})
    other = changed(ledger, events=lambda e: None if e.date[:4] > "2027" and e.policy in far[beyond:] else {})
    assert ("没有一份有" if not beyond else "1 份有") in told(charts, "timeline", other, "zh")[0]
    assert ("none has a date" if not beyond else "one has a date") in told(charts, "timeline", other, "en")[0]


def test_waste_with_one_figure_is_no_contradiction(charts: dict[str, DrawFunction], ledger: Ledger) -> None:
    other = changed(ledger, targets=lambda r: None if r.id == "gs13-coal-gangue-use-action-2020" else {})
    assert told(charts, "waste-use", other, "en")[0] == "Targets for the use of each waste in Gansu by 2020"


def test_a_sector_that_is_asked_for_more_than_the_whole_is_told(charts: dict[str, DrawFunction], ledger: Ledger) -> None:
    other = changed(ledger, targets=lambda r: {"value": Decimal(20)} if r.id == "gs13-energy-per-value-added-steel-2020" else {})
    assert "none of its six key sectors" in told(charts, "sector-cuts", ledger, "en")[0]
    assert told(charts, "sector-cuts", other, "en")[0].endswith("its six key sectors by 8% to 20%")


@pytest.mark.parametrize(("undated", "en"), [(0, "in 2025 or later."), (1, "1 does not say by when."), (2, "2 do not say by when.")])
def test_targets_without_a_year(charts: dict[str, DrawFunction], ledger: Ledger, undated: int, en: str) -> None:
    without = [t.id for t in ledger.tables["targets"] if not t.year]
    other = changed(ledger, targets=lambda t: None if t.id in without[undated:] else {})
    assert told(charts, "due-years", other, "en")[1].endswith(en)
