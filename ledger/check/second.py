"""Two entries of every figure: match them, print their agreement, and settle what differs.

Each second entry (``ledger.load.second``) is matched with the row that says most of the same. Then these are errors, until
``adjudications.csv`` settles them with a reason:

* a field in which the two differ, ``first`` (the row's) and ``second`` as they stand now: whoever changes either afterwards has
  to settle it again
* a second entry without a row
* two figures of one clause whose subjects were exchanged (``subjects``)

A row without a second entry is left to the statements of its clause (``evidence``).

An adjudication of something that is settled without it is an error too: nothing is waived for ever. One with the verdict
``row-corrected`` remembers that the first entry was wrong, and what it said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ledger.check.citation import clauses_of, policy_of, quantities
from ledger.check.facts import Fact, facts_of_entries, facts_of_rows
from ledger.check.numerals import numerals_in
from ledger.check.statements import NAMED, is_named, pairs_of, share_named
from ledger.check.subjects import exchanged
from ledger.load.ledger import Ledger
from ledger.load.roles import ROLES
from ledger.load.schema import Field, Table
from ledger.load.table import Row
from ledger.problems import Problems, did_you_mean

WHOLE = "row"
"""The field of an adjudication that settles an entry without a row."""
Settled = tuple[str, str, str]
"""What an adjudication settles: second entry, row, field."""
_WEIGHTS = {"value": 8, "indicator": 3, "case": 6, "year": 2, "unit": 2, "comparator": 1, "kind": 1, "base_value": 1}
_OF_A_DIMENSION = 3
"""What a dimension that two entries share counts: a place, a product."""
_NAME = 48
"""A parameter is known by its name: one whose name has four pairs of five in common still counts less than its neighbour by name
and value together."""
_ENOUGH = 11
"""What two entries have to have in common to be taken for the same fact: a clause and a value, or a clause and all of the scope."""


@dataclass(frozen=True)
class Agreement:
    """Counts for one policy. ``differ`` counts by field; a field of a matched pair is compared where either entry says it."""

    rows: int = 0
    entries: int = 0
    matched: int = 0
    compared: Mapping[str, int] = field(default_factory=dict)
    differ: Mapping[str, int] = field(default_factory=dict)
    corrected: int = 0
    twice: frozenset[str] = frozenset()
    """The ids of the rows that a second entry bears out, some after adjudication."""
    against: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Of each of them, the fields in which the second entry says something else, and an adjudication lets the row stand."""
    settled: frozenset[Settled] = frozenset()
    """The adjudications that were needed."""

    def counts(self) -> dict[str, Any]:
        """As plain numbers, for pages and for what is kept between builds."""
        plain = {"rows": self.rows, "entries": self.entries, "matched": self.matched, "corrected": self.corrected}
        return {**plain, "compared": dict(self.compared), "differ": dict(self.differ)}


@dataclass(frozen=True)
class Pairing:
    """``pairs`` of (row's fact, second entry's fact), and who found no partner."""

    pairs: tuple[tuple[Fact, Fact], ...]
    rows: tuple[Fact, ...]
    entries: tuple[Fact, ...]


def check_second(ledger: Ledger, policy: str, factor: Callable[[str, str], Decimal | None], problems: Problems) -> Agreement | None:
    """The agreement of a policy; ``None`` for one that was not keyed twice. What differs and is not settled is added to ``problems``."""
    entries = ledger.second.get(policy)
    if entries is None:
        return None
    _check_text(ledger, policy, entries, problems)
    pairing = pair(list(facts_of_rows(ledger, policy)), list(facts_of_entries(ledger, policy, entries, factor)))
    return _agreement(ledger, pairing, _Adjudications(ledger), _told(ledger, policy), _language(ledger, policy), problems)


def check_settled(ledger: Ledger, settled: Collection[Settled], problems: Problems) -> None:
    """Adjudications that are not among those that were needed, and second entries of no policy, are errors."""
    known = [row.id for row in ledger.of("document")]
    for policy in ledger.second:
        if policy not in known:
            problems.add(f"data/second/{policy}.csv", 0, f"there is no policy '{policy}'", did_you_mean(policy, known))
    for key, row in _Adjudications(ledger).rows.items():
        if key not in settled:
            entry, id, name = key
            what = f"{name} of '{id or entry}' needs no adjudication as it is written here: the entries agree, or say something else by now"
            problems.add(ledger.schema.file_of(row), row.line, what, "remove the line, or settle what differs now")


