"""课后服务: a row an activity: its days and clock times, kind, name, teachers and places."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.sayings import say_clock

from .. import cells, words
from ..log import Log
from ..tables import Row, read_table
from ..workbook import Cell, Sheet

COLUMNS = {
    "grades": ("年级", "grades", "grade"),
    "days": ("星期", "weekdays", "days"),
    "start": ("开始", "start"),
    "end": ("结束", "end"),
    "minutes": ("分钟", "时长", "minutes"),
    "kind": ("类型", "type", "kind"),
    "clubs": ("名称", "社团", "内容", "clubs", "name"),
    "teachers": ("教师", "值班教师", "辅导教师", "teachers on duty", "teachers"),
    "places": ("名额", "人数", "places"),
}
CLUB, UNSAID = "社团", "课后服务"
KINDS = {
    "作业辅导": ("辅导作业", "作业指导", "完成作业", "写作业", "homework help"),
    CLUB: ("兴趣小组", "俱乐部", "社团活动", "club"),
    "体育": ("体育活动", "阳光体育", "体育锻炼", "运动", "sport"),
    "艺术": ("艺术活动", "arts"),
    "科技": ("科技活动", "science"),
    "阅读": ("读书", "课外阅读", "reading"),
    "劳动": ("劳动实践", "labour"),
    "答疑": ("个别答疑", "作业答疑", "questions"),
    "自习": ("晚自习", "self-study"),
    "选修": ("选修课", "elective"),
    "益智": ("益智游戏", "游戏", "games"),
    "讲座": ("特色讲座", "talk"),
    "训练": ("校队训练", "training"),
    "习字": ("练字", "handwriting"),
    "托管": ("看护", "延时看护", "care"),
    "巡视": ("巡查", "值班", "值日", "patrol"),
    UNSAID: ("延时服务", "service"),
}
_KIND = {words.key(alias): kind for kind, aliases in KINDS.items() for alias in (kind, *aliases)}
_LONGEST = 600  # minutes
_MIDNIGHT = 24 * 60


@dataclass(frozen=True)
class ServiceLine:
    """Service of some grades (empty: all) on some days, in minutes; ``start`` 0: after the last block.

    ``kind``: what it is, several with ``、`` between them where a row says so; ``places`` 0: all who come.
    """

    grades: tuple[int, ...]
    days: tuple[int, ...]
    start: int
    minutes: int
    kind: str
    name: str
    teachers: Cell
    places: int
    cell: Cell


def read_service(sheet: Sheet | None, days: int, log: Log) -> list[ServiceLine]:
    """Read the sheet; [] when there is none. Start and end give the minutes where they are not written."""
    table = read_table(sheet, COLUMNS, ("days",), log)
    found = []
    for row in table.rows:
        which = cells.weekdays(row["days"], log, days)
        if not which:
            continue
        start = cells.clock(row["start"], log)
        minutes = _minutes(row, start, log)
        if minutes:
            name = cells.name(row["clubs"])
            found.append(
                ServiceLine(
                    cells.grades(row["grades"], log), which, start or 0, minutes, _kind(row, name, log), name,
                    row["teachers"], cells.whole(row["places"], log, ("名额", "places"), 0), row["days"],
                )
            )  # fmt: skip
    return found


def _minutes(row: Row, start: int | None, log: Log) -> int:
    """How long it takes; 0 with the problem told."""
    end = cells.clock(row["end"], log)
    minutes = cells.whole(row["minutes"], log, ("分钟", "minutes"), 0, 1, _LONGEST)
    if start is not None and end is not None and end <= start:
        log.add(
            row["end"], f"结束 {say_clock(end)} 不晚于开始 {say_clock(start)}",
            f"the end {say_clock(end)} is not after the start {say_clock(start)}",
        )  # fmt: skip
        return 0
    if start is not None and end is not None:
        minutes = minutes or end - start
    if not minutes:
        at = row["minutes"] if row["minutes"].address else row["days"]
        log.add(at, "缺少课后服务的分钟数", "the minutes of the service are missing",
                "写成 120，或填写 开始 和 结束", "write 120, or fill start and end")  # fmt: skip
    if (start or 0) + minutes > _MIDNIGHT:
        log.add(row["start"], "课后服务到半夜以后", "the service goes beyond midnight")
        return 0
    return minutes


def _kind(row: Row, name: str, log: Log) -> str:
    """The kinds that a row names; without any, what its name says, else a club where it has a name of its own."""
    if row["kind"].empty:
        word = words.key(name)
        said = [kind for alias, kind in _KIND.items() if alias in word and kind != UNSAID]
        own = CLUB if word and word not in _KIND else UNSAID
        return "、".join(dict.fromkeys(said)) or own
    found = []
    for written in words.split(row["kind"].value):
        kind = _KIND.get(words.key(written))
        near = "" if kind else words.nearest(written, _KIND)
        if near:
            log.warn(row["kind"], f"类型 “{written}” 按原样保留（最接近：{near}）",
                     f"the kind '{written}' is kept as it is (nearest: {near})")  # fmt: skip
        found.append(kind or written)
    return "、".join(dict.fromkeys(found)) or UNSAID
