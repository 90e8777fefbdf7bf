"""A round that had more timetables than the last is what a district ends with; nothing unproved is called proved."""

from __future__ import annotations

from scheduler.district.domain import Cut, SchoolResult
from scheduler.district.pool.job import Job
from scheduler.district.solving import Attempt, Solution, solve
from scheduler.domain import Text
from scheduler.engine.solve import Stop

from .by_hand import district, parts, prepared, school
from .test_solving import ZHOU, InTurn

A, B = "甲", "乙"
SMALL = school({"一1": "音1 语4 数3"}, {"周": "一1音", "王": "一1语 一1数"}, days=3, periods=3)


class Told:
    """Says of each school what it was told to, attempt by attempt; a stop may come with the last of them."""

    def __init__(self, stop: Stop, *, stop_after: int = 0, **said: list[str]):
        self.said, self.stop, self.stop_after, self.calls = said, stop, stop_after, 0

    def job(self, name: str, attempt: Attempt) -> Job:
        return Job(name, self._call, (name, attempt))

    def _call(self, name: str, attempt: Attempt, stop: Stop) -> SchoolResult:
        self.calls += 1
        if self.calls == self.stop_after:
            self.stop.ask()
        status = self.said[name].pop(0)
        if status != "impossible":
            return SchoolResult(name, status, cost=0 if status == "solved" else None)
        cut = Cut(name, frozenset(sorted(attempt.absences, key=str)[:1]), Text("不来", "not there"))
        return SchoolResult(name, status, cuts=(cut,), why=cut.why)


def run(told: Told, stop: Stop) -> Solution:
    schools = {A: SMALL, B: SMALL}
    made = district(schools, ZHOU, minutes=20)
    ready = prepared(made, schools)
    return solve(made, parts(made, ready), told.job, InTurn(), seconds=60, stop=stop)


def test_a_school_that_clashed_with_some_visits_only_is_not_called_impossible() -> None:
    """Ctrl-C came before other visits were tried: nothing is proved of the school."""
    stop = Stop()
    found = run(Told(stop, stop_after=2, 甲=["solved"], 乙=["impossible"]), stop)
    assert {n: r.status for n, r in found.results.items()} == {A: "solved", B: "stopped"}


def test_the_round_with_most_timetables_is_kept() -> None:
    """New visits took a timetable away from the other school, and then somebody stopped."""
    stop = Stop()
    told = Told(stop, stop_after=4, 甲=["solved", "stopped"], 乙=["impossible", "stopped"])
    found = run(told, stop)
    assert told.calls >= 3  # the school that clashed was tried again
    assert found.results[A].status == "solved"
    assert found.results[B].status == "stopped"
