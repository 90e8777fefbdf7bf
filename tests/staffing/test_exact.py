"""The model against trying everything, on tiny problems; and what must not depend on names and order."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from scheduler.engine.solve import Stop
from scheduler.staffing.model import count
from scheduler.staffing.problem import Person, Post, Problem
from scheduler.staffing.staffed import decide
from scheduler.staffing.start import start

from .tiny import answers, best, keeps, scores, tiny

SECONDS = 20.0


def costs(problem: Problem) -> dict[str, int]:
    """What each level costs at the optimum."""
    levels = count(problem, SECONDS, Stop()).levels
    assert all(level.proven for level in levels), levels
    return {level.name: level.cost for level in levels}


@pytest.mark.parametrize("seed", range(60))
def test_no_staffing_is_better_than_the_models(seed: int) -> None:
    problem = tiny(seed)
    decided = decide(problem, SECONDS, None)
    assert all(keeps(problem, person, decided.answer) for person in problem.people)
    got, wanted = scores(problem, decided.answer), best(problem)
    alone = len(problem.parts) == 1  # levels of several parts are settled part by part, each in order
    assert got["short"] == wanted["short"]
    if alone:
        assert got == wanted
    assert costs(problem) == {name: got[name] for name in costs(problem)}
    assert decided.proven
    assert sum(s.lessons for s in decided.short) == got["short"] / 2


def test_the_tiny_problems_are_of_all_kinds() -> None:
    problems = [tiny(seed) for seed in range(60)]
    found = [best(p) for p in problems]
    assert sum(f["short"] > 0 for f in found) > 10
    assert sum(f["short"] == 0 for f in found) > 5
    assert sum(f["policy"] > 0 for f in found) > 5
    assert sum(f["class teachers"] < 0 for f in found) > 5
    assert sum(f["last year"] < 0 for f in found) > 3
    assert sum(len(answers(p)) > 20 for p in problems) > 20


def renamed(problem: Problem) -> Problem:
    """Other names for people, schools and classes, and everything in another order."""
    random = Random(7)
    school = {"甲": "Z", "乙": "Y"}

    def klass(name: str) -> str:
        return f"班{name}"

    posts = [replace(p, school=school[p.school], classes=tuple(map(klass, reversed(p.classes)))) for p in problem.posts]
    people = [_renamed(p, school) for p in problem.people]
    random.shuffle(posts)
    random.shuffle(people)
    return Problem(
        tuple(posts), tuple(people),
        frozenset((f"新{p}", school[s], klass(c)) for p, s, c in problem.heads),
        frozenset((f"新{p}", school[s], klass(c), subject) for p, s, c, subject in problem.before),
        problem.share, {(school[s], art): halves for (s, art), halves in problem.art_halves.items()},
    )  # fmt: skip


def _renamed(person: Person, school: dict[str, str]) -> Person:
    return replace(
        person, id=f"新{person.id}", name="某", home=school[person.home],
        subjects=frozenset((school[s], x) for s, x in person.subjects),
        trained=frozenset((school[s], x) for s, x in person.trained),
        has=frozenset((school[s], x, g) for s, x, g in person.has),
        has_classes=frozenset((school[s], f"班{c}") for s, c in person.has_classes),
        free_at={school[s]: n for s, n in person.free_at.items()},
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_names_and_order_do_not_matter(seed: int) -> None:
    assert costs(tiny(seed)) == costs(renamed(tiny(seed)))


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_nobody_is_worse_off_for_a_teacher_more(seed: int) -> None:
    problem = tiny(seed)
    more = replace(problem, people=(*problem.people, replace(problem.people[0], id="new", load=0)))
    assert costs(more)["short"] <= costs(problem)["short"]


def test_alike_classes_are_counted_and_then_told_apart() -> None:
    """Two subjects of four classes for two people: each has two whole classes, not four halves."""
    posts = tuple(Post("", 1, subject, 4, ("1", "2", "3", "4")) for subject in ("体育", "体育活动"))
    able = frozenset({("", "体育"), ("", "体育活动")})
    people = tuple(Person(name, name, able, free=16, norm=40) for name in "ab")
    arts = {("", "pe"): (16, 0)}
    answer = decide(Problem(posts, people, art_halves=arts), SECONDS, None).answer
    assert len(answer) == 8
    for klass in "1234":
        assert answer["", klass, "体育"] == answer["", klass, "体育活动"]


def test_stopped_before_it_begins_it_says_that_nothing_is_proved() -> None:
    """Where one of two posts must be left, the staffing it begins with is kept, and what it leaves is not proved."""
    stop = Stop()
    stop.ask()
    posts = (Post("", 1, "语文", 4, ("1",)), Post("", 1, "数学", 4, ("1",)))
    people = tuple(Person(name, name, frozenset({("", "语文"), ("", "数学")}), 4, 40) for name in "a")
    decided = decide(Problem(posts, people), SECONDS, stop)
    assert len(decided.answer) == 1
    assert not decided.proven
    assert decided.bound == 0


@pytest.mark.parametrize("seed", range(60))
def test_what_it_begins_with_keeps_all_limits(seed: int) -> None:
    problem = tiny(seed)
    begun = start(problem, range(len(problem.posts)))
    posts = problem.posts
    answer = {(posts[n].school, klass, posts[n].subject): person for (n, klass), person in begun.items()}
    assert all(keeps(problem, person, answer) for person in problem.people)
    assert begun or not any(problem.able)


def test_without_an_answer_of_the_solver_no_wish_counts_as_proved() -> None:
    """The solver then tells a bound of 0, which is above what class teachers gain and proves nothing."""
    stop = Stop()
    stop.ask()
    posts = (Post("", 1, "语文", 2, ("1", "2")), Post("", 1, "数学", 4, ("1",)))
    person = Person("a", "a", frozenset({("", "语文"), ("", "数学")}), 4, 40)
    problem = Problem(posts, (person,), frozenset({("a", "", "1"), ("a", "", "2")}))
    level = next(x for x in count(problem, SECONDS, stop).levels if x.name == "class teachers")
    assert level.cost == -4
    assert level.bound == -8
    assert not level.proven
