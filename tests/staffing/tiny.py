"""Tiny staffing problems, made at random, and their best staffing by trying all."""

from __future__ import annotations

from itertools import product
from random import Random

from scheduler.staffing.problem import Answer, Person, Post, Problem
from scheduler.staffing.start import CLASS, GRADE, SCHOOL, STEPS, SUBJECT

SUBJECTS = ("语文", "音乐", "美术", "体育")


def tiny(seed: int) -> Problem:
    """Two schools, at most six classes' lessons, two or three people of whom one may be shared."""
    random = Random(seed)
    posts: list[Post] = []
    left = 6
    while left and len(posts) < 4:
        school, subject, grade = random.choice("甲乙"), random.choice(SUBJECTS), random.choice((1, 2))
        count = random.randint(1, min(left, 3))
        if not any((p.school, p.subject, p.grade) == (school, subject, grade) for p in posts):
            classes = tuple(f"{grade}.{n}" for n in range(1, count + 1))
            posts.append(Post(school, grade, subject, random.choice((1, 2, 3, 4)), classes, random.choice((1, 1, 2))))
            left -= count
    people = [_person(random, n) for n in range(random.randint(2, 3))]
    heads = {(random.choice(people).id, p.school, random.choice(p.classes)) for p in posts if random.random() < 0.5}
    before = {
        (random.choice(people).id, p.school, random.choice(p.classes), p.subject)
        for p in posts
        if random.random() < 0.5
    }
    arts: dict[tuple[str, str], tuple[int, int]] = {}
    for post in posts:
        if post.art:
            every, _ = arts.get((post.school, post.art), (0, 0))
            arts[post.school, post.art] = every + post.halves * len(post.classes), 0
    for key, (every, _) in arts.items():
        given = random.choice((0, 2))
        arts[key] = every + given + random.choice((0, 2)), given
    return Problem(
        tuple(posts), tuple(people), frozenset(heads), frozenset(before), random.choice((0.0, 0.5, 0.8)), arts
    )


def _person(random: Random, number: int) -> Person:
    shared = random.random() < 0.4
    home = random.choice("甲乙")
    ready = random.choice((0.6, 0.95))
    able = frozenset(
        (school, subject) for school in ("甲乙" if shared else home) for subject in SUBJECTS if random.random() < ready
    )
    has = frozenset({(home, "语文", 2)}) if random.random() < 0.3 else frozenset()
    return Person(
        f"p{number}", f"师{number}", able,
        free=random.randint(1, 9) + 8 * (ready > 0.8), norm=random.choice((8, 10, 20)),
        load=4 if has else 0, has=has, has_classes=frozenset({(home, "2.1")}) if has else frozenset(),
        trained=frozenset(x for x in able if random.random() < 0.5), shared=shared, home=home,
        schools_most=random.choice((0, 1)) if shared else 0,
        free_at={home: 4} if random.random() < 0.2 else {},
        free_away=random.choice((None, 2, 4)) if shared else None,
        days=random.choice((1, 5, 5)), days_away=random.choice((1, 5)) if shared else 7,
    )  # fmt: skip


Score = dict[str, int]


def best(problem: Problem) -> Score:
    """The best scores there are, of all answers tried."""
    return min((scores(problem, a) for a in answers(problem)), key=lambda s: tuple(s.values()))


def answers(problem: Problem) -> list[Answer]:
    """Every answer that keeps all limits."""
    keys = [(post, klass) for post in problem.posts for klass in post.classes]
    choices = [[None, *(p.id for p in problem.people if (post.school, post.subject) in p.subjects)] for post, _ in keys]
    found = []
    for picked in product(*choices):
        answer = {(post.school, klass, post.subject): id for (post, klass), id in zip(keys, picked, strict=True) if id}
        if all(keeps(problem, person, answer) for person in problem.people):
            found.append(answer)
    return found


def keeps(problem: Problem, person: Person, answer: Answer) -> bool:
    """Whether a person's limits are kept."""
    mine = _mine(problem, person, answer)
    if sum(p.halves for p, _ in mine) > person.free:
        return False
    if any(p.days > (person.days if p.school == person.home else min(person.days, person.days_away)) for p, _ in mine):
        return False
    for school, most in person.free_at.items():
        if sum(p.halves for p, _ in mine if p.school == school) > most:
            return False
    away = sum(p.halves for p, _ in mine if p.school != person.home)
    if person.free_away is not None and away > person.free_away:
        return False
    schools = {p.school for p, _ in mine} | {s for s, _, _ in person.has}
    new = schools - {s for s, _, _ in person.has}
    return not (person.schools_most and new and len(schools) > person.schools_most)


def _mine(problem: Problem, person: Person, answer: Answer) -> list[tuple[Post, str]]:
    return [
        (post, klass)
        for post in problem.posts
        for klass in post.classes
        if answer.get((post.school, klass, post.subject)) == person.id
    ]


def scores(problem: Problem, answer: Answer) -> Score:
    """What each aim costs, from the answer alone, written from its definition."""
    found = {"short": 0, "policy": 0, "specialists": 0, "class teachers": 0, "last year": 0, "even and few": 0}
    by_trained = {key: given for key, (_, given) in problem.art_halves.items()}
    for post in problem.posts:
        for klass in post.classes:
            id = answer.get((post.school, klass, post.subject))
            if id is None:
                found["short"] += post.halves
                continue
            if post.art and (post.school, post.subject) in problem.person[id].trained:
                by_trained[post.school, post.art] += post.halves
            found["class teachers"] -= post.halves * ((id, post.school, klass) in problem.heads)
            found["last year"] -= post.halves * ((id, post.school, klass, post.subject) in problem.before)
    open_arts = {(p.school, p.art) for p in problem.posts if p.art}
    for key in open_arts:
        every = problem.art_halves[key][0]
        without = every - by_trained[key]
        found["specialists"] += sum(max(20 * without - round(5 * q * every), 0) for q in range(4))
    for school in {school for school, _ in open_arts} if problem.share else ():
        every = sum(n for (s, _), (n, _) in problem.art_halves.items() if s == school)
        without = every - sum(n for (s, _), n in by_trained.items() if s == school)
        found["policy"] += max(20 * without - round(20 * (1 - problem.share) * every), 0)
    found["even and few"] = sum(_person_cost(problem, person, answer) for person in problem.people)
    return found


def _person_cost(problem: Problem, person: Person, answer: Answer) -> int:
    mine = _mine(problem, person, answer)
    if not mine:
        return 0
    load = sum(p.halves for p, _ in mine)
    lines = [person.norm * step // STEPS for step in range(4 * STEPS)]
    cost = sum(max(person.load + load - x, 0) - max(person.load - x, 0) for x in lines)
    if person.shared:
        cost += SCHOOL * len({p.school for p, _ in mine} - {s for s, _, _ in person.has})
    cost += SUBJECT * len({p.subject for p, _ in mine} - {s for _, s, _ in person.has})
    cost += GRADE * len({p.grade for p, _ in mine} - {g for _, _, g in person.has})
    for place in {(p.school, p.grade) for p, _ in mine}:
        cost += CLASS * max(_new_classes(problem, person, mine, post) for post in problem.posts
                            if (post.school, post.grade) == place)  # fmt: skip
    return cost


def _new_classes(problem: Problem, person: Person, mine: list[tuple[Post, str]], post: Post) -> int:
    known = sum((post.school, c) in person.has_classes for c in post.classes)
    return max(sum(p == post for p, _ in mine) - known, 0)
