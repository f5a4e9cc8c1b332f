"""The verb: tidy the tables that are named, or all; each file is written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ledger.load.addresses import addresses_table, keeps_addresses
from ledger.load.known import Known
from ledger.load.ledger import load_ledger
from ledger.load.schema import Table, load_schema
from ledger.load.second import second_tables
from ledger.load.textfile import read_bytes
from ledger.problems import Problems, did_you_mean
from ledger.tidy.evidence import Evidence
from ledger.tidy.table import Tidied, tidy_table


def tidy(root: Path, files: Sequence[str], problems: Problems, say: Callable[[str], None], known: Known | None = None) -> int:
    """Tidy tables of the project in ``root``; ``say`` is told what was done. 1 where something is left for the editor.

    What could not be decided is a problem, and the file is nevertheless written with everything that could. ``known`` may be of
    files that are not tidied.
    """
    data = root / "data"
    schema = load_schema(data, problems, known)
    if problems.errors:
        return 1
    listed = [addresses_table(schema.languages)] if keeps_addresses(data, schema) else []
    tables = _asked([*schema.tables.values(), *second_tables(data, schema), *listed], files, root, problems)
    evidence: Evidence | None = None
    for table in tables:
        file = f"data/{table.path}"
        content = read_bytes(data / table.path, file, problems, "create it, or take it out of data/datapackage.yaml")
        if content is None:
            continue
        # a table that was repaired is evidence for those that follow: policies before targets
        evidence = evidence or Evidence(load_ledger(data, Problems(), known))
        if _report(tidy_table(content, table, evidence), content, data / table.path, file, problems, say):
            evidence = None
    return 1 if problems.errors else 0


def _asked(tables: Iterable[Table], files: Sequence[str], root: Path, problems: Problems) -> list[Table]:
    """The tables that are meant: by path from here or from the project, by file name, or by name."""
    by_name: dict[str, Table] = {}
    for table in tables:
        by_name.update({table.name: table, table.path: table, f"data/{table.path}": table, str((root / "data" / table.path).resolve()): table})
    if not files:
        return list({table.name: table for table in by_name.values()}.values())
    found = []
    for file in files:
        meant = by_name.get(file.removeprefix("./")) or by_name.get(str(Path(file).resolve()))
        if meant is None:
            problems.add(file, 0, "is no table of data/datapackage.yaml", did_you_mean(Path(file).name, {t.path for t in by_name.values()}))
        elif meant not in found:
            found.append(meant)
    return found


_SHOWN = 40


def _report(tidied: Tidied, content: bytes, path: Path, file: str, problems: Problems, say: Callable[[str], None]) -> bool:
    """Write what was repaired and tell everything; whether the file has changed."""
    for line, what in tidied.undecided:
        sentence, _, remedy = what.partition("; ")
        problems.add(file, line, sentence, remedy)
    if tidied.content is None:
        return False
    if tidied.content == content:
        if not tidied.undecided:
            say(f"{file}: tidy")
        return False
    write_whole(path, tidied.content)
    for line, what in tidied.done[:_SHOWN]:
        say(f"{file}:{line}: {what}" if line else f"{file}: {what}")
    if len(tidied.done) > _SHOWN:
        say(f"{file}: … and {len(tidied.done) - _SHOWN} more cells")
    if not tidied.done:
        say(f"{file}: quotes and blank rows made canonical")
    return True


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file at once: nobody ever sees half of it, and a failure leaves the old one."""
    fresh = path.with_name(f".{path.name}.tidy")
    try:
        with fresh.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        if path.is_symlink():
            path = path.resolve()
        if path.exists():
            os.chmod(fresh, path.stat().st_mode & 0o7777)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
