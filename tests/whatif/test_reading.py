"""Scenarios as they are written: YAML, a sheet 变更, words on the command line; and all that may be wrong there."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints import catalogue
from scheduler.domain import Times
from scheduler.errors import KebiaoError
from scheduler.intake import Plan, read_plan
from scheduler.intake.words import weekdays
from scheduler.intake.workbook import BadFileError
from scheduler.whatif.change import Change, ChangeError, Scenario, changed
from scheduler.whatif.kind import kinds
from scheduler.whatif.phrase import read_phrase
from scheduler.whatif.reading import read_change, read_scenarios, read_set, scenarios_of
from tests.intake.books import write_book

SAMPLES = Path(__file__).parents[2] / "samples"


def yaml(tmp_path: Path, text: str) -> tuple[Scenario, ...]:
    path = tmp_path / "plan.yaml"
    path.write_text(text, "utf-8")
    return read_scenarios(path)


def wrong(tmp_path: Path, text: str) -> ChangeError:
    with pytest.raises(ChangeError) as caught:
        yaml(tmp_path, text)
    assert caught.value.exit_code == 3
    assert "plan.yaml" in caught.value.text.zh
    assert "plan.yaml" in caught.value.text.en
    return caught.value


def values(text: str) -> dict[str, str]:
    (change,) = read_phrase(text)
    return dict(change.values)


# --- phrases ----------------------------------------------------------------------------------------------------------


def test_words_find_their_fields_by_what_they_look_like() -> None:
    wanted = {"who": "五年级", "subject": "数学", "lessons": "4"}
    for text in (
        "课时 五年级 数学 4",
        "课时 数学 五年级 4",
        "课时 4 数学 五年级",
        "lessons 数学 年级=五年级 节数=4",
        "课时　五年级　数学　４",
    ):
        assert values(text) == wanted
    assert values("作息 小学 第1节 08:40-09:20") == {"schedule": "小学", "block": "第1节", "span": "08:40-09:20"}
    assert values("作息 第1节 08:40-09:20") == {"block": "第1节", "span": "08:40-09:20"}
    assert values("homework_cap grade 5 45") == {"grades": "grade5", "minutes": "45"}
    assert values("homework_cap grades 3-6 45")["grades"] == "3-6"
    assert values("教研 英语 2 周三下午") == {"group": "英语", "times": "周三下午", "periods": "2"}


def test_several_names_and_times_make_a_list() -> None:
    assert values("离职 张三 李四 王五")["to"] == "李四、王五"
    assert values("不可用 张三 周二下午 周四5-6")["times"] == "周二下午；周四5-6"
    assert values("absent 张三 Tue pm Thu")["times"] == "Tuepm；Thu"
    assert values("固排 三1 数学 周一1 周二2")["who"] == "三1、数学"
    assert values('场地停用 "Room 5" 周五')["room"] == "Room 5"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("周一到周三", "周一；周二；周三"),
        ("周一至周三", "周一；周二；周三"),
        ("周一至三", "周一；周二；周三"),
        ("周一 到 周三", "周一；周二；周三"),
        ("周一至 周三 下午", "周一下午；周二下午；周三下午"),
        ("Mon to Wed", "周一；周二；周三"),
        ("from Mon to Wed", "周一；周二；周三"),
        ("Mon-Wed", "周一；周二；周三"),
        ("Monday through Wednesday pm", "周一下午；周二下午；周三下午"),
        ("周一到周二 第2-3节", "周一2；周二2；周一3；周二3"),
        ("周四 5-6", "周四5；周四6"),
        ("周四 5", "周四5"),
    ],
)
def test_days_from_one_to_another_are_all_of_them(written: str, meant: str) -> None:
    """Mon to Wed was Monday and Wednesday, “to” the date from which; 周四 5-6 was all of Thursday."""
    found = values(f"不可用 张三 {written}")
    assert found.keys() == {"teacher", "times"}
    assert set(Times.parse(found["times"]).patterns) == set(Times.parse(meant).patterns)


def test_days_of_homework_from_one_to_another() -> None:
    for written in ("周一到周三", "Mon to Wed", "周一 至 周三"):
        assert weekdays(values(f"无作业日 三年级 {written}")["days"]) == (1, 2, 3)


@pytest.mark.parametrize(
    "written",
    ["周五至周一", "周一上午到周三", "周一-3", "周一 到 厕所", "Mon to", "Mon to Tue to Wed", "周一和周三", "Monkey",
     "周二 李四"],
)  # fmt: skip
def test_times_that_are_not_understood_are_refused(written: str) -> None:
    """Whatever was left over became the date from which, and was dropped."""
    with pytest.raises(ChangeError) as caught:
        read_change(f"不可用 张三 {written}")
    assert "读不懂；写成 不可用 张三 周二下午" in caught.value.text.zh
    assert "cannot be read; write absent" in caught.value.text.en


def test_from_when_is_a_date() -> None:
    for written in ("10月8日", "2025-10-08", "第10周"):
        assert values(f"不可用 张三 周二 {written}") == {"teacher": "张三", "times": "周二", "since": written}


def test_classes_that_are_numbers() -> None:
    assert values("课时 301 数学 5") == {"who": "301", "subject": "数学", "lessons": "5"}
    assert values("增班 304 同=301") == {"class": "304", "like": "301"}
    assert values("增班 304 同=301 45")["pupils"] == "45"
    assert values("减班 301") == {"class": "301"}


def test_a_word_may_name_the_kind_and_a_value() -> None:
    assert values("禁排 三1 体育 周一1")["way"] == "禁排"
    assert values("固排 三1 体育 周一1")["way"] == "固排"
    assert values("lock 三1 体育 Mon1").get("way") is None


def test_a_rule_keeps_its_parameters() -> None:
    assert values("规则 两科互斥 尽量 first=体育;second=音乐 三年级") == {
        "rule": "两科互斥", "strength": "尽量", "params": "first=体育;second=音乐", "who": "三年级",
    }  # fmt: skip


def test_set_is_taken_as_it_is() -> None:
    assert read_set("课程计划!C5=4").say("zh") == "课程计划!C5 改为“4”"
    assert read_set("教师!G2=").say("zh") == "清空 教师!G2"
    assert read_set("作业!B3=周一 周二").say("en") == "作业!B3 becomes '周一 周二'"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("不可永 张三 周二", "不可用"),
        ("abesnt 张三 Tue", "absent"),
        ("不可用 张三", "时间"),
        ("课时 五年级 数学", "节数"),
        ("作业上限 年纪=五年级 30", "年级"),
        ("季节 冬天", "冬"),
        ("", "变更"),
        ("set", "单元格"),
        ("减班 三1 三2 三3", "减班"),
    ],
)
def test_a_wrong_phrase_says_what_would_be_right(text: str, near: str) -> None:
    with pytest.raises(ChangeError) as caught:
        read_phrase(text, "--change")
    assert near in caught.value.text.zh
    assert caught.value.text.zh.startswith("--change：")


# --- sweeps -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("60..30 step -10", ["60", "50", "40", "30"]),
        ("60..30 步长 10", ["60", "50", "40", "30"]),
        ("30..60 每次 15", ["30", "45", "60"]),
        ("60..30 step=-20", ["60", "40"]),
        ("3..5", ["3", "4", "5"]),
        ("30..30 step 5", ["30"]),
    ],
)
def test_a_sweep_is_a_change_of_each_value(text: str, wanted: list[str]) -> None:
    assert [c["minutes"] for c in read_phrase(f"作业上限 五年级 {text}")] == wanted


def test_a_sweep_in_halves_is_exact() -> None:
    assert [c["lessons"] for c in read_phrase("课时 五年级 写字 0..2 step 0.5")] == ["0", "0.5", "1", "1.5", "2"]


@pytest.mark.parametrize("text", ["1..1000", "60..30 step 0", "0..1e9", "0..600 step 0.001"])
def test_a_sweep_without_end_is_refused(text: str) -> None:
    with pytest.raises(ChangeError):
        read_phrase(f"作业上限 五年级 {text}")


def test_two_sweeps_make_every_combination_with_a_name_each() -> None:
    found = scenarios_of(["作业上限 五年级 60..40 step 20", "课时 五年级 数学 4..5"], name="试")
    assert [s.name for s in found] == ["试（60、4）", "试（60、5）", "试（40、4）", "试（40、5）"]
    assert [[c.values[-1][1] for c in s.changes] for s in found] == [["60", "4"], ["60", "5"], ["40", "4"], ["40", "5"]]


def test_a_scenario_without_a_name_is_called_what_it_does_in_the_language_asked_for(tmp_path: Path) -> None:
    """--lang en gave it its Chinese sentence."""
    words = ["不可用 张三 周二下午", "单双周对调 五年级"]
    (zh,), (en,) = scenarios_of(words), scenarios_of(words, lang="en")
    assert zh.name == "张三 周二下午 不在；五年级单双周对调"
    assert en.name == "张三 is away on Tue afternoon; odd and even weeks exchanged for 五年级"
    path = tmp_path / "plan.yaml"
    path.write_text("- changes: [不可用 张三 周二]\n- {name: 试, changes: [作业上限 五年级 60..50 step 10]}\n", "utf-8")
    assert [s.name for s in read_scenarios(path, "en")] == ["张三 is away on Tue", "试 (60)", "试 (50)"]
    assert [s.name for s in read_scenarios(path)] == ["张三 周二 不在", "试（60）", "试（50）"]


def test_the_command_line_names_a_scenario_by_what_it_does() -> None:
    (found,) = scenarios_of(["不可用 张三 周二下午"], ["课程计划!C5=4"])
    assert found.name == "张三 周二下午 不在；课程计划!C5 改为“4”"
    assert [c.kind for c in found.changes] == ["absent", "set"]
    assert [c.at for c in found.changes] == ["--change", "--set"]
    with pytest.raises(ChangeError):
        scenarios_of([])
    with pytest.raises(ChangeError):
        read_change("作业上限 五年级 60..30")


# --- YAML -------------------------------------------------------------------------------------------------------------

GOOD = """
- name: 张三请假
  note: 外出培训
  changes:
    - 不可用 张三 周二下午
    - {change: absent, teacher: 李四, times: [周三, 周四上午]}
