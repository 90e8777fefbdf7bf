"""Contradictions of a class's or a subject's week: days, doubles, halves of the day, sport, full weeks."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator

from scheduler.domain import Slot, Weeks

from .planting import Planting, classes, half_days, kind, planted, weekly
from .site import Draft, Held, Site

_DAYS = "一二三四五六日"


def _subjects(taken: dict[str, Held]) -> dict[str, list[Held]]:
    """The periods of each subject that one teacher has alone."""
    found: dict[str, list[Held]] = defaultdict(list)
    for x in taken.values():
        if weekly(x.course):
            found[x.course.subject].append(x)
    return found


@kind("double", "连堂没有相连的两节", counting=True)
def double(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A subject with a double lesson may only be held in lessons that do not follow each other."""
    for klass, bell, taken in classes(site, rng):
        for lessons in _subjects(taken).values():
            course = lessons[0].course
            if all(s.duration == 1 for s in course.sessions):
                continue
            no = [s for slots in half_days(site, bell).values() for s in slots[1::2]]
            after = Draft(site)
            cause = after.lock("禁排", site.said(bell, no), 班级=klass, 科目=course.subject)
            yield planted(Draft(site), after, [cause], [klass], [course])


@kind("a_day", "每天最多几节 × 天数", counting=True)
def a_day(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A subject at most once a day that has more lessons than the week has days, or double lessons."""
    for klass, _, taken in classes(site, rng):
        for subject, lessons in _subjects(taken).items():
            long = any(s.duration > 1 for s in lessons[0].course.sessions)
            if len(lessons) <= len(site.school.grid.days) and not long:
                continue
            after = Draft(site)
            cause = after.ask("subject_a_day", "most=1", 班级=klass, 科目=subject)
            yield planted(Draft(site), after, [cause], [klass], [lessons[0].course])


@kind("days_left", "每天一节，却有一天不许排", counting=True)
def days_left(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A subject once a day with as many lessons as days; a day is forbidden to it."""
    for klass, _, taken in classes(site, rng):
        for subject, lessons in _subjects(taken).items():
            sessions = len(lessons[0].course.sessions)
            if sessions != len(site.school.grid.days):
                continue
            after = Draft(site)
            no = after.lock("禁排", f"周{rng.choice(_DAYS[:5])}", 班级=klass, 科目=subject)
            daily = [s.id for s in site.school.settings if s.rule == "subject_a_day" and not s.source.sheet]
            yield planted(Draft(site), after, [no, *daily[:1]], [klass], [lessons[0].course])


@kind("days_apart", "课次间隔天数太多", counting=True)
def days_apart(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Lessons so many days apart that the week has too few."""
    for klass, _, taken in classes(site, rng):
        for subject, lessons in _subjects(taken).items():
            if not 3 <= len(lessons) <= 4 or any(s.duration > 1 for s in lessons[0].course.sessions):
                continue
            after = Draft(site)
            days = 3 if len(lessons) == 3 else 2
            cause = after.ask("days_apart", f"days={days}", 班级=klass, 科目=subject)
            yield planted(Draft(site), after, [cause], [klass], [lessons[0].course])


@kind("half_count", "上午要有几节，上午又禁排", counting=False)
def half_count(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A subject with lessons wanted in the mornings, which are forbidden to it."""
    for klass, _, taken in classes(site, rng):
        for subject, lessons in _subjects(taken).items():
            if any(x.slot.half == "am" for x in lessons):
                continue
            before, after = Draft(site), Draft(site)
            for draft in (before, after):
                no = draft.lock("禁排", "每天上午", 班级=klass, 科目=subject)
            rule = after.ask("half_day_count", "half=上午; count=1", 班级=klass, 科目=subject)
            yield planted(before, after, [no, rule], [klass], [lessons[0].course])


@kind("half_many", "半天节数多于课时", counting=True)
def half_many(site: Site, rng: random.Random) -> Iterator[Planting]:
    """More lessons wanted in the mornings than the subject has."""
    for klass, _, taken in classes(site, rng):
        subject, lessons = rng.choice(sorted(_subjects(taken).items()))
        after = Draft(site)
        rule = after.ask("half_day_count", f"half=上午; count={len(lessons) + 1}", 班级=klass, 科目=subject)
        yield planted(Draft(site), after, [rule], [klass], [lessons[0].course])


def _full(site: Site, klass: str, bell: str) -> bool:
    courses = site.school.courses_of(site.school.group[klass])
    return sum(c.periods for c in courses) == len(site.slots(bell))


@kind("class_closed", "满课的班级有一节不许排", counting=True)
def class_closed(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A class whose week is full is kept free for one lesson."""
    for klass, bell, _ in classes(site, rng):
        if _full(site, klass, bell):
            after = Draft(site)
            cause = after.lock("禁排", site.said(bell, [rng.choice(site.slots(bell))]), 班级=klass)
            yield planted(Draft(site), after, [cause], [klass], site.school.courses_of(site.school.group[klass]))


@kind("class_day", "班级每天最多几节太少", counting=True)
def class_day(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A class's lessons a day times the days are fewer than its lessons."""
    for klass, _, _ in classes(site, rng):
        courses = site.school.courses_of(site.school.group[klass])
        total = sum(c.periods for c in courses)
        after = Draft(site)
        cause = after.ask("class_day_load", f"most={int(total - 1) // len(site.school.grid.days)}", 班级=klass)
        yield planted(Draft(site), after, [cause], [klass], courses)


@kind("late_start", "上课时间窗口排除了第一节", counting=True)
def late_start(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Lessons may only begin after the first has begun, in a class whose week is full."""
    for klass, bell, _ in classes(site, rng):
        first = min(s.start for s in site.slots(bell)) + 10
        if _full(site, klass, bell):
            after = Draft(site)
            clock = f"{first // 60}:{first % 60:02d}"
            cause = after.ask("start_window", f"morning={clock}; afternoon=12:00", 班级=klass)
            yield planted(Draft(site), after, [cause], [klass], site.school.courses_of(site.school.group[klass]))


@kind("odd_even", "单双周课凑不成一节", counting=False)
def odd_even(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Two subjects of every other week share a lesson in a full week; they may only be at different times."""
    for klass, bell, _ in classes(site, rng):
        courses = site.school.courses_of(site.school.group[klass])
        halves = [c for c in courses if any(s.weeks is not Weeks.ALL for s in c.sessions)]
        if len(halves) != 2 or any(len(c.sessions) > 1 for c in halves) or not _full(site, klass, bell):
            continue
        where = {x.course.id: x.slot for x in site.held if x.course in halves}
        one, two = halves
        if where[one.id] != where[two.id]:
            continue
        own = where[one.id]
        other = rng.choice([s for s in site.slots(bell) if s != own])
        before, after = Draft(site), Draft(site)
        for draft in (before, after):
            cause = [_only(draft, klass, bell, one.subject, own)]
        cause.append(_only(after, klass, bell, two.subject, other))
        yield planted(before, after, cause, [klass], courses)


def _only(draft: Draft, klass: str, bell: str, subject: str, slot: Slot) -> str:
    """The subject is forbidden to the class at all other times."""
    times = draft.site.said(bell, [s for s in draft.site.slots(bell) if s != slot])
    return draft.lock("禁排", times, 班级=klass, 科目=subject)


@kind("sport_daily", "每天一节体育或活动：课时不够", counting=True)
def sport_daily(site: Site, rng: random.Random) -> Iterator[Planting]:
    """More lessons of PE and activity asked for a day than the curriculum has in the week."""
    sport = site.school.tagged("pe", "activity")
    for klass, _, _ in classes(site, rng):
        courses = [c for c in site.school.courses_of(site.school.group[klass]) if c.subject in sport]
        total = sum(c.periods for c in courses)
        least = int(total) // len(site.school.grid.days) + 1
        after = Draft(site)
        cause = after.ask("pe_or_activity_daily", f"least={least}", 班级=klass)
        yield planted(Draft(site), after, [cause], [klass], courses)


@kind("sport_locked", "每天一节体育或活动，却固排在同一天", counting=False)
def sport_locked(site: Site, rng: random.Random) -> Iterator[Planting]:
    """PE or activity every day, just enough lessons for it, and two of them fixed on one day."""
    sport = site.school.tagged("pe", "activity")
    for klass, bell, taken in classes(site, rng):
        mine = [x for x in taken.values() if x.course.subject in sport]
        days = Counter(x.slot.day for x in mine)
        day = next((d for d, n in days.items() if n > 1), 0)
        two = [x for x in mine if x.slot.day == day]
        if len(mine) != len(site.school.grid.days) or not day or len({x.course.id for x in two}) < 2:
            continue
        before, after = Draft(site), Draft(site)
        for draft in (before, after):
            cause = [draft.lock("固排", site.said(bell, [x.slot]), 班级=klass, 科目=x.course.subject) for x in two[:2]]
        cause.append(after.ask("pe_or_activity_daily", "least=1", 班级=klass))
        yield planted(before, after, cause, [klass], list({x.course.id: x.course for x in mine}.values()))


@kind("too_many", "课程计划多一节（读表时就拒绝）", counting=True)
def too_many(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A grade's curriculum has one lesson more than its week."""
    for klass, bell, taken in classes(site, rng):
        subject = rng.choice([s for s, lessons in sorted(_subjects(taken).items()) if len(lessons) < 5])
        grade = site.school.group[klass].grade
        title = f"{_DAYS[grade - 1] if grade < 7 else '七八九'[grade - 7]}年级"
        if title[0] in "日":
            continue
        after = Draft(site)
        old = site.cell("课程计划", subject, title).value
        after.set("课程计划", subject, title, int(str(old)) + 1)
        if _full(site, klass, bell):
            yield planted(Draft(site), after, [], [klass], [], read=True)
