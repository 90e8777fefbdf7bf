"""The cells of each page of a sheet, found as the writer lays them out: a title, a line of weekdays, rows 第几节.

Everything is found by words and not by row numbers, so that inserted or deleted rows elsewhere do no harm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..words import key
from ..workbook import Cell, Sheet
from .page import Page, by_title

Where = tuple[int, int]  # day, period
_ROW = re.compile(r"第?(\d{1,2})节?")


@dataclass
class Block:
    """The cells of one page as they stand on a sheet, also the empty ones; ``beside``: what stands in other rows."""

    page: Page
    title: Cell
    cells: dict[Where, Cell] = field(default_factory=dict)
    beside: list[Cell] = field(default_factory=list)


@dataclass
class Layout:
    """The blocks of a sheet by owner; ``twice``: titles that stand again; ``lost``: weekdays without a title above."""

    blocks: dict[str, Block] = field(default_factory=dict)
    twice: list[Cell] = field(default_factory=list)
    lost: list[Cell] = field(default_factory=list)


def read_pages(sheet: Sheet, pages: Sequence[Page], days: Mapping[str, int]) -> Layout:
    """The blocks of a sheet with a page a class (班级课表). ``days``: weekdays as they are written, by number."""
    found, titles = Layout(), by_title(pages)
    block: Block | None = None
    columns: dict[int, int] = {}
    label = 0
    for row, cells in _rows(sheet):
        words = {column: key(cell.value) for column, cell in cells.items()}
        named = next((cells[c] for c, word in words.items() if word in titles), None)
        if named is not None:
            page = titles[key(named.value)]
            again = page.owner in found.blocks
            block, columns = Block(page, named), {}
            found.twice += [named] if again else []
            found.blocks.setdefault(page.owner, block)
        elif head := next((c for c, word in words.items() if word == "节次"), 0):
            label, columns = head, {c: days[word] for c, word in words.items() if word in days}
            if block is None or block.cells:
                found.lost.append(cells[head])
                block, columns = None, {}
        elif block is not None and columns:
            number = _ROW.fullmatch(words.get(label, ""))
            if number and int(number[1]) not in {period for _, period in block.cells}:
                block.cells |= {(day, int(number[1])): sheet.at(row, c) for c, day in columns.items()}
            else:
                block.beside += [cell for c, cell in cells.items() if c in columns]
    return found


def read_whole(sheet: Sheet, pages: Sequence[Page], days: Mapping[str, int]) -> dict[str, dict[Where, Cell]]:
    """The cells of 总课表 by class: a row a class, columns weekday × period; empty where there is no such table."""
    names = {key(page.owner): page for page in pages}
    rows = list(_rows(sheet))
    found: dict[str, dict[Where, Cell]] = {}
    for at, (_, head) in enumerate(rows[:-1]):
        words = {column: key(cell.value) for column, cell in head.items()}
        left = next((c for c, word in words.items() if word == "班级"), 0)
        if not left or not any(word in days for word in words.values()):
            continue
        columns = _columns(words, rows[at + 1][1], days)
        for row, cells in rows[at + 2 :]:
            page = names.get(key(cells[left].value)) if left in cells else None
            if page is not None and page.owner not in found:
                order = page.periods
                found[page.owner] = {
                    (day, order[n - 1]): sheet.at(row, c) for c, (day, n) in columns.items() if n <= len(order)
                }
        break
    return found


def _columns(head: Mapping[int, str], below: Mapping[int, Cell], days: Mapping[str, int]) -> dict[int, Where]:
    """(weekday, n-th lesson) by column; the name of a weekday may stand over its first column only."""
    found, day = {}, 0
    for column in sorted({*head, *below}):
        day = days.get(head.get(column, ""), day if not head.get(column) else 0)
        number = key(below[column].value) if column in below else ""
        if day and number.isdigit() and 0 < int(number) < 100:
            found[column] = (day, int(number))
    return found


def _rows(sheet: Sheet) -> list[tuple[int, dict[int, Cell]]]:
    """The filled cells of each row, in order."""
    found: dict[int, dict[int, Cell]] = {}
    for row, column in sorted(sheet.cells):
        found.setdefault(row, {})[column] = sheet.cells[row, column]
    return list(found.items())
