"""What of a site somebody may have linked to, and how it gets into ``data/addresses.csv``.

Listed are

- pages, the small ones for embedding too;
- the places that the site itself gives as the address of a row or a clause, and the headings that editors wrote;
- downloads: tables, what a chart is made of, papers beside pages and in ``content/static/``.

Not listed is what nobody is led to: ids of neighbours in lists, styles and scripts, the index of the search, files for machines (a record as
JSON lies in the folder of its page and goes where that goes), files of what a reader has chosen in a chart (its page leads there),
and what has no name but its text (a chart without an id, a heading with a figure in it).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import msgspec

from ledger.load.addresses import PATH, Listed, addresses_table
from ledger.load.content import PAPERS
from ledger.load.table import DELIMITER
from ledger.problems import Problems
from ledger.publish.addresses import Made, address_of, unlisted
from ledger.publish.build import check
from ledger.publish.outcome import Step, Unpublished
from ledger.render.edition import Edition
from ledger.tidy.verb import write_whole

_FOR_MACHINES = re.compile(
    r"(?:.*/)?\.|assets/|(?:\w+/)?(?:search|explore|compare)/.*\.json$|.*/(?:record|place)\.json$|.*\.(?:vl\.json|txt)$|charts/block-[0-9a-f]{8}/|charts/[^/]+/[^/.]+\.[^/.]+\.\w+$"
)
_DRAWINGS = (".svg", ".png")
_HEADING = re.compile(r'<h[1-6]\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</h[1-6]>', re.S)


def offered(made: Made, editions: Mapping[str, Edition], read: Callable[[str], str]) -> Iterator[str]:
    """Every address of the site that is worth keeping; ``read`` gives the HTML of a page by its address."""
    for file in made.files:
        if file.endswith(("index.html", *PAPERS, *(_DRAWINGS if file.startswith("charts/") else ()))) and not _FOR_MACHINES.match(file):
            yield address_of(file)
    yield from (place for place in _places(editions, read) if made.has(place))


def _places(editions: Mapping[str, Edition], read: Callable[[str], str]) -> Iterator[str]:
    for edition in editions.values():
        ledger = edition.ledger
        addresses = [edition.address(row) for _, row in ledger.owner.values()]
        addresses += [edition.clause_address(policy, clause) for policy in ledger.of("document") for clause in ledger.of("clause", document=policy.id)]
        yield from (address for address in addresses if "#" in address)
        for document in edition.documents:
            page = edition.at(document.address)
            yield from (f"{page}#{unescape(id)}" for id, words in _HEADING.findall(read(page)) if "<a " not in words)


def with_new(listed: Sequence[Listed], new: Iterable[str], folders: Sequence[str]) -> list[Listed]:
    """The list with ``new`` addresses, sorted; one that stands in ``folders`` of other languages too is one line with its twins."""
    fresh = set(new)
    open_lines = {entry.address: entry for entry in listed if not entry.moved and not entry.gone}
    first_ones = sorted(fresh, key=lambda address: (_folder(address, folders) != "", address))
    for address in first_ones:
        folder = _folder(address, folders)
        base = address.removeprefix(f"/{folder}") if folder else address
        if folder and base in open_lines:
            entry = open_lines[base]
            open_lines[base] = msgspec.structs.replace(entry, twins=tuple(sorted({*entry.twins, folder})))
        else:
            open_lines[address] = Listed(address)
    closed = [entry for entry in listed if entry.moved or entry.gone]
    return sorted([*open_lines.values(), *closed], key=lambda entry: (entry.address, entry.twins))


def _folder(address: str, folders: Sequence[str]) -> str:
    """The folder of another language that an address lies in."""
    return next((folder for folder in folders if address.startswith(f"/{folder}/")), "")


def as_file(listed: Iterable[Listed], languages: tuple[str, ...]) -> bytes:
    """The content of ``data/addresses.csv``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(addresses_table(languages).columns)
    for entry in listed:
        writer.writerow([entry.address, DELIMITER.join(entry.twins), entry.moved, *((entry.gone or {}).get(code, "") for code in languages)])
    return text.getvalue().encode()


@dataclass(frozen=True)
class Listing:
    """What a call did: the addresses that were new, and how many lines the file has."""

    new: tuple[str, ...]
    lines: int


def list_addresses(root: Path, problems: Problems, step: Step) -> Listing:
    """Add to ``data/addresses.csv`` what the site offers and no line lists. No line is taken out or changed but for new twins.

    Raises ``Refused`` where a check would find an error; the file is then as it was.
    """
    seen: list[tuple[Unpublished, list[str]]] = []
    check(root, problems, step, look=lambda draft: seen.append((draft, list(offered(draft.made, draft.editions, draft.read)))))
    [(draft, addresses)] = seen
    new = unlisted(draft.listed or (), sorted(set(addresses)))
    lines = with_new(draft.listed or (), new, [edition.language.root.rstrip("/") for edition in draft.editions.values() if edition.language.root])
    if new:
        write_whole(root / "data" / PATH, as_file(lines, tuple(draft.editions)))
    return Listing(tuple(new), len(lines))
