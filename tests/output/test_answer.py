"""What is written to the two csv files is read back exactly, also when the timetable is wrong."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.domain import HomeworkAllocation, HomeworkItem, Placement, School, Timetable, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.errors import RunError
from scheduler.output import export_to, read_answer
from scheduler.output.json_files import json_dump, json_load
from scheduler.output.tables import join, lesson_ids, split

from .schools import run_of, town

DOUBLES = tiny({"一1": "语2 数1x2 音0.5 美0.5"}, {"张": "一1语", "李": "一1数"}, days=2)
JOINT = tiny({"一1": "语1", "一2": "语1"}, {"张": "一1语 一2语", "高": "一1+一2体"}, joint={"体1": "一1 一2"})
BANDS = tiny(
    {"七1": "语2", "七2": "语2"}, {"甲": "七A英", "乙": "七B英"},
    bands={"七A:英1": "七1 七2", "七B:英1": "七1 七2"},
)  # fmt: skip
MEETING = tiny({"一1": "语1"}, {"张": "一1语", "李": ""}, meetings={"语文教研": "张 李"})
ROOMS = tiny({"一1": "科2", "一2": "科2"}, rooms={"实验室": ("科", 1), "操场/东": ("科", 2)})
BELLS = tiny({"一1": "语1", "七1": "语1"}, {"张": "一1语 七1语"}, bells={"七": (485, 45)})
HOMEWORK = tiny({"三1": "语2 数2"}, days=3, homework={"三1": "语20-40"})

CASES = {
    "doubles and odd weeks": (DOUBLES, place(DOUBLES, {"一1": "语 音/美 数 数 | 语 . . ."})),
    "joint": (JOINT, place(JOINT, {"一1": "语 体 . .", "一2": ". 体 语 ."})),
    "bands": (BANDS, place(BANDS, {
        "七1": "语 . 语 .", "七2": "语 . 语 .", "七A": ". 英 . .", "七B": ". 英 . .",
    })),
    "meeting": (MEETING, place(MEETING, {"一1": "语 . . ."}, 语文教研="1-3")),
    "rooms": (ROOMS, place(ROOMS, {"一1": "科 科 . .", "一2": "科 . 科 ."})),
    "two bell schedules": (BELLS, place(BELLS, {"一1": ". 语 . .", "七1": "语 . . ."})),
    "two lessons at once": (DOUBLES, Timetable(tuple(
        sorted(Placement(c.id, c.sessions[0].id, "铃/1-1") for c in DOUBLES.courses if c.subject in "语数")
    ))),
    "a session placed twice": (JOINT, Timetable((
        Placement("一1语", "#1", "铃/1-1"), Placement("一1语", "#1", "铃/1-1"),
        Placement("一1语", "#1", "铃/1-4"),
    ))),
    "a double lesson that does not fit": (DOUBLES, Timetable((Placement("一1数", "#1", "铃/1-4"),))),
    "nothing": (DOUBLES, Timetable()),
}  # fmt: skip


def write(folder: Path, school: School, timetable: Timetable, homework: HomeworkAllocation | None = None) -> None:
    export_to(run_of(school, timetable, homework), "csv", folder)


def edit(folder: Path, name: str, row: int, **cells: str) -> None:
    """Change cells of a row as a spreadsheet counts it (the header is 1)."""
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    for column, text in cells.items():
        rows[row - 1][rows[0].index(column)] = text
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.mark.parametrize("name", CASES)
def test_reading_undoes_writing(name: str, tmp_path: Path) -> None:
    school, timetable = CASES[name]
    write(tmp_path, school, timetable)
    assert read_answer(tmp_path, school) == (timetable, HomeworkAllocation())


def test_a_whole_school_with_homework(tmp_path: Path) -> None:
    school, timetable, homework = town()
    write(tmp_path, school, timetable, homework)
    read, board = read_answer(tmp_path, school)
    assert read == timetable
    assert board.items == tuple(sorted(homework.items))


def test_homework_of_every_kind(tmp_path: Path) -> None:
    items = (
        HomeworkItem("三1", Weeks.ALL, 1, "语", 20, "service"),
        HomeworkItem("三1", Weeks.ALL, 1, "语", 10, "home", "oral", "chosen"),
        HomeworkItem("三1", Weeks.ALL, 2, "数", 15, kind="practice"),
    )
    write(tmp_path, HOMEWORK, Timetable(), HomeworkAllocation(items))
    assert set(read_answer(tmp_path, HOMEWORK)[1].items) == set(items)


def renamed(school: School, names: dict[str, str]) -> School:
    """The school with some ids changed wherever they stand."""

    def walk(value: object) -> object:
        if isinstance(value, dict):
            return {k: walk(v) for k, v in value.items()}
        if isinstance(value, list):
            return [walk(v) for v in value]
        return names.get(value, value) if isinstance(value, str) else value

    made = json_load(School, walk(json_dump(school)))
    assert isinstance(made, School)
    return made


_name = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=6).filter(str.strip) | st.sampled_from(
    [
        "=1+1",
        "+x",
        "-x",
        "@x",
        "'=x",
        "''",
        "a/b",
        "a\\/b",
        "\\",
        "/",
        "x,y",
        'say "x"',
        "a\r\nb",
        "\t",
        "班;1",
        "x~2",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_answer_of_any_names_survives(tmp_path: Path, data: st.DataObject) -> None:
    base = data.draw(st.sampled_from([DOUBLES, JOINT, BANDS, MEETING, ROOMS]))
    old = [*base.group, *base.teacher, *base.room, *base.subject, *base.course]
    new = data.draw(st.lists(_name, min_size=len(old), max_size=len(old), unique=True))
    school = renamed(base, dict(zip(old, new, strict=True)))
    weeks = [Weeks.ALL] if school.weeks == (Weeks.ALL,) else list(Weeks)[:3]
    rooms = st.lists(st.sampled_from(sorted(school.room)), max_size=2) if school.room else st.just([])
    placements = [
        Placement(
            c.id, s.id, data.draw(st.sampled_from(c.starts)), data.draw(st.sampled_from(weeks)),
            tuple(data.draw(rooms)),
        )
        for c in school.courses
        for s in c.sessions
        for _ in range(data.draw(st.integers(0, 2)))
    ]  # fmt: skip
    timetable = Timetable(tuple(sorted(placements)))
    write(tmp_path, school, timetable)
    assert read_answer(tmp_path, school)[0] == timetable


def test_every_session_has_its_own_lesson_id() -> None:
    """Two courses whose ids run together with their sessions' must not share one."""
    course = DOUBLES.courses[0]
    first = replace(course, id="a", sessions=(replace(course.sessions[0], id="b·c"),))
    second = replace(course, id="a·b", sessions=(replace(course.sessions[0], id="c"),))
    assert len(lesson_ids(replace(DOUBLES, courses=(first, second)))) == 2


