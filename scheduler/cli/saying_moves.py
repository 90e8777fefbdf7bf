"""Options and exchanges in words and as JSON, for ``where`` and ``move``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from constraints import catalogue
from scheduler.domain import Placement, School

from .finding import say_place
from .lang import lang, t

if TYPE_CHECKING:
    from scheduler.moves import Broken, Chain, Move, Option


def amount(thousandths: int) -> str:
    """A difference of the cost with its sign: +0.5, -2, 0."""
    return f"{thousandths / 1000:+g}" if thousandths else "0"


def title(school: School, setting: str) -> str:
    """The title of a setting's rule."""
    return catalogue()[_rules(school)[setting]].title.say(lang())


def _rules(school: School) -> dict[str, str]:
    return {s.id: s.rule for s in school.settings}


def say_broken(school: School, breaks: Iterable[Broken]) -> str:
    """What a place breaks, and of whom: 教师不冲突（张三）；…"""
    by_rule: dict[str, list[str]] = {}
    for broken in breaks:
        known = by_rule.setdefault(title(school, broken.setting), [])
        known += [who for who in broken.who if who not in known]
    return t("；", "; ").join(f"{rule}（{'、'.join(who)}）" if who else rule for rule, who in by_rule.items())


def say_costs(school: School, costs: Iterable[tuple[str, int]]) -> str:
    """What the wishes cost more or less, by rule."""
    by_rule: dict[str, int] = {}
    for setting, cost in costs:
        by_rule[title(school, setting)] = by_rule.get(title(school, setting), 0) + cost
    return t("，", ", ").join(f"{rule} {amount(cost)}" for rule, cost in by_rule.items() if cost)


def say_hits(school: School, hits: Iterable[Placement]) -> str:
    """The lessons in the way, with their teachers: 五2 数学（张三）."""
    said = []
    for p in hits:
        course = school.course[p.course]
        who = "、".join(course.teachers)
        said.append(f"{course.id}（{who}）" if who else course.id)
    return "、".join(dict.fromkeys(said))


def say_moves(school: School, placements: dict[tuple[str, str], Placement], moves: Iterable[Move]) -> str:
    """一1 数学 周三第2节→周四第3节；…"""
    said = []
    for move in moves:
        p = placements[move.course, move.session]
        old, new = say_place(school, p.start, p.weeks), say_place(school, move.start, move.weeks)
        said.append(f"{move.course} {old}→{new}")
    return t("；", "; ").join(said)


def print_chains(school: School, before: Sequence[Placement], chains: Sequence[Chain], complete: bool) -> None:
    """The numbered list that ``move --swap N`` counts."""
    known = {(p.course, p.session): p for p in before}
    if not chains:
        click.echo(t("没有不违反要求的对调。", "no exchange keeps all rules."))
    for number, chain in enumerate(chains, 1):
        click.echo(f"{number:3}. {_price(chain.cost)}: {say_moves(school, known, chain.moves)}")
        if chain.costs:
            click.echo(f"     {say_costs(school, chain.costs)}")
    if not complete:
        zh, en = "没有全部试完；用 --to 说明要去的时间，会找得更全", "not all were tried; --to narrows the search"
        click.echo(t(zh, en))


def _price(cost: int) -> str:
    if cost < 0:
        return t(f"省 {-cost / 1000:g}", f"saves {-cost / 1000:g}")
    return t(f"多 {cost / 1000:g}", f"costs {cost / 1000:g}") if cost else t("代价不变", "costs the same")


def option_data(school: School, option: Option) -> dict[str, Any]:
    """An option for a program; costs in thousandths."""
    slot = school.grid.slot[option.start]
    rules = _rules(school)
    return {
        "start": option.start, "day": slot.day, "period": slot.period, "weeks": option.weeks.value,
        "fit": option.fit.value, "cost": option.cost,
        "costs": [{"setting": s, "rule": rules[s], "cost": cost} for s, cost in option.costs],
        "breaks": [{"setting": b.setting, "rule": rules[b.setting], "who": list(b.who)} for b in option.breaks],
        "hits": [place_data(p) for p in option.hits],
        "rooms": list(option.rooms),
        "moves": [move_data(m) for m in option.moves],
    }  # fmt: skip


def chain_data(school: School, chain: Chain) -> dict[str, Any]:
    """An exchange for a program; costs in thousandths."""
    rules = _rules(school)
    return {
        "cost": chain.cost, "lessons": chain.lessons,
        "costs": [{"setting": s, "rule": rules[s], "cost": cost} for s, cost in chain.costs],
        "moves": [move_data(m) for m in chain.moves],
    }  # fmt: skip


def move_data(move: Move) -> dict[str, Any]:
    """A move for a program."""
    return {"course": move.course, "session": move.session, "start": move.start, "weeks": move.weeks.value}


def place_data(p: Placement) -> dict[str, Any]:
    """A placement for a program."""
    return {"course": p.course, "session": p.session, "start": p.start, "weeks": p.weeks.value, "rooms": list(p.rooms)}
