"""What changed for one class or one teacher, as a slip: text to paste into a chat. ``slip_book`` prints them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.domain import At, Course, Placement, School, Text, Timetable, Weeks
from scheduler.output.tables import classes_of
from scheduler.rule import say_at, say_clock

from .between import Between, Handed
from .differences import Moved


@dataclass(frozen=True, order=True)
class Spot:
    """A time of the week and the rooms: periods ``first`` to ``last`` of a day, ``start`` and ``end`` in minutes after
    midnight."""

    day: int
    first: int
    last: int
    start: int
    end: int
    weeks: Weeks = Weeks.ALL
    rooms: tuple[str, ...] = ()

    def at(self, lang: str) -> str:
        """周三第2节, 周三第2–3节(单周)."""
        said = say_at(At(self.day, self.first, self.weeks.value), lang)
        if self.last == self.first:
            return said
        one = f"第{self.first}节" if lang == "zh" else f" {self.first}"
        return said.replace(one, one.replace(str(self.first), f"{self.first}–{self.last}"), 1)

    def say(self, lang: str) -> str:
        """周三第2节 08:50–09:30."""
        return f"{self.at(lang)} {say_clock(self.start)}–{say_clock(self.end)}"


def spot_of(school: School, p: Placement) -> Spot:
    """When and where a placement is held."""
    start = school.grid.slot[p.start]
    session = next(s for s in school.course[p.course].sessions if s.id == p.session)
    last = (school.grid.run(start, session.duration) or (start,))[-1]
    return Spot(start.day, start.period, last.period, start.start, last.end, p.weeks, tuple(r for r in p.rooms if r))


@dataclass(frozen=True)
class Line:
    """One change for one person. ``kind``: moved, weeks, rooms, new, gone, or teacher (``said`` tells who takes the
    lessons, ``handed`` from whom and to whom); ``what`` is the lesson as this person calls it, ``whom`` its other
    people."""

    kind: str
    what: str = ""
    whom: tuple[str, ...] = ()
    before: Spot | None = None
    after: Spot | None = None
    said: Text | None = None
    handed: tuple[str, str] = ("", "")

    def name(self, lang: str) -> str:
        """数学（张三）."""
        who = ("、" if lang == "zh" else ", ").join(self.whom)
        return (f"{self.what}（{who}）" if lang == "zh" else f"{self.what} ({who})") if who else self.what

    def change(self, lang: str) -> str:
        """周三第2节 08:50–09:30 → 周四第3节 10:20–11:00，场地 音乐室1 → 音乐室2."""
        zh = lang == "zh"
        if self.said is not None:
            return self.said.say(lang)
        if self.before and self.after:
            times = self.after.say(lang)
            said = times if self.kind == "rooms" else f"{self.before.say(lang)} → {times}"
        elif self.after:
            said = f"{'新增' if zh else 'new:'} {self.after.say(lang)}"
        else:
            assert self.before is not None
            said = f"{'取消' if zh else 'no longer'} {self.before.say(lang)}"
        rooms = self.rooms(lang)
        return said + ("，" if zh else ", ") + rooms if rooms else said

    def rooms(self, lang: str) -> str:
        """场地 音乐室1 → 音乐室2; empty where no room but the class's own is used."""
        zh = lang == "zh"
        olds, news = (("、" if zh else ", ").join(x.rooms) if x else "" for x in (self.before, self.after))
        word = "场地" if zh else "room"
        if self.before and self.after and olds != news:
            home = "本班教室" if zh else "own classroom"
            return f"{word} {olds or home} → {news or home}"
        return f"{word} {news or olds}" if news or olds else ""

    def say(self, lang: str) -> str:
        """The change in a line."""
        return f"{self.name(lang)}{'：' if lang == 'zh' else ': '}{self.change(lang)}"


@dataclass(frozen=True)
class Slip:
    """All changes for one class or teacher, in the order of the week; who takes which lessons first."""

    owner: str
    teacher: bool
    lines: tuple[Line, ...]

    def title(self, lang: str) -> str:
        """Whose slip it is, and how much changed."""
        count = len(self.lines)
        if lang == "en":
            return f"[{self.owner}] changes of the timetable: {count}"
        return f"【{self.owner}{'老师' if self.teacher else ''}】课表有 {count} 处变动"

    def say(self, lang: str) -> str:
        """The slip as text to paste into a chat."""
        return "\n".join([self.title(lang), *(f"{n}. {line.say(lang)}" for n, line in enumerate(self.lines, 1))])


