"""Who takes what: the candidates of one lesson, and all lessons together against every possibility."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.auditor import audit
from scheduler.cover import (
    Candidate,
    Candidates,
    CannotTakeError,
    CoverError,
    Fit,
    Kind,
    Need,
    Proposal,
    Record,
    Take,
    Why,
    counts,
    same_term,
)
from scheduler.cover.assign import assign
from scheduler.cover.candidates import needs, taken
from scheduler.cover.day import is_away
from scheduler.cover.judged import Judge, as_week, week
from scheduler.domain import HomeworkAllocation, School, Strength, Timetable, Verdict
from scheduler.domain.tiny import place, tiny

from .schools import MONDAY, RULES, TERM, asked, audit_day, away, days, lists, numbered, propose, setting, three_classes


def who(proposal: Proposal) -> dict[str, str | None]:
    return {o.need.held.course.id: o.chosen.teacher if o.chosen else None for o in proposal.offers}


def options(
    school: School, timetable: Timetable, absent: str = "张", records: Sequence[Record] = ()
) -> list[Candidate]:
    """All who may take the first open lesson of Monday, judged."""
    where = days(school, timetable, [*records, Record(Kind.AWAY, MONDAY, absent, number=99)])
    need = next(needs(where.held(MONDAY)))
    table = Candidates(where, RULES, MONDAY, {})
    found = table.judged([(need, c) for c in table.of(need)[0]])
    return sorted((c for c in found if isinstance(c, Candidate)), key=lambda c: c.order)


def test_those_who_know_the_subject_come_first() -> None:
    """Monday 1: 张 has 一1 语, 赵 一2 数, 周 一3 音. Free are 李 (Chinese of 一3) and 王 (maths of 一1)."""
    school, timetable = three_classes()
    school = lists(school, {"孙": ["语"], "吴": []})
    found = options(school, timetable)
    assert [(c.teacher, c.fit) for c in found] == [
        ("孙", Fit.SUBJECT), ("李", Fit.GRADE), ("王", Fit.CLASS), ("吴", Fit.OTHER),
    ]  # fmt: skip
    assert {c.teacher: c.today for c in found} == {"李": 2, "孙": 1, "王": 2, "吴": 1}


def test_of_those_who_took_as_many_the_one_with_fewer_lessons_that_day_takes_it() -> None:
    """孙 only lists the subject and has a free day; 李 teaches it in the grade and has a lesson already."""
    school, timetable = three_classes()
    proposal = propose(days(lists(school, {"孙": ["语"]}), timetable), MONDAY, "张:1")
    assert who(proposal) == {"一1语": "孙"}


def test_who_is_busy_away_or_closed_is_no_candidate() -> None:
    school, timetable = three_classes(away("李", "周一1"))
    assert "李" not in {c.teacher for c in options(school, timetable)}
    school, timetable = three_classes()
    gone = [Record(Kind.AWAY, MONDAY, "李", times="1", number=1)]
    assert "李" not in {c.teacher for c in options(school, timetable, records=gone)}
    gone = [Record(Kind.AWAY, MONDAY, "李", times="2-4", number=1)]
    assert "李" in {c.teacher for c in options(school, timetable, records=gone)}


def test_busy_by_the_clock_where_bells_differ() -> None:
    """一1's second lesson is 8:50–9:30; 七1's first 8:30–9:15 overlaps it, her second at 9:20 does too."""
    school = tiny(
        {"一1": "语1", "七1": "语2"}, {"张": "一1语", "李": "七1语"}, periods=3, morning=3, bells={"七": (510, 45)}
    )
    timetable = place(school, {"一1": ". 语 .", "七1": ". 语 语"})
    assert options(asked(school), timetable) == []
    free = place(school, {"一1": "语 . .", "七1": ". 语 语"})
    assert [c.teacher for c in options(asked(school), free)] == ["李"]
    touching = place(school, {"一1": "语 . .", "七1": "语 . 语"})
    assert options(asked(school), touching) == []  # 8:00–8:40 and 8:30–9:15


def test_meetings_keep_people_busy() -> None:
    school = tiny({"一1": "语1"}, {"张": "一1语", "李": "", "王": ""}, periods=2, meetings={"会": "李"})
    timetable = place(school, {"一1": "语 ."}, 会="1-1")
    assert [c.teacher for c in options(asked(school), timetable)] == ["王"]


def test_part_time_teachers_do_not_come_for_it() -> None:
    school = tiny({"一1": "语2"}, {"张": "一1语", "李": ""}, days=2, periods=2, part_time=["李"])
    timetable = place(school, {"一1": "语 . | 语 ."})
    assert options(asked(school), timetable) == []
    busy = tiny({"一1": "语1 数1"}, {"张": "一1语", "李": "一1数"}, periods=2, part_time=["李"])
    assert [c.teacher for c in options(asked(busy), place(busy, {"一1": "语 数"}))] == ["李"]


def test_the_limit_of_the_day_is_asked_of_the_rules() -> None:
    """王 has one lesson on Monday: at most one a day leaves him no other, at most two does."""
    for most, fine in ((1, False), (2, True)):
        school, timetable = three_classes(setting("teacher_day_load", ["王"], most=most))
        assert ("王" in {c.teacher for c in options(school, timetable)}) is fine
    school, timetable = three_classes(setting("teacher_week_load", ["王"], most=5))
    assert "王" not in {c.teacher for c in options(school, timetable)}


def test_a_wish_that_would_be_broken_is_said_and_costs() -> None:
    school, timetable = three_classes(setting("teacher_day_load", ["李"], Strength.SOFT, most=1))
    found = {c.teacher: c for c in options(school, timetable)}
    assert (found["李"].cost, [b.setting.rule for b in found["李"].wishes]) == (1000, ["teacher_day_load"])
    assert found["王"].cost == 0


def test_teachers_who_must_not_be_busy_at_once() -> None:
    """师徒错开: 李 and 赵 are never busy at the same time; 赵 teaches in Monday's first lesson."""
    school, timetable = three_classes(setting("teachers_apart", ["李", "赵"]))
    assert "李" not in {c.teacher for c in options(school, timetable)}
    school, timetable = three_classes(setting("teachers_apart", ["李", "王"]))
    assert {"李", "王"} <= {c.teacher for c in options(school, timetable)}  # asked apart: both may


