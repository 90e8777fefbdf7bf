"""A whole FET file made from a school, its rules, and (locked) a timetable; and the list of what FET cannot say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import product
from xml.etree import ElementTree as ET

from scheduler.domain import RuleSetting, School, Strength, Text, Timetable
from scheduler.rule import Rule, Stage

from . import lessons, persons, spaces
from .activities import activities_of
from .book import Book, Said, Sayer
from .clock import hours_of
from .document import VERSION, Element, Field, child
from .people import add_rooms, add_students, add_subjects, add_tags, add_teachers, rooms_of
from .times import only_forbids, say_places, write_times

_INHERENT = frozenset(
    {"class_clash", "teacher_clash", "room_places", "class_week_full"}
)  # every FET timetable keeps them
_HEADS = {
    Said.NEARLY: Text("近似写出（{}）：", "said nearly ({}): "),
    Said.NOT: Text("FET 里说不出（{}）：", "FET has no words for ({}): "),
}
_SAYERS: dict[str, Sayer] = {**lessons.SAYERS, **persons.SAYERS, **spaces.SAYERS}


def whole_file(school: School, timetable: Timetable, rules: Mapping[str, Rule]) -> tuple[Element, list[Text]]:
    """The file's document, and what is said nearly or not at all. An empty timetable leaves every activity free."""
    hours = hours_of(school)
    book = Book(school, rules, hours, activities_of(school, timetable, hours), rooms_of(school))
    for section, tag in ((book.time, "Time"), (book.space, "Space")):
        fields: list[Field] = [("Weight_Percentage", 100), ("Active", True), ("Comments", "")]
        child(section, f"ConstraintBasicCompulsory{tag}", fields)
    write_times(book)
    said = {s.id: _say(book, s) for s in school.settings if s.strength in (Strength.HARD, Strength.SOFT)}
    notes = [*_clock_notes(book), *spaces.write_needs(book, given=bool(timetable.placements))]
    _lock_times(book)
    return _document(book), [*notes, *_notes(book, said)]


def _say(book: Book, setting: RuleSetting) -> Said:
    rule = book.rules.get(setting.rule)
    if rule is None:
        return Said.NOT
    if rule.structural or rule.about_plan or setting.rule in _INHERENT or not rule.applies(book.school, setting):
        return Said.EXACTLY
    if only_forbids(rule):
        return say_places(book, setting)
    return _SAYERS[setting.rule](book, setting) if setting.rule in _SAYERS else Said.NOT


def _lock_times(book: Book) -> None:
    """Every activity that has a place stays there."""
    for activity in book.activities:
        if activity.placement:
            day, hour = book.hours.say(book.hours.at(book.school.grid.slot[activity.placement.start]))
            where: list[Field] = [("Preferred_Day", day), ("Preferred_Hour", hour), ("Permanently_Locked", False)]
            book.put("ConstraintActivityPreferredStartingTime", [("Activity_Id", activity.id), *where])


def _document(book: Book) -> Element:
    school, root = book.school, ET.Element("fet", version=VERSION)
    child(root, "Mode", "Official")
    child(root, "Institution_Name", school.name)
    child(root, "Comments", "kebiao")
    days, hours = child(root, "Days_List", []), child(root, "Hours_List", [])
    for section, tag, names in ((days, "Day", book.hours.days), (hours, "Hour", book.hours.names)):
        child(section, f"Number_of_{tag}s", len(names))
        for name in names:
            child(section, tag, [("Name", name)])
    add_subjects(root, book.activities)
    add_tags(root, book.tags.values())
    add_teachers(root, school)
    add_students(root, school)
    _add_activities(root, book)
    add_rooms(root, school, book.rooms)
    root.extend([book.time, book.space])
    return root


def _add_activities(root: Element, book: Book) -> None:
    tags: dict[int, list[str]] = defaultdict(list)
    for members, tag in book.tags.items():
        for activity_id in members:
            tags[activity_id].append(tag)
    section = child(root, "Activities_List", [])
    for a in book.activities:
        fields: list[Field] = [
            *(("Teacher", t) for t in a.teachers), ("Subject", a.subject),
            *(("Activity_Tag", t) for t in tags[a.id]), *(("Students", g) for g in a.groups),
            ("Duration", a.duration), ("Total_Duration", a.total), ("Id", a.id), ("Activity_Group_Id", a.group),
            ("Active", True), ("Comments", ""),
        ]  # fmt: skip
        child(section, "Activity", fields)


def _clock_notes(book: Book) -> list[Text]:
    notes = []
    if not book.hours.exact:
        zh = "作息：几套作息的钟点交错，只能按“第几节”对应，跨作息的冲突说不准；锁定的文件 FET 可能不接受"
        en = "bell schedules cross by the clock: hours are lesson numbers, and FET may refuse the locked file"
        notes.append(Text(zh, en))
    halves = [a for a in book.activities if not a.whole]
    if halves:
        alone = sum(len(a.parts) == 1 for a in halves)
        zh = f"单双周：FET 没有周次。{len(halves) - alone} 个活动是轮换的课合写的，{alone} 节隔周课写成了每周"
        en = f"odd and even weeks: {len(halves) - alone} activities stand for lessons in turn, {alone} became weekly"
        notes.append(Text(zh, en))
    return notes


def _notes(book: Book, said: Mapping[str, Said]) -> list[Text]:
    """A line for what is said nearly, one for what is not said: the titles of the rules with their counts."""
    names: dict[tuple[Said, bool], dict[Text, int]] = defaultdict(lambda: defaultdict(int))
    homework = 0
    for setting in book.school.settings:
        rule = book.rules.get(setting.rule)
        if rule and rule.stage is Stage.HOMEWORK:
            homework += setting.id in said
        elif said.get(setting.id, Said.EXACTLY) is not Said.EXACTLY:
            names[said[setting.id], setting.hard][rule.title if rule else Text(setting.rule, setting.rule)] += 1
    notes = []
    for how, hard in product((Said.NEARLY, Said.NOT), (True, False)):
        if counts := names.get((how, hard)):
            zh = "、".join(f"{title.zh}（{n}）" for title, n in counts.items())
            en = ", ".join(f"{title.en} ({n})" for title, n in counts.items())
            notes.append(Text(_HEADS[how].zh.format("必须" if hard else "尽量") + zh,
                              _HEADS[how].en.format("hard" if hard else "soft") + en))  # fmt: skip
    if homework:
        notes.append(
            Text(f"作业不在 FET 文件里（{homework} 条要求）", f"homework is not in the file ({homework} rules)")
        )
    return notes
