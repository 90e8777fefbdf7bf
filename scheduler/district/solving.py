"""The loop: visits from the master, each school solved under them, what a school cannot do back to the master.

It ends when every school has a timetable, or is set aside with its reason: impossible by itself, in a clash that the
master proves, not found in time, or failed. Only what is proved becomes a cut. A school that is not solved in time gets
more time, then other visits are tried first (a wish, not a cut), then that it was not found is its result.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from scheduler.domain import Text
from scheduler.engine.solve import Stop

from .clash import Clash
from .domain import Absence, Cut, District, SchoolResult, Visits
from .master import Placed, Wishes, place
from .parts import Part
from .pool.job import Done, Job, Pool

LATER = 0.2  # of the time is kept for schools that have to be solved again
LEAST = 1.5  # seconds that a school gets even where little is left
TRIES = 4  # times that a school may be not solved in time: the same visits twice, other visits twice
MASTER = 60.0  # seconds at most for the master, which ends by itself before that
_NOT_FOUND = Text("规定时间内没有排出来，也没有证明排不出", "not found in time, and no proof that there is none")


@dataclass(frozen=True)
class Attempt:
    """What one school is to be solved under: its shared teachers' visits, the restrictions that follow from them and
    from days shared with other schools; wall ``seconds``."""

    visits: Visits
    absences: frozenset[Absence]
    seconds: float


@dataclass(frozen=True)
class Progress:
    """Something to show. ``stage``: placed (a round of the master is done), school (with its ``result``), aside (a
    school is given up), done. ``solved`` of ``schools`` have a timetable."""

    stage: str
    round: int
    solved: int
    schools: int
    seconds: float
    result: SchoolResult | None = None
    names: tuple[str, ...] = ()  # of the schools that are solved now, in this order


@dataclass(frozen=True)
class Solution:
    """What came of the loop. ``results`` by school, in the district's order; ``placed``: the visits they were solved
    under, None where the master found none; ``clashes``: proofs why schools had to be set aside; ``solves``: how often
    each school was solved."""

    results: dict[str, SchoolResult]
    placed: Placed | None
    clashes: tuple[Clash, ...]
    cuts: tuple[Cut, ...]
    rounds: int
    solves: dict[str, int]
    master: float  # seconds in the master

    @property
    def solved(self) -> bool:
        """Whether every school has a timetable."""
        return all(r.status == "solved" for r in self.results.values())


MakeJob = Callable[[str, Attempt], Job]
Tell = Callable[[Progress], None]


def solve(
    district: District, parts: Sequence[Part], job: MakeJob, pool: Pool, *, seconds: float, workers: int = 2,
    seed: int = 1, stop: Stop | None = None, tell: Tell = lambda progress: None,
) -> Solution:  # fmt: skip
    """Solve the schools of which there is a part. ``job`` makes a school's job, whose value is a SchoolResult; its key
    must be the school's name. ``seconds``: wall time for all, of which a school gets its share."""
    return _Loop(district, parts, job, pool, seconds, workers, seed, Stop() if stop is None else stop, tell).run()


@dataclass
class _School:
    """How far one school is. ``under``: what its result was solved under; ``tries``: how often it was not found;
    ``over``: nothing more is tried."""

    part: Part
    result: SchoolResult
    under: frozenset[Absence] = frozenset()
    tries: int = 0
    solves: int = 0
    over: bool = False

    @property
    def solved(self) -> bool:
        """Whether it has a timetable that still holds."""
        return self.result.status == "solved"

    @property
    def inside(self) -> bool:
        """Whether the master still has to reckon with it."""
        return self.result.status != "impossible" or not self.over


