"""Vocabularies: the names that fields may use (indicators, regions, units, kinds …), each with a name per language.

    # data/regions.yaml
    gansu: {zh: 甘肃省, en: Gansu, parent: china, level: province}

Anything beyond the language names (``parent``, ``unit``, ``better`` …) is kept as an attribute of the term.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ledger.load.schema import Schema
from ledger.load.yamlfile import YamlFile, read_yaml
from ledger.problems import Problems, did_you_mean


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


def load_vocabularies(data: Path, schema: Schema, problems: Problems) -> dict[str, dict[str, Term]]:
    """Read every vocabulary that the schema declares, in the order of its file."""
    loaded: dict[str, dict[str, Term]] = {}
    files: dict[str, YamlFile] = {}
    for vocabulary, place in schema.vocabularies.items():
        name, _, section = place.partition("#")
        if name not in files:
            files[name] = read_yaml(data / name, f"data/{name}", problems)
        source, at = files[name], (section,) if section else ()
        content = source.data.get(section) if section and isinstance(source.data, dict) else source.data
        if section and not isinstance(content, dict) and source.data:
            problems.add(source.file, 1, f"there is no section '{section}'", "data/datapackage.yaml names it as a vocabulary")
        terms: dict[str, Term] = {}
        for key, entry in (content if isinstance(content, dict) else {}).items():
            line = source.line(*at, str(key))
            if not isinstance(entry, dict):
                problems.add(source.file, line, f"'{key}' has no names", f"write {key}: {{{', '.join(f'{lang}: …' for lang in schema.languages)}}}")
                continue
            for lang in schema.languages:
                if lang not in entry:
                    problems.add(source.file, line, f"'{key}' has no name in {lang}", f"add '{lang}:'")
            names = {lang: str(entry.get(lang, key)) for lang in schema.languages}
            rest = {k: v for k, v in entry.items() if k not in schema.languages}
            terms[str(key)] = Term(str(key), names, rest, source.file, line)
        for term in terms.values():
            parent = term.get("parent")
            if parent and parent not in terms:
                problems.add(term.file, term.line, f"'{term.id}': parent '{parent}' is not in this vocabulary", did_you_mean(parent, terms))
        loaded[vocabulary] = terms
    _check_links(loaded, schema, problems)
    return loaded


def _check_links(loaded: dict[str, dict[str, Term]], schema: Schema, problems: Problems) -> None:
    """An attribute named like another vocabulary in the singular (``unit`` → ``units``) must hold one of its names."""
    for terms in loaded.values():
        for term in terms.values():
            for attribute, value in term.attributes.items():
                target = loaded.get(f"{attribute}s")
                if target is not None and value and value not in target:
                    problems.add(term.file, term.line, f"'{term.id}': {attribute} '{value}' is not defined", did_you_mean(str(value), target))
