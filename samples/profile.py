"""Schools known by a few figures, as plans: one small file a school in ``samples/profiles``.

A file says how many classes and pupils there are, the weekly lessons, the rooms, who teaches what at which load, and
what the school does after lessons. The days are designed to keep its pack, the calendar and the declarations are what
the pack asks for, and names are made up.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import cycle, islice
from math import ceil
from pathlib import Path
from typing import Any

import yaml

from samples.beside import DAYS, clubs
from samples.book import DIGITS, Activity, Bell, Homework, Joint, Klass, Line, Place, Plan
from samples.days import others, schedule, settings_of
from samples.said import answers, calendar, posted
from samples.staffing import Roster, spread
from scheduler.intake import words

FOLDER = Path(__file__).resolve().parent / "profiles"
ROOM_OF = {
    "体育": "操场", "体育与健康": "操场", "体育活动": "操场", "音乐": "音乐教室", "美术": "美术教室",
    "科学": "科学教室", "信息技术": "计算机教室", "信息科技": "计算机教室", "物理": "物理实验室",
    "化学": "化学实验室", "生物": "生物实验室",
}  # fmt: skip
MORNING = ("语文", "数学")
LEADERS = ("语文", "数学", "英语", "外语")  # a class teacher teaches one of these
Data = Mapping[str, Any]


def profile_names() -> tuple[str, ...]:
    """The schools that there are, by name."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.yaml")))


@cache
def read(name: str) -> Data:
    """The file of a school."""
    data: Data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return data


def plan(name: str) -> Plan:
    """The plan of a school. Raises ValueError where no school day keeps its pack."""
    return plan_of(name, read(name))


def plan_of(name: str, data: Data) -> Plan:
    """The plan of a school by what its file says; the names of its people follow from ``name``."""
    classes = _classes(data)
    lines = _lines(data)
    roster, joints = _staff(name, data, lines, classes)
    settings = settings_of([data["pack"]], sorted(data["classes"]))
    bells = [bell for day in data["days"] for bell in _schedule(repr(day), data["pack"])]
    home: Data = data.get("homework", {})
    return Plan(
        classes[0].grade, lines, tuple(classes), roster.cells, roster.class_teachers,
        school=(
            ("学校名称", data["name"]), ("学期", "2025-2026学年第一学期"), ("学段", data["stage"]), ("每周天数", 5),
            ("规则包", data["pack"]), ("求解秒数", 90), ("省份", data["province"]), ("下班时间", "17:30"),
            ("公示的表", posted(settings)),
        ),
        bells=tuple(bells),
        staff=tuple(roster.staff.values()),
        places=tuple(_places(data)),
        joints=tuple(joints),
        homework=Homework(
            service=home.get("service", ""), weekend=home.get("weekend", ""), holiday=home.get("holiday", ""),
            minutes=tuple(home.get("minutes", {}).items()), kinds=home.get("kinds", {}),
        ),
        activities=tuple(_activities(name, data, roster, bells)),
        calendar=tuple(calendar(settings, data.get("exams", ()))),
        answers=tuple(answers(settings, data.get("figures", {}))),
    )  # fmt: skip


@cache
def _schedule(day: str, pack: str) -> tuple[Bell, ...]:
    """A school day is designed once for all schools that have it."""
    return tuple(schedule(literal_eval(day), pack))


def _classes(data: Data) -> list[Klass]:
    pupils = iter(spread(data["pupils"], sum(data["classes"].values())))
    bell = {g: day["name"] for day in data["days"] for g in words.grades(str(day["grades"]))}
    return [
        Klass(f"{DIGITS[grade - 1]}{n}", grade, next(pupils), f"{grade}{n:02d}教室", bell[grade])
        for grade, count in data["classes"].items()
        for n in range(1, count + 1)
    ]


def _lines(data: Data) -> tuple[Line, ...]:
    homework = data.get("homework", {}).get("minutes", {})
    return tuple(
        Line(
            subject, lessons, room=_room(data, subject),
            half="上午" if subject in MORNING else "", homework=subject in homework,
        )
        for subject, lessons in data["plan"].items()
    )  # fmt: skip


def _room(data: Data, subject: str) -> str:
    """The kind of room of a subject, where the school has one."""
    kind: str = (ROOM_OF | data.get("room_of", {})).get(subject, "")
    return kind if kind in data["rooms"] else ""


def _places(data: Data) -> Iterator[Place]:
    """``操场: 4`` holds four classes at once; of any other kind there are so many rooms."""
    for kind, count in data["rooms"].items():
        if kind == "操场":
            yield Place(kind, kind, count)
        else:
            yield from (Place(f"{kind}{n}" if count > 1 else kind, kind) for n in range(1, count + 1))


