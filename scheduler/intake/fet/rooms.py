"""Families about rooms, and what they come to: the rooms each activity may be in, and the wishes among them.

An activity whose rooms are all only wished may go without a room, unless a home room is asked at 100 per cent. Home
rooms count for activities with that one teacher, or that one students' set, alone; any other room an activity wishes
keeps them too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.domain import Room, RoomNeed

from .asked import Asked, BadConstraint, Constraint, NotHandled
from .people import Names, known
from .reading import Family, Reading, RoomWish
from .times import read_times

NO_ROOM = "(no room)"
_UNBOUNDED = 100_000


@dataclass(frozen=True)
class Places:
    """The rooms of one activity: its needs, and the wishes among them with the rooms that fulfil each."""

    needs: tuple[RoomNeed, ...] = ()
    wishes: tuple[tuple[RoomWish, tuple[str, ...]], ...] = ()


NOWHERE = Places()


def _one(c: Constraint, reading: Reading) -> tuple[str, ...]:
    return (_room(reading.names, c.text("Room")),)


def _several(c: Constraint, reading: Reading) -> tuple[str, ...]:
    rooms = tuple(dict.fromkeys(_room(reading.names, r) for r in c.texts("Preferred_Room")))
    if not rooms:
        raise BadConstraint("没有写教室", "it names no room")
    return rooms


def _room(names: Names, name: str) -> str:
    if name not in names.virtual:
        known(names.rooms, name, "教室", "room")
    return name


def _of_activity(c: Constraint, reading: Reading) -> Iterator[Asked]:
    rooms = _several(c, reading) if "Preferred_Room" in c.fields else _one(c, reading)
    real = tuple(_room(reading.names, r) for r in c.texts("Real_Room"))
    yield from _wish(reading, RoomWish(c, frozenset(reading.activities.named(c)), rooms, real=real))


def _of_picked(c: Constraint, reading: Reading) -> Iterator[Asked]:
    rooms = _several(c, reading) if "Preferred_Room" in c.fields else _one(c, reading)
    yield from _wish(reading, RoomWish(c, reading.activities.picked(c), rooms))


def _home(c: Constraint, reading: Reading) -> Iterator[Asked]:
    rooms = _several(c, reading) if "Preferred_Room" in c.fields else _one(c, reading)
    teacher, students = c.text("Teacher", ""), c.text("Students", "")
    if teacher:
        reading.names.teacher(teacher)
    else:
        reading.names.leaves_of(students)
    yield from _wish(reading, RoomWish(c, reading.activities.alone(teacher, students), rooms, home=True))


def _wish(reading: Reading, wish: RoomWish) -> Iterable[Asked]:
    if wish.activities:
        reading.rooms.append(wish)
    return ()


def _closed(c: Constraint, reading: Reading) -> Iterator[Asked]:
    room = _room(reading.names, c.text("Room"))
    if room in reading.names.virtual:
        raise NotHandled("virtual room")
    yield Asked(c, "forbidden_times", {"times": read_times(c, reading.names)}, rooms=frozenset({room}))


def _few_rooms(c: Constraint, reading: Reading) -> Iterator[Asked]:
    scope = frozenset(reading.activities.named(c))
    if scope:
        yield Asked(c, "few_rooms", {"most": c.number_of("Max_Number_of_Different_Rooms")}, {"": scope})


def _same_room(c: Constraint, reading: Reading) -> Iterator[Asked]:
    scope = frozenset(reading.activities.named(c))
    if len(scope) > 1:
        yield Asked(c, "same_room", {}, {"": scope})


def all_places(reading: Reading) -> tuple[dict[int, Places], dict[int, str]]:
    """The rooms of every activity that a constraint gives rooms to, and by its number each constraint that asks for
    virtual rooms as nothing here can. Raises BadConstraint where an activity has no room left.
    """
    wishes: dict[int, list[RoomWish]] = defaultdict(list)
    for wish in reading.rooms:
        for number in wish.activities:
            wishes[number].append(wish)
    known_already: dict[tuple[int, ...], Places] = {}
    found: dict[int, Places] = {}
    refused: dict[int, str] = {}
    for number, mine in wishes.items():
        pupils = reading.activities.active[number].pupils
        key = (pupils, *(w.by.number for w in mine))
        if key not in known_already:
            try:
                known_already[key] = _places(mine, pupils, reading.names, refused)
            except BadConstraint as error:
                raise BadConstraint(f"活动 {number}：{error.zh}", f"activity {number}: {error.en}") from None
        found[number] = known_already[key]
    return found, refused


def _places(wishes: list[RoomWish], pupils: int, names: Names, refused: dict[int, str]) -> Places:
    virtual = [w for w in wishes if any(r in names.virtual for r in w.rooms)]
    if virtual:
        places = _virtual(wishes, names)
        if places:
            return places
        refused.update({w.by.number: "virtual room" for w in virtual})
        wishes = [w for w in wishes if w not in virtual]
        if not wishes:
            return NOWHERE

    def roomy(rooms: Iterable[str]) -> tuple[str, ...]:
        return tuple(r for r in rooms if names.rooms[r].capacity >= pupils)

    asked = [w for w in wishes if not w.home]
    homes = [w for w in wishes if w.home]
    must = [w for w in asked if w.by.hard]
    home_rooms = roomy(_common(homes))
    named = tuple(dict.fromkeys(r for w in asked for r in roomy(w.rooms)))
    if must:
        options = roomy(_common(must))
    else:
        options = tuple(dict.fromkeys((*named, *home_rooms)))
        if not any(w.by.hard for w in homes):
            options = (*options, NO_ROOM)
    if not options:
        raise BadConstraint(
            f"没有一间教室同时合乎要求并坐得下 {pupils} 人", f"no room fits all that is asked and holds {pupils} pupils"
        )
    soft = [(w, roomy(w.rooms)) for w in asked if not w.by.hard]
    if not must:
        soft += [(w, tuple(r for r in options if r != NO_ROOM)) for w in homes if not w.by.hard]
    return Places((RoomNeed(options),), tuple(soft))


def _common(wishes: list[RoomWish]) -> tuple[str, ...]:
    """The rooms that all of them name, in the order of the first."""
    if not wishes:
        return ()
    return tuple(r for r in wishes[0].rooms if all(r in w.rooms for w in wishes[1:]))


def _virtual(wishes: list[RoomWish], names: Names) -> Places | None:
    """Several rooms at once, one out of each set, where they are the only ones that an activity may have; it may name
    which. Wishes for others are broken whatever room is given. None where there is more of a choice."""
    must = [w for w in wishes if w.by.hard and not w.home]
    common = _common(must)
    if len(common) != 1 or common[0] not in names.virtual:
        return None
    real = next((w.real for w in must if w.real), ())
    sets = tuple((r,) for r in real) or names.virtual[common[0]].sets
    broken = [(w, w.rooms) for w in wishes if not w.home and not w.by.hard and common[0] not in w.rooms]
    return Places(tuple(RoomNeed(tuple(dict.fromkeys(rooms))) for rooms in sets), tuple(broken))


def _building_changes(c: Constraint, reading: Reading) -> Iterator[Asked]:
    """Of one teacher, or of all."""
    name = c.text("Teacher", "")
    teachers = (
        frozenset({reading.names.teacher(name)}) if c.family.startswith("ConstraintTeacherM") else frozenset[str]()
    )
    least = c.number_of("Min_Gaps_Between_Building_Changes")
    yield Asked(c, "building_changes", {"least": least}, teachers=teachers)


def only_choice(room: str, places: Iterable[Places]) -> bool:
    """Whether whoever may be in the room may be nowhere else."""
    return all(n.options == (room,) for p in places for n in p.needs if room in n.options)


def make_rooms(names: Names, places: Iterable[Places]) -> tuple[Room, ...]:
    """The real rooms, and one for going without where some activity may."""
    found = [Room(name, "room", 1, room.building) for name, room in names.rooms.items()]
    if any(NO_ROOM in n.options for p in places for n in p.needs):
        found.append(Room(NO_ROOM, "none", _UNBOUNDED))
    return tuple(found)


FAMILIES = {
    "ConstraintRoomNotAvailableTimes": Family(_closed),
    "ConstraintActivityPreferredRoom": Family(_of_activity),
    "ConstraintActivityPreferredRooms": Family(_of_activity),
    "ConstraintSubjectPreferredRoom": Family(_of_picked),
    "ConstraintSubjectPreferredRooms": Family(_of_picked),
    "ConstraintSubjectActivityTagPreferredRoom": Family(_of_picked),
    "ConstraintSubjectActivityTagPreferredRooms": Family(_of_picked),
    "ConstraintActivityTagPreferredRoom": Family(_of_picked),
    "ConstraintActivityTagPreferredRooms": Family(_of_picked),
    "ConstraintStudentsSetHomeRoom": Family(_home),
    "ConstraintStudentsSetHomeRooms": Family(_home),
    "ConstraintTeacherHomeRoom": Family(_home),
    "ConstraintTeacherHomeRooms": Family(_home),
    "ConstraintTeacherMinGapsBetweenBuildingChanges": Family(_building_changes),
    "ConstraintTeachersMinGapsBetweenBuildingChanges": Family(_building_changes),
    "ConstraintActivitiesOccupyMaxDifferentRooms": Family(_few_rooms),
    "ConstraintActivitiesSameRoomIfConsecutive": Family(_same_room),
}
