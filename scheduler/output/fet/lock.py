"""A timetable written back into the FET file it was made for: every activity locked where it stands."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from scheduler.domain import Placement, School, Text, Timetable
from scheduler.errors import RunError

from .document import Element, constraint

_Place = tuple[str, ...]  # day and hour, or the room


def locked_into(content: bytes, school: School, timetable: Timetable) -> tuple[Element, list[Text]]:
    """The file's document with a locking constraint for the time of each activity, and for its room where it has one;
    and what the user should know.

    Days, hours and rooms go by the file's own names. Everything that the file holds stays, soft wishes about the same
    activities too. Raises RunError when the content is no FET file.
    """
    root = _parse(content)
    days, hours = _names(root, "Days_List", "Day"), _names(root, "Hours_List", "Hour")
    times, spaces = _section(root, "Time_Constraints_List"), _section(root, "Space_Constraints_List")
    has_time = _locks(
        times, "ConstraintActivityPreferredStartingTime", (("Preferred_Day", "Day"), ("Preferred_Hour", "Hour"))
    )
    has_room = _locks(spaces, "ConstraintActivityPreferredRoom", (("Room", "Room"),))
    roomless = 0
    for p in sorted(timetable.placements, key=lambda p: (len(p.session), p.session)):
        slot = school.grid.slot[p.start]
        day, hour = days[slot.day - 1], hours[slot.period - 1]
        fields = [("Preferred_Day", day), ("Preferred_Hour", hour)]
        _lock(times, "ConstraintActivityPreferredStartingTime", p.session, fields, has_time)
        room = _room_of(school, p)
        if room:
            _lock(spaces, "ConstraintActivityPreferredRoom", p.session, [("Room", room)], has_room)
        elif school.course[p.course].needs:
            roomless += 1
    notes = []
    if roomless:
        zh = f"{roomless} 节课没有安排场地；FET 打开后可能给它们安排场地"
        notes.append(Text(zh, f"{roomless} activities are left without a room; FET may give them one"))
    return root, notes


def _parse(content: bytes) -> Element:
    try:
        root = ET.fromstring(content, ET.XMLParser(target=ET.TreeBuilder(insert_comments=True)))
    except ET.ParseError as error:
        raise RunError(Text(f"这个计划不是 FET 文件：{error}", f"the plan is no FET file: {error}")) from error
    if root.tag.lower() != "fet":
        raise RunError(Text(f"这个计划不是 FET 文件：<{root.tag}>", f"the plan is no FET file: <{root.tag}>"))
    return root


def _names(root: Element, section: str, tag: str) -> list[str]:
    """The names of days or hours; old files give the name as the element's own text."""
    found = root.find(section)
    return [(e.findtext("Name") or e.text or "") for e in (found if found is not None else ()) if e.tag == tag]


def _section(root: Element, tag: str) -> Element:
    found = root.find(tag)
    return ET.SubElement(root, tag) if found is None else found


def _room_of(school: School, placement: Placement) -> str:
    return next((r for r in placement.rooms if school.room[r].kind != "none"), "")


def _locks(
    section: Element, tag: str, fields: tuple[tuple[str, str], ...]
) -> dict[tuple[str, _Place], dict[str, float]]:
    """What the file asks already: activity and place → weight, by whether it is a permanent lock."""
    found: dict[tuple[str, _Place], dict[str, float]] = {}
    for e in section.iter(tag):
        if (e.findtext("Active") or "true").strip() == "false":
            continue
        place = tuple(e.findtext(new) or e.findtext(old) or "" for new, old in fields)
        permanent = (e.findtext("Permanently_Locked") or "true").strip()
        weights = found.setdefault(((e.findtext("Activity_Id") or "").strip(), place), {})
        weights[permanent] = max(weights.get(permanent, 0.0), float(e.findtext("Weight_Percentage") or 0))
    return found


def _lock(
    section: Element,
    tag: str,
    activity: str,
    fields: list[tuple[str, str]],
    known: dict[tuple[str, _Place], dict[str, float]],
) -> None:
    """Add a lock unless the file has it. FET takes a second constraint of the same place for a repetition and drops
    it, unless it differs in being permanent: so beside a wish for this very place the lock is a permanent one."""
    weights = known.get((activity, tuple(value for _, value in fields)), {})
    if 100.0 in weights.values():
        return
    permanent = "false" in weights
    constraint(section, tag, [("Activity_Id", activity), *fields, ("Permanently_Locked", permanent)])
