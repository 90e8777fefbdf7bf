"""A district staffed: every school's open cells by its own teachers and by those whom the schools share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain import Half, Teacher, Text
from scheduler.engine.solve import Stop
from scheduler.errors import IntakeProblem
from scheduler.intake import Edit, words
from scheduler.intake.workbook import BadFileError, read_book
from scheduler.rule import Rule

from .model import Level
from .of_book import ENDLESS, Site, people_of, read_site, subjects_of
from .problem import Person, Problem
from .school import problem_of
from .staffed import Given, Load, decide, given_of, loads_of, unproven
from .verdict import Short, say_shorts

if TYPE_CHECKING:
    from scheduler.district.domain import District, SharedTeacher


@dataclass(frozen=True)
class DistrictStaffed:
    """A district staffed. ``edits`` by school fill the cells of its own workbook. ``short``, ``texts``: what nobody can
    give, and why. ``specialists``: share of the lessons of music, art and PE that specialists give, by school.
    ``problems``: by school, of workbooks that cannot be read; these were left out. ``proven``: no staffing leaves less
    short; ``bound``: lessons a week that are short whatever is done."""

    edits: Mapping[str, tuple[Edit, ...]]
    given: tuple[Given, ...]
    short: tuple[Short, ...]
    texts: tuple[Text, ...]
    loads: tuple[Load, ...]
    specialists: Mapping[str, float]
    problems: Mapping[str, tuple[IntakeProblem, ...]]
    levels: tuple[Level, ...]
    proven: bool
    bound: float


@dataclass(frozen=True)
class Sites:
    """The schools that could be read, and the problems of those that could not."""

    read: tuple[Site, ...]
    problems: Mapping[str, tuple[IntakeProblem, ...]]


def staff_district(
    district: District, rules: Mapping[str, Rule], seconds: float = 60.0, stop: Stop | None = None
) -> DistrictStaffed:
    """Fill the empty cells of 任课 of all schools of a district together.

    ``seconds``: wall time of the decision, without reading. Shared teachers stay within their own limits over all
    schools and within the policy: most schools, days away. Never raises for what a user can put right.
    """
    sites = read_sites(district, rules)
    problem = district_problem(district, sites.read)
    decided = decide(problem, seconds, stop)
    names = {p.id: p.name for p in problem.people}
    full = max((site.full for site in sites.read), default=0)
    most = district.policy.schools_most
    texts = (
        *say_shorts(problem, decided.counts, full, most, district=True), *_beneath(problem, decided.answer),
        *unproven(decided),
    )  # fmt: skip
    return DistrictStaffed(
        {site.name: site.edits(decided.answer, names) for site in sites.read}, given_of(problem, decided.answer),
        decided.short, texts, loads_of(problem, decided.answer), specialists(problem, decided.answer), sites.problems,
        tuple(decided.counts.levels), decided.proven, decided.bound,
    )  # fmt: skip


def read_sites(district: District, rules: Mapping[str, Rule]) -> Sites:
    """Every school's workbook, with the district's teachers known in it."""
    guests = [(t.id, t.kind) for t in district.teachers]
    read: list[Site] = []
    problems: dict[str, tuple[IntakeProblem, ...]] = {}
    for school in district.schools:
        try:
            site = read_site(school.name, read_book(school.content, school.source), rules, guests)
        except BadFileError as error:
            problems[school.name] = (IntakeProblem("", "", school.source.name, error.text, error.advice),)
            continue
        if fatal := tuple(p for p in site.problems if p.fatal):
            problems[school.name] = fatal
        else:
            read.append(site)
    return Sites(tuple(read), problems)


def district_problem(district: District, sites: Sequence[Site], more: Sequence[Person] = ()) -> Problem:
    """The problem of all schools together; ``more``: people who are not there yet."""
    shared = [_shared(teacher, district, sites) for teacher in district.teachers]
    keys = frozenset(words.key(t.id) for t in district.teachers)
    own = [p for site in sites for p in people_of(site, _named(site, keys))]
    return problem_of(sites, [*own, *shared, *more], district.policy.specialist_share)


def _named(site: Site, keys: frozenset[str]) -> frozenset[str]:
    """The school's teachers who are the district's."""
    return frozenset(t.id for t in site.school.teachers if words.key(t.id) in keys)


def _shared(teacher: SharedTeacher, district: District, sites: Sequence[Site]) -> Person:
    """A shared teacher over all schools that he may go to."""
    reached = [s for s in sites if not teacher.schools or s.name in teacher.schools or s.name == teacher.home]
    here = {site.name: found for site in sites if (found := _in(site, teacher.id))}
    able = frozenset((s.name, subject) for s in reached for subject in subjects_of(s, teacher.subjects))
    loads = {site.name: site.halves(here[site.name].id) for site in sites if site.name in here}
    load, abroad = sum(loads.values()), sum(n for name, n in loads.items() if name != teacher.home)
    limit = 2 * teacher.week_most or ENDLESS
    full = max((s.full for s in sites), default=0)
    with_him = [s for s in sites if s.name in here]
    rows = {s.name: min(s.limit(here[s.name]), s.week(here[s.name])) - loads[s.name] for s in with_him}
    return Person(
        id=teacher.id,
        name=teacher.id,
        subjects=able,
        free=max(min(limit, _week(teacher, reached)) - load, 0),
        norm=limit if limit < ENDLESS else 2 * full,
        load=load,
        has=frozenset(x for s in with_him for x in s.has(here[s.name].id)),
        has_classes=frozenset(x for s in with_him for x in s.classes(here[s.name].id)),
        trained=able if teacher.specialist else frozenset(),
        shared=True,
        home=teacher.home,
        schools_most=_schools_most(teacher, district, reached),
        free_at={name: max(left, 0) for name, left in rows.items()},
        free_away=_away_most(teacher, district, reached, abroad),
        days=len(_by_day(teacher, reached)),
        days_away=min(len(_by_day(teacher, reached)), district.policy.days_most or 7),
    )


def _in(site: Site, name: str) -> Teacher | None:
    """The teacher's row in a school that has one of its own, or where 任课 names him."""
    return next((t for t in site.school.teachers if words.key(t.id) == words.key(name)), None)


