"""Classes' weeks: lessons against open slots, and slots that are to be full against lessons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.domain import Course, Group, Text

from .facts import Facts
from .packing import NO_LIMITS, Limits, pack
from .people import figures
from .places import per_week
from .shortage import Shortage
from .why import finding
from .words import LANGS, join, say_courses, say_times

Key = tuple[int, int, bool, tuple[tuple[str, float], ...], frozenset[int]]


def classes(facts: Facts) -> Iterator[Shortage]:
    """Classes whose lessons do not fit into their open slots; those short alike together."""
    clash = facts.ids("class_clash")
    alike: dict[Key, list[tuple[Group, Sequence[Course], tuple[str, ...]]]] = defaultdict(list)
    seen: set[tuple[str, ...]] = set()
    for atom, klass in facts.school.atoms.items():
        courses = facts.school.courses_of_atom[atom]
        ids = tuple(c.id for c in courses)
        if ids in seen:
            continue
        seen.add(ids)
        cut = pack(facts, courses, clash, _limits(facts, klass))
        if cut is not None:
            near = set(cut.demands)
            mine = [c for c in courses if c.id in near]
            slots = frozenset(facts.open(c) for c in mine)
            subjects = tuple((c.subject, c.periods) for c in mine)
            need, have = figures(facts, mine, cut)
            alike[need, have, len(mine) == len(courses), subjects, slots].append((klass, mine, cut.settings))
    for (need, have, whole, _, _), some in alike.items():
        yield _overfull(facts, some, (need, have), whole)


def _overfull(
    facts: Facts, some: Sequence[tuple[Group, Sequence[Course], tuple[str, ...]]], size: tuple[int, int], whole: bool
) -> Shortage:
    names = list(dict.fromkeys(klass.id for klass, _, _ in some))
    courses = list({c.id: c for _, mine, _ in some for c in mine}.values())
    each = ("各", " each") if len(names) > 1 else ("", "")
    what = ("", "") if whole else ("有些课", f" of {say_courses(facts, some[0][1], 'en')}")
    need, have = size
    text = Text(
        f"{join(names, 'zh')} {each[0]}{what[0]}每周要上 {need} 节，可排的课位最多 {have} 个，差 {need - have} 个",
        f"{join(names, 'en')}{each[1]}: {need} lessons a week{what[1]}, at most {have} open slots: {need - have} short",
    )
    settings = [s for _, _, ids in some for s in ids]
    found = finding(facts, "class", names, size, text, courses, settings)
    return replace(found, text=Text(*(found.text.say(lang) + _rest(facts, *some[0][:2], lang) for lang in LANGS)))


def _rest(facts: Facts, klass: Group, mine: Sequence[Course], lang: str) -> str:
    """The other side of a full week: the slots that these lessons cannot take, and the other lessons there are."""
    others = [c for c in facts.school.courses_of(klass) if c not in mine]
    full = [s for s in facts.hard["class_week_full"] if s.scope.has_group(klass)]
    left = facts.mask(s.id for s in facts.school.slots_of(klass))
    for course in mine:
        left &= ~facts.open(course)
    if not full or not left or not others:
        return ""
    times, lessons = say_times(facts, left, lang), f"{sum(c.periods for c in others):g}"
    if lang == "zh":
        return f"\n  其余的课位（{times}）有 {left.bit_count()} 个，能排的课只有 {lessons} 节"
    return f"\n  the other {left.bit_count()} slots ({times}) are left to {lessons} lesson(s)"


def _limits(facts: Facts, klass: Group) -> Limits:
    asked = [s for s in facts.hard["class_day_load"] if s.scope.has_group(klass) and not _narrow(s.scope)]
    if not asked:
        return NO_LIMITS
    tightest = min(asked, key=lambda s: int(s["most"]))
    return Limits(days=dict.fromkeys(facts.days.values(), (tightest["most"] * facts.weeks, (tightest.id,))))


def _narrow(scope: object) -> bool:
    return any(getattr(scope, name) for name in ("courses", "subjects", "teachers", "rooms"))


def underfull(facts: Facts) -> Iterator[Shortage]:
    """Classes with fewer lessons than slots where every slot is to have one (``class_week_full``)."""
    for setting in facts.hard["class_week_full"]:
        alike: dict[tuple[int, int, int], list[Group]] = defaultdict(list)
        for atom, klass in facts.school.atoms.items():
            courses = facts.school.courses_of_atom[atom]
            if not setting.scope.has_group(klass) or any(c.bell != klass.bell for c in courses):
                continue  # a lesson by another clock may fill more than one slot
            slots = facts.mask(s.id for s in facts.school.slots_of(klass))
            need = slots.bit_count() * facts.weeks
            have = sum(facts.load[c.id] for c in courses)
            if have < need and klass not in alike[(*per_week(facts, need, have), slots)]:
                alike[(*per_week(facts, need, have), slots)].append(klass)
        for (need, have, slots), some in alike.items():
            if some:
                yield _underfull(facts, setting.id, some, (need, have), slots)


def _underfull(facts: Facts, setting: str, some: Sequence[Group], size: tuple[int, int], slots: int) -> Shortage:
    names, (need, have) = [k.id for k in some], size
    each = ("各", " each") if len(names) > 1 else ("", "")
    text = Text(
        f"{join(names, 'zh')} {each[0]}每周 {need} 个课位都要排满，课程计划只有 {have} 节，差 {need - have} 节",
        f"{join(names, 'en')}{each[1]}: {need} slots a week are to be full, the curriculum has {have} lessons: "
        f"{need - have} short",
    )
    courses = {c.id: c for k in some for c in facts.school.courses_of(k)}
    return finding(facts, "week", names, size, text, list(courses.values()), (setting,), slots)
