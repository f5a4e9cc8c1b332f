"""Where a build may have its pages made, by the names that the command line knows.

Dask is the extra ``dask`` (``pip install 'green-ledger[dask]'``); it is loaded when it is asked for, and nothing else knows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.kept import remove
from ledger.processes import processors

if TYPE_CHECKING:
    from ledger.work import Hands, Place

EXECUTORS = ("processes", "here", "dask")
"""Copies of this process, one a processor; this process alone; workers of Dask, here or on other machines."""
_PATIENCE = 10.0
"""Seconds to wait for a scheduler, and for its first worker."""
_AGAIN = "start one (dask worker ADDRESS), and build again"


def place_of(executor: str, scheduler: str | None, cache: Path) -> Place | None:
    """The place of this name. ``scheduler`` is the address of a scheduler of Dask that is there already."""
    from ledger.work import usual

    if executor == "dask":
        return _dask(scheduler, cache / "dask")
    return usual() if executor == "processes" else None


def _dask(scheduler: str | None, scratch: Path) -> Place:
    """The workers of the ``scheduler`` at an address; where there is none, one a processor on this machine, with files in ``scratch``."""

    import logging
    from concurrent.futures import BrokenExecutor, CancelledError

    from ledger.work import Hands, NoWorkers, parcel

    @contextmanager
    def place(shared: Any) -> Iterator[Hands]:
        try:
            from distributed import Client, KilledWorker, LocalCluster
            from distributed.comm.core import CommClosedError
        except ImportError as error:
            raise NoWorkers(f"--executor dask: {error}; install what it needs: pip install 'green-ledger[dask]'") from None
        with ExitStack() as opened:
            if scheduler is None:
                opened.callback(remove, scratch)
                cluster = LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=processors(), threads_per_worker=1, dashboard_address=None, local_directory=str(scratch), silence_logs=logging.CRITICAL
                )
                opened.enter_context(cluster)
            try:
                client = opened.enter_context(Client(scheduler or cluster, timeout=_PATIENCE))  # type: ignore[no-untyped-call]
            except (OSError, ValueError) as error:
                raise NoWorkers(f"--scheduler {scheduler}: no scheduler of Dask answers there ({_line(error)}); correct the address, or start it") from None
            try:
                client.wait_for_workers(1, timeout=_PATIENCE)
            except TimeoutError:
                raise NoWorkers(f"--scheduler {scheduler}: it has no workers; {_AGAIN}") from None
            try:
                yield Hands(client.get_executor(), client.scatter(parcel(shared), broadcast=True))
            except (KilledWorker, CancelledError, CommClosedError) as lost:
                raise BrokenExecutor(_line(lost)) from lost
            except ImportError as error:
                raise NoWorkers(f"a worker of Dask cannot load what is needed ({_line(error)}); install there what is installed here") from None

    return place


def _line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
