"""Borne out: does a statement of the clause say what the row says, or only print the same number?

A row is held against every figure of its clauses that can stand for its value (``statements``). What a statement says
otherwise is a fault: another unit, another comparator, another base year, another region, sector, product or indicator named
nearer to the number, a hedge (strive for) that the row drops or adds. What its part of the sentence does not say, the sentence
before it may, then the headings above, and for a region the document; what none of them says is no fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ledger.check.citation import cited
from ledger.check.numerals import readings
from ledger.check.statements import Names, is_named, names_of
from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import Row

Statement = Mapping[str, Any]
HEDGE = "hedge"
"""A word that keeps the sentence from promising: what a second entry does not say, so that the statements alone tell it."""


class Witness:
    """Asks the statements of a ledger's clauses. ``names`` are those of each language, as far as they were read."""

    def __init__(self, ledger: Ledger, names: dict[str, Names]) -> None:
        self.ledger = ledger
        self._names = names
        self._headings: dict[tuple[str, str], dict[str, list[str]]] = {}
        schema = ledger.schema
        self._measured = schema.concepts.get("indicator", "")
        self._placed = {f.vocabulary: f.name for table in schema.of("document") for f in table.dimensions if f.vocabulary in schema.scopes}
        """What a document as a whole is about, its region for one: the vocabulary and the column."""

    def has_evidence(self, table: Table, row: Row) -> bool:
        """Whether a row carries a printed number, or is an event with a date, at all."""
        return _dated(row) is not None or any(True for _ in _figures(table, row))

    def faults(self, table: Table, row: Row) -> tuple[str, ...]:
        """The fields in which ``row`` differs from the statement that fits it best; nothing when it bears the row out."""
        statements = [(s, policy, clause) for policy, clause, entry in cited(self.ledger, table, row) for s in entry.get("statements", ())]
        faults: list[str] = []
        for column, comparator, unit in _figures(table, row):
            value = getattr(row, column)
            fits = [place for place in statements if abs(value) in readings(place[0]["n"])]
            faults += min((self._faults(row, *place, column, comparator, unit) for place in fits), key=lambda found: len(list(found)), default=[column])
        if (date := _dated(row)) and not self._prints_date(table, row, date):
            faults.append("date")
        return tuple(dict.fromkeys(faults))

    def _prints_date(self, table: Table, row: Row, date: str) -> bool:
        """Whether a clause that the row cites prints its date; a period of years may be named in words (the 12th plan)."""
        entries = [entry for _, _, entry in cited(self.ledger, table, row)]
        dates = {d for entry in entries for d in entry["dates"]}
        others = {n for entry in entries for n in (*entry["years"], *entry["numbers"], *entry["words"])}
        return all(part == ".." or _printed_as(part, dates, others) for part in date.split("/"))

    def _faults(self, row: Row, statement: Statement, policy: str, clause: str, column: str, comparator: str | None, unit: str | None) -> list[str]:
        found = []
        language = self._language(policy)
        units = statement.get("unit") or ([] if column.startswith("stated") else statement.get("cell"))
        if unit and units and unit not in units:
            found.append("unit")
        if comparator is not None and comparator not in ("range", statement.get("is", "=")):
            found.append("comparator")
        base = getattr(row, "base_year", None)
        if column == "value" and base and (printed := statement.get("base")) and not any(_holds(base, year) for year in printed):
            found.append("base_year")

        def fits(vocabulary: str, mine: str, named: Iterable[str]) -> bool:
            return any(self.related(vocabulary, mine, other, language, hasattr(row, "indicator")) for other in named)

        scopes = self.ledger.schema.scopes
        said = [v for v, own in scopes.items() if (mine := getattr(row, own, None)) and fits(v, mine, statement.get("part", {}).get(v, ()))]
        for vocabulary, own in scopes.items():
            mine = getattr(row, own, None)
            # Where the part of the sentence names what the row is of, what was named before it is of another figure.
            before = statement.get("sentence", {}).get(vocabulary, ()) if not said and vocabulary != self._measured else ()
            named = (
                statement.get("part", {}).get(vocabulary)
                or before
                or (self._above_clause(policy, clause, vocabulary) if not said or vocabulary in self._placed else ())
            )
            if mine and named and not fits(vocabulary, mine, named):
                found.append(own)
        if column == "value" and hasattr(row, "hedge") and (row.hedge not in hedges if (hedges := statement.get("hedges", ())) else row.hedge):
            found.append(HEDGE)
        if column == "value" and (name := name_of(row, language)) and not is_named(name, statement.get("near", "")):
            found.append("name")
        return found

    def _language(self, policy: str) -> str:
        owner = self.ledger.find("document", policy)
        source = self.ledger.find("source", owner.source) if owner else None
        return str(source.language) if source else ""

    def _above_clause(self, policy: str, clause: str, vocabulary: str) -> list[str]:
        """What the headings above a figure name, the nearest first; of regions, in the end the one that the document is about."""
        if vocabulary == self._measured:
            return []
        key = (policy, clause)
        if key not in self._headings:
            self._headings[key] = self._scope_of(policy, clause)
        return self._headings[key].get(vocabulary, [])

    def _scope_of(self, policy: str, clause: str) -> dict[str, list[str]]:
        language = self._language(policy)
        if language not in self._names:
            self._names[language] = names_of(self.ledger, language)
        names = self._names[language]
        found: dict[str, list[str]] = {}
        while clause:
            row = self.ledger.clause(policy, clause)
            for vocabulary, ids in names.terms(getattr(row, f"heading_{language}", None) or "").items():
                found.setdefault(vocabulary, ids)
            clause = clause.rpartition(".")[0]
        document = self.ledger.find("document", policy)
        whole = {vocabulary: [id] for vocabulary, column in self._placed.items() if (id := getattr(document, column, None))}
        return {**whole, **found}

    def related(self, vocabulary: str, mine: str, other: str, language: str, figured: bool) -> bool:
        if mine == other or mine in self._above(vocabulary, other):
            return True
        if other in self._above(vocabulary, mine):
            # of a town, nothing is said where only its region is named; where a case lies, its own name says
            return vocabulary not in self._placed or not figured
        # 产能 is no other indicator than 淘汰落后产能, only a shorter word for it
        names = [term.names.get(language, "") if term else "" for term in (self.ledger.term(vocabulary, id) for id in (mine, other))]
        return bool(names[0] and names[1]) and (names[0] in names[1] or names[1] in names[0])

    def _above(self, vocabulary: str, id: str) -> list[str]:
        above: list[str] = []
        term = self.ledger.term(vocabulary, id)
        while term and (parent := term.get("parent")) and parent not in above:
            above.append(parent)
            term = self.ledger.term(vocabulary, parent)
        return above


