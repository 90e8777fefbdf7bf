"""The whole answer to 'why does it not work': the conflicts, and for each what would help, tried out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from scheduler.domain import School
from scheduler.engine.model import forbidden, live
from scheduler.engine.outcome import Options
from scheduler.engine.precheck import shortages
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import Status, Stop
from scheduler.intake import Plan
from scheduler.intake.edits import Edit
from scheduler.rule import Rule

from .conflict import Conflict, Member
from .families import easier_without
from .remedies import Remedy, propose
from .search import Found, Search
from .trial import Trials

GOOD = 3  # remedies of each conflict that are tried at first, and that are shown
ROUNDS = 4  # of so many more, where none of them is enough for the whole
LOOK = 0.5  # of the time goes to conflicts, the rest to what would help
Tell = Callable[[str, int, int], None]


class Verdict(StrEnum):
    """Whether a plan has a timetable."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Tried:
    """A remedy that gets rid of its conflict. ``works``: whether the whole plan was solved with it and with the first
    remedy of every other conflict; None when the time was not enough to tell, or none was found that works."""

    remedy: Remedy
    works: bool | None


@dataclass(frozen=True)
class Explained:
    """A conflict and what would help, cheapest first."""

    conflict: Conflict
    remedies: tuple[Tried, ...]


@dataclass(frozen=True)
class Explanation:
    """Why a plan is impossible.

    ``edits``: changes of cells with which the whole plan was solved; () where none were found. ``released``: demands
    without which no conflict is left. ``complete``: every small part was searched. ``easier``: where nothing was
    proved, the kinds of rules without which a timetable was found, with its seconds. ``seconds``: to the conflicts,
    and in all.
    """

    verdict: Verdict
    conflicts: tuple[Explained, ...] = ()
    edits: tuple[Edit, ...] = ()
    released: tuple[Member, ...] = ()
    complete: bool = False
    easier: tuple[tuple[str, float], ...] = ()
    seconds: tuple[float, float] = (0.0, 0.0)


def find_conflicts(
    school: School,
    rules: Mapping[str, Rule],
    seconds: float,
    stop: Stop | None = None,
    tell: Tell = lambda stage, done, of: None,
    *,
    impossible: bool = False,
    brief: bool = False,
) -> tuple[Verdict, Found]:
    """The conflicts of a school. ``impossible``: it is known that there is no timetable, so none is searched for.
    ``brief``: where counting shows some, these will do."""
    stop = Stop() if stop is None else stop
    end = time.monotonic() + seconds
    tell("counting", 0, 0)
    asked = live(school, rules)
    counted = shortages(school, asked, forbidden(school, rules, asked))
    search = Search(school, rules, seconds, stop)
    search.counted(counted)
    if not (brief and search.found.conflicts):
        search.alone(tell)
    if search.found.conflicts:
        return Verdict.IMPOSSIBLE, search.found
    if not impossible:
        tell("whole", 0, 0)
        left = max(end - time.monotonic(), 1.0)
        answer = schedule(school, rules, Options(seconds=0.6 * left, until_first=True), stop=stop.child())
        if answer.timetable is not None:
            return Verdict.POSSIBLE, search.found
        if answer.status is not Status.INFEASIBLE:
            return Verdict.UNKNOWN, search.found
    tell("core", 0, 0)
    search.everything()
    return Verdict.IMPOSSIBLE, search.found


def explain(
    plan: Plan,
    rules: Mapping[str, Rule],
    seconds: float,
    stop: Stop | None = None,
    tell: Tell = lambda stage, done, of: None,
    *,
    impossible: bool = False,
    brief: bool = False,
    helping: float | None = None,
) -> Explanation:
    """The conflicts of a plan, and remedies that were tried out. ``brief``: what counting shows will do, where it shows
    something, and so will one remedy of each conflict. ``helping``: seconds from now on after which nothing is tried
    any more, where that is to end before ``seconds``. Raises ValueError for a plan without a school."""
    if plan.school is None:
        raise ValueError("a plan without a school")
    stop = Stop() if stop is None else stop
    began = time.monotonic()
    verdict, found = find_conflicts(plan.school, rules, LOOK * seconds, stop, tell, impossible=impossible, brief=brief)
    looked = time.monotonic() - began
    helped: tuple[Explained, ...] = tuple(Explained(c, ()) for c in found.conflicts)
    edits: tuple[Edit, ...] = ()
    if found.conflicts and plan.book is not None:
        trials = Trials(plan, rules, began + (seconds if helping is None else helping), stop)
        helped, edits = _Helper(plan, rules, trials, tell, 1 if brief else GOOD).help(found.conflicts)
    easier = () if verdict is not Verdict.UNKNOWN else easier_without(plan.school, rules, began + seconds, stop, tell)
    spent = time.monotonic() - began
    return Explanation(verdict, helped, edits, tuple(found.released), found.complete, easier, (looked, spent))


