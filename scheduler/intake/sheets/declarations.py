"""自查: what only the school can say, a row an item: yes, no or a figure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from scheduler.domain import Declaration, Item, Text

from .. import cells, words
from ..log import Log
from ..tables import Row, read_table
from ..workbook import Cell, Sheet

COLUMNS = {
    "item": ("项目", "事项", "item"),
    "grades": ("年级", "grades", "grade"),
    "value": ("填报", "值", "回答", "value", "answer"),
    "remark": ("说明", "备注", "remarks", "remark"),
}
_LARGEST = 1_000_000


def read_declarations(sheet: Sheet | None, items: Mapping[str, Item], log: Log) -> tuple[Declaration, ...]:
    """Read the sheet; () when there is none. Rows without an answer are passed over.

    A row that names grades comes before the one for all, so that it is the one found for them.
    """
    table = read_table(sheet, COLUMNS, ("item", "value"), log)
    known = {words.key(name): i for i in items.values() for name in (i.title.en, i.title.zh, i.id)}
    found: dict[tuple[str, int], Cell] = {}
    declared = []
    for row in table.rows:
        if row["value"].empty:
            continue
        item = _item(row, known, items, log)
        value = _value(row["value"], item, log) if item else None
        if item and value is not None:
            grades = cells.grades(row["grades"], log)
            if _said_before(row, item, grades, found, log):
                continue
            declared.append(Declaration(item.id, value, grades, cells.name(row["remark"])))
    return tuple(sorted(declared, key=lambda d: not d.grades))


def _item(row: Row, known: Mapping[str, Item], items: Mapping[str, Item], log: Log) -> Item | None:
    written = cells.name(row["item"])
    if not written:
        log.add(row["item"], "缺少项目", "the item is missing")
        return None
    bare = re.sub(r"\([^()]*\)$", "", words.key(written))
    item = known.get(words.key(written)) or known.get(bare)
    if item is None:
        near = _nearest(words.key(written), items)
        log.add(
            row["item"],
            f"项目 “{written}” 不在 自查 的项目中" + (f"（最接近：{near.zh}）" if near else ""),
            f"'{written}' is no item of 自查" + (f" (nearest: {near.en})" if near else ""),
            *(
                (f"写成 {near.zh}", f"write {near.en}")
                if near
                else ("照模板 自查 表的项目填写", "see the template's sheet")
            ),
        )
    return item


def _nearest(word: str, items: Mapping[str, Item]) -> Text | None:
    """The item whose title holds most of what is written; titles are long, so their own length does not count."""
    held: dict[str, int] = {}
    for item in items.values():
        for title in (item.title.zh, item.title.en, item.id):
            found = difflib.SequenceMatcher(None, word, words.key(title), autojunk=False).get_matching_blocks()
            held[item.id] = max(held.get(item.id, 0), sum(block.size for block in found if block.size > 1))
    best = max(held, key=held.__getitem__, default="")
    return items[best].title if best and held[best] >= 0.5 * len(word) else None


def _value(cell: Cell, item: Item, log: Log) -> float | None:
    """1 for yes, 0 for no, a figure as it is; a share below 1, as Excel keeps ``95%``, in per cent."""
    word = words.key(cell.value)
    per_cent = item.unit.zh == "%"
    if word in words.NO and not (item.number and word == "0"):
        return 0.0
    try:
        if not item.number:
            return float(words.yes(word)) if word in words.YES else _figure(word)
        figure = _figure(word.removesuffix("%") if per_cent else re.sub(re.escape(item.unit.zh) + "$", "", word))
        return figure * 100 if per_cent and 0 < figure <= 1 and "%" not in word else figure
    except ValueError:
        shown = words.show(cell.value)
        hint = ("填 是、否，或有几例", "write 是 (yes), 否 (no), or how many cases")
        if item.number:
            hint = (f"填数字（{item.unit.zh}）", f"write a number ({item.unit.en})")
        log.add(cell, f"“{item.title.zh}” 填报的 “{shown}” 读不懂", f"the answer '{shown}' cannot be read", *hint)
        return None


def _figure(word: str) -> float:
    number = words.number(word)
    if not 0 <= number <= _LARGEST:
        raise ValueError(word)
    return number


def _said_before(row: Row, item: Item, grades: tuple[int, ...], found: dict[tuple[str, int], Cell], log: Log) -> bool:
    """Whether an item has an answer already for one of the grades (0: for all); told with its cell."""
    for grade in grades or (0,):
        before = found.setdefault((item.id, grade), row["item"])
        if before != row["item"]:
            log.add(
                row["item"], f"“{item.title.zh}” 已在 {before.address} 填报", f"already answered in {before.address}",
                "只留一行，或分年级填写", "keep one row, or a row for each grade",
            )  # fmt: skip
            return True
    return False
