"""Processes that work for a build, and end when it ends, however it ends.

They begin as copies of this one, so that nothing has to be sent to them. None outlives its parent: on Linux the kernel ends
it, elsewhere it looks once a second whether its parent is still there. Ctrl-C and the like are the parent's to hear of.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what begins processes is loaded when some are begun: a build that makes nothing needs none
    from concurrent.futures import Executor

_MOST = 8
_PR_SET_PDEATHSIG = 1
_LOOK_EVERY = 1.0
"""Seconds between looks for the parent, where the kernel does not tell."""


def can_fork() -> bool:
    """Whether work may be given to copies of this process; not with ``LEDGER_PROCESSES=1``."""
    import multiprocessing

    return os.environ.get("LEDGER_PROCESSES") != "1" and "fork" in multiprocessing.get_all_start_methods()


def processors() -> int:
    """How many may be used."""
    return (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()) or 1


@contextmanager
def copies(first: Callable[..., None], *arguments: Any) -> Iterator[Executor]:
    """An executor over copies of this process, one a processor; each begins with ``first(*arguments)``. When the block ends by an
    exception, they are ended at once."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(min(processors(), _MOST), multiprocessing.get_context("fork"), _begin, (os.getpid(), first, arguments))
    try:
        yield pool
    except BaseException:
        end_all()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def end_all() -> None:
    """End every process that this one has begun, whatever it is doing."""
    if "multiprocessing" in sys.modules:
        for child in sys.modules["multiprocessing"].active_children():
            child.kill()


def _begin(parent: int, first: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)  # not what the parent does on these
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with(parent)
    gc.freeze()  # what came from the parent is never garbage here, and looking through it again and again takes time
    first(*arguments)


def end_with(parent: int) -> None:
    """From now on this process ends when the process ``parent``, which began it, does."""
    import ctypes
    import threading

    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGKILL)


def is_running(number: str) -> bool:
    """Whether there is a process of this number, such as one that a name in the cache ends with."""
    try:
        os.kill(int(number), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
