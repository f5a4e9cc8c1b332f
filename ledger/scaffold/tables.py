"""A table of the newsroom's own: ``ledger new table NAME``. It is declared, and has its header."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence

from ledger.load.columns import RESERVED
from ledger.load.descriptor import FORMATS, STANDARD, TYPES
from ledger.load.schema import NAME
from ledger.problems import Problems, did_you_mean
from ledger.scaffold.descriptor import FILE, Column, with_table
from ledger.scaffold.newsroom import Newsroom, free, write_data

_KINDS = (*TYPES, *STANDARD, *dict.fromkeys(form for forms in FORMATS.values() for form in forms))
_SLUG = '"[a-z0-9]+(-[a-z0-9]+)*"'


def columns_of(text: str, problems: Problems) -> list[Column]:
    """``id,name,opened:edtf,length:number`` as columns; a type or a format stands behind the colon."""
    found: list[Column] = []
    for part in text.split(","):
        name, _, kind = part.strip().partition(":")
        check_name(name, "--columns", 0, problems)
        if kind and kind not in _KINDS:
            problems.add("--columns", 0, f"{name}: '{kind}' is no type", did_you_mean(kind, _KINDS))
        if name in [column.name for column in found]:
            problems.add("--columns", 0, f"'{name}' stands there twice", "name each column once")
        found.append(column(name, kind if kind in _KINDS else "string"))
    if "id" not in [column.name for column in found]:
        problems.add("--columns", 0, "there is no id, by which a row is known", f"begin with it: --columns id,{text.strip(' ,')}")
    return found


def column(name: str, kind: str) -> Column:
    """A column of a type, or of a format."""
    if name == "id":
        return Column(name, "string", {"constraints": f"{{required: true, pattern: {_SLUG}}}"})
    if kind in TYPES or kind in STANDARD:
        return Column(name, kind)
    return Column(name, next(type for type, forms in FORMATS.items() if kind in forms), {"format": kind})


def check_name(name: str, file: str, line: int, problems: Problems) -> None:
    """Say so where a column cannot be called like this."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,59}", name) or keyword.iskeyword(name) or name in RESERVED:
        problems.add(file, line, f"'{name}' cannot be the name of a column", "use letters, digits and _, a letter first: unit_measure")


def table(newsroom: Newsroom, name: str, columns: Sequence[Column], title: str, rows: str, problems: Problems, *, over: bool = False) -> list[str]:
    """Declare the table, and write its file with ``rows`` below the header; ``over`` one that is there, if that is where they come from.
    Raises ``Refused``, and writes nothing, where it could not be read."""
    if not NAME.fullmatch(name):
        problems.add("new table", 0, f"'{name}' is no name of a table", "use lower-case letters, digits, - and _")
    if name in newsroom.ledger.schema.tables:
        problems.add(FILE, 0, f"there is a table '{name}' already", "choose another name, or add to it: ledger new row " + name)
    problems.stop_if_any()
    if not over:
        free(newsroom.root, [f"data/{name}.csv"], problems)
    titles = {code: title or name.replace("-", " ").replace("_", " ").capitalize() for code in newsroom.languages}
    before = (newsroom.root / FILE).read_text(encoding="utf-8") if (newsroom.root / FILE).is_file() else _beginning(newsroom)
    key = next((column.name for column in columns if column.name == "id"), "")
    text = with_table(before, name, titles, columns, key, problems)
    header = ",".join(column.name for column in columns)
    write_data(newsroom, {FILE: text.encode(), f"data/{name}.csv": f"{header}\n{rows}".encode()}, problems)
    line = next(number for number, said in enumerate(text.splitlines(), 1) if said.strip() == f"- name: {name}")
    return [
        f"{FILE}:{line}: {name} is declared; to be filled in: what its columns mean (title_{newsroom.languages[0]}, description_{newsroom.languages[0]})",
        f"data/{name}.csv: {rows.count(chr(10)) or 'no'} rows",
    ]


def _beginning(newsroom: Newsroom) -> str:
    """The descriptor of a newsroom that has none yet."""
    title = newsroom.project.languages[0].title if newsroom.project.languages else ""
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "ledger"
    return f"name: {name}\nlanguages: [{', '.join(newsroom.languages)}]\n"
