"""学校: the school's name, term, stage, days a week, rule packs, solve time; province, working hours, what it posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .. import cells, words
from ..log import Log
from ..tables import read_table
from ..workbook import NO_CELL, Cell, Sheet
from .bells import read_season

COLUMNS = {"item": ("项目", "item"), "value": ("值", "内容", "value")}
ITEMS = {
    "name": ("学校名称", "学校", "name", "school"),
    "term": ("学期", "term"),
    "stage": ("学段", "stage"),
    "days": ("每周天数", "days a week", "days"),
    "packs": ("规则包", "rule packs", "packs"),
    "seconds": ("求解秒数", "solve seconds", "seconds"),
    "province": ("省份", "省", "省市", "province"),
    "work_end": ("下班时间", "当地下班时间", "work ends", "end of work"),
    "season": ("季节", "排课季节", "season"),
    "posted": ("公示的表", "公示", "posted tables", "posted"),
}
STAGES = ("小学", "初中", "九年一贯制")
PROVINCES = [
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西",
    "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃",
    "青海", "宁夏", "新疆", "台湾", "香港", "澳门",
]  # fmt: skip
POSTED = {
    "课程表": ("课表", "总课表", "timetable"),
    "作息时间表": ("作息表", "作息", "bells"),
    "课外活动安排表": ("课外活动表", "活动安排表", "activities"),
    "任课教师表": ("任课表", "教师任课表", "teachers"),
    "作业公示": ("homework",),
}
_POSTED = {words.key(alias): name for name, aliases in POSTED.items() for alias in (name, *aliases)}


@dataclass(frozen=True)
class SchoolLine:
    """The school as a whole."""

    name: str = ""
    term: str = ""
    stage: str = ""
    days: int = 5
    packs: tuple[str, ...] = ()
    seconds: int = 60
    province: str = ""
    work_end: int = 0  # minutes after midnight; 0: not said
    season: str = ""  # summer or winter; '': the first of 作息
    season_cell: Cell = NO_CELL
    posted: tuple[str, ...] = ()


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
    stage = words.key(found.get("stage", NO_CELL).value)
    if stage and stage not in STAGES:
        log.warn(
            found["stage"],
            f"学段 “{stage}” 应是 小学、初中 或 九年一贯制",
            f"stage '{stage}' is one of {', '.join(STAGES)}",
        )
    return SchoolLine(
        name=cells.name(found.get("name", NO_CELL)),
        term=cells.name(found.get("term", NO_CELL)),
        stage=stage,
        days=cells.whole(found.get("days", NO_CELL), log, ("每周天数", "days a week"), 5, 1, 14),
        packs=_packs(found.get("packs", NO_CELL), packs, log),
        seconds=cells.whole(found.get("seconds", NO_CELL), log, ("求解秒数", "solve seconds"), 60, 1, 86_400),
        province=_province(found.get("province", NO_CELL), log),
        work_end=cells.clock(found.get("work_end", NO_CELL), log) or 0,
        season=read_season(found.get("season", NO_CELL), log),
        season_cell=found.get("season", NO_CELL),
        posted=_posted(found.get("posted", NO_CELL)),
    )


def _province(cell: Cell, log: Log) -> str:
    """The short name, as 北京 or 内蒙古."""
    if cell.empty:
        return ""
    written = words.key(cell.value)
    for name in PROVINCES:
        if written.startswith(name):
            return name
    log.unknown(cell, ("省份", "province"), words.nfkc(cell.value), PROVINCES, ("全国省份", "the provinces"))
    return ""


def _posted(cell: Cell) -> tuple[str, ...]:
    """The tables made public, those the program knows by one name, others as they are written."""
    return tuple(dict.fromkeys(_POSTED.get(words.key(w), w) for w in ([] if cell.empty else words.split(cell.value))))


def _packs(cell: Cell, packs: Mapping[str, str], log: Log) -> tuple[str, ...]:
    found = []
    for word in words.split(cell.value):
        name = packs.get(words.key(word))
        if name:
            found.append(name)
        elif words.key(word) not in words.NO:
            log.unknown(cell, ("规则包", "rule pack"), word, list(packs), ("程序的规则包", "the program's rule packs"))
    return tuple(dict.fromkeys(found))