def test_the_class_teacher_watches_self_study_as_the_last_resort() -> None:
    school, timetable = three_classes(setting("teacher_day_load", most=1))
    groups = tuple(replace(g, class_teacher="王") if g.id == "一1" else g for g in school.groups)
    school = replace(school, groups=groups)
    assert [(c.teacher, c.fit) for c in options(school, timetable)] == [("王", Fit.STUDY)]
    proposal = propose(days(school, timetable), MONDAY, "张")
    first = proposal.offers[0]
    assert first.chosen is not None
    assert proposal.records[1].kind is Kind.STUDY
    assert first.chosen.today == 1  # it is no lesson of his
    free, timetable = three_classes()
    free = replace(free, groups=groups)
    assert next(c for c in options(free, timetable) if c.teacher == "王").fit is Fit.CLASS


def test_nobody_left_is_explained() -> None:
    school = tiny({"一1": "语1", "一2": "语1", "一3": "语1"}, {"张": "一1语", "李": "一2语", "王": "一3语"}, periods=1)
    timetable = place(school, {"一1": "语", "一2": "语", "一3": "语"})
    (offer,) = propose(days(asked(school), timetable), MONDAY, "张").offers
    assert offer.left
    assert {r.teacher: r.why for r in offer.refusals} == {"张": Why.AWAY, "李": Why.BUSY, "王": Why.BUSY}
    assert offer.refusals[1].busy is not None
    school = lists(school, {"吴": ["语"]})
    first, second = propose(days(asked(school), timetable), MONDAY, "张", "李").offers
    assert first.left is not second.left
    left = first if first.left else second
    assert left.crowd == (2, ("吴",))


def test_nobody_is_in_two_places_even_where_no_rule_says_so() -> None:
    school = tiny({"一1": "语1", "一2": "语1"}, {"张": "一1语", "李": "一2语"}, periods=1)
    bare = replace(lists(school, {"吴": ["语"]}), settings=())
    proposal = propose(days(bare, place(school, {"一1": "语", "一2": "语"})), MONDAY, "张", "李")
    assert sorted(o.left for o in proposal.offers) == [False, True]


def test_a_double_that_nobody_can_take_whole_is_shared() -> None:
    school = tiny({"一1": "美1x2", "一2": "语2"}, {"张": "一1美", "李": "一2语"}, periods=4, morning=4)
    school = lists(school, {"吴": []})
    timetable = place(school, {"一1": ". 美 美 .", "一2": ". 语 . 语"})
    whole = propose(days(asked(school), timetable), MONDAY, "张")
    assert [(len(o.need.held.slots), o.chosen and o.chosen.teacher) for o in whole.offers] == [(2, "吴")]
    parts = propose(days(asked(school), timetable), MONDAY, "张", "吴:3")
    assert [o.chosen and o.chosen.teacher for o in parts.offers] == ["吴", "李"]
    assert audit_day(school, timetable, numbered((), parts.records), MONDAY, 1) == []


