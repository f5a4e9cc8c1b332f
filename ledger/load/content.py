"""What editors write: Markdown pages under ``content/<language>/``, and the pictures and papers that lie beside them.

Every file of ``content/`` is accounted for: it is a page, it lies beside one and is published when a page uses it, or one line
says why not. Names that begin with a dot, and what programs leave behind, are left alone; ``content/charts/`` and
``content/static/`` have readers of their own.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ledger.load.frontmatter import FrontMatter, read_front_matter
from ledger.load.passages import Part, parts_of
from ledger.load.textfile import read_text
from ledger.problems import Problems

__all__ = ["Document", "Part", "files_beside", "load_documents", "parts_of"]

ELSEWHERE = ("charts", "static")
"""Folders of ``content/`` that others read."""
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg")
PAPERS = (".pdf", ".csv", ".tsv", ".xlsx", ".xls", ".ods", ".zip", ".json", ".geojson", ".txt", ".docx", ".odt", ".pptx", ".odp", ".epub", ".mp3", ".mp4")
"""What may lie beside a page and be linked to."""
_LEFT_BEHIND = re.compile(r"^(?:\.|~\$|#.*#$)|~$|^(?:Thumbs\.db|desktop\.ini|Icon\r|__pycache__)$|\.(?:swp|tmp|bak|orig|pyc)$", re.I)
_OTHER_MARKDOWN = (".markdown", ".mdown", ".mkdn", ".mkd", ".mdx", ".qmd", ".rmd")
_SEGMENT = re.compile(r"[a-z0-9][a-z0-9._-]*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\ue00f]")
_LARGEST = 1_000_000
"""Characters of Markdown on a page; Python-Markdown needs seconds for each further million."""


@dataclass(frozen=True)
class Document:
    """One Markdown file. ``path`` is relative to ``content/``; ``body_line`` is the line on which the text begins, ``key_lines``
    those of the keys of its front matter. ``named`` are the ids of rows that its text, title and summary refer to, once that is known."""

    language: str
    path: str
    meta: FrontMatter
    body: str
    body_line: int
    key_lines: Mapping[str, int] = field(default_factory=dict)
    named: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return f"content/{self.path}"

    @property
    def address(self) -> str:
        """Its path on the site without the language: ``stories/red-mud/``, or nothing for the home page."""
        name = self.path.split("/", 1)[1].removesuffix(".md")
        return "" if name == "index" else f"{name.removesuffix('/index')}/"

    def parts(self) -> Iterator[Part]:
        return parts_of(self.body.split("\n"))

    def prose(self) -> Iterator[tuple[int, str]]:
        """``(line, text)`` of every line that is not in a fenced block."""
        for part in self.parts():
            if part.language is None:
                yield from enumerate(part.lines, self.body_line + part.first)

    def line_of(self, text: str) -> int:
        """The first line that holds ``text``; where the text begins if none does."""
        at = self.body.find(text)
        return self.body_line + self.body.count("\n", 0, at) if at >= 0 else self.body_line


def load_documents(content: Path, languages: tuple[str, ...], templates: Path, problems: Problems, today: str = "") -> tuple[Document, ...]:
    """Every page that is published, in the order of paths, with its front matter checked. What is neither page nor picture nor paper is said."""
    published: list[Document] = []
    held: list[Document] = []
    for document in _read(content, languages, templates, problems, today):
        (held if document.meta.is_held(today) else published).append(document)
    for document in held:
        key = "draft" if document.meta.draft else "embargo"
        what = "is a draft, and not published" if document.meta.draft else f"is published from {document.meta.embargo} on; the site stands at {today}"
        remedy = "take draft: true out to publish it" if document.meta.draft else "move the date of the site on to publish it"
        problems.add(document.file, document.key_lines.get(key, 1), what, remedy, warning=True)
    _one_owner([*published, *held], problems)
    return tuple(published)


def drafts(content: Path, languages: tuple[str, ...], templates: Path, today: str = "") -> tuple[Document, ...]:
    """The pages that are not published: drafts, and what is under embargo. What is wrong with them is said where all pages are loaded."""
    return tuple(document for document in _read(content, languages, templates, Problems(), today) if document.meta.is_held(today))


def _read(content: Path, languages: tuple[str, ...], templates: Path, problems: Problems, today: str) -> list[Document]:
    kinds = sorted(p.name for p in templates.glob("*.html"))
    documents: list[Document] = []
    for relative, path in _files(content, problems):
        file, name = f"content/{relative}", path.name
        folder, inside, rest = relative.partition("/")
        second = rest.partition("/")[0] if "/" in rest else ""
        ending = path.suffix.lower()
        if folder in languages and second == "charts" and ending in (".yml", ".yaml"):
            continue  # the words of a chart (charts.declared.files)
        if folder not in languages or not inside:
            homes = " or ".join(f"content/{code}/" for code in languages)
            root = not inside and ending not in (".md", *_OTHER_MARKDOWN)
            problems.add(
                file, 0, "is in no language's folder", "move it to content/static/, whose files go to the root of the site" if root else f"move it to {homes}"
            )
        elif folder == languages[0] and second in languages[1:]:
            problems.add(file, 0, f"lies where the site has its pages in '{second}'", f"move it to content/{second}/, or give its folder another name")
        elif name.endswith(".md"):
            if document := _document(folder, relative, path, kinds, today, problems):
                documents.append(document)
        elif ending == ".md" or ending in _OTHER_MARKDOWN:
            problems.add(file, 0, f"a page ends in .md, this file in {path.suffix}", f"rename it to {path.stem}.md")
        elif ending not in PICTURES and ending not in PAPERS:
            problems.add(
                file,
                0,
                f"a file that ends in '{path.suffix or name}' is neither page nor picture, and is not published",
                "take it out of content/",
                warning=True,
            )
    return documents


def check_twins(documents: tuple[Document, ...], languages: tuple[str, ...], problems: Problems) -> None:
    """Warn of stories that are not there in all languages, and of translations that are older than what they translate: the page of the first
    language that has it."""
    stories: dict[str, dict[str, Document]] = {}
    for document in documents:
        if document.address.startswith("stories/") and document.address != "stories/":
            stories.setdefault(document.address, {})[document.language] = document
    for twins in stories.values():
        original = next(twins[code] for code in languages if code in twins)
        lacking = [code for code in languages if code not in twins]
        if lacking:
            where = " and ".join(f"content/{code}/{original.path.partition('/')[2]}" for code in lacking)
            problems.add(original.file, 0, f"is not there in {' and '.join(lacking)}", f"write {where}, or leave it in one language", warning=True)
        for twin in twins.values():
            if twin is not original and (last := _changed(twin)) < (first := _changed(original)):
                line = twin.key_lines.get("updated") or twin.key_lines.get("date", 1)
                what = f"is of {last or 'no day'}, and its original {original.file} of {first}"
                problems.add(twin.file, line, what, f"look what was changed there, then write updated: {first}", warning=True)


def _changed(document: Document) -> str:
    return document.meta.updated or document.meta.date


def files_beside(content: Path, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The pictures and papers that lie beside pages, as paths relative to ``content/``."""
    found = (relative for relative, path in _files(content, Problems()) if path.suffix.lower() in PICTURES + PAPERS)
    return tuple(relative for relative in found if relative.partition("/")[0] in languages and "/" in relative)


