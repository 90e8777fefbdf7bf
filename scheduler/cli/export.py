"""kebiao export"""

from __future__ import annotations

from pathlib import Path

import click

from .lang import t
from .options import lang_option, run_argument, say_notes

_ENDINGS = {"xlsx": "课表.xlsx", "html": "课表.html", "csv": "csv", "json": "json", "fet": "课表.fet"}


@click.command(
    short_help=t("写成 xlsx、html、csv、json 或 fet", "Write a run as xlsx, html, csv, json or fet"),
    help=t(
        "把一次排课结果写成别的格式：xlsx、html、fet 写成文件，csv、json 写进文件夹。fet 是 FET 排课软件的文件："
        "每节课锁定在课表上的位置，并说明哪些要求它写不出。\n\n\b\n例：\n"
        "  kebiao export 结果 --to html -o 课表.html\n"
        "  kebiao export 结果 --to fet -o 课表.fet",
        "Write a run in another format: xlsx, html and fet as a file, csv and json into a folder. fet is the file of "
        "the program FET: every lesson locked where the timetable has it; what it has no words for is said."
        "\n\n\b\nExamples:\n"
        "  kebiao export run --to html -o timetable.html\n"
        "  kebiao export run --to fet -o timetable.fet",
    ),
)
@run_argument
@click.option("--to", "fmt", type=click.Choice(sorted(_ENDINGS)), required=True, help=t("格式", "format"))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=t("写到哪里（默认在结果文件夹里）", "where (default: in RUN)"),
)
@click.option(
    "--locked/--no-locked",
    default=True,
    help=t("fet：课锁定在课表上的位置（默认），或只写任务", "fet: lessons locked (default), or the task alone"),
)
@lang_option
def command(run: Path, fmt: str, output: Path | None, locked: bool) -> None:
    """See the help text above."""
    from scheduler import api

    out = output or run / _ENDINGS[fmt]
    say_notes(api.export(run, fmt, out, locked=locked))
    click.echo(t(f"已写好 {out}", f"wrote {out}"))
