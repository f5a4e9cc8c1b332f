"""A vocabulary of the names that stand in a column: ``ledger new vocabulary TABLE.COLUMN``.

Its file has a term for each name, the cells have the ids in their place, and the column says which vocabulary it is of.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from ledger.load.columns import Field
from ledger.load.schema import NAME, Table
from ledger.problems import Problems, did_you_mean
from ledger.scaffold.descriptor import FILE
from ledger.scaffold.newsroom import Newsroom, free, write_data

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LONGEST = 60
"""Characters of an id that is made of a name."""


def vocabulary(newsroom: Newsroom, column: str, name: str, problems: Problems) -> list[str]:
    """Write it; what is left to do. Raises ``Refused``, and leaves everything as it was, where it cannot be had."""
    table, field = _column(newsroom, column, problems)
    name = name or field.name.replace("_", "-").lower()
    if not NAME.fullmatch(name):
        problems.add("new vocabulary", 0, f"'{name}' is no name of a vocabulary", "use lower-case letters, digits and -: --name islands")
    elif name in newsroom.ledger.schema.vocabularies or name in newsroom.ledger.schema.tables:
        problems.add(FILE, 0, f"there is a table or a vocabulary '{name}' already", f"name it otherwise: --name {name}-names")
    problems.stop_if_any()
    free(newsroom.root, [f"data/{name}.yaml"], problems)
    path = f"data/{table.path}"
    text = (newsroom.root / path).read_bytes().decode("utf-8-sig")
    header, *rows = list(csv.reader(io.StringIO(text, newline="")))
    place = header.index(field.name)
    several = field.type == "list"
    cells = [_names(row[place], several) if place < len(row) else [] for row in rows]
    ids = _ids((each for names in cells for each in names), name)
    if not ids:
        problems.add(path, 0, f"{field.name}: no cell is filled in, so there are no terms", "fill it in first")
    problems.stop_if_any()
    for row, names in zip(rows, cells, strict=True):
        if names:
            row[place] = ";".join(ids[each] for each in names)
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n" if "\r\n" in text else "\n").writerows([header, *rows])
    terms = "".join(f"{id}: {{{', '.join(f'{code}: {json.dumps(each, ensure_ascii=False)}' for code in newsroom.languages)}}}\n" for each, id in ids.items())
    declared = _declared((newsroom.root / FILE).read_text(encoding="utf-8"), table.name, field.name, name)
    write_data(newsroom, {FILE: declared.encode(), f"data/{name}.yaml": terms.encode(), path: made.getvalue().encode()}, problems)
    other = newsroom.languages[1:]
    return [
        f"data/{name}.yaml: {len(ids)} terms{f'; to be translated: {chr(44).join(other)}' if other else ''}",
        f"{path}: {field.name} has their ids now",
        f"{FILE}: {table.name}.{field.name} is of the vocabulary {name}; places say so there: {name}: {{file: {name}.yaml, place: true}}",
    ]


def _column(newsroom: Newsroom, said: str, problems: Problems) -> tuple[Table, Field]:
    """The table and the column of ``TABLE.COLUMN``. Raises ``Refused`` where it can have no vocabulary."""
    name, sign, column = said.partition(".")
    if not sign:
        problems.add("new vocabulary", 0, f"'{said}' names no column", "write table.column")
    problems.stop_if_any()
    table = newsroom.table(name, problems)
    field = next((each for each in table.fields if each.name == column), None)
    if field is None:
        problems.add(FILE, 0, f"{name} has no column '{column}'", did_you_mean(column, table.columns))
    elif field.vocabulary:
        problems.add(
            FILE, 0, f"{said} is of the vocabulary '{field.vocabulary}' already", f"add terms to data/{newsroom.ledger.schema.vocabularies[field.vocabulary]}"
        )
    elif field.type not in ("string", "list") or field.format or field.standard or field.reference or column in table.key == ("id",):
        problems.add(FILE, 0, f"{said} holds no names", "name a column of text that is no date, no id and leads to no table")
    problems.stop_if_any()
    assert field is not None  # else a problem has said so
    return table, field


def _names(cell: str, several: bool) -> list[str]:
    return [part.strip() for part in (cell.split(";") if several else [cell]) if part.strip()]


def _ids(names: Iterable[str], vocabulary: str) -> dict[str, str]:
    """An id for each name, in the order in which they come; numbers where a name has no Latin letters, or is like another."""
    found: dict[str, str] = {}
    for name in names:
        if name not in found:
            plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
            stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-") or vocabulary.replace("_", "-")
            taken, count = set(found.values()), 1
            while (id := stem if count == 1 and stem != vocabulary else f"{stem}-{count}") in taken:
                count += 1
            found[name] = id
    return found


def _declared(text: str, table: str, column: str, vocabulary: str) -> str:
    """The descriptor with one vocabulary more, and the column as one of it; its text otherwise as it stands."""
    root: Any = yaml.compose(text, _Loader)
    said = _pairs(root)
    resource = next(each for each in said["resources"].value if _pairs(each)["name"].value == table)
    fields = _pairs(_pairs(resource)["schema"])["fields"].value
    field = next(each for each in fields if _pairs(each)["name"].value == column)
    name = _pairs(field)["name"]
    between = ", " if field.flow_style else "\n" + " " * field.start_mark.column
    edits = [(name.end_mark.index, f"{between}vocabulary: {vocabulary}")]
    there = said.get("vocabularies")
    if there is None or not there.value:
        start = next(key for key, _ in root.value if key.value == ("resources" if there is None else "vocabularies")).start_mark.index
        end = start if there is None else there.end_mark.index
        text = f"{text[:start]}vocabularies:\n  {vocabulary}: {vocabulary}.yaml\n{text[end:].lstrip(chr(10)) if there is not None else text[end:]}"
        return _declared(text, table, column, vocabulary)
    if f"{vocabulary}" not in _pairs(there):
        last = there.value[-1][1]
        edits.append((last.end_mark.index, f"{', ' if there.flow_style else chr(10) + ' ' * there.start_mark.column}{vocabulary}: {vocabulary}.yaml"))
    for index, more in sorted(edits, reverse=True):
        text = text[:index] + more + text[index:]
    return text


def _pairs(node: Any) -> Mapping[str, Any]:
    return {key.value: value for key, value in node.value}
