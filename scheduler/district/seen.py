"""What is seen of a district's folder without a search."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain import Text
from scheduler.errors import IntakeProblem

from .domain import District


@dataclass(frozen=True)
class SchoolLook:
    """What is seen of one school's plan without a search. ``short``: what counting shows to be impossible."""

    name: str
    problems: tuple[IntakeProblem, ...] = ()
    short: tuple[Text, ...] = ()
    classes: int = 0
    teachers: int = 0
    lessons: float = 0.0
    open: int = 0  # empty cells of 任课


@dataclass(frozen=True)
class FolderLook:
    """What is seen of a district's folder. ``problems``: of district.xlsx and the folder; ``schools``: each with its
    own. ``fatal``: whether it cannot be solved as it is."""

    district: District | None
    problems: tuple[IntakeProblem, ...]
    schools: tuple[SchoolLook, ...] = ()

    @property
    def fatal(self) -> bool:
        """Whether anything must be put right first."""
        return self.district is None or any(p.fatal for s in self.schools for p in s.problems)
