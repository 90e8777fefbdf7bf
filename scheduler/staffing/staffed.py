"""What staffing gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain import Text
from scheduler.engine.solve import Stop
from scheduler.intake import Edit

from .dealing import deal
from .model import Counts, Level, count
from .problem import Answer, Problem
from .verdict import Short, shorts


@dataclass(frozen=True)
class Given:
    """A class's lessons of a subject and the teacher they were given to."""

    school: str
    klass: str
    subject: str
    teacher: str
    lessons: float


@dataclass(frozen=True)
class Load:
    """A teacher's lessons a week ``before`` and ``after``; ``classes``, ``subjects``, ``grades``, ``schools``: what he
    has afterwards. ``most``: as many as he may have."""

    teacher: str
    before: float
    after: float
    most: float
    classes: int
    subjects: tuple[str, ...]
    grades: tuple[int, ...]
    schools: tuple[str, ...]


@dataclass(frozen=True)
class Staffed:
    """A school staffed: the cells to fill, and what nobody can give. ``proven``: no staffing leaves less short;
    ``bound``: lessons a week that are short whatever is done. ``levels``: how each aim ended, in order."""

    edits: tuple[Edit, ...]
    given: tuple[Given, ...]
    short: tuple[Short, ...]
    texts: tuple[Text, ...]
    loads: tuple[Load, ...]
    levels: tuple[Level, ...]
    proven: bool
    bound: float


@dataclass(frozen=True)
class Decided:
    """A problem's answer, before it is written into workbooks."""

    answer: Answer
    counts: Counts
    short: tuple[Short, ...]

    @property
    def bound(self) -> float:
        """Lessons that are short whatever is done."""
        least = next((level.bound for level in self.counts.levels if level.name == "short"), 0.0)
        return max(least, 0.0) / 2

    @property
    def proven(self) -> bool:
        """Whether no staffing leaves less short."""
        return sum(s.lessons for s in self.short) <= self.bound


def decide(problem: Problem, seconds: float, stop: Stop | None) -> Decided:
    """Count, deal, and say what is short; within the time, of which the counting gets most."""
    stop = stop or Stop()
    counts = count(problem, seconds * 0.8, stop)
    answer = deal(problem, counts, seconds * 0.2, stop)
    return Decided(answer, counts, shorts(problem, answer))


def given_of(problem: Problem, answer: Answer) -> tuple[Given, ...]:
    """Who got what, in the order of the posts."""
    return tuple(
        Given(post.school, klass, post.subject, problem.person[answer[key]].name, post.halves / 2)
        for post in problem.posts
        for klass in post.classes
        if (key := (post.school, klass, post.subject)) in answer
    )


def loads_of(problem: Problem, answer: Answer) -> tuple[Load, ...]:
    """Everybody's load, of those who teach anything."""
    grade = {(p.school, c): p.grade for p in problem.posts for c in p.classes}
    halves = {(p.school, c, p.subject): p.halves for p in problem.posts for c in p.classes}
    mine: dict[str, list[tuple[str, str, str]]] = {}
    for key, id in answer.items():
        mine.setdefault(id, []).append(key)
    found = []
    for person in problem.people:
        keys = mine.get(person.id, [])
        new = sum(halves[k] for k in keys)
        if not person.load + new:
            continue
        has = {*person.has, *((s, subject, grade[s, c]) for s, c, subject in keys)}
        found.append(Load(
            person.name, person.load / 2, (person.load + new) / 2, (person.load + person.free) / 2,
            len({*person.has_classes, *((s, c) for s, c, _ in keys)}), _sorted({s for _, s, _ in has}),
            tuple(sorted({g for _, _, g in has})), _sorted({s for s, _, _ in has}),
        ))  # fmt: skip
    return tuple(found)


def _sorted(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


def unproven(decided: Decided) -> Sequence[Text]:
    """What to say where the time was not enough to prove what is short."""
    if decided.proven:
        return ()
    sum_ = sum(s.lessons for s in decided.short)
    return (
        Text(
            f"时间不够，没有证明至少缺这么多：现在缺 {sum_:g} 节，至少缺 {decided.bound:g} 节",
            f"the time was not enough to prove it: {sum_:g} lessons are short now, {decided.bound:g} at least",
        ),
    )
