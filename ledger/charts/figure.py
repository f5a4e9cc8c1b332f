"""A figure: everything that a page, a download and an embed need of one chart in one language.

A newsroom declares its charts in ``content/charts/*.py``, one function each::

    @chart("gansu-products", topic="promises")
    def gansu_products(view: View) -> Drawn:
        rows = [...view.ledger.of("target", document="gansu-green-13fyp")...]
        return Drawn(title=…, subtitle=…, sentence=…, table=frame, chart=alt.Chart(frame)…)

The function is called for each language, wide and narrow. Titles and sentences are computed from the same rows as the
chart, so that they cannot disagree with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger import wording
from ledger.charts.theme import NARROW, WIDE
from ledger.check.coverage import Coverage
from ledger.language import Said, manner, said
from ledger.load.ledger import Ledger

TOPICS = "chart-topics"
"""The vocabulary of what charts are filed under, for a newsroom that has many."""


class ChartMistake(Exception):
    """What an editor got wrong in a chart; ``remedy`` says what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


@dataclass(frozen=True)
class View:
    """What a chart function gets: the ledger, the language, and which of the two drawings is wanted."""

    ledger: Ledger
    language: str
    narrow: bool
    words: Mapping[str, Mapping[str, Said]] = field(default_factory=dict, repr=False)
    coverage: Mapping[str, Coverage] = field(default_factory=dict, repr=False)
    """How much of each document rows carry."""

    @property
    def width(self) -> int:
        return NARROW if self.narrow else WIDE

    def say(self, **by_language: Any) -> Any:
        """The wording of this language: ``view.say(zh="…", en="…")``. Raises ``ChartMistake`` where it is not said."""
        if self.language not in by_language:
            raise ChartMistake("view.say has no words for this language", f"add {self.language}=…")
        return by_language[self.language]

    def t(self, key: str, **values: Any) -> str:
        """A word of the interface, for what every chart says alike; English where a newsroom has none."""
        entry = self.words.get(key, {})
        return said(entry.get(self.language, entry.get("en", key)), manner(self.language), values)

    def name(self, vocabulary: str, id: str | None) -> str:
        return self.ledger.name(vocabulary, id, self.language)

    def measured(self, row: Any) -> str:
        return wording.measured(self.ledger, row, self.language)

    def worded(self, row: Any) -> str:
        """The value of a row as a sentence says it: ``at least 80%`` where ``measured`` has ``≥ 80%``."""
        return wording.worded(self.ledger, row, self.language)

    def spelt(self, count: int) -> str:
        """A count as a sentence says it: up to nine in words."""
        return wording.spelt(count, self.language)

    def listed(self, names: Sequence[str]) -> str:
        """Names as a sentence lists them, so that a tie names everybody."""
        return wording.listed(names, self.language)

    def own(self, row: Any, column: str) -> str:
        """The column of a row in this language: ``view.own(row, "title")`` is ``row.title_zh``."""
        return getattr(row, f"{column}_{self.language}") or ""


Lists = Sequence[tuple[str, Sequence[tuple[str, str | None]]]]
"""What stands below a chart: ``(what it is a list of, [(words, id of the row that they lead to)])`` of each list."""
Parts = Mapping[str, tuple[tuple[str, ...], str]]
"""``{label of a mark: (the groups that it is in, from the outermost; the clause that it is from)}``."""


@dataclass(frozen=True)
class Drawn:
    """What a chart function returns. ``table`` is a data frame of what the chart shows, headed for readers.

    ``marks`` is how many data marks the chart draws when it is not the number of rows of the table; a build refuses a chart
    whose drawing has another number. ``links`` are ids of rows, one a row of the table, which its first column links to. ``mirrored``
    says that readers from right to left get its other hand; a drawing that lives (``controls``) stays as it is.
    """

    title: str
    subtitle: str
    sentence: str
    table: Any
    chart: Any
    note: str = ""
    links: Sequence[str | None] = ()
    controls: Sequence[Control] = ()
    marks: int | None = None
    mirrored: bool = False
    shown: str = ""
    """how much of it is drawn, where a reader has chosen"""
    parts: Parts = field(default_factory=dict)
    """where a mark belongs, by its label"""
    lists: Lists = ()


@dataclass(frozen=True)
class Control:
    """A control beside the chart that sets a parameter of its spec, or the type of a scale (``x.scale``).

    With ``options``, (value, words) pairs, it is a list to choose from; with ``minimum`` and ``maximum`` a slider, whose value
    is written with ``unit``. ``column`` is the column of the data that it filters, if it does.
    """

    parameter: str
    label: str
    options: Sequence[tuple[Any, str]] = ()
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    value: Any = None
    unit: str = ""
    column: str = ""


