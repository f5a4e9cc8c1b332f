"""The words of the interface, a file a language: ``templates/words/<code>.yml`` of the theme, ``words/<code>.yml`` of a newsroom.

    stories: Stories
    entries-about: {one: "{count} entry", other: "{count} entries"}

What stands in braces is filled in by the template, so the same braces stand in every language. A word with a number has a form for
each of CLDR's plural categories that its language has; only the form for all other numbers must have the number in it.

What a newsroom does not say stands in English, with one warning; ``build.py words ar`` lists it. A newsroom's own ``templates/words/``
are laid over the theme's word by word, and may have more words, for its own templates. One file for all languages is read as well,
``words.yml`` and ``templates/words.yml``: ``stories: {zh: 报道, en: Stories}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger.keep.inputs import THEME_WORDS, WORDS
from ledger.language import COUNTS, FORMS, Said, forms_of, text_of
from ledger.load.yamlfile import YamlFile, read_yaml
from ledger.problems import Problems, did_you_mean
from ledger.render.faults import placeholders

Words = Mapping[str, Mapping[str, Said]]
"""``{key: {language: a text, or texts by plural form}}``."""


@dataclass(frozen=True)
class Line:
    """One word in one language, and where it is said."""

    key: str
    language: str
    said: Said
    file: str
    line: int


def load_words(templates: Path, languages: tuple[str, ...], problems: Problems, own: Path) -> Words:
    """Every word in every language of the site; ``own`` is the newsroom's ``words.yml``, be it there or not."""
    words, theme = said_words(templates, languages, problems, own)
    for language in languages:
        left = [key for key, entry in words.items() if language not in entry]
        if theme.spoken(language):
            for key in left:
                problems.add(f"{WORDS}/{language}.yml", 0, f"'{key}' is not said", f"add {key}: …")
        elif left:
            what = f"{len(left)} words are not said in '{language}' and stand in English (first: {left[0]})"
            problems.add("words.yml", 0, what, f"say them there or in words/{language}.yml; python build.py words {language} lists them", warning=True)
        for key in left:
            words[key][language] = instead(words[key], key, language)
    return words


def instead(entry: Mapping[str, Said], key: str, language: str) -> Said:
    """What stands for a word that a language does not say: what its code begins with says (``pt`` for ``pt_br``), else English."""
    return next((entry[code] for code in (language.partition("_")[0], "en", *entry) if entry.get(code)), key)


@dataclass(frozen=True)
class _Theme:
    """What the theme alone says: how many words there are, and how many in each language."""

    words: int
    counts: Mapping[str, int]

    def spoken(self, language: str) -> bool:
        """Whether the theme speaks a language, but for some words."""
        return self.counts.get(language, 0) * 2 > self.words


def said_words(templates: Path, languages: tuple[str, ...], problems: Problems, own: Path) -> tuple[dict[str, dict[str, Said]], _Theme]:
    """The words as they are said, and what of them the theme says."""
    words: dict[str, dict[str, Said]] = {}
    lines = list(theme_lines(templates, problems))
    for each in lines:
        words.setdefault(each.key, {})[each.language] = each.said
    for each in lines:
        _check_braces(each, _expected(words[each.key], languages), problems)
    counts = {language: sum(language in entry for entry in words.values()) for language in languages}
    theme = _Theme(len(words), counts)
    for each in _own(own, problems):
        if each.key not in words:
            problems.add(each.file, each.line, f"'{each.key}' is no word of the templates", did_you_mean(each.key, words, limit=0))
        elif each.language not in languages:
            problems.add(each.file, each.line, f"'{each.key}': the site has no language '{each.language}'", did_you_mean(each.language, languages))
        else:
            _check_braces(each, _expected(words[each.key], languages), problems)
            words[each.key][each.language] = each.said
    return words, theme


def theme_lines(templates: Path, problems: Problems) -> Iterator[Line]:
    """The words of the theme, and over them those that a newsroom has in its own ``templates``."""
    if (beneath := templates.parent / THEME_WORDS).is_dir():
        yield from read_languages(beneath, WORDS, problems)
    yield from read_languages(templates / "words", WORDS, problems)
    if (one := templates / "words.yml").is_file():
        yield from _read(one, f"{WORDS}.yml", problems)