def _staff(name: str, data: Data, lines: tuple[Line, ...], classes: list[Klass]) -> tuple[Roster, list[Joint]]:
    """Every entry of ``staff``: the subjects of some people, who share the classes out among them.

    ``load``: lessons a week of one, which tells how many they are, or ``count``; ``grades``: only there;
    ``class_teachers``: one for each class; ``visit``: the only days they come, as itinerant teachers do; ``group``:
    their research group, the first subject where it is not said; ``open``: nobody yet, the cells are left empty.
    """
    roster = Roster(name, lines, classes, classes[0].grade)
    for joint in data.get("together", ()):
        roster.outside(joint["classes"], joint["subject"])
    for entry in data["staff"]:
        subjects, group = entry["subjects"], entry.get("group", entry["subjects"][0])
        of = [c.name for c in classes if not entry.get("grades") or c.grade in words.grades(str(entry["grades"]))]
        of = entry.get("classes", of)
        if entry.get("open"):
            for subject in subjects:
                roster.outside(roster.open(subject, of), subject)
            continue
        if entry.get("class_teachers"):
            for klass in of:
                roster.class_teacher(roster.hire(group), klass, *(s for s in subjects if roster.open(s, [klass])))
            continue
        total = sum(roster.weekly(c, s) for s in subjects for c in roster.open(s, of))
        people = roster.hire_many(entry.get("count") or ceil(total / entry["load"]), group)
        for person in people if "visit" in entry else ():
            roster.staff[person].kind, roster.staff[person].away = "走教", others(entry["visit"], "；")
        roster.share(of, people, *subjects)
    _lead(roster)
    if missing := roster.missing():
        raise ValueError(f"{name}: nobody teaches {missing[0]}")
    return roster, list(_together(data, roster))


def _lead(roster: Roster) -> None:
    """A class teacher for each class that has none: somebody who teaches it a main subject and leads no other class.
    班会 is theirs."""
    for klass in (c for c in roster.grade if c not in roster.class_teachers):
        able = [roster.cells[klass, s] for s in LEADERS if (klass, s) in roster.cells]
        leader = next(t for t in able if t not in roster.class_teachers.values())
        roster.class_teachers[klass] = leader
        roster.give(leader, klass, *roster.open("班会", [klass]) and ("班会",))


def _together(data: Data, roster: Roster) -> Iterator[Joint]:
    """Classes taught as one, by the class teacher of the first."""
    for joint in data.get("together", ()):
        of, subject = tuple(joint["classes"]), joint["subject"]
        teacher, lessons = roster.class_teachers[joint.get("by", of[0])], roster.weekly(of[0], subject)
        roster.teach(teacher, subject, lessons)
        yield Joint("".join(of) + subject, of, subject, teacher, lessons, _room(data, subject))


def _activities(name: str, data: Data, roster: Roster, bells: list[Bell]) -> Iterator[Activity]:
    """``service``: activities of some grades on some days, with duty in turns; ``clubs``: so many, drawn by lot.

    Times are those of the service block, where no ``clock`` is written. ``who``: the class teachers (class) or the
    teachers of some subjects.
    """
    turns: dict[tuple[str, ...], Iterator[str]] = {}
    for entry in data.get("service", ()):
        grades, clock = str(entry.get("grades", "")), _clock(entry, bells)
        people = _on_duty(roster, entry.get("who"), grades)
        turn = turns.setdefault(people, cycle(people))
        for day in words.weekdays(entry["days"]):
            teachers = tuple(islice(turn, entry.get("at_once", 1)))
            yield Activity(f"周{DAYS[day - 1]}", *clock, entry["kind"], entry.get("name", ""), grades, teachers)
    for entry in data.get("clubs", ()):
        busy = {t for s in entry.get("but", ()) for t in _on_duty(roster, [s], "")}
        staff = [s for s in roster.staff.values() if s.name not in busy]
        stages, days = [str(g) for g in entry["stages"]], words.weekdays(entry["days"])
        kind, places = entry.get("kind", "社团"), entry.get("places", 0)
        yield from clubs(name, entry["count"], days, _clock(entry, bells), stages, staff, kind, places)


def _on_duty(roster: Roster, who: Any, grades: Any) -> tuple[str, ...]:
    """Who takes turns: the class teachers of these grades, or all teachers of some subjects."""
    if who == "class":
        of = [k for k, g in roster.grade.items() if not grades or g in words.grades(str(grades))]
        return tuple(roster.class_teachers[k] for k in of)
    return tuple(dict.fromkeys(t for k in roster.grade for s in who or () if (t := roster.cells.get((k, s)))))


def _clock(entry: Data, bells: list[Bell]) -> tuple[str, str]:
    if "clock" in entry:
        start, _, end = entry["clock"].partition("-")
        return start, end
    grades = words.grades(str(entry.get("grades") or entry.get("stages", [""])[0] or ""))
    service = [b for b in bells if b.kind == "课后服务" and (not grades or grades[0] in words.grades(b.grades))]
    return service[0].start, service[0].end
