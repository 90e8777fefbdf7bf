"""Breaches of the school calendar: an event too few or too many for one grade, an exam, a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain import Calendar, Event, RuleSetting

from .world import Expect, Plant, Planting, World, grades_of

YEAR = date(2026, 7, 3)  # the last day of a calendar that holds the year
MIDDLE = date(2025, 11, 12)  # a Wednesday in an ordinary week and month
EXAMS = ("期末", "期中")
DAY = timedelta(days=1)


def _calendar(world: World) -> Calendar:
    calendar = world.school.office.calendar
    assert calendar is not None
    return calendar


def with_events(world: World, events: Iterable[Event], last: date | None = None) -> World:
    calendar = _calendar(world)
    return world.with_office(calendar=replace(calendar, events=tuple(events), last=last or calendar.last))


def _is_of(event: Event, setting: RuleSetting) -> bool:
    return any(kind in event.kind or kind in event.name for kind in setting["kinds"])


def _events_kept(world: World, setting: RuleSetting) -> World:
    calendar, kind = _calendar(world), setting["kinds"][0]
    others = [e for e in calendar.events if not _is_of(e, setting)]
    last = YEAR if setting["per"] == "year" and not setting["month"] else calendar.last
    made = []
    for n in range(setting["least"]):
        if setting["per"] in ("term", "year"):
            on = MIDDLE + n * DAY
            on = on.replace(month=setting["month"] or on.month)
            made.append(Event(on, on, kind, f"{kind}{n}"))
        else:
            made.append(Event(calendar.first, last, kind, f"{kind}{n}"))
    return with_events(world, (*others, *made), last)


def _events(world: World, setting: RuleSetting) -> Plant:
    calendar, kinds = _calendar(world), "、".join(setting["kinds"])
    grades = grades_of(world, setting)
    grade = grades[len(grades) // 2]
    if not setting["least"]:
        one_more = Event(MIDDLE, MIDDLE, setting["kinds"][0], "", (grade,))
        return Plant(with_events(world, (*calendar.events, one_more)), (_event_off(kinds, grade, grades),))
    gone = next(e for e in calendar.events if _is_of(e, setting))
    others = [e for e in calendar.events if e is not gone]
    first, last, name = _stretch(calendar, setting["per"])
    if setting["per"] in ("term", "year"):
        first, last, name = gone.first, gone.last, ""
    rest = tuple(g for g in range(1, 10) if g != grade)
    parts = [
        replace(gone, last=first - DAY), replace(gone, first=last + DAY),
        replace(gone, first=first, last=last, grades=rest),
    ]  # fmt: skip
    planted = with_events(world, (*others, *(p for p in parts if p.first <= p.last)))
    return Plant(planted, (_event_off(kinds, grade, grades, name),))


def _event_off(kinds: str, grade: int, grades: list[int], stretch: str = "") -> Expect:
    named = (str(grade),) if len(grades) > 1 else ()
    return Expect((kinds, *([stretch] if stretch else []), *named))


def _stretch(calendar: Calendar, per: str) -> tuple[date, date, str]:
    if per == "month":
        return MIDDLE.replace(day=1), MIDDLE.replace(day=30), f"{MIDDLE:%Y-%m}"
    if per == "week":
        monday = MIDDLE - MIDDLE.weekday() * DAY
        return monday, monday + 6 * DAY, f"W{calendar.week(MIDDLE)}"
    return MIDDLE, MIDDLE, MIDDLE.isoformat()


def _exams_kept(world: World, setting: RuleSetting) -> World:
    """As many exams as are allowed; where none is, one that passes, so that there is a calendar of exams."""
    scope = grades_of(world, setting)
    events = []
    for event in _calendar(world).events:
        grades = tuple(g for g in event.grades if g not in scope)
        if event.kind not in EXAMS:
            events.append(event)
        elif setting["approved"] or (setting["kinds"] and event.kind not in setting["kinds"]):
            events.append(replace(event, approved=setting["approved"]))
        elif grades:
            events.append(replace(event, grades=grades))
    kinds = setting["allowed"] or setting["kinds"] or ("期末",)
    for n in range(setting["most"]):
        on = date(2025, 10, 15) + 28 * n * DAY
        kind = kinds[n % len(kinds)]
        events.append(Event(on, on, kind, kind, tuple(scope), setting["subjects"][:1]))
    return with_events(world, events)


def _exams(world: World, setting: RuleSetting) -> Plant:
    grade = grades_of(world, setting)[-1]
    kind = setting["kinds"][0] if setting["kinds"] else "月考"
    on = date(2025, 10, 22)
    one_more = Event(on, on, kind, kind, (grade,), setting["subjects"][:1])
    return Plant(with_events(world, (*_calendar(world).events, one_more)), (Expect((str(grade),)),))


def _meetings(world: World, setting: RuleSetting) -> Plant:
    calendar = _calendar(world)
    on = date(2025, 11, 5) if setting["free_week"] else date(2025, 11, 19)  # the first week of a month, the third
    planted = with_events(world, (*calendar.events, Event(on, on, "会议", "全体会")))
    who = ("全体会", on.isoformat()) if setting["free_week"] else (f"W{calendar.week(on)}",)
    return Plant(planted, (Expect(who),))


PLANTINGS = {
    "events": Planting(_events, _events_kept),
    "exams_a_term": Planting(_exams, _exams_kept),
    "meetings": Planting(_meetings),
}
