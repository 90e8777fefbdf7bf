"""kebiao export"""

from __future__ import annotations

from pathlib import Path

import click

from .lang import t
from .options import lang_option, run_argument, say_notes

_ENDINGS = {"xlsx": "课表.xlsx", "html": "课表.html", "csv": "csv", "json": "json"}


@click.command(
    short_help=t("写成 xlsx、html、csv 或 json", "Write a run as xlsx, html, csv or json"),
    help=t(
        "把一次排课结果写成别的格式：xlsx、html 写成文件，csv、json 写进文件夹。\n\n\b\n例：\n"
        "  kebiao export 结果 --to html -o 课表.html",
        "Write a run in another format: xlsx and html as a file, csv and json into a folder."
        "\n\n\b\nExample:\n"
        "  kebiao export run --to html -o timetable.html",
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
@lang_option
def command(run: Path, fmt: str, output: Path | None) -> None:
    """See the help text above."""
    from scheduler import api

    out = output or run / _ENDINGS[fmt]
    say_notes(api.export(run, fmt, out))
    click.echo(t(f"已写好 {out}", f"wrote {out}"))
