"""What a chart without Python says of itself::

    ```chart
    table: targets
    filter: {policy: gansu-plan, unit: "%", year: [2020, 2025]}
    mark: bar
    y: product
    x: value
    sort: -value
    title: the finding
    ```

The same keys stand in ``content/charts/NAME.yml``, for a chart that has a page of its own and can be shown on any page by its name; its
words, ``WORDS`` below, then stand in ``content/<language>/charts/NAME.yml``, where they are translated. What each key means is told in
``Asked``, and in ``docs/charts.md`` with an example of each. What is written is held against the data package: an unknown key, table,
column or value is a problem at its own line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ledger.load.typed import Settings

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
Text = str | dict[str, str]
"""Words: a text, or one for each form (``slots``)."""


class Group(Settings, kw_only=True):
    """Several rows as one (``grouping``)."""

    by: str | list[str]
    """the column whose values have a mark each"""
    take: dict[str, Any] = msgspec.field(default_factory=dict)
    """``{new column: count}``, ``{new column: {sum: value}}``, and so on with ``mean``, ``median``, ``min``, ``max``"""
    compute: dict[str, Any] = msgspec.field(default_factory=dict)
    """derived columns, of these numbers"""


class Axis(Settings, kw_only=True):
    """How the axis of numbers runs."""

    from_: float | None = msgspec.field(default=None, name="from")
    """where it begins"""
    to: float | None = None
    """where it ends"""
    log: bool = False
    """each step is ten times the last; for a strip whose numbers are above nought"""


class Line(Settings, kw_only=True):
    """A line across the drawing, with its label: at a number, or at that of a row."""

    at: float | None = None
    """the number"""
    row: str = ""
    """the id of a row, whose number it is; that row is then no mark"""
    label: str = ""
    """what stands at it"""


class Band(Settings, kw_only=True):
    """A range behind the marks."""

    from_: float = msgspec.field(name="from")
    """where it begins"""
    to: float
    """where it ends"""
    label: str = ""
    """what stands at it"""


class Listed(Settings, kw_only=True):
    """Rows below the chart, by name."""

    label: str = ""
    """what stands above them"""


class Look(Settings, kw_only=True):
    """The chart otherwise, where a reader wants it so (``views``); what is not said is as it was. Words of it stand with the other words."""

    label: str = ""
    """what it is called in the list"""
    x: str | list[str] = ""
    y: str | list[str] = ""
    value: str = ""
    colour: str = ""
    sort: str = ""
    axis: dict[str, Any] = msgspec.field(default_factory=dict)
    details: list[str] = msgspec.field(default_factory=list)
    title: Text = ""
    subtitle: Text = ""
    sentence: Text = ""
    note: Text = ""


class Asked(Settings, kw_only=True):
    """What a declaration may say. Every value is text as it is written."""

    table: str
    """a table of ``datapackage.yaml``"""
    mark: str
    """how it is drawn: a name of ``charts.marks``"""
    x: str | list[str] = ""
    """how long the bars are; for a line, the column of the date; for a dumbbell two columns, ``[base_value, value]``"""
    y: str | list[str] = ""
    """what the rows are, in the words of the page's language; of several columns, one after the other; for a line, the number"""
    title: Text
    """the finding"""
    value: str = ""
    """the number that colours the cells of a heatmap or the tiles of a map"""
    add: dict[str, Any] = msgspec.field(default_factory=dict)
    """``{table: conditions}``: rows of further tables, which have the columns that all have (``adding``)"""
    shade: str = ""
    """for a heatmap: the number that colours the cells in its stead; one that was made by ``index`` is in its middle at 100"""
    join: dict[str, Any] = msgspec.field(default_factory=dict)
    """``{table: column}``: the row of that table which the column names; its columns are then called ``table.column``. With
    ``{table: {on: {id: policy}, take: {n: count}}}``, numbers of all its rows whose ``policy`` is our ``id``"""
    compute: dict[str, Any] = msgspec.field(default_factory=dict)
    """derived columns: ``{name: {change: [base_value, value]}}`` (``derived``)"""
    filter: dict[str, Any] = msgspec.field(default_factory=dict)
    """``{column: value}``, or ``{column: [value, value]}`` (``conditions``)"""
    group: dict[str, Any] = msgspec.field(default_factory=dict)
    """``{by: column, take: {name: count}}``: a mark for each value of a column (``Group``)"""
    sort: str = ""
    """a column, with ``-`` from the largest down; default: the order of the table"""
    limit: int | None = None
    """how many rows at most, the first ones; the note tells of the rest"""
    colour: str = ""
    """a column whose values have a colour each (for a line: a line each), at most seven; or an ink of the theme; default: promise for what is promised, was for all else"""
    highlight: dict[str, Any] = msgspec.field(default_factory=dict)
    """conditions; the rows that fit have the one accent, all others are pale"""
    red: dict[str, Any] = msgspec.field(default_factory=dict)
    """conditions; what fits does not add up, and is red. For nothing else"""
    panels: str = ""
    """a column whose values have a drawing each, beside one another on the same scale, or each on its own where their units differ"""
    choose: str | list[str] = ""
    """columns of which a reader may choose a value; a condition more, as if it stood in ``filter`` (``choices``)"""
    order: list[str] = msgspec.field(default_factory=list)
    """what a reader may sort by, as ``sort`` has it; the first is how the chart begins"""
    views: dict[str, Any] = msgspec.field(default_factory=dict)
    """``{number: {}, share: {x: share}}``: other ways to see the same rows; the first is how the chart begins (``Look``)"""
    unlike: list[str] = msgspec.field(default_factory=list)
    """columns in which the rows may differ all the same (``alike``); the note then names the difference"""
    axis: dict[str, Any] = msgspec.field(default_factory=dict)
    """how the axis of numbers runs: ``{from: 0, to: 100}``, ``{log: true}`` (``Axis``)"""
    reference: dict[str, Any] = msgspec.field(default_factory=dict)
    """``{name: {at: 17, label: …}}``, or ``{name: {row: an-id}}``: lines to compare with (``Line``)"""
    against: dict[str, Any] = msgspec.field(default_factory=dict)
    """for a strip: conditions; the rows that fit are lines to compare with, each among its own"""
    tick: str = ""
    """for bars: a column of numbers, a tick each beside the bar's end"""
    interval: list[str] = msgspec.field(default_factory=list)
    """``[least, most]``, columns of numbers: between which the number lies. A bar ends pale, a dot has whiskers"""
    about: dict[str, Any] = msgspec.field(default_factory=dict)
    """conditions: the derived numbers that are no exact ones, drawn hollow"""
    band: dict[str, Any] = msgspec.field(default_factory=dict)
    """``{name: {from: 2.4, to: 2.7, label: …}}``: ranges behind the marks (``Band``)"""
    target: list[str] = msgspec.field(default_factory=list)
    """for a path: the ids of the targets that it is to go to"""
    sets: dict[str, Any] = msgspec.field(default_factory=dict)
    """``{name: conditions}``: rows that words count and name, ``{wrong.count}`` (``slots``)"""
    lists: dict[str, Any] = msgspec.field(default_factory=dict)
    """``{name of a set: {label: …}}``: its rows stand below the chart, each with its number and a link to what the ledger says of it (``Listed``)"""
    names: dict[str, str] = msgspec.field(default_factory=dict)
    """short names: ``{id of a row, or value of y: text}``"""
    columns: dict[str, str] = msgspec.field(default_factory=dict)
    """what columns are called in the table, above all derived ones"""
    details: list[str] = msgspec.field(default_factory=list)
    """further columns that the table has, and that a mark tells when it is asked"""
    notes: dict[str, str] = msgspec.field(default_factory=dict)
    """``{id of a row: text}``: what stands beside its mark"""
    claim: str = ""
    """who says so, where it is a claim: it stands in the subtitle"""
    subtitle: Text = ""
    """what, where, when, in which unit"""
    sentence: Text = ""
    """default: the largest and the smallest are named"""
    note: Text = ""
    """what a reader must know besides"""
    when: dict[str, Any] = msgspec.field(default_factory=dict)
    """words for what a reader has chosen: ``{title: …, sentence: …}``, in which ``{chosen}`` names it"""
    narrow: dict[str, Any] = msgspec.field(default_factory=dict)
    """what is otherwise on a phone: ``limit``, ``axis``, ``names``, ``notes``, ``reference``, ``band``"""
    topic: str = ""
    """for a chart with a page of its own: a name of the vocabulary ``chart-topics``"""
    id: str = ""
    """the name of its files; default: one made from its text. A file has the name that it has"""


