"""The lessons of everybody who is away, shared out together: CP-SAT chooses who takes which.

In this order: no lesson without somebody; few lessons with somebody who does not know the subject; the counts through
the term as even as can be; few lessons a day each; those who know class or grade; wishes. Nobody is in two places.
What several lessons together break of the rules about a teacher's day, their own checks find: then that choice is
forbidden, and the search goes on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from .candidates import Candidate, Candidates, Need, Refusal, taken

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

SECONDS = 20.0
Key = tuple[int, str]  # a need's number and a teacher


@dataclass(frozen=True)
class Assignment:
    """Who takes which lesson, by the need's number; the needs that nobody is left for; who would break a rule."""

    chosen: Mapping[int, Candidate]
    left: tuple[Need, ...] = ()
    refused: Mapping[Key, Refusal] = field(default_factory=dict)


def assign(needs: Sequence[Need], options: Mapping[int, Sequence[Candidate]], table: Candidates) -> Assignment:
    """Share out the needs among those who are free, ``options`` by number. The rules are asked of whom is chosen: who
    may not is left out, and the search goes on, so that what is found is best of all that may be."""
    known = {(n.number, c.teacher): c for n in needs for c in options[n.number]}
    numbered = {n.number: n for n in needs}
    refused: dict[Key, Refusal] = {}
    forbidden: set[frozenset[Key]] = set()
    while True:
        keys = _Search(needs, known, table, forbidden).best() if known else []
        if unknown := [key for key in keys if not known[key].judged]:
            answers = table.judged([(numbered[n], known[n, name]) for n, name in unknown])
            for key, answer in zip(unknown, answers, strict=True):
                if isinstance(answer, Candidate):
                    known[key] = answer
                else:
                    refused[key] = answer
                    del known[key]
        elif found := _too_much(keys, known, numbered, table):
            forbidden |= found
        else:
            break
    chosen = {number: known[number, teacher] for number, teacher in keys}
    return Assignment(chosen, tuple(n for n in needs if n.number not in chosen), refused)


def _too_much(
    keys: Sequence[Key], known: Mapping[Key, Candidate], needs: Mapping[int, Need], table: Candidates
) -> set[frozenset[Key]]:
    """The choices that together break a rule about somebody's day, as few at a time as do; for one who has too much,
    all his pairs are looked at."""
    found: set[frozenset[Key]] = set()
    by_teacher: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        by_teacher[key[1]].append(key)

    def breaks(group: Collection[Key]) -> bool:
        name = next(iter(group))[1]
        more = [taken(needs[n], name, known[n, name].fit, table.when) for n, _ in group]
        return any(b.hard for b in table.breaches({name: more})[name])

    for teacher, mine in by_teacher.items():
        if len(mine) < 2 or not breaks(mine):
            continue
        own = [key for key in known if key[1] == teacher]
        apart = [p for p in combinations(own, 2) if not needs[p[0][0]].held.overlaps(needs[p[1][0]].held.slots)]
        found |= {frozenset(pair) for pair in apart if breaks(pair)}
        core = list(mine)
        for key in mine:
            less = [k for k in core if k != key]
            if len(less) > 1 and breaks(less):
                core = less
        found.add(frozenset(core))
    return found


def _pruned(needs: Sequence[Need], known: Mapping[Key, Candidate], table: Candidates) -> dict[Key, Candidate]:
    """Those who may matter. Of as many as there are lessons one takes none of the others: so whoever is no better in
    anything than so many others is never needed."""
    found = {}
    for n in needs:
        mine = sorted((c for (number, _), c in known.items() if number == n.number), key=lambda c: c.order)
        values = [(c.fit.lack, c.taken, table.load(c.teacher), c.fit.rank, _wish(c)) for c in mine]
        kept: list[int] = []
        for i, value in enumerate(values):
            better = sum(all(x <= y for x, y in zip(values[j], value, strict=True)) for j in kept)
            if better < len(needs):
                kept.append(i)
        found.update({(n.number, mine[i].teacher): mine[i] for i in kept})
    return found


def _wish(c: Candidate) -> int:
    """What broken wishes cost, in tenths; of whom the rules were not asked yet it is the most."""
    return min(c.cost, 8000) // 100 if c.judged else 90


