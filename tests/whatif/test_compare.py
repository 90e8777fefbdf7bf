"""Figures of runs and their differences, reckoned by hand; the table, its best marks and its steps; what is written."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from constraints import catalogue
from scheduler.auditor import audit
from scheduler.domain import (
    HomeworkAllocation,
    RuleSetting,
    School,
    Scope,
    Source,
    Strength,
    Text,
    Timetable,
    Verdict,
)
from scheduler.domain.tiny import assign, place, tiny
from scheduler.output import Run
from scheduler.output.xlsx.style import text_width
from scheduler.whatif.between import between
from scheduler.whatif.compare import Answer, Comparison, Outcome, movement, shifts
from scheduler.whatif.differences import differences
from scheduler.whatif.measures import Spread, measure
from scheduler.whatif.report.data import data
from scheduler.whatif.report.details import details, headline
from scheduler.whatif.report.html import page, write_html
from scheduler.whatif.report.picture import curves, panels
from scheduler.whatif.report.sweep import sweeps
from scheduler.whatif.report.table import Row, Table, table
from scheduler.whatif.report.text import text
from scheduler.whatif.report.xlsx import write_xlsx
from scheduler.whatif.slips import slips

CLASSES = {"三1": "语2 数1", "三2": "语2 数1"}
STAFF = {"张": "三1语 三2语", "李": "三1数", "王": "三2数"}


def school(*settings: RuleSetting, days: int = 2) -> School:
    made = tiny(CLASSES, STAFF, days=days, periods=4, morning=4, homework={"三1": "语10-40", "三2": "语10-40"})
    return replace(made, settings=settings)


def run_of(made: School, timetable: Timetable, homework: HomeworkAllocation | None = None) -> Run:
    homework = homework or HomeworkAllocation()
    return Run(made, timetable, homework, audit(made, timetable, homework, catalogue()), (), catalogue())


def cap(minutes: int, ref: str = "DC-01", pack: str = "double-reduction-national") -> RuleSetting:
    """What a pack's row asks: a daily cap on homework."""
    rule = catalogue()["homework_day_cap"]
    source = Source(pack=pack, ref=ref, quotation="…") if pack else Source(sheet="规则", cell="A2")
    return replace(rule.setting(ref, source=source, most=minutes), strength=Strength.HARD)


FIRST = {"三1": "语 . 数 . | 语 . . .", "三2": ". 语 . . | 数 . 语 ."}
"""张: day 1 periods 1 2, day 2 periods 1 3: one gap. 李 day 1 period 3, 王 day 2 period 1."""


def first(*settings: RuleSetting, minutes: str = "20 10") -> Run:
    made = school(*settings)
    return run_of(made, place(made, FIRST), assign(made, {"三1": {"语": minutes}, "三2": {"语": "10 10"}}))


def test_teachers_loads_gaps_and_longest_days() -> None:
    m = measure(first())
    assert m.loads == Spread(2.0, 4, ("张",))  # (4 + 1 + 1) / 3
    assert m.gaps == Spread(0.33, 1, ("张",))  # day 2: period 2 is free between 1 and 3
    assert m.days == Spread(1.33, 2, ("张",))  # (2 + 1 + 1) / 3


def test_a_gap_of_nobody_names_nobody() -> None:
    made = school()
    m = measure(run_of(made, place(made, {"三1": "语 . 数 . | 语 . . .", "三2": ". 语 . . | 数 语 . ."})))
    assert m.gaps == Spread(0.0, 0, ())


def test_odd_and_even_weeks_are_averaged_and_the_longer_day_counts() -> None:
    made = tiny({"三1": "语1 音0.5"}, {"张": "三1语 三1音"}, days=1, periods=4, morning=4)
    m = measure(run_of(made, place(made, {"三1": "语 . 音/. ."})))
    assert m.loads.most == 1.5
    assert m.gaps.most == 0.5
    assert m.days.most == 2


def test_homework_by_grade_its_peak_and_the_days_over_a_cap() -> None:
    (grade,) = measure(first(cap(15))).homework
    assert (grade.grade, grade.mean, grade.most, grade.who, grade.over) == (3, 12.5, 20, ("三1",), 1)
    assert measure(first(cap(15))).broken == 1
    assert measure(first(cap(20))).over == 0
    assert measure(first(cap(20))).kept == 1
    assert measure(first(cap(15), cap(15, "DC-02"))).over == 1  # a day is over once, by however many caps


def test_without_homework_there_are_no_figures_of_it() -> None:
    made = school()
    assert measure(run_of(made, place(made, FIRST))).homework == ()


