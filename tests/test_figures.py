"""How a figure comes about: from what the ledger in its hands tells, once, as plain data, and with no more work than is asked for."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY, Newsroom, build_py_as_a_person

from ledger.charts import workers
from ledger.charts.declared.files import chart_files
from ledger.charts.declared.reading import read_blocks, read_charts
from ledger.charts.draw import Studio, draw_figures, tasks_of
from ledger.charts.encoding import figure_from, figure_to
from ledger.charts.figure import Figure
from ledger.charts.font import covered, font_folder, is_usual
from ledger.charts.functions import read_functions
from ledger.charts.pictures import make_pictures, picture, shared
from ledger.charts.planning import Task, figure_of
from ledger.check.coverage import check_coverage
from ledger.check.doubts import Doubts
from ledger.load.content import load_documents
from ledger.load.ledger import ByRole, Ledger, load_ledger
from ledger.problems import Problems
from ledger.render.words import load_words

TEMPLATES = REPOSITORY / "templates"
BLOCK = "```chart\ntable: targets\nfilter: {unit: trees}\nmark: bar\nx: value\ny: region\ntitle: Trees\n```\n"


class SeenRow:
    """A row of which only columns can be read; it is as equal as the row that it stands for, and never the same object twice."""

    def __init__(self, row: Any, seen: set[tuple[str, str]]) -> None:
        self.__dict__.update(_row=row, _seen=seen)

    def __getattr__(self, column: str) -> Any:
        value = getattr(self._row, column)
        self._seen.add((self._row.table, column))
        return value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SeenRow) and self._row == other._row

    def __hash__(self) -> int:
        return hash(self._row)


class SeenLedger(ByRole):
    """Answers like a ledger, and notes which columns of which tables, and which terms, it was asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self.columns, self.terms = ledger, set[tuple[str, str]](), set[tuple[str, str | None]]()
        self.schema = ledger.schema

    def _seen(self, row: Any) -> Any:
        return None if row is None else SeenRow(row, self.columns)

    def rows(self, table: str, **where: Any) -> tuple[Any, ...]:
        return tuple(map(self._seen, self._ledger.rows(table, **where)))

    def row(self, table: str, id: str) -> Any:
        return self._seen(self._ledger.row(table, id))

    def clause(self, policy: str, clause: str) -> Any:
        return self._seen(self._ledger.clause(policy, clause))

    def term(self, vocabulary: str, id: str | None) -> Any:
        self.terms.add((vocabulary, id))
        return self._ledger.term(vocabulary, id)

    def name(self, vocabulary: str, id: str | None, language: str) -> str:
        self.terms.add((vocabulary, id))
        return self._ledger.name(vocabulary, id, language)

    def naming(self, table: str, column: str, id: str) -> tuple[Any, ...]:
        return tuple(map(self._seen, self._ledger.naming(table, column, id)))

    @functools.cached_property
    def owner(self) -> Mapping[str, tuple[str, Any]]:
        return {id: (table, self._seen(row)) for id, (table, row) in self._ledger.owner.items()}

    @functools.cached_property
    def tables(self) -> Mapping[str, tuple[Any, ...]]:
        return {name: self.rows(name) for name in self._ledger.tables}

    @property
    def vocabularies(self) -> Mapping[str, Mapping[str, Any]]:
        return self._ledger.vocabularies


Planned = tuple[Figure | None, Figure | None, set[tuple[str, str]], set[tuple[str, str | None]], list[str]]


def planned(root: Path) -> list[tuple[Task, Planned]]:
    """Of each chart the figure by the ledger and by one that watches, what that saw, and what went wrong; made in a worker."""
    problems = Problems()
    ledger = load_ledger(root / "data", problems)
    languages = ledger.schema.languages
    words = load_words(TEMPLATES, languages, problems, root / "words.yml")
    functions = read_functions(tuple(sorted((root / "content/charts").glob("*.py"))), root, ledger, problems)
    files = read_charts(chart_files(root / "content", languages, problems), ledger, problems)
    blocks = read_blocks(load_documents(root / "content", languages, TEMPLATES, problems), ledger, problems)
    tasks = tasks_of(functions, [*files, *blocks], languages)

    coverage = check_coverage(ledger, Doubts(), Problems())

    def both(n: int) -> Planned:
        said, watching = Problems(), SeenLedger(ledger)
        plain = figure_of(tasks[n], ledger, words, "A sender", functions, said, coverage)
        seen = figure_of(tasks[n], watching, words, "A sender", functions, said, coverage)  # type: ignore[arg-type]
        return plain, seen, watching.columns, watching.terms, [str(p) for p in said]

    with workers.Crew(both) as crew:
        found = dict(crew.run(range(len(tasks))))
    assert not any(isinstance(answer, workers.Ended) for answer in found.values()), found
    return [(tasks[n], found[n]) for n in sorted(found)]  # type: ignore[misc]


@pytest.fixture
def with_block(newsroom: Newsroom) -> Newsroom:
    """The tiny newsroom with a chart block in a page."""
    page = newsroom.file("content/en/stories/ferries.md")
    page.write_text(page.read_text(encoding="utf-8").rstrip("\n") + "\n\n" + BLOCK, encoding="utf-8")
    return newsroom


