"""A project's own templates that nothing uses: most likely they were meant to stand in for one of the theme's.

What a project adds is used when a page asks for it (``template: own.html``), when a template names it, or, of words, when a page lies
where it could name a section. Where a template computes a name, nobody can tell, and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from ledger.keep.inputs import THEME_WORDS
from ledger.load.content import Document
from ledger.load.yamlfile import read_yaml
from ledger.problems import Problems, did_you_mean

_NOTES = (".md", ".txt", "~")
_COMPUTED = re.compile(r"{%[-+]?\s*(?:extends|import|include|from)\s+(?![\"'][^\"']*[\"']\s*(?:[-+]?%}|as|ignore|import|with))")
_WORDS = "templates/words.yml"


def tell_unused(added: Collection[str], templates: Path, documents: Iterable[Document], problems: Problems) -> None:
    """Say which of the ``added`` files, and which words, stand in for nothing and are used by nothing."""
    pages = tuple(documents)
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in sorted(templates.rglob("*")) if path.suffix in (".html", ".css", ".js")}
    names = {path.relative_to(templates).as_posix() for path in templates.rglob("*") if path.is_file()}
    computed = any(_COMPUTED.search(text) for path, text in texts.items() if path.suffix == ".html")
    for path in sorted(added):
        name = path.removeprefix("templates/")
        if PurePosixPath(name).name.startswith(".") or name.endswith(_NOTES):
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
    if not beneath.is_file():
        return
    own, theirs = read_yaml(templates / "words.yml", _WORDS, Problems()), read_yaml(beneath, _WORDS, Problems())
    if not isinstance(own.data, dict) or not isinstance(theirs.data, dict):
        return
    for key in own.data.keys() - theirs.data.keys() - set(places):
        if not any(f"'{key}'" in text or f'"{key}"' in text for text in texts):
            problems.add(_WORDS, own.line(key), f"'{key}' is no word of the theme, and no template says it", _meant(str(key), theirs.data))


def _meant(name: str, known: Iterable[str]) -> str:
    near = did_you_mean(name, known, limit=0)
    return near if near.startswith("did") else "use it, or remove it"
