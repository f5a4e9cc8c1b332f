"""The newsroom that something new is written into, and the writing: all of it, or none if the data cannot be read afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.load.ledger import Ledger, load_ledger
from ledger.load.schema import Table
from ledger.problems import Problems, did_you_mean
from ledger.project import Project, load_project

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
Ask = Callable[[str, str], str]
"""``(what is asked, help)`` to what somebody answers; nothing where nobody can be asked."""


@dataclass(frozen=True)
class Newsroom:
    """A project with its data."""

    root: Path
    project: Project
    ledger: Ledger

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(language.code for language in self.project.languages)

    def table(self, name: str, problems: Problems) -> Table:
        """The table of this name. Raises ``Refused`` where there is none."""
        tables = self.ledger.schema.tables
        if name not in tables:
            problems.add("data/datapackage.yaml", 0, f"there is no table '{name}'", did_you_mean(name, tables))
        problems.stop_if_any()
        return tables[name]


def load(root: Path, problems: Problems, *, bare: bool = False) -> Newsroom:
    """Raises ``Refused`` where there is no newsroom, or none that can be read. One that is ``bare`` may have no table yet."""
    if not (root / "mkdocs.yml").is_file():
        problems.add("mkdocs.yml", 0, f"is not in {root}", "call it with --project DIR, or make a project: ledger init DIR")
    problems.stop_if_any()
    project = load_project(root, problems)
    found = Problems()
    ledger = load_ledger(root / "data", found)
    if not (bare and _has_no_table(root, ledger)):
        problems.found |= found.found
    problems.stop_if_any()
    return Newsroom(root, project, ledger)


def _has_no_table(root: Path, ledger: Ledger) -> bool:
    """Whether nothing is declared yet, so that nothing can be wrong with it."""
    return not (root / "data" / "datapackage.yaml").is_file() or not (ledger.schema.tables or ledger.schema.raw.get("resources"))


def named(id: str, what: str, problems: Problems) -> str:
    """``id``, which names ``what``. Raises ``Refused`` where it cannot."""
    if len(id) > 200:
        problems.add(what, 0, f"'{id[:40]}…' is {len(id)} characters long, and becomes the end of an address", "take a short one: bridge-2030")
    if not ID.fullmatch(id):
        problems.add(what, 0, f"'{id}' is no id, which is the end of an address", "use lower-case letters, digits and hyphens: bridge-2030")
    problems.stop_if_any()
    return id


def free(root: Path, paths: Sequence[str], problems: Problems) -> None:
    """Raises ``Refused`` where one of the files is there already."""
    for path in paths:
        if (root / path).exists():
            problems.add(path, 0, "is there already", "choose another name, or edit it")
    problems.stop_if_any()


@contextmanager
def written(root: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """Write files; if the block raises, all is as it was before."""
    before = {path: (root / path).read_bytes() if (root / path).is_file() else None for path in files}
    try:
        for path, content in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        yield
    except BaseException:
        for path, old in before.items():
            if old is None:
                (root / path).unlink(missing_ok=True)
            else:
                (root / path).write_bytes(old)
        raise


def write_data(newsroom: Newsroom, files: Mapping[str, bytes], problems: Problems) -> Ledger:
    """Write files of ``data/``; the ledger that can be read then. Raises ``Refused`` where one cannot, and leaves everything as it was."""
    with written(newsroom.root, files):
        ledger = load_ledger(newsroom.root / "data", problems)
        problems.stop_if_any()
    return ledger
