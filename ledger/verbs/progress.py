"""How far a run is, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Progress:
    """Shows stages on a terminal, one line that is written over; silent when the output is piped."""

    def __init__(self) -> None:
        self.shown = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self.shown:
            count = f" {done}/{total}" if total > 1 else ""
            print(f"\r\033[K{stage}{count} …", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


@contextmanager
def progress() -> Iterator[Progress]:
    """Shown until the block ends, however it ends."""
    shown = Progress()
    try:
        yield shown
    finally:
        shown.end()
