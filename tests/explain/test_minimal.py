"""The fewest of some things that are impossible together, and what is said where that is not proved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.explain.minimal import fewest

SETS = st.lists(st.frozensets(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=4)


@given(SETS)
def test_what_is_found_is_impossible_and_nothing_of_it_can_be_left_out(clashes: list[frozenset[int]]) -> None:
    def impossible(some: Sequence[int]) -> bool:
        return any(clash <= set(some) for clash in clashes)

    found, sure = fewest(range(10), impossible)
    assert sure
    assert impossible(found)
    assert not any(impossible(rest) for rest in combinations(found, len(found) - 1))


def test_what_is_impossible_without_any_of_them_is_no_ones_fault() -> None:
    assert fewest("abc", lambda some: True) == ((), True)


def test_what_is_not_known_is_kept_and_said() -> None:
    """A question that ran out of time must not leave a demand out: then the rest might be possible."""
    found, sure = fewest("abcd", lambda some: True if len(some) == 4 else None)
    assert (found, sure) == (("a", "b", "c", "d"), False)


@pytest.mark.parametrize("n", [64, 200])
def test_few_questions_are_asked(n: int) -> None:
    asked = []

    def impossible(some: Sequence[int]) -> bool:
        asked.append(len(some))
        return {5, n // 2, n - 3} <= set(some)

    assert fewest(range(n), impossible)[0] == (5, n // 2, n - 3)
    assert len(asked) < 50
