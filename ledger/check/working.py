"""The working of a computed figure: a sum in four operations over printed numbers and rows, done again at every build.

    2520 * 0.5                                                  numbers as the cited clauses print them
    [gs13-crude-steel-2015] / [gs13-steel-firms] * 100          the value of a row
    [row-id.saved] / 1000                                       another number of a row

It is the column ``working`` of ``discrepancies.csv``.

"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero

from ledger.load.ledger import Ledger

LONGEST = 300
"""Letters of a working: what a reader can still do again with a pencil, and far from what the parser cannot take."""
_REFERENCE = re.compile(r"\[([a-z0-9-]+)(?:\.(\w+))?\]")
_PLAIN = re.compile(r"\d+(\.\d+)?")
_OPERATIONS: dict[type, Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}


class BadWorking(Exception):
    """A working that cannot be done; the text says why, ``remedy`` what to write."""

    def __init__(self, what: str, remedy: str = "write numbers and [row-id] or [row-id.column] with + - * / and brackets") -> None:
        super().__init__(what)
        self.remedy = remedy


class NotRead(BadWorking):
    """It names a row that may be among those that could not be read, which is said where they are."""


@dataclass(frozen=True)
class Working:
    """What a working gives; the numbers that are typed in it; the rows that it takes."""

    result: Decimal
    typed: tuple[Decimal, ...]
    rows: tuple[str, ...]
    single: bool
    """Whether it is nothing but one row or number: a figure that stands elsewhere, not one that was computed."""


def done(ledger: Ledger, text: str) -> Working:
    """Do the sum. Raises ``BadWorking``."""
    if len(text) > LONGEST:
        raise BadWorking(f"longer than {LONGEST} letters", "shorten it: leave out what does not change the result")
    taken: list[Decimal] = []
    rows: list[str] = []

    def take(match: re.Match[str]) -> str:
        rows.append(match[1])
        taken.append(value_of(ledger, match[1], match[2]))
        return f" _{len(taken) - 1} "

    plain = _REFERENCE.sub(take, text)
    try:
        tree = ast.parse(plain.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadWorking("is no sum that can be read") from None
    typed: list[Decimal] = []

    def value(node: ast.expr) -> Decimal:
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
            return _OPERATIONS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -value(node.operand)
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            written = ast.get_source_segment(plain.strip(), node) or ""
            if not _PLAIN.fullmatch(written):
                raise BadWorking(f"'{written}' is no plain number", "write digits and a point: 1250.5")
            typed.append(Decimal(written))
            return typed[-1]
        if isinstance(node, ast.Name) and re.fullmatch(r"_\d+", node.id) and int(node.id[1:]) < len(taken):
            return taken[int(node.id[1:])]
        raise BadWorking("holds something that is no number, row or operation")

    try:
        result = value(tree)
    except DivisionByZero:
        raise BadWorking("divides by zero") from None
    except ArithmeticError:
        raise BadWorking("cannot be computed") from None
    return Working(result, tuple(typed), tuple(rows), isinstance(tree, (ast.Name, ast.Constant)))


def value_of(ledger: Ledger, id: str, column: str | None) -> Decimal:
    """The number of a row that a working names. Raises ``BadWorking``."""
    found = ledger.owner.get(id)
    if found is None:
        left = ledger.left_out
        if id in left.ids or left.tables or left.unnamed:
            raise NotRead(f"row '{id}' could not be read")
        raise BadWorking(f"there is no row '{id}'", "correct the id")
    number = getattr(found[1], column or "value", None)
    if isinstance(number, int):
        number = Decimal(number)
    if not isinstance(number, Decimal):
        raise BadWorking(f"'{id}' has no number '{column or 'value'}'", "name a column that holds a number: [row-id.column]")
    return number


def shown(ledger: Ledger, text: str, number: Callable[[Decimal], str]) -> str:
    """A working as a reader writes it: ``2520 × 0.5``; each row as its number."""
    figures = _REFERENCE.sub(lambda m: number(value_of(ledger, m[1], m[2])), text)
    return figures.replace("*", "×").replace("/", "÷").replace("-", "−")
