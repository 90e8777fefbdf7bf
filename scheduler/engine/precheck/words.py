"""How findings say times, courses and settings: weekdays with ranges of periods, lessons by class and subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from scheduler.domain import Course, RuleSetting, Text
from scheduler.domain.sayings import say_clock, say_day

from .facts import Facts
from .flow import bits

_MANY = 6  # courses said one by one
LANGS = ("zh", "en")


def both(make: object) -> Text:
    """A text from a function of the language."""
    assert callable(make)
    return Text(*(make(lang) for lang in LANGS))


def join(names: Iterable[str], lang: str) -> str:
    """甲、乙 or A, B."""
    return ("、" if lang == "zh" else ", ").join(names)


def say_times(facts: Facts, mask: int, lang: str) -> str:
    """周一至周三第1-4节、周五第2节 or Mon-Wed 1-4, Fri 2; days that follow each other are said together."""
    periods: dict[int, set[int]] = defaultdict(set)
    for i in bits(mask):
        periods[facts.slots[i].day].add(facts.slots[i].period)
    days = list(facts.days)
    runs: list[list[int]] = []
    for day in sorted(periods):
        after = runs and days.index(day) == days.index(runs[-1][-1]) + 1
        if after and periods[day] == periods[runs[-1][0]]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return join((_stretch(run, periods[run[0]], lang) for run in runs), lang) or ("没有" if lang == "zh" else "none")


def _stretch(days: Sequence[int], periods: set[int], lang: str) -> str:
    rows: list[list[int]] = []
    for period in sorted(periods):
        if rows and rows[-1][-1] == period - 1:
            rows[-1].append(period)
        else:
            rows.append([period])
    said = ("、" if lang == "zh" else ",").join(f"{r[0]}-{r[-1]}" if len(r) > 1 else f"{r[0]}" for r in rows)
    ends = [say_day(day, lang) for day in dict.fromkeys((days[0], days[-1]))]
    if lang == "zh":
        return f"{'至'.join(ends)}第{said}节"
    return f"{'-'.join(ends)} {said}"


def whose(course: Course) -> str:
    """三1语文: the groups and the subject; a meeting's own name."""
    return "、".join(course.groups) + course.subject if course.groups else course.id


def say_courses(facts: Facts, courses: Sequence[Course], lang: str) -> str:
    """三1语文 4 节、三2语文 4 节; of many, how many lessons of each subject."""
    unit = " 节" if lang == "zh" else ""
    if len(courses) <= _MANY:
        return join((f"{whose(c)} {c.periods:g}{unit}" for c in courses), lang)
    subjects: dict[str, list[Course]] = defaultdict(list)
    for course in courses:
        subjects[course.subject].append(course)

    all_groups = {g for c in courses for g in c.groups}

    def part(subject: str, mine: list[Course]) -> str:
        groups = len({g for c in mine for g in c.groups}) if len(all_groups) > 1 else 0
        size = f"{sum(c.periods for c in mine):g}"
        among = (f"（{groups} 个班）" if lang == "zh" else f" ({groups} classes)") if groups else ""
        return f"{subject} {size}{unit}{among}"

    return join((part(s, mine) for s, mine in subjects.items()), lang)


def say_setting(setting: RuleSetting, lang: str) -> str:
    """What a setting that caps something says, in a few words; '' where there is nothing to add."""
    most = dict(setting.params).get("most", 0)
    words = {
        "teacher_day_load": (f"每天最多 {most} 节", f"at most {most} a day"),
        "teacher_half_days": (f"每周最多 {most} 个半天", f"at most {most} half-days a week"),
        "teacher_days": (f"每周最多 {most} 天", f"at most {most} days a week"),
        "teacher_run": (f"最多连上 {most} 节", f"at most {most} in a row"),
        "teacher_week_load": (f"每周最多 {most} 节", f"at most {most} a week"),
        "class_day_load": (f"每天最多 {most} 节", f"at most {most} a day"),
        "subject_a_day": (
            (f"同一科每天最多 {most} 节", f"at most {most} of a subject a day")
            if most
            else ("同一科平均分到每天", "a subject is spread evenly over the days")
        ),
        "pe_once_a_day": ("体育分到各天", "PE on different days"),
        "sessions_a_day": (f"每天最多 {most} 次", f"at most {most} sessions a day"),
        "days_apart": ("要分在不同的天", "on different days"),
        "start_window": (
            f"上午 {say_clock(dict(setting.params).get('morning', 0))} 前不上课",
            f"no lesson before {say_clock(dict(setting.params).get('morning', 0))}",
        ),
    }
    zh, en = words.get(setting.rule, ("", ""))
    return zh if lang == "zh" else en
