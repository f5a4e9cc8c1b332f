"""What a reference to the data stands for: the value of a row, a name, a citation, a count, a total.

    [[nm12-gdp-energy-2015]]               the value of a row with its unit, linked to the row
    [[nm12-gdp-energy-2015.base_value]]    another number of that row
    [[size:nm12-so2-2015.stated_change]]   the same without the sign of a rise or fall, which the sentence words
    [[about:cases-1.saved]]                the same in four figures, as prose wants it, with "about" where that rounds
    [[name:gt24-1-14]]                     the name of a row or term, linked to its page; a document's as titles are set
    [[cite:nm12-gdp-energy-2015]]          a short citation of policy and clause, linked to the clause
    [[count:technologies category=gt24-c1]]          how many rows there are
    [[sum:cases.saved basis=yearly]]                 a total over rows; [[about:sum:…]] in four figures
    [[typed:8 %]]                          a figure that no row has, typed on purpose (``ledger.check.typed``)

A total is one of like things: of one unit (or of units that convert into each other), one kind, one basis, one indicator, and
no row in it contains another. A condition names what some row has. Everything else is refused; ``markdown`` says where.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from ledger import wording
from ledger.load.schema import Table
from ledger.load.units import load_units
from ledger.problems import did_you_mean
from ledger.render.brackets import split
from ledger.render.edition import Edition


class BadReference(Exception):
    """A reference that names nothing. ``remedy`` says what to write."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


class Resolved(NamedTuple):
    """The words of a reference, and where they lead (a canonical address; nothing where they lead nowhere)."""

    words: str
    address: str = ""
    kind: str = ""
    is_title: bool = False

    def html(self, edition: Edition, here: str) -> Markup:
        """The words as a link on the page ``here``."""
        if not self.address:
            return escape(self.words)
        kind = Markup(' class="{}"').format(self.kind) if self.kind else ""
        words = Markup("<cite>{}</cite>").format(self.words) if self.is_title else self.words
        return Markup('<a{} href="{}">{}</a>').format(kind, edition.url(self.address, here), words)


def resolve(edition: Edition, text: str) -> Resolved:
    """What one reference, without its brackets, stands for. Raises ``BadReference``."""
    kind, rest = split(text)
    if kind is None:
        if not rest:
            raise BadReference("names nothing", "write the id of a row, or a kind such as [[count:targets]]")
        return _value(edition, rest)
    if kind not in _VERBS:
        raise BadReference(f"'{kind}' is no kind of reference", did_you_mean(kind, _VERBS))
    if not rest:
        raise BadReference("names nothing", f"write what is meant behind the colon: [[{kind}:…]]")
    resolved = _VERBS[kind](edition, rest)
    if not resolved.words.strip():
        raise BadReference("has no words in this language", "write the words into its row")
    return resolved


def _row(edition: Edition, id: str) -> Any:
    found = edition.ledger.owner.get(id)
    if found is None:
        near = did_you_mean(id, edition.ledger.owner)
        raise BadReference(f"there is no row '{id}'", near if near.startswith("did") else "see the end of a row's address for its id")
    return found[1]


def _numbers(table: Table) -> list[str]:
    return [f.name for f in table.fields if f.type in ("number", "integer")]


def _value(edition: Edition, text: str) -> Resolved:
    id, point, column = text.partition(".")
    row = _row(edition, id)
    if point:
        return _linked(edition, row, edition.quantity(*_number_of(edition, row, column)))
    if getattr(row, "value", None) is None:
        raise BadReference(f"'{id}' has no value", "write [[name:…]] for a name, [[cite:…]] for a citation")
    return _linked(edition, row, wording.worded(edition.ledger, row, edition.tongue))


def _size(edition: Edition, text: str) -> Resolved:
    """How much, without the sign: "a cut of 5%" stands in the table as 5 under "cut", and as −5% in our column."""
    id, _, column = text.partition(".")
    row = _row(edition, id)
    value, unit = _number_of(edition, row, column or "value")
    return _linked(edition, row, edition.quantity(abs(value), unit))


def _about(edition: Edition, text: str) -> Resolved:
    """A value or a sum in four figures, with "about" where that rounds."""
    verb, _, rest = text.partition(":")
    if verb == "sum":
        return Resolved(edition.rounded(*_total(edition, rest.strip())[:2]))
    id, _, column = text.partition(".")
    row = _row(edition, id)
    return _linked(edition, row, edition.rounded(*_number_of(edition, row, column or "value")))


def _linked(edition: Edition, row: Any, words: str) -> Resolved:
    return Resolved(words, edition.address(row), "value")


