"""kebiao move"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.domain import Placement, Text

from .finding import lesson_named, lesson_option, place_named
from .lang import lang, t
from .options import UnknownNameError, journal_option, json_option, lang_option, print_json, run_argument, say_notes
from .saying_moves import amount, say_broken, say_hits, say_moves, title

if TYPE_CHECKING:
    from scheduler.moves import Move, Moves
    from scheduler.output import Run

BROKEN = 7


@click.command(
    short_help=t("移动一节课，或照列出的对调，另存结果", "Move a lesson, or make an exchange, into a new run"),
    help=t(
        "把一节课移到别的时间（--to），或照 kebiao where --swaps 列出的第几种办法对调（--swap），"
        "写成新的结果文件夹；原来的结果不动。走班的教学班一起移动。\n\n"
        "会违反必须满足的要求时不写，退出码 7；加 --anyway 仍然写出，合规表和 run.json 里注明违反了什么，"
        "退出码也是 7。\n\n\b\n例：\n"
        '  kebiao move 结果 --lesson "一1 数学" --at 周三2 --to 周四3 -o 结果2\n'
        '  kebiao move 结果 --lesson "一1 数学" --at 周三2 --swap 1 -o 结果2\n'
        '  kebiao move 结果 --lesson "一1 数学" --at 周三2 --to 周四3 --anyway -o 结果2',
        "Move a lesson to another time (--to), or make one of the exchanges that `kebiao where --swaps` lists (--swap "
        "and its number); writes a new run folder, the old one stays. The groups of a band go together.\n\n"
        "A move that breaks what must hold is not written (exit code 7); with --anyway it is, and the compliance sheet "
        "and run.json say what is broken (exit code 7 too).\n\n\b\nExamples:\n"
        '  kebiao move run --lesson "1A Maths" --at Wed2 --to Thu3 -o run2\n'
        '  kebiao move run --lesson "1A Maths" --at Wed2 --swap 1 -o run2\n'
        '  kebiao move run --lesson "1A Maths" --at Wed2 --to Thu3 --anyway -o run2',
    ),
)
@run_argument
@lesson_option
@click.option("--to", metavar=t("时间", "TIME"), help=t("移到这个时间，如 周四3", "where to, such as Thu3"))
@click.option(
    "--swap", type=click.IntRange(1), metavar=t("序号", "NUMBER"),
    help=t("照 where --swaps 列出的第几种（那里用了 --to，这里也要用）",
           "that number in the list of where --swaps (with the same --to)"),
)  # fmt: skip
@click.option("--anyway", is_flag=True, help=t("违反要求也写出，并注明", "also where it breaks rules; the run says so"))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help=t("新的结果文件夹", "run folder to write")
)
@journal_option
@json_option
@lang_option
def command(
    run: Path,
    lesson: str,
    at: str | None,
    to: str | None,
    swap: int | None,
    anyway: bool,
    output: Path,
    journal: bool,
    as_json: bool,
) -> None:
    """See the help text above."""
    from scheduler import api
    from scheduler.moves import Moves, WouldBreakError, moved
    from scheduler.output.folder import refuse

    if to is None and swap is None:
        raise click.UsageError(t("要给出 --to 时间，或 --swap 序号", "--to TIME or --swap NUMBER is needed"))
    refuse(output, overwrite=False)
    plan, before = api.open_run(run)
    placed = lesson_named(before.school, before.timetable, lesson, at)
    moves = Moves.of_run(before)
    chosen = _chosen(moves, placed, to, swap)
    try:
        after = moved(before, chosen, run.resolve().name, anyway=anyway, moves=moves)
    except WouldBreakError as error:
        raise explained(before, error) from None
    say_notes(api.save(after, output, plan, parent=run, journal=journal))
    report(before, after, chosen, output, as_json)
    if after.audit.invalid:
        raise SystemExit(BROKEN)


def _chosen(moves: Moves, placed: Placement, to: str | None, swap: int | None) -> Sequence[Move]:
    """The moves that the options name."""
    from scheduler.moves import Move

    start, weeks = place_named(moves.school, placed, to) if to else (None, placed.weeks)
    if swap is None:
        assert start is not None
        if (start, weeks) == (placed.start, placed.weeks):
            raise UnknownNameError(Text("这节课已经在那里", "the lesson is there already"))
        return (Move(placed.course, placed.session, start, weeks),)
    chains = moves.chains(placed.course, placed.session, start).found
    if swap > len(chains):
        zh = f"--swap {swap}：只有 {len(chains)} 种对调"
        raise UnknownNameError(Text(zh, f"--swap {swap}: there are {len(chains)} exchanges"))
    return chains[swap - 1].moves


def explained(run: Run, error: object) -> Exception:
    """The refusal with what is broken, whose lesson is in the way, and what may be done."""
    from scheduler.moves import WouldBreakError

    assert isinstance(error, WouldBreakError)
    breaks, hits = say_broken(run.school, error.option.breaks), say_hits(run.school, error.option.hits)
    there = (f"；那里有 {hits}", f"; there: {hits}") if hits else ("", "")
    error.text = Text(
        f"{error.text.zh}：{breaks}{there[0]}\n  可以：kebiao where --swaps 找对调的办法，或用 --anyway 仍然写出",
        f"{error.text.en}: {breaks}{there[1]}\n  Maybe: an exchange (kebiao where --swaps), or --anyway",
    )
    return error


def report(before: Run, after: Run, chosen: Sequence[Move], folder: Path, as_json: bool) -> None:
    """What moved, what it costs, and what is broken."""
    school = before.school
    if as_json:
        print_json({"folder": str(folder), **after.record})
        return
    known = {(p.course, p.session): p for p in before.timetable.placements}
    click.echo(say_moves(school, known, chosen))
    change = amount(after.audit.cost - before.audit.cost)
    click.echo(t(f"总代价 {after.audit.cost / 1000:g}（{change}）", f"cost {after.audit.cost / 1000:g} ({change})"))
    if after.audit.invalid:
        click.echo(t("违反必须满足的要求（合规表里已注明）：", "broken, as the compliance sheet says:"))
    for entry in after.audit.invalid:
        rule = after.rules[entry.setting.rule]
        for violation in entry.violations:
            click.echo(f"  {title(school, entry.setting.id)}: {rule.say(violation, lang())}")
    click.echo(t(f"已写好 {folder}；原来的结果没有动", f"wrote {folder}; the old run stays as it was"))
