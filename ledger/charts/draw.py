"""Draw every declared chart in every language, wide and narrow, and only what changed.

A figure is an artefact (``keep``): it is made again when a row, a term or a word that it read has changed, or the chart code.
Below that, an SVG is known by its spec (``converter``), so that a chart whose rows changed and whose spec did not is not drawn.
Where no figure is stale, no chart code runs and not even Altair is imported.

A figure is planned (``planning``: words, table and specs), then drawn (``converter``), both in workers; its picture is made when
it is published (``pictures``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ledger import kept
from ledger.charts.converter import bundle, draw
from ledger.charts.declared.asked import Declaration
from ledger.charts.declared.files import ChartFile, chart_files
from ledger.charts.declared.reading import read_blocks, read_charts
from ledger.charts.encoding import figure_from, figure_to, functions_from, functions_to
from ledger.charts.figure import Figure
from ledger.charts.font import font_folder
from ledger.charts.functions import Functions, blame, chart_ids, import_drawing, read_functions
from ledger.charts.planning import Task, Words, figure_of, nothing_of
from ledger.charts.runtime import keep_runtime, kept_runtime
from ledger.charts.workers import Crew, Ended
from ledger.check.coverage import Coverage
from ledger.keep.making import finished
from ledger.keep.records import Artefact, Made, Record, Records
from ledger.keep.snapshot import Snapshot, digest
from ledger.keep.store import Store
from ledger.keep.trace import Trace
from ledger.load.content import Document
from ledger.load.ledger import Ledger
from ledger.problems import Problem, Problems

Step = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""
_FUNCTIONS: Artefact = ("functions",)


@dataclass(frozen=True)
class Figures:
    """``drawn[chart id, language]`` are figures, ``hashes`` name what each holds, ``records`` tell what it was made from, as questions
    of ``snapshot``; one that was warned of has no record."""

    drawn: dict[tuple[str, str], Figure]
    hashes: dict[tuple[str, str], bytes]
    records: dict[tuple[str, str], Record]
    snapshot: Snapshot


@dataclass(frozen=True)
class Studio:
    """What charts are made from: the ledger (``data`` is a hash of all of it), the folder of chart code (``code`` is one of all in it), the documents with blocks,
    the words of the interface, the ``coverage`` of each document, and what a shared picture says it comes from, by language (``senders``).

    ``records`` is the file that remembers what figures were made from, ``engine`` names the code of the generator. A studio that
    does not ``draws`` makes figures as words, table and specs only, which is all that a check needs. ``drawers`` may help (``charts.drawers``).
    """

    ledger: Ledger
    charts: Path
    cache: Path
    records: Path
    engine: str = ""
    data: str = ""
    code: str = ""
    documents: Sequence[Document] = ()
    senders: Mapping[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    tongues: Mapping[str, str] = field(default_factory=dict)
    """The codes of the languages, which know how they are written; a code alone is written as CLDR says."""
    draws: bool = True
    drawers: tuple[str, ...] = ()

    @property
    def root(self) -> Path:
        return self.charts.parent.parent

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of chart functions."""
        return tuple(sorted(p for p in self.charts.rglob("*.py") if p.is_file()))

    def charted(self, problems: Problems) -> list[ChartFile]:
        """The files of charts without Python, with their words."""
        return chart_files(self.charts.parent, self.ledger.schema.languages, problems)

    @property
    def store(self) -> Store:
        return Store(self.cache / "store")

    def snapshot(self) -> Snapshot:
        """What figures ask their questions of."""
        parts = {
            "words": {key: digest(sorted(entry.items())) for key, entry in self.words.items()},
            "coverage": {policy: digest(coverage) for policy, coverage in self.coverage.items()},
            "senders": {language: digest(sender) for language, sender in self.senders.items()},
            "data": {"": self.data.encode()},
            "charts": {"": self.code.encode()},
        }
        return Snapshot(self.ledger, parts)