def _number_of(edition: Edition, row: Any, column: str) -> tuple[Decimal, str | None]:
    """A number of a row and its unit."""
    table = edition.ledger.schema.tables[row.table]
    if column not in _numbers(table):
        raise BadReference(f"'{row.id}' has no number '{column}'", did_you_mean(column, _numbers(table)))
    value = getattr(row, column)
    if value is None:
        there = [c for c in _numbers(table) if getattr(row, c) is not None]
        raise BadReference(f"'{column}' is empty in this row", f"this row has {', '.join(there)}" if there else "this row has no numbers")
    return Decimal(value), _unit_of(edition, row, column)


def _unit_of(edition: Edition, row: Any, column: str) -> str | None:
    declared = edition.field(row.table, column)
    if declared and declared.type == "integer":
        return declared.unit or None
    return (declared.unit if declared else None) or getattr(row, edition.ledger.schema.tables[row.table].unit_column(column), None)


def _name(edition: Edition, id: str) -> Resolved:
    if id not in edition.ledger.owner:
        if term := _term(edition, id):
            return term
        names = (*edition.ledger.owner, *(term for vocabulary in edition.term_pages for term in edition.used_ids(vocabulary)))
        if (near := did_you_mean(id, names)).startswith("did"):
            raise BadReference(f"there is no row or term '{id}'", near)
    row = _row(edition, id)
    if edition.ledger.schema.tables[row.table].role == "document":
        return Resolved(edition.short_citation(row), edition.address(row), is_title=True)
    return Resolved(edition.label(row), edition.address(row))


def _term(edition: Edition, id: str) -> Resolved | None:
    """A name of a vocabulary; one that has a page is linked to it."""
    for vocabulary in edition.term_pages:
        if edition.has_term(vocabulary, id):
            return Resolved(edition.name(vocabulary, id), edition.term_address(vocabulary, id))
    found = [vocabulary for vocabulary, terms in edition.ledger.vocabularies.items() if id in terms]
    return Resolved(edition.name(found[0], id)) if found else None


def _cite(edition: Edition, id: str) -> Resolved:
    row = _row(edition, id)
    policy, clause = edition.source_of(row)
    if policy is None:
        raise BadReference(f"'{id}' cites no clause", "cite a row of a table that has a clause")
    return Resolved(edition.short_citation(policy, clause), edition.clause_address(policy, clause), "cite")


def _conditions(text: str) -> tuple[str, list[str]]:
    try:
        place, *conditions = shlex.split(text)
    except ValueError:
        place = ""
    if not place:
        raise BadReference("names no table, or a quote in it is not closed", "write [[count:targets]] or [[count:targets region=…]]")
    return place, conditions


def _cell(value: Any) -> tuple[str, ...]:
    """What a condition may ask of a cell: its text, each of its texts where it is a list."""
    if isinstance(value, tuple):
        return value or ("",)
    return ("" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value),)


def _matching(edition: Edition, table: str, conditions: Sequence[str]) -> tuple[Any, ...]:
    ledger = edition.ledger
    if table not in ledger.schema.tables:
        raise BadReference(f"there is no table '{table}'", did_you_mean(table, ledger.schema.tables))
    columns = ledger.schema.tables[table].columns
    rows = all_rows = ledger.rows(table)
    asked: dict[str, str] = {}
    for condition in conditions:
        column, equals, wanted = condition.partition("=")
        if not equals or column not in columns:
            raise BadReference(f"'{condition}' is no condition on {table}", did_you_mean(column, columns) if equals else "write column=value")
        there = dict.fromkeys(text for row in all_rows for text in _cell(getattr(row, column)))
        if wanted not in there:
            field = edition.field(table, column)
            terms = ledger.vocabularies.get(field.vocabulary, {}) if field and field.vocabulary else {}
            known = "no row of {} has {} '{}'" if not terms or wanted in terms else "{1} '{2}' is not in {3}"
            home = next(iter(terms.values())).file if terms else ""
            remedy = did_you_mean(wanted, [text for text in there if text])
            if not wanted:
                raise BadReference(f"no row of {table} has an empty {column}", "write a value behind the =")
            raise BadReference(known.format(table, column, wanted, home), remedy if not remedy.startswith("see") else f"see data/{table}.csv for what there is")
        first = asked.setdefault(column, wanted)
        if first != wanted and not any(isinstance(getattr(row, column), tuple) for row in all_rows):
            raise BadReference(f"asks for {column} '{first}' and '{wanted}', which no row has both", "write one reference for each")
        rows = tuple(row for row in rows if wanted in _cell(getattr(row, column)))
    return rows


def _count(edition: Edition, text: str) -> Resolved:
    table, conditions = _conditions(text)
    return Resolved(edition.number(Decimal(len(_matching(edition, table, conditions)))))


_ALIKE = ("indicator", "kind", "basis", "scope", "direction")
"""Columns that say what a number is; numbers that differ in one are not added."""


def _sum(edition: Edition, text: str) -> Resolved:
    total, unit, sign = _total(edition, text)
    return Resolved(sign + edition.quantity(total, unit))


