"""When: breaks, times at which people and rooms are away, and the times at which each activity may begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from scheduler.domain import Group, RuleSetting, Strength
from scheduler.rule import Rule

from .activities import Activity
from .book import Book, Said, hours_fields
from .clock import Hour
from .document import Field


def only_forbids(rule: Rule) -> bool:
    """Whether the rule's whole demand is a list of forbidden places, so that it can be said of each activity."""
    return type(rule).post is Rule.post and type(rule).forbids is not Rule.forbids


def closes_people(setting: RuleSetting) -> bool:
    """Whether it says only when teachers, groups or rooms are away (of one kind)."""
    scope = setting.scope
    named = [bool(x) for x in (scope.teachers, scope.groups, scope.rooms)]
    others = scope.grades or scope.subjects or scope.courses or scope.minus
    return setting.rule == "forbidden_times" and setting.hard and sum(named) == 1 and not others


def write_times(book: Book) -> None:
    """Everything hard about times that is about places one by one; the school's own bell schedules first."""
    hours, school = book.hours, book.school
    if hours.breaks:
        book.put("ConstraintBreakTimes", hours_fields(hours, hours.breaks, "Break_Time", "Day", "Hour"))
    away: dict[str, frozenset[Hour]] = defaultdict(frozenset)
    for teacher, slots in school.closed_to_teacher.items():
        away[teacher] = frozenset(hours.at(school.grid.slot[s]) for s in slots)
        _not_available(book, "Teacher", teacher, away[teacher])
    for room, slots in school.closed_rooms.items():
        for name in book.rooms.get(room, ()):
            times = frozenset(hours.at(school.grid.slot[s]) for s in slots)
            fields = hours_fields(hours, times, "Not_Available_Time", "Day", "Hour")
            if times:
                book.put_space("ConstraintRoomNotAvailableTimes", [("Room", name), *fields])
    allowed = _allowed(book)
    for group in school.groups:
        away[f"group {group.id}"] = _closed(book, group, allowed)
        _not_available(book, "StudentsSet", group.id, away[f"group {group.id}"])
    _write_starts(book, allowed, away)


def _not_available(book: Book, who: str, name: str, times: frozenset[Hour]) -> None:
    if times:
        fields = hours_fields(book.hours, times, "Not_Available_Time", "Day", "Hour")
        label = "Students" if who == "StudentsSet" else who
        book.put(f"Constraint{who}NotAvailableTimes", [(label, name), *fields])


def _allowed(book: Book) -> dict[str, frozenset[str]]:
    """The slots in which each course may be held, by its bell schedule and every hard rule of forbidden places."""
    school = book.school
    away_group = school.closed_to_group
    found: dict[str, set[str]] = {}
    for course in school.courses:
        found[course.id] = {s.id for s in school.grid.slots if s.bell == course.bell}
        for group in course.groups:
            atoms = set(school.group[group].atoms)
            for name, slots in away_group.items():
                if name == group or (name in school.group and not atoms.isdisjoint(school.group[name].atoms)):
                    found[course.id] -= slots
    for setting in school.settings:
        rule = book.rules.get(setting.rule)
        if rule and setting.hard and only_forbids(rule) and not closes_people(setting):
            for course, slot in rule.forbids(school, setting):
                found[course.id].discard(slot.id)
    return {c: frozenset(slots) for c, slots in found.items()}


def _closed(book: Book, group: Group, allowed: dict[str, frozenset[str]]) -> frozenset[Hour]:
    """The open hours at which no course of the group can be held."""
    school = book.school
    atoms = group.atoms if group.is_class else ()
    courses = {c.id: c for atom in atoms for c in school.courses_of_atom[atom]}
    held = {book.hours.at(school.grid.slot[s]) for c in courses for s in allowed[c]}
    return book.hours.open - held if courses else frozenset()


def _write_starts(book: Book, allowed: dict[str, frozenset[str]], away: dict[str, frozenset[Hour]]) -> None:
    """Say where an activity may begin, if breaks and people away do not say it already; equal ones together."""
    wanted: dict[tuple[frozenset[Hour], int], list[Activity]] = defaultdict(list)

    @cache
    def class_away(group: str) -> frozenset[Hour]:
        atoms = set(book.school.group[group].atoms)
        classes = (g for g in book.school.classes if not atoms.isdisjoint(g.atoms))
        return frozenset().union(*(away[f"group {g.id}"] for g in classes))

    for activity in book.activities:
        starts = frozenset.intersection(
            *(_starts(book, c.id, activity.duration, allowed[c.id]) for c in activity.courses)
        )
        shut = frozenset().union(*(away[t] for t in activity.teachers), *(class_away(g) for g in activity.groups))
        free = book.hours.open - shut
        said = {at for at in free if free.issuperset(book.hours.run(at, activity.duration))}
        if said - starts:
            wanted[starts, activity.duration].append(activity)
    for (starts, _), activities in wanted.items():
        times = hours_fields(
            book.hours, starts, "Preferred_Starting_Time", "Preferred_Starting_Day", "Preferred_Starting_Hour"
        )
        if len(activities) == 1:
            book.put("ConstraintActivityPreferredStartingTimes", [("Activity_Id", activities[0].id), *times])
            continue
        fields = [*_filter(book.tag(activities, "时间")), ("Duration", "")]
        book.put("ConstraintActivitiesPreferredStartingTimes", [*fields, *times])


def _starts(book: Book, course: str, duration: int, allowed: frozenset[str]) -> frozenset[Hour]:
    grid = book.school.grid
    runs = ((grid.slot[s], grid.run(grid.slot[s], duration)) for s in book.school.course[course].starts)
    return frozenset(book.hours.at(s) for s, run in runs if run and allowed.issuperset(x.id for x in run))


def _filter(tag: str) -> list[Field]:
    """The activities of a tag, whoever teaches or attends them."""
    return [("Teacher_Name", ""), ("Students_Name", ""), ("Subject_Name", ""), ("Activity_Tag_Name", tag)]


def say_places(book: Book, setting: RuleSetting) -> Said:
    """A rule of forbidden places: hard ones are in the times of each activity already."""
    if setting.hard:
        return Said.EXACTLY
    if setting.strength is not Strength.SOFT:
        return Said.NOT
    bad: dict[str, set[Hour]] = defaultdict(set)
    for course, slot in book.rules[setting.rule].forbids(book.school, setting):
        bad[course.id].add(book.hours.at(slot))
    by_times: dict[frozenset[Hour], list[str]] = defaultdict(list)
    for course_id, hours in bad.items():
        by_times[frozenset(hours)].append(course_id)
    for times, courses in by_times.items():
        activities = book.of(book.school.course[c] for c in courses)
        good = hours_fields(
            book.hours, book.hours.open - times, "Preferred_Time_Slot", "Preferred_Day", "Preferred_Hour"
        )
        tag = book.tag(activities, book.title(setting))
        book.put("ConstraintActivitiesPreferredTimeSlots", [*_filter(tag), ("Duration", ""), *good], setting)
    return _scale(book, book.of(book.school.course[c] for c in bad))


def _scale(book: Book, activities: Iterable[Activity]) -> Said:
    return Said.NEARLY if book.uneven(activities) else Said.EXACTLY
