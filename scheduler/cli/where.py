"""kebiao where"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.domain import Placement, School, Weeks
from scheduler.rule import say_day

from .finding import lesson_named, lesson_option, place_named, say_place
from .lang import lang, t
from .options import json_option, lang_option, print_json, run_argument
from .saying_moves import (
    amount,
    chain_data,
    option_data,
    place_data,
    print_chains,
    say_broken,
    say_costs,
    say_hits,
)

if TYPE_CHECKING:
    from scheduler.moves import Chain, Moves, Option

    Exchanges = Mapping[tuple[str, Weeks], Chain]

HERE, FREE, BREAKS, SWAP = "•", "✓", "×", "⇄"


@click.command(
    short_help=t("一节课还能放到哪里，代价多少", "Where a lesson may go, and what that costs"),
    help=t(
        "排好的课表里，一节课还能放到哪里：✓ 可以，数字是总代价的增减（负数更好），⇄ 要和那里的课对调，"
        "× 不行，• 现在的位置。"
        "下面逐一说明：违反哪条要求、对谁、那里有谁的课；代价来自哪些尽量项。\n\n"
        "--swaps 列出对调的办法：两节、三节互换，或两个时间整体对调，都不违反要求，好的在前；"
        "用 kebiao move --swap 序号 照做。走班的教学班一起移动。\n\n\b\n例：\n"
        '  kebiao where 结果 --lesson "一1 数学" --at 周三2\n'
        '  kebiao where 结果 --lesson "一1 数学" --at 周三2 --swaps\n'
        '  kebiao where 结果 --lesson "一1 数学" --at 周三2 --swaps --to 周四3',
        "Where else a lesson of a finished timetable may go: a tick is yes, a number the change of the total cost "
        "(less than 0 is better), two arrows an exchange with the lesson there, a cross no, a dot where it is now. "
        "Below: which rule a place breaks, for whom, and whose lesson is there; which wishes it costs.\n\n"
        "--swaps lists exchanges that break nothing, best first: of two or three lessons, or of two whole times; "
        "`kebiao move --swap NUMBER` makes one. The groups of a band go together.\n\n\b\nExamples:\n"
        '  kebiao where run --lesson "1A Maths" --at Wed2\n'
        '  kebiao where run --lesson "1A Maths" --at Wed2 --swaps\n'
        '  kebiao where run --lesson "1A Maths" --at Wed2 --swaps --to Thu3',
    ),
)
@run_argument
@lesson_option
@click.option("--swaps", is_flag=True, help=t("列出对调的办法", "list exchanges"))
@click.option("--to", metavar=t("时间", "TIME"), help=t("只看换到这个时间", "only exchanges to this time"))
@json_option
@lang_option
def command(run: Path, lesson: str, at: str | None, swaps: bool, to: str | None, as_json: bool) -> None:
    """See the help text above."""
    from scheduler import api
    from scheduler.moves import Moves

    if to and not swaps:
        raise click.UsageError(t("--to 要和 --swaps 一起用", "--to needs --swaps"))
    opened = api.open_run(run)[1]
    school = opened.school
    placed = lesson_named(school, opened.timetable, lesson, at)
    start = place_named(school, placed, to)[0] if to else None
    moves = Moves.of_run(opened)
    if as_json:
        print_json(_data(moves, placed, swaps, start))
        return
    _say_lesson(school, placed)
    if swaps:
        chains = moves.chains(placed.course, placed.session, start)
        print_chains(school, opened.timetable.placements, chains.found, chains.complete)
        return
    options = moves.where(placed.course, placed.session)
    exchanges = _exchanges(moves, placed, options)
    for weeks in dict.fromkeys(o.weeks for o in options):
        _grid(school, [o for o in options if o.weeks is weeks], weeks, exchanges)
    _list(school, options, exchanges)


def _exchanges(moves: Moves, placed: Placement, options: Sequence[Option]) -> Exchanges:
    """For each place that is not free, the best exchange of the lesson with just one other, if there is any."""
    from scheduler.moves import Fit

    found: dict[tuple[str, Weeks], Chain] = {}
    for start in dict.fromkeys(o.start for o in options if o.fit is Fit.BREAKS):
        for chain in moves.chains(placed.course, placed.session, start, longest=2).found:
            own = next(m for m in chain.moves if (m.course, m.session) == (placed.course, placed.session))
            if chain.lessons == 2:
                found.setdefault((own.start, own.weeks), chain)
    return found


def _data(moves: Moves, placed: Placement, swaps: bool, start: str | None) -> dict[str, object]:
    school = moves.school
    options = [option_data(school, o) for o in moves.where(placed.course, placed.session)]
    found: dict[str, object] = {"lesson": place_data(placed), "options": options}
    if swaps:
        chains = moves.chains(placed.course, placed.session, start)
        found |= {"swaps": [chain_data(school, c) for c in chains.found], "complete": chains.complete}
    return found


def _say_lesson(school: School, placed: Placement) -> None:
    """Which lesson, whose, and when it is now; for a band, who goes with it."""
    course = school.course[placed.course]
    who, now = "、".join(course.teachers), say_place(school, placed.start, placed.weeks)
    click.echo(t(f"{course.id}{f'（{who}）' if who else ''}，现在 {now}", f"{course.id} ({who}), now {now}"))
    band = [c.id for c in school.courses if course.band and c.band == course.band and c is not course]
    if band:
        names = "、".join(band)
        click.echo(t(f"走班，一起移动：{names}", f"of a band, these go with it: {names}"))


# -- the week ----------------------------------------------------------------------------------------------------------


def _grid(school: School, options: Sequence[Option], weeks: Weeks, exchanges: Exchanges) -> None:
    """A row a period, a column a day."""
    if weeks is not Weeks.ALL:
        click.echo(t("单周：" if weeks is Weeks.ODD else "双周：", f"{weeks.value} weeks:"))
    slots = school.grid.slot
    marks = {(slots[o.start].day, slots[o.start].period): _mark(o, exchanges) for o in options}
    periods = sorted({period for _, period in marks})
    head = ["", *(say_day(day, lang()) for day in school.grid.days)]
    rows = [[t(f"第{p}节", str(p)), *(marks.get((d, p), "") for d in school.grid.days)] for p in periods]
    widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  " + "  ".join(cells).rstrip())


def _mark(option: Option, exchanges: Exchanges) -> str:
    from scheduler.moves import Fit

    if option.fit is Fit.BREAKS:
        swap = exchanges.get((option.start, option.weeks))
        return BREAKS if swap is None else SWAP + (amount(swap.cost) if swap.cost else "")
    if option.fit is Fit.HERE:
        return HERE
    return amount(option.cost) if option.cost else FREE


def _width(text: str) -> int:
    """Columns on a screen."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


def _list(school: School, options: Sequence[Option], exchanges: Exchanges) -> None:
    """What the marks mean, place by place."""
    from scheduler.moves import Fit

    for option in options:
        place = say_place(school, option.start, option.weeks)
        if option.fit is Fit.BREAKS:
            there = say_hits(school, option.hits)
            line = f"{_mark(option, exchanges)} {place}: {say_broken(school, option.breaks)}"
            swap = exchanges.get((option.start, option.weeks))
            line += t(f"。那里有 {there}", f". There: {there}") if there else ""
            click.echo(line + (f"\n   {SWAP} {_other(school, option, swap)}" if swap else ""))
        elif option.costs:
            click.echo(f"{_mark(option, exchanges)} {place}: {say_costs(school, option.costs)}")


def _other(school: School, option: Option, swap: Chain) -> str:
    """The lesson it changes places with, and what that costs by rule."""
    own = {m.course for m in option.moves}
    names = "、".join(dict.fromkeys(m.course for m in swap.moves if m.course not in own)) or option.moves[0].course
    costs = say_costs(school, swap.costs)
    return t(f"和 {names} 对调", f"exchanged with {names}") + (f": {costs}" if costs else "")
