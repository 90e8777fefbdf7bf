"""Board and rules → model: which placements hard rules forbid beforehand, and posting what settings ask."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from scheduler.domain import RuleSetting, School, Strength, Weeks
from scheduler.rule import Rule

from .board import SolverBoard

IMPLIED = "(implied)"  # the setting of rows that follow from others


def live(school: School, rules: Mapping[str, Rule]) -> list[RuleSetting]:
    """The settings that have a part in the search: what the school lacks input for is the audit's matter."""
    asked = (
        s for s in school.settings if s.strength in (Strength.HARD, Strength.SOFT) and not rules[s.rule].about_plan
    )
    return [s for s in asked if rules[s.rule].applies(school, s) and rules[s.rule].missing(school, s) is None]


def post(board: SolverBoard, rules: Mapping[str, Rule], settings: Iterable[RuleSetting]) -> None:
    """Post settings to the board; soft forbidden placements become costs. Hard ones are the caller's (``place``)."""
    for setting in settings:
        rule = rules[setting.rule]
        if not setting.hard:
            for course, slot in rule.forbids(board.school, setting):
                for week in board.weeks:
                    board.cost(setting, board.at(course, slot, week))
        rule.post(board, setting)


def share_all(board: SolverBoard) -> None:
    """Minutes on every day for every target of homework; what is on the board already stays as it is."""
    for target in board.school.homework.targets:
        for week in board.weeks:
            for day in board.school.grid.days:
                board.minutes(target.group, week, day, target.subject)


def forbidden(school: School, rules: Mapping[str, Rule], settings: Iterable[RuleSetting]) -> dict[str, set[str]]:
    """The slot ids that hard settings forbid, by course id."""
    closed: dict[str, set[str]] = defaultdict(set)
    for setting in settings:
        if setting.hard:
            for course, slot in rules[setting.rule].forbids(school, setting):
                closed[course.id].add(slot.id)
    return closed


def fill(board: SolverBoard) -> None:
    """Say what follows where people have no free period: with as many lessons as open slots, every slot is taken.

    The solver does not see that by itself; without these rows a full school is found twenty times more slowly.
    """
    school = board.school
    everybody = [school.courses_of_atom[atom] for atom in school.atoms]
    everybody += [school.courses_of_teacher[t.id] for t in school.teachers]
    width = Counter(slot.bell for slot in school.grid.slots)
    for courses in dict.fromkeys(everybody):
        bells = {c.bell for c in courses}
        if len(bells) != 1 or any(s.weeks is not Weeks.ALL for c in courses for s in c.sessions):
            continue
        (bell,) = bells
        load = sum(s.duration for c in courses for s in c.sessions)
        reach = {s for c in courses for s in board.reach(c)}
        if load < min(len(reach), width[bell]):
            continue
        held = [board.lessons(courses, [slot], board.weeks[0]) for slot in school.grid.slots if slot.bell == bell]
        taken = [lessons for lessons in held if lessons.terms or lessons.const]
        if load == len(taken):
            for lessons in taken:
                board.program.require(lessons, lo=1, setting=IMPLIED)
