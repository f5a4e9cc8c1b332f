"""A document that was read: ``ledger new document TEXT``. Its text becomes a source, with its checksum and its fingerprint.

The outline is one clause, ``0``, for the whole text, until the worksheet is taken that proposes a better one (``ledger.entry``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ledger.check.fingerprint import make_fingerprints, names_file, write_fingerprint
from ledger.entry.propose import Asked, propose
from ledger.entry.text import read_document
from ledger.load.columns import Field
from ledger.load.ledger import load_ledger
from ledger.problems import Problems
from ledger.scaffold.newsroom import Newsroom, free, named, written
from ledger.scaffold.rows import appended

_ROLES = ("source", "document", "clause")
"""The roles of the tables that a document goes into."""


def document(newsroom: Newsroom, text: Path, id: str, title: str, language: str, problems: Problems) -> list[str]:
    """Enter a document; what is left to be filled in. Raises ``Refused``, and leaves everything as it was, where the data could not be read then."""
    if not (id := id or re.sub(r"[^a-z0-9]+", "-", text.stem.lower()).strip("-")):
        problems.add("new document", 0, f"the name of {text.name} gives no id, which is the end of an address", "name one: --id town-plan")
        problems.stop_if_any()
    named(id, "new document", problems)
    schema = newsroom.ledger.schema
    if lacking := [role for role in _ROLES if not schema.of(role)]:
        what = f"there is no table of role {' and none of role '.join(lacking)}"
        problems.add("data/datapackage.yaml", 0, what, "declare it as the sample of ledger init does")
    if not text.is_file():
        problems.add(str(text), 0, "there is no such text", "name the text of the document: plain text, HTML or PDF")
    problems.stop_if_any()
    archived = read_document(text, problems)
    problems.stop_if_any()
    assert archived is not None  # else a problem has said so
    content = archived.content
    count = content.count(b"\n") + (not content.endswith(b"\n"))
    name = f"{text.stem}.txt" if archived.made_of else text.name
    if text.resolve() != (newsroom.root / "archive" / name).resolve():
        free(newsroom.root, [f"archive/{name}"], problems)
    first, source = newsroom.languages[0], f"{id}-text"
    said = {"title": title or id.replace("-", " ").capitalize(), "heading": title or id.replace("-", " ").capitalize()}
    rows: dict[str, dict[str, str]] = {
        "source": {"id": source, "file": name, "sha256": archived.sha256, "language": language or first, "safeguards": "statements"},
        "document": {"id": id, "source": source, "clause": "0"},
        "clause": {"document": id, "clause": "0", "first": "1", "last": str(count)},
    }
    files: dict[str, bytes] = {f"archive/{name}": content}
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
    told.append(f"archive/{name}, data/fingerprints/{source}.json: written")
    asked = Asked(id, source, language=language or first)
    propose(newsroom.root, newsroom.root / "archive" / name, asked, problems, told.append)
    return told


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
