"""Times that are fixed, forbidden or wished for, and the meetings of research groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.domain import Text
from scheduler.explain.remedies.written import write_times
from scheduler.intake import Edit, Plan, words
from scheduler.intake.sheets.locks import WAYS
from scheduler.intake.tables import Row
from scheduler.rule import Rule

from .. import shapes
from ..change import Change
from ..desk import Desk
from ..error import ChangeError
from ..kind import Field, kind
from ..names import pick, unknown

_WAY = {words.key(alias): way for way, names in WAYS.items() for alias in (way, *names)}
_IMPLIED = {alias: ("way", names[0]) for names in WAYS.values() for alias in names}
_SAID = {"fixed": Text("固定在", "fixed at"), "forbidden": Text("不排", "not at"),
         "preferred": Text("优先排在", "best at"), "avoided": Text("尽量不排", "rather not at")}  # fmt: skip
_WHO = ("class", "teacher", "room", "subject")
_CANCEL = (*words.NO, "取消", "停", "cancel", "none")


def _who(change: Change) -> str:
    return " ".join(shapes.listed(change["who"]))


def _say_lock(change: Change, lang: str) -> str:
    way = _SAID.get(_WAY.get(words.key(change["way"]), "fixed"), _SAID["fixed"])
    times = shapes.say(change["times"], "times", lang)
    return f"{_who(change)} {way.zh}{times}" if lang == "zh" else f"{_who(change)} {way.en} {times}"


@kind(
    "lock", Text("固排", "lock"),
    (Field("who", Text("对象", "for"), aliases=("who", "班级", "科目", "教师"), many=True),
     Field("times", Text("时间", "times"), "times", many=True),
     Field("way", Text("方式", "way"), optional=True, fixed=tuple(_WAY))),
    Text("固排 三1 数学 周一1", "lock 三1 数学 Mon1"), _say_lock, implied=_IMPLIED,
)  # fmt: skip
def lock(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """A new row of 固排禁排: 固排 (also without a way), 禁排, 优先 or 避免."""
    desk = Desk(plan)
    written = change["way"] or "固排"
    way = _WAY.get(words.key(written))
    if way is None:
        raise unknown(Text("方式", "way"), written, [names[0] for names in WAYS.values()])
    who = _columns(desk, change)
    desk.add_row("locks", {**who, "times": write_times(shapes.times(change["times"])), "way": WAYS[way][0]})
    return desk.edits


def _columns(desk: Desk, change: Change) -> dict[str, str]:
    """Who is named, by the columns of 固排禁排, where a grade stands in the column of classes."""
    found = desk.names.sorted_out(change["who"])
    if grades := found.pop("grades", ""):
        named = [f"{g}年级" for part in shapes.listed(grades) for g in desk.names.grades_in(part)]
        found["class"] = "、".join(filter(None, (*named, found.get("class", ""))))
    return found


def _say_unlock(change: Change, lang: str) -> str:
    times = shapes.say(change["times"], "times", lang) if change["times"] else ""
    if lang == "zh":
        return f"取消固排禁排：{_who(change)} {times}".rstrip()
    return f"no longer fixed or forbidden: {_who(change)} {times}".rstrip()


@kind(
    "unlock", Text("取消固排", "unlock"),
    (Field("who", Text("对象", "for"), aliases=("who", "班级", "科目", "教师"), many=True, optional=True),
     Field("times", Text("时间", "times"), "times", many=True, optional=True)),
    Text("取消固排 班会", "unlock 班会"), _say_unlock, ("取消禁排", "解除固排", "解锁"),
)  # fmt: skip
def unlock(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The rows of 固排禁排 that name all of these, at these times where some are said, are emptied."""
    desk = Desk(plan)
    who = {c: {words.key(n) for n in shapes.listed(v)} for c, v in _columns(desk, change).items()}
    times = write_times(shapes.times(change["times"])) if change["times"] else ""
    if not who and not times:
        raise ChangeError(Text("写明取消谁的、什么时候的固排", "say whose lock, or which time, is lifted"))
    rows = list(desk.rows("locks"))
    found = [row for row in rows if _names(row, who) and (not times or _written(row) == times)]
    if not found:
        known = "；".join(_say_row(row) for row in rows[:8])
        zh = f"固排禁排 里没有这样的行（有：{known}）" if known else "没有 固排禁排"
        raise ChangeError(Text(zh, f"no such row in 固排禁排 (there are: {known})" if known else "there are no locks"))
    for row in found:
        desk.clear(row)
    return desk.edits


def _names(row: Row, who: Mapping[str, set[str]]) -> bool:
    return all(names <= {words.key(n) for n in words.split(row[column].value)} for column, names in who.items())


def _written(row: Row) -> str:
    try:
        return write_times(shapes.times(row["times"].value)) if not row["times"].empty else ""
    except ChangeError:
        return ""


def _say_row(row: Row) -> str:
    return " ".join(words.clean(row[c].value) for c in (*_WHO, "times", "way") if not row[c].empty)


def _say_meeting(change: Change, lang: str) -> str:
    group, times, periods = (change[f] for f in ("group", "times", "periods"))
    if words.key(times) in _CANCEL:
        return f"取消{group}教研" if lang == "zh" else f"no meeting of {group}"
    said = shapes.say(times, "times", lang) if times else ""
    if lang == "zh":
        return f"{group}教研" + (f"改到{said}" if said else "") + (f"，{periods} 节" if periods else "")
    return f"the meeting of {group}" + (f" on {said}" if said else "") + (f", {periods} periods" if periods else "")


@kind(
    "meeting", Text("教研", "meeting"),
    (Field("group", Text("教研组", "group")),
     Field("times", Text("时间", "times"), "times", optional=True, many=True, fixed=_CANCEL),
     Field("periods", Text("节数", "periods"), "number", optional=True)),
    Text("教研 数学 周三下午", "meeting 数学 Wed pm"), _say_meeting, ("教研改期",),
)  # fmt: skip
def meeting(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The row of 教研 with other candidate times or another length (取消: emptied); a new row for a group without."""
    desk = Desk(plan)
    rows = {words.clean(row["group"].value): row for row in desk.rows("meetings")}
    known = [*rows, *(t.research_group for t in desk.school.teachers if t.research_group)]
    group = pick(Text("教研组", "research group"), change["group"], dict.fromkeys(known))
    if words.key(change["times"]) in _CANCEL:
        if group not in rows:
            raise ChangeError(Text(f"{group} 没有教研", f"{group} has no meeting"))
        desk.clear(rows[group])
        return desk.edits
    values = dict(_meeting_values(change))
    if not values:
        raise ChangeError(Text("写明时间或节数", "say the times or the length"))
    if group in rows:
        for column, value in values.items():
            desk.put("meetings", rows[group].number, column, value)
    else:
        desk.add_row("meetings", {"group": group, "periods": 1, **values})
    return desk.edits


def _meeting_values(change: Change) -> Iterator[tuple[str, object]]:
    if change["times"]:
        yield "times", write_times(shapes.times(change["times"]))
    if change["periods"] != "":
        yield "periods", shapes.whole(change["periods"], Text("节数", "periods"), 1, 4)
