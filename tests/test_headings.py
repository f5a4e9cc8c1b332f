"""Names tell records apart: where several would be called the same, each says what it is that differs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from textwrap import dedent

import pytest
from conftest import Newsroom
from door import build_py
from sought import records_of
from test_any_newsroom import OWN, OWN_TABLES, PROMISE_TABLES, PROMISES, built, made, page, text_of
from test_lists import CATALOGUE, CATALOGUE_TABLES

PACKAGE = """
vocabularies:
  indicators: indicators.yaml
  places: {file: places.yaml, place: true}
  kinds: {file: kinds.yaml, pages: false}
  products: {file: products.yaml, pages: false}
  ages: {file: ages.yaml, pages: false}
  units: units.yaml
resources:
  - name: plans
    role: document
    title: Plans
    schema: {fields: [{name: id}, {name: title_en}, {name: number}]}
  - name: goals
    role: target
    title: Goals
    schema:
      fields:
        - {name: id}
        - {name: document, title: Plan}
        - {name: indicator, vocabulary: indicators}
        - {name: place, vocabulary: places}
        - {name: product, vocabulary: products}
        - {name: age, vocabulary: ages, unless: product}
        - {name: kind, vocabulary: kinds}
        - {name: year, format: edtf}
        - {name: value, type: number}
        - {name: unit, vocabulary: units}
        - {name: note_en}
  - name: shelters
    title: Shelters
    pages: {rows: pages}
    schema: {fields: [{name: id}, {name: title, title: Street}, {name: seats, type: integer, title: Seats}, {name: roof, title: Roof}]}
"""
TABLES = {
    "plans.csv": "id,title_en,number\nplan-a,Plan,A 1\nplan-b,Plan,B 2\n",
    "goals.csv": """id,document,indicator,place,product,age,kind,year,value,unit,note_en
