"""Pages of reference, made from the registries of the code itself: keys with what their classes say of them, verbs, words.

Whoever adds a key, a verb or a word writes here nothing: a key is an attribute with a text below it, a verb a file, a word a line.
"""

from __future__ import annotations

import argparse
import ast
import functools
import inspect
import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from importlib import import_module
from keyword import iskeyword
from typing import Any

from ledger.installation import THEME
from ledger.language import Said
from ledger.load import descriptor, frontmatter, look, settings
from ledger.load.descriptor import NOT_SUPPORTED, STANDARD, TYPES, USE_INSTEAD
from ledger.problems import Problems
from ledger.project import _Extra, _Identity, _Languages
from ledger.render.words import said_words
from ledger.verbs import VERBS

_OF_DATA = (
    ("The file as a whole", descriptor.Package),
    ("A vocabulary, where it says more than its file", descriptor.VocabularySettings),
    ("A table, below `resources`", descriptor.Resource),
    ("Its columns, below `schema`", descriptor.TableSchema),
    ("A column, below `fields`", descriptor.FieldSettings),
    ("Its `constraints`", descriptor.Constraints),
    ("A link to another table, below `foreignKeys`", descriptor.ForeignKey),
    ("Its `reference`", descriptor.Reference),
    ("How a table is shown, below `pages`", descriptor.PagesSettings),
)
_OF_SETTINGS = (
    ("The file `mkdocs.yml`", settings.MkDocsKeys),
    ("Below `extra`", _Extra),
    ("A language, below `extra: languages`", _Languages),
    ("Its identity, below `extra: identity`", _Identity),
    ("The look, below `extra: look`", look.LookSettings),
)
_OF_PAGES = (("The head of a page", frontmatter.FrontMatter),)
_OF_WORDS = {
    "en": ("Reference: words of the interface", "Every word of the theme by its key, as a file words/{}.yml may say it otherwise.", ("key", "says")),
    "zh": ("参考：界面文字", "界面上的每个词和它的键；在 words/{}.yml 里可以另写。", ("键", "文字")),
}
CLASSES = tuple(kind for part in (_OF_DATA, _OF_SETTINGS, _OF_PAGES) for _, kind in part)
"""The classes whose keys are told."""


def words_page(language: str) -> str:
    """The words of the interface in a language that the guide is written in."""
    title, summary, heads = _OF_WORDS[language]
    rows = ((f"`{key}`", _said(text)) for key, text in _words(language).items())
    return _page(title, summary.format(language), _table(heads, rows))


def reference_pages() -> dict[str, str]:
    """``{name: page}``."""
    return {
        "reference-data": _page("Reference: data/datapackage.yaml", "Every key that the declaration of the data may have.", _keys(_OF_DATA) + _types()),
        "reference-settings": _page("Reference: mkdocs.yml", "Every key of the settings, and the head of a page.", _keys((*_OF_SETTINGS, *_OF_PAGES))),
        "reference-verbs": _page("Reference: verbs", "What one can call, and with which options.", "\n".join(_verbs())),
        "reference-words": words_page("en"),
    }


def _page(title: str, summary: str, body: str) -> str:
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\nsummary: {json.dumps(summary, ensure_ascii=False)}\n---\n\n{body}\n"


def _keys(parts: Iterable[tuple[str, Any]]) -> str:
    return "".join(f"## {title}\n\n{_table(('key', 'says'), _lines(kind))}\n" for title, kind in parts)


def _lines(kind: Any) -> Iterator[tuple[str, str]]:
    for key, text in told_of(kind).items():
        yield f"`{key}`", text or "MkDocs' own"


@functools.cache
def told_of(kind: Any) -> dict[str, str]:
    """``{key: what it says}`` of a class of settings: the text below each attribute; nothing where there is none."""
    [body] = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(body, ast.ClassDef)
    named = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
    found = dict.fromkeys(named.values(), "")
    for attribute, text in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(attribute, ast.AnnAssign)
            and isinstance(attribute.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            found[named[attribute.target.id]] = re.sub(r"``", "`", " ".join(str(text.value.value).split()))
    return found


def _types() -> str:
    """The types of a column, and what of the standard is not read."""
    types = ", ".join(f"`{name}`" for name in (*TYPES, *STANDARD))
    instead = _table(("of the standard, but not here", "instead"), ((f"`{name}`", text) for name, text in {**USE_INSTEAD, **NOT_SUPPORTED}.items()))
    return f"## Types of a column\n\n{types}.\n\n{instead}"


def _verbs() -> Iterator[str]:
    for verb, about in VERBS.items():
        module = import_module(f"ledger.verbs.{verb}_" if iskeyword(verb) else f"ledger.verbs.{verb}")
        parser = argparse.ArgumentParser(prog=f"ledger {verb}", add_help=False)
        module.options(parser)
        yield f"## {verb}\n\n{_text(about[0].upper() + about[1:])}.\n"
        yield from _options(parser)


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    rows = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                yield f"### {parser.prog.removeprefix('ledger ')} {name}\n"
                yield from _options(sub)
        elif action.help not in (None, argparse.SUPPRESS):
            name = " ".join(filter(None, (", ".join(action.option_strings), str(action.metavar or "")))) or action.dest
            rows.append((f"`{name}`", (action.help or "") % {"default": action.default, "prog": parser.prog}))
    if rows:
        yield _table(("option", "says"), rows)


def _words(language: str) -> dict[str, Said]:
    words, _ = said_words(THEME, (language,), Problems(), THEME / "words-of-nobody.yml")
    return {key: entry[language] for key, entry in words.items() if language in entry}


def _said(text: Said) -> str:
    return " · ".join(f"{form}: {_code(each)}" for form, each in text.items()) if not isinstance(text, str) else _code(text)


def _code(text: str) -> str:
    return f"`{text}`" if text.strip() else ""


def _table(heads: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| {heads[0]} | {heads[1]} |", "|---|---|", *(f"| {_cell(key)} | {_cell(text)} |" for key, text in rows)]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return _text(text.replace("|", "\\|"))


def _text(text: str) -> str:
    """A text that Markdown takes for one: outside of code no sign begins a tag."""
    parts = text.split("`")
    return "`".join(part if n % 2 else part.replace("<", "&lt;") for n, part in enumerate(parts))
