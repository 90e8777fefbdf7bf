"""代课.jsonl: appended, never changed; what is cut off or spoilt; two people at once."""

from __future__ import annotations

import multiprocessing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.cover import NAME, Kind, Piece, Record, active, append, read
from scheduler.cover.exceptions import parsed
from scheduler.errors import RunError

DAY = date(2026, 11, 24)
AWAY = Record(Kind.AWAY, DAY, "张三", times="上午")
COVER = Record(Kind.COVER, DAY, "王芳", "张三", lesson=Piece("五2 数学", "#1", "铃/2-3"), fit="subject")
SWAP = Record(
    Kind.EXCHANGE, DAY, "李明", "张三", lesson=Piece("五2 数学", "#1", "铃/2-3"), to=date(2026, 11, 26),
    other=Piece("五2 英语", "#2", "铃/4-2", 2), rooms=("机房",), other_rooms=("甲", "乙"),
)  # fmt: skip


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    first = append(tmp_path, [AWAY, COVER], ())
    second = append(tmp_path, [SWAP], first)
    assert [r.number for r in (*first, *second)] == [1, 2, 3]
    assert read(tmp_path) == (*first, *second)
    assert (tmp_path / NAME).read_text("utf-8").count("\n") == 3
    assert [p.name for p in tmp_path.iterdir()] == [NAME]  # no lock is left


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


@given(teacher=words, course=words, rooms=st.lists(words, max_size=2), week=st.sampled_from(["", "odd", "even"]))
def test_any_name_survives(teacher: str, course: str, rooms: list[str], week: str) -> None:
    record = Record(Kind.COVER, DAY, teacher, lesson=Piece(course, "#1", "x"), rooms=tuple(rooms), week=week)
    assert "\n" not in record.line()
    assert parsed(record.line(), 0) == record


def test_names_with_other_separators_are_one_line(tmp_path: Path) -> None:
    odd = append(tmp_path, [Record(Kind.AWAY, DAY, "张\u2028三\x0b\x85")], ())
    assert read(tmp_path) == odd


def test_a_line_that_was_cut_off_means_nothing_and_the_next_is_whole(tmp_path: Path) -> None:
    written = append(tmp_path, [AWAY, COVER], ())
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:-20])
    left = read(tmp_path)
    assert left == written[:1]
    (new,) = append(tmp_path, [SWAP], left)
    assert new.number == 2
    assert read(tmp_path) == (*left, new)


def test_a_last_line_without_its_end_is_kept(tmp_path: Path) -> None:
    """Editors leave the last line feed out."""
    written = append(tmp_path, [AWAY, COVER], ())
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:-1])
    assert read(tmp_path) == written
    (new,) = append(tmp_path, [SWAP], written)
    assert read(tmp_path) == (*written, new)


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"kind": "cover"}',
        '{"kind": "away", "date": "24 Nov"}',
        '{"kind": "x", "date": "2026-11-24"}',
        '{"kind": "away", "date": "2026-11-24", "times": "???"}',
        '{"kind": "away", "date": "2026-11-24", "more": 1}',
        '{"kind": "away", "date": "2026-11-24", "week": "third"}',
        '{"kind": "away", "date": "2026-11-24", "teacher": 3}',
        '{"kind": "cover", "date": "2026-11-24", "lesson": {"course": "x", "periods": "2"}}',
        '{"kind": "cover", "date": "2026-11-24", "lesson": {"room": "x"}}',
        '{"kind": "cover", "date": "2026-11-24", "rooms": [1]}',
        '{"kind": "cancel", "date": "2026-11-24", "of": "1"}',
        '{"kind": "exchange", "date": "2026-11-24", "to": 5}',
    ],
)
def test_a_spoilt_line_is_named(tmp_path: Path, line: str) -> None:
    append(tmp_path, [AWAY], ())
    with (tmp_path / NAME).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    append_after = (tmp_path / NAME).read_text("utf-8")
    with pytest.raises(RunError) as error:
        read(tmp_path)
    assert "第 2 行" in error.value.text.zh
    with pytest.raises(RunError):
        append(tmp_path, [COVER], ())
    assert (tmp_path / NAME).read_text("utf-8") == append_after


def test_an_emptied_line_keeps_the_numbers(tmp_path: Path) -> None:
    append(tmp_path, [AWAY, COVER], ())
    path = tmp_path / NAME
    path.write_text("\n" + path.read_text("utf-8").split("\n", 1)[1], "utf-8")
    assert [r.number for r in read(tmp_path)] == [2]


def test_who_read_before_somebody_else_wrote_is_refused(tmp_path: Path) -> None:
    append(tmp_path, [AWAY], ())
    with pytest.raises(RunError) as error:
        append(tmp_path, [COVER], ())
    assert "再运行一次" in error.value.text.zh
    assert len(read(tmp_path)) == 1


def _write(folder: str, name: str) -> None:
    done = 0
    while done < 5:
        try:
            append(Path(folder), [Record(Kind.AWAY, DAY, f"{name}{done}")], read(Path(folder)))
            done += 1
        except RunError:
            continue


def test_several_people_at_once_lose_nothing(tmp_path: Path) -> None:
    people = [multiprocessing.Process(target=_write, args=(str(tmp_path), name)) for name in "甲乙丙"]
    for person in people:
        person.start()
    for person in people:
        person.join(60)
        assert person.exitcode == 0
    found = read(tmp_path)
    assert sorted(r.teacher for r in found) == sorted(f"{name}{n}" for name in "甲乙丙" for n in range(5))
    assert [r.number for r in found] == list(range(1, 16))


def test_a_lock_left_behind_is_removed(tmp_path: Path) -> None:
    import os

    lock = tmp_path / f".{NAME}.lock"
    lock.touch()
    os.utime(lock, (0, 0))
    assert append(tmp_path, [AWAY], ())


def test_with_an_absence_goes_what_was_arranged_for_it(tmp_path: Path) -> None:
    written = append(tmp_path, [AWAY, COVER, SWAP, Record(Kind.AWAY, DAY, "李四")], ())
    taken_back = append(tmp_path, [Record(Kind.CANCEL, DAY, of=1)], written)
    assert [r.number for r in active((*written, *taken_back))] == [4]


def test_a_cover_that_is_taken_back_leaves_the_absence(tmp_path: Path) -> None:
    written = append(tmp_path, [AWAY, COVER, SWAP], ())
    taken_back = append(tmp_path, [Record(Kind.CANCEL, DAY, of=2)], written)
    assert [r.number for r in active((*written, *taken_back))] == [1, 3]


def test_half_an_absence_taken_back_leaves_the_rest(tmp_path: Path) -> None:
    """Somebody who was said to be away twice is away as long as one of both stands."""
    written = append(tmp_path, [AWAY, Record(Kind.AWAY, DAY, "张三", times="5"), COVER], ())
    taken_back = append(tmp_path, [Record(Kind.CANCEL, DAY, of=1)], written)
    assert [r.number for r in active((*written, *taken_back))] == [2, 3]
