"""What an audit found in a school, as small frozen data: verdicts, lessons against the plan, hours in school."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain import School, Strength, Text, View, Way
from scheduler.rule import Rule

from ..views.compliance import STRENGTHS, Mark, mark_of
from ..views.words import grade_names
from .figures import Exercise, Homework, exercise_of, homework_of
from .shared import Sharing

if TYPE_CHECKING:
    from scheduler.auditor import Entry
    from scheduler.intake.foreign import Note

    from ..run import Run

_SAID = 10  # breaches said of one rule
_DAY_LENGTH = "in_school_hours"
OWN, GENERAL = "计划里的规定", "一般规则"  # sources of a demand that is in no pack


@dataclass(frozen=True)
class Asked:
    """One demand, the same in every school that it is asked of: a rule with its source."""

    title: str
    basis: str
    quotation: str
    strength: str
    code: str


@dataclass(frozen=True)
class Found:
    """A school's verdict on one demand; ``says`` are its breaches, or why there is no verdict."""

    asked: Asked
    mark: Mark
    amount: int = 0
    unit: str = ""
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lessons:
    """A subject's lessons a week in each class of a grade, against those the curriculum plan asks for."""

    grade: int
    subject: str
    asked: float
    held: tuple[tuple[str, float], ...]

    @property
    def off(self) -> tuple[tuple[str, float], ...]:
        """The classes that have more or fewer."""
        return tuple((klass, n) for klass, n in self.held if n != self.asked)


@dataclass(frozen=True)
class Hours:
    """The longest day of a bell schedule, in minutes in school (noon and after-school service not counted), and the
    grades that keep it."""

    grades: str
    minutes: int


@dataclass(frozen=True)
class SchoolReport:
    """Everything the district report says of a school. ``limit``: the minutes a day that are allowed, 0 where nothing
    is asked. ``guests``: when the shared teachers come, a line each. ``error`` is why it could not be read at all,
    ``lacks`` what it has not got then."""

    name: str
    classes: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    lessons: tuple[Lessons, ...] = ()
    hours: tuple[Hours, ...] = ()
    limit: int = 0
    homework: tuple[Homework, ...] = ()
    exercise: tuple[Exercise, ...] = ()
    guests: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    error: Text | None = None
    lacks: str = "没有核查"

    @property
    def broken(self) -> tuple[Found, ...]:
        """The demands that must be kept and are not."""
        return tuple(f for f in self.found if f.mark is Mark.BROKEN)

    @property
    def off(self) -> tuple[Lessons, ...]:
        """The subjects of a grade in which some class has other lessons than the plan asks."""
        return tuple(x for x in self.lessons if x.off)

    @property
    def follows_plan(self) -> bool:
        """Whether every class has just the lessons of the curriculum plan."""
        return self.error is None and not self.off

    @property
    def longest(self) -> int:
        """The longest day of all, in minutes; 0 where it is not known."""
        return max((h.minutes for h in self.hours), default=0)


@dataclass(frozen=True)
class District:
    """The schools of a district in the order of their names. ``sharing``: what was decided over them, None where their
    timetables were made one by one."""

    name: str
    schools: tuple[SchoolReport, ...]
    sharing: Sharing | None = None

    @property
    def read(self) -> tuple[SchoolReport, ...]:
        """The schools whose timetables could be read."""
        return tuple(s for s in self.schools if s.error is None)


def unread_report(name: str, why: Text, notes: Sequence[Note] = ()) -> SchoolReport:
    """The report on a school that could not be read."""
    return SchoolReport(name, error=why, unread=tuple(n.say("zh") for n in notes))


def report_of(name: str, run: Run, notes: Sequence[Note] = ()) -> SchoolReport:
    """What an audit found, without the wishes that nobody but the program asks for."""
    view = View(run.school, run.timetable, run.homework)
    hours, limit = _hours(run, view)
    return SchoolReport(
        name=name,
        classes=tuple(k.id for k in run.school.classes),
        found=tuple(_found(run)),
        lessons=tuple(_lessons(view)),
        hours=hours,
        limit=limit,
        homework=tuple(homework_of(view)),
        exercise=tuple(exercise_of(run, view)),
        unread=tuple(n.say("zh") for n in notes if n.kind.serious),
        remarks=tuple(n.say("zh") for n in notes if not n.kind.serious),
    )


def _found(run: Run) -> Iterator[Found]:
    ways = {(pack.name, row.id): row.way for pack in run.packs for row in pack.rows}
    titles = {pack.name: pack.title.zh for pack in run.packs}
    for entry in run.audit.entries:
        source = entry.setting.source
        if entry.setting.strength is Strength.SOFT and not source.pack and not source.sheet:
            continue
        rule = run.rules[entry.setting.rule]
        way = ways.get((source.pack, source.ref), Way.AUDITED)
        basis = f"{titles.get(source.pack, source.pack)} {source.ref}" if source.pack else _own_basis(source.sheet)
        asked = Asked(rule.title.zh + _scope(run.school, entry), basis, source.quotation,
                      STRENGTHS[entry.setting.strength], rule.code)  # fmt: skip
        yield Found(asked, mark_of(entry, way), entry.amount, rule.unit.zh, tuple(_says(entry, rule)))


def _own_basis(sheet: str) -> str:
    return OWN if sheet else GENERAL


def _scope(school: School, entry: Entry) -> str:
    """The grades a demand is about, where they are not all."""
    grades = entry.setting.scope.grades
    return f"（{grade_names(grades)}）" if grades and grades < {k.grade for k in school.classes} else ""


def _says(entry: Entry, rule: Rule) -> Iterator[str]:
    if entry.missing is not None:
        yield entry.missing.zh
    said = list(dict.fromkeys(rule.say(v, "zh") for v in entry.violations))
    yield from said[:_SAID]
    if len(said) > _SAID:
        yield f"……共 {len(said)} 处"


def _lessons(view: View) -> Iterator[Lessons]:
    """Lessons a week by grade and subject, counted on the timetable (the mean of odd and even weeks)."""
    school = view.school
    held: dict[str, Counter[str]] = {}
    for klass in school.classes:
        held[klass.id] = Counter(x.course.subject for w in school.weeks for x in view.of_class(klass, w))
    by_grade: dict[int, list[str]] = {}
    for klass in school.classes:
        by_grade.setdefault(klass.grade, []).append(klass.id)
    asked: dict[tuple[int, str], float] = {}
    for row in school.curriculum:
        asked[row.grade, row.subject] = asked.get((row.grade, row.subject), 0) + row.lessons
    for (grade, subject), lessons in sorted(asked.items(), key=lambda item: item[0][0]):
        counts = tuple((k, held[k][subject] / len(school.weeks)) for k in by_grade.get(grade, ()))
        if counts:
            yield Lessons(grade, subject, lessons, counts)


def _hours(run: Run, view: View) -> tuple[tuple[Hours, ...], int]:
    """The longest day of each bell schedule, and the tightest limit that is asked."""
    rule = run.rules[_DAY_LENGTH]
    settings = [s for s in run.school.settings if s.rule == _DAY_LENGTH and s.strength is not Strength.OFF]
    longest: dict[str, int] = {}
    for measured in rule.measure(view, settings[0] if settings else rule.setting()):
        bells = measured.who[0]
        longest[bells] = max(longest.get(bells, 0), int(measured.value))
    grades = {b.id: b.grades for b in run.school.grid.bells}
    found = tuple(Hours(grade_names(grades.get(b, ())) or b, n) for b, n in longest.items())
    return found, min((s["most"] for s in settings), default=0)
