"""A finding is a proof: what a timetable keeps is never found short; and the flows find all that one person's or one
room's week can show."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product
from pathlib import Path

import pytest

from constraints import catalogue
from samples.generate import build
from samples.profile import profile_names
from samples.write import save
from scheduler import api
from scheduler.domain import RuleSetting, School, Scope, Times, Timetable, View
from scheduler.domain.tiny import place, tiny
from scheduler.engine.board import SolverBoard
from scheduler.engine.model import forbidden, live, post
from scheduler.engine.precheck import shortages
from scheduler.engine.solve import Limits, Status, solve

from .asking import HARD, ask, basic, counted, of

RULES = catalogue()
SAMPLES = Path(__file__).parents[3] / "samples"
DAYS, PERIODS, MORNING = 3, 5, 3
DAILY = ("pe_or_activity_daily", "activity_on_no_pe_day", "class_week_full", "pe_once_a_day", "pe_not_first")
NOBODY_IN_TWO_PLACES = ("class_clash", "teacher_clash", "room_places")
SPORT = ("体", "活")
SUBJECTS = "语数英体音美科活"


def drawn(seed: int) -> tuple[School, Timetable]:
    """A school and the timetable it was made from: two bell schedules, doubles, odd and even weeks, meetings, rooms."""
    rng = random.Random(seed)
    late = {"七": (rng.choice((485, 500, 505)), 45)} if seed % 3 else {}
    rows = {f"{g}{i}": _row(rng, odd=seed % 2 == 1) for i, g in enumerate(rng.choices("一七" if late else "一二", k=4))}
    plan = {c: _plan(row) for c, row in rows.items()}
    staff: dict[str, list[str]] = {}
    taken: dict[str, set[tuple[str, int]]] = {}
    for klass, row in rows.items():
        for subject in sorted({w for word in row for w in word.split("/")} - {"."}):
            times = {(klass[0], i) for i, word in enumerate(row) if subject in word.split("/")}
            near = {(g, i + d) for g, i in times for g in "一二七" for d in ((0,) if g == klass[0] else (-1, 0, 1))}
            name = rng.choice([t for t in (*taken, f"师{len(taken)}") if not taken.get(t, set()) & near])
            taken.setdefault(name, set()).update(times)
            staff.setdefault(name, []).append(klass + subject)
    sport = [{i + d for i, w in enumerate(row) if w in SPORT for d in (-1, 0, 1)} for row in rows.values()]
    at_once = max(sum(i in times for times in sport) for i in range(DAYS * PERIODS))
    rooms = {"操场": ("".join(SPORT), max(1, at_once)), "专室": ("科", 4), "甲室": ("音美", 4)}
    busy = {i + d for _, i in taken["师0"] for d in (-1, 0, 1)}
    free = [i for i in range(DAYS * PERIODS) if i not in busy]
    meeting = {"会": "师0 客"} if free else {}
    school = tiny(
        plan, {t: " ".join(words) for t, words in staff.items()}, days=DAYS, periods=PERIODS, morning=MORNING,
        rooms=rooms, bells={g: b for g, b in late.items() if any(c[0] == g for c in rows)}, meetings=meeting,
        part_time=["师0"],
    )  # fmt: skip
    when = {"会": f"{free[0] // PERIODS + 1}-{free[0] % PERIODS + 1}"} if free else {}
    return school, place(school, {c: _days(row) for c, row in rows.items()}, **when)


def _days(row: list[str]) -> str:
    return " | ".join(" ".join(row[d * PERIODS : (d + 1) * PERIODS]) for d in range(DAYS))


def _row(rng: random.Random, odd: bool) -> list[str]:
    row = [rng.choice(SUBJECTS + ".") for _ in range(DAYS * PERIODS)]
    for start in rng.sample(range(DAYS * PERIODS - 1), 3):
        if start % PERIODS not in (MORNING - 1, PERIODS - 1):
            row[start + 1] = row[start]
    for noon in range(MORNING, DAYS * PERIODS, PERIODS):  # no double runs over noon
        if row[noon] == row[noon - 1]:
            row[noon] = "."
    if odd:
        row[rng.randrange(len(row))] = "音/美"
    return row


def _plan(row: list[str]) -> str:
    """The week's lessons by subject, two in a row of a half-day as a double lesson."""
    words = []
    for subject in sorted({w for word in row for w in word.split("/")} - {"."}):
        doubles, i, singles = 0, 0, sum(word == subject for word in row)
        while i < len(row) - 1:
            inside = i % PERIODS not in (MORNING - 1, PERIODS - 1)
            if row[i] == row[i + 1] == subject and inside:
                doubles, i = doubles + 1, i + 1
            i += 1
        half = sum("/" in word and subject in word for word in row) / 2
        rest = singles - 2 * doubles + half
        words.append(f"{subject}{f'{doubles}x2+' if doubles else ''}{rest:g}" if rest else f"{subject}{doubles}x2")
    return " ".join(words)


