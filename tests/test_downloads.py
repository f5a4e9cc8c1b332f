"""What readers take away: files that open in a spreadsheet program as they are meant, and that run nothing there."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from conftest import Newsroom

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
    assert {task.name: task.stats.get("rows", 0) for task in report.tasks} == rows