@dataclass(frozen=True)
class Declared:
    """What a chart function declares of itself, as plain data. ``file`` is what problems call it."""

    id: str
    policies: tuple[str, ...]
    clauses: tuple[tuple[str, str], ...]
    file: str
    line: int
    topic: str = ""


@dataclass(frozen=True)
class Figure:
    """A chart in one language, as plain data. ``wide`` and ``narrow`` are SVG; ``spec`` and ``narrow_spec`` are the texts of
    Vega-Lite specs: what is drawn, kept and published is one text.

    ``marks`` is how many data marks each drawing has, ``topic`` what it is filed under in the gallery, ``below`` what stands
    below the drawing where it is shared alone: the titles of its sources, and who sends it. ``block`` is set for a chart that
    a page declares in itself: it has downloads, but no page of its own. ``leftward`` says that its words are read from right to left.

    ``still`` says that each state of its controls is a drawing of its own: ``states`` has them, each with what was ``chosen`` (``(control,
    value)``) and how much of the whole is ``shown``; ``missing`` are combinations that leave nothing to draw. ``parts`` is for whoever finishes the drawings, which tell it then.
    """

    id: str
    language: str
    title: str
    subtitle: str
    sentence: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    links: tuple[str | None, ...]
    controls: tuple[dict[str, Any], ...]
    policies: tuple[str, ...]
    clauses: tuple[tuple[str, str], ...]
    below: tuple[str, ...]
    spec: str = field(repr=False)
    narrow_spec: str = field(repr=False)
    wide: str = field(default="", repr=False)
    narrow: str = field(default="", repr=False)
    marks: int = 0
    topic: str = ""
    block: str = ""
    leftward: bool = False
    mirrored: bool = False
    still: bool = False
    chosen: tuple[tuple[str, str], ...] = ()
    shown: str = ""
    states: tuple[Figure, ...] = ()
    missing: tuple[str, ...] = ()
    parts: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict, repr=False)
    lists: tuple[tuple[str, tuple[tuple[str, str | None], ...]], ...] = ()

    @property
    def state(self) -> str:
        """What a reader has set, as the names of its files have it; nothing for the chart as it begins."""
        return state_of(self.chosen)

    @property
    def query(self) -> str:
        """The same as the address of a page has it."""
        return "&".join(f"{self.id}.{name}={value}" for name, value in self.chosen)

    def in_state(self, state: str) -> Figure:
        """The figure as it is in a state, by its name in the names of files."""
        return next((each for each in self.states if each.state == state), self)

    @property
    def frame_height(self) -> int:
        """Pixels that an embedded page needs at most: the phone drawing at its largest (480 of 340 pixels), and the words around it."""
        drawn = re.search(r' height="([\d.]+)"', self.narrow)
        return round(float(drawn[1] if drawn else 0) * 480 / 340 / 10) * 10 + 600

    @property
    def documents(self) -> frozenset[str]:
        """The policies that it is drawn from, as a whole or by clause."""
        return frozenset((*self.policies, *(policy for policy, _ in self.clauses)))


def state_of(chosen: Sequence[tuple[str, str]]) -> str:
    """A state in the names of files: ``region-gansu_order-name``."""
    return "_".join(f"{name}-{value}" for name, value in chosen)


DrawFunction = Callable[[View], Drawn]
"""What a newsroom writes under ``@chart``."""
_REGISTRY: list[tuple[Declared, DrawFunction]] = []


def chart(id: str, *, topic: str = "", policies: Sequence[str] = (), clauses: Sequence[tuple[str, str]] = ()) -> Callable[[DrawFunction], DrawFunction]:
    """Declare a chart. Its source line names the clauses of the rows that it links to; ``policies`` and ``clauses``,
    ``(policy, clause)`` pairs, are for what no row tells.

    ``topic`` is a name of the vocabulary ``chart-topics``: the gallery shows charts of one topic together. An id has one owner:
    whether it is taken is seen when all files have been read.
    """

    if not isinstance(id, str):
        raise ChartMistake("@chart is given no id", 'write @chart("an-id", topic="…") above the function')

    def register(draw: DrawFunction) -> DrawFunction:
        code = draw.__code__
        _REGISTRY.append((Declared(str(id), tuple(policies), tuple(clauses), code.co_filename, code.co_firstlineno, topic), draw))
        return draw

    return register


def declared() -> list[tuple[Declared, DrawFunction]]:
    """The registry, in the order of declaration: each chart with its function."""
    return list(_REGISTRY)


def forget_declared() -> None:
    """Empty the registry: chart files are read anew when a server builds again, or another newsroom's are."""
    _REGISTRY.clear()