- 方案: 减负
  变更:
    - 作业上限: {年级: 五年级, 分钟: 45}
    - 无作业日: 五年级 周三
    - 禁排: {对象: [五1, 体育], 时间: 周一1}
    - homework cap: [六年级, 60]
"""


def test_yaml_in_every_form(tmp_path: Path) -> None:
    first, second = yaml(tmp_path, GOOD)
    assert (first.name, first.note) == ("张三请假", "外出培训")
    assert [c.say("zh") for c in first.changes] == ["张三 周二下午 不在", "李四 周三、周四上午 不在"]
    assert first.changes[0].at == "张三请假 · plan.yaml:5"
    assert [(c.kind, c.values[-1][1]) for c in second.changes] == [
        ("homework_cap", "45"), ("homework_free", "周三"), ("lock", "禁排"), ("homework_cap", "60"),
    ]  # fmt: skip
    assert second.changes[2]["who"] == "五1、体育"


@pytest.mark.parametrize(
    "text",
    [
        "scenarios:\n  - {name: A, changes: [减班 三1]}",
        "方案:\n  - {名称: A, 变更: [减班 三1]}",
        "A: [减班 三1]",
        "A: 减班 三1",
        "name: A\nchanges: 减班 三1",
        '[{"name": "A", "changes": ["减班 三1"]}]',
        "- name: A\n  change:\n    减班: {班级: 三1}",
    ],
)
def test_yaml_of_other_shapes(tmp_path: Path, text: str) -> None:
    (found,) = yaml(tmp_path, text)
    assert (found.name, [(c.kind, c.values) for c in found.changes]) == ("A", [("class_removed", (("class", "三1"),))])


def test_a_plain_list_of_phrases_is_a_scenario_each(tmp_path: Path) -> None:
    assert [s.name for s in yaml(tmp_path, "- 减班 三1\n- 减班 三2\n")] == ["撤掉 三1", "撤掉 三2"]


def test_yaml_does_not_turn_words_into_other_things(tmp_path: Path) -> None:
    """8:20 is no number in base 60, 是 and no are no truth values, 2025-10-08 no date, 0301 no octal number."""
    text = "A: [{change: first_lesson, start: 8:20}]\nB: [{change: homework_free, grades: 三年级, days: no}]\n" \
           "C: [{change: absent, teacher: 0301, times: 周二, since: 2025-10-08}]\n"  # fmt: skip
    first, second, third = yaml(tmp_path, text)
    assert first.changes[0]["start"] == "8:20"
    assert second.changes[0]["days"] == "no"
    assert (third.changes[0]["teacher"], third.changes[0]["since"]) == ("0301", "2025-10-08")


def test_yaml_of_old_editors(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "gb18030"):
        (tmp_path / "p.yaml").write_bytes("- {name: 请假, changes: [减班 三1]}".encode(encoding))
        assert read_scenarios(tmp_path / "p.yaml")[0].name == "请假"


def test_a_sweep_in_yaml_makes_scenarios(tmp_path: Path) -> None:
    found = yaml(tmp_path, "减负: [{作业上限: {年级: 五年级, 分钟: 60..30 step -10}}]")
    assert [s.name for s in found] == ["减负（60）", "减负（50）", "减负（40）", "减负（30）"]
    found = yaml(tmp_path, "- changes: [作业上限 五年级 60..50 step 10]")
    assert [s.name for s in found] == ["五年级作业每天最多 60 分钟", "五年级作业每天最多 50 分钟"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("- name: A\n  changes:\n    - 减班 三1\n   - 减班 三2", ":4", "YAML"),
        ("- name: 'A\n  changes: [x", ":", "YAML"),
        ("- {name: A, changes: [减班 三1}", ":1", "YAML"),
        ("\x00\x01", "", "YAML"),
        ("- name: A\n  changes:\n    - 减搬 三1", ":3", "减班"),
        ("- name: A\n  chnages: [减班 三1]", ":2", "changes"),
        ("- name: A\n  changes: []", ":2", "1"),
        ("- name: A", ":1", "changes"),
        ("- name: [A]\n  changes: [减班 三1]", ":1", "一个词"),
        ("- name: A\n  changes:\n    - [减班, 三1]", ":3", "一个词"),
        ("- name: A\n  changes:\n    - {change: 减班, 班级: {a: b}}", ":3", "一个词"),
        ("- name: A\n  changes:\n    - {change: 减班, 斑级: 三1}", ":3", "班级"),
        ("- name: A\n  changes:\n    - {减班: 三1, 增班: 三2}", ":3", "change"),
        ("- name: A\n  changes:\n    - {change: 减班}", ":3", "班级"),
        ("- name: A\n  changes:\n    - {change: 减班, 班级: null}", ":3", "班级"),
        ("- name: A\n  name: B\n  changes: [减班 三1]", ":2", "两次"),
        ("just words", ":1", "方案"),
        ("42", ":1", "方案"),
        ("", "", "没有写方案"),
        ("# 空的\n", "", "没有写方案"),
        ("- &a {name: A, changes: [减班 三1]}\n- *a", ":2", "YAML"),
        ("- {name: A, changes: [减班 三1]}\n---\n- {name: B, changes: [减班 三1]}", ":2", "YAML"),
    ],
)
def test_broken_yaml_says_the_line(tmp_path: Path, text: str, line: str, said: str) -> None:
    found = wrong(tmp_path, text)
    assert f"plan.yaml{line}" in found.text.zh
    assert said in found.text.zh
    assert "Traceback" not in found.text.zh


def test_tags_make_nothing(tmp_path: Path) -> None:
    target = tmp_path / "made"
    text = f"- name: !!python/object/apply:os.mkdir ['{target}']\n  changes: [减班 三1]"
    with pytest.raises(ChangeError):
        yaml(tmp_path, text)
    assert not target.exists()


def test_a_few_aliases_cannot_stand_for_endless_nodes(tmp_path: Path) -> None:
    rows = ["a0: &a0 [减班 三1]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    begun = perf_counter()
    wrong(tmp_path, "\n".join(rows))
    assert perf_counter() - begun < 2


def test_deep_and_huge_files(tmp_path: Path) -> None:
    begun = perf_counter()
    wrong(tmp_path, "[" * 50_000)
    assert "太大" in wrong(tmp_path, "# " + "x" * 1_100_000).text.zh
    many = "\n".join(f"- {{name: S{n}, changes: [减班 三1]}}" for n in range(600))
    assert "500" in wrong(tmp_path, many).text.zh
    assert "太长" in wrong(tmp_path, "A: [减班 " + "三1 " * 100_000 + "]").text.zh
    one = "A:\n" + "\n".join("- 减班 三1" for _ in range(300))
    assert "200" in wrong(tmp_path, one).text.zh
    assert perf_counter() - begun < 20


def test_a_missing_file_and_one_that_is_none(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(ChangeError):
            read_scenarios(path)
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(BadFileError):
        read_scenarios(tmp_path / "bad.xlsx")
    (tmp_path / "bits.yaml").write_bytes(bytes(range(128, 256)) * 3 + b"\xff")
    with pytest.raises(ChangeError):
        read_scenarios(tmp_path / "bits.yaml")


def test_two_scenarios_of_one_name_are_refused(tmp_path: Path) -> None:
    found = wrong(
        tmp_path, "- {name: A, changes: [减班 三1]}\n- {name: B, changes: [减班 三1]}\n- {name: A, changes: [减班 三2]}"
    )
    assert "“A”" in found.text.zh
    assert "plan.yaml:3" in found.text.zh
    assert "plan.yaml:1" in found.text.zh


# --- the sheet 变更 ---------------------------------------------------------------------------------------------------

HEAD = ["方案", "变更", "对象", "内容", "备注"]


def sheet(tmp_path: Path, *rows: list[object], head: list[str] = HEAD, title: str = "变更") -> tuple[Scenario, ...]:
    return read_scenarios(write_book(tmp_path / "b.xlsx", {"别的": [["x"]], title: [head, *rows]}))


def test_the_sheet_of_changes(tmp_path: Path) -> None:
    first, second = sheet(
        tmp_path,
        ["请假", "不可用", "张三", "周二下午；周四", "培训"],
        [None, "课时", "五年级", "数学 4", None],
        ["停用", "场地停用", "Room 5", "周五", "维修"],
        [None, "作业上限", "五年级", 45, None],
        [None, "set", "课程计划!C5", 4, None],
    )
    assert (first.name, first.note, second.name, second.note) == ("请假", "培训", "停用", "维修")
    assert [c.say("zh") for c in first.changes] == ["张三 周二下午、周四 不在", "五年级数学每周 4 节"]
    assert [c.say("zh") for c in second.changes] == [
        "Room 5周五停用",
        "五年级作业每天最多 45 分钟",
        "课程计划!C5 改为“4”",
    ]
    assert first.changes[0].at == "请假 · b.xlsx 变更!B2"


def test_the_sheet_in_english_without_names(tmp_path: Path) -> None:
    (found,) = sheet(tmp_path, ["absent", "张三", "Tue pm"], head=["change", "who", "what"], title="Changes")
    assert (found.name, found.changes[0].kind) == ("Changes", "absent")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["A", "不可永", "张三", "周二"]], "变更!B2"),
        ([["A", "不可用", "张三", date(2025, 5, 6)]], "D2"),
        ([["A", "减班", "三1"], ["B", "减班", "三2"], ["A", "减班", "三3"]], "两处"),
        ([], "没有写方案"),
    ],
)
def test_a_wrong_sheet_says_the_cell(tmp_path: Path, rows: list[list[object]], said: str) -> None:
    with pytest.raises(ChangeError) as caught:
        sheet(tmp_path, *rows)
    assert said in caught.value.text.zh
    assert "b.xlsx" in caught.value.text.zh


def test_a_workbook_without_the_sheet_or_its_header(tmp_path: Path) -> None:
    with pytest.raises(ChangeError) as caught:
        sheet(tmp_path, title="变动")
    assert "变动" in caught.value.text.zh
    with pytest.raises(ChangeError) as caught:
        sheet(tmp_path, ["减班"], head=["随便"])
    assert "变更" in caught.value.text.zh


# --- whole ------------------------------------------------------------------------------------------------------------


def test_a_plan_with_its_own_sheet_of_changes(tmp_path: Path) -> None:
    """The sheet stands in the plan's workbook: the plan is read as without it, and the changes are made."""
    import openpyxl

    book = openpyxl.load_workbook(SAMPLES / "three-sheets.xlsx")
    rows = book.create_sheet("变更")
    rows.append(HEAD)
    rows.append(["请假", "不可用", "杨婷婷", "周二下午", None])
    book.save(tmp_path / "p.xlsx")
    read = read_plan(tmp_path / "p.xlsx", catalogue())
    assert read.school == read_plan(SAMPLES / "three-sheets.xlsx", catalogue()).school
    (scenario,) = read_scenarios(tmp_path / "p.xlsx")
    assert {e.sheet for e in changed(read, scenario.changes, catalogue()).edits} == {"固排禁排"}


