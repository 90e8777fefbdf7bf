"""Names of classes, labels of periods, and what stands in a cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from constraints import catalogue
from scheduler.domain import BlockKind, Group, Half, School, Weeks
from scheduler.intake.foreign.labels import counted, read_label, weekday
from scheduler.intake.foreign.names import ClassNames, grade_within, named_within
from scheduler.intake.foreign.plans import read_plan_to_audit
from scheduler.intake.foreign.texts import TextReader

from .layouts import write_plan


def classes(*names: tuple[str, int]) -> list[Group]:
    return [Group(name, grade, (name,)) for name, grade in names]


PRIMARY = classes(("三1", 3), ("三2", 3), ("三10", 3), ("四2", 4))
JUNIOR = classes(("七(3)班", 7), ("八(3)班", 8), ("七年级火箭班", 7))


@pytest.mark.parametrize(
    "written",
    ["三(2)班", "三（2）班", "三2", "三2班", "3.2", 3.2, "3-2", "302", 302, "302班", "三年级2班", "三年级（二）班",
     "三年2班",
     "三 年 级 二 班", "小学三2班", "班级：三2", "三2班课程表", "阳光小学三年级(2)班2025学年课程表", "G3-2",
     "Class 3-2"],
)  # fmt: skip
def test_one_class_written_in_many_ways(written: object) -> None:
    assert ClassNames(PRIMARY).find([written]) == "三2"


@pytest.mark.parametrize("written", ["初一3班", "初一(3)班", "七3", "七年级三班", "初中七年级3班", "703", "初1（3）班"])
def test_junior_grades_count_on(written: str) -> None:
    assert ClassNames(JUNIOR).find([written]) == "七(3)班"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "王芳",
        "45",
        "2025",
        "第一学期",
        "1",
        "8:00-8:40",
        "星期一",
        "13班",
        "三9",
        "九3班",
        "第三中学",
        "2025-2026学年",
        "备注",
    ],
)
def test_what_names_no_class(written: str) -> None:
    assert ClassNames(PRIMARY).find([written]) is None
    assert ClassNames(JUNIOR).find([written]) is None


def test_a_number_takes_the_grade_that_stands_beside_it() -> None:
    names = ClassNames(PRIMARY)
    assert names.find(["2班", "三年级课程表"]) == "三2"
    assert names.find(["(2)班", "四年级"]) == "四2"
    assert names.find(["2班"]) is None
    assert names.find(["2班", "三年级", "四年级"]) is None


def test_a_class_that_the_plan_lacks_ends_the_search() -> None:
    """The title further off is of another class."""
    assert ClassNames(PRIMARY).find(["三3班", "三2班课程表"]) is None


def test_a_class_without_a_number_is_found_by_its_name() -> None:
    assert ClassNames(JUNIOR).find(["某中学七年级火箭班课程表"]) == "七年级火箭班"


def test_two_classes_of_one_number_are_not_mixed_up() -> None:
    twins = classes(("三(2)班", 3), ("小学三2", 3))
    names = ClassNames(twins)
    assert names.find(["三年级2班"]) is None
    assert names.find(["小学三2"]) == "小学三2"


def test_classes_of_a_district_are_taken_as_they_are() -> None:
    names = ClassNames(PRIMARY, open=True)
    assert names.find(["三年级(7)班"]) == "三7"
    assert names.find(["五1班"]) is None
    assert names.added == {(3, 7): "三7"}


def test_the_nearest_class_is_named() -> None:
    assert ClassNames(PRIMARY).near(["王老师", "三9班"]) == ("三9班", "三10")


@pytest.mark.parametrize(
    ("title", "grade"), [("七年级课程表", 7), ("初二年级", 8), ("初三课表", 9), ("第一学期", 0), ("小学", 0)]
)
def test_grade_within(title: str, grade: int) -> None:
    assert grade_within(title) == grade


def test_named_within_asks_for_a_class() -> None:
    assert named_within("2025学年第一学期三(2)班") == (3, 2)
    assert named_within("24班小学课程表") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("星期一", 1), ("周三", 3), ("礼拜五", 5), ("周日", 7), ("星期 二", 2), ("Mon", 1), ("Thursday", 4),
     ("周一(9月1日)", 1),
     ("周一至周五", 0), ("一", 0), ("周会", 0), ("1", 0), ("monitor", 0), ("星期", 0)],
)  # fmt: skip
def test_weekday(text: str, day: int) -> None:
    assert weekday(text) == day


def test_bare_weekday() -> None:
    assert [weekday(t, bare=True) for t in ("一", "五", "七", "日")] == [1, 5, 0, 7]


@pytest.mark.parametrize(
    ("texts", "numbers", "half", "clock"),
    [
        (["第1节"], (1,), None, (-1, -1)), (["第一节课"], (1,), None, (-1, -1)), (["3"], (3,), None, (-1, -1)),
        ([5.0], (5,), None, (-1, -1)), (["上午2"], (2,), Half.AM, (-1, -1)), (["下午", "第1节"], (1,), Half.PM, (-1,
        -1)),
        (["8:00-8:40"], (), None, (480, 520)), (["8：00—8：40"], (), None, (480, 520)), (["①"], (1,), None, (-1, -1)),
        (["第2节\n09:10-09:50"], (2,), None, (550, 590)), (["第5节 13:30"], (5,), None, (810, -1)),
        (["1-2"], (1, 2), None, (-1, -1)), (["第3-4节"], (3, 4), None, (-1, -1)), (["第8节（自习）"], (8,), None,
        (-1, -1)),
        (["十二"], (12,), None, (-1, -1)), (["Period 4"], (4,), None, (-1, -1)), (["上午"], (), Half.AM, (-1, -1)),
    ],
)  # fmt: skip
def test_lesson_labels(
    texts: list[object], numbers: tuple[int, ...], half: Half | None, clock: tuple[int, int]
) -> None:
    label = read_label(texts)
    assert label is not None
    assert label.lesson
    assert (label.numbers, label.half, (label.start, label.end)) == (numbers, half, clock)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("早读", BlockKind.READING), ("大课间 9:40-10:10", BlockKind.LONG_BREAK), ("午休", BlockKind.NOON),
        ("眼保健操", BlockKind.EYES), ("课后服务", BlockKind.SERVICE), ("晚自习1", BlockKind.SELF_STUDY),
        ("晚上第1节", BlockKind.SELF_STUDY), ("到校7:50", BlockKind.ARRIVAL), ("放学", BlockKind.OTHER),
    ],
)  # fmt: skip
def test_labels_of_what_is_no_lesson(text: str, kind: BlockKind) -> None:
    label = read_label([text])
    assert label is not None
    assert label.kind is kind


@pytest.mark.parametrize(
    "text", ["", "语文", "王芳", "备注：午休时间请保持安静，不得喧哗打闹", "99", "三年级", "2025-09-01"]
)
def test_what_is_no_label(text: str) -> None:
    assert read_label([text]) is None


def test_numbers_that_begin_again_are_afternoon() -> None:
    labels = counted([read_label([t]) for t in ("1", "2", "3", "1", "2")])
    assert [(x.numbers[0], x.half) for x in labels if x] == [
        (1, None),
        (2, None),
        (3, None),
        (1, Half.PM),
        (2, Half.PM),
    ]


def test_a_half_day_alone_is_counted() -> None:
    labels = counted([read_label([t]) for t in ("上午", "上午", "下午")])
    assert [(x.numbers, x.half) for x in labels if x] == [((1,), Half.AM), ((2,), Half.AM), ((1,), Half.PM)]


PLAN = {
    "课程计划": [["科目", "三年级"], *([s, 1] for s in (
        "语文", "数学", "英语", "科学", "道德与法治", "体育与健康", "音乐", "美术", "信息科技", "劳动",
        "综合实践活动", "班会",
        "写字", "阅读", "地理", "地方课程", "校本课程",
    ))],
    "班级": [["班级", "年级"], ["三1", 3]],
    "教师": [["姓名"], ["王芳"], ["李强"], ["张伟(2)"], ["王双"]],
    "场地": [["名称", "类型"], ["操场", "操场"], ["音乐教室1", "音乐"]],
}  # fmt: skip


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    read = read_plan_to_audit(write_plan(tmp_path_factory.mktemp("plan") / "plan.xlsx", PLAN), catalogue())
    assert read.school is not None, [p.say("zh") for p in read.problems]
    return read.school


@pytest.fixture
def reader(school: School) -> TextReader:
    return TextReader(school)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("语", "语文"), ("数", "数学"), ("英", "英语"), ("外语", "英语"), ("体", "体育与健康"), ("音", "音乐"),
        ("美", "美术"),
        ("道法", "道德与法治"), ("品社", "道德与法治"), ("品德", "道德与法治"), ("信息", "信息科技"), ("综合",
        "综合实践活动"),
        ("劳", "劳动"), ("班", "班会"), ("班队会", "班会"), ("写", "写字"), ("阅", "阅读"), ("校本", "校本课程"),
        ("体育课", "体育与健康"), (" 语　文 ", "语文"), ("科", "科学"), ("语文(作文)", "语文"), ("数学 练习", "数学"),
        ("书法", "写字"), ("地方", "地方课程"),
    ],
)  # fmt: skip
def test_short_forms(reader: TextReader, text: str, subject: str) -> None:
    reading = reader.read(text)
    assert reading.problem is None
    assert [(t.subject, t.weeks) for t in reading.lessons] == [(subject, Weeks.ALL)]


@pytest.mark.parametrize(
    "text",
    ["数学(王芳)", "数学（王芳老师）", "数学 王芳", "数学/王芳", "数学\n王芳", "数王芳", "数学王芳", "王芳 数学",
     "数学：王芳",
     "数学\n王芳\n操场", "数学 [王芳]"],
)  # fmt: skip
def test_teachers(reader: TextReader, text: str) -> None:
    reading = reader.read(text)
    assert [(t.subject, t.teachers) for t in reading.lessons] == [("数学", ("王芳",))]


def test_two_teachers_a_room_and_a_name_with_a_number(reader: TextReader) -> None:
    (one,) = reader.read("体育\n王芳、李强\n操场").lessons
    assert (one.teachers, one.rooms) == (("王芳", "李强"), ("操场",))
    (two,) = reader.read("数学(张伟(2))").lessons
    assert two.teachers == ("张伟(2)",)
    (three,) = reader.read("音乐\n王芳 音乐教室1").lessons
    assert (three.teachers, three.rooms) == (("王芳",), ("音乐教室1",))


def test_a_teacher_whose_name_ends_in_a_week(reader: TextReader) -> None:
    (one,) = reader.read("数学 王双").lessons
    assert (one.teachers, one.weeks) == (("王双",), Weeks.ALL)


@pytest.mark.parametrize(
    "text",
    [
        "音/美",
        "单音双美",
        "音(单)/美(双)",
        "音乐(单)/\n美术(双)",
        "单：音乐 双：美术",
        "单周音乐、双周美术",
        "音单/美双",
        "(单)音乐/(双)美术",
    ],
)
def test_odd_and_even_weeks(reader: TextReader, text: str) -> None:
    reading = reader.read(text)
    assert {(t.subject, t.weeks) for t in reading.lessons} == {("音乐", Weeks.ODD), ("美术", Weeks.EVEN)}


def test_odd_weeks_alone(reader: TextReader) -> None:
    assert [(t.subject, t.weeks) for t in reader.read("音乐(单)").lessons] == [("音乐", Weeks.ODD)]


def test_each_week_has_its_teacher(reader: TextReader) -> None:
    first, second = reader.read("音乐(单)/美术(双)\n王芳/李强").lessons
    assert (first.teachers, second.teachers) == (("王芳",), ("李强",))


@pytest.mark.parametrize("text", ["", "/", "—", " ", "无", "×"])
def test_blank(reader: TextReader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.lessons, reading.idle, reading.problem) == ((), "", None)


@pytest.mark.parametrize("text", ["自习", "社团活动", "课后服务", "大扫除"])
def test_what_is_no_lesson(reader: TextReader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.lessons, reading.idle) == ((), text)


@pytest.mark.parametrize(
    ("text", "why"), [("地", "地理或地方课程"), ("语文 数学", "单双周"), ("奥赛", "认不出"), ("语文@#", "认不出")]
)
def test_what_is_not_clear_is_not_guessed(reader: TextReader, text: str, why: str) -> None:
    reading = reader.read(text)
    assert reading.lessons == ()
    assert reading.problem is not None
    assert why in reading.problem.zh


def test_a_subject_that_the_plan_does_not_have_is_read_as_what_it_is(reader: TextReader) -> None:
    assert [t.subject for t in reader.read("物理").lessons] == ["物理"]
    assert [t.subject for t in reader.read("心理").lessons] == ["心理"]


def test_what_is_taken_for_granted_is_kept(reader: TextReader) -> None:
    for text in ("语文", "语", "数王芳", "音/美", "单音双美"):
        reader.read(text)
    assert reader.spelt == {"语": "语文", "数": "数学", "音": "音乐", "美": "美术"}
    assert list(reader.turns) == ["音/美"]


def test_a_strange_teacher_is_told_with_the_nearest(reader: TextReader) -> None:
    assert reader.read("数学 王方").lessons[0].teachers == ("王方",)
    assert reader.strange == {"王方": "王芳"}


def test_the_file_is_read_by_the_plan(tmp_path: Path) -> None:
    """With 地理 alone in the plan 地 is clear."""
    sheets = {**PLAN, "课程计划": [row for row in PLAN["课程计划"] if row[0] != "地方课程"]}
    read = read_plan_to_audit(write_plan(tmp_path / "plan.xlsx", sheets), catalogue())
    assert read.school is not None
    assert [t.subject for t in TextReader(read.school).read("地").lessons] == ["地理"]
