"""作业协调: what each subject's teacher asked for a week beside what the board gives, for the class teacher."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from scheduler.domain import Group, HomeworkItem, HomeworkTarget, School, View

from .homework import counted, free_days, homework_caps, in_turns, minutes_in, off_days, task_words
from .words import number

_LEAST = 5  # minutes: a day with less left is full, as is one without homework


@dataclass(frozen=True)
class Share:
    """A subject's part of a class's week. ``days``: its minutes day by day, '' where it gives none, ``·`` where it has
    a lesson and gives none; ``service`` what of them is done at school. ``short`` and ``over``: minutes off what was
    asked, in the worst week."""

    subject: str
    teacher: str
    task: str
    asked: str
    given: str
    days: tuple[str, ...]
    service: tuple[str, ...]
    short: int
    over: int
    remark: str = ""

    @property
    def result(self) -> str:
        """符合, 少 10, 多 5."""
        if not (self.short or self.over):
            return "符合"
        return "，".join(f"{word} {n}" for word, n in (("少", self.short), ("多", self.over)) if n)


@dataclass(frozen=True)
class Coordination:
    """A class: what its subjects get. ``days``: the sums of what every pupil has to do; ``room``: what caps leave."""

    klass: str
    coordinator: str
    shares: tuple[Share, ...]
    asked: str
    given: str
    days: tuple[str, ...]
    room: tuple[str, ...]
    about: str

    @property
    def alternates(self) -> bool:
        """Whether something differs between odd and even weeks."""
        return any("/" in minutes for share in self.shares for minutes in (share.given, *share.days))


def coordination(view: View) -> list[Coordination]:
    """The classes in which some subject asks for homework or gives some, in the order of the plan."""
    items: dict[str, list[HomeworkItem]] = defaultdict(list)
    for item in view.homework.items:
        items[item.group].append(item)
    targets: dict[str, list[HomeworkTarget]] = defaultdict(list)
    for target in view.targets:
        targets[target.group].append(target)
    classes = (k for k in view.school.classes if items[k.id] or targets[k.id])
    return [_class(view, k, items[k.id], targets[k.id]) for k in classes]


def _class(view: View, klass: Group, items: list[HomeworkItem], targets: list[HomeworkTarget]) -> Coordination:
    school, days, weeks = view.school, view.school.grid.days, view.school.weeks
    asked = {t.subject: t for t in targets}
    names = [s.id for s in school.subjects if s.id in asked or any(i.subject == s.id for i in items)]
    required = [i for i in items if i.layer == "required"]
    needed = [t for t in targets if t.layer == "required"]
    free = free_days(school, klass)
    room = {d: 0 if d in free else _room(school, klass, _on(items, d)) for d in days}
    full = {d for d, left in room.items() if left is not None and left < _LEAST}
    return Coordination(
        klass.id,
        klass.class_teacher,
        tuple(_share(view, klass, s, asked.get(s), [i for i in items if i.subject == s], full) for s in names),
        _range(sum(t.least for t in needed), sum(t.most for t in needed)),
        in_turns(minutes_in(weeks, required)),
        tuple(in_turns(minutes_in(weeks, _on(required, d))) for d in days),
        tuple("" if left is None else str(left) for left in room.values()),
        off_days(school, klass),
    )


def _room(school: School, klass: Group, items: list[HomeworkItem]) -> int | None:
    """What the caps of a day still leave in its fuller week; None without a cap. Below 0 it is beyond."""
    caps = [c for c in homework_caps(school, klass) if c["statistic"] == "max" and c["kind"] != "oral"]
    return min((int(c["most"]) - max(minutes_in(school.weeks, counted(c, items))) for c in caps), default=None)


def _on(items: list[HomeworkItem], day: int) -> list[HomeworkItem]:
    return [i for i in items if i.day == day]


def _share(
    view: View, klass: Group, subject: str, target: HomeworkTarget | None, items: list[HomeworkItem], full: set[int]
) -> Share:
    school, weeks, days = view.school, view.school.weeks, view.school.grid.days
    taught = {w: {x.slot.day for x in view.of_class(klass, w) if x.course.subject == subject} for w in weeks}
    on = set().union(*taught.values())
    given = minutes_in(weeks, items)
    by_day = {d: minutes_in(weeks, _on(items, d)) for d in days}
    due = [target.least if target and taught[w] else 0 for w in weeks]
    most = target.most if target else 0
    short = max(max(0, n - g) for n, g in zip(due, given, strict=True))
    kinds = {(i.kind, i.layer) for i in items} or {(target.kind, target.layer) if target else ("written", "required")}
    return Share(
        subject,
        _teacher(school, klass, subject),
        "、".join(dict.fromkeys(w for k in sorted(kinds) if (w := task_words(*k)))),
        _range(target.least, target.most) if target else "未报",
        in_turns(given),
        tuple(in_turns(by_day[d]) if any(by_day[d]) else "·" if d in on else "" for d in days),
        tuple(_service(by_day[d], minutes_in(weeks, [i for i in _on(items, d) if i.place == "service"])) for d in days),
        short,
        max(0, max(given) - most),
        _why(short, on, full),
    )


def _service(given: tuple[int, ...], at_school: tuple[int, ...]) -> str:
    """校内 where all is done at school, 校内 10 where a part is."""
    if not any(at_school):
        return ""
    return "校内" if at_school == given else f"校内 {in_turns(at_school)}"


def _why(short: int, taught: set[int], full: set[int]) -> str:
    """Why a subject gets less than it asks for, as far as the board itself shows it."""
    if not short:
        return ""
    if not taught:
        return "本周没有课"
    return f"有课 {len(taught)} 天" + (f"，{len(taught & full)} 天已满" if taught & full else "")


def _teacher(school: School, klass: Group, subject: str) -> str:
    """Who gives it: of the course with most lessons; several where the class is taught together or split."""
    courses = [c for c in school.courses_of(klass, subject) if c.teachers]
    return "/".join(max(courses, key=lambda c: c.periods).teachers) if courses else ""


def _range(least: int, most: int) -> str:
    return number(least) if least == most else f"{least}–{most}"