def test_an_unknown_name_is_told_with_its_scenario_and_line(tmp_path: Path) -> None:
    plan = read_plan(SAMPLES / "three-sheets.xlsx", catalogue())
    (scenario,) = yaml(tmp_path, "- name: 请假\n  changes:\n    - 不可用 杨婷停 周二")
    with pytest.raises(ChangeError) as caught:
        changed(plan, scenario.changes, catalogue())
    assert caught.value.text.zh == "请假 · plan.yaml:3：计划里没有教师 “杨婷停”（最接近：杨婷婷）"
    assert caught.value.text.en == "请假 · plan.yaml:3: the plan has no teacher '杨婷停' (nearest: 杨婷婷)"


@cache
def three() -> Plan:
    return read_plan(SAMPLES / "three-sheets.xlsx", catalogue())


_WORDS = st.sampled_from(
    [w for k in kinds().values() for w in (k.text.zh, k.code, *(f.text.zh + "=" for f in k.fields))]
    + [
        "张三",
        "五年级",
        "三1",
        "301",
        "周二下午",
        "30",
        "60..30",
        "step",
        "-10",
        "08:40-09:20",
        "most=5",
        "“",
        '"',
        "=",
        "!",
        "..",
        "；",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(_WORDS, st.text(max_size=6)), max_size=8))
