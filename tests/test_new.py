"""``new``: what begins in all languages of a project, and what is said to be left to fill in."""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY, Newsroom, _project, build_py, tree
from door import Said


@pytest.fixture
def project(tmp_path: Path) -> Newsroom:
    """The sample of ``init`` in Chinese and English."""
    assert build_py("init", tmp_path / "cycling", "--no-guide", "--languages", "zh,en").code == 0
    return Newsroom(tmp_path / "cycling")


def new(project: Newsroom, *words: str | Path) -> Said:
    return build_py("new", *words, "--project", project.root)


def rows(project: Newsroom, table: str) -> list[dict[str, str]]:
    with project.file(f"data/{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_story_and_a_chart_begin_in_each_language_and_pass_the_check(project: Newsroom) -> None:
    said = new(project, "story", "bridge", "--title", "en=The bridge: it opens", "--title", "zh=桥通了")
    assert said.code == 0, said.err
    for line in said.out.splitlines():
        for path, number in re.findall(r"(\S+\.md):(\d+)", line):
            assert re.search(r"[(（]", project.file(path).read_text(encoding="utf-8").splitlines()[int(number) - 1]), line
    drawn = new(project, "chart", "stories/bridge", "--table", "observations", "--mark", "line", "--title", "Lanes")
    assert drawn.code == 0 and [line for line in drawn.out.splitlines() if "values in different units: km, people; filter by unit" in line]
    for code in ("zh", "en"):
        page = project.file(f"content/{code}/stories/bridge.md")
        page.write_text(page.read_text(encoding="utf-8").replace("mark:", "filter: {indicator: cycle-lanes}\nmark:"), encoding="utf-8")
    said = project.check()
    assert (said.code, said.err) == (0, "")
    again = new(project, "story", "bridge")
    assert (
        again.code == 1
        and again.problems[0] == "content/en/stories/bridge.md: is there already; choose another name, or edit it"
        and "nothing was written" in again.err
    )


def test_a_chart_begins_as_a_file_with_its_words_in_each_language(project: Newsroom) -> None:
    said = new(project, "chart", "lanes", "--table", "observations", "--mark", "line", "--title", "en=Lanes grow", "--title", "zh=车道变长")
    assert said.code == 0 and "content/charts/lanes.yml:4: chart: values in different units: km, people; filter by unit" in said.out, said
    own = project.file("content/charts/lanes.yml")
    own.write_text(own.read_text(encoding="utf-8") + "filter: {indicator: cycle-lanes}\n", encoding="utf-8")
    assert [project.file(f"content/{code}/charts/lanes.yml").read_text(encoding="utf-8") for code in ("zh", "en")] == [
        'title: "车道变长"\n',
        'title: "Lanes grow"\n',
    ]
    assert project.check().code == 0
    again = new(project, "chart", "lanes", "--table", "observations")
    assert again.code == 1 and again.problems[0] == "content/charts/lanes.yml: is there already; choose another name, or edit it"
    assert "'lien' is no mark; did you mean line?" in new(project, "chart", "more", "--table", "observations", "--mark", "lien").err


def test_a_row_is_written_as_the_schema_has_it_and_what_the_check_says_of_it_is_said_at_once(project: Newsroom) -> None:
    said = new(project, "row", "targets", "id=lanes-2024", "value=18", "year=2024", "base_year=", "--like", "lanes-2030")
    assert said.code == 0 and said.out.startswith("data/targets.csv:7: written; empty: "), said
    assert rows(project, "targets")[-1] | {"id": "lanes-2024", "unit": "km", "value": "18"} == rows(project, "targets")[-1]
    said = new(project, "row", "targets", "id=lanes-2031", "value=47", "--like", "lanes-2030")
    assert said.out.splitlines()[1].startswith("data/targets.csv:8: value: 47 does not stand in clause 1")


def test_a_row_that_lacks_what_it_must_have_is_not_written_and_each_column_explains_itself(project: Newsroom) -> None:
    before = tree(project.root)
    said = new(project, "row", "targets", "value=47", "unti=km")
    assert said.code == 1 and "there is no column 'unti'; did you mean unit" in said.err
    said = new(project, "row", "targets", "value=47", "id=a", "policy=cycling-plan")
    assert said.err.splitlines()[:-1] == [
        "data/targets.csv:1: clause may not be empty (载明此事的条款); write clause=…",
        "data/targets.csv:1: indicator may not be empty (衡量什么; one of cycle-lanes, bicycle-stands, cyclists-hurt, share-of-trips); write indicator=…",
        "data/targets.csv:1: kind may not be empty (数值的类型; one of level); write kind=…",
    ]
    assert new(project, "row", "targets", "id=x", "value=many", "--like", "lanes-2030").code == 1
    assert "did you mean targets" in new(project, "row", "target").err
    assert tree(project.root) == before


def test_on_a_terminal_a_row_is_asked_for_cell_by_cell(project: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("plan-printed\ncycling-plan\n0\n2025-03-12\nmilestone\n印发\nThe plan is printed\n"))
    said = new(project, "row", "events")
    assert said.code == 0 and "data/events.csv:7: written" in said.out, said
    assert "date (日期) *: EDTF 日期" in said.err and "one of issued, in-force, milestone, period" in said.err
    assert rows(project, "events")[-1]["title_en"] == "The plan is printed"


def test_a_table_is_declared_and_takes_rows(project: Newsroom) -> None:
    said = new(project, "table", "shops", "--columns", "id,name,opened:edtf,stands:number", "--title", "Bicycle shops")
    assert said.code == 0, said.err
    path, line = said.out.split(":")[:2]
    assert project.file(path).read_text(encoding="utf-8").splitlines()[int(line) - 1].strip() == "- name: shops"
    assert new(project, "row", "shops", "id=wheel", "name=Wheel", "stands=12", "opened=2024-05").code == 0
    assert project.check().code == 0
    before = tree(project.root)
    for words, says in (
        (("shops",), "there is a table 'shops' already"),
        (("Shops",), "is no name of a table"),
        (("more", "--columns", "id,class"), "'class' cannot be the name of a column"),
        (("more", "--columns", "id,on:dat"), "'dat' is no type"),
    ):
        refused = new(project, "table", *words)
        assert refused.code == 1 and says in refused.err
    assert tree(project.root) == before


def test_a_document_comes_with_its_text_its_checksum_and_its_fingerprint(project: Newsroom, tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text("A note\n\nBy 2031 the town has 50 km of lanes.\n", encoding="utf-8")
    said = new(project, "document", text, "--title", "A note", "--language", "en")
    assert said.code == 0, said.err
    assert project.file("archive/note.txt").read_bytes() == text.read_bytes() and project.file("data/fingerprints/note-text.json").is_file()
    assert project.check().problems == [
        "data/clauses.csv:11: note 0: no row carries 2031, 50; add a row that cites the clause, or list them in data/unused.csv with a reason"
    ]
    before = tree(project.root)
    assert "is there already" in new(project, "document", text, "--id", "other").err
    assert "there is no such text" in new(project, "document", tmp_path / "nowhere.txt").err
    assert tree(project.root) == before
    outline = project.file("worksheets/note-outline.csv")
    assert "worksheets/note-outline.csv: " in said.out and outline.is_file()
    taken = build_py("enter", outline, "--project", project.root)  # one call has proposed it, one takes it
    assert taken.code == 0, taken.err
    assert [row["clause"] for row in rows(project, "clauses") if row["policy"] == "note"] == ["0", "0.1"]
    assert "50" in project.file("worksheets/note-numbers.csv").read_text(encoding="utf-8-sig")


def test_a_page_of_html_is_archived_as_the_text_that_is_made_of_it(project: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "note.html").write_text("<!doctype html><title>x</title><h1>A note</h1><p>By 2031 the town has 50 km of lanes.</p>", encoding="utf-8")
    said = new(project, "document", tmp_path / "note.html", "--id", "a-note", "--language", "en")
    assert said.code == 0, said.err
    assert project.file("archive/note.txt").read_text(encoding="utf-8").startswith("# A note")
    assert rows(project, "sources")[-1]["file"] == "note.txt" and not project.file("archive/note.html").exists()


def test_a_language_has_its_columns_names_and_pages_at_once(project: Newsroom) -> None:
    said = new(project, "language", "pt-BR", "--title", "Livro da bicicleta")
    assert said.code == 0, said.err
    checked = project.check()
    assert checked.code == 0 and [line.split(": ")[0] for line in checked.err.splitlines()] == ["words.yml"], checked.err
    assert 'pt_br: {title: "Livro da bicicleta"' in project.file("mkdocs.yml").read_text(encoding="utf-8")
    assert rows(project, "events")[0]["title_pt_br"] == rows(project, "events")[0]["title_en"]
    assert sorted(tree(project.file("content/pt_br")).items()) == sorted(tree(project.file("content/en")).items())
    before = tree(project.root)
    assert "the site speaks 'pt_br' already" in new(project, "language", "pt_br").err
    assert tree(project.root) == before


@pytest.mark.long
def test_the_flagship_too_takes_a_language(tmp_path: Path) -> None:
    """Its descriptor and vocabularies are written by hand, in every style."""
    copy = _project(REPOSITORY, tmp_path / "copy")
    said = build_py("new", "language", "fr", "--project", copy.root)
    assert said.code == 0, said.err
    for path in ("data/datapackage.yaml", "data/units.yaml", "mkdocs.yml"):
        assert "fr: " in copy.file(path).read_text(encoding="utf-8")


def test_a_table_has_the_types_of_the_standard_and_an_id_and_a_title_a_language_that_there_is(project: Newsroom) -> None:
    assert new(project, "table", "shops", "--columns", "id,opened:date,since:year,free:boolean,tags:array").code == 0
    assert "{name: opened, type: date}" in project.file("data/datapackage.yaml").read_text(encoding="utf-8")
    assert new(project, "table", "lots", "--columns", "name,size:number").problems == [
        "--columns: there is no id, by which a row is known; begin with it: --columns id,name,size:number"
    ]
    assert new(project, "story", "bridge", "--title", "de=Die Brücke").problems == [
        "--title: the project has no language 'de'; name one of zh, en, or none for all"
    ]
    assert "is 300 characters long" in new(project, "story", "a" * 300).err
    assert project.check().code == 0


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("plan.pdf", b"not a pdf, 45 km", "plan.pdf: is called a PDF and is none; save the document as PDF again, or as plain text, .txt"),
        ("plan.docx", b"PK\x03\x04....", "plan.docx: is a packed file, as .docx, .odt and .epub are; save the document as plain text, HTML or PDF"),
        ("规划.txt", b"45 km", "new document: the name of 规划.txt gives no id, which is the end of an address; name one: --id town-plan"),
    ],
)
def test_a_document_that_is_not_what_it_is_called_is_told(project: Newsroom, tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    before = tree(project.root)
    said = new(project, "document", tmp_path / name)
    assert said.code == 1 and said.problems == [told.replace("plan.", f"{tmp_path}/plan.") if name.startswith("plan") else told]
    assert tree(project.root) == before


def test_the_names_in_a_column_become_a_vocabulary_and_the_cells_their_ids(project: Newsroom) -> None:
    descriptor = project.file("data/datapackage.yaml")
    block = "  - name: birds\n    schema:\n      fields:\n        - name: id\n        - {name: island}\n        - name: seen\n          type: list\n        - {name: count, type: number}\n"
    descriptor.write_text(descriptor.read_text(encoding="utf-8") + block, encoding="utf-8")
    table = project.file("data/birds.csv")
    table.write_text("id,island,seen,count\nb-1,Île d'Oléron,鸥;鹭,1\nb-2,Ile d'Oleron,鹭,2\nb-3,,,3\n", encoding="utf-8")
    assert new(project, "vocabulary", "birds.island", "--name", "islands").code == 0
    said = new(project, "vocabulary", "birds.seen")
    assert said.code == 0 and said.out.splitlines()[:2] == ["data/seen.yaml: 2 terms; to be translated: en", "data/birds.csv: seen has their ids now"], said
    assert table.read_text(encoding="utf-8") == "id,island,seen,count\nb-1,ile-d-oleron,seen-1;seen-2,1\nb-2,ile-d-oleron-2,seen-2,2\nb-3,,,3\n"
    assert 'ile-d-oleron: {zh: "Île d\'Oléron", en: "Île d\'Oléron"}' in project.file("data/islands.yaml").read_text(encoding="utf-8")
    text = descriptor.read_text(encoding="utf-8")
    assert "  islands: islands.yaml\n  seen: seen.yaml\n" in text and "- {name: island, vocabulary: islands}" in text
    assert "        - name: seen\n          vocabulary: seen\n          type: list\n" in text
    assert project.check().code == 0, project.check().err
    before = tree(project.root)
    for column, told in {
        "birds": "'birds' names no column; write table.column",
        "bird.island": "there is no table 'bird'; did you mean birds",
        "birds.islands": "birds has no column 'islands'; did you mean island?",
        "birds.island": "birds.island is of the vocabulary 'islands' already; add terms to data/islands.yaml",
        "birds.count": "birds.count holds no names",
        "birds.id": "birds.id holds no names",
        "targets.note_en": "there is a table or a vocabulary 'regions' already; name it otherwise",
    }.items():
        refused = new(project, "vocabulary", column, *(["--name", "regions"] if column.startswith("targets") else []))
        assert refused.code == 1 and told in refused.problems[0], refused.err
    assert tree(project.root) == before


@pytest.mark.parametrize("declared", ["", "vocabularies: {}\n", "vocabularies:\n", "vocabularies: {units: units.yaml}\n"])
def test_a_vocabulary_is_declared_whatever_the_descriptor_says_of_others(tmp_path: Path, declared: str) -> None:
    town = Newsroom(tmp_path)
    for path, text in {
        "mkdocs.yml": "site_name: Town\nplugins: [ledger]\n",
        "content/en/index.md": "---\ntitle: Town\n---\n",
        "data/datapackage.yaml": f"name: town\nlanguages: [en]\n{declared}resources:\n  - name: birds\n    schema: {{fields: [{{name: id}}, {{name: island}}]}}\n",
        "data/birds.csv": "\ufeffid,island\r\na,North\r\n",
        "data/units.yaml": "t: {en: t}\n",
    }.items():
        town.file(path).parent.mkdir(parents=True, exist_ok=True)
        town.file(path).write_bytes(text.encode())
    said = new(town, "vocabulary", "birds.island")
    assert said.code == 0, said.err
    assert town.file("data/birds.csv").read_bytes() == b"id,island\r\na,north\r\n"
    assert town.check().code == 0, town.check().err


@pytest.mark.parametrize("settings", ["", "extra:\n  date: 2026-05-04 # the day\n", "extra:\n"])
def test_a_second_language_names_the_first_too_where_that_stood_nowhere(tmp_path: Path, settings: str) -> None:
    town = Newsroom(tmp_path)
    for path, text in {
        "mkdocs.yml": f"site_name: Town\nplugins: [ledger]\n{settings}",
        "content/en/index.md": "---\ntitle: Town\n---\n",
        "data/datapackage.yaml": "name: town\nlanguages: [en]\nresources:\n  - name: birds\n    title: Birds\n    role: event\n    schema:\n      fields:\n"
        "        - {name: id}\n        - {name: what, as: title_en, title_en: What}\n        - {name: date, format: edtf}\n        - {name: note_en}\n",
        "data/birds.csv": "id,what,date,note_en\na,Came,2020,early\n",
    }.items():
        town.file(path).parent.mkdir(parents=True, exist_ok=True)
        town.file(path).write_text(text, encoding="utf-8")
    assert (said := new(town, "language", "pt-BR", "--title", "Vila")).code == 0, said.err
    text = town.file("mkdocs.yml").read_text(encoding="utf-8")
    assert 'en: {name: "English", tag: en}' in text and 'pt_br: {name: "português", tag: pt-BR}' in text and 'pt_br: {title: "Vila", line: ""}' in text
    assert "2026-05-04 # the day" in text or "date" not in settings
    declared = town.file("data/datapackage.yaml").read_text(encoding="utf-8")
    assert "{name: what_pt_br, as: title_pt_br, title_en: What, title_pt_br: What}" in declared and "{name: note_pt_br}" in declared
    assert town.file("data/birds.csv").read_text(encoding="utf-8") == "id,what,what_pt_br,date,note_en,note_pt_br\na,Came,Came,2020,early,early\n"
    assert (checked := town.check()).code == 0, checked.err
