"""kebiao import"""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.domain import Text
from scheduler.errors import RunError

from .lang import lang, t
from .options import lang_option


@click.command(
    "import",
    short_help=t("把 FET 文件改写成计划工作簿", "Write a FET file as a plan workbook"),
    help=t(
        "读 FET 文件，写成可以接着改的计划工作簿；工作簿写不下的，按名称和数目列出。"
        "有写不下的，退出码仍是 0；各班课程计划超过九种时不写，退出码为 4。\n\n"
        "\b\n例：\n  kebiao import 学校.fet -o 计划.xlsx\n  kebiao check 计划.xlsx\n  kebiao solve 计划.xlsx -o 结果",
        "Read a FET file and write a plan workbook to go on with; what the workbook cannot say is listed by name and "
        "number. The exit code is 0 even so; it is 4, and nothing is written, where the classes have more than nine "
        "different curricula.\n\n"
        "\b\nExample:\n  kebiao import school.fet -o plan.xlsx\n  kebiao check plan.xlsx\n"
        "  kebiao solve plan.xlsx -o run",
    ),
)
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE.fet")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help=t("写到这里", "write here"))
@click.option("--overwrite", is_flag=True, help=t("覆盖已有文件", "replace an existing file"))
@lang_option
def command(source: Path, out: Path, overwrite: bool) -> None:
    """See the help text above."""
    from scheduler import api

    if out.suffix.lower() != ".xlsx":
        out = out.with_name(out.name + ".xlsx")
    if out.exists() and not overwrite:
        zh = f"{out} 已存在；换个名字，或用 --overwrite 覆盖"
        raise RunError(Text(zh, f"{out} exists\n  Maybe: another name, or --overwrite"))
    lost = api.import_plan(source, out, lang=lang())
    click.echo(t(f"已写好 {out}", f"wrote {out}"))
    click.echo(
        t(
            "时刻和年级是程序编的：文件里没有；课程计划相同的班为一个年级。",
            "clock times and grades are made up, the file has none: classes with one curriculum are a grade.",
        )
    )
    if lost:
        click.echo(t("工作簿里没有、或与文件不同的：", "not in the workbook, or other than in the file:"))
    for text, count in lost:
        click.echo(f"  {text.say(lang())}: {count}")
    click.echo(t(f"接着：kebiao check {out}", f"next: kebiao check {out}"))
