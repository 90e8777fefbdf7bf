"""Every layout holds one week: whatever way it is drawn, the same lessons are read, and nothing is left over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from constraints import catalogue
from scheduler.domain import School, Timetable, View
from scheduler.intake.foreign import Foreign, NoteKind, read_foreign
from scheduler.intake.foreign.plans import read_plan_to_audit

from . import layouts
from .layouts import CLASSES, LAYOUTS, TAUGHT, WEEK, ZH

Layout = Callable[[Path], list[Path]]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> School:
    path = layouts.write_plan(tmp_path_factory.mktemp("plan") / "plan.xlsx")
    read = read_plan_to_audit(path, catalogue())
    assert read.school is not None, [p.say("zh") for p in read.problems]
    return read.school


def lessons(school: School, timetable: Timetable) -> dict[str, dict[tuple[int, int], frozenset[tuple[str, str]]]]:
    """What each class has when, with the weeks; from the view that rules look at."""
    view = View(school, timetable)
    found: dict[str, dict[tuple[int, int], frozenset[tuple[str, str]]]] = {}
    for klass in school.classes:
        at: dict[tuple[int, int], dict[str, set[str]]] = {}
        for week in school.weeks:
            for x in view.of_class(klass, week):
                at.setdefault((x.slot.day, x.slot.period), {}).setdefault(x.course.subject, set()).add(week.value)
        found[klass.id] = {
            place: frozenset((s, "all" if len(w) == len(school.weeks) else w.pop()) for s, w in held.items())
            for place, held in at.items()
        }
    return found


TRUTH = {f"{ZH[g]}({n})班": WEEK[g, n] for g, n in CLASSES}


@pytest.mark.parametrize("layout", [*LAYOUTS, *TAUGHT], ids=lambda f: f.__name__)
def test_the_week_is_read(layout: Layout, plan: School, tmp_path: Path) -> None:
    foreign = read_foreign(layout(tmp_path), plan)
    assert [n.say("zh") for n in foreign.serious] == []
    assert lessons(foreign.school, foreign.timetable) == TRUTH


def test_the_layouts_are_many() -> None:
    assert len(LAYOUTS) + len(TAUGHT) >= 12


@pytest.mark.parametrize("layout", TAUGHT, ids=lambda f: f.__name__)
def test_who_teaches_is_read(layout: Layout, plan: School, tmp_path: Path) -> None:
    foreign = read_foreign(layout(tmp_path), plan)
    assert who(foreign) == {
        (f"{ZH[k[0]]}({k[1]})班", s): {layouts.teacher(k, s)}
        for k in CLASSES
        for held in WEEK[k].values()
        for s, _ in held
    }


def who(foreign: Foreign) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for course in foreign.school.courses:
        found.setdefault((course.groups[0], course.subject), set()).update(course.teachers)
    return found


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda f: f.__name__)
def test_nobody_is_made_up_where_nobody_is_named(layout: Layout, plan: School, tmp_path: Path) -> None:
    foreign = read_foreign(layout(tmp_path), plan)
    assert not any(c.teachers for c in foreign.school.courses)


def test_how_words_were_understood_is_told(plan: School, tmp_path: Path) -> None:
    told = [n.text.zh for n in read_foreign(layouts.one_under_another(tmp_path), plan).notes]
    assert any("体＝体育与健康" in t for t in told)
    assert any("前一门按单周、后一门按双周：美/音" in t for t in told)


def test_bare_weekdays_are_known_by_the_periods_beside_them(plan: School, tmp_path: Path) -> None:
    """一 二 三 四 五 over subjects are grades."""
    book, sheet = layouts.new()
    rows = layouts.grid((3, 1), [str(p) for p in range(1, 7)], day="{}")
    layouts.fill(sheet, [["三(1)班"], *rows])
    shares = book.create_sheet("各年级节数")
    layouts.fill(
        shares,
        [
            ["科目", "一", "二", "三", "四", "五"],
            ["语文", 8, 8, 7, 7, 6],
            ["数学", 4, 4, 4, 4, 5],
            ["英语", 0, 0, 2, 2, 3],
        ],
    )
    foreign = read_foreign(layouts.save(book, tmp_path), plan)
    assert lessons(foreign.school, foreign.timetable) == {"三(1)班": TRUTH["三(1)班"]}
    assert [n.sheet for n in foreign.notes if n.kind is NoteKind.SKIPPED] == ["各年级节数"]
    assert {n.kind for n in foreign.serious} == {NoteKind.MISSING}


def test_rows_that_are_no_lessons_are_told(plan: School, tmp_path: Path) -> None:
    foreign = read_foreign(layouts.a_sheet_a_class(tmp_path), plan)
    assert any("早读" in n.text.zh and "20 格" in n.text.zh for n in foreign.notes)
