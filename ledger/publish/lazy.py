"""Values that are worked out when somebody asks for them, and once: most builds ask for few of many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

Value = TypeVar("Value")

_HELD = 256
"""So many values are held, since all that is known of a large site does not fit into memory; others are found again."""


class Lazy(Mapping[str, Value]):
    """``find(key)`` for each of ``keys``; what is put in stands for what would be found."""

    def __init__(self, keys: Iterable[str], find: Callable[[str], Value]) -> None:
        self._keys, self._find = dict.fromkeys(keys), find
        self._put: dict[str, Value] = {}
        self._found: dict[str, Value] = {}

    def __getitem__(self, key: str) -> Value:
        if key in self._put:
            return self._put[key]
        if key not in self._found:
            if key not in self._keys:
                raise KeyError(key)
            if len(self._found) >= _HELD:
                self._found.clear()
            self._found[key] = self._find(key)
        return self._found[key]

    def put(self, key: str, value: Value) -> None:
        self._keys[key], self._put[key] = None, value

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
