"""Why there is no timetable: the fewest rules that cannot hold together, told with who asks them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constraints import catalogue
from scheduler.domain import School, Source
from scheduler.domain.tiny import tiny
from scheduler.engine.culprits import culprits
from scheduler.engine.outcome import Options
from scheduler.engine.precheck import shortages
from scheduler.engine.program import Expr, Program
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import Status, Stop
from scheduler.packs import say_document, together

from .schools import with_defaults

RULES = catalogue()
QUICK = Options(workers=1, rounds=1)
LAW = Source(pack="a", ref="A-1", quotation="每天一节体育课", document="《办法》", part="第二条")


def crossed() -> School:
    """Chinese before mathematics and mathematics before Chinese, on every day that has both."""
    school = with_defaults(tiny({"三1": "语2 数2"}, days=2, periods=2))
    there, back = (
        RULES["subject_order"].setting(first="语", then="数"),
        RULES["subject_order"].setting(first="数", then="语"),
    )
    once = RULES["subject_a_day"].setting(most=1)
    rest = tuple(s for s in school.settings if s.rule != "subject_a_day")
    mine = (replace(once, id="once"), replace(there, id="there"), replace(back, id="back", source=LAW))
    return replace(school, settings=(*rest, *mine))


def test_an_impossible_plan_names_the_fewest_rules_to_blame() -> None:
    answer = schedule(crossed(), RULES, QUICK)
    assert answer.status is Status.INFEASIBLE
    assert not answer.shortages
    assert {s.id for s in answer.culprits} == {"once", "there", "back"}


@pytest.mark.parametrize("least", ["once", "there", "back"])
def test_without_any_one_of_them_there_is_a_timetable(least: str) -> None:
    school = crossed()
    school = replace(school, settings=tuple(s for s in school.settings if s.id != least))
    assert schedule(school, RULES, replace(QUICK, until_first=True)).timetable is not None


def test_no_time_is_no_proof() -> None:
    program = Program()
    x = Expr({program.variable(): 1})
    program.require(x, lo=1, setting="a")
    program.require(x, hi=0, setting="b")
    assert culprits(program, (), 10, Stop()) == ("a", "b")
    assert culprits(program, ("a",), 10, Stop()) == ("b",)
    assert culprits(program, ("a", "b"), 10, Stop()) == ()
    assert culprits(program, (), 0, Stop()) == ()
    stopped = Stop()
    stopped.ask()
    assert culprits(program, (), 10, stopped) == ()


def test_they_are_told_with_document_and_cell() -> None:
    once, _, back = (s for s in crossed().settings if s.id in {"once", "there", "back"})
    said = together(RULES, (replace(once, source=Source(sheet="规则", cell="A2")), back))
    assert said.say("zh") == (
        "这 2 条不能同时满足（少了任何一条，别的都能满足）：\n"
        "    同科每天不重复：工作表 规则 A2\n"
        "    两科先后：《办法》第二条 A-1“每天一节体育课”\n"
        "  可以：在 规则 表把其中一条改成“尽量”"
    )
    assert "cannot hold together" in said.say("en")
    assert together(RULES, (back,)).say("zh").startswith("单是这一条，这份计划就满足不了：\n    两科先后：《办法》")
    assert "this one alone" in together(RULES, (back,)).say("en")


def test_too_few_lessons_of_sport_for_one_a_day_are_counted() -> None:
    """With the national pack and three PE lessons a week ``solve`` only said that rules contradict each other."""
    school = tiny({"三1": "体3 活1 语1", "四1": "体3 活2", "五1": "体4.5 语0.5"}, days=5, periods=1, morning=1)
    daily = replace(RULES["pe_or_activity_daily"].setting(), source=LAW)
    found = shortages(school, (daily,), {})
    assert [(s.who, s.need, s.have) for s in found] == [(("三1", "五1"), 5, 4)]
    assert "课程计划里只有 4 节（见 A-1“每天一节体育课”）\n  可以：" in found[0].say("zh")
    assert "the curriculum has 4 (see A-1“每天一节体育课”)\n  Maybe: " in found[0].say("en")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("减负工作计划", "《减负工作计划》"),
        ("《减负工作计划》", "《减负工作计划》"),
        ("教育部《劳动教育指导纲要》（教材〔2020〕4号）", "教育部《劳动教育指导纲要》（教材〔2020〕4号）"),
        ("", ""),
    ],
)
def test_a_document_has_one_pair_of_title_marks(document: str, said: str) -> None:
    """《中共中央 国务院《关于…的意见》（中发〔2007〕7号）》 stood in every report."""
    assert say_document(document) == said
