"""Tables as spreadsheets and people save them: what is harmless is accepted, what is not is one sentence, and ``tidy`` undoes it."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NEWSROOM, REPOSITORY
from door import build_py
from hypothesis import given
from hypothesis import strategies as st

from ledger.check import check_ledger
from ledger.check.sections import as_spreadsheets_save, need_section
from ledger.load.ledger import Ledger, load_ledger
from ledger.problems import Problems
from ledger.tidy import tidy

Change = Callable[[str], str | bytes]


class Desk:
    """A newsroom's data on somebody's desk: tables are changed, read and tidied."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(NEWSROOM / "data", root / "data")

    def table(self, name: str = "targets.csv") -> Path:
        return self.root / "data" / name

    def change(self, change: Change, name: str = "targets.csv") -> None:
        content = change(self.table(name).read_text(encoding="utf-8"))
        self.table(name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def read(self) -> tuple[Ledger, list[str]]:
        problems = Problems()
        ledger = load_ledger(self.root / "data", problems)
        check_ledger(ledger, problems)
        return ledger, [str(p) for p in problems]

    def tidy(self, *files: str) -> tuple[list[str], list[str]]:
        problems, said = Problems(), list[str]()
        tidy(self.root, files, problems, said.append)
        return said, [str(p) for p in problems]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def replaced(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert text.count(old) == 1, f"{old} stands {text.count(old)} times"
        return text.replace(old, new)

    return change


def rewritten(**how: object) -> Change:
    def change(text: str) -> str:
        out = io.StringIO()
        csv.writer(out, **{"lineterminator": "\n", **how}).writerows(csv.reader(io.StringIO(text, newline="")))  # type: ignore[arg-type]
        return out.getvalue()

    return change


def columns(order: Callable[[list[str]], list[str]]) -> Change:
    def change(text: str) -> str:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(order(row) for row in csv.reader(io.StringIO(text, newline="")))
        return out.getvalue()

    return change


HARMLESS: dict[str, Change] = {
    "a byte order mark": lambda t: b"\xef\xbb\xbf" + t.encode(),
    "CRLF": lambda t: t.replace("\n", "\r\n"),
    "CR alone": lambda t: t.replace("\n", "\r"),
    "no new line at the end": lambda t: t.rstrip("\n"),
    "quotes around everything": rewritten(quoting=csv.QUOTE_ALL),
    "columns in another order": columns(lambda row: row[::-1]),
    "blank lines at the end": lambda t: t + "\n\n",
    "a blank line in the middle": lambda t: t.replace("\n", "\n\n", 3),
    "rows of empty cells": lambda t: t + "," * 22 + "\n" + "," * 22 + "\n",
    "cells too many that are empty": lambda t: t.rstrip("\n") + ",,\n",
}


@pytest.mark.parametrize("form", HARMLESS)
def test_what_is_harmless_is_accepted_and_tidied_away(form: str, desk: Desk) -> None:
    before, kept = desk.read()[0], desk.table().read_bytes()
    desk.change(HARMLESS[form])
    ledger, said = desk.read()
    assert said == []
    assert [r.id for r in ledger.rows("targets")] == [r.id for r in before.rows("targets")]
    assert [r.note_nl for r in ledger.rows("targets")] == [r.note_nl for r in before.rows("targets")]
    desk.tidy("targets.csv")
    assert desk.table().read_bytes() == kept


DAMAGED: dict[str, tuple[Change, int, str]] = {
    "semicolons": (rewritten(delimiter=";"), 1, "separated by semicolons"),
    "tabs": (rewritten(delimiter="\t"), 1, "separated by tabs"),
    "a note to a spreadsheet": (lambda t: "sep=,\n" + t, 1, "'sep=,'"),
    "such a note and its delimiter": (lambda t: "sep=;\n" + str(rewritten(delimiter=";")(t)), 1, "'sep=;'"),
    "UTF-16": (lambda t: t.encode("utf-16"), 0, "saved as UTF-16"),
    "UTF-16 without a mark": (lambda t: t.encode("utf-16-le"), 0, "saved as UTF-16"),
    "a Chinese code page": (lambda t: t.replace(",the fare", ",票价不超过").replace("fare-cap", "fare-cap").encode("gb18030") + b"", 0, ""),
    "blank columns": (columns(lambda row: [*row, "", ""]), 1, "2 blank columns"),
    "a space in the header": (replaced(",unit,", ",unit ,"), 1, "'unit' has a space"),
    "a space behind a cell": (replaced("loans-2030,", "loans-2030 ,"), 3, "'loans-2030 ' begins or ends with a space"),
    "a space that does not break": (replaced("2023,250,2030,300,", "2023,250,2030,300\u00a0,"), 3, "space"),
    "full-width digits": (replaced("2023,250,2030,300,", "2023,250,2030,３００,"), 3, "full-width"),
    "a minus that is none": (replaced("level,,%,-2.5,", "level,,%,−2.5,"), 5, "sign that is no minus"),
    "thousands": (replaced(",2550,", ',"2,550",'), 7, "thousands separators"),
    "thousands by spaces": (replaced(",2550,", ",2 550,"), 7, "thousands separators"),
    "a number shortened": (replaced("2023,250,2030,300,", "2023,250,2030,3E+02,"), 3, "shortens"),
    "decimals behind a comma": (replaced("2023,8.5,", '2023,"8,5",'), 5, "comma before its decimals"),
    "a year with decimals": (replaced("2023,250,2030,300,", "2023.0,250,2030,300,"), 3, "'2023.0' is a year"),
    "a comparator by its sign": (replaced("2.4,,<=", "2.4,,≤"), 9, "write <="),
    "a zero too many": (replaced("2023,250,2030,300,", "2023,250,2030,300.0,"), 3, "300.0 is printed 300"),
}


@pytest.mark.parametrize("form", [f for f in DAMAGED if DAMAGED[f][2]])
def test_damage_is_one_sentence_and_tidy_undoes_it(form: str, desk: Desk) -> None:
    kept = desk.table().read_bytes()
    change, line, what = DAMAGED[form]
    desk.change(change)
    _, said = desk.read()
    assert len(said) == 1, said
    assert said[0].startswith(f"data/targets.csv:{line}: " if line else "data/targets.csv: ") and what in said[0]
    done, left = desk.tidy()
    assert left == []
    assert any(one.startswith("data/targets.csv") and not one.endswith(": tidy") for one in done), done
    assert desk.table().read_bytes() == kept
    assert desk.read()[1] == []


UNDECIDED: dict[str, tuple[Change, int, str]] = {
    "a workbook under another name": (lambda t: b"PK\x03\x04" + t.encode(), 0, "workbook"),
    "a NUL byte": (replaced("loans-2030", "loans\x002030"), 3, "NUL"),
    "a formula": (replaced("2023,250,2030,300,", "2023,250,2030,=150*2,"), 3, "formula"),
    "an error of a spreadsheet": (replaced("2023,250,2030,300,", "2023,250,2030,#REF!,"), 3, "'#REF!' is an error"),
    "a number with its unit": (replaced("2023,250,2030,300,", "2023,250,2030,300 loans,"), 3, "not a plain number"),
    "a number that became a day": (replaced("2023,250,2030,300,", "2023,250,2030,3-Mar,"), 3, ""),
    "a quotation mark that is never closed": (replaced("loans-2030,", '"loans-2030,'), 3, "never closed"),
    "a percentage as a share": (replaced("2023,8.5,2028,6,", "2023,8.5,2028,0.06,"), 5, "a spreadsheet turns 6 % into 0.06: write 6"),
    "cells too few": (lambda t: t + "x,town-plan,1\n", 10, "3 cells where the header has 23"),
    "a column renamed": (replaced(",value,", ",Value,"), 1, "'Value' is not declared, and 'value' is missing; name it value"),
    "no header": (lambda t: t.split("\n", 1)[1], 1, "does not name the columns"),
    "a value beyond belief": (replaced("2023,250,2030,300,", f"2023,250,2030,{'3' * 40},"), 3, "40 digits"),
    "a note as long as a book": (lambda t: t.rstrip("\n") + "x" * 30_000 + "\n", 9, "a cell of 300"),
}


def test_rows_that_rest_on_a_second_entry_or_a_working_are_not_told_of_when_another_table_cannot_be_read(tmp_path: Path) -> None:
    """In the ledger of this repository a hundred rows of other tables have nobody else to bear them out."""
    shutil.copytree(REPOSITORY / "data", tmp_path / "data", ignore=shutil.ignore_patterns("addresses.csv"))
    shutil.copy(REPOSITORY / "mkdocs.yml", tmp_path)
    for language in ("zh", "en"):
        (tmp_path / "content" / language).mkdir(parents=True)
        (tmp_path / "content" / language / "index.md").write_text("---\ntitle: T\nsummary: S\n---\nT\n", encoding="utf-8")
    targets = tmp_path / "data/targets.csv"
    targets.write_text(targets.read_text(encoding="utf-8").replace(",unit,", ",unit ,", 1), encoding="utf-8")
    said = build_py("check", "--project", tmp_path)
    assert said.code == 1
    assert [line for line in said.err.splitlines() if line.startswith("data/") and "warning:" not in line] == [
        "data/targets.csv:1: the name of column 'unit' has a space beside it; repair it: python build.py tidy data/targets.csv"
    ]


@pytest.mark.parametrize("form", [f for f in UNDECIDED if UNDECIDED[f][2]])
def test_what_nobody_can_repair_is_one_sentence_and_the_file_stays(form: str, desk: Desk) -> None:
    change, line, what = UNDECIDED[form]
    desk.change(change)
    damaged = desk.table().read_bytes()
    _, said = desk.read()
    assert len(said) == 1, said
    assert said[0].startswith(f"data/targets.csv:{line}: " if line else "data/targets.csv: ") and what in said[0], said
    assert len(desk.tidy("targets.csv")[1]) <= 1
    assert desk.table().read_bytes() == damaged


DATES = {
    "2025/2/10": "2025-02-10",
    "2025/02/10": "2025-02-10",
    "2025.2.10": "2025-02-10",
    "2025-2-10": "2025-02-10",
    "2025年2月10日": "2025-02-10",
    "20250210": "2025-02-10",
    "2025-02-10 00:00:00": "2025-02-10",
    "2/10/2025": "2025-02-10",
    "10/2/2025": "2025-02-10",
    "10.2.2025": "2025-02-10",
    "10-Feb-25": "2025-02-10",
    "10-Feb-2025": "2025-02-10",
    "45698": "2025-02-10",
}


@pytest.mark.parametrize("turned", DATES)
def test_a_date_that_a_spreadsheet_turned_is_named_and_turned_back(turned: str, desk: Desk) -> None:
    kept = desk.table("events.csv").read_bytes()
    desk.change(replaced("order-signed,ferry-rules,0,,2025-02-10,", f"order-signed,ferry-rules,0,,{turned},"), "events.csv")
    _, said = desk.read()
    assert len(said) == 1 and f"date: '{turned}' is a date in the way of a spreadsheet" in said[0], said
    assert desk.tidy("data/events.csv")[1] == []
    assert desk.table("events.csv").read_bytes() == kept


def test_a_date_of_which_the_order_cannot_be_told_is_left_to_the_editor(desk: Desk) -> None:
    desk.change(replaced("order-signed,ferry-rules,0,,2025-02-10,", "order-signed,ferry-rules,0,,3/4/2026,"), "events.csv")
    assert "write 2026-03-04 or 2026-04-03" in desk.read()[1][0]
    assert "write 2026-03-04 or 2026-04-03" in desk.tidy("events.csv")[1][0]


def outline(desk: Desk) -> None:
    """Clauses 1 and 2 of the town plan become 2.1 and 2.10, whose numbers differ."""
    for name in ("clauses.csv", "targets.csv", "events.csv", "discrepancies.csv", "identities.csv", "unused.csv", "second/town-plan.csv"):
        text = desk.table(name).read_text(encoding="utf-8")
        text = text.replace("town-plan,1,", "town-plan,§2.1,").replace("town-plan,2,", "town-plan,§2.10,")
        text = text.replace("-s1,1,", "-s1,§2.1,").replace("-s2,1,", "-s2,§2.1,").replace("-s3,2,", "-s3,§2.10,").replace("-s4,2,", "-s4,§2.10,")
        desk.table(name).write_text(text, encoding="utf-8")
    file = desk.root / "data/fingerprints/harbour-plan.json"
    file.write_text(file.read_text(encoding="utf-8").replace('  "1": {', '  "2.1": {').replace('  "2": {', '  "2.10": {'), encoding="utf-8")


def test_a_clause_with_a_section_sign_is_the_clause_without_it(desk: Desk) -> None:
    outline(desk)
    ledger, said = desk.read()
    assert said == []
    assert [c.clause for c in ledger.rows("clauses", policy="town-plan")][1:3] == ["2.1", "2.10"]
    assert ledger.row("targets", "loans-2030").clause == "2.1"


def test_a_clause_that_lost_its_zero_is_noticed_and_found_by_its_numbers(desk: Desk) -> None:
    outline(desk)
    kept = desk.table().read_bytes()
    desk.change(lambda t: t.replace("§2.10", "2.1").replace("§2.1", "2.1"))
    _, said = desk.read()
    assert said and all(
        "'2.1' is what a spreadsheet makes of several clauses; write §2.1 or §2.10" in one or "does not stand in clause" in one for one in said
    ), said
    assert desk.tidy("targets.csv")[1] == []
    assert desk.table().read_bytes() == kept


def test_a_second_entry_whose_clause_lost_its_zero_is_noticed_and_mended(desk: Desk) -> None:
    outline(desk)
    file = "second/town-plan.csv"
    kept = desk.table(file).read_bytes()
    desk.change(lambda t: t.replace("-s3,§2.10,", "-s3,2.1,"), file)
    assert [one for one in desk.read()[1] if one.startswith(f"data/{file}:4: clause: '2.1' is what a spreadsheet makes of several clauses; write §2.1")]
    assert desk.tidy(file)[1] == []
    assert desk.table(file).read_bytes() == kept


def test_a_clause_without_a_number_that_lost_its_zero_is_left_to_the_editor(desk: Desk) -> None:
    outline(desk)
    with desk.table("events.csv").open("a", encoding="utf-8") as file:
        file.write("x,town-plan,2.1,,2030,milestone,X,X\n")
    assert [one for one in desk.read()[1] if "write §2.1 or §2.10" in one]
    assert "write §2.1 or §2.10" in desk.tidy("events.csv")[1][0]


@given(st.lists(st.from_regex(r"[0-9]{1,2}(\.[0-9]{1,3})?", fullmatch=True), min_size=1, max_size=8, unique=True))
def test_no_two_clauses_that_may_stand_bare_are_saved_alike(clauses: list[str]) -> None:
    bare = [c for c in clauses if c not in need_section(clauses)]
    assert [as_spreadsheets_save(c) for c in bare] == bare


def test_a_zero_that_a_clause_prints_is_part_of_the_value(desk: Desk) -> None:
    """306.70 becomes 306.7 in every spreadsheet: the fingerprint knows how it is printed."""
    file = desk.root / "data/fingerprints/harbour-plan.json"
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            '"8.5", "6", "2.5"], "dates": [], "years": [], "words": []', '"8.5", "6", "2.5"], "dates": [], "years": [], "words": [], "printed": ["8.50"]'
        ),
        encoding="utf-8",
    )
    desk.change(lambda t: t.replace(",8.5,", ",8.50,"), "second/town-plan.csv")
    _, said = desk.read()
    assert len(said) == 1 and "base_value: 8.5 is printed 8.50 in clause 2; write it as printed (python build.py tidy data/targets.csv does)" in said[0], said
    done, left = desk.tidy("targets.csv")
    assert (done, left) == (["data/targets.csv:5: base_value: '8.5' → '8.50'"], [])
    assert desk.read()[1] == []