# -- decisions ---------------------------------------------------------------------------------------------------------


def test_what_somebody_decided_is_kept() -> None:
    school, timetable = three_classes()
    proposal = propose(days(school, timetable), MONDAY, "张", takes={1: Take("王")})
    assert who(proposal)["一1语"] == "王"


@pytest.mark.parametrize(
    ("takes", "said"),
    [({1: Take("赵")}, "不能代"), ({1: Take("张")}, "不能代"), ({3: Take("王")}, "没有第 3 项"),
     ({1: Take(study=True)}, "班主任"), ({1: Take("没有这人")}, "不能代")],
)  # fmt: skip
def test_what_cannot_be_is_refused(takes: dict[int, Take], said: str) -> None:
    school, timetable = three_classes()
    with pytest.raises(CoverError) as error:
        propose(days(school, timetable), MONDAY, "张", takes=takes)
    assert said in error.value.text.zh


def test_one_person_cannot_be_decided_for_two_at_once() -> None:
    school, timetable = three_classes()
    school = lists(school, {"吴": []})
    with pytest.raises(CannotTakeError):
        propose(days(school, timetable), MONDAY, "张", "赵", takes={1: Take("吴"), 2: Take("吴")})
    assert propose(days(school, timetable), MONDAY, "张", "赵", takes={1: Take("吴")})


def test_a_decision_against_the_limit_of_the_day_says_the_rule() -> None:
    school, timetable = three_classes(setting("teacher_day_load", ["王"], most=1))
    with pytest.raises(CannotTakeError) as error:
        propose(days(school, timetable), MONDAY, "张", takes={1: Take("王")})
    assert error.value.refusal is not None
    assert [b.setting.rule for b in error.value.refusal.breaches] == ["teacher_day_load"]


def test_two_lessons_of_which_each_alone_is_within_the_limit() -> None:
    """吴 may take one a day: both open lessons lie apart, and he gets one of them."""
    school, timetable = three_classes(
        setting("teacher_day_load", ["吴"], most=1), *(away(t, "周一") for t in "李王赵周")
    )
    proposal = propose(days(lists(school, {"吴": []}), timetable), MONDAY, "张")
    assert sorted(o.chosen.teacher if o.chosen else "" for o in proposal.offers) == ["", "吴"]


# -- together, against every possibility -------------------------------------------------------------------------------

Score = tuple[int, int, int, int, int]


def score(open_needs: Sequence[Need], chosen: Sequence[Candidate | None], table: Candidates) -> Score | None:
    """What the docstring of ``assign`` puts in order, summed up anew; None where the choice may not be."""
    by_teacher: dict[str, list[tuple[Need, Candidate]]] = {}
    for need, c in zip(open_needs, chosen, strict=True):
        if c is not None:
            by_teacher.setdefault(c.teacher, []).append((need, c))
    fairness = loads = 0
    for name, mine in by_teacher.items():
        slots = [s for need, _ in mine for s in need.held.slots]
        if any(a.overlaps(b) for i, a in enumerate(slots) for b in slots[:i]):
            return None
        more = [taken(need, name, c.fit, MONDAY) for need, c in mine]
        if any(b.hard for b in table.breaches({name: more})[name]):
            return None
        periods = len(slots)
        fairness += sum(mine[0][1].taken + k for k in range(periods))
        loads += sum(table.load(name) + k for k in range(periods))
    sizes = [len(n.held.slots) for n in open_needs]
    return (
        sum(n for n, c in zip(sizes, chosen, strict=True) if c is None),
        sum(n * c.fit.lack for n, c in zip(sizes, chosen, strict=True) if c is not None),
        fairness, loads, sum(c.fit.rank for c in chosen if c is not None),
    )  # fmt: skip


def random_school(rng: random.Random) -> tuple[School, Timetable]:
    """Three classes of three periods on one day; teachers drawn, limits drawn."""
    staff: dict[str, list[str]] = {name: [] for name in "张李王赵周"}
    subjects = {"语": 1, "数": 1, "美": 1}
    rows: dict[str, str] = {}
    for klass in ("一1", "一2", "二1"):
        order = rng.sample(list(subjects), 3)
        for period, subject in enumerate(order):
            busy = {t for other, row in rows.items() for t in [_teacher(staff, other, row.split()[period])]}
            free = [t for t in staff if t not in busy]
            staff[rng.choice(free)].append(klass + subject)
        rows[klass] = " ".join(order)
    school = tiny(
        dict.fromkeys(rows, "语1 数1 美1"), {t: " ".join(words) for t, words in staff.items()}, periods=3, morning=3
    )
    limits = [setting("teacher_day_load", [t], most=rng.choice([1, 2, 3, 3])) for t in staff if rng.random() < 0.6]
    runs = [setting("teacher_run", [t], most=2) for t in staff if rng.random() < 0.3]
    return asked(lists(school, {"吴": [rng.choice("语数美")]}), *limits, *runs), place(school, rows)


