"""Exchanges where no single move is free: of two, of three, of two whole times."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain import School, Scope, Times, Timetable
from scheduler.domain.tiny import place, tiny
from scheduler.moves import Chain, Fit

from .schools import RULES, Solved, asked, ready

FULL = ("class_clash", "teacher_clash", "room_places", "class_week_full")


def starts(chain: Chain) -> dict[str, str]:
    return {m.course: m.start.removeprefix("铃/1-") for m in chain.moves}


def nothing_free(before: Solved, course: str) -> bool:
    return all(o.fit in (Fit.HERE, Fit.BREAKS) for o in before.moves.where(course, "#1"))


def closed(school: School, teacher: str, times: str) -> School:
    away = RULES["forbidden_times"].setting(
        f"{teacher}不在", scope=Scope(teachers=frozenset({teacher})), times=Times.parse(times)
    )
    return replace(school, settings=(*school.settings, away))


def test_two_lessons_change_places() -> None:
    school = asked(tiny({"一1": "语1 数1"}, periods=2), *FULL)
    before = ready(school, place(school, {"一1": "语 数"}))
    assert nothing_free(before, "一1语")
    (chain,) = before.moves.chains("一1语", "#1").found
    assert starts(chain) == {"一1语": "2", "一1数": "1"}
    assert chain.lessons == 2


def three() -> Solved:
    """数's teacher is not there in lesson 1, so it cannot just take 语's place."""
    school = closed(asked(tiny({"一1": "语1 数1 英1"}, {"李": "一1数"}, periods=3), *FULL), "李", "周一1")
    return ready(school, place(school, {"一1": "语 数 英"}))


def test_three_lessons_where_two_do_not_do() -> None:
    before = three()
    assert nothing_free(before, "一1语")
    assert before.moves.chains("一1语", "#1", "铃/1-2", longest=2).found == ()
    (chain,) = before.moves.chains("一1语", "#1", "铃/1-2").found
    assert starts(chain) == {"一1语": "2", "一1数": "3", "一1英": "1"}
    after = before.moves.apply(chain.moves)
    assert after == place(before.school, {"一1": "英 语 数"})


def test_two_times_change_for_all_whom_that_concerns() -> None:
    """张 teaches 语 to both classes and 李 数: what one class exchanges the other has to exchange too."""
    school = asked(
        tiny({"一1": "语1 数1", "一2": "语1 数1"}, {"张": "一1语 一2语", "李": "一1数 一2数"}, periods=2), *FULL
    )
    before = ready(school, place(school, {"一1": "语 数", "一2": "数 语"}))
    (chain,) = before.moves.chains("一1语", "#1").found
    assert (chain.lessons, len(chain.moves)) == (4, 4)
    assert before.moves.apply(chain.moves) == place(school, {"一1": "数 语", "一2": "语 数"})


def test_a_double_changes_with_two_single_lessons() -> None:
    school = asked(tiny({"一1": "数1x2 语1 英1"}, periods=4, morning=4), *FULL)
    before = ready(school, place(school, {"一1": "数 数 语 英"}))
    found = [starts(c) for c in before.moves.chains("一1数", "#1", "铃/1-3").found]
    assert {"一1数": "3", "一1语": "1", "一1英": "2"} in found


def test_a_full_ground_is_cleared() -> None:
    """Nobody of the class is in the way, but the ground is taken by another class."""
    school = asked(tiny({"一1": "体1", "一2": "体1"}, periods=2, rooms={"操场": ("体", 1)}), *FULL[:3])
    before = ready(school, place(school, {"一1": "体 .", "一2": ". 体"}))
    (chain,) = before.moves.chains("一1体", "#1").found
    assert starts(chain) == {"一1体": "2", "一2体": "1"}


def test_odd_and_even_weeks() -> None:
    school = asked(tiny({"一1": "音0.5 美0.5 语1"}, periods=2), *FULL)
    before = ready(school, place(school, {"一1": "音/美 语"}))
    found = {
        tuple(sorted((m.course, m.weeks.value) for m in c.moves)) for c in before.moves.chains("一1音", "#1").found
    }
    assert (("一1美", "odd"), ("一1音", "even")) in found
    assert all(len(names) in (2, 3) for names in found)


def test_the_best_comes_first_and_none_twice() -> None:
    school = tiny({"一1": "语2 数2 英2 音2"}, days=2, periods=4)
    before = ready(asked(school, *FULL, "main_in_morning"), place(school, {"一1": "音 音 语 语 | 数 英 数 英"}))
    chains = before.moves.chains("一1语", "#1").found
    assert 1 < len(chains) <= 20
    assert [c.cost for c in chains] == sorted(c.cost for c in chains)
    assert chains[0].cost < 0
    results: list[Timetable] = [before.moves.apply(c.moves) for c in chains]
    weeks = [tuple(sorted((p.course, p.start) for p in r.placements)) for r in results]
    assert len(set(weeks)) == len(weeks)


def test_a_lock_stays() -> None:
    before = three()
    fixed = RULES["fixed_time"].setting("固", scope=Scope(subjects=frozenset({"英"})), times=Times.parse("周一3"))
    locked = replace(before.school, settings=(*before.school.settings, fixed))
    assert ready(locked, before.timetable).moves.chains("一1语", "#1").found == ()