class _Helper:
    """Remedies proposed, those that loosen nothing put aside, the rest tried on the whole plan."""

    def __init__(self, plan: Plan, rules: Mapping[str, Rule], trials: Trials, tell: Tell, each: int):
        self._plan, self._rules, self._trials, self._tell, self._each = plan, rules, trials, tell, each
        self._known: dict[tuple[Remedy, ...], bool | None] = {}

    def help(self, conflicts: Sequence[Conflict]) -> tuple[tuple[Explained, ...], tuple[Edit, ...]]:
        """The conflicts with their remedies, and the cells that were changed where the whole was solved."""
        offers = [self._loosening(conflict) for conflict in conflicts]
        good: list[list[Remedy]] = [[] for _ in conflicts]
        base = None
        for _ in range(ROUNDS):
            for number, offer in enumerate(offers):
                self._tell("remedies", number, len(conflicts))
                good[number] += islice(offer, self._each)
            base = self._together(good) if all(good) else None
            if base is not None or self._trials.over:
                break
        helped = [Explained(c, tuple(self._tried(good, i, base))) for i, c in enumerate(conflicts)]
        return tuple(helped), tuple(e for r in base or () for e in r.edits)

    def _loosening(self, conflict: Conflict) -> Iterator[Remedy]:
        """Remedies that get rid of a conflict by itself: the cheapest of each kind before more of one."""
        for remedy in _by_turns(propose(self._plan, conflict, self._rules)):
            if self._trials.over:
                return
            if self._trials.loosens(conflict, remedy.edits):
                yield remedy

    def _together(self, good: Sequence[Sequence[Remedy]]) -> list[Remedy] | None:
        """One remedy for each conflict with which the whole was solved: the first ones, or all but one of them."""
        firsts = [remedies[0] for remedies in good]
        if self._solved(firsts):
            return firsts
        for number, remedies in enumerate(good):
            for remedy in remedies[1:]:
                some = [*firsts[:number], remedy, *firsts[number + 1 :]]
                if self._trials.over:
                    return None
                if self._solved(some):
                    return some
        return None

    def _tried(self, good: Sequence[Sequence[Remedy]], number: int, base: Sequence[Remedy] | None) -> list[Tried]:
        """A few remedies of a conflict, those that work first, each with what works for the others."""
        others = base if base is not None else [remedies[0] for remedies in good if remedies]
        tried = []
        for remedy in good[number]:
            some = [*others[:number], remedy, *others[number + 1 :]]
            possible = len(others) == len(good) and not self._trials.over
            tried.append(Tried(remedy, self._solved(some) if possible else self._known.get(tuple(some))))
        first = base[number] if base is not None else None
        tried.sort(key=lambda t: (t.remedy is not first, t.works is not True, t.works is False))
        enough = [t for t in tried if t.works is not False]
        return (enough or tried)[:GOOD]

    def _solved(self, remedies: Sequence[Remedy]) -> bool | None:
        """Whether the whole is solved with these; two that change one cell cannot be tried together."""
        key = tuple(remedies)
        if key not in self._known:
            edits = [e for r in remedies for e in r.edits]
            apart = len({(e.sheet, e.cell) for e in edits}) == len(edits)
            self._tell("trying", 0, 0)
            self._known[key] = self._trials.solvable(edits) if apart else False
        return self._known[key]


def _by_turns(remedies: Sequence[Remedy]) -> list[Remedy]:
    """The cheapest of each kind, then the second of each, and so on; kinds by their cheapest."""
    turns: list[tuple[int, int, Remedy]] = []
    count: Counter[str] = Counter()
    for i, remedy in enumerate(remedies):
        turns.append((count[remedy.kind], i, remedy))
        count[remedy.kind] += 1
    return [remedy for *_, remedy in sorted(turns, key=lambda t: t[:2])]
