"""The loop of master and schools: a valid district, or a proof, exactly as the joint model says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations, product
from random import Random
from typing import Self

import pytest

from scheduler.district.alone import solve_alone
from scheduler.district.domain import Absence, Cut, District, Policy, SchoolResult, SharedTeacher
from scheduler.district.joint import solve_joint
from scheduler.district.pool.job import Done, Job
from scheduler.district.solving import Attempt, Solution, harder, solve
from scheduler.domain import Half, School, Scope, Slot, Text, Times, Timetable, View, Weeks
from scheduler.engine.outcome import Options
from scheduler.engine.solve import Status, Stop

from .by_hand import RULES, absence, district, parts, prepared, school


class InTurn:
    """A pool without processes."""

    def run(self, jobs: Sequence[Job]) -> Iterator[Done]:
        for job in jobs:
            yield Done(job.key, job.call(*job.args, stop=Stop()), None, 0.0, 0.0)

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass


class Solver:
    """Solves tiny schools to their first timetable, and remembers."""

    def __init__(self, schools: Mapping[str, School]):
        self.schools = schools
        self.timetables: dict[str, Timetable] = {}
        self.asked: list[tuple[str, Attempt]] = []

    def job(self, name: str, attempt: Attempt) -> Job:
        return Job(name, self._call, (name, attempt))

    def _call(self, name: str, attempt: Attempt, stop: Stop) -> SchoolResult:
        self.asked.append((name, attempt))
        options = Options(20, workers=1, until_first=True)
        answer, cuts = solve_alone(self.schools[name], name, attempt.absences, RULES, options, stop)
        if answer.timetable is None:
            return SchoolResult(name, "impossible" if answer.status is Status.INFEASIBLE else "unknown", cuts=cuts)
        self.timetables[name] = answer.timetable
        return SchoolResult(name, "solved", cost=answer.cost)


def run(
    made: District, schools: Mapping[str, School], solver: Solver | None = None, workers: int = 2
) -> tuple[Solution, Solver]:
    solver = solver or Solver(schools)
    return solve(made, parts(made, schools), solver.job, InTurn(), seconds=120, workers=workers), solver


def broken(made: District, schools: Mapping[str, School], timetables: Mapping[str, Timetable]) -> list[str]:
    """What a district's timetables break, lesson by lesson, apart from everything the master is made of."""
    found = []
    for teacher in made.teachers:
        every = [
            (name, x) for name, timetable in timetables.items() for x in View(schools[name], timetable).lessons
            if teacher.id in x.course.teachers
        ]  # fmt: skip
        found += [f"{teacher.id} away at {x.slot.id}" for _, x in every if x.slot in teacher.away]
        away = {x.slot.day for name, x in every if name != teacher.home}
        if made.policy.days_most and len(away) > made.policy.days_most:
            found.append(f"{teacher.id} away on {away}")
        for week, day in product((Weeks.ODD, Weeks.EVEN), (1, 2, 3)):
            today = [(name, x.slot) for name, x in every if x.week in (Weeks.ALL, week) and x.slot.day == day]
            found += [f"{teacher.id} {week} {day}: {what}" for what in _broken_on(made, teacher, today)]
    return found


def _broken_on(made: District, teacher: SharedTeacher, today: Sequence[tuple[str, Slot]]) -> Iterator[str]:
    """What is wrong with one day of a teacher: the schools and the slots of his lessons."""
    if teacher.day_most and len(today) > teacher.day_most:
        yield f"{len(today)} lessons"
    if len({name for name, _ in today}) > 1 and not made.policy.same_day:
        yield "two schools"
    for half in Half:
        if len({name for name, slot in today if slot.half is half}) > 1:
            yield f"two schools in the {half}"
    for (one, before), (other, after) in permutations(today, 2):
        minutes = made.minutes(one, other) if one != other else 0
        if before.start < after.start and (minutes is None or before.end + minutes > after.start):
            yield f"from {one} at {before.end} to {other} at {after.start}"


# -- districts -----------------------------------------------------------------------------------------------------

ZHOU, FANG = SharedTeacher("周", ("音",)), SharedTeacher("方", ("美",))


