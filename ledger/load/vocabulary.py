"""Vocabularies: the names that fields may use (indicators, regions, units, kinds …), each with a name per language.

    # data/regions.yaml
    gansu: {zh: 甘肃省, en: Gansu, parent: china, level: province}

A name is text as it is written: ``no`` and ``1.10`` too. Anything beyond the language names is kept as an attribute of the
term: ``parent`` is another term of the same vocabulary, an attribute named like another vocabulary in the singular
(``unit`` → ``units``) one of its terms, ``factor`` a number, ``cell`` the column and row of its tile on a map,
``short_<language>`` what stands on it, ``one_<language>`` what a unit is called beside a number of that plural form, ``also`` what it is
called as well, and ``same_as`` the address, or the addresses, of the same thing in somebody else's vocabulary.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from ledger.load.known import Known, read_known
from ledger.load.schema import Schema
from ledger.load.typed import shown
from ledger.load.yamlfile import YamlFile, read_yaml
from ledger.problems import Problems, did_you_mean

SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
LONGEST = 200
"""Characters of the longest id or name; more is a sentence that has lost its key."""
FARTHEST = 60
"""So many columns and rows of tiles a map has at most."""


@dataclass(frozen=True)
class Term:
    """One name of a vocabulary, with where it is defined."""

    id: str
    names: Mapping[str, str]
    attributes: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    line: int = 0

    def get(self, attribute: str, default: Any = "") -> Any:
        return self.attributes.get(attribute, default)

    @property
    def aliases(self) -> tuple[tuple[str, str], ...]:
        """``(language, name)`` of what it is also called: ``also:``, a name, a list of them, or such by language; no language where none is said."""
        return tuple((language, str(name)) for language, name in _called(self))

    @property
    def same_as(self) -> tuple[str, ...]:
        """The addresses of the same thing elsewhere."""
        told = self.get("same_as") or ()
        return tuple(map(str, told)) if isinstance(told, (list, tuple)) else (str(told),)


def load_vocabularies(data: Path, schema: Schema, problems: Problems, known: Known | None = None) -> dict[str, dict[str, Term]]:
    """Read every vocabulary that the schema declares, in the order of its file."""
    files = [f"data/{place.partition('#')[0]}" for place in schema.vocabularies.values()]
    about = ("vocabularies", schema.vocabularies, schema.languages, sorted(schema.unread), sorted(schema.addressed))
    return read_known(known, files, about, dict[str, dict[str, Term]], lambda found: _read(data, schema, found), problems)


def _read(data: Path, schema: Schema, problems: Problems) -> dict[str, dict[str, Term]]:
    loaded: dict[str, dict[str, Term]] = {}
    files: dict[str, YamlFile] = {}
    for vocabulary, place in schema.vocabularies.items():
        name, _, section = place.partition("#")
        if name not in files:
            files[name] = read_yaml(data / name, f"data/{name}", problems)
        loaded[vocabulary] = _terms(vocabulary, files[name], section, schema, problems)
        if not files[name].readable:
            schema.unread.add(vocabulary)
    for vocabulary, terms in loaded.items():
        _check_parents(terms, problems)
        _check_quantities(terms, problems)
        _check_names(vocabulary, terms, schema, problems)
        _check_aliases(vocabulary, terms, schema, problems)
        _check_cells(terms, problems)
        _check_links(vocabulary, terms, loaded, schema, problems)
    return loaded


def _terms(vocabulary: str, source: YamlFile, section: str, schema: Schema, problems: Problems) -> dict[str, Term]:
    languages = schema.languages
    at = (section,) if section else ()
    content, plain = source.data, source.plain
    if section:
        content = content.get(section) if isinstance(content, dict) else None
        plain = plain.get(section) if isinstance(plain, dict) else None
    if not isinstance(content, dict):
        if source.readable:
            what = f"there is no section '{section}' of terms" if section else "there are no terms"
            problems.add(source.file, source.line(*at), what, "write a term a line, id: {language: name}; data/datapackage.yaml names this as a vocabulary")
        return {}
    terms: dict[str, Term] = {}
    for key, entry in content.items():
        line = source.line(*at, key)
        if not isinstance(entry, dict):
            example = ", ".join(f"{lang}: …" for lang in languages)
            problems.add(source.file, line, f"{shown(key)} has no names", f"write {_brief(key)}: {{{example}}}")
            terms[key] = Term(key, {lang: key for lang in languages}, {}, source.file, line)
            continue
        if vocabulary in schema.addressed and not (SLUG.fullmatch(key) and len(key) <= LONGEST):
            problems.add(source.file, line, f"{shown(key)} becomes part of an address and is no id", "use lower-case letters, digits and hyphens")
        elif len(key) > LONGEST:
            problems.add(source.file, line, f"{shown(key)} is {len(key)} characters long", "make the id short; the names may be longer")
        names = {lang: _name(key, lang, entry, source, source.line(*at, key, lang), problems) for lang in languages}
        attributes = {
            name: _attribute(key, name, value, plain[key].get(name), source, source.line(*at, key, name), problems)
            for name, value in entry.items()
            if name not in languages and value is not None
        }
        terms[key] = Term(key, names, attributes, source.file, line)
    _tell_mistyped(terms, source, at, problems)
    return terms


_KNOWN = ("parent", "sign", "factor", "pint", "unit", "kinds", "cell", "also", "same_as")
"""Attributes that many vocabularies have; each may have others of its own."""


def _tell_mistyped(terms: Mapping[str, Term], source: YamlFile, at: tuple[str, ...], problems: Problems) -> None:
    """An attribute that one term alone has, and that is nearly one that others have, is more likely a slip than a thing of its own."""
    used = Counter(name for term in terms.values() for name in term.attributes)
    known = [*_KNOWN, *(name for name, count in used.items() if count > 1)]
    for term in terms.values():
        for name in term.attributes:
            if used[name] == 1 and name not in known and (near := difflib.get_close_matches(name, known, n=1, cutoff=0.8)):
                what = f"'{_brief(term.id)}': no other term has a '{_brief(name)}'"
                problems.add(source.file, source.line(*at, term.id, name), what, f"did you mean {near[0]}?", warning=True)


def _name(id: str, language: str, entry: Mapping[str, Any], source: YamlFile, line: int, problems: Problems) -> str:
    if language not in entry or entry[language] is None:
        problems.add(source.file, line, f"'{_brief(id)}' has no name in {language}", f"add '{language}:'")
        return id
    name = entry[language]
    if isinstance(name, str) and ("[[" in name or "{{" in name):
        problems.add(source.file, line, f"'{_brief(id)}': its name in {language} holds {shown(name)}", "write the name; only pages hold references")
    if not isinstance(name, str):
        problems.add(source.file, line, f"'{_brief(id)}': its name in {language} is {shown(name)}", "write one line of text")
        return id
    return name


def _attribute(id: str, name: str, value: Any, plain: Any, source: YamlFile, line: int, problems: Problems) -> Any:
    """An attribute as it is written; ``factor`` as a number, ``cell`` as two, and lists and mappings as JSON would have them."""
    if name == "factor":
        if isinstance(plain, int | float) and not isinstance(plain, bool) and Decimal("1e-15") <= Decimal(str(plain)) <= Decimal("1e15"):
            return plain
        problems.add(
            source.file, line, f"'{_brief(id)}': factor {shown(value)} is no number above 0", "write what one unit is in the English one, such as 10000"
        )
        return 1
    if name == "cell":
        if isinstance(plain, list) and len(plain) == 2 and all(type(n) is int and 0 <= n < FARTHEST for n in plain):
            return plain
        problems.add(source.file, line, f"'{_brief(id)}': cell is no tile of a map", "write its column and its row from 0, such as [4, 2]")
        return None
    if isinstance(value, str):
        return plain if isinstance(plain, int | float) and not isinstance(plain, bool) and name not in ("parent", "pint", "sign", "unit") else value
    if name in ("parent", "pint", "sign", "unit"):
        problems.add(source.file, line, f"'{_brief(id)}': {name} is {shown(value)}", "write one word")
        return ""
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return value  # other names are text, like names
    return plain


def _check_parents(terms: Mapping[str, Term], problems: Problems) -> None:
    """A parent is a term of the same vocabulary, and nobody is their own ancestor."""
    for term in terms.values():
        parent = term.get("parent")
        if parent and parent not in terms:
            problems.add(term.file, term.line, f"'{term.id}': parent '{_brief(parent)}' is not in this vocabulary", did_you_mean(parent, terms))
    told: set[str] = set()
    for term in terms.values():
        line: list[str] = []
        current: Term | None = term
        while current and current.id not in line and current.id not in told:
            line.append(current.id)
            current = terms.get(current.get("parent") or "")
        if current and current.id in line:
            circle = [*line[line.index(current.id) :], current.id]
            problems.add(current.file, current.line, f"parents go in a circle: {' → '.join(circle[:6])}", "remove one 'parent:'")
        told.update(line)


def _check_quantities(terms: Mapping[str, Term], problems: Problems) -> None:
    """What ``pint:`` says is a quantity. pint itself is loaded where a vocabulary says so, and is read anew."""
    for term in terms.values():
        if expression := term.get("pint"):
            from ledger.load.units import unfit

            if reason := unfit(expression):
                what = f"'{_brief(term.id)}': pint: {shown(expression)} {reason}"
                problems.add(term.file, term.line, what, "write it as pint does, kg or tonne / year, or leave it out: then it is compared with itself only")


def _check_names(vocabulary: str, terms: Mapping[str, Term], schema: Schema, problems: Problems) -> None:
    """A term that has a page, or parts figures, has a name, and one that no other of them has."""
    if vocabulary not in schema.addressed and vocabulary not in schema.scopes:
        return
    for language in schema.languages:
        first: dict[str, str] = {}
        for term in terms.values():
            name = term.names[language]
            if not name.strip():
                problems.add(term.file, term.line, f"'{_brief(term.id)}' has an empty name in {language}", "write what it is called")
            elif (other := first.setdefault(name, term.id)) != term.id:
                what = f"'{_brief(term.id)}' has the same name in {language} as '{_brief(other)}', {shown(name)}, and readers cannot tell them apart"
                problems.add(term.file, term.line, what, "say more in one of the names", warning=True)


def _called(term: Term) -> Iterator[tuple[str, object]]:
    """``(language, name)`` of each alias as it is written, which may be no text; no language where none is said."""
    also = term.get("also") or ()
    for language, names in (also if isinstance(also, dict) else {"": also}).items():
        for name in names if isinstance(names, (list, tuple)) else [names] if names is not None else []:
            yield language, name


def _check_aliases(vocabulary: str, terms: Mapping[str, Term], schema: Schema, problems: Problems) -> None:
    """What a term is also called is text, and where readers look terms up no other of them is called so."""
    called = {name.casefold(): term.id for term in terms.values() for name in term.names.values()}
    for term in terms.values():
        also = term.get("also") or ()
        strange = set(also) - set(schema.languages) if isinstance(also, dict) else ()
        if strange or any(not isinstance(name, str) or not name.strip() for _, name in _called(term)):
            example = f"also: [name, name], or also: {{{', '.join(f'{code}: [name]' for code in schema.languages)}}}"
            problems.add(term.file, term.line, f"'{_brief(term.id)}': also {shown(also)} is no list of names", f"write {example}")
        elif vocabulary in schema.addressed or vocabulary in schema.scopes:
            for _, name in term.aliases:
                if (other := called.setdefault(name.casefold(), term.id)) != term.id:
                    what = f"'{_brief(term.id)}' is also called {shown(name)}, and so is '{_brief(other)}'"
                    problems.add(term.file, term.line, what, "leave it to one of them, or say more")


def _check_cells(terms: Mapping[str, Term], problems: Problems) -> None:
    """No two terms have one tile of the map."""
    taken: dict[tuple[int, ...], str] = {}
    for term in terms.values():
        if (cell := term.get("cell", None)) and (other := taken.setdefault(tuple(cell), term.id)) != term.id:
            problems.add(term.file, term.line, f"'{term.id}': cell {cell} is that of '{_brief(other)}'", "give each a tile of its own")


def _check_links(vocabulary: str, terms: Mapping[str, Term], loaded: Mapping[str, Mapping[str, Term]], schema: Schema, problems: Problems) -> None:
    """An attribute named like another vocabulary in the singular (``unit`` → ``units``) must hold one of its names."""
    for term in terms.values():
        for attribute, value in term.attributes.items():
            target = f"{attribute}s"
            if target in loaded and target not in schema.unread and value and str(value) not in loaded[target]:
                problems.add(term.file, term.line, f"'{term.id}': {attribute} {shown(value)} is not defined", did_you_mean(str(value), loaded[target]))


def _brief(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
