"""What if over a district: each change in the schools it fits, the whole in figures, what only the whole can see."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scheduler import api
from scheduler.bureau import opened
from scheduler.district.domain import District
from scheduler.district.folder import DistrictRun, SchoolRun
from scheduler.district.whatif import (
    DistrictComparison,
    DistrictOutcome,
    Now,
    Task,
    Tried,
    look,
    outcome_of,
    try_school,
)
from scheduler.district.whatif_report import beside, data, text, write_html, write_xlsx
from scheduler.district.whatif_sums import summed
from scheduler.domain import Text
from scheduler.engine.solve import Stop
from scheduler.whatif.change import Scenario, changed
from scheduler.whatif.compare import Answer
from scheduler.whatif.error import ChangeError
from scheduler.whatif.measures import measure
from scheduler.whatif.reading import read_scenarios, scenarios_of
from scheduler.whatif.report.table import table
from scheduler.whatif.trying import Conditions

from .runs import district_of, solve
from .small import CLASSES, MUSIC, SCHOOLS, write

A, B, C = SCHOOLS
SPORT = "课时 三年级 体育 4 换=信息科技"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district's run; not to be changed."""
    folder = write(tmp_path_factory.mktemp("district") / "小学区")
    solve(folder, folder.parent / "run")
    return folder.parent / "run"


def scenario(*changes: str) -> Scenario:
    (found,) = scenarios_of(changes)
    return found


def task(out: Path, school: str, district: District | None = None, to: Path | None = None) -> Task:
    folder = out / DistrictRun.read(out).school[school].folder
    return Task(opened, folder, school, district or District("区", ()), Conditions(8.0), to)


def tried(out: Path, school: str, *changes: str) -> Tried:
    return try_school(task(out, school), scenario(*changes), stop=Stop())


# -- one school ----------------------------------------------------------------------------------------------------


def test_a_change_is_made_where_it_fits(out: Path) -> None:
    found = tried(out, A, SPORT)
    assert found.outcome is not None
    assert (found.outcome.answer, found.unfit) == (Answer.POSSIBLE, ())
    assert found.outcome.movement is not None
    assert (found.outcome.movement.added, found.outcome.movement.dropped) == (1, 1)


def test_a_grade_that_a_school_lacks_leaves_it_as_it_is(out: Path) -> None:
    found = tried(out, A, "作业上限 九年级 60")
    assert found.outcome is None
    assert found.written is None
    (why,) = found.unfit
    assert "九年级" in why.zh


def test_of_several_changes_those_that_fit_are_made(out: Path) -> None:
    found = tried(out, A, "作业上限 九年级 60", SPORT)
    assert found.outcome is not None
    assert len(found.outcome.changes) == 1
    assert len(found.unfit) == 1


def test_a_plan_that_is_broken_on_the_way_may_be_put_right_by_the_next_change(out: Path) -> None:
    """A lesson more is a lesson too many until another is taken away."""
    found = tried(out, A, "课时 三年级 体育 4", "课时 三年级 信息科技 0")
    assert found.unfit == ()
    assert found.outcome is not None
    assert found.outcome.answer is Answer.POSSIBLE


def test_a_change_is_for_the_schools_that_it_names(out: Path) -> None:
    here, there = tried(out, A, f"{SPORT} 学校={A}、{C}"), tried(out, B, f"{SPORT} 学校={A}、{C}")
    assert here.outcome is not None
    assert (there.outcome, there.unfit) == (None, ())


def test_school_is_for_districts_only(out: Path) -> None:
    plan = api.open_run(task(out, A).folder)[0]
    assert plan.read is not None
    with pytest.raises(ChangeError, match="school="):
        changed(plan.read, scenario(f"{SPORT} 学校={A}").changes, {})


# -- the whole -----------------------------------------------------------------------------------------------------


def now(out: Path) -> tuple[Now, ...]:
    return tuple(look(task(out, s), stop=Stop()) for s in SCHOOLS)


