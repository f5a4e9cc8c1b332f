"""Only what is alike shares an axis, a ranking or a line: one unit, one kind, one basis; of targets and past figures also one indicator
and one period.

Numbers in different units, of different kinds (a level, a cut, a yearly rate) or on different bases are refused, always: not even a
legend makes tonnes of kilowatt-hours. The other differences may be meant, and have to be seen then: name the column where the rows are
named (``y``), in ``colour`` or in ``panels``; or in ``unlike``, and the note says that the rows differ in it. Each panel has an axis
of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledger.charts.declared.asked import Asked, names_of
from ledger.charts.declared.derived import CHANGE
from ledger.charts.declared.records import Record, Relation
from ledger.charts.declared.relation import Wrong
from ledger.charts.declared.values import column_of, printed, unit_of
from ledger.charts.theme import INKS
from ledger.load.ledger import Ledger
from ledger.load.schema import Field, Table

PERIODS = ("year", "base_year")
"""The columns of a role that say when."""


HUES = (*(name for name in INKS if name.startswith("hue-") and name != "hue-1"), "hue-1")
"""The inks of groups, in the order in which they are given out: green, which says "promised", comes last."""


def is_unlike(asked: Asked, relation: Relation, numbers: Sequence[str], key: str, ledger: Ledger, language: str, wrong: Wrong, alone: bool = False) -> bool:
    """Whether the numbers do not belong together, which is then said."""
    for panel in panels_of(asked, relation, language, alone) if numbers else ():
        if _units_differ(asked, panel, numbers, key, wrong) or _others_differ(asked, panel, numbers, key, ledger, wrong):
            return True
    return False


def panels_of(asked: Asked, relation: Relation, language: str, alone: bool = False) -> Iterator[Relation]:
    """The rows of each panel, and of each name that stands ``alone``; all of them where there are none."""
    by = [c for c in (asked.panels, *(names_of(asked) if alone else ())) if c]
    if not by:
        yield relation
        return
    columns = [found.name if (found := column_of(relation.table, name, language)) else name for name in by]
    groups: dict[tuple[str, ...], list[Record]] = {}
    for record in relation.records:
        groups.setdefault(tuple(printed(getattr(record, name)) for name in columns), []).append(record)
    for records in groups.values():
        yield Relation(relation.table, tuple(records), relation.derived)


def _units_differ(asked: Asked, relation: Relation, numbers: Sequence[str], key: str, wrong: Wrong) -> bool:
    units = dict.fromkeys(unit_of(relation.table, r, c) for r in relation.records for c in numbers)
    if len(units) < 2:
        return False
    column = "unit" if "unit" in relation.table.columns else ""
    remedy = f"filter by {column}, convert them, or say panels: {column}" if column else "draw one column"
    wrong(key, f"values in different units: {', '.join(u or 'none' for u in units)}", remedy)
    return True


def _others_differ(asked: Asked, relation: Relation, numbers: Sequence[str], key: str, ledger: Ledger, wrong: Wrong) -> bool:
    table, seen = relation.table, seen_in(asked)
    for field in table.fields:
        alike = all(c in relation.derived for c in numbers) and any((own := table.field(c)) is not None and own.format == CHANGE for c in numbers)
        about = ("" if alike else _about_values(field, numbers, ledger)) or _about_periods(table, field, asked)
        if not about or field.name in seen or field.name in asked.unlike:
            continue
        if table.plays_as(field.name) in PERIODS and any(_follows(relation, field.name, c) for c in seen if table.plays_as(c) in PERIODS):
            continue
        kinds = dict.fromkeys(printed(getattr(r, field.name)) or "none" for r in relation.records)
        if len(kinds) > 1:
            named = ", ".join(list(kinds)[:6]) + (" …" if len(kinds) > 6 else "")
            remedy = (
                f"filter by {field.name}, or name it in colour:, y: or panels:"
                if about == "kind"
                else f"filter by {field.name}, name it in y:, colour: or panels:, or say unlike: [{field.name}]"
            )
            wrong(key, f"values of different {field.name}: {named}", remedy)
            return True
    return False


def _follows(relation: Relation, column: str, other: str) -> bool:
    """Whether rows that are alike in one column are alike in another: who sees that one plan ends in 2015 and one in 2020 sees when each begins."""
    pairs = {(printed(getattr(r, other)), printed(getattr(r, column))) for r in relation.records if getattr(r, column) is not None}
    return len({seen for seen, _ in pairs}) == len(pairs)


def _about_values(field: Field, numbers: Sequence[str], ledger: Ledger) -> str:
    """Whether a column says what sort of value a number is."""
    stated = numbers[-1].startswith("stated")
    return "kind" if field.name == "basis" or (field.vocabulary in ledger.schema.value_kinds and not stated) else ""


def _about_periods(table: Table, field: Field, asked: Asked) -> str:
    """Whether a column says what is measured, or for when, of a promise or a past figure."""
    if table.role not in ("target", "observation") or asked.mark in ("line", "path", "spark") or asked.group:
        return ""
    return "scope" if table.plays_as(field.name) in ("indicator", *PERIODS) else ""


def seen_in(asked: Asked) -> set[str]:
    """The columns whose values a reader sees, or that are the same for all."""
    across = [asked.x] if isinstance(asked.x, str) else []
    one = [column for column, wanted in asked.filter.items() if isinstance(wanted, str) and "*" not in wanted and not wanted.startswith("not ")]
    return {*one, *(c for c in asked.filter if c not in one and c in names_of(asked)), *names_of(asked), *across, coloured(asked), asked.panels}


def order_of(asked: Asked, table: Table, ledger: Ledger, language: str) -> list[str]:
    """What the groups of ``colour`` are called, in the order in which ``recode``, ``where`` or the file of their vocabulary has them."""
    field = column_of(table, asked.colour, language)
    if field is None:
        return []
    words = (
        {id: ledger.name(field.vocabulary, id, language) for id in ledger.vocabularies[field.vocabulary]} if field.vocabulary else {n: n for n in field.enum}
    )
    return [asked.names.get(id, asked.names.get(name, name)) for id, name in words.items()]


def coloured(asked: Asked) -> str:
    """The column that ``colour`` names; nothing where it names an ink."""
    return asked.colour if asked.colour not in INKS else ""