def test_a_copy_beside_a_table_is_said_and_a_lock_file_is_not(desk: Desk) -> None:
    for name in (
        "targets (1).csv",
        "targets - Copy.csv",
        "targets.xlsx",
        "notes.csv",
        ".~lock.targets.csv#",
        "~$targets.xlsx",
        ".targets.csv.swp",
        "targets.csv~",
    ):
        (desk.root / "data" / name).write_bytes(b"x")
    said = desk.read()[1]
    assert [one.split(":")[0] for one in said] == ["data/notes.csv", "data/targets (1).csv", "data/targets - Copy.csv", "data/targets.xlsx"]
    assert all("warning" in one for one in said) and all("data/targets.csv is" in one for one in said[1:])


def test_tidy_is_a_verb_that_says_what_it_did_and_what_is_left(desk: Desk) -> None:
    desk.change(lambda t: t.replace("2023,250,2030,300,", "2023,250,2030,３００,").replace(",2550,", ",#REF!,"))
    said = build_py("tidy", "--project", desk.root, "targets.csv", "event.csv")
    assert said.code == 1
    assert said.out.splitlines() == ["data/targets.csv:3: value: '３００' → '300'"]
    assert said.err.splitlines() == [
        "data/targets.csv:7: value: '#REF!' is an error of a spreadsheet; write the value itself",
        "event.csv: is no table of data/datapackage.yaml; did you mean events.csv or identities.csv or waivers.csv?",
        "2 things are left for you",
    ]
    again = build_py("tidy", "--project", desk.root, "data/events.csv")
    assert (again.code, again.out, again.err) == (0, "data/events.csv: tidy\n", "")


