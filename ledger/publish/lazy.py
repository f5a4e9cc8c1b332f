"""Values that are worked out when somebody asks for them, and once: most builds ask for few of many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

Value = TypeVar("Value")


class Lazy(Mapping[str, Value]):
    """``find(key)`` for each of ``keys``; what is put in stands for what would be found."""

    def __init__(self, keys: Iterable[str], find: Callable[[str], Value]) -> None:
        self._keys, self._find = dict.fromkeys(keys), find
        self._found: dict[str, Value] = {}

    def __getitem__(self, key: str) -> Value:
        if key not in self._found:
            if key not in self._keys:
                raise KeyError(key)
            self._found[key] = self._find(key)
        return self._found[key]

    def put(self, key: str, value: Value) -> None:
        self._keys[key], self._found[key] = None, value

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
