"""What came of a target: a verdict is worked out again from its evidence, and shown wherever its target is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Newsroom
from test_any_newsroom import built, made, page, text_of

from ledger.check import check_ledger
from ledger.load.ledger import load_ledger
from ledger.problems import Problems

PACKAGE = """
vocabularies:
  indicators: indicators.yaml
  places: {file: places.yaml, place: true, pages: true}
  units: units.yaml
  comparators: kinds.yaml#comparator
  directions: kinds.yaml#direction
  value-kinds: kinds.yaml#value
  outcomes: kinds.yaml#ending
  grounds: kinds.yaml#ground
resources:
  - name: plans
    role: document
    title: Plans
    schema: {fields: [{name: id}, {name: title_en}, {name: issued, format: edtf}]}
  - name: clauses
    role: clause
    schema: {primaryKey: [plan, clause], foreignKeys: [{fields: plan, reference: {resource: plans}}], fields: [{name: plan}, {name: clause}, {name: heading_en}]}
  - name: goals
    role: target
    title: Goals
    schema:
      foreignKeys: [{fields: plan, reference: {resource: plans}}]
      fields: &figure
        - {name: id}
        - {name: plan}
        - {name: clause, format: clause}
        - {name: indicator, vocabulary: indicators}
        - {name: place, vocabulary: places}
        - {name: base_year, format: edtf}
        - {name: year, format: edtf}
        - {name: value, type: number}
        - {name: value_max, type: number}
        - {name: comparator, vocabulary: comparators}
        - {name: kind, vocabulary: value-kinds}
        - {name: direction, vocabulary: directions}
        - {name: unit, vocabulary: units}
  - name: figures
    role: observation
    title: Figures
    schema:
      foreignKeys: [{fields: plan, reference: {resource: plans}}]
      fields: *figure
  - name: endings
    role: verdict
    title: Endings
    schema:
      foreignKeys: [{fields: plan, reference: {resource: plans}}, {fields: goal, reference: {resource: goals}}]
      fields:
        - {name: id}
        - {name: plan}
        - {name: clause, format: clause}
        - {name: goal, as: target}
        - {name: ending, as: verdict, vocabulary: outcomes}
        - {name: ground, vocabulary: grounds}
        - {name: evidence, type: list}
        - {name: working}
        - {name: unit, vocabulary: units}
        - {name: looked, format: edtf}
"""
HEAD = "id,plan,clause,indicator,place,base_year,year,value,value_max,comparator,kind,direction,unit\n"
KINDS = """
comparator:
  "=": {en: ""}
  ">=": {en: at least}
  about: {en: about}
  range: {en: between}
direction:
  down: {en: down}
  up: {en: up}
value:
  level: {en: level}
  relative-change: {en: change}
  cumulative: {en: sum}
ending:
  kept: {en: kept, means: met}
  broken: {en: broken, means: missed}
  half: {en: kept in part, means: partly}
  unsure: {en: cannot be said, means: open}
ground:
  result: {en: a result, by: figure}
  rate: {en: a rate of completion, by: completion}
  word: {en: its own word, by: word, gives: met}
  doubt: {en: doubt, by: doubt}
