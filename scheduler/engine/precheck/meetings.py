"""Research meetings (教研): candidate times at which every member is free, and meetings that share members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.domain import Course, Text, Weeks

from .facts import Facts
from .flow import bits
from .packing import pack
from .places import per_week
from .shortage import Shortage
from .why import finding
from .words import join, say_times

_CANDIDATES = 8  # a meeting with more possible times is not looked at time by time
_TIGHT = 3  # nor members with more free periods than this


def sharing(facts: Facts) -> Iterator[Shortage]:
    """Meetings of which every two share a member, against the times there are for them together."""
    left = [c for c in facts.school.courses if not c.groups and c.teachers]
    while left:
        first, *rest = left
        team = [first]
        for other in rest:
            if all(set(other.teachers) & set(c.teachers) for c in team):
                team.append(other)
        left = [c for c in rest if c not in team]
        cut = pack(facts, team, facts.ids("teacher_clash")) if len(team) > 1 else None
        if cut is not None:
            mine = [c for c in team if c.id in set(cut.demands)]
            units = sum(facts.load[c.id] for c in mine)
            need, have = per_week(facts, units, units - cut.short)
            names = [c.id for c in mine]
            common = set.intersection(*(set(c.teachers) for c in mine))
            text = Text(
                f"{join(names, 'zh')} 有共同的成员（{join(sorted(common)[:6], 'zh') or '两两之间'}），共要 {need} 节，"
                f"可排的时间只有 {have} 节",
                f"{join(names, 'en')} share members ({join(sorted(common)[:6], 'en') or 'pairwise'}): {need} period(s) "
                f"are needed, {have} are open",
            )
            yield finding(facts, "meeting", names, (need, have), text, mine, cut.settings)


def members(facts: Facts) -> Iterator[Shortage]:
    """Meetings without a time at which every member could do without a lesson: at each of its possible times some
    member's lessons need the period."""
    for meeting in (c for c in facts.school.courses if not c.groups and c.teachers):
        lengths = {s.duration for s in meeting.sessions}
        starts = [run for length in lengths for run in facts.begins(meeting, length).values()]
        weekly = [s.weeks for s in meeting.sessions] == [Weeks.ALL]
        if not weekly or not 0 < len(starts) <= _CANDIDATES:
            continue
        tight = [(t, mine) for t in meeting.teachers if (mine := _tight(facts, t, meeting))]
        blocked = [_blocked(facts, run, tight) for run in starts]
        if all(b is not None for b in blocked):
            yield _nowhere(facts, meeting, starts, [b for b in blocked if b is not None])


def _tight(facts: Facts, teacher: str, meeting: Course) -> list[Course]:
    """The other courses of a member, where he has few open periods beside them."""
    mine = [c for c in facts.courses_of_teacher[teacher] if c is not meeting]
    reach = 0
    for course in mine:
        reach |= facts.open(course)
    spare = facts.periods_at_most(reach) * facts.weeks - sum(facts.load[c.id] for c in mine)
    return mine if mine and spare <= _TIGHT * facts.weeks else []


def _blocked(facts: Facts, run: int, tight: Sequence[tuple[str, list[Course]]]) -> tuple[str, list[Course]] | None:
    """A member whose other courses do not fit into what is left when the meeting takes this time."""
    taken = 0
    for i in bits(run):
        taken |= facts.overlapping[i]
    for teacher, mine in tight:
        cut = pack(facts, mine, (), within=~taken)
        if cut is not None:
            return teacher, [c for c in mine if c.id in set(cut.demands)]
    return None


def _nowhere(
    facts: Facts, meeting: Course, starts: Sequence[int], blocked: Sequence[tuple[str, list[Course]]]
) -> Shortage:
    def why(lang: str) -> str:
        said = [
            f"{say_times(facts, run, lang)}{'要上课：' if lang == 'zh' else ' is needed by '}{teacher}"
            for run, (teacher, _) in zip(starts, blocked, strict=True)
        ]
        return ("；" if lang == "zh" else "; ").join(said)

    text = Text(
        f"{meeting.id} 的 {len(starts)} 个可排时间里，没有一个是全体成员都空得出来的：{why('zh')}",
        f"{meeting.id}: at none of its {len(starts)} possible time(s) are all members free: {why('en')}",
    )
    courses = list({c.id: c for c in (meeting, *(c for _, mine in blocked for c in mine))}.values())
    staff = tuple(dict.fromkeys(t for t, _ in blocked))
    return finding(facts, "meeting", (meeting.id, *staff), (1, 0), text, courses, facts.ids("teacher_clash"))
