"""What a made-up school says of itself, as its pack would like to hear it: 校历, 自查, the tables made public.

Every answer is read off the pack's own rows, so that a profile tells only what is particular to its school.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from constraints import catalogue
from constraints.declared._declared import Declared
from samples.beside import AUTUMN
from samples.book import Answer, Happening
from scheduler.domain import RuleSetting
from scheduler.packs import declared_items

OFTEN = {"day": "每天", "week": "每周", "month": "每月"}
DAYS = ("2025-09-24", "2025-10-22", "2025-11-12", "2025-12-03", "2025-12-17", "2025-12-24", "2026-01-07", "2026-01-09")


def calendar(settings: Sequence[RuleSetting], exams: Sequence[Mapping[str, str]]) -> Iterator[Happening]:
    """The autumn term: its holidays, the exams (kind, grades, whether the authority arranged them), and every event
    that the pack asks for."""
    yield from AUTUMN
    dates = {"期中": ("2025-11-06", "2025-11-07"), "期末": ("2026-01-14", "2026-01-15")}
    for exam in exams:
        yield Happening(
            exam["kind"], f"{exam['kind']}考试", *dates[exam["kind"]], exam["grades"], "", exam.get("approved", "")
        )
    told = set()
    for setting in settings:
        if setting.rule != "events" or not setting["least"]:
            continue
        for number in range(setting["least"] if setting["per"] in ("term", "year") else 1):
            kind = setting["kinds"][number % len(setting["kinds"])]
            month = [d for d in DAYS if not setting["month"] or d[5:7] == f"{setting['month']:02d}"]
            when = OFTEN.get(setting["per"]) or month[number % len(month)]
            if (kind, when) not in told:
                told.add((kind, when))
                yield Happening(kind, kind, when)


def answers(settings: Sequence[RuleSetting], figures: Mapping[str, int]) -> Iterator[Answer]:
    """An answer for each item that the pack asks about: what the rule asks at least, else at most, else nothing (0).

    ``figures``: what this school says instead, by item."""
    values: dict[str, float] = {}
    for setting in settings:
        rule = catalogue()[setting.rule]
        if isinstance(rule, Declared):
            least, most = rule.limits(setting)
            value = least if isfinite(least) else min(most, 0)
            for item in rule.items(setting):
                values[item] = max(value, values.get(item, 0))
    for item, value in {**values, **figures}.items():
        number = int(value)
        yield Answer(item, number if declared_items()[item].number else "是" if number else "否")


def posted(settings: Sequence[RuleSetting]) -> str:
    """The tables and rules that the pack wants made public, with those that every school posts."""
    asked = [item for s in settings if s.rule == "posted" for item in s["items"]]
    return "、".join(dict.fromkeys(("课程表", "作息时间表", *asked)))
