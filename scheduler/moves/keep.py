"""A new run from moves of an older one: judged, given rooms, audited apart, and refused when the two disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scheduler.auditor import Audit, audit
from scheduler.domain import Placement, Text
from scheduler.engine.agreement import internal
from scheduler.errors import KebiaoError
from scheduler.output.run import Run

from .answers import Move, Option
from .moves import Moves

_KEPT = ("seed", "parameters", "size", "sha256", "versions", "left_out")


class WouldBreakError(KebiaoError):
    """The moves break what must hold, and that was not asked for; ``option`` says what."""

    exit_code = 7

    def __init__(self, option: Option):
        super().__init__(Text("这样调课会违反必须满足的要求", "this move breaks what must hold"))
        self.option = option


def moved(run: Run, chosen: Sequence[Move], source: str, *, anyway: bool = False, moves: Moves | None = None) -> Run:
    """The run after some moves; those of a band (走班) take its other groups along. ``source`` is the name of the run
    they start from, for the record; ``moves`` those of the run, where they are made already.

    What breaks a rule is only made with ``anyway``, and the record says under ``breaks`` what is broken. Raises
    MoveError for what does not fit, WouldBreakError, and DisagreementError when the audit finds other costs or breaches
    than the judge.
    """
    moves = moves or Moves.of_run(run)
    whole = tuple(dict.fromkeys(mate for move in chosen for mate in moves.together(move)))
    option = moves.try_all(whole)
    if option.breaks and not anyway:
        raise WouldBreakError(option)
    timetable = moves.apply(whole)
    proof = audit(run.school, timetable, run.homework, run.rules)
    _agree(moves, option, run.audit, proof)
    before = {(p.course, p.session): p for p in run.timetable.placements}
    record = unsearched(run, proof) | {
        "moved": {
            "from": source, "objective": run.audit.cost,
            "moves": [_said(before[m.course, m.session], m) for m in whole],
        },
    }  # fmt: skip
    return replace(run, timetable=timetable, audit=proof, record=record)


def _agree(moves: Moves, option: Option, before: Audit, after: Audit) -> None:
    """The judge's figures against the audit's, setting by setting."""
    amounts = {e.setting.id: e.amount for e in before.entries}
    found = {e.setting.id for e in after.invalid if e.amount > amounts[e.setting.id]}
    said = {b.setting for b in option.breaks}
    if option.cost is None:  # two lessons at once, or no room: what else that breaks is for the audit alone to say
        found, said = found & moves.clashing, said & moves.clashing
    if found != said:
        words = ", ".join(sorted(found ^ said))
        raise internal(f"调课的判断与独立核查不同（{words}）", f"the judge of moves and the audit differ ({words})")
    costs = {e.setting.id: e.cost for e in before.entries}
    spent = {e.setting.id: n for e in after.entries if (n := e.cost - costs[e.setting.id])}
    if option.cost is not None and spent != dict(option.costs):
        words = ", ".join(sorted(k for k in {*spent, *dict(option.costs)} if spent.get(k) != dict(option.costs).get(k)))
        raise internal(f"调课的代价与独立核查不同（{words}）", f"judge and audit differ in cost ({words})")


def unsearched(run: Run, proof: Audit) -> dict[str, Any]:
    """What run.json tells of a run made from another: no search made it, so it has no seconds; the bound holds for the
    plan."""
    kept = {name: run.record[name] for name in _KEPT if name in run.record}
    broken = [{"setting": e.setting.id, "rule": e.setting.rule, "amount": e.amount} for e in proof.invalid]
    return {
        "status": "broken" if broken else "feasible",
        "objective": proof.cost,
        "parts": dict(sorted(proof.costs.items())),
        "bound": None if broken else run.record.get("bound"),
        "seconds": {},
        "history": [],
        **kept,
        **({"breaks": broken} if broken else {}),
    }


def _said(before: Placement, move: Move) -> dict[str, Any]:
    return {
        "course": move.course, "session": move.session, "from": before.start, "from_weeks": before.weeks.value,
        "to": move.start, "weeks": move.weeks.value,
    }  # fmt: skip