KEYS = tuple(Asked.__struct_fields__)
WORDS = ("title", "subtitle", "sentence", "note", "claim", "names", "columns", "notes", "when", "reference", "band", "lists", "views")
"""The keys that stand in the words of a chart file, ``content/<language>/charts/NAME.yml``; of ``reference``, ``band`` and ``lists`` the labels,
of ``views`` these and the words of each."""
TEXTS = ("title", "subtitle", "sentence", "note")
ON_A_PHONE = ("limit", "axis", "names", "notes", "reference", "band")


@dataclass(frozen=True)
class Declaration:
    """A declared chart: ``asked`` is what the editor wrote, checked; ``places`` the file and line of each key.

    ``paged`` says that it has a page of its own, as a chart file has and a fence in a page has not.
    """

    id: str
    language: str
    digest: str
    file: str
    line: int
    asked: Asked = field(repr=False)
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict, repr=False)
    paged: bool = False

    @property
    def key(self) -> str:
        """What tells it from every other: a page in another language may declare the same."""
        return f"{self.id} {self.language}"

    @property
    def topic(self) -> str:
        return self.asked.topic

    def place(self, key: str) -> tuple[str, int]:
        """The file and line of one of its keys, or where it begins."""
        return self.places.get(key) or self.places.get(key.partition(".")[0], (self.file, self.line))


def is_id(text: str) -> bool:
    """Whether a fenced block only names a chart."""
    return _ID.fullmatch(text.strip()) is not None


def digest_of(text: str) -> str:
    """What a declaration is known by: its text."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def names_of(asked: Asked) -> list[str]:
    """The columns that name a row."""
    return [asked.y] if isinstance(asked.y, str) else list(asked.y)
