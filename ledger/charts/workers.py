"""Processes that work for a build, one piece after another, each piece within a bound.

What an editor writes in Python may loop for ever, leave by ``os._exit`` or take all memory. It runs here and never in the
build itself: a piece that does not come back is ended and told as ``Ended``, and the other pieces still come. The library
that draws (V8) must not be alive in a process that forks, so it too is loaded here only.
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ledger import processes

if TYPE_CHECKING:  # loaded when a worker begins: most builds draw nothing
    from multiprocessing.connection import Connection

R = TypeVar("R")

SECONDS = 20
"""Of a processor, for one piece of work, or for one of its parts (``next_part``): the slowest state of a chart that we know takes a second
for its specs and its drawings."""
WAITED = 90
"""Seconds by the clock: for a piece that sleeps, or waits for something that never comes, and so uses no processor."""
MEMORY = 2 << 30
"""Bytes that a newsroom's own function may take; pandas and its largest tables together are a tenth of it."""

_NEXT_PART = "at the next part"
_serving: Connection | None = None
"""In a worker: the pipe to the process that it works for."""


@dataclass(frozen=True)
class Ended:
    """A piece of work that did not come back, and why, as the end of a sentence."""

    why: str


@dataclass
class _Worker:
    """A process, our end of its pipe, and the piece that it is at."""

    process: Any
    pipe: Connection
    piece: int | None = None
    until: float = field(default=0.0)


def forks() -> bool:
    """Whether this system can begin a process as a copy of this one."""
    import multiprocessing

    return "fork" in multiprocessing.get_all_start_methods()


def crew_size() -> int:
    """How many workers to have: one a processor, at most eight; one with ``LEDGER_PROCESSES=1``."""
    return 1 if os.environ.get("LEDGER_PROCESSES") == "1" else min(processes.processors(), 8)


class Crew(Generic[R]):
    """Workers that do ``work(piece)`` for the numbers of pieces, begun as copies of this process; to be used in a ``with``.

    ``work`` gives back what can be pickled. What it raises is raised here: that is a bug, since mistakes come back as values.
    """

    def __init__(self, work: Callable[[int], R]) -> None:
        self.work, self.workers = work, list[_Worker]()

    def __enter__(self) -> Crew[R]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            self._end(worker)

    def run(self, pieces: Iterable[int]) -> Iterator[tuple[int, R | Ended]]:
        """``(piece, what came of it)``, as they come. ``pieces`` are taken one by one, when there is a worker for them."""
        if not forks():
            yield from ((piece, self.work(piece)) for piece in pieces)
            return
        from multiprocessing.connection import wait

        waiting = iter(pieces)
        while True:
            for worker in self._idle():
                piece = next(waiting, None)
                if piece is None:
                    break
                worker.piece, worker.until = piece, time.monotonic() + WAITED
                worker.pipe.send(piece)
            busy = [w for w in self.workers if w.piece is not None]
            if not busy:
                return
            ready = wait([w.pipe for w in busy], timeout=max(0.0, min(w.until for w in busy) - time.monotonic()))
            for worker in busy:
                if worker.pipe in ready:
                    answer = self._answer(worker)
                    if answer is not None:
                        yield answer
                elif time.monotonic() >= worker.until:
                    yield self._lost(worker, f"does not come back within {WAITED} seconds")

    def _idle(self) -> Iterator[_Worker]:
        yield from [w for w in self.workers if w.piece is None]
        while len(self.workers) < crew_size():
            yield self._begin()

    def _begin(self) -> _Worker:
        import multiprocessing

        ours, theirs = multiprocessing.Pipe()
        others = [w.pipe for w in self.workers]
        process = multiprocessing.get_context("fork").Process(target=_serve, args=(theirs, [ours, *others], self.work, os.getpid()))
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self.workers.append(worker)
        return worker

    def _answer(self, worker: _Worker) -> tuple[int, R | Ended] | None:
        """What came of a worker's piece; nothing where it only says that it is at the next part."""
        assert worker.piece is not None
        try:
            said = worker.pipe.recv()
        except (EOFError, ConnectionError):
            return self._lost(worker, "")
        if said == _NEXT_PART:
            worker.until = time.monotonic() + WAITED
            return None
        answer, error = said
        if error is not None:
            raise error
        piece, worker.piece = worker.piece, None
        return piece, answer

    def _lost(self, worker: _Worker, why: str) -> tuple[int, R | Ended]:
        assert worker.piece is not None
        self._end(worker, gently=not why)
        self.workers.remove(worker)
        code = worker.process.exitcode
        if not why and code == -signal.SIGXCPU:
            why = f"does not come back within {SECONDS} seconds of a processor"
        return worker.piece, Ended(why or f"ends the process that it runs in ({f'signal {-code}' if code < 0 else f'exit code {code}'})")

    def _end(self, worker: _Worker, gently: bool = False) -> None:
        worker.pipe.close()
        if gently:
            worker.process.join(1)
        if worker.process.is_alive():
            worker.process.kill()
        worker.process.join()


def _serve(pipe: Connection, others: list[Connection], work: Callable[[int], Any], parent: int) -> None:
    """What a worker does until its pipe is closed."""
    global _serving
    begin(parent)
    for other in others:
        other.close()
    _serving = pipe
    while True:
        try:
            piece = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        bound()
        answer, error = None, None
        try:
            answer = work(piece)
        except BaseException:
            error = RuntimeError(f"in a worker:\n{traceback.format_exc()}")
        try:
            pipe.send((answer, error))
        except OSError:
            os._exit(0)


def next_part() -> None:
    """Said by work that goes on with another part of its piece: each part has the bounds of a whole piece. Nothing, but in a worker."""
    if _serving is not None:
        bound()
        with contextlib.suppress(OSError):
            _serving.send(_NEXT_PART)


def begin(parent: int) -> None:
    """Be a process that works for ``parent``: it ends with it, is stopped by nothing else, and says nothing."""
    processes.end_with(parent)
    for name in ("SIGINT", "SIGHUP", "SIGTERM", "SIGXCPU"):
        if hasattr(signal, name):  # Ctrl-C reaches the build too, which ends its workers
            signal.signal(getattr(signal, name), signal.SIG_IGN if name == "SIGINT" else signal.SIG_DFL)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    with contextlib.suppress(OSError):  # what is worth saying comes back as a value; V8 writes pages before it dies
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)


def bound() -> None:
    """Another ``SECONDS`` of a processor from here on; the system ends the process after that, wherever it is."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        most = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + SECONDS, most))


@contextlib.contextmanager
def little_memory() -> Iterator[None]:
    """Inside, more than ``MEMORY`` raises ``MemoryError``, where the system can say so; only in a worker."""
    try:
        import resource

        kept = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, kept[1]))
    except (ImportError, AttributeError, ValueError, OSError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, kept)
