"""Another program's minimal unsatisfiable subsets (cpmpy) say the same of what is found here."""

from __future__ import annotations

import logging
from collections import defaultdict

import pytest

from constraints import catalogue
from scheduler.domain import School, Scope
from scheduler.domain.tiny import tiny
from scheduler.explain.demands import ALWAYS, Demands, Part
from scheduler.explain.explanation import find_conflicts

from .test_search import asked, at, crossed, plus

cpmpy = pytest.importorskip("cpmpy")
RULES = catalogue()


def two_at_once() -> School:
    school = tiny({"三1": "语1 数1", "三2": "语1 数1"}, {"张": "三1语 三2语"}, days=1, periods=2)
    locks = (asked("fixed_time", name, Scope(groups=frozenset({name}), subjects=frozenset({"语"})), times=at("周一1"))
             for name in ("三1", "三2"))  # fmt: skip
    return plus(school, *locks)


def lab() -> School:
    school = tiny({"三1": "科1 语1", "三2": "科1 语1"}, days=1, periods=2, rooms={"实验室": ("科", 1)})
    return plus(school, asked("forbidden_times", "closed", Scope(rooms=frozenset({"实验室"})), times=at("周一2")))


def sentences(part: Part) -> dict[int, list[object]]:
    """The rows of a part in cpmpy's words, by member."""
    table = part.table
    xs = [cpmpy.intvar(int(lo), int(hi)) for lo, hi in zip(table.lower, table.upper, strict=True)]
    found: dict[int, list[object]] = defaultdict(list)
    for row, member in enumerate(part.member_of.tolist()):
        entries = range(table.pointers[row], table.pointers[row + 1])
        total = cpmpy.sum([int(table.coefs[e]) * xs[table.columns[e]] for e in entries])
        found[member] += [total >= int(table.lo[row]), total <= int(table.hi[row])]
    return found


@pytest.mark.parametrize("school", [crossed(), two_at_once(), lab()], ids=["crossed", "locks", "lab"])
def test_what_is_named_is_a_minimal_set_for_another_program_too(school: School) -> None:
    from cpmpy.tools.explain import mus

    logging.disable()
    _, found = find_conflicts(school, RULES, 20)
    (conflict,) = found.conflicts
    demands = Demands(school, RULES)
    said = sentences(demands.whole())
    named = [cpmpy.all(said[demands.members.index(m)]) for m in conflict.members]
    assert len(mus(named, hard=said[ALWAYS], solver="ortools")) == len(named)


@pytest.mark.parametrize("school", [crossed(), two_at_once(), lab()], ids=["crossed", "locks", "lab"])
def test_any_set_that_the_other_finds_is_one_of_ours(school: School) -> None:
    """These schools have one cause only, whatever is asked first; a full week says that lessons do not overlap, and
    that they do not overlap fills it."""
    from cpmpy.tools.explain import mus

    _, found = find_conflicts(school, RULES, 20)
    demands = Demands(school, RULES)
    said = sentences(demands.whole())
    asked_of = {str(c): i for i, group in said.items() if i != ALWAYS for c in [cpmpy.all(group)]}
    theirs = mus([cpmpy.all(g) for i, g in said.items() if i != ALWAYS], hard=said[ALWAYS], solver="ortools")
    names = {demands.members[asked_of[str(c)]].setting for c in theirs}
    either = {"class_clash", "class_week_full"}
    assert names - either == {m.setting for m in found.conflicts[0].members} - either
