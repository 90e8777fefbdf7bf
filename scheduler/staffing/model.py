"""How many classes of each post everybody takes: an exact model, solved level by level.

A level is settled before the next is looked at: fewest lessons without a teacher; music, art and PE by specialists, as
the policy asks and then evenly over the schools; class teachers in their own classes; those who had the class last
year; and, weighed against each other, even loads and few schools, subjects, grades and classes a person. Classes that
want alike are counted and not told apart, except where one of them is somebody's own or was his last year: so 500
classes stay small.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scheduler.engine.program import Expr, How, Program, total
from scheduler.engine.solve import Limits, Solved, Status, Stop, solve

from .problem import Person, Post, Problem
from .start import CLASS, GRADE, SCHOOL, STEPS, SUBJECT, start

SHARES = (0, 1, 2, 3)  # quarters of a school's lessons of an art; what goes beyond each costs once more
LEAST = 0.05  # seconds a level gets


@dataclass(frozen=True)
class Level:
    """How one level ended: its cost, the proved bound below it."""

    name: str
    cost: int
    bound: float

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.bound >= self.cost


@dataclass
class Counts:
    """What was decided. ``taken``: post number → person → classes; ``named``: post number → class → person, for the
    classes that matter, counted in ``taken`` too. ``levels`` in order."""

    taken: dict[int, dict[str, int]] = field(default_factory=dict)
    named: dict[int, dict[str, str]] = field(default_factory=dict)
    levels: list[Level] = field(default_factory=list)


class Model:
    """The model of some posts of a problem that no others depend on."""

    def __init__(self, problem: Problem, part: Sequence[int]):
        self.problem = problem
        self.part = part
        self.program = Program()
        self.taken: dict[tuple[int, str], Expr] = {}
        self.named: dict[tuple[int, str, str], Expr] = {}
        self.short: dict[int, Expr] = {}
        self.people: dict[str, Person] = {}
        self._known: dict[tuple[str, str], Mapping[object, Expr]] = {}
        for number in part:
            self._post(number, problem.posts[number])
        self.loads = {id: self._load(id) for id in self.people}
        for person in self.people.values():
            self._limits(person)

    def _new(self, upper: int = 1) -> Expr:
        return Expr({self.program.variable(upper): 1})

    def _post(self, number: int, post: Post) -> None:
        """Every class goes to one person or to nobody."""
        able = self.problem.able[number]
        for person in able:
            self.people[person.id] = person
            most = min(len(post.classes), person.free // post.halves)
            self.taken[number, person.id] = self._new(most)
        self.short[number] = self._new(len(post.classes))
        takers = [self.taken[number, p.id] for p in able]
        self.program.require(total([*takers, self.short[number]]), len(post.classes), len(post.classes))
        for klass in post.classes:
            known = [p for p in able if self._knows(p, post, klass)]
            for person in known:
                self.named[number, person.id, klass] = self._new()
            self.program.require(total(self.named[number, p.id, klass] for p in known), hi=1)
        for person in able:
            mine = [self.named[n] for c in post.classes if (n := (number, person.id, c)) in self.named]
            if mine:
                self.program.require(total(mine) - self.taken[number, person.id], hi=0)

    def _knows(self, person: Person, post: Post, klass: str) -> bool:
        """Whether it matters that he takes this very class."""
        head = (person.id, post.school, klass) in self.problem.heads
        return head or (person.id, post.school, klass, post.subject) in self.problem.before

    def _over(self, expr: Expr, line: int) -> Expr:
        """What an expression has beyond a line, nothing where it is beneath; minimised, so bounded from below only."""
        over = self.program.helper(How.MOST, expr - line, upper=max(self.program.bounds(expr)[1] - line, 0))
        self.program.require(expr - over, hi=line)
        return over

    def _of(self, id: str) -> Iterator[tuple[Post, Expr]]:
        for number in self.part:
            if (number, id) in self.taken:
                yield self.problem.posts[number], self.taken[number, id]

    def _load(self, id: str) -> Expr:
        return total(e * post.halves for post, e in self._of(id))

    def _limits(self, person: Person) -> None:
        """His week, at single schools, away from home; and how many schools."""
        self.program.require(self.loads[person.id], hi=person.free)
        for school, most in person.free_at.items():
            self.program.require(total(e * p.halves for p, e in self._of(person.id) if p.school == school), hi=most)
        if person.free_away is not None:
            away = total(e * p.halves for p, e in self._of(person.id) if p.school != person.home)
            self.program.require(away, hi=person.free_away)
        if person.schools_most:
            there = {school for school, _, _ in person.has}
            new = total(self._schools(person).values())
            self.program.require(new, hi=max(person.schools_most - len(there), 0))

    def _schools(self, person: Person) -> Mapping[object, Expr]:
        """For every school that is new to him whether he teaches there; what he has already costs nothing."""
        return self._kinds(person, "school", lambda p: p.school, {s for s, _, _ in person.has})

    def _kinds(
        self, person: Person, name: str, kind: Callable[[Post], object], has: Collection[object]
    ) -> Mapping[object, Expr]:
        """For each kind of his posts that is new to him: 1 where he takes any of that kind."""
        if (name, person.id) not in self._known:
            found: dict[object, Expr] = {}
            takes: dict[object, list[Expr]] = {}
            for post, taken in self._of(person.id):
                if kind(post) not in has:
                    takes.setdefault(kind(post), []).append(taken)
            for one, mine in takes.items():
                used = found[one] = self.program.helper(How.ANY, total(mine))
                for taken in mine:
                    self.program.require(taken - used * self.program.bounds(taken)[1], hi=0)
            self._known[name, person.id] = found
        return self._known[name, person.id]

    # -- levels ------------------------------------------------------------------------------------------------------

    def levels(self) -> Iterator[tuple[str, Expr]]:
        """What is made least, one after the other."""
        posts = self.problem.posts
        yield "short", total(self.short[n] * posts[n].halves for n in self.part)
        if self.problem.share:
            yield "policy", total(self._beyond(self._arts(apart=False), (1 - self.problem.share,)))
        yield "specialists", total(self._beyond(self._arts(apart=True), tuple(q / 4 for q in SHARES)))
        own = [e * -posts[n].halves for (n, p, c), e in self.named.items() if self._is_head(n, p, c)]
        yield "class teachers", total(own)
        before = [e * -posts[n].halves for (n, p, c), e in self.named.items() if self._had_it(n, p, c)]
        yield "last year", total(before)
        yield "even and few", total([*self._uneven(), *self._variety()])

    def _is_head(self, number: int, person: str, klass: str) -> bool:
        return (person, self.problem.posts[number].school, klass) in self.problem.heads

    def _had_it(self, number: int, person: str, klass: str) -> bool:
        post = self.problem.posts[number]
        return (person, post.school, klass, post.subject) in self.problem.before

    def _beyond(self, schools: Mapping[tuple[str, str], list[int]], share: Sequence[float]) -> Iterator[Expr]:
        """Lessons of music, art and PE in a school that no specialist gives, beyond each share of them: the more there
        are, the more one more costs, so that schools are served alike. ``schools``: posts by (school, art)."""
        posts = self.problem.posts
        for (school, art), mine in schools.items():
            halves = [x for (s, a), x in self.problem.art_halves.items() if s == school and a == (art or a)]
            every, given = (sum(x[i] for x in halves) for i in (0, 1))
            by_trained = total(
                self.taken[n, p.id] * posts[n].halves
                for n in mine
                for p in self.problem.able[n]
                if (school, posts[n].subject) in p.trained
            )
            for part in share:
                # in 20ths of a half-lesson: a share of the lessons need not be whole
                yield self._over((every - given - by_trained) * 20, round(20 * part * every))

    def _arts(self, apart: bool) -> Mapping[tuple[str, str], list[int]]:
        """Posts of music, art and PE by (school, art), or of a school together with '' as its art."""
        found: dict[tuple[str, str], list[int]] = {}
        for number in self.part:
            post = self.problem.posts[number]
            if post.art:
                found.setdefault((post.school, post.art if apart else ""), []).append(number)
        return found

    def _variety(self) -> Iterator[Expr]:
        for person in self.people.values():
            if person.shared:
                yield total(self._schools(person).values()) * SCHOOL
            subjects = self._kinds(person, "subject", lambda p: p.subject, {s for _, s, _ in person.has})
            yield total(subjects.values()) * SUBJECT
            grades = self._kinds(person, "grade", lambda p: p.grade, {g for _, _, g in person.has})
            yield total(grades.values()) * GRADE
            yield total(self._new_classes(person)) * CLASS

    def _new_classes(self, person: Person) -> Iterator[Expr]:
        """By grade: the classes he meets at least, which is as many as he takes of any one subject."""
        met: dict[tuple[str, int], list[Expr]] = {}
        for post, taken in self._of(person.id):
            known = sum((post.school, c) in person.has_classes for c in post.classes)
            met.setdefault((post.school, post.grade), []).append(taken - known)
        for exprs in met.values():
            most = max(self.program.bounds(e)[1] for e in exprs)
            if most > 0:
                classes = self.program.helper(How.MOST, *exprs, upper=most)
                for expr in exprs:
                    self.program.require(expr - classes, hi=0)
                yield classes

    def _uneven(self) -> Iterator[Expr]:
        """What a load goes beyond each step of a full post: the fuller the post, the more one more lesson costs."""
        for person in self.people.values():
            highest = min(person.free, self.program.bounds(self.loads[person.id])[1])
            lines = [person.norm * step // STEPS - person.load for step in range(4 * STEPS)]
            yield self.loads[person.id] * sum(line <= 0 for line in lines)  # every lesson goes beyond these
            for line in lines:
                if 0 < line < highest:
                    yield self._over(self.loads[person.id], line)

    # -- solving -----------------------------------------------------------------------------------------------------

    def solve(self, seconds: float, stop: Stop) -> Counts:
        """The best that can be found in the time, level by level; stopped, it is what was found by then."""
        end = time.monotonic() + seconds
        found = Counts()
        decided = self._begin()
        for name, aim in self.levels():
            values = self.program.complete(decided)
            cost, (low, _) = self._value(aim, values), self.program.bounds(aim)
            bound: float = low
            if cost > low:
                self.program.cost, self.program.offset = {}, 0
                self.program.add_cost(aim, 1)
                left = max(end - time.monotonic(), LEAST)
                answer = solve(self.program, Limits(left, linearization=1), stop=stop, hint=values)
                if answer.values is not None and answer.cost is not None and answer.cost <= cost:
                    decided, cost = {v: answer.values[v] for v in decided}, answer.cost
                bound = _bound(answer, cost, low)
            found.levels.append(Level(name, cost, bound))
            self.program.require(aim, hi=cost)
        self._read(self.program.complete(decided), found)
        return found

    def _begin(self) -> dict[int, int]:
        """The values of what is decided for a good staffing, or for nobody taking anything."""
        decided = {v: 0 for e in (*self.taken.values(), *self.named.values()) for v in e.terms}
        decided |= {v: self.program.upper[v] for e in self.short.values() for v in e.terms}
        tried = dict(decided)
        for (number, klass), person in start(self.problem, self.part).items():
            for expr, more in ((self.taken[number, person], 1), (self.short[number], -1)):
                tried[next(iter(expr.terms))] += more
            if (number, person, klass) in self.named:
                tried[next(iter(self.named[number, person, klass].terms))] = 1
        return decided if any(self.program.broken(self.program.complete(tried))) else tried

    @staticmethod
    def _value(expr: Expr, values: Sequence[int]) -> int:
        return expr.const + sum(c * values[v] for v, c in expr.terms.items())

    def _read(self, values: Sequence[int], found: Counts) -> None:
        for (number, person), expr in self.taken.items():
            if classes := self._value(expr, values):
                found.taken.setdefault(number, {})[person] = classes
        for (number, person, klass), expr in self.named.items():
            if self._value(expr, values):
                found.named.setdefault(number, {})[klass] = person


def _bound(answer: Solved, cost: int, low: int) -> float:
    """What is proved: without a solution the solver's own bound says nothing."""
    if answer.status is Status.OPTIMAL:
        return cost
    return max(answer.bound, low) if answer.status is Status.FEASIBLE else low


def count(problem: Problem, seconds: float, stop: Stop) -> Counts:
    """The whole problem, part by part; levels are added up over the parts."""
    end = time.monotonic() + seconds
    found = Counts()
    sums: dict[str, tuple[int, float]] = {}
    models = sorted((Model(problem, part) for part in problem.parts), key=lambda m: len(m.taken))
    for number, model in enumerate(models):
        left = max(end - time.monotonic(), 0.0)
        one = model.solve(left / (len(models) - number) if number < len(models) - 1 else left, stop)
        found.taken |= one.taken
        found.named |= one.named
        for level in one.levels:
            cost, bound = sums.get(level.name, (0, 0.0))
            sums[level.name] = cost + level.cost, bound + level.bound
    found.levels = [Level(name, cost, bound) for name, (cost, bound) in sums.items()]
    return found
