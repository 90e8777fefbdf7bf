"""The engine's figures against the audit's: they are computed apart and must be the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduler.auditor import Audit
from scheduler.domain import Text
from scheduler.errors import DisagreementError

from .board import SolverBoard


def costs_by_rule(board: SolverBoard, rule_of: Mapping[str, str], values: Sequence[int]) -> dict[str, int]:
    """What an assignment costs by rule code (thousandths), for the rules that cost something."""
    costs: dict[str, int] = {}
    for setting, terms in board.costs.items():
        spent = sum(w * (e.const + sum(c * values[v] for v, c in e.terms.items())) for w, e in terms)
        if spent:
            costs[rule_of[setting]] = costs.get(rule_of[setting], 0) + spent
    return costs


def agree(board: SolverBoard, rule_of: Mapping[str, str], values: Sequence[int], proof: Audit | None) -> None:
    """Raises DisagreementError, naming the rules, when the audit's cost is not the cost of the assignment."""
    complete = board.program.complete(dict(enumerate(values)))
    engine, found = board.program.total(complete), proof.cost if proof else 0
    if engine == found:
        return
    mine, theirs = costs_by_rule(board, rule_of, complete), proof.costs if proof else {}
    apart = [r for r in sorted({*mine, *theirs}) if mine.get(r, 0) != theirs.get(r, 0)]
    rules = ", ".join(f"{r} {mine.get(r, 0)}/{theirs.get(r, 0)}" for r in apart)
    raise internal(f"求解器算得 {engine}，独立核查算得 {found}（{rules}）", f"engine {engine}, audit {found} ({rules})")


def internal(zh: str, en: str) -> DisagreementError:
    """A defect of the program, said so that it can be reported."""
    return DisagreementError(Text(f"程序内部不一致：{zh}", f"internal disagreement: {en}"))