def pair(rows: list[Fact], entries: list[Fact]) -> Pairing:
    """Match facts, those that have most in common first; the order of the files decides between equals."""
    near: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for r, row in enumerate(rows):
        for sign in _signs(row):
            near[sign].append(r)
    scores = []
    for e, entry in enumerate(entries):
        found = dict.fromkeys(r for sign in _signs(entry) for r in near.get(sign, ()))
        scores += [(-score, e, r) for r in found if (score := likeness(rows[r], entry)) >= _ENOUGH]
    taken_rows: dict[int, int] = {}
    taken_entries: dict[int, int] = {}
    for _, e, r in sorted(scores):
        if r not in taken_rows and e not in taken_entries:
            taken_rows[r], taken_entries[e] = e, r
    pairs = tuple((rows[r], entries[e]) for r, e in sorted(taken_rows.items()))
    return Pairing(pairs, tuple(f for r, f in enumerate(rows) if r not in taken_rows), tuple(f for e, f in enumerate(entries) if e not in taken_entries))


def likeness(row: Fact, entry: Fact) -> int:
    """How much two facts that share a sign have in common, in the weights above; a shared clause counts most after the value."""
    mine, its = row.meant, entry.meant
    if row.noun != entry.noun and mine.get("value") != its.get("value"):
        return 0  # a past figure and a target of one thing are two facts
    score = 3 if set(row.clauses).isdisjoint(entry.clauses) else 6
    score += 2 if row.noun == entry.noun else 0
    share = share_named(row.name, pairs_of(entry.name)) if row.name else 0.0
    score += round(_NAME * share) if share >= NAMED else 0
    weights = {**dict.fromkeys(row.dimensions, _OF_A_DIMENSION), **_WEIGHTS}
    return score + sum(weight for name, weight in weights.items() if name in mine and mine[name] == its.get(name))


def _signs(fact: Fact) -> Iterator[tuple[str, ...]]:
    """What two facts share that can be the same: a clause; or, in two clauses one above the other, what the figure is of, for there
    facts of nothing alike have nothing in common but a number."""
    yield from ((clause,) for clause in fact.clauses)
    things = [(name, fact.said[name]) for name in ("indicator", *fact.dimensions[1:], "case") if name in fact.said]
    yield from ((clause, *thing) for thing in things for clause in _around(fact.clauses))


def differences(row: Fact, entry: Fact) -> dict[str, tuple[str, str]]:
    """``{field: (first, second)}`` of what two entries of one fact say differently."""
    found = {}
    for name in row.fields:
        first, second = row.said.get(name, ""), entry.said.get(name, "")
        if name == "comparator":
            first, second = first or "=", second or "="
        if first != second:
            found[name] = (first, second)
    if row.noun != entry.noun:
        found["noun"] = (row.noun, entry.noun)
    elif row.name and not is_named(row.name, pairs_of(entry.name)):
        found["name"] = (row.name, entry.name)
    if not any(a == b or a.startswith(f"{b}.") or b.startswith(f"{a}.") for a in row.clauses for b in entry.clauses):
        found["clause"] = (row.clauses[0], entry.clauses[0])
    return found


def _around(clauses: Iterable[str]) -> list[str]:
    """Some clauses and those above them: the same sentence may be cited one level higher."""
    return list(dict.fromkeys(part for clause in clauses for part in (clause, clause.rpartition(".")[0]) if part))


def _check_text(ledger: Ledger, policy: str, entries: tuple[Row, ...], problems: Problems) -> None:
    owner = ledger.find("document", policy)
    source = ledger.find("source", owner.source) if owner else None
    for entry in entries:
        file = f"data/second/{policy}.csv"
        if source and source.sha256 and not source.sha256.startswith(entry.text):
            problems.add(file, entry.line, f"text: {entry.text} is not the text of '{source.id}' ({source.sha256[:16]})", "key it again from the archived text")
        if ledger.clause(policy, entry.clause) is None:
            known = [c.clause for c in ledger.of("clause", document=policy)]
            problems.add(file, entry.line, f"clause: '{policy}' has no clause '{entry.clause}'", did_you_mean(entry.clause, known))


