"""Habits: how a newsroom has filed figures whose words were like these. Its own rows are the example, whatever its subject.

A row of the ledger stands in a statement of its clause, of which the fingerprint keeps the pairs of characters near the figure; a new
figure whose words share most of them is proposed to be of the same thing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.check.citation import cited, clauses_of
from ledger.check.numerals import readings
from ledger.check.statements import pairs_of
from ledger.entry import tables
from ledger.load.ledger import Ledger
from ledger.load.table import Row

if TYPE_CHECKING:
    from ledger.entry.figures import Figure

LIKE = 0.5
"""The share of pairs that two figures need to have in common, of all that both have."""
FEW = 3
"""Pairs that words have to have at least to be an example."""
OF_ALL = 0.8
"""The share of a product's rows that are of one sector, from which on it is proposed."""


@dataclass(frozen=True)
class Filed:
    """A row as an example: the pairs of characters near its figure, its unit and what it was said to be of."""

    pairs: frozenset[str]
    unit: str
    cells: Mapping[str, str]


class Habits:
    def __init__(self, filed: Sequence[Filed], within: Mapping[str, Mapping[str, str]]) -> None:
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        self._filed = filed
        self._within = within
        for number, example in enumerate(filed):
            for pair in example.pairs:
                self._by_pair[pair].append(number)

    def like(self, near: str, unit: str) -> Mapping[str, str]:
        """The cells of the row whose figure had the words most like these; empty where none is like enough."""
        mine = pairs_in(near)
        shared = Counter(number for pair in mine for number in self._by_pair.get(pair, ()))
        best, score = None, 0.0
        for number, count in shared.items():
            example = self._filed[number]
            alike = count / len(mine | example.pairs) + (0.1 if unit and unit == example.unit else 0)
            if alike > score:
                best, score = example, alike
        return best.cells if best is not None and score >= LIKE else {}

    def sector_of(self, cells: Mapping[str, str]) -> str:
        """The sector in which the newsroom files nearly all rows of a product."""
        return self._within.get("sector", {}).get(cells.get("product", ""), "")


def pairs_in(near: str) -> frozenset[str]:
    return frozenset(near[at : at + 2] for at in range(0, len(near), 2))


def examples(ledger: Ledger, figures: Sequence[Figure], rows: Sequence[Row]) -> list[Filed]:
    """Rows of a document as examples for the rest of it: figures whose clause and value they have, with the words that stand there."""
    columns = tables.scopes(ledger.schema)
    by_clause: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for clause in clauses_of(row):
            by_clause[clause].append(row)
    found = []
    for figure in figures:
        for row in by_clause.get(figure.clause, ()):
            if figure.column == "value" and row.value is not None and abs(row.value) in readings(figure.token):
                cells = {column: str(value) for column in columns if (value := getattr(row, column, None))}
                pairs = [pairs_in(pairs_of(words)) for words in figure.words]
                found += [Filed(each, getattr(row, "unit", None) or "", cells) for each in pairs if len(each) >= FEW]
    return found


def habits_of(ledger: Ledger, more: Sequence[Filed] = ()) -> Habits:
    """The habits of all rows with a fingerprint, and of some more examples."""
    filed: list[Filed] = list(more)
    sectors: dict[str, Counter[str]] = defaultdict(Counter)
    columns = tables.scopes(ledger.schema)
    for table in ledger.schema.of(tables.TARGET, tables.OBSERVATION):
        for row in ledger.rows(table.name):
            cells = {column: str(value) for column in columns if (value := getattr(row, column, None))}
            if "product" in cells:
                sectors[cells["product"]][cells.get("sector", "")] += 1
            for _, _, entry in cited(ledger, table, row):
                for statement in entry.get("statements", ()):
                    if row.value is not None and abs(row.value) in readings(statement["n"]) and statement.get("near"):
                        filed.append(Filed(pairs_in(statement["near"]), getattr(row, "unit", None) or "", cells))
    usual = {product: count.most_common(1)[0] for product, count in sectors.items()}
    return Habits(filed, {"sector": {product: sector for product, (sector, n) in usual.items() if sector and n >= OF_ALL * sum(sectors[product].values())}})
