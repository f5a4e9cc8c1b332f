"""Draw every declared chart in every language, wide and narrow, and only what changed.

Two caches, both by content hash. The outer one (``shelf``) knows finished figures by the data, the chart code, the words, who
sends them and the versions of the drawing libraries: when nothing of that changed, not even Altair is imported. The inner one
(``converter``) knows an SVG by its spec: when a row changed, only the charts that show it are drawn again (40 ms a drawing).

A figure is planned (``planning``: words, table and specs), then drawn (``converter``), both in workers; its picture is made when
it is published (``pictures``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ledger import kept, wording
from ledger.charts.block import Block
from ledger.charts.block_reading import read_blocks
from ledger.charts.converter import bundle, draw, versions
from ledger.charts.figure import Figure
from ledger.charts.font import font_folder
from ledger.charts.functions import Functions, blame, chart_ids, import_drawing, read_functions
from ledger.charts.planning import Task, Words, figure_of, nothing_of
from ledger.charts.runtime import keep_runtime, kept_runtime
from ledger.charts.shelf import Shelf
from ledger.charts.workers import Crew, Ended
from ledger.load.content import Document
from ledger.load.ledger import Ledger
from ledger.problems import Problem, Problems

Step = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""
Figures = dict[tuple[str, str], Figure]
"""``{(chart id, language): figure}``."""
Made = dict[tuple[str, str, str], tuple[Figure, set[Problem]]]
"""The figures that are right by the keys of their tasks, each with its warnings."""


@dataclass(frozen=True)
class Studio:
    """What charts are made from: the ledger, the folder of chart code, the documents with blocks, the words of the interface.

    ``digest`` stands for the data; ``senders`` is what a shared picture says it comes from, by language.
    """

    ledger: Ledger
    charts: Path
    cache: Path
    digest: str
    documents: Sequence[Document] = ()
    senders: Mapping[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.charts.parent.parent

    @property
    def files(self) -> list[Path]:
        """The newsroom's chart code, and whatever lies beside it for the code to read."""
        return sorted(p for p in self.charts.rglob("*") if p.is_file() and p.suffix != ".pyc")

    @property
    def code(self) -> tuple[Path, ...]:
        """The files of chart functions."""
        return tuple(f for f in self.files if f.suffix == ".py")

    def key(self) -> str:
        """The hash of all that a figure depends on, but for the text of a block."""
        own = sorted([*Path(__file__).parent.glob("*.py"), Path(wording.__file__)])
        words = (f"{key} {language} {text}" for key, entry in sorted(self.words.items()) for language, text in sorted(entry.items()))
        files = (f"{f.name} {hashlib.sha256(f.read_bytes()).hexdigest()}" for f in (*own, *self.files))
        parts = [self.digest, versions(), *map(str, self.senders.items()), *self.ledger.schema.languages, *words, *files]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def draw_figures(studio: Studio, problems: Problems, step: Step) -> Figures:
    """Every chart, drawn. What a chart gets wrong is a problem at its own line, and an empty figure stands for it."""
    shelf = Shelf(studio.cache / "figures", studio.key())
    blocks = read_blocks(studio.documents, studio.ledger, problems)
    functions = shelf.functions(studio.code, studio.root)
    if functions is None:
        before = len(problems.errors)
        functions = read_functions(studio.code, studio.root, studio.ledger, problems)
        if len(problems.errors) == before:
            shelf.keep_functions(functions)
    problems.found.update(functions.warnings)
    tasks = tasks_of(functions, blocks, studio.ledger.schema.languages)
    made = {task.key: kept_figure for task in tasks if (kept_figure := shelf.figure(task)) is not None}
    missing = [task for task in tasks if task.key not in made]
    if missing or kept.recall(kept_runtime(studio.cache)) is None:
        font_folder(studio.cache)  # made here once, not in every worker
        fresh = _made(studio, functions, missing, problems, step, drawn=True)
        for task in missing:
            if task.key in fresh:
                shelf.keep_figure(task, *fresh[task.key])
        made |= fresh
    return _together(studio, functions, tasks, made, problems)


def plan_figures(studio: Studio, problems: Problems) -> Figures:
    """Every chart as words, table and spec, without its drawings: what ``check`` needs to tell all that is wrong but for the drawing."""
    blocks = read_blocks(studio.documents, studio.ledger, problems)
    functions = read_functions(studio.code, studio.root, studio.ledger, problems)
    tasks = tasks_of(functions, blocks, studio.ledger.schema.languages)
    made = _made(studio, functions, tasks, problems, lambda *_: None, drawn=False)
    return _together(studio, functions, tasks, made, problems)


