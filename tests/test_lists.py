"""Lists of what a newsroom declares: what columns they show, what these are called, what stands together, and that no two rows read alike."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest
from conftest import Newsroom
from test_any_newsroom import OWN, OWN_TABLES, PROMISE_TABLES, PROMISES, built, made, page, text_of


def heads(html: str) -> list[str]:
    """The heads of the columns of the first table of a page."""
    return [unescape(words) for words in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", html.split("</thead>")[0])]


def cells(html: str, id: str) -> list[str]:
    row = re.findall(rf'<tr id="{id}".*?</tr>', html, re.S)[0]
    return [text_of(cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]


def test_a_list_of_promises_shows_what_is_declared_under_its_titles_and_no_empty_column(tmp_path: Path) -> None:
    newsroom = made(
        tmp_path / "town", PROMISES.replace("as: title_en,", "as: title_en, title: Pledge,").replace("as: year,", "as: year, title: Due,"), PROMISE_TABLES
    )
    built(newsroom)
    listed = page(newsroom, "promises")
    assert heads(listed) == ["Pledge", "Due", "Ministry", "State", "Cost", "Source"]
    assert cells(listed, "free-school-meals") == ["Free school meals in every primary school", "2027", "Education", "Begun", "1.5", "Party programme p. 12"]
    assert cells(listed, "night-trains") == ["Night trains on three lines", "2028", "Transport", "", "", ""]
    index = json.loads((newsroom.site / "explore/promises/index.json").read_text(encoding="utf-8"))
    assert [title for _, title, *_ in index["columns"]] == heads(listed), "an explorer has the same columns"
    assert heads(page(newsroom, "ministries/transport")) == ["Pledge", "Due"], "a page shows what its rows say and its head does not"


def test_a_table_says_which_columns_its_list_shows_and_in_which_order(tmp_path: Path) -> None:
    package = PROMISES.replace("    title: Promises\n", "    title: Promises\n    pages: {columns: [cost, ministry]}\n")
    newsroom = made(tmp_path / "town", package, PROMISE_TABLES)
    built(newsroom)
    assert heads(page(newsroom, "promises")) == ["Entry", "Cost", "Ministry", "Source"]


def test_a_yes_or_no_is_no_name(tmp_path: Path) -> None:
    package = OWN.replace("- {name: number}\n", "- {name: number}\n        - {name: roofed, type: boolean, title: Roofed}\n")
    tables = {**OWN_TABLES, "shelters.csv": "number,roofed,street,ward,seats,built\n17,true,High Street,east,4,1998\n18,false,Mill Lane,west,,\n"}
    newsroom = made(tmp_path / "own", package, tables)
    built(newsroom)
    assert cells(page(newsroom, "shelters"), "shelters-17")[:3] == ["High Street #", "17", "yes"]


CATALOGUE = """
vocabularies:
  sorts: sorts.yaml
  areas: {file: areas.yaml, place: true}
resources:
  - name: plans
    role: document
    title: Plans
    schema: {fields: [{name: id}, {name: title_en}]}
  - name: tasks
    role: entry
    title: Tasks
    schema:
      foreignKeys: [{fields: plan, reference: {resource: plans}}]
      fields:
        - {name: id}
        - {name: plan}
        - {name: kind, vocabulary: sorts, title: Sort}
        - {name: number}
        - {name: name_en, title: Task}
        - {name: summary_en}
        - {name: desk, title: Desk}
  - name: machines
    role: item
    title: Machines
    schema: {fields: [{name: id}, {name: name_en}]}
  - name: uses
    role: case
    title: Uses
    schema:
      foreignKeys: [{fields: machine, reference: {resource: machines}}]
      fields:
        - {name: id}
        - {name: machine, title: Machine}
        - {name: title_en, title: Place of work}
        - {name: area, vocabulary: areas, title: Area}
        - {name: saved, type: number, unit: kg, title: Saved}
"""
CATALOGUE_TABLES = {
    "plans.csv": "id,title_en\nplan-a,Plan A\nplan-b,Plan B\n",
    "tasks.csv": """id,plan,kind,number,name_en,summary_en,desk
