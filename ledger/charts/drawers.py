"""Processes that draw for as long as their owner lives, so that one chart does not wait until the library has started.

A drawer takes a spec and gives back its drawing. It is only ever quicker: whoever asks one that is busy with a spec without an end,
that has been ended, or that cannot draw this, draws with a library of their own (``converter``), and gets that one's mistakes.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from ledger import processes
from ledger.charts.workers import SECONDS, begin, bound, forks

MOST = 2
"""Each takes 150 MB."""


class Drawers:
    """``addresses`` are the sockets that drawers listen at."""

    def __init__(self, cache: Path) -> None:
        import tempfile

        self._cache, self._folder = cache, tempfile.TemporaryDirectory(prefix="ledger-")
        self.addresses = tuple(os.path.join(self._folder.name, str(number)) for number in range(min(MOST, processes.processors())))
        self._running: dict[str, Any] = {}

    def begin(self) -> None:
        """Begin those that are not running, as copies of this process."""
        import multiprocessing

        for address in self.addresses if forks() else ():
            if address not in self._running or not self._running[address].is_alive():
                Path(address).unlink(missing_ok=True)
                self._running[address] = multiprocessing.get_context("fork").Process(target=_serve, args=(address, self._cache, os.getpid()), daemon=True)
                self._running[address].start()

    def end(self) -> None:
        for process in self._running.values():
            process.kill()
        self._folder.cleanup()


def asked(addresses: tuple[str, ...], spec: str) -> bytes | None:
    """The drawing of a spec, by the drawer that belongs to this process; ``None`` if it has none to give."""
    if not addresses:
        return None
    from multiprocessing.connection import Client  # most builds ask nobody

    with suppress(OSError, EOFError), Client(addresses[os.getpid() % len(addresses)]) as connection:
        connection.send(spec)
        if connection.poll(SECONDS):
            drawn: bytes | None = connection.recv()
            return drawn
    return None


def _serve(address: str, cache: Path, parent: int) -> None:
    from multiprocessing.connection import Listener

    from ledger.charts.converter import library, svg_of

    begin(parent)
    library(cache)
    listener = Listener(address)
    while True:
        with suppress(OSError, EOFError), listener.accept() as connection:
            spec = connection.recv()
            bound()
            drawn = None
            with suppress(Exception):
                drawn = svg_of(spec, cache).encode()
            connection.send(drawn)
