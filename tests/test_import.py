"""``import``: a table from a spreadsheet or from records becomes a CSV that is kept, and a declaration to look at."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import Newsroom, build_py, tree
from door import Said

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
FORMS = '<numFmts><numFmt numFmtId="164" formatCode="0.00"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
STYLES = ("0", "164", "165", "9")
"""Plain, two decimals, a day, a per cent: the styles s="0" to s="3" of a cell."""


def workbook(path: Path, rows: str, strings: tuple[str, ...] = ()) -> Path:
    """The least that is an XLSX file; ``rows`` is the XML of its first sheet."""
    cells = "".join(f'<xf numFmtId="{style}"/>' for style in STYLES)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("xl/workbook.xml", f'<workbook {MAIN} {LINKS}><sheets><sheet name="Lanes" sheetId="1" r:id="rId1"/></sheets></workbook>')
        file.writestr("xl/_rels/workbook.xml.rels", f'<Relationships {PACKAGE}><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>')
        file.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{''.join(f'<si><t>{text}</t></si>' for text in strings)}</sst>")
        file.writestr("xl/styles.xml", f"<styleSheet {MAIN}>{FORMS}<cellXfs>{cells}</cellXfs></styleSheet>")
        file.writestr("xl/worksheets/sheet1.xml", f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Newsroom:
    assert build_py("init", tmp_path / "cycling", "--no-guide").code == 0
    return Newsroom(tmp_path / "cycling")


def brought(project: Newsroom, *words: str | Path) -> Said:
    return build_py("import", *words, "--project", project.root)


HEAD = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c></row>'
NAMES = ("id", "Length (km)", "opened", "share", "note")


def test_a_sheet_keeps_its_numbers_as_they_are_shown_and_its_dates_as_dates(project: Newsroom, tmp_path: Path) -> None:
    rows = (
        '<row r="3"><c r="A3" t="s"><v>5</v></c><c r="B3" s="1"><v>306.7</v></c><c r="C3" s="2"><v>45413</v></c><c r="D3" s="3"><v>0.25</v></c><c r="E3" t="e"><v>#REF!</v></c></row>'
        '<row r="4"><c r="A4" t="inlineStr"><is><t> quay </t></is></c><c r="B4" s="1"><v>0.30000000000000004</v></c><c r="C4" s="2"><v>45427</v></c><c r="E4" t="b"><v>1</v></c></row>'
    )
    said = brought(project, workbook(tmp_path / "Lanes 2026.xlsx", HEAD + rows, (*NAMES, "hill")))
    assert said.code == 0, said.err
    assert (
        project.file("data/lanes-2026.csv").read_text(encoding="utf-8")
        == "id,length_km,opened,share,note\nhill,306.70,2024-05-01,0.25,\nquay,0.30,2024-05-15,,true\n"
    )
    declared = project.file("data/datapackage.yaml").read_text(encoding="utf-8")
    assert '- {name: length_km, type: number, format: printed, title_en: "Length (km)"}' in declared and "- {name: opened, format: edtf," in declared
    assert "guessed: id: string, length_km: number, opened: edtf, share: number, note: boolean; correct what is not so" in said.out
    told = said.out.splitlines()
    assert "E3: #REF! was left empty" in told and "D3: a per cent that the sheet shows is kept as the part of one that it holds" in told
    assert "B4: what binary numbers add was taken away, as 0.3 for 0.30000000000000004" in told
    assert (checked := project.check()).code == 0, checked.err


def test_records_keep_their_digits_and_get_ids_where_they_have_none(project: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "shops.json").write_text('{"about": 1, "data": [{"name": "Wheel", "stands": 12.50, "since": 2019}, {"name": "Spoke", "tags": ["a", "b"]}]}')
    said = brought(project, tmp_path / "shops.json", "--table", "shops", "--title", "Shops")
    assert said.code == 0, said.err
    assert project.file("data/shops.csv").read_text() == "id,name,stands,since,tags\nshops-1,Wheel,12.50,2019,\nshops-2,Spoke,,,a;b\n"
    assert "id: rows are numbered, shops-1 …" in said.out and "since: edtf" in said.out
    assert project.check().code == 0


def test_a_heading_that_is_a_word_of_python_or_of_every_row_gets_a_name_of_its_own(project: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "barley.json").write_text('[{"id": "a", "yield": 27, "Class": "six-row", "line": "M1"}]', encoding="utf-8")
    said = brought(project, tmp_path / "barley.json")
    assert said.code == 0, said.err
    assert project.file("data/barley.csv").read_text(encoding="utf-8") == "id,yield_,class_,line_\na,27,six-row,M1\n"
    assert '{name: yield_, type: number, format: printed, title_en: "yield"}' in project.file("data/datapackage.yaml").read_text(encoding="utf-8")


def test_what_cannot_be_brought_in_is_one_line_and_changes_nothing(project: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(project.root)
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.json").write_text('{"a": 1}')
    (tmp_path / "c.json").write_text(json.dumps([{"a b": 1, "a-b": 2}]))
    (tmp_path / "d.xlsx").write_text("no zip")
    (tmp_path / "e.csv").write_text("id\n")
    (tmp_path / "j.csv").write_text("id,name\na,b,c\n")
    (tmp_path / "k.ods").write_text("")
    (tmp_path / "i.json").write_text('[{"since": "2024-02-30"}, {"since": "2024-02-28"}]')
    (tmp_path / "f.parquet").write_bytes(b"PAR1")
    workbook(tmp_path / "g.xlsx", HEAD, NAMES)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for name, says in (
        ("a.json", "is no JSON"),
        ("b.json", "has no list of records"),
        ("c.json", "there are two columns 'a_b'"),
        ("d.xlsx", "is no XLSX file"),
        ("e.csv", "has no rows below a header"),
        ("j.csv", "line 2: 3 cells where the header has 2 columns"),
        ("k.ods", "is none of .csv, .xlsx, .json and .parquet"),
        ("f.parquet", "pip install 'green-ledger[parquet]'"),
        ("i.json", "data/i.csv:2: since: "),
        ("g.xlsx", "has no rows below a header"),
        ("nowhere.xlsx", "there is no such file"),
    ):
        said = brought(project, tmp_path / name)
        assert said.code == 1 and says in said.err and len(said.err.splitlines()) == 2 and "nothing was written" in said.err, (name, said)
    named = brought(project, workbook(tmp_path / "h.xlsx", HEAD, NAMES), "--sheet", "Lane")
    assert "has no sheet 'Lane', but Lanes" in named.err
    assert tree(project.root) == before


@pytest.mark.parametrize(
    ("content", "kept", "told"),
    [
        (
            "name;Länge (km);opened\nQuay;1.234,50;1.5.2024\nHill;0,3;14.5.2024\n".encode("cp1252"),
            "Quay,1234.50,2024-05-01\nlanes-2,Hill,0.3,2024-05-14\n",
            "read as CP1252",
        ),
        (
            '\ufeffsep=;\r\nname;length;since\r\nQuay;1,5;2024/5/1\r\n"Hill; top";2;2024/5/14\r\n'.encode(),
            "Quay,1.5,2024-05-01\nlanes-2,Hill; top,2,2024-05-14\n",
            "length: each number as a ledger has it: 1,5 is 1.5",
        ),
        (
            'name,length,since\nQuay,"1,200",3/4/2024\nHill,15,3/25/2024\n'.encode("utf-16"),
            "Quay,1200,2024-03-04\nlanes-2,Hill,15,2024-03-25\n",
            "read as UTF-16",
        ),
        (
            "name\tlength\tsince\n码头\t1\t3/4/2024\n山坡\t2\t4/4/2024\n".encode("gb18030"),
            "码头,1,3/4/2024\nlanes-2,山坡,2,4/4/2024\n",
            "since: '3/4/2024' may be 2024-03-04 or 2024-04-03; it stays as it is",
        ),
    ],
    ids=["semicolons", "a note to a spreadsheet", "thousands", "tabs"],
)
def test_a_csv_is_read_in_its_encoding_and_with_its_signs(project: Newsroom, tmp_path: Path, content: bytes, kept: str, told: str) -> None:
    (tmp_path / "lanes.csv").write_bytes(content)
    said = brought(project, tmp_path / "lanes.csv")
    assert said.code == 0, said.err
    header, _, rows = project.file("data/lanes.csv").read_text(encoding="utf-8").partition("\n")
    assert header.startswith("id,name,l") and rows == f"lanes-1,{kept}"
    assert told in said.out.splitlines()
    assert project.check().code == 0


def test_what_means_nothing_true_or_a_year_of_long_ago_is_seen_and_what_keeps_a_column_from_numbers_is_told(project: Newsroom, tmp_path: Path) -> None:
    file = tmp_path / "spots.csv"
    file.write_text("what,n,open,year,odd,code\na,NA,TRUE,1789,1,NA\nb,3,FALSE,1848,2,DE\nc,NaN,TRUE,1901,-,FR\n", encoding="utf-8")
    said = brought(project, file)
    assert said.code == 0, said.err
    assert project.file("data/spots.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "spots-1,a,,true,1789,1,NA",
        "spots-2,b,3,false,1848,2,DE",
        "spots-3,c,,true,1901,-,FR",
    ], "NA is the code of a country in a column of words"
    assert "n: number, open: boolean, year: edtf, odd: string, code: string" in said.out
    assert "n: NA and NaN is left empty, in 2 cells" in said.out
    assert "odd: stays text, since '-' is no number; correct the cells, or say what means nothing: missingValues" in said.out
    records = tmp_path / "more.json"
    records.write_text('[{"n": "NULL"}, {"n": "4"}]', encoding="utf-8")
    assert "n: NULL is left empty, in 1 cell" in brought(project, records).out
    german = tmp_path / "laden.csv"
    german.write_text("name;laenge\nQuay;1.234,50\nHill;NA\n", encoding="utf-8")
    assert brought(project, german).code == 0
    assert project.file("data/laden.csv").read_text(encoding="utf-8").endswith(",Quay,1234.50\nladen-2,Hill,\n"), "numbers are read past what means nothing"
    assert project.check().code == 0
    assert brought(project, file, "--table", "again", "--sheet", "S").problems == ["--sheet: spots.csv has no sheets; leave it out; only an .xlsx has some"]


@pytest.mark.parametrize(
    "declared", [None, "name: town\nlanguages: [en]\n", "name: town\nresources: []\nlanguages: [en]\n"], ids=["nothing", "no tables", "an empty list"]
)
def test_a_project_without_a_table_begins_with_one_that_is_brought_in(tmp_path: Path, declared: str | None) -> None:
    town = Newsroom(tmp_path / "town")
    (town.root / "content" / "en").mkdir(parents=True)
    town.file("mkdocs.yml").write_text("site_name: Town\nplugins: [ledger]\n", encoding="utf-8")
    town.file("content/en/index.md").write_text("---\ntitle: Town\n---\n[[count:lanes]] lanes.\n", encoding="utf-8")
    town.file("data").mkdir()
    if declared is not None:
        town.file("data/datapackage.yaml").write_text(declared, encoding="utf-8")
    town.file("data/lanes.csv").write_text("id;name;km\nquay;Quay;1,5\n", encoding="utf-8")  # where it was put already
    said = brought(town, town.file("data/lanes.csv"))
    assert said.code == 0, said.err
    assert town.file("data/lanes.csv").read_text(encoding="utf-8") == "id,name,km\nquay,Quay,1.5\n"
    assert (made := build_py("new", "table", "shops", "--project", town.root)).code == 0, made.err
    assert (checked := town.check()).code == 0 and not checked.problems, checked.err
    assert town.file("data/datapackage.yaml").read_text(encoding="utf-8").count("resources:") == 1
