"""The folder of a district's run: what is written is read again, and what cannot be is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.district.domain import Absence, Visit
from scheduler.district.folder import BOOK, FILE, DistrictRun, SchoolRun, Short, is_district, school_folders
from scheduler.domain import Half, Text
from scheduler.errors import RunError

RUN = DistrictRun(
    name="利津", status="partial",
    schools=(
        SchoolRun("一小", "solved", "学校/一小", "城里", cost=12500, seconds=3.25, processor=3.0, solves=2),
        SchoolRun("村小", "impossible", why=Text("操场不够", "the playground is too small")),
    ),
    visits=(Visit("张", "一小", 2, Half.AM), Visit("张", "村小", 4, Half.PM)),
    quotas=(Absence("张", "一小", 2, most=3), Absence("张", "村小", 1, Half.AM)),
    why=(Text("张 只有周二", "张: only on Tuesdays"),), short=(Short("村小", "美术", 1.5),),
    lacking=(Text("再要一名", "one more"),), rounds=3, proven=True, seconds=12.5, versions=(("kebiao", "1.0"),),
)  # fmt: skip


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    RUN.write(tmp_path / "新" / "结果", b"PK book")
    assert DistrictRun.read(tmp_path / "新" / "结果") == RUN
    assert (tmp_path / "新" / "结果" / BOOK).read_bytes() == b"PK book"
    assert is_district(tmp_path / "新" / "结果")
    assert not is_district(tmp_path / "新")
    assert sorted(p.name for p in (tmp_path / "新" / "结果").iterdir()) == [FILE, BOOK]


def test_two_writings_are_equal_byte_for_byte(tmp_path: Path) -> None:
    RUN.write(tmp_path / "a")
    RUN.write(tmp_path / "b")
    RUN.write(tmp_path / "b")
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()
    assert not (tmp_path / "a" / BOOK).exists()


@pytest.mark.parametrize("change", ["", "[]", '{"format": 1}', '{"format": 99}', '{"format": 1, "visits": 3}'])
def test_a_file_that_is_no_run_is_said_to_be_none(tmp_path: Path, change: str) -> None:
    (tmp_path / FILE).write_text(change, "utf-8")
    with pytest.raises(RunError, match="cannot read"):
        DistrictRun.read(tmp_path)


def test_a_visit_of_no_half_day_is_not_read(tmp_path: Path) -> None:
    RUN.write(tmp_path)
    data = json.loads((tmp_path / FILE).read_bytes())
    data["visits"][0]["half"] = "noon"
    (tmp_path / FILE).write_text(json.dumps(data), "utf-8")
    with pytest.raises(RunError, match="noon"):
        DistrictRun.read(tmp_path)


def test_a_folder_without_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no run of a district"):
        DistrictRun.read(tmp_path)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("x", "utf-8")
    with pytest.raises(RunError, match="cannot write"):
        RUN.write(tmp_path / "文件")


def test_a_write_that_fails_leaves_the_older_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    RUN.write(tmp_path)
    before = (tmp_path / FILE).read_bytes()

    def full(path: Path, value: object) -> None:
        path.write_bytes(b"{half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scheduler.district.folder.write_json", full)
    with pytest.raises(RunError, match="No space left"):
        RUN.write(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [FILE]


def test_every_school_has_a_folder_of_its_own() -> None:
    assert school_folders(["一小", "CON", "Ab", "aB"]) == {
        "一小": "学校/一小", "CON": "学校/CON_", "Ab": "学校/Ab", "aB": "学校/aB(2)",
    }  # fmt: skip
