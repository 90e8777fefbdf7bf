"""The joint model: the whole district in one search, against which the loop is measured."""

from __future__ import annotations

import pytest

from scheduler.auditor import audit
from scheduler.district.joint import solve_joint
from scheduler.domain import HomeworkAllocation, School
from scheduler.engine.outcome import Options
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import Status

from .by_hand import RULES, district, prepared
from .test_solving import broken, random_district, run, two


def with_wishes(school: School) -> School:
    """The school with every rule that is a wish by default."""
    from dataclasses import replace

    soft = tuple(r.setting() for r in RULES.values() if r.strength == "soft" and not r.about_plan)
    return replace(school, settings=(*school.settings, *soft))


def test_one_school_alone_is_as_good_as_the_engine_finds_it() -> None:
    made, schools = two()
    one = {"东校": with_wishes(schools["东校"])}
    joint = solve_joint(district(one, *made.teachers), one, RULES, seconds=60)
    assert joint.status is Status.OPTIMAL
    alone = schedule(one["东校"], RULES, Options(seconds=10, workers=1))
    assert alone.cost is not None
    assert joint.cost is not None
    assert joint.cost <= alone.cost
    proof = audit(one["东校"], joint.timetables["东校"], HomeworkAllocation(), RULES)
    assert not proof.invalid
    assert proof.cost == joint.cost, "what the joint model counts is what the audit counts"


@pytest.mark.parametrize("seed", [0, 3, 5])
def test_its_timetables_keep_what_ties_the_schools(seed: int) -> None:
    made, schools = random_district(seed)
    joint = solve_joint(made, schools, RULES, seconds=60, first=True)
    assert broken(made, schools, joint.timetables) == []
    for name, timetable in joint.timetables.items():
        assert not audit(schools[name], timetable, HomeworkAllocation(), RULES).invalid


def test_no_district_costs_less_than_its_bound() -> None:
    """The gap of the loop: what it gives away by deciding the visits before the timetables."""
    made, schools = two()
    schools = {name: with_wishes(s) for name, s in prepared(made, schools).items()}
    joint = solve_joint(made, schools, RULES, seconds=30)
    found, solver = run(made, schools)
    assert found.solved
    costs = [audit(schools[n], t, HomeworkAllocation(), RULES).cost for n, t in solver.timetables.items()]
    assert joint.bound <= sum(costs)
    assert joint.cost is not None
    assert joint.bound <= joint.cost