def moved_by(before: Run, after: Run) -> tuple[object, ...]:
    found = differences(before.school, before.timetable, after.school, after.timetable)
    m = movement(before, after, found, 4, 4, True)
    return m.moved, m.of, m.added, m.dropped, m.classes, m.teachers


def test_what_moves_and_whom_it_hits() -> None:
    before, made = first(), school()
    same = run_of(made, before.timetable)
    assert moved_by(before, same) == (0, 6, 0, 0, (), ())
    after = run_of(made, place(made, {"三1": ". . 数 语 | 语 . . .", "三2": "语 . . . | 数 . 语 ."}))
    assert moved_by(before, after) == (2, 6, 0, 0, (("三1", 1), ("三2", 1)), (("张", 2),))


def test_new_and_dropped_lessons_are_no_moves() -> None:
    before = first()
    made = tiny({"三1": "语1 数1", "三2": "语2 数2"}, STAFF, days=2, periods=4, morning=4)
    after = run_of(made, place(made, {"三1": "语 . 数 . | . . . .", "三2": ". 语 . 数 | 数 . 语 ."}))
    assert moved_by(before, after) == (0, 6, 1, 1, (), ())


def test_lessons_that_other_people_teach_now() -> None:
    before = first()
    made = tiny(CLASSES, {"张": "三1语", "赵": "三2语", "李": "三1数", "王": "三2数"}, days=2, periods=4, morning=4)
    after = run_of(made, before.timetable)
    m = movement(before, after, differences(before.school, before.timetable, made, after.timetable), 0, 0, True)
    assert (m.moved, m.staff) == (0, 2)


def test_changed_homework_is_counted_in_minutes_that_went_elsewhere() -> None:
    before, after = first(minutes="20 10"), first(minutes="5 25")
    m = movement(before, after, (), 0, 0, True)
    assert m.homework == 15  # 15 left day 1 and came to day 2
    assert movement(before, first(minutes="0 10"), (), 0, 0, True).homework == 20  # the smaller sum does not hide them


def test_verdicts_gained_and_lost_are_told_by_number() -> None:
    kept, broken = first(cap(20)), first(cap(15))
    (lost,) = shifts(kept, broken)
    assert (lost.ref, lost.before, lost.after, lost.amounts) == ("DC-01", Verdict.KEPT, Verdict.BROKEN, (0, 5))
    assert lost.lost
    assert lost.regulation
    (gained,) = shifts(broken, kept)
    assert gained.gained
    assert not gained.lost
    (worse,) = shifts(broken, first(cap(10)))
    assert worse.both
    assert worse.amounts == (5, 10)
    assert shifts(kept, first(cap(20))) == ()


def test_a_new_demand_that_is_broken_is_a_loss_and_a_lifted_one_no_gain() -> None:
    (new,) = shifts(first(), first(cap(15)))
    assert new.lost
    assert new.before is None
    (gone,) = shifts(first(cap(15)), first())
    assert gone.after is None
    assert not gone.gained


def test_the_schools_own_demands_are_told_apart_and_defaults_are_not_told() -> None:
    own = replace(cap(15, "own", pack=""), scope=Scope(grades=frozenset({3})))
    (shift,) = shifts(first(), first(own))
    assert (shift.ref, shift.regulation) == ("规则 A2", False)
    wish = replace(cap(15, "wish", pack=""), source=Source(), strength=Strength.SOFT)
    assert shifts(first(), first(wish)) == ()


# -- the table --


def outcome(name: str, after: Run, before: Run, **more: object) -> Outcome:
    found = differences(before.school, before.timetable, after.school, after.timetable)
    m = movement(before, after, found, 2, 2, True)
    made = Outcome(name, (Text(f"改 {name}", f"change {name}"),), Answer.POSSIBLE, 1.5, movement=m,
                   measures=measure(after), shifts=shifts(before, after))  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def comparison() -> Comparison:
    """Two that can be had, one that moves 2 lessons and breaks a cap, one that moves 1; and one that cannot."""
    before = first(cap(20))
    made = school(cap(20))
    two = run_of(made, place(made, {"三1": ". . 数 语 | 语 . . .", "三2": "语 . . . | 数 . 语 ."}),
                 assign(made, {"三1": {"语": "25 5"}, "三2": {"语": "10 10"}}))  # fmt: skip
    one = run_of(made, place(made, {"三1": "语 . 数 . | 语 . . .", "三2": ". 语 . . | 数 语 . ."}), before.homework)
    cause = Text("教师 张 的课放不下", "teacher 张 has no room")
    no = Outcome("停课", (Text("停课", "closed"),), Answer.IMPOSSIBLE, 0.5, cause=cause, remedy=Text("放开", "free"))
    points = tuple(("homework_cap", "grade=3", float(n)) for n in (20, 10, 15))
    base = Outcome("结果", (), Answer.BASELINE, measures=measure(before))
    return Comparison("小小学校", base, (
        outcome("甲", two, before, points=points[:1]), outcome("乙", one, before, points=points[1:2]),
        replace(no, points=points[2:]),
    ), ("丁",))  # fmt: skip


