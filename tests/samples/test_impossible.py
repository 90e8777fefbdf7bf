"""The ten plans that cannot be timetabled: written as told, impossible as told, and possible without what is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from constraints import catalogue
from samples.book import Plan
from samples.broken import BROKEN, FOLDER, main, titled
from samples.witness import broken, find
from samples.write import save
from scheduler import api
from scheduler.cli.root import root
from scheduler.domain import School
from scheduler.intake import read_plan
from scheduler.intake.edits import Edit, write_edited

RULES = catalogue()
Mend = Callable[[Plan], None]


def _staff(old: str, new: str) -> Mend:
    """Those with these closed times have others."""

    def mend(plan: Plan) -> None:
        assert any(s.away == old for s in plan.staff)
        plan.staff = tuple(replace(s, away=new) if s.away == old else s for s in plan.staff)

    return mend


def _room(kind: str, away: str = "") -> Mend:
    def mend(plan: Plan) -> None:
        assert any(p.kind == kind and p.away for p in plan.places)
        plan.places = tuple(replace(p, away=away) if p.kind == kind else p for p in plan.places)

    return mend


def _lock(subject: str, klass: str) -> Mend:
    def mend(plan: Plan) -> None:
        left = tuple(x for x in plan.locks if (x.subject, x.klass) != (subject, klass))
        assert len(left) == len(plan.locks) - 1
        plan.locks = left

    return mend


def _ask(rule: str) -> Mend:
    def mend(plan: Plan) -> None:
        plan.asks = tuple(replace(a, strength="尽量") if a.rule == rule else a for a in plan.asks)

    return mend


MENDS: dict[str, list[Mend]] = {  # what is wrong, one by one
    "01实验室不够": [_room("生物实验室", "周二")],
    "02体育老师请假": [_staff(old="每天下午；周四上午；周五3-4", new="每天下午；周四上午")],
    "03教研时间冲突": [_staff(old="周二下午", new="")],
    "04两位教师共用机房": [_staff(old="周一；周三；周四上午；周五", new="周一；周三；周五")],
    "05固排打架": [_lock("信息科技", "七1"), _lock("化学", "")],
    "06走教教师": [_staff(old="周一；周三；周五", new="周一；周三"), _staff(old="周三下午；周四下午", new="周三下午")],
    "07作业放不下": [_ask("homework_subjects_a_day")],
    "08连堂排不下": [_room("化学实验室", "每天2；每天6")],
    "09操场周二不够": [_room("操场")],
    "10走班排不下": [_staff(old="周五", new="")],
}
BY_SOLVER = ("07作业放不下", "09操场周二不够")  # homework, and sport every day: not known to the search by hand
EVERY = [pytest.param(name, id=name[:2]) for name in BROKEN]
TWICE = [pytest.param(name, id=name[:2]) for name, mends in MENDS.items() if len(mends) == 2]


def written(plan: Plan, folder: Path) -> School:
    """The school of a plan, by way of its workbook."""
    save(titled(plan), folder / "plan.xlsx")
    school = read_plan(folder / "plan.xlsx", RULES).school
    assert school is not None
    return school


def refused(path: Path) -> bool:
    """Whether counting or the solver proves that there is no timetable."""
    plan = api.load(path)
    if api.count(plan.school):
        return True
    try:
        api.solve(plan, seconds=60, until_first=True)
    except api.Impossible:
        return True
    return False


def test_there_are_ten_and_all_are_written():
    assert sorted(BROKEN) == sorted(MENDS) == sorted(p.stem for p in FOLDER.glob("*.xlsx"))
    assert len(BROKEN) == 10


@pytest.mark.parametrize("name", EVERY)
def test_reads_without_a_problem(name):
    assert [p.say("zh") for p in read_plan(FOLDER / f"{name}.xlsx", RULES).problems] == []


def test_committed_workbooks_are_what_the_generator_writes(tmp_path):
    main(["-o", str(tmp_path)])
    for name in BROKEN:
        kept, again = (load_workbook(folder / f"{name}.xlsx") for folder in (FOLDER, tmp_path))
        assert kept.sheetnames == again.sheetnames, name
        for title in kept.sheetnames:
            assert list(kept[title].values) == list(again[title].values), (name, title)


@pytest.mark.parametrize("name", EVERY)
def test_is_impossible(name):
    assert refused(FOLDER / f"{name}.xlsx")


@pytest.mark.parametrize("name", [p for p in EVERY if p.values[0] not in BY_SOLVER])
def test_is_possible_without_what_is_told(name, tmp_path):
    """A timetable is found by moving lessons about, without the solver, and keeps every hard rule."""
    plan = BROKEN[name]()
    for mend in MENDS[name]:
        mend(plan)
    school = written(plan, tmp_path)
    timetable = find(school, RULES)
    assert timetable is not None
    assert broken(school, timetable, RULES) == []


@pytest.mark.parametrize("name", TWICE)
@pytest.mark.parametrize("mended", [0, 1])
def test_two_things_are_wrong_and_either_would_do(name, mended, tmp_path):
    plan = BROKEN[name]()
    MENDS[name][mended](plan)
    written(plan, tmp_path)
    assert refused(tmp_path / "plan.xlsx")


@pytest.mark.parametrize("name", BY_SOLVER)
def test_the_solver_finds_a_timetable_without_what_is_told(name, tmp_path):
    plan = BROKEN[name]()
    for mend in MENDS[name]:
        mend(plan)
    written(plan, tmp_path)
    run = api.solve(api.load(tmp_path / "plan.xlsx"), seconds=120, until_first=True)
    assert not run.audit.hard_broken


@pytest.mark.parametrize("name", EVERY)
def test_acting_on_the_explanation_makes_it_solvable(name: str, tmp_path: Path) -> None:
    """By what the program says for programs, and nothing that this test knows."""
    plan = FOLDER / f"{name}.xlsx"
    done = CliRunner().invoke(root, ["explain", str(plan), "--json"])
    assert done.exit_code == api.Impossible.exit_code, done.output
    said = json.loads(done.stdout)
    assert len(said["conflicts"]) >= len(MENDS[name])
    assert all(conflict["minimal"] and conflict["remedies"] for conflict in said["conflicts"])
    write_edited(plan, [Edit(**edit) for edit in said["edits"]], tmp_path / "改好.xlsx")
    run = api.solve(api.load(tmp_path / "改好.xlsx"), seconds=60, until_first=True)
    assert not run.audit.invalid
