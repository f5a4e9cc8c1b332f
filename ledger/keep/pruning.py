"""The cache does not grow for ever: what no build asks for any more is removed now and then.

An object of the store is found through a record only, so what no record names is of no use. It is removed when builds have put as
much into the store as their records name, which costs little for each byte that is put, or after ``BUILDS`` builds. So a store
holds at most twice what the records name, and what was put within the last hour, which somebody may be reading.
The other folders of the cache lose then what nobody has read or written since the time before.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from ledger.keep.records import Records, contents
from ledger.keep.store import Store
from ledger.kept import keep, recall, remove

BUILDS = 20
IN_USE = 3600
"""Seconds for which an object may be read by the run that has put it."""
_FOLDERS = ("svg", "png", "checked", "templates", "loaded")


class _Tally(msgspec.Struct, array_like=True):
    """Since the cache was last looked through, at ``when`` (seconds): the bytes that were put into the store, and the builds."""

    grown: int = 0
    builds: int = 0
    when: float = 0.0


_tally = msgspec.msgpack.Decoder(_Tally)


def prune(cache: Path, store: Store, records: Records, memories: Iterable[Path]) -> None:
    """Take note of what a build has put into the store, and look the cache through if it is time. ``memories`` are the files of all
    records that name objects of this store; those of this build are ``records``."""
    file, tally = cache / "pruned.list", _Tally()
    if (content := recall(file)) is not None:
        with suppress(msgspec.DecodeError):
            tally = _tally.decode(content)
    tally = _Tally(tally.grown + records.grown, tally.builds + 1, tally.when)
    if tally.grown > sum(record.size for record in records.now.values()) or tally.builds >= BUILDS:
        named = {name for memory in memories for name in contents(memory, records.engine)}
        now = time.time()
        store.prune(named | {record.content for record in records.now.values()}, now - IN_USE)
        for name in _FOLDERS:
            for path in (cache / name).rglob("*"):
                with suppress(OSError):
                    if path.is_file() and path.stat().st_mtime < min(tally.when, now - IN_USE):
                        remove(path)
        tally = _Tally(when=now)
    keep(file, msgspec.msgpack.encode(tally))
