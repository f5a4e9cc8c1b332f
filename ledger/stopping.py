"""Stopped by a signal: Ctrl-C, ``kill``, a terminal that is closed. Everything ends, and nothing is left half done.

A signal is answered where it is heard and not by an exception, which any library on the way could swallow: the processes
that work for this one are ended, what was to be cleared away is, and this process ends as one that the signal has ended.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from ledger import processes

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_owner = 0
_waits = False
_heard = 0
_to_clear: list[Callable[[], object]] = []


def heed_signals() -> None:
    """From now on a signal ends this process in order. One that is ignored already, as ``nohup`` has it, stays so."""
    global _owner
    _owner = os.getpid()
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


@contextmanager
def when_stopped(clear: Callable[[], object]) -> Iterator[None]:
    """While the block runs, ``clear`` is called before a signal ends this process."""
    _to_clear.append(clear)
    try:
        yield
    finally:
        _to_clear.remove(clear)


@contextmanager
def undisturbed() -> Iterator[None]:
    """A signal that would end this process waits until the block has ended. For steps that take no time."""
    global _waits
    _waits = True
    try:
        yield
    finally:
        _waits = False
        if _heard:
            _stop(_heard, None)


def _stop(number: int, frame: FrameType | None) -> None:
    global _heard
    if _waits:
        _heard = number
        return
    if os.getpid() == _owner:  # a copy that has just begun has nothing to clear
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        processes.end_all()
        for clear in reversed(_to_clear):
            with suppress(Exception):
                clear()
        with suppress(OSError):
            os.write(2, b"stopped; what was published stays as it is\n")
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
