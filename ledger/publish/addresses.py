"""Addresses are kept: what ``data/addresses.csv`` lists is still made, or leads to where it moved, or says why it is gone.

``settle`` holds the list against a site; what it finds is one problem for each cause. It knows nothing of HTML: ``render.departed``
makes the pages that lead on.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import commonprefix

from ledger.load.addresses import FILE, Fate, Listed
from ledger.problems import Problems

_SHOWN = 3
"""Addresses with one and the same cause that are told one by one; more are told together."""


@dataclass(frozen=True)
class Made:
    """What a build made: all its files, and the ids of its pages by their path."""

    files: Collection[str]
    ids: Mapping[str, Collection[str]]

    def has(self, address: str) -> bool:
        path, _, fragment = address.partition("#")
        file = file_of(path)
        return file in self.files and (not fragment or fragment in self.ids.get(file, ()))


@dataclass(frozen=True)
class Settled:
    """What became of the listed addresses that are not made. ``pages`` need a page that leads on, ``files`` a copy of the file that
    they moved to, ``{old: new}``; ``places[page][id]`` stood on a page, one that is made or one of ``pages``."""

    pages: Mapping[str, Fate] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Mapping[str, Fate]] = field(default_factory=dict)


def file_of(address: str) -> str:
    """The file of the site that an address without its fragment asks for."""
    return address.lstrip("/") + ("index.html" if address.endswith("/") else "")


def address_of(file: str) -> str:
    """The address of a file of the site."""
    return f"/{file.removesuffix('index.html') if file == 'index.html' or file.endswith('/index.html') else file}"


def unlisted(listed: Iterable[Listed], offered: Iterable[str]) -> list[str]:
    """What of ``offered`` no line lists, in the order given."""
    known = {address for entry in listed for address, _ in entry.each()}
    return [address for address in offered if address not in known]


def settle(listed: Iterable[Listed], made: Made, languages: Iterable[str], problems: Problems, in_doubt: Collection[str] = ()) -> Settled:
    """What became of each listed address. What was dropped without a word, and each cell that says what is not so, is a problem.

    Pages ``in_doubt`` (by path: something else is wrong with them) are not told as dropped, nor are places on them.
    """
    fates = _Fates(tuple(listed), made, problems)
    pages: dict[str, Fate] = {}
    files: dict[str, str] = {}
    places: dict[str, dict[str, Fate]] = {}
    for address, entry in fates.owner.items():
        if made.has(address):
            continue
        page, _, fragment = address.partition("#")
        fate = fates.fate(address)
        if fate is None:
            continue
        if fragment:
            if not fates.goes_with_its_page(address):
                places.setdefault(page, {})[fragment] = fate
        elif page.endswith("/"):
            pages[page] = fate
        elif isinstance(fate, str):
            if fate.endswith("/") or "#" in fate or not fate.startswith("/"):
                problems.add(FILE, entry.line, f"moved: {address} is a file, and {fate} is none of this site", "name the file that is in its place")
            else:
                files[page] = fate
    _tell_in_the_way(pages, files, made, fates.owner, problems)
    fates.tell(languages, in_doubt)
    return Settled(pages, files, {page: gone for page, gone in places.items() if page in pages or made.has(page)})


def _tell_in_the_way(pages: Iterable[str], files: Iterable[str], made: Made, owner: Mapping[str, Listed], problems: Problems) -> None:
    """Where something was, something else may be by now: a file where a folder was, or a folder where a file was."""
    old = {file_of(address): address for address in (*pages, *files)}
    folders = {path[:end] for path in (*made.files, *old) for end, letter in enumerate(path) if letter == "/"} if old else frozenset()
    for path, address in old.items():
        above = next((path[:end] for end, letter in enumerate(path) if letter == "/" and (path[:end] in made.files or path[:end] in old)), None)
        if above or path in folders:
            other = f"the file /{above}" if above else f"the folder /{path}/"
            problems.add(FILE, owner[address].line, f"nothing can stand at {address}, where {other} is", "give that another name, or take this line out")


class _Fates:
    """Follows listed addresses to where they are now."""

    def __init__(self, listed: tuple[Listed, ...], made: Made, problems: Problems) -> None:
        self.listed, self.made, self.problems = listed, made, problems
        self.owner = {address: entry for entry in listed if not entry.address.endswith("*") for address, _ in entry.each()}
        self._moved = {address: moved for entry in listed for address, moved in entry.each()}
        self._many = sorted(
            ((address[:-1], entry) for entry in listed if entry.address.endswith("*") for address, _ in entry.each()), key=lambda item: -len(item[0])
        )
        self._used: set[int] = set()
        """Lines for many addresses that spoke for one."""
        self._lost: dict[str, Listed] = {}
        self._nowhere: dict[int, list[str]] = {}
        """By line, where it leads to and nothing is."""

    def fate(self, address: str) -> Fate | None:
        """Where a listed address that is not made leads in the end; ``None`` when that is nowhere, which is noted or a problem."""
        passed = [address]
        teller: Listed | None = None
        while True:
            step = self._step(passed[-1])
            if step is None:
                if teller is None:
                    self._lost[address] = self.owner[address]
                elif passed[-1] not in self.owner:
                    self._nowhere.setdefault(teller.line, []).append(passed[-1])
                return None  # else its own line is told
            fate, teller = step
            if not isinstance(fate, str) or not fate.startswith("/") or self.made.has(fate):
                return fate
            if fate in passed:
                self.problems.add(FILE, teller.line, f"moved leads in a circle: {' → '.join([*passed, fate][:6])}", "write where it is now")
                return None
            passed.append(fate)

    def goes_with_its_page(self, address: str) -> bool:
        """Whether a place is where its page went, because nothing else is said of it."""
        page, place, _ = address.partition("#")
        return bool(place) and not self.made.has(page) and page in self.owner and self._own(address) is None

    def _own(self, address: str) -> tuple[Fate, Listed] | None:
        """What a line says of an address itself, or of all that begin like it; of a place only lines of places."""
        entry = self.owner.get(address)
        if entry is None:
            return None
        if entry.moved or entry.gone:
            return (self._moved[address] if entry.moved else entry.gone or {}), entry
        for start, many in self._many:
            if address.startswith(start) and ("#" in start or "#" not in address):
                self._used.add(many.line)
                if many.gone:
                    return many.gone, many
                moved = self._moved[f"{start}*"]
                return (moved[:-1] + address[len(start) :] if moved.endswith("*") else moved), many
        return None

    def _step(self, address: str) -> tuple[Fate, Listed] | None:
        if own := self._own(address):
            return own
        page, _, fragment = address.partition("#")
        if not fragment or page not in self.owner or self.made.has(page) or (own := self._own(page)) is None:
            return None
        fate, entry = own
        if isinstance(fate, str) and "#" not in fate and (self.made.has(f"{fate}#{fragment}") or f"{fate}#{fragment}" in self.owner):
            return f"{fate}#{fragment}", entry
        return own

    # --- what is told ---------------------------------------------------------------------------------------------

    def tell(self, languages: Iterable[str], in_doubt: Collection[str]) -> None:
        """One problem for each cause: a page before what lies below it, many of one folder together."""
        for entry in self.listed:
            says = "moved" if entry.moved else "gone" if entry.gone else ""
            if says and entry.address.endswith("*"):
                if entry.line not in self._used:
                    what = f"no listed address that begins with {entry.address[:-1]} needs it"
                    self.problems.add(FILE, entry.line, what, "take this line out")
            elif says and all(self.made.has(address) for address, _ in entry.each()):
                self.problems.add(FILE, entry.line, f"{entry.address} is made again", f"empty its cell under '{says}'")
        for line, addresses in self._nowhere.items():
            more = f", nor {len(addresses) - 1} more to which this line leads" if len(addresses) > 1 else ""
            self.problems.add(FILE, line, f"moved: there is no {addresses[0]}{more}", self._near(addresses[0]))
        reasons = " and ".join(f"'gone_{code}'" for code in languages)
        for group in _causes({a: e for a, e in self._lost.items() if file_of(a.partition("#")[0]) not in in_doubt}):
            first, rest = group[0], group[1:]
            what = f"the {_kind(first)} {first} is no longer {'there' if '#' in first else 'made'}"
            remedy = f"write under 'moved' where it is now, or under {reasons} why"
            if "#" in first:
                remedy = f"give it back its id (behind a heading: {{#{first.partition('#')[2]}}}), or {remedy}"
            if rest:
                below = first.endswith("/") and all(address.startswith(first) for address in rest)
                what += f", nor {'is 1 address' if len(rest) == 1 else f'are {len(rest)} addresses'} {'below' if below else 'beside'} it ({_some(rest)})"
                common = commonprefix([a for a in group if "#" not in a or "#" in first])
                if below or len(common) > len(_folder(first)):
                    remedy += f"; a line {common}* speaks for all that begin like this"
            self.problems.add(FILE, self._lost[first].line, what, remedy)

    def _near(self, address: str) -> str:
        """The remedy for an address that leads nowhere."""
        page, _, fragment = address.partition("#")
        if fragment and file_of(page) in self.made.files:
            known = [f"{page}#{id}" for id in self.made.ids.get(file_of(page), ())]
        elif self.made.has(f"{page}/"):
            known = [f"{page}/"]
        else:
            known = [address_of(file) for file in self.made.files if file.endswith(".html") == page.endswith("/")]
        near = difflib.get_close_matches(address, sorted(known), n=1)
        return f"did you mean {near[0]}?" if near else "copy the address of the page where it is now, from behind the site's own"


def _causes(lost: Mapping[str, Listed]) -> Iterator[list[str]]:
    """What went together, each line by one of its addresses: a page and all below it, else many of one folder."""
    line_of = {address: entry.line for address, entry in lost.items()}
    spokesman: dict[int, str] = {}
    for address, line in line_of.items():
        spokesman.setdefault(line, address)
    groups: dict[str, list[str]] = {}
    for address in spokesman.values():
        above = next((a for a in _above(address) if a in lost), address)
        groups.setdefault(spokesman[line_of[above]], []).append(address)
    alone: dict[str, list[str]] = {}
    for top, group in groups.items():
        if len(group) > 1:
            yield [top, *(address for address in group if address != top)]
        else:
            alone.setdefault(_folder(top), []).append(top)
    for folder in alone.values():
        yield from [folder] if len(folder) > _SHOWN else ([address] for address in folder)


def _above(address: str) -> Iterator[str]:
    """The pages that an address lies below, from the root on."""
    page = address.partition("#")[0]
    for end, letter in enumerate(page, 1):
        if letter == "/" and page[:end] != address:
            yield page[:end]


def _folder(address: str) -> str:
    """What an address lies in: its page, if it is a place on one, else the page above it."""
    page, place, _ = address.partition("#")
    return page if place else page.rstrip("/").rpartition("/")[0] + "/"


def _kind(address: str) -> str:
    return "place" if "#" in address else "page" if address.endswith("/") else "file"


def _some(addresses: list[str]) -> str:
    return ", ".join(addresses[:_SHOWN]) + (" …" if len(addresses) > _SHOWN else "")
