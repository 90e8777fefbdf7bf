"""What the school is made of, and which activities become sessions of one course."""

from __future__ import annotations

from scheduler.domain import Half

from .files import activity, constraint, fet, room, school, tags

SPLIT = "".join(activity(i, split=5) for i in (5, 6, 7))


def sessions(text: str) -> dict[str, list[str]]:
    return {c.id: [s.id for s in c.sessions] for c in school(text).courses}


def test_a_split_activity_is_one_course() -> None:
    apart = constraint("MinDaysBetweenActivities", Activity_Id=[5, 6, 7], MinDays=1, Consecutive_If_Same_Day="false")
    assert sessions(fet(activities=SPLIT, time=apart)) == {"5": ["5", "6", "7"]}


def test_a_constraint_tells_activities_apart() -> None:
    fixed = constraint("ActivityPreferredStartingTime", Activity_Id=6, Preferred_Day="d1", Preferred_Hour="h1")
    assert sessions(fet(activities=SPLIT, time=fixed)) == {"5": ["5", "7"], "6": ["6"]}


def test_so_does_the_part_that_is_played_in_it() -> None:
    follow = constraint("TwoActivitiesConsecutive", First_Activity_Id=5, Second_Activity_Id=6)
    assert sessions(fet(activities=SPLIT, time=follow)) == {"5": ["5"], "6": ["6"], "7": ["7"]}


def test_and_a_room() -> None:
    laboratory = constraint("ActivityPreferredRoom", Activity_Id=7, Room="R1")
    assert sessions(fet(activities=SPLIT, space=laboratory)) == {"5": ["5", "6"], "7": ["7"]}


def test_and_length_tags_people_and_split() -> None:
    many = (
        activity(1, split=1) + activity(2, split=1, duration=2) + activity(3, split=1, tag="G")
        + activity(4, "U", split=1) + activity(5, students="b", split=1) + activity(6) + activity(7)
    )  # fmt: skip
    assert sessions(fet(activities=many)) == {str(i): [str(i)] for i in range(1, 8)}


def test_settings_name_courses_by_their_first_activity() -> None:
    apart = constraint("MinDaysBetweenActivities", Activity_Id=[6, 7], MinDays=1)
    (setting,) = [s for s in school(fet(activities=SPLIT, time=apart)).settings if s.rule == "days_apart"]
    assert setting.scope.courses == {"6"}


def test_nobody_attends_and_each_is_alone() -> None:
    assert sessions(fet(activities=activity(1, "", "", split=1) + activity(2, "", "", split=1))) == {
        "1": ["1"],
        "2": ["2"],
    }


def test_sets_and_their_parts() -> None:
    found = school(fet(activities=activity(1, "T", "Y1") + activity(2, "U", "G1 H1") + activity(3, "V", "Y3")))
    assert [(g.id, g.grade) for g in found.classes] == [
        ("a", 1),
        ("b", 1),
        ("c", 1),
        ("d", 1),
        ("H1", 2),
        ("H2", 2),
        ("Y3", 3),
    ]
    assert found.group["Y1"].atoms == ("a", "b", "c", "d")
    assert found.group["G1"].atoms == ("a", "b")
    assert not found.group["G1"].is_class
    assert "Y2" not in found.group  # no activity names it
    assert found.courses[1].groups == ("G1", "H1")


def test_a_subgroup_of_two_groups_is_one_set() -> None:
    found = school(fet(students="Y: G1(a b) G2(b c)", activities=activity(1, "T", "G1") + activity(2, "U", "G2")))
    assert [g.id for g in found.classes] == ["a", "b", "c"]
    assert found.group["G2"].atoms == ("b", "c")


def test_the_grid() -> None:
    found = school(fet(days=2, hours=3, activities=activity(1, duration=2)))
    assert [s.id for s in found.grid.slots] == ["1-1", "1-2", "1-3", "2-1", "2-2", "2-3"]
    slot = found.grid.slot["1-2"]
    assert (slot.bell, slot.start, slot.end, slot.half, slot.next) == ("all", 540, 600, Half.AM, "1-3")
    assert found.courses[0].starts == ("1-1", "1-2", "2-1", "2-2")