def _teacher(staff: dict[str, list[str]], klass: str, subject: str) -> str:
    return next((t for t, words in staff.items() if klass + subject in words), "")


@pytest.mark.parametrize("seed", range(25))
def test_together_it_is_the_best_of_all_possibilities(seed: int) -> None:
    rng = random.Random(seed)
    school, timetable = random_school(rng)
    absent = rng.sample("张李王赵周", rng.choice([1, 2]))
    where = days(school, timetable, [Record(Kind.AWAY, MONDAY, t, number=n) for n, t in enumerate(absent, 1)])
    open_needs = [replace(n, number=i) for i, n in enumerate(needs(where.held(MONDAY)), 1)]
    if len(open_needs) > 4:
        open_needs = open_needs[:4]
    so_far = {t: rng.choice([0, 0, 0, 1, 2]) for t in "张李王赵周吴"}
    table = Candidates(where, RULES, MONDAY, so_far)
    free = {n.number: table.of(n)[0] for n in open_needs}
    found = assign(open_needs, free, table)
    best = min(s for choice in product(*([None, *free[n.number]] for n in open_needs))
               if (s := score(open_needs, choice, table)) is not None)  # fmt: skip
    assert score(open_needs, [found.chosen.get(n.number) for n in open_needs], table) == best


# -- never in two places -----------------------------------------------------------------------------------------------