def _figures(table: Table, row: Row) -> Iterator[tuple[str, str | None, str | None]]:
    """``(column, comparator, unit)`` of every printed number of a row."""
    for field in table.fields:
        if field.format != "printed" or getattr(row, field.name) is None:
            continue
        if field.name in ("stated_change", "stated_annual"):
            yield field.name, None, getattr(row, table.unit_column(field.name), None) if field.name == "stated_change" else None
            continue
        prefix = field.name.partition("_")[0]
        comparator = getattr(row, f"{prefix}_comparator", None) if table.role == "case" else getattr(row, "comparator", None) if field.name == "value" else None
        yield field.name, comparator, getattr(row, table.unit_column(field.name), None)


def _holds(edtf: str, year: str) -> bool:
    first, last = parse_edtf(edtf).years
    return first is not None and last is not None and first <= int(year) <= last


def _dated(row: Row) -> str | None:
    """The date of an event; an estimate (``2009~``) is ours and is held against nothing."""
    date: str | None = getattr(row, "date", None)
    return None if not date or date.endswith("~") else date


def _printed_as(date: str, dates: set[str], others: set[str]) -> bool:
    year, rest = date[:4], date[5:]
    if date in dates or (rest and f"XXXX-{rest}" in dates) or any(d.startswith(f"{date}-") for d in dates):
        return True
    if rest in ("", "12-31"):
        return year in others
    return len(rest) == 2 and str(int(rest)) in others and (year in others or year == "XXXX")


def name_of(row: Row, language: str) -> str:
    """What a row calls its figure in the language of the source, where it has no indicator or kind to say it."""
    return (getattr(row, f"name_{language}", None) or "") if not hasattr(row, "indicator") and not hasattr(row, "kind") else ""
