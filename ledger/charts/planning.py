"""Making a figure, but for its drawings: what a chart says in one language, as words, table and specs.

``figure_of`` is the only way a figure comes about, for a chart function and for a chart that a page declares. It reads the
rows and terms through the ledger that it is handed, and nothing beside it, so that whoever hands it over can see what was read.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from ledger.charts.cells import cell_of, plain_of
from ledger.charts.declared import drawing
from ledger.charts.declared.asked import Declaration
from ledger.charts.declared.relation import Relations
from ledger.charts.figure import Control, Declared, DrawFunction, Drawn, Figure, View, state_of
from ledger.charts.functions import Functions, blame, called, function_of
from ledger.charts.sources import sources_of, words_below
from ledger.charts.theme import config
from ledger.charts.workers import next_part
from ledger.check.coverage import Coverage
from ledger.language import Said, manner
from ledger.load.ledger import Ledger
from ledger.problems import Problems

Words = Mapping[str, Mapping[str, Said]]
"""The words of the interface: ``{key: {language: text}}``."""

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAME = re.compile(r"\b(view|param|layer|concat)_(\d+)\b")


@dataclass(frozen=True)
class Task:
    """A figure that is to be made: a chart of the newsroom's code or of a page, in a language. Plain data, so that it can be sent."""

    chart: Declared | Declaration
    language: str

    @property
    def id(self) -> str:
        return self.chart.id

    @property
    def digest(self) -> str:
        """The digest of what declares it; nothing for a chart of the newsroom's code."""
        return self.chart.digest if isinstance(self.chart, Declaration) else ""

    @property
    def block(self) -> str:
        """The same of a chart that a page declares in itself, which has no page of its own."""
        return "" if isinstance(self.chart, Declaration) and self.chart.paged else self.digest

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from every other task."""
        return self.id, self.language, self.digest

    @property
    def name(self) -> str:
        """What it has in common with the same chart in other languages; a block has one language."""
        return self.chart.key if isinstance(self.chart, Declaration) and not self.chart.paged else self.id


def figure_of(
    task: Task,
    ledger: Ledger,
    words: Words,
    sender: str,
    functions: Functions,
    problems: Problems,
    coverage: Mapping[str, Coverage] | None = None,
    tongue: str = "",
) -> Figure | None:
    """The figure of a task, its drawings still empty; ``None`` where the chart is wrong, which is then said.

    ``ledger`` may be anything that answers like one. ``sender`` is what a shared picture says it comes from. A chart function
    runs in this process, so this is a worker.
    """
    from altair.utils.schemapi import debug_mode

    try:
        with debug_mode(False):  # or each part of a chart would be held against the schema where it is made
            return _planned(_Plan(task, ledger, words, sender, functions, problems, coverage or {}, tongue or task.language))
    except Exception as error:
        blame(error, task.chart.file, task.chart.line, f"chart '{task.id}'", problems, functions.root)
        return None


def nothing_of(id: str, language: str, *, block: str = "") -> Figure:
    """Stands for a chart that is wrong, so that a page which shows it is not reproached with that too. It is never published."""
    words: dict[str, Any] = dict(title=id, subtitle="", sentence="", note="", spec="{}", narrow_spec="{}", wide="<svg></svg>", narrow="<svg></svg>")
    lists: dict[str, Any] = dict.fromkeys(("columns", "rows", "links", "controls", "policies", "clauses", "below"), ())
    return Figure(id=id, language=language, block=block, **words, **lists)


class _Plan(NamedTuple):
    """A task, and what its figures are made with, whatever a reader has chosen."""

    task: Task
    ledger: Ledger
    words: Words
    sender: str
    functions: Functions
    problems: Problems
    coverage: Mapping[str, Coverage]
    tongue: str


def _planned(plan: _Plan) -> Figure | None:
    make = functools.partial(_figure, plan)
    task, ledger, functions = plan.task, plan.ledger, plan.functions
    if not isinstance(task.chart, Declaration):
        return make(task.chart, function_of(task.id, functions.files, functions.root))
    relations = Relations(ledger, plan.tongue)
    draw = functools.partial(drawing.draw_declared, task.chart, relations)
    whole = make(drawing.declared(task.chart, relations), draw)
    if whole is None or not whole.controls:
        return whole
    lists = [[(control["parameter"], str(value)) for value, _ in control["options"]] for control in whole.controls]
    every = [tuple(pair for pair in pairs if pair[1]) for pairs in itertools.product(*lists)]
    states = {state.key: state for state in drawing.states_of(task.chart, relations)}
    whole = replace(whole, still=True, missing=tuple(state_of(key) for key in every if key and key not in states))
    found = []
    for key, state in states.items():
        next_part()
        made = make(drawing.declared(task.chart, relations, state), functools.partial(draw, state=state), False)
        if made is None:
            return None
        found.append(replace(made, still=True, chosen=key, missing=whole.missing))
    return replace(whole, states=tuple(found))


def _figure(plan: _Plan, each: Declared, draw: DrawFunction, begun: bool = True) -> Figure | None:
    """The figure of one state of a chart; ``begun`` says that it is the one in which it begins."""
    task, ledger, words, sender, functions, problems, coverage, tongue = plan
    specs: list[str] = []
    wide: Drawn | None = None
    for narrow in (False, True):
        view = View(ledger, tongue, narrow, words, coverage)
        drawn = called(each, draw, view, functions.root, problems)
        if drawn is None:
            return None
        # Holding a spec against the Vega-Lite schema takes longer than making it. One of the four of a chart is enough.
        checked = task.language == ledger.schema.languages[0] and not narrow and begun
        spec = _checked_spec(each, draw, drawn, view, functions, problems) if checked else _spec(drawn, narrow)
        if spec is None:
            return None
        specs.append(spec)
        wide = wide or drawn
    assert wide is not None
    policies, clauses = sources_of(each, wide.links, ledger)
    return Figure(
        id=each.id,
        language=task.language,
        title=wide.title,
        subtitle=wide.subtitle,
        sentence=wide.sentence,
        note=wide.note,
        columns=tuple(map(str, wide.table.columns)),
        rows=tuple(tuple(cell_of(v) for v in row) for row in wide.table.itertuples(index=False, name=None)),
        links=tuple(wide.links),
        controls=tuple(_control(c) for c in wide.controls),
        policies=policies,
        clauses=clauses,
        below=words_below(policies, clauses, ledger, task.language, sender),
        spec=specs[0],
        narrow_spec=specs[1],
        marks=len(wide.table) if wide.marks is None else wide.marks,
        topic=each.topic,
        block=task.block,
        leftward=manner(tongue).leftward,
        mirrored=wide.mirrored and (not wide.controls or isinstance(task.chart, Declaration)),
        shown=wide.shown,
        parts=dict(wide.parts),
        lists=tuple((label, tuple(rows)) for label, rows in wide.lists),
    )


def _checked_spec(each: Declared, draw: DrawFunction, drawn: Drawn, view: View, functions: Functions, problems: Problems) -> str | None:
    """The spec, held against the Vega-Lite schema. If it is wrong, the function is called again, each part of the chart held
    against the schema where it is made, so that the mistake is told at its own line; ``None`` then."""
    from altair.utils.schemapi import SchemaValidationError, debug_mode

    try:
        return _spec(drawn, view.narrow, checked=True)
    except SchemaValidationError:
        with debug_mode(True):
            if called(each, draw, view, functions.root, problems) is None:
                return None
        raise


@functools.cache
def _prepare_altair() -> None:
    import altair as alt

    alt.data_transformers.register("rows", _rows_of)
    alt.data_transformers.enable("rows")


def _spec(drawn: Drawn, narrow: bool, *, checked: bool = False) -> str:
    """The Vega-Lite spec in our theme, as the text that is drawn, kept and published.

    Names that Altair counts up are counted anew, so that order does not matter. The columns of the data that nothing in the
    spec names are left out: a reader would fetch them for nothing.
    """
    _prepare_altair()
    spec = drawn.chart.to_dict(validate=checked)
    datasets = spec.pop("datasets", {})
    spec["config"] = {**config(narrow), **{k: v for k, v in spec.get("config", {}).items() if k not in ("view",)}}
    text = _json(spec)
    named, counted = set(_WORD.findall(text)), dict[str, str]()
    text = _NAME.sub(lambda m: counted.setdefault(m[0], f"{m[1]}_{len(counted)}"), text)
    if not datasets:
        return text
    kept = {name: [{k: v for k, v in row.items() if k in named or not _WORD.fullmatch(k)} for row in rows] for name, rows in datasets.items()}
    return f'{text[:-1]},"datasets":{_json(kept)}}}'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _rows_of(data: Any) -> Any:
    """A data frame as rows, 50 times faster than Altair does it, which asks every column for its type."""
    if data is None or not hasattr(data, "itertuples"):
        return data
    names = list(map(str, data.columns))
    return {"values": [dict(zip(names, map(plain_of, row), strict=True)) for row in data.itertuples(index=False, name=None)]}


def _control(control: Control) -> dict[str, Any]:
    said = {f.name: getattr(control, f.name) for f in fields(Control) if getattr(control, f.name) not in (None, "", ())} | {"value": control.value}
    return said | ({"options": [list(option) for option in control.options]} if control.options else {})