def test_the_tables_of_both_newsrooms_are_tidy() -> None:
    for root in (NEWSROOM, REPOSITORY):
        said: list[str] = []
        before = {p: p.read_bytes() for p in (root / "data").rglob("*.csv")}
        try:
            assert tidy(root, (), Problems(), said.append) == 0
            assert [one for one in said if not one.endswith(": tidy")] == []
        finally:
            for path, content in before.items():
                if path.read_bytes() != content:
                    path.write_bytes(content)


@pytest.mark.long
def test_a_spreadsheet_opens_and_saves_every_table_and_no_fact_is_lost(tmp_path: Path) -> None:
    """LibreOffice, nothing edited. What it changes is repaired by ``tidy`` or named by it, cell by cell."""
    office = shutil.which("soffice") or shutil.which("libreoffice") or shutil.which("localc")
    if office is None:
        pytest.fail("no LibreOffice on this machine: install libreoffice-calc-nogui, or leave the long tests out")
    shutil.copytree(REPOSITORY / "data", tmp_path / "data")
    before = load_ledger(tmp_path / "data", Problems())
    tables = sorted((tmp_path / "data").glob("*.csv"))
    # 44,34,76: commas, quotes, UTF-8
    done = subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--infilter=CSV:44,34,76",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76",
            "--outdir",
            tmp_path / "saved",
            *tables,
        ],
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    for table in tables:
        shutil.copy(tmp_path / "saved" / table.name, table)
    problems, said = Problems(), list[str]()
    tidy(tmp_path, (), problems, said.append)
    named = {str(p).split(":")[0] + ":" + str(p).split(":")[1] for p in problems}
    after = load_ledger(tmp_path / "data", Problems())
    assert any("value: '295.6' → '295.60'" in one for one in said), said[:50]
    for name, rows in before.tables.items():
        assert len(after.tables[name]) == len(rows), name
        for old, new in zip(rows, after.tables[name], strict=True):
            for column in before.schema.tables[name].columns:
                same = str(getattr(old, column)) == str(getattr(new, column))
                assert same or f"data/{before.schema.tables[name].path}:{old.line}" in named, (
                    f"{name}:{old.line} {column}: {getattr(old, column)} → {getattr(new, column)}"
                )


