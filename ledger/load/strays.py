"""Files in ``data/`` that look like tables and are read by nobody: ``targets (1).csv``, ``targets - Copy.csv``, ``targets.xlsx``.

The lock files of an open spreadsheet or editor (``.~lock.targets.csv#``, ``~$targets.xlsx``, ``.targets.csv.swp``) are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from ledger.load.schema import Schema
from ledger.problems import Problems

_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".ods", ".numbers")
_VOCABULARIES = (".yaml", ".yml")
_COPY = re.compile(r"(?:[ _-]*(?:\(\d+\)|copy|kopie|copie|副本|backup|old|neu|new|bak|~)\s*\d*)+$|\s+\d+$", re.I)


def warn_of_strays(data: Path, schema: Schema, sources: Collection[str], problems: Problems) -> None:
    """One warning for each file that an editor may take for a table, a vocabulary or a fingerprint of the ledger."""
    if not schema.tables or schema.unread or any(p.file == "data/datapackage.yaml" for p in problems.errors) or not data.is_dir():
        return  # what is declared is not known
    read = (
        {table.path for table in schema.tables.values()}
        | {place.partition("#")[0] for place in schema.vocabularies.values()}
        | {"datapackage.yaml", "addresses.csv"}
    )
    for path in sorted(data.iterdir()):
        name = path.name
        if path.is_dir() and name not in ("second", "fingerprints") and not name.startswith((".", "_")):
            inside = next((f for f in sorted(path.rglob("*")) if f.suffix.lower() in (*_TABLES, *_VOCABULARIES)), None)
            if inside is not None:
                where = f"data/{inside.relative_to(data).as_posix()}"
                problems.add(where, 0, "is not read: tables and vocabularies lie in data/ itself", "move it there, or remove it", warning=True)
        if name == "fingerprints" and path.is_dir():
            for file in sorted(path.glob("*.json")):
                if file.stem not in sources and file.name != "names.json":
                    problems.add(f"data/fingerprints/{file.name}", 0, "is of no source in data/sources.csv", "remove it, or restore its row", warning=True)
        if name in read or name.startswith((".", "~")) or name.endswith(("~", "#")) or not path.is_file():
            continue
        ending = path.suffix.lower()
        if ending not in (*_TABLES, *_VOCABULARIES):
            continue
        twin = next((r for r in sorted(read) if Path(r).stem.lower() == _COPY.sub("", path.stem).strip().lower()), None)
        if twin is None and ending in _VOCABULARIES:
            what, remedy = "is no vocabulary of data/datapackage.yaml", "declare it there, or remove it"
        elif twin is None:
            what, remedy = "is no table of data/datapackage.yaml", "declare it there, or remove it"
        else:
            what, remedy = f"is not read; data/{twin} is", f"save what it holds as data/{twin}, or remove it"
        problems.add(f"data/{name}", 0, what, remedy, warning=True)
