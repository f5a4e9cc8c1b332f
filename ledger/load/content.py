"""The editorial pages: Markdown files with front matter under ``content/<language>/``.

---
title: 十三种产品，五年要省多少        required
summary: 一句话                        shown in lists, and as the page's description
date: 2026-11-22                       EDTF; when it was published
template: story.html                   a page kind of templates/; default page.html
chart: red-mud-ladder                  the chart that stands for it on the home page
order: 2                               place in lists of stories, smallest first
---
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ledger.load.edtf import parse_edtf
from ledger.problems import Problems, did_you_mean

KEYS = ("title", "summary", "date", "template", "chart", "order")
FENCE = re.compile(r"^(`{3,}|~{3,})\s*(\S*)\s*$")
"""The line that opens or closes a fenced block, and its language."""
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.S)


@dataclass(frozen=True)
class Part:
    """Some lines of a page: prose, or what is inside a fenced block. ``first`` is the number of the first one, from 0; ``language``
    is ``None`` for prose; ``fences`` are the lines around a block, one only where it is never closed."""

    first: int
    lines: list[str]
    language: str | None = None
    fences: tuple[str, ...] = ()


def parts_of(lines: Sequence[str]) -> Iterator[Part]:
    """A page's lines as prose and fenced blocks, in their order."""
    start, opening = 0, None
    for number, line in enumerate(lines):
        match = FENCE.match(line)
        if match and opening is None:
            yield Part(start, list(lines[start:number]))
            start, opening = number + 1, match
        elif match and opening is not None and match[1].startswith(opening[1]) and not match[2]:
            yield Part(start, list(lines[start:number]), opening[2], (opening[0], line))
            start, opening = number + 1, None
    yield Part(start, list(lines[start:]), opening[2] if opening else None, (opening[0],) if opening else ())


@dataclass(frozen=True)
class Document:
    """One Markdown file. ``path`` is relative to ``content/``; ``body_line`` is the line on which the text begins, ``key_lines``
    those of the keys of its front matter."""

    language: str
    path: str
    meta: dict[str, Any]
    body: str
    body_line: int
    key_lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return f"content/{self.path}"

    @property
    def address(self) -> str:
        """Its path on the site without the language: ``stories/red-mud/``, or nothing for the home page."""
        name = self.path.split("/", 1)[1].removesuffix(".md")
        return "" if name == "index" else f"{name.removesuffix('/index')}/"

    def prose(self) -> Iterator[tuple[int, str]]:
        """``(line, text)`` of every line that is not in a fenced block."""
        for part in parts_of(self.body.split("\n")):
            if part.language is None:
                yield from enumerate(part.lines, self.body_line + part.first)

    def line_of(self, text: str) -> int:
        """The first line that holds ``text``; where the text begins if none does."""
        at = self.body.find(text)
        return self.body_line + self.body.count("\n", 0, at) if at >= 0 else self.body_line


def load_documents(content: Path, languages: tuple[str, ...], templates: Path, problems: Problems) -> tuple[Document, ...]:
    """Every Markdown file, in the order of paths, with its front matter checked."""
    documents = []
    for path in sorted(content.rglob("*.md")):
        relative = path.relative_to(content).as_posix()
        language = relative.split("/")[0]
        if language not in languages:
            problems.add(f"content/{relative}", 0, "is in no language's folder", f"move it to {' or '.join(f'content/{c}/' for c in languages)}")
            continue
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            problems.add(f"content/{relative}", 0, "not UTF-8", "save it as UTF-8")
            continue
        document = _document(language, relative, text.replace("\r\n", "\n"), templates, problems)
        if document:
            documents.append(document)
    return tuple(documents)


def _document(language: str, relative: str, text: str, templates: Path, problems: Problems) -> Document | None:
    file = f"content/{relative}"
    match = _FRONT.match(text)
    if not match:
        problems.add(file, 1, "no front matter", "begin the file with ---, title: …, ---")
        return None
    try:
        meta = yaml.safe_load(match[1] or "") or {}
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 2
        problems.add(file, line, f"front matter is not valid YAML: {error.problem}", "check colons and quotes")
        return None
    if not isinstance(meta, dict):
        problems.add(file, 2, "front matter is no list of key: value lines", "write title: …")
        return None
    lines = text.split("\n")

    def line_of(key: str) -> int:
        return next((n for n, line in enumerate(lines[: match[0].count("\n")], 1) if line.startswith(f"{key}:")), 1)

    for key in meta:
        if key not in KEYS:
            problems.add(file, line_of(key), f"front matter: unknown key '{key}'", did_you_mean(str(key), KEYS))
    if not meta.get("title"):
        problems.add(file, line_of("title"), "front matter: title is missing", "add title: …")
    if "date" in meta:
        meta["date"] = str(meta["date"])
        try:
            parse_edtf(meta["date"])
        except ValueError as error:
            problems.add(file, line_of("date"), f"front matter: date: {error}", "dates are EDTF")
    for optional in ("summary", "date", "chart"):
        meta.setdefault(optional, "")
    template = meta.get("template", "page.html")
    if not (templates / template).is_file():
        known = [p.name for p in templates.glob("*.html")]
        problems.add(file, line_of("template"), f"front matter: there is no template '{template}'", did_you_mean(str(template), known))
    return Document(language, relative, meta, text[match.end() :], match[0].count("\n") + 1, {str(key): line_of(str(key)) for key in meta})