@dataclass
class _Loop:
    district: District
    parts: Sequence[Part]
    job: MakeJob
    pool: Pool
    seconds: float
    workers: int
    seed: int
    stop: Stop
    tell: Tell
    cuts: list[Cut] = field(default_factory=list)
    doubted: list[frozenset[Absence]] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    rounds: int = 0
    master: float = 0.0
    best: tuple[int, Placed, dict[str, SchoolResult]] | None = None  # of a round that was ended: how many are solved

    def run(self) -> Solution:
        """Round by round."""
        self.began = time.monotonic()
        self.schools = {p.school: _School(p, SchoolResult(p.school, "unknown", why=_NOT_FOUND)) for p in self.parts}
        self.fair = self._fair()
        placed = None
        while not self.stop:
            found = self._placed()
            if found is None:
                break
            placed = found
            attempts = dict(self._attempts(placed))
            if not attempts or (self.rounds > 1 and self._left < LEAST):
                break
            self._say("school", names=tuple(attempts))
            for done in self.pool.run([self.job(name, attempt) for name, attempt in attempts.items()]):
                self._take(done, attempts[done.key])
            self._remember(placed)
            if all(s.solved or s.over for s in self.schools.values()):
                break
        placed = self._recalled(placed)
        self._say("done")
        return self._solution(placed)

    def _remember(self, placed: Placed) -> None:
        """New visits take timetables away from schools that had one: a round that had more of them is not forgotten."""
        solved = sum(s.solved for s in self.schools.values())
        if self.best is None or solved >= self.best[0]:
            self.best = solved, placed, {name: s.result for name, s in self.schools.items()}

    def _recalled(self, placed: Placed | None) -> Placed | None:
        """The visits to end with: those of the round in which most schools had a timetable, with its results."""
        if self.best is None or self.best[0] <= sum(s.solved for s in self.schools.values()):
            return placed
        _, placed, results = self.best
        for name, result in results.items():
            if not self.schools[name].over:
                self.schools[name].result = result
        return placed

    # -- the master ------------------------------------------------------------------------------------------------

    def _placed(self) -> Placed | None:
        """New visits. Where there are none, a school of the clash is set aside: the last of those it concerns."""
        while not self.stop:
            self.rounds += 1
            began = time.monotonic()
            inside = [s.part for s in self.schools.values() if s.inside]
            cuts = [c for c in self.cuts if self.schools[c.school].inside]
            wishes = Wishes({n: s.under for n, s in self.schools.items() if s.solved}, tuple(self.doubted))
            limit = min(MASTER, max(0.3 * self._left, LEAST))
            found = place(self.district, inside, cuts, wishes, seconds=limit, seed=self.seed, stop=self.stop)
            self.master += time.monotonic() - began
            if not isinstance(found, Clash):
                self._say("placed")
                return found
            self.clashes.append(found)
            named = [name for name, s in self.schools.items() if s.inside and name in found.schools]
            if not named:
                return None
            self._aside(named[-1], "impossible", found.text)
        return None

    def _attempts(self, placed: Placed) -> Iterator[tuple[str, Attempt]]:
        """The schools to solve: those without a timetable, and those that lose a visit they were solved with; the
        largest first, so that none of them ends long after the others."""
        todo = {}
        for name, school in self.schools.items():
            absences = school.part.absences(placed.visits, placed.quotas)
            if school.over or (school.solved and not harder(absences, school.under)):
                continue
            school.result = SchoolResult(name, "unknown", why=_NOT_FOUND)  # what it had holds no more
            todo[name] = absences
        for name, absences in sorted(todo.items(), key=lambda item: -self.fair[item[0]]):
            visits = frozenset(v for v in placed.visits if v.school == name)
            yield name, Attempt(visits, absences, self._share(name, todo))

    # -- time ------------------------------------------------------------------------------------------------------

    @property
    def _left(self) -> float:
        return self.began + self.seconds - time.monotonic()

    def _fair(self) -> dict[str, float]:
        """Seconds of a worker that each school would get if all were solved once."""
        sizes = {name: s.part.lessons or 1 for name, s in self.schools.items()}
        whole = self.seconds * min(self.workers, len(sizes) or 1)
        return {name: whole * size / sum(sizes.values()) for name, size in sizes.items()}

    def _share(self, name: str, todo: dict[str, frozenset[Absence]]) -> float:
        """Its share of what is left, by size; more for one that was not found in time."""
        school, left = self.schools[name], max(self._left, LEAST)
        now = left * (1 - LATER) if self.rounds == 1 else left * 0.8
        weight = self.fair[name] / sum(self.fair[n] for n in todo)
        share = min(now, now * min(self.workers, len(todo)) * weight, self.fair[name] * (1 + school.tries))
        return max(share, min(LEAST, left))

    # -- what comes back -------------------------------------------------------------------------------------------

    def _take(self, done: Done, attempt: Attempt) -> None:
        """A school's result: a timetable, cuts, or neither."""
        name, school = done.key, self.schools[done.key]
        school.solves += 1
        school.under = attempt.absences
        if done.failure is not None or not isinstance(done.value, SchoolResult):
            self._aside(name, "failed", done.failure or _NOT_FOUND)
            return
        school.result = replace(done.value, seconds=done.seconds, processor=done.processor)
        if done.value.status == "impossible":
            self._learn(done.value.cuts)
        elif done.value.status == "unknown":
            self._doubt(school, attempt)
        if done.value.status == "failed":
            school.over = True
        self._say("aside" if school.over else "school", school.result)

    def _learn(self, cuts: Sequence[Cut]) -> None:
        """Cuts go to the master; a school that is impossible by itself is set aside."""
        for cut in cuts:
            if cut.absences:
                self.cuts.append(cut)
            else:
                school = self.schools[cut.school]
                school.result = replace(school.result, why=cut.why)
                school.over = True

    def _doubt(self, school: _School, attempt: Attempt) -> None:
        """Not found in time: nothing is proved, so the master only avoids these visits where it can."""
        school.tries += 1
        more = school.tries < TRIES and (attempt.absences or school.tries < 2)
        school.over = not more
        if school.tries % 2 == 0 and attempt.absences:
            self.doubted.append(attempt.absences)

    def _aside(self, name: str, status: str, why: Text) -> None:
        school = self.schools[name]
        school.result, school.over = SchoolResult(name, status, why=why), True
        self._say("aside", school.result)

    def _say(self, stage: str, result: SchoolResult | None = None, names: tuple[str, ...] = ()) -> None:
        solved = sum(s.solved for s in self.schools.values())
        spent = time.monotonic() - self.began
        self.tell(Progress(stage, self.rounds, solved, len(self.schools), spent, result, names))

    def _solution(self, placed: Placed | None) -> Solution:
        for name, school in self.schools.items():
            if school.result.status == "impossible" and not school.over:  # under these visits only: no proof for others
                school.result = SchoolResult(name, "unknown", why=_NOT_FOUND)
            if self.stop and school.result.status == "unknown":
                school.result = SchoolResult(name, "stopped")
        results = {name: s.result for name, s in self.schools.items()}
        solves = {name: s.solves for name, s in self.schools.items()}
        return Solution(
            results, placed, tuple(self.clashes), tuple(self.cuts), self.rounds, solves, self.master
        )  # fmt: skip


def harder(absences: frozenset[Absence], before: frozenset[Absence]) -> bool:
    """Whether these restrict a school in any way that those before did not."""
    return any(a not in before and not _implied(a, before) for a in absences)


def _implied(absence: Absence, before: frozenset[Absence]) -> bool:
    """A quota is kept by whoever kept a smaller one."""
    return absence.most is not None and any(
        (b.teacher, b.school, b.day) == (absence.teacher, absence.school, absence.day)
        and b.most is not None and b.most <= absence.most
        for b in before
    )  # fmt: skip
