"""What a school cannot do, for the master: the fewest absences of shared teachers under which it is impossible.

An absence is posted as a setting of its own, so that each can be taken back by itself. It only ever forbids: no rule
sees it as the teacher's own closed time, so fewer absences are never harder. A cut says that one of its absences must
be lifted, and is made only from a proof: counting, a small part of the school, or the whole. What is not known never
makes one.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from scheduler.domain import RuleSetting, School, Scope, Text, TimePattern, Times
from scheduler.domain.sayings import say_day
from scheduler.engine.model import forbidden, live
from scheduler.engine.precheck import Shortage, shortages
from scheduler.engine.solve import Stop
from scheduler.explain.core import core
from scheduler.explain.demands import Demands, Part
from scheduler.explain.explanation import find_conflicts
from scheduler.explain.minimal import fewest
from scheduler.explain.sentences import Teller
from scheduler.intake.origins import Origins
from scheduler.rule import Rule

from .bounds import say_half
from .domain import Absence, Cut

PROBE = 2.0  # seconds for one proof in a small part
WHOLE = 0.5  # of the time goes to a proof in the whole school, where no small part shows it


def restricted(school: School, absences: Iterable[Absence]) -> School:
    """The school under these absences, each a hard setting of its own."""
    made = (_setting(school, a) for a in sorted(absences, key=str))
    return replace(school, settings=(*school.settings, *(s for s in made if s is not None)))


def _id(absence: Absence) -> str:
    a = absence
    return f"visit:{a.teacher}:{a.day}:{a.half.value if a.half else f'most {a.most}'}"


def _setting(school: School, absence: Absence) -> RuleSetting | None:
    """His courses are named, so that the setting is about them and not about when he is at school."""
    a = absence
    mine = [c for c in school.courses_of_teacher.get(a.teacher, ()) if a.half or c.groups]
    if not mine:
        return None
    scope = Scope(teachers=frozenset({a.teacher}), courses=frozenset(c.id for c in mine))
    times = Times((TimePattern(a.day, a.half.value if a.half else ""),))
    if a.half is not None:
        return RuleSetting(_id(a), "forbidden_times", scope, (("times", times),))
    return RuleSetting(_id(a), "few_times", scope, (("most", a.most or 0), ("times", times)))


def cuts_of(
    school: School, name: str, absences: Collection[Absence], rules: Mapping[str, Rule], seconds: float,
    stop: Stop | None = None, *, proved: bool = False, origins: Origins | None = None,
) -> tuple[Cut, ...]:  # fmt: skip
    """Cuts of a school (as it is without the absences) that cannot be timetabled under them; () where nothing is
    proved. ``proved``: it is known to be impossible, so there is at least one, if need be over all absences. A cut
    without absences says that the school is impossible by itself, and is then the only one."""
    return _Cutter(school, name, absences, rules, seconds, Stop() if stop is None else stop, origins).run(proved)


class _Cutter:
    def __init__(
        self, school: School, name: str, absences: Collection[Absence], rules: Mapping[str, Rule], seconds: float,
        stop: Stop, origins: Origins | None,
    ):  # fmt: skip
        self._school, self._name, self._rules, self._stop, self._origins = school, name, rules, stop, origins
        self._left = sorted(absences, key=str)  # those of no cut yet: each further cut has others
        self._end = time.monotonic() + seconds
        self._cuts: list[Cut] = []

    def run(self, proved: bool) -> tuple[Cut, ...]:
        """The quick proofs first."""
        self._counting()
        if not self._cuts and not self._over:
            self._parts()
        if not self._cuts and proved:
            self._take(self._left, None)
        alone = [c for c in self._cuts if not c.absences]
        return tuple(alone[:1] or self._cuts)

    @property
    def _over(self) -> bool:
        return bool(self._stop) or time.monotonic() > self._end

    # -- counting --------------------------------------------------------------------------------------------------

    def _counting(self) -> None:
        """Cuts that counting proves; each is counted anew under its own absences alone."""
        while not self._over and (short := self._short(self._left)):
            people = {t for c in short[0].courses for t in self._school.course[c].teachers} | {*short[0].who}
            near = [a for a in self._left if a.teacher in people]
            some = near if self._short(near) else self._left
            found, _ = fewest(some, lambda few: bool(self._short(few)))
            self._take(found, self._short(found)[0])
            if not found:
                return

    def _short(self, absences: Iterable[Absence]) -> list[Shortage]:
        school = restricted(self._school, absences)
        asked = live(school, self._rules)
        return shortages(school, asked, forbidden(school, self._rules, asked))

    # -- parts of the school, and all of it ------------------------------------------------------------------------

    def _parts(self) -> None:
        """Cuts from parts of the school in which shared teachers have lessons; from the whole where none shows it."""
        demands = Demands(restricted(self._school, self._left), self._rules)
        for stage in (demands.owners, demands.wider):
            for part in self._touched(demands, stage()):
                while not self._over and self._of_part(demands, part):
                    if not self._cuts[-1].absences:
                        return
            if self._cuts:
                return
        whole = demands.whole()
        members = core(whole, WHOLE * max(self._end - time.monotonic(), 0.05), self._stop)
        if members is not None:
            self._of_part(demands, whole.only(members), sure=True)

    def _touched(self, demands: Demands, masks: Iterable[np.ndarray]) -> Iterator[Part]:
        teachers = {a.teacher for a in self._left}
        mine = demands.of_courses({c.id for c in self._school.courses if not teachers.isdisjoint(c.teachers)})
        for mask in masks:
            if (mask & mine).any() and not self._over:
                yield demands.part(mask)

    def _of_part(self, demands: Demands, part: Part, sure: bool = False) -> bool:
        """Take the cut that a part proves under the absences that are left; whether there is one."""
        by_id = {_id(a): a for a in self._left}
        absence_of = {m: demands.members[m].setting for m in part.members if _is_absence(demands.members[m].setting)}
        always = [m for m in part.members if m not in absence_of]
        mine: dict[Absence, list[int]] = {}
        for member, id in absence_of.items():
            if id in by_id:
                mine.setdefault(by_id[id], []).append(member)

        def impossible(some: Sequence[Absence]) -> bool | None:
            chosen = part.only([*always, *(m for a in some for m in mine[a])])
            return None if self._over else chosen.impossible(min(PROBE, self._end - time.monotonic()), self._stop)

        if not sure and not impossible(list(mine)):
            return False
        found, _ = fewest(list(mine), impossible)
        self._take(found, None)
        return True

    # -- what is said ----------------------------------------------------------------------------------------------

    def _take(self, absences: Collection[Absence], shortage: Shortage | None) -> None:
        why = _say(self._name, absences, shortage) if absences else self._by_itself()
        self._cuts.append(Cut(self._name, frozenset(absences), why))
        self._left = [a for a in self._left if a not in absences]

    def _by_itself(self) -> Text:
        """Why the school is impossible whatever the district decides, as ``kebiao explain`` says it."""
        left = max(self._end - time.monotonic(), 3.0)
        _, found = find_conflicts(self._school, self._rules, left, self._stop.child(), impossible=True)
        zh, en = (
            "\n".join(Teller(self._school, self._rules, self._origins, lang).paragraph(c) for c in found.conflicts)
            for lang in ("zh", "en")
        )
        bare = Text("必须满足的要求互相矛盾", "the rules that must hold contradict each other")
        return Text(
            f"{self._name}本身排不出来：{zh or bare.zh}", f"{self._name} is impossible by itself: {en or bare.en}"
        )


def _is_absence(setting: str) -> bool:
    return setting.startswith("visit:")


def _say(name: str, absences: Iterable[Absence], shortage: Shortage | None) -> Text:
    zh, en = "；".join(_who(absences, "zh")), "; ".join(_who(absences, "en"))
    more = shortage.text if shortage else None
    said = Text(more.zh.partition("\n")[0], more.en.partition("\n")[0]) if more else None
    return Text(
        f"{name}：{zh}，课就排不下" + (f"（{said.zh}）" if said else ""),
        f"{name}: impossible while {en}" + (f" ({said.en})" if said else ""),
    )


def _who(absences: Iterable[Absence], lang: str) -> Iterator[str]:
    """张三 周一、周二上午 不来；李四 周三 最多 2 节."""
    zh = lang == "zh"
    of: dict[str, list[Absence]] = {}
    for a in sorted(absences, key=lambda a: (a.teacher, a.day, a.half is None, str(a.half))):
        of.setdefault(a.teacher, []).append(a)
    for teacher, mine in of.items():
        days: dict[int, list[Absence]] = {}
        for a in mine:
            if a.half is not None:
                days.setdefault(a.day, []).append(a)
        times = [
            say_day(day, lang) if len(halves) == 2 else say_half(day, halves[0].half).say(lang)
            for day, halves in days.items() if halves[0].half
        ]  # fmt: skip
        if times:
            yield f"{teacher} {'、'.join(times)} 不来" if zh else f"{teacher} is not there {', '.join(times)}"
        for a in mine:
            if a.half is None:
                day = say_day(a.day, lang)
                yield f"{teacher} {day} 最多 {a.most} 节" if zh else f"{teacher} has at most {a.most} on {day}"