HILL = "trees-hill-2030,town-plan,3,"
ONE_CAUSE: dict[str, tuple[str, Change, str]] = {
    "an id that is none": ("targets.csv", replaced("trees-hill-2030", "Trees Hill"), ":7: id: 'Trees Hill' does not have the form"),
    "an id that another row has": ("targets.csv", replaced("trees-hill-2030", "trees-quayside-2030"), ":7: duplicate id 'trees-quayside-2030'"),
    "a clause that is a day": ("targets.csv", replaced(HILL, "trees-hill-2030,town-plan,3月2日,"), ":7: clause: '3月2日' is a date"),
    "a policy that is not said": ("targets.csv", replaced(HILL, "trees-hill-2030,,3,"), ":7: policy: is empty"),
    "a total below the rows": (
        "targets.csv",
        lambda text: text + "Total,,,,,,,,,,,9000,,,,,,,,,,,\n",
        ":10: policy, clause, indicator, comparator, kind are empty",
    ),
    "a header below the rows": ("targets.csv", lambda text: text + text.splitlines()[0] + "\n", ":10: the header stands here a second time"),
    "targets that are gone": ("targets.csv", lambda text: text.splitlines()[0] + "\n", ":1: the table has no rows, but 7 rows elsewhere are about them"),
    "clauses that are gone": ("clauses.csv", lambda text: text.splitlines()[0] + "\n", ":1: the table has no rows"),
    "a reference in a cell": ("targets.csv", replaced("planted <b>and</b> alive", "[[fare-cap]]"), ":6: note_en: holds '[['"),
    "a year of two digits": ("events.csv", replaced("2024-03-18", "24-03-18"), "write 2018-03-24 or 2024-03-18"),
}


