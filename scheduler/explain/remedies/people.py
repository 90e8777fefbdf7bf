"""For whom an exception is made, as the columns of 规则 name them."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.sayings import say_grades


@dataclass(frozen=True)
class People:
    """Grades, and ids of classes, subjects, teachers and rooms; an empty field means all."""

    grades: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()

    @property
    def cells(self) -> dict[str, str]:
        """The values of the columns that are filled."""
        columns = {
            "grades": tuple(str(g) for g in self.grades),
            "class": self.classes,
            "subject": self.subjects,
            "teacher": self.teachers,
            "room": self.rooms,
        }
        return {column: "、".join(names) for column, names in columns.items() if names}

    def say(self, lang: str) -> str:
        """Everybody in a few words: 对 三1 语文; for grade 3."""
        if not self.cells:
            return "对全校" if lang == "zh" else "for the whole school"
        mark = "、" if lang == "zh" else ", "
        grades = say_grades(self.grades, lang) if self.grades else ""
        names = [grades, *(mark.join(n) for n in (self.classes, self.subjects, self.teachers, self.rooms))]
        return ("对 " if lang == "zh" else "for ") + " ".join(n for n in names if n)
