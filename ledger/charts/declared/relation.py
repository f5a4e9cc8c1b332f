"""The rows that a chart draws, in seven steps: the table, ``filter``, ``add``, ``join``, ``compute``, ``group``, its ``compute``.

A condition of ``filter`` is met as soon as its column is there: one of the table's own columns before anything is derived, so that a
share is that of the rows which are drawn. A chart asks many times, for each of its states, widths and texts, so what a step made is
known to whoever takes the same steps again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ledger.charts.declared.adding import add
from ledger.charts.declared.asked import Asked, Group
from ledger.charts.declared.conditions import test_of
from ledger.charts.declared.derived import FUNCTIONS, derive
from ledger.charts.declared.grouping import grouped
from ledger.charts.declared.joining import join, related
from ledger.charts.declared.records import Relation, Unfit
from ledger.load.ledger import Ledger
from ledger.load.typed import read_settings, shown
from ledger.load.yamlfile import YamlFile
from ledger.problems import Problems, did_you_mean

Wrong = Callable[[str, str, str], None]
"""Called with the key that is wrong (``filter.unit`` for what is inside), what is wrong with it, and what to do."""


class Stop(Exception):
    """Something was wrong, and has been said."""


class Relations:
    """The rows of declarations in one language of a ledger, which does not change meanwhile."""

    def __init__(self, ledger: Ledger, language: str) -> None:
        self.ledger, self.language = ledger, language
        self._known: dict[tuple[str, ...], Relation] = {}

    def of(self, asked: Asked, wrong: Wrong, *, whole: bool = True) -> Relation | None:
        """The rows, or, unless ``whole``, those that are grouped then; ``None`` where something is wrong, which is then said."""
        try:
            return _Steps(asked, self, wrong).relation(whole)
        except Stop:
            return None

    def after(self, steps: tuple[str, ...], make: Callable[[], Relation]) -> Relation:
        """What ``make`` makes after the ``steps``, which say all that it goes by."""
        if steps not in self._known:
            self._known[steps] = make()
        return self._known[steps]


class _Steps:
    def __init__(self, asked: Asked, relations: Relations, wrong: Wrong) -> None:
        self.asked, self.relations, self.ledger, self.wrong = asked, relations, relations.ledger, wrong
        self.titles = {name: {relations.language: text} for name, text in asked.columns.items()}
        self.waiting = dict(asked.filter)
        self.taken: tuple[str, ...] = (repr(self.titles),)

    def relation(self, whole: bool) -> Relation:
        asked = self.asked
        found = self.filtered(self.taking(asked.table, lambda: related(self.ledger.schema.tables[asked.table], self.ledger)))
        for name, conditions in asked.add.items():
            found = self.step(f"add.{name}", conditions, "add: ", partial(add, found, name, conditions, self.ledger))
        for name, way in asked.join.items():
            found = self.step(f"join.{name}", way, "join: ", partial(join, found, name, way, self.ledger, self.titles))
        found = self.filtered(found) if asked.join else found
        found = self.computed(found, asked.compute, "compute")
        if not whole:
            return found
        if asked.group:
            group = self.settings(Group, asked.group, "group")
            made = partial(grouped, found, group.by, group.take, self.ledger, self.titles)
            found = self.step("group", (group.by, group.take), "group: ", made)
            found = self.computed(found, group.compute, "group.compute")
        for column in self.waiting:
            known = did_you_mean(column, found.table.columns)
            self.wrong(f"filter.{column}", f"filter: {asked.table} has no column {shown(column)}", known)
        if self.waiting:
            raise Stop
        return found.titled(self.titles)

    def taking(self, step: str, make: Callable[[], Relation]) -> Relation:
        """One step more."""
        self.taken = (*self.taken, step)
        return self.relations.after(self.taken, make)

    def step(self, place: str, told: Any, prefix: str, make: Callable[[], Relation]) -> Relation:
        """A step that a declaration asks for at ``place``, where ``told`` stands; what cannot be had is said."""
        try:
            return self.taking(f"{place} {told!r}", make)
        except Unfit as unfit:
            inside = f"{place}.take.{unfit.key}" if prefix == "group: " and unfit.key else f"{place}.{unfit.key}" if unfit.key else place
            self.wrong(inside, f"{prefix}{unfit.what}", unfit.remedy)
            raise Stop from None

    def filtered(self, relation: Relation) -> Relation:
        """Those that meet the conditions whose columns are there by now."""
        now = {c: wanted for c, wanted in self.waiting.items() if c in relation.table.columns}
        self.waiting = {c: wanted for c, wanted in self.waiting.items() if c not in now}
        return self.taking(f"filter {now!r}", lambda: self.meeting(relation, now)) if now else relation

    def meeting(self, relation: Relation, conditions: Mapping[str, Any]) -> Relation:
        """Those that meet all conditions; each that none can meet is said."""
        tests = []
        for column, wanted in conditions.items():
            try:
                tests.append(test_of(relation, column, wanted, self.ledger))
            except Unfit as unfit:
                self.wrong(f"filter.{column}", f"filter: {unfit.what}", unfit.remedy)
        if len(tests) < len(conditions):
            self.say_unknown(relation)
            raise Stop
        return Relation(relation.table, tuple(r for r in relation.records if all(test(r) for test in tests)), relation.derived)

    def say_unknown(self, relation: Relation) -> None:
        if not (self.asked.join or self.asked.compute or self.asked.group):
            for column in self.waiting:
                self.wrong(f"filter.{column}", f"filter: {self.asked.table} has no column {shown(column)}", did_you_mean(column, relation.table.columns))

    def computed(self, relation: Relation, columns: Mapping[str, Any], place: str) -> Relation:
        for name, told in columns.items():
            at = f"{place}.{name}"
            function = next((key for key in told if key in FUNCTIONS), "") if isinstance(told, dict) else ""
            if not name.isidentifier() or name in relation.table.columns:
                what = "stands for a column already" if name in relation.table.columns else "cannot be the name of a column"
                self.wrong(at, f"{place}: {shown(name)} {what}", "give it another name, of letters, digits and _")
                raise Stop
            if not function:
                key = next(iter(told), "") if isinstance(told, dict) else str(told)
                self.wrong(at, f"{place}: {name}: {shown(key)} is no function of columns", did_you_mean(key, FUNCTIONS))
                raise Stop
            settings = self.settings(FUNCTIONS[function].settings, told, at)
            made = partial(derive, relation, name, function, settings, self.ledger, self.titles.get(name, {}))
            relation = self.filtered(self.step(at, told, f"{name}: ", made))
        return relation

    def settings(self, kind: Any, told: Any, at: str) -> Any:
        """A mapping within the declaration, typed; what is wrong with it is said at its place."""
        problems = Problems()
        found = read_settings(kind, YamlFile("", {"": told}, {}), ("",), problems)
        for problem in problems:
            key = problem.what.removeprefix("unknown key '").partition("'" if "unknown key" in problem.what else ":")[0]
            self.wrong(f"{at}.{key}" if isinstance(told, dict) and key in told else at, f"{at.replace('.', ': ')}: {problem.what}", problem.remedy)
        if found is None or problems.found:
            raise Stop
        return found
