"""The timetable of a changed plan that is closest to the one people have."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.auditor import Audit, audit
from scheduler.domain import HomeworkAllocation, School, Text, Timetable
from scheduler.engine.agreement import agree, internal
from scheduler.engine.board import SolverBoard
from scheduler.engine.matrix import Ints
from scheduler.engine.model import fill, forbidden, live, post, share_all
from scheduler.engine.outcome import Clock, Event, Tell
from scheduler.engine.precheck import Shortage, shortages
from scheduler.engine.program import Expr
from scheduler.engine.readout import timetable_of
from scheduler.engine.rooms import NoRooms
from scheduler.engine.solve import Limits, Status, Stop
from scheduler.errors import Impossible, NoTimetable
from scheduler.output.run import Run
from scheduler.rule import Rule, Stage

from .differences import Moved, differences, staying, weight_of
from .homes import homes_of
from .homework import concerned_classes, minutes_on, settle_homework
from .nearest import Near, Nearest
from .rooms import keep_rooms
from .settle import settle, wish

SEARCH = 0.75  # of the time for the fewest moves
CLOSING = 0.1  # of the time for homework, rooms and the audit
LEAST = 0.3  # seconds that the improvement is worth beginning for


@dataclass(frozen=True)
class RepairOptions:
    """How to search: ``seconds`` of wall time for everything. ``stay``: ids of courses whose lessons must stay where
    they are; ``days`` of the week that were published already: a lesson that leaves one of them weighs twice."""

    seconds: float = 5.0
    workers: int = 2
    seed: int = 1
    stay: frozenset[str] = frozenset()
    days: tuple[int, ...] = ()


@dataclass(frozen=True)
class Repaired:
    """The closest timetable that was found. ``weight`` is what its moves weigh (teachers and classes of each lesson
    moved), ``least`` what those of any timetable of the changed plan weigh at least; ``proven`` when they are equal.
    ``moved`` also has the lessons that are new or gone. ``seconds`` is by stage; ``cost`` in thousandths. ``status`` is
    OPTIMAL when proven (of the moves, not the quality), else FEASIBLE."""

    timetable: Timetable
    homework: HomeworkAllocation
    audit: Audit
    moved: tuple[Moved, ...]
    weight: int
    least: int
    proven: bool
    status: Status
    seconds: Mapping[str, float] = field(default_factory=dict)
    cost: int = 0


@dataclass(frozen=True)
class Stays:
    """The reason why a plan is impossible: the lessons of these courses (ids) were to stay where they are."""

    courses: tuple[str, ...]

    def say(self, lang: str) -> str:
        """The reason in a sentence."""
        some = ("、" if lang == "zh" else ", ").join(self.courses[:6])
        more = len(self.courses) - 6
        etc = "" if more <= 0 else f" 等 {len(self.courses)} 门" if lang == "zh" else f" and {more} more"
        zh = f"要求不动的课挡住了：{some}{etc}；放开它们才排得下"
        return zh if lang == "zh" else f"lessons that were to stay stand in the way: {some}{etc}"


def repair(
    school: School,
    before: Run,
    rules: Mapping[str, Rule],
    options: RepairOptions = RepairOptions(),
    stop: Stop | None = None,
    tell: Tell = lambda event: None,
) -> Repaired:
    """The answer for a changed ``school`` that is closest to the run ``before``; audited.

    First every hard rule, then the fewest lessons moved by weight, then quality without moving more, then homework
    changed as little as is needed. Raises Impossible (its reasons say when only the lessons that must stay stand in
    the way), NoTimetable, or DisagreementError.
    """
    return _Repair(school, before, rules, options, Stop() if stop is None else stop, tell).run()


class _Repair:
    """One repair: the board of the changed plan, and the old answer laid on it."""

    def __init__(
        self, school: School, before: Run, rules: Mapping[str, Rule], options: RepairOptions, stop: Stop, tell: Tell
    ):
        self.school, self.before, self.rules, self.options, self.stop = school, before, rules, options, stop
        self.tell = tell
        self.clock = Clock()
        asked = live(school, rules)
        self.timetabling = [s for s in asked if rules[s.rule].stage is Stage.TIMETABLE]
        self.homework = [s for s in asked if rules[s.rule].stage is Stage.HOMEWORK]
        self.rule_of = {s.id: s.rule for s in self.timetabling}
        self.closed = forbidden(school, rules, self.timetabling)
        self.stay = options.stay & school.course.keys()
        self._rooms: set[frozenset[str]] = set()  # given out by the search, since matching them afterwards failed

    def run(self) -> Repaired:
        """The nearest timetable, made better, with homework; where the homework cannot be shared out on it, both at
        once."""
        self._count()
        for joint in (False, True):
            near, timetable = self._nearest(joint)
            for candidate in (self._settled(near, timetable), timetable):
                homework = self._shared(candidate)
                if homework is not None:
                    self.clock.lap("homework")
                    return self._closed(near, candidate, homework)
        raise NoTimetable(self.options.seconds)

    def _count(self) -> None:
        """What counting shows to be impossible, before anything is searched."""
        self.tell(Event("counting", self.clock()))
        short = tuple(shortages(self.school, self.timetabling, self.closed))
        self.clock.lap("counting")
        if short:
            raise Impossible(short)

    # -- the fewest moves ------------------------------------------------------------------------------------------

    def _left(self) -> float:
        return max(self.options.seconds - self.clock(), 0.1)

    def _nearest(self, joint: bool) -> tuple[Near, Timetable]:
        """The fewest moves that leave a room for everybody. ``joint``: and homework that keeps its hard rules."""
        while True:
            near = self._fewest(self.stay, joint)
            assert near.values is not None
            try:
                return near, self._roomed(near.values)
            except NoRooms as short:
                if short.rooms in self._rooms:
                    raise internal(f"场地 {short} 无法分配", f"rooms {short} cannot be given out") from None
                self._rooms.add(short.rooms)

    def _fewest(self, stay: frozenset[str], joint: bool) -> Near:
        self.tell(Event("model", self.clock()))
        self._model(joint)
        self._hold(stay)
        self.clock.lap("model")
        self.tell(Event("moves", self.clock()))
        firm = {s.id for s in self.timetabling if self.rules[s.rule].only_hard}
        search = Nearest(self.board, self.homes, firm, self.options.workers, self.options.seed, self.stop)
        near = search.run(SEARCH * self._left())
        if near.values is None:
            self._none(near, stay, joint)
        self.search = search
        self.clock.lap("moves")
        return near

    def _model(self, joint: bool) -> None:
        """The board of hard rules, its cost the weight of moves."""
        board = SolverBoard(self.school)
        board.place(self.closed)
        post(board, self.rules, (s for s in self.timetabling if s.hard))
        if joint:
            post(board, self.rules, (s for s in self.homework if s.hard))
            share_all(board)
        fill(board)
        for rooms in self._rooms:
            board.choose_rooms(rooms)
        self.board = board
        old = self.before
        minutes = minutes_on(board, old.homework)
        self.homes = homes_of(board, old.school, old.timetable, self.options.days, minutes)
        board.program.cost |= self.homes.cost
        board.program.offset = self.homes.offset

    def _hold(self, stay: frozenset[str]) -> None:
        """Rows that keep lessons where they are. Raises Impossible for those whose place is closed to them."""
        stocks = [s for s in self.homes.stocks if not stay.isdisjoint(s.courses)]
        closed = tuple(c for s in stocks if len(s.homes) < s.keep for c in s.courses if c in stay)
        if closed:
            raise Impossible((Stays(closed),))
        for stock in stocks:
            self.board.program.require(Expr(dict.fromkeys(stock.homes, 1)), lo=stock.keep, setting="(stay)")

    def _none(self, near: Near, stay: frozenset[str], joint: bool) -> None:
        """Where no answer was found: raises what is known of it."""
        if not near.impossible:
            raise NoTimetable(self.options.seconds)
        if stay:
            with contextlib.suppress(NoTimetable):
                self._fewest(frozenset(), joint)  # raises where it is impossible without them too
            raise Impossible((Stays(tuple(c.id for c in self.school.courses if c.id in stay)),))
        zh = "作业分不下去：每日上限、无作业日等硬性要求互相矛盾"
        text = Text(zh, "no homework board keeps all hard homework rules")
        raise Impossible((Shortage("homework", (), 0, 0, text),) if joint else ())

    # -- quality, rooms, homework ----------------------------------------------------------------------------------

    def _settled(self, near: Near, timetable: Timetable) -> Timetable:
        """The best of the timetables with these moves or fewer; the same one where there is no time for it."""
        model = self.clock.stages["model"]  # tells how slow the machine is: wishes take as long to post, homework less
        if self._left() - 2 * model < LEAST or self.stop or not near.courses:
            return timetable
        assert near.values is not None
        self.tell(Event("improving", self.clock()))
        wish(self.board, self.rules, [s for s in self.timetabling if not s.hard], self.homes, near.weight)
        free = self.search.areas.decisions(near.courses)
        seconds = max(self._left() - CLOSING * self.options.seconds - model, LEAST)
        values = settle(
            self.board, near.values, free, seconds, self.options.workers, self.options.seed, self.stop
        )  # fmt: skip
        self.clock.lap("improving")
        try:
            settled = self._roomed(values)
        except NoRooms:
            return timetable
        proof = audit(self.school, settled, HomeworkAllocation(), self.rules, stages=frozenset({Stage.TIMETABLE}))
        agree(self.board, self.rule_of, values.tolist(), proof)
        return settled

    def _roomed(self, values: Ints) -> Timetable:
        """The timetable of an assignment; those who stay keep their rooms."""
        timetable = timetable_of(self.board, values.tolist())
        pairs = staying(self.before.school, self.before.timetable, self.school, timetable)
        return keep_rooms(self.school, timetable, pairs)

    def _shared(self, timetable: Timetable) -> HomeworkAllocation | None:
        moved = differences(self.before.school, self.before.timetable, self.school, timetable)
        concerned = concerned_classes(self.before.school, self.school, self.rules, moved)
        limits = Limits(seconds=max(1.0, CLOSING * self.options.seconds), seed=self.options.seed)
        old = self.before.homework
        return settle_homework(self.school, timetable, self.rules, self.homework, old, concerned, limits, self.stop)

    def _closed(self, near: Near, timetable: Timetable, homework: HomeworkAllocation) -> Repaired:
        """The result, checked apart: the rules by the audit, the weight by comparing both timetables."""
        proof = audit(self.school, timetable, homework, self.rules)
        if proof.invalid:
            names = ", ".join(sorted({e.setting.id for e in proof.invalid}))
            raise internal(f"独立核查发现硬性规则未满足（{names}）", f"the audit finds hard rules broken ({names})")
        old = self.before
        weight = weight_of(old.school, old.timetable, self.school, timetable, self.options.days)
        if not near.least <= weight <= near.weight:
            zh = f"搜索说移动 {near.least}–{near.weight}，比对得 {weight}"
            raise internal(zh, f"moves weigh {weight}, the search said {near.least} to {near.weight}")
        self.clock.lap("audit")
        proven = near.least == weight
        return Repaired(
            timetable, homework, proof, differences(old.school, old.timetable, self.school, timetable), weight,
            near.least, proven, Status.OPTIMAL if proven else Status.FEASIBLE, dict(self.clock.stages), proof.cost,
        )  # fmt: skip
