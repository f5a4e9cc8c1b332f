"""All or nothing: a site is built in a folder beside the published one and changes places with it in one step."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Another build of this site is running."""


@contextmanager
def staging(out: Path, lock: Path) -> Iterator[Path]:
    """A folder beside ``out`` to build into. It takes the place of ``out`` when the block ends without an exception.

    One build at a time: raises ``Busy`` while another holds ``lock``. What an interrupted build left is removed.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"another build of {out} is running; wait for it to end") from None
        fresh, old = out.with_name(f".{out.name}.new"), out.with_name(f".{out.name}.old")
        if not out.exists() and old.exists():
            old.rename(out)  # killed between the two renames below
        for left in (fresh, old):
            shutil.rmtree(left, ignore_errors=True)
        fresh.mkdir(parents=True)
        try:
            yield fresh
            if out.exists():
                out.rename(old)
            os.rename(fresh, out)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)
