"""kebiao show"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import saying_runs as say
from .lang import t
from .options import json_option, lang_option, print_json, run_argument

if TYPE_CHECKING:
    from scheduler.history import Shown

_SHOWN = 20  # changes said when not all are wanted


@click.command(
    short_help=t("查看一次结果的来历和改动", "Show where a run comes from and what it changed"),
    help=t(
        "查看运行记录里的一次结果：谁在什么时候存的、用的哪份计划、参数和版本、代价、来自哪一次、哪些课挪到了哪里、何时在墙上。"
        "RUN 是结果文件夹，或序号：@12；@ 是当前的，@墙上 是公布的。\n\n\b\n例：\n"
        "  kebiao show @12\n"
        "  kebiao show 结果 --all\n"
        "  kebiao show @墙上 --json",
        "Show a run of the journal: who saved it and when, its plan, parameters and versions, its cost, the run it "
        "was made from, which lessons moved where, when it hung on the wall. RUN is a run folder or a number: @12; "
        "@ is the current run, @wall the published one.\n\n\b\nExamples:\n"
        "  kebiao show @12\n"
        "  kebiao show run --all\n"
        "  kebiao show @wall --json",
    ),
)
@run_argument
@click.option("--all", "show_all", is_flag=True, help=t("列出全部改动", "list every change"))
@json_option
@lang_option
def command(run: Path, show_all: bool, as_json: bool) -> None:
    """See the help text above."""
    from scheduler import history

    found = history.show(run)
    if as_json:
        print_json(_data(found))
        return
    for line in _lines(found):
        click.echo(line)
    changes = say.changes(found.gone, found.come)
    for line in changes if show_all else changes[:_SHOWN]:
        click.echo("  " + line)
    if len(changes) > _SHOWN and not show_all:
        more = len(changes) - _SHOWN
        click.echo("  " + t(f"……还有 {more} 条（--all 全部列出）", f"... and {more} more (--all lists them)"))


def _lines(found: Shown) -> list[str]:
    entry, record = found.entry, found.record
    there = t("文件夹里就是它", "the folder holds it") if found.kept else ""
    there = there or t(
        "文件夹里已不是它；kebiao export 可以写出", "the folder holds it no longer; kebiao export writes it"
    )
    plan = next((f"{name} {digest[:12]}" for name, digest in entry.files if name.startswith("plan.")), "")
    lines = [
        t(f"{say.name(entry)}：{there}", f"{say.name(entry)}: {there}"),
        t(f"保存：{say.saved(entry)} {entry.who}", f"saved: {say.saved(entry)} {entry.who}").rstrip(),
        t(f"学校：{entry.school}", f"school: {entry.school}"),
        t(f"状态：{say.status(entry)}，代价 {say.cost(entry)}", f"status: {say.status(entry)}, cost {say.cost(entry)}"),
        t(f"计划：{plan}", f"plan: {plan}"),
        t(f"参数：{_pairs(_parameters(record))}", f"parameters: {_pairs(_parameters(record))}"),
        t(f"版本：{_pairs(record.get('versions'))}", f"versions: {_pairs(record.get('versions'))}"),
    ]
    if entry.wall:
        lines.append(t(f"公布：{say.wall(entry)}", f"wall: {say.wall(entry)}"))
    if found.parent is not None:
        name, moved = say.name(found.parent), entry.moved
        lines.append(t(f"来自：{name}，改动 {moved} 节", f"made from: {name}, {moved} period(s) of classes moved"))
    elif entry.origin:
        lines.append(t(f"来自：{entry.origin}（不在这份记录里）", f"made from: {entry.origin} (not in this journal)"))
    return lines


_WORDS = {
    "seed": "种子", "seconds": "秒数", "workers": "线程", "rounds": "轮数", "until_first": "只求可行",
    "kept": "保留的课",
}  # fmt: skip


def _parameters(record: Mapping[str, Any]) -> dict[str, Any]:
    return {"seed": record.get("seed"), **(record.get("parameters") or {})}


def _pairs(values: Any) -> str:
    """seed 1, seconds 60: what has a value; of what is so or not the word alone."""
    found = values if isinstance(values, dict) else {}
    said = []
    for key, value in found.items():
        word = t(_WORDS.get(str(key), str(key)), str(key).replace("_", " "))
        if value is True or not value:
            said += [word] if value is True else []
        else:
            said.append(f"{word} {value:g}" if isinstance(value, float) else f"{word} {value}")
    return t("，", ", ").join(said)


def _data(found: Shown) -> dict[str, Any]:
    columns = ("class", "week", "day", "period", "subject", "teacher")
    return {
        **say.data(found.entry),
        "record": found.record,
        "in_folder": found.kept,
        "gone": [dict(zip(columns, p, strict=True)) for p in found.gone],
        "come": [dict(zip(columns, p, strict=True)) for p in found.come],
    }
