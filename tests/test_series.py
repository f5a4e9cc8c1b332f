"""Series: what is reported of one indicator in one place stands on one page, years across, however many rows there are."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from conftest import NEWSROOM, Newsroom, tree
from door import build_py
from sought import records_of
from test_any_newsroom import OBSERVATIONS, made, text_of

from ledger.publish.verify import PAGE_BUDGET
from ledger.render.series import ACROSS, LINES, POINTS

pytestmark = pytest.mark.xdist_group("series")
HEAD = "id,policy,clause,also,indicator,region,sector,product,base_year,year,value,value_max,comparator,kind,direction,unit,note_en,note_nl"
ROWS = [
    "planted-2023,register,1,,street-trees,quayside,,,,2023,1150,,=,count,,trees,,",
    "planted-2021,register,1,,street-trees,quayside,,,,2021,1380,,<=,count,,trees,,",
    "planted-2025,register,1,,street-trees,quayside,,,,2025,1150,1380,=,count,,trees,,",
    "parks-2023,register,1,,street-trees,quayside,parks,,,2023,2040,,=,count,,trees,,",
    "parks-2021,register,1,,street-trees,quayside,parks,,,2021,2550,,=,count,,trees,,",
    "undated,register,1,,street-trees,quayside,,,,,2040,,=,count,,trees,,",
    "grown-2023,register,1,,street-trees,quayside,,,2021,2023,20,,=,level,down,%,,",
    "fallen-2023,register,1,,street-trees,,,,2021,2023,20,,=,level,down,%,,",
    "fallen-2025,register,1,,street-trees,,,,2021,2025,10,,=,level,down,%,,",
    "alone-2023,register,1,,street-trees,hill,,,,2023,2040,,=,count,,trees,,",
]
LATER = "alone-2025,register,1,,street-trees,hill,,,,2025,2550,,=,count,,trees,,"
DAYS = 900
START = datetime.date(2020, 1, 1)
VALUES = (1150, 1380, 2040)
SERIES = "series/street-trees/quayside"


def give_observations(town: Newsroom, rows: list[str]) -> None:
    """The table that the harbour town has not, with the columns of its targets, and a document that prints it."""
    package = town.file("data/datapackage.yaml")
    content = yaml.safe_load(package.read_text(encoding="utf-8"))
    targets = next(resource for resource in content["resources"] if resource["name"] == "targets")
    fields = [field for field in targets["schema"]["fields"] if field["name"] in HEAD.split(",")]
    content["resources"].append({**targets, "name": "observations", "path": "observations.csv", "schema": {**targets["schema"], "fields": fields}})
    package.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    town.file("data/observations.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    archive = town.root / "archive"
    shutil.copytree(NEWSROOM / "archive", archive)
    printed = "; ".join(", ".join(row.split(",")[8:12]) for row in [*rows, LATER]) + "; at most 1380; down by 20%"
    text = f"Register of trees\n{printed}\n".encode()
    (archive / "register.txt").write_bytes(text)
    for table, row in (
        ("sources", f"tree-register,register.txt,{hashlib.sha256(text).hexdigest()},Town of Saltmouth,en,,Register of trees,Bomenregister"),
        ("policies", "register,tree-register,Register of trees,Bomenregister,order,,,,,,,in-force,1,,"),
        ("clauses", "register,1,1,2,text,Trees by date,Bomen naar datum"),
    ):
        with town.file(f"data/{table}.csv").open("a", encoding="utf-8") as file:
            file.write(f"{row}\n")
    said = build_py("fingerprint", "--project", town.root, "--archive", archive)
    assert said.code == 0, said.err


def daily(number: int) -> str:
    value = VALUES[number % 2] if number != DAYS // 2 else VALUES[2]
    return f"day-{number:04},register,1,,street-trees,saltmouth,,,,{START + datetime.timedelta(number)},{value},,=,count,,trees,,"


@pytest.fixture(scope="module")
def town(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    copy = built_newsroom.copy(tmp_path_factory.mktemp("series") / "newsroom")
    give_observations(copy, [*ROWS, *map(daily, range(DAYS))])
    said = copy.build()
    assert said.code == 0, said.err
    yield copy


def page(town: Newsroom, path: str) -> str:
    return (town.site / path / "index.html").read_text(encoding="utf-8")


def tables(html: str) -> list[list[list[str]]]:
    """The text of the cells of each table of years."""
    found = re.findall(r'<table class="ledger across">(.*?)</table>', html, re.S)
    rows = [re.findall(r"<tr>(.*?)</tr>", table, re.S) for table in found]
    return [[[" ".join(re.sub(r"<.*?>", "", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in of] for of in rows]


def svgs(html: str) -> list[str]:
    return re.findall(r'<svg [^>]*class="drawing".*?</svg>', html, re.S)


def test_years_stand_across_and_all_else_down(town: Newsroom) -> None:
    [table] = tables(page(town, SERIES))
    assert table[0] == ["What it covers", "2021", "2023", "2025", "No year printed"]
    assert [row[0] for row in table[1:]] == ["Quayside count", "parks count", "Quayside level, since 2021"]
    assert table[1][1:] == ["≤ 1,380 trees", "1,150 trees", "1,150–1,380 trees", "2,040 trees"]
    assert table[2][1:] == ["2,550 trees", "2,040 trees", "", ""] and table[3][1:] == ["", "−20%", "", ""]


def test_each_value_leads_to_where_it_is_printed(town: Newsroom) -> None:
    html = page(town, SERIES)
    links = re.findall(r'<span class="value"><a href="([^"]+)"', html)
    rows = [row.split(",")[0] for row in ROWS if ",quayside," in row]
    assert {link.partition("#")[2] for link in links} == set(rows) and len(links) == len(rows)
    for link in links:
        path, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in (town.site / SERIES / path / "index.html").read_text(encoding="utf-8")


def test_what_has_one_date_only_has_no_page(town: Newsroom) -> None:
    assert not (town.site / "series/street-trees/hill").exists()
    assert not (town.site / "series/loans").exists()


def test_the_drawing_needs_no_script_and_is_said_in_words(town: Newsroom) -> None:
    html = page(town, SERIES)
    wide, narrow = svgs(html)
    for drawing in (wide, narrow):
        assert drawing.count("<polyline") == 2, "the two lines that have several dates, and not the change, which has one"
        assert "<title" in drawing and "Quayside: ≤\u00a01,380 trees (2021), 1,150–1,380 trees (2025)" in drawing
        assert 'role="img"' in drawing and drawing.count('fill="var(--paper') == 1, "a limit is hollow"
        assert drawing.count('stroke-width="5"') == 1, "a range is a bar"
    assert 'width="340"' in narrow and len({*re.findall(r'id="([^"]+)"', html)}) == len(re.findall(r'\bid="([^"]+)"', html))
    assert (
        "A hollow point is about or a limit." in html and "A bar is a range." in html and "Only what has several dates is drawn. The tables have all 7." in html
    )


def test_points_stand_in_the_order_of_time_and_height(town: Newsroom) -> None:
    wide, _ = svgs(page(town, SERIES))
    trees, parks = ([tuple(map(float, point.split(","))) for point in line.split()] for line in re.findall(r'points="([^"]+)"', wide))
    assert [x for x, _ in trees] == sorted(x for x, _ in trees) and [x for x, _ in parks] == [x for x, _ in trees][:2]
    assert trees[0][1] < trees[1][1] and parks[0][1] < parks[1][1] < trees[0][1], "more stands higher"


def test_a_fall_is_drawn_below_zero(town: Newsroom) -> None:
    for drawing in svgs(page(town, "series/street-trees")):
        [points] = re.findall(r'points="([^"]+)"', drawing)
        zero = float(re.search(r'd="M[\d.]+,([\d.]+)H', drawing)[1])  # type: ignore[index]
        first, last = (float(point.split(",")[1]) for point in points.split())
        assert first > last > zero
        assert "−20%" in drawing and "−10%" in drawing


def test_a_series_is_found_from_its_indicator_its_place_its_document_a_target_and_the_search(town: Newsroom) -> None:
    for root in ("", "nl/"):
        assert (town.site / root / SERIES / "index.html").is_file()
        for path in ("series", "indicators/street-trees", "regions/quayside", "policies/register", "targets/trees-quayside-2030"):
            assert re.search(r'href="[./]*(?:series/)?street-trees/quayside/"', page(town, root + path)), path
        assert [r for r in records_of(town.site / root) if r.address == f"{SERIES}/"], root
    assert "street-trees/hill/" not in page(town, "indicators/street-trees")
    assert "All years side by side" in page(town, "targets/trees-quayside-2030") and "All years side by side" not in page(town, "targets/trees-hill-2030")
    assert 'href="../../series/">' in page(town, "indicators/street-trees").partition("<footer")[2]


def test_its_rows_can_be_had_as_files(town: Newsroom) -> None:
    read = list(csv.DictReader(io.StringIO((town.site / SERIES / "observations.csv").read_text(encoding="utf-8-sig"))))
    known = {row["id"]: row for row in csv.DictReader(io.StringIO("\n".join([HEAD, *ROWS])))}
    assert len(read) == 7 and all(row == known[row["id"]] for row in read)
    records = json.loads((town.site / SERIES / "observations.json").read_text(encoding="utf-8"))
    assert [r["id"] for r in records] == [r["id"] for r in read] and records[0]["value"] == 1380


def test_a_long_series_comes_in_parts_that_hold_each_row_once(town: Newsroom) -> None:
    first = "series/street-trees/saltmouth"
    every, here = [first], first
    while link := re.search(r'rel="next" href="([^"]+)"', page(town, here)):
        here = (town.site / here / link[1]).resolve().relative_to(town.site.resolve()).as_posix()
        every.append(here)
    ids = [id for path in every for id in re.findall(r'<span class="value"><a href="[^"]*#(day-\d+)"', page(town, path))]
    assert len(every) > 1 and len(ids) == len(set(ids)) == DAYS
    for path in every:
        assert len(page(town, path)) < PAGE_BUDGET / 4
        assert all(len(row) <= ACROSS + 1 for table in tables(page(town, path)) for row in table)
    assert [bool(svgs(page(town, path))) for path in every] == [True, *[False] * (len(every) - 1)]
    assert len(list(csv.reader((town.site / first / "observations.csv").open(encoding="utf-8-sig")))) == DAYS + 1


def test_a_long_line_is_drawn_with_few_points_the_highest_among_them(town: Newsroom) -> None:
    html = page(town, "series/street-trees/saltmouth")
    for drawing in svgs(html):
        [points] = [[tuple(map(float, point.split(","))) for point in line.split()] for line in re.findall(r'points="([^"]+)"', drawing)]
        assert POINTS / 3 < len(points) <= POINTS
        heights = sorted({y for _, y in points})
        assert len(heights) == 3 and [y for _, y in points].count(heights[0]) == 1, "the one day with more stands out"
    assert "the highest and the lowest of each stretch" in html


def test_why_rows_are_not_drawn_is_told_as_it_is(tmp_path: Path) -> None:
    ages = [f"age-{n}" for n in range(8)]
    rows = [f"literacy,north,f,{age},{year},{60 + n},%" for n, (age, year) in enumerate((age, year) for age in ages for year in (2020, 2021))]
    tables = {
        "figures.csv": "indicator,country,sex,age,year,amount,unit\n" + "\n".join(rows) + "\n",
        "indicators.yaml": "literacy: {en: Literacy rate}\n",
        "countries.yaml": "north: {en: North}\n",
        "sexes.yaml": "f: {en: Women}\n",
        "ages.yaml": "".join(f"{age}: {{en: Age {age}}}\n" for age in ages),
        "units.yaml": '"%": {en: "%", pint: percent}\nt: {en: t, pint: tonne}\n',
    }
    office = made(tmp_path / "office", OBSERVATIONS, tables)
    assert office.build().code == 0
    said = text_of(page(office, "series/literacy/north"))
    assert f"Of each kind and unit the {LINES} lines with most dates are drawn. The tables have all 16." in said
    assert "Only what has several dates" not in said and "highest and the lowest" not in said
    office.change("data/figures.csv", "literacy,north,f,age-7,2021,75,%", "literacy,north,f,age-7,2021,75,t")
    assert office.build().code == 0
    said = text_of(page(office, "series/literacy/north"))
    assert f"Only what has several dates is drawn. Of each kind and unit the {LINES} lines with most dates are drawn. The tables have all 16." in said


def test_a_row_more_gives_the_site_that_a_clean_build_gives_and_remakes_few_pages(town: Newsroom, tmp_path: Path) -> None:
    grown = town.copy(tmp_path / "grown")
    before = tree(grown.site)
    file = grown.file("data/observations.csv")
    file.write_text(f"{file.read_text(encoding='utf-8')}{LATER}\n", encoding="utf-8")
    said = grown.build()
    assert said.code == 0, said.err
    after = tree(grown.site)
    assert "series/street-trees/hill/index.html" in after, "now it has two dates"
    assert not [path for path in before if path.startswith(SERIES) and before[path] != after[path]]
    clean = grown.copy(tmp_path / "clean")
    shutil.rmtree(clean.root / ".cache")
    shutil.rmtree(clean.site)
    assert clean.build().code == 0
    assert tree(clean.site) == after
