"""From labels to slots: every lesson that was seen gets its place in a bell schedule, and each class one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain import Bells, Block, BlockKind, School, Slot, Weeks
from scheduler.rule import say_day, say_grades

from .bells import Places, clock_rows, same_times, shown_blocks, with_days
from .labels import Label
from .names import ClassNames
from .notes import NoteKind, Notes
from .texts import Taught
from .weeks import Seen, Week


@dataclass(frozen=True)
class Held:
    """A lesson in its slot."""

    slot: Slot
    taught: Taught
    seen: Seen


@dataclass
class Placed:
    """The lessons of each class, and the bell schedules they are in."""

    lessons: dict[str, list[Held]]
    bell_of: dict[str, str]
    bells: dict[str, Bells]


class Placer:
    """Chooses the bell schedule of each table and looks up its labels in it."""

    def __init__(self, school: School, names: ClassNames, notes: Notes):
        self.school, self.notes = school, notes
        self._grade = {k.id: k.grade for k in school.classes}
        self._grade |= {name: pair[0] for pair, name in names.added.items()}
        self._own = {k.id: k.bell for k in school.classes}
        first = {k.grade: k.bell for k in reversed(school.classes)}
        self._own |= {name: first[pair[0]] for pair, name in names.added.items()}
        self.bells: dict[str, Bells] = {}
        self._blocks: Counter[str] = Counter()

    def place(self, weeks: Sequence[Week]) -> Placed:
        """One list of lessons a class; of two tables the one that says more, and a note where they differ."""
        chosen = self._choose(weeks)
        tables: dict[str, list[tuple[Week, list[Held], str]]] = {}
        for week in weeks:
            bells, clock = chosen[id(week)]
            tables.setdefault(week.klass, []).append((week, self._held(week, bells, clock), bells.id))
            self.bells[bells.id] = bells
        lessons, bell_of, same = {}, {}, 0
        for klass, found in tables.items():
            best = max(found, key=lambda t: (len(t[1]), sum(bool(h.taught.teachers) for h in t[1])))
            same += sum(_content(t[1]) == _content(best[1]) for t in found) - 1
            self._tell_twice(klass, best, found)
            lessons[klass], bell_of[klass] = best[1], best[2]
        if same:
            zh, en = f"有 {same} 张课表与别的一张相同，只用一张", f"{same} table(s) are the same as another one"
            self.notes.add(NoteKind.SKIPPED, zh, en)
        for name, count in self._blocks.items():
            zh, en = (
                f"“{name}”时间的 {count} 格不是正课，没有算",
                f"{count} cell(s) at the time of '{name}' are no lessons",
            )
            self.notes.add(NoteKind.IDLE, zh, en)
        used = {b: self.bells[b] for b in dict.fromkeys(bell_of.values())}
        return Placed(lessons, bell_of, used)

    def _choose(self, weeks: Sequence[Week]) -> dict[int, tuple[Bells, bool]]:
        """The bell schedule of each table, and whether it is the table's own. Tables of one grade with equal times
        share one."""
        groups: dict[tuple[int, tuple[Label, ...]], list[Week]] = {}
        chosen: dict[int, tuple[Bells, bool]] = {}
        for week in weeks:
            rows = clock_rows(week.labels) if week.grid else ()
            plan = self.school.grid.bell[self._own[week.klass]]
            if rows and not same_times(rows, plan):
                groups.setdefault((self._grade[week.klass], rows), []).append(week)
            else:
                chosen[id(week)] = (self._extended(plan, {s.day for s in week.seen}), False)
        if groups:
            zh, en = "作息按课表上写的时间，不按计划", "clock times are those of the timetable, not of the plan"
            self.notes.add(NoteKind.TIMES, zh, en)
        return chosen | self._shown(groups)

    @staticmethod
    def _shown(groups: Mapping[tuple[int, tuple[Label, ...]], Sequence[Week]]) -> dict[int, tuple[Bells, bool]]:
        """The schedules that tables show, equal ones of several grades as one, named by their grades."""
        keepers: dict[tuple[Block, ...], list[tuple[int, Week]]] = {}
        for (grade, rows), members in groups.items():
            filled = [(s.day, s.label) for week in members for s in week.seen]
            blocks = shown_blocks(rows, filled)
            keepers.setdefault(blocks, []).extend((grade, week) for week in members)
        chosen: dict[int, tuple[Bells, bool]] = {}
        taken: set[str] = set()
        for blocks, pairs in keepers.items():
            grades = tuple(sorted({grade for grade, _ in pairs}))
            name = "课表作息" if len(keepers) == 1 else f"课表作息（{say_grades(grades, 'zh')}）"
            while name in taken:
                name += "’"
            taken.add(name)
            chosen |= {id(week): (Bells(name, name, grades, blocks), True) for _, week in pairs}
        return chosen

    def _extended(self, plan: Bells, days: set[int]) -> Bells:
        longer = with_days(plan, days)
        if longer is plan:
            return plan
        more = sorted(days - {b.day for b in plan.blocks})
        said = "、".join(say_day(d, "zh") for d in more)
        name = f"{plan.id}（加{said}）"
        zh = f"{said}有课，计划的作息没有这些天：时间按作息的最后一天"
        en = f"lessons on {', '.join(say_day(d, 'en') for d in more)}, which the plan has no bells for: as its last day"
        self.notes.add(NoteKind.TIMES, zh, en)
        return Bells(name, name, longer.grades, longer.blocks, longer.season)

    def _held(self, week: Week, bells: Bells, clock: bool) -> list[Held]:
        places = Places.of(bells, week.labels, clock)
        held: dict[tuple[str, str, Weeks], Held] = {}
        for seen in week.seen:
            slots = places.find(seen.day, seen.label)
            if not slots and (block := _block_at(bells, seen)):
                self._blocks[block] += 1
            elif not slots:
                zh = f"作息里没有{say_day(seen.day, 'zh')} {seen.label.text}，{week.klass} 的这节课没有读"
                en = f"no {seen.label.text} on {say_day(seen.day, 'en')} in the bells: not read for {week.klass}"
                self.notes.add(NoteKind.UNREAD, zh, en, seen.cell)
            for slot in slots:
                held.setdefault((slot.id, seen.taught.subject, seen.taught.weeks), Held(slot, seen.taught, seen))
        return sorted(held.values(), key=lambda h: (h.slot.day, h.slot.start, h.taught.weeks, h.taught.subject))

    def _tell_twice(
        self, klass: str, best: tuple[Week, list[Held], str], found: Sequence[tuple[Week, list[Held], str]]
    ) -> None:
        mine = _content(best[1])
        for _, held, _ in found:
            other = _content(held)
            if other == mine:
                continue
            differ = sorted(mine.keys() ^ other.keys() | {k for k in mine.keys() & other.keys() if mine[k] != other[k]})
            day, _ = differ[0]
            zh = (
                f"{klass} 有两张不同的课表（{len(differ)} 处不同，如{say_day(day, 'zh')}），用了{_where(best[0], 'zh')}"
            )
            en = f"two tables of {klass} differ ({len(differ)} place(s)); used {_where(best[0], 'en')}"
            self.notes.add(NoteKind.TWICE, zh, en, held[0].seen.cell if held else None)


def _block_at(bells: Bells, seen: Seen) -> str:
    """What the bell schedule has at the time of a cell that is no lesson there: 活动, 课后服务; '' for nothing."""
    found = (b for b in bells.on(seen.day) if b.kind is not BlockKind.LESSON and b.start == seen.label.start)
    return next((b.name for b in found), "")


def _content(held: Sequence[Held]) -> Mapping[tuple[int, int], frozenset[tuple[str, Weeks]]]:
    """What is held by day and clock, for a comparison of two tables."""
    found: dict[tuple[int, int], frozenset[tuple[str, Weeks]]] = {}
    for h in held:
        at = (h.slot.day, h.slot.start)
        found[at] = found.get(at, frozenset()) | {(h.taught.subject, h.taught.weeks)}
    return found


def _where(week: Week, lang: str) -> str:
    return " ".join(x for x in (week.file, week.sheet) if x) + (" 里的一张" if lang == "zh" else "")
