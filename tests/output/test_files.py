"""csv and json: the layouts, equal bytes, text that is never a formula."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.domain import RuleSetting, Scope, Strength, Text, Times, Timetable
from scheduler.domain.tiny import place, tiny
from scheduler.errors import RunError
from scheduler.output import export_to, json_dump, read_school, timetable_rows
from scheduler.output.csv_files import as_text, from_text
from scheduler.output.json_files import json_load
from scheduler.output.names import safe_file_name, safe_sheet_name
from scheduler.output.tables import lesson_ids

from .schools import run_of, town, town_run


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("fmt", ["csv", "json"])
def test_two_exports_are_equal_byte_for_byte(fmt: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export_to(town_run(), fmt, tmp_path / name)
    files = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert files == {
        "csv": ["homework.csv", "timetable.csv"], "json": ["audit.json", "run.json", "school.json"],
    }[fmt]  # fmt: skip
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_the_order_of_placements_does_not_show() -> None:
    run = town_run()
    turned = replace(run, timetable=Timetable(tuple(reversed(run.timetable.placements))))
    assert timetable_rows(turned) == timetable_rows(run)


def test_timetable_csv_is_as_documented(tmp_path: Path) -> None:
    school = tiny({"一1": "语1 音0.5", "一2": "语1"}, {"张": "一1语", "高": "一1+一2体", "李": ""},
                  rooms={"操场": ("体", 2)}, joint={"体1": "一1 一2"},
                  meetings={"教研": "张 李"})  # fmt: skip
    timetable = place(school, {"一1": "语 体 音/. .", "一2": ". 体 . 语"}, 教研="1-4")
    export_to(run_of(school, timetable), "csv", tmp_path)
    raw = (tmp_path / "timetable.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfschool,class,week,day,period,start,end,subject,teacher,room,lesson\r\n")
    assert raw.decode("utf-8-sig").splitlines()[1:] == [
        "小小学校,一1,all,1,1,08:00,08:40,语,张,,一1语·#1",
        "小小学校,一1,all,1,2,08:50,09:30,体,高,操场,一1+一2体·#1",
        "小小学校,一1,odd,1,3,14:00,14:40,音,,,一1音·#1",
        "小小学校,一2,all,1,2,08:50,09:30,体,高,操场,一1+一2体·#1",
        "小小学校,一2,all,1,4,14:50,15:30,语,,,一2语·#1",
        "小小学校,,all,1,4,14:50,15:30,教研,张/李,,教研·教研#1",
    ]


def test_a_teaching_group_has_a_row_for_each_class_it_is_drawn_from() -> None:
    school = tiny({"七1": "语1", "七2": "语1"}, bands={"A层:英1": "七1 七2", "B层:英1": "七1 七2"})
    rows = timetable_rows(run_of(school, place(school, {"A层": ". 英 . ."})))
    assert [(row[1], row[7]) for row in rows] == [("七1", "英"), ("七2", "英")]
    assert all("A层" in row[10] for row in rows)


def test_a_teaching_group_is_named_in_the_lesson_where_its_course_is_not() -> None:
    school = tiny({"七1": "语1", "七2": "语1"}, bands={"A层:英1": "七1 七2", "B层:英1": "七1 七2"})
    course = replace(school.course["A层英"], id="course-17")
    assert "course-17(A层)·#1" in lesson_ids(replace(school, courses=(course,)))


def test_a_period_is_numbered_by_the_bells_of_its_class() -> None:
    """A joint lesson in the bells of the first class is the lesson of the second that overlaps it most."""
    school = tiny({"一1": "语1", "七1": "语1"}, joint={"体1": "一1 七1"}, bells={"七": (525, 40)})
    rows = timetable_rows(run_of(school, place(school, {"一1": ". 体 . ."})))
    assert [(row[1], row[4], row[5]) for row in rows] == [("一1", "2", "08:50"), ("七1", "1", "08:50")]


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-1", "@x", "\tx", "'=x", "''", "'", "'张", "张", "", "1-2"])
def test_no_cell_is_a_formula_and_text_comes_back(cell: str) -> None:
    written = as_text(cell)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert from_text(written) == cell


def test_a_word_quoted_by_hand_stays() -> None:
    assert from_text("'张三") == "'张三"


def test_school_json_holds_everything(tmp_path: Path) -> None:
    school, timetable, homework = town()
    times = (
        ("most", 2),
        ("times", Times.parse("周一；周三上午；周四5-6")),
        ("days", (1, 3)),
        ("on", True),
        ("word", "x"),
    )
    scope = Scope(frozenset({3, 1}), groups=frozenset({"三1"}), minus=(Scope(teachers=frozenset({"王芳"})),))
    setting = RuleSetting("id", "rule", scope, times, Strength.SOFT)
    school = replace(school, settings=(*school.settings, setting))
    export_to(run_of(replace(school, settings=()), timetable, homework), "json", tmp_path)
    assert read_school(tmp_path / "school.json") == replace(school, settings=())
    assert json_load(type(school), json.loads(json.dumps(json_dump(school)))) == school


def test_a_school_json_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "school.json"
    path.write_text('{"format": 99, "school": {}}')
    with pytest.raises(RunError, match=r"cannot read school\.json: 99"):
        read_school(path)


def test_audit_json_says_who_where_and_how_much(tmp_path: Path) -> None:
    export_to(town_run(), "json", tmp_path)
    data = json.loads((tmp_path / "audit.json").read_text("utf-8"))
    cap = next(e for e in data["entries"] if e["id"] == "cap")
    assert data["format"] == 1
    assert (cap["verdict"], cap["strength"], cap["amount"]) == ("broken", "hard", 40)
    assert cap["source"]["pack"] == "national"
    first = cap["breaches"][0]
    assert (first["who"], first["where"], first["amount"]) == (
        ["三1"],
        [{"day": 4, "period": 0, "week": "even"}],
        5,
    )
    assert first["text"]["zh"] == "三1 周四(双周)的作业超出 5 分钟"
    last = data["entries"][-1]
    assert (last["verdict"], last["missing"]["zh"][:2]) == ("not checkable", "缺少")


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        json_dump({"x": object()})


def test_frozensets_are_written_in_order() -> None:
    assert json_dump(Scope(groups=frozenset({"b", "a", "c"})))["groups"] == ["a", "b", "c"]
    assert json_dump(Text("甲", "a")) == {"zh": "甲", "en": "a"}


@pytest.mark.parametrize(
    ("name", "safe"),
    [("../x", "_x"), ("CON", "CON_"), ("con.txt", "con.txt_"), ("a/b", "a_b"), ("x..", "x"), ("x. ", "x"),
     ("=cmd", "cmd"), ("a\\b:c", "a_b_c"), ("三年级1班", "三年级1班"), ("", "_"), ("...", "_"),
     ("a\nb", "a b")],
)  # fmt: skip
def test_hostile_names_make_harmless_file_names(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


def test_long_names_stay_short() -> None:
    assert len(safe_file_name("班" * 300)) == 80
    assert safe_sheet_name("a[b]:c*?/" + "x" * 40) == "a_b__c___" + "x" * 22


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no format doc"):
        export_to(town_run(), "doc", tmp_path)
