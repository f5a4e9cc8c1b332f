"""What comes of a build: what is told when it is done, and the site before it is published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.charts.draw import Figures
    from ledger.check.coverage import Coverage
    from ledger.keep.records import Artefact, Record
    from ledger.keep.snapshot import Snapshot
    from ledger.load.addresses import Listed
    from ledger.publish.addresses import Made
    from ledger.render.edition import Edition
    from ledger.render.site import Site

Step = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is; shown to a person who waits."""

SLOWEST = 10
"""So many of the pages and files that were made are told with the time that they took."""


@dataclass(frozen=True)
class Outcome:
    """What a build did. ``changed`` is false when the published site was up to date already."""

    changed: bool
    pages: int = 0
    bytes: int = 0
    largest: tuple[str, int] = ("", 0)
    figures: int = 0
    coverage: Mapping[str, Coverage] | None = None
    unlisted: int = 0
    """Pages that ``data/addresses.csv`` does not list, where there is one."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """How long the slowest pages and files took that were made, by their paths; ``SLOWEST`` of them."""
    made: tuple[Artefact, ...] = ()
    """Pages and files that were made anew; all others are as they were kept."""


@dataclass(frozen=True)
class Unpublished:
    """A site before it is published: what was made, ``listed`` of the addresses it promises, and the HTML at an address.

    ``files`` are the hashes of all its files by path (drawings, which only a build makes, are not among them); ``records`` tell by
    path what pages and outputs were made from, as questions of ``snapshot``.
    """

    site: Site
    figures: Figures
    made: Made
    listed: tuple[Listed, ...] | None
    editions: Mapping[str, Edition]
    read: Callable[[str], str]
    snapshot: Snapshot
    records: Mapping[str, tuple[Artefact, Record]]
    files: Mapping[str, str] = field(default_factory=dict)