class _Traced(Mapping[str, Any]):
    """A family of parts of which it is noted which are asked for."""

    def __init__(self, family: str, known: Mapping[str, Any], trace: Trace) -> None:
        self._family, self._known, self._trace = family, known, trace

    def __getitem__(self, key: str) -> Any:
        self._trace.note("part", self._family, key)
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        for key in self._known:
            self._trace.note("part", self._family, key)
        return iter(self._known)

    def __len__(self) -> int:
        return len(list(iter(self)))


def draw_figures(studio: Studio, problems: Problems, step: Step, only: Collection[tuple[str, str]] | None = None) -> Figures:
    """Every chart. What a chart gets wrong is a problem at its own line, and an empty figure stands for it.

    With ``only``, ``(chart id, language)``, no others are drawn: they are as they were, or empty where they never were. What is
    remembered of those is forgotten, so this is for one who is in a hurry and builds properly afterwards.
    """
    snapshot, store = studio.snapshot(), studio.store
    records = Records.load(studio.records, studio.engine)
    blocks = [*read_charts(studio.charted(problems), studio.ledger, problems), *read_blocks(studio.documents, studio.ledger, problems)]
    functions = _functions(studio, snapshot, records, problems)
    tasks = tasks_of(functions, blocks, studio.ledger.schema.languages)
    contents: dict[Artefact, str] = {}
    found: dict[Artefact, tuple[Figure, set[Problem]]] = {}
    for task in tasks:
        record = records.current(_artefact(task), snapshot)
        content = store.get(record.content) if record else None
        if record and content is not None:
            contents[_artefact(task)], found[_artefact(task)] = record.content, figure_from(content)
    missing = [task for task in tasks if _artefact(task) not in found]
    if only is not None:
        for task in missing:
            if (task.id, task.language) not in only and (past := records.before.get(_artefact(task))) and (content := store.get(past.content)) is not None:
                contents[_artefact(task)], found[_artefact(task)] = past.content, figure_from(content)
        missing = [task for task in missing if (task.id, task.language) in only]
    if missing or (tasks and studio.draws and kept.recall(kept_runtime(studio.cache)) is None):
        if studio.draws:
            font_folder(studio.cache)  # made here once, not in every worker
        for artefact, (figure, said, made) in _made(studio, snapshot, functions, missing, problems, step).items():
            found[artefact], contents[artefact] = (figure, said), made.content
            if not (said and artefact[3]):  # what is said of a block stands on a line, and lines move
                records.add(artefact, made)
    if missing or only is None:
        records.save(snapshot)
    made_from = {task.key[:2]: record for task in tasks if (record := records.now.get(_artefact(task)))}
    return Figures(*_together(studio, functions, tasks, found, contents, problems), made_from, snapshot)


def _artefact(task: Task) -> Artefact:
    return ("figure", *task.key)


def _functions(studio: Studio, snapshot: Snapshot, records: Records, problems: Problems) -> Functions:
    """What the chart functions declare."""
    record = records.current(_FUNCTIONS, snapshot)
    content = studio.store.get(record.content) if record else None
    if content is not None:
        functions = functions_from(content, studio.root, studio.files)
    else:
        trace, before = Trace(snapshot), len(problems.errors)
        trace.note("part", "charts", "")
        functions = read_functions(studio.files, studio.root, trace.ledger, problems)
        if len(problems.errors) == before:
            records.add(_FUNCTIONS, finished(trace, studio.store, functions_to(functions)))
        else:
            records.drop(_FUNCTIONS)
    problems.found.update(functions.warnings)
    return functions


def tasks_of(functions: Functions, blocks: Iterable[Declaration], languages: Iterable[str]) -> list[Task]:
    """What is to be made: each chart of the newsroom's code in every language, each declaration in its own."""
    return [*(Task(each, language) for language in languages for each in functions.charts), *(Task(block, block.language) for block in blocks)]


