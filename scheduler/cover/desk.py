"""The teaching office's desk on the day: who is away, what stands open, who takes it, and what is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from scheduler.domain import Slot, Text, Times
from scheduler.rule import Rule

from .assign import Assignment, assign, shortage
from .candidates import Candidate, Candidates, Need, Refusal, needs, record
from .counts import taken_so_far
from .day import CoverError, Days, SchoolDay
from .exceptions import Kind, Record, active
from .exchange import Exchange, Exchanges

SHOWN = 6  # candidates of a lesson of whom the rules are asked in any case


@dataclass(frozen=True)
class Absence:
    """Somebody who is away; ``times`` as written (上午, 3-5), '' the whole day."""

    teacher: str
    times: str = ""


@dataclass(frozen=True)
class Take:
    """What somebody has decided of a lesson: a teacher takes it, or (``study``) the class studies by itself with its
    class teacher, or it changes places with what the class has on ``to`` at ``slot``."""

    teacher: str = ""
    study: bool = False
    to: date | None = None
    slot: Slot | None = None


@dataclass(frozen=True)
class Offer:
    """An open lesson: what is proposed (``chosen`` or ``exchange``, else nobody can), all who are free for it (of the
    best the rules were asked), exchanges, and why the others cannot. ``crowd``: how many lessons there are at that
    time, and those who could take any of them."""

    need: Need
    chosen: Candidate | None
    exchange: Exchange | None
    candidates: tuple[Candidate, ...]
    exchanges: tuple[Exchange, ...]
    refusals: tuple[Refusal, ...]
    crowd: tuple[int, tuple[str, ...]] = (0, ())

    @property
    def left(self) -> bool:
        """Whether nobody holds it."""
        return self.chosen is None and self.exchange is None


@dataclass(frozen=True)
class Proposal:
    """A day with everything arranged: the records that say so, not written down yet, and the days as they are then."""

    day: SchoolDay
    offers: tuple[Offer, ...]
    records: tuple[Record, ...]
    days: Days


@dataclass(frozen=True)
class Desk:
    """The days of a run and its rules."""

    days: Days
    rules: Mapping[str, Rule]

    def propose(self, when: date, absences: Sequence[Absence], takes: Mapping[int, Take] | None = None) -> Proposal:
        """Arrange a day on which these are away, with what has been decided of lessons by number.

        Raises CoverError for a date without lessons, an unknown teacher, a number that is none, or a decision that
        cannot be.
        """
        day = self.days.day(when)
        known = self.days.away(when)
        new = [self._absent(when, a) for a in absences if not _said(known, a)]
        return _Sheet(self, day, self.days.with_records(new), tuple(new), dict(takes or {})).proposal()

    def _absent(self, when: date, absence: Absence) -> Record:
        if absence.teacher not in self.days.school.teacher:
            raise CoverError(Text(f"没有教师 {absence.teacher}", f"no teacher {absence.teacher}"))
        return self.stamped(Record(Kind.AWAY, when, absence.teacher, times=absence.times))

    def stamped(self, record: Record) -> Record:
        """The record with what was said of the date and the calendar does not tell."""
        return replace(record, week=self.days.week.value if self.days.week else "", follow=self.days.follow or 0)


@dataclass(frozen=True)
class _Sheet:
    """One proposal in the making. ``days``: with the absences; ``new``: records made so far."""

    desk: Desk
    day: SchoolDay
    days: Days
    new: tuple[Record, ...]
    takes: Mapping[int, Take]

    def proposal(self) -> Proposal:
        open_needs = self._needs
        for number in self.takes:
            if number not in {n.number for n in open_needs}:
                zh = f"没有第 {number} 项；要安排的是 1 至 {len(open_needs)}" if open_needs else "没有要安排的课"
                raise CoverError(Text(zh, f"no number {number}: there are {len(open_needs)} lessons to arrange"))
        swaps = self._swaps()
        days = self.days.with_records(e.record(self.day.date) for e in swaps.values())
        rest = [n for n in open_needs if n.number not in swaps]
        table = self._table(days) if swaps else self._first
        asked = {n.number: table.of(n) for n in rest}
        options = self._best_judged(rest, {n.number: self._allowed(n, *asked[n.number], table) for n in rest}, table)
        found = assign(rest, options, table)
        self._refuse_takes(found)
        records = [record(n, c.teacher, c.fit, self.day.date) for n in rest if (c := found.chosen.get(n.number))]
        days = days.with_records(records)
        for need in found.left:  # an exchange where there is one
            if exchange := next(iter(Exchanges(self._table(days)).of(need, 1)), None):
                swaps[need.number] = exchange
                days = days.with_records([exchange.record(self.day.date)])
        made = [*(e.record(self.day.date) for e in swaps.values()), *records]
        offers = []
        for need in open_needs:
            refused = [r for key, r in found.refused.items() if key[0] == need.number]
            refused += asked[need.number][1] if need.number in asked else []
            offers.append(self._offer(need, found, swaps.get(need.number), rest, options, refused))
        return Proposal(self.day, tuple(offers), (*self.new, *map(self.desk.stamped, made)), days)

    def _best_judged(
        self, needs: Sequence[Need], options: Mapping[int, Sequence[Candidate]], table: Candidates
    ) -> dict[int, list[Candidate]]:
        """The options with the best of each asked of the rules; those who may not are left out, but where somebody
        decided for one."""
        asked = [(n, c) for n in needs for c in options[n.number][:SHOWN]]
        answers = dict(zip(((n.number, c.teacher) for n, c in asked), table.judged(asked), strict=True))
        found: dict[int, list[Candidate]] = {}
        for need in needs:
            mine = [answers.get((need.number, c.teacher), c) for c in options[need.number]]
            found[need.number] = [c for c in mine if isinstance(c, Candidate)]
            refusal = next((r for r in mine if isinstance(r, Refusal)), None)
            if need.number in self.takes and refusal is not None:
                raise CannotTakeError(need, refusal.teacher, refusal)
        return found

    def _refuse_takes(self, found: Assignment) -> None:
        """What somebody decided has to be possible together."""
        for need in found.left:
            if need.number in self.takes:
                refused = (r for key, r in found.refused.items() if key[0] == need.number)
                raise CannotTakeError(need, self.takes[need.number].teacher, next(refused, None))

    # -- what stands open ----------------------------------------------------------------------------------------------

    @cached_property
    def _first(self) -> Candidates:
        return self._table(self.days)

    @cached_property
    def _exchanges(self) -> Exchanges:
        return Exchanges(self._first)

    def _table(self, days: Days) -> Candidates:
        return Candidates(days, self.desk.rules, self.day.date, self._taken)

    @cached_property
    def _taken(self) -> dict[str, int]:
        return taken_so_far(self.desk.days)

    @cached_property
    def _needs(self) -> list[Need]:
        """The open lessons; a double that nobody can take whole is two."""
        found = []
        for need in needs(self.days.held(self.day.date)):
            parts = [need]
            if len(need.held.slots) > 1 and not self._first.of(need)[0]:
                parts = [replace(need, held=replace(need.held, slots=(s,))) for s in need.held.slots]
            found += parts
        return [replace(n, number=number) for number, n in enumerate(found, 1)]

    # -- what was decided ----------------------------------------------------------------------------------------------

    def _swaps(self) -> dict[int, Exchange]:
        """The exchanges that were decided, one upon the other."""
        found: dict[int, Exchange] = {}
        days = self.days
        for need in self._needs:
            take = self.takes.get(need.number)
            if take is None or take.slot is None or take.to is None:
                continue
            exchange = Exchanges(self._table(days)).at(need, take.to, take.slot)
            if exchange is None:
                zh = f"第 {need.number} 项 {need.held.course.id} 不能和 {take.to} 第{take.slot.period}节的课对调"
                en = f"number {need.number}, {need.held.course.id}, cannot change places with {take.to}, lesson"
                raise CoverError(Text(zh, f"{en} {take.slot.period}"))
            found[need.number] = exchange
            days = days.with_records([exchange.record(self.day.date)])
        return found

    def _allowed(
        self, need: Need, free: Sequence[Candidate], others: Sequence[Refusal], table: Candidates
    ) -> Sequence[Candidate]:
        """Who may take a lesson: all who are free, or whom somebody decided. Raises CoverError when he is not."""
        take = self.takes.get(need.number)
        if take is None or take.slot is not None:
            return free
        if take.study:
            if found := table.study(need):
                return [found]
            zh = f"第 {need.number} 项不能改自习：班主任这时不空，或没有班主任"
            raise CoverError(Text(zh, f"number {need.number}: there is no class teacher who is free"))
        chosen = [c for c in free if c.teacher == take.teacher]
        if not chosen:
            raise CannotTakeError(need, take.teacher, next((r for r in others if r.teacher == take.teacher), None))
        return chosen

    def _offer(
        self, need: Need, found: Assignment, exchange: Exchange | None, rest: Sequence[Need],
        options: Mapping[int, Sequence[Candidate]], refused: Sequence[Refusal],
    ) -> Offer:  # fmt: skip
        chosen = found.chosen.get(need.number)
        there, people = shortage(need, rest, options) if chosen is None and exchange is None else ([], [])
        bad = {teacher for number, teacher in found.refused if number == need.number}
        free = [c for c in options.get(need.number, ()) if c.teacher not in bad]
        swaps = tuple(self._exchanges.of(need))
        return Offer(need, chosen, exchange, tuple(free), swaps, tuple(refused), (len(there), tuple(people)))


class CannotTakeError(CoverError):
    """Somebody was named for a lesson who cannot take it; ``refusal`` says why (None: he takes another then)."""

    def __init__(self, need: Need, teacher: str, refusal: Refusal | None):
        name = need.held.course.id
        super().__init__(Text(f"{teacher} 不能代 {name}", f"{teacher} cannot take {name}"))
        self.need, self.teacher, self.refusal = need, teacher, refusal


def _said(known: Mapping[str, Times | None], absence: Absence) -> bool:
    """Whether the same has been recorded already."""
    if absence.teacher not in known:
        return False
    before = known[absence.teacher]
    return before is None or bool(absence.times and set(Times.parse(absence.times).patterns) <= set(before.patterns))


def cancelled(days: Days, number: int, when: date) -> Record:
    """The record that takes another back. Raises CoverError when there is none, or it was taken back already."""
    if number not in {r.number for r in active(days.records)}:
        zh = f"没有第 {number} 条登记，或已经取消"
        raise CoverError(Text(zh, f"no record {number}, or it was taken back already"))
    return Record(Kind.CANCEL, when, of=number)
