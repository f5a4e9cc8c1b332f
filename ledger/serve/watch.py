"""Watch what a site is made from."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from watchfiles import Change, watch
from watchfiles.main import FileChange

from ledger.installation import THEME
from ledger.publish.static import FOLDER

FILES = ("mkdocs.yml", "words.yml")
FOLDERS = ("data", "content", "templates", "ledger", "words", "languages")
STEP = 10
"""Milliseconds without a change after which the changes so far are told: an editor program saves one file in several steps."""
AT_MOST = 200
"""Milliseconds after which they are told even if more keep coming."""

Changed = Callable[[Collection[Path]], object]


class Watch:
    """Calls ``changed`` with the paths that have changed in the newsroom ``root`` or in the generator's own folders, from threads of its own.

    Where the system hands out no more watches, the files are looked at again and again.
    """

    def __init__(self, root: Path, generator: Path, changed: Changed) -> None:
        self.root, self.generator, self.changed = root, generator, changed
        self._ended, self._anew = threading.Event(), threading.Event()

    def start(self) -> None:
        for run in (self._top, self._below):
            threading.Thread(target=run, daemon=True).start()

    def stop(self) -> None:
        self._ended.set()
        self._anew.set()

    def _top(self) -> None:
        """The folder itself, for its two files, and for a folder that comes into being."""
        for changes in _watched((self.root,), self._ended, recursive=False):
            paths = [Path(path) for _, path in changes]
            if any(path.name in FOLDERS and change != Change.modified for (change, _), path in zip(changes, paths, strict=True)):
                self._anew.set()
            self._tell([path for path in paths if path.name in (*FILES, *FOLDERS)])

    def _below(self) -> None:
        while not self._ended.is_set():
            self._anew.clear()
            folders = {folder for folder in (*(self.root / name for name in FOLDERS), self.generator / "ledger", THEME) if folder.is_dir()}
            for changes in _watched(sorted(folders), self._anew, recursive=True):
                self._tell([path for _, name in changes if self._matters(path := Path(name))])
            self._anew.wait()

    def _tell(self, paths: list[Path]) -> None:
        if paths:
            self.changed(paths)

    def _matters(self, path: Path) -> bool:
        if (self.root / "content" / FOLDER) in path.parents:
            return True  # hidden files are published from there
        return "__pycache__" not in path.parts and not path.name.startswith(".") and not path.name.endswith("~")


def _watched(folders: Collection[Path], stop: threading.Event, recursive: bool) -> Iterator[set[FileChange]]:
    """The changes in some folders, until ``stop``."""

    def changes(polling: bool) -> Iterator[set[FileChange]]:
        return watch(
            *folders,
            watch_filter=None,
            step=STEP,
            debounce=AT_MOST,
            rust_timeout=1000,
            stop_event=stop,
            raise_interrupt=False,
            recursive=recursive,
            force_polling=polling or None,
            poll_delay_ms=500,
        )

    if not folders:
        stop.wait()
        return
    try:
        yield from changes(polling=False)
    except OSError as error:
        print(f"the system hands out no more watches ({error}); the files are looked at twice a second instead", file=sys.stderr)
        yield from changes(polling=True)