def test_what_a_figure_says_comes_from_the_ledger_in_its_hands_and_from_nowhere_else(with_block: Newsroom) -> None:
    found = planned(with_block.root)
    assert len(found) == 5
    for task, (plain, seen, columns, terms, said) in found:
        assert plain is not None and seen == plain and not said, (task.id, said)
        assert not {column for _, column in columns} & {"note", "year"}, "a column that no chart of the town shows"
        if task.block:
            assert ("regions", "hill") in terms and {("targets", "unit"), ("targets", "value"), ("targets", "document")} <= columns
            assert ("policies", "title_en") in columns, "the words below its picture name the plan"
        if task.id == "street-trees":
            assert {("identities", "parts"), ("targets", "value"), ("targets", "region")} <= columns and "A sender" in plain.below


@pytest.mark.long
def test_the_flagships_charts_are_content_with_any_ledger_that_answers_like_one() -> None:
    found = planned(REPOSITORY)
    assert len(found) >= 2 * len(list((REPOSITORY / "content/charts").glob("*.yml"))) + 30
    for task, (plain, seen, _, _, said) in found:
        assert plain is not None and seen == plain and not said, (task.id, said)


def test_a_figure_is_plain_data_and_comes_back_as_it_was(with_block: Newsroom) -> None:
    for _, (figure, *_) in planned(with_block.root):
        assert figure is not None
        content = figure_to(figure)
        assert figure_from(content) == (figure, set()) and figure_to(figure_from(content)[0]) == content
        assert all(type(a) is type(b) for a, b in zip(sum(figure.rows, ()), sum(figure_from(content)[0].rows, ()), strict=True)), "306.70 stays a Decimal"


def test_a_picture_is_made_when_it_is_asked_for_and_not_before(fresh_newsroom: Newsroom) -> None:
    problems, cache = Problems(), fresh_newsroom.root / ".cache"
    ledger = load_ledger(fresh_newsroom.root / "data", problems)
    figures = draw_figures(Studio(ledger, fresh_newsroom.root / "content/charts", cache, cache / "records"), problems, lambda *_: None).drawn
    assert not problems.errors and all("<svg" in figure.narrow for figure in figures.values())
    assert not (cache / "png").exists()
    one = figures["street-trees", "en"]
    make_pictures([shared(one)], cache, lambda *_: None)
    assert [p.suffix for p in (cache / "png").iterdir()] == [".png"]
    assert picture(shared(one), cache).startswith(b"\x89PNG")


def test_check_draws_nothing(fresh_newsroom: Newsroom) -> None:
    assert fresh_newsroom.check().code == 0
    assert not {"svg", "png", "font", "runtime"} & {p.name for p in (fresh_newsroom.root / ".cache").iterdir()}


def test_a_build_that_makes_no_figure_imports_no_drawing_library(newsroom: Newsroom) -> None:
    newsroom.change("content/en/method.md", "We copy", "We always copy")
    said = build_py_as_a_person("build", "--project", newsroom.root, env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert said.code == 0
    imported = {line.rpartition("|")[2].strip() for line in said.err.splitlines() if line.startswith("import time:")}
    assert "jinja2" in imported and not imported & {"altair", "pandas", "numpy", "vl_convert", "fontTools"}


DRAWN_TWICE = """
import json, sys
from pathlib import Path
from ledger import kept
from ledger.charts import converter, theme
cache, drawn = Path(sys.argv[1]), []
for converter.is_usual in (converter.is_usual, lambda text: False):
    for words in sys.argv[2:]:
        spec = {"data": {"values": [{"a": words}]}, "mark": "bar", "encoding": {"y": {"field": "a"}, "x": {"value": 3}}, "config": {"font": theme.FONT}}
        svg = converter.svg_of(json.dumps(spec, ensure_ascii=False), cache)
        kept.remove(cache / "png")
        converter.keep_picture(svg, cache)
        drawn.append((svg, kept.recall(converter.picture_file(svg, cache))))
half = len(drawn) // 2
sys.exit(0 if drawn[:half] == drawn[half:] and len(set(drawn)) == half else "drawn in two ways")
"""


def test_usual_words_are_drawn_by_a_smaller_font_as_by_the_whole_one(tmp_path: Path) -> None:
    words = ("AVATAR To fi ffi Ärger", "CO₂ ≥ 80%, NOₓ → 0", "钴、矸：“每吨” 2025年", "の Ω ж ŵ")
    said = subprocess.run([sys.executable, "-c", DRAWN_TWICE, tmp_path, *words], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


def test_what_the_smaller_font_lacks_is_drawn_with_the_whole_one(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    usual = set(TTFont(next(font_folder(tmp_path).glob("*.ttf")), lazy=True).getBestCmap())
    assert {c for c in map(chr, covered(tmp_path) - usual) if is_usual(c)} == set()
    assert is_usual("钴 CO₂") and not is_usual("臺灣")


def test_while_one_chart_is_wrong_the_others_are_kept(newsroom: Newsroom) -> None:
    newsroom.change("content/charts/harbour.py", 'title=view.say(en=f"{len(rows)} promises of more"', 'title=view.say(nx=f"{len(rows)} promises of more"')
    assert newsroom.build().code == 1
    shutil.rmtree(newsroom.root / ".cache/svg")
    assert newsroom.build().code == 1
    assert not (newsroom.root / ".cache/svg").exists(), "nothing was drawn again"
