"""A what-if over a district as one comparison: the schools' figures added up, so that the same report tells them.

A school without a new timetable (a scenario does not concern it, or is impossible there) counts with today's figures:
so the totals of all columns are over the same schools.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace

from scheduler.domain import Text
from scheduler.whatif.compare import Answer, Comparison, Movement, Outcome, Shift, Tally
from scheduler.whatif.measures import Cost, GradeHomework, Measures, Spread
from scheduler.whatif.report.table import ANSWERS

from .whatif import DistrictComparison, DistrictOutcome, Now

_ADDED = ("moved", "weeks", "of", "added", "dropped", "rooms", "staff", "weight", "least", "homework")
_TOLD = (Answer.IMPOSSIBLE, Answer.UNKNOWN, Answer.FAILED)


def summed(found: DistrictComparison, *, answers: bool = True) -> Comparison:
    """The whole district in one comparison; ``answers``: with what was found beside the figures."""
    today = _measures(found.now, {}, found.shared)
    baseline = Outcome(found.run, (), Answer.BASELINE, measures=today)
    outcomes = found.outcomes if answers else [replace(o, found=()) for o in found.outcomes]
    return Comparison(found.name, baseline, tuple(_outcome(found, o) for o in outcomes), found.stopped)


def _outcome(found: DistrictComparison, outcome: DistrictOutcome) -> Outcome:
    made = {name: o for name, o in outcome.tried if o.movement is not None and o.measures is not None}
    whole = Outcome(
        outcome.name, outcome.changes, outcome.answer, round(outcome.seconds, 2), outcome.note, outcome.cause,
        code=outcome.code, remarks=tuple(_remarks(outcome)),
    )  # fmt: skip
    if outcome.code:
        return whole
    points = next((o.points for _, o in outcome.tried if o.points), ())
    cause, remedy = _told(outcome, lambda o: o.cause), _told(outcome, lambda o: o.remedy)
    if not made:
        return replace(whole, cause=cause, remedy=remedy, points=points)
    return replace(
        whole, cause=cause, remedy=remedy, points=points,
        movement=_movement(found, made),
        measures=_measures(found.now, {n: o.measures for n, o in made.items() if o.measures}, found.shared),
        shifts=tuple(_at(name, s) for name, o in made.items() for s in o.shifts),
    )  # fmt: skip


def _told(outcome: DistrictOutcome, which: Callable[[Outcome], Text | None]) -> Text | None:
    """A cause or remedy of every school that has one; where all say the same, once."""
    said = {name: text for name, o in outcome.tried if (text := which(o)) is not None}
    if not said:
        return None
    names: dict[Text, list[str]] = {}
    for name, text in said.items():
        names.setdefault(text, []).append(name)
    return Text(
        "；".join(f"{'、'.join(at)}——{text.zh}" for text, at in names.items()),
        "; ".join(f"{', '.join(at)}: {text.en}" for text, at in names.items()),
    )


def _remarks(outcome: DistrictOutcome) -> Iterator[Text]:
    """What else is to be known: what was found, breaches over the whole district, schools without a timetable."""
    yield from outcome.found
    yield from (Text(f"全区核查新违反：{b.zh}", f"newly broken over the district: {b.en}") for b in outcome.lost)
    yield from (Text(f"全区核查不再违反：{b.zh}", f"mended over the district: {b.en}") for b in outcome.gained)
    yield from outcome.unfit
    without = [(name, o) for name, o in outcome.tried if o.movement is None and o.answer in _TOLD]
    if without and len(without) < len(outcome.schools) and not outcome.code:
        zh = "、".join(f"{name}（{ANSWERS[o.answer][0]}）" for name, o in without)
        en = ", ".join(f"{name} ({ANSWERS[o.answer][1]})" for name, o in without)
        yield Text(f"数字里按现行课表计：{zh}", f"counted as they are today: {en}")
    yield from dict.fromkeys(r for _, o in outcome.tried for r in o.remarks)


def _movement(found: DistrictComparison, made: Mapping[str, Outcome]) -> Movement:
    movements = {name: o.movement for name, o in made.items() if o.movement is not None}
    whole = {field: sum(getattr(m, field) for m in movements.values()) for field in _ADDED}
    classes = ((f"{school} {name}", n) for school, m in movements.items() for name, n in m.classes)
    teachers = ((_person(school, name, found.shared), n) for school, m in movements.items() for name, n in m.teachers)
    proven = all(m.proven for m in movements.values())
    return Movement(**whole, classes=_tally(classes), teachers=_tally(teachers), proven=proven)


def _tally(counts: Iterable[tuple[str, int]]) -> Tally:
    total: Counter[str] = Counter()
    for name, n in counts:
        total[name] += n
    return tuple(sorted(total.items(), key=lambda item: (-item[1], item[0])))


def _person(school: str, name: str, shared: frozenset[str]) -> str:
    """A shared teacher is one person in all schools; others of one name are not."""
    return name if name in shared else f"{school} {name}"


def _at(school: str, shift: Shift) -> Shift:
    return replace(shift, title=Text(f"{school} {shift.title.zh}", f"{school} {shift.title.en}"))


def _measures(now: Sequence[Now], new: Mapping[str, Measures], shared: frozenset[str]) -> Measures:
    """The figures of all schools together; ``new`` instead of today's. Loads are a person's at one school."""
    every = [(n, new.get(n.school, n.measures)) for n in now]
    spreads = {
        field: _spread(
            [(n.school, getattr(m, field), n.counts.people) for n, m in every],
            lambda school, name: _person(school, name, shared),
        )
        for field in ("loads", "gaps", "days")
    }
    costs: Counter[str] = Counter()
    titles: dict[str, Text] = {}
    for cost in (c for _, m in every for c in m.costs):
        costs[cost.rule] += cost.cost
        titles[cost.rule] = cost.title
    assert {f.name for f in fields(Measures)} == {*spreads, "homework", "kept", "broken", "cost", "costs"}
    return Measures(
        **spreads,
        homework=tuple(_homework(every)),
        kept=sum(m.kept for _, m in every),
        broken=sum(m.broken for _, m in every),
        cost=sum(m.cost for _, m in every),
        costs=tuple(Cost(code, titles[code], cost) for code, cost in sorted(costs.items())),
    )


def _spread(every: Sequence[tuple[str, Spread, int]], named: Callable[[str, str], str]) -> Spread:
    """One spread of several: of each the school, and how many people it is of."""
    people = sum(n for _, _, n in every)
    if not people:
        return Spread()
    most = max(s.most for _, s, _ in every)
    who = tuple(named(school, name) for school, s, _ in every if s.most == most for name in s.who)
    return Spread(round(sum(s.mean * n for _, s, n in every) / people, 2), most, who)


def _homework(every: Sequence[tuple[Now, Measures]]) -> Iterator[GradeHomework]:
    """Grade by grade, over the schools that give homework there."""
    grades = sorted({g.grade for _, m in every for g in m.homework})
    for grade in grades:
        given = [(n, g, dict(n.counts.class_days)[grade]) for n, m in every for g in m.homework if g.grade == grade]
        days = sum(weight for _, _, weight in given)
        most = max(g.most for _, g, _ in given)
        who = tuple(f"{n.school} {klass}" for n, g, _ in given if g.most == most for klass in g.who)
        mean = round(sum(g.mean * weight for _, g, weight in given) / days, 2)
        yield GradeHomework(grade, mean, most, who, sum(g.over for _, g, _ in given))
