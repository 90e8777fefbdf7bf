"""Every lesson has the rooms it needs, and no room holds more classes than it has places (场地容量)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scheduler.domain import At, Course, Room, RuleSetting, School, Strength, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation

Component = tuple[list[frozenset[str]], dict[frozenset[str], list[tuple[Course, int]]]]


class RoomPlaces(Rule):
    """Every lesson has a suitable room of each kind it needs; no room holds more classes at once than its places.

    What it asks: each need of a lesson is met by one of its suitable rooms, and at every minute the classes in a room
    are no more than its places (``holds``).
    Why: labs, computer rooms and above all the sports ground are short in most schools (LJ-18).
    Breaks when: a need has no suitable room, or a room holds too many classes; each class too many counts one.
    Posted as counting (Hall): for every union of overlapping sets of suitable rooms, the places taken by lessons that
    can only go there are at most the places there are at that time. Rooms are matched afterwards.
    References: P. Hall, On representatives of subsets (1935); LJ-18.
    """

    code = "room_places"
    title = Text("场地容量", "rooms and their places")
    asks = Text(
        "每节课都有合适的场地，同一时间场地里的班数不超过可容班数",
        "every lesson has a suitable room, and no room holds more classes than its places",
    )
    breach = Text("{who} 在{where}多排了 {amount} 个班", "{who} holds {amount} class(es) too many at {where}")
    unit = Text("班次", "classes")
    wants = Text("场地 {who} 同一时间容纳的班数有限", "rooms {who} hold only so many classes at once")
    strength = Strength.HARD
    only_hard = True
    reference = "Hall 1935; LJ-18"
    metric = "room_capacity_excess"
    mutants = (Mutant("one place more", shift=1), Mutant("forgets a lesson", forget="first"))

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        moments = school.grid.moments(b.id for b in school.grid.bells)
        closed = school.closed_rooms
        for sets, users in _components(school):
            for union in _unions(sets):
                wanted: dict[int, list[Course]] = defaultdict(list)  # by how many places they take
                for options, courses in users.items():
                    for course, taken in courses if options <= union else ():
                        wanted[taken].append(course)
                for moment in moments:
                    # closed in one bell schedule's lesson is not closed in another's at the same time
                    open_rooms = [r for r in union if not all(s.id in closed.get(r, ()) for s in moment.slots)]
                    places = sum(school.room[r].holds for r in open_rooms)
                    for week in board.weeks:
                        load = board.sum(board.lessons(cs, moment.slots, week) * n for n, cs in wanted.items())
                        board.at_most(setting, tuple(sorted(union)), load, places)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for week in view.school.weeks:
            for lesson in view.lessons:
                if lesson.week is week:
                    missing = _unmet(lesson.course, lesson.rooms)
                    where = (At(lesson.slot.day, lesson.slot.period, week),)
                    if missing:
                        found.append(Violation(setting.id, (lesson.course.id,), where, missing))
            for room in view.school.rooms:
                found += _overfull(view, room, setting, week)
        return found

    def cases(self) -> Iterable[Case]:
        two = tiny({"一1": "体1", "一2": "体1", "一3": "体1"}, periods=3, rooms={"操场": ("体", 2)})
        yield Case(
            "breaks", Text("操场容 2 班，第1节 3 个班：多 1 班", "two places, three classes: one too many"),
            two, place(two, {"一1": "体 . .", "一2": "体 . .", "一3": "体 . ."}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("2 班同时，正好", "two at once: just full"),
            two, place(two, {"一1": "体 . .", "一2": "体 . .", "一3": ". 体 ."}), 0,
        )  # fmt: skip
        yield Case(
            "keeps", Text("各上各的", "one at a time"),
            two, place(two, {"一1": "体 . .", "一2": ". 体 .", "一3": ". . 体"}), 0,
        )  # fmt: skip
        lent = tiny({"一1": "音1 体1", "一2": "音1 体1"}, periods=2, rooms={"礼堂": ("音体", 1), "操场": ("体", 1)})
        yield Case(
            "overlapping kinds",
            Text("音乐只能在礼堂，两个班同时：多 1 班", "music only in the hall, two at once: one too many"),
            lent, place(lent, {"一1": "音 体", "一2": "音 体"}), 1,
        )  # fmt: skip
        halves = tiny({"一1": "音0.5 体0.5", "一2": "音0.5 体0.5"}, periods=1, rooms={"音乐室": ("音", 1)})
        yield Case(
            "odd and even weeks", Text("两班单双周错开用音乐室", "two classes take turns by weeks"),
            halves, place(halves, {"一1": "音/体", "一2": "体/音"}), 0,
        )  # fmt: skip
        long = tiny({"一1": "科1x2", "一2": "科1x2"}, periods=3, morning=3, rooms={"实验室": ("科", 1)})
        yield Case(
            "doubles", Text("连堂重叠在第2节：多 1 班", "two doubles share lesson 2: one too many"),
            long, place(long, {"一1": "科 科 .", "一2": ". 科 科"}), 1,
        )  # fmt: skip


def _components(school: School) -> Iterator[Component]:
    """Sets of suitable rooms that overlap, with the courses of each set and their places."""
    users: dict[frozenset[str], list[tuple[Course, int]]] = defaultdict(list)
    for course in school.courses:
        for need in course.needs:
            users[frozenset(need.options)].append((course, course.places))
    left = sorted(users, key=sorted)
    while left:
        sets = [left.pop(0)]
        union = set(sets[0])
        while joined := [s for s in left if not union.isdisjoint(s)]:
            sets += joined
            left = [s for s in left if s not in joined]
            union.update(*joined)
        yield sets, {s: users[s] for s in sets}


def _unions(sets: list[frozenset[str]]) -> list[frozenset[str]]:
    """All unions of the sets; beyond ten sets only the sets themselves and their whole union (matching decides)."""
    if len(sets) > 10:
        return [*sets, frozenset().union(*sets)]
    unions: set[frozenset[str]] = set()
    for options in sets:
        unions |= {options, *(options | u for u in unions)}
    return sorted(unions, key=sorted)


def _unmet(course: Course, rooms: tuple[str, ...]) -> int:
    """How many needs no room of the lesson meets, each room used once."""
    free = list(rooms)
    missing = 0
    for need in course.needs:
        room = next((r for r in free if r in need.options), None)
        if room is None:
            missing += 1
        else:
            free.remove(room)
    return missing


def _overfull(view: View, room: Room, setting: RuleSetting, week: object) -> Iterator[Violation]:
    """Classes beyond the places, at the start of each lesson in the room (a maximum is reached at some start)."""
    lessons = view.in_room(room.id, week)  # type: ignore[arg-type]
    worst: dict[frozenset[str], tuple[int, At]] = {}
    for lesson in lessons:
        together = [
            x for x in lessons if x.slot.day == lesson.slot.day and x.slot.start <= lesson.slot.start < x.slot.end
        ]
        over = sum(x.course.places for x in together) - room.holds
        if over > 0:
            key = frozenset(x.course.id + x.slot.id for x in together)
            worst[key] = (over, At(lesson.slot.day, lesson.slot.period, lesson.week))
    for over, at in worst.values():
        yield Violation(setting.id, (room.id,), (at,), over)
