"""Rooms and grounds: lost, gained, larger or smaller; sport indoors on a day of bad weather."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scheduler.domain import Text, TimePattern, Times
from scheduler.explain.remedies.written import write_times
from scheduler.intake import Edit, Plan, words
from scheduler.intake.workbook import Cell
from scheduler.rule import Rule

from .. import shapes
from ..change import Change
from ..desk import Desk, number_of
from ..error import ChangeError
from ..kind import Field, kind
from ..names import pick, unknown
from .people import and_times

ROOM = Field("room", Text("场地", "room"))
_HOLDS = Text("同时班数", "classes at once")
_OUTDOORS = re.compile("操场|运动场|田径|跑道|球场|场$|playground|field|track|court")
_INDOORS = re.compile("馆|厅|室|内|堂|hall|gym|indoor")
_SPORT = ("pe", "activity")
_OWN_ROOMS = "教室（雨天）"


def _say_lost(change: Change, lang: str) -> str:
    times = shapes.say(change["times"], "times", lang) if change["times"] else ""
    room, to = change["room"], change["to"]
    if lang == "zh":
        return f"{room}{times}停用" + (f"，改用{to}" if to else "")
    return f"{room} cannot be used" + (f" on {times}" if times else "") + (f", {to} instead" if to else "")


@kind(
    "room_lost", Text("场地停用", "room lost"),
    (ROOM, Field("times", Text("时间", "times"), "times", optional=True, many=True),
     Field("to", Text("改用", "instead"), optional=True, aliases=("to",))),
    Text("场地停用 体育馆 周五", "room lost 体育馆 Fri"), _say_lost, ("场地维修", "停用"),
)  # fmt: skip
def room_lost(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """At some times: closed then. Wholly: its row of 场地 is emptied; cells that name it name another one, of its kind
    where no other is said; 本班教室 is the class's own room."""
    desk = Desk(plan)
    room = desk.names.room(change["room"])
    cells = desk.origins.room[room]
    if change["times"]:
        if change["to"]:
            raise ChangeError(
                Text("只停用一段时间时不用写改用哪里", "a room closed for a time needs no other in its place")
            )
        number = number_of(cells["name"])
        old = desk.value(desk.cell("rooms", number, desk.column("rooms", "away")))
        desk.put("rooms", number, "away", and_times(old, shapes.times(change["times"])))
        return desk.edits
    instead = _instead(desk, room, change["to"])
    for row in desk.rows("rooms"):
        if row.number == number_of(cells["name"]):
            desk.clear(row)
    for cell in _naming(desk):
        _renamed(desk, cell, room, instead)
    return desk.edits


def _instead(desk: Desk, room: str, to: Any) -> str:
    """The room or kind that takes its place; '' the class's own."""
    if to:
        own = words.key(to) in ("本班教室", "本班", "教室", "homeroom", "ownroom")
        return (
            ""
            if own
            else pick(Text("场地", "room"), to, [r for r in (*desk.names.rooms, *desk.names.kinds) if r != room])
        )
    lost = desk.school.room[room].kind
    others = [r.id for r in desk.school.rooms if r.kind == lost and r.id != room]
    if others:
        return others[0] if len(others) == 1 else lost
    used = any(room in need.options for c in desk.school.courses for need in c.needs)
    if used:
        zh = f"没有别的{lost}：写明改用哪里（改用=礼堂，或 改用=本班教室）"
        raise ChangeError(Text(zh, f"there is no other room of the kind {lost}: say which to use (instead=…)"))
    return ""


def _naming(desk: Desk) -> list[Cell]:
    found = [row["kind"] for row in desk.rows("curriculum")]
    found += [row["room"] for code in ("groups", "locks", "rules") for row in desk.rows(code)]
    return [cell for cell in found if cell.address and not cell.empty]


def _renamed(desk: Desk, cell: Cell, room: str, instead: str) -> None:
    """A cell that names the room, or the kind of which it was the last."""
    kind = desk.school.room[room].kind
    last = all(r.id == room for r in desk.school.rooms if r.kind == kind)
    gone = {words.key(room), *([words.key(kind)] if last else [])}
    parts = re.split(r"([+/、,，;；\n]+)", str(desk.value(cell)))
    if not any(words.key(p) in gone for p in parts):
        return
    names = [instead if words.key(p) in gone else p for p in parts[::2]]
    kept = dict.fromkeys(n.strip() for n in names if n.strip())
    desk.write(cell, (parts[1] if len(parts) > 1 else "").join(kept))


def _say_gained(change: Change, lang: str) -> str:
    room, kind_, holds = (change[f] for f in ("room", "kind", "holds"))
    if lang == "zh":
        return f"增加场地 {room}（{kind_ or room}" + (f"，同时 {holds} 个班）" if holds else "）")
    return f"a new room {room} ({kind_ or room}" + (f", {holds} classes at once)" if holds else ")")


