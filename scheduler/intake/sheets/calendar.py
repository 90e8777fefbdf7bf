"""校历: the term, and a row an event: holidays and make-up days, exams, checks, meetings, what recurs."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain import Calendar, Event

from .. import cells, words
from ..dates import Often, Term, expand, read_often
from ..log import Log
from ..subjects import SubjectNames
from ..tables import Row, Table, read_table
from ..workbook import Cell, Sheet

COLUMNS = {
    "kind": ("类型", "种类", "type", "kind"),
    "name": ("名称", "内容", "事项", "what", "name"),
    "first": ("日期", "开始", "开始日期", "时间", "start", "first day", "date"),
    "last": ("结束", "结束日期", "last day", "end"),
    "grades": ("年级", "grades", "grade"),
    "subjects": ("科目", "学科", "subject", "subjects"),
    "approved": ("批准", "上级批准", "approved"),
}
TERM, OPENS, CLOSES, HOLIDAY = "学期", "开学", "学期结束", "假期"
VACATIONS = ("寒假", "暑假")
SHIFTED = "调休"  # a school day that a holiday notice moves: no extra teaching (补课)
KINDS = {
    TERM: ("学期起止", "term"),
    OPENS: ("开学典礼", "正式上课", "term opens"),
    CLOSES: ("休业式", "散学典礼", "结业式", "term closes"),
    HOLIDAY: ("放假", "节假日", "法定节假日", "国庆节", "国庆", "中秋节", "国庆中秋", "元旦", "清明节", "劳动节",
              "五一", "十一", "端午节", "春节", "秋假", "春假", "holiday"),
    "寒假": ("winter vacation",),
    "暑假": ("summer vacation",),
    SHIFTED: ("调休上课", "补班", "make-up day"),
    "补课": ("补课日", "集体补课", "extra lessons"),
    "期中": ("半期", "半期考试", "midterm"),
    "期末": ("final", "final exam"),
    "月考": ("monthly exam",),
    "周考": ("周测", "周练", "weekly exam"),
    "单元": ("单元检测", "unit test"),
    "统考": ("统一考试", "joint exam"),
    "联考": ("联合考试",),
    "入学": ("入学考试", "招生考试", "分班考试", "摸底考试", "选拔考试", "entrance exam"),
    "毕业": ("毕业考试", "graduation exam"),
    "模拟": ("模拟考试", "一模", "二模", "mock exam"),
    "质量监测": ("监测", "质量监控", "区监控", "国家义务教育质量监测", "monitoring"),
    "考试": ("测验", "小测", "考查", "exam"),
    "考级": ("等级考试",),
    "竞赛": ("比赛", "competition"),
    "学科竞赛": ("奥赛", "奥林匹克竞赛", "奥林匹克", "语文竞赛", "数学竞赛", "英语竞赛", "物理竞赛", "化学竞赛"),
    "科技竞赛": (),
    "会议": ("例会", "教师会", "教师会议", "全体教师会", "教职工大会", "meeting"),
    "家长会": ("parents' meeting",),
    "座谈会": ("座谈", "学生座谈会", "家长座谈会"),
    "问卷": ("问卷调查", "家长问卷", "学生问卷", "survey"),
    "书包检查": ("检查书包", "schoolbag check"),
    "作业抽查": ("作业检查", "抽查作业", "作业量抽查", "homework check"),
    "教学检查": ("教学常规检查", "常规检查", "teaching check"),
    "教学抽查": ("教学常规抽查", "常规抽查"),
    "视力筛查": ("视力检查", "视力监测", "vision screening"),
    "社会实践": ("社会实践活动", "研学", "field trip"),
    "课例": ("公开课", "课例研究", "lesson study"),
    "责任书": ("签订责任书",),
    "督查": ("督导", "督查检查", "inspection"),
    "运动会": ("sports day",),
    # words of regulations that are near another kind: they are kept as they are written, without a question
    "减负检查": (),
    "教学评价": (),
    "读书活动": (),
    "艺术素质测评": ("艺术测评",),
    "综合实践活动月": ("综合实践月",),
}  # fmt: skip
_KIND = {words.key(alias): kind for kind, aliases in KINDS.items() for alias in (kind, *aliases)}
_EXAM = re.compile(
    r"(期中|期末|单元|月|周|模拟|毕业|入学|统一|联合)(?:学业|质量|学科|水平|学情|综合|素养|教学|知识|语文|数学|英语)*"
    r"(?:考试|检测|测试|考查|测评|监测|测验|考|测)$"
)
_STEM = {"月": "月考", "周": "周考", "统一": "统考", "联合": "联考"}
_LONGEST_TERM = 370  # days


@dataclass(frozen=True)
class _Line:
    """A row with its kind; ``written`` is the kind as it stands there."""

    row: Row
    kind: str
    written: str


def read_calendar(sheet: Sheet | None, subjects: SubjectNames, days: int, log: Log) -> Calendar | None:
    """Read the sheet; None when there is none or it is empty. ``days``: how many days a school week has."""
    table = read_table(sheet, COLUMNS, ("first",), log)
    lines = [line for row in table.rows if (line := _line(row, log))]
    if not lines:
        return None
    term = _term(table, lines, log)
    if term is None:
        return None
    rest = [line for line in lines if line.kind != TERM]
    dated = [e for line in rest if not _often(line.row["first"]) for e in _dated(line, term, subjects, log)]
    open_days = _open_days(term, dated, days)
    recurring = [e for line in rest for e in _recurring(line, open_days, subjects, log)]
    return Calendar(term.first, term.last, tuple(sorted([*dated, *recurring])))


def _line(row: Row, log: Log) -> _Line | None:
    if all(row[c].empty for c in COLUMNS):
        return None
    written = cells.name(row["kind"])
    if not written:
        guessed = kind_of(cells.name(row["name"]))
        if not guessed and not row["first"].empty:
            log.add(row["kind"] if row["kind"].address else row["first"], "缺少类型", "the kind is missing",
                    "写成 期中、假期、问卷、会议 …", "write 期中, 假期, 问卷, 会议 …")  # fmt: skip
        return _Line(row, guessed, cells.name(row["name"])) if guessed else None
    kind = kind_of(written)
    near = difflib.get_close_matches(words.key(written), _KIND, 1, 0.6)
    if not kind and near:
        log.warn(row["kind"], f"类型 “{written}” 按原样保留（最接近：{near[0]}）",
                 f"the kind '{written}' is kept as it is (nearest: {near[0]})")  # fmt: skip
    return _Line(row, kind or written, written)


def kind_of(written: str) -> str:
    """The one word for a kind of event and its aliases: 期中考试 is 期中; '' for a kind of the school's own."""
    word = words.key(written)
    if found := _KIND.get(word):
        return found
    exam = _EXAM.search(word)
    return _STEM.get(exam[1], exam[1]) if exam else ""


