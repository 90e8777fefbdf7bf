"""Many scenarios: what fails stops no other, a process that dies takes nothing with it, a stop keeps what is done."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from constraints import catalogue
from scheduler.auditor import audit
from scheduler.domain import Text
from scheduler.engine.outcome import Options
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import Stop
from scheduler.errors import Impossible, NoTimetable, RunError
from scheduler.explain.explanation import Explanation, Verdict
from scheduler.explain.search import Search
from scheduler.intake import read_plan
from scheduler.output import Run
from scheduler.whatif import scenarios as running
from scheduler.whatif import trying
from scheduler.whatif.change import Change, Scenario
from scheduler.whatif.compare import Answer
from scheduler.whatif.repair import Stays
from scheduler.whatif.scenarios import compare
from scheduler.whatif.trying import HELP, Baseline, Conditions, attempt
from tests.intake.books import sheets, write_book

AWAY = Change.of("absent", teacher="赵强", times="周一1")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Baseline:
    """A school of two classes, solved."""
    path = write_book(tmp_path_factory.mktemp("plan") / "plan.xlsx", sheets())
    plan = read_plan(path, catalogue())
    assert plan.school is not None, plan.problems
    answer = schedule(plan.school, catalogue(), Options(seconds=20, until_first=True, workers=1))
    assert answer.timetable is not None
    proof = audit(plan.school, answer.timetable, answer.homework, catalogue())
    run = Run(plan.school, answer.timetable, answer.homework, proof, (), catalogue(), {})
    return Baseline("结果", plan, path.read_bytes(), run)


def one(name: str, *changes: Change, note: Any = "") -> Scenario:
    return Scenario(name, changes or (AWAY,), note)


def raising(error: Exception) -> Callable[..., Any]:
    def repair(*_: object) -> None:
        raise error

    return repair


def test_a_scenario_that_can_be_had_has_all_its_figures(base: Baseline) -> None:
    made = attempt(base, one("甲"), Conditions(seconds=5, keep=True), Stop())
    outcome = made.outcome
    assert outcome.answer is Answer.POSSIBLE, outcome.cause
    assert outcome.movement is not None
    assert outcome.measures is not None
    assert made.run is not None
    assert outcome.measures.cost == made.run.audit.cost
    assert made.content != base.content
    slot = {p.start for p in made.run.timetable.placements if p.course.endswith("数学")}
    assert all(made.run.school.grid.slot[s].day > 1 or made.run.school.grid.slot[s].period > 1 for s in slot)


@pytest.mark.parametrize(
    ("error", "answer", "words"),
    [
        (NoTimetable(3), Answer.UNKNOWN, "3 秒"),
        (Impossible((Stays(("三1 数学",)),)), Answer.IMPOSSIBLE, "三1 数学"),
        (RunError(Text("读不了\n  可以：另存", "no\n  Maybe: save")), Answer.FAILED, "读不了"),
        (ValueError("x"), Answer.FAILED, "程序出错：ValueError: x"),
    ],
)
def test_what_goes_wrong_is_an_outcome(
    base: Baseline, monkeypatch: pytest.MonkeyPatch, error: Exception, answer: Answer, words: str
) -> None:
    monkeypatch.setattr(trying, "repair", raising(error))
    found = compare(base, [one("甲"), one("乙")], Conditions(), processes=1)
    assert [o.answer for o in found.outcomes] == [answer, answer]
    assert words in found.outcomes[0].cause.zh  # type: ignore[union-attr]
    assert (found.outcomes[0].code != 0) == (answer is Answer.FAILED)


def test_advice_in_an_error_is_the_remedy(base: Baseline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "repair", raising(RunError(Text("读不了\n  可以：另存", "no\n  Maybe: save"))))
    (outcome,) = compare(base, [one("甲")], Conditions()).outcomes
    assert outcome.cause == Text("读不了", "no")
    assert outcome.remedy == Text("另存", "save")


def test_a_cause_is_looked_for_where_nothing_fits(base: Baseline) -> None:
    """赵强 has 8 of the 10 periods of the week; on two days he is not there. The remedy takes the change back."""
    gone = Change.of("absent", teacher="赵强", times="周一；周二")
    outcome = attempt(base, one("甲", gone), Conditions(seconds=5), Stop()).outcome
    assert outcome.answer is Answer.IMPOSSIBLE
    assert "赵强" in outcome.cause.zh  # type: ignore[union-attr]
    assert "赵强" in outcome.cause.en  # type: ignore[union-attr]
    assert "\n" not in outcome.cause.zh  # type: ignore[union-attr]
    assert outcome.remedy is not None
    assert outcome.remedy.zh.endswith("〔已试排，可行〕")


def test_a_cause_that_counting_shows_is_told_at_once(base: Baseline, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every teacher, class and set of rooms was looked at as well, and three remedies tried: 15 s for what counting
    shows in milliseconds. Only a timetable that breaks least needs all of it."""
    searched: list[bool] = []
    monkeypatch.setattr(Search, "alone", lambda self, tell: searched.append(True))
    gone = Change.of("absent", teacher="赵强", times="周一；周二")
    outcome = attempt(base, one("甲", gone), Conditions(seconds=5), Stop()).outcome
    assert "赵强" in outcome.cause.zh  # type: ignore[union-attr]
    assert outcome.remedy.zh.endswith("〔已试排，可行〕")  # type: ignore[union-attr]
    assert not searched
    assert attempt(base, one("甲", gone), Conditions(seconds=5, anyway=True), Stop()).outcome.answer is Answer.BROKEN
    assert searched


