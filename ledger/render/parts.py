"""Long lists come in parts: what a part is, where it begins, and what its address is.

    targets/                             the first part, and the whole list where it is no longer
    targets/from/steel-energy-2030/      the part that begins with that row
    policies/town-plan/clauses/          the list of a section, whose first part stands on the page itself, policies/town-plan/

A part goes on for ``LEAST`` rows at least, and then to the next row that may begin one: one in ``ONE_IN``, chosen by a hash of its
name. So rows that are added at the end move nothing, a row that is added between others almost never does, and an address that
somebody has linked to stays what it was; parts that are counted off would shift with each row. A list that fits stays one page.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.render.near import FEW, Key
from ledger.render.series import TABLE, by_term

LEAST, ONE_IN, MOST = 400, 64, 800
_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]*")
"""A name that can stand in an address; ids are such, clauses may be called anything."""

SECTIONS = ("targets", "observations", "measures", "events", "technologies", "entries", "discrepancies", "identities", "lineage", "clauses")
"""The tables that a document's page shows."""
TERM_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "regions": ("series", "targets", "observations", "cases", "policies"),
    "sectors": ("targets", "observations"),
    "indicators": ("series", "targets", "observations"),
}
"""The tables that the page of a term shows, and ``series``."""
OF_A_TECHNOLOGY = ("cases", "parameters")
"""The tables that the page of a technology shows."""
SEARCHED = ("policies", "targets", "technologies", "cases", "measures", "series", "observations", "events", "entries", "discrepancies")
"""The tables whose rows the search finds, and ``series``, the most looked-for first."""
AT_ONCE = 4000
"""So many rows a reader's browser loads in one file before it searches."""


@dataclass(frozen=True)
class Part:
    """``rows`` of a list that stand together, ``place`` (from 1) of ``count`` parts; ``all`` are the addresses of these, ``total``
    is how many rows the whole list has."""

    rows: tuple[Row, ...]
    total: int
    place: int
    all: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.all)

    @property
    def before(self) -> str | None:
        return self.all[self.place - 2] if self.place > 1 else None

    @property
    def after(self) -> str | None:
        return self.all[self.place] if self.place < self.count else None


def list_of(path: str) -> str:
    """The list of which the part at ``path`` is one: ``targets/`` of ``targets/from/x/``."""
    before, _, rest = path.rpartition("from/")
    return before if rest.count("/") == 1 and before.endswith("/") else path


def table_of(name: str) -> str:
    """The table whose rows a list of this name has: in a list of series the first row of each stands for it."""
    return TABLE if name == "series" else name


def lists(ledger: Ledger, series: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, Sequence[Row]]]:
    """``(path, rows)`` of every list of rows on the site, in the order in which they stand there; ``series`` are the rows of each."""
    yield from series.items()
    leading = [rows[0] for rows in series.values()]
    yield "series/", _grouped(leading, "indicator")
    yield "search/series/", leading
    yield "targets/", _grouped(ledger.rows("targets"), "policy")
    yield "timeline/", sorted(ledger.rows("events"), key=_when)
    yield "discrepancies/", _weighed(ledger)
    yield "policies/", ledger.rows("policies")
    for table in SEARCHED:
        if table != "series":
            yield f"search/{table}/", ledger.rows(table)
    yield "catalogue/", _grouped(ledger.rows("technologies"), "category")
    for technology in ledger.rows("technologies"):
        for table in OF_A_TECHNOLOGY:
            yield f"catalogue/technologies/{technology.id}/{table}/", ledger.rows(table, technology=technology.id)
    for id in linked(ledger):
        if (target := ledger.row("targets", id)) and len(links := lineage_of(ledger, target)) > FEW:
            yield f"targets/{id}/lineage/", links
    for kind in ledger.vocabularies.get("entry-kinds", ()):
        yield f"catalogue/{kind}/", _grouped(ledger.rows("entries", kind=kind), "policy")
    for policy in ledger.rows("policies"):
        for table in SECTIONS:
            yield f"policies/{policy.id}/{table}/", ledger.rows(table, policy=policy.id)
        yield f"policies/{policy.id}/incoming/", ledger.rows("lineage", object=policy.id)
    for vocabulary, tables in TERM_SECTIONS.items():
        column = vocabulary.removesuffix("s")
        of_term = by_term(series, column)
        for term in ledger.vocabularies.get(vocabulary, ()):
            for table in tables:
                yield f"{vocabulary}/{term}/{table}/", of_term.get(term, ()) if table == "series" else ledger.rows(table, **{column: term})


def cut(path: str, keys: Iterable[Key]) -> dict[str, tuple[Key, ...]]:
    """The parts of a list by their addresses, in order: the keys of their rows. What the search reads comes in parts of eight times the size."""
    size = 8 if path.startswith("search/") else 1
    found: dict[str, list[Key]] = {path: []}
    at = path
    for key in keys:
        name = str(key[-1])
        length = len(found[at])
        if length >= LEAST * size and (length >= MOST * size or zlib.crc32(name.encode()) % (ONE_IN * size) == 0) and _PLAIN.fullmatch(name):
            at = f"{path}from/{name}/"
            found[at] = []
        found[at].append(key)
    return {at: tuple(part) for at, part in found.items()}


def linked(ledger: Ledger) -> dict[str, None]:
    """The ids of all rows that have a lineage."""
    return dict.fromkeys(id for link in ledger.rows("lineage") for id in (link.subject, link.object) if id)


def lineage_of(ledger: Ledger, row: Row) -> list[Row]:
    """The lineage rows in which a row is the subject or the object, in the order of the table."""
    found = {link.id: link for link in (*ledger.rows("lineage", subject=row.id), *ledger.rows("lineage", object=row.id))}
    return sorted(found.values(), key=lambda link: link.line)


def year_of(event: Row) -> int | None:
    """The year in which an event begins."""
    year: int | None = parse_edtf(event.date).years[0]
    return year


def _when(event: Row) -> tuple[Any, ...]:
    year = year_of(event)
    return (year is None, year or 0, event.date.replace("/", "-"), event.id)


def _weighed(ledger: Ledger) -> list[Row]:
    """Discrepancies by their weight, in the order of the vocabulary; those without one first."""
    order: dict[Any, list[Row]] = {None: [], **{id: [] for id in ledger.vocabularies.get("weights", ())}}
    for row in ledger.rows("discrepancies"):
        weight = getattr(row, "weight", None)
        order[weight if weight in order else None].append(row)
    return [row for rows in order.values() for row in _grouped(rows, "policy")]


def _grouped(rows: Iterable[Row], column: str) -> list[Row]:
    """Rows with those of one value together, in order of first appearance."""
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(getattr(row, column), []).append(row)
    return [row for group in groups.values() for row in group]
