"""学校: the school's name, term, stage, days a week, rule packs, solve time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .. import cells, words
from ..log import Log
from ..tables import read_table
from ..workbook import Cell, Sheet

COLUMNS = {"item": ("项目", "item"), "value": ("值", "内容", "value")}
ITEMS = {
    "name": ("学校名称", "学校", "name", "school"),
    "term": ("学期", "term"),
    "stage": ("学段", "stage"),
    "days": ("每周天数", "days a week", "days"),
    "packs": ("规则包", "rule packs", "packs"),
    "seconds": ("求解秒数", "solve seconds", "seconds"),
}
STAGES = ("小学", "初中", "九年一贯制")


@dataclass(frozen=True)
class SchoolLine:
    """The school as a whole."""

    name: str = ""
    term: str = ""
    stage: str = ""
    days: int = 5
    packs: tuple[str, ...] = ()
    seconds: int = 60


def read_school(sheet: Sheet | None, packs: Mapping[str, str], log: Log) -> SchoolLine:
    """Read the sheet. ``packs`` are the known pack names by each word they may be written with."""
    table = read_table(sheet, COLUMNS, ("item", "value"), log)
    items = {words.key(alias): code for code, aliases in ITEMS.items() for alias in aliases}
    found: dict[str, Cell] = {}
    for row in table.rows:
        code = items.get(words.key(row["item"].value))
        if code:
            found[code] = row["value"]
        elif not row["item"].empty:
            near = words.nearest(str(row["item"].value), [a[0] for a in ITEMS.values()])
            log.warn(
                row["item"], f"不认识项目 “{row['item'].value}”", f"unknown item '{row['item'].value}'",
                *((f"改为 {near}？", f"rename it {near}?") if near else ()),
            )  # fmt: skip
    nothing = Cell("", "")
    stage = words.key(found.get("stage", nothing).value)
    if stage and stage not in STAGES:
        log.warn(
            found["stage"],
            f"学段 “{stage}” 应是 小学、初中 或 九年一贯制",
            f"stage '{stage}' is one of {', '.join(STAGES)}",
        )
    return SchoolLine(
        name=cells.name(found.get("name", nothing)),
        term=cells.name(found.get("term", nothing)),
        stage=stage,
        days=cells.whole(found.get("days", nothing), log, ("每周天数", "days a week"), 5, 1, 14),
        packs=_packs(found.get("packs", nothing), packs, log),
        seconds=cells.whole(found.get("seconds", nothing), log, ("求解秒数", "solve seconds"), 60, 1, 86_400),
    )


def _packs(cell: Cell, packs: Mapping[str, str], log: Log) -> tuple[str, ...]:
    found = []
    for word in words.split(cell.value):
        name = packs.get(words.key(word))
        if name:
            found.append(name)
        elif words.key(word) not in words.NO:
            log.unknown(cell, ("规则包", "rule pack"), word, list(packs), ("程序的规则包", "the program's rule packs"))
    return tuple(dict.fromkeys(found))
