"""Small FET files in a few words."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from constraints import catalogue
from scheduler.domain import RuleSetting, School
from scheduler.intake.fet import read_fet
from scheduler.intake.plan import Plan

STUDENTS = "Y1: G1(a b) G2(c d); Y2: H1 H2; Y3"  # leaves: a b c d H1 H2 Y3
ROOMS = "R1 R2 R3"


def tags(**fields: object) -> str:
    """Elements: a list gives one each; a tuple (tag, day, hour) … see ``times``."""
    return "".join(
        f"<{name}>{value if str(value).startswith('<') else escape(str(value))}</{name}>"
        for name, values in fields.items()
        for value in (values if isinstance(values, list) else [values])
    )


def constraint(family: str, weight: object = 100, inner: str = "", **fields: object) -> str:
    """A constraint; its fields by name, further elements in ``inner``."""
    body = tags(Weight_Percentage=weight, **fields) + inner
    return f"<Constraint{family}>{body}</Constraint{family}>"


def times(tag: str, words: str, day: str = "Day", hour: str = "Hour") -> str:
    """``d1-h2 d2-h1`` as elements; ``-h2`` is hour 2 of any day."""
    found = ""
    for word in words.split():
        d, _, h = word.partition("-")
        found += f"<{tag}>" + (tags(**{day: d}) if d else "") + (tags(**{hour: h}) if h else "") + f"</{tag}>"
    return found


def activity(number: int, teachers: str = "T", students: str = "a", subject: str = "S", *, split: int = 0,
             duration: int = 1, tag: str = "", active: bool = True, pupils: object = None) -> str:  # fmt: skip
    """One activity; teachers and students separated by spaces."""
    return "<Activity>" + tags(
        Teacher=teachers.split(), Subject=subject, Activity_Tag=tag.split(), Students=students.split(),
        Duration=duration, Total_Duration=duration, Id=number, Activity_Group_Id=split,
        Active=str(active).lower(), **({} if pupils is None else {"Number_Of_Students": pupils}),
    ) + "</Activity>"  # fmt: skip


def room(name: str, capacity: int = 30_000, building: str = "", virtual: str = "") -> str:
    """A room; ``virtual``: its sets of real rooms, ``R1 R2|R3``."""
    sets = "".join(
        "<Set_of_Real_Rooms>" + tags(Real_Room=s.split()) + "</Set_of_Real_Rooms>" for s in virtual.split("|") if s
    )
    kind = str(bool(virtual)).lower()
    return "<Room>" + tags(Name=name, Building=building, Capacity=capacity, Virtual=kind) + sets + "</Room>"


def fet(*, time: str = "", space: str = "", activities: str = "", students: str = STUDENTS, rooms: str = "",
        days: int = 5, hours: int = 6, teachers: str = "T U V", subjects: str = "S P", activity_tags: str = "G",
        version: str = "6.8.5", mode: str = "<Mode>Official</Mode>", pupils: int = 0) -> str:  # fmt: skip
    """A whole file."""
    rooms = rooms or "".join(room(r) for r in ROOMS.split())
    basic = [constraint("BasicCompulsoryTime"), constraint("BasicCompulsorySpace")]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<fet version="{version}">{mode}'
        "<Institution_Name>School</Institution_Name>"
        f"<Days_List>{_named('Day', [f'd{i}' for i in range(1, days + 1)])}</Days_List>"
        f"<Hours_List>{_named('Hour', [f'h{i}' for i in range(1, hours + 1)])}</Hours_List>"
        f"<Subjects_List>{_named('Subject', subjects.split())}</Subjects_List>"
        f"<Activity_Tags_List>{_named('Activity_Tag', activity_tags.split())}</Activity_Tags_List>"
        f"<Teachers_List>{_named('Teacher', teachers.split())}</Teachers_List>"
        f"<Students_List>{_students(students, pupils)}</Students_List>"
        f"<Activities_List>{activities or activity(1)}</Activities_List><Rooms_List>{rooms}</Rooms_List>"
        f"<Time_Constraints_List>{basic[0]}{time}</Time_Constraints_List>"
        f"<Space_Constraints_List>{basic[1]}{space}</Space_Constraints_List></fet>"
    )


def read(text: str, *, ignore_unsupported: bool = False) -> Plan:
    """What is understood of it."""
    return read_fet(text.encode(), catalogue(), ignore_unsupported=ignore_unsupported)


def school(text: str) -> School:
    """The school; fails with the problems when there is none."""
    plan = read(text)
    assert plan.school is not None, [p.say("en") for p in plan.problems]
    return plan.school


def asked(text: str) -> list[RuleSetting]:
    """The settings that come from the file's constraints."""
    return [s for s in school(text).settings if s.source.sheet]


def problems(text: str) -> list[str]:
    """What refuses the file, in English."""
    plan = read(text)
    assert plan.school is None
    return [p.say("en") for p in plan.problems if p.fatal]


def write(path: Path, text: str) -> Path:
    """The file."""
    path.write_text(text, "utf-8")
    return path


def _named(tag: str, names: list[str]) -> str:
    return "".join(f"<{tag}><Name>{n}</Name></{tag}>" for n in names)


def _students(words: str, pupils: int) -> str:
    number = f"<Number_of_Students>{pupils}</Number_of_Students>"
    found = ""
    for year in words.split(";"):
        name, _, groups = year.strip().partition(":")
        inner = ""
        for group in groups.replace(" (", "(").strip().replace(") ", ")|").split("|"):
            for part in [group] if "(" in group else group.split():
                label, _, subs = part.strip().partition("(")
                nested = "".join(f"<Subgroup><Name>{s}</Name>{number}</Subgroup>" for s in subs.rstrip(")").split())
                inner += f"<Group><Name>{label}</Name>{number}{nested}</Group>"
        found += f"<Year><Name>{name}</Name>{number}{inner}</Year>"
    return found
