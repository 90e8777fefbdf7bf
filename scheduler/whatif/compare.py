"""A run after some changes beside the run before them: what moved, whom it hits, which verdicts are others.

Everything here is small frozen data that a process can hand back; texts are in both languages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.auditor import Entry
from scheduler.domain import HomeworkAllocation, RuleSetting, School, Scope, Strength, Text, Verdict
from scheduler.output.run import Run
from scheduler.output.tables import classes_of
from scheduler.rule import Rule, say_grades

from .differences import Moved, other_rooms
from .measures import Measures
from .places import Unit, units

Tally = tuple[tuple[str, int], ...]
Point = tuple[str, str, float]  # of a scenario with one change: its kind, all but one of its numbers, and that number


class Answer(StrEnum):
    """Whether a scenario can be had. BROKEN: it cannot, and a timetable that breaks demands was made anyway; UNKNOWN:
    neither a timetable nor a proof in the time; FAILED: its changes could not be made."""

    BASELINE = "baseline"
    POSSIBLE = "possible"
    BROKEN = "broken"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True)
class Movement:
    """What a scenario does to the timetable that hangs on the wall, in lessons a week (a double is one).

    ``moved`` of the ``of`` lessons that were there, ``weeks`` of them from odd weeks to even ones, or the other way, at
    the same time; ``added`` and ``dropped``, because the plan has others now;
    ``rooms`` that only have another room, ``staff`` that have other teachers. ``classes`` and ``teachers`` count their
    moved lessons, most first. ``weight`` is what was kept smallest, ``least`` what it is at least; ``proven`` that no
    timetable moves less. ``homework`` counts the changed minutes of homework.
    """

    moved: int
    weeks: int
    of: int
    added: int
    dropped: int
    rooms: int
    staff: int
    classes: Tally
    teachers: Tally
    weight: int
    least: int
    proven: bool
    homework: int

    @property
    def share(self) -> float:
        """Moved lessons of all that were there, from 0 to 1."""
        return self.moved / self.of if self.of else 0.0


@dataclass(frozen=True)
class Shift:
    """A demand with another verdict, or broken by another amount, than before; None where it was not asked, or is no
    more. ``ref`` is the regulation's number, or the cell that asks; ``amounts`` are in ``unit``."""

    setting: str
    ref: str
    title: Text
    regulation: bool
    hard: bool
    before: Verdict | None
    after: Verdict | None
    amounts: tuple[int, int]
    unit: Text

    @property
    def lost(self) -> bool:
        """Broken now, and not before."""
        return self.after is Verdict.BROKEN and self.before is not Verdict.BROKEN

    @property
    def gained(self) -> bool:
        """Broken before and kept now."""
        return self.before is Verdict.BROKEN and self.after is Verdict.KEPT

    @property
    def both(self) -> bool:
        """Broken before and now, by another amount."""
        return self.before is self.after is Verdict.BROKEN


@dataclass(frozen=True)
class Outcome:
    """What came of a scenario. ``cause`` and ``remedy``: why it cannot be had and the cheapest thing that would help;
    ``code``: the exit code of the failure, where it failed; ``points`` say where it stands in sweeps; ``folder`` holds
    its run; ``remarks`` say what else the changes move (see ``derived``)."""

    name: str
    changes: tuple[Text, ...]
    answer: Answer
    seconds: float = 0.0
    note: str = ""
    cause: Text | None = None
    remedy: Text | None = None
    movement: Movement | None = None
    measures: Measures | None = None
    shifts: tuple[Shift, ...] = ()
    code: int = 0
    points: tuple[Point, ...] = ()
    folder: str = ""
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """The run that all start from, and what came of each scenario, in their order. ``stopped``: scenarios that were
    not begun because somebody stopped."""

    school: str
    baseline: Outcome
    outcomes: tuple[Outcome, ...]
    stopped: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Outcome, ...]:
        """The baseline, then the scenarios."""
        return (self.baseline, *self.outcomes)


