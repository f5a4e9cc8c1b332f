"""Charts that an editor declares: none lies about its numbers, and every mistake is one line at its own line."""

from __future__ import annotations

import csv
import itertools
import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import pytest
from conftest import Newsroom

pytestmark = pytest.mark.xdist_group("chart_blocks")  # one page with every block

STORY = "content/en/stories/ferries.md"
TABLE = """
  - name: series
    path: series.csv
    schema:
      primaryKey: rid
      fields:
        - {name: rid}
        - {name: set, constraints: {required: true}}
        - {name: name}
        - {name: group}
        - {name: date, format: edtf}
        - {name: amount, type: number}
        - {name: amount2, type: number}
        - {name: unit, vocabulary: units}
        - {name: kind, vocabulary: value-kinds}
"""
COLUMNS = ("rid", "set", "name", "group", "date", "amount", "amount2", "unit", "kind")
LONG = "Department for the harmonisation of inland waterway transport statistics and quayside tree maintenance planning (north-east)"


@dataclass
class Page:
    """Blocks to be written into a story, each with rows of its own in the table ``series``."""

    newsroom: Newsroom
    rows: list[dict[str, str]] = field(default_factory=list)
    text: str = ""

    def chart(self, id: str, columns: str, rows: list[tuple[object, ...]], /, **keys: str) -> None:
        for cells in rows:
            values = dict(zip(columns.split(), map(str, cells), strict=True))
            self.rows.append({"rid": f"r{len(self.rows)}", "set": id, "unit": "trees", **values})
        block = {"id": id, "table": "series", "filter": f"{{set: {id}}}", "mark": "bar", "y": "name", "x": "amount", "title": "T", **keys}
        self.text += "\n```chart\n" + "".join(f"{k}: {v}\n" for k, v in block.items()) + "```\n"

    def write(self) -> None:
        with self.newsroom.file("data/datapackage.yaml").open("a", encoding="utf-8") as package:
            package.write(TABLE.lstrip("\n"))
        with self.newsroom.file("data/series.csv").open("w", encoding="utf-8", newline="") as table:
            writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.rows)
        with self.newsroom.file(STORY).open("a", encoding="utf-8") as story:
            story.write(self.text)

    def line(self, id: str, key: str) -> int:
        """The line of a key of a block."""
        lines = self.newsroom.file(STORY).read_text(encoding="utf-8").split("\n")
        start = lines.index(f"id: {id}")
        return next(n for n in range(start, len(lines)) if lines[n].startswith(f"{key}:")) + 1


GOOD = (
    ("mixed", "name amount", [("Fishery", -5), ("Shipyard", 3), ("Tannery", -12)], {}),
    ("negative", "name amount", [("Fishery", -5), ("Tannery", -12)], {}),
    ("zero", "name amount", [("Fishery", 0), ("Tannery", 0)], {}),
    ("one", "name amount", [("Fishery", "306.70")], {}),
    ("huge", "name amount", [("A", 1234567890123), ("B", "0.00001234"), ("C", "-98765432.10"), ("D", "-0.0")], {}),
    ("missing", "name amount", [("Pier", 5), ("Quay", ""), ("Mole", 9)], {}),
    ("long", "name amount", [(LONG, 4), ("x" * 80, 9), ("很长的名字" * 16, 3)], {}),
    ("many", "name amount", [(f"Row {n}", n % 7 - 2) for n in range(200)], {}),
    ("pairs", "name group amount", [("North", "A", 1), ("North", "B", 2), ("South", "A", 3)], {"colour": "group"}),
    ("dots", "name amount", [("A", 3), ("A", 3), ("B", -2), ("C", "")], {"mark": "dot"}),
    ("bells", "name amount amount2", [("Up", 1, 9), ("Down", 5, -3), ("Open", 4, "")], {"mark": "dumbbell", "x": "[amount, amount2]"}),
    (
        "two",
        "group date amount",
        [(g, d, a) for g, k in (("North", 10), ("South", 60)) for d, a in ((2019, k), (2020, k + 3))],
        {"mark": "line", "colour": "group"},
    ),
    ("close", "group date amount", [(g, d, 10 + n / 10) for n, g in enumerate("ABCDEFG") for d in (2019, 2020)], {"mark": "line", "colour": "group"}),
    ("months", "date amount", [(f"2024-{m:02}", m * 7 % 5) for m in range(1, 7)], {"mark": "line"}),
    ("quarters", "group amount", [(f"2024-Q{q}", q) for q in range(1, 5)], {"mark": "line", "x": "group"}),
    ("gap", "date amount", [(2015, 10), (2016, 12), (2017, ""), (2018, ""), (2019, 14)], {"mark": "line"}),
    ("undated", "date amount", [(2019, 3), ("", 4), (2021, -5)], {"mark": "line"}),
    ("points", "date amount", [(1960 + n, 100 + n * 8 % 75) for n in range(61)], {"mark": "line"}),
    (
        "cells",
        "name group amount",
        [("Main", 2023, 1234567), ("Main", 2024, ""), ("Isle", 2022, 1000000)],
        {"mark": "heatmap", "x": "group", "value": "amount"},
    ),
)


