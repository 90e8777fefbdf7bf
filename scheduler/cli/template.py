"""kebiao template"""

from __future__ import annotations

from pathlib import Path

import click

from constraints import catalogue
from scheduler.domain import Text
from scheduler.errors import RunError

from .lang import lang, t
from .options import lang_option


@click.command(
    short_help=t("写一份空白的计划工作簿", "Write an empty plan workbook"),
    help=t(
        "写一份空白的计划工作簿：下拉框、批注和填好的示例。\n\n"
        "\b\n例：\n  kebiao template 计划.xlsx\n  kebiao template --district 某街道/district.xlsx",
        "Write an empty plan workbook with dropdowns, comments and a filled example.\n\n"
        "\b\nExamples:\n  kebiao template plan.xlsx\n  kebiao template --district street/district.xlsx",
    ),
)
@click.argument("path", type=click.Path(path_type=Path), metavar="PLAN.xlsx")
@click.option("--overwrite", is_flag=True, help=t("覆盖已有文件", "replace an existing file"))
@click.option(
    "--district", is_flag=True,
    help=t("写 district.xlsx：各校共用的教师、路程、政策", "write a district.xlsx: shared teachers, travel, policy"),
)  # fmt: skip
@lang_option
def command(path: Path, overwrite: bool, district: bool) -> None:
    """See the help text above."""
    from scheduler.district.template import write_template as write_district
    from scheduler.intake import write_template

    if path.suffix.lower() != ".xlsx":
        path = path.with_name(path.name + ".xlsx")
    if path.exists() and not overwrite:
        raise RunError(
            Text(
                f"{path} 已存在；换个名字，或用 --overwrite 覆盖",
                f"{path} exists\n  Maybe: another name, or --overwrite",
            )
        )
    try:
        if district:
            write_district(path, lang())
        else:
            write_template(path, lang(), catalogue())
    except OSError as error:
        raise RunError(Text(f"写不了 {path}：{error.strerror}", f"cannot write {path}: {error.strerror}")) from error
    if district:
        click.echo(
            t(
                f"已写好 {path}。把各校的工作簿放进同一个文件夹，再运行：kebiao district {path.parent}",
                f"wrote {path}. Put the schools' workbooks into its folder, then run: kebiao district {path.parent}",
            )
        )
        return
    click.echo(
        t(
            f"已写好 {path}。先填 课程计划、班级、任课 三张表，再运行：kebiao check {path}",
            f"wrote {path}. Fill Curriculum, Classes and Assignment, then run: kebiao check {path}",
        )
    )
