"""A newsroom's project: where its files are, and what ``mkdocs.yml`` says about it.

site_name: 绿色账本
site_url: https://example.org/repo/       optional; only absolute addresses (404, feeds) need it; may be !ENV SITE_URL
extra:
  date: 2026-11-26                        the day that the ledger stands at; a story may not be later (the clock is never read)
  languages:                              the first is served at /, the others at /<code>/
    zh: {name: 中文, tag: zh-Hans}
    en: {name: English, tag: en}
  identity:
    zh: {title: 绿色账本, line: …}
    en: {title: Green Ledger, line: …}
  contact: desk@example.org               where readers write to when something is wrong; without it, to the issues of repo_url
  parquet: true                           also publish the tables as Parquet
  compare:                                terms or documents that have a page side by side, also without JavaScript
    - [east, west]
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from ledger.installation import THEME
from ledger.load.look import Look, read_look
from ledger.load.settings import Extensions, extensions_of, pages_of_nav, read_keys, tag_rule
from ledger.load.shown import RESERVED_ADDRESSES, USUAL_ADDRESSES
from ledger.load.typed import Settings, read_settings, shown
from ledger.load.yamlfile import YamlFile, read_yaml
from ledger.problems import Problems, did_you_mean

if TYPE_CHECKING:
    from ledger.language import Tongue

CODE = re.compile(r"[a-z]{2,8}(?:_[a-z0-9]{2,8})*")
"""A language's code: part of file names, columns and addresses, so no capitals and no hyphen."""
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
RESERVED = (*RESERVED_ADDRESSES, *USUAL_ADDRESSES)
"""What no language but the first may be called: its pages would stand where others do."""


MOST_COMPARED = 6
"""So many terms or documents stand side by side."""


class _Languages(Settings):
    """``extra.languages.<code>``: how a language calls itself, and its tag in HTML."""

    name: str = ""
    """how it calls itself"""
    tag: str = ""
    """its tag in HTML, such as `pt-BR`, where that is not the code"""


class _Identity(Settings):
    """``extra.identity.<code>``: the site's name and the line below it, in that language."""

    title: str = ""
    """the name of the site"""
    line: str = ""
    """the line below it"""


class _Extra(Settings):
    """``extra``: what a ledger adds to MkDocs' configuration. ``date`` is the day that it stands at, ``YYYY-MM-DD``; ``contact`` a mail address."""

    date: str = ""
    """the day that the site stands at, `2026-05-04`: the clock is never read"""
    languages: dict[str, Any] = msgspec.field(default_factory=dict)
    """the languages of the site by their codes; the first is served at `/`"""
    identity: dict[str, Any] = msgspec.field(default_factory=dict)
    """its name and line in each language"""
    look: dict[str, Any] = msgspec.field(default_factory=dict)
    """colours, fonts, logo, footer, front page, menu, names of sections"""
    contact: str = ""
    """the mail address that readers write to when something is wrong; without it they are led to the issues of `repo_url`"""
    compare: list[Any] = msgspec.field(default_factory=list)
    """lists of two to six terms or documents that have a page side by side"""
    parquet: bool = False
    """`true` to publish the tables as Parquet too; it needs `pip install 'green-ledger[parquet]'`"""


@dataclass(frozen=True)
class Language:
    """``code`` as in file names and columns, ``tag`` for the ``lang`` attribute, ``root`` the path it is served under."""

    code: str
    name: str
    tag: str
    root: str
    title: str
    line: str
    habits: str = ""
    """What ``languages/<code>.yaml`` says of how it is written (``language.own_habits``)."""

    @property
    def tongue(self) -> Tongue:
        """Its code, which knows how it is written."""
        from ledger.language import Tongue, manner_of

        return Tongue(self.code, manner_of(self.tag, self.habits))

    @property
    def leftward(self) -> bool:
        """Whether it is written from right to left."""
        from ledger.language import leftward

        return leftward(self.tag)


