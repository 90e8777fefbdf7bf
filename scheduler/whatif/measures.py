"""What a timetable means for people, in figures: teachers' loads, gaps and days, homework, and what wishes cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scheduler.domain import HomeworkItem, School, Text, Verdict, View
from scheduler.output.run import Run
from scheduler.output.views.homework import CAP, counted, homework_caps, minutes_in
from scheduler.output.views.teaching import gaps
from scheduler.rule import say_grade


@dataclass(frozen=True)
class Spread:
    """A figure over people: its mean, the greatest, and everybody who has that."""

    mean: float = 0.0
    most: float = 0.0
    who: tuple[str, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, float]) -> Spread:
        """The spread of a figure by name."""
        if not values:
            return cls()
        most = max(values.values())
        who = tuple(name for name, value in values.items() if value == most) if most else ()
        return cls(round(sum(values.values()) / len(values), 2), round(most, 2), who)


@dataclass(frozen=True)
class GradeHomework:
    """Homework that every pupil of a grade has to do, in minutes: the mean of a class and school day, the most of one
    day and the classes that have it. ``over``: days of classes on which a cap is exceeded, in all weeks."""

    grade: int
    mean: float
    most: int
    who: tuple[str, ...]
    over: int

    @property
    def name(self) -> Text:
        """五年级, grade 5."""
        return Text(say_grade(self.grade, "zh"), say_grade(self.grade, "en"))


@dataclass(frozen=True)
class Cost:
    """What a wish costs, in thousandths, all its settings together."""

    rule: str
    title: Text
    cost: int


@dataclass(frozen=True)
class Measures:
    """The figures of one run. Loads are periods a week with meetings, gaps free periods a week between two busy ones
    of a half-day, days the periods of each teacher's longest day; odd and even weeks averaged, of days the longer.

    ``kept`` and ``broken`` count demands of regulations, ``cost`` is that of all wishes in thousandths."""

    loads: Spread
    gaps: Spread
    days: Spread
    homework: tuple[GradeHomework, ...]
    kept: int
    broken: int
    cost: int
    costs: tuple[Cost, ...]

    @property
    def over(self) -> int:
        """Days of classes on which a homework cap is exceeded."""
        return sum(g.over for g in self.homework)


def measure(run: Run) -> Measures:
    """The figures of a run; of teachers, those who teach."""
    view = View(run.school, run.timetable, run.homework)
    loads, free, days = _teaching(view)
    entries = [e for e in run.audit.entries if e.setting.source.pack]
    return Measures(
        loads=Spread.of(loads),
        gaps=Spread.of(free),
        days=Spread.of(days),
        homework=tuple(_homework(view)),
        kept=sum(e.verdict is Verdict.KEPT for e in entries),
        broken=sum(e.verdict is Verdict.BROKEN for e in entries),
        cost=run.audit.cost,
        costs=tuple(Cost(code, run.rules[code].title, cost) for code, cost in sorted(run.audit.costs.items())),
    )


def _teaching(view: View) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """By teacher: periods a week, free periods in between, periods of the longest day."""
    school, weeks = view.school, view.school.weeks
    loads: dict[str, float] = {}
    free: dict[str, float] = {}
    days: dict[str, float] = {}
    for teacher in school.teachers:
        held = [[x.slot.day for x in view.of_teacher(teacher.id, week)] for week in weeks]
        if not any(held):
            continue
        loads[teacher.id] = sum(map(len, held)) / len(weeks)
        free[teacher.id] = sum(gaps(view, teacher, week) for week in weeks) / len(weeks)
        days[teacher.id] = max(week.count(day) for week in held for day in school.grid.days)
    return loads, free, days


def _homework(view: View) -> Iterator[GradeHomework]:
    """Grade by grade; nothing where no homework is given."""
    school = view.school
    items: dict[tuple[str, int], list[HomeworkItem]] = defaultdict(list)
    for item in view.homework.items:
        items[item.group, item.day].append(item)
    for grade in sorted({k.grade for k in school.classes}) if items else ():
        minutes: list[int] = []
        most: dict[str, float] = {}
        for klass in (k for k in school.classes if k.grade == grade):
            by_day = [_required(school, items[klass.id, day]) for day in school.grid.days]
            minutes += [n for day in by_day for n in day]
            most[klass.id] = max(n for day in by_day for n in day)
        spread = Spread.of(most)
        yield GradeHomework(
            grade, round(sum(minutes) / len(minutes), 2), int(spread.most), spread.who, _over(school, grade, items)
        )


def _required(school: School, items: list[HomeworkItem]) -> tuple[int, ...]:
    return minutes_in(school.weeks, (i for i in items if i.layer == "required"))


def _over(school: School, grade: int, items: Mapping[tuple[str, int], list[HomeworkItem]]) -> int:
    """Days on which some cap of a class is exceeded, each week that exists counted."""
    over = 0
    for klass in (k for k in school.classes if k.grade == grade):
        caps = [c for c in homework_caps(school, klass) if c["statistic"] == "max"]
        for day in school.grid.days:
            found = [minutes_in(school.weeks, counted(c, items[klass.id, day])) for c in caps]
            over += sum(
                any(minutes[w] > c[CAP] for c, minutes in zip(caps, found, strict=True))
                for w in range(len(school.weeks))
            )
    return over
