"""Who teaches what: hires teachers by name and deals the lessons out among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from samples.book import Klass, Line, Staff, lessons
from samples.people import names


class Roster:
    """The staff of one school as it grows: who was hired, their cells in 任课, their weekly load."""

    def __init__(self, seed: str, lines: Sequence[Line], classes: Sequence[Klass], first_grade: int):
        self.names = names(seed)
        self.lessons = lessons(lines, first_grade)
        self.grade = {c.name: c.grade for c in classes}
        self.staff: dict[str, Staff] = {}
        self.cells: dict[tuple[str, str], str] = {}
        self.class_teachers: dict[str, str] = {}
        self.load: defaultdict[str, float] = defaultdict(float)
        self.daily: defaultdict[str, int] = defaultdict(int)  # lessons that fall on every day

    def hire(self, group: str = "", name: str = "", **facts: object) -> str:
        """A new teacher of a research group; returns the name."""
        person = Staff(name or next(self.names), [], group)
        for fact, value in facts.items():
            setattr(person, fact, value)
        self.staff[person.name] = person
        return person.name

    def hire_many(self, count: int, group: str = "") -> list[str]:
        """Several new teachers of one research group."""
        return [self.hire(group) for _ in range(count)]

    def weekly(self, klass: str, subject: str) -> float:
        """Weekly lessons of a class in a subject; 0 where it has none."""
        return self.lessons.get((self.grade[klass], subject), 0)

    def open(self, subject: str, classes: Iterable[str]) -> list[str]:
        """The classes that have the subject and nobody for it yet."""
        return [c for c in classes if self.weekly(c, subject) and (c, subject) not in self.cells]

    def give(self, teacher: str, klass: str, *subjects: str) -> None:
        """All lessons of a class in these subjects to one teacher; subjects it has not are passed over."""
        for subject in subjects:
            if self.weekly(klass, subject):
                self._cell(klass, subject, {teacher: self.weekly(klass, subject)}, teacher)

    def together(self, klass: str, subject: str, *teachers: str) -> None:
        """Several teachers in the room at once."""
        self._cell(klass, subject, dict.fromkeys(teachers, self.weekly(klass, subject)), "/".join(teachers))

    def divide(self, klass: str, subject: str, **parts: int) -> None:
        """The weekly lessons divided between teachers."""
        text = "+".join(f"{name}{count}" for name, count in parts.items())
        self._cell(klass, subject, dict(parts), text)

    def nobody(self, klass: str, subject: str) -> None:
        """Lessons without a teacher."""
        self._cell(klass, subject, {}, "无")

    def outside(self, klasses: Iterable[str], subject: str) -> None:
        """Lessons that stand on the sheet 合班走班: the cell stays empty."""
        for klass in klasses:
            self._cell(klass, subject, {}, "")

    def teach(self, teacher: str, subject: str, count: float) -> None:
        """Lessons that stand on the sheet 合班走班, for a teacher's load."""
        if subject not in self.staff[teacher].subjects:
            self.staff[teacher].subjects.append(subject)
        self.load[teacher] += count
        self.daily[teacher] += int(count) // 5

    def class_teacher(self, teacher: str, klass: str, *subjects: str) -> None:
        """Makes a teacher the class teacher, with these subjects in the class."""
        self.class_teachers[klass] = teacher
        self.give(teacher, klass, *subjects)

    def share(self, classes: Iterable[str], teachers: Sequence[str], *subjects: str) -> None:
        """Deals the open lessons of ``subjects`` out in even loads, whole classes, neighbours together."""
        todo = [(c, [s for s in subjects if c in self.open(s, [c])]) for c in classes]
        todo = [(c, open_subjects) for c, open_subjects in todo if open_subjects]
        total = sum(self.weekly(c, s) for c, those in todo for s in those) + sum(self.load[t] for t in teachers)
        people = list(teachers)
        for c, those in todo:
            more = sum(self.weekly(c, s) for s in those)
            if len(people) > 1 and self.load[people[0]] + more / 2 > total / len(people):
                total -= self.load[people[0]]
                people.pop(0)
            self.give(people[0], c, *those)

    def missing(self) -> list[tuple[str, str]]:
        """(class, subject) pairs that nobody teaches yet."""
        return [
            (c, s)
            for c, grade in self.grade.items()
            for (g, s) in self.lessons
            if g == grade and (c, s) not in self.cells
        ]

    def _cell(self, klass: str, subject: str, parts: dict[str, float] | dict[str, int], text: str) -> None:
        if (klass, subject) in self.cells:
            raise ValueError(f"{klass} {subject}: {self.cells[klass, subject]} / {text}")
        self.cells[klass, subject] = text
        for teacher, count in parts.items():
            self.teach(teacher, subject, count)


def spread(total: int, count: int) -> list[int]:
    """``total`` pupils in ``count`` classes that differ by a few, the same every time."""
    wave = (0, 1, -1, 2, 0, -2, 1, -1)
    base = [total // count + wave[i % len(wave)] for i in range(count)]
    for i in range(abs(total - sum(base))):
        base[i % count] += 1 if total > sum(base) else -1
    return base
