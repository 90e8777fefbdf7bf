"""The planted districts are what they say: possible by a hidden timetable, or impossible by one thing; and the fit that
plans large districts finds the line that figures lie on."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from benchmarks.broken_districts import KINDS
from benchmarks.district_report import grown
from benchmarks.district_run import growth
from benchmarks.hidden_districts import RULES, Small, closed, draw, hidden, kept, read, write
from scheduler.district.joint import solve_joint
from scheduler.engine.solve import Status

SIZES = (3, 3)


def joint(district: Small, folder: Path) -> Status:
    """Whether one search over all schools finds timetables; infeasible where it proves that there are none."""
    write(district, folder)
    found = solve_joint(*read(folder), RULES, seconds=60, first=True)
    return Status.FEASIBLE if found.timetables else found.status


def test_hidden_timetables_keep_the_closed_district(tmp_path: Path) -> None:
    rng = random.Random("hidden")
    drawn = draw(rng, "hidden", SIZES)
    _, timetables = hidden(rng, drawn, tmp_path / "open")
    made = closed(rng, drawn, read(tmp_path / "open")[1], timetables)
    assert sum(len(at) for s in made.schools for at in s.away.values()) > 50
    write(made, tmp_path / "closed")
    _, schools = read(tmp_path / "closed")
    assert list(kept(schools, timetables)) == []
    first, second = timetables
    assert list(kept(schools, {first: timetables[second], second: timetables[first]}))  # they do not fit another school


def test_what_is_broken_was_possible(tmp_path: Path) -> None:
    assert joint(draw(random.Random("broken"), "broken", SIZES), tmp_path) is Status.FEASIBLE


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_one_thing_makes_it_impossible(kind: Any, tmp_path: Path) -> None:
    broken, names = kind(draw(random.Random("broken"), "broken", SIZES))
    assert names
    assert joint(broken, tmp_path) is Status.INFEASIBLE


def test_the_fit_finds_the_line() -> None:
    lines = [
        {
            "part": "linear", "complete": True, "schools": n, "processor": 20 + 5 * n, "alone": 10 + n,
            "seconds": 1.5 * (10 + n + (10 + 4 * n) / 2), "options": {"workers": 2},
        }
        for n in (5, 10, 25)
    ]  # fmt: skip
    found = grown([*lines, {**lines[0], "complete": False, "processor": 1000}])
    assert found is not None
    assert found.shared == pytest.approx((10, 4))
    assert found.hours(500, 8) == pytest.approx(1.5 * (510 + 2010 / 8) / 3600)
    assert found.hours(500, 8, 60) - found.hours(500, 8) == pytest.approx(1.5 * 500 * 60 / 8 / 3600)


def test_growth_is_told_from_the_tenth_school_on() -> None:
    assert growth([500.0] * 4 + [100.0] * 60) == 0.0  # what the first ones take is no growth
    assert growth([100.0] * 50 + [110.0] * 10) == pytest.approx(0.1)
    assert growth([100.0] * 12) is None