def _asked(school: School, rng: random.Random) -> Iterator[RuleSetting]:
    """Settings at random, most of them tight for somebody."""

    def some(names: list[str]) -> frozenset[str]:
        return frozenset(rng.sample(names, min(len(names), rng.randint(1, 2))))

    teachers, classes = [t.id for t in school.teachers], [c.id for c in school.classes]
    subjects, rooms = [s.id for s in school.subjects], [r.id for r in school.rooms]
    who = [
        lambda: Scope(teachers=some(teachers)), lambda: Scope(groups=some(classes)),
        lambda: Scope(subjects=some(subjects)), lambda: Scope(groups=some(classes), subjects=some(subjects)),
        lambda: Scope(rooms=some(rooms)),
    ]  # fmt: skip
    written = ("周一", "周二", "周三", "上午", "下午", "周一1", "周二2-3", "4-5", "1")
    for n in range(60):
        times = Times.parse("；".join(rng.choices(written, k=2)))
        for rule in ("forbidden_times", "preferred_times", "within_times", "fixed_time", "start_times"):
            yield RULES[rule].setting(f"{rule}{n}", scope=rng.choice(who)(), strength=HARD, times=times)
    for n, most in enumerate(range(6)):
        for rule in ("teacher_day_load", "teacher_run", "teacher_half_days", "teacher_days", "subject_a_day",
                     "class_day_load", "teacher_week_load"):  # fmt: skip
            yield RULES[rule].setting(f"{rule}.{n}", strength=HARD, most=most)
            yield RULES[rule].setting(f"{rule}.{n}a", scope=Scope(teachers=some(teachers)), strength=HARD, most=most)
        pair = frozenset(rng.sample(teachers, min(2, len(teachers))))
        yield RULES["teachers_apart"].setting(f"apart{n}", scope=Scope(teachers=pair), strength=HARD)
        courses = frozenset(rng.sample([c.id for c in school.courses], 3))
        together = Scope(courses=courses)
        yield RULES["not_at_once"].setting(f"not_at_once{n}", scope=together, strength=HARD)
        yield RULES["days_apart"].setting(f"days_apart{n}", scope=together, strength=HARD, days=n % 3 + 1)
        yield RULES["sessions_a_day"].setting(f"sessions_a_day{n}", scope=together, strength=HARD, most=n)
        for klass in classes:
            mine = Scope(groups=frozenset({klass}))
            for rule in (
                "pe_or_activity_daily",
                "activity_on_no_pe_day",
                "class_week_full",
                "pe_once_a_day",
                "pe_not_first",
            ):
                yield RULES[rule].setting(f"{rule}{n}{klass}", scope=mine, strength=HARD)


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_what_a_timetable_keeps_is_never_found_short(first: int) -> None:
    kept_in_all = 0
    for seed in range(first, first + 20):
        school, timetable = drawn(seed)
        view = View(school, timetable)
        kept = [s for s in _asked(school, random.Random(seed)) if not RULES[s.rule].check(view, s)]
        always = [RULES[rule].setting() for rule in NOBODY_IN_TWO_PLACES]
        assert [RULES[s.rule].check(view, s) for s in always] == [[], [], []], seed
        kept += always
        school = replace(school, settings=tuple(kept))
        found = shortages(school, kept, forbidden(school, RULES, kept))
        assert [f.text.zh for f in found] == [], seed
        kept_in_all += len(kept)
    assert kept_in_all > 400  # the drawn settings do say something


