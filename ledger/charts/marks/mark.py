"""What a mark is: which columns it needs, what tells two of it apart, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ledger.charts.declared.asked import Asked, names_of
from ledger.charts.declared.points import Point, Scene
from ledger.charts.declared.records import Unfit


class Needed(NamedTuple):
    """A column that is named in a key, and whether it has to be a number."""

    key: str
    column: str
    is_number: bool = False


@dataclass(frozen=True)
class Drawing:
    """A chart, the points that it draws, and those that are only told in its table."""

    chart: Any
    points: list[Point]
    untold: list[Point]


@dataclass(frozen=True)
class Mark:
    """``numbers`` are the columns whose numbers are drawn, ``needs`` all that it is told of (raises ``Unfit``), ``apart`` the columns whose
    texts tell two of it apart, ``None`` where they may lie beside one another. ``across`` names the second column of its table, ``takes``
    are the keys that it obeys besides those of all, ``names`` the columns that name one, ``key`` is the key that its numbers stand in. It ``turns``
    for readers from right to left, unless it runs over time or is a map. A drawing of more than ``most`` rows is no chart any more.
    Where it is ``dated``, ``x`` is a date, and ``when`` tells from it when a row is, if one that is at no time is not drawn: nothing where
    it does not say (raises ``ValueError`` where it is no date and has to be one). Where it stands ``alone``, each name has an axis of its
    own. ``series`` is what of a point names the group that it is read in."""

    name: str
    about: str
    numbers: Callable[[Asked], list[str]]
    needs: Callable[[Asked], list[Needed]]
    draw: Callable[[Scene], Drawing]
    apart: Callable[[Asked], list[str]] | None = None
    across: Callable[[Asked], str] = lambda asked: ""
    takes: frozenset[str] = frozenset()
    names: Callable[[Asked], list[str]] = names_of
    key: str = "x"
    turns: bool = True
    group: str = "groups"
    series: str = "hue"
    most: int = 300
    dated: bool = False
    when: Callable[[Any], object] | None = None
    alone: bool = False


def single(asked: Asked, key: str, mark: str, remedy: str = "name one") -> str:
    """The one column of a key. Raises ``Unfit``."""
    value = getattr(asked, key)
    if isinstance(value, list):
        raise Unfit(f"a {mark} has one column for {key}, not {len(value)}", remedy, key)
    if not value:
        raise Unfit(f"{key} is missing", f"add {key}: …", key)
    return str(value)


def named(asked: Asked) -> list[Needed]:
    """The columns that name the rows. Raises ``Unfit``."""
    if not asked.y:
        raise Unfit("y is missing", "add y: …", "y")
    return [Needed("y", column) for column in ([asked.y] if isinstance(asked.y, str) else asked.y)]


def by_one(asked: Asked, mark: str, remedy: str = "name one", *, is_number: bool = False) -> list[Needed]:
    """The columns that name the rows, and the one that lies across. Raises ``Unfit``."""
    return [*named(asked), Needed("x", single(asked, "x", mark, remedy), is_number)]


def valued(asked: Asked, what: str) -> Needed:
    """The column of ``value``, a number that does ``what``. Raises ``Unfit``."""
    if not asked.value:
        raise Unfit("value is missing", f"say which number {what}: value: …", "value")
    return Needed("value", asked.value, True)


def from_one_to_another(asked: Asked, mark: str) -> list[Needed]:
    """The columns that name the rows, and the two that each goes between. Raises ``Unfit``."""
    if not isinstance(asked.x, list) or len(asked.x) != 2:
        raise Unfit(f"a {mark} goes from one column to another", "write x: [base_value, value]", "x")
    return [*named(asked), *(Needed("x", column, True) for column in asked.x)]
