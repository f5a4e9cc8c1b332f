"""A new document: its outline and its numbers are proposed from its text, and what an editor accepts goes into the tables."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from conftest import NEWSROOM, Newsroom, tree
from door import REPOSITORY, Said, build_py
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.check.statements import names_of
from ledger.entry.figures import About, figures_of
from ledger.entry.habits import Habits
from ledger.entry.language import language_of
from ledger.entry.outline import Clause, outline_of
from ledger.entry.worksheet import NUMBERS, read_worksheet, write_worksheet
from ledger.load.ledger import load_ledger
from ledger.problems import Problems

PORT = """海湾市绿色发展规划

海湾市发展局

二〇二五年三月

一、现状

2024年，全市能源消费总量12.5万吨标准煤，单位地区生产总值能耗下降到0.85吨标准煤/万元，比2020年下降12.5%，五年累计节约能源60万吨标准煤。

二、目标

（一）总体目标

——能源消耗下降。到2030年，全市单位地区生产总值能耗下降到0.70吨标准煤/万元，比2024年下降15%。

——污染物排放下降。到2030年，二氧化硫排放量控制在3.50万吨以内。

专栏1 主要指标
序号	指标	单位	2024年	2030年	下降（%）
1	化学需氧量排放量	万吨	5.20	4.60	12
2	氨氮排放量	万吨	0.90	0	100

（二）重点任务

**岸电。**到2030年，建成泊位岸电设施40座，示范1座。

**绿化。**扩大城区绿地，
提高城区绿化水平。

三、保障措施

（一）加强领导。各部门分工负责，
按时完成。

（二）加强监督

每年检查。

附件：任务分工

海湾市发展局
2025年3月8日

联系电话：010-00000000
"""
CYCLING = """# Saltmouth Cycling Plan

Adopted 2025-03-04.

## 1 Lanes

By 2030 the town keeps 20 libraries open along the lanes.

1.1 Quay
Crossings a day rise from 50 in 2023 to 70 in 2028.

1.2 Fares
The fare is capped at 3.50 crowns.

Table 1 Street trees
quarter | 2023 | 2030
Quayside | 110 | 130
Hill | 200 | 250

## Annex A

