"""FET as the judge: our timetables for real schools' files, locked, are accepted by it with the very same total."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import fet_cl
from constraints import catalogue
from scheduler import api
from scheduler.domain import Placement, Timetable
from scheduler.intake.fet import read_fet
from scheduler.output.fet import document, locked_into
from tests.fet.files import activity, constraint, fet

EXAMPLES = Path("/usr/share/doc/fet-data/examples/FET-5-official")
SECONDS = 40  # to a first timetable; most take two
QUICK = (
    "Argentina/Horario_ISJ.fet", "Denmark/small-school.fet", "Greece/Didymoteicho/6th-Primary-School.fet",
    "India/St-Marys-College/St-Marys-College-Puthanagadi.fet", "Namibia/by-Bobby/set-2/KPS.fet",
    "Namibia/by-Bobby/set-6-2016/MAPSY16T1d.fet", "Namibia/by-Bobby/set-7-2016/ErnstJagerCSY2016T2a.fet",
    "Namibia/by-Bobby/set-7-2016/GoreangabJSSY2016T2b.fet", "Namibia/by-Bobby/set-7-2016/HashiyanaPSY16T2a.fet",
    "Namibia/by-Bobby/set-7-2016/Moses-vd-Byl-Y2016-T1b.fet", "Namibia/by-Bobby/set-7-2016/NamutuniPSY16T2a.fet",
    "Namibia/by-Bobby/set-7-2016/StAndrewsPSY2016T2a.fet", "Namibia/by-Willy/Highlands_Christian_School.fet",
    "United-Kingdom/Hopwood/Hopwood.fet",
)  # fmt: skip

pytestmark = pytest.mark.skipif(not fet_cl.installed(), reason="fet-cl is not installed")


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the package fet-data is not installed")
@pytest.mark.parametrize("name", QUICK)
def test_fet_counts_what_we_count(name: str, tmp_path: Path) -> None:
    plan = api.load(EXAMPLES / name)
    run = api.solve(plan, seconds=SECONDS, until_first=True)
    path = tmp_path / "locked.fet"
    api.save(run, tmp_path / "run", plan)
    api.export(tmp_path / "run", "fet", path)
    verdict = fet_cl.judge(path)
    assert verdict.accepted, verdict.said
    assert verdict.soft == run.audit.cost


def judged(text: str, starts: dict[str, str], path: Path) -> fet_cl.Verdict:
    """FET's verdict on a timetable by activity id."""
    school = read_fet(text.encode(), catalogue()).school
    assert school is not None
    course = {s.id: c.id for c in school.courses for s in c.sessions}
    timetable = Timetable(tuple(Placement(course[a], a, start) for a, start in starts.items()))
    root, _ = locked_into(text.encode(), school, timetable)
    document.write(path, root)
    return fet_cl.judge(path, wall=3)


def file(**parts: str) -> str:
    """A small file with the counts that FET itself wants."""
    text = fet(**parts)  # type: ignore[arg-type]
    for name, count in (("Days", 5), ("Hours", 6)):
        text = text.replace(f"<{name}_List>", f"<{name}_List><Number_of_{name}>{count}</Number_of_{name}>")
    return text


TWO = file(activities=activity(1, "T", "H1") + activity(2, "T", "H2"))
APART = constraint(
    "MinDaysBetweenActivities",
    95,
    Consecutive_If_Same_Day="true",
    Number_of_Activities=2,
    Activity_Id=[1, 2],
    MinDays=1,
)


def test_a_sound_timetable_is_accepted(tmp_path: Path) -> None:
    verdict = judged(TWO, {"1": "1-1", "2": "1-2"}, tmp_path / "x.fet")
    assert verdict.accepted
    assert verdict.soft == 0


def test_a_teacher_in_two_places_is_refused(tmp_path: Path) -> None:
    assert not judged(TWO, {"1": "1-1", "2": "1-1"}, tmp_path / "x.fet").accepted


def test_a_broken_wish_is_counted_and_its_condition_refused(tmp_path: Path) -> None:
    """Both on one day cost 0.95 when one follows the other; a gap between them is forbidden."""
    text = file(activities=activity(1, "T", "H1") + activity(2, "T", "H1"), time=APART)
    verdict = judged(text, {"1": "1-1", "2": "1-2"}, tmp_path / "x.fet")
    assert (verdict.accepted, verdict.soft) == (True, 95_000)
    assert not judged(text, {"1": "1-1", "2": "1-3"}, tmp_path / "x.fet").accepted


def test_what_is_no_data_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.fet"
    ET.ElementTree(ET.Element("fet", version="6.8.5")).write(path)
    verdict = fet_cl.judge(path, wall=3)
    assert (verdict.outcome, verdict.soft) == ("refused", None)
