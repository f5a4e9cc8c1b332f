"""Declarations drawn without a site: a ledger of made-up rows, a chart in YAML, and the figure that becomes of it.

The library that draws must not be alive in a process that forks, so all drawings are made in a worker (``Crew``), many at once.
"""

from __future__ import annotations

import csv
import re
import shutil
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from door import REPOSITORY

from ledger.charts.converter import draw
from ledger.charts.declared.asked import Declaration, digest_of
from ledger.charts.declared.files import ChartFile, laid_over
from ledger.charts.declared.reading import read_charts
from ledger.charts.figure import Figure
from ledger.charts.functions import Functions, import_drawing
from ledger.charts.planning import Task, Words, figure_of
from ledger.charts.workers import Crew, Ended
from ledger.load.ledger import Ledger, load_ledger
from ledger.load.yamlfile import YamlFile, parse_yaml
from ledger.problems import Problems
from ledger.render.words import load_words

PACKAGE = """
    name: examples
    languages: [en, zh, ar]
    vocabularies:
      units: units.yaml
      places: places.yaml
      kinds: kinds.yaml#kind
      comparators: kinds.yaml#comparator
      indicators: indicators.yaml
    resources:
      - name: towns
        path: towns.csv
        title_en: Towns
        title_zh: 镇
        schema:
          primaryKey: id
          fields:
            - {name: id}
            - {name: name_en, title_en: Town, title_zh: 镇}
            - {name: name_zh}
            - {name: name_ar}
            - {name: people, type: number}
      - name: figures
        path: figures.csv
        role: none
        title_en: Figures
        title_zh: 数
        schema:
          primaryKey: id
          foreignKeys:
            - {fields: town, reference: {resource: towns, fields: id}}
          fields:
            - {name: id}
            - {name: set}
            - {name: town, title_en: Town, title_zh: 镇}
            - {name: what_en, title_en: What, title_zh: 项}
            - {name: what_zh}
            - {name: what_ar}
            - {name: part}
            - {name: year, format: edtf, title_en: Year, title_zh: 年份}
            - {name: base_year, format: edtf}
            - {name: base_value, type: number, title_en: Before, title_zh: 原}
            - {name: value, type: number, title_en: Value, title_zh: 数值}
            - {name: value_max, type: number}
            - {name: comparator, vocabulary: comparators}
            - {name: kind, vocabulary: kinds}
            - {name: unit, vocabulary: units}
            - {name: across, type: integer}
            - {name: down, type: integer}
"""
VOCABULARIES = {
    "units.yaml": """
        t: {en: t, zh: 吨, pint: metric_ton}
        10kt: {en: t, zh: 万吨, factor: 10000, pint: "1e4 * metric_ton"}
        kg: {en: kg, zh: 千克, pint: kilogram}
        lb: {en: lb, zh: 磅, pint: pound}
        kwh: {en: kWh, zh: 千瓦时, pint: kilowatt_hour}
        "%": {en: "%", zh: "%", pint: percent}
        pp: {en: points, zh: 个百分点, pint: percentage_point}
        firms: {en: firms, zh: 家, pint: count}
    """,
    "places.yaml": "sea: {en: The sea, zh: 海}",
    "indicators.yaml": "use: {en: use, zh: 用量}",
    "kinds.yaml": """
        kind:
          level: {en: level, zh: 数值}
          cut: {en: cut, zh: 降幅}
        comparator:
          "=": {en: "", zh: "", sign: ""}
          ">=": {en: at least, zh: 不低于, sign: ≥}
          "<=": {en: at most, zh: 不高于, sign: ≤}
          about: {en: about, zh: 约, sign: ≈}
          range: {en: range, zh: 区间, sign: ""}
    """,
}
TOWNS = {
    "ayr": ("Ayr", "艾尔", "آير", 40),
    "bude": ("Bude", "比德", "بيود", 10),
    "cork": ("Cork", "科克", "كورك", 200),
    "deal": ("Deal", "迪尔", "ديل", 30),
}
COLUMNS = (
    "id",
    "set",
    "town",
    "what_en",
    "what_zh",
    "what_ar",
    "part",
    "year",
    "base_year",
    "base_value",
    "value",
    "value_max",
    "comparator",
    "kind",
    "unit",
    "across",
    "down",
)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Example:
    """A chart in YAML, its words in each language, and rows of the table ``figures``."""

    chart: str
    words: Mapping[str, str]
    rows: Sequence[Row]
    name: str = "example"


