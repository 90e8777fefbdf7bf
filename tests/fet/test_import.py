"""A FET file as a plan workbook: the same lessons, people and rules, and what it cannot say, by name and number."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from scheduler import api
from scheduler.domain import School, Strength
from scheduler.intake.as_book.names import plain_names

from ..cli.shell import kebiao
from .files import activity, constraint, fet, room, school, tags, times, write

LESSONS = (
    activity(1, split=1, students="H1") + activity(2, split=1, students="H1", duration=2)
    + activity(3, "T U", "H1 H2", "P") + activity(4, "V", "H2") + activity(5, "", "Y3", "P")
)  # fmt: skip
STUDENTS = "Y2: H1 H2; Y3"


def imported(tmp_path: Path, text: str) -> tuple[School, dict[str, int]]:
    """The school of the workbook that a file becomes, and what was said to be missing, in English."""
    lost = api.import_plan(write(tmp_path / "school.fet", text), tmp_path / "plan.xlsx")
    counts = {text.en: count for text, count in lost}
    return api.load(tmp_path / "plan.xlsx").school, counts


def lessons(found: School) -> Counter[object]:
    """Sessions by who has them, who gives them and how long they are."""
    classes = {a: k.id for k in found.classes for a in k.atoms}
    return Counter(
        (frozenset(classes[a] for g in c.groups for a in found.group[g].atoms), c.teachers, s.duration)
        for c in found.courses
        for s in c.sessions
    )


def rules(found: School) -> dict[str, tuple[Strength, int]]:
    """What the sheet 规则 asks."""
    return {s.rule: (s.strength, s.weight) for s in found.settings if s.source.sheet == "规则"}


def test_the_lessons_are_the_same(tmp_path: Path) -> None:
    text = fet(activities=LESSONS, students=STUDENTS)
    found, lost = imported(tmp_path, text)
    assert lessons(found) == lessons(school(text))
    assert not lost
    assert [k.id for k in found.classes] == ["H1", "H2", "Y3"]
    assert len(found.grid.slots) == 30


def test_a_double_lesson_may_lie_anywhere_in_the_day(tmp_path: Path) -> None:
    found, _ = imported(tmp_path, fet(activities=LESSONS, students=STUDENTS))
    assert sum(s.next is None for s in found.grid.slots) == 5  # the last of each day


def test_lessons_in_chosen_rooms_keep_them(tmp_path: Path) -> None:
    space = constraint("SubjectPreferredRoom", 100, Subject="S", Room="R2")
    found, lost = imported(tmp_path, fet(activities=LESSONS, students=STUDENTS, space=space))
    options = {c.subject: [n.options for n in c.needs] for c in found.courses}
    assert options == {"S": [("R2",)], "P": []}
    assert not lost


def test_times_away_go_to_the_sheets_of_people_and_rooms(tmp_path: Path) -> None:
    away = constraint("TeacherNotAvailableTimes", 100, times("Not_Available_Time", "d1-h1 d1-h2"), Teacher="T")
    shut = constraint("RoomNotAvailableTimes", 100, times("Not_Available_Time", "d2-h6"), Room="R1")
    gone = constraint("StudentsSetNotAvailableTimes", 100, times("Not_Available_Time", "d3-h3"), Students="H2")
    text = fet(activities=LESSONS, students=STUDENTS, time=away + gone, space=shut)
    found, lost = imported(tmp_path, text)
    closed = {who: {(found.grid.slot[i].day, found.grid.slot[i].period) for i in ids}
              for table in (found.closed_to_teacher, found.closed_to_group, found.closed_rooms)
              for who, ids in table.items()}  # fmt: skip
    assert closed == {"T": {(1, 1), (1, 2)}, "H2": {(3, 3)}, "R1": {(2, 6)}}
    assert not lost


def test_periods_are_counted_without_breaks(tmp_path: Path) -> None:
    broken = constraint("BreakTimes", 100, "".join(times("Break_Time", f"d{d}-h3") for d in range(1, 6)))
    away = constraint("TeacherNotAvailableTimes", 100, times("Not_Available_Time", "d1-h4"), Teacher="T")
    found, lost = imported(tmp_path, fet(activities=LESSONS, students=STUDENTS, time=broken + away))
    (slot,) = (found.grid.slot[i] for i in found.closed_to_teacher["T"])
    assert (slot.day, slot.period, slot.start) == (1, 3, 480 + 3 * 60)
    assert lost == {"breaks of a whole period left out (a double lesson may go over them)": 5}


def test_rules_keep_their_strength_and_price(tmp_path: Path) -> None:
    time = constraint("TeachersMaxGapsPerWeek", 100, Max_Gaps=2) + constraint(
        "MinDaysBetweenActivities", 95, Activity_Id=[1, 2], MinDays=2, Consecutive_If_Same_Day="false"
    )
    found, lost = imported(tmp_path, fet(activities=LESSONS, students=STUDENTS, time=time))
    assert rules(found) == {"teacher_gaps_week": (Strength.HARD, 1000), "days_apart": (Strength.SOFT, 95_000)}
    gaps, apart = (next(s for s in found.settings if s.rule == r) for r in ("teacher_gaps_week", "days_apart"))
    assert gaps["most"] == 2
    assert {c.id for c in found.within(apart.scope)} == {"H1 S"}
    assert not lost


def test_what_names_a_part_of_a_course_is_counted(tmp_path: Path) -> None:
    time = constraint("ActivityPreferredStartingTime", 100, Activity_Id=1, Preferred_Day="d1", Preferred_Hour="h1",
                      Permanently_Locked="true")  # fmt: skip
    _, lost = imported(tmp_path, fet(activities=LESSONS, students=STUDENTS, time=time))
    assert lost == {"ConstraintActivityPreferredStartingTime": 1}


def test_the_narrower_row_that_takes_the_place_of_a_wider_is_counted(tmp_path: Path) -> None:
    time = constraint("TeachersMaxGapsPerWeek", 100, Max_Gaps=2) + constraint(
        "TeacherMaxGapsPerWeek", 100, Teacher_Name="T", Max_Gaps=1
    )
    _, lost = imported(tmp_path, fet(activities=LESSONS, students=STUDENTS, time=time))
    assert lost == {"ConstraintTeachersMaxGapsPerWeek (replaced or narrowed by another row of the rule)": 1}


def test_the_programs_own_wishes_are_off(tmp_path: Path) -> None:
    found, _ = imported(tmp_path, fet(activities=LESSONS, students=STUDENTS))
    own = {s.rule for s in found.settings if s.strength is Strength.SOFT}
    assert not own & {"teacher_run", "teacher_gaps", "class_day_balance", "even_spread", "main_in_morning"}
    assert "class_week_full" not in {s.rule for s in found.settings}


def test_several_courses_of_a_subject_get_rows_of_their_own(tmp_path: Path) -> None:
    text = fet(activities=activity(1, "T", "H1") + activity(2, "U", "H1"), students="Y2: H1")
    found, lost = imported(tmp_path, text)
    assert lessons(found) == lessons(school(text))
    assert lost == {"rows added to tell a subject's courses apart": 1}


def test_lessons_too_long_for_a_row_and_without_pupils_are_counted(tmp_path: Path) -> None:
    text = fet(activities=activity(1, "T", "H1", duration=5) + activity(2, "U", ""), students="Y2: H1")
    found, lost = imported(tmp_path, text)
    assert sum(lessons(found).values()) == 5
    assert lost == {
        "lessons without pupils (meetings and the like)": 1,
        "lessons of more than 4 periods in a row (written singly)": 1,
    }


@pytest.mark.parametrize(
    ("names", "plain"),
    [
        (["Ann/Bob", "Ann-Bob"], ["Ann-Bob", "Ann-Bob 2"]),
        (["Class", "none", "R 1", "r1"], ["Class·", "none·", "R 1", "r1 2"]),
        (["A+B, C", "T=1"], ["A-B- C", "T-1"]),
    ],
)
def test_names_that_a_cell_would_misread_are_changed(names: list[str], plain: list[str]) -> None:
    assert list(plain_names(names).values()) == plain


def test_names_of_columns_are_no_subjects(tmp_path: Path) -> None:
    text = fet(activities=activity(1, "T", "H1", "Class"), students="Y2: H1", subjects="Class")
    found, lost = imported(tmp_path, text)
    assert lessons(found) == lessons(school(text))
    assert lost == {"names written differently": 1}


def many(count: int) -> str:
    """A file of so many classes, each with a different number of lessons."""
    found = "".join(activity(10 * k + n, "", f"Y{k}") for k in range(1, count + 1) for n in range(k))
    return fet(activities=found, students=";".join(f"Y{k}" for k in range(1, count + 1)))


def test_nine_curricula_are_nine_grades_and_ten_are_too_many(tmp_path: Path) -> None:
    found, _ = imported(tmp_path, many(9))
    assert [k.grade for k in found.classes] == list(range(1, 10))
    source = write(tmp_path / "ten.fet", many(10))
    result = kebiao("import", source, "-o", tmp_path / "ten.xlsx", lang="zh")
    assert result.exit_code == 4
    assert "课程计划有 10 种" in result.output
    assert not (tmp_path / "ten.xlsx").exists()


@pytest.mark.parametrize(("lang", "said"), [("zh", "改了写法的名称: 1"), ("en", "names written differently: 1")])
def test_the_command_writes_a_plan_that_is_solved(tmp_path: Path, lang: str, said: str) -> None:
    text = fet(activities=LESSONS, students=STUDENTS, rooms=room("R/1"))
    source, plan = write(tmp_path / "school.fet", text), tmp_path / "plan.xlsx"
    result = kebiao("import", source, "-o", plan, lang=lang)
    assert result.exit_code == 0, result.output
    assert said in result.output
    assert kebiao("check", plan, lang=lang).exit_code == 0
    solved = kebiao("solve", plan, "-o", tmp_path / "run", "--until-first", "--time", 20, lang=lang)
    assert solved.exit_code == 0, solved.output
    again = kebiao("import", source, "-o", plan, lang=lang)
    assert again.exit_code == 4
    assert kebiao("import", source, "-o", plan, "--overwrite", lang=lang).exit_code == 0


def test_what_no_rule_keeps_is_said_too(tmp_path: Path) -> None:
    strange = f"<ConstraintNobodyKnows>{tags(Weight_Percentage=100)}</ConstraintNobodyKnows>"
    _, lost = imported(tmp_path, fet(activities=LESSONS, students=STUDENTS, time=strange))
    assert lost == {"ConstraintNobodyKnows": 1}
