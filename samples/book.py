"""A sample plan as data: what stands on each sheet of its workbook, in the workbook's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

GRADES = ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级", "七年级", "八年级", "九年级")
DIGITS = "一二三四五六七八九"


@dataclass(frozen=True)
class Bell:
    """A block of the school day: a row of 作息. All as it is written, times as ``08:40``."""

    schedule: str
    grades: str
    days: str
    name: str
    kind: str
    start: str
    end: str


@dataclass(frozen=True)
class Line:
    """A subject: a row of 课程计划. ``lessons`` are the weekly lessons grade by grade, ``-`` none."""

    subject: str
    lessons: str
    doubles: str = ""
    room: str = ""
    most: int | None = None
    half: str = ""
    homework: bool = False

    def weekly(self, first_grade: int) -> dict[int, float]:
        """Weekly lessons by grade, without the grades that do not have the subject."""
        cells = enumerate(self.lessons.split(), first_grade)
        return {grade: float(cell) for grade, cell in cells if cell != "-"}


@dataclass(frozen=True)
class Klass:
    """A class: a row of 班级."""

    name: str
    grade: int
    pupils: int
    room: str
    bell: str = ""


@dataclass
class Staff:
    """A teacher: a row of 教师."""

    name: str
    subjects: list[str]
    group: str = ""
    kind: str = "专任"
    day: int | None = None
    week: int | None = None
    run: int | None = None
    away: str = ""


@dataclass(frozen=True)
class Place:
    """A room or ground: a row of 场地."""

    name: str
    kind: str
    holds: int = 1
    away: str = ""


@dataclass(frozen=True)
class Joint:
    """Pupils of several classes taught together: a row of 合班走班; ``band`` filled makes it 走班."""

    name: str
    classes: tuple[str, ...]
    subject: str
    teacher: str
    lessons: float
    room: str = ""
    band: str = ""


@dataclass(frozen=True)
class Meeting:
    """A research group's weekly meeting: a row of 教研."""

    group: str
    periods: int
    times: str


@dataclass(frozen=True)
class Lock:
    """A row of 固排禁排; what is empty means all."""

    times: str
    way: str
    klass: str = ""
    teacher: str = ""
    room: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Ask:
    """A rule the school asks for itself: a row of 规则."""

    rule: str
    strength: str
    weight: str = ""
    params: str = ""
    grades: str = ""
    classes: str = ""
    subject: str = ""
    teachers: str = ""
    room: str = ""
    note: str = ""


@dataclass(frozen=True)
class Homework:
    """The sheet 作业: a cell a grade, from the first grade of the school; ``-`` leaves a cell empty."""

    cap: str = ""
    free: str = ""
    service: str = ""
    minutes: tuple[tuple[str, str], ...] = ()  # (subject, weekly least–most a grade)
    weekend: str = ""
    holiday: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)  # subject → 类型 and 层次, as 实践 or 书面·选做


@dataclass(frozen=True)
class Happening:
    """A row of 校历: a kind of event, its name, and its date, stretch of dates, or how often."""

    kind: str
    name: str
    first: str
    last: str = ""
    grades: str = ""
    subjects: str = ""
    approved: str = ""


@dataclass(frozen=True)
class Activity:
    """After-school service: a row of 课后服务."""

    days: str
    start: str
    end: str
    kind: str
    name: str = ""
    grades: str = ""
    teachers: tuple[str, ...] = ()
    places: int | None = None


@dataclass(frozen=True)
class Answer:
    """What the school says of an item (its id): a row of 自查."""

    item: str
    value: str | int
    grades: str = ""
    remark: str = ""


@dataclass
class Plan:
    """A whole workbook. Sheets for which there is nothing are not written."""

    first_grade: int
    lines: tuple[Line, ...]
    classes: tuple[Klass, ...]
    teachers_of: dict[tuple[str, str], str]  # (class, subject) → the cell of 任课
    class_teachers: dict[str, str] = field(default_factory=dict)
    school: tuple[tuple[str, str | int], ...] = ()
    bells: tuple[Bell, ...] = ()
    staff: tuple[Staff, ...] = ()
    places: tuple[Place, ...] = ()
    joints: tuple[Joint, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    locks: tuple[Lock, ...] = ()
    asks: tuple[Ask, ...] = ()
    homework: Homework | None = None
    activities: tuple[Activity, ...] = ()
    calendar: tuple[Happening, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def grades(self) -> tuple[int, ...]:
        """The grades of the school, lowest first."""
        return tuple(range(self.first_grade, max(c.grade for c in self.classes) + 1))


def lessons(lines: Iterable[Line], first_grade: int) -> dict[tuple[int, str], float]:
    """Weekly lessons by (grade, subject)."""
    return {(g, line.subject): n for line in lines for g, n in line.weekly(first_grade).items()}
