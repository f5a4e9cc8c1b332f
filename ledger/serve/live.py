"""What browsers are shown: the published site, over it the pages that an edit has changed and no build has published yet, and beside it drafts."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HEARTBEAT = 15
"""Seconds between signs of life to a browser, by which the server notices that it has gone."""
LOOKED_AT = 16
"""So many pages are remembered as looked at; they are the first to be made anew."""

_STYLES = re.compile(rb'<link rel="stylesheet"[^>]*>')


@dataclass(frozen=True)
class State:
    """What a browser is told. ``failed`` is what the last build said if it failed, a summary as its last line."""

    version: str
    failed: tuple[str, ...] = ()


class Live:
    """What is to be seen of the site at each moment, and a way to wait for the next."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self._failed: tuple[str, ...] = ()
        self._over: dict[str, bytes] = {}
        self._drafts: Mapping[str, bytes] = {}
        self._shown = 0
        self._looked_at: OrderedDict[str, None] = OrderedDict()
        self._changed = threading.Condition()

    def version(self) -> str:
        """Names what is to be seen: a build puts a new folder in the place of the site, or leaves the old one as it is."""
        try:
            status = os.stat(self.site)
        except FileNotFoundError:
            return f"none-{self._shown}"
        return f"{status.st_ino}-{status.st_mtime_ns}-{self._shown}"

    def show(self, files: Mapping[str, bytes]) -> None:
        """Show ``{path: content}`` in the place of what is published there, until the next build."""
        with self._changed:
            self._over |= files
            self._shown += 1
            self._changed.notify_all()

    def draft(self, files: Mapping[str, bytes]) -> None:
        """Show ``{path: content}`` where nothing is published, in the place of the drafts of before."""
        with self._changed:
            self._shown += files != self._drafts
            self._drafts = files
            self._changed.notify_all()

    def built(self, failed: tuple[str, ...]) -> None:
        """A build has ended: what is published is to be seen."""
        with self._changed:
            self._shown += bool(self._over) and bool(failed)  # what was shown is taken back
            self._over.clear()
            self._failed = failed
            self._changed.notify_all()

    def content(self, path: str) -> bytes | None:
        """The file at a path of the site."""
        over = self._over.get(path)
        if over is not None:
            return over
        file = self.site / path
        try:
            inside = file.resolve(strict=True).is_relative_to(self.site.resolve())
            return file.read_bytes() if inside and file.is_file() else None
        except (OSError, ValueError):  # not there, too long, not a name
            return self._drafts.get(path)

    def look(self, path: str) -> None:
        """Somebody looks at the page whose file is ``path``."""
        with self._changed:
            self._looked_at[path] = None
            self._looked_at.move_to_end(path)
            if len(self._looked_at) > LOOKED_AT:
                self._looked_at.popitem(last=False)

    def looked_at(self) -> tuple[str, ...]:
        """The files of the pages that somebody looked at, the last one first."""
        with self._changed:
            return tuple(reversed(self._looked_at))

    def after(self, seen: State | None) -> State | None:
        """The first state other than ``seen``, or nothing if none comes within a heartbeat."""

        def current() -> State:
            return State(self.version(), self._failed)

        with self._changed:
            return current() if self._changed.wait_for(lambda: current() != seen, HEARTBEAT) else None


def version_of(html: bytes) -> str:
    """Names what a page says. Its style sheets are left out, which a browser exchanges without loading the page again."""
    return hashlib.blake2b(_STYLES.sub(b"", html), digest_size=8).hexdigest()
