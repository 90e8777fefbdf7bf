"""What if, over a whole district: each scenario tried in every school that it fits, close to the timetable there is.

The visits stay as they are: a scenario that would need other half-days of a shared teacher is impossible in that
school, and says so. What a school cannot see alone (a shared teacher's week over all schools) is judged over the whole
afterwards, by the district's audit. Everything here runs school by school, in other processes; rules are those that the
schools' runs were opened with.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from scheduler.domain import Text, View
from scheduler.engine.solve import Stop
from scheduler.errors import KebiaoError
from scheduler.intake import Plan as ReadPlan
from scheduler.intake import words
from scheduler.output.run import Run
from scheduler.output.write import write_run
from scheduler.whatif.change import Change, ChangeError, Scenario, changed
from scheduler.whatif.changes.district import MORE_TEACHERS
from scheduler.whatif.compare import Answer, Outcome
from scheduler.whatif.measures import Measures, measure
from scheduler.whatif.shapes import listed
from scheduler.whatif.trying import Baseline, Conditions, attempt

from .domain import District
from .written import Written, broken_rules, written

Opened = Callable[[Path], tuple[ReadPlan, bytes, Run]]  # a run folder: plan as read, workbook's content, run


@dataclass(frozen=True)
class Counts:
    """How many there are of what a school's figures are means of: people who teach; days of classes, by grade."""

    people: int
    class_days: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Now:
    """A school as it is today."""

    school: str
    measures: Measures
    counts: Counts
    written: Written


@dataclass(frozen=True)
class Tried:
    """A scenario in one school. ``outcome`` None: none of its changes fits there; ``unfit``: the changes that do not,
    and why. ``written``: what its new files say, None without a timetable."""

    school: str
    outcome: Outcome | None = None
    unfit: tuple[Text, ...] = ()
    written: Written | None = None
    wrong: bool = False  # whether a change that does not fit was meant for this very school


@dataclass(frozen=True)
class Task:
    """What a school's process is given. ``folder``: of the school's run; ``out``: where the scenario's run goes, if
    anywhere."""

    opened: Opened
    folder: Path
    school: str
    district: District
    conditions: Conditions
    out: Path | None = None


def look(task: Task, *, stop: Stop) -> Now:
    """A school's figures today. Raises KebiaoError where its run cannot be read."""
    _, _, run = task.opened(task.folder)
    return Now(task.school, measure(run), _counts(run), _written(task, run))


def try_school(task: Task, scenario: Scenario, *, stop: Stop) -> Tried:
    """A scenario in a school, of its changes those that fit there. What cannot be had is an outcome."""
    plan, content, run = task.opened(task.folder)
    mine = [c for c in scenario.changes if c.kind != MORE_TEACHERS and is_for(c, task.school)]
    fitting, unfit = _fitting(plan, mine, run)
    wrong = any(c["school"] for c, _ in unfit)
    said = tuple(_said(c, e) for c, e in unfit)
    if not fitting:
        _keep_as_it_is(task)
        return Tried(task.school, None, said, wrong=wrong)
    base = Baseline(task.school, plan, content, run)
    conditions = replace(task.conditions, keep=True, workers=1)
    made = attempt(base, replace(scenario, changes=tuple(fitting)), conditions, stop)
    outcome, found = made.outcome, None
    if made.run is not None:
        found = _written(task, made.run)
        if task.out is not None:
            try:
                write_run(task.out, made.run, made.content)
                outcome = replace(outcome, folder=task.out.as_posix())
            except KebiaoError as error:
                outcome = replace(outcome, cause=error.text, code=error.exit_code)
    return Tried(task.school, outcome, said, found, wrong)


def is_for(change: Change, school: str) -> bool:
    """Whether a change is meant for a school: those it names (学校=…), or all."""
    named = {words.key(n) for n in listed(change["school"])} if change["school"] else set()
    return not named or words.key(school) in named


def _fitting(plan: ReadPlan, changes: list[Change], run: Run) -> tuple[list[Change], list[tuple[Change, ChangeError]]]:
    """The changes that can be made here, and those that speak of what the school does not have.

    One after which the plan has problems fits: that is its answer, unless a later one puts it right.
    """
    found: list[Change] = []
    unfit: list[tuple[Change, ChangeError]] = []
    for change in changes:
        plain = replace(change, values=tuple((n, v) for n, v in change.values if n != "school"))
        try:
            changed(plan, [*found, plain], run.rules)
        except ChangeError as error:
            if not error.problems:
                unfit.append((change, error))
                continue
        found.append(plain)
    return found, unfit


def _said(change: Change, error: ChangeError) -> Text:
    why = error.plain
    return Text(f"{change.say('zh')}：{why.zh}", f"{change.say('en')}: {why.en}")


