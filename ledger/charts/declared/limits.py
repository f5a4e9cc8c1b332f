"""Whether all that is drawn has its place on the axis that an editor has set the ends of, in each state that a reader may choose and on a phone.

Nothing is clipped: a number beyond the end of its axis would stand outside the drawing, or look like one that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ledger.charts.declared.apart import row_of, sorted_rows
from ledger.charts.declared.asked import Asked
from ledger.charts.declared.choices import BEGUN, State, set_to, states
from ledger.charts.declared.inner import Inner, for_phone, inner_of, silent
from ledger.charts.declared.records import Record, Relation
from ledger.charts.declared.relation import Relations, Wrong
from ledger.charts.declared.values import hedge_of, number_of, units_in
from ledger.charts.marks.mark import Mark
from ledger.load.units import load_units


class _Placed(NamedTuple):
    """A number on the axis, and what it is of; a guide has the key that says where it stands."""

    value: Decimal
    of: str
    key: str = ""


def check_limits(asked: Asked, mark: Mark, relations: Relations, wrong: Wrong) -> None:
    """Say what stands beyond an end of the axis, or has no place on one of powers of ten: the first cause only."""
    if not (asked.axis or "axis" in asked.narrow or any("axis" in (view or {}) for view in asked.views.values())):
        return
    for state in (BEGUN, *states(asked, mark, relations, silent)):
        for phone in (False, True) if not state.order else ():  # to sort moves nothing along an axis
            there = set_to(asked, state)
            there = for_phone(there, silent) if phone else there
            relation = relations.of(there, silent)
            if relation is not None and _is_beyond(there, mark, relation, _Way(asked, state, phone), relations.language, wrong):
                return


def hint_at_scales(asked: Asked, mark: Mark, relations: Relations, hint: Wrong) -> None:
    """Say where panels have scales that nobody can compare, though their numbers could be in one unit."""
    relation = relations.of(asked, silent) if asked.panels else None
    if relation is None:
        return
    table = load_units(relations.ledger)
    for column in mark.numbers(asked):
        if relation.table.unit_column(column) in asked.unlike:
            continue
        units = units_in(relation.table, relation.records, column)
        joined = next((alike for unit in units[:-1] if len(alike := [other for other in units if table.comparable(unit, other)]) > 1), [])
        if joined:
            what = f"panels: {' and '.join(joined)} measure the same thing, but each panel has a scale of its own"
            remedy = f"add compute: {{same: {{convert: {column}, to: {joined[0]}}}}} and write same for {column} in {mark.key}:"
            hint("panels", what, f"{remedy}, or say unlike: [{relation.table.unit_column(column)}]")
            return


class _Way(NamedTuple):
    """Where a declaration says how its axis runs in a state."""

    asked: Asked
    state: State
    phone: bool

    def key(self, name: str) -> str:
        view = self.asked.views.get(self.state.view) or {}
        if self.phone and name in (self.asked.narrow.get("axis") or {}):
            return f"narrow.axis.{name}"
        return f"views.{self.state.view}.axis.{name}" if view.get("axis") else f"axis.{name}"

    @property
    def when(self) -> str:
        said = [f"where {', '.join(cell for _, cell in self.state.rows)} is chosen"] if self.state.rows else []
        said += [f"in the view {self.state.view}"] if self.state.view else []
        said += ["on a phone"] if self.phone else []
        return f" {', '.join(said)}" if said else ""


def _is_beyond(asked: Asked, mark: Mark, relation: Relation, way: _Way, language: str, wrong: Wrong) -> bool:
    inner = inner_of(asked, silent)
    low, high = (None if end is None else _written(end) for end in (inner.axis.from_, inner.axis.to))
    if low is not None and high is not None and low >= high:
        wrong(way.key("to"), f"axis: from: {low:f} is not below to: {high:f}{way.when}", "write the smaller number first")
        return True
    if mark.name == "bar":
        for name, end in (("from", low), ("to", high)):
            if end is not None and (end > 0 if name == "from" else end < 0):
                wrong(way.key(name), f"axis: a bar begins at nought, which {name}: {end:f} leaves out{way.when}", f"leave {name}: out, or write mark: dot")
                return True
    placed = [*_numbers(asked, mark, relation, inner, language), *_guides(asked, mark, relation, inner)]
    if inner.axis.log and (found := next((p for p in placed if p.value <= 0), None)):
        remedy = f"take it out, or leave log: out{'' if found.key else ', or filter them out'}"
        wrong(found.key or way.key("log"), f"axis: {found.value:f} of {found.of} has no place on an axis of powers of ten{way.when}", remedy)
        return True
    return _leaves_out("from", low, [p for p in placed if low is not None and p.value < low], way, wrong) or _leaves_out(
        "to", high, [p for p in placed if high is not None and p.value > high], way, wrong
    )


def _leaves_out(name: str, end: Decimal | None, outside: list[_Placed], way: _Way, wrong: Wrong) -> bool:
    """Whether an end of the axis leaves numbers out, which is then said with the one that is farthest away."""
    if not outside or end is None:
        return False
    pick, words = (min, "less") if name == "from" else (max, "more")
    most = pick(outside, key=lambda placed: placed.value)
    more = f" and {len(outside) - 1} more" if len(outside) > 1 else ""
    wrong(
        way.key(name),
        f"axis: {name}: {end:f} leaves out {most.value:f} of {most.of}{more}{way.when}",
        f"write {name}: {most.value:f} or {words}, or leave it out",
    )
    return True


def _numbers(asked: Asked, mark: Mark, relation: Relation, inner: Inner, language: str) -> Iterator[_Placed]:
    """The numbers of the rows that are drawn, and what stands beside each."""
    lines = {line.row for line in inner.lines.values() if line.row}
    rows = [r for r in sorted_rows(asked, relation.table, relation.records, language) if (getattr(r, "id", None) or "") not in lines]
    columns = mark.numbers(asked)
    for row in rows[: asked.limit] if asked.limit else rows:
        numbers = [number_of(row, column) for column in (*columns, *asked.interval, *([asked.tick] if asked.tick else []))]
        if mark.name == "bar":
            numbers.append(hedge_of(relation.table, row, columns[-1])[1])
        yield from (_Placed(number, _called(asked, relation, row)) for number in numbers if number is not None)


def _guides(asked: Asked, mark: Mark, relation: Relation, inner: Inner) -> Iterator[_Placed]:
    for name, band in inner.bands.items():
        yield from (_Placed(_written(end), f"band: {name}", f"band.{name}") for end in (band.from_, band.to))
    for name, line in inner.lines.items():
        if line.at is not None:
            yield _Placed(_written(line.at), f"reference: {name}", f"reference.{name}")
        for row in relation.records if line.row else ():
            if getattr(row, "id", None) == line.row and (value := number_of(row, mark.numbers(asked)[-1])) is not None:
                yield _Placed(value, f"reference: {name}", f"reference.{name}")


def _called(asked: Asked, relation: Relation, row: Record) -> str:
    by = asked.group.get("by", [])
    return row_of(relation.table, row, [by] if isinstance(by, str) else by)


def _written(end: float) -> Decimal:
    """An end as an editor writes it."""
    return Decimal(f"{end:.15g}")
