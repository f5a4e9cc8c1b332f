"""Charts as files: ``content/charts/NAME.yml`` says what is drawn, ``content/<language>/charts/NAME.yml`` says it in words.

    content/charts/ferries.yml             content/en/charts/ferries.yml
      table: targets                         title: The ferry is to get cheaper
      mark: bar                              subtitle: Highest fare by line, crowns
      …                                      reference: {mean: {label: all lines}}

A page shows it as ``` ```chart ferries ``` ```, like a chart of code. The words are laid over the declaration; each key stands in one of
the two, so that a translation can change no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ledger.charts.declared.asked import KEYS, TEXTS, WORDS, digest_of, is_id
from ledger.load.textfile import read_text
from ledger.load.yamlfile import YamlFile, parse_yaml
from ledger.problems import Problems, did_you_mean

_LABELLED = ("reference", "band", "lists", "views")


@dataclass(frozen=True)
class Merged(YamlFile):
    """A declaration with its words, each key at its own file and line."""

    words: YamlFile | None = None
    worded: frozenset[tuple[str | int, ...]] = field(default_factory=frozenset)

    def place(self, *path: str | int) -> tuple[str, int]:
        if self.words is not None and (path in self.worded or (path and path[0] in WORDS and path not in self.lines)):
            return self.words.file, self.words.line(*path)
        return super().place(*path)


@dataclass(frozen=True)
class ChartFile:
    """One chart in one language."""

    id: str
    language: str
    source: YamlFile
    digest: str


def chart_files(content: Path, languages: Sequence[str], problems: Problems) -> list[ChartFile]:
    """Every chart of a file in each language of the site; what is wrong with files and words is said."""
    files = sorted(path for path in (content / "charts").glob("*.y*ml") if path.is_file())
    found: list[ChartFile] = []
    ids = set()
    for path in files:
        name = f"content/charts/{path.name}"
        if path.suffix != ".yml" or not is_id(path.stem):
            remedy = f"rename it to {path.stem}.yml" if is_id(path.stem) else "use small letters, digits and hyphens, and .yml"
            problems.add(name, 0, "the name of this file is that of no chart", remedy)
            continue
        ids.add(path.stem)
        found += _in_each_language(path, name, content, languages, problems)
    _say_strays(content, languages, ids, problems)
    return found


def _in_each_language(path: Path, name: str, content: Path, languages: Sequence[str], problems: Problems) -> list[ChartFile]:
    text = read_text(path, name, problems)
    source = parse_yaml(text, name, problems, prefix="chart: ") if text is not None else None
    if source is None or not source.readable:
        return []
    if not isinstance(source.data, dict) or not source.data:
        problems.add(name, 1, "chart: nothing is declared", "write table: …, mark: …, x: …, y: …")
        return []
    right = True
    for key, value in source.data.items():
        if (key in WORDS and key not in _LABELLED) or (key in _LABELLED and _labels(value)):
            problems.add(name, source.line(key), f"chart: {key}: words stand in content/<language>/charts/{path.name}, a file a language", "move them there")
            right = False
        if key == "id":
            problems.add(name, source.line(key), f"chart: id: this chart is called {path.stem}, as its file is", "take it out, or rename the file")
            right = False
    found = [_with_words(path, source, str(text), content, language, problems) for language in languages] if right else []
    return [each for each in found if each]


def _labels(value: Any) -> bool:
    return isinstance(value, dict) and any(isinstance(v, dict) and not {"label", *TEXTS}.isdisjoint(v) for v in value.values())


def _with_words(path: Path, source: YamlFile, text: str, content: Path, language: str, problems: Problems) -> ChartFile | None:
    own, name = content / language / "charts" / path.name, f"content/{language}/charts/{path.name}"
    if not own.is_file():
        problems.add(name, 0, f"the words of the chart {path.stem} are missing in '{language}'", "write at least title: … there")
        return None
    said = read_text(own, name, problems)
    words = parse_yaml(said, name, problems, prefix="chart: ") if said is not None else None
    if words is None or not words.readable:
        return None
    data = words.data if isinstance(words.data, dict) else {}
    right = True
    for key in data:
        if key not in WORDS:
            remedy = f"move it to content/charts/{path.name}" if key in KEYS else did_you_mean(str(key), WORDS)
            problems.add(name, words.line(key), f"chart: {key}: this file has words only", remedy)
            right = False
    for key in _LABELLED:
        for line, told in data.get(key, {}).items() if isinstance(data.get(key), dict) else ():
            there = source.at(key) if isinstance(source.at(key), dict) else {}
            if line not in there or not isinstance(told, dict) or "label" not in told or (set(told) - {"label"}) - set(TEXTS if key == "views" else ()):
                near = did_you_mean(str(line), there) if line not in there else f"write {line}: {{label: …}}"
                all_of_it = "a label, and words," if key == "views" else "a label"
                verb = "are" if key == "views" else "is"
                problems.add(name, words.line(key, line), f"chart: {key}: {line}: {all_of_it} {verb} all that is said here of one that is declared", near)
                right = False
    if "title" not in data:
        problems.add(name, 1, "chart: title is missing", "add title: …")
        right = False
    if not right:
        return None
    merged = Merged(
        source.file, laid_over(source.data, data), {**words.lines, **source.lines}, None, True, words, frozenset(set(words.lines) - set(source.lines))
    )
    return ChartFile(path.stem, language, merged, digest_of(f"{text}\n{said}"))


def laid_over(below: Any, above: Any) -> Any:
    """Words over a declaration, mapping by mapping."""
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{key: laid_over(below.get(key), value) for key, value in above.items()}}
    return above


def _say_strays(content: Path, languages: Sequence[str], ids: set[str], problems: Problems) -> None:
    """Words of a chart that there is not."""
    for language in languages:
        for path in sorted((content / language / "charts").glob("*.y*ml")):
            if path.suffix != ".yml" or path.stem not in ids:
                name = f"content/{language}/charts/{path.name}"
                problems.add(name, 0, f"these are the words of no chart: there is no content/charts/{path.stem}.yml", did_you_mean(path.stem, ids))
