"""What only a whole district can try: more teachers, wherever they help most."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain import Text
from scheduler.intake import Edit, Plan
from scheduler.rule import Rule

from ..change import Change
from ..error import ChangeError
from ..kind import Field, kind

MORE_TEACHERS = "more_teachers"


def _say(change: Change, lang: str) -> str:
    subject, count, lessons = change["subject"], change["count"], change["lessons"]
    if lang == "zh":
        return f"全区增加 {count} 位{subject}教师" + (f"（每人每周 {lessons} 节）" if lessons else "")
    return f"{count} more teacher(s) of {subject}" + (f" with {lessons} lessons a week each" if lessons else "")


@kind(
    MORE_TEACHERS, Text("增加教师", "more teachers"),
    (Field("subject", Text("科目", "subject")), Field("count", Text("人数", "count"), "number"),
     Field("lessons", Text("每周节数", "lessons"), "number", optional=True, aliases=("节数",))),
    Text("增加教师 美术 2", "more teachers 美术 2"), _say,
)  # fmt: skip
def more_teachers(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """Where more teachers of a subject would help most is a question about all schools of a district together, so one
    school's plan has no answer to it."""
    zh, en = "增加教师 要在区县的结果上试；一所学校的写 新教师", "more teachers: for the run of a district only"
    raise ChangeError(Text(zh, f"{en}; for one school write: joins"))
