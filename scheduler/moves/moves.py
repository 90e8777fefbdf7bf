"""A timetable that can be asked where its lessons may go. Made once (seconds), asked often (milliseconds)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scheduler.domain import HomeworkAllocation, School, Timetable
from scheduler.engine.agreement import internal
from scheduler.engine.model import live
from scheduler.output.run import Run
from scheduler.rule import Rule

from .answers import Broken, Chain, Chains, Fit, Move, Option
from .chains import Exchanges
from .judge import Judge
from .lessons import Lessons, Where
from .ready import board_of, decided
from .seats import Seating, Seats

SHOWN = 20  # chains
PUPILS, TEACHERS, ROOMS, SHUT = "class_clash", "teacher_clash", "room_places", "forbidden_times"


class Moves:
    """Where the lessons of a timetable may go, what that costs and whom it hits; exchanges of several.

    Costs are differences of the objective in thousandths, homework minutes staying as they are. A rule counts as broken
    when a move breaks it, or breaks it by more than it is broken already.
    """

    def __init__(self, school: School, timetable: Timetable, homework: HomeworkAllocation, rules: Mapping[str, Rule]):
        self.school = school
        self._live = live(school, rules)
        self.board = board_of(school, rules, self._live)
        self.lessons = Lessons(school, self.board, timetable)
        values = decided(self.board, timetable, homework)
        for var in self.lessons.variables:
            values[var] = values.get(var, 0) + 1
        self.judge = Judge(self.board.program, self.board.costs, values)
        self._ids = {rule: tuple(s.id for s in self._live if s.rule == rule) for rule in (PUPILS, TEACHERS, ROOMS)}
        self._counting = frozenset(self._ids[ROOMS])
        self._closing = [
            s for s in self._live if s.rule == SHUT and s.hard and s.scope.rooms
            and not (s.scope.grades or s.scope.groups or s.scope.subjects or s.scope.teachers)
        ]  # fmt: skip
        self.clashing = frozenset((*self._ids[PUPILS], *self._ids[TEACHERS]))
        clashes = (self.judge.rows[r] for r in self.judge.broken if self.judge.rows[r].setting in self.clashing)
        self.tangled = {who for row in clashes for who in row.who}
        self.seats = Seats(school, self.board, self.lessons, self._counting)

    @classmethod
    def of(cls, school: School, timetable: Timetable, homework: HomeworkAllocation, rules: Mapping[str, Rule]) -> Moves:
        """The moves of a timetable. Raises RunError when it has lessons or homework that the plan has no place for."""
        return cls(school, timetable, homework, rules)

    @classmethod
    def of_run(cls, run: Run) -> Moves:
        """The moves of a run's timetable. Raises RunError as ``of`` does, and DisagreementError when what the timetable
        costs now is something else by the run's audit."""
        moves = cls(run.school, run.timetable, run.homework, run.rules)
        found = {e.setting.id: e.cost for e in run.audit.entries if e.cost}
        said = {id: cost for id, cost in moves.judge.base.items() if cost}
        if found != said and not moves.tangled:
            words = ", ".join(sorted(id for id in {*found, *said} if found.get(id) != said.get(id)))
            raise internal(f"原课表的代价与独立核查不同（{words}）", f"judge and audit differ at first ({words})")
        return moves

    def where(self, course: str, session: str) -> tuple[Option, ...]:
        """What each place means for a lesson, in the order of the week, odd and even weeks apart where it may choose.

        The groups of a band go together. Raises MoveError for a lesson that is not in the timetable.
        """
        lesson = self.lessons.named(course, session)
        unit = self.lessons.together(lesson)
        options = (self._option(lesson, unit, where) for where in self.lessons.places(lesson))
        return tuple(option for option in options if option is not None)

    def try_all(self, moves: Sequence[Move]) -> Option:
        """What several moves mean that are made at once: start, weeks and rooms are those of the first."""
        return self._judged(self.lessons.targets(moves), next(iter(moves)))

    def together(self, move: Move) -> tuple[Move, ...]:
        """The move, and those of the groups of its band (走班), which go with it."""
        unit = self.lessons.together(self.lessons.named(move.course, move.session))
        found = (self.lessons.placements[n] for n in unit)
        return tuple(Move(p.course, p.session, move.start, move.weeks) for p in found)

    def chains(self, course: str, session: str, to: str | None = None, longest: int = 3) -> Chains:
        """Exchanges that take a lesson to another place (to the start ``to`` when it is given), at most ``longest``
        lessons of the school moving, and two times exchanged for all whom that concerns, however many; the best first,
        at most 20. Raises MoveError for a lesson that is not in the timetable."""
        lesson = self.lessons.named(course, session)
        found, complete = Exchanges(self.lessons, self.judge).search(lesson, to, longest)
        chains = [chain for targets in found if (chain := self._chain(targets)) is not None]
        chains.sort(key=lambda c: (c.cost, c.lessons, c.moves))
        return Chains(tuple(chains[:SHOWN]), complete)

    def apply(self, moves: Sequence[Move]) -> Timetable:
        """The timetable after some moves, with rooms; all others stay, and keep their rooms where that is possible.

        Whether the moves break anything is not asked here (``try_all``). Raises MoveError for what does not fit.
        """
        placements = list(self.lessons.placements)
        for n, placed in self._seated(self.lessons.targets(moves)).lessons.items():
            placements[n] = placed
        return Timetable(tuple(sorted(placements)))

    # -- judging -------------------------------------------------------------------------------------------------------

    def _option(self, lesson: int, unit: tuple[int, ...], where: Where) -> Option | None:
        start, weeks = where
        p = self.lessons.placements[lesson]
        if where == (p.start, p.weeks):
            return Option(start, weeks, Fit.HERE, rooms=p.rooms)
        targets = self.lessons.moved(unit, where)
        return None if targets is None else self._judged(targets, Move(p.course, p.session, start, weeks))

    def _judged(self, targets: Mapping[int, int], first: Move) -> Option:
        judge = self.judge
        judge.push(self._values(targets))
        seating = self.seats.give(judge, targets)
        found = {*self._broken(), *self._doubled(targets), *self._full(seating)}
        shut = set(self._shut(seating, {b.setting for b in found}))
        breaks = tuple(sorted(found | shut))
        vague = bool(shut) or any(b.setting in self.clashing for b in breaks) or self._entangled(targets)
        cost, costs = (None, ()) if vague else (judge.cost(), judge.costs())
        judge.pop(0)
        fit = Fit.BREAKS if breaks else Fit.COSTS if (cost or 0) > 0 else Fit.FREE
        hits = self.lessons.in_the_way(targets, seating.full)
        rooms = seating.lessons[self.lessons.named(first.course, first.session)].rooms
        return Option(first.start, first.weeks, fit, cost, costs, breaks, hits, rooms, self.lessons.moves(targets))

    def _entangled(self, targets: Mapping[int, int]) -> bool:
        """Whether a lesson moves of somebody who is in two lessons at once already."""
        return any(not self.tangled.isdisjoint(self.lessons.people(n)) for n in targets) if self.tangled else False

    def _values(self, targets: Mapping[int, int]) -> dict[int, int]:
        return {var: self.judge.values[var] + step for var, step in self.lessons.steps(targets).items()}

    def _seated(self, targets: Mapping[int, int]) -> Seating:
        self.judge.push(self._values(targets))
        seating = self.seats.give(self.judge, targets)
        self.judge.pop(0)
        return seating

    def _broken(self) -> Iterable[Broken]:
        """The rows that are broken by more than before; whether rooms suffice the giving of rooms says."""
        rows = (self.judge.rows[row] for row in self.judge.worse())
        return (Broken(row.setting, row.who) for row in rows if row.setting not in self._counting)

    def _doubled(self, targets: Mapping[int, int]) -> Iterable[Broken]:
        """Two lessons of a course at one time: of these the board has one variable."""
        for var in targets.values():
            if self.judge.values[var] > self.board.program.upper[var]:
                course = self.board.decisions[var].course
                for rule, who in ((PUPILS, course.groups), (TEACHERS, course.teachers)):
                    yield from (Broken(id, (one,)) for id in self._ids[rule] for one in who)

    def _full(self, seating: Seating) -> Iterable[Broken]:
        return (Broken(id, seating.full) for id in self._ids[ROOMS] if seating.full)

    def _shut(self, seating: Seating, known: set[str]) -> Iterable[Broken]:
        """Rooms that were given though they are closed then, since no room that would do is open."""
        slots = [
            (room, slot)
            for p in seating.lessons.values()
            if any(p.rooms)
            for slot in self.lessons.taken(p)
            for room in p.rooms
        ]
        closed = self.school.closed_rooms
        if any(slot.id in closed.get(room, ()) for room, slot in slots):
            for s in self._closing:
                rooms = {room for room, slot in slots if room in s.scope.rooms and slot in s["times"]}
                yield from (Broken(s.id, (room,)) for room in sorted(rooms) if s.id not in known)

    def _chain(self, targets: Mapping[int, int]) -> Chain | None:
        """The exchange with its cost; None where it breaks something, or its rooms do not suffice."""
        n = next(iter(targets))
        p = self.lessons.placements[n]
        option = self._judged(targets, Move(p.course, p.session, p.start, p.weeks))
        units = {self.lessons.together(n) for n in targets}
        if option.breaks or option.cost is None:
            return None
        return Chain(option.moves, option.cost, option.costs, len(units))
