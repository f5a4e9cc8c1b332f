"""``data/addresses.csv``: the addresses that the site has promised to keep, one a line, and what became of them.

``python build.py addresses`` writes the lines; an editor fills in the cells behind an address that the site no longer makes::

    address,twins,moved,gone_zh,gone_en
    /method/#照录,,,,
    /policies/old-plan/,en,,原件已撤回。,Its issuer withdrew it.
    /policies/plan/#c-2.10,en,,,
    /regions/*,en,/places/*,,
    /targets/steel-2020/,en,/targets/crude-steel-2020/,,

``address``  as it follows the site's own address: a page (``/targets/x/``), a place on one (``/method/#id``) or a file
             (``/data/targets.csv``); with ``*`` at its end, all listed ones that begin like this and have no cell of their own
``twins``    the folders of other languages that have the same address: ``en`` is ``/en/targets/x/``
``moved``    where it is now, in the same form, or whole (``https://…``) on another host; it holds for the twins too
``gone_zh``  why there is nothing any more, a column a language of the site

A newsroom without the file has promised nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

import msgspec

from ledger.load.columns import Field
from ledger.load.known import Known, read_known
from ledger.load.schema import Schema, Table
from ledger.load.table import load_table
from ledger.problems import Problems

PATH = "addresses.csv"
FILE = f"data/{PATH}"
_ADDRESS = re.compile(r"/(?:[^\s?*#/.\\][^\s?*#/\\]{0,199}/)*(?:[^\s?*#/.\\][^\s?*#/\\]{0,199})?(?:#[^\s*#]+)?\*?")
_ELSEWHERE = re.compile(r"https?://[^\s/]+\.[^\s]+")


Fate = str | Mapping[str, str]
"""What became of an address: where it is now; or why it is gone, ``{language: why}``."""


class Listed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One line. ``gone`` is ``{language: why}``; ``line`` is 1-based."""

    address: str
    twins: tuple[str, ...] = ()
    moved: str = ""
    gone: Mapping[str, str] | None = None
    line: int = 0

    def each(self) -> Iterator[tuple[str, str]]:
        """``(address, where it is now)`` of the line itself and of its twins."""
        for folder in ("", *self.twins):
            yield below(folder, self.address), below(folder, self.moved) if self.moved.startswith("/") else self.moved


def below(folder: str, address: str) -> str:
    """The same address below the folder of a language."""
    return f"/{folder}{address}" if folder else address


def addresses_table(languages: tuple[str, ...]) -> Table:
    """The file as a table, for a site in these languages."""
    fields = (
        Field("address", required=True, longest=1000),
        Field("twins", type="list", pattern=r"[a-z0-9_]+"),
        Field("moved", longest=1000),
        *(Field(f"gone_{language}") for language in languages),
    )
    return Table(name="addresses", path=PATH, fields=fields, key=("address", "twins"), title={}, description={})


def keeps_addresses(data: Path, schema: Schema) -> bool:
    """Whether there is such a file, and it is not a table of the newsroom's own."""
    return (data / PATH).exists() and all(table.path != PATH for table in schema.tables.values())


def load_addresses(data: Path, schema: Schema, problems: Problems, known: Known | None = None) -> tuple[Listed, ...] | None:
    """Every line in the order of the file; ``None`` where a newsroom keeps no list. What is wrong is a problem."""
    taken = next((table for table in schema.tables.values() if table.path == PATH), None)
    if taken is not None:
        problems.add("data/datapackage.yaml", 0, f"{taken.name}: {FILE} is the list of published addresses", "give the file of this table another name")
    if not keeps_addresses(data, schema):
        return None
    return read_known(known, [FILE], ("addresses", schema.languages), tuple[Listed, ...], lambda found: _read(data, schema, found), problems)


def _read(data: Path, schema: Schema, problems: Problems) -> tuple[Listed, ...]:
    rows = load_table(data, addresses_table(schema.languages), problems)
    listed = [_listed(row, schema.languages) for row in rows]
    owners: dict[str, int] = {}
    for entry in listed:
        _check(entry, problems)
        for address, _ in entry.each():
            if owners.setdefault(address, entry.line) != entry.line:
                problems.add(FILE, entry.line, f"{address} stands on line {owners[address]} too", "an address has one line; take one of the two out")
    return tuple(listed)


def _listed(row: object, languages: tuple[str, ...]) -> Listed:
    gone = {code: text for code in languages if (text := getattr(row, f"gone_{code}"))}
    moved = getattr(row, "moved", None) or ""
    return Listed(row.address, row.twins, moved if _ELSEWHERE.fullmatch(moved) else _plain(moved), gone or None, row.line)  # type: ignore[attr-defined]


def _plain(address: str) -> str:
    """An address as it is listed, from one that was copied out of a browser."""
    return unicodedata.normalize("NFC", unquote(address))


def _check(entry: Listed, problems: Problems) -> None:
    if not _ADDRESS.fullmatch(entry.address):
        problems.add(FILE, entry.line, f"address: '{entry.address}' is no address of the site", "write it as /targets/x/, /method/#place or /data/targets.csv")
    if entry.moved and entry.gone:
        problems.add(FILE, entry.line, f"{entry.address} has both moved and gone", "empty one of the two")
    if entry.moved and not _ELSEWHERE.fullmatch(entry.moved) and not _ADDRESS.fullmatch(entry.moved):
        problems.add(FILE, entry.line, f"moved: '{entry.moved}' is no address", "write it as /targets/x/, or whole, https://…, where it is on another host")
    elif entry.moved.endswith("*") and not entry.address.endswith("*"):
        problems.add(FILE, entry.line, f"moved: '{entry.moved}' is many addresses, and {entry.address} is one", "write where this one is")
    if entry.address.endswith("*") and not entry.moved and not entry.gone:
        problems.add(FILE, entry.line, f"{entry.address} says nothing of what begins like this", "write where it moved or why it is gone, or take the line out")