def random_district(seed: int) -> tuple[District, dict[str, School]]:
    """Two or three schools of one or two classes over three days, two shared teachers, some policy; tight. Some have
    odd and even weeks, double lessons, one room for two subjects, times at which a subject is never held."""
    rng = Random(seed)
    schools = {}
    for name in ("甲", "乙", "丙")[: rng.choice((2, 3))]:
        music, art = rng.choice((("1", "1"), ("1", "2"), ("1.5", "0.5"), ("1.5", "1.5"), ("1x2", "1"), ("2", "2")))
        rest = 9 - int(_periods(music) + _periods(art))
        classes = ("一1", "一2")[: rng.choice((1, 2))]
        words = f"音{music} 美{art} 语{min(4, rest - 1)} 数{rest - min(4, rest - 1)}"
        teachers = {"周": " ".join(f"{c}音" for c in classes), "方": " ".join(f"{c}美" for c in classes)}
        own = {f"{name}{c}师": f"{c}语 {c}数" for c in classes}
        whose = Scope(subjects=frozenset(rng.choice(("数", "音"))))
        when = Times.parse(rng.choice(("1", "周一", "周二下午", "周三上午")))
        closed = [RULES["forbidden_times"].setting("c", scope=whose, times=when)] if rng.random() < 0.6 else []
        rooms = {"教室": ("音美", 1)} if rng.random() < 0.6 else None
        schools[name] = school(
            dict.fromkeys(classes, words), {**teachers, **own}, *closed, days=3, periods=3, rooms=rooms
        )
    zhou = replace(
        ZHOU, day_most=rng.choice((0, 2, 2, 3)), home=rng.choice(("", "甲")),
        away=Times.parse(rng.choice(("", "", "周一上午", "周二2"))),
    )  # fmt: skip
    fang = replace(FANG, day_most=rng.choice((0, 0, 2)))
    policy = Policy(same_day=rng.random() < 0.9, days_most=rng.choice((0, 0, 0, 2)))
    made = district(schools, zhou, fang, minutes=rng.choice((10, 80, 120)), policy=policy)
    return made, prepared(made, schools)


def _periods(pattern: str) -> float:
    return 2.0 if pattern == "1x2" else float(pattern)


@pytest.mark.parametrize("seed", range(24))
def test_the_loop_ends_as_the_joint_model_does(seed: int) -> None:
    made, schools = random_district(seed)
    joint = solve_joint(made, schools, RULES, seconds=30, first=True)
    found, solver = run(made, schools)
    assert joint.status is not Status.UNKNOWN
    assert found.solved == bool(joint.timetables), (found.clashes, [c.why.zh for c in found.cuts])
    if found.solved:
        assert broken(made, schools, joint.timetables) == []
        assert broken(made, schools, solver.timetables) == []
    else:
        assert found.clashes or any(r.status == "impossible" for r in found.results.values())


def test_the_random_districts_are_of_both_kinds() -> None:
    ends = [bool(solve_joint(*random_district(seed), RULES, seconds=30, first=True).timetables) for seed in range(24)]
    assert 4 <= sum(ends) <= 20


# -- what a school may answer --------------------------------------------------------------------------------------


def two(minutes: int = 30) -> tuple[District, dict[str, School]]:
    """Two schools that a teacher can share easily."""
    words = {"一1": "音1 语4 数4", "一2": "音1 语4 数4"}
    schools = {
        name: school(words, {"周": "一1音 一2音", "甲师": "一1语 一1数", "乙师": "一2语 一2数"}, days=3, periods=3)
        for name in ("东校", "西校")
    }
    return district(schools, ZHOU, minutes=minutes), schools


class Scripted(Solver):
    """Answers by a script first, by school; what has none is solved."""

    def __init__(self, schools: Mapping[str, School], answer: Callable[[str, Attempt], SchoolResult | None]):
        super().__init__(schools)
        self.answer = answer

    def _call(self, name: str, attempt: Attempt, stop: Stop) -> SchoolResult:
        scripted = self.answer(name, attempt)
        if scripted is None:
            return super()._call(name, attempt, stop)
        self.asked.append((name, attempt))
        return scripted


