"""Many pieces of work of one kind, in this process, in copies of it, or on any executor of ``concurrent.futures``.

A piece is a plain value and so is what comes of it; ``shared`` is what every piece needs, and is brought to a worker once. So it
is all the same where the work is done, and a worker that is ended from outside costs time only.
"""

from __future__ import annotations

import functools
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from ledger.installation import installed
from ledger.processes import can_fork, copies, processors

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 32
"""Pieces that travel together: a page takes 3 ms, and what is sent back and forth should not be felt."""
FEW = 24
"""So few pieces are done here: beginning processes takes longer."""
_AHEAD = 256
"""Batches that are given out before the first comes back: enough for a large cluster, and what waits here stays small."""
_LASTING = 25_000
"""Pieces after which copies of a process are made anew: each holds its own of whatever it touches of what all of them shared, and of what
it has found out meanwhile."""
_TRIES = 3
"""How often the executor is begun when its workers are ended from outside."""


class NoWorkers(Exception):
    """Work cannot be done where it was to be done; says why, and what to do, in one line."""


@dataclass(frozen=True)
class Hands:
    """An executor, and what all pieces of work share as its workers are given it; ``None`` where they were born with it. They do ``most``
    pieces, and are left then for others."""

    executor: Executor
    shared: Any = None
    most: int | None = None


Place = Callable[[Any], AbstractContextManager[Hands]]
"""A place where work is done. It is given what is shared, and has workers while the block runs."""


@contextmanager
def processes(shared: Any) -> Iterator[Hands]:
    """Copies of this process, one a processor."""
    with copies(_take, shared) as executor:
        yield Hands(executor, most=_LASTING)


def usual() -> Place | None:
    """Where work is done unless somebody chooses: in processes, or here (``None``) where there is one processor."""
    return processes if processors() > 1 and can_fork() else None


def run(function: Callable[[Shared, Item], Result], items: Sequence[Item], shared: Shared, place: Place | None = None, batch: int = BATCH) -> Iterator[Result]:
    """``function(shared, item)`` of each item, in their order, at ``place``; in this process where that is ``None``, or there are few.

    Raises ``BrokenExecutor`` when workers are ended again and again, ``NoWorkers`` when there are none that can do it.
    """
    if place is None or len(items) <= FEW:
        yield from (function(shared, item) for item in items)
        return
    from concurrent.futures import BrokenExecutor

    done = tries = 0
    while done < len(items):
        try:
            with place(shared) as hands:
                for result in _batched(hands, function, items[done : done + hands.most if hands.most else None], batch):
                    done += 1
                    yield result
        except BrokenExecutor:
            tries += 1
            if tries == _TRIES:
                raise


def _batched(hands: Hands, function: Callable[[Any, Item], Result], items: Sequence[Item], batch: int) -> Iterator[Result]:
    whole = iter(items)
    waiting: deque[Future[list[Result]]] = deque()
    try:
        while some := list(islice(whole, batch)):
            waiting.append(hands.executor.submit(_work, function, some, hands.shared))
            if len(waiting) >= _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def parcel(shared: Any) -> bytes:
    """What is shared, for workers that were not born with it."""
    import pickle

    return pickle.dumps((installed(), pickle.dumps(shared, pickle.HIGHEST_PROTOCOL)))


_taken: Any = None
"""What this worker was born with; only a worker sets it, when it begins."""
_one = threading.Lock()
"""A worker of several threads still does one piece after another: Python would not do two at a time, and makers need not expect it."""


def _take(shared: Any) -> None:
    global _taken
    _taken = shared


@functools.lru_cache(maxsize=1)
def _opened(parcel: bytes) -> Any:
    import pickle

    code, shared = pickle.loads(parcel)
    if code != _running():
        raise NoWorkers(
            "a worker has other code than this machine (Green Ledger, Python or a library), and might make other pages; install the same there, and start it anew"
        )
    return pickle.loads(shared)


_running = functools.cache(installed)
"""The code that this worker runs; it stays what it was when it was loaded."""


def _work(function: Callable[[Any, Item], Result], items: list[Item], parcel: bytes | None) -> list[Result]:
    with _one:
        shared = _taken if parcel is None else _opened(parcel)
        return [function(shared, item) for item in items]