def _own(own: Path, problems: Problems) -> Iterator[Line]:
    """The words of a newsroom: those of its one file for all languages, then those of its files for one."""
    if own.is_file():
        yield from _read(own, "words.yml", problems)
    yield from read_languages(own.parent / "words", "words", problems)


def read_languages(folder: Path, name: str, problems: Problems) -> Iterator[Line]:
    """The words of a folder with a file a language."""
    for file in sorted(folder.glob("*.yml")):
        source = read_yaml(file, f"{name}/{file.name}", problems)
        for key, entry in _mapping(source, "key: text", problems).items():
            yield from _line(source, key, file.stem, entry, source.line(key), problems)


def _read(file: Path, name: str, problems: Problems) -> Iterator[Line]:
    """The words of a file for all languages."""
    source = read_yaml(file, name, problems)
    for key, entry in _mapping(source, "key: {language: text}", problems).items():
        if not isinstance(entry, dict):
            problems.add(source.file, source.line(key), f"'{key}' has no languages", f"write {key}: {{en: …}}")
            continue
        for language, text in entry.items():
            line = source.line(key, language) if (key, language) in source.lines else source.line(key)
            yield from _line(source, key, str(language), text, line, problems)


def _mapping(file: YamlFile, form: str, problems: Problems) -> Mapping[str, Any]:
    if isinstance(file.data, dict):
        return {str(key): entry for key, entry in file.data.items()}
    problems.add(file.file, 1, f"no list of '{form}' lines", "write a word a line")
    return {}


def _line(file: YamlFile, key: str, language: str, entry: Any, line: int, problems: Problems) -> Iterator[Line]:
    if isinstance(entry, dict) and {*map(str, entry)} & {*FORMS} and all(isinstance(text, str) for text in entry.values()):
        known = forms_of(language)
        for form in map(str, entry):
            if form not in known:
                problems.add(file.file, line, f"'{key}': '{language}' has no plural form '{form}'", f"it has {', '.join(known)}")
        if "other" not in entry:
            problems.add(file.file, line, f"'{key}' in '{language}' has no form for all other numbers", "add other: …")
        yield Line(key, language, {str(form): text for form, text in entry.items()}, file.file, line)
    elif isinstance(entry, dict | list):
        problems.add(file.file, line, f"'{key}': what stands in '{language}' is no text", "put a text that has braces or brackets in it in quotes")
    else:
        yield Line(key, language, "" if entry is None else str(entry), file.file, line)


def _expected(entry: Mapping[str, Said], languages: tuple[str, ...]) -> set[str]:
    """The braces that a word has: those of English, or of the first language that the templates speak."""
    said = entry.get("en") or next((entry[code] for code in languages if code in entry), "")
    try:
        return placeholders(text_of(said))
    except ValueError:
        return set()


def _check_braces(each: Line, expected: set[str], problems: Problems) -> None:
    for form, text in ({"": each.said} if isinstance(each.said, str) else each.said).items():
        needed = expected if form in ("", "other") else expected - {*COUNTS}
        _check_form(each, f"'{each.key}' in '{each.language}'{form and f' ({form})'}", text, expected, needed, problems)


def _check_form(each: Line, name: str, text: str, expected: set[str], needed: set[str], problems: Problems) -> None:
    try:
        found = placeholders(text)
    except ValueError as error:
        problems.add(each.file, each.line, f"{name}: braces that do not match ({error})", "write {name}, and {{ for a brace itself")
        return
    if odd := re.search(r"(?<!\{)\{[\w-]+([.\[:!][^{}]*)\}(?!\})", text):
        problems.add(each.file, each.line, f"{name}: {odd[0]} is more than a name in braces", f"write {odd[0].replace(odd[1], '')}")
        return
    for brace in sorted(found - expected):
        remedy = did_you_mean(brace, expected) if expected else "take it out; this word has no braces"
        problems.add(each.file, each.line, f"{name}: nothing fills in {{{brace}}}", remedy)
    for brace in sorted(needed - found) if found <= expected else ():
        problems.add(each.file, each.line, f"{name}: {{{brace}}} is missing, which the other languages have", f"write {{{brace}}} where it belongs")