def test_unknown_makes_no_cut_and_never_a_proof() -> None:
    """A solver that never knows: more time, other visits, then 'not found'; the others are solved once."""
    made, schools = two()
    solver = Scripted(schools, lambda name, attempt: SchoolResult(name, "unknown") if name == "东校" else None)
    found, _ = run(made, schools, solver, workers=1)
    assert found.cuts == ()
    assert found.clashes == ()
    assert found.results["东校"].status == "unknown"
    assert found.results["西校"].status == "solved"
    mine = [a for name, a in solver.asked if name == "东校"]
    assert len(mine) == 4
    assert mine[0].absences == mine[1].absences, "first the same with more time"
    assert mine[1].seconds > mine[0].seconds
    assert mine[2].absences != mine[1].absences, "then other visits"


def test_a_school_that_is_found_on_other_visits_is_solved() -> None:
    made, schools = two()
    first: list[frozenset[Absence]] = []

    def never_there(name: str, attempt: Attempt) -> SchoolResult | None:
        first.append(attempt.absences)
        return SchoolResult(name, "unknown") if name == "东校" and attempt.absences == first[0] else None

    found, _ = run(made, schools, Scripted(schools, never_there))
    assert found.solved
    assert found.cuts == ()


def test_only_schools_that_lose_something_are_solved_again() -> None:
    made, schools = two()
    cut: list[Cut] = []

    def once(name: str, attempt: Attempt) -> SchoolResult | None:
        if name == "西校" and not cut:
            cut.append(Cut(name, attempt.absences, Text("不行", "no")))
            return SchoolResult(name, "impossible", cuts=tuple(cut))
        return None

    found, solver = run(made, schools, Scripted(schools, once))
    assert found.solved
    assert found.cuts == tuple(cut)
    assert found.solves == {"东校": 1, "西校": 2}
    assert broken(made, schools, solver.timetables) == []


def test_a_school_that_is_impossible_by_itself_is_set_aside_with_its_reason() -> None:
    made, schools = two()
    schools["西校"] = school({"一1": "音1 语9"}, {"周": "一1音", "甲师": "一1语"}, days=3, periods=3)
    found, _ = run(made, schools)
    assert found.results["东校"].status == "solved"
    assert found.results["西校"].status == "impossible"
    why = found.results["西校"].why
    assert why is not None
    assert "本身排不出来" in why.zh
    assert not found.clashes


def test_a_clash_sets_one_school_aside_and_the_rest_finishes() -> None:
    made, schools = two()
    made = replace(made, teachers=(replace(ZHOU, week_most=3),))
    found, _ = run(made, prepared(made, schools))
    assert [r.status for r in found.results.values()] == ["solved", "impossible"]
    assert "每周共 4 节，最多 3 节" in found.clashes[0].text.zh


def test_a_job_that_fails_is_set_aside() -> None:
    made, schools = two()

    class Failing(InTurn):
        def run(self, jobs: Sequence[Job]) -> Iterator[Done]:
            for job in jobs:
                if job.key == "东校":
                    yield Done(job.key, None, Text("坏了", "broken"), 0.0, 0.0)
                else:
                    yield from super().run([job])

    found = solve(made, parts(made, schools), Solver(schools).job, Failing(), seconds=60)
    assert found.results["东校"].status == "failed"
    assert found.results["东校"].why == Text("坏了", "broken")
    assert found.results["西校"].status == "solved"
    assert found.rounds == 1


def test_a_stop_keeps_what_is_solved() -> None:
    made, schools = two()
    stop = Stop()

    class Stopped(InTurn):
        def run(self, jobs: Sequence[Job]) -> Iterator[Done]:
            yield from super().run(jobs[:1])
            stop.ask()

    found = solve(made, parts(made, schools), Solver(schools).job, Stopped(), seconds=60, stop=stop)
    assert sorted(r.status for r in found.results.values()) == ["solved", "stopped"]


def test_harder() -> None:
    gone, quota = absence("周", "东校", "1am"), Absence("周", "东校", 2, most=2)
    assert harder(frozenset({gone}), frozenset())
    assert not harder(frozenset(), frozenset({gone}))
    assert not harder(frozenset({replace(quota, most=3)}), frozenset({quota}))
    assert harder(frozenset({replace(quota, most=1)}), frozenset({quota}))
