"""A row of a table, cell by cell, each with the head of its column and the title above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.check.numerals import legible
from ledger.check.statements import Names
from ledger.entry.lines import cells_of, is_row, is_rule
from ledger.entry.outline import Clause

_FIGURE = re.compile(r"\s*[-+−±~≈<>≤≥约]*\s*\d[\d.]*\s*(?:[%％‰]|[^\d\s]{0,6})?\s*")
_BRACKET = re.compile(r"[（(]([^（）()]{1,20})[)）]")


@dataclass(frozen=True)
class Cell:
    """One cell: its text, its line, the place in its row, the head of its column, the title of the table."""

    text: str
    line: int
    index: int
    head: str
    title: str

    @property
    def figure(self) -> bool:
        return bool(_FIGURE.fullmatch(self.text))

    def unit_of(self, names: Names) -> str:
        """The unit that the whole cell is, as in a column of units."""
        ids = names.units.get(self.text.strip(" ()（）"), ())
        return ids[0] if ids else ""

    def unit_within(self, names: Names) -> str:
        """The unit that stands in brackets in it."""
        return _bracketed(self.text, names)

    def head_unit(self, names: Names) -> str:
        return _bracketed(self.head, names) or _bracketed(self.title, names)


def _bracketed(text: str, names: Names) -> str:
    for match in _BRACKET.finditer(text):
        if ids := names.units.get(match[1].strip()):
            return ids[0]
    return ""


def cells_in(clause: Clause, lines: Sequence[str]) -> Iterator[Cell]:
    """The cells of a clause that is a row of a table."""
    assert clause.head is not None
    heads, title = _heads(lines[clause.head[0] - 1 : clause.head[1]])
    for index, (line, text) in enumerate(_cells(list(enumerate(lines[clause.first - 1 : clause.last], clause.first)))):
        yield Cell(text, line, index, heads[index] if index < len(heads) else "", title)


def _cells(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """``(line, cell)`` of a row that stands in one line or has a line for each cell."""
    found: list[tuple[int, str]] = []
    for number, raw in lines:
        if not raw.strip():
            continue
        if is_row(raw):
            found += [(number, legible(cell)) for cell in cells_of(raw)]
        elif raw.startswith("\t") or not found:
            found.append((number, legible(raw.strip())))
        else:
            found[-1] = (found[-1][0], found[-1][1] + legible(raw.strip()))
    return found


def _heads(lines: Sequence[str]) -> tuple[list[str], str]:
    """``(the heads of the columns, the title)``: the last row of the head, under what stands above it."""
    rows: list[list[str]] = []
    block: list[tuple[int, str]] = []
    for raw in [*lines, ""]:
        if raw.strip() and not is_rule(raw) and not is_row(raw):
            block.append((0, raw))
            continue
        if block:
            rows.append([cell for _, cell in _cells(block)])
            block = []
        if raw.strip() and not is_rule(raw):
            rows.append([cell for _, cell in _cells([(0, raw)])])
    titles = [" ".join(c for c in row if c) for row in rows if sum(1 for c in row if c) <= 1]
    full = [row for row in rows if sum(1 for c in row if c) > 1]
    return (full[-1] if full else []), " ".join(titles)
