"""FET on a changed plan: the lessons that need not move locked to their places, the others free.

FET has no search for the fewest moves. Its users lock what is to stay and let it place the rest; when that is refused
or does not end, they unlock more. So it is given the changed plan with first the lessons of the changed classes free,
then those of more classes around them, then all: the very parts that the search here grows through.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np

from scheduler.domain import Placement, School, Timetable
from scheduler.engine.board import SolverBoard
from scheduler.engine.matrix import Matrix
from scheduler.engine.model import forbidden, live, post
from scheduler.engine.readout import timetable_of
from scheduler.output import Run
from scheduler.output.fet import document, whole_file
from scheduler.output.fet.activities import activities_of
from scheduler.output.fet.clock import hours_of
from scheduler.rule import Stage
from scheduler.runs import Plan
from scheduler.whatif.area import Areas
from scheduler.whatif.change import changed
from scheduler.whatif.differences import differences, weight_of
from scheduler.whatif.homes import homes_of
from scheduler.whatif.reading import read_change

from . import fet_cl

SECONDS = 20  # for each try


def peer(base: Plan, run: Run, words: str, seconds: int = SECONDS) -> dict[str, Any]:
    """What comes of it: each try with the number of lessons that were free and its outcome, the lessons moved with
    their weight, and the seconds of all tries together."""
    assert base.read is not None
    school = changed(base.read, [read_change(words)], run.rules).plan.school
    assert school is not None
    began = time.perf_counter()
    found: dict[str, Any] = {"tries": []}
    for courses, kept in _locked(school, run):
        root, _ = whole_file(school, Timetable(), run.rules)
        _lock(root, school, kept)
        with tempfile.TemporaryDirectory() as folder:
            task = Path(folder) / "task.fet"
            document.write(task, root)
            verdict, placed = _searched(task, seconds, school)
        free = sum(len(c.sessions) for c in school.courses if c.id in courses)
        found["tries"].append([free, verdict.outcome])
        if placed is not None:
            moves = differences(run.school, run.timetable, school, placed)
            found |= {"lessons": sum(m.kind == "moved" for m in moves),
                      "weight": weight_of(run.school, run.timetable, school, placed)}  # fmt: skip
            break
    return {**found, "seconds": round(time.perf_counter() - began, 1)}


def _locked(school: School, run: Run) -> Iterator[tuple[frozenset[str], tuple[Placement, ...]]]:
    """Growing sets of courses that are free, each with the placements at their old places."""
    rules = run.rules
    settings = [s for s in live(school, rules) if rules[s.rule].stage is Stage.TIMETABLE and s.hard]
    board = SolverBoard(school)
    board.place(forbidden(school, rules, settings))
    post(board, rules, settings)
    homes = homes_of(board, run.school, run.timetable)
    areas = Areas(board, Matrix(board.program), homes)
    seeds = areas.broken(homes.start) | homes.unsettled
    for courses in areas.growing(seeds):
        locked = np.where(areas.decisions(courses), 0, homes.start)
        yield courses, timetable_of(board, locked.tolist()).placements


def _lock(root: document.Element, school: School, kept: Iterable[Placement]) -> None:
    """Tie the activities of these placements to their places; lessons in turn where both are at one place."""
    section = root.find("Time_Constraints_List")
    assert section is not None
    hours = hours_of(school)
    starts = {(p.course, p.session): school.grid.slot[p.start] for p in kept}
    for activity in activities_of(school, Timetable(), hours):
        where = {hours.at(starts[c.id, s.id]) if (c.id, s.id) in starts else None for c, s in activity.parts}
        if len(where) == 1 and (at := where.pop()) is not None:
            day, hour = hours.say(at)
            place: list[document.Field] = [
                ("Preferred_Day", day),
                ("Preferred_Hour", hour),
                ("Permanently_Locked", False),
            ]
            document.constraint(
                section, "ConstraintActivityPreferredStartingTime", [("Activity_Id", activity.id), *place]
            )  # fmt: skip


def _searched(task: Path, seconds: int, school: School) -> tuple[fet_cl.Verdict, Timetable | None]:
    """FET's outcome and the times that it gave the activities."""
    with fet_cl.running(task, seconds, seed=1) as child:
        try:
            child.process.wait(seconds + 5)
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
            return child.verdict(killed=True), None
        verdict = child.verdict()
        written = list((child.folder / "timetables").glob("*/*_data_and_timetable.fet")) if verdict.accepted else []
        return verdict, _timetable(written[0], school) if written else None


def _timetable(path: Path, school: School) -> Timetable:
    """The placements of FET's own file: every activity is locked in it where it was put. Lessons every other week are
    taken for kept in whichever week, since FET knows of none."""
    places = {
        int(e.findtext("Activity_Id") or 0): (e.findtext("Preferred_Day") or e.findtext("Day") or "",
                                              e.findtext("Preferred_Hour") or e.findtext("Hour") or "")
        for e in ET.parse(path).getroot().iter("ConstraintActivityPreferredStartingTime")
    }  # fmt: skip
    hours = hours_of(school)
    slots = {(hours.say(hours.at(slot)), slot.bell): slot for slot in school.grid.slots}
    return Timetable(
        tuple(
            Placement(course.id, session.id, slots[places[activity.id], course.bell].id)
            for activity in activities_of(school, Timetable(), hours)
            for course, session in activity.parts
            if (places.get(activity.id), course.bell) in slots
        )
    )
