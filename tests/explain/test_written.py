"""What remedies write in cells reads back as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain import Half, Slot, TimePattern, Times
from scheduler.explain.remedies.freeing import Closed
from scheduler.explain.remedies.written import by_grade, say_times, write_times

PATTERNS = st.builds(TimePattern, st.integers(0, 9), st.sampled_from(["", "am", "pm"]), st.integers(0, 12))
WEEK = [
    Slot(f"{day}-{n}", "b", day, n, 480 + 50 * n, 520 + 50 * n, Half.AM if n <= 3 else Half.PM)
    for day in range(1, 6)
    for n in range(1, 6)
]


@given(st.lists(PATTERNS, max_size=12), st.sampled_from(["周一", "Tue pm", ""]))
def test_times_read_back_as_they_were(patterns: list[TimePattern], like: str) -> None:
    times = Times(tuple(patterns))
    assert Times.parse(write_times(times, like)) == times


@pytest.mark.parametrize(
    ("written", "day", "half"),
    [("Tue pm", 2, "pm"), ("Tuesday pm", 2, "pm"), ("wed am", 3, "am"), ("Thursday", 4, ""), ("Fri", 5, "")],
)
def test_english_half_days_are_not_whole_days(written: str, day: int, half: str) -> None:
    """'Tue pm' was read as the whole Tuesday."""
    assert Times.parse(written) == Times((TimePattern(day, half),))


def test_times_are_written_as_the_cell_was_and_said_as_people_do() -> None:
    times = Times.parse("周二下午；周四5-6；每天1")
    assert write_times(times, "周一") == "周二下午；周四5-6；每天1"
    assert write_times(times, "Mon") == "Tue pm; Thu 5-6; daily 1"
    assert say_times(times, "zh") == "周二下午、周四第5-6节、每天第1节"
    assert say_times(times, "en") == "Tue afternoon, Thu lessons 5-6, every day lesson 1"


@given(st.lists(PATTERNS, max_size=12))
def test_tidy_times_are_the_same_times(patterns: list[TimePattern]) -> None:
    times = Times(tuple(patterns))
    tidy = times.tidy()
    assert [s for s in WEEK if s in tidy] == [s for s in WEEK if s in times]
    assert not any(a.holds(b) for a in tidy.patterns for b in tidy.patterns if a != b)
    assert [p.day for p in tidy.patterns] == sorted(p.day for p in tidy.patterns)


def test_what_stays_closed_is_written_in_the_order_of_the_week_and_once() -> None:
    """周一下午 opened of 每天下午；周一上午；周三 left 周二下午；周三下午；周四下午；周五下午；周一上午；周三."""
    closed = Closed(
        Times.parse("每天下午；周一上午；周三"), WEEK, [s for s in WEEK if s.day == 1 and s.half is Half.PM]
    )
    left = [write_times(one.left) for one in closed.openings(1)]
    assert "周一上午；周二下午；周三；周四下午；周五下午" in left
    assert write_times(Times.parse("周二下午；周二3；周二上午；周一5").tidy()) == "周一5；周二上午；周二3；周二下午"


@given(st.lists(PATTERNS, min_size=1, max_size=5), st.integers(1, 12))
def test_an_opening_only_opens(patterns: list[TimePattern], short: int) -> None:
    times = Times(tuple(patterns))
    closed = {s.id for s in WEEK if s in times}
    for one in Closed(times, WEEK, WEEK).openings(short):
        left = {s.id for s in WEEK if s in one.left}
        assert left < closed
        assert one.count == len(closed - left)
        assert all(s in one.open for s in WEEK if s.id in closed - left), "what is said to open holds all that opens"


@given(st.lists(PATTERNS, min_size=1, max_size=5), st.integers(1, 25))
def test_an_opening_is_large_enough_where_one_can_be(patterns: list[TimePattern], short: int) -> None:
    times = Times(tuple(patterns))
    closed = {s.id for s in WEEK if s in times}
    found = Closed(times, WEEK, WEEK).openings(short)
    assert bool(found) == bool(closed)
    assert any(f.count >= short for f in found) == (len(closed) >= short)


@pytest.mark.parametrize(
    ("values", "grades", "text"),
    [
        ({3: "1", 4: "1"}, (3, 4), "1"),
        ({3: "1", 4: "1"}, (3, 4, 5), "3-4:1"),
        ({3: "1", 4: "", 5: "1×3"}, (3, 4, 5), "3:1；5:1×3"),
        ({3: ""}, (3,), ""),
    ],
)
def test_numbers_by_grade(values: dict[int, str], grades: tuple[int, ...], text: str) -> None:
    assert by_grade(values, grades) == text
