"""What a constraint of the file asks, before its activities are gathered into courses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

from scheduler.domain import Source, Strength

# The older name of a field → the name used here. The constraints of one version mix both.
NAMES = {
    "Teacher_Name": "Teacher", "Students_Name": "Students", "Subject_Name": "Subject", "Room_Name": "Room",
    "Activity_Tag_Name": "Activity_Tag", "Subject_Tag_Name": "Activity_Tag", "Subject_Tag": "Activity_Tag",
    "Preferred_Day": "Day", "Preferred_Starting_Day": "Day", "Selected_Day": "Day",
    "Preferred_Hour": "Hour", "Preferred_Starting_Hour": "Hour", "Selected_Hour": "Hour",
    "Preferred_Time": "Times", "Preferred_Time_Slot": "Times", "Preferred_Starting_Time": "Times",
    "Selected_Time_Slot": "Times", "Not_Available_Time": "Times", "Break_Time": "Times",
    "Max_Hours_Daily": "Maximum_Hours_Daily", "Min_Hours_Daily": "Minimum_Hours_Daily",
    "Max_Hours_Continuously": "Maximum_Hours_Continuously", "Min_Days_Per_Week": "Minimum_Days_Per_Week",
    "Maximum_Days_Per_Week": "Max_Days_Per_Week", "Min_Days": "MinDays", "Min_Gaps": "MinGaps",
    "Adjacent_If_Broken": "Consecutive_If_Same_Day", "Activity_ID": "Activity_Id",
}  # fmt: skip


ENOUGH = 50  # problems: a file with more is not mended one by one


class BadConstraint(Exception):
    """A constraint that contradicts the rest of the file: what is wrong, in Chinese and English."""

    def __init__(self, zh: str, en: str):
        super().__init__(en)
        self.zh, self.en = zh, en


class NotHandled(Exception):
    """A constraint whose family is read, but not in this form; ``form`` tells it from the others of the family."""

    def __init__(self, form: str):
        super().__init__(form)
        self.form = form


@dataclass(frozen=True)
class Constraint:
    """One active constraint: its family (the tag), its number among all of the file, its fields by their new names."""

    family: str
    number: int
    fields: Mapping[str, list[Element]]

    @classmethod
    def read(cls, number: int, element: Element) -> Constraint:
        """Gather the fields of a constraint's element; a field may stand several times."""
        fields: dict[str, list[Element]] = {}
        for child in element:
            fields.setdefault(NAMES.get(child.tag, child.tag), []).append(child)
        return cls(element.tag, number, fields)

    def text(self, name: str, default: str | None = None) -> str:
        """A field as it is written. Raises BadConstraint when it is missing and has no default."""
        found = self.fields.get(name)
        if found:
            return found[0].text or ""
        if default is None:
            raise BadConstraint(f"缺少 {name}", f"{name} is missing")
        return default

    def texts(self, name: str) -> list[str]:
        """All fields of one name."""
        return [e.text or "" for e in self.fields.get(name, ())]

    def number_of(self, name: str, default: int | None = None) -> int:
        """A whole number, at least 0."""
        word = self.text(name, None if default is None else str(default)).strip()
        if not (word.isascii() and word.isdigit() and len(word) < 7):
            raise BadConstraint(f"{name} 是“{word[:40]}”，应为整数", f"{name} is '{word[:40]}', not a number")
        return int(word)

    def flag(self, name: str, default: bool) -> bool:
        """A yes or no."""
        return self.text(name, str(default)).strip().lower() in ("true", "yes", "1")

    @cached_property
    def weight(self) -> int:
        """The weight in thousandths of a per cent. Raises BadConstraint when it is no percentage."""
        word = self.text("Weight_Percentage", self.text("Weight", "100")).strip()
        try:
            value = float(word)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 100:
            raise BadConstraint(f"权重是“{word[:40]}”，应为 0 到 100", f"the weight is '{word[:40]}', not 0 to 100")
        return round(value * 1000)

    @property
    def hard(self) -> bool:
        """Whether it must hold."""
        return self.weight == 100_000

    @property
    def source(self) -> Source:
        """Where it stands in the file."""
        return Source(sheet=self.family, cell=str(self.number))


@dataclass(frozen=True)
class Asked:
    """A rule to be asked. ``roles`` name activities by the part they play: under '' those of the setting's scope, under
    another name those whose courses become that parameter of the rule."""

    by: Constraint
    rule: str
    params: Mapping[str, Any] = field(default_factory=dict)
    roles: Mapping[str, frozenset[int]] = field(default_factory=dict)
    teachers: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()
    always: bool = False  # hard whatever the constraint's weight is

    @property
    def strength(self) -> Strength:
        """Hard at 100 per cent."""
        return Strength.HARD if self.always or self.by.hard else Strength.SOFT
