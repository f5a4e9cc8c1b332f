"""Draw every declared chart in every language, wide and narrow, and only what changed.

Two caches, both by content hash. The outer one (``groups``) knows finished figures by the data, the chart code, the words, who
sends them and the versions of the drawing libraries: when nothing of that changed, not even Altair is imported. The inner one
(``converter``) knows an SVG by its spec and a picture by its SVG: when a row changed, only the charts that show it are drawn
again (70 ms a drawing, 90 ms a picture).

Chart functions and drawings are made in workers: half of the time goes into specs, half into drawings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ledger import kept, wording
from ledger.charts import block_drawing
from ledger.charts.block import Block
from ledger.charts.block_reading import read_blocks
from ledger.charts.converter import Job, bundle, draw, spec_text, versions, words_below
from ledger.charts.figure import ChartMistake, Declared, Figure
from ledger.charts.font import font_folder
from ledger.charts.functions import Functions, blame, chart_ids, function_of, named, read_functions
from ledger.charts.groups import Group, keep, recall
from ledger.charts.planning import Words, nothing_of, planned
from ledger.charts.runtime import keep_runtime, kept_runtime
from ledger.charts.svg import marks_in
from ledger.charts.workers import Crew, Ended
from ledger.load.content import Document
from ledger.load.ledger import Ledger
from ledger.problems import Problem, Problems

Step = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""
Figures = dict[tuple[str, str], Figure]
"""``{(chart id, language): figure}``."""


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

    def key(self) -> str:
        """The hash of all that a figure depends on, but for the text of a block."""
        own = sorted([*Path(__file__).parent.glob("*.py"), Path(wording.__file__)])
        words = (f"{key} {language} {text}" for key, entry in sorted(self.words.items()) for language, text in sorted(entry.items()))
        files = (f"{f.name} {hashlib.sha256(f.read_bytes()).hexdigest()}" for f in (*own, *self.files))
        parts = [self.digest, versions(), *map(str, self.senders.items()), *self.ledger.schema.languages, *words, *files]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def draw_figures(studio: Studio, problems: Problems, step: Step) -> Figures:
    """Every chart, drawn. What a chart gets wrong is a problem at its own line, and an empty figure stands for it."""
    key = studio.key()
    blocks = read_blocks(studio.documents, studio.ledger, problems)
    groups: dict[str, Group] = {}
    if (code := recall(_code_file(studio, key), studio.cache)) is not None:
        groups[""] = code
    for block in blocks:
        if (group := recall(_block_file(studio, key, block), studio.cache)) is not None:
            groups[block.key] = group
    missing = [b for b in blocks if b.key not in groups]
    lost: Figures = {}
    if missing or "" not in groups or kept.recall(kept_runtime(studio.cache)) is None:
        made, lost = _make(studio, missing, "" not in groups, problems, step, drawn=True)
        groups |= made
        files = {"": _code_file(studio, key)} | {b.key: _block_file(studio, key, b) for b in missing}
        for name, group in made.items():
            if group.whole:
                keep(files[name], group)
    return _together(groups, lost, blocks, problems)


def plan_figures(studio: Studio, problems: Problems) -> Figures:
    """Every chart as words, table and spec, without its drawings: what ``check`` needs to tell all that is wrong but for the drawing."""
    blocks = read_blocks(studio.documents, studio.ledger, problems)
    groups, lost = _make(studio, blocks, True, problems, lambda *_: None, drawn=False)
    return _together(groups, lost, blocks, problems)


def _code_file(studio: Studio, key: str) -> Path:
    return studio.cache / "figures" / f"{key}.json"


def _block_file(studio: Studio, key: str, block: Block) -> Path:
    known = hashlib.sha256(f"{key}\n{block.language}\n{block.id}\n{block.digest}".encode()).hexdigest()
    return studio.cache / "figures" / f"{known[:32]}.json"


def _together(groups: Mapping[str, Group], lost: Figures, blocks: Iterable[Block], problems: Problems) -> Figures:
    """All figures by id and language; an id that a block takes from a function, which keeps it, is a problem."""
    places = groups[""].places if "" in groups else {}
    figures: Figures = {}
    for group in groups.values():
        problems.found.update(group.warnings)
        figures |= {(f.id, f.language): f for f in group.figures if not f.block}
    code = {id for id, _ in figures} | {id for (id, _), figure in lost.items() if not figure.block}
    for block in blocks:
        if block.id in code:
            what = f"chart: id '{block.id}' belongs to the chart function at {places.get(block.id, 'content/charts/')}"
            problems.add(block.file, block.place("id"), what, "give this chart another id; to show that one, write its id alone between the fences")
    figures |= {(f.id, f.language): f for key, group in groups.items() if key for f in group.figures if f.id not in code}
    return lost | figures


@dataclass(frozen=True)
class _Task:
    """One chart in one language. ``group`` is what it is kept with: ``""`` for the newsroom's code, or the key of a block."""

    group: str
    chart: Declared
    language: str
    block: str = ""