def tasks_of(functions: Functions, blocks: Iterable[Block], languages: Iterable[str]) -> list[Task]:
    """What is to be made: each chart of the newsroom's code in every language, each block in that of its page."""
    return [*(Task(each, language) for language in languages for each in functions.charts), *(Task(block, block.language) for block in blocks)]


def _together(studio: Studio, functions: Functions, tasks: Sequence[Task], made: Made, problems: Problems) -> Figures:
    """All figures by id and language, an empty one for each that is wrong; an id that a block takes from a function, which keeps
    it, is a problem."""
    places = {each.id: f"{each.file}:{each.line}" for each in functions.charts}
    unread = {id for file in studio.code if file not in functions.files for id in chart_ids(file)}
    figures = {(id, language): nothing_of(id, language) for id in unread for language in studio.ledger.schema.languages}
    for task in tasks:
        if isinstance(task.chart, Block) and task.id in {*places, *unread}:
            what = f"chart: id '{task.id}' belongs to the chart function at {places.get(task.id, 'content/charts/')}"
            problems.add(task.chart.file, task.chart.place("id"), what, "give this chart another id; to show that one, write its id alone between the fences")
            continue
        figure, warnings = made.get(task.key) or (nothing_of(task.id, task.language, block=task.block), set[Problem]())
        figures[task.id, task.language] = figure
        problems.found.update(warnings)
    return figures


def _made(studio: Studio, functions: Functions, tasks: Sequence[Task], problems: Problems, step: Step, *, drawn: bool) -> Made:
    """The figures of those tasks that are right; what is wrong with the others is said."""
    import_drawing()

    def work(n: int) -> Any:
        return _one(studio, functions, tasks[n], drawn) if n < len(tasks) else bundle()

    dead: set[str] = set()
    wrong: dict[str, dict[str, set[Problem]]] = {}

    def pieces() -> Iterator[int]:
        """A chart that did not come back in one language is not asked for in the next. The runtime comes first: it takes longest."""
        if drawn and kept.recall(kept_runtime(studio.cache)) is None:
            yield len(tasks)
        yield from (n for n, task in enumerate(tasks) if task.name not in dead)

    made: Made = {}
    done = 0
    with Crew(work) as crew:
        for n, answer in crew.run(pieces()):
            if n == len(tasks):
                if isinstance(answer, Ended):
                    raise RuntimeError(f"the script of live charts cannot be made: its worker {answer.why}")
                keep_runtime(studio.cache, answer)
                continue
            step("draw", done := done + 1, len(tasks))
            task = tasks[n]
            if isinstance(answer, Ended):
                dead.add(task.name)
                problems.found.add(_ended(task, answer))
                continue
            figure, said = answer
            wrong.setdefault(task.name, {})[task.language] = said
            if figure is not None:
                made[task.key] = figure, {p for p in said if p.warning}
    for by_language in wrong.values():
        problems.found.update(_in_which(by_language))
    return made


def _in_which(by_language: Mapping[str, set[Problem]]) -> Iterator[Problem]:
    """What is wrong in every language is said once; what is wrong in some, with their names."""
    for problem in set().union(*by_language.values()):
        codes = [code for code, said in by_language.items() if problem in said]
        everywhere = len(codes) == len(by_language)
        yield problem if everywhere or problem.warning else replace(problem, what=f"{problem.what} (in {', '.join(codes)})")


def _ended(task: Task, answer: Ended) -> Problem:
    hangs = "look for a loop without an end in its function"
    leaves = "a chart function returns, it ends no process; or it took more memory than there is"
    return Problem(task.chart.file, task.chart.line, f"chart '{task.id}': {answer.why}", hangs if "come back" in answer.why else leaves)


def _one(studio: Studio, functions: Functions, task: Task, drawn: bool) -> tuple[Figure | None, set[Problem]]:
    """One figure, in a worker. Mistakes come back as problems."""
    problems = Problems()
    figure = figure_of(task, studio.ledger, studio.words, studio.senders.get(task.language, ""), functions, problems)
    if figure is not None and drawn:
        try:
            figure = draw(figure, studio.cache)
        except Exception as error:
            blame(error, task.chart.file, task.chart.line, f"chart '{task.id}'", problems, studio.root)
            figure = None
    return figure, problems.found