def _keep_as_it_is(task: Task) -> None:
    """The scenario's run of a school that it leaves alone is today's. Raises OSError where it cannot be written."""
    if task.out is not None:
        shutil.copytree(task.folder, task.out, dirs_exist_ok=True)


def _written(task: Task, run: Run) -> Written:
    broken = broken_rules(run.audit, {code: rule.title for code, rule in run.rules.items()})
    return written(task.school, run.school, run.timetable, broken, task.district)


def _counts(run: Run) -> Counts:
    view = View(run.school, run.timetable, run.homework)
    school = run.school
    people = sum(any(view.of_teacher(t.id, w) for w in school.weeks) for t in school.teachers)
    days = len(school.grid.days)
    grades = sorted({k.grade for k in school.classes})
    return Counts(people, tuple((g, days * sum(k.grade == g for k in school.classes)) for g in grades))


# -- what came of it ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DistrictOutcome:
    """A scenario over the district: what came of it in each school. ``lost``, ``gained``: breaches over the whole
    district that are new, or gone; ``found``: what is answered beside (where more teachers would help). ``cause``,
    ``code``: why it could not be tried at all."""

    name: str
    changes: tuple[Text, ...]
    schools: tuple[Tried, ...]
    note: str = ""
    lost: tuple[Text, ...] = ()
    gained: tuple[Text, ...] = ()
    found: tuple[Text, ...] = ()
    cause: Text | None = None
    code: int = 0
    seconds: float = 0.0

    @property
    def tried(self) -> tuple[tuple[str, Outcome], ...]:
        """The schools that it concerns, with their outcomes."""
        return tuple((s.school, s.outcome) for s in self.schools if s.outcome is not None)

    @property
    def unfit(self) -> tuple[Text, ...]:
        """The schools in which a change does not fit, with the reason; alike ones together."""
        by_reason: dict[Text, list[str]] = {}
        for school in self.schools:
            for why in school.unfit:
                by_reason.setdefault(why, []).append(school.school)
        return tuple(
            Text(f"{'、'.join(names)} 没有改——{why.zh}", f"left as they are: {', '.join(names)} ({why.en})")
            for why, names in by_reason.items()
        )

    @property
    def answer(self) -> Answer:
        """The worst of the schools' answers: it can be had where every school can have it."""
        if self.code:
            return Answer.FAILED
        answers = {outcome.answer for _, outcome in self.tried}
        order = (Answer.FAILED, Answer.IMPOSSIBLE, Answer.UNKNOWN, Answer.BROKEN)
        return next((a for a in order if a in answers), Answer.POSSIBLE)


@dataclass(frozen=True)
class DistrictComparison:
    """A district's run, and what came of each scenario. ``left``: schools without a timetable, in which nothing could
    be tried, and why; ``stopped``: scenarios that were not finished because somebody stopped."""

    name: str
    run: str
    now: tuple[Now, ...]
    outcomes: tuple[DistrictOutcome, ...]
    shared: frozenset[str] = frozenset()
    left: tuple[tuple[str, Text], ...] = ()
    stopped: tuple[str, ...] = ()


def outcome_of(scenario: Scenario, schools: tuple[Tried, ...], **more: object) -> DistrictOutcome:
    """A scenario's outcome. One whose changes fit nowhere, or not in a school that they name, failed."""
    said = tuple(Text(c.say("zh"), c.say("en")) for c in scenario.changes)
    found = DistrictOutcome(scenario.name, said, schools, scenario.note, **more)  # type: ignore[arg-type]
    wrong = [s for s in schools if s.wrong]
    nowhere = schools and not found.tried and any(c.kind != MORE_TEACHERS for c in scenario.changes)
    if not found.code and (wrong or nowhere):
        why = next((w for s in (wrong or schools) for w in s.unfit), Text("没有一所学校可试", "it concerns no school"))
        at = f"{wrong[0].school}：" if wrong else "哪所学校都做不了——"
        at_en = f"{wrong[0].school}: " if wrong else "not possible in any school: "
        found = replace(found, cause=Text(at + why.zh, at_en + why.en), code=ChangeError.exit_code)
    return found


def strangers(scenario: Scenario, schools: list[str]) -> Iterator[ChangeError]:
    """The names after 学校= that no school has."""
    known = {words.key(s) for s in schools}
    for change in scenario.changes:
        for name in listed(change["school"]) if change["school"] else ():
            if words.key(name) not in known:
                near = words.nearest(name, schools)
                zh = f"没有学校 “{name}”" + (f"（最接近：{near}）" if near else "")
                en = f"there is no school '{name}'" + (f" (nearest: {near})" if near else "")
                yield ChangeError(Text(zh, en), change.at)
