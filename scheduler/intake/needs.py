"""Which rooms a course may use: by kind or by name."""

from __future__ import annotations

from scheduler.domain import RoomNeed

from . import words
from .draft import Draft
from .log import Log
from .workbook import Cell

_OWN_ROOM = frozenset({"", "教室", "普通教室", "本班教室", "本班", "无", "none", "homeroom"})


def room_needs(cell: Cell, draft: Draft, places: int, log: Log) -> tuple[RoomNeed, ...]:
    """The rooms a cell asks for: kinds or names, ``/`` or ``、`` for either of them, ``+`` for both.

    A course in the class's own room has none. Rooms that hold fewer than ``places`` classes are left out.
    """
    if cell.empty or words.key(cell.value) in _OWN_ROOM:
        return ()
    text = words.nfkc(cell.value)
    whole = _options(text, draft)
    parts = [text] if whole else text.split("+")
    needs = []
    for part in parts:
        options: list[str] = []
        for word in [part] if _options(part, draft) else words.split(part):
            found = _options(word, draft)
            if not found:
                _tell_missing(cell, word, draft, log)
            options += found
        holds = {r.name: r.holds for r in draft.rooms}
        large = [name for name in dict.fromkeys(options) if holds[name] >= places]
        if options and not large:
            log.add(
                cell,
                f"“{part.strip()}” 没有一处能同时容纳 {places} 个班",
                f"no '{part.strip()}' holds {places} classes at once",
                "在 场地 表改 同时班数 或加场地",
                "change 同时班数 in sheet 场地, or add a room",
            )
        if large:
            needs.append(RoomNeed(tuple(large)))
    return tuple(needs)


def _options(word: str, draft: Draft) -> list[str]:
    wanted = words.key(word)
    of_kind = [r.name for r in draft.rooms if words.key(r.kind) == wanted]
    named = draft.room.get(wanted)
    return of_kind or ([named.name] if named else [])


def _tell_missing(cell: Cell, word: str, draft: Draft, log: Log) -> None:
    if not draft.rooms:
        log.warn(
            cell,
            f"没有 场地 表，“{word}” 不排场地",
            f"there is no sheet 场地: no room is given for '{word}'",
            "填写 场地 表",
            "fill the sheet 场地",
        )
        return
    known = list(dict.fromkeys([*(r.kind for r in draft.rooms), *(r.name for r in draft.rooms)]))
    log.unknown(cell, ("场地（类型）", "room (kind)"), words.clean(word), known, ("场地 表", "sheet 场地"))
