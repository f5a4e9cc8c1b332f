"""What the server and the warm process say to each other. Edits are counted; whatever is said names the edit that it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Something was saved. ``looked_at`` are the files of the pages that browsers show, the last one first."""

    number: int
    looked_at: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """Somebody asks for a page that the edit may have changed; ``path`` is its file."""

    number: int
    path: str


@dataclass(frozen=True)
class Shown:
    """``{path on the site: content}`` of what an edit has changed, before the build has ended. Those that were ``looked_at`` and are
    not among them are as they were."""

    number: int
    files: Mapping[str, bytes]
    looked_at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drafts:
    """The pages that are not published, with what lies beside them: ``{path on the site: content}``."""

    number: int
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Built:
    """A build has ended: with which code (below 0: a signal), and what it said."""

    number: int
    code: int
    out: str
    said: str