class _Search:
    """The model of one round."""

    def __init__(
        self, needs: Sequence[Need], known: Mapping[Key, Candidate], table: Candidates, forbidden: set[frozenset[Key]]
    ):
        from ortools.sat.python import cp_model

        self.solver: Any = cp_model
        self.model: CpModel = cp_model.CpModel()
        self.needs, self.table, self.known = needs, table, _pruned(needs, known, table)
        self.take: dict[Key, IntVar] = {key: self.model.new_bool_var(f"{key}") for key in self.known}
        self.left = {n.number: self.model.new_bool_var(f"left {n.number}") for n in needs}
        self._rules(forbidden)

    def best(self) -> list[Key]:
        """Who takes what in the best way: what comes first is made as small as can be, then what follows it."""
        solver = self.solver.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_time_in_seconds = SECONDS
        found: list[Key] = []
        for part in self._parts():
            self.model.minimize(part)
            if solver.solve(self.model) not in (self.solver.OPTIMAL, self.solver.FEASIBLE):
                break  # out of time: what was found last stands
            found = [key for key, var in self.take.items() if solver.value(var)]
            self.model.add(part <= round(solver.objective_value))
            self.model.clear_hints()  # type: ignore[no-untyped-call]
            for var in (*self.take.values(), *self.left.values()):
                self.model.add_hint(var, solver.value(var))
        return found

    def _rules(self, forbidden: set[frozenset[Key]]) -> None:
        for n in self.needs:
            mine = [var for key, var in self.take.items() if key[0] == n.number]
            self.model.add_exactly_one([*mine, self.left[n.number]])
        for start in {s.start: s for n in self.needs for s in n.held.slots}.values():
            at_once = {n.number for n in self.needs if any(s.start <= start.start < s.end for s in n.held.slots)}
            for teacher in self._teachers:
                mine = [self.take[n, teacher] for n in at_once if (n, teacher) in self.take]
                if len(mine) > 1:
                    self.model.add_at_most_one(mine)
        for keys in sorted(map(sorted, forbidden)):
            if all(key in self.take for key in keys):
                self.model.add(sum(self.take[key] for key in keys) <= len(keys) - 1)

    @property
    def _teachers(self) -> list[str]:
        return sorted({teacher for _, teacher in self.known})

    def _parts(self) -> Iterator[Any]:
        """What is made small, in the order of the docstring."""
        periods = {n.number: len(n.held.slots) for n in self.needs}
        yield sum(periods[n] * var for n, var in self.left.items())
        yield sum(c.fit.lack * periods[key[0]] * self.take[key] for key, c in self.known.items())
        days, counts = self._loads(periods)
        yield counts
        yield days
        yield sum((c.fit.rank * 1000 + _wish(c)) * self.take[key] for key, c in self.known.items())

    def _loads(self, periods: Mapping[int, int]) -> tuple[Any, Any]:
        """What the counts of the day and of the term cost: each period more of one person costs more than the one
        before, so that they are shared out evenly."""
        days: list[Any] = []
        counts: list[Any] = []
        for teacher in self._teachers:
            mine = [key for key in self.take if key[1] == teacher]
            taken = sum(periods[n] * self.take[n, teacher] for n, _ in mine)
            steps = [self.model.new_bool_var("") for _ in range(sum(periods[n] for n, _ in mine))]
            self.model.add(sum(steps) == taken)
            for more, less in pairwise(steps):
                self.model.add_implication(less, more)
            for k, step in enumerate(steps):
                days.append((self.table.load(teacher) + k) * step)
                counts.append((self.known[mine[0]].taken + k) * step)
        return sum(days), sum(counts)


def shortage(
    need: Need, needs: Sequence[Need], options: Mapping[int, Sequence[Candidate]]
) -> tuple[list[Need], list[str]]:
    """The lessons at the time of a need that want somebody, and all who could take any of them: where these are fewer,
    not all can be held."""
    there = [n for n in needs if n.held.overlaps(need.held.slots)]
    return there, sorted({c.teacher for n in there for c in options[n.number]})
