"""What ``kebiao solve`` says at its end."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from constraints import catalogue

from .lang import lang, t
from .options import print_json, say_left_out

if TYPE_CHECKING:
    from scheduler.api import Plan
    from scheduler.auditor import Entry
    from scheduler.output import Run

_SHOWN = 3  # breaches said of one rule about the plan


def report(run: Run, plan: Plan, folder: Path, as_json: bool) -> None:
    """Say what came out: the audit in a line, what each wish costs, how good that is, and where it was written."""
    from .audit import summary

    broken = [entry for entry in run.audit.hard_broken if entry.about_plan]
    if as_json:
        said = [{"rule": e.setting.rule, "setting": e.setting.id, "text": _said(e)} for e in broken]
        print_json({"folder": str(folder), **run.record, "plan_breaks": said})
        return
    click.echo(summary(run.audit))
    for code, cost in sorted(run.audit.costs.items(), key=lambda item: -item[1]):
        click.echo(f"  {catalogue()[code].title.say(lang())}: {cost / 1000:g}")
    for line in _how_good(run, plan):
        click.echo("  " + line)
    if broken:
        zh = "计划本身不符合的规定（怎样排课都改变不了）："
        click.echo(t(zh, "what the plan itself breaks (no timetable can mend it):"))
    for entry in broken:
        _print_broken(entry)
    say_left_out(run.record.get("left_out", {}))
    click.echo(t(f"已写好 {folder}（课表.xlsx、timetable.csv、homework.csv……）", f"wrote {folder}"))


def _how_good(run: Run, plan: Plan) -> Iterator[str]:
    """What is proved about the cost, and the figure that FET's users know."""
    cost, bound = run.audit.cost, run.record.get("bound") or 0
    if run.record.get("status") == "optimal":
        yield t("已证明：没有更好的课表", "proved: no timetable is better")
    elif bound and cost:
        # rounded up, so that it stays true
        share = ceil(100 * (cost - bound) / cost)
        yield t(
            f"已证明：任何课表的代价都不低于 {bound / 1000:g}，离最好的最多差 {share}%",
            f"proved: no timetable costs less than {bound / 1000:g}: at most {share}% from the best possible",
        )
    if plan.path.suffix.lower() == ".fet":
        yield t(f"按 FET 的算法，软约束合计 {cost / 100000:g}", f"as FET counts, the soft total is {cost / 100000:g}")


def _print_broken(entry: Entry) -> None:
    """A rule about the plan that is broken: its title and the first of its breaches."""
    click.echo(f"  {catalogue()[entry.setting.rule].title.say(lang())} ({entry.setting.id}):")
    said = _said(entry)
    for line in said[:_SHOWN]:
        click.echo("    " + line)
    if len(said) > _SHOWN:
        more = len(said) - _SHOWN
        click.echo("    " + t(f"……还有 {more} 处", f"... and {more} more"))


def _said(entry: Entry) -> list[str]:
    rule = catalogue()[entry.setting.rule]
    return [rule.say(violation, lang()) for violation in entry.violations]
