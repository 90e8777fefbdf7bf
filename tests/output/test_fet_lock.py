"""A timetable given back to the FET file it was made for: locks beside what the file asks itself."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from constraints import catalogue
from scheduler.domain import Placement, School, Timetable
from scheduler.errors import RunError
from scheduler.intake.fet import read_fet
from scheduler.output.fet import is_fet, locked_into
from tests.fet.files import activity, constraint, fet

START = "ConstraintActivityPreferredStartingTime"
ROOM = "ConstraintActivityPreferredRoom"


def wish(weight: int, hour: str, permanent: str = "false") -> str:
    fields = {"Activity_Id": 1, "Preferred_Day": "d1", "Preferred_Hour": hour, "Permanently_Locked": permanent}
    return constraint("ActivityPreferredStartingTime", weight, "<Active>true</Active>", **fields)


def read(text: str) -> School:
    school = read_fet(text.encode(), catalogue()).school
    assert school is not None
    return school


def lock(text: str, start: str = "1-2", rooms: tuple[str, ...] = ()) -> ET.Element:
    """The file with its only activity at a time, read again from what would be written."""
    school = read(text)
    course = next(c for c in school.courses if c.sessions[0].id == "1")
    timetable = Timetable((Placement(course.id, "1", start, rooms=rooms),))
    root, _ = locked_into(text.encode(), school, timetable)
    return ET.fromstring(ET.tostring(root))


def locks(root: ET.Element, tag: str = START) -> list[tuple[str, ...]]:
    names = ("Weight_Percentage", "Preferred_Day", "Preferred_Hour", "Room", "Permanently_Locked")
    return [tuple(text for n in names if (text := c.findtext(n)) is not None) for c in root.iter(tag)]


def test_an_activity_is_locked_by_the_names_of_its_day_and_hour() -> None:
    assert locks(lock(fet())) == [("100", "d1", "h2", "false")]


def test_a_wish_for_another_time_stays() -> None:
    assert locks(lock(fet(time=wish(60, "h3")))) == [("60", "d1", "h3", "false"), ("100", "d1", "h2", "false")]


def test_beside_a_wish_for_this_very_time_the_lock_is_permanent() -> None:
    """FET drops the second of two constraints that differ in weight alone."""
    assert locks(lock(fet(time=wish(60, "h2")))) == [("60", "d1", "h2", "false"), ("100", "d1", "h2", "true")]


def test_what_is_locked_already_is_not_locked_again() -> None:
    assert locks(lock(fet(time=wish(100, "h2", "true")))) == [("100", "d1", "h2", "true")]


def test_a_real_room_is_locked_and_no_room_is_not() -> None:
    wanted = constraint(
        "SubjectPreferredRooms", 50, Subject="S", Number_of_Preferred_Rooms=2, Preferred_Room=["R1", "R2"]
    )
    text = fet(space=wanted)
    assert locks(lock(text, rooms=("R2",)), ROOM) == [("100", "R2", "false")]
    nowhere = next(r.id for r in read(text).rooms if r.kind == "none")
    assert locks(lock(text, rooms=(nowhere,)), ROOM) == []
    assert len(list(lock(text, rooms=("R2",)).iter("ConstraintSubjectPreferredRooms"))) == 1


def test_everything_else_stays_as_it_was() -> None:
    text = fet(activities=activity(1, subject="S"), subjects="S &lt;&amp;&gt;\"'")
    before, after = ET.fromstring(text), lock(text)
    for section in ("Subjects_List", "Activities_List", "Students_List", "Rooms_List", "Hours_List"):
        old, new = (["".join(e.itertext()).split() for e in root.find(section) or ()] for root in (before, after))
        assert old == new
    assert "<&>" in "".join(after.find("Subjects_List").itertext())  # type: ignore[union-attr]


@pytest.mark.parametrize("content", [b"<fet", b"<html></html>", b"PK\x03\x04"])
def test_what_is_no_fet_file_is_refused(content: bytes) -> None:
    with pytest.raises(RunError):
        locked_into(content, read(fet()), Timetable())


def test_a_workbook_is_told_from_a_fet_file() -> None:
    assert is_fet("\ufeff<?xml version='1.0'?><fet/>".encode())
    assert not is_fet(b"PK\x03\x04")