@pytest.mark.parametrize("name", ONE_CAUSE)
def test_a_row_that_cannot_be_placed_is_one_line_and_nothing_is_missing_because_of_it(name: str, desk: Desk) -> None:
    table, change, says = ONE_CAUSE[name]
    desk.change(change, table)
    _, problems = desk.read()
    assert len(problems) == 1 and problems[0].startswith(f"data/{table}") and says in problems[0], problems


def test_a_date_that_may_begin_with_its_year_is_repaired_as_the_document_prints_it(desk: Desk) -> None:
    desk.change(replaced("2024-03-18", "24-03-18"), "events.csv")
    said, left = desk.tidy("data/events.csv")
    assert not left and any("'24-03-18' → '2024-03-18'" in line for line in said), (said, left)


def test_a_table_in_a_folder_below_is_said_to_be_read_by_nobody(desk: Desk) -> None:
    (desk.root / "data/old").mkdir()
    shutil.copy(desk.table(), desk.root / "data/old/targets.csv")
    _, problems = desk.read()
    assert [p for p in problems if p.startswith("data/old/targets.csv: warning: is not read")] == problems


def test_a_key_of_a_term_that_is_nearly_another_is_asked_about(desk: Desk) -> None:
    desk.change(lambda text: text + "pier: {en: Pier, nl: Pier, parnet: hill}\n", "quarters.yaml")
    _, problems = desk.read()
    assert "data/quarters.yaml:4: warning: 'pier': no other term has a 'parnet'; did you mean parent?" in problems, problems


def test_a_fingerprint_of_no_source_is_said(desk: Desk) -> None:
    (desk.root / "data/fingerprints/old-plan.json").write_text("{}")
    _, problems = desk.read()
    assert problems == ["data/fingerprints/old-plan.json: warning: is of no source in data/sources.csv; remove it, or restore its row"]


def test_a_name_that_holds_a_reference_is_one_line_and_not_one_a_page(desk: Desk) -> None:
    desk.change(replaced("nl: Heuvel", "nl: '{{ x }}'"), "quarters.yaml")
    _, problems = desk.read()
    [told] = [p for p in problems if "warning" not in p]
    assert told.startswith("data/quarters.yaml:3: 'hill': its name in nl holds '{{ x }}'"), told