sweep,plan-a,works,1,Sweep the quay,Every week,harbour
paint,plan-b,works,1,Paint the quay,,
count,plan-a,study,2,Count the gulls,,
loose,plan-a,,3,Mend the nets,,
""",
    "machines.csv": "id,name_en\ncrane,Crane\npump,Pump\n",
    "uses.csv": "id,machine,title_en,area,saved\ncrane-1,crane,North pier,north,5\ncrane-2,crane,South pier,,\npump-1,pump,North pier,north,7\n",
    "sorts.yaml": "works: {en: Works}\nstudy: {en: Studies}\n",
    "areas.yaml": "north: {en: North}\n",
}


def test_all_entries_and_all_applications_stand_in_a_list_each(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", CATALOGUE, CATALOGUE_TABLES)
    built(newsroom)
    tasks = page(newsroom, "tasks")
    assert heads(tasks)[:4] == ["Task", "No.", "Sort", "Desk"] and "<h1>Tasks</h1>" in tasks
    assert re.findall(r'<tr id="([^"]+)"', tasks) == ["sweep", "count", "loose", "paint"], "document after document"
    assert '<a href="../catalogue/works/#sweep">Sweep the quay</a>' in tasks, "a row leads to where it stands"
    assert '<summary><span class="title">Sort</span>' in tasks
    assert "harbour" in text_of(page(newsroom, "catalogue/works")), "what a table has of its own is shown where its rows stand"
    uses = page(newsroom, "uses")
    assert heads(uses) == ["Place of work", "Area", "Machine", "Saved"]
    assert cells(uses, "crane-1") == ["North pier", "North", "Crane", "5 kg"]
    assert '<a href="../catalogue/machines/crane/#crane-1">North pier</a>' in uses
    assert 'class="twin-name"' not in page(newsroom, "catalogue/machines/crane"), "there is one language"
    front = page(newsroom, "catalogue")
    assert 'href="../tasks/">Tasks: all</a>' in front and 'href="../uses/">Uses: all</a>' in front
    foot = page(newsroom, ".").partition("<footer")[2]
    assert 'href="tasks/">Tasks</a>' in foot and 'href="uses/">Uses</a>' in foot, "what the menu does not lead to stands below every page"
    assert 'href="../../tasks/#loose"' in page(newsroom, "plans/plan-a"), "an entry of no kind stands in the list of all"


def test_applications_are_narrowed_by_what_their_items_are_narrowed_by(tmp_path: Path) -> None:
    sorted_ = CATALOGUE.replace(
        "fields: [{name: id}, {name: name_en}]}", "fields: [{name: id}, {name: category, vocabulary: sorts, title: Use}, {name: name_en}]}"
    )
    tables = CATALOGUE_TABLES | {"machines.csv": "id,category,name_en\ncrane,works,Crane\npump,study,Pump\n"}
    newsroom = made(tmp_path / "town", sorted_, tables)
    built(newsroom)
    uses = page(newsroom, "uses")
    assert '<details class="facet" data-name="category"><summary><span class="title">Use</span>' in uses
    assert re.findall(r'<tr id="([^"]+)"[^>]* data-category="([^"]*)"', uses) == [("crane-1", "works"), ("crane-2", "works"), ("pump-1", "study")]
    index = json.loads((newsroom.site / "explore/uses/index.json").read_text(encoding="utf-8"))
    facet = next(one for one in index["facets"] if one["name"] == "category")
    assert (facet["values"], facet["of"]) == ([["works", "Works"], ["study", "Studies"]], [0, 0, 1])


def test_a_table_of_one_s_own_is_split_by_a_vocabulary_and_by_nothing_else(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PROMISES.replace("title: Promises\n", "title: Promises\n    pages: {split: ministry, rows: places}\n"), PROMISE_TABLES)
    built(newsroom)
    assert 'href="education/">Education</a>' in page(newsroom, "promises") and 'href="../lists/promises/"' in page(newsroom, "promises")
    assert 'id="night-trains"' in page(newsroom, "promises/transport")
    said = made(tmp_path / "wrong", PROMISES.replace("title: Promises\n", "title: Promises\n    pages: {split: source}\n"), PROMISE_TABLES).check()
    assert said.code == 1 and "promises: pages: split: 'source' names no terms of a vocabulary" in said.err, said.err


SPOKEN = {
    "title_en: Promises\n": "data/datapackage.yaml:8: warning: a title or description is not said in 'nl', and pages show a name of ours or nothing (first: promises: title_nl); write title_nl there",
    "title_en: Promises\n    title_nl: Beloften\n": "",
    "title: Promises\n": "",
}


def bilingual(newsroom: Newsroom, code: str = "nl", name: str = "Nederlands") -> Newsroom:
    """The same in a second language, which says no words of its own."""
    newsroom.change("data/datapackage.yaml", "languages: [en]", f"languages: [en, {code}]")
    newsroom.change("mkdocs.yml", "{en: {name: English, tag: en}}", f"{{en: {{name: English, tag: en}}, {code}: {{name: {name}, tag: {code}}}}}")
    newsroom.change("mkdocs.yml", "line: What was said}}", f"line: What was said}}, {code}: {{title: {name}, line: {name}}}}}")
    (newsroom.root / "content" / code).mkdir()
    (newsroom.root / "content" / code / "index.md").write_text(f"---\ntitle: {name}\nsummary: {name}.\n---\n\n{name}.\n", encoding="utf-8")
    for file in ("ministries", "states"):
        text = newsroom.file(f"data/{file}.yaml").read_text(encoding="utf-8")
        newsroom.file(f"data/{file}.yaml").write_text(re.sub(r"\{en: (\w+)\}", rf"{{en: \1, {code}: \1}}", text), encoding="utf-8")
    return newsroom


@pytest.mark.parametrize("title", SPOKEN)
def test_a_title_that_a_language_lacks_is_told(title: str, tmp_path: Path) -> None:
    newsroom = bilingual(made(tmp_path / "town", PROMISES.replace("title: Promises\n", title), PROMISE_TABLES))
    said = [line for line in newsroom.check().err.splitlines() if "datapackage" in line and "no title_nl:" not in line]
    assert said == [SPOKEN[title]] * bool(SPOKEN[title]), said


def test_a_column_that_a_language_lacks_is_told(tmp_path: Path) -> None:
    newsroom = bilingual(made(tmp_path / "town", PROMISES, PROMISE_TABLES))
    said = newsroom.check()
    assert said.code == 0 and "promises.pledge: there is no title_nl: pages in nl say nothing there; declare title_nl, and fill the column in" in said.err, (
        said.err
    )
    newsroom.change("data/datapackage.yaml", "    - {name: due,", "    - {name: belofte, as: title_nl}\n        - {name: due,")
    newsroom.change("data/promises.csv", "id,pledge,", "id,belofte,pledge,")
    newsroom.change("data/promises.csv", "free-school-meals,", "free-school-meals,Gratis schoolmaaltijden,")
    newsroom.change("data/promises.csv", "night-trains,", "night-trains,Nachttreinen,")
    assert "title_nl" not in newsroom.check().err


def test_the_index_of_the_longest_lists_stays_small(tmp_path: Path) -> None:
    """A hundred thousand figures in no order at all: nothing of their facets can be written shorter than it is."""
    from ledger.load.ledger import Ledger, load_ledger
    from ledger.problems import Problems
    from ledger.render.narrowing import FULL, narrowing

    count, draw = 100_000, random.Random(7)
    facets: Mapping[str, int] = {"indicator": 4, "region": 25, "sex": 2, "age": 5, "level": 2}
    fields = "".join(f"        - {{name: {name}, vocabulary: {name}s}}\n" for name in facets)
    package = "vocabularies:\n" + "".join(f"  {name}s: {name}s.yaml\n" for name in facets)
    package += f"resources:\n  - name: figures\n    role: observation\n    schema:\n      fields:\n        - {{name: id}}\n{fields}        - {{name: value, type: number}}\n"
    values = [[draw.randrange(of) for of in facets.values()] for _ in range(count)]
    lines = (f"f-{n:06}," + ",".join(f"{name}-{at}" for name, at in zip(facets, of, strict=True)) + ",1" for n, of in enumerate(values))
    tables = {f"{name}s.yaml": "".join(f"{name}-{n}: {{en: {name} {n}}}\n" for n in range(of)) for name, of in facets.items()}
    newsroom = made(tmp_path / "office", package, {"figures.csv": f"id,{','.join(facets)},value\n" + "\n".join(lines) + "\n", **tables})
    problems = Problems()
    ledger: Ledger = load_ledger(newsroom.root / "data", problems)
    assert not problems.errors
    found = narrowing(ledger, {"figures/": {"figures/": tuple((row.id,) for row in ledger.rows("figures"))}})
    told = {column: of for column, of in found["figures/"]}
    assert {column: len(of) for column, of in told.items()} == facets and all(sum(value.rows for value in of) == count for of in told.values())

    def size(*wanted: tuple[str, str]) -> int:
        files = {f"figures/{column}/{value.file}" for column, id in wanted for value in told[column] if value.id == id}
        return sum(len(gzip.compress(json.dumps(found[file], separators=(",", ":")).encode(), mtime=0)) for file in files)

    assert size(("sex", "sex-1")) < 25_000 and size(("region", "region-3")) < 12_000
    assert size(("sex", "sex-1"), ("age", "age-0"), ("age", "age-1")) < 48_000, "with the index and a part of the rows it stays below 60,000"
    for column, of in told.items():
        for value in of:
            [runs] = [runs for id, runs in found[f"figures/{column}/{value.file}"] if id == value.id]
            assert sum(runs[1::2]) == value.rows and sum(runs) <= count
    [runs] = [runs for id, runs in found[f"figures/age/{told['age'][0].file}"] if id == told["age"][0].id]
    of = [row.age == told["age"][0].id for row in ledger.rows("figures")]
    spelt = [turn % 2 == 1 for turn, length in enumerate(runs) for _ in range(length)]
    assert spelt == of[: len(spelt)] and not any(of[len(spelt) :])
    assert all(sum(n for _, n, at in told["region"] if at == file) <= FULL for file in {at for *_, at in told["region"]})