"""
TABLES = {
    "plans.csv": "id,title_en,issued\nold,Old plan,2011\nnew,New plan,2016-03\n",
    "clauses.csv": "plan,clause,heading_en\nold,1,Goals\nnew,1,Results\nnew,2,Other\n",
    "goals.csv": HEAD
    + "smoke-2015,old,1,smoke,north,2010,2015,10,,=,relative-change,down,%\n"
    + "trees-2015,old,1,trees,north,,2015,3,,>=,level,,kt\n"
    + "trees-south-2015,old,1,trees,south,,2015,2,4,range,level,,kt\n"
    + "closed-2015,old,1,closed,north,,2011/2015,50,,=,cumulative,,kt\n"
    + "word-2015,old,1,roads,north,,2015,,,,level,,\n"
    + "later-2030,old,1,trees,north,,2030,9,,=,level,,kt\n"
    + "about-2015,old,1,roads,south,,2015,10,,about,level,,kt\n",
    "figures.csv": HEAD
    + "smoke-told,new,1,smoke,north,2010,2015,12.5,,=,relative-change,down,%\n"
    + "smoke-rose,new,1,smoke,north,2010,2015,12.5,,=,relative-change,up,%\n"
    + "smoke-south,new,1,smoke,south,2010,2015,12.5,,=,relative-change,down,%\n"
    + "smoke-2014,new,1,smoke,north,2010,2014,12.5,,=,relative-change,down,%\n"
    + "smoke-since-2005,new,1,smoke,north,2005,2015,12.5,,=,relative-change,down,%\n"
    + "trees-told,new,1,trees,north,,2015,2900,,=,level,,t\n"
    + "trees-many,new,1,trees,north,,2015,3100,,=,level,,t\n"
    + "trees-some,new,1,trees,north,,2015,2.5,,>=,level,,kt\n"
    + "trees-money,new,1,trees,north,,2015,4,,=,level,,CNY\n"
    + "trees-south-told,new,1,trees,south,,2015,2,,=,level,,kt\n"
    + "closed-told,new,1,closed,north,,2011/2015,50,,=,cumulative,,kt\n"
    + "closed-last,new,1,closed,north,,2015,50,,=,cumulative,,kt\n"
    + "smoke-rate,new,1,smoke-rate,north,,2015,104,,=,level,,%\n"
    + "smoke-rate-low,new,1,smoke-rate,north,,2015,99.9,,=,level,,%\n"
    + "roads-told,new,2,roads,north,,2015,7,,=,level,,kt\n"
    + "roads-south,new,1,roads,south,,2015,9.8,,=,level,,kt\n",
    "endings.csv": "id,plan,clause,goal,ending,ground,evidence,working,unit,looked\nv-1,new,1,smoke-2015,kept,result,smoke-told,,,2026-04-01\n",
    "indicators.yaml": (
        "smoke: {en: Smoke, better: lower}\ntrees: {en: Trees, better: higher}\nclosed: {en: Closed mills, better: higher}\n"
        "roads: {en: Roads, better: higher}\nsmoke-rate: {en: Completion of the smoke goal, completion_of: smoke}\n"
    ),
    "places.yaml": "north: {en: North}\nsouth: {en: South}\n",
    "units.yaml": '"%": {en: "%", pint: percent}\nt: {en: t, pint: tonne}\nkt: {en: kt, pint: 1000 * tonne}\nCNY: {en: yuan, pint: CNY}\n',
    "kinds.yaml": KINDS.lstrip(),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return made(tmp_path_factory.mktemp("verdicts") / "town", PACKAGE, TABLES)


def problems(newsroom: Newsroom, row: str) -> list[str]:
    """What the check says of a single verdict."""
    head = TABLES["endings.csv"].partition("\n")[0]
    (newsroom.root / "data/endings.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    found = Problems()
    check_ledger(load_ledger(newsroom.root / "data", found), found, date="2026-05-01")
    return sorted(map(str, found))


@pytest.mark.parametrize(
    "row",
    [
        "v-1,new,1,smoke-2015,kept,result,smoke-told,,,2026-04-01",
        "v-1,new,1,smoke-2015,broken,result,smoke-rose,,,",
        "v-1,new,1,trees-2015,broken,result,trees-told,,,",  # 2,900 t are not 3 kt
        "v-1,new,1,trees-2015,kept,result,trees-many,,,",
        "v-1,new,1,trees-2015,half,result,trees-many;trees-told,,,",
        "v-1,new,1,trees-2015,unsure,result,trees-some,,,",  # at least 2.5 of at least 3
        "v-1,new,1,trees-2015,unsure,doubt,trees-some,,,",
        "v-1,new,1,trees-south-2015,kept,result,trees-south-told,,,",
        "v-1,new,1,closed-2015,kept,result,closed-told,,,",
        "v-1,new,1,smoke-2015,kept,rate,smoke-rate,,,",
        "v-1,new,1,smoke-2015,broken,rate,smoke-rate-low,,,",
        "v-1,new,1,word-2015,kept,word,,,,",
        "v-1,new,2,word-2015,kept,word,roads-told,,,",
        "v-1,new,2,word-2015,kept,result,roads-told,[trees-2015] + [trees-2015],kt,",
        "v-1,new,1,about-2015,unsure,result,roads-south,,,",  # 9.8 where about 10 was wanted
        "v-1,new,1,smoke-2015,unsure,doubt,smoke-south,,,",  # of another place: it decides nothing
    ],
)
def test_a_verdict_that_its_evidence_bears_out_passes(town: Newsroom, row: str) -> None:
    assert problems(town, row) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("v-1,new,1,smoke-2015,broken,result,smoke-told,,,", "verdict: 'broken' is missed, but the evidence makes met ('smoke-told': 12.5%)"),
        ("v-1,new,1,smoke-2015,kept,result,smoke-rose,,,", "verdict: 'kept' is met, but the evidence makes missed"),
        ("v-1,new,1,trees-2015,kept,result,trees-told,,,", "verdict: 'kept' is met, but the evidence makes missed"),
        ("v-1,new,1,trees-2015,broken,result,trees-some,,,", "verdict: 'broken' is missed, but the evidence makes open"),
        ("v-1,new,1,about-2015,broken,result,roads-south,,,", "verdict: 'broken' is missed, but the evidence makes open"),
        ("v-1,new,1,smoke-2015,kept,result,smoke-south,,,", "evidence: 'smoke-south' has place south, the target north"),
        ("v-1,new,1,smoke-2015,kept,result,smoke-2014,,,", "evidence: 'smoke-2014' is of 2014, the target of 2015"),
        ("v-1,new,1,smoke-2015,kept,result,smoke-since-2005,,,", "evidence: 'smoke-since-2005' has base_year 2005, the target 2010"),
        ("v-1,new,1,smoke-2015,kept,result,trees-told,,,", "evidence: 'trees-told' has indicator trees, the target smoke"),
        ("v-1,new,1,closed-2015,kept,result,closed-last,,,", "evidence: 'closed-last' is of 2015, the target of 2011/2015"),
        ("v-1,new,1,trees-2015,kept,result,trees-money,,,", "evidence: 'trees-money': 'CNY' ([yuan]) and 'kt' ([mass]) do not measure the same thing"),
        ("v-1,new,1,word-2015,kept,result,roads-told,,,", "evidence: 'word-2015' prints no figure that a result could be held against"),
        ("v-1,new,1,smoke-2015,kept,result,smoke-told,[smoke-told],,", "working: 'smoke-2015' prints its own figure"),
        ("v-1,new,1,smoke-2015,kept,result,,,,", "evidence: there is none"),
        ("v-1,new,1,trees-2015,kept,rate,smoke-rate,,,", "evidence: 'smoke-rate' is the completion of smoke, the target is of trees"),
        ("v-1,new,1,smoke-2015,broken,rate,smoke-rate,,,", "verdict: 'broken' is missed, but the evidence makes met"),
        ("v-1,new,1,smoke-2015,kept,rate,smoke-told,,,", "evidence: 'smoke-told' is no rate of completion"),
        ("v-1,new,1,word-2015,broken,word,,,,", "verdict: 'broken' is missed, but ground 'word' gives met"),
        ("v-1,old,1,word-2015,kept,word,,,,", "ground: 'old' is of 2011 and cannot tell what came of 2015"),
        ("v-1,,,word-2015,kept,word,,,,", "ground: 'word' is the word of a document, and none is cited"),
        ("v-1,new,1,word-2015,kept,word,roads-told,,,", "evidence: 'roads-told' stands in clause 2, which the verdict does not cite"),
        ("v-1,new,1,smoke-2015,unsure,doubt,smoke-told,,,", "ground: 'doubt', but the evidence decides: met"),
        ("v-1,new,1,smoke-2015,kept,doubt,smoke-south,,,", "verdict: 'kept', but its ground 'doubt' decides nothing"),
        ("v-1,new,1,later-2030,broken,result,trees-told,,,", "verdict: 'broken', but 'later-2030' is due 2030 and the ledger stands at 2026-05-01"),
        ("v-1,new,1,no-such,kept,result,smoke-told,,,", "goal: no row 'no-such' in goals"),
    ],
)
def test_a_verdict_that_its_evidence_does_not_bear_out_is_an_error_on_its_line(town: Newsroom, row: str, said: str) -> None:
    found = problems(town, row)
    assert len(found) == 1 and found[0].startswith(f"data/endings.csv:2: {said}"), found


def test_what_a_word_means_to_the_check_is_one_of_few(town: Newsroom) -> None:
    town.change("data/kinds.yaml", "means: met", "means: mett")
    try:
        assert problems(town, "v-1,new,1,smoke-2015,kept,result,smoke-told,,,") == [
            "data/endings.csv:2: verdict: means 'mett' of 'kept' means nothing; did you mean met?"
        ]
    finally:
        town.change("data/kinds.yaml", "means: mett", "means: met")


def test_a_verdict_is_shown_with_its_target_its_place_and_its_documents_and_readers_narrow_by_it(tmp_path: Path) -> None:
    rows = "v-1,new,1,smoke-2015,kept,result,smoke-told,,,2026-04-01\nv-2,new,2,word-2015,kept,result,roads-told,[trees-2015] + [trees-2015],kt,2026-04-01\n"
    newsroom = made(tmp_path / "town", PACKAGE, {**TABLES, "endings.csv": TABLES["endings.csv"].partition("\n")[0] + "\n" + rows})
    built(newsroom)
    own = text_of(page(newsroom, "goals/smoke-2015"))
    assert "What came of it Verdict kept" in own and "Rule a result" in own and "Evidence Smoke −12.5%" in own, own
    assert "3 + 3 = 6 kt (the figure of the target is not printed" in text_of(page(newsroom, "goals/word-2015"))
    silent = text_of(page(newsroom, "goals/trees-2015"))
    assert "The ledger stands at 1 May 2026, and the target has fallen due; nothing that was read tells what came of it." in silent
    assert "What came of it" not in text_of(page(newsroom, "goals/later-2030")), "it is not due"
    for path in ("places/north", "plans/old", "plans/new"):
        told = page(newsroom, path)
        assert 'href="../../goals/smoke-2015/#v-1"' in told and "Endings" in text_of(told), path
    assert "kept · a result" in text_of(page(newsroom, "plans/old")), "a list tells by what it was judged"
    assert "#v-1" not in page(newsroom, "places/south")
    listed = page(newsroom, "goals")
    assert '<tr id="smoke-2015"' in listed and 'data-outcome="kept"' in listed and 'data-outcome="due"' in listed and 'data-outcome="ahead"' in listed
    facets = {f["name"]: f for f in json.loads((newsroom.site / "explore/goals/index.json").read_text(encoding="utf-8"))["facets"]}
    assert facets["outcome"]["values"] == [["kept", "kept"], ["due", "fallen due, no result on the ledger"], ["ahead", "not yet due"]]
    assert [facets["outcome"]["values"][n][0] for n in facets["outcome"]["of"]].count("due") == 4


def test_where_nobody_judges_nothing_is_said_of_it(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PACKAGE, {**TABLES, "endings.csv": TABLES["endings.csv"].partition("\n")[0] + "\n"})
    built(newsroom)
    assert "What came of it" not in page(newsroom, "goals/trees-2015") + page(newsroom, "goals") + page(newsroom, "places/north")
    assert "data-outcome" not in page(newsroom, "goals") and 'data-name="outcome"' not in page(newsroom, "goals")