@pytest.mark.parametrize(("seconds", "least", "most"), [(3.0, 1.0, 3.0), (100.0, HELP, HELP)])
def test_remedies_are_tried_while_the_scenario_has_time(
    base: Baseline, monkeypatch: pytest.MonkeyPatch, seconds: float, least: float, most: float
) -> None:
    asked: dict[str, Any] = {}

    def explained(*_: object, **more: Any) -> Explanation:
        asked.update(more)
        return Explanation(Verdict.IMPOSSIBLE)

    monkeypatch.setattr(trying, "explain", explained)
    gone = Change.of("absent", teacher="赵强", times="周一；周二")
    attempt(base, one("甲", gone), Conditions(seconds=seconds), Stop())
    assert least <= asked["helping"] <= most


def test_a_stop_begins_no_other_and_names_those_left(base: Baseline, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Stop()
    found = compare(
        base, [one("甲"), one("乙"), one("丙")], Conditions(seconds=5), processes=1, stop=stop,
        tell=lambda done, outcome: stop.ask(),
    )  # fmt: skip
    assert [o.name for o in found.outcomes] == ["甲"]
    assert found.stopped == ("乙", "丙")


class Deadly:
    """Ends the process that reads it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (9,)


def test_a_process_that_dies_takes_no_other_scenario_with_it(base: Baseline) -> None:
    told: list[str] = []
    found = compare(
        base, [one("甲"), one("死", note=Deadly()), one("乙")], Conditions(seconds=5),
        tell=lambda done, outcome: told.append(outcome.name),
    )  # fmt: skip
    assert [(o.name, o.answer) for o in found.outcomes] == [
        ("甲", Answer.POSSIBLE), ("死", Answer.FAILED), ("乙", Answer.POSSIBLE),
    ]  # fmt: skip
    assert "进程意外结束" in found.outcomes[1].cause.zh  # type: ignore[union-attr]
    assert sorted(told) == sorted(["甲", "乙", "死"])


def test_runs_are_kept_one_by_one_under_names_that_are_no_paths(base: Baseline) -> None:
    kept: list[str] = []

    def keep(name: str, run: Run, content: bytes) -> str:
        assert run.record["whatif"]["scenario"]
        kept.append(name)
        if len(kept) == 2:
            raise RunError(Text("磁盘满了", "the disk is full"))
        return f"x/{name}"

    named = [one("../甲"), one("_甲", Change.of("absent", teacher="赵强", times="周一2")), one("甲/乙")]
    found = compare(base, named, Conditions(seconds=5), processes=1, keep=keep)
    assert len({k.casefold() for k in kept}) == 3
    assert not any("/" in k or ".." in k for k in kept)
    assert [o.folder for o in found.outcomes] == [f"x/{kept[0]}", "", f"x/{kept[2]}"]
    assert (found.outcomes[1].code, found.outcomes[1].cause) == (4, Text("磁盘满了", "the disk is full"))


def test_names_that_differ_in_capitals_have_folders_of_their_own() -> None:
    assert running._folders([one("A"), one("a"), one("A")]) == ["A", "a(2)", "A(3)"]


def test_one_number_alone_is_a_point_of_a_sweep() -> None:
    cap = Change("homework_cap", (("grades", "五年级"), ("minutes", "45")))
    assert trying._points(one("甲", cap)) == (("homework_cap", "minutes: grades=五年级", 45.0),)
    assert trying._points(one("甲", cap, AWAY)) == ()
    assert trying._points(one("甲", AWAY)) == ()


def test_the_plan_is_read_from_its_bytes_not_its_place(base: Baseline, tmp_path: Path) -> None:
    """A run of the journal has no folder: its plan is bytes alone."""
    made = attempt(base, one("甲"), Conditions(seconds=5, keep=True), Stop())
    (tmp_path / "plan.xlsx").write_bytes(made.content)
    again = read_plan(tmp_path / "plan.xlsx", catalogue())
    assert again.school is not None
    assert again.school.closed_to_teacher["赵强"]
