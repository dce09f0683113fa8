"""What is found on a page one after another, looked for no sooner than it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Lazily(Generic[_T]):
    """The items of an iterable, each made when first reached and kept, so that it can be gone through again."""

    def __init__(self, items: Iterable[_T]) -> None:
        self._coming = iter(items)
        self._kept: list[_T] = []

    def __iter__(self) -> Iterator[_T]:
        at = 0
        while True:
            if at == len(self._kept):
                try:
                    self._kept.append(next(self._coming))
                except StopIteration:
                    return
            yield self._kept[at]
            at += 1
