"""kebiao export --to pdf: files and folders, parts, and what is not installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.fonts import needs_font

from .shell import kebiao


@needs_font
def test_a_part_goes_into_a_file(solved: Path, tmp_path: Path) -> None:
    out = tmp_path / "sub" / "head.pdf"
    result = kebiao("export", solved, "--to", "pdf", "--part", "head", "-o", out)
    assert result.exit_code == 0
    assert len(PdfReader(out).pages) == 1


@needs_font
def test_all_parts_go_into_a_folder_a_file_each(solved: Path, tmp_path: Path) -> None:
    out = tmp_path / "prints"
    assert kebiao("export", solved, "--to", "pdf", "-o", out).exit_code == 0
    names = {p.name for p in out.iterdir()}
    assert {"班级课表.pdf", "总课表.pdf", "合规一页.pdf", "合规全表.pdf", "公示.pdf"} <= names


@needs_font
def test_the_posted_tables_are_named(solved: Path, tmp_path: Path) -> None:
    words = ("--to", "pdf", "--part", "posting", "--tables", "课程表、 招生简章,", "-o", tmp_path / "x.pdf")
    assert kebiao("export", solved, *words).exit_code == 0
    first = "".join(PdfReader(tmp_path / "x.pdf").pages[0].extract_text().split())
    assert "1课程表见后2招生简章由学校另附" in first
    assert "作息" not in first


@needs_font
def test_pdf_files_in_a_run_folder_go_with_an_older_run(run: Path) -> None:
    """They are exports of that run: an overwriting one must not leave them beside its own files."""
    from scheduler.output.folder import OWN_FILES

    assert kebiao("export", run, "--to", "pdf").exit_code == 0
    assert {p.name for p in run.iterdir() if p.suffix == ".pdf"} <= set(OWN_FILES)


@pytest.mark.parametrize("words", [("--part", "head"), ("--tables", "课程表")])
def test_parts_are_for_pdf_only(words: tuple[str, ...], solved: Path) -> None:
    result = kebiao("export", solved, "--to", "html", *words)
    assert result.exit_code == 2
    assert "pdf only" in result.output


def test_without_typst_one_line_says_what_to_install(
    solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    result = kebiao("export", solved, "--to", "pdf", "-o", tmp_path / "x.pdf")
    assert result.exit_code == 4
    assert "pip install" in result.stderr
    assert not (tmp_path / "x.pdf").exists()
