"""A finished timetable laid on the board: every rule posted with all places open, and the values of all variables."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain import HomeworkAllocation, HomeworkItem, RuleSetting, School, Text, Timetable, Weeks
from scheduler.engine.board import STEP, SolverBoard
from scheduler.engine.model import post, share_all
from scheduler.engine.readout import rooms_of
from scheduler.errors import RunError
from scheduler.rule import Rule


def board_of(school: School, rules: Mapping[str, Rule], settings: list[RuleSetting]) -> SolverBoard:
    """The board on which every lesson may stand anywhere: what forbids places is a row as all else is, so that it can
    be said who forbids them."""
    board = SolverBoard(school, apart=True)
    board.place({})
    for setting in settings:
        if setting.hard:
            board.forbid(setting, rules[setting.rule].forbids(school, setting))
    post(board, rules, settings)
    share_all(board)
    return board


def decided(board: SolverBoard, timetable: Timetable, homework: HomeworkAllocation) -> dict[int, int]:
    """The values of the room and homework variables; those of the placements are the lessons' (``Lessons``).

    Raises RunError for homework that the plan has no place for.
    """
    return rooms_of(board, timetable) | _minutes(board, homework)


def _minutes(board: SolverBoard, homework: HomeworkAllocation) -> dict[int, int]:
    total: dict[tuple[str, Weeks, int, str], int] = {}
    for item in homework.items:
        for key in _keys(board, item):
            total[key] = total.get(key, 0) + item.minutes
    known = {key: var for var, key in board.homework.items()}
    for (group, week, day, subject), minutes in total.items():
        if (group, week, day, subject) not in known or minutes % STEP:
            zh = f"作业里 {group} {subject} 的 {minutes} 分钟，计划里没有或不是 {STEP} 的倍数；先改好 homework.csv"
            en = f"homework of {group}, {subject}: {minutes} minutes are not in the plan or no multiple of {STEP}"
            raise RunError(Text(zh, f"{en}; mend homework.csv first"))
    return {known[key]: minutes // STEP for key, minutes in total.items()}


def _keys(board: SolverBoard, item: HomeworkItem) -> list[tuple[str, Weeks, int, str]]:
    """The variables' keys of a piece: one, or those of the weeks it is given in where the class has two kinds."""
    of_all = (item.group, Weeks.ALL, item.day, item.subject)
    if of_all in board.homework.values() and item.week is Weeks.ALL:
        return [of_all]
    return [(item.group, w, item.day, item.subject) for w in board.weeks if item.week.covers(w)]
