"""Every school profile: its plan reads, a timetable keeps its pack, and nothing is missing that a sheet could hold."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from samples.days import NoDay, others, schedule, settings_of
from samples.generate import build, main, sample_names
from samples.profile import profile_names, read
from samples.said import answers
from samples.write import save
from scheduler import api
from scheduler.auditor import Audit
from scheduler.domain import Strength, Verdict
from scheduler.packs import read_pack

SIZES = {  # classes, pupils, teachers
    "chengxi": (18, 860, 55),
    "dachuan-primary": (6, 220, 15),
    "dachuan-town": (12, 560, 37),
    "jixian": (16, 680, 48),
    "lijin5": (6, 142, 14),
    "luojiang25": (12, 480, 31),
    "mujiayao": (6, 59, 6),
    "nanqi": (6, 110, 10),  # nine and the art teacher who visits
    "nine-year-x1": (27, 1080, 77),
    "qinan-longcheng": (6, 126, 14),
    "sanhui": (12, 540, 36),
    "shaanxi": (12, 540, 38),
    "yuanbaoshan": (36, 1560, 97),
}

TAUGHT = "same_as_taught"  # what was really taught is seen in the classroom, on no sheet


@cache
def plan(name: str) -> api.Plan:
    path = Path(mkdtemp()) / f"{name}.xlsx"
    save(build(name), path)
    return api.load(path)


def unclean(found: Audit) -> list[str]:
    """The rows that are broken though they must hold, and those without a verdict."""
    broken_rows = [e.setting.id for e in found.hard_broken]
    unseen = [e.setting for e in found.entries if e.verdict is Verdict.NOT_CHECKABLE]
    return broken_rows + [s.id for s in unseen if s.rule != TAUGHT]


def test_every_profile_is_tested_and_none_is_a_sample_too():
    assert set(SIZES) == set(profile_names())
    assert set(SIZES).isdisjoint(sample_names())


@pytest.mark.parametrize("name", SIZES)
def test_reads_without_a_problem_and_is_as_large_as_told(name):
    found = plan(name)
    assert [w.say("zh") for w in found.warnings] == []
    school = found.school
    assert (len(school.classes), sum(k.pupils for k in school.classes), len(school.teachers)) == SIZES[name]
    assert school.packs == (read(name)["pack"],)


@pytest.mark.parametrize("name", SIZES)
def test_a_timetable_keeps_every_row_of_its_pack(name):
    run = api.solve(plan(name), seconds=60, until_first=True, workers=1)
    assert unclean(run.audit) == []
    judged = {e.setting.id for e in run.audit.entries}
    rows = {r.id for r in read_pack(read(name)["pack"]).rows if set(r.grades) & {k.grade for k in run.school.classes}}
    assert rows <= judged | {s.id for s in run.school.settings if s.strength is Strength.OFF}


def test_without_lessons_together_the_smallest_school_cannot_prepare_together():
    """Six teachers, six full classes: somebody always teaches (LJ-20); the profile's joint lessons are what helps."""
    made = build("mujiayao")
    made.joints = ()
    for klass in made.classes:
        for subject in ("体育活动", "音乐"):
            made.teachers_of[klass.name, subject] = made.class_teachers[klass.name]
    path = Path(mkdtemp()) / "alone.xlsx"
    save(made, path)
    with pytest.raises(api.Impossible):
        api.solve(api.load(path), seconds=60, until_first=True, workers=1)


def test_what_a_school_does_not_say_is_told_row_by_row():
    """No word on marks (LJ-15), no exam in the calendar (LJ-14, LJ-21): three rows without a verdict."""
    made = build("nanqi")
    made.answers = tuple(a for a in made.answers if a.item != "score_publication")
    made.calendar = tuple(e for e in made.calendar if e.kind != "期末")
    path = Path(mkdtemp()) / "silent.xlsx"
    save(made, path)
    run = api.solve(api.load(path), seconds=60, until_first=True, workers=1)
    assert unclean(run.audit) == ["LJ-14", "LJ-15", "LJ-21"]


def test_answers_are_what_the_pack_asks_and_figures_of_a_school_go_before():
    settings = settings_of(["haidian-lixin"], range(1, 7))
    said = {a.item: a.value for a in answers(settings, {"marking_ratio": 80})}
    assert said["marking_ratio"] == 80
    assert said["score_publication"] == "否"
    assert said["homework_four_levels"] == "是"


def test_a_day_that_cannot_be_tells_the_rows():
    with pytest.raises(NoDay) as found:
        list(schedule({"name": "日", "grades": "1-6", "lessons": 7}, "huozhou"))
    assert {s.id for s in found.value.settings} == {"HZ-03"}


def test_a_short_day_has_free_activity_instead():
    made = list(schedule(read("lijin5")["days"][1], "lijin"))
    sixth = {b.days: b.name for b in made if b.start == next(x.start for x in made if x.name == "第6节")}
    assert sixth == {"周一至周四": "第6节", others("周一至周四"): "自由活动"}


def test_a_profile_is_written_by_name_only(tmp_path, capsys):
    assert main(["mujiayao", "-o", str(tmp_path)]) == 0
    assert [p.name for p in tmp_path.iterdir()] == ["mujiayao.xlsx"]
    assert "mujiayao.xlsx" in capsys.readouterr().out
