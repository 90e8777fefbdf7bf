"""The rest of a class overnight (班级隔夜休息)."""

from __future__ import annotations

from constraints._people import OfClasses
from constraints._presence import Rest
from scheduler.domain import Text


class ClassRest(OfClasses, Rest):
    """Between the last lesson of a day and the first of the next are at least ``least`` periods.

    What it asks: the periods left on a day after a class's last lesson and those on the next day before the first add
    up to ``least``. The day has as many periods as the longest in the school. Around a day without lessons nothing
    is asked.
    Why: who teaches or learns late in the evening shall not begin early.
    Breaks when: there are fewer; each period short counts one, a week.
    Parameters: least — periods; circular — whether the first day follows the last (a week without a weekend).
    Posted as: still there at period n, and begun the next day by the period that is too early for it, not both; the n
    that break it are as many as the periods short.
    """

    code = "class_rest"
    title = Text("班级隔夜休息", "a class's rest overnight")
    asks = Text(
        "班级前一天最后一节课与第二天第一节课之间隔够节数",
        "enough periods between the last lesson of a day and the first of the next",
    )
    breach = Text(
        "{who} 在{where}之间的休息少 {amount} 节", "{who}: the rest between {where} is {amount} period(s) short"
    )
