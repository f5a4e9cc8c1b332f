"""A fingerprint as it lies in ``data/fingerprints/``; see ``ledger/check/fingerprint.py`` for what it holds.

It is written by the build and read by it, but it is a file: cut off, merged by hand or made by an older version it is one
problem, whose remedy is to make it again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from ledger.load.known import Known, read_known
from ledger.load.textfile import read_text
from ledger.problems import Problems

_AGAIN = "make it again: python build.py fingerprint --archive DIR"


class Statement(msgspec.Struct):
    """What belongs to one figure, see ``ledger/check/statements.py``."""

    n: str
    unit: list[str] = msgspec.field(default_factory=list)
    cell: list[str] = msgspec.field(default_factory=list)
    base: list[str] = msgspec.field(default_factory=list)
    years: list[str] = msgspec.field(default_factory=list)
    part: dict[str, list[str]] = msgspec.field(default_factory=dict)
    sentence: dict[str, list[str]] = msgspec.field(default_factory=dict)
    near: str = ""
    hedges: list[str] = msgspec.field(default_factory=list)


class Entry(msgspec.Struct):
    """What one clause prints."""

    numbers: list[str]
    dates: list[str]
    years: list[str]
    words: list[str]
    first: int = 0
    last: int = 0
    printed: list[str] = msgspec.field(default_factory=list)
    statements: list[Statement] = msgspec.field(default_factory=list)
    names: dict[str, int] = msgspec.field(default_factory=dict)


def read_fingerprint(data: Path, source: str, problems: Problems, known: Known | None = None) -> dict[str, Any] | None:
    """``{policy: {clause: entry}}`` of a source, each entry a mapping with every key of ``Entry``; ``None`` where it cannot be had."""
    files = [f"data/fingerprints/{source}.json"]
    return read_known(known, files, "fingerprint", dict[str, Any], lambda found: _read(data, source, found), problems)


def _read(data: Path, source: str, problems: Problems) -> dict[str, Any] | None:
    file = f"data/fingerprints/{source}.json"
    path = data / "fingerprints" / f"{source}.json"
    if "/" in source or "\\" in source or source.startswith(".") or not source.isprintable() or len(source) > 200:
        problems.add("data/sources.csv", 0, f"id: '{source}' is no file name", "use lower-case letters, digits and hyphens")
        return None
    if not path.is_file() and not path.is_dir():
        problems.add(file, 0, f"source '{source}' has no fingerprint", "make it: python build.py fingerprint --archive DIR")
        return None
    text = read_text(path, file, problems)
    if text is None:
        return None
    try:
        policies = json.loads(text)["policies"]
        for policy, clauses in msgspec.convert(policies, dict[str, dict[str, Entry]]).items():
            for clause, found in clauses.items():
                if any(len(token) > 60 for tokens in (found.numbers, found.dates, found.years, found.words, found.printed) for token in tokens):
                    raise ValueError(f"{policy} {clause}")
                policies[policy][clause].setdefault("printed", [])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, msgspec.ValidationError):
        problems.add(file, 0, "not a fingerprint", _AGAIN)
        return None
    fingerprint: dict[str, Any] = policies
    return fingerprint


def read_names(data: Path, problems: Problems) -> dict[str, frozenset[str]]:
    """``{language: hashes}`` of the names that the fingerprints were searched for; nothing where there is no such file."""
    path, file = data / "fingerprints" / "names.json", "data/fingerprints/names.json"
    if not path.exists():
        return {}
    text = read_text(path, file, problems)
    if text is None:
        return {}
    try:
        kept = msgspec.json.decode(text, type=dict[str, list[str]])
    except (ValueError, RecursionError):
        problems.add(file, 0, "not a list of names", _AGAIN)
        return {}
    return {language: frozenset(names) for language, names in kept.items()}