1. Notes
"""


def outline(text: str, language: str) -> list[Clause]:
    return outline_of(text.split("\n"), language_of(language))


def words(text: str, clause: Clause) -> str:
    return "\n".join(text.split("\n")[clause.first - 1 : clause.last])


# --- the outline ------------------------------------------------------------------------------------------------------


def test_a_chinese_plan_is_laid_out_as_it_is_numbered() -> None:
    found = outline(PORT, "zh")
    assert [c.name for c in found] == (
        ["0", "1", "2", "2.1", "2.1.1", "2.1.2", "box-1", "box-1.1", "box-1.2", "2.2", "2.2.1", "2.2.2", "3", "3.1", "3.2", "annex", "end", "contact"]
    )
    by_name = {c.name: c for c in found}
    assert by_name["0"].heading == "海湾市绿色发展规划"
    assert words(PORT, by_name["0"]).endswith("二〇二五年三月")
    assert words(PORT, by_name["1"]).startswith("一、现状\n\n2024年"), "a single paragraph belongs to its heading"
    assert (by_name["2.1.1"].kind, by_name["2.1.1"].heading) == ("list", "能源消耗下降")
    assert words(PORT, by_name["2.2.2"]) == "**绿化。**扩大城区绿地，\n提高城区绿化水平。", "a broken line goes on"
    assert [by_name[n].kind for n in ("box-1", "box-1.1", "contact")] == ["table", "table", "contact"]
    assert by_name["box-1.2"].heading == "氨氮排放量"
    assert by_name["3.1"].heading == "加强领导"
    assert "2025年3月8日" in words(PORT, by_name["end"])


def test_an_english_plan_is_laid_out_by_its_numbers_tables_and_annexes() -> None:
    found = outline(CYCLING, "en")
    assert [(c.name, c.heading) for c in found if c.heading] == [
        ("0", "Saltmouth Cycling Plan"),
        ("0.1", "Adopted 2025-03-04"),
        ("1", "Lanes"),
        ("1.1", "Quay"),
        ("1.2", "Fares"),
        ("table-1", "Street trees"),
        ("table-1.1", "Quayside"),
        ("table-1.2", "Hill"),
        ("annex-1", "Annex A"),
        ("annex-1.1", "Notes"),
    ]


def test_chapters_and_articles_have_names_of_their_own() -> None:
    text = (
        "港口条例\n\n第一章 总则\n\n第一条 为了保护港口，制定本条例。\n\n第二条 本条例适用于全市。\n\n第二章 管理\n\n第一节 泊位\n\n第三条 泊位由港口管理。\n"
    )
    assert [c.name for c in outline(text, "zh")] == ["0", "ch-1", "art-1", "art-2", "ch-2", "ch-2.1", "art-3"]


def test_numbers_that_run_on_through_the_parts_of_a_text_keep_them() -> None:
    text = "要点\n\n一、节能\n\n（一）监察。加强监察。\n\n（二）标准。制定标准。\n\n二、节水\n\n（三）回用。推进回用。\n"
    assert [c.name for c in outline(text, "zh")] == ["0", "1", "1.1", "1.2", "2", "2.3"]


def test_a_box_with_a_numbering_of_its_own_ends_where_the_text_goes_on() -> None:
    text = "规划\n\n一、任务\n\n完成任务。\n\n专栏一：工程\n\n一、改造\n改造设备。\n\n二、示范\n建设示范。\n\n二、保障\n\n加强保障。\n\n三、附则\n\n自印发之日起施行。\n"
    assert [c.name for c in outline(text, "zh")] == ["0", "1", "box-1", "box-1.1", "box-1.2", "2", "3"]


def test_a_number_that_comes_from_nowhere_begins_no_clause() -> None:
    text = "规划\n\n一、现状\n\n投资增长。\n\n九、这一行不是标题。\n\n二、目标\n\n加快建设。\n"
    assert [c.name for c in outline(text, "zh")] == ["0", "1", "1.1", "1.2", "2"]


def test_the_contents_and_what_looks_like_a_number_are_no_clauses() -> None:
    text = "规划\n\n目录\n一、现状.....1\n二、目标.....4\n\n一、现状\n\n投资达到\n3.5 万元，建成 2 座。\n\n二、目标\n\n加快建设。\n"
    found = outline(text, "zh")
    assert [c.name for c in found] == ["0", "contents", "1", "2"]
    assert (found[1].first, found[1].last) == (3, 5)


def test_a_text_that_numbers_nothing_is_laid_out_by_its_short_lines() -> None:
    text = (NEWSROOM / "archive" / "harbour-plan.txt").read_text(encoding="utf-8")
    found = outline(text, "en")
    assert [(c.name, c.first, c.last, c.heading) for c in found[:3]] == [
        ("0", 1, 2, "Saltmouth Town Plan 2024-2030"),
        ("1", 4, 6, "Libraries"),
        ("2", 8, 10, "Ferries"),
    ]
    assert [(c.name, c.kind, c.heading) for c in found[3:7]] == [
        ("3", "table", "Street trees"),
        ("3.1", "table", "Quayside"),
        ("3.2", "table", "Hill"),
        ("3.3", "table", "Both"),
    ]


LINES = st.one_of(
    st.sampled_from(
        [
            "一、甲",
            "二、乙",
            "三、丙",
            "（一）丁",
            "（二）戊。己庚。",
            "1. 辛",
            "2. 壬",
            "1.1 Aa",
            "1.2 Bb",
            "专栏 1 子",
            "专栏二",
            "表1 丑",
            "附件",
            "附件2：寅",
            "目录",
            "一、卯.....3",
            "——辰。巳午",
            "**未。**申酉",
            "# 戌",
            "## 亥",
            "Chapter 1 X",
            "Article 2 Y",
            "Annex A",
            "Box 1",
            "a) z",
            "(1) w",
            "一是甲。",
            "二是乙。",
            "第一章 甲",
            "第一条 乙",
            "联系电话：1",
            "二〇一二年三月",
            "2025年3月8日",
            "2 ",
            "Page 3 of 3",
            "",
            "",
            "a\tb\t1",
            "\t甲",
            "\t1.5%",
            "x ",
            " y ",
            " 3",
            "---",
            "---",
            "",
        ]
    ),
    st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30),
)


@settings(max_examples=400)
@given(st.lists(LINES, max_size=30), st.sampled_from(["zh", "en", "nl"]))
def test_each_line_of_any_text_is_in_exactly_one_clause(lines: list[str], language: str) -> None:
    found = outline_of(lines, language_of(language))
    covered = [n for c in found for n in range(c.first, c.last + 1) if lines[n - 1].strip()]
    assert sorted(covered) == [n for n, line in enumerate(lines, 1) if line.strip()]
    names = [c.name for c in found]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z0-9]+([.-][a-z0-9]+)*", name) for name in names)
    assert all("\n" not in c.heading and len(c.heading) <= 200 for c in found)


@settings(max_examples=60)
@given(st.lists(LINES, max_size=20))
def test_every_number_of_any_text_is_on_the_worksheet(lines: list[str]) -> None:
    clauses = outline_of(lines, language_of("zh"))
    ledger = load_ledger(NEWSROOM / "data", Problems())
    figures = figures_of(clauses, lines, About(ledger, names_of(ledger, "zh"), language_of("zh"), Habits([], {})))
    from ledger.check.numerals import numerals_in

    for clause in clauses:
        if clause.kind not in ("contact", "contents"):
            tokens = {figure.token for figure in figures if figure.clause == clause.name}
            printed = set(numerals_in("\n".join(lines[clause.first - 1 : clause.last])).numbers)
            assert {t.rstrip("万亿") for t in printed} <= {t.rstrip("万亿") for t in tokens}
    assert all(clause.first <= figure.line <= clause.last for clause in clauses for figure in figures if figure.clause == clause.name)


@settings(max_examples=150)
@given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), min_size=1, max_size=5))
def test_what_is_written_to_a_worksheet_is_read_from_it_and_no_cell_is_a_formula(rows: list[list[str]]) -> None:
    columns = [*NUMBERS.columns, "a", "b", "c"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheets" / "x-numbers.csv"
        write_worksheet(path, columns, [{"document": "x", **dict(zip("abc", row, strict=True))} for row in rows])
        sheet = read_worksheet(path, "x", problems := Problems())
        assert sheet is not None and not problems.found
        kept = [[cells[c] for c in "abc"] for _, cells in sheet.rows]
        for cell in (cell for line in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")) for cell in line):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or re.fullmatch(r"-?\d+(\.\d+)?", cell, re.A)
    assert kept == [["".join(c for c in " ".join(cell.split()) if c.isprintable()).strip() for cell in row] for row in rows]


# --- from a text to the tables ----------------------------------------------------------------------------------------


class Desk:
    """A newsroom and the worksheets of one document."""

    def __init__(self, newsroom: Newsroom, document: str) -> None:
        self.newsroom, self.document = newsroom, document

    def sheet(self, kind: str) -> Path:
        return self.newsroom.file(f"worksheets/{self.document}-{kind}.csv")

    def rows(self, kind: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.sheet(kind).read_text(encoding="utf-8-sig"), newline="")))

    def fill(self, kind: str, rows: list[dict[str, str]]) -> None:
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
        self.sheet(kind).write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())

    def enter(self, what: str | Path, *options: str) -> Said:
        file = what if isinstance(what, Path) else self.sheet(what)
        return build_py("enter", "--project", self.newsroom.root, file, *options)

    def describe(self, **cells: str) -> None:
        """Fill in what the document is: ``policies_title_en="…"``."""
        rows = self.rows("document")
        for row in rows:
            row["value"] = cells.get(f"{row['table']}_{row['column']}", row["value"])
        self.fill("document", rows)

    def accept(self, **by_number: str) -> None:
        """Write x into every row, or what is told for a number."""
        rows = self.rows("numbers")
        for row in rows:
            row["accept"] = by_number.get(f"n{row['number']}", "x" if row["table"] else "")
        self.fill("numbers", rows)


def plan(newsroom: Newsroom, text: str = CYCLING) -> Path:
    file = newsroom.file("archive/cycling.txt")
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def desk(fresh_newsroom: Newsroom) -> Desk:
    """The harbour town with the outline of the cycling plan in its tables, and its numbers on a worksheet."""
    made = Desk(fresh_newsroom, "cycling")
    assert made.enter(plan(fresh_newsroom)).code == 0
    titles = {f"{table}_title_{language}": "Cycling Plan" for table in ("sources", "policies") for language in ("en", "nl")}
    made.describe(**titles, policies_kind="plan", policies_region="saltmouth", policies_issued="2025-03-04", sources_safeguards="statements")
    said = made.enter("outline")
    assert said.code == 0, said.err
    return made


def test_a_text_gives_an_outline_and_what_is_to_be_told_of_the_document(fresh_newsroom: Newsroom) -> None:
    desk = Desk(fresh_newsroom, "cycling")
    before = tree(fresh_newsroom.file("data"))
    said = desk.enter(plan(fresh_newsroom))
    assert said.code == 0
    assert "worksheets/cycling-outline.csv: 10 clauses" in said.out
    assert tree(fresh_newsroom.file("data")) == before, "nothing is in the tables yet"
    told = {(row["table"], row["column"]): row for row in desk.rows("document")}
    assert told["sources", "sha256"]["value"] == hashlib.sha256(CYCLING.encode()).hexdigest()
    assert told["policies", "title_en"]["value"] == "Saltmouth Cycling Plan"
    assert told["policies", "title_nl"] == {**told["policies", "title_nl"], "value": "", "help": "must be filled in; "}
    said = desk.enter("outline")
    assert said.code == 1
    lacking = [line for line in said.problems if "it is required" in line]
    assert "worksheets/cycling-document.csv:11: sources: title_nl is empty; it is required" in lacking
    assert tree(fresh_newsroom.file("data")) == before


def test_worksheets_are_nobodys_but_the_editors_and_open_in_a_spreadsheet(fresh_newsroom: Newsroom) -> None:
    desk = Desk(fresh_newsroom, "cycling")
    desk.enter(plan(fresh_newsroom, "=1+2 is the title\n\n1. @cmd pays 5 crowns and a long sentence that goes on and on without an end.\n"))
    assert desk.sheet("outline").read_bytes().startswith(b"\xef\xbb\xbf")
    assert fresh_newsroom.file("worksheets/.gitignore").read_text(encoding="utf-8").endswith("\n*\n")
    cells = [cell for kind in ("outline", "document") for row in desk.rows(kind) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]
    assert all(len(row["words"]) <= 25 for row in desk.rows("outline")), "no sentence of the source is copied"


def test_an_outline_becomes_clauses_with_fingerprints_and_the_site_is_built(desk: Desk) -> None:
    ledger = load_ledger(desk.newsroom.file("data"), problems := Problems())
    assert not problems.errors
    clauses = {row.clause: row for row in ledger.rows("clauses", policy="cycling")}
    assert (clauses["1.1"].heading_en, clauses["table-1.2"].heading_en) == ("Quay", "Hill")
    assert clauses["1.1"].heading_nl == "tekst 1.1", "a language in which nobody has named it yet has a name that says so"
    assert ledger.fingerprints[ledger.row("policies", "cycling").source]["cycling"]["1.2"]["numbers"] == ["1.2", "3.5"]
    assert desk.newsroom.check().code == 1, "its numbers are open"


def test_a_document_with_one_clause_for_all_of_its_text_gets_an_outline_instead(fresh_newsroom: Newsroom) -> None:
    desk = Desk(fresh_newsroom, "cycling")
    text = plan(fresh_newsroom)
    digest, count = hashlib.sha256(CYCLING.encode()).hexdigest(), CYCLING.count("\n")
    for table, row in {
        "sources": f"cycling-text,cycling.txt,{digest},,en,statements,Plan,Plan",
        "policies": "cycling,cycling-text,Plan,Plan,plan,,,,,,,,0,,",
        "clauses": f"cycling,0,1,{count},text,Plan,Plan",
    }.items():
        with fresh_newsroom.file(f"data/{table}.csv").open("a", encoding="utf-8") as file:
            file.write(row + "\n")
    before = {table: fresh_newsroom.file(f"data/{table}.csv").read_text(encoding="utf-8") for table in ("sources", "policies")}
    assert desk.enter(text).code == 0
    assert {row["table"] for row in desk.rows("document")} == {"text"}
    said = desk.enter("outline")
    assert said.code == 0, said.err
    assert {table: fresh_newsroom.file(f"data/{table}.csv").read_text(encoding="utf-8") for table in before} == before
    ledger = load_ledger(fresh_newsroom.file("data"), problems := Problems())
    assert not problems.errors
    assert [(row.clause, row.last) for row in ledger.rows("clauses", policy="cycling")][:3] == [("0", 1), ("0.1", 3), ("1", 7)]
    assert len(ledger.rows("clauses", policy="town-plan")) == 5
    assert "has an outline already" in desk.enter("outline").err


def test_accepted_numbers_become_rows_and_the_check_finds_them_right(desk: Desk) -> None:
    listed = desk.rows("numbers")
    rows = {row["number"]: row for row in listed}
    assert rows["3.50"] == {**rows["3.50"], "clause": "1.2", "line": "13", "indicator": "fare", "comparator": "<=", "unit": "crowns", "region": "saltmouth"}
    assert rows["70"] == {**rows["70"], "table": "targets", "indicator": "crossings", "year": "2028", "column": "value"}
    assert rows["50"] == {**rows["50"], "column": "base_value", "base_year": "2023", "fact": rows["70"]["fact"]}
    assert rows["250"] == {**rows["250"], "clause": "table-1.2", "region": "hill", "indicator": "street-trees", "year": "2030", "also": "table-1"}
    for row in (rows["130"], rows["250"]):
        row["unit"] = "trees"
    rows["20"] |= {"indicator": "open-libraries", "id": "bike-libraries-2030"}
    rows["2025-03-04"] |= {"kind": "issued", "title_en": "Adopted", "title_nl": "Vastgesteld"}
    for row in listed:
        row["accept"] = "x" if row["table"] else "skip:page-number"
    desk.fill("numbers", listed)
    said = desk.enter("numbers")
    assert said.code == 0, said.err
    assert "data/targets.csv: 5 rows" in said.out
    assert "0 still open" in said.out
    targets = {row.id: row for row in load_ledger(desk.newsroom.file("data"), Problems()).rows("targets", policy="cycling")}
    assert (str(targets["cycling-crossings-2028"].value), str(targets["cycling-crossings-2028"].base_value)) == ("70", "50")
    assert str(targets["cycling-fare-2030" if "cycling-fare-2030" in targets else "cycling-fare"].value) == "3.50"
    said = desk.newsroom.check()
    assert said.code == 0, said.err
    assert desk.newsroom.build().code == 0


def test_a_number_without_a_fact_is_excused_with_a_reason(desk: Desk) -> None:
    desk.accept(**{f"n{row['number']}": "" for row in desk.rows("numbers")} | {"n20": "skip:page-number"})
    said = desk.enter("numbers")
    assert said.code == 0, said.err
    assert "data/unused.csv: 1 row" in said.out
    assert "data/policies.csv:4: issued: 'cycling' has no event on 2025-03-04; add it to data/events.csv" in said.out, "what the check says remains"
    assert "cycling,1,20,page-number," in desk.newsroom.file("data/unused.csv").read_text(encoding="utf-8")
    assert "20" not in [row["number"] for row in desk.rows("numbers")], "what is settled is not asked again"


@pytest.mark.parametrize(
    ("number", "cells", "said"),
    [
        ("3.50", {"unit": "crownz"}, "unit: 'crownz' is not in data/units.yaml; did you mean crowns?"),
        ("3.50", {"year": "soon"}, "year: "),
        ("3.50", {"table": "tragets"}, "table: 'tragets' is none that a number goes into; did you mean targets?"),
        ("3.50", {"accept": "skip:because"}, "accept: there is no reason 'because'"),
        ("3.50", {"accept": "perhaps"}, "accept: 'perhaps' is neither x nor skip:reason"),
        ("3.50", {"kind": ""}, "kind: is empty; it is required"),
        ("3.50", {"id": "libraries-2030"}, "libraries-2030"),
        ("50", {"fact": "99"}, "base_value of fact 99 is accepted, and its value is not"),
        ("50", {"column": "colour"}, "column: targets has no 'colour'"),
        ("50", {"document": "../x"}, "document: '../x' is no id"),
        ("50", {"document": "town-plan"}, "document: 'town-plan', and 'cycling' above"),
    ],
)
def test_a_mistake_on_a_worksheet_is_told_with_its_line_and_nothing_is_written(desk: Desk, number: str, cells: dict[str, str], said: str) -> None:
    rows = desk.rows("numbers")
    for row in rows:
        row["accept"] = "x" if row["number"] in ("3.50", "70", "50") else ""
        row |= cells if row["number"] == number else {}
    desk.fill("numbers", rows)
    before = tree(desk.newsroom.file("data"))
    got = desk.enter("numbers")
    line = next(n for n, row in enumerate(rows, 2) if row["number"] == number)
    assert got.code == 1
    assert any(text.startswith(f"worksheets/cycling-numbers.csv:{line}: ") and said in text for text in got.problems), got.err
    assert tree(desk.newsroom.file("data")) == before
    assert "Traceback" not in got.err


def test_what_a_spreadsheet_does_to_a_worksheet_is_undone(desk: Desk) -> None:
    rows = desk.rows("numbers")
    for row in rows:
        row["accept"] = "x" if row["number"] == "3.50" else ""
        row["number"] = "3.5" if row["number"] == "3.50" else row["number"]  # a spreadsheet drops the zero
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    desk.sheet("numbers").write_bytes(out.getvalue().encode("utf-16"))
    said = desk.enter("numbers")
    assert said.code == 0, said.err
    assert any(str(row.value) == "3.50" for row in load_ledger(desk.newsroom.file("data"), Problems()).rows("targets", policy="cycling"))


def test_what_is_taken_leaves_the_worksheet_and_is_not_proposed_again(desk: Desk) -> None:
    desk.accept(**{f"n{row['number']}": "x" if row["number"] in ("70", "50", "3.50") else "" for row in desk.rows("numbers")})
    assert desk.enter("numbers").code == 0
    assert not {"70", "50", "3.50"} & {row["number"] for row in desk.rows("numbers")}
    said = desk.enter("numbers")
    assert (said.code, said.out) == (0, "worksheets/cycling-numbers.csv: nothing is accepted yet\n")
    assert desk.enter(desk.newsroom.file("archive/cycling.txt")).code == 0
    assert not {"70", "50", "3.50"} & {row["number"] for row in desk.rows("numbers")}


def test_what_a_newsroom_calls_a_thing_once_is_proposed_for_what_reads_alike(desk: Desk) -> None:
    """One row of a table is corrected and taken; the others of its kind come with the same indicator."""
    text = desk.newsroom.file("archive/cycling.txt")
    rows = desk.rows("numbers")
    for row in rows:
        if row["number"] == "20":
            row |= {"accept": "x", "indicator": "open-libraries"}
    desk.fill("numbers", rows)
    assert desk.enter("numbers").code == 0
    text.write_text(CYCLING.replace("1. Notes", "1. By 2040 the town keeps 30 libraries open along the lanes."), encoding="utf-8")
    ledger = load_ledger(desk.newsroom.file("data"), Problems())
    from ledger.entry.propose import clauses_in, learnt

    lines = text.read_text(encoding="utf-8").split("\n")
    figures = learnt(ledger, "cycling", clauses_in(ledger, "cycling", "en", lines), lines)
    assert [f.cells.get("indicator") for f in figures if f.token == "30"] == ["open-libraries"]


def test_the_second_worksheet_has_places_and_no_numbers_and_becomes_a_second_entry(desk: Desk) -> None:
    rows = desk.rows("second")
    fare = next(row for row in rows if row["place"] == "line 13, figure 1")
    assert fare["clause"] == "1.2"
    aside = ("document", "place", "id", "clause", "text", "keyed")
    assert not [cell for row in rows for column, cell in row.items() if column not in aside and cell]
    fare |= {
        "noun": "target",
        "subject": "fare",
        "indicator": "fare",
        "region": "saltmouth",
        "comparator": "<=",
        "value": "3.50",
        "unit": "crowns",
        "kind": "level",
        "keyed": "2026-02-03",
    }
    desk.fill("second", rows)
    said = desk.enter("second")
    assert said.code == 0, said.err
    kept = desk.newsroom.file("data/second/cycling.csv").read_text(encoding="utf-8")
    assert kept.count("\n") == 2
    assert "1.2,target,fare,fare,saltmouth" in kept
    rows = desk.rows("numbers")
    for row in rows:
        row["accept"] = "x" if row["number"] == "3.50" else ""
        row["year"] = "" if row["number"] == "3.50" else row["year"]
    desk.fill("numbers", rows)
    assert desk.enter("numbers").code == 0
    said = desk.newsroom.check()
    assert not [line for line in said.problems if "second entry" in line and "cycling" in line], said.err


def test_something_that_is_no_worksheet_is_said(desk: Desk) -> None:
    desk.sheet("numbers").write_text("accept,document,clause,line,number\n", encoding="utf-8")
    said = desk.enter("numbers")
    assert (said.code, len(said.problems)) == (1, 1)


# --- Chinese, with the vocabularies of the flagship -------------------------------------------------------------------


@pytest.fixture
def port(tmp_path: Path) -> Desk:
    """A newsroom with the flagship's vocabularies and not one row, and the text of a port's plan."""
    root = tmp_path / "port"
    shutil.copytree(REPOSITORY / "data", root / "data", ignore=shutil.ignore_patterns("fingerprints", "second", "addresses.csv"))
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    for table in root.glob("data/*.csv"):
        table.write_text(table.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    (root / "port.txt").write_text(PORT, encoding="utf-8")
    desk = Desk(Newsroom(root), "port-2025")
    assert desk.enter(root / "port.txt", "--id", "port-2025", "--prefix", "port").code == 0
    desk.describe(
        sources_title_en="Port plan", policies_title_en="Port plan", policies_kind="plan", sources_safeguards="statements", policies_issued="2025-03-08"
    )
    said = desk.enter("outline")
    assert said.code == 0, said.err
    return desk


def test_a_chinese_plan_is_entered_with_hardly_a_correction(port: Desk) -> None:
    rows = port.rows("numbers")
    by_place = {(row["clause"], row["number"]): row for row in rows}
    assert by_place["1", "0.85"] == {
        **by_place["1", "0.85"],
        "table": "observations",
        "indicator": "energy-per-gdp",
        "year": "2024",
        "unit": "tce/10k-cny",
        "kind": "level",
    }
    assert by_place["1", "60"] == {**by_place["1", "60"], "unit": "10kt-ce", "kind": "cumulative", "line": "9"}
    assert by_place["1", "5"]["table"] == "", "a number in words is shown, and left to the editor"
    assert by_place["1", "12.5"]["unit"] in ("10kt-ce", "%")
    assert by_place["2.1.1", "0.70"] == {**by_place["2.1.1", "0.70"], "table": "targets", "year": "2030", "id": "port-energy-per-gdp-2030"}
    assert by_place["2.1.1", "-15"] == {**by_place["2.1.1", "-15"], "column": "stated_change", "change_unit": "%", "base_year": "2024"}
    assert by_place["2.1.2", "3.50"] == {**by_place["2.1.2", "3.50"], "comparator": "<=", "indicator": "so2-emissions", "unit": "10kt"}
    assert by_place["box-1.1", "4.60"] == {**by_place["box-1.1", "4.60"], "indicator": "cod-emissions", "year": "2030", "unit": "10kt", "also": "box-1"}
    assert by_place["box-1.1", "1"]["table"] == "skip:section-number"
    assert by_place["box-1.2", "0"]["table"] == "targets", "a cell that holds a short number is no page"
    assert by_place["2.2.1", "1"]["table"] == "targets", "the clause has this number, and so has a thing in it"
    twice = {number for number, row in ((r["number"], r) for r in rows) if sum(1 for r in rows if r["clause"] == row["clause"] and r["number"] == number) > 1}
    for row in rows:
        row["accept"] = "x" if (row["indicator"] and row["table"]) or row["table"].startswith("skip") or row["column"] not in ("value", "date") else ""
        if row["number"] in twice and row["table"] == "observations":
            row["accept"] = "x"
    port.fill("numbers", rows)
    said = port.enter("numbers")
    assert said.code == 0, said.err
    # each row is borne out by its statement; what is left is the event that nobody has written yet
    left = [line for line in said.out.splitlines() if line.startswith("data/") and ":" in line.partition(" ")[0][:-1]]
    assert [line for line in left if "has no event" not in line and not re.fullmatch(r"data/\S+: (\d+ rows?|made again)", line)] == [], said.out


def test_what_a_filed_figure_is_of_is_not_proposed_for_one_of_another_thing(port: Desk) -> None:
    """Rates of use are worded alike; a rate of straw, once filed, is an example for straw, and for no other waste and no water."""
    rows = port.rows("numbers")
    for row in rows:
        if row["number"] == "40":
            row |= {"accept": "x", "indicator": "waste-use-rate", "product": "straw", "sector": "agriculture", "unit": "%", "kind": "level"}
    port.fill("numbers", rows)
    assert port.enter("numbers").code == 0
    text = PORT.replace("建成泊位岸电设施40座，示范1座", "秸秆综合利用率达到40%，麦秸秆综合利用率达到85%")
    lines = text.replace("扩大城区绿地，\n提高城区绿化水平", "用水重复利用率达到90%，\n粉煤灰综合利用率达到70%").split("\n")
    ledger = load_ledger(port.newsroom.file("data"), Problems())
    from ledger.entry.propose import clauses_in, learnt

    figures = learnt(ledger, "port-2025", clauses_in(ledger, "port-2025", "zh", lines), lines)
    of = {f.token: tuple(f.cells.get(column, "") for column in ("indicator", "product", "sector")) for f in figures if f.token in ("85", "90", "70")}
    assert of["85"] == ("waste-use-rate", "straw", "agriculture")
    assert of["90"][:2] == ("water-reuse-rate", "") and of["90"][2] != "agriculture"
    assert of["70"][:2] == ("waste-use-rate", "fly-ash") and of["70"][2] != "agriculture"


# --- texts of all kinds -----------------------------------------------------------------------------------------------


def test_a_text_in_another_encoding_is_archived_in_utf_8_and_said(fresh_newsroom: Newsroom) -> None:
    desk = Desk(fresh_newsroom, "port")
    file = fresh_newsroom.file("port.txt")
    file.write_bytes(PORT.encode("gb18030"))
    said = desk.enter(file, "--language", "zh")
    assert said.code == 0
    assert "the text of the GB18030 file" in said.out
    assert fresh_newsroom.file("worksheets/port-text.txt").read_text(encoding="utf-8") == PORT
    assert desk.rows("outline")[1]["words"] == "一、现状"


DAMAGED = {
    "a character that could not be read": "一、甲\ufffd\n",
    "a control character": "line\x07\n",
    "letters in the wrong encoding": "CafÃ© of the quay\n",
    "a letter in a number": "output l293 t, 5l8 m\n",
    "a word that is broken": "the har-\nbour\n",
    "a number that may go on in the next line": "the harbour paid 12.\n5 crowns\n",
    "a line that every page repeats": "Harbour Board Paper\nwords\n" * 6,
    "page 4 is followed by page 6": "a\n1\nb\n2\nc\n3\nd\n4\ne\n6\n",
    "two columns may stand in one line": "the left column of the page       and here is the right one\n" * 9,
}


@pytest.mark.parametrize("what", DAMAGED)
def test_damage_is_said_with_its_lines(what: str, fresh_newsroom: Newsroom) -> None:
    said = Desk(fresh_newsroom, "cycling").enter(plan(fresh_newsroom, "A plan\n\n" + DAMAGED[what]))
    assert said.code == 0
    assert [line for line in said.err.splitlines() if "warning:" in line and what in line and re.search(r"txt:\d+: ", line)], said.err


def test_a_sound_text_is_not_called_damaged(fresh_newsroom: Newsroom) -> None:
    assert Desk(fresh_newsroom, "cycling").enter(plan(fresh_newsroom)).err == ""


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"PK\x03\x04 ...", "a packed file, as .docx"), (b"\x00\x01\x02" * 40, "no text"), (b"   \n\n", "there is no text in it")],
)
def test_what_is_no_text_is_refused(content: bytes, what: str, fresh_newsroom: Newsroom) -> None:
    file = fresh_newsroom.file("x.txt")
    file.write_bytes(content)
    said = Desk(fresh_newsroom, "x").enter(file)
    assert (said.code, len(said.problems)) == (1, 1)
    assert what.split()[-1] in said.err
    assert not fresh_newsroom.file("worksheets").exists()


@pytest.mark.parametrize("name", ["plan.pdf", "plan.html"])
def test_pdf_and_html_are_refused_in_a_sentence_where_their_reader_is_missing(name: str, fresh_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for module in ("pypdf", "selectolax", "selectolax.lexbor", "pypdf.errors"):
        monkeypatch.setitem(sys.modules, module, None)
    file = fresh_newsroom.file(name)
    file.write_bytes(b"%PDF-1.4\n" if name.endswith("pdf") else b"<!doctype html><p>x</p>")
    said = Desk(fresh_newsroom, "plan").enter(file)
    assert said.code == 1
    assert said.problems == [f"{file}: is {'a PDF' if name.endswith('pdf') else 'HTML'}; install what reads it: pip install 'green-ledger[documents]'"]


PAGE = """<!doctype html><html><head><title>t</title><style>p{}</style></head><body><nav>menu 9</nav>
<h1>Cycling Plan</h1><p>By <b>2030</b> the town has <a href="/x">120 km</a>.<br>Next.</p><h2>1 Lanes</h2>
<ul><li>first</li><li>second</li></ul><table><tr><th>year</th><th>km</th></tr><tr><td>2020</td><td>40</td></tr></table></body></html>"""


def pdf(*pages: str) -> bytes:
    """A small PDF with a line of text on each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in pages:
        shown = "".join(f"({line}) Tj T* " for line in text.split("\n") if line)
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET" if text else ""
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{p:010} 00000 n \n".encode() for p in places)
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