def movement(before: Run, after: Run, moved: Iterable[Moved], weight: int, least: int, proven: bool) -> Movement:
    """What the differences of two timetables come to."""
    moved = tuple(moved)
    old, new = before.school, after.school
    elsewhere = [m for m in moved if m.kind in ("moved", "weeks")]
    classes: Counter[str] = Counter()
    teachers: Counter[str] = Counter()
    for m in elsewhere:
        course = new.course[m.course]
        classes.update(k.id for k in classes_of(new, course))
        teachers.update(course.teachers)
    return Movement(
        moved=len(elsewhere),
        weeks=sum(m.kind == "weeks" for m in elsewhere),
        of=len(before.timetable.placements),
        added=sum(m.kind == "new" for m in moved),
        dropped=sum(m.kind == "gone" for m in moved),
        rooms=len(other_rooms(old, before.timetable, new, after.timetable)),
        staff=sum(_staffed(old, new, unit) for unit in units(old, new)),
        classes=_tally(classes),
        teachers=_tally(teachers),
        weight=weight,
        least=least,
        proven=proven,
        homework=_homework(before.homework, after.homework),
    )


def _staffed(before: School, after: School, unit: Unit) -> int:
    """The lessons of a unit that both plans have and other people teach now."""
    old, new = _by_staff(before, unit.before), _by_staff(after, unit.after)
    return min((new - old).total(), (old - new).total())


def _by_staff(school: School, courses: Iterable[str]) -> Counter[tuple[str, ...]]:
    count: Counter[tuple[str, ...]] = Counter()
    for course in map(school.course.__getitem__, courses):
        count[tuple(sorted(course.teachers))] += len(course.sessions)
    return count


def _tally(counts: Counter[str]) -> Tally:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _homework(before: HomeworkAllocation, after: HomeworkAllocation) -> int:
    """Minutes that are given on another day or week, or no more, or newly: the greater of what came and went."""
    old, new = _minutes(before), _minutes(after)
    return max((old - new).total(), (new - old).total())


def _minutes(homework: HomeworkAllocation) -> Counter[tuple[object, ...]]:
    minutes: Counter[tuple[object, ...]] = Counter()
    for i in homework.items:
        minutes[i.group, i.week, i.day, i.subject, i.kind, i.layer] += i.minutes
    return minutes


def shifts(before: Run, after: Run) -> tuple[Shift, ...]:
    """The demands of regulations and of the school itself whose verdicts differ, regulations first; the program's own
    wishes are told by their cost alone."""
    return tuple(sorted(_shifts(before, after), key=lambda s: (not s.regulation, s.ref, s.setting)))


def _shifts(before: Run, after: Run) -> Iterator[Shift]:
    old, new = before.audit.by_setting, after.audit.by_setting
    for id in dict.fromkeys([*old, *new]):
        a, b = old.get(id), new.get(id)
        entry = b or a
        assert entry is not None
        if not _asked(entry.setting) or (a and b and (a.verdict, a.amount) == (b.verdict, b.amount)):
            continue
        source, rule = entry.setting.source, after.rules[entry.setting.rule]
        yield Shift(
            setting=id,
            ref=source.ref.partition("#")[0] if source.pack else f"{source.sheet} {source.cell}".strip(),
            title=_title(rule, entry, after.school if b else before.school),
            regulation=bool(source.pack),
            hard=entry.setting.hard,
            before=a.verdict if a else None,
            after=b.verdict if b else None,
            amounts=(a.amount if a else 0, b.amount if b else 0),
            unit=rule.unit,
        )


def _asked(setting: RuleSetting) -> bool:
    """Whether somebody asks for it: a regulation, a cell, or what must hold anyway."""
    return bool(setting.source.pack or setting.source.sheet) or setting.strength is Strength.HARD


def _title(rule: Rule, entry: Entry, school: School) -> Text:
    """The rule, and whom it is asked of where that is not everybody: 作业上限（五年级）."""
    return Text(*(_of(rule.title.say(lang), entry.setting.scope, school, lang) for lang in ("zh", "en")))


def _of(title: str, scope: Scope, school: School, lang: str) -> str:
    grades = scope.grades & {k.grade for k in school.classes}
    parts = [say_grades(grades, lang)] if grades and grades < {k.grade for k in school.classes} else []
    comma = "、" if lang == "zh" else ", "
    named: Mapping[int, frozenset[str]] = dict(enumerate((scope.groups, scope.subjects, scope.teachers, scope.rooms)))
    parts += [comma.join(sorted(names)[:3]) + ("…" if len(names) > 3 else "") for names in named.values() if names]
    if not parts:
        return title
    return f"{title}（{'；'.join(parts)}）" if lang == "zh" else f"{title} ({'; '.join(parts)})"