def test_a_long_day_stays_within_the_clock() -> None:
    found = school(fet(hours=40))
    assert max(s.end for s in found.grid.slots) <= 24 * 60
    assert len({s.start for s in found.grid.slots if s.day == 1}) == 40


def test_teachers_know_their_subjects() -> None:
    found = school(fet(activities=activity(1, "T U") + activity(2, "T", "H1", "P")))
    assert {t.id: t.subjects for t in found.teachers} == {"T": ("S", "P"), "U": ("S",), "V": ()}


# rooms


def needs(space: str = "", **more: str) -> list[tuple[str, ...]]:
    (course,) = school(fet(space=space, **more)).courses  # type: ignore[arg-type]
    return [n.options for n in course.needs]


def wishes(space: str, **more: str) -> list[tuple[tuple[str, ...], int]]:
    found = school(fet(space=space, **more)).settings  # type: ignore[arg-type]
    return [(s["rooms"], s.weight) for s in found if s.rule == "preferred_room"]


def prefer(weight: int, *rooms: str, subject: str = "S") -> str:
    return constraint("SubjectPreferredRooms", weight, Subject=subject, Preferred_Room=list(rooms))


HOME = constraint("StudentsSetHomeRoom", Students="a", Room="R3")
SOFT_HOME = constraint("StudentsSetHomeRoom", 90, Students="a", Room="R3")


def test_no_room_is_wanted_where_nothing_names_one() -> None:
    assert needs() == []
    assert "(no room)" not in school(fet()).room


def test_rooms_that_must_be() -> None:
    assert needs(prefer(100, "R1", "R2")) == [("R1", "R2")]
    assert needs(prefer(100, "R1", "R2") + prefer(100, "R2", "R3")) == [("R2",)]


def test_every_family_that_gives_rooms() -> None:
    tagged = activity(1, tag="G")
    for space in (
        constraint("ActivityPreferredRoom", Activity_Id=1, Room="R1"),
        constraint("ActivityPreferredRooms", Activity_Id=1, Preferred_Room=["R1"]),
        constraint("SubjectPreferredRoom", Subject="S", Room="R1"),
        constraint("SubjectPreferredRooms", Subject="S", Preferred_Room=["R1"]),
        constraint("SubjectActivityTagPreferredRoom", Subject="S", Activity_Tag="G", Room="R1"),
        constraint("SubjectActivityTagPreferredRooms", Subject="S", Activity_Tag="G", Preferred_Room=["R1"]),
        constraint("ActivityTagPreferredRoom", Activity_Tag="G", Room="R1"),
        constraint("ActivityTagPreferredRooms", Activity_Tag="G", Preferred_Room=["R1"]),
        constraint("StudentsSetHomeRoom", Students="a", Room="R1"),
        constraint("StudentsSetHomeRooms", Students="a", Preferred_Room=["R1"]),
        constraint("TeacherHomeRoom", Teacher="T", Room="R1"),
        constraint("TeacherHomeRooms", Teacher="T", Preferred_Room=["R1"]),
    ):
        assert needs(space, activities=tagged) == [("R1",)], space
        assert needs(space, activities=activity(1, "T U", "a b", "P")) in ([], [("R1",)])


def test_rooms_that_are_only_wished_may_be_done_without() -> None:
    space = prefer(95, "R1") + prefer(80, "R2")
    assert needs(space) == [("R1", "R2", "(no room)")]
    assert wishes(space) == [(("R1",), 95_000), (("R2",), 80_000)]
    (none,) = [r for r in school(fet(space=space)).rooms if r.kind == "none"]
    assert none.holds > 10_000


def test_wishes_beside_rooms_that_must_be() -> None:
    space = prefer(100, "R1") + prefer(90, "R2")
    assert needs(space) == [("R1",)]
    assert wishes(space) == [(("R2",), 90_000)]  # broken whatever is done: it counts


