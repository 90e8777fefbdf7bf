"""Who can take a lesson: free by the clock, at school, within the rules of the day; the best known first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from scheduler.domain import CourseKind, School, Slot, Teacher, Times
from scheduler.rule import Rule, Violation

from .day import Days, Held, is_away
from .exceptions import Kind, Record
from .judged import Breach, Found, Judge, week


class Fit(StrEnum):
    """How well somebody knows a lesson that is not his own, best first. STUDY: the class studies by itself and its
    class teacher is there, who has as many lessons as he may already."""

    BOTH = "subject_and_class"
    GRADE = "subject_and_grade"
    SUBJECT = "subject"
    CLASS = "class"
    OTHER = "other"
    STUDY = "self_study"

    @property
    def rank(self) -> int:
        """0 for the best."""
        return list(Fit).index(self)

    @property
    def lack(self) -> int:
        """0 where the lesson can be taught as it was meant, 1 by somebody of the class with his own subject, 2 by
        anybody, 3 where the class studies by itself."""
        return max(self.rank - Fit.SUBJECT.rank, 0)


@dataclass(frozen=True)
class Need:
    """A lesson, or a part of a double, that nobody holds: ``absent`` is the teacher whose it is."""

    number: int
    held: Held
    absent: str


@dataclass(frozen=True)
class Candidate:
    """Somebody who can take a lesson. ``taken``: periods he took for others in the term; ``today`` and ``week``: his
    lessons with this one; ``wishes``: what is only to be avoided and would be broken. ``judged``: whether the rules
    were asked; if not, he is known to be free, no more."""

    teacher: str
    fit: Fit
    taken: int
    today: int
    week: int
    wishes: tuple[Breach, ...] = ()
    judged: bool = False

    @property
    def cost(self) -> int:
        """What the broken wishes cost, in thousandths."""
        return sum(b.cost for b in self.wishes)

    @property
    def order(self) -> tuple[int, int, int, int, int, int, str]:
        """Those with less come first."""
        return self.fit.lack, self.taken, self.today, self.fit.rank, self.cost, self.week, self.teacher


class Why(StrEnum):
    """Why somebody cannot take a lesson."""

    AWAY = "away"
    CLOSED = "closed"
    NOT_HERE = "not_here"
    BUSY = "busy"
    RULE = "rule"


@dataclass(frozen=True)
class Refusal:
    """Somebody who cannot take a lesson: the lesson he has then, or the rule that would be broken."""

    teacher: str
    why: Why
    busy: Held | None = None
    breaches: tuple[Breach, ...] = ()


@dataclass(frozen=True)
class Candidates:
    """The teachers of a school on a date. ``taken``: periods each took for others so far."""

    days: Days
    rules: Mapping[str, Rule]
    when: date
    taken: Mapping[str, int]
    _before: dict[str, Found] = field(default_factory=dict, compare=False, repr=False)

    @property
    def school(self) -> School:
        """The school."""
        return self.days.school

    @cached_property
    def judge(self) -> Judge:
        """The rules."""
        return Judge(self.school, self.rules)

    def of(self, need: Need) -> tuple[list[Candidate], list[Refusal]]:
        """Who is free for a lesson, best first (the rules are not asked yet, see ``judged``), and who is not."""
        found: list[Candidate] = []
        refused: list[Refusal] = []
        for teacher in self.school.teachers:
            if refusal := self._absent(need.held.slots, teacher):
                refused.append(refusal)
            else:
                found.append(self._candidate(need, teacher.id, self._fit(need.held, teacher.id)))
        return sorted(found, key=lambda c: c.order), refused

    def judged(self, asked: Sequence[tuple[Need, Candidate]]) -> list[Candidate | Refusal]:
        """These candidates with what the rules say of each alone. A class teacher who may have no more lessons may
        still be there while his class studies by itself."""
        found = self._ask([(n, c) for n, c in asked])
        again = [
            i for i, (n, c) in enumerate(asked)
            if isinstance(found[i], Refusal) and c.fit is not Fit.STUDY and self._class_teacher(n.held, c.teacher)
        ]  # fmt: skip
        studies = [(n, self._candidate(n, c.teacher, Fit.STUDY)) for i in again for n, c in [asked[i]]]
        for i, answer in zip(again, self._ask(studies), strict=True):
            found[i] = answer if isinstance(answer, Candidate) else found[i]
        return found

    def study(self, need: Need) -> Candidate | None:
        """The class teacher there while the class studies by itself; None where there is none who is free."""
        for teacher in self.school.teachers:
            if self._class_teacher(need.held, teacher.id) and not self._absent(need.held.slots, teacher):
                return self._candidate(need, teacher.id, Fit.STUDY)
        return None

    def breaches(self, changes: Mapping[str, Sequence[Held]]) -> dict[str, list[Breach]]:
        """What of the rules about teachers is broken when each of these holds more lessons in the week of the date."""
        near = {name: self.judge.together[name] for name in changes}
        self._learn([name for name in changes if name not in self._before], near)
        people = frozenset(one for names in near.values() for one in names)
        after = self.judge.found([*self._lessons(people), *(h for more in changes.values() for h in more)], people)
        return {
            name: self.judge.breaches(self._before[name], {id: about(hits, name) for id, hits in after.items()})
            for name in changes
        }

    # -- the rules -----------------------------------------------------------------------------------------------------

    def _ask(self, asked: Sequence[tuple[Need, Candidate]]) -> list[Candidate | Refusal]:
        """In rounds: nobody is asked of two lessons at once, nor two of whom a rule speaks together."""
        answers: dict[int, Candidate | Refusal] = {}
        left = list(range(len(asked)))
        while left:
            taking: dict[str, int] = {}
            for i in left:
                name = asked[i][1].teacher
                if self.judge.together[name].isdisjoint(taking):
                    taking[name] = i
            found = self.breaches({
                name: [taken(asked[i][0], name, asked[i][1].fit, self.when)] for name, i in taking.items()
            })  # fmt: skip
            for name, i in taking.items():
                hard = tuple(b for b in found[name] if b.hard)
                answers[i] = (
                    Refusal(name, Why.RULE, breaches=hard) if hard
                    else replace(asked[i][1], wishes=tuple(found[name]), judged=True)
                )  # fmt: skip
            left = [i for i in left if i not in answers]
        return [answers[i] for i in range(len(asked))]

    def _learn(self, names: Sequence[str], near: Mapping[str, frozenset[str]]) -> None:
        """What is broken in the weeks of these as they are."""
        if names:
            people = frozenset(one for name in names for one in near[name])
            found = self.judge.found(self._lessons(people), people)
            self._before.update({n: {id: about(hits, n) for id, hits in found.items()} for n in names})

    def _lessons(self, people: frozenset[str]) -> list[Held]:
        return list({id(h): h for one in sorted(people) for h in self._week.get(one, ())}.values())

    # -- who is where --------------------------------------------------------------------------------------------------

    def _candidate(self, need: Need, name: str, fit: Fit) -> Candidate:
        more = 0 if fit is Fit.STUDY else len(need.held.slots)
        return Candidate(name, fit, self.taken.get(name, 0), self.load(name) + more, self._load(name) + more)

    def _absent(self, slots: Sequence[Slot], teacher: Teacher) -> Refusal | None:
        """Why somebody cannot be there at a time, if he cannot."""
        name = teacher.id
        if name in self._away and any(is_away(self._away[name], s) for s in slots):
            return Refusal(name, Why.AWAY)
        if any(s.id in self.school.closed_to_teacher.get(name, ()) for s in slots):
            return Refusal(name, Why.CLOSED)
        if busy := next((h for h in self._today.get(name, ()) if h.overlaps(slots)), None):
            return Refusal(name, Why.BUSY, busy)
        if self._serves(name, slots):
            return Refusal(name, Why.BUSY)
        if teacher.kind != "full-time" and not self._today.get(name):
            return Refusal(name, Why.NOT_HERE)
        return None

    def _serves(self, name: str, slots: Sequence[Slot]) -> bool:
        """Whether he is on duty in after-school service then."""
        duty = (d for d in self.school.office.service if name in d.teachers and d.day == slots[0].day)
        return any(s.start < d.end and d.start < s.end for d in duty for s in slots)

    @cached_property
    def _away(self) -> Mapping[str, Times | None]:
        return self.days.away(self.when)

    @cached_property
    def _today(self) -> Mapping[str, list[Held]]:
        return by_teacher(self.days.held(self.when))

    @cached_property
    def _week(self) -> Mapping[str, list[Held]]:
        return by_teacher(week(self.days, self.when))

    def load(self, name: str) -> int:
        """A teacher's lessons on the date, in periods; meetings are none."""
        return _periods(self._today.get(name, ()))

    def _load(self, name: str) -> int:
        return _periods(self._week.get(name, ()))

    # -- what they know ------------------------------------------------------------------------------------------------

    def _fit(self, held: Held, name: str) -> Fit:
        subject, atoms = held.course.subject, self._atoms(held.course.groups)
        own = self.school.courses_of_teacher[name]
        same = [c for c in own if c.subject == subject and c.groups]
        knows_class = any(not atoms.isdisjoint(self._atoms(c.groups)) for c in own)
        if same or subject in self.school.teacher[name].subjects:
            grades = self.school.grades_of(held.course)
            near = any(grades & self.school.grades_of(c) for c in same)
            return Fit.BOTH if knows_class else Fit.GRADE if near else Fit.SUBJECT
        return Fit.CLASS if knows_class or self._class_teacher(held, name) else Fit.OTHER

    def _atoms(self, groups: Sequence[str]) -> frozenset[str]:
        return frozenset(a for g in groups for a in self.school.group[g].atoms)

    def _class_teacher(self, held: Held, name: str) -> bool:
        atoms = self._atoms(held.course.groups)
        return any(k.class_teacher == name and not atoms.isdisjoint(k.atoms) for k in self.school.classes)


