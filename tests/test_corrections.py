"""A reader who finds a mistake, and pages that say how corrections are made and when a story was last changed."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from test_any_newsroom import MKDOCS, PROMISE_TABLES, PROMISES, built, made, page, text_of

PAGES = {
    "about.md": "---\ntitle: About\norder: 2\n---\n\nUs.\n",
    "corrections.md": "---\ntitle: Corrections\norder: 1\n---\n\nHow.\n",
    "stories/index.md": "---\ntitle: Stories\ntemplate: stories.html\n---\n",
    "stories/bridge.md": "---\ntitle: The bridge\ndate: 2026-04-01\nupdated: 2026-04-20\n---\n\nIt opens.\n",
}


def link(text: str) -> str:
    found = re.search(r'<a href="([^"]+)" rel="external">Something wrong here\?</a>', text)
    return html.unescape(found[1]) if found else ""


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ("", ""),
        (
            "repo_url: https://github.com/town/ledger\n",
            "https://github.com/town/ledger/issues/new?title=Correction%3A%20night-trains&body=%2Fpromises%2Fnight-trains%2F%0A%0AWhat%20it%20should%20be%3A",
        ),
        ("repo_url: https://gitlab.com/town/ledger/\n", "https://gitlab.com/town/ledger/-/issues/new?issue%5Btitle%5D=Correction%3A%20night-trains&"),
        ("  contact: desk@example.org\n", "mailto:desk@example.org?subject=Correction%3A%20night-trains&body=%2Fpromises%2Fnight-trains%2F"),
    ],
)
def test_a_reader_tells_of_a_mistake_where_the_newsroom_says_and_the_record_is_named_already(tmp_path: Path, settings: str, address: str) -> None:
    newsroom = made(tmp_path / "town", PROMISES, PROMISE_TABLES, PAGES)
    text = MKDOCS.lstrip()
    (newsroom.root / "mkdocs.yml").write_text(settings + text if not settings.startswith(" ") else text + settings, encoding="utf-8")
    built(newsroom)
    found = link(page(newsroom, "promises/night-trains"))
    assert found.startswith(address) and bool(found) == bool(address), found


def test_an_address_that_is_none_is_said_at_its_line(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PROMISES, PROMISE_TABLES)
    (newsroom.root / "mkdocs.yml").write_text(MKDOCS.lstrip() + "  contact: desk at example\n", encoding="utf-8")
    assert newsroom.check().problems == ["mkdocs.yml:9: extra: contact: 'desk at example' is no mail address; write one, desk@example.org"]


def test_pages_beside_the_front_page_are_named_at_the_foot_and_a_story_says_when_it_changed(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PROMISES, PROMISE_TABLES, PAGES)
    built(newsroom)
    foot = page(newsroom, "promises").partition("<footer")[2]
    assert re.findall(r">(About|Corrections|Stories)<", foot) == ["Corrections", "About"], foot
    assert "1 April 2026 · Updated 20 April 2026" in text_of(page(newsroom, "stories/bridge"))


@pytest.mark.parametrize(
    ("updated", "said"),
    [
        ("2026-03-01", "updated: 2026-03-01 is before date 2026-04-01; exchange them, or correct one"),
        ("2026-06-01", "updated: 2026-06-01 is after 2026-05-01, the date of the site in mkdocs.yml; correct it, or move the date of the site on"),
        ("yesterday", "updated: 'yesterday' is not a date; write year, month and day as 2026-11-22"),
    ],
)
def test_a_story_is_changed_after_it_was_published_and_not_after_today(tmp_path: Path, updated: str, said: str) -> None:
    pages = {**PAGES, "stories/bridge.md": PAGES["stories/bridge.md"].replace("2026-04-20", updated)}
    assert made(tmp_path / "town", PROMISES, PROMISE_TABLES, pages).check().problems == [f"content/en/stories/bridge.md:4: front matter: {said}"]