def _halves(teacher: SharedTeacher, sites: Sequence[Site]) -> dict[tuple[int, Half], int]:
    """The half-days on which he can be at a school, with the most periods that any of his schools has on them."""
    found: dict[tuple[int, Half], int] = {}
    for site in sites:
        here: dict[tuple[int, Half], int] = {}
        grid = site.school.grid
        for moment in grid.moments(grid.bell):
            if any(s not in teacher.away for s in moment.slots):
                here[moment.day, moment.slots[0].half] = here.get((moment.day, moment.slots[0].half), 0) + 1
        for half, periods in here.items():
            found[half] = max(found.get(half, 0), periods)
    return found


def _by_day(teacher: SharedTeacher, sites: Sequence[Site]) -> dict[int, int]:
    """The most lessons he can give on each day."""
    found: dict[int, int] = {}
    for (day, _), periods in _halves(teacher, sites).items():
        found[day] = found.get(day, 0) + periods
    return {day: min(n, teacher.day_most or n) for day, n in found.items()}


def _week(teacher: SharedTeacher, sites: Sequence[Site]) -> int:
    return 2 * sum(_by_day(teacher, sites).values())


def _away_most(teacher: SharedTeacher, district: District, sites: Sequence[Site], load: int) -> int | None:
    """Half-lessons that he may take more away from home, on his best days; None without a limit."""
    most = district.policy.days_most
    if not most:
        return None
    best = sorted(_by_day(teacher, sites).values(), reverse=True)[:most]
    return max(2 * sum(best) - load, 0)


def _schools_most(teacher: SharedTeacher, district: District, sites: Sequence[Site]) -> int:
    """Most schools he may teach at: as the policy says, and as he has days, or half-days, to be there."""
    halves = _halves(teacher, sites)
    times = len(halves) if district.policy.same_day else len({day for day, _ in halves})
    return min(district.policy.schools_most or times, times) or 1


def new_teacher(name: str, subjects: Sequence[str], lessons: int, district: District, sites: Sequence[Site]) -> Person:
    """A specialist whom the district does not have yet, for any of its schools."""
    able = frozenset((s.name, subject) for s in sites for subject in subjects_of(s, subjects))
    halves = 2 * lessons
    return Person(
        name, name, able, halves, halves, trained=able, shared=True, schools_most=district.policy.schools_most
    )


def specialists(problem: Problem, answer: Mapping[tuple[str, str, str], str]) -> dict[str, float]:
    """The share, 0 to 1, of the lessons of music, art and PE that specialists give, by school; none where none are."""
    every: dict[str, int] = {}
    given: dict[str, int] = {}
    for (school, _), (halves, by_trained) in problem.art_halves.items():
        every[school] = every.get(school, 0) + halves
        given[school] = given.get(school, 0) + by_trained
    for post in problem.posts:
        for klass in post.classes if post.art else ():
            id = answer.get((post.school, klass, post.subject))
            if id and (post.school, post.subject) in problem.person[id].trained:
                given[post.school] += post.halves
    return {school: given[school] / halves for school, halves in every.items() if halves}


def _beneath(problem: Problem, answer: Mapping[tuple[str, str, str], str]) -> Iterator[Text]:
    """The schools where specialists give less than the policy asks."""
    wanted = problem.share
    few = {s: share for s, share in specialists(problem, answer).items() if share < wanted - 1e-9}
    if few:
        zh = "、".join(f"{s} {share:.0%}" for s, share in few.items())
        en = ", ".join(f"{s} {share:.0%}" for s, share in few.items())
        yield Text(
            f"音乐、美术、体育由专任教师上的课时不到 {wanted:.0%}：{zh}",
            f"specialists give less than {wanted:.0%} of music, art and PE: {en}",
        )