def row(found: Table, key: str) -> Row:
    return next(r for r in found.rows if r.key == key)


def test_a_row_marks_its_best_and_what_is_better_or_worse_than_now() -> None:
    rows = table(comparison(), "zh")
    moved = row(rows, "moved").cells
    assert [c.text for c in moved] == ["", "2", "1", ""]
    assert [c.best for c in moved] == [False, False, True, False]
    gaps = row(rows, "gaps most").cells  # 张: 1 gap now; 甲 moves period 2 to 1 and 1 to 4: more; 乙 closes it
    assert [c.text for c in gaps] == ["1", "3", "0", ""]
    assert [c.tone for c in gaps] == ["", "bad", "good", ""]
    assert gaps[1].under.startswith("+2")
    assert [c.best for c in row(rows, "kept").cells] == [False] * 4  # more or fewer kept says nothing by itself


def test_rows_that_are_alike_have_no_best() -> None:
    rows = table(comparison(), "zh")
    assert not any(c.best for c in row(rows, "loads most").cells)
    assert not row(rows, "loads most").differs


def test_the_regulation_lost_stands_under_its_count() -> None:
    lost = row(table(comparison(), "zh"), "lost").cells
    assert [(c.text, c.small) for c in lost] == [("", ""), ("1", "DC-01"), ("0", ""), ("", "")]


