"""What cannot be avoided: a proven lower bound on the cost.

The cost is a sum over rules, so the sum of what each rule costs at least on its own (with every hard rule kept) is a
bound; so is CP-SAT's bound on the whole. The larger of both counts. Each rule alone is a far easier problem than all.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from .board import SolverBoard
from .program import Expr, Program, total
from .solve import Limits, Stop, solve


@dataclass(frozen=True)
class Bound:
    """The cost no timetable can undercut, and the part of it that each rule alone accounts for (thousandths)."""

    total: int
    by_rule: Mapping[str, int]


def lower_bound(
    board: SolverBoard, rule_of: Mapping[str, str], best: Mapping[str, int], limits: Limits, stop: Stop
) -> Bound:
    """Bound the cost in about ``limits.seconds``; ``best`` is the incumbent's cost by rule (a rule at 0 needs none).

    ``limits.work`` instead of seconds makes the result independent of the clock.
    """
    costs: dict[str, Expr] = defaultdict(Expr)
    for setting, terms in board.costs.items():
        costs[rule_of[setting]] = total([costs[rule_of[setting]], *(e * w for w, e in terms)])
    constant = {rule: expr.const for rule, expr in costs.items() if expr.const}
    wanted = {rule: cost for rule, cost in best.items() if cost > constant.get(rule, 0)}
    parts = len(wanted) + 1
    end = time.monotonic() + limits.seconds
    found = dict(constant)
    for rule in sorted(wanted, key=lambda r: wanted[r]):
        share = replace(
            limits,
            seconds=max(0.05, (end - time.monotonic()) / parts),
            work=None if limits.work is None else limits.work / (len(wanted) + 1),
        )
        found[rule] = min(_least(board.program, costs[rule], share, stop), wanted[rule])
        parts -= 1
    whole = _least(board.program, None, replace(limits, seconds=max(0.05, end - time.monotonic())), stop)
    return Bound(max(sum(found.values()), whole), found)


def _least(program: Program, cost: Expr | None, limits: Limits, stop: Stop) -> int:
    """The proven least of one rule's cost, or of the whole cost; 0 where nothing was proved."""
    alone = program
    if cost is not None:
        alone = Program(program.lower, program.upper, program.rows)
        alone.add_cost(cost, 1)
    solved = solve(alone, limits, stop=stop)
    return max(0, int(-(-solved.bound // 1))) if solved.bound > -1e17 else 0
