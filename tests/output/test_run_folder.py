"""The run folder is whole or untouched, whatever goes wrong, and says what it could not replace."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from scheduler.errors import RunError
from scheduler.output import Run, export_to, read_answer, write_run
from scheduler.output import write as write_module

from .schools import run_of, town, town_run

FILES = {"audit.json", "homework.csv", "plan.xlsx", "run.json", "school.json", "timetable.csv", "课表.xlsx"}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "计划.xlsx"
    path.write_bytes(b"the plan as it was")
    return path


@pytest.fixture
def small() -> Run:
    school, timetable, _ = town()
    return run_of(school, timetable)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def siblings(folder: Path) -> set[str]:
    return {p.name for p in folder.parent.iterdir()}


def lock(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """As on Windows: these files are open, so neither they nor the folder they are in can be renamed."""
    really = Path.replace

    def replace(self: Path, target: Path) -> Path:
        held = self.name in names and not self.parent.name.startswith(".")
        if held or (self.is_dir() and not self.name.startswith(".") and any((self / n).exists() for n in names)):
            raise PermissionError(13, "in use", str(self))
        if target.exists() and target.name in names:
            raise PermissionError(13, "in use", str(target))
        return really(self, target)

    monkeypatch.setattr(Path, "replace", replace)


def test_a_run_folder_has_its_seven_files(tmp_path: Path, plan: Path) -> None:
    folder = tmp_path / "runs" / "秋季"
    assert write_run(folder, town_run(), plan) == []
    assert set(contents(folder)) == FILES
    assert (folder / "plan.xlsx").read_bytes() == plan.read_bytes()
    record = json.loads((folder / "run.json").read_text("utf-8"))
    assert record["sha256"] == hashlib.sha256(plan.read_bytes()).hexdigest()
    assert (record["format"], record["status"], record["seed"]) == (1, "optimal", 1)
    assert siblings(folder) == {"秋季"}


def test_an_empty_folder_is_used(tmp_path: Path, plan: Path, small: Run) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    write_run(folder, small, plan)
    assert set(contents(folder)) == FILES


def test_a_full_folder_is_not_touched(tmp_path: Path, plan: Path, small: Run) -> None:
    folder = tmp_path / "run"
    write_run(folder, small, plan)
    before = contents(folder)
    with pytest.raises(RunError, match="not empty"):
        write_run(folder, town_run(), plan)
    assert contents(folder) == before


def test_a_folder_of_other_things_is_never_replaced(tmp_path: Path, plan: Path, small: Run) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "letter.docx").write_text("dear parents")
    with pytest.raises(RunError, match="something else than a run"):
        write_run(folder, small, plan, overwrite=True)
    assert contents(folder) == {"letter.docx": b"dear parents"}


def test_a_file_is_no_folder(plan: Path, small: Run) -> None:
    with pytest.raises(RunError, match="is a file"):
        write_run(plan, small, plan, overwrite=True)


def test_overwriting_replaces_the_run_and_keeps_other_files(tmp_path: Path, plan: Path, small: Run) -> None:
    folder = tmp_path / "run"
    write_run(folder, small, plan)
    (folder / "备注.txt").write_text("注意")
    (folder / "课表.html").write_text("an export of the old run")
    assert write_run(folder, town_run(), plan, overwrite=True) == []
    assert set(contents(folder)) == {*FILES, "备注.txt"}
    assert len(read_answer(folder, small.school)[1].items) > 0
    assert siblings(folder) == {"run", plan.name}


def test_a_run_may_be_solved_again_from_its_own_plan(tmp_path: Path, plan: Path, small: Run) -> None:
    folder = tmp_path / "run"
    write_run(folder, small, plan)
    write_run(folder, small, folder / "plan.xlsx", overwrite=True)
    assert (folder / "plan.xlsx").read_bytes() == b"the plan as it was"


@pytest.mark.parametrize("error", [ValueError("broken"), KeyboardInterrupt()])
def test_a_failed_write_leaves_the_old_run_whole(
    tmp_path: Path, plan: Path, small: Run, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "run"
    write_run(folder, small, plan)
    before = contents(folder)

    def fail(path: Path, run: Run) -> None:
        raise error

    monkeypatch.setattr(write_module, "_write_book", fail)
    with pytest.raises(type(error)):
        write_run(folder, town_run(), plan, overwrite=True)
    assert contents(folder) == before
    assert siblings(folder) == {"run", plan.name}


def test_a_full_disk_is_said_in_words(tmp_path: Path, plan: Path, small: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, run: Run) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write_module, "_write_csv", fail)
    with pytest.raises(RunError, match="No space left"):
        write_run(tmp_path / "run", small, plan)
    assert not (tmp_path / "run").exists()


def test_a_failed_last_step_brings_the_old_run_back(
    tmp_path: Path, plan: Path, small: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "run"
    write_run(folder, small, plan)
    before = contents(folder)
    really = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if ".new" in self.name:
            raise OSError(5, "network gone")
        return really(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(RunError, match="network gone"):
        write_run(folder, town_run(), plan, overwrite=True)
    assert contents(folder) == before


def test_an_open_book_gets_the_new_one_beside_it(
    tmp_path: Path, plan: Path, small: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "run"
    write_run(folder, small, plan)
    before = contents(folder)
    with monkeypatch.context() as patch:
        lock(patch, "课表.xlsx")
        notes = write_run(folder, town_run(), plan, overwrite=True)
    after = contents(folder)
    assert set(after) == {*FILES, "课表(新).xlsx"}
    assert after["课表.xlsx"] == before["课表.xlsx"]
    assert after["homework.csv"] != before["homework.csv"]
    assert [n.zh for n in notes] == ["课表.xlsx 正在被别的程序打开，没有改动；新的写在 课表(新).xlsx"]
    assert siblings(folder) == {"run", plan.name}
    assert write_run(folder, small, plan, overwrite=True) == []
    assert set(contents(folder)) == FILES


def test_any_other_open_file_leaves_the_old_run_whole(
    tmp_path: Path, plan: Path, small: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a new run beside half an old one would be read as one."""
    folder = tmp_path / "run"
    write_run(folder, small, plan)
    before = contents(folder)
    lock(monkeypatch, "timetable.csv", "课表.xlsx")
    (note,) = write_run(folder, town_run(), plan, overwrite=True)
    assert contents(folder) == before
    assert set(contents(tmp_path / "run(2)")) == FILES
    assert "run(2)" in note.zh
    assert "timetable.csv" in note.en