def about(hits: Sequence[Violation], name: str) -> list[Violation]:
    """The violations that name somebody."""
    return [v for v in hits if name in v.who]


def taken(need: Need, name: str, fit: Fit, when: date) -> Held:
    """The lesson as somebody else holds it."""
    return replace(need.held, teachers=(*need.held.teachers, name), record=record(need, name, fit, when))


def record(need: Need, name: str, fit: Fit, when: date) -> Record:
    """What is written down of it."""
    kind = Kind.STUDY if fit is Fit.STUDY else Kind.COVER
    return Record(kind, when, name, need.absent, lesson=need.held.piece, fit=fit.value)


def by_teacher(held: Sequence[Held]) -> Mapping[str, list[Held]]:
    """Lessons by those who hold them."""
    found: dict[str, list[Held]] = defaultdict(list)
    for h in held:
        for name in h.teachers:
            found[name].append(h)
    return found


def needs(held: Sequence[Held]) -> Iterator[Need]:
    """The lessons that nobody holds, numbered in clock order."""
    for number, h in enumerate((h for h in held if h.uncovered), 1):
        yield Need(number, h, h.away[0])


def _periods(held: Sequence[Held]) -> int:
    studies = (h.record is not None and h.record.kind is Kind.STUDY for h in held)
    return sum(len(h.slots) for h, study in zip(held, studies, strict=True)
               if h.course.kind is CourseKind.LESSON and not study)  # fmt: skip
