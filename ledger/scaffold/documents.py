"""A document that was read: ``ledger new document ID --text FILE``. Its text becomes a source, with its checksum and its fingerprint.

The outline is one clause, ``0``, for the whole text; divide it in ``clauses.csv`` as the rows need it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from ledger.check.fingerprint import make_fingerprints, names_file, write_fingerprint
from ledger.load.columns import Field
from ledger.load.ledger import load_ledger
from ledger.problems import Problems
from ledger.scaffold.newsroom import Newsroom, free, named, written
from ledger.scaffold.rows import appended

_ROLES = ("source", "document", "clause")
"""The roles of the tables that a document goes into."""


def document(newsroom: Newsroom, id: str, text: Path, title: str, language: str, problems: Problems) -> list[str]:
    """Enter a document; what is left to be filled in. Raises ``Refused``, and leaves everything as it was, where the data could not be read then."""
    named(id, "new document", problems)
    schema = newsroom.ledger.schema
    if lacking := [role for role in _ROLES if not schema.of(role)]:
        what = f"there is no table of role {' and none of role '.join(lacking)}"
        problems.add("data/datapackage.yaml", 0, what, "declare it as the sample of ledger init does")
    if not text.is_file():
        problems.add(str(text), 0, "there is no such text", "name the archived text, a UTF-8 file: --text FILE")
    problems.stop_if_any()
    try:
        content = text.read_bytes()
        count = content.decode("utf-8").count("\n") + (not content.endswith(b"\n"))
    except UnicodeDecodeError:
        problems.add(str(text), 0, "is not UTF-8", "save it as UTF-8")
    problems.stop_if_any()
    if text.resolve() != (newsroom.root / "archive" / text.name).resolve():
        free(newsroom.root, [f"archive/{text.name}"], problems)
    first, source = newsroom.languages[0], f"{id}-text"
    said = {"title": title or id.replace("-", " ").capitalize(), "heading": title or id.replace("-", " ").capitalize()}
    rows: dict[str, dict[str, str]] = {
        "source": {"id": source, "file": text.name, "sha256": hashlib.sha256(content).hexdigest(), "language": language or first, "safeguards": "statements"},
        "document": {"id": id, "source": source, "clause": "0"},
        "clause": {"document": id, "clause": "0", "first": "1", "last": str(count)},
    }
    files: dict[str, bytes] = {f"archive/{text.name}": content}
    told = []
    for role in _ROLES:
        table = schema.of(role)[0]
        given = {table.column(name): cell for name, cell in rows[role].items() if table.column(name)}
        cells = {field.name: given.get(field.name, "") or _guessed(newsroom, field, said) for field in table.fields}
        files[f"data/{table.path}"], line = appended(newsroom, table, [cells])
        guessed = [column for column, cell in cells.items() if cell and column not in given]
        told.append(f"data/{table.path}:{line}: written; look at {', '.join(guessed)}")
    with written(newsroom.root, files):
        _fingerprint(newsroom, source, problems)
    return [
        *told,
        f"archive/{text.name}, data/fingerprints/{source}.json: written",
        "its numbers are in no row yet: ledger check lists those that are open, clause by clause",
    ]


def _guessed(newsroom: Newsroom, field: Field, said: Mapping[str, str]) -> str:
    """What may not be empty: a title, or the first name of a vocabulary."""
    stem = field.name.rpartition("_")[0]
    if field.name in said or stem in said:
        return said.get(field.name) or said[stem]
    return next(iter(newsroom.ledger.vocabularies.get(field.vocabulary, {})), "") if field.required and field.vocabulary else ""


def _fingerprint(newsroom: Newsroom, source: str, problems: Problems) -> None:
    """Make the fingerprint of the text. Raises ``Refused`` where it cannot be made, or the data cannot be read with it."""
    ledger = load_ledger(newsroom.root / "data", Problems())
    found = make_fingerprints(ledger, newsroom.root / "archive", Problems())
    if source not in found:
        load_ledger(newsroom.root / "data", problems)
        problems.stop_if_any()
    made = {f"data/fingerprints/{source}.json": write_fingerprint(found[source]).encode()}
    if (names := names_file(ledger)) != "{}\n":
        made["data/fingerprints/names.json"] = names.encode()
    with written(newsroom.root, made):
        load_ledger(newsroom.root / "data", problems)
        problems.stop_if_any()