@pytest.mark.long
def test_html_becomes_lines_with_its_headings_items_and_tables(fresh_newsroom: Newsroom) -> None:
    pytest.fail("selectolax is missing: pip install 'green-ledger[documents]'") if not _there("selectolax") else None
    file = fresh_newsroom.file("plan.html")
    file.write_text(PAGE, encoding="utf-8")
    said = Desk(fresh_newsroom, "plan").enter(file)
    assert said.code == 0, said.err
    text = fresh_newsroom.file("worksheets/plan-text.txt").read_text(encoding="utf-8")
    assert text == "# Cycling Plan\n\nBy 2030 the town has 120 km.\nNext.\n\n## 1 Lanes\n\n- first\n- second\n\nyear\tkm\n2020\t40\n"


@pytest.mark.long
def test_a_pdf_becomes_lines_and_pages_without_text_are_said(fresh_newsroom: Newsroom) -> None:
    pytest.fail("pypdf is missing: pip install 'green-ledger[documents]'") if not _there("pypdf") else None
    desk = Desk(fresh_newsroom, "plan")
    file = fresh_newsroom.file("plan.pdf")
    file.write_bytes(pdf("Cycling Plan\n1. Lanes\nBy 2030 the town has 120 km of lanes.", "", "2. Safety"))
    said = desk.enter(file)
    assert said.code == 0, said.err
    assert "1 page has no text (first: page 2)" in said.err
    assert [row["clause"] for row in desk.rows("outline")] == ["0", "1", "2"]
    file.write_bytes(pdf("", ""))
    said = desk.enter(file)
    assert said.code == 1
    assert "is a PDF of pictures: none of its 2 pages has text" in said.err
    file.write_bytes(b"%PDF-1.4\nbroken")
    assert "is a PDF that cannot be read" in desk.enter(file).err


def _there(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None