def feasible(school: School, apart: list[tuple[str, str]], room: dict[str, int]) -> bool:
    """Whether single lessons can be placed: tried out, each course one lesson; ``apart`` never at once, no more than
    the places of their room at once."""
    closed = forbidden(school, RULES, school.settings)
    choices = [[s for s in c.starts if s not in closed.get(c.id, ())] for c in school.courses]
    for chosen in product(*choices):
        at = dict(zip((c.id for c in school.courses), chosen, strict=True))
        if any(at[a] == at[b] for a, b in apart):
            continue
        if all(sum(at[c] == slot for c in room) <= next(iter(room.values()), 9) for slot in set(chosen)):
            return True
    return False


@pytest.mark.parametrize("seed", range(60))
def test_of_one_teacher_counting_finds_all_there_is(seed: int) -> None:
    """One lesson each for four classes, in random open times: the cut agrees with trying everything."""
    rng = random.Random(seed)
    classes = ["一1", "一2", "一3", "一4"]
    school = basic(tiny(dict.fromkeys(classes, "语1"), {"张": " ".join(c + "语" for c in classes)}, days=1, periods=5))
    for klass in classes:
        open_times = rng.sample(range(1, 6), rng.randint(1, 3))
        school = ask(school, "preferred_times", of(groups=klass), times="；".join(f"周一{n}" for n in open_times))
    pairs = list(permutations([c.id for c in school.courses], 2))
    assert bool(counted(school)) != feasible(school, pairs, {})


@pytest.mark.parametrize("seed", range(60))
def test_of_one_room_counting_finds_all_there_is(seed: int) -> None:
    rng = random.Random(seed)
    classes = ["一1", "一2", "一3", "一4", "一5"]
    school = basic(tiny(dict.fromkeys(classes, "体1"), days=1, periods=4, rooms={"操场": ("体", 2)}))
    for klass in classes:
        open_times = rng.sample(range(1, 5), rng.randint(1, 2))
        school = ask(school, "preferred_times", of(groups=klass), times="；".join(f"周一{n}" for n in open_times))
    assert bool(counted(school)) != feasible(school, [], {c.id: 2 for c in school.courses})


@pytest.mark.parametrize("path", sorted(p.stem for p in SAMPLES.glob("*.xlsx") if p.stem != "impossible"))
def test_the_samples_that_can_be_done_are_not_short_of_anything(path: str) -> None:
    school = api.load(SAMPLES / f"{path}.xlsx").school
    settings = live(school, RULES)
    assert [s.text.zh for s in shortages(school, settings, forbidden(school, RULES, settings))] == []


@pytest.mark.parametrize("name", profile_names())
def test_the_profiles_that_can_be_done_are_not_short_of_anything(name: str, tmp_path: Path) -> None:
    save(build(name), tmp_path / "plan.xlsx")
    school = api.load(tmp_path / "plan.xlsx").school
    settings = live(school, RULES)
    assert [s.text.zh for s in shortages(school, settings, forbidden(school, RULES, settings))] == []


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_what_is_found_short_has_no_timetable(first: int) -> None:
    """Settings that the drawn timetable breaks, added one by one: where counting finds something, a search finds no
    timetable (and mostly proves it; some counting is too hard for it in a second)."""
    told = proved = 0
    for seed in range(first, first + 20):
        school, timetable = drawn(seed)
        view, rng = View(school, timetable), random.Random(seed)
        asked = [s for s in _asked(school, rng) if not RULES[s.rule].about_plan]
        kept = [RULES[rule].setting() for rule in NOBODY_IN_TWO_PLACES]
        kept += rng.sample([s for s in asked if not RULES[s.rule].check(view, s)], 12)
        for setting in rng.sample([s for s in asked if RULES[s.rule].check(view, s)], 4):
            planted = replace(school, settings=(*kept, setting))
            closed = forbidden(planted, RULES, planted.settings)
            found = shortages(planted, planted.settings, closed)
            told += bool(found)
            if found:
                board = SolverBoard(planted)
                board.place(closed)
                post(board, RULES, planted.settings)
                solved = solve(board.program, Limits(seconds=1, workers=1, first=True), objective=False)
                assert solved.values is None, (seed, setting, [f.text.zh for f in found])
                proved += solved.status is Status.INFEASIBLE
    assert told > 20
    assert proved > told / 2
