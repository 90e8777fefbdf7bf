"""Times for single courses: more sessions than open places for them (also of bands, 走班), within what a day may hold,
and sessions that are to lie days apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from scheduler.domain import Course, Text

from .caps import DayCap
from .facts import Facts
from .flow import PLENTY, bits, most_apart
from .shortage import Shortage
from .why import finding
from .words import join


def without_a_place(facts: Facts) -> Iterator[Shortage]:
    """Courses with more sessions of a length than times for them; those of a subject that are short alike together."""
    alike: dict[tuple[str, int, int, int, int], list[Course]] = defaultdict(list)
    for course in facts.school.courses:
        mates = facts.bands.get(course.id, (course,))
        if mates[0] is not course:
            continue
        for duration in {s.duration for s in course.sessions}:
            need, have = sessions_and_places(facts, course, duration)
            if need > have:
                alike[course.subject, duration, need, have, facts.open(course)].extend(mates)
    for (_, duration, need, have, _), courses in alike.items():
        who = tuple(c.id for c in courses)
        zh = f"{join(who[:6], 'zh')}{f' 等 {len(who)} 门课' if len(who) > 6 else ''}"
        en = f"{join(who[:6], 'en')}{f' … ({len(who)} courses)' if len(who) > 6 else ''}"
        each = ("每门", " each") if len(who) > 1 else ("", "")
        bound = facts.bands.get(courses[0].id)
        band = ("（走班，同一时间上）", " (a band, held at the same time)") if bound else ("", "")
        single = duration == 1
        size = ("节", "lesson(s)") if single else (f"次（每次 {duration} 节连堂）", f"session(s) of {duration} periods")
        kind = "double" if duration > 1 else "meeting" if not courses[0].groups else "band" if bound else "time"
        capped = [facts.capped[c.id].setting for c in courses if c.id in facts.capped and duration > 1]
        text = Text(
            f"{zh}{band[0]}{each[0]}要排 {need} {size[0]}，"
            + (f"只有 {have} 个可排时间，差 {need - have} 个" if have else "没有一个时间排得下"),
            f"{en}{band[1]}{each[1]}: {need} {size[1]}; {f'only {have}' if have else 'no'} time(s) are open",
        )
        yield finding(facts, kind, who, (need, have), text, courses, capped if have else ())


def sessions_and_places(facts: Facts, course: Course, duration: int) -> tuple[int, int]:
    """The sessions of this length in the fuller week, and how many there can be at most; figures of a week."""
    need = sum(facts.units(course, s.weeks) for s in course.sessions if s.duration == duration)
    reach, cap = facts.open(course), facts.capped.get(course.id)
    have = 0
    runs = facts.begins(course, duration).values() if duration > 1 else ()
    for day in facts.days.values():
        if duration == 1:
            places = (reach & day).bit_count()
        else:
            places = most_apart(facts.span(run) for run in runs if run & day and not run & ~reach)
        most = cap.sessions if cap and duration > 1 else PLENTY  # single periods: see too_few_days
        have += min(places * facts.weeks, most)
    return per_week(facts, need, have)


def per_week(facts: Facts, need: int, have: int) -> tuple[int, int]:
    """Units as figures of a week: what is needed in the fuller week, what there is in the poorer one."""
    return -(-need // facts.weeks), have // facts.weeks


def too_few_days(facts: Facts) -> Iterator[Shortage]:
    """Lessons of a class in a subject against what its open days may hold of them."""
    alike: dict[tuple[str, str, int, int, int], list[DayCap]] = defaultdict(list)
    for cap in facts.caps:
        courses = [facts.school.course[c] for c in cap.courses]
        reach = 0
        for course in courses:
            reach |= facts.open(course)
        have = sum(
            min(cap.units, facts.periods_at_most(reach & day) * facts.weeks)
            for day in facts.days.values() if reach & day
        )  # fmt: skip
        need = sum(facts.load[c.id] for c in courses)
        if need > have:
            alike[(cap.setting, courses[0].subject, *per_week(facts, need, have), reach)].append(cap)
    for (setting, subject, need, have, _), caps in alike.items():
        courses = [facts.school.course[c] for cap in caps for c in cap.courses]
        classes = tuple(dict.fromkeys(cap.who[0] for cap in caps))
        who = (*classes, subject) if len(caps[0].who) == 2 else classes
        each = ("各", " each") if len(caps) > 1 else ("", "")
        text = Text(
            f"{join(classes, 'zh')} {subject} {each[0]}每周 {need} 节，按每日最多节数只排得下 {have} 节，"
            f"差 {need - have} 节",
            f"{join(classes, 'en')} {subject}{each[1]}: {need} lessons a week; the most a day leaves room for {have}: "
            f"{need - have} short",
        )
        yield finding(facts, _kind(facts, courses), who, (need, have), text, courses, (setting,))


def too_long(facts: Facts) -> Iterator[Shortage]:
    """Sessions of more periods (连堂) than the most a day of their subject."""
    for cap in facts.caps:
        courses = [facts.school.course[c] for c in cap.courses]
        longest = max((s.duration for c in courses for s in c.sessions), default=1)
        have = cap.units // facts.weeks
        if longest > have > 0:
            who = "".join(cap.who)
            text = Text(
                f"{who} 有一次连上 {longest} 节的课，每日最多 {have} 节，差 {longest - have} 节",
                f"{who} has a session of {longest} periods in a row; at most {have} a day are allowed: "
                f"{longest - have} short",
            )
            yield finding(facts, "double", cap.who, (longest, have), text, courses, (cap.setting,))


def _kind(facts: Facts, courses: Sequence[Course]) -> str:
    """'itinerant' where all of them are taught by one who is not at school all week, else 'day'."""
    staff = set.intersection(*(set(c.teachers) for c in courses))
    return "itinerant" if any(facts.school.teacher[t].kind != "full-time" for t in staff) else "day"


def too_near(facts: Facts) -> Iterator[Shortage]:
    """Sessions that are to lie days apart against the days that are open to them."""
    for setting in facts.hard["days_apart"]:
        if setting["days"] < 2:
            continue  # one a day: see the caps of days
        courses = facts.school.within(setting.scope)
        reach = 0
        for course in courses:
            reach |= facts.open(course)
        chosen = most_apart((day, day + setting["days"]) for day in {facts.slots[i].day for i in bits(reach)})
        units = sum(facts.units(c, s.weeks) for c in courses for s in c.sessions)
        need, have = per_week(facts, units, chosen * facts.weeks)
        if need > have:
            names = tuple(c.id for c in courses)
            text = Text(
                f"{join(names, 'zh')} 每周 {need} 次，相隔至少 {setting['days']} 天，只排得下 {have} 次",
                f"{join(names, 'en')}: {need} sessions a week at least {setting['days']} days apart; "
                f"there is room for {have}",
            )
            yield finding(facts, "day", names, (need, have), text, courses, (setting.id,))
