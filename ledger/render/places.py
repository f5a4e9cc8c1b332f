"""Terms inside other terms: how much there is of each, and of those within it; and a map of tiles where terms say where theirs is.

    # data/regions.yaml
    harbin: {en: Harbin, parent: heilongjiang}
    heilongjiang: {en: Heilongjiang, cell: [7, 0]}       the eighth column from the left, the first row

Everything is counted once for a whole vocabulary, so that a page of it costs no more the more rows there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger.charts.theme import width_of
from ledger.load.ledger import Ledger
from ledger.load.vocabulary import Term
from ledger.render.parts import of_a_term
from ledger.render.series import SERIES

LISTED = 24
"""So many rows of terms within another are listed on its page; the pages of these terms have all."""
TILES = 4
"""With fewer terms that have a place, there is no map."""
TILE, GAP, MARGIN, NAME, NUMBER = 72, 4, 5, 22.0, 19.0
"""The side of a tile, what is between two, what is left of it beside its words, and the sizes of these."""


class Counted(NamedTuple):
    """How many rows say a term itself, how many one within it, and the first of the latter as ``(table, id)``."""

    own: int
    within: int
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Tile:
    """A term's tile: its place in the drawing, the words that fit, how deep its colour is, and how much there is in all."""

    term: Term
    x: int
    y: int
    name: str
    depth: int
    own: int
    within: int


@dataclass(frozen=True)
class TileMap:
    width: int
    height: int
    tiles: tuple[Tile, ...]


def counted(ledger: Ledger) -> dict[str, Counted]:
    """By ``vocabulary/term``, for every vocabulary whose terms have pages."""
    found: dict[str, Counted] = {}
    for vocabulary in ledger.schema.term_pages:
        terms = ledger.vocabularies.get(vocabulary, {})
        own, rows = _own(ledger, vocabulary, terms)
        within: Counter[str] = Counter()
        first: dict[str, list[tuple[str, str]]] = {}
        for id in terms:
            for above in _above(terms, id):
                within[above] += own[id]
                listed = first.setdefault(above, [])
                listed += rows.get(id, [])[: LISTED - len(listed)]
        found |= {f"{vocabulary}/{id}": Counted(own[id], within[id], tuple(first.get(id, ()))) for id in terms if own[id] or within[id]}
    return found


def _own(ledger: Ledger, vocabulary: str, terms: Mapping[str, Term]) -> tuple[Counter[str], dict[str, list[tuple[str, str]]]]:
    """How many rows say each term itself, and the first of them."""
    own: Counter[str] = Counter()
    rows: dict[str, list[tuple[str, str]]] = {}
    for table in of_a_term(ledger.schema, vocabulary):
        if table != SERIES and (column := ledger.schema.column_of(ledger.schema.tables[table], vocabulary)):
            for row in ledger.rows(table):
                if (id := getattr(row, column)) in terms:
                    own[id] += 1
                    if len(listed := rows.setdefault(id, [])) < LISTED:
                        listed.append((table, row.id))
    return own, rows


def _above(terms: Mapping[str, Term], id: str) -> Iterator[str]:
    """The terms that a term is within, the nearest first."""
    while (parent := terms[id].get("parent")) in terms:
        yield parent
        id = parent


def tiles(terms: Iterable[Term], counts: Mapping[str, tuple[int, int]], language: str) -> TileMap | None:
    """The map of the terms that say which tile is theirs; ``None`` where these are too few. ``counts`` are ``(own, within)``."""
    placed = [(term, int(cell[0]), int(cell[1])) for term in terms if (cell := term.get("cell", None))]
    if len(placed) < TILES:
        return None
    left, top = min(x for _, x, _ in placed), min(y for _, _, y in placed)
    sums = sorted(total for term, _, _ in placed if (total := sum(counts.get(term.id, (0, 0)))))
    step = TILE + GAP
    found = []
    for term, x, y in placed:
        own, within = counts.get(term.id, (0, 0))
        name = str(term.get(f"short_{language}", None) or term.names[language])
        found.append(Tile(term, (x - left) * step, (y - top) * step, _fitting(name), _depth(own + within, sums), own, within))
    return TileMap(max(t.x for t in found) + TILE, max(t.y for t in found) + TILE, tuple(sorted(found, key=lambda t: (t.y, t.x))))


def _fitting(name: str) -> str:
    """As much of a name as there is room for."""
    short = name
    while short and width_of(short if short == name else f"{short}…", NAME) > TILE - MARGIN:
        short = short[:-1].rstrip()
    return short if short == name else f"{short}…"


def _depth(total: int, sums: Sequence[int]) -> int:
    """0 of nothing; else 1 to 3, a third of the tiles each."""
    return 1 + 3 * sum(other < total for other in sums) // len(sums) if total else 0
