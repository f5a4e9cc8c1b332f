"""Chart functions, as a newsroom writes them: loaded, called, and what they get wrong said at their own line.

What is in here runs in workers (``workers``), since a function may loop or leave; only the declarations come back from there.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import traceback
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from ledger.charts.declared.asked import is_id
from ledger.charts.figure import TOPICS, ChartMistake, Declared, DrawFunction, Drawn, View, declared, forget_declared
from ledger.charts.workers import Crew, Ended, little_memory
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.problems import Problem, Problems, did_you_mean

RETURNS = "a chart function ends with return Drawn(title=…, subtitle=…, sentence=…, table=…, chart=…)"
_MISSING = re.compile(r"Drawn\.__init__\(\) missing \d+ required positional arguments?: (.*)")
_UNKNOWN = re.compile(r"Drawn\.__init__\(\) got an unexpected keyword argument '(\w+)'")
_UNREAD = re.compile(r"\[\[|\{\{|<[\w. ]+ object(?= at 0x)|(?<![\w-])nan(?![\w-])")
"""What nobody can read, and what only pages may say."""
_DECLARES = re.compile(r"""^@(?:\w+\.)?chart\(\s*(?:id\s*=\s*)?["']([^"']+)["']""", re.M)


def import_drawing() -> None:
    """Import the libraries that make specs, which takes half a second: called before workers begin as copies of this process, so
    that they share it. The library that draws (V8) is not among them."""
    import altair  # noqa: F401
    import pandas  # noqa: F401

    from ledger.charts import forms, lines  # noqa: F401


@dataclass(frozen=True)
class Functions:
    """The chart functions of the newsroom in ``root``: ``files`` that could be loaded, in order, and what they declare."""

    root: Path
    files: tuple[Path, ...] = ()
    charts: tuple[Declared, ...] = ()
    warnings: frozenset[Problem] = field(default_factory=frozenset)


def read_functions(files: Sequence[Path], root: Path, ledger: Ledger, problems: Problems) -> Functions:
    """Run each file once, in a worker, and take down what it declares. Its mistakes are added to ``problems``."""
    if files:
        import_drawing()
    found: dict[int, tuple[list[Declared], set[Problem]]] = {}
    with Crew(lambda n: _taken_down(files[n], root)) as crew:
        for n, answer in crew.run(range(len(files))):
            if isinstance(answer, Ended):
                what = f"these charts cannot be loaded: the file {answer.why}"
                loops = "come back" in answer.why
                problems.add(
                    named(files[n], root),
                    0,
                    what,
                    "look for a loop without an end outside of its functions" if loops else "take out what does, or what needs so much memory",
                )
            else:
                found[n] = answer
    charts: list[Declared] = []
    notes: set[Problem] = set()
    good = [n for n in sorted(found) if not any(not p.warning for p in found[n][1])]
    for n in sorted(found):
        problems.found.update(found[n][1])
        notes.update(p for p in found[n][1] if p.warning)
        charts += found[n][0]
    _check_declared(charts, ledger, problems)
    return Functions(root, tuple(files[n] for n in good), tuple({c.id: c for c in reversed(charts)}.values())[::-1], frozenset(notes))


def chart_ids(file: Path) -> list[str]:
    """The ids that a file seems to declare, for one that cannot be loaded."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return _DECLARES.findall(file.read_text(encoding="utf-8-sig"))
    return []


def named(file: Path | str, root: Path) -> str:
    """A file by its path in the project, as problems name it."""
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_absolute() and path.is_relative_to(root) else path.as_posix()


def _taken_down(file: Path, root: Path) -> tuple[list[Declared], set[Problem]]:
    problems = Problems()
    forget_declared()
    _load(file, root, problems)
    return [replace(each, file=named(each.file, root)) for each, _ in declared()], problems.found


def _check_declared(charts: Sequence[Declared], ledger: Ledger, problems: Problems) -> None:
    topics = ledger.vocabularies.get(TOPICS, {})
    first: dict[str, Declared] = {}
    for each in charts:
        file = each.file
        if not is_id(each.id):
            problems.add(file, each.line, f"chart '{each.id}': no id", "small letters, digits and hyphens: it becomes an address")
        if other := first.get(each.id):
            what = f"chart '{each.id}' is declared twice, first at {other.file}:{other.line}"
            problems.add(file, each.line, what, "give one of the two another id")
        first.setdefault(each.id, each)
        if each.topic and each.topic not in topics:
            problems.add(file, each.line, f"chart '{each.id}': topic '{each.topic}' is not in {TOPICS}", did_you_mean(each.topic, topics))
        policies = [row.id for row in ledger.of("document")]
        for policy in dict.fromkeys((*each.policies, *(p for p, _ in each.clauses))):
            if policy not in policies:
                problems.add(file, each.line, f"chart '{each.id}': there is no document '{policy}'", did_you_mean(policy, policies))
        for policy, clause in each.clauses:
            if policy in policies and ledger.clause(policy, clause) is None:
                known = [row.clause for row in ledger.of("clause", document=policy)]
                problems.add(file, each.line, f"chart '{each.id}': '{policy}' has no clause '{clause}'", did_you_mean(clause, known))


_ready: tuple[Path, ...] | None = None


def function_of(id: str, files: tuple[Path, ...], root: Path) -> DrawFunction:
    """The function of the chart ``id``, in a worker: the files that are good are loaded there, once and in order."""
    global _ready
    if _ready != files:
        forget_declared()
        for file in files:
            _load(file, root, Problems())
        _ready = files
    return next(draw for each, draw in declared() if each.id == id)


class _Asked:
    """A ledger as a chart function asks it: the answers are those of ``beneath``, whatever that is, but a table that is not declared
    is a mistake here, and not an empty one."""

    def __init__(self, beneath: Ledger) -> None:
        self.beneath = beneath

    def __getattr__(self, name: str) -> Any:
        return getattr(self.beneath, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and other.beneath is self.beneath

    def __hash__(self) -> int:
        return id(self.beneath)

    def rows(self, table: str, **where: Any) -> tuple[Row, ...]:
        self._know(table)
        return self.beneath.rows(table, **where)

    def row(self, table: str, id: str) -> Row | None:
        self._know(table)
        return self.beneath.row(table, id)

    def _know(self, table: str) -> None:
        if table not in self.beneath.schema.tables:
            raise ChartMistake(f"there is no table '{table}'", did_you_mean(table, self.beneath.schema.tables))


def called(each: Declared, draw: DrawFunction, view: View, root: Path, problems: Problems) -> Drawn | None:
    """What a chart function says, held against what a chart is; ``None`` with a problem at its line where it is wrong."""
    what = f"chart '{each.id}'"
    with _blamed(each.file, each.line, what, problems, root), _heard(each.file, each.line, what, problems, root), little_memory():
        asked: Any = _Asked(view.ledger)
        drawn: Any = draw(replace(view, ledger=asked))
        if not isinstance(drawn, Drawn):
            returned = "nothing" if drawn is None else type(drawn).__name__
            raise ChartMistake(f"its function returns {returned}, no Drawn", RETURNS)
        _check_drawn(drawn, view.ledger)
        return drawn
    return None


def _check_drawn(drawn: Drawn, ledger: Ledger) -> None:
    """Raises ``ChartMistake``."""
    for name in ("title", "subtitle", "sentence", "note"):
        text = getattr(drawn, name)
        if not isinstance(text, str):
            raise ChartMistake(f"{name} is no text but {type(text).__name__}", f"write {name}=view.say(…)")
        if odd := _UNREAD.search(text):
            raise ChartMistake(f"{name} says {odd[0]!r}", "write what is meant; a chart's words hold neither references nor templates")
        if not text.strip() and name in ("title", "sentence"):
            raise ChartMistake(f"{name} is empty", f"say what the chart shows: {name}=view.say(…)")
    if not hasattr(drawn.table, "itertuples") or not hasattr(drawn.table, "columns"):
        raise ChartMistake(f"table is no data frame but {type(drawn.table).__name__}", "give it what the chart shows, as a pandas.DataFrame")
    if not len(drawn.table):
        raise ChartMistake("its table has no rows, so there is nothing to show", "look at the rows that it asks the ledger for")
    if len(set(map(str, drawn.table.columns))) < len(drawn.table.columns):
        raise ChartMistake("two columns of its table have one name", "give each a heading of its own")
    if not hasattr(drawn.chart, "to_dict"):
        raise ChartMistake(f"chart is no Altair chart but {type(drawn.chart).__name__}", "make it with a form of ledger.charts.forms, or alt.Chart")
    if isinstance(drawn.links, str) or not isinstance(drawn.links, Iterable):
        raise ChartMistake("links is no list", "give the id of a row, or None, for each row of the table")
    links = list(drawn.links)
    if links and len(links) != len(drawn.table):
        raise ChartMistake(f"links has {len(links)} ids, its table {len(drawn.table)} rows", "give one id, or None, for each row of the table")
    for id in links:
        if id is not None and (not isinstance(id, str) or id not in ledger.owner):
            near = did_you_mean(str(id), ledger.owner)
            raise ChartMistake(f"links: there is no row '{id}'", near if near.startswith("did") else "give the id of a row in data/, or None")


def _load(file: Path, root: Path, problems: Problems) -> None:
    """Run a file of chart declarations; what it gets wrong is a problem at its line."""
    module = ModuleType(f"charts.{file.stem}")
    module.__file__ = str(file)
    sys.modules[module.__name__] = module
    what = "these charts cannot be loaded"
    with _blamed(str(file), 0, what, problems, root), _heard(str(file), 0, "this file", problems, root), little_memory():
        exec(compile(file.read_text(encoding="utf-8-sig"), str(file), "exec"), module.__dict__)


@contextlib.contextmanager
def _blamed(file: str, line: int, what: str, problems: Problems, root: Path) -> Iterator[None]:
    """What is raised inside becomes a problem at the last line of ``file`` that led to it, or at ``line``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except BaseException as error:
        blame(error, file, line, what, problems, root)


def blame(error: BaseException, file: str, line: int, what: str, problems: Problems, root: Path) -> None:
    """Say ``error`` in one line, with what to do about it."""
    whole = str(root / file)
    lines = [f.lineno or 0 for f in traceback.extract_tb(error.__traceback__) if f.filename == whole]
    line = (error.lineno or 0) if isinstance(error, SyntaxError) and error.filename == whole else (lines[-1] if lines else line)
    wrong, remedy = _said(error)
    problems.add(named(file, root), line, f"{what}: {wrong}", remedy)


def _said(error: BaseException) -> tuple[str, str]:
    """What is wrong and what to do, for a person who knows charts better than Python."""
    first = (str(error) or type(error).__name__).strip().splitlines()[0][:240]
    if isinstance(error, ChartMistake):
        return first, error.remedy
    if isinstance(error, SystemExit):
        return "leaves by sys.exit", f"take it out; {RETURNS}"
    if isinstance(error, KeyboardInterrupt | GeneratorExit):
        return f"raises {type(error).__name__}", f"take it out; {RETURNS}"
    if isinstance(error, RecursionError):
        return "calls itself without an end", "let the function that calls itself stop somewhere"
    if isinstance(error, MemoryError):
        return "takes more memory than a chart may", "look for a list that grows without an end"
    if missing := _MISSING.match(first):
        return f"Drawn is given no {missing[1].replace(chr(39), '')}", RETURNS
    if unknown := _UNKNOWN.match(first):
        return f"Drawn has no '{unknown[1]}'", did_you_mean(unknown[1], [f.name for f in fields(Drawn)])
    if isinstance(error, KeyError) and error.args:
        return f"KeyError: there is no {error.args[0]!r} here", "correct the name of the key or column"
    if isinstance(error, AttributeError) and error.obj is None:
        return (
            f"AttributeError: '{error.name}' is asked of None",
            "what stands before the dot found nothing; view.ledger.row gives None for a row that is not there",
        )
    if isinstance(error, AttributeError) and error.name:
        known = [n for n in dir(error.obj) if not n.startswith("_")]
        return f"AttributeError: {first}", did_you_mean(error.name, known)
    if isinstance(error, SyntaxError):
        return f"{type(error).__name__}: {error.msg}", "mend the Python of this line or of the one above"
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8", "save the file as UTF-8"
    if isinstance(error, ImportError):
        return f"{type(error).__name__}: {first}", "correct the name of what is imported, or install it"
    return f"{type(error).__name__}: {first}", "mend this line"


class _Ear(io.TextIOBase):
    """Takes what is printed, and notes the line of ``file`` that printed it."""

    def __init__(self, file: str) -> None:
        self.file, self.words, self.line = file, "", 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not self.words.strip() and text.strip():
            frame = sys._getframe(1)
            while frame.f_code.co_filename != self.file and frame.f_back is not None:
                frame = frame.f_back
            self.line = frame.f_lineno if frame.f_code.co_filename == self.file else 0
        self.words = (self.words + text)[:400]
        return len(text)


@contextlib.contextmanager
def _heard(file: str, line: int, who: str, problems: Problems, root: Path) -> Iterator[None]:
    """What is printed inside is a warning at its line, not a stray word among the build's own."""
    ear: Any = _Ear(str(root / file))
    try:
        with contextlib.redirect_stdout(ear), contextlib.redirect_stderr(ear):
            yield
    finally:
        if words := ear.words.strip():
            what = f"{who} prints '{words.splitlines()[0][:80]}'"
            problems.add(named(file, root), ear.line or line, what, "take the print out when you are done with it", warning=True)
