"""Where, in FET's words: the rooms that lessons need, wishes for rooms, and the rooms a timetable gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from scheduler.domain import RuleSetting, Text

from .activities import Activity
from .book import Book, Said, Sayer, ids
from .clock import Hour
from .document import Field


def write_needs(book: Book, *, given: bool) -> list[Text]:
    """The room of each activity: any that is suitable, or (``given``) the one that the timetable gives it."""
    used: dict[tuple[str, Hour], set[str]] = defaultdict(set)
    lost = 0
    for activity in book.activities:
        course = activity.course
        wants = [need for c in activity.courses for need in c.needs]
        if not wants:
            continue
        lost += len(wants) > 1 or course.places > 1 or (given and not activity.whole)
        if given and activity.placement:
            room = _given(book, activity, used) if activity.whole else ""
            if room:
                _prefer(book, activity, (room,), None, permanent=False)
        elif all(book.rooms[r] for r in wants[0].options):
            _prefer(book, activity, _expanded(book, wants[0].options), None)
    if not lost:
        return []
    zh = f"场地：{lost} 个活动只写了一个场地或没写（FET 一个活动只用一个场地、一个班位；单双周轮换的不写）"
    en = f"rooms: {lost} activities have one room or none in the file (FET gives an activity one room for one class)"
    return [Text(zh, en)]


def _given(book: Book, activity: Activity, used: dict[tuple[str, Hour], set[str]]) -> str:
    """The first place of its room that is free at its hours; empty where none is."""
    assert activity.placement is not None
    placement, grid = activity.placement, book.school.grid
    hours = [book.hours.at(s) for s in grid.run(grid.slot[placement.start], activity.duration)]
    for room in placement.rooms:
        for name in book.rooms[room]:
            if not any(name in used[room, at] for at in hours):
                for at in hours:
                    used[room, at].add(name)
                return name
    return ""


def _expanded(book: Book, rooms: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for room in rooms for name in book.rooms.get(room, ()))


def _prefer(
    book: Book, activity: Activity, names: tuple[str, ...], setting: RuleSetting | None, *, permanent: bool = True
) -> None:
    who: Field = ("Activity_Id", activity.id)
    if len(names) == 1:
        fields: list[Field] = [who, ("Room", names[0]), ("Permanently_Locked", permanent)]
        book.put_space("ConstraintActivityPreferredRoom", fields, setting)
    elif names:
        rooms: list[Field] = [("Number_of_Preferred_Rooms", len(names)), *(("Preferred_Room", n) for n in names)]
        book.put_space("ConstraintActivityPreferredRooms", [who, *rooms], setting)


def say_preferred_room(book: Book, setting: RuleSetting) -> Said:
    """Each activity in one of the rooms."""
    names = _expanded(book, setting["rooms"])
    for activity in book.scoped(setting) if names else ():
        _prefer(book, activity, names, setting)
    return Said.EXACTLY if names else Said.NOT


def say_few_rooms(book: Book, setting: RuleSetting) -> Said:
    """At most so many different rooms."""
    activities = book.scoped(setting)
    fields: list[Field] = [*ids(activities), ("Max_Number_of_Different_Rooms", setting["most"])]
    if len(activities) > setting["most"]:
        book.put_space("ConstraintActivitiesOccupyMaxDifferentRooms", fields, setting)
    return Said.EXACTLY


def say_same_room(book: Book, setting: RuleSetting) -> Said:
    """One room for activities that follow one another."""
    activities = book.scoped(setting)
    if len(activities) > 1:
        book.put_space("ConstraintActivitiesSameRoomIfConsecutive", ids(activities), setting)
    return Said.EXACTLY


SAYERS: dict[str, Sayer] = {
    "preferred_room": say_preferred_room, "few_rooms": say_few_rooms, "same_room": say_same_room,
}  # fmt: skip
