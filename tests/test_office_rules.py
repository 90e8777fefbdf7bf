"""Rules that judge by the calendar, by declarations and by staff: what they say where nothing was filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints import catalogue
from constraints.declared._items import item, items
from scheduler.auditor import audit
from scheduler.domain import (
    Calendar,
    CurriculumRow,
    Declaration,
    Event,
    HomeworkAllocation,
    Office,
    School,
    Scope,
    Strength,
    Verdict,
    View,
)
from scheduler.domain.tiny import place, tiny

RULES = catalogue()
BARE = tiny({"一1": "语1 体1", "三1": "语1"}, days=5, pupils=0)
TERM = Calendar(date(2024, 9, 2), date(2025, 1, 17), (Event(date(2024, 10, 7), date(2024, 10, 7), "会议", "开学会"),))


def verdict(school: School, code: str, **params: Any) -> Verdict:
    """The audit's verdict on one setting."""
    return _audited(school, code, params)[0]


def missing(school: School, code: str, **params: Any) -> str:
    """What the audit says is missing, in both languages."""
    text = _audited(school, code, params)[1]
    return f"{text.zh} / {text.en}" if text else ""


def _audited(school: School, code: str, params: dict[str, Any]) -> tuple[Verdict, Any]:
    setting = RULES[code].setting(strength=Strength.HARD, **params)
    timetable = place(school, {k.id: " ".join(["."] * 20) for k in school.classes})
    (entry,) = audit(replace(school, settings=(setting,)), timetable, HomeworkAllocation(), RULES).entries
    return entry.verdict, entry.missing


@pytest.mark.parametrize(
    ("code", "sheet"),
    [
        ("conduct", "自查"), ("practice", "自查"), ("workbooks", "自查"), ("homework_kinds", "自查"),
        ("survey", "自查"), ("outside_labour", "自查"), ("service_coverage", "自查"), ("posted", "学校"),
        ("exams_a_term", "校历"), ("meetings", "校历"), ("staff_count", "教师"), ("shared_teachers", "教师"),
        ("common_free", "教师"), ("rooms_of_kind", "场地"), ("rooms_free", "作息"), ("ground_places", "场地"),
        ("curriculum_share", "课程计划"),
    ],
)  # fmt: skip
def test_an_empty_sheet_is_named_in_both_languages(code: str, sheet: str) -> None:
    assert verdict(BARE, code) is Verdict.NOT_CHECKABLE
    zh, en = missing(BARE, code).split(" / ")
    assert sheet in zh
    assert sheet in en
    assert "sheet" in en


def test_events_without_a_calendar() -> None:
    assert "校历" in missing(BARE, "events", kinds=("问卷",), least=1)
    empty = replace(BARE, office=Office(calendar=Calendar(date(2024, 9, 2), date(2025, 1, 17))))
    assert "没有事项" in missing(empty, "events", kinds=("问卷",), most=0)


def test_classes_without_pupils_cannot_be_compared() -> None:
    two = tiny({"一1": "语1", "一2": "语1"}, pupils=0)
    assert "班级" in missing(two, "class_balance")
    assert verdict(BARE, "class_balance") is Verdict.NOT_APPLICABLE  # one class a grade


def test_a_permission_is_not_applicable() -> None:
    assert verdict(BARE, "permission") is Verdict.NOT_APPLICABLE


def test_a_breach_in_one_grade_needs_no_word_of_the_others() -> None:
    said = replace(BARE, office=Office(declared=(Declaration("overrun", 1, (3,)),)))
    assert verdict(said, "conduct") is Verdict.BROKEN
    kept = replace(BARE, office=Office(declared=(Declaration("overrun", 0, (3,)),)))
    assert verdict(kept, "conduct") is Verdict.NOT_CHECKABLE


def test_a_breach_of_one_grade_names_it() -> None:
    said = replace(BARE, office=Office(declared=(Declaration("progress_ahead_weeks", 2, (1,)),)))
    rule = RULES["conduct"]
    (found,) = rule.check(View(said, place(said, {})), rule.setting(item="progress_ahead_weeks"))
    assert "一年级" in rule.say(found, "zh")
    assert "2 周" in rule.say(found, "zh")
    assert "2 weeks" in rule.say(found, "en")


def test_a_calendar_without_exams_proves_nothing() -> None:
    school = replace(BARE, office=Office(calendar=TERM))
    assert "没有填考试" in missing(school, "exams_a_term", most=0, kinds=("入学",))
    final = Event(date(2025, 1, 13), date(2025, 1, 14), "期末", "期末考试", (3,))
    school = replace(BARE, office=Office(calendar=replace(TERM, events=(final,))))
    assert verdict(school, "exams_a_term", most=0, kinds=("入学",)) is Verdict.KEPT


def test_a_general_kind_of_exam_goes_by_its_name() -> None:
    quiz = Event(date(2024, 10, 14), date(2024, 10, 14), "考试", "十月月考")
    screening = Event(date(2024, 10, 15), date(2024, 10, 15), "视力检测", "视力检测")
    school = replace(BARE, office=Office(calendar=replace(TERM, events=(quiz, screening))))
    rule = RULES["exams_a_term"]
    setting = rule.setting(most=0, kinds=("月考",), scope=Scope(grades=frozenset({1})))
    assert [m.value for m in rule.measure(View(school, place(school, {})), setting)] == [1]
    assert [m.value for m in rule.measure(View(school, place(school, {})), setting.with_params(kinds=()))] == [1]


