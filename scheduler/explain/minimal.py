"""The fewest of some things that are impossible together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
Impossible = Callable[[Sequence[T]], bool | None]


def fewest(items: Sequence[T], impossible: Impossible[T]) -> tuple[tuple[T, ...], bool]:
    """A smallest part of ``items``, which are impossible together, and whether it is proved to be one.

    ``impossible`` says of some of them whether they cannot hold together, or None where it does not know; what is not
    known counts as possible, so that nothing is left out without a proof. QuickXplain (Junker, AAAI 2004): halves
    are left out as long as what stays is impossible; k of n need about k log(n / k) questions.
    """
    search = _Search(impossible)
    if impossible(()):
        return (), True
    found = set(search.least([], list(items), False))
    return tuple(i for i in items if i in found), search.sure


class _Search(Generic[T]):
    def __init__(self, impossible: Impossible[T]):
        self._ask = impossible
        self.sure = True

    def least(self, held: list[T], items: list[T], grown: bool) -> list[T]:
        """The fewest of ``items`` impossible with ``held``; ``grown``: whether ``held`` is more than before."""
        if grown and self._impossible(held):
            return []
        if len(items) == 1:
            return items
        first, second = items[: len(items) // 2], items[len(items) // 2 :]
        late = self.least([*held, *first], second, True)
        return self.least([*held, *late], first, bool(late)) + late

    def _impossible(self, items: Sequence[T]) -> bool:
        answer = self._ask(items)
        self.sure = self.sure and answer is not None
        return bool(answer)