def test_whatever_is_typed_is_read_or_refused(words: list[str]) -> None:
    try:
        found = read_phrase(" ".join(words), "x")
    except ChangeError:
        return
    for change in found:
        assert isinstance(change, Change)
        assert change.say("zh")
        assert change.say("en")


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("-:[]{}&*!|>'\"#%@ \n\t,?减班三1nameA方案变更"), max_size=60))
def test_whatever_stands_in_a_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("y") / "p.yaml"
    path.write_text(text, "utf-8")
    try:
        found = read_scenarios(path)
    except KebiaoError:
        return
    assert all(s.changes for s in found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(_WORDS, st.sampled_from(["李思远", "赵明", "数学", "语文", "一1", "六年级"])), min_size=1, max_size=6
    )
)
def test_whatever_is_read_is_made_or_refused(words: list[str]) -> None:
    try:
        found = changed(three(), read_phrase(" ".join(words), "x")[:1], catalogue())
    except ChangeError as error:
        said = error.text.zh
    else:
        said = "x：" if found.plan.school is not None else ""
    assert said.startswith("x：")


_SIZES = {"课程计划": ("ABCDEFG", 14), "班级": ("ABCDE", 7), "任课": ("ABCDEFGHIJKLMN", 7)}
_CELLS = st.sampled_from([f"{s}!{c}{r}" for s, (cs, last) in _SIZES.items() for c in cs for r in range(1, last + 1)])


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(_CELLS, st.sampled_from(["", "乱", "7", "一1", "三年级", "-1", "数学", "杨婷婷"])),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(
        [k.example.zh.replace("张三", "杨婷婷").replace("李四", "赵明").replace("三1", "一1") for k in kinds().values()]
    ),
)
def test_a_change_of_a_plan_that_is_broken_on_the_way(cells: list[tuple[str, str]], phrase: str) -> None:
    """Whatever a change leaves behind, the next is made or refused."""
    changes = [*(read_set(f"{cell}={value}") for cell, value in cells), *read_phrase(phrase)]
    try:
        found = changed(three(), changes, catalogue()).plan.school is not None
    except ChangeError as error:
        found = bool(error.text.zh)
    assert found
