"""A project's own templates that nothing uses: most likely they were meant to stand in for one of the theme's.

What a project adds is used when a page asks for it (``template: own.html``), when a template names it, or, of words, when a page lies
where it could name a section. Where a template computes a name, nobody can tell, and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from ledger.keep.inputs import THEME_WORDS, WORDS
from ledger.load.content import Document
from ledger.problems import Problems, did_you_mean
from ledger.render.words import Line, read_languages, theme_lines

_NOTES = (".md", ".txt", "~")
_COMPUTED = re.compile(r"{%[-+]?\s*(?:extends|import|include|from)\s+(?![\"'][^\"']*[\"']\s*(?:[-+]?%}|as|ignore|import|with))")


def tell_unused(added: Collection[str], templates: Path, documents: Iterable[Document], problems: Problems) -> None:
    """Say which of the ``added`` files, and which words, stand in for nothing and are used by nothing."""
    pages = tuple(documents)
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in sorted(templates.rglob("*")) if path.suffix in (".html", ".css", ".js")}
    names = {path.relative_to(templates).as_posix() for path in templates.rglob("*") if path.is_file()}
    computed = any(_COMPUTED.search(text) for path, text in texts.items() if path.suffix == ".html")
    for path in sorted(added):
        name = path.removeprefix("templates/")
        if (
            PurePosixPath(name).name.startswith(".")
            or name.endswith(_NOTES)
            or path == f"{WORDS}.yml"
            or (path.startswith(f"{WORDS}/") and path.endswith(".yml"))
        ):
            continue
        others = [text for file, text in texts.items() if file != templates / name]
        theirs = {other for other in names if f"templates/{other}" not in added}
        if name.startswith("assets/"):
            if not any(name.removeprefix("assets/") in text for text in others):
                told = "takes the place of no file of the theme, and no template or style sheet names it"
                problems.add(path, 0, told, _meant(name, theirs))
        elif not name.endswith(".html"):
            problems.add(path, 0, "is no template, and a file for readers lies in templates/assets/", _meant(name, theirs))
        elif not computed and not any(page.meta.template == name for page in pages) and not any(name in text for text in others):
            told = "takes the place of no template of the theme, and no page or template uses it"
            problems.add(path, 0, told, _meant(name, theirs))
    _tell_words(templates, texts.values(), {part for page in pages for part in PurePosixPath(page.path).with_suffix("").parts}, problems)


def _tell_words(templates: Path, texts: Collection[str], places: Collection[str], problems: Problems) -> None:
    beneath = templates.parent / THEME_WORDS
    if not beneath.is_dir():
        return
    theirs = dict.fromkeys(each.key for each in read_languages(beneath, WORDS, Problems()))
    own: dict[str, Line] = {}
    for each in theme_lines(templates, Problems()):
        if each.key not in theirs and each.key not in places:
            own.setdefault(each.key, each)
    for each in own.values():
        if not any(f"'{each.key}'" in text or f'"{each.key}"' in text for text in texts):
            problems.add(each.file, each.line, f"'{each.key}' is no word of the theme, and no template says it", _meant(each.key, theirs))


def _meant(name: str, known: Iterable[str]) -> str:
    near = did_you_mean(name, known, limit=0)
    return near if near.startswith("did") else "use it, or remove it"
