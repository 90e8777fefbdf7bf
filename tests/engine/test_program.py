from __future__ import annotations

import numpy as np
import pytest

from scheduler.engine.matrix import Matrix
from scheduler.engine.program import Expr, How, Program, total


def test_equal_rows_are_one_and_implied_rows_none() -> None:
    program = Program()
    a, b = (Expr({program.variable(): 1}) for _ in range(2))
    program.require(a + b, hi=1)
    program.require(b + a, hi=1)
    program.require(a + b, hi=2)  # two Booleans are never more
    assert len(program.rows) == 1


def test_a_row_that_cannot_hold_is_kept() -> None:
    program = Program()
    program.require(Expr(const=3), hi=2)
    assert list(program.broken([])) == program.rows


def test_expressions_add_up() -> None:
    a, b = Expr({0: 1}), Expr({1: 2}, 5)
    assert (3 - (a - b) * 2).terms == {0: -2, 1: 4}
    assert (3 - (a - b) * 2).const == 13
    assert total([a, b, a, 4]).terms == {0: 2, 1: 2}
    assert (a - a).terms == {}


@pytest.mark.parametrize(
    ("how", "values", "expected"),
    [(How.SUM, [1, 1], 2), (How.ANY, [0, 0], 0), (How.ANY, [1, 1], 1), (How.MOST, [1, 1], 2), (How.MOST, [0, 0], 0)],
)
def test_helpers_follow_from_decisions(how: How, values: list[int], expected: int) -> None:
    program = Program()
    a, b = (Expr({program.variable(): 1}) for _ in range(2))
    program.helper(how, a + b, upper=2)
    assert program.complete(dict(enumerate(values)))[2] == expected


def test_a_cut_leaves_what_the_free_variables_decide() -> None:
    # x0 + x1 + x2 ≤ 2 with x2 = 1 fixed leaves x0 + x1 ≤ 1; the row on x2 alone disappears
    program = Program()
    x = [Expr({program.variable(): 1}) for _ in range(3)]
    program.require(x[0] + x[1] + x[2], hi=2)
    program.require(x[2] * 2, lo=1)
    program.add_cost(x[0], -5)
    part = Matrix(program).cut(np.array([0, 1, 1]), np.array([True, True, False]))
    assert part.program.columns.tolist() == [0, 1]
    assert part.program.coefs.tolist() == [1, 1]
    assert part.program.hi.tolist() == [1]
    assert part.program.cost == {0: -5}
    assert part.free.tolist() == [0, 1]


def test_helpers_are_freed_with_their_decisions() -> None:
    program = Program()
    a, b, c = (Expr({program.variable(): 1}) for _ in range(3))
    first = program.helper(How.ANY, a + b)
    program.helper(How.BOTH, first, c)
    free = Matrix(program).with_helpers(np.array([True, False, False, False, False]))
    assert free.tolist() == [True, False, False, True, True]