def test_one_term_cannot_show_that_a_years_event_is_missing() -> None:
    school = replace(BARE, office=Office(calendar=TERM))
    assert "一个学期" in missing(school, "events", kinds=("艺术节",), least=1, per="year")
    assert verdict(school, "events", kinds=("会议",), least=1, per="year") is Verdict.KEPT
    year = replace(BARE, office=Office(calendar=replace(TERM, last=date(2025, 6, 30))))
    assert verdict(year, "events", kinds=("艺术节",), least=1, per="year") is Verdict.BROKEN


def test_a_month_that_the_term_has_not() -> None:
    spring = replace(BARE, office=Office(calendar=replace(TERM, first=date(2025, 2, 17), last=date(2025, 6, 27))))
    assert verdict(spring, "events", kinds=("家长助教",), least=1, month=11) is Verdict.NOT_APPLICABLE


def test_an_unknown_stretch_is_refused() -> None:
    school = replace(BARE, office=Office(calendar=TERM))
    with pytest.raises(ValueError, match="fortnight"):
        verdict(school, "events", kinds=("会议",), least=1, per="fortnight")


def test_many_weeks_alike_are_one_breach() -> None:
    school = replace(BARE, office=Office(calendar=TERM))
    rule = RULES["events"]
    (found,) = rule.check(View(school, place(school, {})), rule.setting(kinds=("抽查",), least=1, per="week"))
    assert found.amount == 20
    assert "第1周、第2周、第3周 … 20" in rule.say(found, "zh")
    assert "week 1、week 2、week 3 … 20" in rule.say(found, "en")


@pytest.mark.parametrize(("day", "free"), [(2, True), (8, True), (9, False), (1, False)])
def test_the_first_week_of_a_month_has_its_first_monday(day: int, free: bool) -> None:
    meeting = Event(date(2024, 9, day), date(2024, 9, day), "会议", "例会")
    calendar = Calendar(date(2024, 8, 26), date(2024, 12, 27), (meeting,))
    school = replace(BARE, office=Office(calendar=calendar))
    assert verdict(school, "meetings", free_week=1) is (Verdict.BROKEN if free else Verdict.KEPT)


def test_what_was_really_taught_has_to_be_seen() -> None:
    school = tiny({"七1": "语2 体1"}, periods=3)
    school = replace(school, settings=(RULES["same_as_taught"].setting(),))
    plan, other = place(school, {"七1": "语 语 体"}), place(school, {"七1": "语 语 ."})
    nothing = HomeworkAllocation()
    (unseen,) = audit(school, plan, nothing, RULES).entries
    assert unseen.verdict is Verdict.NOT_CHECKABLE
    assert unseen.missing is not None
    assert [audit(school, plan, nothing, RULES, actual=t).entries[0].verdict for t in (plan, other)] == [
        Verdict.KEPT,
        Verdict.BROKEN,
    ]


@pytest.mark.parametrize(("chinese", "found"), [(5, Verdict.NOT_CHECKABLE), (12, Verdict.BROKEN)])
def test_six_grades_break_a_share_only_beyond_mending(chinese: int, found: Verdict) -> None:
    """Grades 7-9 have 3502 lessons. 5 a week are 1050 of 6232, 17 per cent; 12 are 2520 of 7702, 33 per cent."""
    rows = [(g, s, n) for g in range(1, 7) for s, n in (("语", chinese), ("体", 3), ("校本", 5))]
    six = replace(BARE, curriculum=tuple(CurriculumRow(*row) for row in rows))
    assert verdict(six, "curriculum_share") is found
    assert ("七至九年级" in missing(six, "curriculum_share")) == (found is Verdict.NOT_CHECKABLE)


@pytest.mark.parametrize(("group", "word"), [("外语", "8.7%"), ("体育与健康", "每天一节")])
def test_a_share_beyond_its_range_says_the_trap(group: str, word: str) -> None:
    from scheduler.rule import Violation

    rule = RULES["curriculum_share"]
    over, under = (Violation("x", (group, share, "6", "8"), (), 1) for share in ("8.7", "5.1"))
    assert word in rule.say(over, "zh")
    assert word not in rule.say(under, "zh")


def test_a_room_by_another_name_for_the_same() -> None:
    school = tiny({"一1": "信1"}, rooms={"微机室": ("信", 1), "图书室": ("阅", 1)})
    for kind in ("计算机室", "微机教室", "图书馆", "阅览室"):
        assert verdict(school, "rooms_of_kind", kind=kind) is Verdict.KEPT
    assert verdict(school, "rooms_of_kind", kind="音乐室") is Verdict.BROKEN


def test_every_item_says_what_it_asks() -> None:
    for one in items().values():
        assert one.asks in ("yes", "no", "number")
        assert one.title.zh
        assert one.title.en
        assert bool(one.unit.zh) == (one.asks == "number") == bool(one.unit.en)
    kinds = [one.kind for one in items().values() if one.kind]
    assert len(set(kinds)) == len(kinds)
    assert item("机械重复").id == "homework_mechanical"
    assert item("no such thing").id == "no such thing"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_said_of_clubs_and_staff(lang: str) -> None:
    clubs = RULES["elective_places"]
    (short,) = (c for c in clubs.cases() if c.name == "clubs")
    (found,) = clubs.check(View(short.school, short.timetable), clubs.setting())
    assert clubs.say(found, lang).startswith({"zh": "周一 16:00 一年级", "en": "Mon 16:00 grade 1"}[lang])
    staff = RULES["staff_count"]
    setting = staff.setting(subjects=("pe",), least=1, kind="full-time")
    school = replace(BARE, teachers=tuple(tiny({"一1": "语1"}, {"张": "一1语"}).teachers))
    (found,) = staff.check(View(school, place(school, {})), setting)
    assert staff.say(found, lang) == {"zh": "体专职教师少 1 人", "en": "full-time teachers of 体: 1 short"}[lang]
