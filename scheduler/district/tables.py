"""The sheets of district.xlsx: their names and columns, and how their cells are understood."""

from __future__ import annotations

from scheduler.domain import Text
from scheduler.intake import cells, words
from scheduler.intake.log import Log
from scheduler.intake.sheets.rules import COLUMNS as RULE_COLUMNS
from scheduler.intake.tables import Columns
from scheduler.intake.workbook import Cell

SHEETS: Columns = {
    "schools": ("学校", "学校表", "schools"),
    "like": ("同类学校", "同类", "like schools", "alike"),
    "teachers": ("共用教师", "走教教师", "shared teachers"),
    "travel": ("路程", "路程表", "travel"),
    "policy": ("政策", "区县政策", "policy"),
    "rules": ("规则", "rules"),
}
COLUMNS: dict[str, Columns] = {
    "schools": {
        "name": ("学校", "学校名称", "school"),
        "file": ("文件", "工作簿", "file", "workbook"),
        "place": ("地点", "所在地", "place"),
    },
    "like": {
        "name": ("学校", "学校名称", "school"),
        "model": ("仿照", "模板", "model"),
        "place": ("地点", "所在地", "place"),
        "staff": ("教师", "专任教师", "teachers"),
    },
    "teachers": {
        "name": ("姓名", "教师", "name", "teacher"),
        "subjects": ("任教科目", "任教学科", "科目", "subjects"),
        "home": ("所属学校", "编制学校", "home school"),
        "schools": ("可去学校", "任教学校", "may teach at", "schools"),
        "kind": ("类别", "kind"),
        "day": ("每日最多", "most a day"),
        "week": ("每周最多", "most a week"),
        "away": ("不可用时间", "unavailable", "unavailable times"),
        "specialist": ("专业", "专业教师", "specialist"),
    },
    "travel": {
        "from": ("从", "起点", "from"),
        "to": ("到", "终点", "to"),
        "minutes": ("分钟", "路程", "minutes"),
    },
    "policy": {"item": ("项目", "item"), "value": ("值", "内容", "value")},
    "rules": RULE_COLUMNS,
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "schools": ("name",),
    "like": ("name", "model"),
    "teachers": ("name",),
    "travel": ("from", "to", "minutes"),
    "policy": ("item", "value"),
    "rules": ("rule",),
}
ITEMS: Columns = {
    "name": ("名称", "区县", "学区", "name"),
    "packs": ("规则包", "rule packs", "packs"),
    "specialist_share": ("专任课时比例", "专业教师课时比例", "specialist share"),
    "schools_most": ("最多学校数", "每人最多学校数", "most schools"),
    "same_day": ("同日两校", "一天两校", "two schools a day"),
    "days_most": ("最多外出天数", "most days away"),
    "default_travel": ("未写路程", "travel not written", "default travel"),
}


def share(cell: Cell, log: Log) -> float:
    """A share from 0 to 1: ``60%``, ``0.6`` or ``60``; 0 for an empty cell."""
    if cell.empty:
        return 0.0
    text = words.nfkc(cell.value)
    try:
        value = words.number(text.removesuffix("%"))
    except ValueError:
        value = -1.0
    found = value / 100 if text.endswith("%") or value > 1 else value
    if not 0 <= found <= 1:
        log.add(cell, f"比例“{words.show(cell.value)}”应在 0 到 100% 之间",
                f"the share '{words.show(cell.value)}' must be from 0 to 100%", "写成 60%", "write 60%")  # fmt: skip
        return 0.0
    return found


def listed(cell: Cell, known: dict[str, str], log: Log, kind: Text, where: Text) -> tuple[str, ...]:
    """The names that a cell lists, as they are known by their keys; the others are told with the nearest."""
    found = []
    for word in [] if cell.empty else words.split(words.show(cell.value)):
        name = known.get(words.key(word))
        if name is None:
            log.unknown(cell, (kind.zh, kind.en), word, list(known.values()), (where.zh, where.en))
        else:
            found.append(name)
    return tuple(dict.fromkeys(found))


def one_of(cell: Cell, known: dict[str, str], log: Log, kind: Text, where: Text) -> str:
    """The one name of a cell, '' for an empty cell or an unknown name (which is told)."""
    if cell.empty:
        return ""
    name = known.get(words.key(cell.value))
    if name is None:
        log.unknown(cell, (kind.zh, kind.en), cells.name(cell), list(known.values()), (where.zh, where.en))
    return name or ""
