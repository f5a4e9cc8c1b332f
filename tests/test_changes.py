"""Nothing stale: what changed in the data, the templates or a title is on every page, in every drawing and in every file that shows it.

Each of these was once a line that could be broken without a test that noticed (``make mutants`` breaks them again).
"""

from __future__ import annotations

import re
import shutil
from decimal import Decimal

from conftest import REPOSITORY, Newsroom
from sought import records_of

from ledger import wording


def text(newsroom: Newsroom, path: str) -> str:
    return (newsroom.site / path).read_text(encoding="utf-8")


def test_a_name_that_changes_in_the_data_changes_in_the_figure_and_all_its_files(newsroom: Newsroom) -> None:
    files = ["charts/street-trees/index.html", *(f"charts/street-trees/en.{ending}" for ending in ("csv", "json", "svg", "png", "vl.json")), "index.html"]
    before = {file: (newsroom.site / file).read_bytes() for file in files}
    newsroom.change("data/quarters.yaml", "en: Hill,", "en: Mount,")
    said = newsroom.build()
    assert said.code == 0, said.err
    assert [file for file in files if (newsroom.site / file).read_bytes() == before[file]] == []
    assert "Mount is to have most trees" in text(newsroom, "charts/street-trees/index.html")
    assert ">Hill" not in text(newsroom, "charts/street-trees/index.html")


def test_a_title_that_changes_is_on_the_picture_that_is_shared(newsroom: Newsroom) -> None:
    before = {ending: (newsroom.site / f"charts/from-to/en.{ending}").read_bytes() for ending in ("svg", "png")}
    newsroom.change("content/charts/harbour.py", "promises of more", "pledges of more")
    said = newsroom.build()
    assert said.code == 0, said.err
    for ending, old in before.items():
        assert (newsroom.site / f"charts/from-to/en.{ending}").read_bytes() != old, ending
    assert "pledges of more" in text(newsroom, "charts/from-to/en.svg")


def test_a_template_that_changes_changes_every_page_that_it_makes(newsroom: Newsroom) -> None:
    shutil.copytree(REPOSITORY / "templates", newsroom.file("templates"))
    assert newsroom.build().code == 0
    newsroom.change("templates/base.html", '<main id="main">', '<main id="main" class="anew">')
    said = newsroom.build()
    assert said.code == 0, said.err
    pages = [page for page in newsroom.site.rglob("*.html") if "embed" not in page.parts]
    assert len(pages) > 50
    assert [page for page in pages if 'class="anew"' not in page.read_text(encoding="utf-8")] == []


def test_a_link_to_an_anchor_that_is_nowhere_is_told(newsroom: Newsroom) -> None:
    newsroom.change("content/en/method.md", "We copy", '<a href="../policies/town-plan/#c-1">One</a>, <a href="../policies/town-plan/#c-99">none</a>. We copy')
    said = newsroom.build()
    assert said.code == 1
    [line] = said.problems
    assert "#c-99" in line and "method" in line


def test_a_link_of_a_template_that_leads_nowhere_is_told(newsroom: Newsroom) -> None:
    shutil.copytree(REPOSITORY / "templates", newsroom.file("templates"))
    newsroom.change("templates/target.html", "{% block main %}", '{% block main %}<a href="../nowhere/">gone</a>')
    said = newsroom.build()
    assert said.code == 1
    assert [line for line in said.problems if "nowhere" in line]


def test_a_total_is_of_the_rows_that_meet_its_conditions(newsroom: Newsroom) -> None:
    newsroom.change("content/en/method.md", "We copy", "[[sum:targets.value region=hill indicator=street-trees]] for the hill. We copy")
    said = newsroom.build()
    assert said.code == 0, said.err
    assert re.search(r"\b2,?550\b[^.]* for the hill", re.sub(r"<[^>]+>", "", text(newsroom, "method/index.html")))


def test_a_day_that_the_clause_does_not_have_is_told(newsroom: Newsroom) -> None:
    line = newsroom.change("data/events.csv", "2024-03-18", "2024-03-19")
    said = newsroom.check()
    assert said.code == 1
    assert [problem for problem in said.problems if problem.startswith(f"data/events.csv:{line}: ") and "2024-03-19" in problem]


def test_a_sum_of_many_parts_is_added_up_like_one_of_two(newsroom: Newsroom) -> None:
    """Ten times 6 is 60, nine times is not."""
    with newsroom.file("data/identities.csv").open("a", encoding="utf-8") as handle:
        for name, parts in (("ten", 10), ("nine", 9)):
            handle.write(f"late-{name},town-plan,2,sum,crossings-2028,{';'.join(['late-ferries-2028'] * parts)}\n")
    said = newsroom.check()
    [problem] = said.problems
    assert "prints 60, its parts make 54" in problem


def test_what_the_search_finds_is_there(built_newsroom: Newsroom) -> None:
    for root in ("", "nl/"):
        records = records_of(built_newsroom.site / root)
        assert len(records) > 20
        for _, label, _, address in records:
            path, _, anchor = address.partition("#")
            page = text(built_newsroom, f"{root}{path}index.html")
            assert label and (not anchor or f'id="{anchor}"' in page), address


def test_a_thousand_million_is_a_billion() -> None:
    assert [wording.scaled(Decimal(10) ** power, "en") for power in range(5, 13)] == [
        "100,000",
        "1 million",
        "10 million",
        "100 million",
        "1 billion",
        "10 billion",
        "100 billion",
        "1 trillion",
    ]
    assert wording.scaled(Decimal("134.4") * 10000, "en") == "1.344 million"
    assert wording.scaled(Decimal("-2500000"), "en") == "−2.5 million"
