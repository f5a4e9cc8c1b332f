"""Twenty-four questions of readers, asked from the front page in both languages, one of them on a phone: each is answered after three steps at most.

A step is what somebody does at once: words typed into the box in the head of each page, a link followed, words typed into a list, a list
sorted, a kind or a value of a facet chosen. Half of the questions were asked by people before anything was done about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from conftest import Newsroom
from playwright.sync_api import Browser, Page, expect
from test_browser import Visit, served, visiting

pytestmark = [pytest.mark.xdist_group("questions"), pytest.mark.long]  # one browser, half a minute

Step = tuple[str, str]
STEPS = 3


class Question(NamedTuple):
    """What somebody wants to know, the steps that they go in English and in Chinese, and words of the answer, as patterns."""

    what: str
    en: tuple[Step, ...]
    zh: tuple[Step, ...]
    answer: tuple[str, str]


def look(en: str, zh: str, *then: Step) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Search in both languages, then the same steps."""
    return (("search", en), *then), (("search", zh), *then)


def click(path: str) -> Step:
    """Follow a link of the menu, or of the foot of each page."""
    return "click", path


def hit(path: str) -> Step:
    """Follow one of what was found."""
    return "hit", path


QUESTIONS = (
    Question(
        "By how much must Wuhai cut NOx by 2015?",
        *look("wuhai NOx", "乌海 氮氧化物", hit("targets/nm12-nox-wuhai-2015/")),
        (r"15\.4 ?%.*2015", r"15\.4%.*2015"),
    ),
    Question(
        "Which technology saves most carbon in cement?",
        (click("cases/"), ("list", "cement"), ("sort", "-co2_t_per_year")),
        (click("cases/"), ("list", "水泥"), ("sort", "-co2_t_per_year")),
        (r"Bulk cement tanker", r"水泥"),
    ),
    Question("What is due in 2027?", *look("2027", "2027"), (r"Targets\s+\d+.*Events\s+\d+.*15%", r"目标\s+\d+.*事件\s+\d+.*15%")),
    Question(
        "Which 2020 promises of Gansu concern water?", *look("Gansu 2020 water", "甘肃 2020 用水", ("kind", "targets")), (r"Water use per unit", r"用水量")
    ),
    Question("What does the state pay towards a new air conditioner?", *look("air conditioner", "空调", hit("stories/trade-in/")), (r"20%.*15%", r"20%.*15%")),
    Question("What does the ledger say about red mud?", *look("red mud", "赤泥", ("kind", "stories")), (r"Stories .*2027", r"报道.*2027")),
    Question(
        "Where do the documents contradict themselves most?",
        *look("discrepancies by document", "疑点 最多 文件", hit("charts/discrepancies-by-document/")),
        (r"has most, \d+", r"最多"),
    ),
    Question(
        "Who issued the unified-market guidelines?",
        *look("unified market guidelines", "统一大市场 指引", hit("policies/")),
        (r"Issued by\s+National Development", r"发展改革委"),
    ),
    Question(
        "Is the outcome of any target known?",
        (click("earlier-targets/"), ("facet", "outcome=met")),
        (click("earlier-targets/"), ("facet", "outcome=met")),
        (r"[1-9]\d* of \d+ shown.*\bmet\b", r"达到|完成"),
    ),
    Question(
        "Compare Gansu and Inner Mongolia on coal per kWh",
        *look("coal per kWh supplied", "供电煤耗", hit("indicators/power-supply-coal-consumption/")),
        (r"Gansu.*320.*gce/kWh", r"甘肃省.*320"),
    ),
    Question("All targets as a spreadsheet", *look("spreadsheet", "电子表格", hit("data/")), (r"XLSX", r"XLSX")),
    Question("Cite one number in a paper", *look("wuhai NOx", "乌海 氮氧化物", hit("targets/nm12-nox-wuhai-2015/")), (r"BibTeX", r"BibTeX")),
    Question("What does 'strive for' mean here?", *look("strive for", "力争", ("kind", "glossary")), (r"effort, no guarantee", r"不作保证")),
    Question("What is a tonne of coal equivalent?", *look("tce", "吨标准煤", ("kind", "glossary")), (r"29\.3", r"29\.3")),
    Question(
        "When was Gansu's green plan issued, and by whom?",
        *look("gansu 13th plan", "甘肃 十三五 规划", hit("policies/gansu-green-13fyp/")),
        (r"2016", r"2016"),
    ),
    Question("Which projects are in Shandong?", *look("shandong", "shandong", hit("regions/shandong/")), (r"Yongfeng Lingang", r"永锋临港")),
    Question(
        "How much coal gangue is Gansu to use by 2020?",
        *look("coal gangue gansu 2020", "煤矸石 甘肃 2020", hit("targets/gs13-coal-gangue-use-2020/")),
        (r"80 ?%.*90 ?%", r"80 ?%.*90 ?%"),
    ),
    Question(
        "What did one plan report, and the next ask for?",
        *look("11th plan reported next asked", "上一个五年 下一个五年", hit("stories/report-and-ask/")),
        (r"22\.62%.*15%", r"22\.62%.*15%"),
    ),
    Question("Where do I tell of a mistake?", (click("corrections/"),), (click("corrections/"),), (r"To tell us", r"告诉我们")),
    Question("What changed lately?", (click("changes/"),), (click("changes/"),), (r"26 November 2026\s+126 facts", r"2026年11月26日")),
    Question("How is a number checked before it is published?", (click("method/"),), (click("method/"),), (r"who looked twice", r"录入|复核|两遍|两次")),
    Question(
        "How far is flat glass to cut its energy?",
        *look("flat glass energy", "平板玻璃 能耗", hit("targets/gs13-energy-flat-glass-2020/")),
        (r"2020", r"2020"),
    ),
    Question("Which league is to cut COD most?", *look("chemical oxygen demand league", "化学需氧量 盟市", hit("charts/")), (r"%", r"%")),
    Question(
        "What is entered from the red-mud plan?", *look("red mud action plan", "赤泥 行动方案", hit("policies/red-mud-2024/")), (r"Coverage", r"录入|覆盖")
    ),
)


