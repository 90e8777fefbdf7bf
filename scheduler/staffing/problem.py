"""What staffing decides: posts that want a teacher, people with lessons to spare, and who fits what.

Lessons are counted in halves: a lesson every other week is one, so that all numbers are whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scheduler.intake.subjects import make_subject

ARTS = ("music", "art", "pe")  # the subjects of which a district wants specialists' lessons


def art(subject: str) -> str:
    """music, art or pe where a subject is one of these, else ''."""
    tags = make_subject(subject).tags
    return next((a for a in ARTS if a in tags), "")


@dataclass(frozen=True, order=True)
class Post:
    """Lessons of a subject in classes of a grade that nobody gives yet: ``halves`` half-lessons a week in each.

    The lessons of one class go to one teacher. Classes that want alike are one post, counted. ``days``: on so many days
    a week at least a class has them.
    """

    school: str
    grade: int
    subject: str
    halves: int
    classes: tuple[str, ...]
    days: int = 1

    @cached_property
    def art(self) -> str:
        """music, art or pe where it is one of these, else ''."""
        return art(self.subject)


@dataclass(frozen=True)
class Person:
    """Somebody who may take lessons. ``subjects``: (school, subject) that he may give; ``trained``: of these, the ones
    he is a specialist in. Half-lessons a week: ``load`` he gives already, ``free`` more he may take, ``norm`` a full
    post of his, ``free_at`` more at single schools, ``free_away`` more away from ``home``. ``days``: on so many days he
    can be at a school, on ``days_away`` away from home. ``has``: (school, subject, grade) that he teaches already;
    ``has_classes``: (school, class). ``schools_most``: at most so many (0: no limit)."""

    id: str
    name: str
    subjects: frozenset[tuple[str, str]]
    free: int
    norm: int
    load: int = 0
    has: frozenset[tuple[str, str, int]] = frozenset()
    has_classes: frozenset[tuple[str, str]] = frozenset()
    trained: frozenset[tuple[str, str]] = frozenset()
    shared: bool = False
    home: str = ""
    schools_most: int = 0
    free_at: Mapping[str, int] = field(default_factory=dict, hash=False)
    free_away: int | None = None
    days: int = 7
    days_away: int = 7

    def fits(self, post: Post) -> bool:
        """Whether he may take one class of a post, by subject, school, load and days."""
        if (post.school, post.subject) not in self.subjects or post.halves > self.free or post.days > self.days:
            return False
        if post.halves > self.free_at.get(post.school, post.halves):
            return False
        if post.school == self.home:
            return True
        return post.days <= self.days_away and (self.free_away is None or post.halves <= self.free_away)


Key = tuple[str, str, str]  # school, class, subject


@dataclass(frozen=True)
class Problem:
    """One staffing problem. ``heads``: (person, school, class) of class teachers; ``before``: (person, school, class,
    subject) as it was last year. ``share``: least share, 0 to 1, of music, art and PE that specialists ought to
    give in every school. ``art_halves``: (all, given by specialists already) by (school, art)."""

    posts: tuple[Post, ...]
    people: tuple[Person, ...]
    heads: frozenset[tuple[str, str, str]] = frozenset()
    before: frozenset[tuple[str, str, str, str]] = frozenset()
    share: float = 0.0
    art_halves: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict, hash=False)

    @cached_property
    def person(self) -> dict[str, Person]:
        """People by id."""
        return {p.id: p for p in self.people}

    @cached_property
    def able(self) -> tuple[tuple[Person, ...], ...]:
        """For each post those who may take a class of it."""
        return tuple(tuple(p for p in self.people if p.fits(post)) for post in self.posts)

    @cached_property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """Posts, by number, in groups that no person and no school's arts have in common."""
        above: dict[object, object] = {}

        def root(x: object) -> object:
            while above.setdefault(x, x) != x:
                above[x] = above[above[x]]
                x = above[x]
            return x

        for number, (post, people) in enumerate(zip(self.posts, self.able, strict=True)):
            ties: list[object] = [("person", p.id) for p in people]
            if post.art:  # what the policy asks is asked of a school's arts together
                ties.append(("arts", post.school, "" if self.share else post.art))
            for tie in ties:
                above[root(tie)] = root(number)
        found: dict[object, list[int]] = {}
        for number in range(len(self.posts)):
            found.setdefault(root(number), []).append(number)
        return tuple(tuple(part) for part in found.values())


Answer = dict[Key, str]  # (school, class, subject) → person; what is short has no entry