def test_a_weight_of_nothing_opens_rooms_and_asks_nothing() -> None:
    assert needs(prefer(0, "R1")) == [("R1", "(no room)")]
    assert wishes(prefer(0, "R1")) == []


def test_a_home_room_gives_way_to_a_room_that_must_be() -> None:
    assert needs(HOME + prefer(100, "R1")) == [("R1",)]


def test_a_home_room_beside_a_wish() -> None:
    """Any room that the lesson wishes keeps the home room's constraint; going without keeps it not."""
    assert needs(HOME + prefer(95, "R1")) == [("R1", "R3")]
    assert wishes(HOME + prefer(95, "R1")) == [(("R1",), 95_000)]
    assert needs(SOFT_HOME + prefer(95, "R1")) == [("R1", "R3", "(no room)")]
    assert wishes(SOFT_HOME + prefer(95, "R1")) == [(("R1",), 95_000), (("R1", "R3"), 90_000)]


def test_a_home_room_is_for_those_alone() -> None:
    assert needs(HOME, activities=activity(1, "T", "a b")) == []
    assert needs(constraint("StudentsSetHomeRoom", Students="G1", Room="R3")) == []
    assert needs(constraint("TeacherHomeRoom", Teacher="T", Room="R3"), activities=activity(1, "T U")) == []


def test_rooms_too_small_are_none() -> None:
    small = room("R1", 20) + room("R2", 30)
    assert needs(prefer(100, "R1", "R2"), rooms=small, activities=activity(1, pupils=25)) == [("R2",)]
    text = fet(space=prefer(100, "R1", "R2"), rooms=small, pupils=25)  # the set's own number
    assert [n.options for n in school(text).courses[0].needs] == [("R2",)]


def test_a_virtual_room_is_several() -> None:
    rooms = room("R1") + room("R2") + room("R3") + room("V", virtual="R1 R2|R3")
    assert needs(prefer(100, "V"), rooms=rooms) == [("R1", "R2"), ("R3",)]
    named = constraint("ActivityPreferredRoom", Activity_Id=1, Room="V", inner=tags(Real_Room=["R2", "R3"]))
    assert needs(named, rooms=rooms) == [("R2",), ("R3",)]
    assert "V" not in school(fet(rooms=rooms)).room
    assert wishes(prefer(100, "V") + prefer(95, "R1"), rooms=rooms) == [(("R1",), 95_000)]


def test_a_room_that_is_better_left_alone() -> None:
    away = "<Not_Available_Time><Day>d1</Day><Hour>h1</Hour></Not_Available_Time>"
    space = prefer(100, "R1") + constraint("RoomNotAvailableTimes", 99, Room="R1", inner=away)
    (setting,) = [s for s in school(fet(space=space)).settings if s.rule == "forbidden_times"]
    assert (setting.hard, setting.weight) == (False, 99_000)


def test_buildings_and_numbers_of_rooms() -> None:
    rooms = room("R1", building="North") + room("R2", building="South")
    space = (
        prefer(100, "R1", "R2")
        + constraint("TeachersMinGapsBetweenBuildingChanges", Min_Gaps_Between_Building_Changes=2)
        + constraint("TeacherMinGapsBetweenBuildingChanges", Teacher="T", Min_Gaps_Between_Building_Changes=1)
        + constraint("ActivitiesOccupyMaxDifferentRooms", Activity_Id=[1], Max_Number_of_Different_Rooms=1)
        + constraint("ActivitiesSameRoomIfConsecutive", Activity_Id=[1, 2])
    )
    found = school(fet(space=space, rooms=rooms, activities=activity(1) + activity(2, "U", "H1")))
    assert [(r.id, r.building) for r in found.rooms] == [("R1", "North"), ("R2", "South")]
    asked = [(s.rule, s.scope.teachers, s.scope.courses) for s in found.settings if s.source.sheet]
    assert asked == [
        ("building_changes", frozenset(), frozenset()), ("building_changes", {"T"}, frozenset()),
        ("few_rooms", frozenset(), {"1"}), ("same_room", frozenset(), {"1", "2"}),
    ]  # fmt: skip
