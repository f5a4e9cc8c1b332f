"""A newsroom's own looks: its ``templates/`` lie over the theme file by file, and whoever has none has the theme."""

from __future__ import annotations

import shutil

from conftest import REPOSITORY, Newsroom


def write(newsroom: Newsroom, path: str, text: str) -> None:
    newsroom.file(path).parent.mkdir(parents=True, exist_ok=True)
    newsroom.file(path).write_text(text, encoding="utf-8")


def page(newsroom: Newsroom, path: str) -> str:
    return (newsroom.site / path / "index.html").read_text(encoding="utf-8")


STORY = '{% extends "page.html" %}{% block main %}<p class="ours">{{ t("our-word") }}, {{ t("targets") }}</p>{{ super() }}{% endblock %}\n'


def test_one_template_one_style_sheet_and_some_words_are_laid_over_the_theme(newsroom: Newsroom) -> None:
    write(newsroom, "templates/story.html", STORY)
    write(newsroom, "templates/words.yml", "our-word: {en: Salted, nl: Gezouten}\ntargets: {en: Promises}\nstories: {nl: Berichten}\n")
    write(newsroom, "templates/assets/icon.svg", '<svg xmlns="http://www.w3.org/2000/svg"><title>ours</title></svg>\n')
    before = page(newsroom, "targets/fare-cap")
    assert newsroom.check().problems == []
    said = newsroom.build()
    assert said.code == 0, said.err
    assert '<p class="ours">Salted, Promises</p>' in page(newsroom, "stories/ferries") and "Gezouten, " in page(newsroom, "nl/stories/ferries")
    assert ">Promises</a>" in page(newsroom, "targets/fare-cap") != before
    assert any(b"<title>ours</title>" in icon.read_bytes() for icon in (newsroom.site / "assets").glob("icon.*.svg"))
    for path in ("templates/story.html", "templates/words.yml", "templates/assets/icon.svg"):
        newsroom.file(path).unlink()
    assert newsroom.build().code == 0
    assert page(newsroom, "targets/fare-cap") == before and "ours" not in page(newsroom, "stories/ferries")


def test_the_whole_theme_copied_is_the_theme(newsroom: Newsroom) -> None:
    before = {p: p.read_bytes() for p in newsroom.site.rglob("*.html")}
    shutil.copytree(REPOSITORY / "templates", newsroom.file("templates"))
    assert newsroom.build().code == 0
    assert {p: p.read_bytes() for p in newsroom.site.rglob("*.html")} == before


def test_what_is_wrong_in_an_own_template_is_said_there_and_in_the_theme_not_at_all(newsroom: Newsroom) -> None:
    write(newsroom, "templates/story.html", "{% extends 'page.html' %}\n{% block main %}{{ t('tragets') }}{% endblock %}\n")
    assert newsroom.check().problems == ["templates/story.html:2: there is no word 'tragets'; did you mean targets or target or n-targets?"]


def test_a_link_of_a_template_that_leads_nowhere_is_said_once_at_its_line(newsroom: Newsroom) -> None:
    write(newsroom, "templates/story.html", "{% extends 'page.html' %}\n{% block main %}\n<a href=\"nope/\">x</a>\n{{ content }}{% endblock %}\n")
    said = newsroom.build()
    assert [p.partition("; ")[0] for p in said.problems] == ["templates/story.html:3: link to 'nope/' leads nowhere"], said.err


def test_a_file_that_stands_in_for_nothing_and_is_used_by_nothing_is_told(newsroom: Newsroom) -> None:
    write(newsroom, "templates/stroy.html", "x")
    write(newsroom, "templates/parts/own.html", "x")
    write(newsroom, "templates/assets/sit.css", "")
    write(newsroom, "templates/assets/own.svg", "<svg/>")
    write(newsroom, "templates/site.css", "")
    write(newsroom, "templates/words.yml", "tragets: {en: Promises}\n")
    write(newsroom, "templates/README.md", "Why we have these.\n")
    write(newsroom, "templates/404.html", "{% extends 'base.html' %}{% block main %}{% include 'parts/own.html' %}{{ ed.asset('own.svg') }}{% endblock %}")
    assert newsroom.check().problems == [
        "templates/assets/sit.css: takes the place of no file of the theme, and no template or style sheet names it; did you mean assets/site.css or assets/site.js or assets/lists.js?",
        "templates/site.css: is no template, and a file for readers lies in templates/assets/; did you mean assets/site.css?",
        "templates/stroy.html: takes the place of no template of the theme, and no page or template uses it; did you mean story.html or row.html or term.html?",
        "templates/words.yml:1: 'tragets' is no word of the theme, and no template says it; did you mean targets or target or n-targets?",
    ]
    write(newsroom, "templates/404.html", "{% extends 'base.html' %}{% block main %}{% include 'parts/' ~ site ~ '.html' ignore missing %}{% endblock %}")
    assert not [line for line in newsroom.check().problems if "stroy" in line]  # it may be that one


def test_a_page_may_ask_for_a_template_that_the_theme_has_not(newsroom: Newsroom) -> None:
    write(newsroom, "templates/feature.html", '{% extends "story.html" %}{% block main %}<p class="feature"></p>{{ super() }}{% endblock %}\n')
    for code in ("en", "nl"):
        newsroom.change(f"content/{code}/stories/ferries.md", "template: story.html", "template: feature.html")
    assert newsroom.build().code == 0
    assert 'class="feature"' in page(newsroom, "stories/ferries")


def test_words_are_laid_over_the_theme_s_a_file_a_language_or_all_in_one(newsroom: Newsroom) -> None:
    write(newsroom, "templates/words/en.yml", "targets: Promises\nour-word: Salted\n")
    write(newsroom, "templates/words/nl.yml", "our-word: Gezouten\nstories: Berichten\n")
    write(newsroom, "templates/story.html", STORY)
    assert newsroom.build().code == 0
    assert '<p class="ours">Salted, Promises</p>' in page(newsroom, "stories/ferries") and "Gezouten, Beloften" in page(newsroom, "nl/stories/ferries")
    assert ">Timeline</a>" in page(newsroom, "stories/ferries")  # what is not said over the theme stays the theme's
    write(newsroom, "templates/words.yml", "targets: {en: Pledges}\n")
    write(newsroom, "templates/words/en.yml", "targets: Promises\nour-word: Salted\ntragets: x\n")
    assert newsroom.check().problems == [
        "templates/words/en.yml:3: 'tragets' is no word of the theme, and no template says it; did you mean targets or target or n-targets?"
    ]
    write(newsroom, "templates/words/en.yml", "our-word: Salted\n")
    assert newsroom.build().code == 0
    assert "Salted, Pledges" in page(newsroom, "stories/ferries")
