"""Which words of the interface a language does not say yet."""

from __future__ import annotations

import json

from ledger.language import COUNTS, Said, forms_of, text_of
from ledger.problems import Problems, did_you_mean
from ledger.project import Project
from ledger.render.faults import placeholders
from ledger.render.words import said_words


def lacking(project: Project, code: str, problems: Problems) -> str:
    """The words that a language lacks, and plural forms of those that it has: YAML to be filled in, with the English text above each."""
    codes = tuple(language.code for language in project.languages)
    if code not in codes:
        problems.add("mkdocs.yml", 0, f"'{code}' is no language of this site", did_you_mean(code, codes))
        return ""
    words, _ = said_words(project.templates, codes, problems, project.root / "words.yml")
    forms = forms_of(project.language(code).tongue)
    found = [part for key, entry in words.items() if (part := _part(key, entry.get(code), entry.get("en", ""), forms))]
    if not found:
        return f"## {code}: every word is said.\n"
    head = f"## {code}: {len(found)} of {len(words)} words are not said yet. Take away the # before what you have written; {{braces}} stay.\n"
    return head + (f"## A word with a number has the forms {', '.join(forms)}.\n" if len(forms) > 1 else "") + "".join(found)


def _part(key: str, said: Said | None, english: Said, forms: list[str]) -> str:
    """The lines of one word; nothing where it is said whole."""
    counted = not isinstance(english, str) or bool(placeholders(english) & {*COUNTS})
    asked = forms if counted and len(forms) > 1 else []
    if said is not None and (isinstance(said, str) or all(form in said for form in asked)):
        return ""
    told = english if isinstance(english, str) else " | ".join(dict.fromkeys(english.values()))
    if not asked:
        return f"## {told}\n#{key}: {_quoted(text_of(english))}\n"
    mine = {} if said is None or isinstance(said, str) else said
    lines = [f"  {form}: {_quoted(mine[form])}\n" if form in mine else f"#  {form}: {_quoted(text_of(english))}\n" for form in asked]
    return f"## {told}\n{'' if mine else '#'}{key}:\n{''.join(lines)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