def test_the_columns_are_the_scenarios_in_order_in_both_languages() -> None:
    assert table(comparison(), "zh").columns == ("现行课表", "甲", "乙", "停课")
    assert [c.text for c in row(table(comparison(), "en"), "answer").cells] == [
        "now", "possible", "possible", "impossible",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_words_of_a_scenario(lang: str) -> None:
    found = comparison()
    said = {p.title: p.lines for p in details(found.outcomes[2], lang)}
    assert said["原因" if lang == "zh" else "cause"] == (found.outcomes[2].cause.say(lang),)  # type: ignore[union-attr]
    assert said["可以" if lang == "zh" else "maybe"] == ("放开" if lang == "zh" else "free",)
    (lost,) = next(
        p.lines for p in details(found.outcomes[0], lang) if p.title in ("新违反的规定", "regulations newly broken")
    )
    assert lost.startswith("DC-01 ")
    assert "5" in lost
    proof = "已证明最少" if lang == "zh" else "proved least"
    assert proof in headline(found.outcomes[0], lang)


def test_what_is_not_proved_says_its_bound() -> None:
    found = comparison().outcomes[0]
    assert found.movement is not None
    unsure = replace(found, movement=replace(found.movement, weight=4, least=3, proven=False))
    assert "至少 3" in headline(unsure, "zh")
    assert "proved" not in headline(unsure, "en")


def test_steps_of_one_number_are_a_sweep_in_ascending_order() -> None:
    found = comparison()
    (sweep,) = sweeps(found, table(found, "zh"), "zh")
    assert sweep.values == (10.0, 15.0, 20.0)
    assert sweep.names == ("乙", "停课", "甲")
    assert [c.text for c in next(r for r in sweep.rows if r.key == "moved").cells] == ["1", "", "2"]
    assert all(len({c.value for c in r.cells if c.value is not None}) > 1 for r in sweep.rows)
    other = replace(found, outcomes=tuple(replace(o, points=()) for o in found.outcomes))
    assert sweeps(other, table(other, "zh"), "zh") == ()


def test_curves_rise_where_figures_do_and_leave_out_what_cannot_be_had() -> None:
    found = comparison()
    (sweep,) = sweeps(found, table(found, "zh"), "zh")
    moved = curves(sweep)[0]
    low, missing, high = moved.dots
    assert (low.text, high.text) == ("1", "2")
    assert low.x < missing.x < high.x
    assert low.y > high.y  # downwards on a screen
    assert missing.missing
    assert moved.line.count(",") == 2


def test_bars_are_as_long_as_their_figures() -> None:
    panel = next(p for p in panels(table(comparison(), "zh")) if p.title.startswith("移动的课"))
    lengths = {bar.name: bar.length for bar in panel.bars}
    assert lengths["甲"] == pytest.approx(2 * lengths["乙"])
    assert lengths["停课"] == 0


# -- what is written --


def test_the_text_fits_its_width_and_says_everything_that_differs() -> None:
    from rich.cells import cell_len

    for width in (80, 120):
        said = text(comparison(), "zh", width)
        lines = said.split("\n")
        assert all(cell_len(line) <= width for line in lines if not line.startswith(("   ", "1", "2", "3")))
        assert "教师 张 的课放不下" in said
        assert "DC-01" in said
        assert "中途停止，没有试：丁" in said
        assert "每周节数：最多" not in said  # alike in all
        assert said.count("移动的课") >= 2  # in each chunk of columns, and in the words


def test_the_page_escapes_names_and_brings_its_pictures_along(tmp_path: Path) -> None:
    found = comparison()
    named = replace(found.outcomes[0], name="<script>甲</script>")
    said = page(replace(found, outcomes=(named, *found.outcomes[1:])))
    assert "<script>" not in said
    assert "&lt;script&gt;甲" in said
    assert said.count("<svg") == len(panels(table(found, "zh"))) + len(
        curves(sweeps(found, table(found, "zh"), "zh")[0])
    )
    assert "style-src 'unsafe-inline'" in said
    assert not re.search(r"(?:src|href)=", said)
    write_html(tmp_path / "a.html", found)
    write_html(tmp_path / "b.html", found)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_workbook_has_the_figures_as_numbers_and_names_as_text(tmp_path: Path) -> None:
    found = comparison()
    named = replace(found.outcomes[0], name="=1+1")
    write_xlsx(tmp_path / "a.xlsx", replace(found, outcomes=(named, *found.outcomes[1:])))
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["对比", "逐步变化", "各方案"]
    rows = {r[0].value: r for r in book["对比"].iter_rows() if r[0].value}
    heads = next(r for r in book["对比"].iter_rows() if r[1].value == "现行课表")
    assert [c.value for c in heads[1:]] == ["现行课表", "=1+1", "乙", "停课"]
    assert heads[2].data_type == "s"
    assert rows["超过上限（班·天）"][1].value == 0
    steps = [r[0].value for r in book["逐步变化"].iter_rows(min_row=3, max_row=5)]
    assert steps == [10, 15, 20]
    words = {str(c.value) for r in book["各方案"].iter_rows() for c in r if c.value}
    assert "教师 张 的课放不下" in words
    assert any(w.startswith("DC-01") for w in words)


def test_what_stands_over_the_table_is_printed_whole(tmp_path: Path) -> None:
    """The legend ran on beyond the last column, where the printed page ends."""
    found = comparison()
    write_xlsx(tmp_path / "a.xlsx", replace(found, outcomes=found.outcomes[:1]))
    sheet = load_workbook(tmp_path / "a.xlsx")["对比"]
    legend = next(r[0] for r in sheet.iter_rows() if "★ 是这一行" in str(r[0].value))
    assert f"A{legend.row}:C{legend.row}" in [str(area) for area in sheet.merged_cells.ranges]
    assert legend.row
    assert legend.alignment.wrap_text
    widths = sum(sheet.column_dimensions[c].width for c in "ABC")
    lines = -(-text_width(str(legend.value)) // widths)
    assert lines > 1
    assert (sheet.row_dimensions[legend.row].height or 0) >= 13 * lines
    assert (sheet.page_setup.fitToWidth, sheet.print_area) == (1, f"'对比'!$A$1:$C${sheet.max_row}")


def test_the_data_names_the_best_and_the_steps() -> None:
    said = data(comparison(), "zh")
    assert said["best"]["moved"] == ["乙"]
    assert said["sweeps"][0]["figures"]["moved"] == [1, None, 2]
    assert [s["answer"] for s in said["scenarios"]] == ["possible", "possible", "impossible"]
    assert said["scenarios"][0]["movement"]["share"] == round(2 / 6, 4)
    assert said["stopped"] == ["丁"]


def test_lessons_that_change_between_odd_and_even_weeks_moved() -> None:
    """At the same time in the other week is a move: an exchange of odd and even weeks was said to move nothing."""
    made = tiny({"三1": "音0.5 美0.5 语1"}, {"张": "三1音", "李": "三1美"}, days=1, periods=2)
    old, new = (run_of(made, place(made, {"三1": cells})) for cells in ("音/美 语", "美/音 语"))
    found = movement(old, new, differences(made, old.timetable, made, new.timetable), 4, 4, True)
    assert (found.moved, found.weeks, found.of) == (2, 2, 3)
    assert (found.classes, found.teachers) == ((("三1", 2),), (("张", 1), ("李", 1)))
    listed = between(old, new)
    assert [m.kind for m in listed.moved] == ["weeks", "weeks"]
    told = {s.owner: s.say("zh") for s in slips(listed)}
    assert "周一第1节(单周)" in told["张"]
    assert "→ 周一第1节(双周)" in told["张"]
