"""The length of a class's day (班级每日跨度)."""

from __future__ import annotations

from constraints._people import OfClasses
from constraints._presence import Span
from scheduler.domain import Text


class ClassSpan(OfClasses, Span):
    """From the first to the last lesson of a class's day are no more than ``most`` periods.

    What it asks: on each day, the number of the last lesson less that of the first, plus one, is at most ``most``;
    idle periods between count.
    Why: short days for small children.
    Breaks when: a day is longer; each period beyond ``most`` counts one, a week.
    Parameters: most — periods a day.
    Posted as: begun by period n, and not over before period n + most, not both; the n that break it are as many as
    the periods beyond.
    """

    code = "class_span"
    title = Text("班级每日跨度", "the length of a class's day")
    asks = Text(
        "班级一天从第一节课到最后一节课不超过规定节数",
        "from the first to the last lesson of a day no more periods than told",
    )
    breach = Text("{who} 在{where}跨的节数超 {amount} 节", "{who}: the day is {amount} period(s) too long on {where}")
