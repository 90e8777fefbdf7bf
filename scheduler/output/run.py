"""A finished run: everything its files are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from scheduler.domain import HomeworkAllocation, School, Timetable
from scheduler.rule import Rule

if TYPE_CHECKING:
    from scheduler.auditor import Audit
    from scheduler.packs import Pack


@dataclass(frozen=True)
class Run:
    """Everything a run's files are made from. ``record`` is what run.json tells: status, objective, seconds,
    seed …
    """

    school: School
    timetable: Timetable
    homework: HomeworkAllocation
    audit: Audit
    packs: tuple[Pack, ...]
    rules: Mapping[str, Rule]
    record: Mapping[str, Any] = field(default_factory=dict)

    @property
    def marked(self) -> Run:
        """The run as people read it: beside the term, every page says how many demands that must hold are not met."""
        broken = len(self.audit.invalid)
        if not broken:
            return self
        said = f"（注意：有 {broken} 条必须满足的要求没有满足，见“合规”）"
        return replace(self, school=replace(self.school, term=self.school.term + said))
