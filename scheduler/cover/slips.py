"""Slips: what each person is told of a day's exceptions, as text to paste into a chat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain import School, Slot, Text
from scheduler.domain.sayings import say_day

from .day import Days, Held
from .exceptions import Kind, Record


@dataclass(frozen=True)
class Slip:
    """What one person is told."""

    teacher: str
    text: Text


def say_date(when: date, lang: str) -> str:
    """11月24日（周二） or Tue 24 Nov."""
    day = say_day(when.isoweekday(), lang)
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{when.month}月{when.day}日（{day}）" if lang == "zh" else f"{day} {when.day} {months[when.month - 1]}"


def say_slots(slots: Sequence[Slot], lang: str) -> str:
    """第3节 or lesson 3; of several 第3-4节."""
    first, last = slots[0].period, slots[-1].period
    said = f"{first}" if first == last else f"{first}-{last}"
    return f"第{said}节" if lang == "zh" else f"lesson {said}"


def say_place(school: School, held: Held, lang: str) -> str:
    """Where it is held: its rooms, else the class's own room; '' where the plan does not say."""
    homes = [school.group[g].home_room for g in held.course.groups]
    names = [n for n in held.rooms if n] or list(dict.fromkeys(n for n in homes if n))
    said = [("教室" if lang == "zh" else "room ") + n if n[:1].isdigit() else n for n in names]
    return "、".join(said)


def slips(days: Days, when: date) -> tuple[Slip, ...]:
    """The slips of a day: those who are away first, then those who take lessons or change places."""
    zh, en = dict(_said(days, when, "zh")), dict(_said(days, when, "en"))
    return tuple(Slip(name, Text(zh[name], en[name])) for name in zh)


def _said(days: Days, when: date, lang: str) -> Iterator[tuple[str, str]]:
    told: dict[str, list[str]] = {}
    held = days.held(when)
    for name in days.away(when):
        told[name] = [_away(name, held, lang)]
    for h in held:
        for name, text in _changed(days, h, lang):
            told.setdefault(name, []).append(text)
    for r in days.exchanges(when):
        for name, text in _exchanged(days, r, lang):
            told.setdefault(name, []).append(text)
    for name, texts in told.items():
        start = f"{name}老师：{say_date(when, lang)}" if lang == "zh" else f"{name}: {say_date(when, lang)}, "
        end = "。" if lang == "zh" else "."
        yield name, start + ("；" if lang == "zh" else "; ").join(texts) + end


def _away(name: str, held: Sequence[Held], lang: str) -> str:
    """What becomes of the lessons of somebody who is away."""
    said = []
    for h in held:
        if name in h.away:
            others = "、".join(h.teachers)
            study = h.record is not None and h.record.kind is Kind.STUDY
            zh = f"由{others}代" if others and not study else f"自习，{others}看护" if others else "还没有人上"
            zh = zh if set(h.teachers).isdisjoint(h.course.teachers) else f"由{others}上"
            en = f"by {others}" if others and not study else f"self-study with {others}" if others else "open"
            if h.course.groups:
                said.append(f"{say_slots(h.slots, lang)} {h.course.id}{zh if lang == 'zh' else ' ' + en}")
            else:
                said.append(f"{say_slots(h.slots, lang)} {h.course.id} " + ("缺席" if lang == "zh" else "without you"))
    comma = "，" if lang == "zh" else ", "
    return ("请假" if lang == "zh" else "away") + (comma + comma.join(said) if said else "")


def _changed(days: Days, h: Held, lang: str) -> Iterator[tuple[str, str]]:
    r = h.record
    if r is None or r.kind not in (Kind.COVER, Kind.STUDY) or r.teacher not in h.teachers:
        return
    place = say_place(days.school, h, lang)
    if lang == "zh":
        what = f"代{r.absent}" if r.kind is Kind.COVER else f"{r.absent}请假，改自习，请到班看护"
        yield r.teacher, f"{say_slots(h.slots, lang)} {h.course.id}，{what}" + (f"，{place}" if place else "")
    else:
        what = f"for {r.absent}" if r.kind is Kind.COVER else f"{r.absent} is away: self-study, please be there"
        yield r.teacher, f"{say_slots(h.slots, lang)} {h.course.id}, {what}" + (f", {place}" if place else "")


def _exchanged(days: Days, r: Record, lang: str) -> Iterator[tuple[str, str]]:
    """Both sides of an exchange, each told of his own lesson."""
    assert r.to is not None
    grid, course = days.school.grid, days.school.course

    def when(d: date, start: str, periods: int) -> str:
        run = grid.run(grid.slot[start], periods)
        return f"{say_date(d, lang)}{' ' if lang == 'en' else ''}{say_slots(run, lang)}"

    first, second = when(r.date, r.lesson.start, r.lesson.periods), when(r.to, r.other.start, r.other.periods)
    sides = ((r.lesson.course, first, second, r.other.course), (r.other.course, second, first, r.lesson.course))
    for own, old, new, with_ in sides:
        zh = f"{own} 由{old}调到{new}，与 {with_} 对调"
        for name in course[own].teachers:
            yield name, zh if lang == "zh" else f"{own} moves from {old} to {new}, exchanged with {with_}"


def what(h: Held, lang: str) -> str:
    """代课, 自习, 调课 … in a word."""
    if h.uncovered:
        return "待安排" if lang == "zh" else "open"
    kind = h.record.kind if h.record else None
    words = {
        Kind.COVER: ("代课", "cover"), Kind.STUDY: ("自习", "self-study"), Kind.EXCHANGE: ("调课", "exchange"),
        None: ("同堂教师上", "alone"),
    }  # fmt: skip
    return words.get(kind, ("", ""))[lang == "en"]
