"""Many pieces of work of one kind, in this process, in processes, or on any executor of ``concurrent.futures``.

A piece is a plain value and so is what comes of it; ``shared`` is what every piece needs, and is brought to a worker once. So it
is all the same where the work is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from itertools import islice
from typing import Any, TypeVar

from ledger.processes import can_fork, copies, processors

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 32
"""Pieces that travel together: a page takes 3 ms, and what is sent back and forth should not be felt."""
FEW = 24
"""So few pieces are done here: beginning processes takes longer."""


def run(function: Callable[[Shared, Item], Result], items: Sequence[Item], shared: Shared, batch: int = BATCH) -> Iterator[Result]:
    """``function(shared, item)`` of each item, in their order, wherever it is quickest."""
    if len(items) <= FEW or processors() < 2 or not can_fork():
        for item in items:
            yield function(shared, item)
        return
    with copies(_take, shared) as executor:
        yield from _batched(executor, function, items, batch)


def _batched(executor: Executor, function: Callable[[Any, Item], Result], items: Sequence[Item], batch: int) -> Iterator[Result]:
    whole = iter(items)
    batches = iter(lambda: list(islice(whole, batch)), [])
    for results in executor.map(_work, ((function, some) for some in batches)):
        yield from results


_taken: Any = None
"""What this worker shares with the others; only a worker sets it, when it begins."""


def _take(shared: Any) -> None:
    global _taken
    _taken = shared


def _work(task: tuple[Callable[[Any, Any], Any], list[Any]]) -> list[Any]:
    function, items = task
    return [function(_taken, item) for item in items]
