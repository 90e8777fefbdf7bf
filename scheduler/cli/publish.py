"""kebiao publish"""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.domain import Text

from . import saying_runs as say
from .lang import t
from .options import json_option, lang_option, print_json, run_argument, say_notes


@click.command(
    short_help=t("记下哪一份课表贴上了墙", "Note which timetable hangs on the wall"),
    help=t(
        "记下从现在起墙上贴的是这一份结果；一所学校同时只有一份，以前贴过的都留在记录里（kebiao runs）。"
        "贴错了用 kebiao undo 撤销。RUN 是结果文件夹，或序号：@12。"
        "-o 先另存一份再公布：whatif 写在别处的方案，这样就归到学期的结果里。\n\n\b\n例：\n"
        "  kebiao publish 结果\n"
        "  kebiao publish @12\n"
        "  kebiao publish 试排/请人代课 -o 结果4",
        "Note that this run hangs on the wall from now on: one a school; those that hung before stay in the "
        "journal (kebiao runs). `kebiao undo` takes it back. RUN is a run folder or a number: @12. -o first saves it "
        "once more, under another name: so an answer of `whatif` joins the runs of the term.\n\n\b\nExamples:\n"
        "  kebiao publish run\n"
        "  kebiao publish @12\n"
        "  kebiao publish tried/substitute -o run4",
    ),
)
@run_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help=t("先另存到这个文件夹", "save it in this folder first")
)
@json_option
@lang_option
def command(run: Path, output: Path | None, as_json: bool) -> None:
    """See the help text above."""
    from scheduler import history

    if output is not None:
        say_notes(history.keep_as(run, output))
        run = output
    entry, before = history.publish(run)
    if entry.status == "broken":
        zh = "这份课表有必须满足的要求没有满足，合规表里注明了"
        say_notes([Text(zh, "this timetable breaks rules that must hold, as its compliance sheet says")])
    if as_json:
        print_json({**say.data(entry), "before": None if before is None else before.number})
        return
    click.echo(t(f"{say.name(entry)}已公布：墙上现在是它", f"{say.name(entry)} is published: it hangs on the wall"))
    if before is not None and before.number != entry.number:
        click.echo(t(f"之前是 {say.name(before)}", f"before it: {say.name(before)}"))
