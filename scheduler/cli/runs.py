"""kebiao runs"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import saying_runs as say
from .lang import t
from .options import json_option, lang_option, print_json, say_notes

if TYPE_CHECKING:
    from scheduler.journal import JournalEntry


@click.command(
    short_help=t("列出排过的每一次结果", "List every run that was made"),
    help=t(
        "列出一个文件夹里排过、调过的每一次结果：序号、时间、文件夹、状态、代价、来自哪一次、改了几节、何时在墙上。"
        "都记在结果文件夹旁边的 kebiao.sqlite 里，文件夹被覆盖或删掉了也还在，凭序号（@12）可以查看、核查、写出。"
        "没有记上的结果（例如手工改过的），运行时补记。\n\n"
        "不想记录：加 --no-journal，或设环境变量 KEBIAO_JOURNAL=off。\n\n\b\n例：\n"
        "  kebiao runs\n"
        "  kebiao runs 学期 --last 10\n"
        "  kebiao runs --json",
        "List every run that was made in a folder: number, time, folder, status, cost, the run it was made from, "
        "how many periods moved, when it hung on the wall. All of it is kept in kebiao.sqlite beside the run "
        "folders, also after a folder was replaced or deleted; by its number (@12) a run can be shown, audited and "
        "exported. A run that has no entry yet (it was changed by hand) gets one now.\n\n"
        "To do without: --no-journal, or the variable KEBIAO_JOURNAL=off.\n\n\b\nExamples:\n"
        "  kebiao runs\n"
        "  kebiao runs term --last 10\n"
        "  kebiao runs --json",
    ),
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="[FOLDER]", default=".")
@click.option("--last", type=click.IntRange(1), metavar="N", help=t("只列最近几次", "the last so many only"))
@json_option
@lang_option
def command(folder: Path, last: int | None, as_json: bool) -> None:
    """See the help text above."""
    from scheduler import history

    found = history.runs(folder)
    say_notes(list(found.notes))
    entries = found.entries[-last:] if last else found.entries
    if as_json:
        print_json({"runs": [say.data(e) for e in entries], "entered": found.entered})
        return
    head = [
        t("序号", "run"), t("时间", "saved"), t("保存人", "by"), t("文件夹", "folder"), t("状态", "status"),
        t("代价", "cost"), t("来自", "from"), t("改动", "moved"), t("墙上", "wall"),
    ]  # fmt: skip
    for line in say.table([head, *map(_row, entries)]):
        click.echo(line)
    if any(e.current for e in entries):
        click.echo(t("* 当前的结果（最近保存、没有撤销的）", "* the current run (saved last and not undone)"))
    if found.entered:
        names = "、".join(f"@{n}" for n in found.entered)
        click.echo(t(f"补记了 {names}", f"entered now: {names.replace('、', ', ')}"))


def _row(entry: JournalEntry) -> list[str]:
    moved = "" if entry.moved is None else t(f"{entry.moved} 节", str(entry.moved))
    return [
        f"@{entry.number}{'*' if entry.current else ''}", say.saved(entry), entry.who, entry.folder, say.status(entry),
        say.cost(entry), say.parent(entry), moved, say.wall(entry),
    ]  # fmt: skip