FUNCTION = """
import pandas as pd
from ledger.charts import forms
from ledger.charts.figure import Drawn, chart

@chart("function")
def function(view):
    frame = pd.DataFrame({"a": ["Fishery", "Shipyard", "Tannery"], "v": [-5.0, 3.0, -12.0]})
    frame["words"] = [f"{v:g} trees" for v in frame["v"]]
    frame["label"] = frame["a"] + ": " + frame["words"]
    drawn = forms.bars(view, frame, x="v", y="a", text="words", title="trees")
    return Drawn(title="T", subtitle="S", sentence="Q", table=frame[["a", "v"]], chart=drawn)
"""


@pytest.fixture(scope="module")
def page(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Page:
    made = Page(built_newsroom.copy(tmp_path_factory.mktemp("blocks") / "newsroom"))
    for id, columns, rows, keys in GOOD:
        line = {"x": "date", "y": "amount"} if keys.get("mark") == "line" else {}
        made.chart(id, columns, rows, **{**line, **keys})
    made.newsroom.file("content/charts/more.py").write_text(FUNCTION, encoding="utf-8")
    made.text += "\n```chart\nfunction\n```\n"
    made.write()
    said = made.newsroom.build()
    assert said.code == 0, said.err
    return made


def drawing(page: Page, id: str, size: str = "wide") -> str:
    html = (page.newsroom.site / "stories/ferries/index.html").read_text(encoding="utf-8")
    figure = html.split(f'data-figure="{id}"', 1)[1].split("</figure>", 1)[0]
    return re.search(rf'<div class="{size}">(<svg.*?</svg>)', figure, re.S)[1]  # type: ignore[index]


def bars(svg: str) -> dict[str, tuple[float, float]]:
    """``{label: (left, right)}`` of the bars of a drawing."""
    found = re.findall(r'class="mark" data-label="([^"]*)" d="M([-\d.]+),[-\d.]+h([-\d.]+)', svg)
    return {unescape(label): (float(x), float(x) + float(w)) for label, x, w in found}


def marks(svg: str) -> list[str]:
    return [unescape(label) for label in re.findall(r'class="mark" data-label="([^"]*)"', svg)]


def table(page: Page, id: str) -> list[list[str]]:
    with (page.newsroom.site / f"charts/{id}/en.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.mark.parametrize("id", [*(id for id, *_ in GOOD), "function"])
@pytest.mark.parametrize(("size", "measure"), [("wide", 760), ("narrow", 340)])
def test_a_drawing_is_no_wider_than_its_measure(page: Page, id: str, size: str, measure: int) -> None:
    width = float(re.search(r'width="([\d.]+)"', drawing(page, id, size))[1])  # type: ignore[index]
    assert width <= measure + 8, f"{id} is {width} wide"


@pytest.mark.parametrize("id", ["mixed", "function"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_bars_begin_at_one_line_of_zero_and_go_to_both_sides(page: Page, size: str, id: str) -> None:
    fishery, shipyard, tannery = bars(drawing(page, id, size)).values()
    assert fishery[1] == shipyard[0] == tannery[1], "one zero"
    assert tannery[0] < fishery[0] < shipyard[0] < shipyard[1]
    lengths = [b - a for a, b in (fishery, shipyard, tannery)]
    assert lengths[0] / lengths[1] == pytest.approx(5 / 3, rel=0.02) and lengths[2] / lengths[1] == pytest.approx(4, rel=0.02)
    assert all(right == bars(drawing(page, "negative", size))["Tannery: −12 trees"][1] for _, right in bars(drawing(page, "negative", size)).values())


def test_numbers_are_written_as_they_are_printed_everywhere(page: Page) -> None:
    assert marks(drawing(page, "one")) == ["Fishery: 306.70 trees"]
    assert table(page, "one") == [["Fishery", "306.70"]]
    assert '"Fishery"' in (text := (page.newsroom.site / "charts/one/en.json").read_text(encoding="utf-8")) and ": 306.70}" in text
    assert marks(drawing(page, "huge")) == ["A: 1,234,567,890,123 trees", "B: 0.00001234 trees", "C: −98,765,432.10 trees", "D: 0.0 trees"]
    for id in ("huge", "cells", "points"):
        for size in ("wide", "narrow"):
            assert not re.search(r"\de[+-]?\d", "".join(re.findall(r">([^<]*)</text>", drawing(page, id, size)))), f"{id}: an exponent"
    assert "1,234,567" in drawing(page, "cells")


def test_what_has_no_data_is_drawn_told_and_counted(page: Page) -> None:
    assert marks(drawing(page, "missing")) == ["Pier: 5 trees", "Mole: 9 trees", "Quay: no data"]
    assert table(page, "missing") == [["Pier", "5"], ["Quay", "no data"], ["Mole", "9"]]
    html = (page.newsroom.site / "stories/ferries/index.html").read_text(encoding="utf-8")
    assert "1 of 3 without data." in html and "2 of 5 without data." in html
    assert "C: no data" in marks(drawing(page, "dots")) and "Open: 4 trees → no data" in marks(drawing(page, "bells"))
    assert sorted(marks(drawing(page, "gap"))) == [
        f"{y}: {v}" for y, v in ((2015, "10 trees"), (2016, "12 trees"), (2017, "no data"), (2018, "no data"), (2019, "14 trees"))
    ]
    assert "stroke-dasharray" in drawing(page, "gap") and "stroke-dasharray" not in drawing(page, "months")
    gap = drawing(page, "gap")
    [behind] = re.findall(r'L([-\d.]+),[-\d.]+"[^>]*stroke-dasharray', gap)
    through = [path for path in re.findall(r"<path[^>]*>", gap) if f"L{behind}," in path and "stroke-dasharray" not in path]
    assert not through, "the line itself ends before the gap and begins behind it"
    assert marks(drawing(page, "cells")).count("Main, 2024: no data") == 1 and len(marks(drawing(page, "cells"))) == 6
    assert table(page, "undated")[2][0] == "–" and len(marks(drawing(page, "undated"))) == 2


def places(page: Page, id: str) -> list[float]:
    """How far right the points of a line stand, in their order."""
    return [float(x) for x in re.findall(r'class="mark" data-label="[^"]*"(?: data-in="[^"]*")? transform="translate\(([-\d.]+),', drawing(page, id))]


def test_months_and_quarters_stand_apart_and_years_where_they_are_written(page: Page) -> None:
    for id in ("months", "quarters"):
        steps = [b - a for a, b in itertools.pairwise(places(page, id))]
        assert len(steps) >= 3 and min(steps) > 60, f"{id}: {places(page, id)}"
    assert "Jan" in drawing(page, "months") and "Q1" in drawing(page, "quarters")
    svg = drawing(page, "two")
    ticks = [float(x) for x in re.findall(r'text-anchor="middle" transform="translate\(([-\d.]+),[\d.]+\)"[^>]*>20(?:19|20)<', svg)]
    points = sorted(set(places(page, "two")))
    assert ticks and [round(t) for t in ticks] == [round(p) for p in points], "a year is written under its point"


def test_each_group_is_a_line_of_its_own_named_at_its_end(page: Page) -> None:
    svg = drawing(page, "two")
    assert "North: 10 trees" not in svg and marks(svg)[0] == "North, 2019: 10 trees"
    strokes = set(re.findall(r'stroke="(var\(--hue[^"]*)"', svg))
    assert len(strokes) == 2
    names = re.findall(r'translate\([-\d.]+,([-\d.]+)\)"[^>]*>([A-G]): 1', drawing(page, "close"))
    heights = sorted(float(y) for y, _ in names)
    assert len(heights) == 7 and all(b - a >= 13 for a, b in itertools.pairwise(heights)), "names of close lines are kept apart"


def test_a_line_of_many_points_names_only_those_that_have_room(page: Page) -> None:
    words = re.findall(r">(\d{3})</text>", drawing(page, "points"))
    assert {"100", "174"} <= set(words) and len(words) < 12


def test_equal_dots_do_not_hide_one_another(page: Page) -> None:
    spots = re.findall(r'data-label="A: 3 trees"(?: data-in="[^"]*")? transform="translate\(([-\d.,]+)\)', drawing(page, "dots"))
    assert len(spots) == 2 and len(set(spots)) == 2


N = [("North", "N", 2019, 1), ("North", "N", 2020, 2), ("South", "S", 2019, 3), ("South", "S", 2020, 4)]
WRONG = {
    "twice-bar": (N, {}, "y", "2 rows have one place in the drawing, North: data/series.csv:2 and data/series.csv:3 (and so on at 1 more); they differ in date: filter by it, or say colour: date"),
    "twice-line": (N, {"mark": "line", "x": "date", "y": "amount"}, "x", "2 rows have one place in the drawing, 2019: data/series.csv:6 and data/series.csv:8 (and so on at 1 more); they differ in name, group: filter by one of these, or say colour: name"),
    "twice-cell": (N, {"mark": "heatmap", "x": "group", "value": "amount"}, "y", "2 rows have one place in the drawing, North, N: "),
    "hues": ([(f"I{n}", f"G{n}", "", n) for n in range(12)], {"colour": "group"}, "colour", "12 groups by group, but 7 colours that an eye can tell apart; filter by group, or leave colour: out"),
    "rainbow": (N[:1], {"colour": "rainbow"}, "colour", "colour: 'rainbow' is neither a column of series nor an ink; name a column, or an ink: "),
    "no-time": (N[:1], {"mark": "line", "x": "name", "y": "amount"}, "x", "x: name of data/series.csv:27: 'North' is not a date; a line runs along dates"),
    "no-number": ([("A", "", "", "")], {}, "filter", "no row that fits has a number in amount"),
    "street-trees": (N[:1], {}, "id", "id 'street-trees' belongs to the chart function at content/charts/harbour.py:11"),
    "Bad Id": (N[:1], {"filter": "{set: Bad Id}"}, "id", "'Bad Id' is no id"),
    "list": (N[:1], {"colour": "[amount]"}, "colour", "colour: a list is not text"),
    "mapping": (N[:1], {"x": "{a: b}"}, "x", "x: a mapping is not text"),
    "no-column": (N[:1], {"filter": "{gruop: N}"}, "filter", "filter: series has no column 'gruop'; did you mean group?"),
    "no-term": (N[:1], {"filter": "{unit: treees}"}, "filter", "filter: unit: 'treees' is not in the vocabulary units; did you mean trees?"),
    "no-value": (N[:1], {"filter": "{unit: }"}, "filter", "filter: unit has no value to look for"),
    "key": (N[:1], {"sorted": "amount"}, "sorted", "unknown key 'sorted'"),
    "no-time-for-a-small-line": (N[:1], {"mark": "spark", "x": "name", "y": "name", "value": "amount"}, "x", "x: name of data/series.csv:37: 'North' is not a date"),
    "no-year-for-a-path": (N[:1], {"mark": "path", "x": "name", "y": "amount"}, "x", "x: no row that fits has a date in name"),
    "no-date-for-an-agenda": ([("A", "B", "", 1)], {"mark": "agenda", "x": "date", "y": "name"}, "x", "x: no row that fits has a date in date"),
}  # fmt: skip


def test_what_a_form_cannot_draw_truly_is_refused_by_name_at_its_line(newsroom: Newsroom) -> None:
    page = Page(newsroom)
    for id, (rows, keys, _, _) in WRONG.items():
        page.chart(id, "name group date amount", rows, **keys)
    page.chart("units", "name amount unit", [("A", 1, "trees"), ("B", 1, "crowns")])
    page.chart("kinds", "name amount kind", [("A", 1, "level"), ("B", 1, "count")])
    page.chart("named", "name amount kind", [("A", 1, "level"), ("B", 1, "count")], colour="kind")
    page.chart("as-text", "name amount", [("A", 1)], title="2030", subtitle="1.10", sentence="no")
    page.chart("as-text-too", "name amount", [("A", 1)], id="as-text", filter="{set: as-text-too}")
    page.text += "\n```chart\nfrom-to\n```\n\n```chart\nfrom-to\n```\n"
    page.write()
    said = newsroom.build()
    assert said.code == 1
    for id, (_, _, key, says) in WRONG.items():
        assert any(line.startswith(f"{STORY}:{page.line(id, key)}: chart: {says}") for line in said.problems), f"{id}: {says}\n{said.err}"
    assert any(f"{STORY}:{page.line('units', 'x')}: chart: values in different units: trees, crowns; filter by unit" in p for p in said.problems)
    assert any(f"{STORY}:{page.line('kinds', 'x')}: chart: values of different kind: level, count; filter by kind" in p for p in said.problems)
    assert any(re.search(rf"chart: id 'as-text' is used already \({STORY}:\d+\); give one of the two another id", p) for p in said.problems), said.err
    assert any(re.search(r"chart 'from-to' stands on this page already \(line \d+\); show it once", p) for p in said.problems), said.err
    assert len(said.problems) == len(WRONG) + 4, said.err


def test_the_same_chart_in_two_languages_stays_in_both_through_every_later_build(newsroom: Newsroom) -> None:
    block = '\n```chart\ntable: targets\nfilter: {unit: "%"}\nmark: dot\ny: indicator\nx: value\ntitle: 2030\n```\n'
    for code in ("en", "nl"):
        with newsroom.file(f"content/{code}/stories/ferries.md").open("a", encoding="utf-8") as story:
            story.write(block)
    assert newsroom.build().code == 0
    newsroom.change("content/en/method.md", "We copy", "We always copy")
    assert newsroom.build().code == 0
    for path in ("stories/ferries", "nl/stories/ferries"):
        assert 'data-figure="block-' in (newsroom.site / path / "index.html").read_text(encoding="utf-8"), path


def test_a_changed_word_changes_the_chart_of_a_function_and_a_changed_title_its_picture(newsroom: Newsroom) -> None:
    file = newsroom.site / "charts/street-trees/en.png"
    pictures = [file.read_bytes()]
    for path, old, new in (
        ("content/charts/harbour.py", "Street trees by quarter, 2030", "Street trees by quarter, 2031"),  # the subtitle above it
        ("mkdocs.yml", "en: {title: Harbour Ledger,", "en: {title: Harbour Ledges,"),  # who sends it, below
        ("data/units.yaml", *_other_name(newsroom)),  # the words inside
    ):
        newsroom.change(path, old, new)
        assert newsroom.build().code == 0
        pictures.append(file.read_bytes())
        assert pictures[-1] != pictures[-2], f"the picture is as it was before {path} changed"
    assert "living trees" in (newsroom.site / "charts/street-trees/en.svg").read_text(encoding="utf-8")


def _other_name(newsroom: Newsroom) -> tuple[str, str]:
    line = next(row for row in newsroom.file("data/units.yaml").read_text(encoding="utf-8").splitlines() if row.startswith("trees:"))
    return line, line.replace("en: trees", "en: living trees")


def test_a_changed_number_changes_its_chart(newsroom: Newsroom) -> None:
    block = "\n```chart\nid: mine\ntable: series\nmark: bar\ny: name\nx: amount\ntitle: T\n```\n"
    page = Page(newsroom, text=block)
    page.rows.append({"rid": "r0", "set": "s", "name": "Pier", "amount": "306.70", "unit": "trees"})
    page.write()
    assert newsroom.build().code == 0
    newsroom.change("data/series.csv", "306.70", "306.80")
    assert newsroom.build().code == 0
    site: Path = newsroom.site
    assert table(page, "mine") == [["Pier", "306.80"]] and "306.80 trees" in (site / "charts/mine/en.svg").read_text(encoding="utf-8")
