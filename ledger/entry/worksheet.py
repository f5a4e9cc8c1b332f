"""Worksheets: what is proposed, as CSV for a spreadsheet, in a folder that is never published and never committed.

A worksheet begins with a byte order mark, so that every spreadsheet shows its letters. A cell that a spreadsheet would take for a formula
begins with an apostrophe, which is taken off again when the worksheet is read. A few words of the source stand in it as a help for whoever
fills it in; they go no further.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ledger.load.sheet import read_sheet
from ledger.load.textfile import read_bytes
from ledger.problems import Problems

FOLDER = "worksheets"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.A)
_FORMULA = ("=", "+", "-", "@", "'", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Kind:
    """A sort of worksheet: the columns that it has at least, by which it is known."""

    name: str
    columns: tuple[str, ...]


DOCUMENT = Kind("document", ("table", "column", "value", "help"))
OUTLINE = Kind("outline", ("document", "clause", "first", "last", "kind", "words"))
NUMBERS = Kind("numbers", ("accept", "document", "clause", "line", "number", "fact", "column", "table", "context"))
SECOND = Kind("second", ("document", "place", "clause", "noun", "value", "text", "keyed"))
KINDS = (DOCUMENT, OUTLINE, NUMBERS, SECOND)


@dataclass
class Worksheet:
    """``rows[n]`` is ``(line, cells by column)``; ``file`` is its name in messages."""

    file: str
    kind: Kind
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    @property
    def document(self) -> str:
        return next((cells["document"] for _, cells in self.rows if cells.get("document")), "")


def write_worksheet(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """The worksheet, in a folder that keeps itself out of the repository."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keep_private(path.parent)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_plain(row.get(column, "")) for column in columns])
    path.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", errors="replace"))


def keep_private(folder: Path) -> None:
    """Git leaves a folder alone that ignores all that is in it."""
    if not (folder / ".gitignore").exists():
        (folder / ".gitignore").write_text("# worksheets and texts of sources: they are nobody's but the editor's\n*\n", encoding="utf-8")


def _plain(text: str) -> str:
    text = " ".join(text.split()) if not text.isprintable() else text
    text = "".join(c for c in text if c.isprintable())
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def read_worksheet(path: Path, file: str, problems: Problems) -> Worksheet | None:
    """A worksheet as a spreadsheet has saved it; ``None``, and one problem, where it is none."""
    content = read_bytes(path, file, problems, "check its name")
    if content is None:
        return None
    sheet = read_sheet(content, list(dict.fromkeys(column for kind in KINDS for column in kind.columns)))
    if sheet.fatal:
        for oddity in sheet.oddities:
            problems.add(file, oddity.line, oddity.what, oddity.remedy)
        return None
    header = [name.strip() for name in sheet.header]
    kind = kind_of(header)
    if kind is None:
        likely = max(KINDS, key=lambda k: len(set(k.columns) & set(header)))
        missing = [column for column in likely.columns if column not in header]
        problems.add(
            file,
            sheet.header_line,
            f"is no worksheet: there is no column '{missing[0]}'",
            f"restore its header, or make it again; it has {', '.join(likely.columns)}",
        )
        return None
    worksheet = Worksheet(file, kind, tuple(name for name in header if name))
    for line, cells in sheet.rows:
        if len(cells) < len(header):
            cells = [*cells, *[""] * (len(header) - len(cells))]
        worksheet.rows.append((line, {name: _own(cell) for name, cell in zip(header, cells, strict=False) if name}))
    return worksheet


def kind_of(header: Sequence[str]) -> Kind | None:
    return next((kind for kind in KINDS if set(kind.columns) <= set(header)), None)


def _own(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") else cell
