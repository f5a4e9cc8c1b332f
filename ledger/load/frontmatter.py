"""Front matter: the lines between ``---`` and ``---`` at the head of a page, each a key and a text.

---
title: 十三种产品，五年要省多少
summary: 一句话
date: 2026-11-22
---

Text is text: ``title: 2030`` is the title "2030", ``title: No`` is "No", and no value is looked up anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from ledger.load.edtf import parse_edtf
from ledger.load.yamlfile import YamlFile, parse_yaml
from ledger.problems import Problems, did_you_mean

NO_ORDER = 99
"""The place of what asks for none: behind the stories that do, and not at the foot of pages."""


class FrontMatter(msgspec.Struct, frozen=True):
    """What a page says of itself. An attribute is a key; the text below it is its documentation."""

    title: str
    """the headline; it must be there"""
    summary: str = ""
    """one sentence, for lists and search engines"""
    date: str = ""
    """when it was published: 2026, 2026-11 or 2026-11-22; a story has one"""
    updated: str = ""
    """when what it says was last changed, not before ``date``; readers see both"""
    template: str = "page.html"
    """the page kind, a file of templates/; without it the front page is one, a story a story, all else a page"""
    chart: str = ""
    """the chart that stands for a story on the home page"""
    order: int = NO_ORDER
    """place in the list of stories, smallest first; of a page beside the front page, its place at the foot of every page"""
    authors: tuple[str, ...] = ()
    """who wrote it, a list or names with semicolons between them; readers, feeds and citations name them"""
    tags: tuple[str, ...] = ()
    """what it is about, a list or words with semicolons between them; stories that share some lead to each other"""
    draft: bool = False
    """``true`` of a page that is not published yet"""
    embargo: str = ""
    """the day from which on it is published, as the day of the site in ``mkdocs.yml`` tells it: 2026-12-01"""

    def is_held(self, today: str) -> bool:
        """Whether the page is not to be published on the day that the site stands at."""
        return self.draft or bool(self.embargo and self.embargo > today)


KEYS = FrontMatter.__struct_fields__
_LISTS = ("authors", "tags")
_BETWEEN = ";"
_OTHERWISE = {
    "published": "write draft: true of a page that is not to be published yet",
    "author": "write authors: …",
    "byline": "write authors: …",
    "keywords": "write tags: …",
    "categories": "write tags: …",
    "description": "write summary: …",
    "subtitle": "write summary: …",
    "layout": "write template: …",
    "weight": "write order: …",
    "lang": "the folder of content/ says the language",
    "language": "the folder of content/ says the language",
    "slug": "the name of the file is its address",
    "url": "the name of the file is its address",
    "permalink": "the name of the file is its address",
}
"""What other generators call these things."""
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.A)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.A)
_OTHER_DATE = re.compile(r"(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?(?:[T ].*)?|(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_NO_SPACE = re.compile(rf"^({'|'.join(KEYS)}):(?=\S)")
_KEY_LINE = re.compile(r"^(\s|#|[\w-]+\s*[:：]|$)")


class Head(NamedTuple):
    """Front matter that was read: its values, the line of each key, and on which line the text of the page begins."""

    values: FrontMatter
    lines: Mapping[str, int]
    body: str
    body_line: int


def read_front_matter(file: str, text: str, templates: list[str], today: str, is_story: bool, problems: Problems, usual: str = "page.html") -> Head | None:
    """The front matter of the page ``text``. What is wrong is added; ``None`` where nothing can be made of it.

    ``today`` is the date of the whole site, if it has one: nothing is dated after it. ``usual`` is the template of a page that names none.
    """
    lines = text.split("\n")

    def wrong(line: int, what: str, remedy: str, warning: bool = False) -> None:
        problems.add(file, line, f"front matter: {what}", remedy, warning=warning)

    end = _end(lines, wrong)
    if end is None:
        return None
    before = len(problems.errors)
    source = parse_yaml("\n".join(lines[1:end]), file, problems, first_line=2, prefix="front matter: ")
    given = _pairs(lines[1:end], source, wrong)
    if given is not None and len(problems.errors) > before and not given.get("title", ("",))[0]:
        given = None
    if given is None:
        return None
    places = {key: line for key, (_, line) in given.items()}
    for key, (_, line) in given.items():
        if key not in KEYS:
            near = [k for k in KEYS if k[0] == key[0].lower() and len(k) <= len(key) + 3]
            remedy = _OTHERWISE.get(key.lower()) or (
                did_you_mean(key, near) if near and did_you_mean(key, near).startswith("did") else f"use one of {', '.join(sorted(KEYS))}"
            )
            wrong(line, f"unknown key '{key}'", remedy)
    texts = {key: value for key, (value, _) in given.items() if key in KEYS}
    if not texts.get("title"):
        wrong(places.get("title", 1), "title is missing", "add title: …")
    if texts.get("order") and not re.fullmatch(r"-?\d{1,6}", texts["order"], re.A):
        wrong(places["order"], f"order: '{texts['order']}' is no whole number", "write order: 2")
        del texts["order"]
    if not texts.get("order"):
        texts.pop("order", None)
    template = texts.get("template") or (usual if usual in templates else "page.html")
    if template not in templates:
        wrong(places.get("template", 1), f"there is no template '{template}'", did_you_mean(template, templates))
        template = "page.html"
    held = _held(texts, places, today, wrong)
    if not _is_date(texts.get("date", ""), places.get("date", 1), "" if held else today, is_story and not held, wrong):
        texts["date"] = ""
    if texts.get("updated") and not _is_later(texts, places["updated"], "" if held else today, wrong):
        texts["updated"] = ""
    lists = {key: tuple(word for part in texts[key].split(_BETWEEN) if (word := part.strip())) for key in _LISTS if key in texts}
    values = msgspec.convert({**texts, **lists, "title": texts.get("title", ""), "template": template}, FrontMatter, strict=False)
    return Head(values, places, "\n".join(lines[end + 1 :]), end + 2)


def _end(lines: list[str], wrong: Callable[..., None]) -> int | None:
    """The line (from 0) that closes the front matter."""
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None or lines[first].rstrip() != "---":
        wrong(1, "there is none", "begin the file with ---, title: …, ---")
        return None
    if first:
        wrong(1, "something stands above its first ---", "begin the file with ---, without an empty line or a space before it")
        return None
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    stray = next((n for n, line in enumerate(lines[1:end], 1) if not _KEY_LINE.match(line)), None)
    if end is None or (stray is not None and not lines[stray - 1].strip()):
        last = (stray or len(lines)) - 1
        while last > 1 and not lines[last].strip():
            last -= 1
        wrong(last + 1, "it is never closed", "write --- on a line of its own below this one")
        return None
    return end


def _pairs(lines: list[str], source: YamlFile, wrong: Callable[..., None]) -> dict[str, tuple[str, int]] | None:
    """``{key: (text, line)}``; ``None`` when the lines cannot be read at all."""
    if not source.readable:
        return None
    if not isinstance(source.data, dict):
        match = _NO_SPACE.match(lines[0]) if lines else None
        wrong(2, "no list of 'key: text' lines", f"write '{match[1]}: {lines[0][match.end() :].strip()}', with a space" if match else "write title: …")
        return None
    found: dict[str, tuple[str, int]] = {}
    readable = True
    for key, value in source.data.items():
        line = source.line(key)
        if isinstance(value, list) and key in _LISTS and all(isinstance(word, str) and _BETWEEN not in word for word in value):
            found[key] = (f"{_BETWEEN} ".join(" ".join(word.split()) for word in value), line)
        elif isinstance(value, list | dict) and key in KEYS:  # of an unknown key this is not what is wrong
            wrong(line, f"{key}: a list or a group where a text belongs", f"write {key}: and one text, in quotes if it begins with a bracket")
            readable = False
        else:
            found[key] = (" ".join(value.split()) if isinstance(value, str) else "", line)
    return found if readable else None  # what cannot be a text is told, and asks for nothing further


def _held(texts: dict[str, str], places: Mapping[str, int], today: str, wrong: Callable[..., None]) -> bool:
    """Whether a page is a draft or under embargo; what cannot be read as such is told, and holds it back."""
    held = False
    if "draft" in texts:
        if texts["draft"] not in ("true", "false", ""):
            wrong(places["draft"], f"draft: '{texts['draft']}' is neither true nor false", "write draft: true, or take the line out")
        held = texts["draft"] == "true"
        texts["draft"] = "true" if held else "false"
    if embargo := texts.get("embargo"):
        if not _DAY.fullmatch(embargo) or not _is_date(embargo, places["embargo"], "", False, wrong, "embargo"):
            if not _DAY.fullmatch(embargo):
                wrong(places["embargo"], f"embargo: '{embargo}' is not a day", "write year, month and day as 2026-12-01")
            texts["embargo"] = ""
            held = True
        elif not today:
            wrong(places["embargo"], "embargo, but the site stands at no day", "write extra: date: in mkdocs.yml; the clock is never read")
            held = True
        else:
            held = held or embargo > today
    return held


def _is_later(texts: Mapping[str, str], line: int, today: str, wrong: Callable[..., None]) -> bool:
    """Whether ``updated`` is a date, and none before that of the page."""
    if not _is_date(texts["updated"], line, today, False, wrong, "updated"):
        return False
    if not texts.get("date"):
        wrong(line, "updated, but there is no date", "add date:, the day on which it was published")
        return False
    first, last = parse_edtf(texts["date"]).first, parse_edtf(texts["updated"]).last
    if first and last and last < first:
        wrong(line, f"updated: {texts['updated']} is before date {texts['date']}", "exchange them, or correct one")
        return False
    return True


def _is_date(date: str, line: int, today: str, is_story: bool, wrong: Callable[..., None], key: str = "date") -> bool:
    if not date:
        if is_story:
            wrong(line, "a story has no date", "add date: 2026-11-22, the day on which it is published", True)
        return True
    if not _DATE.fullmatch(date):
        other = _OTHER_DATE.fullmatch(date)
        year, month, day = [part for part in other.groups() if part] if other else ("2026", "11", "22")
        wrong(line, f"{key}: '{date}' is not a date", f"write {year}-{int(month):02}-{int(day):02}" if other else "write year, month and day as 2026-11-22")
        return False
    try:
        span = parse_edtf(date)
    except ValueError as error:
        wrong(line, f"{key}: {error}", "correct it")
        return False
    if today and span.first and span.first > today:
        wrong(line, f"{key}: {date} is after {today}, the date of the site in mkdocs.yml", "correct it, or move the date of the site on")
    return True
