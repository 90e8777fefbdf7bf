"""Whatever the file holds, the answer is a sentence; nothing in it is believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.intake.fet import xml

from ..cli.shell import kebiao
from .files import activity, constraint, fet, problems, read, room, write

GOOD = fet()
BOMB = '<!DOCTYPE fet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
SPY = '<!DOCTYPE fet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02 not xml", "not sound XML (line 1"),
        (GOOD.encode()[:900], "not sound XML"),
        (GOOD.replace("</Mode>", "</Mod>").encode(), "not sound XML (line 2"),
        (GOOD.replace("<fet", BOMB + "<fet").replace("School<", "&b;<").encode(), "DOCTYPE, which is unsafe"),
        (GOOD.replace("<fet", SPY + "<fet").replace("School<", "&x;<").encode(), "DOCTYPE, which is unsafe"),
        (GOOD.replace("School<", "&b;<").encode(), "not sound XML"),
        (b"<html><body/></html>", "no FET file (its root is html)"),
        (("<fet>" + "<a>" * 50 + "</a>" * 50 + "</fet>").encode(), "nested deeper than 40"),
        (GOOD.replace("UTF-8", "no-such-code").encode(), "encoding"),
        (GOOD.replace("Official", "Mornings_Afternoons").encode(), "mode Mornings Afternoons; only Official"),
        (GOOD.replace("Official", "Block_Planning").encode(), "mode Block Planning"),
        (GOOD.replace("Official", "Terms").encode(), "mode Terms"),
        (fet(mode="", version="5.27.3-ma3").encode(), "mode Mornings Afternoons"),
        (fet(mode="", version="5.42.2-mathmake").encode(), "mode Terms"),
        (fet(mode="", version="5.44.2-bp").encode(), "mode Block Planning"),
    ],
    ids=lambda x: x[:30] if isinstance(x, str) else "",
)
def test_a_file_that_cannot_be_read(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "school.fet"
    path.write_bytes(content)
    for command in (("check", path), ("solve", path, "-o", tmp_path / "run")):
        result = kebiao(*command)
        assert result.exit_code == 3, result.output
        assert said in result.output
        assert "Traceback" not in result.output
    assert not (tmp_path / "run").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = kebiao("check", tmp_path / "none.fet")
    assert (result.exit_code, "there is no file" in result.output) == (3, True)
    (tmp_path / "folder.fet").mkdir()
    result = kebiao("check", tmp_path / "folder.fet")
    assert (result.exit_code, "is no file" in result.output or "is not" in result.output) == (3, True)


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.fet"
    with path.open("wb") as stream:
        stream.truncate(xml.LARGEST_FILE + 1)
    result = kebiao("check", path)
    assert (result.exit_code, "too large (50 MB)" in result.output) == (3, True)


def test_too_many_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 100)
    assert problems("<fet>" + "<a/>" * 200 + "</fet>")[0].startswith("the file is too large (more than 100 elements)")


def test_a_file_of_version_5_has_no_mode() -> None:
    assert read(fet(mode="", version="5.41.0")).school is not None


def test_other_encodings_and_a_mark_at_the_beginning() -> None:
    from constraints import catalogue
    from scheduler.intake.fet import read_fet

    for content in (GOOD.encode("utf-8-sig"), GOOD.replace("UTF-8", "UTF-16").encode("utf-16")):
        assert read_fet(content, catalogue()).school is not None


TWO = activity(1) + activity(2, "U", "H1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (fet(time=constraint("TeacherMaxGapsPerDay", Teacher_Name="Tt", Max_Gaps=1)),
         "ConstraintTeacherMaxGapsPerDay (no. 2): there is no teacher 'Tt' (nearest: T)"),
        (fet(time=constraint("StudentsSetMaxGapsPerDay", Students="zzz", Max_Gaps=1)),
         "there is no students set 'zzz'"),
        (fet(space=constraint("SubjectPreferredRoom", Subject="S", Room="R9")), "there is no room 'R9'"),
        (fet(space=constraint("SubjectPreferredRoom", Subject="Q", Room="R1")), "there is no subject 'Q'"),
        (fet(space=constraint("ActivityTagPreferredRoom", Activity_Tag="Q", Room="R1")),
         "there is no activity tag 'Q'"),
        (fet(time=constraint("ActivityEndsStudentsDay", Activity_Id=77)), "there is no activity with id '77'"),
        (fet(time=constraint("ActivityEndsStudentsDay", Activity_Id="x1")), "there is no activity with id 'x1'"),
        (fet(time=constraint("ActivityPreferredStartingTime", Activity_Id=1, Preferred_Day="d9", Preferred_Hour="h1")),
         "there is no day 'd9'"),
        (fet(time=constraint("ActivityPreferredStartingTime", Activity_Id=1, Preferred_Day="d1", Preferred_Hour="h9")),
         "there is no hour 'h9'"),
        (fet(time=constraint("TeachersMaxGapsPerDay", Max_Gaps="many")), "Max_Gaps is 'many', not a number"),
        (fet(time=constraint("TeachersMaxGapsPerDay")), "Max_Gaps is missing"),
        (fet(time=constraint("TeachersMaxGapsPerDay", 120, Max_Gaps=1)), "the weight is '120', not 0 to 100"),
        (fet(time=constraint("TeachersMaxGapsPerDay", "nan", Max_Gaps=1)), "the weight is 'nan', not 0 to 100"),
        (fet(time=constraint("BasicCompulsoryTime", 50)), "its weight must be 100"),
        (fet(time=constraint("StudentsIntervalMaxDaysPerWeek", Interval_Start_Hour="h4", Interval_End_Hour="h2",
                             Max_Days_Per_Week=1)), "the interval does not end after it begins"),
        (fet(activities=activity(1) + activity(1, "U")), "activity 1: this id is used twice"),
        (fet(activities=activity(1, duration=7)), "activity 1: its duration is 7, a day has 6 hours"),
        (fet(activities=activity(1, duration=0)), "activity 1: its duration is 0"),
        (fet(activities=activity(1, "W")), "activity 1: there is no teacher 'W'"),
        (fet(activities=activity(1, students="nobody")), "activity 1: there is no students set 'nobody'"),
        (fet(activities=activity(1, subject="Q")), "activity 1: there is no subject 'Q'"),
        (fet(activities=activity(1).replace("<Id>1", "<Id>one")), "activity one: Id is 'one', not a number"),
        (fet(teachers="T T"), "teacher 'T' stands twice"),
        (fet(students="Y1: A; Y1: B", activities=activity(1, students="A")), "students set 'Y1' stands twice"),
        (fet(students="Y1: A; Y2: Y1", activities=activity(1, students="A")), "students set 'Y1' stands twice"),
        (fet(rooms=room("R1") + room("R1")), "room 'R1' stands twice"),
        (fet(rooms=room("R1") + room("V", virtual="R1|R9")), "virtual room 'V' names 'R9', which is no room"),
        (fet(days=0), "there are 0 days, not 1 to 100"),
        (fet(hours=100), "there are 100 hours, not 1 to 72"),
        (fet(space=constraint("SubjectPreferredRoom", Subject="S", Room="R1")
             + constraint("ActivityPreferredRoom", Activity_Id=1, Room="R2")),
         "activity 1: no room fits all that is asked and holds 0 pupils"),
        (fet(space=constraint("SubjectPreferredRoom", Subject="S", Room="R1"), rooms=room("R1", 10),
             activities=activity(1, pupils=11)), "no room fits all that is asked and holds 11 pupils"),
    ],
    ids=lambda x: "" if x.startswith("<") else x[-40:],
)  # fmt: skip
def test_a_file_that_contradicts_itself(text: str, said: str, tmp_path: Path) -> None:
    assert any(said in p for p in problems(text)), problems(text)
    result = kebiao("check", write(tmp_path / "school.fet", text))
    assert (result.exit_code, said in result.output) == (3, True), result.output


def test_a_hundred_problems_are_cut_short() -> None:
    """A file with thousands of wrong names is answered at once."""
    many = "".join(activity(i, f"W{i}") for i in range(1, 2000))
    found = problems(fet(activities=many))
    assert 40 < len(found) < 60
    wrong = "".join(constraint("ActivityEndsStudentsDay", Activity_Id=i) for i in range(100, 2000))
    assert 40 < len(problems(fet(time=wrong))) < 60


UNKNOWN = constraint("TeachersMaxZeroGapsPerAfternoon") * 2 + constraint("OfTheFuture")


def test_what_no_rule_keeps_refuses_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "school.fet", fet(time=UNKNOWN))
    for command in (("check", path), ("solve", path, "-o", tmp_path / "run")):
        result = kebiao(*command)
        assert result.exit_code == 3
        assert "constraints that are not supported: ConstraintTeachersMaxZeroGapsPerAfternoon, 2" in result.output
        assert "constraints that are not supported: ConstraintOfTheFuture, 1" in result.output
        assert result.output.count("--ignore-unsupported") == 1


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        (fet(time=constraint("TeachersMinHoursDaily", Minimum_Hours_Daily=2, Allow_Empty_Days="false")),
         "ConstraintTeachersMinHoursDaily (Allow_Empty_Days=false)"),
        (fet(rooms=room("R1") + room("R2") + room("V", virtual="R1|R2"),
             space=constraint("SubjectPreferredRoom", 95, Subject="S", Room="V")),
         "ConstraintSubjectPreferredRoom (virtual room)"),
        (fet(space=constraint("SubjectPreferredRooms", Subject="S", Preferred_Room=["R1", "R2"])
             + constraint("RoomNotAvailableTimes", 99, Room="R1")), "ConstraintRoomNotAvailableTimes (weight < 100)"),
        (fet(rooms=room("R1") + room("V", virtual="R1"), space=constraint("RoomNotAvailableTimes", Room="V")),
         "ConstraintRoomNotAvailableTimes (virtual room)"),
    ],
    ids=lambda x: "" if x.startswith("<") else x,
)  # fmt: skip
def test_forms_that_no_rule_keeps(text: str, left_out: str) -> None:
    plan = read(text)
    assert (plan.school, plan.left_out) == (None, ((left_out, 1),))
    plan = read(text, ignore_unsupported=True)
    assert plan.school is not None
    assert [s for s in plan.school.settings if s.source.sheet] == []
    assert not any(p.fatal for p in plan.problems)


def test_a_rule_that_is_not_in_the_catalogue_is_not_asked() -> None:
    from constraints import catalogue
    from scheduler.intake.fet import read_fet

    rules = {code: rule for code, rule in catalogue().items() if code != "ends_day"}
    text = fet(time=constraint("ActivityEndsStudentsDay", Activity_Id=1))
    assert read_fet(text.encode(), rules).left_out == (("ConstraintActivityEndsStudentsDay", 1),)
