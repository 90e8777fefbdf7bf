"""A good staffing found at once, class by class: where the exact search begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from .problem import Person, Post, Problem

STEPS = 10  # a full post in this many steps: even loads are even to one of them
# What one more of each costs a person; that one has 16 lessons and another 20, and not both 18, costs 4
SCHOOL, SUBJECT, GRADE, CLASS = 40, 4, 2, 10
PASSES = 10  # of exchanges


@dataclass
class _Hand:
    """What a person has taken so far."""

    person: Person
    load: int = 0
    away: int = 0
    at: dict[str, int] = field(default_factory=dict)
    schools: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    grades: set[int] = field(default_factory=set)
    classes: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, person: Person) -> _Hand:
        """Who has nothing yet but what he teaches already."""
        has = person.has
        return cls(
            person, schools={s for s, _, _ in has}, subjects={x for _, x, _ in has}, grades={g for *_, g in has},
            classes=set(person.has_classes),
        )  # fmt: skip

    def may(self, post: Post) -> bool:
        """Whether one class more is within his limits."""
        p = self.person
        more = post.school not in self.schools and p.schools_most and len(self.schools) >= p.schools_most
        away = p.free_away is not None and post.school != p.home and self.away + post.halves > p.free_away
        here = self.at.get(post.school, 0) + post.halves > p.free_at.get(post.school, p.free)
        return not (more or away or here or self.load + post.halves > p.free)

    def cost(self, post: Post, klass: str) -> int:
        """What it would cost: a fuller post, and what is new to him."""
        p = self.person
        before = p.load + self.load
        lines = [p.norm * step // STEPS for step in range(2 * STEPS)]
        full = sum(max(before + post.halves - line, 0) - max(before - line, 0) for line in lines)
        new = SCHOOL * (p.shared and post.school not in self.schools) + SUBJECT * (post.subject not in self.subjects)
        new += GRADE * (post.grade not in self.grades) + CLASS * ((post.school, klass) not in self.classes)
        return full + new

    def take(self, post: Post, klass: str) -> None:
        """One class more."""
        self.load += post.halves
        self.away += post.halves * (post.school != self.person.home)
        self.at[post.school] = self.at.get(post.school, 0) + post.halves
        self.schools.add(post.school)
        self.subjects.add(post.subject)
        self.grades.add(post.grade)
        self.classes.add((post.school, klass))


def start(problem: Problem, part: Sequence[int]) -> dict[tuple[int, str], str]:
    """(post number, class) → person; what nobody may take then has no entry."""
    found: dict[tuple[int, str], str] = {}
    people = {p.id: _Hand.of(p) for n in part for p in problem.able[n]}
    for number in sorted(part, key=lambda n: (len(problem.able[n]), -problem.posts[n].halves, n)):
        post = problem.posts[number]
        for klass in post.classes:
            able = [d for p in problem.able[number] if (d := people[p.id]).may(post)]
            if able:
                best = min(able, key=lambda d: _rank(problem, d, post, klass))
                best.take(post, klass)
                found[number, klass] = best.person.id
    _exchange(problem, found)
    return found


def _rank(problem: Problem, hand: _Hand, post: Post, klass: str) -> tuple[bool, bool, bool, int, str]:
    """Specialists first, then class teachers, those of last year, and the least cost."""
    id = hand.person.id
    untrained = bool(post.art) and (post.school, post.subject) not in hand.person.trained
    stranger = (id, post.school, klass) not in problem.heads
    new = (id, post.school, klass, post.subject) not in problem.before
    return untrained, stranger, new, hand.cost(post, klass), id


@dataclass(frozen=True)
class _Bundle:
    """All that a person takes in one class."""

    person: str
    grade: int
    klass: str
    numbers: tuple[int, ...]


def _exchange(problem: Problem, found: dict[tuple[int, str], str]) -> None:
    """Exchange classes of the same school, subjects and lessons while somebody has a grade less for it: loads, schools
    and subjects stay as they are."""
    for _ in range(PASSES):
        grades: dict[str, Counter[int]] = {}
        alike: dict[tuple[object, ...], list[_Bundle]] = {}
        for bundle in _bundles(problem, found):
            posts = [problem.posts[n] for n in bundle.numbers]
            grades.setdefault(bundle.person, Counter())[bundle.grade] += 1
            wants = tuple(sorted((p.subject, _trained(problem, bundle.person, p)) for p in posts))
            alike.setdefault((posts[0].school, wants, sum(p.halves for p in posts)), []).append(bundle)
        moved: set[_Bundle] = set()
        for group in alike.values():
            for one, other in combinations(group, 2):
                if one not in moved and other not in moved and _gains(problem, grades, one, other):
                    for mine, person in ((one, other.person), (other, one.person)):
                        found |= {(n, mine.klass): person for n in mine.numbers}
                    moved |= {one, other}
                    _count(grades, one, other)
        if not moved:
            return


def _bundles(problem: Problem, found: dict[tuple[int, str], str]) -> list[_Bundle]:
    """What may be exchanged: not what class teachers have in their own class, nor what somebody had last year."""
    numbers: dict[tuple[str, str, str, int], list[int]] = {}
    for (number, klass), person in found.items():
        post = problem.posts[number]
        numbers.setdefault((person, post.school, klass, post.grade), []).append(number)
    return [
        _Bundle(person, grade, klass, tuple(mine))
        for (person, school, klass, grade), mine in numbers.items()
        if (person, school, klass) not in problem.heads
        and not any((person, school, klass, problem.posts[n].subject) in problem.before for n in mine)
    ]


def _trained(problem: Problem, person: str, post: Post) -> bool:
    return (post.school, post.subject) in problem.person[person].trained


def _gains(problem: Problem, grades: dict[str, Counter[int]], one: _Bundle, other: _Bundle) -> bool:
    """Whether both may, and have fewer grades together afterwards."""
    if one.person == other.person or one.grade == other.grade:
        return False
    for mine, person in ((one, other.person), (other, one.person)):
        if any(person not in {p.id for p in problem.able[n]} for n in mine.numbers):
            return False
        if any(_trained(problem, person, problem.posts[n]) != _trained(problem, mine.person, problem.posts[n])
               for n in mine.numbers):  # fmt: skip
            return False
    gone = (grades[one.person][one.grade] == 1) + (grades[other.person][other.grade] == 1)
    new = (not grades[one.person][other.grade]) + (not grades[other.person][one.grade])
    return gone > new


def _count(grades: dict[str, Counter[int]], one: _Bundle, other: _Bundle) -> None:
    for mine, theirs in ((one, other), (other, one)):
        grades[mine.person][mine.grade] -= 1
        grades[mine.person][theirs.grade] += 1
