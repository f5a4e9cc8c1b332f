"""Where this is used: a row's page leads to the pages and charts that read its figures, and to no list in which it merely stands."""

from __future__ import annotations

import re

import pytest
from conftest import Newsroom
from test_exact import BLOCK

pytestmark = pytest.mark.xdist_group("uses")


def uses(newsroom: Newsroom, page: str) -> list[tuple[str, str, str]]:
    """``(address, title, kind)`` of each use that a page tells."""
    html = newsroom.file(f"site/{page}/index.html").read_text(encoding="utf-8")
    found = re.search(r"<section><h2>(?:Where this is used|Waar dit wordt gebruikt|何处用到)</h2>(.*?)</section>", html, re.S)
    return re.findall(r'<a href="(?:\.\./)*([^"]*)">(.*?)</a>(?: <span class="aside">(.*?)</span>)?', found[1]) if found else []


def test_a_row_leads_to_the_story_that_cites_it_and_the_charts_of_which_it_is_a_row(built_newsroom: Newsroom) -> None:
    assert uses(built_newsroom, "targets/crossings-2028") == [
        ("stories/ferries/", "Sixty boats a day", "story"),
        ("charts/from-to/", "6 promises of more", "chart"),
    ]
    # The chart of fewest rows comes first.
    assert [path for path, _, _ in uses(built_newsroom, "targets/trees-hill-2030")] == ["charts/street-trees/", "charts/from-to/"]
    assert uses(built_newsroom, "nl/targets/crossings-2028") == [
        ("stories/ferries/", "Zestig boten per dag", "verhaal"),
        ("charts/from-to/", "6 beloften van meer", "grafiek"),
    ]


def test_a_list_is_no_use(built_newsroom: Newsroom) -> None:
    assert uses(built_newsroom, "targets/late-ferries-2028") == []


def test_a_document_leads_to_the_pages_that_name_it_or_a_row_that_has_no_page_of_its_own(newsroom: Newsroom) -> None:
    assert uses(newsroom, "policies/ferry-rules") == [("stories/ferries/", "Sixty boats a day", "story")]
    assert uses(newsroom, "policies/town-plan") == [], "its charts are on its page already"
    event = newsroom.file("data/events.csv").read_text(encoding="utf-8").splitlines()[1].split(",")
    newsroom.file("content/en/method.md").open("a", encoding="utf-8").write(f"\n[[name:{event[0]}]]\n")
    assert newsroom.build().code == 0
    assert uses(newsroom, f"policies/{event[1]}")[-1] == ("method/", "How we read", "page")


def test_titles_and_summaries_refer_too_but_not_code_and_totals(newsroom: Newsroom) -> None:
    page = newsroom.file("content/en/method.md")
    before = page.read_text(encoding="utf-8")
    for text, is_use in (
        (re.sub(r"summary: .*", "summary: Late are [[about:late-ferries-2028]]", before), True),
        (f"{before}\n> Late are [[size:\n> late-ferries-2028.stated_change]].\n", True),
        (f"{before}\n`[[late-ferries-2028]]`\n\n```\n[[late-ferries-2028]]\n```\n", False),
        (f"{before}\n[[sum:targets.value indicator=late-ferries]], [[count:targets indicator=late-ferries]]\n", False),
    ):
        page.write_text(text, encoding="utf-8")
        said = newsroom.build()
        assert said.code == 0, said.err
        assert bool(uses(newsroom, "targets/late-ferries-2028")) == is_use, text


def test_a_chart_that_a_page_declares_is_that_page(newsroom: Newsroom) -> None:
    newsroom.file("content/en/method.md").open("a", encoding="utf-8").write(BLOCK)
    assert newsroom.build().code == 0
    assert uses(newsroom, "targets/trees-both-2030") == [("method/", "How we read", "page"), ("charts/from-to/", "6 promises of more", "chart")]


def test_few_are_named_of_many_and_there_is_a_way_to_all(newsroom: Newsroom) -> None:
    for n in range(9):
        newsroom.file(f"content/en/stories/late-{n}.md").write_text(
            f"---\ntitle: Late {n}\ndate: 2026-05-02\ntemplate: story.html\norder: {9 - n}\n---\n[[late-ferries-2028]]\n", encoding="utf-8"
        )
    code = newsroom.file("content/charts/harbour.py").read_text(encoding="utf-8")
    for n in range(8):
        named = code.replace('"street-trees"', f'"trees-{n}"').split('@chart("from-to"')[0]
        newsroom.file(f"content/charts/more_{n}.py").write_text(named, encoding="utf-8")
    assert newsroom.build().code == 0
    found = uses(newsroom, "targets/late-ferries-2028")
    assert [path for path, _, _ in found] == [*(f"stories/late-{n}/" for n in range(8, 2, -1)), "stories/"] and found[-1][1] == "Pages: 3 more"
    found = uses(newsroom, "targets/trees-hill-2030")
    assert len(found) == 7 and found[-1] == ("charts/", "Charts: 4 more", "")


def test_a_technology_leads_to_what_uses_its_cases(flagship: Newsroom) -> None:
    with_uses = [
        p.parent.name for p in flagship.file("site/catalogue/technologies").glob("*/index.html") if uses(flagship, f"catalogue/technologies/{p.parent.name}")
    ]
    assert with_uses
    story = flagship.file("content/zh/stories/ten-cases.md").read_text(encoding="utf-8")
    [first, *_] = re.findall(r"\[\[(?:about:)?([\w-]+)\.co2_t_per_year\]\]", story)
    rows = [line.split(",") for line in flagship.file("data/cases.csv").read_text(encoding="utf-8").splitlines()]
    technology = next(row[rows[0].index("technology")] for row in rows if row[0] == first)
    assert "stories/ten-cases/" in [path for path, _, _ in uses(flagship, f"catalogue/technologies/{technology}")]