@dataclass(frozen=True)
class Project:
    """Paths and identity. ``root`` holds the inputs, as they were when the build began; ``base`` is the path that the site is served under, always with slashes at both ends."""

    root: Path
    out: Path
    languages: tuple[Language, ...] = ()
    site_url: str = ""
    repository: str = ""
    contact: str = ""
    date: str = ""
    extra: dict[str, object] = field(default_factory=dict)
    extensions: Extensions = field(default_factory=Extensions)
    nav: tuple[tuple[str, int], ...] = ()
    look: Look = field(default_factory=Look)
    compare: tuple[tuple[tuple[str, ...], int], ...] = ()
    parquet: bool = False
    cache: Path = Path(".cache")

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def templates(self) -> Path:
        """The theme, with the project's own templates over it, as the snapshot of a build has them."""
        return own if ((own := self.root / "templates") / "base.html").is_file() else THEME

    @property
    def base(self) -> str:
        path = urlsplit(self.site_url).path.strip("/")
        return f"/{path}/" if path else "/"

    def language(self, code: str) -> Language:
        return next(lang for lang in self.languages if lang.code == code)


def load_project(root: Path, problems: Problems, out: Path | None = None, cache: Path | None = None) -> Project:
    """Read ``mkdocs.yml`` in ``root``; ``out`` is the folder to publish into (default ``root/site``), ``cache`` where to keep things."""
    place = Project(root, out or root / "site", cache=cache or root / ".cache")
    source = read_yaml(root / "mkdocs.yml", "mkdocs.yml", problems, tags=tag_rule(root))
    if not source.readable:
        return place
    site = read_keys(source, place.cache.parent, problems)
    extra = read_settings(_Extra, source, ("extra",), problems, "extra: ", also=_somebody_elses)
    site_url = os.environ.get("SITE_URL") or (site.site_url if site else "")
    repo_url = site.repo_url if site else ""
    at = 0 if os.environ.get("SITE_URL") else source.line("site_url")
    _check_url("site_url" if at else "SITE_URL (of the environment)", site_url, source.file, at, problems)
    _check_url("repo_url", repo_url, source.file, source.line("repo_url"), problems)
    if site and site.docs_dir.rstrip("/") != "content":
        problems.add(source.file, source.line("docs_dir"), f"docs_dir: {shown(site.docs_dir)}, but pages are in content/", "write docs_dir: content")
    languages = _languages(root, extra, site.site_name if site else "", source, problems) if extra else ()
    date = _day(extra.date if extra else "", source, problems)
    raw = source.plain.get("extra") if isinstance(source.plain, dict) else None
    return replace(
        place,
        languages=languages,
        site_url=site_url,
        repository=repo_url,
        contact=_contact(extra.contact, source, problems) if extra else "",
        date=date,
        extra=raw if isinstance(raw, dict) else {},
        extensions=extensions_of(source, problems),
        nav=tuple(pages_of_nav(source)),
        look=read_look(source, root, _style(place.templates), [language.code for language in languages], problems),
        compare=tuple(_compared(extra.compare, source, problems)) if extra else (),
        parquet=bool(extra and extra.parquet and _can_write_parquet(source, problems)),
    )


def _can_write_parquet(source: YamlFile, problems: Problems) -> bool:
    """Whether the library that writes Parquet is there; a project that asks for it does without nothing silently."""
    if find_spec("pyarrow") is None:
        what = "extra: parquet: true, but the library that writes Parquet is not installed"
        problems.add(source.file, source.line("extra", "parquet"), what, "pip install 'green-ledger[parquet]', or take the line out")
        return False
    return True


def _style(templates: Path) -> str:
    """The style sheet of the theme, as far as it can be read."""
    path = templates / "assets" / "site.css"
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _compared(given: list[Any], source: YamlFile, problems: Problems) -> Iterator[tuple[tuple[str, ...], int]]:
    """The terms and documents that have a page of comparison, with the line of each; what they are is checked when the data are known."""
    for number, ids in enumerate(given):
        line = source.line("extra", "compare", number)
        if isinstance(ids, list) and 2 <= len(set(map(str, ids))) == len(ids) <= MOST_COMPARED and all(isinstance(id, str) for id in ids):
            yield tuple(ids), line
        else:
            what = f"extra: compare: {shown(ids)} is no list of two to six ids"
            problems.add(source.file, line, what, "write the ids of terms of one vocabulary, or of documents: - [east, west]")


def _contact(text: str, source: YamlFile, problems: Problems) -> str:
    """The mail address for what readers find wrong; nothing where none is given, or none that is an address."""
    if not text or _MAIL.fullmatch(text):
        return text
    problems.add(source.file, source.line("extra", "contact"), f"extra: contact: {shown(text)} is no mail address", "write one, desk@example.org")
    return ""


def _day(text: str, source: YamlFile, problems: Problems) -> str:
    """The day that the ledger stands at; nothing where none is given, or none that is a day."""
    if not text:
        return ""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        problems.add(source.file, source.line("extra", "date"), f"extra: date: '{text}' is not a day", "write it as 2026-11-26")
        return ""