@pytest.fixture(scope="module")
def home(flagship: Newsroom) -> Iterator[str]:
    with served(flagship.site) as address:
        yield address


@pytest.fixture(scope="module", params=["zh", "en"])
def visit(request: pytest.FixtureRequest, browser: Browser, home: str) -> Iterator[tuple[str, Visit]]:
    width = {"zh": 1024, "en": 360}[request.param]
    with visiting(browser, home, rests=False, viewport={"width": width, "height": 780}) as opened:
        yield request.param, opened


def take(page: Page, step: Step) -> None:
    how, what = step
    if how == "search":
        page.locator(".find input").fill(what)
        page.locator(".find input").press("Enter")
        page.locator("#found li").first.wait_for()
    elif how == "kind":
        page.locator(f'.kinds input[value="{what}"]').check()
    elif how == "list":
        page.locator("form.filter input[name=q]").fill(what)
    elif how == "sort":
        page.locator("form.filter select[name=sort]").select_option(what)
        page.locator("#found tbody tr").first.wait_for()
    elif how == "facet":
        name, _, value = what.partition("=")
        if (fold := page.locator("form.filter .fold")).is_visible():
            fold.click()
        page.locator(f'.facet[data-name="{name}"] summary').click()
        page.locator(f'.facet[data-name="{name}"] input[value="{value}"]').check()
    elif how == "hit":
        page.locator(f'#found a[href*="{what}"]').first.click()
    else:
        page.locator(f'nav a[href$="{what}"], footer a[href$="{what}"]').first.click()


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.what for question in QUESTIONS])
def test_a_question_is_answered_after_three_steps_from_the_front_page(visit: tuple[str, Visit], question: Question) -> None:
    code, opened = visit
    steps = question.en if code == "en" else question.zh
    assert len(steps) <= STEPS
    page = opened.go("en/" if code == "en" else "")
    for step in steps:
        take(page, step)
    expect(page.locator("main")).to_contain_text(re.compile(question.answer[0 if code == "en" else 1], re.S), use_inner_text=True)
