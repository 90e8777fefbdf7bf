"""When the school day begins and ends: season, a block of the day, the whole day earlier or later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scheduler.domain import BlockKind, Text
from scheduler.domain.sayings import say_clock, say_day
from scheduler.intake import Edit, Plan, edited, words
from scheduler.intake.sheets.bells import KINDS, SEASONS
from scheduler.intake.sheets.school import ITEMS
from scheduler.intake.tables import Row
from scheduler.rule import Rule

from .. import shapes
from ..change import Change, joined
from ..desk import Desk
from ..error import ChangeError
from ..kind import Field, kind
from ..names import pick, unknown

SCHEDULE = Field("schedule", Text("作息表", "schedule"), optional=True, aliases=("bells", "bell schedule"))
_SEASONS = {words.key(w): names[0] for season, names in SEASONS.items() for w in (season, *names)}
_SEASON_WORDS = tuple(dict.fromkeys([*_SEASONS, *(n for names in SEASONS.values() for n in names)]))


def _say_season(change: Change, lang: str) -> str:
    season = _SEASONS.get(words.key(change["season"]), str(change["season"]))
    english = {"夏季": "summer", "冬季": "winter"}.get(season, season)
    return f"改用{season}作息" if lang == "zh" else f"keep the {english} bell schedule"


@kind(
    "season", Text("季节", "season"), (Field("season", Text("季节", "season"), fixed=_SEASON_WORDS),),
    Text("季节 冬季", "season winter"), _say_season, ("换季", "作息季节"),
)  # fmt: skip
def season(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The item 季节 of 学校: the bell schedules of the other season of 作息 have the lessons."""
    desk = Desk(plan)
    wanted = _SEASONS.get(words.key(change["season"]))
    if wanted is None:
        raise unknown(Text("季节", "season"), change["season"], ["夏季", "冬季"])
    written = {_SEASONS.get(words.key(row["season"].value)) for row in desk.rows("bells") if not row["season"].empty}
    if wanted not in written:
        raise ChangeError(
            Text(f"作息 表里没有{wanted}的作息（季节 列）", f"sheet 作息 has no rows of {wanted} (column 季节)")
        )
    set_item(desk, "season", wanted)
    return desk.edits


def set_item(desk: Desk, item: str, value: Any) -> None:
    """Write an item of 学校; a row or the sheet that is missing is added."""
    for row in desk.rows("school"):
        if words.key(row["item"].value) in map(words.key, ITEMS[item]):
            desk.write(row["value"], value)
            return
    if value not in (None, ""):
        desk.add_row("school", {"item": ITEMS[item][0], "value": value})


def _say_block(change: Change, lang: str) -> str:
    schedule, block, span = (change[f] for f in ("schedule", "block", "span"))
    if lang == "zh":
        return f"{schedule}{block}改为 {span}"
    return (f"{schedule}: " if schedule else "") + f"{block} at {span}"