def _languages(root: Path, extra: _Extra, site_name: str, source: YamlFile, problems: Problems) -> tuple[Language, ...]:
    codes = list(extra.languages) or ["en"]
    found: list[Language] = []
    for number, code in enumerate(codes):
        place = ("extra", "languages", code)
        if not CODE.fullmatch(code) or len(code) > 30:
            tag = f"; the tag may be '{code}'" if _TAG.fullmatch(code) else ""
            problems.add(source.file, source.line(*place), f"extra: languages: {shown(code)} is no code", f"use lower-case letters and _, such as pt_br{tag}")
            continue
        if code in RESERVED and number:
            problems.add(source.file, source.line(*place), f"extra: languages: /{code}/ is the address of other pages", "use another code")
        entry = read_settings(_Languages, source, place, problems, f"extra: languages: {code}: ") or _Languages()
        own = read_settings(_Identity, source, ("extra", "identity", code), problems, f"extra: identity: {code}: ") or _Identity()
        if entry.tag and not _TAG.fullmatch(entry.tag):
            problems.add(
                source.file, source.line(*place, "tag"), f"extra: languages: {code}: tag {shown(entry.tag)} is no language tag", "such as en or zh-Hans"
            )
        for key, text in (("title", own.title), ("line", own.line), ("site_name", "" if number else site_name)):
            if mark := next((mark for mark in ("[[", "{{") if mark in text), ""):
                at: tuple[str, ...] = (key,) if key == "site_name" else ("extra", "identity", code, key)
                what = f"{': '.join(at)}: {shown(text)} holds '{mark}'"
                problems.add(source.file, source.line(*at), what, "write what is meant; only pages hold references")
        if code not in extra.identity and extra.languages:
            problems.add(source.file, source.line(*place), f"extra: language '{code}' has no identity", f"add it below identity: {code}: {{title: …, line: …}}")
        tag = entry.tag if _TAG.fullmatch(entry.tag) else code.replace("_", "-")
        if other := next((each.code for each in found if each.tag.lower() == tag.lower()), ""):
            what = f"extra: languages: {code}: tag {shown(tag)} is that of '{other}' too"
            problems.add(source.file, source.line(*place), what, "give each the tag of its language and script, such as sr-Latn and sr-Cyrl")
        habits = _habits(root, code, problems)
        found.append(Language(code, entry.name or code, tag, "" if number == 0 else f"{code}/", own.title or site_name, own.line, habits))
    for file in sorted(each for each in (root / "languages").glob("*") if not each.name.startswith(".")):
        if file.suffix != ".yaml":
            problems.add(f"languages/{file.name}", 0, "is read by nobody", "name it <code>.yaml, or remove it")
        elif file.stem not in codes:
            problems.add(f"languages/{file.name}", 0, f"'{file.stem}' is no language of this site", did_you_mean(file.stem, codes))
    for code in extra.identity:
        if code not in codes:
            problems.add(
                source.file, source.line("extra", "identity", code), f"extra: identity: '{code}' is no language of this site", did_you_mean(code, codes)
            )
    return tuple(found)


def _habits(root: Path, code: str, problems: Problems) -> str:
    """How a newsroom writes a language otherwise. What reads it is loaded where there is something to read: a build without a change has no time for it."""
    file = root / "languages" / f"{code}.yaml"
    if not file.is_file():
        return ""
    from ledger.language import own_habits

    return own_habits(file, f"languages/{code}.yaml", problems)


def _check_url(key: str, url: str, file: str, line: int, problems: Problems) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"\\]", url) and (parts.port is None or parts.port > 0)
        good = good and len(url) <= 2000 and "@" not in parts.netloc
    except ValueError:
        good = False
    if not good:
        problems.add(file, line, f"{key}: {shown(url)} is no address of a site", "write it whole, https://example.org/")
    elif key != "repo_url" and (parts.query or parts.fragment):
        problems.add(file, line, f"{key}: {shown(url)} has a query or a fragment", "write only the folder that the site is served from")


def _somebody_elses(key: str) -> bool:
    """Whether a key of ``extra`` is meant for a theme or a plugin: it is, unless it looks like one of ours."""
    import difflib

    own = [field.encode_name for field in msgspec.structs.fields(_Extra)]
    return key not in ("lang", "langs") and not difflib.get_close_matches(key, own, n=1, cutoff=0.75) and key[:5] not in ("langu", "ident")
