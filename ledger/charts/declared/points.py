"""What is drawn of a row: its name, its numbers with their words, and what a reader hears of it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ledger import wording
from ledger.charts.declared.alike import coloured, order_of
from ledger.charts.declared.asked import Asked
from ledger.charts.declared.conditions import all_of
from ledger.charts.declared.inner import Inner
from ledger.charts.declared.records import Record, Relation, is_derived
from ledger.charts.declared.values import cell_text, column_of, hedge_of, number_of, printed, title_of, unit_of
from ledger.charts.figure import View
from ledger.load.schema import Table

ABOUT = "≈"
"""What stands before a derived number that is no exact one, where the newsroom has no sign for it."""
_LARGE = 100_000
"""From here on a number that was derived is written in four figures: 18069501.83 t is 1807万吨."""


@dataclass(frozen=True)
class Point:
    """One mark: its names, its numbers as they are printed and as they are drawn, and what it says of itself.

    ``upper`` is the other end of a range, ``comparator`` what the row says of its number (``<=``, ``about``), ``tone`` is ``accent``, ``red``
    or ``pale``, or nothing; ``note`` what stands beside it.
    """

    row: Any
    name: str
    across: str
    hue: str
    numbers: tuple[Decimal | None, ...]
    words: tuple[str, ...]
    label: str
    panel: str = ""
    upper: Decimal | None = None
    comparator: str = ""
    tone: str = ""
    note: str = ""

    @property
    def missing(self) -> bool:
        return any(n is None for n in self.numbers)


@dataclass(frozen=True)
class Scene:
    """What a mark draws: ``points`` of one panel; ``every`` one that shares its scale, ``all`` that share its page. Without panels they are the same. Those ``beside`` are lines to compare with.
    ``groups`` are all that have colours in the whole chart, where a reader has chosen some of it: each keeps its colour."""

    view: View
    asked: Asked
    relation: Relation
    columns: tuple[str, ...]
    points: list[Point]
    every: list[Point]
    inner: Inner
    all: list[Point]
    beside: list[Point]
    groups: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        return self.relation.table

    @functools.cached_property
    def order(self) -> list[str]:
        """What groups that have colours are called, in an order that does not hang on the rows."""
        return order_of(self.asked, self.table, self.view.ledger, self.view.language)

    def unit_id(self, column: str) -> str:
        """The unit of the numbers of a column."""
        return next((u for p in self.points if p.row is not None and not p.missing and (u := unit_of(self.table, p.row, column))), "")

    def unit(self, column: str) -> str:
        """The same in words."""
        return self.view.ledger.called("unit", self.unit_id(column) or None, self.view.language)

    def factor(self, column: str) -> Decimal:
        """What numbers are multiplied with, to be drawn in the unit that their words are in."""
        return wording.factor(self.view.ledger, self.unit_id(column), self.view.language)

    def limited(self, low: float, high: float) -> tuple[float, float]:
        """The ends of the axis of numbers: those that are asked for, in the unit that is drawn, or else these."""
        axis, factor = self.inner.axis, float(self.factor(self.columns[-1]))
        return low if axis.from_ is None else axis.from_ * factor, high if axis.to is None else axis.to * factor


def points_of(
    view: View, asked: Asked, relation: Relation, records: Sequence[Record], columns: Sequence[str], named: Sequence[str], across: str
) -> list[Point]:
    """A point for each of some records. ``columns`` are those whose numbers are drawn, ``named`` those that name it, ``across`` what names its column."""
    table, ledger = relation.table, view.ledger

    names = [name_of(view, asked, table, record, named) for record in records]
    hues = [called(view, asked, table, r, asked.colour) if coloured(asked) else "" for r in records]
    if asked.mark in ("bar", "dumbbell") and len(set(names)) < len(names):
        names = [f"{n}{view.t('comma')}{h}" if h and h != n else n for n, h in zip(names, hues, strict=True)]
    inexact = all_of(relation, asked.about, ledger) if asked.about else None
    fits = {tone: all_of(relation, conditions, ledger) for tone, conditions in (("red", asked.red), ("accent", asked.highlight)) if conditions}
    points = []
    for record, name, hue in zip(records, names, hues, strict=True):
        tone = next((tone for tone, test in fits.items() if test(record)), "pale" if asked.highlight else "")
        place = called(view, asked, table, record, across) if across else ""
        made = point(view, asked, table, record, columns, name, place, hue, tone)
        if inexact and inexact(record) and not made.missing:
            sign = wording.sign(ledger, "about") or f"{ABOUT}\u00a0"
            made = replace(
                made,
                comparator="about",
                words=(*made.words[:-1], f"{sign}{made.words[-1]}"),
                label=made.label.replace(made.words[-1], f"{sign}{made.words[-1]}", 1),
            )
        points.append(made)
    return points


def called(view: View, asked: Asked, table: Table, record: Any, name: str) -> str:
    """What a cell is called: by the short name that its value has, or its words."""
    column = column_of(table, name, view.language)
    words = cell_text(view.ledger, table, record, name, view.language)
    raw = printed(getattr(record, column.name)) if column else ""
    return asked.names.get(raw, asked.names.get(words, words)) if raw else words


def name_of(view: View, asked: Asked, table: Table, record: Any, named: Sequence[str]) -> str:
    """What a row is called: by its short name, where it has one."""
    for key in (getattr(record, "id", None), *(printed(getattr(record, c, None)) for c in named)):
        if key and (short := asked.names.get(key)):
            return short
    texts = [cell_text(view.ledger, table, record, column, view.language) for column in named]
    return view.t("comma").join(t for t in dict.fromkeys(texts) if t != "–") or asked.names.get("none", "–")


def point(view: View, asked: Asked, table: Table, record: Any, columns: Sequence[str], name: str, across: str = "", hue: str = "", tone: str = "") -> Point:
    """The point of a record; of none, for an empty cell."""
    numbers = tuple(number_of(record, c) if record is not None else None for c in columns)
    ends = [number_of(record, c) for c in asked.interval] if record is not None and columns and asked.mark == "bar" else []
    words = tuple(
        _ranged(view, table, record, c, ends) if ends else words_of(view, table, record, c) if record is not None and n is not None else view.t("no-data")
        for c, n in zip(columns, numbers, strict=True)
    )
    whole = [name, across] if across else [hue, name] if hue and hue not in name else [name]
    told = view.t("no-data") if all(n is None for n in numbers) else " → ".join(words)
    label = f"{view.t('comma').join(w for w in whole if w)}{view.t('colon')}{told}"
    if not columns:  # nothing but names: a date and what happens then, a thing and what it is like
        label = f"{across}{view.t('colon')}{name}{f' ({hue})' if hue else ''}"
    more: dict[str, Any] = {}
    if record is not None and asked.panels:
        more["panel"] = called(view, asked, table, record, asked.panels)
        label = f"{more['panel']}{view.t('comma')}{label}"
    if record is not None:
        for column in told_besides(asked):
            field = column_of(table, column, view.language)
            if field is not None and getattr(record, field.name) not in (None, ()):
                is_number = field.type in ("number", "integer")
                said = words_of(view, table, record, field.name) if is_number else cell_text(view.ledger, table, record, column, view.language)
                label += f"{view.t('semicolon')}{title_of(table, column, view.language)} {said}"
        if columns:
            more["comparator"], more["upper"] = hedge_of(table, record, columns[-1])
        if len(ends) == 2 and ends[0] != ends[1]:
            more |= {"upper": ends[1]}
        more["note"] = asked.notes.get(getattr(record, "id", None) or "", "")
    return Point(record, name, across, hue, numbers, words, label, tone=tone, **more)


def told_besides(asked: Asked) -> list[str]:
    """The columns that a mark tells beside its number, and that the table has."""
    return list(dict.fromkeys([*(c for c in (asked.tick, asked.shade) if c), *(asked.interval if asked.mark != "bar" else []), *asked.details]))


def _ranged(view: View, table: Table, record: Any, column: str, ends: Sequence[Decimal | None]) -> str:
    """A number that lies between two."""
    low, high = ends
    return wording.quantity(view.ledger, low, unit_of(table, record, column) or None, view.language, upper=high if high != low else None)


def words_of(view: View, table: Table, record: Any, column: str) -> str:
    """A number with its unit, as it is printed: its comparator and its range belong to it."""
    if column == table.column("value") and table.column("comparator") and table.column("unit"):
        return wording.measured(view.ledger, record, view.language)
    value, unit = number_of(record, column), unit_of(table, record, column) or None
    comparator, upper = hedge_of(table, record, column)
    if comparator or upper is not None:  # the row's own number in another unit
        return f"{wording.sign(view.ledger, comparator)}{wording.quantity(view.ledger, value, unit, view.language, upper=upper)}"
    if value is not None and abs(value) >= _LARGE and is_derived(record, column):  # nobody has printed it: four figures say enough
        return wording.rounded(view.ledger, value, unit, view.language)[0]
    return wording.quantity(view.ledger, value, unit, view.language)