@kind(
    "bells", Text("作息", "bells"),
    (SCHEDULE, Field("block", Text("名称", "block"), aliases=("节次", "时段")),
     Field("span", Text("起止", "span"), "span", aliases=("时间", "times"))),
    Text("作息 小学 第1节 08:40-09:20", "bells 小学 第1节 08:40-09:20"), _say_block, ("改作息",),
)  # fmt: skip
def bells(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The rows of 作息 with that name, of one schedule or of all."""
    desk, written = _desk(plan)
    start, end = shapes.span(change["span"])
    rows = list(_rows(desk, change["schedule"]))
    name = pick(Text("作息里的", "block of the day"), change["block"], dict.fromkeys(_text(r["name"]) for r in rows))
    for row in rows:
        if _text(row["name"]) == name:
            desk.write(row["start"], say_clock(start))
            desk.write(row["end"], say_clock(end))
    return joined(written, desk.edits)


def _say_shift(change: Change, lang: str) -> str:
    schedule = change["schedule"]
    try:
        by = shapes.shift(change["by"])
    except ChangeError:
        return f"{schedule} {change['by']}".strip()
    if lang == "zh":
        return f"{schedule or '全校'}作息{'推迟' if by >= 0 else '提前'} {abs(by)} 分钟"
    return f"{schedule or 'the whole school'}: everything {abs(by)} minutes {'later' if by >= 0 else 'earlier'}"


@kind(
    "shift", Text("作息平移", "shift"),
    (SCHEDULE, Field("by", Text("分钟", "by"), "shift", aliases=("minutes", "平移"))),
    Text("作息平移 小学 推迟10", "shift 小学 +10"), _say_shift, ("整体平移",),
)  # fmt: skip
def shift(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """All blocks of a schedule, or of all, so many minutes later or earlier, with the after-school service."""
    desk, written = _desk(plan)
    _shift(desk, change["schedule"], shapes.shift(change["by"]))
    return joined(written, desk.edits)


def _say_first(change: Change, lang: str) -> str:
    schedule, start = change["schedule"], change["start"]
    if lang == "zh":
        return f"{schedule}第一节课 {start} 开始"
    return (f"{schedule}: " if schedule else "") + f"the first lesson begins at {start}"


@kind(
    "first_lesson", Text("首节时间", "first lesson"),
    (SCHEDULE, Field("start", Text("开始", "start"), "clock")),
    Text("首节时间 小学 08:40", "first lesson 小学 08:40"), _say_first, ("第一节", "上课时间"),
)  # fmt: skip
def first_lesson(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The whole day moves so that the first lesson begins then; each schedule by its own minutes."""
    desk, written = _desk(plan)
    start = shapes.clock(change["start"])
    for schedule in dict.fromkeys(_text(row["schedule"]) for row in _rows(desk, change["schedule"])):
        first = min((_clock(desk, r["start"]) for r in _rows(desk, schedule) if _is_lesson(r)), default=None)
        if first is not None and first != start:
            _shift(desk, schedule, start - first)
    return joined(written, desk.edits)


def _shift(desk: Desk, schedule: Any, by: int) -> None:
    rows = list(_rows(desk, schedule))
    for row in rows:
        for column in ("start", "end"):
            _move(desk, row[column], by)
    mine = {g for row in rows for g in _grades(row)}
    for row in desk.rows("service"):
        if set(_grades(row) or desk.names.grades) <= (mine or set(desk.names.grades)):
            for column in ("start", "end"):
                if not row[column].empty:
                    _move(desk, row[column], by)


def _move(desk: Desk, cell: Any, by: int) -> None:
    when = _clock(desk, cell) + by
    if not 0 <= when < 24 * 60:
        raise ChangeError(Text("移到了前一天或后一天", "that would be on another day"))
    desk.write(cell, say_clock(when))


def _clock(desk: Desk, cell: Any) -> int:
    return shapes.clock(desk.value(cell))


def _rows(desk: Desk, schedule: Any) -> Iterator[Row]:
    """The rows of one schedule, or of all."""
    every = list(desk.rows("bells"))
    names = list(dict.fromkeys(_text(row["schedule"]) for row in every))
    name = pick(Text("作息表", "bell schedule"), schedule, names) if schedule else None
    for row in every:
        if (name is None or _text(row["schedule"]) == name) and not (row["start"].empty or row["end"].empty):
            yield row


def _desk(plan: Plan) -> tuple[Desk, tuple[Edit, ...]]:
    """The workbook with a sheet 作息: where it has none, the usual bell schedule that it keeps is written out first."""
    desk = Desk(plan)
    if desk.table("bells"):
        return desk, ()
    for bell in desk.school.grid.bells:
        days: dict[tuple[int, int, str, str], list[int]] = {}
        for block in sorted(b for b in bell.blocks if b.kind is not BlockKind.SERVICE):
            days.setdefault((block.start, block.end, block.name, KINDS[block.kind][0]), []).append(block.day)
        for (start, end, name, kind_), on in days.items():
            values = {"schedule": bell.name, "grades": "、".join(map(str, bell.grades)), "name": name, "kind": kind_}
            values |= {
                "days": "、".join(say_day(d, "zh") for d in on),
                "start": say_clock(start),
                "end": say_clock(end),
            }
            desk.add_row("bells", values)
    return Desk(replace(plan, book=edited(desk.book, desk.edits))), desk.edits


def _is_lesson(row: Row) -> bool:
    known = map(words.key, KINDS[BlockKind.LESSON])
    written = row["kind"].value
    return words.key(written) in known if not row["kind"].empty else words.key(row["name"].value).endswith("节")


def _grades(row: Row) -> Sequence[int]:
    try:
        return () if row["grades"].empty else words.grades(row["grades"].value)
    except ValueError:
        return ()


def _text(cell: Any) -> str:
    return words.clean(cell.value)
