"""Numbers and names within the words of a declared chart, so that they cannot disagree with what is drawn.

    {count}                     how many marks; {wrong.count} how many rows of the set ``wrong``, {all.count} before ``limit``
    {top.name}, {top.value}     who has the largest number, and that number in words; {bottom.…} the smallest, {first.…}, {last.…} as drawn
    {wrong.names}               all names of a set, as a sentence lists them
    {top.year}, {an-id.cut}     any column of such a row, or of the row ``an-id``, wherever it stands
    {sum}, {mean}, {median}     of the numbers that are drawn, or of a set: {wrong.sum}; of another column: {sum.share}
    {chosen}                    what a reader has chosen, in the words of ``when``
    {top.share.spelt}           written otherwise: ``spelt`` (up to nine in words), ``bare`` (without its unit), ``size`` (without its sign),
                                ``rounded`` (four figures), ``worded`` ("at least" for ≥), ``small`` (a name within a sentence)

Who shares the largest number is named too. Where a sentence has to be otherwise, it has forms: ``none``, ``one``, ``all``, ``tie`` (several share
the largest number), and those of the language for a number, of which ``other`` must be there; ``of: wrong`` says whose number counts::

    title: {of: wrong, none: All {count} add up, one: One of {count} does not, other: "{wrong.count} of {count} do not"}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledger import wording
from ledger.charts.declared.asked import Asked, Text
from ledger.charts.declared.conditions import all_of
from ledger.charts.declared.deriving import PERCENT
from ledger.charts.declared.grouping import AGGREGATES, MIDDLES, decimals_of, digits_of
from ledger.charts.declared.points import name_of, words_of
from ledger.charts.declared.records import Record, Relation, Unfit, record_of
from ledger.charts.declared.values import cell_text, column_of, exact, hedge_of, number_of, unit_of, units_in
from ledger.charts.figure import ChartMistake, View
from ledger.language import forms_of, manner
from ledger.load.ledger import Ledger
from ledger.load.schema import Field, Table
from ledger.load.typed import shown
from ledger.problems import did_you_mean, meant_by

SLOT = re.compile(r"\{([^{}]*)\}")
_STYLES = ("spelt", "bare", "size", "rounded", "worded", "small")
_ENDS = ("top", "bottom", "first", "last")
_SUMS = ("sum", "mean", "median")
_OWN = ("none", "all", "tie", "of")
NBSP = "\u00a0"
LONGEST = 40
"""Rows that a list below a chart has at most."""


@dataclass(frozen=True)
class Told:
    """What words are about: ``drawn`` are the records that have marks, ``every`` those before ``limit``, ``column`` the number that is drawn.
    ``beside`` are lines to compare with, ``chosen`` is what a reader has chosen."""

    view: View
    asked: Asked
    relation: Relation
    drawn: Sequence[Record]
    every: Sequence[Record]
    column: str
    named: Sequence[str]
    beside: Sequence[Record] = ()
    chosen: str = ""

    def set(self, name: str) -> list[Record]:
        """The records of a set, by its name."""
        if name in ("", "all", "rest"):
            rest = [r for r in self.every if not any(r is d for d in self.drawn)]
            return list(self.drawn if not name else self.every if name == "all" else rest)
        test = all_of(self.relation, self.asked.sets[name], self.view.ledger)
        return [r for r in self.every if test(r)]


def check_text(
    key: str, text: Text, asked: Asked, relation: Relation, ledger: Ledger, language: str, numbers: bool, wrong: Callable[[str, str, str], None]
) -> None:
    """Say what is wrong with words: a form that there is not, a slot that means nothing."""
    if isinstance(text, dict):
        known = list(dict.fromkeys([*_OWN, "one", *forms_of(language)]))
        unknown = [form for form in text if form not in known]
        for form in unknown:
            wrong(f"{key}.{form}", f"{key}: {shown(form)} is no form of a text in '{language}'", did_you_mean(form, known))
        if "other" not in text and all(meant_by(form, known) != "other" for form in unknown):
            wrong(key, f"{key}: the form 'other' is missing", "add other: …, for all numbers that have no form of their own")
        if (of := text.get("of", "")) and of not in asked.sets:
            wrong(f"{key}.of", f"{key}: there is no set {shown(of)}", did_you_mean(of, asked.sets))
    for form, words in text.items() if isinstance(text, dict) else [("", text)]:
        at = f"{key}.{form}" if form else key
        if "[[" in words or "{{" in words:
            wrong(at, f"{key}: a chart's words hold neither references nor templates", "write what is meant, as [[typed:…]] would print it")
            continue
        for slot in SLOT.findall(words) if form != "of" else ():
            if slot == "chosen" and key.startswith("when."):
                continue
            if remedy := _amiss(slot, asked, relation, ledger, language, numbers):
                wrong(at, f"{key}: {{{slot[:40]}}} means nothing here", remedy)


def _amiss(slot: str, asked: Asked, relation: Relation, ledger: Ledger, language: str, numbers: bool) -> str:
    """What to do about a slot that is not right; nothing for one that is."""
    parts, ids = slot.split("."), {getattr(r, "id", None) for r in relation.records}
    if parts[-1] in _STYLES:
        parts = parts[:-1]
    sets = [*asked.sets, "all", "rest"]
    if parts and parts[0] in sets:
        parts = parts[1:]
    if len(parts) == 2 and parts[0] in _SUMS and parts[1] in relation.numbers:
        return ""
    if parts in (["count"], ["share"], ["names"], *([s] for s in _SUMS if numbers)):
        return ""
    if parts and not numbers and (parts[0] in ("top", "bottom", *_SUMS) or parts[1:] == ["value"]):
        return "this mark draws no numbers: use count, names, first, last, or a set"
    if parts and parts[0] not in (*_ENDS, *ids) and parts[0] in ledger.owner:
        table = ledger.schema.tables[ledger.owner[parts[0]][0]]
        known = [*table.columns, "name"]
        return "" if len(parts) == 2 and (parts[1] == "name" or column_of(table, parts[1], language)) else did_you_mean(".".join(parts[1:]), known)
    if not parts or parts[0] not in (*_ENDS, *ids):
        return did_you_mean(slot, ["count", "names", "top.name", "top.value", "bottom.name", "bottom.value", *_SUMS, *sets])
    column = ".".join(parts[1:])
    if column in ("name", "value") or (column and column_of(relation.table, column, language)):
        return ""
    return did_you_mean(column, ["name", "value", *relation.table.columns])


def told(text: Text, about: Told) -> str:
    """The words, filled in."""
    if isinstance(text, dict):
        text = _form(text, about)
    pieces, end = [], 0
    for found in SLOT.finditer(text):
        pieces.append(text[end : found.start()])
        said = _said(found[1], about)
        begins = not "".join(pieces).strip() or "".join(pieces).rstrip().endswith((".", "!", "?"))
        pieces.append(said[:1].upper() + said[1:] if begins and not found[1].endswith(".small") else said)
        end = found.end()
    return "".join([*pieces, text[end:]])


def _form(forms: Mapping[str, str], about: Told) -> str:
    inside, whole = about.set(forms.get("of", "")), about.set("all" if forms.get("of") else "")
    if not inside and "none" in forms:
        return forms["none"]
    if forms.get("of") and len(inside) == len(whole) and "all" in forms:
        return forms["all"]
    if "tie" in forms and len(_ends(inside, about, "top")) > 1:
        return forms["tie"]
    if len(inside) == 1 and "one" in forms:
        return forms["one"]
    plain = {form: text for form, text in forms.items() if form not in _OWN}
    return manner(about.view.language).form(plain, len(inside))


def _ends(records: Sequence[Record], about: Told, end: str) -> list[Record]:
    """Who has the largest number, or the smallest; all of them where several share it."""
    if end in ("first", "last"):
        return list(records[:1] if end == "first" else records[-1:])
    given = [(r, n) for r in records if about.column and (n := number_of(r, about.column)) is not None]
    _one_unit(about, [r for r, _ in given], about.column, end)
    edge = (max if end == "top" else min)((n for _, n in given), default=None)
    return [r for r, n in given if n == edge]


def _one_unit(about: Told, records: Sequence[Record], column: str, slot: str) -> str:
    """The unit of numbers that are ranked or added up. Raises ``ChartMistake`` where there are several."""
    units = units_in(about.relation.table, records, column)
    if len(units) > 1:
        what = f"{{{slot}}}: the numbers are in {' and in '.join(u or 'no unit' for u in units)}"
        raise ChartMistake(what, "convert them in compute:, or name a set of rows in one unit")
    return next(iter(units), "")


def _said(slot: str, about: Told) -> str:
    parts = slot.split(".")
    style = parts.pop() if parts[-1] in _STYLES else ""
    records = about.set(parts.pop(0)) if parts[0] in (*about.asked.sets, "all", "rest") else about.set("")
    view = about.view
    if parts == ["chosen"]:
        return about.chosen
    if parts == ["count"]:
        return _number(view, Decimal(len(records)), "", style)
    if parts == ["share"]:
        return _number(view, Decimal(round(len(records) * 100 / max(len(about.every), 1))), PERCENT, style)
    if parts == ["names"]:
        return view.listed(list(dict.fromkeys(_styled(_name(about, r), style) for r in records)))
    if parts[0] in _SUMS:
        column = parts[1] if len(parts) > 1 else about.column
        values = [n for r in records if (n := exact(r, column)) is not None]
        unit = _one_unit(about, records, column, slot)
        if not values:
            raise ChartMistake(f"{{{slot}}}: there is no number to make it of", "give the text a form none:")
        value, decimals = AGGREGATES[parts[0]](values), decimals_of(number_of(r, column) for r in records)
        return _number(view, round(value, digits_of(value, values, decimals) if parts[0] in MIDDLES else decimals[1]), unit, style)
    found = _ends(records, about, parts[0]) if parts[0] in _ENDS else [r for r in about.relation.records if getattr(r, "id", None) == parts[0]]
    column = ".".join(parts[1:])
    if not found and parts[0] in view.ledger.owner:
        return _elsewhere(view, parts[0], column, style)
    if not found:
        raise ChartMistake(f"{{{slot}}}: there is no such row", "give the text a form none:")
    if column == "name":
        return view.listed([_styled(_name(about, r), style) for r in dict.fromkeys(found)])
    return _cell(about, found[0], about.column if column == "value" and parts[0] in _ENDS else column, style)


def _elsewhere(view: View, id: str, name: str, style: str) -> str:
    """A cell of a row that is not drawn."""
    table, row = view.ledger.owner[id]
    schema = view.ledger.schema.tables[table]
    column = column_of(schema, name, view.language)
    if name == "name" or column is None:
        return next((text for c in ("name", "title") if (text := getattr(row, f"{c}_{view.language}", None))), id)
    return _worded(view, schema, record_of(row), column, style)


def _cell(about: Told, record: Record, name: str, style: str) -> str:
    view, table = about.view, about.relation.table
    column = column_of(table, name, view.language)
    return cell_text(view.ledger, table, record, name, view.language) if column is None else _worded(view, table, record, column, style)


def _worded(view: View, table: Table, record: Record, column: Field, style: str) -> str:
    if column.type not in ("number", "integer") or getattr(record, column.name) is None:
        return _styled(cell_text(view.ledger, table, record, column.name, view.language), style)
    if style == "worded":
        comparator, _ = hedge_of(table, record, column.name)
        return bound(wording.in_sentence(view.ledger, words_of(view, table, record, column.name), comparator, view.language))
    if style:
        value = number_of(record, column.name)
        assert value is not None
        return _number(view, value, unit_of(table, record, column.name), style)
    return bound(words_of(view, table, record, column.name))


def _name(about: Told, record: Record) -> str:
    return name_of(about.view, about.asked, about.relation.table, record, about.named)


def _styled(text: str, style: str) -> str:
    return text[:1].lower() + text[1:] if style == "small" and text[1:2].islower() else text


def _number(view: View, value: Decimal, unit: str, style: str) -> str:
    if style == "spelt" and value == value.to_integral_value() and value >= 0:
        return wording.spelt(int(value), view.language)
    if style == "size":
        value = abs(value)
    if style == "rounded":
        return bound(wording.rounded(view.ledger, value, unit or None, view.language)[0])
    return bound(wording.quantity(view.ledger, value, None if style == "bare" else unit or None, view.language))


def bound(text: str) -> str:
    """A number and its unit, which do not part at the end of a line."""
    return re.sub(r"(?<=\d) ", NBSP, text)


def check_lists(asked: Asked, relation: Relation, ledger: Ledger, wrong: Callable[[str, str, str], None]) -> None:
    """Say which lists are of no set, or of one that is too large; what is wrong with the conditions of sets was said before."""
    for name in asked.lists:
        if name not in asked.sets:
            remedy = did_you_mean(name, asked.sets) if asked.sets else "say which rows: sets: {name: {column: value}}"
            wrong(f"lists.{name}", f"lists: there is no set {shown(name)}", remedy)
            continue
        try:
            many = sum(map(all_of(relation, asked.sets[name], ledger), relation.records)) if isinstance(asked.sets[name], dict) else 0
        except Unfit:
            continue
        if many > LONGEST:
            what = f"lists: {name}: {many} rows are more than somebody reads below a chart ({LONGEST})"
            wrong(f"lists.{name}", what, "narrow the set; the table below the chart has all rows")


def listed_in(name: str, about: Told) -> list[tuple[str, Record]]:
    """The records of a set, each with its name and its number in words, in the order in which they are drawn."""
    view, table = about.view, about.relation.table
    found = []
    for record in about.set(name):
        given = about.column and getattr(record, about.column) is not None
        number = f"{view.t('colon')}{bound(words_of(view, table, record, about.column))}" if given else ""
        found.append((f"{_name(about, record)}{number}", record))
    return found


def check_sets(asked: Asked, relation: Relation, ledger: Ledger, wrong: Callable[[str, str, str], None]) -> None:
    """Say what is wrong with the conditions of sets, of what is highlighted and of what is red."""
    for key, conditions in (
        *((f"sets.{n}", c) for n, c in asked.sets.items()),
        *((key, getattr(asked, key)) for key in ("highlight", "red", "against", "about")),
    ):
        try:
            if not isinstance(conditions, dict):
                raise Unfit("which rows?", "write {column: value}")
            all_of(relation, conditions, ledger)
        except Unfit as unfit:
            wrong(f"{key}.{unit}" if (unit := unfit.key) else key, f"{key.replace('.', ': ')}: {unfit.what}", unfit.remedy)