def test_a_name_that_fits_nowhere_is_a_failure(out: Path) -> None:
    words = scenario("作业上限 九年级 60")
    found = outcome_of(words, tuple(try_school(task(out, s), words, stop=Stop()) for s in (A, B)))
    assert (found.answer, found.code) == (Answer.FAILED, 3)
    assert found.cause is not None
    assert "九年级" in found.cause.zh


def test_what_does_not_fit_the_school_it_names_is_a_failure(out: Path) -> None:
    """Elsewhere it fits; but the bureau meant this one."""
    words = scenario(f"作业上限 九年级 60 学校={A}", f"{SPORT} 学校={B}")
    found = outcome_of(words, tuple(try_school(task(out, s), words, stop=Stop()) for s in (A, B)))
    assert found.code == 3
    assert found.cause is not None
    assert found.cause.zh.startswith(A)


def test_the_figures_of_the_whole_are_those_of_one_big_school(out: Path) -> None:
    """Sums are sums; a mean is over all people or classes, not a mean of means."""
    today = now(out)
    runs = [api.open_run(task(out, s).folder)[1] for s in SCHOOLS]
    each = [measure(run) for run in runs]
    found = summed(DistrictComparison("区", "run", today, ())).baseline.measures
    assert found is not None
    assert (found.kept, found.broken, found.cost) == tuple(
        sum(getattr(m, f) for m in each) for f in ("kept", "broken", "cost")
    )
    people = [n.counts.people for n in today]
    assert people == [8, 8, 8]
    assert found.gaps.mean == pytest.approx(
        sum(m.gaps.mean * n for m, n in zip(each, people, strict=True)) / 24, abs=0.01
    )
    assert found.gaps.most == max(m.gaps.most for m in each)
    assert {c.rule: c.cost for c in found.costs} == {
        rule: sum(c.cost for m in each for c in m.costs if c.rule == rule)
        for rule in {c.rule for m in each for c in m.costs}
    }


def test_a_mean_is_weighed_by_people(out: Path) -> None:
    first, *rest = now(out)
    many = replace(first, counts=replace(first.counts, people=100))
    plain = summed(DistrictComparison("区", "run", (first, *rest), ())).baseline.measures
    heavy = summed(DistrictComparison("区", "run", (many, *rest), ())).baseline.measures
    assert plain is not None
    assert heavy is not None
    all_alike = len({n.measures.loads.mean for n in (first, *rest)}) == 1
    assert all_alike or heavy.loads.mean != plain.loads.mean
    assert abs(heavy.gaps.mean - first.measures.gaps.mean) <= abs(plain.gaps.mean - first.measures.gaps.mean) + 0.01