def _total(edition: Edition, text: str) -> tuple[Decimal, str | None, str]:
    """The total of ``table.column condition=value …``, its unit, and what stands before it where a part is no exact number."""
    place, conditions = _conditions(text)
    table, _, column = place.partition(".")
    rows = _matching(edition, table, conditions)
    schema = edition.ledger.schema.tables[table]
    if not column:
        raise BadReference(f"names no column of {table}", f"write which is added: [[sum:{table}.{next(iter(_numbers(schema)), '…')}]]")
    if column not in _numbers(schema):
        raise BadReference(f"'{column}' is no number of {table}", did_you_mean(column, _numbers(schema)))
    if not rows:
        raise BadReference(f"no row of {table} meets all conditions", "take one away")
    rows = tuple(row for row in rows if getattr(row, column) is not None)
    if not rows:
        raise BadReference(f"'{column}' is empty in every row that fits", "choose another column, or other rows")
    _refuse_unlike(edition, rows, column)
    _refuse_nested(edition, rows)
    ranged = next((row for row in rows if column == "value" and getattr(row, "value_max", None) is not None), None)
    if ranged is not None:
        raise BadReference(f"'{getattr(ranged, 'id', table)}' is a range, which cannot be added", "add a condition that leaves it out")
    unit = _unit_of(edition, rows[0], column) or ""
    units = load_units(edition.ledger)
    values = ((Decimal(getattr(row, column)), _unit_of(edition, row, column) or "") for row in rows)
    total = sum((value if own == unit else units.convert(value, own, unit) for value, own in values), Decimal(0))
    return total, unit or None, _sign(edition, rows, column)


def _refuse_unlike(edition: Edition, rows: Sequence[Any], column: str) -> None:
    """All that keeps these numbers from being added, in one line."""
    units = list(dict.fromkeys(_unit_of(edition, row, column) or "" for row in rows))
    table = load_units(edition.ledger)
    found = {} if all(unit == units[0] or table.comparable(unit, units[0]) for unit in units) else {"unit": units}
    for like in _ALIKE:
        different = list(dict.fromkeys(text for row in rows for text in _cell(getattr(row, like, None))))
        if len(different) > 1:
            found[like] = different
    if not found:
        return
    shown = "; ".join(f"{name} {', '.join(text or 'none' for text in texts[:6])}{' …' if len(texts) > 6 else ''}" for name, texts in found.items())
    one = [f"{name}={_cell(getattr(rows[0], name))[0]}" for name in found if hasattr(rows[0], name) and _cell(getattr(rows[0], name))[0]]
    raise BadReference(f"adds what is not alike: {shown}", f"add conditions, such as {' '.join(one)}" if one else "choose other rows")


def _sign(edition: Edition, rows: Sequence[Any], column: str) -> str:
    """What stands before a total: ``≈`` where a part is about, nothing where all parts are exact."""
    own = f"{column.partition('_')[0]}_comparator"
    signs = {(getattr(row, own, None) if hasattr(row, own) else getattr(row, "comparator", None) if column == "value" else None) or "=" for row in rows}
    signs.discard("=")
    if len(signs) > 1:
        raise BadReference(f"adds bounds that point different ways: {', '.join(sorted(signs))}", "add a condition, such as comparator=…")
    return wording.sign(edition.ledger, signs.pop()) if signs else ""


def _refuse_nested(edition: Edition, rows: Sequence[Any]) -> None:
    """A whole and its part in one total would be counted twice."""
    if not hasattr(rows[0], "indicator"):
        return
    dimensions = edition.ledger.schema.tables[rows[0].table].dimensions
    for column, vocabulary in ((f.name, f.vocabulary) for f in dimensions):
        there = {(getattr(row, column, None), getattr(row, "year", None)) for row in rows}
        for id, year in sorted(there, key=str):
            seen, term = {id}, edition.ledger.term(vocabulary, id)
            while term and (parent := term.get("parent")) and parent not in seen:
                if (parent, year) in there:
                    raise BadReference(f"adds {column} '{parent}' and its part '{id}', which counts twice", "add a condition that leaves one out")
                seen.add(parent)
                term = edition.ledger.term(vocabulary, parent)


def _typed(edition: Edition, text: str) -> Resolved:
    return Resolved(text)


def _checked(edition: Edition, text: str) -> Resolved:
    """How many rows two safeguards bear out, and how two entries agree: a name of ``check.report``."""
    if text not in edition.checked:
        raise BadReference(f"'{text}' is nothing that is counted when rows are checked", did_you_mean(text, edition.checked))
    return Resolved(edition.number(Decimal(edition.checked[text])))


_VERBS: dict[str, Callable[[Edition, str], Resolved]] = {
    "size": _size,
    "about": _about,
    "name": _name,
    "cite": _cite,
    "count": _count,
    "sum": _sum,
    "checked": _checked,
    "typed": _typed,
}
KINDS = tuple(_VERBS)
