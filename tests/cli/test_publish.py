"""kebiao publish -o: an answer of whatif, which stands in a folder of its own, joins the runs of the term."""

from __future__ import annotations

from pathlib import Path

from .shell import kebiao
from .test_runs import contents, listed, term

__all__ = ["term"]  # a fixture


def test_a_run_from_elsewhere_is_published_as_one_of_the_term(term: Path) -> None:
    """``whatif -o`` writes into a folder of its own, whose wall was another than the term's: then two runs hung."""
    kebiao("publish", "run2")
    tried = kebiao("whatif", "run2", "--change", "离职 欧阳蕾", "-o", "tried")
    assert tried.exit_code == 0, tried.output
    (answer,) = [path for path in (term / "tried").iterdir() if path.is_dir()]
    result = kebiao("publish", answer, "-o", "run4")
    assert result.exit_code == 0, result.output
    assert "@3 (run4)" in result.stdout
    assert "@2 (run2)" in result.stdout
    assert [(e["folder"], e["parent"], e["published"]) for e in listed()] == [
        ("run", None, False), ("run2", 1, False), ("run4", 2, True)
    ]  # fmt: skip
    assert contents(term / "run4") == contents(answer)
    assert (term / "run4" / "课表.xlsx").is_file()
    assert not any(e["published"] for e in listed("tried"))
    back = kebiao("undo")
    assert "@2 (run2)" in back.stdout


def test_a_run_of_the_term_is_published_under_another_name(term: Path) -> None:
    result = kebiao("publish", "@1", "-o", "run4")
    assert result.exit_code == 0, result.output
    assert [(e["folder"], e["parent"], e["moved"], e["published"]) for e in listed()][2] == ("run4", 1, 0, True)


def test_publishing_under_a_name_that_is_taken_changes_nothing(term: Path) -> None:
    before = contents(term / "run2")
    result = kebiao("publish", "run", "-o", "run2")
    assert result.exit_code == 4
    assert contents(term / "run2") == before
    assert not any(e["published"] for e in listed())


def test_a_run_that_hung_twice_on_one_day_says_so_once(term: Path) -> None:
    for name in ("run", "run2", "run", "run2"):
        kebiao("publish", name)
    line = next(line for line in kebiao("runs").stdout.splitlines() if line.startswith("@1"))
    assert line.count("hung on") == 1


def test_a_folder_of_runs_is_not_a_run_and_says_which_are_in_it(term: Path) -> None:
    """It said only that it was none; and a journal was made beside what was none."""
    (term / "in").mkdir()
    (term / "in" / "tried").mkdir()
    (term / "run2").rename(term / "in" / "tried" / "substitute")
    for words in (("publish",), ("show",)):
        result = kebiao(*words, "in/tried")
        assert result.exit_code == 4
        assert "in/tried/substitute" in result.stderr.replace("\\", "/")
    assert [p.name for p in (term / "in").iterdir()] == ["tried"]


def test_a_folder_that_is_not_there_is_said_to_be_missing(term: Path) -> None:
    """It was said to be read-only."""
    for words in (("nowhere/run",), ("nowhere/@1",), ("nowhere/run", "-o", "run4")):
        result = kebiao("publish", *words)
        assert result.exit_code == 4
        assert "there is no" in result.stderr
    assert not (term / "run4").exists()
