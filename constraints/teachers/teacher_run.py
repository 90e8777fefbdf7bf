"""Most lessons of a teacher in a row (连续最多)."""

from __future__ import annotations

from collections.abc import Iterable

from constraints._people import OfTeachers
from constraints._runs import Runs
from scheduler.domain import Strength, Text
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case


class TeacherRun(OfTeachers, Runs):
    """No more than ``most`` lessons in a row within a half-day.

    What it asks: a teacher's lessons follow one another directly (no lesson of the bell schedules he teaches
    in would fit between) at most ``most`` times in a half-day. Meetings are no lessons and end a row; so does a pause
    as long as a lesson.
    Why: the voice, and somebody has to drink a glass of water.
    Breaks when: a row is longer; each lesson beyond ``most`` counts one, a week; with ``each`` 'row' a row counts one,
    however long.
    Posted as: of any ``most`` + 1 slots in a row one is free. These rows are the whole convex hull for one
    half-day.
    Parameters: most — periods in a row; each — period or row.
    """

    code = "teacher_run"
    title = Text("教师连上节数", "a teacher's lessons in a row")
    asks = Text("教师同一半天内连续上课不超过规定节数", "no more than so many lessons in a row within a half-day")
    breach = Text(
        "{who} 在{where}前已连上多节，超 {amount} 节",
        "{who}: {amount} lesson(s) too many in a row up to {where}",
    )
    strength = Strength.SOFT

    def cases(self) -> Iterable[Case]:
        yield from super().cases()
        bells = tiny({"一1": "语2", "七1": "语1"}, {"张": "一1语 七1语"}, periods=3, morning=3, bells={"七": (520, 45)})
        yield from _pauses()
        for each in ("period", "row"):
            yield Case(
                f"two bell schedules, by the {each}",
                Text(
                    "8:00、8:50 小学，9:30 初中：连上3节，超1节",
                    "8:00, 8:50 primary, 9:30 junior: three in a row, one",
                ),
                bells, place(bells, {"一1": "语 语 .", "七1": ". 语 ."}), 1, (("each", each), ("most", 2)),
            )  # fmt: skip


def _pauses() -> Iterable[Case]:
    """Two bell schedules leave 40 minutes, as long as a lesson, or 35 without a lesson between."""
    for start, amount in ((560, 0), (555, 1)):
        school = tiny({"一1": "语1", "七1": "语1"}, {"张": "一1语 七1语"}, periods=1, bells={"七": (start, 45)})
        pause = start - 520
        yield Case(
            f"a pause of {pause} minutes after 40 of lesson",
            Text(f"隔{pause}分钟：超{amount}节", f"{pause} minutes between: {amount}"),
            school, place(school, {"一1": "语", "七1": "语"}), amount, (("most", 1),),
        )  # fmt: skip
