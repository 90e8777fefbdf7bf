"""Days that keep every rule, or the smallest set of rules that cannot live together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.domain import RuleSetting, Text, View
from scheduler.errors import DisagreementError
from scheduler.rule import Rule

from .asks import asks
from .day import Day, Proposal, Wanted
from .model import DayModel
from .proof import breaches, margins, view_of

SECONDS = 5.0  # a solve of a day takes milliseconds
MISSED = 10_000  # what a wish costs that is not met: more than any length of the day


@dataclass(frozen=True)
class Clash:
    """Settings that no day of so many lessons can keep together; without any one of them there is a day."""

    settings: tuple[RuleSetting, ...]


def design(
    wanted: Wanted, settings: Sequence[RuleSetting], rules: Mapping[str, Rule], count: int = 3
) -> tuple[Proposal, ...] | Clash:
    """The ``count`` best days that differ in how many lessons lie before noon, best first; or the clash.

    Raises DisagreementError where a rule's own check finds a designed day wrong.
    """
    about = [s for s in settings if asks(DayModel(wanted, _mornings(wanted)[0]), s) is not None]
    found: list[tuple[int, Day]] = []
    for morning in _mornings(wanted):
        day = _best(wanted, morning, about)
        if day is not None:
            found.append(day)
    if not found:
        return Clash(_smallest(wanted, _mornings(wanted)[0], [s for s in about if s.hard]))
    proposals = (_proved(day, wanted, about, rules) for _, day in sorted(found, key=lambda pair: pair[0]))
    return tuple(list(proposals)[:count])


def _mornings(wanted: Wanted) -> tuple[int, ...]:
    """How many lessons may lie before noon, the usual first."""
    if wanted.morning:
        return (min(wanted.morning, wanted.lessons),)
    return tuple(m for m in (4, 3, 5) if m <= wanted.lessons and wanted.lessons - m <= 4) or (wanted.lessons,)


def _solve(day: DayModel) -> cp_model.CpSolver | None:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = SECONDS
    solver.parameters.num_workers = 1
    return solver if solver.solve(day.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def _best(wanted: Wanted, morning: int, settings: Sequence[RuleSetting]) -> tuple[int, Day] | None:
    """The best day with so many lessons before noon, and what it costs."""
    day = DayModel(wanted, morning)
    missed = []
    for setting in settings:
        kept = 1 if setting.hard else day.model.new_bool_var(setting.id)
        for constraint in asks(day, setting) or ():
            held = day.model.add(constraint)
            if not setting.hard:
                held.only_enforce_if(kept)
        missed.append(1 - kept)
    day.model.minimize(day.dear() + MISSED * sum(missed))
    solver = _solve(day)
    return (round(solver.objective_value), day.read(solver)) if solver else None


def _smallest(wanted: Wanted, morning: int, settings: Sequence[RuleSetting]) -> tuple[RuleSetting, ...]:
    """A smallest clashing set: each setting is left out in turn, and stays out where the rest still clashes."""
    kept = list(settings)
    for setting in settings:
        fewer = [s for s in kept if s is not setting]
        if not _possible(wanted, morning, fewer):
            kept = fewer
    return tuple(kept)


def _possible(wanted: Wanted, morning: int, settings: Sequence[RuleSetting]) -> bool:
    day = DayModel(wanted, morning)
    for setting in settings:
        for constraint in asks(day, setting) or ():
            day.model.add(constraint)
    return _solve(day) is not None


def _proved(day: Day, wanted: Wanted, settings: Sequence[RuleSetting], rules: Mapping[str, Rule]) -> Proposal:
    view = view_of(day, wanted)
    wrong = list(_wrong(view, rules, settings))
    if wrong:
        names = ", ".join(wrong)
        raise DisagreementError(Text(f"设计的作息与规则的核查不一致：{names}", f"a designed day fails {names}"))
    return Proposal(day, margins(view, rules, settings))


def _wrong(view: View, rules: Mapping[str, Rule], settings: Sequence[RuleSetting]) -> Iterator[str]:
    """The hard settings that their own rules find broken. Clubs stand on a sheet that a day does not have."""
    judged = [s for s in settings if s.hard and s.rule != "service_activities"]
    for setting, found in breaches(view, rules, judged).items():
        if found:
            yield setting.id
