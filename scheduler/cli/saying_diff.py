"""Differences between two runs in words and as JSON, for ``diff`` and ``adopt``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from constraints import catalogue
from scheduler.domain import Placement, School
from scheduler.rule import say_day

from .lang import lang, t
from .options import say_verdict
from .saying_moves import amount

if TYPE_CHECKING:
    from scheduler.whatif.between import Between, Homework, Turned
    from scheduler.whatif.differences import Moved
    from scheduler.whatif.slips import Line, Slip

_SHOWN = 40  # homework lines of one report


def print_diff(found: Between, before: str, after: str) -> None:
    """All that differs; the lessons are numbered as ``--back`` counts them."""
    click.echo(f"{before} → {after}")
    print_lessons(found)
    if found.clock:
        click.echo(
            t(
                f"作息改了：另有 {found.clock} 节课节次不变、钟点变了",
                f"the bells changed: {found.clock} more lesson(s) keep their period at another clock time",
            )
        )
    for h in found.handed:
        none = t("无", "nobody")
        olds, news = "、".join(h.before) or none, "、".join(h.after) or none
        click.echo(t(f"换教师：{h.course} {olds} → {news}", f"teacher: {h.course} {olds} → {news}"))
    if found.homework:
        click.echo(t(f"作业变了 {len(found.homework)} 处：", f"homework ({len(found.homework)} class-days):"))
        for one in found.homework[:_SHOWN]:
            click.echo(f"  {say_homework(one)}")
        if len(found.homework) > _SHOWN:
            more = len(found.homework) - _SHOWN
            click.echo("  " + t(f"……还有 {more} 处（--json 全部列出）", f"... and {more} more (all in --json)"))
    print_turned(found)
    if found.same:
        click.echo(t("没有不同", "nothing differs"))


def print_lessons(found: Between) -> None:
    """The lessons that differ, numbered."""
    heads = {
        "moved": t("课移动了 {n} 节：", "moved: {n} lesson(s)"),
        "rooms": t("换了场地 {n} 节：", "other rooms: {n} lesson(s)"),
        "new": t("新增 {n} 节：", "new: {n} lesson(s)"), "gone": t("取消 {n} 节：", "gone: {n} lesson(s)"),
    }  # fmt: skip
    parts = {"moved": found.moved, "rooms": found.rooms, "new": found.new, "gone": found.gone}
    number = 0
    for kind, items in parts.items():
        if items:
            click.echo(heads[kind].format(n=len(items)))
        for item in items:
            number += 1
            click.echo(f"{number:4}. {_line(found.before.school, found.after.school, item).say(lang())}")


def _line(before: School, after: School, m: Moved) -> Line:
    """A difference as it is said to the office."""
    from scheduler.whatif.slips import Line, spot_of

    school, p = (after, m.after) if m.after else (before, m.before)
    assert p is not None
    course = school.course[p.course]
    old, new = (spot_of(s, x) if x else None for s, x in ((before, m.before), (after, m.after)))
    return Line(m.kind, course.id, course.teachers, old, new)


def say_homework(h: Homework) -> str:
    """一1 周三：数学 15→10，共 45→40 分钟."""
    comma = t("，", ", ")
    parts = comma.join(f"{subject} {old:g}→{new:g}" for subject, old, new in h.subjects)
    day = say_day(h.day, lang())
    return t(
        f"{h.group} {day}：{parts}，共 {h.before:g}→{h.after:g} 分钟",
        f"{h.group} {day}: {parts}, {h.before:g}→{h.after:g} minutes in all",
    )


def print_turned(found: Between) -> None:
    """The rules that are kept better or worse, and the cost."""
    worse = [x for x in found.turned if x.lost]
    better = [x for x in found.turned if not x.lost]
    for items, head in ((worse, t("规则变差：", "rules, worse:")), (better, t("规则变好：", "rules, better:"))):
        if items:
            click.echo(head)
        for item in items:
            click.echo(f"  {say_turned(item)}")
    old, new = found.before.audit.cost, found.after.audit.cost
    if old != new:
        click.echo(t(f"总代价 {old / 1000:g} → {new / 1000:g}（{amount(new - old)}）",
                     f"cost {old / 1000:g} → {new / 1000:g} ({amount(new - old)})"))  # fmt: skip


def say_turned(x: Turned) -> str:
    """少空堂（尽量）：3 → 5 次; a demand that one of the runs does not have is said to be new or gone."""
    rule = catalogue()[x.setting.rule]
    unit, must = rule.unit.say(lang()), t("必须", "hard") if x.setting.hard else t("尽量", "soft")
    source = x.setting.source
    where = f"{source.sheet} {source.cell}".strip() or source.pack
    about = t("，", ", ").join(word for word in (must, where) if word)
    name = rule.title.say(lang()) + t(f"（{about}）", f" ({about})")
    if x.before is None or x.after is None:
        new = x.before is None
        entry = x.after if new else x.before
        assert entry is not None
        word = t("新要求", "new demand") if new else t("不再要求", "no longer asked")
        return f"{name}{t('：', ': ')}{word}" + (f"，{entry.amount} {unit}" if entry.amount else "")
    if x.before.verdict is not x.after.verdict and not (x.before.amount or x.after.amount):
        return f"{name}{t('：', ': ')}{say_verdict(x.before.verdict)} → {say_verdict(x.after.verdict)}"
    return f"{name}{t('：', ': ')}{x.before.amount} → {x.after.amount} {unit}"


def data_of(found: Between, told: Sequence[Slip]) -> dict[str, Any]:
    """All of it for a program; costs in thousandths, times in minutes after midnight."""
    return {
        "lessons": lesson_data(found),
        "teachers": [{"course": h.course, "before": list(h.before), "after": list(h.after)} for h in found.handed],
        "homework": [
            {
                "class": h.group, "day": h.day, "before": h.before, "after": h.after,
                "subjects": [{"subject": s, "before": a, "after": b} for s, a, b in h.subjects],
            }
            for h in found.homework
        ],
        "rules": [
            {
                "setting": x.setting.id, "rule": x.setting.rule, "hard": x.setting.hard, "worse": x.lost,
                "before": x.before and {"verdict": x.before.verdict.value, "amount": x.before.amount},
                "after": x.after and {"verdict": x.after.verdict.value, "amount": x.after.amount},
            }
            for x in found.turned
        ],
        "clock": found.clock,
        "cost": {"before": found.before.audit.cost, "after": found.after.audit.cost},
        "slips": [{"who": s.owner, "teacher": s.teacher, "text": s.say(lang())} for s in told],
    }  # fmt: skip


def lesson_data(found: Between) -> list[dict[str, Any]]:
    """The lessons that differ, numbered."""
    before, after = found.before.school, found.after.school
    return [
        {
            "number": n, "kind": m.kind, "course": m.course, "session": m.session,
            "before": _place(before, m.before), "after": _place(after, m.after),
        }
        for n, m in enumerate(found.listed, 1)
    ]  # fmt: skip


def _place(school: School, p: Placement | None) -> dict[str, Any] | None:
    from scheduler.whatif.slips import spot_of

    if p is None:
        return None
    spot = spot_of(school, p)
    return {
        "slot": p.start, "day": spot.day, "period": spot.first, "last": spot.last, "start": spot.start, "end": spot.end,
        "weeks": p.weeks.value, "rooms": list(p.rooms), "teachers": list(school.course[p.course].teachers),
    }  # fmt: skip
