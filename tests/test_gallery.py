"""The gallery of marks: each drawn from a declaration, in two languages and from right to left, wide and narrow, by day and by night, whole
and legible."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from conftest import REPOSITORY, Newsroom
from declarations import Example, Studio, studio_of
from playwright.sync_api import Browser, ViewportSize

from ledger.charts.figure import Figure
from ledger.charts.marks import MARKS
from ledger.charts.theme import INKS, RAMP, UNDER, variables, width_of

pytestmark = pytest.mark.xdist_group("gallery")

LONG = "Department for the harmonisation of inland waterway statistics and quayside tree maintenance"
FOUR = ("ayr", "bude", "cork", "deal")
EXAMPLES = (
    Example(
        "mark: bar\nx: value\ny: towns.name\nsort: -value\nreference: {whole: {row: bar-4}}\nhighlight: {town: cork}",
        {"en": "title: '{top.name} has most, {top.value}'\nreference: {whole: {label: all towns}}", "zh": "title: '{top.name}最多，{top.value}'\nreference: {whole: {label: 各镇}}"},
        [*({"town": t, "value": v} for t, v in zip(FOUR, (16, 8, 14, 9), strict=True)), {"town": "", "what_en": "all", "value": 17}],
        "bar",
    ),
    Example(
        "mark: bar\nx: value\ny: what\nred: {part: wrong}",
        {"en": "title: What is no exact number does not look like one", "zh": "title: 不是确数，就不画成确数"},
        [
            {"what_en": "exactly", "what_zh": "确数", "value": 20, "comparator": "="},
            {"what_en": "about", "what_zh": "约数", "value": 25, "comparator": "about"},
            {"what_en": "from, to", "what_zh": "区间", "value": 12, "value_max": 19, "comparator": "range"},
            {"what_en": "at least", "what_zh": "下限", "value": 15, "comparator": ">="},
            {"what_en": "at most", "what_zh": "上限", "value": 15, "comparator": "<="},
            {"what_en": LONG, "what_zh": "不相符的一项，名字也很长，要写两行才写得下，一个字也不能省", "value": 9, "comparator": "=", "part": "wrong"},
            {"what_en": "nothing is known", "what_zh": "不详", "value": "", "comparator": "="},
        ],
        "bounds",
    ),
    Example(
        "mark: bar\nx: value\ny: towns.name\npanels: what\nsort: -value",
        {"en": "title: Tonnes and shares have an axis each", "zh": "title: 吨与百分比各有一轴"},
        [{"town": t, "what_en": w, "what_zh": z, "value": v, "unit": u} for w, z, u, s in (("Catch", "渔获", "t", 3), (LONG, "售出比例", "%", 20)) for t, v in zip(FOUR, (s, 2 * s, 3 * s, s + 1), strict=True)],
        "panels",
    ),
    Example(
        "mark: stack\nx: share\ny: year\ncolour: what\ncompute: {share: {share: value, within: year, digits: 0}}",
        {"en": "title: Large firms are most by now", "zh": "title: 大企业已占多数"},
        [{"year": y, "what_en": w, "what_zh": z, "value": v, "unit": "firms"} for y, a, b in ((2000, 58, 97), (2004, 97, 90)) for w, z, v in (("large", "大型", a), ("others", "其余", b))],
        "stack",
    ),
    Example(
        "mark: stack\nx: value\ny: towns.name\ncolour: what",
        {"en": "title: Parts with their totals", "zh": "title: 各部分与合计"},
        [{"town": t, "what_en": w, "what_zh": z, "value": v} for t, vs in (("ayr", (30, 12, 1)), ("bude", (9, 0, 4))) for (w, z), v in zip((("coal", "煤"), ("oil", "油"), ("gas", "气")), vs, strict=True)],
        "parts",
    ),
    Example(
        "mark: stack\nx: value\ny: what\ncolour: part",
        {"en": "title: Long names above short bars\nnames: {a: some, b: others}", "zh": "title: 短条上的长名字\nnames: {a: 一些, b: 其余}"},
        [{"what_en": w, "what_zh": z, "part": p, "value": v} for w, z, vs in ((f"{LONG}, and of all that floats", "内河航运统计与码头树木养护协调处，名称很长，一行写不下", (9, 30)), ("Guide to building mine-safety standards", "指南", (3, 1))) for p, v in zip("ab", vs, strict=True)],
        "long",
    ),
    Example(
        "mark: steps\nx: value\ny: what",
        {"en": "title: Up to 15", "zh": "title: 至多 15"},
        [{"what_en": w, "what_zh": z, "value": a, "value_max": b, "comparator": "range" if b else "=", "unit": "firms"} for w, z, a, b in (("Basic", "基本", 10, ""), ("Six chosen before", "前四批入选6个", 4, ""), ("At discretion", "酌情", 1, 2), ("Taken back", "收回", -1, ""))],
        "steps",
    ),
    Example(
        "mark: dot\nx: value\ny: towns.name\nband: {half: {from: 2.4, to: 4}}",
        {"en": "title: Dots beside one another\nband: {half: {label: half of them}}", "zh": "title: 并列的点\nband: {half: {label: 居中一半}}"},
        [{"town": t, "value": v} for t in FOUR[:3] for v in (1, 2.5, 2.5, 4)],
        "dot",
    ),
    Example(
        "mark: strip\nx: value\ny: towns.name\ncolour: what\nreference: {all: {at: 15}}",
        {"en": "title: Strips with a line\nreference: {all: {label: the whole}}", "zh": "title: 带与线\nreference: {all: {label: 全部}}"},
        [{"town": t, "what_en": w, "what_zh": z, "value": v, "unit": "%"} for w, z, vs in (("First plan", "前一规划", (15.5, 16, 17.1, 17.3)), ("Second plan", "后一规划", (0, 8, 8, 8))) for t, v in zip(FOUR, vs, strict=True)],
        "strip",
    ),
    Example(
        "mark: strip\nx: value\ny: towns.name\ncolour: what\naxis: {log: true}",
        {"en": "title: Each step is ten times the last", "zh": "title: 每一格是十倍"},
        [{"town": t, "what_en": "Saved", "what_zh": "节约", "value": v} for t, v in zip(FOUR, (3, 250, 40000, 4000000), strict=True)],
        "log",
    ),
    Example(
        "mark: dumbbell\nx: [base_value, value]\ny: towns.name",
        {"en": "title: From one to another", "zh": "title: 从一处到另一处"},
        [{"town": t, "base_value": a, "value": b} for t, a, b in zip(FOUR, (12, 5, 9, 3), (9, 8, 2, 3.5), strict=True)],
        "dumbbell",
    ),
    Example(
        "mark: slope\nx: [base_value, value]\ny: towns.name\nhighlight: {town: cork}",
        {"en": "title: One falls\ncolumns: {}", "zh": "title: 一个下降"},
        [{"town": t, "base_value": a, "value": b} for t, a, b in zip(FOUR, (12, 11.9, 20, 3), (14, 14.1, 6, 3.5), strict=True)],
        "slope",
    ),
    Example(
        "mark: line\nx: year\ny: value\ncolour: towns.name",
        {"en": "title: Three lines, each with its name", "zh": "title: 三条线，各有名字"},
        [{"town": t, "year": 2015 + n, "value": a + n * b} for t, a, b in (("ayr", 3, 1), ("bude", 9, -1), ("cork", 4, 0.5)) for n in range(5)],
        "line",
    ),
    Example(
        "mark: path\nx: year\ny: value\nfilter: {set: path, part: was}\ntarget: [path-4, path-5]",
        {"en": "title: Growth fell, the aim did not", "zh": "title: 增速下降，目标未降"},
        [*({"year": 2011 + n, "value": v, "unit": "%", "part": "was"} for n, v in enumerate((16.4, 14.6, 11.5, 6.8))), {"year": "2016/2020", "value": 7.5, "unit": "%"}, {"year": 2022, "value": 4, "unit": "%"}],
        "path",
    ),
    Example(
        "mark: spark\nx: year\ny: what\nvalue: value",
        {"en": "title: Each on its own", "zh": "title: 各有一轴"},
        [{"year": y, "what_en": w, "what_zh": z, "value": v, "unit": u} for w, z, u, vs in (("Catch", "渔获", "t", (3, 9, "", 12)), ("Firms, of whatever size they may be, by the end of the year", "年末企业数，不论大小", "firms", (106000, 99000, 95000, 90900)), ("Balance", "差额", "kg", (-4, 2, 5, -8)), ("Once", "一次", "%", (7,))) for y, v in zip((2000, 2003, 2004, 2007)[: len(vs)], vs, strict=True)],
        "spark",
    ),
    Example(
        "mark: heatmap\nx: year\ny: towns.name\nvalue: value",
        {"en": "title: A table in colour", "zh": "title: 上色的表"},
        [{"town": t, "year": 2015 + n, "value": (n + 1) * k} for k, t in enumerate(FOUR, 1) for n in range(4)],
        "heatmap",
    ),
    Example(
        "mark: squares\nx: part\ny: what\ncolour: kind\nsort: part",
        {"en": "title: '{count} squares'", "zh": "title: '{count} 个方格'"},
        [{"what_en": f"Task {p} {n}", "what_zh": f"任务 {p} {n}", "part": p, "kind": "level" if n < k else "cut"} for p, k, m in (("Red mud", 0, 14), ("Trade-in", 9, 27), ("A plan of a province", 15, 59)) for n in range(m)],
        "squares",
    ),
    Example(
        "mark: pile\nx: year\ny: what\ncolour: part",
        {"en": "title: '{count} dots on their years'", "zh": "title: '{count} 个点'"},
        [{"year": y, "what_en": f"Aim {n}", "what_zh": f"目标 {n}", "part": "plan" if n % 3 else "table"} for y, m in (("2015", 100), ("2017", 1), ("2020", 69), ("2030", 1), ("2026/2035", 2), ("", 39)) for n in range(m)],
        "pile",
    ),
    Example(
        "mark: bar\nx: value\ny: what\ntick: base_value\nsort: -value",
        {"en": "title: What it says beside what it comes to\ncolumns: {}", "zh": "title: 写的与算得的"},
        [{"what_en": w, "what_zh": z, "value": v, "base_value": b} for w, z, v, b in (("Ethylene", "乙烯", 5.5, 4), ("Power", "火电", 3, 3.6), ("Loss", "损失", -2, -4), ("Alone", "单独", 2, ""))],
        "tick",
    ),
    Example(
        "mark: bar\nx: base_value\ny: what\ncompute: {most: {size: value}}\ninterval: [base_value, most]\nabout: {part: about}",
        {"en": "title: From least to most", "zh": "title: 从少到多"},
        [{"what_en": w, "what_zh": z, "base_value": a, "value": b, "part": p} for w, z, a, b, p in (("Kaolin", "高岭土", 5, 6, ""), ("Asbestos", "石棉", 25, 25, "about"))],
        "interval",
    ),
    Example(
        "mark: dot\nx: value\ny: what\ncompute: {least: {difference: [value_max, value]}}\ninterval: [least, base_value]",
        {"en": "title: Whiskers", "zh": "title: 须"},
        [{"what_en": w, "what_zh": z, "value": v, "base_value": m, "value_max": d} for w, z, v, m, d in (("Ethylene", "乙烯", -1.5, -1, 0.5), ("Power", "火电", 0.4, 2.3, 1.8))],
        "whiskers",
    ),
    Example(
        "mark: strip\nx: value\ny: towns.name\ncolour: what\nagainst: {town: deal}",
        {"en": "title: Each strip beside its whole", "zh": "title: 各与整体相比"},
        [{"town": t, "what_en": w, "what_zh": z, "value": v, "unit": "%"} for w, z, vs in (("First plan", "前一规划", (15.5, 16, 17.1, 17.3)), ("Second plan", "后一规划", (8, 8, 9, 0))) for t, v in zip(FOUR, vs, strict=True)],
        "against",
    ),
    Example(
        "mark: heatmap\nx: year\ny: towns.name\nvalue: value\ncompute: {ratio: {index: value, at: {town: ayr}, by: year}}\nshade: ratio",
        {"en": "title: Above and below the first\ncolumns: {ratio: Ayr is 100}", "zh": "title: 高于与低于第一个\ncolumns: {ratio: 艾尔为 100}"},
        [{"town": t, "year": 2015 + n, "value": v} for t, vs in zip(FOUR, ((10, 20, 30), (4, 20, 60), (7, 24, 45), ("", 0, 61)), strict=True) for n, v in enumerate(vs)],
        "shade",
    ),
    Example(
        "mark: tiles\nx: [across, down]\ny: towns.name\nvalue: value",
        {"en": "title: A map of tiles", "zh": "title: 方格地图"},
        [{"town": t, "across": n % 6, "down": n // 6 + 1, "value": v, "unit": "firms"} for n, (t, v) in enumerate(zip((*FOUR, *FOUR[:2]), (0, 1, 3, 12, 2, ""), strict=True))][:4],
        "tiles",
    ),
    Example(
        "mark: agenda\nx: year\ny: what\nhighlight: {part: ahead}",
        {"en": "title: '{count} dates'\nsentence: '{first.name} comes first.'", "zh": "title: '{count} 个日期'"},
        [{"year": y, "what_en": w, "what_zh": z, "part": p} for y, w, z, p in (("2025-03-31", "Applications close", "申报截止", ""), ("2025-12", LONG, "内河航运统计与码头树木养护协调处成立，名称很长", "ahead"), ("2025", "The year's plan ends", "年度计划结束", "ahead"), ("2030-06-01", "Half of all ferries run on batteries", "半数渡轮改用电池", "ahead"))],
        "agenda",
    ),
    Example(
        "mark: line\nx: year\ny: value\ncolour: what",
        {"en": "title: Long names at the ends", "zh": "title: 线端的长名字"},
        [{"year": 2015 + n, "what_en": w, "what_zh": z, "value": v + n, "unit": "firms"} for w, z, v in (("Energy-saving and carbon-reduction industries", "节能降碳产业与绿色低碳转型服务", 1234000), ("Interoperability", "互操作", 3000000)) for n in range(3)],
        "ends",
    ),
    Example(
        "mark: bar\nx: value\ny: what\nsort: -value\nnotes: {notes-0: the worst year of all}",
        {"en": "title: A note beside a bar", "zh": "title: 柱边的注"},
        [{"what_en": w, "what_zh": z, "value": v, "unit": "firms"} for w, z, v in (("First", "第一", 36000), ("Second", "第二", 29000))],
        "notes",
    ),
    Example(
        "mark: strip\nx: value\ny: towns.name\ncolour: what\nagainst: {town: ayr}\naxis: {from: 0}",
        {"en": "title: All far above the whole", "zh": "title: 都远高于整体"},
        [{"town": t, "what_en": "First plan of the whole province", "what_zh": "前一规划", "value": v, "unit": "firms"} for t, v in zip(FOUR, (29000, 32000, 35000, 36000), strict=True)],
        "crossed",
    ),
    Example(
        "mark: steps\nx: value\ny: what",
        {"en": "title: Less than nothing", "zh": "title: 入不敷出"},
        [{"what_en": w, "what_zh": z, "value": v} for w, z, v in (("Begun", "起初", -4), ("Lost", "亏损", -0.5), ("Won", "盈利", 3), ("Owed", "欠款", -12))],
        "owed",
    ),
    Example(
        "mark: path\nx: year\ny: value",
        {"en": "title: Below nought", "zh": "title: 降到零下"},
        [{"year": y, "value": v} for y, v in ((2015, -4), (2016, -0.5), (2018, 3), (2020, -12))],
        "below",
    ),
    Example(
        "mark: path\nx: year\ny: value",
        {"en": "title: Almost nothing is left", "zh": "title: 所剩无几"},
        [{"year": y, "value": v} for y, v in ((2015, 4_000_000), (2016, 3), (2018, 250), (2020, "0.001"))],
        "least",
    ),
    Example(
        "mark: dot\nx: value\ny: towns.name",
        {"en": "title: Tied at nought, and one far off", "zh": "title: 都是零，一个很远"},
        [{"town": t, "value": v} for t, v in zip(FOUR, (0, 0, "", 4_000_000), strict=True)],
        "far",
    ),
)  # fmt: skip
BY_NAME = {e.name: e for e in EXAMPLES}
SIZES = {"wide": 760, "narrow": 340}


LANGUAGES = ("en", "zh", "ar")
ARABIC = ("الفحم", "النفط والغاز", "رصيف الميناء", "شركات كبيرة", "الأشجار", "طريق", "محطة", "بقية المهام")


def in_arabic(example: Example) -> Example:
    """The same with names in Arabic letters, as long as they are in English; no model of good Arabic."""
    names: dict[str, str] = {}

    def name(english: str) -> str:
        many = max(1, len(english) // 16)
        return names.setdefault(english, " ".join(ARABIC[(len(names) + n) % len(ARABIC)] for n in range(many)) + f" {len(names) + 1}")

    said = re.sub(r"title: .*", "title: رسم", re.sub(r"label: [^}]*", "label: الكل في البلدة", example.words["en"]))
    rows = [{**row, "what_ar": name(str(row["what_en"]))} if row.get("what_en") else row for row in example.rows]
    return replace(example, rows=rows, words={**example.words, "ar": said})


def whole(example: Example) -> Example:
    chart = example.chart if "filter:" in example.chart else f"filter: {{set: {example.name}}}\n{example.chart}"
    return Example(
        f"table: figures\njoin: {{towns: town}}\n{chart}" if "towns." in chart else f"table: figures\n{chart}", example.words, example.rows, example.name
    )


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return studio_of(tmp_path_factory.mktemp("gallery") / "ledger", [in_arabic(e) for e in EXAMPLES])


@pytest.fixture(scope="module")
def figures(studio: Studio) -> dict[tuple[str, str], Figure]:
    return studio.figures([whole(in_arabic(e)) for e in EXAMPLES], LANGUAGES)


def drawing(figure: Figure, size: str) -> str:
    return figure.wide if size == "wide" else figure.narrow


def marks(svg: str) -> list[str]:
    return [unescape(label) for label in re.findall(r'class="mark" data-label="([^"]*)"', svg)]


def texts(svg: str) -> list[str]:
    return [unescape(t) for t in re.findall(r">([^<]+)</text>", svg.split("</desc>", 1)[1])]


def test_every_mark_has_an_example() -> None:
    assert {re.search(r"mark: (\w+)", e.chart)[1] for e in EXAMPLES} == set(MARKS)  # type: ignore[index]


@pytest.mark.parametrize("name", BY_NAME)
def test_a_mark_is_drawn_in_both_languages_and_widths_and_says_what_its_table_says(figures: dict[tuple[str, str], Figure], name: str) -> None:
    for language in LANGUAGES:
        figure = figures[name, language]
        assert figure.title and figure.sentence and figure.rows
        for size, measure in SIZES.items():
            svg = drawing(figure, size)
            width = float(re.search(r'width="([\d.]+)"', svg)[1])  # type: ignore[index]
            assert width <= measure + 10, f"{name} {language} {size}: {width} wide"
            assert len(marks(svg)) == figure.marks and "…" not in "".join(texts(svg)), f"{name} {language} {size}"
            colours = set(re.findall(r"#[0-9a-f]{6}", svg.split("</desc>", 1)[1]))
            assert colours <= {*INKS.values(), *RAMP, *UNDER}, f"{name}: {colours - {*INKS.values(), *RAMP, *UNDER}}"


def boxes(svg: str) -> list[tuple[str, float, float, float, float]]:
    """The texts of a drawing with their boxes, by the nested shifts of its groups."""
    found, stack, at, size = [], [(0.0, 0.0)], (0.0, 0.0), float(re.search(r'font-size="([\d.]+)"', svg)[1])  # type: ignore[index]
    for tag, attributes, body in re.findall(r"<(/?\w+)([^>]*)>([^<]*)", svg.split("</desc>", 1)[1]):
        shift = re.search(r"translate\(([-\d.]+)[, ]([-\d.]+)\)", attributes)
        x, y = (stack[-1][0] + float(shift[1]), stack[-1][1] + float(shift[2])) if shift else stack[-1]
        if tag == "text":
            at = (x, y)
        elif tag == "tspan":
            down = re.search(r'dy="([-\d.]+)"', attributes)
            at = x, y = at[0], at[1] + (float(down[1]) if down else 0)
        if tag == "g":
            stack.append((x, y))
        elif tag == "/g":
            stack.pop()
        elif tag in ("text", "tspan") and body.strip() and "rotate" not in attributes:
            own = re.search(r'font-size="([\d.]+)', attributes)
            wide = width_of(unescape(body), float(own[1]) if own else size) * 0.93
            anchor = re.search(r'text-anchor="(\w+)"', attributes)
            left = x - (wide if anchor and anchor[1] == "end" else wide / 2 if anchor else 0)
            found.append((unescape(body), left, y - 10, left + wide, y + 2))
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [n for n in BY_NAME if n not in ("heatmap", "shade", "long")])  # these are measured in a browser
def test_no_words_of_a_mark_run_into_others_or_leave_the_drawing(figures: dict[tuple[str, str], Figure], name: str, size: str) -> None:
    for language in ("en", "zh"):
        svg = drawing(figures[name, language], size)
        left, _, width, _ = map(float, re.search(r'viewBox="([-\d. ]+)"', svg)[1].split())  # type: ignore[index]
        found = boxes(svg)
        assert found
        outside = [t for t, a, _, b, _ in found if a < left - 6 or b > left + width + 6]
        assert not outside, f"{name} {language} {size}: {outside} leave the drawing"
        hit = [
            (t, other)
            for n, (t, a, top, b, low) in enumerate(found)
            for other, c, above, d, below in found[n + 1 :]
            if min(b, d) - max(a, c) > 4 and min(low, below) - max(top, above) > 4
        ]
        assert not hit, f"{name} {language} {size}: {hit}"


def test_a_picture_to_take_away_has_the_inks_of_the_page_by_day() -> None:
    css = (REPOSITORY / "templates" / "assets" / "site.css").read_text(encoding="utf-8").split("@media", 1)[0]
    page = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))
    assert {name: page[name] for name in variables().values()} == {name: colour for colour, name in variables().items()}


def test_what_is_no_exact_number_does_not_look_like_one(figures: dict[tuple[str, str], Figure]) -> None:
    for size in SIZES:
        silent = re.findall(r'<path(?![^>]*class="mark")[^>]*>', drawing(figures["bounds", "en"], size))
        [pale] = [path for path in silent if 'opacity="0.4"' in path]
        bar = next(m for m in re.findall(r'class="mark" data-label="[^"]*12–19[^"]*" d="M[-\d.]+,[-\d.]+h([\d.]+)', drawing(figures["bounds", "en"], size)))
        assert float(re.search(r"h([\d.]+)v", pale)[1]) / float(bar) == pytest.approx(7 / 12, rel=0.02), "a range ends pale"  # type: ignore[index]
        assert sum("--paper" in path and re.search(r'd="M[-\d.,]+h', path) is not None for path in silent) == 1, "about is hollow"
        assert sum("--paper" in path and "translate" in path for path in silent) == 2, "bounds have a point"


def test_a_label_beyond_the_middle_stands_before_its_line(figures: dict[tuple[str, str], Figure]) -> None:
    for size in SIZES:
        [label] = re.findall(r"<text[^>]*>all towns: 17 t", drawing(figures["bar", "en"], size))
        assert 'text-anchor="end"' in label and 'class="halo"' in label


@pytest.mark.parametrize(
    ("name", "groups"), [("stack", ["2000", "2004"]), ("strip", ["First plan", "Second plan"]), ("panels", ["Catch", LONG]), ("slope", [])]
)
def test_marks_tell_the_groups_they_are_in(figures: dict[tuple[str, str], Figure], name: str, groups: list[str]) -> None:
    for size in SIZES:
        told = re.findall(r'class="mark" data-label="[^"]*"(?: data-in="([^"]*)")?', drawing(figures[name, "en"], size))
        assert list(dict.fromkeys(filter(None, told))) == groups and (not groups or "" not in told), size


# --- in a browser, as readers have them ------------------------------------------------------------------------------

CROWDED = """turned => { const found = [];
  for (const svg of document.querySelectorAll('.plot svg')) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => [t.textContent, t.getBoundingClientRect()]);
    const say = what => found.push(svg.closest('figure').id + ': ' + what);
    texts.forEach(([text, a], i) => {
      if (a.left < Math.max(frame.left - 3, 0) || a.right > Math.min(frame.right + 3, innerWidth)) say(`cut: ${text}`);
      texts.slice(i + 1).forEach(([other, b]) => {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 3 && down > 4) say(`${text} × ${other}`); });
      if (svg.closest('figure').id === 'long' && !/^[\\d. t吨]*$/.test(text))
        for (const m of svg.querySelectorAll('.mark')) {
          const b = m.getBoundingClientRect();
          if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2) say(`${text} on its bar`); }
    });
  }
  return found; }"""
FAINT = """() => { const found = [], rgb = colour => [...colour.matchAll(/[\\d.]+/g)].map(Number);
  const share = colour => colour.startsWith('color(') ? 255 : 1, read = c => { const [r, g, b, a = 1] = rgb(c.replace('srgb', '')); return [r, g, b].map(v => v * share(c)).concat(a); };
  const light = colour => { const [r, g, b] = colour.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const over = ([r, g, b, a], under, opacity = 1) => [r, g, b].map((v, n) => v * a * opacity + under[n] * (1 - a * opacity));
  const faded = (e, svg) => { let all = 1; for (; e !== svg; e = e.parentElement) all *= +getComputedStyle(e).opacity; return all; };
  const paper = read(getComputedStyle(document.body).backgroundColor).slice(0, 3);
  for (const svg of document.querySelectorAll('.plot svg')) {
    if (!svg.getBoundingClientRect().width) continue;
    const filled = [...svg.querySelectorAll('path, rect, circle')].filter(s => getComputedStyle(s).fill !== 'none' && read(getComputedStyle(s).fill)[3]);
    for (const text of svg.querySelectorAll('text')) {
      if (!text.textContent.trim()) continue;
      const box = text.getBoundingClientRect(), style = getComputedStyle(text);
      const middle = new DOMPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      let ground = paper;
      if (!text.classList.contains('halo'))
        for (const shape of filled)
          if (shape.compareDocumentPosition(text) & 4 && shape.isPointInFill(middle.matrixTransform(shape.getScreenCTM().inverse())))
            ground = over(read(getComputedStyle(shape).fill), ground, getComputedStyle(shape).fillOpacity * faded(shape, svg));
      const one = light(over(read(style.fill), ground, style.fillOpacity * faded(text, svg))), other = light(ground);
      const ratio = (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
      if (!(ratio >= LEAST)) found.push(`${svg.closest('figure').id}: ${text.textContent} ${ratio.toFixed(2)}`);
    }
  }
  return found; }""".replace("LEAST", "4.5")


@pytest.mark.parametrize("edition", LANGUAGES)
def test_readers_see_all_words_of_a_mark_at_any_width(figures: dict[tuple[str, str], Figure], built_newsroom: Newsroom, browser: Browser, edition: str) -> None:
    """With the letters of their own machine, which are wider than those that a drawing is measured with."""
    parts = []
    for (name, language), figure in figures.items():
        if language == edition:
            drawn = f'<div class="wide">{figure.wide}</div><div class="narrow">{figure.narrow}</div>'
            parts.append(f'<figure class="figure" id="{name}"><div class="plot">{drawn}</div></figure>')
    [css] = (built_newsroom.site / "assets").glob("site.*.css")
    head = f'<!doctype html><html lang="{edition}" dir="{"rtl" if edition == "ar" else "ltr"}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    page = browser.new_page()
    page.set_content(f"{head}<style>{css.read_text(encoding='utf-8')}</style><body><main>{''.join(parts)}</main>")
    found = {}
    for width in (320, 360, 760, 1100):
        page.set_viewport_size(ViewportSize(width=width, height=900))
        assert page.evaluate("[...document.querySelectorAll('.plot svg')].filter(s => s.getBoundingClientRect().width).length") == len(BY_NAME)
        found[width] = page.evaluate(CROWDED)
    faint = {}
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        faint[theme] = page.evaluate(FAINT)
    page.close()
    assert found == {width: [] for width in found}
    assert faint == {theme: [] for theme in faint}
