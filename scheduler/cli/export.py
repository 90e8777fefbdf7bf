"""kebiao export"""

from __future__ import annotations

import re
from pathlib import Path

import click

from scheduler.output.names import PDF_PARTS

from .lang import t
from .options import lang_option, run_argument, say_notes

_ENDINGS = {
    "xlsx": "课表.xlsx", "html": "课表.html", "csv": "csv", "json": "json", "fet": "课表.fet", "pdf": "",
}  # fmt: skip


@click.command(
    short_help=t("写成 pdf、xlsx、html、csv、json 或 fet", "Write a run as pdf, xlsx, html, csv, json or fet"),
    help=t(
        "把一次排课结果写成别的格式：xlsx、html、fet 写成文件，csv、json 写进文件夹。fet 是 FET 排课软件的文件："
        "每节课锁定在课表上的位置，并说明哪些要求它写不出。\n\n"
        "pdf 用来打印，分成几部分（--part）：classes 班级课表、teachers 教师课表、rooms 场地课表、whole 总课表（A3）、"
        "homework 作业公示、head 给校长的一页合规情况、bureau 上报的合规全表、posting 公示五表。"
        "-o 给文件名（.pdf）就写成一个文件，给文件夹就每部分一个文件；不给 --part 就是全部。\n\n\b\n例：\n"
        "  kebiao export 结果 --to pdf -o 打印\n"
        "  kebiao export 结果 --to pdf --part head -o 校长.pdf\n"
        "  kebiao export 结果 --to pdf --part posting --tables 作息时间表、课程表 -o 公示.pdf\n"
        "  kebiao export 结果 --to html -o 课表.html\n"
        "  kebiao export 结果 --to fet -o 课表.fet\n"
        "  kebiao export @12 --to xlsx             运行记录里的第 12 号",
        "Write a run in another format: xlsx, html and fet as a file, csv and json into a folder. fet is the file of "
        "the program FET: every lesson locked where the timetable has it; what it has no words for is said.\n\n"
        "pdf is for printing, in parts (--part): timetables of classes, teachers, rooms and the whole school (A3), the "
        "homework board, a page on compliance for the head teacher (head), the full table of it for the bureau, and "
        "the tables that a school posts (posting). With -o a file (.pdf) they are one file, with a folder a file each; "
        "without --part all are written."
        "\n\n\b\nExamples:\n"
        "  kebiao export run --to pdf -o prints\n"
        "  kebiao export run --to pdf --part head -o head.pdf\n"
        "  kebiao export run --to pdf --part classes --part teachers -o weeks.pdf\n"
        "  kebiao export run --to html -o timetable.html\n"
        "  kebiao export run --to fet -o timetable.fet\n"
        "  kebiao export @12 --to xlsx             number 12 of the journal",
    ),
)
@run_argument
@click.option("--to", "fmt", type=click.Choice(sorted(_ENDINGS)), required=True, help=t("格式", "format"))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=t("写到哪里（默认在结果文件夹里；@12 写在旁边）", "where (default: in RUN; of @12 beside it)"),
)
@click.option(
    "--part",
    "parts",
    type=click.Choice(list(PDF_PARTS)),
    multiple=True,
    help=t("pdf：只写这部分，可以写几次", "pdf: this part alone; may be given several times"),
)
@click.option(
    "--tables",
    default="",
    help=t(
        "pdf 的 posting：公示哪些表，用顿号隔开（默认五表，加上 学校 表里填的公示的表）",
        "pdf, part posting: the tables to post, with commas (default: the usual five, and those of the sheet School)",
    ),
)
@click.option(
    "--locked/--no-locked",
    default=True,
    help=t("fet：课锁定在课表上的位置（默认），或只写任务", "fet: lessons locked (default), or the task alone"),
)
@lang_option
def command(run: Path, fmt: str, output: Path | None, parts: tuple[str, ...], tables: str, locked: bool) -> None:
    """See the help text above."""
    from scheduler import api

    if (parts or tables) and fmt != "pdf":
        raise click.UsageError(t("--part 和 --tables 只用于 pdf", "--part and --tables are for pdf only"))
    out = output or _default(run, fmt)
    posted = tuple(dict.fromkeys(name.strip() for name in re.split("[、,，;；]", tables) if name.strip()))
    say_notes(api.export(run, fmt, out, locked=locked, parts=parts, tables=posted))
    click.echo(t(f"已写好 {out}", f"wrote {out}"))


def _default(run: Path, fmt: str) -> Path:
    """In the run folder; of a run of the journal beside it: 12-课表.xlsx, 12-csv."""
    from scheduler.journal import is_ref

    if not is_ref(run):
        return run / _ENDINGS[fmt]
    return run.with_name(f"{run.name[1:] or 'run'}-{_ENDINGS[fmt] or 'pdf'}")
