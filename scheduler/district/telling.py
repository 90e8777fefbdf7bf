"""A district's run and its audit as the report tells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from scheduler.domain import Half, Text, Verdict
from scheduler.output.district.shared import ArtsLine, CheckLine, SharedLine, Sharing, ShortLine, Stay

from .audit import DistrictAudit, Whole
from .domain import District, SharedTeacher
from .folder import DistrictRun, SchoolRun
from .written import ARTS, Presence, Written

_STATES = {
    "partial": Text("有学校没有排出课表，见“学校”。", "Some schools have no timetable."),
    "impossible": Text("已证明：共用教师这样安排不开。", "Proved: the shared teachers cannot be placed."),
    "unknown": Text(
        "限定时间内没有排完，也没有证明排不出。", "Not finished in time, and nothing is proved impossible."
    ),
    "stopped": Text("中途停止，已排出的学校保留。", "Stopped on the way; what was found is kept."),
}


_UNSOLVED = {
    "impossible": Text("已证明排不出", "proved impossible"),
    "unknown": Text("限定时间内没有排出，也没有证明排不出", "not found in time, and nothing is proved"),
    "failed": Text("已搁置", "set aside"),
    "stopped": Text("中途停止，没有排出", "stopped before there was one"),
}


def unsolved(school: SchoolRun) -> Text:
    """Why a school has no timetable."""
    said = _UNSOLVED.get(school.status, Text("没有课表", "no timetable"))
    if school.why is None or school.status == "unknown":  # which says the same
        return school.why or said
    return Text(f"{said.zh}：{school.why.zh}", f"{said.en}: {school.why.en}")


def sharing(district: District, run: DistrictRun, written: Sequence[Written], audit: DistrictAudit) -> Sharing:
    """What the report says of the whole district."""
    whole = Whole(district, tuple(written))
    checks = (
        CheckLine(e.title, e.asks, e.verdict, tuple(b.text for b in e.breaches))
        for e in audit.entries if e.verdict is not Verdict.NOT_APPLICABLE
    )  # fmt: skip
    return Sharing(
        checks=tuple(checks),
        teachers=tuple(_teacher(whole, t) for t in district.teachers),
        arts=tuple((w.school, tuple(_arts(w))) for w in written if w.arts),
        short=tuple(ShortLine(s.school, s.subject, s.lessons) for s in run.short),
        advice=run.lacking,
        share=district.policy.specialist_share,
        state=(*((_STATES[run.status],) if run.status in _STATES else ()), *run.why),
    )


def _teacher(whole: Whole, teacher: SharedTeacher) -> SharedLine:
    weeks = [whole.of(teacher, week) for week in whole.weeks]
    days = [[list(day) for _, day in groupby(periods, key=lambda p: p.slot.day)] for periods in weeks]
    schools = ((s, sum(p.lesson for w in weeks for p in w if p.school == s) / len(weeks))
               for s in whole.schools_of(teacher))  # fmt: skip
    ways = [list(_ways(whole.district, teacher, [d for d in week if _out(d, teacher)])) for week in days]
    return SharedLine(
        name=teacher.id,
        subjects=teacher.subjects,
        home=teacher.home,
        schools=tuple(schools),
        week_most=teacher.week_most,
        most=max((sum(p.lesson for p in day) for week in days for day in week), default=0),
        day_most=teacher.day_most,
        days=max((sum(_out(day, teacher) for day in week) for week in days), default=0),
        minutes=max((sum(m or 0 for m in week) for week in ways), default=0),
        unknown=any(m is None for week in ways for m in week),
        stays=tuple(_stays(weeks)),
    )


def _out(day: Sequence[Presence], teacher: SharedTeacher) -> bool:
    return any(p.school != teacher.home for p in day)


def _ways(district: District, teacher: SharedTeacher, days: Sequence[Sequence[Presence]]) -> Iterator[int | None]:
    """The minutes of each way of a week: from home, between schools, home again."""
    for day in days:
        stops = [school for school, _ in groupby(p.school for p in day)]
        home = [teacher.home] if teacher.home in district.school else []
        for one, other in pairwise([*home, *stops, *home]):
            if one != other:
                yield district.minutes(one, other)


def _stays(weeks: Sequence[Sequence[Presence]]) -> Iterator[Stay]:
    found: dict[tuple[int, Half, str], list[int]] = {}
    for n, week in enumerate(weeks):
        for p in week:
            found.setdefault((p.slot.day, p.slot.half, p.school), [0] * len(weeks))[n] += p.lesson
    for (day, half, school), lessons in sorted(found.items()):  # am before pm
        yield Stay(day, half, school, max(lessons))


def _arts(written: Written) -> Iterator[ArtsLine]:
    for kind in ARTS:
        found = [a for a in written.arts if a.kind == kind]
        if found:
            lessons, given, nobody = (sum(getattr(a, f) for a in found) for f in ("lessons", "specialists", "nobody"))
            yield ArtsLine(kind, lessons, given, nobody)