@pytest.mark.parametrize("names", [("a",), ("a", "b"), ("a/b", "c\\"), ("\\/", "/"), ()])
def test_splitting_undoes_joining(names: tuple[str, ...]) -> None:
    assert split(join(names)) == names


BREAKS = [
    ("class", "一9", "没有班级“一9”"),
    ("subject", "化学", "没有科目“化学”"),
    ("subject", "美", "科目是“语”"),
    ("teacher", "李", "教师是“张”"),
    ("room", "游泳池", "没有场地“游泳池”"),
    ("lesson", "一1语·#9", "没有这节课"),
    ("day", "6", "没有第 1 节"),
    ("period", "x", "应为正整数"),
    ("period", "2", "第 1 天第 2 节是 08:50–09:30"),
    ("week", "sometimes", "应为 all、odd 或 even"),
    ("school", "别的学校", "学校是“别的学校”"),
]


@pytest.mark.parametrize(("column", "text", "said"), BREAKS)
def test_a_row_that_cannot_be_understood_is_named(column: str, text: str, said: str, tmp_path: Path) -> None:
    write(tmp_path, *CASES["doubles and odd weeks"])
    edit(tmp_path, "timetable", 2, **{column: text})
    with pytest.raises(RunError) as error:
        read_answer(tmp_path, DOUBLES)
    assert "timetable.csv 有 1 处问题" in error.value.text.zh
    assert "第 2 行：" in error.value.text.zh
    assert said in error.value.text.zh
    assert "row 2: " in error.value.text.en


def test_all_bad_rows_are_reported_at_once(tmp_path: Path) -> None:
    write(tmp_path, *CASES["doubles and odd weeks"])
    edit(tmp_path, "timetable", 2, room="游泳池")
    edit(tmp_path, "timetable", 5, subject="化学")
    with pytest.raises(RunError, match=r"(?s)2 problem.*row 2.*row 5"):
        read_answer(tmp_path, DOUBLES)