def slips(found: Between) -> tuple[Slip, ...]:
    """A slip for each class and each teacher who has to know of a change; classes first, in the order of the plan."""
    return slips_of(found.before.school, found.after.school, found.listed, found.handed, found.after.timetable)


def slips_of(
    before: School, after: School, moved: Sequence[Moved], handed: Sequence[Handed] = (), new: Timetable | None = None
) -> tuple[Slip, ...]:
    """The same from its parts. ``new`` is the timetable that says when lessons are that were ``handed`` over."""
    classes: dict[str, list[Line]] = defaultdict(list)
    teachers: dict[str, list[Line]] = defaultdict(list)
    theirs = frozenset(h.course for h in handed)
    for m in moved:
        old = before.course[m.before.course] if m.before else None
        now = after.course[m.after.course] if m.after else None
        was, becomes = (spot_of(s, p) if p else None for s, p in ((before, m.before), (after, m.after)))
        line = Line(m.kind, before=was, after=becomes)
        _tell(classes, line, _classes(before, old), _classes(after, now), old, now)
        had, has = old.teachers if old else (), now.teachers if now else ()
        if m.course in theirs:  # who takes them over, or hands them on, is told of all the lessons at once
            had = has = tuple(t for t in had if t in has)
        _tell(teachers, line, had, has, old, now, as_teacher=True)
    _tell_handed(classes, teachers, after, handed, new or Timetable())
    known = dict.fromkeys(k.id for s in (after, before) for k in s.classes)
    staff = dict.fromkeys(t.id for s in (after, before) for t in s.teachers)
    return (
        *(Slip(k, False, _in_order(classes[k])) for k in known if k in classes),
        *(Slip(t, True, _in_order(teachers[t])) for t in staff if t in teachers),
    )


def _classes(school: School, course: Course | None) -> tuple[str, ...]:
    return tuple(k.id for k in classes_of(school, course)) if course else ()


def _tell(
    told: dict[str, list[Line]], line: Line, had: Sequence[str], has: Sequence[str], old: Course | None,
    now: Course | None, *, as_teacher: bool = False,
) -> None:  # fmt: skip
    """Tell everybody of a change who had the lesson before, or has it after, or both."""
    for one in dict.fromkeys((*had, *has)):
        course = now if one in has else old
        assert course is not None
        what, whom = (_called(course), ()) if as_teacher else (course.subject, course.teachers)
        mine = replace(line, what=what, whom=whom)
        if one not in has:
            mine = replace(mine, kind="gone", after=None)
        elif one not in had:
            mine = replace(mine, kind="new", before=None)
        told[one].append(mine)


def _called(course: Course) -> str:
    """A lesson as its teacher calls it: 五2 数学."""
    return " ".join(("、".join(course.groups), course.subject)).strip()


def _tell_handed(
    classes: dict[str, list[Line]], teachers: dict[str, list[Line]], after: School, handed: Sequence[Handed],
    new: Timetable,
) -> None:  # fmt: skip
    """Who takes whose lessons: the classes, who hands them on, and who takes them, with their times."""
    for h in handed:
        course = after.course[h.course]
        olds, news = "、".join(h.before) or "—", "、".join(h.after) or "—"
        for klass in _classes(after, course):
            said = Text(f"任课教师 {olds} → {news}", f"teacher {olds} → {news}")
            classes[klass].append(Line("teacher", course.subject, said=said, handed=(olds, news)))
        spots = sorted(spot_of(after, p) for p in new.placements if p.course == h.course)
        for teacher in h.before:
            if teacher not in h.after:
                said = Text(f"改由 {news} 上", f"now taught by {news}")
                teachers[teacher].append(Line("teacher", _called(course), said=said, handed=(olds, news)))
        for teacher in h.after:
            if teacher not in h.before:
                zh, en = ("、".join(x.say("zh") for x in spots), ", ".join(x.say("en") for x in spots))
                said = Text(f"改由您上（原 {olds}）：{zh}", f"now yours (was {olds}): {en}")
                teachers[teacher].append(Line("teacher", _called(course), said=said, handed=(olds, news)))


def _in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Each line once, by the new time where there is one."""

    def when(line: Line) -> tuple[int, ...]:
        spot = line.after or line.before
        return (spot.day, spot.start) if spot else (0, 0)

    return tuple(sorted(dict.fromkeys(lines), key=when))