def _files(content: Path, problems: Problems) -> Iterator[tuple[str, Path]]:
    """``(path relative to content/, path)`` of every file that is an editor's. Links that lead out of ``content/`` are not followed."""
    inside = content.resolve()
    for folder, folders, names in os.walk(content):
        here = Path(folder)
        top = here == content
        kept = []
        for name in sorted(folders):
            if _LEFT_BEHIND.search(name) or (top and name in ELSEWHERE):
                continue
            if (here / name).is_symlink():
                problems.add(_name(here / name, content), 0, "a folder that is only linked to is not followed", "put the folder itself there")
            else:
                kept.append(name)
        folders[:] = kept
        for name in sorted(names):
            path = here / name
            if _LEFT_BEHIND.search(name):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                problems.add(_name(path, content), 0, "a link that leads out of content/ is not followed", "put the file itself there")
            elif not path.is_file():
                problems.add(_name(path, content), 0, "a link that leads nowhere, or no file that can be read", "put the file itself there, or take it away")
            else:
                yield path.relative_to(content).as_posix(), path


def _name(path: Path, content: Path) -> str:
    return f"content/{path.relative_to(content).as_posix()}"


def _document(language: str, relative: str, path: Path, kinds: list[str], today: str, problems: Problems) -> Document | None:
    file = f"content/{relative}"
    for segment in relative.split("/")[1:]:
        if not _SEGMENT.fullmatch(segment):
            plain = re.sub(r"[^a-z0-9.-]+", "-", unicodedata.normalize("NFKD", segment).encode("ascii", "ignore").decode().lower()).strip("-")
            example = plain if plain.removesuffix(".md").strip(".-") else "steel.md"
            problems.add(
                file, 0, f"'{segment}' becomes an address, which has only lower-case letters, digits and hyphens", f"rename it, to {example} for example"
            )
    text = read_text(path, file, problems)
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > _LARGEST:
        problems.add(file, 0, f"{len(text) / 1e6:.1f} million characters, more than a page can hold", "split the page")
        return None
    for number, line in enumerate(text.split("\n"), 1):
        if odd := _CONTROL.search(line):
            problems.add(file, number, f"holds the character U+{ord(odd[0]):04X}, which nobody can see", "take it out; type the line anew")
    is_story = "/stories/" in relative and not relative.endswith(("/stories/index.md", "/stories.md"))
    usual = {f"{language}/index.md": "home.html", f"{language}/stories/index.md": "stories.html"}.get(relative, "story.html" if is_story else "page.html")
    head = read_front_matter(file, text, kinds, today, is_story, problems, usual)
    # A page whose head cannot be read is still there: links to it are not wrong.
    return Document(language, relative, *(head.values, head.body, head.body_line, head.lines) if head else (FrontMatter(title=""), "", 1))


def _one_owner(documents: list[Document], problems: Problems) -> None:
    """Two pages at one address: one of them would be lost."""
    owners: dict[tuple[str, str], Document] = {}
    for document in documents:
        first = owners.setdefault((document.language, document.address), document)
        if first is not document:
            problems.add(document.file, 0, f"the address /{document.address} is that of {first.file} already", "rename one of the two, or join them")
