"""The national curriculum plans' shares of nine years' lessons, and which share a subject belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain import School

WEEKLY = {1: 26, 2: 26, 3: 30, 4: 30, 5: 30, 6: 30, 7: 34, 8: 34, 9: 34}  # lessons a week
WEEKS = {grade: 33 if grade == 9 else 35 for grade in WEEKLY}  # of teaching a year; nine years hold 9522 lessons

CHINESE, MATHS, FOREIGN, MORALS, PAST, SCIENCE, COMPUTING, PE, ARTS, REST = (
    "语文", "数学", "外语", "道德与法治", "历史、地理", "科学", "信息科技", "体育与健康", "艺术",
    "劳动、综合实践、地方与校本课程",
)  # fmt: skip

RANGES: dict[str, dict[str, tuple[int, int]]] = {
    "2022": {
        MORALS: (6, 8), CHINESE: (20, 22), MATHS: (13, 15), FOREIGN: (6, 8), PAST: (3, 4), SCIENCE: (8, 10),
        COMPUTING: (1, 3), PE: (10, 11), ARTS: (9, 11), REST: (14, 18),
    },
    "2001": {
        MORALS: (7, 9), CHINESE: (20, 22), MATHS: (13, 15), FOREIGN: (6, 8), PAST: (3, 4), SCIENCE: (7, 9),
        PE: (10, 11), ARTS: (9, 11), REST: (16, 20),
    },
}  # fmt: skip

_TAGS = {
    "language": CHINESE, "maths": MATHS, "science": SCIENCE, "technology": COMPUTING, "pe": PE, "music": ARTS,
    "art": ARTS, "labour": REST, "practice": REST, "local": REST, "activity": REST, "class_meeting": REST,
}  # fmt: skip
_NAMES = {
    CHINESE: ("书法", "写字"), FOREIGN: ("英", "外语", "日语", "俄语"), PAST: ("历史", "地理"),
    MORALS: ("道德", "道法", "品德", "品社", "品生", "思品", "思想", "政治"),
}  # fmt: skip


@dataclass(frozen=True)
class Share:
    """A group of subjects with the per cent of nine years' lessons that it is bound to have (``low``) and may have
    (``high``): what grades the plan does not hold may give it nothing, or all they have. ``subjects`` are the school's
    that belong to it, ``lessons`` their lessons in all years that the plan holds."""

    group: str
    low: float
    high: float
    range: tuple[int, int]
    subjects: tuple[str, ...] = ()
    lessons: float = 0.0


def shares(school: School, plan: str) -> tuple[Share, ...]:
    """Every group's share. Raises KeyError for a plan that is not there."""
    ranges = RANGES[plan]
    taught = dict.fromkeys(ranges, 0.0)
    subjects: dict[str, dict[str, None]] = {group: {} for group in ranges}
    for row in school.curriculum:
        group = _group(school, row.subject, plan)
        taught[group] += row.lessons * WEEKS.get(row.grade, 35)
        subjects[group][row.subject] = None
    unknown = sum(WEEKLY[g] * WEEKS[g] for g in grades_missing(school))
    total = sum(taught.values()) + unknown
    spans = {group: (100 * held / total, 100 * (held + unknown) / total) for group, held in taught.items() if total}
    return tuple(Share(g, *span, ranges[g], tuple(subjects[g]), taught[g]) for g, span in spans.items())


def grades_missing(school: School) -> list[int]:
    """The grades from 1 to 9 that the curriculum plan does not hold."""
    return sorted(WEEKLY.keys() - {row.grade for row in school.curriculum})


def _group(school: School, subject: str, plan: str) -> str:
    """By tag, else by name; what is neither is a local or school course. Computing is practice in the plan of 2001."""
    tags = school.subject[subject].tags if subject in school.subject else frozenset()
    found = next((_TAGS[t] for t in sorted(tags) if t in _TAGS), None)
    found = found or next((g for g, words in _NAMES.items() if any(w in subject for w in words)), REST)
    return found if found in RANGES[plan] else REST
