"""What stands within the keys of a declaration, typed: its axis, its lines and ranges; and what is otherwise on a phone."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

import msgspec

from ledger.charts.declared.asked import ON_A_PHONE, Asked, Axis, Band, Line, Listed
from ledger.charts.declared.relation import Wrong
from ledger.load.typed import Settings, read_settings, shown
from ledger.load.yamlfile import YamlFile
from ledger.problems import Problems, did_you_mean

S = TypeVar("S", bound=Settings)


class Inner(NamedTuple):
    axis: Axis
    lines: dict[str, Line]
    bands: dict[str, Band]
    lists: dict[str, Listed]


def inner_of(asked: Asked, wrong: Wrong) -> Inner:
    """What is right of it; what is wrong is said."""
    lines = {name: line for name, told in asked.reference.items() if (line := read_inner(Line, told, f"reference.{name}", wrong))}
    bands = {name: band for name, told in asked.band.items() if (band := read_inner(Band, told, f"band.{name}", wrong))}
    lists = {name: each for name, told in asked.lists.items() if (each := read_inner(Listed, told or {}, f"lists.{name}", wrong))}
    for name, line in lines.items():
        if (line.at is None) == (not line.row):
            wrong(f"reference.{name}", f"reference: {name}: where?", "write at: a number, or row: the id of a row")
    for name, band in bands.items():
        if band.from_ >= band.to:
            wrong(f"band.{name}.from", f"band: {name}: from: {band.from_:g} is not below to: {band.to:g}", "write the smaller number first")
    return Inner(read_inner(Axis, asked.axis, "axis", wrong) or Axis(), lines, bands, lists)


def for_phone(asked: Asked, wrong: Wrong) -> Asked:
    """The declaration as it is on a phone."""
    for key in asked.narrow:
        if key not in ON_A_PHONE:
            wrong(f"narrow.{key}", f"narrow: {shown(key)} is the same on a phone", did_you_mean(key, ON_A_PHONE))
    more = {key: value for key, value in asked.narrow.items() if key in ON_A_PHONE}
    if "limit" in more:
        try:
            more["limit"] = int(more["limit"])
        except (TypeError, ValueError):
            wrong("narrow.limit", f"narrow: limit: {shown(more['limit'])} is not a whole number", "write a whole number")
            del more["limit"]
    if more.get("limit", 1) < 1:
        wrong("narrow.limit", f"narrow: limit: {more['limit']} rows are no chart", "write 1 or more, or leave limit: out")
    return msgspec.structs.replace(asked, **{key: _over(getattr(asked, key), value) for key, value in more.items()}) if more else asked


def check_phone(asked: Asked, wrong: Wrong) -> None:
    """Say what is wrong with the declaration as it is on a phone; what is wrong with it everywhere was said before."""
    before: list[str] = []
    inner_of(asked, lambda key, what, remedy: before.append(what))

    def at_phone(key: str, what: str, remedy: str) -> None:
        if what not in before:
            wrong(f"narrow.{key}", f"narrow: {what}", remedy)

    inner_of(for_phone(asked, wrong), at_phone)


def _over(below: Any, above: Any) -> Any:
    """A mapping laid over another."""
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{key: _over(below.get(key), value) for key, value in above.items()}}
    return above


def read_inner(kind: type[S], told: Any, at: str, wrong: Wrong) -> S | None:
    """A mapping within the declaration, typed; ``None`` where something is wrong with it, which is said at its place."""
    problems = Problems()
    found = read_settings(kind, YamlFile("", {"": told}, {}), ("",), problems)
    for problem in problems:
        key = problem.what.removeprefix("unknown key '").partition("'" if "unknown key" in problem.what else ":")[0]
        wrong(f"{at}.{key}" if isinstance(told, dict) and key in told else at, f"{at.replace('.', ': ')}: {problem.what}", problem.remedy)
    return None if problems.found else found


def silent(key: str, what: str, remedy: str) -> None:
    """For what was checked before."""
