"""Which classes everybody takes, once it is settled how many: so that a teacher meets few classes.

Grade by grade of a school, exactly: the least pairs of a teacher and a class he teaches anything.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import groupby

from scheduler.engine.program import Expr, Program, total
from scheduler.engine.solve import Limits, Stop, solve

from .model import Counts
from .problem import Answer, Post, Problem

LEAST = 0.05  # seconds for a grade


def deal(problem: Problem, counts: Counts, seconds: float, stop: Stop) -> Answer:
    """Every class of every post with the person who takes it."""
    end = time.monotonic() + seconds
    answer: Answer = {}
    numbers = sorted(range(len(problem.posts)), key=lambda n: (problem.posts[n].school, problem.posts[n].grade))
    grades = groupby(numbers, key=lambda n: (problem.posts[n].school, problem.posts[n].grade))
    for _, grade in grades:
        posts = list(grade)
        plain = _in_order(problem, counts, posts)
        left = end - time.monotonic()
        answer |= _fewest_pairs(problem, counts, posts, plain, max(left / 2, LEAST), stop) or plain
    return answer


def _in_order(problem: Problem, counts: Counts, posts: Sequence[int]) -> Answer:
    """Classes as they come, each person's after the other's."""
    answer: Answer = {}
    for number in posts:
        post, named = problem.posts[number], counts.named.get(number, {})
        rest = [c for c in post.classes if c not in named]
        for klass, person in named.items():
            answer[post.school, klass, post.subject] = person
        for person, more in _more(counts, number):
            for klass in rest[:more]:
                answer[post.school, klass, post.subject] = person
            del rest[:more]
    return answer


def _more(counts: Counts, number: int) -> list[tuple[str, int]]:
    """(person, classes he takes beyond those that are settled)."""
    named = list(counts.named.get(number, {}).values())
    return [(p, count - named.count(p)) for p, count in sorted(counts.taken.get(number, {}).items())]


def _fewest_pairs(
    problem: Problem, counts: Counts, posts: Sequence[int], plain: Answer, seconds: float, stop: Stop
) -> Answer | None:
    """The dealing with the fewest pairs; None where there is nothing to choose or no time."""
    program = Program()
    chosen: dict[tuple[int, str, str], Expr] = {}
    pairs: dict[tuple[str, str], Expr] = {}
    fixed: Answer = {}
    for number in posts:
        post, named = problem.posts[number], counts.named.get(number, {})
        fixed |= {(post.school, c, post.subject): p for c, p in named.items()}
        rest = [c for c in post.classes if c not in named]
        more = [(p, n) for p, n in _more(counts, number) if n]
        for person, wanted in more:
            for klass in rest:
                chosen[number, person, klass] = Expr({program.variable(): 1})
            program.require(total(chosen[number, person, c] for c in rest), wanted, wanted)
        for klass in rest:
            program.require(total(chosen[number, p, klass] for p, _ in more), hi=1)
    known = set(_met(problem, problem.posts[posts[0]], fixed))
    for (_, person, klass), expr in chosen.items():
        if (person, klass) not in known:
            pair = pairs[person, klass] = pairs.get((person, klass)) or Expr({program.variable(): 1})
            program.require(expr - pair, hi=0)
    if len(pairs) < 2:
        return None
    program.add_cost(total(pairs.values()), 1)
    hint = _hint(problem, chosen, pairs, plain)
    found = solve(program, Limits(seconds, workers=1, linearization=2), stop=stop, hint=hint)
    if found.values is None:
        return None
    for (number, person, klass), expr in chosen.items():
        if found.values[next(iter(expr.terms))]:
            post = problem.posts[number]
            fixed[post.school, klass, post.subject] = person
    return fixed


def _met(problem: Problem, post: Post, fixed: Answer) -> Iterator[tuple[str, str]]:
    """(person, class) of a school that meet anyway."""
    for person in problem.people:
        yield from ((person.id, klass) for school, klass in person.has_classes if school == post.school)
    for (_, klass, _), id in fixed.items():
        yield id, klass


def _hint(
    problem: Problem, chosen: dict[tuple[int, str, str], Expr], pairs: dict[tuple[str, str], Expr], plain: Answer
) -> dict[int, int]:
    """The plain dealing, where the search may begin."""
    hint = {next(iter(e.terms)): 0 for e in (*chosen.values(), *pairs.values())}
    for (number, person, klass), expr in chosen.items():
        post = problem.posts[number]
        if plain.get((post.school, klass, post.subject)) == person:
            hint[next(iter(expr.terms))] = 1
            if (person, klass) in pairs:
                hint[next(iter(pairs[person, klass].terms))] = 1
    return hint
