"""What an output is: files of one kind, and how one of them is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ledger.render.edition import Edition


@dataclass(frozen=True)
class Output:
    """``paths`` are the files that an edition has of this kind, as paths on the site; ``content`` makes one of them.

    With ``once``, the files are the same in every language, and only the first edition is asked. With ``drawn``, they need the
    drawings of figures, which a check does without.
    """

    name: str
    paths: Callable[[Edition], Iterable[str]]
    content: Callable[[Edition, str], bytes]
    once: bool = False
    drawn: bool = False
