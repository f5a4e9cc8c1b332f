"""What a reader may set beside a declared chart, and the chart as it is then.

    choose: [region, kind]              a list of the values of each column, all of them to begin with
    order: [-value, region]             by what the marks are sorted
    views: {number: {}, share: {x: share}}      other ways to see the same rows

Each state is a chart that is drawn when the site is built: what a reader chooses is one condition more in ``filter``. So drawing, numbers in
words, table, files and picture follow by what they are made of, and nothing runs in the reader's browser but the exchange of one for another.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from ledger.charts.declared.asked import TEXTS, Asked, Look
from ledger.charts.declared.inner import read_inner, silent
from ledger.charts.declared.records import Relation
from ledger.charts.declared.relation import Relations, Wrong
from ledger.charts.declared.values import cell_text, column_of, printed, title_of
from ledger.charts.figure import Control, View
from ledger.charts.marks.mark import Mark
from ledger.load.typed import shown
from ledger.problems import did_you_mean

_MOST, _ALL = 20, 60
"""Values that a list to choose from may have, and drawings that the controls of one chart may ask for."""


@dataclass(frozen=True)
class State:
    """What is set: ``rows`` are conditions more, ``order`` a column to sort by, ``view`` the name of a view. ``key`` is made of what differs
    from how the chart begins: ``(control, name of its value in addresses)``; ``said`` are the names of the values that are chosen."""

    key: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    order: str = ""
    view: str = ""
    said: tuple[str, ...] = field(default=())


BEGUN = State()


@dataclass(frozen=True)
class _Value:
    """A value of a column: its name in addresses, what a reader sees, and what stands in the table."""

    slug: str
    words: str
    column: str
    cell: str


def begun(asked: Asked) -> Asked:
    """The declaration as it is before a reader sets anything."""
    return msgspec.structs.replace(asked, sort=asked.order[0]) if asked.order else asked


def set_to(asked: Asked, state: State) -> Asked:
    """The declaration as it is in a state; ``order`` comes last, since ``limit`` goes by how the chart begins."""
    asked = begun(asked)
    if state.view:
        look = msgspec.convert({k: v for k, v in asked.views[state.view].items()}, Look)
        told = {f: v for f in Look.__struct_fields__ if f != "label" and (v := getattr(look, f))}
        asked = msgspec.structs.replace(asked, **told)
    return msgspec.structs.replace(asked, filter={**asked.filter, **dict(state.rows)}) if state.rows else asked


def states(asked: Asked, mark: Mark, relations: Relations, wrong: Wrong) -> list[State]:
    """Every state but the one in which the chart begins. One that leaves no number to draw is none."""
    lists: list[list[State]] = []
    for column in _columns(asked):
        values = _values(asked, column, relations, wrong)
        name = _parameter(column)
        lists.append([State(), *(State(((name, v.slug),), ((v.column, v.cell),), said=(v.words,)) for v in values)])
    lists.append([State(), *(State((("order", _slug(each)),), order=each) for each in asked.order[1:])])
    lists.append([State(), *(State((("view", name),), view=name) for name in list(asked.views)[1:])])
    return [state for parts in itertools.product(*lists) if (state := _together(parts)).key and _is_drawn(asked, state, mark, relations)]


def controls_of(asked: Asked, relation: Relation, view: View, relations: Relations) -> list[Control]:
    """What stands beside the drawing. ``relation`` is that of the whole chart."""
    found = []
    ungrouped = relations.of(begun(asked), silent, whole=False) or relation
    for column in _columns(asked):
        values = _values(asked, column, relations, silent)
        options = [("", view.t("choose-all")), *((v.slug, v.words) for v in values)]
        found.append(Control(_parameter(column), _title(asked, ungrouped, column, view.language), options, value=""))
    if asked.order:
        words = [(_slug(each), _order(asked, relation, each, view)) for each in asked.order]
        found.append(Control("order", view.t("sort-by"), [("", words[0][1]), *words[1:]], value=""))
    if asked.views:
        labels = [(name, str((told or {}).get("label") or name)) for name, told in asked.views.items()]
        found.append(Control("view", view.t("choose-view"), [("", labels[0][1]), *labels[1:]], value=""))
    return found


def check_choices(asked: Asked, mark: Mark, relation: Relation, relations: Relations, wrong: Wrong) -> Iterator[tuple[str, Asked]]:
    """Say what is wrong with controls; the declaration in each of its views, which is to be checked like any other."""
    right = True

    def mistaken(key: str, what: str, remedy: str) -> None:
        nonlocal right
        right = False
        wrong(key, what, remedy)

    for column in _columns(asked):
        _values(asked, column, relations, mistaken)
    if asked.order and asked.sort:
        mistaken("sort", "sort: order: says it too", f"take sort: out: the first of order: is how the chart begins, here {asked.order[0]}")
    if len(asked.order) == 1:
        mistaken("order", "order: there is nothing to choose", f"name another column, or write sort: {asked.order[0]}")
    for each in asked.order:
        if column_of(relation.table, each.removeprefix("-"), relations.language) is None:
            mistaken(
                "order", f"order: {asked.table} has no column {shown(each.removeprefix('-'))}", did_you_mean(each.removeprefix("-"), relation.table.columns)
            )
    for key in asked.when:
        if key not in TEXTS:
            mistaken(f"when.{key}", f"when: {shown(key)} is no words of a chart", did_you_mean(key, TEXTS))
    if asked.when and not asked.choose:
        mistaken("when", "when: nothing can be chosen", "add choose: a column, or take when: out")
    if len(asked.views) == 1:
        mistaken("views", "views: there is nothing to choose", "name another view, or take views: out")
    for place, (name, told) in enumerate(asked.views.items()):
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            mistaken(f"views.{name}", f"views: {shown(name)} is no name", "use small letters, digits and hyphens")
        look = read_inner(Look, told or {}, f"views.{name}", mistaken)
        if look and not place and any(getattr(look, f) for f in Look.__struct_fields__ if f != "label"):
            mistaken(f"views.{name}", f"views: {name}: the first is the chart as it is", f"write {name}: {{}}, and name another one for what differs")
    if not right:
        return
    for name in list(asked.views)[1:]:
        yield name, msgspec.structs.replace(set_to(asked, State(view=name)), views={}, choose="", order=[], when={})
    if right and (many := 1 + len(states(asked, mark, relations, mistaken))) > _ALL:
        key = "choose" if asked.choose else "order"
        mistaken(key, f"{many} states of one chart, each a drawing, are more than {_ALL}", "leave a control out")


def _columns(asked: Asked) -> list[str]:
    return [asked.choose] if asked.choose and isinstance(asked.choose, str) else list(asked.choose)


def _together(parts: Sequence[State]) -> State:
    return State(
        tuple(pair for part in parts for pair in part.key),
        tuple(pair for part in parts for pair in part.rows),
        "".join(part.order for part in parts),
        "".join(part.view for part in parts),
        tuple(name for part in parts for name in part.said),
    )


def _is_drawn(asked: Asked, state: State, mark: Mark, relations: Relations) -> bool:
    if not state.rows:
        return True
    there = set_to(asked, state)
    found = relations.of(there, silent)  # that nothing has two values at once is no mistake
    lines = {line.get("row") for line in asked.reference.values() if isinstance(line, dict)} - {None}
    return found is not None and any(
        getattr(r, "id", None) not in lines
        and all(getattr(r, column) is not None for column in mark.numbers(there))
        and (mark.name != "stack" or any(getattr(r, column) for column in mark.numbers(there)))  # a part of nought has no bar
        for r in found.records
    )


def _values(asked: Asked, name: str, relations: Relations, wrong: Wrong) -> list[_Value]:
    """The values of a column to choose from, as they first appear among the rows that are drawn; of a grouped chart, the rows before they are grouped."""
    ledger, language = relations.ledger, relations.language
    relation = relations.of(begun(asked), silent, whole=False)
    if relation is None:
        return []
    field = column_of(relation.table, name, language)
    if field is None:
        wrong("choose", f"choose: {asked.table} has no column {shown(name)}", did_you_mean(name, relation.table.columns))
        return []
    found: dict[str, str] = {}
    for record in relation.records:
        if cell := printed(getattr(record, field.name)):
            text = cell_text(ledger, relation.table, record, name, language)
            found.setdefault(cell, asked.names.get(cell) or asked.names.get(text, text))
    if len(found) < 2 or len(found) > _MOST:
        what = f"all rows have one {name}" if len(found) < 2 else f"{name} has {len(found)} values, a list for readers has at most {_MOST}"
        wrong("choose", f"choose: {what}", "name a column in which rows differ" if len(found) < 2 else "name a coarser column, or recode this one in compute:")
        return []
    slugs = [_slug(cell) for cell in found]
    return [_Value(s if slugs.count(s) == 1 else _digest(cell), text, field.name, cell) for s, (cell, text) in zip(slugs, found.items(), strict=True)]


def _slug(text: str) -> str:
    """A name for addresses."""
    slug = re.sub(r"[^a-z0-9]+", "-", text.removeprefix("-").lower()).strip("-") if text.isascii() else ""
    return f"{slug}-down" if slug and text.startswith("-") else slug or _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _parameter(column: str) -> str:
    slug = _slug(column)
    return f"{slug}-is" if slug in ("order", "view", "find") else slug


def _title(asked: Asked, relation: Relation, column: str, language: str) -> str:
    return asked.columns.get(column) or title_of(relation.table, column, language)


def _order(asked: Asked, relation: Relation, each: str, view: View) -> str:
    """The words of an order: a column, and where it begins if that is a number."""
    name = each.removeprefix("-")
    title, column = _title(asked, relation, name, view.language), column_of(relation.table, name, view.language)
    if column and column.type in ("number", "integer"):
        return view.t("order-down" if each.startswith("-") else "order-up", what=title)
    return title
