"""Sport every day: lessons of PE and activity against the days that ask for one, and each day by itself: its classes
against the teachers and grounds that are there on that day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain import BlockKind, Course, Group, Half, RuleSetting, Text, Weeks
from scheduler.domain.sayings import say_day

from .facts import Facts
from .flow import SINK, Cut, Net, bits
from .places import per_week
from .shortage import Shortage
from .why import finding
from .words import LANGS, join

NOON = 12 * 60  # minutes after midnight


def sport_in_week(facts: Facts) -> Iterator[Shortage]:
    """Lessons of PE and activity against those that every day of a class asks for; classes short alike together."""
    school = facts.school
    sport = school.tagged("pe", "activity")
    for setting in facts.hard["pe_or_activity_daily"]:
        short: dict[tuple[int, int], list[str]] = defaultdict(list)
        for klass in filter(setting.scope.has_group, school.classes):
            need = setting["least"] * len({s.day for s in school.slots_of(klass)})
            mine = [x for c in school.courses_of(klass) if c.subject in sport for x in c.sessions]
            have = int(sum(min(x.duration, setting["least"]) * (1.0 if x.weeks is Weeks.ALL else 0.5) for x in mine))
            if have < need:
                short[need, have].append(klass.id)
        for (need, have), classes in short.items():
            text = Text(
                f"{'、'.join(classes)} 每天都要有体育课或体育活动课，每周要 {need} 节，课程计划里只有 {have} 节\n"
                "  可以：在 课程计划 加体育活动课，或在 规则 表把“每天一节体育或活动课”改成“尽量”",
                f"{', '.join(classes)}: PE or activity every day is {need} lessons a week, the curriculum has "
                f"{have}\n  Maybe: add activity lessons in sheet 课程计划, or make pe_or_activity_daily soft in "
                "sheet 规则",
            )
            ids = tuple(c.id for c in school.courses if c.subject in sport and not set(classes).isdisjoint(c.groups))
            yield Shortage("class", tuple(classes), need, have, text, (setting.source,), ids, (), (setting.id,))


@dataclass(frozen=True)
class _Wish:
    """What a class asks of a day: so many lessons, from these courses, each in these slots."""

    klass: Group
    lessons: int
    courses: tuple[tuple[Course, int], ...]


def sport_on_a_day(facts: Facts) -> Iterator[Shortage]:
    """Days on which not all classes can have the sport that is asked of the day; days short alike together."""
    for setting in (*facts.hard["pe_or_activity_daily"], *facts.hard["activity_on_no_pe_day"]):
        alike: dict[tuple[int, int, tuple[str, ...]], list[tuple[int, Cut]]] = defaultdict(list)
        for day, slots in facts.days.items():
            asked = filter(setting.scope.has_group, facts.school.classes)
            wishes = [w for k in asked for w in _wish(facts, setting, k, day, slots)]
            cut = _cut(facts, wishes) if wishes else None
            if cut is not None:
                near = [w for w in wishes if w.klass.id in set(cut.demands)]
                need = sum(w.lessons for w in near)
                size = per_week(facts, need * facts.weeks, need * facts.weeks - cut.short)
                alike[(*size, tuple(w.klass.id for w in near))].append((day, cut))
        for (need, have, classes), found in alike.items():
            yield _finding(facts, setting, classes, (need, have), found)


def _wish(facts: Facts, setting: RuleSetting, klass: Group, day: int, slots: int) -> Iterator[_Wish]:
    """Courses that can give the class its sport on the day; nothing where the day asks nothing of it."""
    school = facts.school
    if not any(s.day == day for s in school.slots_of(klass)):
        return
    pe, activity = school.tagged("pe"), school.tagged("activity")
    mine = [c for c in school.courses_of(klass) if c.subject in pe | activity]
    if setting.rule == "pe_or_activity_daily":
        yield _Wish(klass, setting["least"], tuple((c, facts.open(c) & slots) for c in mine))
        return
    after = 0 if setting["when"] == "any" else NOON
    blocks = [b for b in school.grid.bell[klass.bell].on(day, BlockKind.ACTIVITY) if b.start >= after]
    if setting["minutes"] <= sum(b.minutes for b in blocks) and (setting["minutes"] or blocks):
        return
    late = sum(1 << i for i in bits(slots) if facts.slots[i].half is Half.PM or not after)
    yield _Wish(klass, 1, tuple((c, facts.open(c) & (slots if c.subject in pe else late)) for c in mine))


def _cut(facts: Facts, wishes: Sequence[_Wish]) -> Cut | None:
    """classes → their sport courses → teachers, within what the day allows them → their slots → the grounds' places.

    A unit is a class's lesson; a lesson of several classes is as many."""
    net = Net()
    served = Counter(course.id for wish in wishes for course, _ in wish.courses)
    of_teacher: dict[str, dict[str, tuple[Course, int]]] = defaultdict(dict)
    for wish in wishes:
        for course, mask in wish.courses:
            of_teacher[min(course.teachers, default=course.id)][course.id] = course, mask
    nodes: dict[str, int] = {}
    ground = _grounds(facts, net, max((-(-served[c.id] // c.places) for w in wishes for c, _ in w.courses), default=1))
    for teacher, mine in of_teacher.items():
        behind = _teacher(facts, net, teacher, list(mine.values()), served, ground)
        for course, mask in mine.values():
            cap = facts.capped.get(course.id)
            units = min(cap.units, facts.load[course.id]) if cap else facts.load[course.id]
            nodes[course.id] = net.node()
            net.arc(nodes[course.id], behind(mask), units * served[course.id])
    for wish in wishes:
        node = net.demand((wish.klass.id,), wish.lessons * facts.weeks)
        for course, _ in wish.courses:
            net.arc(node, nodes[course.id])
    return net.cut()


def _teacher(
    facts: Facts, net: Net, teacher: str, mine: Sequence[tuple[Course, int]], served: Mapping[str, int],
    ground: Callable[[frozenset[str], int], int],
) -> Callable[[int], int]:  # fmt: skip
    """From the slots of a course of his to the node it goes to; slots and grounds lie behind it."""
    weight = max(served[c.id] for c, _ in mine)
    reach = 0
    for _, mask in mine:
        reach |= mask
    tightest = _day_load(facts, teacher)
    binding = tightest is not None and tightest["most"] < reach.bit_count()
    rooms = {frozenset(n.options) for c, _ in mine for n in c.needs} if all(c.needs for c, _ in mine) else set()
    union = frozenset().union(*rooms) if rooms else None
    cells = {i: net.node() for i in bits(reach)}
    for i, cell in cells.items():
        after = SINK if union is None else ground(union, i)
        net.arc(cell, after, weight * facts.weeks, facts.ids("teacher_clash"))
    patterns: dict[int, int] = {}

    def behind(mask: int) -> int:
        mask = reach if binding else mask  # his limit on the day is one arc for all his courses
        if mask not in patterns:
            patterns[mask] = inner = net.node()
            if binding and tightest is not None:
                inner = net.node()
                net.arc(patterns[mask], inner, tightest["most"] * facts.weeks * weight, (tightest.id,))
            for i in bits(mask):
                net.arc(inner, cells[i])
        return patterns[mask]

    return behind


def _grounds(facts: Facts, net: Net, share: int) -> Callable[[frozenset[str], int], int]:
    """The node of some rooms in a slot. ``share``: how many classes a place serves at most (teaching groups)."""
    nodes: dict[tuple[frozenset[str], int], int] = {}
    closed, rooms_by_id = facts.school.closed_rooms, facts.school.room
    clash = facts.ids("room_places")

    def ground(rooms: frozenset[str], slot: int) -> int:
        if (rooms, slot) not in nodes:
            nodes[rooms, slot] = net.node()
            free = (r for r in rooms if facts.slots[slot].id not in closed.get(r, ()))
            places = sum(rooms_by_id[r].holds for r in free) * share
            net.arc(nodes[rooms, slot], SINK, places * facts.weeks, clash)
        return nodes[rooms, slot]

    return ground


def _day_load(facts: Facts, teacher: str) -> RuleSetting | None:
    """The tightest limit on the lessons of his day; None where ``teacher`` is no teacher's id."""
    person = facts.school.teacher.get(teacher)
    loads = facts.hard["teacher_day_load"] if person else []
    asked = (s for s in loads if person and s.scope.has_teacher(person) and not s.scope.courses)
    return min(asked, key=lambda s: int(s["most"]), default=None)


def _finding(
    facts: Facts, setting: RuleSetting, classes: tuple[str, ...], size: tuple[int, int],
    found: Sequence[tuple[int, Cut]],
) -> Shortage:  # fmt: skip
    school, (need, have) = facts.school, size
    sport = school.tagged("pe", "activity")
    courses = {c.id: c for k in classes for c in school.courses_of(school.group[k]) if c.subject in sport}
    staff = dict.fromkeys(t for c in courses.values() for t in c.teachers)
    grounds = dict.fromkeys(r for c in courses.values() for n in c.needs for r in n.options)
    slots = 0
    for course in courses.values():
        slots |= sum(facts.open(course) & facts.days[day] for day, _ in found)
    days = [join((say_day(day, lang) for day, _ in found), lang) for lang in LANGS]
    text = Text(
        f"{days[0]} {len(classes)} 个班（{join(classes, 'zh')}）都要有体育课或体育活动课，"
        f"{len(staff)} 位教师和场地最多上得了 {have} 节，差 {need - have} 节"
        f"\n  教师：{join(staff, 'zh') or '没有'}；场地：{join(grounds, 'zh') or '不限'}",
        f"{days[1]}: {len(classes)} classes ({join(classes, 'en')}) each need PE or activity; {len(staff)} teachers "
        f"and the grounds give {have} lesson(s) at most: {need - have} short"
        f"\n  teachers: {join(staff, 'en') or 'none'}; grounds: {join(grounds, 'en') or 'any'}",
    )
    asked = (setting.id, *(id for _, cut in found for id in cut.settings))
    return finding(facts, "day", classes, size, text, list(courses.values()), asked, slots)
