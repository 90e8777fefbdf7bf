"""One school solved on its own, under the absences that the master leaves it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from scheduler.domain import School
from scheduler.engine.outcome import Answer, Options
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import Status, Stop
from scheduler.intake.origins import Origins
from scheduler.rule import Rule

from .cuts import cuts_of, restricted
from .domain import Absence, Cut

CUTTING = 10.0  # seconds at most for cuts, once it is known that the school is impossible


def solve_alone(
    school: School, name: str, absences: Collection[Absence], rules: Mapping[str, Rule], options: Options,
    stop: Stop | None = None, origins: Origins | None = None,
) -> tuple[Answer, tuple[Cut, ...]]:  # fmt: skip
    """The answer for a school under these absences, and cuts where it is proved that there is none: at least one then,
    none otherwise. ``origins``: the cells behind the school, for what is said of one that is impossible by itself."""
    stop = Stop() if stop is None else stop
    answer = schedule(restricted(school, absences), rules, options, stop=stop)
    if answer.timetable is not None or answer.status is not Status.INFEASIBLE:
        return answer, ()
    return answer, cuts_of(school, name, absences, rules, CUTTING, stop, proved=True, origins=origins)
