"""Our own files, read as if they came from elsewhere, are judged as the run is."""

from __future__ import annotations

from pathlib import Path

import pytest

from constraints import catalogue
from scheduler import api
from scheduler.auditor import audit
from scheduler.audits import FilesAudit, audit_files
from scheduler.rule import Stage

SAMPLE = Path(__file__).parents[2] / "samples" / "three-sheets.xlsx"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "out"
    plan = api.load(SAMPLE)
    api.save(api.solve(plan, seconds=60, until_first=True), folder, plan)
    return folder


def cost(found: FilesAudit) -> int:
    return found.run.audit.cost


@pytest.mark.parametrize("name", ["", "timetable.csv", "课表.xlsx"])
def test_the_same_lessons_are_read(run: Path, name: str) -> None:
    found = audit_files([run / name if name else run], SAMPLE)
    assert [n.say("zh") for n in found.notes if n.kind.serious] == []
    opened = api.open_run(run)[1]
    ours, theirs = opened.timetable.placements, found.run.timetable.placements
    assert sorted((p.course, p.start, p.weeks) for p in theirs) == sorted((p.course, p.start, p.weeks) for p in ours)
    again = audit(opened.school, opened.timetable, opened.homework, catalogue(), stages=frozenset({Stage.TIMETABLE}))
    assert not found.run.audit.hard_broken
    assert cost(found) == again.cost
