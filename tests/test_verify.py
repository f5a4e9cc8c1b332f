"""``verify``: somebody's article against the ledger, number by number. The articles here are ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import NEWSROOM, REPOSITORY, Newsroom, _project, build_py
from door import Said


def verified(folder: Path, text: str, *options: str, name: str = "article.md", project: Path = REPOSITORY) -> Said:
    (folder / name).write_text(text, encoding="utf-8")
    return build_py("verify", "--project", project, *options, name, cwd=folder)


def told(folder: Path, text: str, name: str = "article.md", project: Path = REPOSITORY) -> list[tuple[str, str, str]]:
    """``(number as it is written, what became of it, row and column)`` of an article."""
    said = verified(folder, text, "--json", name=name, project=project)
    assert said.err == "", said.err
    numbers = json.loads(said.out)["numbers"]
    return list(map(as_told, numbers))


def as_told(number: dict[str, Any]) -> tuple[str, str, str]:
    row = f"{number['row']}.{number['column']}".removesuffix(".value") if "row" in number else ""
    return number["text"], number["status"], row


STEEL = "gs13-energy-raw-steel-2020"
OF_A_ROW = [
    # right, in the unit of the clause and in others, exact and rounded, in digits and in words
    ("甘肃粗钢单位产品综合能耗降到588.44千克标准煤/吨", ("588.44千克标准煤/吨", "stands", STEEL)),
    ("甘肃粗钢单位产品综合能耗降到0.58844吨标煤/吨", ("0.58844吨标煤/吨", "stands", STEEL)),
    ("甘肃粗钢单位产品综合能耗从619.41公斤标煤/吨降下来", ("619.41公斤标煤/吨", "stands", f"{STEEL}.base_value")),
    ("甘肃工业用水重复利用率达到百分之九十", ("百分之九十", "stands", "gs13-water-reuse-rate-2020")),
    ("In Gansu, energy use per unit of product of crude steel falls to 588.4 kgce per tonne", ("588.4 kgce per tonne", "stands", STEEL)),
    ("In Gansu the reuse rate of industrial water reaches ninety per cent", ("ninety per cent", "stands", "gs13-water-reuse-rate-2020")),
    ("In 2007 the output value of non-metallic minerals came to about 129 billion yuan", ("129 billion yuan", "stands", "nmp-output-value-2007")),
    ("2007年全国非金属矿产品产值约0.13万亿元", ("0.13万亿元", "stands", "nmp-output-value-2007")),
    # another value stands there
    ("甘肃粗钢单位产品综合能耗降到598.44千克标准煤/吨", ("598.44千克标准煤/吨", "differs", STEEL)),
    ("In Gansu the reuse rate of industrial water reaches 92 %", ("92 %", "differs", "gs13-water-reuse-rate-2020")),
    ("乌海市“十二五”期间氮氧化物排放量下降15.5%", ("15.5%", "differs", "nm12-nox-wuhai-2015")),
    # the number of another row, of which the words beside it do not speak
    ("乌海市“十二五”期间化学需氧量排放量下降15.4%", ("15.4%", "differs", "nm12-cod-wuhai-2015")),
    # in no row: nobody has asked, another province, a change that is no level, one digit that would be anything
    ("The town opened 42 tonnes of cheese", ("42 tonnes", "unknown", "")),
    ("In Shaanxi the reuse rate of industrial water reaches 92 %", ("92 %", "unknown", "")),
    ("In Gansu the reuse rate of industrial water rises by 3 %", ("3 %", "unknown", "")),
    ("Rain fell by 5 % on the coast", ("5 %", "unknown", "")),
    ("全市三万五千吨旧书", ("三万五千吨", "unknown", "")),
]
OF_A_PLACE = [
    ("到2015年，呼伦贝尔的化学需氧量排放量下降8.7%", ("8.7%", "stands", "nm12-cod-hulunbuir-2015")),
    ("到2015年，锡林郭勒的单位GDP能耗下降14%", ("14%", "differs", "nm12-energy-per-gdp-xilingol-2015")),
    ("By 2015 Xilingol's energy use per unit of GDP falls by 14 %", ("14 %", "differs", "nm12-energy-per-gdp-xilingol-2015")),
    ("到2020年，陕西的工业用水重复利用率达到92%", ("92%", "unknown", "")),  # another province, by its short name: not that of Gansu
]
NO_VALUES = [
    "2016年9月1日印发，见第2.3.3条、表2.3.5元素含量和附件2，甘工信〔2016〕5号，GB 21256-2013，电话0931-8609876。",
    "Issued on 1 September 2016 (2016-09-01), see clause 2.3.3; call 0931-8609876, room 14, page 90, version 2.0.",
    "Three firms worked for two years; in 2020 there were 13 of them, and one in ten stayed for 5 days.",
    "`588.44 kgce/t` and [a page](https://example.org/5%/588.44t/)",
]


Articles = dict[str, list[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Articles:
    """What is told of each sentence, which is an article by itself; of all in one call, which reads the ledger once."""
    folder, sentences = tmp_path_factory.mktemp("articles"), [*(sentence for sentence, _ in (*OF_A_ROW, *OF_A_PLACE)), *NO_VALUES]
    files = {f"{number}.md": sentence for number, sentence in enumerate(sentences)}
    for name, sentence in files.items():
        (folder / name).write_text(f"{sentence}\n", encoding="utf-8")
    said = build_py("verify", "--project", REPOSITORY, "--json", *files, cwd=folder)
    assert said.err == "", said.err
    found: Articles = {sentence: [] for sentence in sentences}
    for number in json.loads(said.out)["numbers"]:
        found[files[number["file"]]].append(as_told(number))
    return found


@pytest.mark.parametrize(("sentence", "found"), OF_A_ROW)
def test_each_number_is_held_against_what_the_words_near_it_name(sentence: str, found: tuple[str, str, str], articles: Articles) -> None:
    assert articles[sentence] == [found]


def test_a_number_is_not_held_against_what_its_neighbours_are_of(tmp_path: Path) -> None:
    listed = "到2015年，河东镇的化学需氧量降8.7%，兴安盟单位GDP能耗降14%，河西镇的单位GDP能耗降14.6%，某市降6.5%。\n"
    assert told(tmp_path, listed) == [
        ("8.7%", "unknown", ""),
        ("14%", "stands", "nm12-energy-per-gdp-xingan-2015"),
        ("14.6%", "unknown", ""),  # what is of another place, which nobody here knows
        ("6.5%", "unknown", ""),
    ]
    english = "By 2015 Hohhot's oxygen demand was to fall by 8.4%, and Chifeng's energy use per unit of GDP by 14.5%.\n"
    assert [(text, status) for text, status, _ in told(tmp_path, english)] == [("8.4%", "unknown"), ("14.5%", "stands")]
    compared = "甘肃要求现役煤电机组平均供电煤耗低于320克标准煤/千瓦时，而别处的要求是310克标准煤/千瓦时。\n"
    assert [status for _, status, _ in told(tmp_path, compared)] == ["stands", "unknown"]


@pytest.mark.parametrize(("sentence", "found"), OF_A_PLACE)
def test_a_place_is_known_by_its_short_name(sentence: str, found: tuple[str, str, str], articles: Articles) -> None:
    assert articles[sentence] == [found]


def test_what_a_newsroom_also_calls_a_place_is_its_name_in_an_article(tmp_path: Path) -> None:
    project = _project(NEWSROOM, tmp_path / "newsroom").root
    article = "In the Pool there are to be street trees by 2030: 1,290 trees.\n"
    assert told(tmp_path, article, project=project) == [("1290 trees", "unknown", "")]
    quarters = project / "data" / "quarters.yaml"
    quarters.write_text(quarters.read_text("utf-8").replace("nl: Havenkant,", "nl: Havenkant, also: {en: [the Pool]},"), "utf-8")
    assert told(tmp_path, article, project=project) == [("1290 trees", "differs", "trees-quayside-2030")]


def test_what_is_told_of_lately_is_not_what_was_promised_for_some_year(tmp_path: Path) -> None:
    for news in (
        "In Gansu the reuse rate of industrial water rose to 92 % last year",
        "甘肃工业用水重复利用率同比提高，达到92%",
        "上半年甘肃工业用水重复利用率为92%",
    ):
        assert [status for _, status, _ in told(tmp_path, news + ".\n")] == ["unknown"], news
    assert told(tmp_path, "In Gansu the reuse rate of industrial water may not exceed 92 %.\n") == [("92 %", "differs", "gs13-water-reuse-rate-2020")]


def test_a_document_a_product_and_a_year_tell_what_a_number_is_of(tmp_path: Path) -> None:
    text = "《赤泥综合利用行动方案》提出，到2027年，新增赤泥综合利用率达到15%，到2030年达到25%。\n"
    assert told(tmp_path, text) == [("15%", "stands", "rm24-use-rate-2027"), ("25%", "stands", "rm24-use-rate-2030")]


@pytest.mark.parametrize("sentence", NO_VALUES)
def test_years_dates_clauses_telephones_and_counts_are_no_values(sentence: str, articles: Articles) -> None:
    assert articles[sentence] == []


def test_a_line_names_place_clause_and_address_and_the_last_one_counts(tmp_path: Path) -> None:
    text = "---\ntitle: Gansu's plan\ndate: 2026-11-22\n---\n\nThe reuse rate of industrial\nwater reaches **92 %** by 2020, and energy use per unit of product for\n"
    said = verified(tmp_path, text + "crude steel 588.4 kgce/t. Cheese: 42 t.\n")
    assert said.code == 1 and said.err == ""
    differs, stands, unknown, sums = said.out.splitlines()
    assert differs == (
        "article.md:7: '92 %' stands with another value, 90%, in Gansu Province 13th five-year plan for green industrial development, "
        "clause 2.3.3 (gs13-water-reuse-rate-2020, /en/targets/gs13-water-reuse-rate-2020/)"
    )
    assert stands.startswith("article.md:8: '588.4 kgce/t' stands, rounded from 588.44 kgce/t, in Gansu Province") and f"clause box-1.7 ({STEEL}, " in stands
    assert unknown == "article.md:8: '42 t' is in no row"
    assert sums == "3 numbers with a unit: 1 stands in a clause, 1 of them rounded; 1 with another value; 1 in no row, which does not make it wrong"


def test_the_exit_code_tells_a_machine_what_was_found(tmp_path: Path) -> None:
    right, unknown = "In Gansu the reuse rate of industrial water reaches 90 %.\n", "The town opened 42 tonnes of cheese.\n"
    assert [verified(tmp_path, text).code for text in (right, unknown, right + unknown)] == [0, 0, 0]
    assert [verified(tmp_path, text, "--strict").code for text in (right, unknown)] == [0, 1]
    assert verified(tmp_path, right.replace("90", "91")).code == 1
    missing = build_py("verify", tmp_path / "nothing.md")
    assert missing.code == 1 and f"{tmp_path / 'nothing.md'}: this file is missing; check its name" in missing.err


def test_the_same_words_read_alike_as_markdown_html_and_plain_text(tmp_path: Path) -> None:
    plain = "Gansu\n\nThe reuse rate of industrial water reaches 90 %; waste water, 92 %.\n"
    html = (
        "<!doctype html><title>5 %</title><style>p{width:50%}</style><h1>Gansu</h1>\n<p>The reuse rate of <b>industrial water</b>\nreaches <em>90</em>&nbsp;%;"
        " waste water, <a href='/x'>92 %</a>.<script>let a='7 %'</script><table><tr><td>42 t<td>cheese</table>"
    )
    found = [("90 %", "stands", "gs13-water-reuse-rate-2020"), ("92 %", "unknown", "")]
    assert told(tmp_path, plain, "a.txt") == told(tmp_path, "# " + plain, "a.md") == found
    assert told(tmp_path, html, "a.html") == [*found, ("42 t", "unknown", "")]
    lines = json.loads(verified(tmp_path, html, "--json", name="a.html").out)["numbers"]
    assert [number["line"] for number in lines] == [3, 3, 3]


def test_a_number_that_links_to_a_row_is_meant_for_that_row(tmp_path: Path) -> None:
    assert told(tmp_path, f"It is [588 kgce/t](https://ledger.example/en/targets/{STEEL}/).\n") == [("588 kgce/t", "stands", STEEL)]
    assert told(tmp_path, f"It is [577 kgce/t](https://ledger.example/en/targets/{STEEL}/).\n") == [("577 kgce/t", "differs", STEEL)]


def test_a_row_of_another_year_is_named_as_such(tmp_path: Path) -> None:
    said = verified(tmp_path, "In 2025 the reuse rate of industrial water in Gansu reaches 90 %.\n")
    assert said.out.splitlines()[0].endswith("; the row is of 2020") and said.code == 0


def test_any_newsroom_has_it_with_its_own_units_and_languages(tmp_path: Path) -> None:
    text = "Saltmouth has six per cent of late ferries by 2028, and sixty crossings a day; ferry crossings a day were 48 crossings in 2023, not 49 crossings.\n"
    assert told(tmp_path, text, project=NEWSROOM)[0] == ("six per cent", "stands", "late-ferries-2028")
    found = told(tmp_path, "Zoutmond: in 2028 zijn er 61 overtochten, dat zijn overtochten per dag.\n", project=NEWSROOM)
    assert found == [("61 overtochten", "differs", "crossings-2028")]


def test_our_own_stories_say_what_the_ledger_says(flagship: Newsroom) -> None:
    stories = sorted(flagship.site.glob("en/stories/*/index.html"))
    said = build_py("verify", "--json", *stories)
    counts = json.loads(said.out)["counts"]
    assert counts["stands"] > 100 and counts["differs"] <= 0.02 * sum(counts[each] for each in ("stands", "differs", "unknown")), counts
