"""One school staffed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scheduler.engine.solve import Stop
from scheduler.errors import IntakeError
from scheduler.intake import words
from scheduler.intake.workbook import Book
from scheduler.rule import Rule

from .of_book import Site, before_of, heads_of, nobody_to_ask, people_of, read_site
from .problem import Person, Problem, art
from .staffed import Staffed, decide, given_of, loads_of, unproven
from .verdict import say_shorts


def staff_school(
    book: Book, rules: Mapping[str, Rule], seconds: float = 20.0, stop: Stop | None = None, *, most: int = 0
) -> Staffed:
    """Fill the empty cells of 任课 of a school.

    ``seconds``: wall time in all. ``most``: lessons a week of those for whom the workbook gives no limit (0: as many as
    fit into the week). Raises IntakeError where the workbook has other problems than the empty cells.
    """
    site = read_site("", book, rules, most=most)
    if any(p.fatal for p in site.problems):
        raise IntakeError([p for p in site.problems if p.fatal])
    problem = problem_of([site], list(people_of(site)))
    decided = decide(problem, seconds, stop)
    strange = nobody_to_ask(site)
    said = [strange] if strange and site.open else say_shorts(problem, decided.counts, site.full, 0, district=False)
    names = {p.id: p.name for p in problem.people}
    return Staffed(
        site.edits(decided.answer, names), given_of(problem, decided.answer), decided.short,
        (*said, *unproven(decided)), loads_of(problem, decided.answer), tuple(decided.counts.levels),
        decided.proven, decided.bound,
    )  # fmt: skip


def problem_of(sites: Iterable[Site], people: list[Person], share: float = 0.0) -> Problem:
    """The problem of some schools and their people together."""
    sites = list(sites)
    heads: set[tuple[str, str, str]] = set()
    before: set[tuple[str, str, str, str]] = set()
    for site in sites:
        ids = {words.key(p.name): p.id for p in people if p.shared or p.home == site.name}
        heads |= set(heads_of(site, ids))
        before |= set(before_of(site, ids))
    posts = tuple(post for site in sites for post in site.posts)
    arts = dict(item for site in sites for item in _arts(site, people))
    return Problem(posts, tuple(people), frozenset(heads), frozenset(before), share, arts)


def _arts(site: Site, people: list[Person]) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    """((school, art), (half-lessons a week, those that specialists give already))."""
    trained = {p.name: p.trained for p in people if p.shared or p.home == site.name}
    every: dict[str, int] = {}
    given: dict[str, int] = {}
    for (subject, who), halves in site.arts.items():
        kind = art(subject)
        every[kind] = every.get(kind, 0) + halves
        if (site.name, subject) in trained.get(who, ()):
            given[kind] = given.get(kind, 0) + halves
    for post in site.posts:
        if post.art:
            every[post.art] = every.get(post.art, 0) + post.halves * len(post.classes)
    for kind, halves in every.items():
        yield (site.name, kind), (halves, given.get(kind, 0))