@kind(
    "room_gained", Text("增加场地", "room gained"),
    (ROOM, Field("kind", Text("类型", "kind"), optional=True),
     Field("holds", _HOLDS, "number", optional=True, aliases=("班数", "holds"))),
    Text("增加场地 音乐教室3 音乐教室", "room gained 音乐教室3 音乐教室"), _say_gained, ("新场地",),
)  # fmt: skip
def room_gained(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """A new row of 场地; a kind that no lesson asks for would be of no use, so it has to be known."""
    desk = Desk(plan)
    room = words.clean(change["room"])
    if not desk.origins.room:  # lessons need no rooms then, and with a first row all would, of every kind
        zh, en = "没有填 场地 表，排课不受场地限制，不用加", "sheet 场地 is not filled: no lesson waits for a room"
        raise ChangeError(Text(zh, en))
    if words.key(room) in map(words.key, desk.names.rooms):
        raise ChangeError(Text(f"已经有场地 {room}", f"there is a room {room} already"))
    asked = [words.clean(row["kind"].value) for row in desk.rows("curriculum") if not row["kind"].empty]
    known = dict.fromkeys([*desk.names.kinds, *(part for cell in asked for part in re.split(r"[+/、]", cell))])
    kind_ = pick(Text("场地类型", "kind of room"), change["kind"], known) if change["kind"] else None
    holds = shapes.whole(change["holds"], _HOLDS, 1, 200) if change["holds"] != "" else 1
    desk.add_row("rooms", {"name": room, "kind": kind_, "holds": holds})
    return desk.edits


def _say_places(change: Change, lang: str) -> str:
    room, holds = change["room"], change["holds"]
    return f"{room}同时上 {holds} 个班" if lang == "zh" else f"{room} holds {holds} classes at once"


@kind(
    "places", Text("同时班数", "places"), (ROOM, Field("holds", _HOLDS, "number", aliases=("班数", "holds"))),
    Text("同时班数 操场 3", "places 操场 3"), _say_places, ("容纳班数",),
)  # fmt: skip
def places(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The cell 同时班数 of 场地."""
    desk = Desk(plan)
    cells = desk.origins.room[desk.names.room(change["room"])]
    desk.put("rooms", number_of(cells["name"]), "holds", shapes.whole(change["holds"], _HOLDS, 1, 200))
    return desk.edits


def _say_indoor(change: Change, lang: str) -> str:
    days = shapes.say(change["days"], "days", lang) if change["days"] else ""
    return f"雨天（{days or '整周'}）体育课在室内上" if lang == "zh" else f"sport indoors on {days or 'every day'}"


@kind(
    "indoor", Text("雨天", "indoor"),
    (Field("days", Text("星期", "days"), "days", optional=True, many=True),
     Field("rooms", Text("室外场地", "outdoors"), optional=True, aliases=("rooms", "场地"), many=True)),
    Text("雨天 周二、周三", "indoor Tue"), _say_indoor, ("雨天室内", "室内体育", "bad weather"),
)  # fmt: skip
def indoor(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """On these days (all, where none is named) the grounds outdoors are closed, and sport may be held in the classes'
    own rooms: a room of the grounds' kind that is open on these days only and holds every class. Which grounds are
    outdoors their names tell (操场, 球场 …) where they are not listed."""
    desk = Desk(plan)
    days = shapes.days(change["days"]) if change["days"] else desk.school.grid.days
    outdoors = _outdoors(desk, change["rooms"])
    closed = Times(tuple(TimePattern(day) for day in days))
    others = Times(tuple(TimePattern(day) for day in desk.school.grid.days if day not in days))
    for room in outdoors:
        number = number_of(desk.origins.room[room]["name"])
        old = desk.value(desk.cell("rooms", number, desk.column("rooms", "away")))
        desk.put("rooms", number, "away", and_times(old, closed))
    for kind_ in dict.fromkeys(desk.school.room[room].kind for room in outdoors):
        name = _OWN_ROOMS if len({desk.school.room[r].kind for r in outdoors}) == 1 else f"{kind_}{_OWN_ROOMS}"
        values = {"name": _free_name(desk, name), "kind": kind_, "holds": min(200, len(desk.school.classes))}
        desk.add_row("rooms", {**values, "away": write_times(others)})
    return desk.edits


def _outdoors(desk: Desk, written: Any) -> list[str]:
    """The grounds: those that are named, or those of sport whose names are of outdoors."""
    if written:
        return [desk.names.room(word) for word in shapes.listed(written)]
    sport = {s for tag in _SPORT for s in desk.school.tagged(tag)}
    used = {r for c in desk.school.courses if c.subject in sport for need in c.needs for r in need.options}
    found = [
        r for r in desk.names.rooms if r in used and _OUTDOORS.search(r.lower()) and not _INDOORS.search(r.lower())
    ]
    if not found:
        if not used:
            raise ChangeError(Text("体育课没有写场地，不用改", "sport has no rooms in this plan: nothing would change"))
        raise unknown(Text("室外场地", "ground outdoors"), "操场", sorted(used))
    return found


def _free_name(desk: Desk, name: str) -> str:
    taken = set(desk.names.rooms)
    return next(n for n in (name, *(f"{name}{i}" for i in range(2, 99))) if n not in taken)
