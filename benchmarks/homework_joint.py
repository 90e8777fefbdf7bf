"""Timetable and homework one after the other, or both at once: what does one model for both gain?

For each school and seed the same time is spent in two ways, from the same first timetable, with the rules
that touch homework only (the hard rules of the timetable, ``homework_possible`` and all of stage HOMEWORK):

- sequential: improve the timetable for ``homework_possible``, then allocate the homework on it;
- joint: one program for both, started from the sequential way's first timetable and its homework.

``python benchmarks/homework_joint.py [seconds] [seeds]`` prints a row a school, seed and way: what the
homework costs (thousandths, by the rules' own checks) and the minutes that are short of the targets. The
soft rules of the timetable are left out, so this shows what joint could gain at most: in a real plan they
compete with it.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from constraints import catalogue
from scheduler.domain import HomeworkAllocation, School, Scope, Strength, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.engine.board import SolverBoard
from scheduler.engine.homework import allocate
from scheduler.engine.model import forbidden, post
from scheduler.engine.readout import allocation_of, timetable_of, values_of
from scheduler.engine.solve import Limits, Solved, solve
from scheduler.rule import Stage

RULES = catalogue()
PLACED = ("class_clash", "teacher_clash", "subject_a_day", "pe_once_a_day", "weekly_lessons")
PRIMARY = {
    "三四": (
        "语6 数5 英3 体3 音2 美2 道2 科2 班1 劳1 综1 信1 地1",
        "语40-55 数30-45 英10-20",
    ),
    "五六": (
        "语6 数5 英3 体3 音2 美2 道2 科2 班1 劳1 综1 信1 地1",
        "语80-110 数60-90 英20-40",
    ),
}
JUNIOR = {
    "七": (
        "语5 数5 英4 道2 史2 理2 生2 体3 音1 美1 信1 劳1 班1",
        "语50-70 数50-70 英40-60 史20-30 理20-30 生20-30 道20-30",
    ),
    "八": (
        "语5 数5 英4 道2 史2 理2 生2 物2 体3 音1 美1 信1 班1",
        "语40-60 数50-70 英40-60 史20-30 理20-30 生20-30 道20-30 物30-40",
    ),
}


def school(plan: dict[str, tuple[str, str]], each: int, caps: dict[int, int], free: tuple[int, ...]) -> School:
    """``each`` classes a grade; a teacher takes classes of one subject up to sixteen lessons."""
    grades = {g: words for key, words in plan.items() for g in key}
    classes = {f"{g}{i}": lessons for g, (lessons, _) in grades.items() for i in range(1, each + 1)}
    homework = {c: grades[c[0]][1] for c in classes}
    teachers: dict[str, list[str]] = {}
    load: dict[str, int] = {}
    for klass, lessons in classes.items():
        for word in lessons.split():
            name = next((t for t in load if t[0] == word[0] and load[t] + int(word[1:]) <= 16), None)
            name = name or f"{word[0]}{len(load)}"
            teachers.setdefault(name, []).append(klass + word[0])
            load[name] = load.get(name, 0) + int(word[1:])
    made = tiny(
        classes,
        {t: " ".join(w) for t, w in teachers.items()},
        days=5,
        periods=7,
        morning=4,
        homework=homework,
    )
    asked = [RULES[code].setting() for code in PLACED] + [RULES["homework_possible"].setting()]
    asked += [r.setting() for r in RULES.values() if r.stage is Stage.HOMEWORK and r.strength is not Strength.OFF]
    for grade, cap in caps.items():
        scope = Scope(grades=frozenset({grade}))
        asked.append(RULES["homework_day_cap"].setting(f"cap{grade}", scope=scope, most=cap))
    asked.append(RULES["homework_free_days"].setting(days=free))
    return replace(made, settings=tuple(asked))


SCHOOLS = {
    "primary, 8 classes, Wed free": school(PRIMARY, 2, {3: 30, 4: 30, 5: 60, 6: 60}, (3,)),
    "junior, 6 classes, Wed free, cap 90": school(JUNIOR, 3, {7: 90, 8: 90}, (3,)),
    "junior, 6 classes, Wed and Fri free, cap 90": school(JUNIOR, 3, {7: 90, 8: 90}, (3, 5)),
    "junior, 6 classes, Wed free, cap 60": school(JUNIOR, 3, {7: 60, 8: 60}, (3,)),
}


def staged(school: School, stage: Stage, hard: bool | None = None) -> list:  # type: ignore[type-arg]
    found = [s for s in school.settings if RULES[s.rule].stage is stage]
    return [s for s in found if hard is None or s.hard is hard]


def cost(school: School, timetable: Timetable, homework: HomeworkAllocation) -> tuple[int, int]:
    """What the homework costs in thousandths, and the minutes short of or beyond the targets."""
    view, total, off = View(school, timetable, homework), 0, 0
    for setting in staged(school, Stage.HOMEWORK):
        amount = sum(v.amount for v in RULES[setting.rule].check(view, setting))
        assert not (setting.hard and amount), setting.rule
        total += amount * setting.weight
        off += amount if setting.rule == "homework_weekly" else 0
    return total, off


def lessons_board(school: School, soft: bool) -> SolverBoard:
    board = SolverBoard(school)
    settings = staged(school, Stage.TIMETABLE, None if soft else True)
    board.place(forbidden(school, RULES, settings))
    post(board, RULES, settings)
    return board


def sequential(
    school: School, seconds: float, seed: int, first: Timetable | None
) -> tuple[Timetable, HomeworkAllocation]:
    """The timetable (improved for homework_possible, when ``first`` is given), then its homework."""
    if first is None:
        board = lessons_board(school, soft=False)
        timetable = timetable_of(board, found(solve(board.program, Limits(60, seed=seed, first=True), objective=False)))
        return timetable, homework_of(school, timetable, 2.0, seed)
    board = lessons_board(school, soft=True)
    hint = values_of(board, first)
    values = found(solve(board.program, Limits(seconds / 2, seed=seed), hint=hint))
    timetable = timetable_of(board, values)
    return timetable, homework_of(school, timetable, seconds / 2, seed)


def homework_of(school: School, timetable: Timetable, seconds: float, seed: int) -> HomeworkAllocation:
    result = allocate(school, timetable, RULES, school.settings, Limits(seconds, seed=seed))
    assert result.allocation is not None
    return result.allocation


def joint(
    school: School, seconds: float, seed: int, start: tuple[Timetable, HomeworkAllocation]
) -> tuple[Timetable, HomeworkAllocation, float]:
    """One program for both; returns the bound on the cost too."""
    board = lessons_board(school, soft=False)
    for target in school.homework.targets:
        for week in board.weeks:
            for day in school.grid.days:
                board.minutes(target.group, week, day, target.subject)
    post(board, RULES, staged(school, Stage.HOMEWORK))
    given = {(i.group, i.week, i.day, i.subject): i.minutes // 5 for i in start[1].items}
    minutes = {var: given.get(key, 0) for var, key in board.homework.items()}
    hint = board.program.complete({**values_of(board, start[0]), **minutes})
    solved = solve(board.program, Limits(seconds, seed=seed, linearization=1), hint=hint)
    values = found(solved)
    return timetable_of(board, values), allocation_of(board, values), solved.bound


def found(solved: Solved) -> tuple[int, ...]:
    if solved.values is None:
        raise SystemExit(f"no timetable: {solved.status}")
    return solved.values


def main(seconds: float = 20.0, seeds: int = 2) -> None:
    """Print the table."""
    print("| school | seed | way | cost | minutes off the targets | bound |\n|---|---|---|---|---|---|")
    for name, one in SCHOOLS.items():
        for seed in range(1, seeds + 1):
            first = sequential(one, seconds, seed, None)
            improved = sequential(one, seconds, seed, first[0])
            both = joint(one, seconds, seed, first)
            rows = [
                ("any timetable, homework after it", *cost(one, *first), ""),
                ("sequential with homework_possible", *cost(one, *improved), ""),
                ("joint", *cost(one, *both[:2]), f"{both[2]:.0f}"),
            ]
            for way, value, off, bound in rows:
                print(f"| {name} | {seed} | {way} | {value} | {off} | {bound} |", flush=True)


if __name__ == "__main__":
    main(*(float(a) for a in sys.argv[1:2]), *(int(a) for a in sys.argv[2:3]))