steel-new,plan-a,energy,town,steel,new,,2030,300,t,
steel-old,plan-a,energy,town,steel,old,,2030,320,t,
firms-level,plan-a,firms,town,,,level,2030,5,%,
firms-rate,plan-a,firms,town,,,rate,2030,5,%,
firms-rate-b,plan-b,firms,town,,,rate,2030,5,%,
trees-few,plan-a,trees,town,,,,2030,10,%,
trees-many,plan-a,trees,town,,,,2030,20,%,
trees-other-year,plan-a,trees,town,,,,2031,20,%,
buses-day,plan-a,buses,town,,,,2030,7,%,on a weekday; school holidays apart
buses-night,plan-a,buses,town,,,,2030,7,%,at night; school holidays apart
sheds-bikes,plan-a,sheds,town,,,,2030,3,%,for bicycles
sheds-boats,plan-a,sheds,town,,,,2030,4,%,for boats: no bicycles
twin-one,plan-a,twins,town,,,,2030,7,%,
twin-two,plan-a,twins,town,,,,2030,7,%,
alone,plan-a,alone,town,,,rate,2030,1,%,a note
""",
    "shelters.csv": "id,title,seats,roof\nhigh-1,High Street,4,tin\nhigh-2,High Street,6,tin\nmill,Mill Lane,6,tin\n",
    "indicators.yaml": "energy: {en: Energy use}\nfirms: {en: Firms}\ntrees: {en: Trees}\nbuses: {en: Buses}\ntwins: {en: Twins}\nsheds: {en: Sheds}\nalone: {en: Alone}\n",
    "places.yaml": "town: {en: Town}\n",
    "kinds.yaml": "level: {en: level}\nrate: {en: annual rate}\n",
    "products.yaml": "steel: {en: Steel}\n",
    "ages.yaml": "new: {en: new plants}\nold: {en: old plants}\n",
    "units.yaml": '"%": {en: "%", pint: percent}\nt: {en: t, pint: tonne}\n',
}
HEADINGS = {
    "goals/steel-new": "Energy use: Steel, Town, 2030 (new plants)",
    "goals/steel-old": "Energy use: Steel, Town, 2030 (old plants)",
    "goals/firms-level": "Firms, Town, 2030 (level)",
    "goals/firms-rate": "Firms, Town, 2030 (annual rate; Plan (A 1))",
    "goals/trees-few": "Trees, Town, 2030 (10%)",
    "goals/trees-many": "Trees, Town, 2030 (20%)",
    "goals/trees-other-year": "Trees, Town, 2031",
    "goals/buses-day": "Buses, Town, 2030 (on a weekday)",
    "goals/buses-night": "Buses, Town, 2030 (at night)",
    "goals/sheds-boats": "Sheds, Town, 2030 (for boats)",
    "goals/twin-one": "Twins, Town, 2030 (twin-one)",
    "goals/alone": "Alone, Town, 2030",
    "plans/plan-b": "Plan (B 2)",
    "shelters/high-1": "High Street (4)",
    "shelters/mill": "Mill Lane",
}


def heading(newsroom: Newsroom, path: str) -> str:
    return unescape(re.findall(r"<h1>(.*?)</h1>", page(newsroom, path))[0])


def test_what_differs_is_added_and_only_where_it_has_to_be(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PACKAGE, TABLES)
    built(newsroom)
    assert {path: heading(newsroom, path) for path in HEADINGS} == HEADINGS
    assert_apart(newsroom, ("goals/", "plans/", "shelters/"), "")
    listed = text_of(page(newsroom, "goals"))
    assert "Energy use: Steel new plants" in listed.replace("(", "").replace(")", ""), listed
    assert "Trees (10%)" not in listed, "what stands in a column beside the name is not said twice"


def test_a_row_that_makes_another_ambiguous_changes_the_heading_of_both(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PACKAGE, TABLES)
    built(newsroom)
    newsroom.change("data/goals.csv", "alone,plan-a,alone", "beside,plan-a,alone,town,,,rate,2030,2,%,\nalone,plan-a,alone")
    built(newsroom)
    assert heading(newsroom, "goals/alone") == "Alone, Town, 2030 (1%)" and heading(newsroom, "goals/beside") == "Alone, Town, 2030 (2%)"


def rows_of(html: str) -> Iterator[str]:
    """The text of each row of the lists of a page."""
    for row in re.findall(r"<tr id=.*?</tr>|<li id=.*?</li>|<li data-item.*?</li>", html, re.S):
        yield text_of(row).strip()


def repeated(found: Iterable[object]) -> list[object]:
    return [what for what, count in Counter(found).items() if count > 1]


def explored(folder: Path) -> list[tuple[str, ...]]:
    """What an explorer shows of each row of a list: what stands in its columns."""
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    facets = {
        facet["name"]: [[facet["values"][n][1] for n in at] if isinstance(at, list) else facet["values"][at][1] if at is not None else "" for at in facet["of"]]
        for facet in index["facets"]
    }
    found: list[tuple[str, ...]] = []
    for file, count in index["parts"]:
        said = json.loads((folder / file).read_text(encoding="utf-8"))["said"]
        start = len(found)
        found += [tuple(str(said[name][n] if name in said else facets[name][start + n]) for name, *_ in index["columns"]) for n in range(count)]
    return found


def assert_apart(newsroom: Newsroom, records: Iterable[str], root: str) -> None:
    site = newsroom.site / root
    for below in records:
        pages = sorted(site.glob(f"{below}*/index.html"))
        headings = [re.findall(r"<h1>(.*?)</h1>", html)[0] for file in pages if "<h1>" in (html := file.read_text(encoding="utf-8"))]
        assert headings and not repeated(headings), below
        titles = [re.findall(r"<title>(.*?)</title>", file.read_text(encoding="utf-8"))[0] for file in pages]
        assert not repeated(titles), below
    assert not repeated((r.kind, r.name, r.where) for r in records_of(site))
    others = {language.name for language in newsroom.site.iterdir() if (language / "search").is_dir()}
    for file in (file for file in sorted(site.rglob("index.html")) if root or file.relative_to(site).parts[0] not in others):
        assert not repeated(rows_of(file.read_text(encoding="utf-8"))), file.relative_to(site)
    lists = sorted((site / "explore").rglob("index.json"))
    assert lists
    for index in lists:
        assert not repeated(explored(index.parent)), index.relative_to(site)


@pytest.mark.parametrize("root", ["", "nl/"])
def test_no_two_records_of_the_harbour_town_read_alike(built_newsroom: Newsroom, root: str) -> None:
    assert_apart(built_newsroom, ("targets/", "policies/"), root)


@pytest.mark.parametrize("fixture", ["promises", "catalogue", "own", "sample"])
def test_no_two_records_of_any_newsroom_read_alike(fixture: str, tmp_path: Path) -> None:
    """Each with a row that differs from another in one thing."""
    if fixture == "sample":
        assert build_py("init", tmp_path / "town", "--languages", "en,zh").code == 0
        newsroom = Newsroom(tmp_path / "town")
    else:
        package, tables = {"promises": (PROMISES, PROMISE_TABLES), "catalogue": (CATALOGUE, CATALOGUE_TABLES), "own": (OWN, OWN_TABLES)}[fixture]
        twins = {
            "promises": {"promises.csv": "night-trains-2,Night trains on three lines,transport,begun,2028,,\n"},
            "catalogue": {"tasks.csv": "sweep-2,plan-b,works,1,Sweep the quay,At night,\n", "uses.csv": "pump-2,pump,North pier,north,\n"},
            "own": {"shelters.csv": "19,Mill Lane,west,6,2021-05\n"},
        }[fixture]
        tables = (
            {name: tables[name] + "".join(twins.get(name, "")) for name in tables}
            if fixture != "promises"
            else {**tables, "promises.csv": f"{dedent(tables['promises.csv']).strip()}\n{twins['promises.csv']}"}
        )
        newsroom = made(tmp_path / "town", package, tables)
    built(newsroom)
    assert_apart(newsroom, (), "")


@pytest.mark.parametrize("root", ["", "en/"])
def test_no_two_records_of_the_flagship_read_alike(flagship: Newsroom, root: str) -> None:
    assert_apart(flagship, ("targets/", "catalogue/technologies/", "policies/"), root)