def test_a_moved_lesson_is_read_where_it_stands_now(tmp_path: Path) -> None:
    """Somebody moves a lesson in Excel and leaves the clock times empty."""
    school, timetable = CASES["doubles and odd weeks"]
    write(tmp_path, school, timetable)
    edit(tmp_path, "timetable", 2, day="2", period="4", start="", end="")
    moved = read_answer(tmp_path, school)[0]
    assert Placement("一1语", "#1", "铃/2-4") in moved.placements
    assert len(moved.placements) == len(timetable.placements)


def test_a_double_lesson_torn_apart_is_refused(tmp_path: Path) -> None:
    write(tmp_path, *CASES["doubles and odd weeks"])
    edit(tmp_path, "timetable", 6, day="2", period="4", start="", end="")
    with pytest.raises(RunError, match="takes 2 periods in a row"):
        read_answer(tmp_path, DOUBLES)


def test_a_row_that_stands_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path, *CASES["doubles and odd weeks"])
    path = tmp_path / "timetable.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    path.write_text("\r\n".join([*lines, lines[1]]), "utf-8-sig")
    with pytest.raises(RunError, match="row 8: the same as row 2"):
        read_answer(tmp_path, DOUBLES)


def test_a_joint_lesson_that_one_class_has_elsewhere_is_refused(tmp_path: Path) -> None:
    write(tmp_path, *CASES["joint"])
    edit(tmp_path, "timetable", 3, period="4", start="", end="")
    with pytest.raises(RunError, match="at other times than class"):
        read_answer(tmp_path, JOINT)


def test_a_joint_lesson_without_one_class_is_refused(tmp_path: Path) -> None:
    write(tmp_path, *CASES["joint"])
    path = tmp_path / "timetable.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    path.write_text("\r\n".join(lines[:2] + lines[3:]), "utf-8-sig")
    with pytest.raises(RunError, match="at other times than class"):
        read_answer(tmp_path, JOINT)


def test_rows_of_one_lesson_in_two_rooms_are_refused(tmp_path: Path) -> None:
    double = tiny({"一1": "科1x2"}, rooms={"实验室": ("科", 1), "操场": ("科", 2)})
    write(tmp_path, double, place(double, {"一1": "科 科 . ."}))
    edit(tmp_path, "timetable", 3, room="操场")
    with pytest.raises(RunError, match="differ from row 2"):
        read_answer(tmp_path, double)


HOMEWORK_BREAKS = [
    ("class", "三9", "没有班级"), ("subject", "化学", "没有科目"), ("day", "6", "不上学"),
    ("minutes", "-5", "应为正整数"), ("minutes", "0", "应为正整数"), ("week", "odd", "没有单双周"),
    ("place", "bus", "“place”"), ("kind", "x", "“kind”"), ("layer", "x", "“layer”"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "text", "said"), HOMEWORK_BREAKS)
def test_bad_homework_is_named(column: str, text: str, said: str, tmp_path: Path) -> None:
    write(tmp_path, HOMEWORK, Timetable(), assign(HOMEWORK, {"三1": {"语": "10 20 0"}}))
    edit(tmp_path, "homework", 3, **{column: text})
    with pytest.raises(RunError) as error:
        read_answer(tmp_path, HOMEWORK)
    assert "homework.csv" in error.value.text.zh
    assert "第 3 行：" in error.value.text.zh
    assert said in error.value.text.zh


def test_homework_that_stands_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path, HOMEWORK, Timetable(), assign(HOMEWORK, {"三1": {"语": "10 20 0"}}))
    edit(tmp_path, "homework", 3, day="1")
    with pytest.raises(RunError, match="row 3: the same as row 2"):
        read_answer(tmp_path, HOMEWORK)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_saved_by_chinese_excel_is_read(separator: str, tmp_path: Path) -> None:
    """GBK, columns in another order, quoted, times without their zero, an empty line at the end."""
    school, timetable = CASES["doubles and odd weeks"]
    write(tmp_path, school, timetable)
    path = tmp_path / "timetable.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [list(reversed(row)) for row in csv.reader(file)]
    rows = [[cell.removeprefix("0") if ":" in cell else cell for cell in row] for row in rows]
    with path.open("w", encoding="gbk", newline="") as file:
        csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([*rows, []])
    assert read_answer(tmp_path, school)[0] == timetable


def test_a_missing_file_and_a_missing_column_are_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"cannot read timetable\.csv"):
        read_answer(tmp_path, DOUBLES)
    write(tmp_path, *CASES["joint"])
    path = tmp_path / "timetable.csv"
    path.write_text(path.read_text("utf-8-sig").replace("lesson", "ID"), "utf-8-sig")
    with pytest.raises(RunError, match="no column lesson"):
        read_answer(tmp_path, JOINT)