def _together(
    studio: Studio,
    functions: Functions,
    tasks: Sequence[Task],
    found: Mapping[Artefact, tuple[Figure, set[Problem]]],
    contents: Mapping[Artefact, str],
    problems: Problems,
) -> tuple[dict[tuple[str, str], Figure], dict[tuple[str, str], bytes]]:
    """All figures by id and language, an empty one for each that is wrong, and their hashes; an id that a block takes from a function,
    which keeps it, is a problem."""
    places = {each.id: f"{each.file}:{each.line}" for each in functions.charts}
    paged = {task.id: task.chart.file for task in tasks if isinstance(task.chart, Declaration) and task.chart.paged}
    unread = {id for file in studio.files if file not in functions.files for id in chart_ids(file)}
    drawn = {(id, language): nothing_of(id, language) for id in unread for language in studio.ledger.schema.languages}
    hashes: dict[tuple[str, str], bytes] = {}
    for task in tasks:
        if isinstance(task.chart, Declaration) and task.id in {*places, *unread, *({} if task.chart.paged else paged)}:
            owner = f"the chart of {paged[task.id]}" if task.id in paged and task.id not in places else "the chart function at "
            what = f"chart: id '{task.id}' belongs to {owner}{places.get(task.id, '' if task.id in paged else 'content/charts/')}"
            remedy = (
                "give one of the two another name"
                if task.chart.paged
                else "give this chart another id; to show that one, write its id alone between the fences"
            )
            problems.add(*task.chart.place("id"), what, remedy)
            continue
        figure, warnings = found.get(_artefact(task)) or (nothing_of(task.id, task.language, block=task.block), set[Problem]())
        drawn[task.id, task.language] = figure
        hashes[task.id, task.language] = contents.get(_artefact(task), "").encode()
        problems.found.update(warnings)
    return drawn, hashes


def _made(
    studio: Studio, snapshot: Snapshot, functions: Functions, tasks: Sequence[Task], problems: Problems, step: Step
) -> dict[Artefact, tuple[Figure, set[Problem], Made]]:
    """The figures of those tasks that are right, each with its warnings; what is wrong with the others is said."""
    import_drawing()

    def work(n: int) -> Any:
        return _one(studio, snapshot, functions, tasks[n]) if n < len(tasks) else bundle()

    dead: set[str] = set()
    wrong: dict[str, dict[str, set[Problem]]] = {}

    def pieces() -> Iterator[int]:
        """A chart that did not come back in one language is not asked for in the next. The runtime comes first: it takes longest."""
        if studio.draws and kept.recall(kept_runtime(studio.cache)) is None:
            yield len(tasks)
        yield from (n for n, task in enumerate(tasks) if task.name not in dead)

    found: dict[Artefact, tuple[Figure, set[Problem], Made]] = {}
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
            figure, said, made = answer
            wrong.setdefault(task.name, {})[task.language] = said
            if figure is not None:
                found[_artefact(task)] = figure, {p for p in said if p.warning}, made
    for by_language in wrong.values():
        problems.found.update(_in_which(by_language))
    return found


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


def _one(studio: Studio, snapshot: Snapshot, functions: Functions, task: Task) -> tuple[Figure | None, set[Problem], Made | None]:
    """One figure, in a worker. Mistakes come back as problems."""
    problems, trace = Problems(), Trace(snapshot)
    trace.note("part", "senders", task.language)
    if not task.digest:
        trace.note("part", "charts", "")
    sender = studio.senders.get(task.language, "")
    words, coverage = _Traced("words", studio.words, trace), _Traced("coverage", studio.coverage, trace)
    figure = figure_of(task, trace.ledger, words, sender, functions, problems, coverage, studio.tongues.get(task.language, task.language))
    if figure is not None and studio.draws:
        try:
            figure = draw(figure, studio.cache, studio.drawers)
        except Exception as error:
            blame(error, task.chart.file, task.chart.line, f"chart '{task.id}'", problems, studio.root)
            figure = None
    elif figure is not None:
        figure = _bare(figure)
    if figure is None:
        return None, problems.found, None
    return figure, problems.found, finished(trace, studio.store, figure_to(figure, {p for p in problems.found if p.warning}))


def _bare(figure: Figure) -> Figure:
    """A figure, and each of its states, with what stands for a drawing."""
    return replace(figure, wide=_undrawn(figure.spec), narrow=_undrawn(figure.narrow_spec), states=tuple(map(_bare, figure.states)))


def _undrawn(spec: str) -> str:
    """What stands for a drawing: another where the drawing would be another, so that it is known which pages show it."""
    return f'<svg data-spec="{digest(spec).hex()}"></svg>'
