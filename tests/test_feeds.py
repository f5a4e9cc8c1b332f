"""Feeds, read by a stranger's reader of Atom: stories, changes, discrepancies, of documents and places, each item whole."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from conftest import ADDRESS, Newsroom
from test_metadata import heads

HOME = ADDRESS["SITE_URL"]
CHANGES = """date,column,row,before,after,reason_en,reason_nl
2026-06-01,,plan-sum,,,,
2026-06-08,value,loans-2030,290,300,misread <b>,verkeerd gelezen
2026-06-08,base_value,loans-2030,240,250,,
2026-06-15,value,fare-cap,2.5,2.4,,
2026-06-15,value,gone-row,1,2,,
"""
DECLARED = """  - name: history
    role: change
    title_en: Changes
    title_nl: Wijzigingen
    schema:
      primaryKey: [date, column, row]
      fields:
        - {name: date, format: edtf}
        - {name: column}
        - {name: row}
        - {name: before}
        - {name: after}
        - {name: reason_en}
        - {name: reason_nl}
"""


@pytest.fixture(scope="module")
def followed(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = built_newsroom.copy(tmp_path_factory.mktemp("followed") / "newsroom")
    made.change("mkdocs.yml", "extra:\n", "extra:\n  date: 2026-06-20\n")
    with made.file("data/datapackage.yaml").open("a", encoding="utf-8") as package:
        package.write(DECLARED)
    first = made.file("data/discrepancies.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    made.file("data/history.csv").write_text(CHANGES.replace("plan-sum", first), encoding="utf-8")
    said = made.build(env=ADDRESS)
    assert said.code == 0, said.err
    return made


def read(newsroom: Newsroom, path: str) -> tuple[Any, dict[str, Any]]:
    """A feed as a stranger reads its Atom, and its JSON; both tell the same, and neither breaks a rule of its standard."""
    text = (newsroom.site / f"{path}.xml").read_text(encoding="utf-8")
    feed = feedparser.parse(text)
    assert not feed.bozo and feed.version == "atom10" and feed.feed.id == feed.feed.links[0].href == f"{HOME}{path}.xml"
    assert {link.rel for link in feed.feed.links} == {"self", "alternate"} and feed.feed.title and feed.feed.updated and feed.feed.author
    told = json.loads((newsroom.site / f"{path}.json").read_text(encoding="utf-8"))
    assert told["version"] == "https://jsonfeed.org/version/1.1" and told["feed_url"] == f"{HOME}{path}.json" and told["title"] == feed.feed.title
    assert [entry.id for entry in feed.entries] == [item["id"] for item in told["items"]] and len({entry.id for entry in feed.entries}) == len(feed.entries)
    for entry, item in zip(feed.entries, told["items"], strict=True):
        assert entry.title == item["title"] and entry.link == item["url"] and entry.updated == item["date_modified"]
        assert datetime.fromisoformat(item["date_published"]) <= datetime.fromisoformat(item["date_modified"]) and item["content_html"]
        assert re.search(r"<content type=\"html\">.{10,}</content>", text, re.S)
    assert [entry.updated for entry in feed.entries] == sorted((entry.updated for entry in feed.entries), reverse=True)
    assert feed.feed.updated == (max(entry.updated for entry in feed.entries) if feed.entries else "2026-06-20T00:00:00Z")
    return feed, told


def leads_somewhere(newsroom: Newsroom, html: str) -> list[str]:
    links = re.findall(r'\b(?:href|src)="([^"]*)"', html)
    for link in links:
        assert link.startswith(HOME), link
        path = urlsplit(link.removeprefix(HOME)).path
        assert Path(newsroom.site, path, "index.html").is_file() or Path(newsroom.site, path).is_file(), link
    return links


def test_a_story_is_whole_in_the_feed_with_its_charts_as_pictures_and_its_links_in_full(followed: Newsroom) -> None:
    feed, told = read(followed, "feeds/stories")
    [item] = told["items"]
    assert (item["title"], item["id"], item["date_published"]) == ("Sixty boats a day", f"{HOME}stories/ferries/", "2026-05-01T00:00:00Z")
    links = leads_somewhere(followed, item["content_html"])
    assert f"{HOME}charts/street-trees/en.png" in links and f"{HOME}targets/crossings-2028/" in links
    assert "<svg" not in item["content_html"] and "<script" not in item["content_html"] and "A paragraph that somebody pasted." in item["content_html"]
    assert item["image"] == f"{HOME}charts/from-to/en.png" and feed.entries[0].enclosures[0].href == item["image"]


def test_facts_that_changed_are_told_by_row_and_day(followed: Newsroom) -> None:
    _, told = read(followed, "feeds/changes")
    assert [(item["id"].removeprefix(HOME), item["date_modified"][:10]) for item in told["items"]] == [
        ("changes/2026-06-15/#fare-cap.value", "2026-06-15"),
        ("changes/2026-06-08/#loans-2030.value", "2026-06-08"),
    ]
    loans = told["items"][1]
    assert loans["content_html"].count("<li>") == 2 and "290,000 → 300,000 (misread &lt;b&gt;)" in loans["content_html"]
    leads_somewhere(followed, loans["content_html"])
    assert "verkeerd gelezen" in read(followed, "nl/feeds/changes")[1]["items"][1]["content_html"]
    for item in told["items"]:
        page, _, anchor = item["id"].removeprefix(HOME).partition("#")
        assert f'id="{anchor}"' in (followed.site / page / "index.html").read_text(encoding="utf-8")


def test_readers_see_text_and_not_its_tags(followed: Newsroom) -> None:
    for name in ("stories", "changes", "discrepancies"):
        told = feedparser.parse((followed.site / f"feeds/{name}.xml").read_text(encoding="utf-8")).entries
        written = json.loads((followed.site / f"feeds/{name}.json").read_text(encoding="utf-8"))["items"]
        assert [("<p>" in entry.content[0].value, "&lt;p" in entry.content[0].value) for entry in told] == [(True, False)] * len(written), name
        assert all("<p>" in item["content_html"] for item in written) and written


def test_a_discrepancy_is_dated_by_the_day_on_which_it_was_entered(followed: Newsroom) -> None:
    feed, told = read(followed, "feeds/discrepancies")
    assert len(feed.entries) == 1 and told["items"][0]["date_modified"] == "2026-06-01T00:00:00Z"


def test_documents_and_places_have_feeds_of_what_concerns_them(followed: Newsroom) -> None:
    files = {file.relative_to(followed.site).as_posix() for file in followed.site.rglob("feed.xml")}
    own = {file for file in files if not file.startswith("nl/")}
    assert files == own | {f"nl/{file}" for file in own} and len(list(followed.site.rglob("feed.json"))) == len(files)
    assert own == {"policies/town-plan/feed.xml", "policies/ferry-rules/feed.xml", "regions/saltmouth/feed.xml"}
    [fare] = read(followed, "policies/ferry-rules/feed")[1]["items"]
    assert fare["title"].startswith("Ferry fare, Saltmouth, ") and fare["id"].endswith("#fare-cap.value")
    assert len(read(followed, "policies/town-plan/feed")[1]["items"]) == 2 and len(read(followed, "regions/saltmouth/feed")[1]["items"]) == 3


def test_pages_lead_to_the_feeds_that_concern_them(followed: Newsroom) -> None:
    told = {}
    for path, head in heads(followed).items():
        told[path] = [link.get("href") for link in head.iter("link") if link.get("type") == "application/atom+xml"]
    assert told["stories/index.html"] == ["../feeds/stories.xml", "../feeds/changes.xml", "../feeds/discrepancies.xml"]
    assert told["policies/town-plan/index.html"] == ["feed.xml", *(f"../../feeds/{name}.xml" for name in ("stories", "changes", "discrepancies"))]
    assert told["regions/saltmouth/index.html"][0] == "feed.xml" and "feed.xml" not in told["regions/hill/index.html"] and told["404.html"] == []


@pytest.mark.parametrize("lacking", ["address", "day"])
def test_without_an_address_or_a_day_there_is_no_feed(lacking: str, built_newsroom: Newsroom, addressed_newsroom: Newsroom) -> None:
    site = (built_newsroom if lacking == "address" else addressed_newsroom).site
    assert not (site / "feeds").exists() and not list(site.rglob("feed.xml"))
    assert "atom+xml" not in (site / "index.html").read_text(encoding="utf-8")


def test_both_forms_of_a_feed_rest_on_all_that_was_asked_for_it(followed: Newsroom, tmp_path: Path) -> None:
    """They are found once for both; whatever changes one of them changes the other too."""
    copy = followed.copy(tmp_path / "copy")
    copy.change("data/history.csv", "misread <b>", "misread again")
    copy.change("content/en/stories/ferries.md", "A paragraph that somebody pasted.", "Another paragraph.")
    assert copy.build(env=ADDRESS).code == 0
    for path, words in (("feeds/changes", "misread again"), ("policies/town-plan/feed", "misread again"), ("feeds/stories", "Another paragraph.")):
        for ending in ("xml", "json"):
            assert words in (copy.site / f"{path}.{ending}").read_text(encoding="utf-8"), (path, ending)