def _make(studio: Studio, blocks: Sequence[Block], code: bool, problems: Problems, step: Step, *, drawn: bool) -> tuple[dict[str, Group], Figures]:
    """The groups that were asked for, and an empty figure for each chart that is wrong."""
    files = [f for f in studio.files if f.suffix == ".py"] if code else []
    before = len(problems.errors)
    functions = read_functions(files, studio.root, studio.ledger, problems) if files else Functions()
    whole = len(problems.errors) == before
    tasks = [_Task("", each, language) for language in studio.ledger.schema.languages for each in functions.charts]
    tasks += [_Task(b.key, block_drawing.declared(b), b.language, b.digest) for b in blocks]
    if drawn:
        font_folder(studio.cache)  # made here once, not in every worker
    found = _worked(studio, functions, tasks, problems, step, drawn=drawn)
    groups = {
        group: _group(group, tasks, found, functions, studio.root, whole)
        for group in dict.fromkeys(["", *(t.group for t in tasks)] if code else [t.group for t in tasks])
    }
    lost = {(t.chart.id, t.language): nothing_of(t.chart.id, t.language, block=t.block) for n, t in enumerate(tasks) if n not in found}
    unread = [id for file in files if file not in functions.files for id in chart_ids(file)]
    lost |= {(id, language): nothing_of(id, language) for id in unread for language in studio.ledger.schema.languages}
    return groups, lost


def _worked(
    studio: Studio, functions: Functions, tasks: Sequence[_Task], problems: Problems, step: Step, *, drawn: bool
) -> dict[int, tuple[Figure, set[Problem]]]:
    """``{number of a task: (figure, its warnings)}`` of those that are right."""

    def work(n: int) -> Any:
        return _one(studio, functions, tasks[n], drawn) if n < len(tasks) else bundle()

    dead: set[tuple[str, str]] = set()
    wrong: dict[tuple[str, str], dict[str, set[Problem]]] = {}

    def pieces() -> Iterator[int]:
        """A chart that did not come back in one language is not asked for in the next. The runtime comes first: it takes longest."""
        if drawn and kept.recall(kept_runtime(studio.cache)) is None:
            yield len(tasks)
        yield from (n for n, task in enumerate(tasks) if (task.group, task.chart.id) not in dead)

    found: dict[int, tuple[Figure, set[Problem]]] = {}
    done = 0
    with Crew(work) as crew:
        for n, answer in crew.run(pieces()):
            if n == len(tasks):
                if isinstance(answer, Ended):
                    raise RuntimeError(f"the script of live charts cannot be made: its worker {answer.why}")
                keep_runtime(studio.cache, answer)
                continue
            step("draw", done := done + 1, len(tasks))
            if isinstance(answer, Ended):
                dead.add((tasks[n].group, tasks[n].chart.id))
                problems.found.add(_ended(tasks[n].chart, answer, studio.root))
                continue
            figure, said = answer
            wrong.setdefault((tasks[n].group, tasks[n].chart.id), {})[tasks[n].language] = said
            if figure is not None:
                found[n] = figure, {p for p in said if p.warning}
    for by_language in wrong.values():
        problems.found.update(_in_which(by_language))
    return found


def _in_which(by_language: Mapping[str, set[Problem]]) -> Iterator[Problem]:
    """What is wrong in every language is said once; what is wrong in some, with their names."""
    for problem in set().union(*by_language.values()):
        codes = [code for code, said in by_language.items() if problem in said]
        everywhere = len(codes) == len(by_language)
        yield problem if everywhere or problem.warning else replace(problem, what=f"{problem.what} (in {', '.join(codes)})")


def _group(group: str, tasks: Sequence[_Task], found: Mapping[int, tuple[Figure, set[Problem]]], functions: Functions, root: Path, whole: bool) -> Group:
    mine = [n for n, task in enumerate(tasks) if task.group == group]
    good = [n for n in mine if n in found]
    warnings = set().union(*(found[n][1] for n in good)) | (set() if group else functions.warnings)
    places = {tasks[n].chart.id: f"{named(tasks[n].chart.file, root)}:{tasks[n].chart.line}" for n in mine}
    return Group(tuple(found[n][0] for n in good), places, tuple(sorted(warnings)), len(good) == len(mine) and (whole or bool(group)))


def _ended(each: Declared, answer: Ended, root: Path) -> Problem:
    hangs = "look for a loop without an end in its function"
    leaves = "a chart function returns, it ends no process; or it took more memory than there is"
    return Problem(named(each.file, root), each.line, f"chart '{each.id}': {answer.why}", hangs if "come back" in answer.why else leaves)


def _one(studio: Studio, functions: Functions, task: _Task, drawn: bool) -> tuple[Figure | None, set[Problem]]:
    """One figure, in a worker. Mistakes come back as problems."""
    problems, each = Problems(), task.chart
    try:
        if not task.block:
            each = function_of(each, functions.files, studio.root)
        figure = planned(each, studio.ledger, task.language, studio.words, studio.root, problems)
        if figure is not None and drawn:
            sender = studio.senders.get(task.language, "")
            lines = tuple(words_below(figure, studio.ledger, sender))
            job = Job(figure.id, spec_text(figure.spec), spec_text(figure.narrow_spec), figure.title, figure.subtitle, figure.sentence, lines, studio.cache)
            wide, narrow, picture = draw(job)
            _count(figure, wide, narrow)
            figure = replace(figure, wide=wide, narrow=narrow, picture=picture)
    except Exception as error:
        blame(error, each.file, each.line, f"chart '{each.id}'", problems, studio.root)
        figure = None
    return figure and replace(figure, block=task.block), problems.found


def _count(figure: Figure, wide: str, narrow: str) -> None:
    """A drawing shows what the table says: neither more marks nor fewer."""
    for name, drawing in (("wide", wide), ("narrow", narrow)):
        if (count := marks_in(drawing)) != figure.marks:
            raise ChartMistake(
                f"the {name} drawing has {count} labelled marks, the table {figure.marks} rows",
                "give every data mark a label, others aria=False, or say marks=",
            )