def _often(cell: Cell) -> Often | None:
    try:
        return None if cell.empty else read_often(cell.value)
    except ValueError:
        return None  # told where its date is read


def _term(table: Table, lines: Sequence[_Line], log: Log) -> Term | None:
    """From a row 学期, or from rows 开学 and 学期结束."""
    found: dict[str, tuple[date, date]] = {}
    for line in lines:
        if line.kind in (TERM, OPENS, CLOSES) and line.kind not in found:
            read = _days(line.row, None, log, always=line.kind == TERM)
            if read is None:
                return None
            found[line.kind] = read
    first = found.get(TERM, found.get(OPENS))
    last = found.get(TERM, found.get(CLOSES))
    if first is None or last is None:
        log.add(
            table.head("first"), "缺少学期的第一天和最后一天", "the first and last day of the term are missing",
            "加一行：类型 学期，日期 2025-09-01，结束 2026-01-23", "add a row: 学期, 2025-09-01, 2026-01-23",
        )  # fmt: skip
        return None
    term = Term(first[0], last[1])
    if not 0 < (term.last - term.first).days <= _LONGEST_TERM:
        log.add(
            table.head("first"), f"学期从 {term.first} 到 {term.last}，不像一个学期",
            f"a term from {term.first} to {term.last} is none", "检查年份", "check the years",
        )  # fmt: skip
        return None
    return term


def _days(row: Row, term: Term | None, log: Log, always: bool = False) -> tuple[date, date] | None:
    """The first and last day of a row, or None with the problem told. ``always``: the last has to be said."""
    begin = cells.days(row["first"], term, log)
    end = cells.days(row["last"], term, log) if not row["last"].empty else begin
    if begin is None and row["first"].empty and not row["first"].broken:
        log.add(row["first"], "缺少日期", "the date is missing", "写成 2025-11-05 或 每周", "write 2025-11-05 or 每周")
    if begin is None or end is None:
        return None
    if end[1] < begin[0] or (always and end[1] == begin[0]):
        at = row["last"] if row["last"].address else row["first"]
        log.add(at, f"结束 {end[1]} 不晚于开始 {begin[0]}", f"the end {end[1]} is not after the start {begin[0]}")
        return None
    if (end[1] - begin[0]).days > _LONGEST_TERM:
        log.add(row["last"] if row["last"].address else row["first"], f"从 {begin[0]} 到 {end[1]} 超过一年",
                f"from {begin[0]} to {end[1]} is more than a year", "检查年份", "check the years")  # fmt: skip
        return None
    return begin[0], end[1]


def _dated(line: _Line, term: Term, subjects: SubjectNames, log: Log) -> Iterator[Event]:
    read = _days(line.row, term, log)
    if read is None:
        return
    first, last = read
    if (last < term.first or first > term.last) and line.kind not in (HOLIDAY, *VACATIONS, SHIFTED, "补课"):
        log.warn(line.row["first"], f"{first} 不在学期 {term.first} 至 {term.last} 之内",
                 f"{first} is not in the term {term.first} to {term.last}", "检查年份", "check the year")  # fmt: skip
    yield _event(line, first, last, subjects, log)


def _recurring(line: _Line, open_days: Sequence[date], subjects: SubjectNames, log: Log) -> Iterator[Event]:
    """An event on each day of a row that says how often."""
    often = _often(line.row["first"])
    if often is not None and open_days:
        event = _event(line, open_days[0], open_days[0], subjects, log)
        yield from (replace(event, first=day, last=day) for day in expand(often, open_days))


def _event(line: _Line, first: date, last: date, subjects: SubjectNames, log: Log) -> Event:
    row = line.row
    return Event(
        first, last, line.kind, cells.name(row["name"]) or line.written, cells.grades(row["grades"], log),
        tuple(cells.subjects(row["subjects"], subjects, log)), bool(cells.yes_no(row["approved"], log)),
    )  # fmt: skip


def _open_days(term: Term, events: Sequence[Event], days: int) -> list[date]:
    """The school days of the term: without week-ends and holidays, with the days that make up for them."""
    week = days if days <= 7 else 5
    free = {d for e in events if e.kind in (HOLIDAY, *VACATIONS) and not e.grades for d in e.days}
    made_up = {d for e in events if e.kind == SHIFTED for d in e.days}
    return [d for d in term.days if d in made_up or (d.isoweekday() <= week and d not in free)]
