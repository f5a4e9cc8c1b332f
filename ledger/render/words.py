"""The words of the interface: ``templates/words.yml``, every string in every language, and a newsroom's own ``words.yml``.

    stories: {zh: 报道, en: Stories}
    entries-about: {zh: 共 {count} 项, en: "{count} entries"}        what stands in braces is filled in by the template

A newsroom says them in further languages beside ``mkdocs.yml``; what it does not say there stands in English, with one warning. Where
it has a ``templates/words.yml``, that is laid over the theme's word by word, and may have more words, for its own templates. The same braces stand in every language, or a template could not fill them in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ledger.keep.inputs import THEME_WORDS
from ledger.load.yamlfile import YamlFile, read_yaml
from ledger.problems import Problems, did_you_mean
from ledger.render.faults import placeholders

Words = Mapping[str, Mapping[str, str]]
"""``{key: {language: text}}``."""
_FILE = "templates/words.yml"


def load_words(templates: Path, languages: tuple[str, ...], problems: Problems, own: Path) -> Words:
    """Every word in every language of the site."""
    source = read_yaml(templates / "words.yml", _FILE, problems)
    words = {key: _entry(source, key, entry, problems) for key, entry in _mapping(source, problems).items()}
    if (beneath := templates.parent / THEME_WORDS).is_file():
        theirs = read_yaml(beneath, _FILE, problems)
        words = _overlaid({key: _entry(theirs, key, entry, problems) for key, entry in _mapping(theirs, problems).items()}, words)
    spoken = {language for language in languages if sum(language in entry for entry in words.values()) * 2 > len(words)}
    for key, entry in words.items():
        _check_braces(source, key, entry, _expected(entry, languages), problems)
    if own.is_file():
        more = read_yaml(own, "words.yml", problems)
        for key, given in _mapping(more, problems).items():
            if key not in words:
                problems.add(more.file, more.line(key), f"'{key}' is no word of the templates", did_you_mean(key, words, limit=0))
                continue
            entry = _entry(more, key, given, problems)
            for language in entry:
                if language not in languages:
                    problems.add(more.file, more.line(key), f"'{key}': the site has no language '{language}'", did_you_mean(language, languages))
            entry = {language: text for language, text in entry.items() if language in languages}
            _check_braces(more, key, entry, _expected(words[key], languages), problems)
            words[key] |= entry
    for language in languages:
        left = [key for key, entry in words.items() if language not in entry]
        if language in spoken:
            for key in left:
                problems.add(source.file, source.line(key), f"'{key}' is not said in '{language}'", f"add '{language}:'")
        elif left:
            problems.add(
                "words.yml", 0, f"{len(left)} words are not said in '{language}' and stand in English (first: {left[0]})", "say them there", warning=True
            )
        for key in left:
            words[key][language] = words[key].get("en") or next(iter(words[key].values()), key)
    return words


def _overlaid(beneath: dict[str, dict[str, str]], own: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The words of the theme, and those of a project's own templates over them, language by language."""
    return {key: beneath.get(key, {}) | own.get(key, {}) for key in (*beneath, *(key for key in own if key not in beneath))}


def _mapping(file: YamlFile, problems: Problems) -> Mapping[str, Any]:
    if isinstance(file.data, dict):
        return {str(key): entry for key, entry in file.data.items()}
    problems.add(file.file, 1, "no list of 'key: {language: text}' lines", "write a word a line")
    return {}


def _entry(file: YamlFile, key: str, entry: Any, problems: Problems) -> dict[str, str]:
    """``{language: text}`` of one word."""
    if not isinstance(entry, dict):
        problems.add(file.file, file.line(key), f"'{key}' has no languages", f"write {key}: {{en: …}}")
        return {}
    for language, text in entry.items():
        if isinstance(text, dict | list):
            problems.add(
                file.file, file.line(key), f"'{key}': what stands in '{language}' is no text", "put a text that has braces or brackets in it in quotes"
            )
    return {str(language): "" if text is None else str(text) for language, text in entry.items() if not isinstance(text, dict | list)}


def _expected(entry: Mapping[str, str], languages: tuple[str, ...]) -> set[str]:
    """The braces that a word has: those of English, or of the first language that the templates speak."""
    text = entry.get("en") or next((entry[code] for code in languages if code in entry), "")
    try:
        return placeholders(text)
    except ValueError:
        return set()


def _check_braces(file: YamlFile, key: str, entry: Mapping[str, str], expected: set[str], problems: Problems) -> None:
    for language, text in entry.items():
        line = file.line(key, language) if (key, language) in file.lines else file.line(key)
        try:
            found = placeholders(text)
        except ValueError as error:
            problems.add(file.file, line, f"'{key}' in '{language}': braces that do not match ({error})", "write {name}, and {{ for a brace itself")
            continue
        if odd := re.search(r"(?<!\{)\{[\w-]+([.\[:!][^{}]*)\}(?!\})", text):
            problems.add(file.file, line, f"'{key}' in '{language}': {odd[0]} is more than a name in braces", f"write {odd[0].replace(odd[1], '')}")
            continue
        if not expected and not found:
            continue
        for name in sorted(found - expected):
            remedy = did_you_mean(name, expected) if expected else "take it out; this word has no braces"
            problems.add(file.file, line, f"'{key}' in '{language}': nothing fills in {{{name}}}", remedy)
        for name in sorted(expected - found) if found <= expected else ():
            problems.add(
                file.file, line, f"'{key}' in '{language}': {{{name}}} is missing, which the other languages have", f"write {{{name}}} where it belongs"
            )
