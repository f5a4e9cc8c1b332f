"""What somebody who works on a newsroom saves: a page, a note, a value, a style sheet, a template.

An edit is made ready first and saved later, so that a measurement begins with the saving.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True)
class Edit:
    """A file, and its bytes after the edit."""

    file: Path
    content: bytes

    def save(self) -> None:
        self.file.write_bytes(self.content)


def page(file: Path, words: str) -> Edit:
    """A paragraph with ``words`` at the end of a page."""
    return _last_line(file, "\n\n", "Edited: ", words)


def style(file: Path, words: str) -> Edit:
    """A rule with ``words`` at the end of a style sheet."""
    return _last_line(file, "\n", ":root { --edited: ", f"{words}; }}")


def template(file: Path, words: str) -> Edit:
    """``words`` in the foot of every page."""
    text = file.read_text(encoding="utf-8")
    before, _, after = text.partition('<p class="edited">')
    after = after.partition("</p>")[2] if after else ""
    if not after:
        before, foot, after = text.partition("</footer>")
        after = f"{foot}{after}"
    return Edit(file, f'{before}<p class="edited">{words}</p>{after}'.encode())


def cell(file: Path, row: str, column: str, text: str) -> Edit:
    """Another text in one cell of a table; ``row`` is an id."""
    with file.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    at = next(r for r in rows if r[head.index("id")] == row)
    at[head.index(column)] = text
    return Edit(file, _table([head, *rows]))


def allow_values(data: Path, row: str, count: int) -> list[str]:
    """Make the sources of a copied newsroom bear out ``count`` other values of a target, and return these.

    The clause is made to print them beside its own, in the fingerprint, and the second entry of the row is left out: an edit to
    the row's value then passes every check, as an honest correction would.
    """
    target = _row(data / "targets.csv", "id", row)
    policy = _row(data / "policies.csv", "id", target["policy"])
    name, value = target["clause"].removeprefix("§"), target["value"]
    step = Decimal((0, (1,), Decimal(value).as_tuple().exponent))  # type: ignore[arg-type]  # a number of the table is never infinite
    others = [str(Decimal(value) + step * n) for n in range(1, count + 1)]
    file = data / "fingerprints" / f"{policy['source']}.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    clause = document["policies"][target["policy"]][name]
    said = next((s for s in clause.get("statements", ()) if s["n"] == value), None)
    clause["numbers"] += [n for n in others if n not in clause["numbers"]]
    clause.setdefault("statements", []).extend({**said, "n": n} for n in others if said)
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    unused = data / "unused.csv"
    head, *rows = _rows(unused)
    unread = {"policy": target["policy"], "clause": target["clause"], "reason": rows[0][head.index("reason")]}
    unused.write_bytes(_table([head, *rows, *([{**unread, "number": n}.get(c, "") for c in head] for n in (value, *others))]))
    second = data / "second" / f"{target['policy']}.csv"
    if second.is_file():
        head, *rows = _rows(second)
        at = [head.index(c) for c in ("clause", "value")]
        second.write_bytes(_table([head, *(r for r in rows if [r[n] for n in at] != [target["clause"], value])]))
    return others


def _last_line(file: Path, gap: str, start: str, end: str) -> Edit:
    """A last line that begins with ``start``, in place of the one of the edit before."""
    text = file.read_text(encoding="utf-8").rstrip("\n")
    kept = text.rpartition(f"{gap}{start}")[0] or text
    return Edit(file, f"{kept}{gap}{start}{end}\n".encode())


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def _row(file: Path, column: str, value: str) -> dict[str, str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return next(row for row in csv.DictReader(lines) if row[column] == value)


def _table(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
