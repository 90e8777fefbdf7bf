"""Showing a comparison of scenarios: written as workbook and page where they are asked for, then printed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import click

from .lang import lang
from .options import print_json, write_file

BOOK, PAGE = "方案对比.xlsx", "方案对比.html"
_WIDTH = 120  # of what is printed where no terminal says its own

T = TypeVar("T")


@dataclass(frozen=True)
class Report(Generic[T]):
    """The ways in which a kind of comparison is shown; ``text`` takes the language and the width."""

    write_xlsx: Callable[[Path, T], None]
    write_html: Callable[[Path, T], None]
    data: Callable[[T, str], Any]
    text: Callable[[T, str, int], str]


def show(
    found: T, report: Report[T], output: Path | None, xlsx: Path | None, html: Path | None, *, as_json: bool
) -> None:
    """Write the files, those of ``output`` beside its run folders, and print."""
    books, pages = ([path] if path else [] for path in (xlsx, html))
    if output is not None:
        books, pages = [*books, output / BOOK], [*pages, output / PAGE]
    for path in books:
        write_file(path, lambda new: report.write_xlsx(new, found))
    for path in pages:
        write_file(path, lambda new: report.write_html(new, found))
    if as_json:
        print_json(report.data(found, lang()))
    else:
        click.echo(report.text(found, lang(), shutil.get_terminal_size((_WIDTH, 40)).columns))