@pytest.fixture(scope="module")
def compared(out: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[DistrictComparison, Path]:
    """Three scenarios, through the pool, with their runs."""
    to = tmp_path_factory.mktemp("office") / "tried"
    every = [scenario(SPORT), scenario(f"{SPORT} 学校={B}"), scenario(f"不可用 {MUSIC} 周一至周五")]
    return api.whatif_district(out, every, seconds=8, to=to, workers=2), to


def test_every_school_is_tried(compared: tuple[DistrictComparison, Path]) -> None:
    whole, one, none = compared[0].outcomes
    assert [name for name, _ in whole.tried] == list(SCHOOLS)
    assert [name for name, _ in one.tried] == [B]
    assert {o.answer for _, o in none.tried} == {Answer.IMPOSSIBLE}
    assert (whole.answer, one.answer, none.answer) == (Answer.POSSIBLE, Answer.POSSIBLE, Answer.IMPOSSIBLE)


def test_the_whole_adds_up(compared: tuple[DistrictComparison, Path]) -> None:
    found = compared[0]
    whole = summed(found).outcomes[0]
    moved = [o.movement.moved for _, o in found.outcomes[0].tried if o.movement]
    assert whole.movement is not None
    assert (whole.movement.moved, whole.movement.added) == (sum(moved), 3)
    assert whole.movement.of == 3 * 90
    assert all(name.split()[0] in SCHOOLS for name, _ in whole.movement.classes)


def test_a_scenario_is_a_run_of_the_district(out: Path, compared: tuple[DistrictComparison, Path]) -> None:
    """Audited as any other; the schools that it does not concern are as they were."""
    found, to = compared
    first, second = (to / o.name for o in found.outcomes[:2])
    audited = api.audit_district(first)
    assert not audited.broken
    assert {s.status for s in audited.run.schools} == {"solved"}
    file = DistrictRun.read(out).school[A].folder + "/timetable.csv"
    assert (second / file).read_bytes() == (out / file).read_bytes()
    assert (first / file).read_bytes() != (out / file).read_bytes()


def test_the_run_of_what_cannot_be_had_says_so(compared: tuple[DistrictComparison, Path]) -> None:
    found, to = compared
    run = DistrictRun.read(to / found.outcomes[2].name)
    assert {s.status for s in run.schools} == {"impossible"}
    assert all(s.why and MUSIC in s.why.zh for s in run.schools)


def test_it_is_said_in_both_languages_and_by_school(compared: tuple[DistrictComparison, Path], tmp_path: Path) -> None:
    found = compared[0]
    zh, en = text(found, "zh", 160), text(found, "en", 160)
    assert all(school in zh and school in en for school in SCHOOLS)
    assert "3/3 校可行" in zh
    assert "possible in 3 of 3" in en
    assert "0/3 校可行" in zh
    table = beside(found, "zh")
    assert [name for name, _ in table.lines] == [*SCHOOLS, "合计"]
    assert table.lines[0][1][1].text == "不涉及"
    write_xlsx(tmp_path / "b.xlsx", found)
    write_html(tmp_path / "p.html", found)
    page = (tmp_path / "p.html").read_text("utf-8")
    assert all(f'<th class="who">{school}</th>' in page for school in SCHOOLS)
    plain = data(found, "zh")
    assert [len(s["schools"]) for s in plain["by_school"]] == [3, 3, 3]


def test_a_week_limit_over_all_schools_is_seen(out: Path, tmp_path: Path) -> None:
    """Each school by itself has room for one lesson more; the teacher's week has not."""
    sheet: list[list[object]] = [
        ["姓名", "任教科目", "所属学校", "每日最多", "每周最多", "不可用时间"],
        [MUSIC, "音乐", None, 6, 18, "周五下午"],
        ["方圆", "美术", A, 6, 20, None],
    ]
    folder = write(tmp_path / "紧", 共用教师=sheet)
    solve(folder, tmp_path / "run")
    (found,) = api.whatif_district(tmp_path / "run", [scenario("课时 三年级 音乐 3 换=信息科技")], seconds=8).outcomes
    assert any(o.answer is Answer.POSSIBLE for _, o in found.tried)
    assert any(MUSIC in breach.zh for breach in found.lost), found.lost
    (whole,) = summed(DistrictComparison("区", "run", now(out), (found,))).outcomes
    assert any("全区核查新违反" in r.zh for r in whole.remarks)


def test_more_teachers_are_asked_of_the_whole(tmp_path: Path) -> None:
    """Nobody gives art anywhere: a new teacher goes where there is most of it."""
    folder = write(tmp_path / "缺", open_cells=[(c, "美术") for c in CLASSES],
                   共用教师=[["姓名", "任教科目", "每周最多"], [MUSIC, "音乐", 20]])  # fmt: skip
    district = district_of(folder)
    assert [t.id for t in district.teachers] == [MUSIC]
    schools = tuple(SchoolRun(s.name, "unknown", place=s.place) for s in district.schools)
    run = DistrictRun(district.name, "unknown", schools, source=str(folder))
    run.write(tmp_path / "run", district.content)
    (found,) = api.whatif_district(tmp_path / "run", scenarios_of(["增加教师 美术 1"])).outcomes
    assert found.found[0].zh.startswith("新增美术教师 1：")
    assert "6 节" in found.found[0].zh
    assert all(school in found.found[0].zh for school in SCHOOLS)
    assert found.found[1].zh == "全区每周缺课 18 → 0 节"
    assert found.code == 0


def test_more_teachers_of_one_school_is_refused(out: Path) -> None:
    found = api.whatif(task(out, A).folder, scenarios_of(["增加教师 美术 1"]))
    assert found.outcomes[0].answer is Answer.FAILED
    assert found.outcomes[0].cause is not None
    assert "区县" in found.outcomes[0].cause.zh


def test_a_school_that_nobody_knows_is_refused(out: Path) -> None:
    with pytest.raises(ChangeError, match=B):
        api.whatif_district(out, [scenario(f"{SPORT} 学校=西村小")])


def test_schools_without_a_timetable_are_told(out: Path, tmp_path: Path) -> None:
    run = DistrictRun.read(out)
    lost = {"status": "unknown", "folder": "", "why": Text("没排出", "none")}
    gone = [replace(s, **lost) if s.name == C else s for s in run.schools]  # type: ignore[arg-type]
    made = tmp_path / "run"
    replace(run, schools=tuple(gone), status="partial").write(made, (out / "district.xlsx").read_bytes())
    (made / "学校").symlink_to(out / "学校", target_is_directory=True)
    found = api.whatif_district(made, [scenario(SPORT)], seconds=5)
    assert [name for name, _ in found.left] == [C]
    assert "没有课表" in text(found, "zh", 120)


def test_a_stop_keeps_what_is_done(out: Path) -> None:
    stop = Stop()
    every = [scenario(SPORT), scenario("课时 四年级 体育 4 换=信息科技"), scenario("课时 五年级 体育 4 换=信息科技")]
    found = api.whatif_district(
        out, every, seconds=8, workers=1, stop=stop, tell=lambda done, of, what: stop.ask() if done == 4 else None
    )
    assert [o.name for o in found.outcomes] == [every[0].name]
    assert list(found.stopped) == [s.name for s in every[1:]]


def test_schools_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(f"- name: 一\n  changes:\n  - {{课时: {{年级: 三年级, 科目: 体育, 节数: 4, 学校: [{A}, {B}]}}}}\n"
                    f"  - 作业上限 三年级 60 学校={A}\n", "utf-8")  # fmt: skip
    (found,) = read_scenarios(path)
    assert [c["school"] for c in found.changes] == [f"{A}、{B}", A]
    assert found.changes[0].say("zh").endswith(f"（{A}、{B}）")
    assert found.changes[1].say("en").endswith(f"(at {A})")


def test_the_run_stays_as_it_was(out: Path) -> None:
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    api.whatif_district(out, [scenario(f"{SPORT} 学校={A}")], seconds=5, workers=1)
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


def test_what_cannot_be_had_everywhere_is_never_the_best(out: Path) -> None:
    """Two schools that stay as they are move nothing: that is no merit."""
    words = scenario(SPORT)
    one = try_school(task(out, A), words, stop=Stop())
    assert one.outcome is not None
    assert one.outcome.movement is not None
    none = replace(one.outcome, answer=Answer.IMPOSSIBLE, movement=None, measures=None)
    part = replace(one.outcome, movement=replace(one.outcome.movement, moved=0))
    whole = replace(one.outcome, movement=replace(one.outcome.movement, moved=5))
    outcomes = (
        DistrictOutcome("some", (), (replace(one, outcome=part), Tried(B, none))),
        DistrictOutcome("all", (), (replace(one, outcome=whole),)),
        DistrictOutcome("all too", (), (replace(one, outcome=replace(whole, seconds=1.0)),)),
    )
    found = summed(DistrictComparison("区", "run", now(out), outcomes))
    assert [o.answer for o in found.outcomes] == [Answer.IMPOSSIBLE, Answer.POSSIBLE, Answer.POSSIBLE]
    row = next(r for r in table(found, "zh").rows if r.key == "moved")
    assert [c.text for c in row.cells[1:]] == ["0", "5", "5"]
    assert not any(c.best for c in row.cells)