def _told(ledger: Ledger, policy: str) -> dict[tuple[str, str], set[Decimal]]:
    """``{(clause, number of the case): figures}`` that applications of technologies tell in words: over 25 years, a percentage …"""
    told: dict[tuple[str, str], set[Decimal]] = {}
    for table, row in ((cases, row) for cases in ledger.schema.of("case") for row in ledger.tables[cases.name]):
        if policy_of(ledger, table, row) == policy:
            words = " ; ".join(getattr(row, f.name) or "" for f in own_texts(table))
            figures = quantities((found := numerals_in(words)).numbers) | quantities(found.words)
            for clause in clauses_of(row):
                told.setdefault((clause, str(row.number or 1)), set()).update(figures)
    return told


def own_texts(table: Table) -> list[Field]:
    """The columns of a table that tell something in words and that its role knows nothing of."""
    known = {c.replace("_{lang}", "") for c in ROLES[table.role].columns}
    texts = (f for f in table.fields if f.type == "string" and not (f.format or f.vocabulary or f.reference))
    return [f for f in texts if f.name not in known and f.name.rpartition("_")[0] not in known]


def _language(ledger: Ledger, policy: str) -> str:
    owner = ledger.find("document", policy)
    source = ledger.find("source", owner.source) if owner else None
    return str(source.language) if source else ""


def _agreement(
    ledger: Ledger, pairing: Pairing, settled: _Adjudications, told: Mapping[tuple[str, str], set[Decimal]], language: str, problems: Problems
) -> Agreement:
    schema = ledger.schema
    compared: Counter[str] = Counter()
    differ: Counter[str] = Counter()
    corrected = 0
    against: dict[str, frozenset[str]] = {}
    for row, entry in pairing.pairs:
        compared.update(name for name in row.fields if name in row.said or name in entry.said)
        differing = differences(row, entry)
        for name, (first, second) in differing.items():
            differ[name] += 1
            if settled.covers(entry.id, row.id, name, first, second):
                against[row.row.id] = against.get(row.row.id, frozenset()) | {name}
            else:
                what = f"{name}: '{first}', but the second entry '{entry.id}' ({entry.file}:{entry.line}) has '{second}'"
                problems.add(row.file, row.line, what, f"read the clause again; correct the row, or settle it in {schema.file('adjudication')}")
        corrected += settled.corrected(entry.id, row.id, differing)
    for one, other in exchanged(pairing.pairs, language):
        what = f"'{one.id}' and '{other.id}' are called what the second entry calls the other"
        problems.add(one.file, one.row.line, what, "give each the subject that belongs to its figure")
    in_words = [
        e for e in pairing.entries if e.noun == "case" and e.row.value is not None and abs(e.row.value) in told.get((e.row.clause, e.said.get("case", "1")), ())
    ]
    for entry in pairing.entries:
        if entry not in in_words and not settled.covers(entry.id, "", WHOLE, "", entry.value):
            what = f"no row says {entry.value} of {entry.row.subject or entry.said.get('indicator', '?')} ({entry.noun})"
            problems.add(entry.file, entry.line, what, f"add the row to {schema.file(entry.noun)}, or settle it in {schema.file('adjudication')}")
    rows, entries = len(pairing.pairs) + len(pairing.rows), len(pairing.pairs) + len(pairing.entries)
    twice = frozenset(row.row.id for row, _ in pairing.pairs)
    return Agreement(rows, entries, len(pairing.pairs) + len(in_words), dict(compared), dict(differ), corrected, twice, against, frozenset(settled.used))


class _Adjudications:
    """``adjudications.csv`` by what it settles; remembers which of its rows were needed."""

    def __init__(self, ledger: Ledger) -> None:
        self.rows: dict[Settled, Row] = {}
        self.used: set[Settled] = set()
        self._corrected: dict[tuple[str, str], list[Settled]] = defaultdict(list)
        for row in ledger.of("adjudication"):
            self.rows[row.entry or "", row.row or "", row.field] = row
        for key, row in self.rows.items():
            if row.verdict == "row-corrected":
                self._corrected[key[:2]].append(key)

    def covers(self, entry: str, row: str, name: str, first: str, second: str) -> bool:
        """Whether a difference is settled, and by what both still say."""
        found = self.rows.get((entry, row, name))
        if found is None or found.verdict == "row-corrected":
            return False
        if ((found.first or ""), (found.second or "")) != (first, second):
            return False
        self.used.add((entry, row, name))
        return True

    def corrected(self, entry: str, row: str, differing: Mapping[str, object]) -> int:
        """How many fields of a row were wrong before the second entry; each now agrees with it."""
        found = [key for key in self._corrected.get((entry, row), ()) if key[2] not in differing]
        self.used.update(found)
        return len(found)