def test_a_failed_move_of_single_files_brings_the_old_run_back(
    tmp_path: Path, plan: Path, small: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "run"
    write_run(folder, small, plan)
    before = contents(folder)
    lock(monkeypatch, "课表.xlsx")
    locked = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if ".new" in self.parent.name and self.name == "run.json":
            raise OSError(5, "network gone")
        return locked(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(RunError, match="network gone"):
        write_run(folder, town_run(), plan, overwrite=True)
    assert contents(folder) == before
    assert siblings(folder) == {"run", plan.name}


@pytest.mark.parametrize(("fmt", "name"), [("xlsx", "课表.xlsx"), ("html", "课表.html")])
def test_a_single_file_that_is_open_is_written_beside(
    fmt: str, name: str, tmp_path: Path, small: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out" / name
    assert export_to(small, fmt, out) == []
    before = out.read_bytes()
    lock(monkeypatch, name)
    (note,) = export_to(town_run(), fmt, out)
    assert out.read_bytes() == before
    assert {p.name for p in out.parent.iterdir()} == {name, f"课表(新).{fmt}"}
    assert name in note.en


def test_a_folder_as_target_gets_a_file_named_after_the_school(tmp_path: Path, small: Run) -> None:
    export_to(small, "html", tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["青溪镇中心小学课表.html"]
