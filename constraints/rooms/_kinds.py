"""Rooms by the words of the documents: 音乐室 is the 音乐教室 of a plan."""

from __future__ import annotations

from scheduler.domain import Room, School

_ENDS = ("专用教室", "教室", "室", "馆")
_SAME = (("计算机", "微机", "机房", "信息", "电脑"), ("图书", "阅览"), ("操场", "运动场", "体育场"))


def rooms_like(school: School, kind: str) -> tuple[Room, ...]:
    """The rooms whose kind or name is this word, whatever it ends in, or one that means the same."""
    stem = kind
    for end in _ENDS:
        stem = stem.removesuffix(end)
    words = next((same for same in _SAME if stem in same), (stem or kind,))
    return tuple(r for r in school.rooms if any(w in r.kind or w in r.id for w in words))