ABSENCES = st.lists(
    st.tuples(st.sampled_from("张李王赵周孙吴"), st.sampled_from(["", "上午", "下午", "2-3", "1", "4"])),
    min_size=1, max_size=4, unique_by=lambda x: x[0],
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(rounds=st.lists(st.tuples(st.integers(0, 4), ABSENCES), min_size=1, max_size=3))
def test_nobody_is_ever_in_two_places(rounds: list[tuple[int, list[tuple[str, str]]]]) -> None:
    """Any absences on any days of a week, one after the other on top of what was recorded: an audit by the clock that
    shares nothing with the program finds no lesson without somebody but those that were said to be left."""
    school, timetable = three_classes(setting("teacher_day_load", most=3))
    school = lists(school, {"孙": ["语"], "吴": ["数"]})
    groups = tuple(replace(g, class_teacher="王") if g.id == "一1" else g for g in school.groups)
    school = replace(school, groups=groups)
    records: tuple[Record, ...] = ()
    for day, absences in rounds:
        when = MONDAY + timedelta(days=day)
        proposal = propose(days(school, timetable, records), when, *(":".join(x) if x[1] else x[0] for x in absences))
        records += numbered(records, proposal.records)
        left = Counter(o.need.held.course.id for o in proposal.offers if o.left)
        where = days(school, timetable, records)
        for n in range(5):
            each = MONDAY + timedelta(days=n)
            gone = where.away(each)
            there = ((t, slot) for h in where.held(each) for slot in h.slots for t in h.teachers)
            assert not [t for t, slot in there if t in gone and is_away(gone[t], slot)]
            wrong = audit_day(school, timetable, records, each, n + 1)
            assert [w for w in wrong if not w.startswith("nobody")] == []
            if n == day:
                assert Counter(w.split()[2] for w in wrong) == left


@pytest.mark.parametrize("seed", range(6))
def test_a_week_with_everything_arranged_passes_the_whole_audit(seed: int) -> None:
    """No rule that must hold is broken that was not before: the program's audit of the week as it is held."""
    rng = random.Random(seed)
    school, timetable = three_classes(setting("teacher_day_load", most=3), setting("teacher_run", most=2))
    school = lists(school, {"孙": ["语"], "吴": ["数"]})
    proposal = propose(days(school, timetable), MONDAY, *rng.sample("张李王赵周", 2))
    judge = Judge(school, RULES)
    everybody = frozenset(school.teacher)
    before, after = (judge.found(week(d, MONDAY), everybody) for d in (days(school, timetable), proposal.days))
    assert [b for b in judge.breaches(before, after) if b.hard] == []
    view = as_week(school, week(proposal.days, MONDAY), everybody)
    entries = audit(view.school, view.timetable, HomeworkAllocation(), RULES).hard_broken
    assert {e.setting.rule for e in entries} <= {"weekly_lessons"}
    assert all(e.verdict is Verdict.BROKEN for e in entries)


# -- fairness ----------------------------------------------------------------------------------------------------------


def test_through_a_term_everybody_takes_as_many() -> None:
    """张 is away on ten Mondays and Tuesdays, two lessons each; five alike who are free take turns: 8 lessons each."""
    school, timetable = three_classes(*(away(t, "周一；周二") for t in "李王赵周"))
    school = lists(school, {name: ["语"] for name in "甲乙丙丁戊"})
    records: tuple[Record, ...] = ()
    total = 0
    for n in range(20):
        when = MONDAY + timedelta(weeks=n // 2, days=n % 2)
        proposal = propose(days(school, timetable, records), when, "张")
        assert all(not o.left for o in proposal.offers)
        total += len(proposal.offers)
        records += numbered(records, proposal.records)
    tally = {c.teacher: c for c in counts(days(school, timetable, records))}
    assert total == 40
    assert {name: tally[name].total for name in "甲乙丙丁戊"} == dict.fromkeys("甲乙丙丁戊", 8)
    assert (tally["张"].given, tally["张"].total) == (40, 0)
    assert tally["甲"].taken == ((Fit.SUBJECT, 8),)


def test_the_tally_follows_the_term_from_one_run_to_the_next() -> None:
    """Records stay in their run's folder: with every new timetable of the term all began at nothing again. What both
    runs say of a date is counted once, as the one has it that is asked."""
    school, timetable = three_classes(*(away(t, "周一；周二") for t in "李王赵周"))
    school = lists(school, {name: ["语"] for name in "甲乙丙丁"})
    old = days(school, timetable, numbered((), propose(days(school, timetable), MONDAY, "张").records))
    first = {c.teacher for c in counts(old) if c.total}
    new = replace(days(school, timetable), others=(old,))
    assert counts(new) == counts(old)
    proposal = propose(new, MONDAY + timedelta(days=1), "张")
    second = {o.chosen.teacher for o in proposal.offers if o.chosen}
    assert first | second == set("甲乙丙丁")

    again = replace(days(school, timetable, numbered((), propose(new, MONDAY, "张").records)), others=(old,))
    assert {c.teacher: c.total for c in counts(again)} == {"张": 0, **dict.fromkeys(second, 1)}
    assert same_term(new, old)
    later = replace(TERM, first=date(2027, 2, 22), last=date(2027, 7, 9))
    assert not same_term(new, days(asked(school, calendar=later), timetable))


def test_who_could_not_come_after_all_is_not_counted() -> None:
    school, timetable = three_classes()
    first = propose(days(school, timetable), MONDAY, "张")
    records = numbered((), first.records)
    taker = first.offers[0].chosen
    assert taker is not None
    second = propose(days(school, timetable, records), MONDAY, taker.teacher)
    records += numbered(records, second.records)
    tally = {c.teacher: c.total for c in counts(days(school, timetable, records))}
    held = days(school, timetable, records).held(MONDAY)
    assert tally.get(taker.teacher, 0) == 0
    assert sum(tally.values()) == sum(len(h.slots) for h in held if h.away and h.course.groups and h.teachers)


def test_who_is_away_himself_took_nothing_though_nobody_else_is_found() -> None:
    school = tiny({"一1": "语1", "一2": "数1"}, {"张": "一1语", "李": "一2数"}, periods=2)
    timetable = place(school, {"一1": "语 .", "一2": ". 数"})
    records = numbered((), propose(days(asked(school), timetable), MONDAY, "张").records)
    records += numbered(records, [Record(Kind.AWAY, MONDAY, "李")])
    found = {c.teacher: (c.given, c.total) for c in counts(days(asked(school), timetable, records))}
    assert found == {"张": (1, 0), "李": (1, 0)}


def test_no_date_no_proposal() -> None:
    school, timetable = three_classes()
    with pytest.raises(CoverError):
        propose(days(school, timetable), date(2026, 9, 12), "张")
    with pytest.raises(CoverError):
        propose(days(school, timetable), MONDAY, "没有这人")


def test_what_is_known_already_is_not_recorded_twice() -> None:
    school, timetable = three_classes()
    records = numbered((), propose(days(school, timetable), MONDAY, "张").records)
    assert propose(days(school, timetable, records), MONDAY, "张").records == ()
    assert propose(days(school, timetable, records), MONDAY, "张:上午").records == ()
    assert len(propose(days(school, timetable, records), MONDAY, "李").records) > 0
