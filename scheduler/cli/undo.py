"""kebiao undo"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import saying_runs as say
from .lang import t
from .options import json_option, lang_option, print_json, say_notes

if TYPE_CHECKING:
    from scheduler.history import Undone


@click.command(
    short_help=t("撤销最近一步：保存或公布", "Take the last step back: a run saved or published"),
    help=t(
        "撤销最近一步。最近一步是公布：墙上换回之前那一份。最近一步是保存一次结果：当前的换回它所来自的那一次，"
        "那一次的文件夹被覆盖或删掉了，就照记录写回去。什么也不会删掉：撤销了的结果留在记录里，--redo 可以重做。"
        "再运行一次，就再退一步。\n\n\b\n例：\n"
        "  kebiao undo\n"
        "  kebiao undo 学期\n"
        "  kebiao undo --redo",
        "Take the last step back. Where that was a publication, what hung on the wall before hangs there again. "
        "Where it was a saved run, the run it was made from is current again, and is written back to its folder "
        "where that was replaced or deleted. Nothing is lost: what was undone stays in the journal, and --redo "
        "makes it again. Another `undo` goes one step further back.\n\n\b\nExamples:\n"
        "  kebiao undo\n"
        "  kebiao undo term\n"
        "  kebiao undo --redo",
    ),
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="[FOLDER]", default=".")
@click.option("--redo", is_flag=True, help=t("重做刚撤销的一步", "make the step again that was taken back"))
@json_option
@lang_option
def command(folder: Path, redo: bool, as_json: bool) -> None:
    """See the help text above."""
    from scheduler import history

    found = history.undo(folder, again=redo)
    if as_json:
        step, current = found.step, found.current
        print_json({"kind": step.kind, "school": step.school, "run": step.run, "redone": redo,
                    "now": None if current is None else current.number})  # fmt: skip
    else:
        click.echo(_said(found, redo))
    say_notes(list(found.notes))


def _said(found: Undone, again: bool) -> str:
    step, current = found.step, found.current
    done = t("已重做", "redone") if again else t("已撤销", "undone")
    if step.kind == "published":
        now = t(f"墙上现在是 {say.name(current)}", f"{say.name(current)} hangs on the wall") if current else ""
        now = now or t("墙上现在没有课表", "nothing hangs on the wall")
        return t(f"{done} @{step.run} 的公布：{now}", f"{done}: @{step.run} published; {now}")
    now = t(f"当前的结果是 {say.name(current)}", f"the current run is {say.name(current)}") if current else ""
    now = now or t("当前没有结果", "there is no current run")
    return t(f"{done} @{step.run} 的保存：{now}", f"{done}: @{step.run} saved; {now}")
