"""What is left of a school day: when pupils are home, have done their homework, and can be in bed.

Assumed: the way home takes ``way_home`` minutes each way; supper, washing and breakfast take ``wash`` minutes together.
A pupil stays for everything the day offers, after-school service and evening self-study too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from constraints._limits import bells_in, school_days
from scheduler.domain import At, Bells, BlockKind, Group, RuleSetting, School, Text, View
from scheduler.rule import Param

WAY = Param("way_home", 30, "minutes", Text("路上时间（单程，估计）", "the way home, one way (assumed)"))
WASH = Param("wash", 60, "minutes", Text("晚饭、早饭和洗漱（估计）", "supper, breakfast and washing (assumed)"))


def evenings(view: View, setting: RuleSetting) -> Iterator[tuple[Bells, int, int]]:
    """Each school day of each bell schedule with when homework is done and supper eaten, in minutes after midnight."""
    for bells, classes in bells_in(view.school, setting.scope):
        for day in school_days(bells):
            home = end_of_day(view.school, bells, classes, day) + setting["way_home"]
            yield bells, day, home + homework_at_home(view, classes, day) + setting["wash"]


def arrival(bells: Bells, day: int) -> int:
    """When pupils come to school: the arrival block, else the first block of the day."""
    return (bells.on(day, BlockKind.ARRIVAL) or bells.on(day))[0].start


def end_of_day(school: School, bells: Bells, classes: Sequence[Group], day: int) -> int:
    """When the last of these classes can go home."""
    service = (s.end for k in classes for s in school.office.service_of(k.grade, day))
    return max([*(b.end for b in bells.on(day)), *service])


def homework_at_home(view: View, classes: Sequence[Group], day: int) -> int:
    """The most minutes of homework that one of these classes has to do at home on a day."""
    minutes = [0]
    for klass in classes:
        for week in view.school.weeks:
            items = (i for i in view.homework.items if (i.group, i.day) == (klass.id, day) and i.place == "home")
            minutes.append(sum(i.minutes for i in items if i.week.covers(week)))
    return max(minutes)


def where(bells: Bells, day: int) -> tuple[tuple[str], tuple[At]]:
    """The schedule and the day as a breach names them."""
    return (bells.id,), (At(day),)
