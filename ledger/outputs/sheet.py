"""CSV for people who open it in a spreadsheet program: Chinese is read as Chinese, and no cell runs.

A file begins with a byte order mark, by which such a program knows UTF-8. A text that it would take for a formula (it begins
with ``=``, ``+``, ``-``, ``@``, a tab or a line's end, and is no number) gets an apostrophe before it. A reader of data, such
as frictionless, reads the same columns, types and numbers as before; of such a text it drops the apostrophe. The JSON beside
each CSV has every text as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""The wide forms too: a spreadsheet in an East Asian language takes them for the narrow ones."""
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s?[%‰]?")


def sheet(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows, the head first, as the bytes of a CSV file. ``None`` is an empty cell."""
    made = io.BytesIO()
    made.write(BYTE_ORDER_MARK)
    with io.TextIOWrapper(made, "utf-8", newline="") as text:  # text in memory takes four times the room of its bytes
        csv.writer(text, lineterminator="\n").writerows(["" if cell is None else harmless(cell) for cell in row] for row in rows)
        text.flush()
        return made.getvalue()


def sheet_of(table: bytes) -> bytes:
    """A CSV file of ours as such a file."""
    return sheet(csv.reader(io.TextIOWrapper(io.BytesIO(table), "utf-8-sig", newline="")))


def harmless(cell: object) -> object:
    """A cell that no spreadsheet program runs. A sign that stands alone, such as the ``=`` of a comparator, runs nowhere."""
    if not isinstance(cell, str) or not cell.startswith(_BEGINS_A_FORMULA) or len(cell.strip()) < 2 or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"