@dataclass
class Studio:
    """A folder with the ledger of some examples."""

    folder: Path
    ledger: Ledger
    words: Words = field(repr=False, default_factory=dict)

    def read(self, example: Example, languages: Sequence[str] = ("en", "zh")) -> tuple[list[Declaration], Problems]:
        """The declarations that an example makes, and what is wrong with it."""
        problems, files = Problems(), []
        for language in languages:
            chart, said = textwrap.dedent(example.chart).strip() + "\n", textwrap.dedent(example.words.get(language, "title: T")).strip() + "\n"
            source = parse_yaml(chart, "chart.yml", problems, prefix="chart: ")
            words = parse_yaml(said, "chart.yml", problems, prefix="chart: ", first_line=chart.count("\n") + 1)
            if source.readable and words.readable:
                both = YamlFile(source.file, laid_over(source.data, words.data), {**words.lines, **source.lines})
                files.append(ChartFile(example.name, language, both, digest_of(chart + said)))
        return read_charts(files, self.ledger, problems), problems

    def wrong(self, chart: str) -> list[str]:
        """What is said of a chart in English."""
        _, problems = self.read(Example(chart, {"en": ""} if "title:" in chart else {}, ()), ("en",))
        return [str(p) for p in problems]

    def planned(self, declaration: Declaration) -> Figure:
        """Words, table and specs; no drawing."""
        problems = Problems()
        figure = figure_of(Task(declaration, declaration.language), self.ledger, self.words, "", Functions(self.folder), problems)
        assert figure is not None and not problems.found, [str(p) for p in problems]
        return figure

    def figures(self, examples: Sequence[Example], languages: Sequence[str] = ("en", "zh")) -> dict[tuple[str, str], Figure]:
        """Every example in each language, drawn wide and narrow."""
        tasks = []
        for example in examples:
            made, problems = self.read(example, languages)
            assert not problems.found, f"{example.name}: {[str(p) for p in problems]}"
            tasks += [(example.name, each) for each in made]
        import_drawing()
        found: dict[tuple[str, str], Figure] = {}
        with Crew(lambda n: draw(self.planned(tasks[n][1]), self.folder / "cache")) as crew:
            for n, figure in crew.run(range(len(tasks))):
                assert not isinstance(figure, Ended), (tasks[n][0], figure)
                found[tasks[n][0], tasks[n][1].language] = figure
        return found


def studio_of(folder: Path, examples: Sequence[Example]) -> Studio:
    """The ledger with the rows of all examples; those of one have its name in ``set``."""
    data = folder / "data"
    data.mkdir(parents=True)
    (data / "datapackage.yaml").write_text(textwrap.dedent(PACKAGE), encoding="utf-8")
    for name, text in VOCABULARIES.items():
        said = re.sub(r"\{en: ([^,}]+)", r"{en: \1, ar: \1", textwrap.dedent(text))  # units and signs are the same in any letters
        (data / name).write_text(said.strip() + "\n", encoding="utf-8")
    rows = [{"id": f"{e.name}-{n}", "set": e.name, "unit": "t", **row} for e in examples for n, row in enumerate(e.rows)]
    with (data / "figures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with (data / "towns.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("id", "name_en", "name_zh", "name_ar", "people"), *((id, *town) for id, town in TOWNS.items())])
    problems = Problems()
    ledger = load_ledger(data, problems)
    assert not problems.errors, [str(p) for p in problems.errors]
    shutil.copytree(REPOSITORY / "tests" / "languages", folder / "words")
    words = load_words(REPOSITORY / "templates", ("en", "zh", "ar"), problems, folder / "words.yml")
    return Studio(folder, ledger, words)
