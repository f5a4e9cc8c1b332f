"""A version of the data, kept as it is: ``ledger release`` puts it into ``content/static/v/<day>/``, which every build publishes.

    v/2026-11-26/data.zip         the data package (``outputs.bundle``), with its version in it
    v/2026-11-26/addresses.txt    the address of every page that the site had, one a line
    v/2026-11-26/CITATION.cff     how this version is cited

Pages are not kept: what stood on them follows from the data, and the list tells which there were. A version that was released is never
written over; who has more to say moves the day in ``mkdocs.yml`` on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ledger.outputs.bundle import bundle
from ledger.outputs.citation_file import NAME as CITATION
from ledger.outputs.citation_file import citation_file
from ledger.problems import Problems, Refused
from ledger.publish.addresses import address_of
from ledger.publish.build import check
from ledger.publish.outcome import Step, Unpublished
from ledger.tidy.verb import write_whole

FOLDER = "v"


@dataclass(frozen=True)
class Released:
    """What a call did: the version, the folder, and the files that are new in it; none where all of it was there."""

    version: str
    folder: str
    new: tuple[str, ...]


def release(root: Path, problems: Problems, step: Step) -> Released:
    """Keep the data as they stand. Raises ``Refused`` where a check would find an error, where the ledger has no day, or where the version
    of that day is another."""
    seen: list[Unpublished] = []
    check(root, problems, step, look=seen.append)
    [draft] = seen
    edition = next(iter(draft.editions.values()))
    day = edition.project.date
    if not day:
        problems.add("mkdocs.yml", 0, "extra: has no date, which a version is called by", "write the day that the ledger stands at: date: 2026-11-26")
        raise Refused(problems)
    pages = sorted(address_of(file) for file in draft.made.files if file.endswith("index.html"))
    files = {"data.zip": bundle(edition), CITATION: citation_file(edition), "addresses.txt": "".join(f"{page}\n" for page in pages).encode()}
    folder = Path("content") / "static" / FOLDER / day
    told = root / folder / CITATION
    if told.is_file() and f'version: "{edition.version}"' not in told.read_text(encoding="utf-8").splitlines():
        what = f"the version of {day} was released, and the data are others by now"
        problems.add((folder / CITATION).as_posix(), 0, what, "move the day in mkdocs.yml on (extra: date), and release that")
        raise Refused(problems)
    new = tuple(name for name in files if not (root / folder / name).is_file())
    for name in new:
        (root / folder).mkdir(parents=True, exist_ok=True)
        write_whole(root / folder / name, files[name])
    return Released(edition.version, folder.as_posix(), new)
