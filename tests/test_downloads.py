"""What readers take away: files that open in a spreadsheet program as they are meant, and that run nothing there."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from conftest import ADDRESS, REPOSITORY, Newsroom
from door import build_py_as_a_person
from playwright.sync_api import Browser
from test_browser import served

from ledger.outputs import workbook
from ledger.outputs.sheet import harmless

FORMULAS = ("=HYPERLINK(A1)", "+cmd|' /C calc'!A0", "@SUM(A1:A9)", "-2+3", "\t=1+1", "＝1+1", "－1+cmd")
NOT_FORMULAS = ("", "-5", "+5.25", "-1e-5", "−5", "-12 %", "=", "-", "≥ 5", "a=b", "5-6", "'=1+1")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", NOT_FORMULAS)
def test_numbers_lone_signs_and_plain_texts_are_as_they_were(text: str) -> None:
    assert harmless(text) == text


def rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def test_every_csv_on_the_site_begins_with_a_byte_order_mark_and_runs_nothing(newsroom: Newsroom) -> None:
    newsroom.change("content/charts/harbour.py", '["Promise", "End"]', '["=1+1", "End"]')
    said = newsroom.build()
    assert said.code == 0, said.err
    files = sorted(newsroom.site.rglob("*.csv"))
    assert {f.parts[-3] for f in files} >= {"charts"} and {f.parent.name for f in files} >= {"data"}
    for file in files:
        head, *body = rows(file)
        assert head[0].startswith("\ufeff") and not head[0].startswith("\ufeff\ufeff"), file
        for cell in (cell for row in [head, *body] for cell in row):
            assert harmless(cell.removeprefix("\ufeff")) == cell.removeprefix("\ufeff"), f"{file}: {cell}"
    assert rows(newsroom.site / "charts/from-to/en.csv")[0] == ["\ufeff'=1+1", "End"]


def test_numbers_and_ids_of_a_table_are_published_as_they_are_kept(newsroom: Newsroom) -> None:
    for name in ("targets", "policies", "events", "clauses"):
        kept, published = rows(newsroom.file(f"data/{name}.csv")), rows(newsroom.site / f"data/{name}.csv")
        published[0][0] = published[0][0].removeprefix("\ufeff")
        assert published == kept, name


def test_a_table_is_there_with_the_names_beside_its_codes_in_each_language(built_newsroom: Newsroom) -> None:
    kept = rows(built_newsroom.file("data/targets.csv"))
    for code, region, indicator, note in (("en", "Saltmouth", "Late ferries", "note_en"), ("nl", "Zoutmond", "Late veerboten", "note_nl")):
        head, *body = rows(built_newsroom.site / f"data/targets.{code}.csv")
        assert head[0] == "\ufeffid" and len(body) == len(kept) - 1
        assert [name for name in head if name.startswith("note")] == [note]
        [late] = [row for row in body if row[0] == "late-ferries-2028"]
        for column, name in (("region", region), ("indicator", indicator)):
            at = head.index(column)
            assert (late[at], late[at + 1]) == (dict(zip(kept[0], next(r for r in kept if r[0] == late[0]), strict=True))[column], name)
        assert late[head.index("value")] == "6" and late[head.index("base_value")] == "8.5"
    page = (built_newsroom.site / "data/targets/index.html").read_text(encoding="utf-8")
    assert 'href="../targets.en.csv"' in page
    assert not (built_newsroom.site / "data/clauses.en.csv").exists()


def test_the_script_that_draws_comes_with_the_licences_of_what_is_in_it(newsroom: Newsroom) -> None:
    [script] = (newsroom.site / "assets").glob("vega.*.js")
    [licences] = (newsroom.site / "assets").glob("vega-licences.*.txt")
    assert script.read_bytes().startswith(b"/*! Vega") and b"vega-licences" in script.read_bytes()[:200]
    text = licences.read_text(encoding="utf-8")
    for holder in ("University of Washington Interactive Data Lab", "Mike Bostock", "Mapbox", "jQuery Foundation"):
        assert holder in text


@pytest.mark.parametrize("which", ["flagship", "built_newsroom"])
def test_a_stranger_s_reader_of_data_packages_finds_no_fault_and_every_row(which: str, request: pytest.FixtureRequest) -> None:
    from frictionless import Package

    newsroom: Newsroom = request.getfixturevalue(which)
    report = Package(str(newsroom.site / "data/datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])[:5]
    rows = {}
    for path in sorted((newsroom.root / "data").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as table:
            rows[path.stem] = len(list(csv.reader(table))) - 1
    rows.pop("addresses", None)
    vocabularies = [path for path in (newsroom.site / "data").glob("*.csv") if path.stem not in rows and "." not in path.stem]
    assert len(vocabularies) > 10
    for path in vocabularies:
        rows[path.stem] = len(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    assert {task.name: task.stats.get("rows", 0) for task in report.tasks} == rows


def package_of(newsroom: Newsroom) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((newsroom.site / "data/datapackage.json").read_text(encoding="utf-8"))
    return found


def test_the_package_has_the_hash_and_the_size_of_each_file(built_newsroom: Newsroom) -> None:
    for resource in package_of(built_newsroom)["resources"]:
        content = (built_newsroom.site / "data" / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content) and resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}", resource["name"]


def test_a_name_that_no_vocabulary_has_breaks_a_key_that_a_stranger_checks(newsroom: Newsroom) -> None:
    from frictionless import Package

    package = package_of(newsroom)
    [targets] = [resource for resource in package["resources"] if resource["name"] == "targets"]
    keys = {key["fields"]: key["reference"] for key in targets["schema"]["foreignKeys"]}
    assert keys["unit"] == {"resource": "units", "fields": "id"} and keys["region"] == {"resource": "regions", "fields": "id"}
    newsroom.site.joinpath("data/targets.csv").write_text(
        newsroom.site.joinpath("data/targets.csv").read_text(encoding="utf-8").replace(",thousand,", ",thousands,"), encoding="utf-8"
    )
    report = Package(str(newsroom.site / "data/datapackage.json")).validate()
    assert [kind for [kind] in report.flatten(["type"]) if "key" in kind] == ["foreign-key"]


def test_one_archive_is_a_package_that_reads_itself(built_newsroom: Newsroom, tmp_path: Path) -> None:
    from frictionless import Package

    with zipfile.ZipFile(built_newsroom.site / "data/data.zip") as archive:
        assert archive.testzip() is None and {about.date_time for about in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = set(archive.namelist())
        archive.extractall(tmp_path)
    resources = package_of(built_newsroom)["resources"]
    assert names == {"datapackage.json", "CITATION.cff", *(resource["path"] for resource in resources)}
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid and report.stats["tasks"] == len(resources)
    for resource in resources:
        assert (tmp_path / resource["path"]).read_bytes() == (built_newsroom.site / "data" / resource["path"]).read_bytes()


@pytest.mark.parametrize("which", ["flagship", "built_newsroom"])
def test_the_database_has_every_row_and_each_of_its_keys_holds(which: str, request: pytest.FixtureRequest) -> None:
    newsroom: Newsroom = request.getfixturevalue(which)
    connection = sqlite3.connect(f"file:{newsroom.site / 'data/data.sqlite'}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        keys = 0
        for resource in package_of(newsroom)["resources"]:
            name = f"vocabulary_{resource['name']}" if resource.get("vocabulary") else resource["name"]
            count = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            assert count == len(rows(newsroom.site / "data" / resource["path"])) - 1, name
            keys += len(connection.execute(f'PRAGMA foreign_key_list("{name}")').fetchall())
        assert keys > 15
    finally:
        connection.close()


def test_the_database_counts_with_numbers_and_keeps_the_digits_that_are_printed(built_newsroom: Newsroom) -> None:
    connection = sqlite3.connect(f"file:{built_newsroom.site / 'data/data.sqlite'}?mode=ro", uri=True)
    try:
        asked = (
            "SELECT value, value_printed, vocabulary_units.nl FROM targets JOIN vocabulary_units ON vocabulary_units.id = unit WHERE targets.id = 'fare-cap'"
        )
        [(value, printed, unit)] = connection.execute(asked).fetchall()
        assert (value, printed) == (2.4, "2.4") and unit
    finally:
        connection.close()


@pytest.mark.parametrize("code", ["en", "nl"])
def test_a_stranger_opens_the_workbook_and_finds_names_beside_codes_and_no_formula(code: str, built_newsroom: Newsroom) -> None:
    book = openpyxl.load_workbook(built_newsroom.site / f"data/data.{code}.xlsx")
    assert book.sheetnames[1:] == ["sources", "policies", "targets", "events", "discrepancies"]
    notes = {key: text for key, text in book.worksheets[0].iter_rows(values_only=True, max_col=2) if text}
    assert len(notes) > 20 and any("creativecommons.org" in text for text in notes.values())
    for sheet in book.worksheets[1:]:
        kept = rows(built_newsroom.root / f"data/{sheet.title}.csv")
        assert sheet.max_row == len(kept) and {name for name in kept[0] if not name.endswith("_nl" if code == "en" else "_en")} <= {
            cell.value for cell in sheet[1]
        }
        assert not [cell.coordinate for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    targets = book["targets"]
    head = [cell.value for cell in targets[1]]
    fare = next(line for line in targets.iter_rows(min_row=2) if line[0].value == "fare-cap")
    value, place = fare[head.index("value")], head.index("region")
    assert (value.value, value.number_format) == (2.4, "0.0")
    assert fare[place].value == "saltmouth" and fare[place + 1].value == {"en": "Saltmouth", "nl": "Zoutmond"}[code]


def test_a_table_too_long_for_a_workbook_is_named_on_its_first_sheet(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = len(rows(newsroom.root / "data/targets.csv")) - 1
    monkeypatch.setattr(workbook, "_MOST_ROWS", longest - 1)
    newsroom.change("data/targets.csv", "binding,,\nloans", "binding,A note,\nloans")
    assert newsroom.build().code == 0
    book = openpyxl.load_workbook(newsroom.site / "data/data.en.xlsx")
    notes = dict(book.worksheets[0].iter_rows(values_only=True, max_col=2))
    assert "targets" not in book.sheetnames and "events" in book.sheetnames
    assert notes["targets"] == "/data/targets.csv"


def test_numbers_in_json_keep_the_digits_that_are_printed(built_newsroom: Newsroom) -> None:
    told = {row["id"]: row for row in json.loads((built_newsroom.site / "data/targets.json").read_text(encoding="utf-8"), parse_float=str)}
    assert told["fare-cap"]["value"] == "2.4"
    assert "`306.70`" in (REPOSITORY / "docs/data.md").read_text(encoding="utf-8")


# --- for programs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["flagship", "addressed_newsroom"])
def test_each_record_document_and_place_keeps_the_schema_that_is_published(which: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(which).site
    schema = json.loads((site / "data/schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    files = [*site.rglob("record.json"), *site.rglob("place.json")]
    if which == "addressed_newsroom":
        assert len(files) == 8 + 2 + 3
    by_row = {name: jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}) for name in schema["$defs"]}
    whole = jsonschema.Draft202012Validator({**schema, "anyOf": [], "$defs": {}, "properties": {name: {} for name in schema["properties"]}} | {"anyOf": [{}]})
    for file in files:
        told = json.loads(file.read_text(encoding="utf-8"))
        assert whole.is_valid(told) and told["$schema"] == schema["$id"], file
        rows = [(name, row) for name, of_table in told.get("rows", {}).items() for row in of_table]
        for name, row in [*rows, *([(told["table"], told["row"])] if "table" in told else [])]:
            assert not (found := [error.message for error in by_row[name].iter_errors(row)]), (file, found)
    sample = next(file for file in files if "targets" in file.parts)
    jsonschema.Draft202012Validator(schema).validate(json.loads(sample.read_text(encoding="utf-8")))


def test_a_record_says_what_its_codes_are_called_where_it_is_from_and_keeps_its_digits(addressed_newsroom: Newsroom) -> None:
    told = json.loads((addressed_newsroom.site / "targets/fare-cap/record.json").read_text(encoding="utf-8"), parse_float=str)
    assert told["row"]["value"] == "2.4" and told["names"]["region"] == {"en": "Saltmouth", "nl": "Zoutmond"}
    assert told["document"]["id"] == "ferry-rules" and told["clause"]["clause"] == "1"
    assert told["addresses"] == {code: f"https://ledger.example/repo/{root}targets/fare-cap/" for code, root in (("en", ""), ("nl", "nl/"))}
    hill = json.loads((addressed_newsroom.site / "regions/hill/place.json").read_text(encoding="utf-8"))
    assert [row["id"] for row in hill["rows"]["targets"]] == ["trees-hill-2030"] and hill["term"]["en"] == "Hill"


def code_of(newsroom: Newsroom, table: str, home: str) -> dict[str, str]:
    html = (newsroom.site / f"data/{table}/index.html").read_text(encoding="utf-8")
    found = re.findall(r"<h3>([^<]+)</h3>\n<pre>(.*?)</pre>", html, re.S)
    return {language: unescape(code).replace("https://ledger.example/repo/", home) for language, code in found}


def test_the_python_to_paste_reads_the_table(addressed_newsroom: Newsroom) -> None:
    with served(addressed_newsroom.site) as home:
        code = code_of(addressed_newsroom, "targets", home)
        assert list(code) == ["Python", "Python, pandas", "R", "JavaScript"] and all(home in text for text in code.values())
        for language, says in (("Python", "8\n"), ("Python, pandas", "(8, 23)\n")):
            done = subprocess.run([sys.executable, "-c", code[language]], capture_output=True, text=True, check=False)
            assert (done.returncode, done.stdout) == (0, says), done.stderr


@pytest.mark.xdist_group("browser")
def test_the_javascript_to_paste_reads_the_table(addressed_newsroom: Newsroom, browser: Browser) -> None:
    with served(addressed_newsroom.site) as home:
        page = browser.new_page()
        page.goto(home)
        code = code_of(addressed_newsroom, "targets", home)["JavaScript"]
        assert page.evaluate(f"async () => {{ {code} return targets.map((row) => row.id).length; }}") == 8
        page.close()


def test_a_project_that_asks_for_parquet_without_the_library_is_told_what_to_install(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    line = newsroom.change("mkdocs.yml", "extra:\n", "extra:\n  parquet: true\n") + 1
    said = newsroom.check()
    assert said.code == 1 and "Traceback" not in said.err
    assert f"mkdocs.yml:{line}: extra: parquet: true, but the library that writes Parquet is not installed; pip install 'green-ledger[parquet]'" in said.err
    assert not [*newsroom.site.glob("data/*.parquet")]  # nobody asked before


def packages_in(folder: Path, *wanted: str) -> dict[str, str]:
    """An environment that finds packages which are too much for everybody's, fetched for the time of a test."""
    pip = (sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "install", "--only-binary", ":all:", "--target", folder, *wanted)
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"this test gets {', '.join(wanted)} by pip, which says: {done.stderr[-400:]}", pytrace=False)
    return {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{REPOSITORY}"}


def test_what_columns_mean_is_told_in_the_words_of_the_w3c_too(built_newsroom: Newsroom) -> None:
    told = json.loads((built_newsroom.site / "data/csv-metadata.json").read_text(encoding="utf-8"))
    tables = {table["url"]: table["tableSchema"] for table in told["tables"]}
    assert told["@context"][0] == "http://www.w3.org/ns/csvw" and "licenses/by" in told["dc:license"]["@id"]
    for resource in package_of(built_newsroom)["resources"]:
        [head, *_] = rows(built_newsroom.site / "data" / resource["path"])
        schema = tables[resource["path"]]
        assert [column["titles"] for column in schema["columns"]] == [name.removeprefix("\ufeff") for name in head]
        assert len(schema.get("foreignKeys", ())) == len(resource["schema"].get("foreignKeys", ()))
    forms = {column["name"]: (column["datatype"], column.get("separator")) for column in tables["targets.csv"]["columns"]}
    assert (forms["value"], forms["also"], forms["year"]) == (("decimal", None), ("string", ";"), ("string", None))
    assert tables["targets.csv"]["primaryKey"] == ["id"]


@pytest.mark.long
@pytest.mark.parametrize("which", ["flagship", "built_newsroom"])
def test_a_stranger_s_reader_of_csvw_finds_no_fault_in_any_row(which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    newsroom: Newsroom = request.getfixturevalue(which)
    there = packages_in(tmp_path / "packages", "csvw>=4,<5")
    for file in (newsroom.site / "data").glob("*.csv"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8-sig"), encoding="utf-8")  # the standard drops the mark, this reader does not
    shutil.copy(newsroom.site / "data/csv-metadata.json", tmp_path)
    code = "import sys\nfrom csvw import CSVW\nfound = CSVW(sys.argv[1], validate=True, strict=False); print(found.is_valid, len(found.tables), *(w.message for w in found.warnings), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "csv-metadata.json"], env=there, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["True", str(len(package_of(newsroom)["resources"]))], done.stdout + done.stderr
    targets = tmp_path / "targets.csv"
    targets.write_text(targets.read_text(encoding="utf-8").replace(",%,", ",furlong,", 1), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "csv-metadata.json"], env=there, capture_output=True, text=True, check=False)
    assert "Key `furlong` not found in table units.csv" in done.stderr, done.stdout + done.stderr


@pytest.mark.long
def test_what_parquet_holds_is_what_the_tables_hold(newsroom: Newsroom, tmp_path: Path) -> None:
    """With the library in a folder of its own: 150 MB are too much for everybody's environment."""
    there = packages_in(tmp_path / "packages", "pyarrow>=21,<27", "duckdb")
    newsroom.change("mkdocs.yml", "extra:\n", "extra:\n  parquet: true\n")
    said = build_py_as_a_person("build", "--project", newsroom.root, env={"PYTHONPATH": there["PYTHONPATH"], **ADDRESS})
    assert said.code == 0, said.err
    site = newsroom.site / "data"
    assert {file.stem for file in site.glob("*.parquet")} == {"sources", "policies", "targets", "events", "discrepancies"}
    assert 'href="../targets.parquet"' in (site / "targets/index.html").read_text(encoding="utf-8")
    assert "data/targets.parquet" in (site / "dcat.jsonld").read_text(encoding="utf-8")
    # a stranger's reader: every row, lists as lists, numbers with their digits
    code = "import duckdb, json, sys\nfor file in sys.argv[1:]:\n    r = duckdb.sql(f\"select * from '{file}'\"); print(json.dumps([r.columns, list(map(str, r.types)), r.fetchall()], default=str))"
    files = sorted(site.glob("*.parquet"))
    read = subprocess.run([sys.executable, "-c", code, *files], env=there, capture_output=True, text=True, check=False)
    assert read.returncode == 0, read.stderr
    for file, line in zip(files, read.stdout.splitlines(), strict=True):
        columns, types, found = json.loads(line)
        kept = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"), parse_float=Decimal)
        assert columns == list(kept[0]) and len(found) == len(kept)
        for cells, row in zip(found, kept, strict=True):
            for name, form, cell in zip(columns, types, cells, strict=True):
                if "DECIMAL" in form and row[name] is not None:
                    assert Decimal(cell) == row[name], (file.stem, row, name)
                else:
                    assert cell == (row[name] if form != "VARCHAR[]" else row[name] or []), (file.stem, row, name)
