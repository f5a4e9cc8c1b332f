"""Where the lines of headlines may end in a language that puts no spaces between words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_any_newsroom import PROMISE_TABLES, PROMISES, built, made, page
from test_lists import bilingual

from ledger.language.phrases import names_of, parts_words, phrases

NAMES = names_of({"内蒙古自治区", "甘肃省", "粗钢", "a very long name that is none", "CO2"})


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("内蒙古自治区单位地区生产总值", ["内蒙古自治区", "单位", "地区", "生产", "总值"]),
        ("甘肃省粗钢：单位产品综合能耗，2020年", ["甘肃省", "粗钢：", "单位", "产品", "综合", "能耗，", "2020年"]),
        ("两百多个案例，写明的减碳量七成多来自十个", ["两百多个", "案例，", "写明的", "减碳量", "七成多", "来自", "十个"]),
        ("49处疑点是百分点对不上，其中10处", ["49处", "疑点是", "百分点对不上，", "其中", "10处"]),
        ("最多推荐 8 个项目", ["最多", "推荐", " 8 个", "项目"]),
        ("其中不足6个的，加在一起", ["其中不足", "6个的，", "加在", "一起"]),
    ],
)
def test_a_name_a_numeral_and_what_belongs_to_a_word_are_not_parted(text: str, pieces: list[str]) -> None:
    assert list(phrases(text, "zh-Hans", NAMES)) == pieces


@pytest.mark.parametrize("text", ["甘肃省工业绿色发展“十三五”规划", "《工业领域设备更新》：7月1日起", "绿色高效三相异步电动机设计制造关键技术与应用", "一", ""])
def test_nothing_is_lost_no_letter_stands_alone_and_no_line_begins_with_a_closing_mark(text: str) -> None:
    pieces = phrases(text, "zh", NAMES)
    assert "".join(pieces) == text
    assert all(len(piece) > 1 for piece in pieces) or len(pieces) == 1
    assert not any(piece[0] in "”》，：。" or piece[-1] in "“《" for piece in pieces if piece)


def test_a_language_with_spaces_is_left_to_the_browser() -> None:
    assert phrases("Energy use per unit of product", "en") == ("Energy use per unit of product",)
    assert [tag for tag in ("zh-Hant-TW", "ja", "th", "ar", "en", "nl") if parts_words(tag)] == ["zh-Hant-TW", "ja", "th"]
    assert phrases("能源效率提升計畫", "zh-TW") != (), "a model of its own"


def test_headlines_of_pages_say_where_their_lines_may_end(tmp_path: Path) -> None:
    newsroom = bilingual(made(tmp_path / "town", PROMISES, PROMISE_TABLES), "zh", "中文")
    (newsroom.root / "content/zh").mkdir(exist_ok=True)
    (newsroom.root / "content/zh/index.md").write_text("---\ntitle: 城市承诺的 12 项全部目标 <与> 结果\nsummary: 一句\n---\n正文\n", encoding="utf-8")
    built(newsroom)
    [head] = re.findall("<h1>(.*?)</h1>", page(newsroom, "zh"))
    assert "<wbr>" in head and head.replace("<wbr>", "") == "城市承诺的 12\u00a0项全部目标 &lt;与&gt; 结果", "a number and its counter stay together"
    assert "<wbr>" not in page(newsroom, ".")
