"""The command group: one subcommand a module, errors as one line, exit codes as the README lists them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from scheduler import __version__
from scheduler.errors import IntakeError, KebiaoError

from . import ABORTED
from .lang import LANGS, lang, t

COMMANDS = (
    "template", "check", "staff", "solve", "explain", "where", "move", "whatif", "diff", "adopt", "cover", "audit",
    "district", "export", "runs", "show", "publish", "undo", "import", "rules", "bells",
)  # fmt: skip
_MODULES = {"import": "importing"}  # a word of Python is no name of a module


class _Lazy(click.Group):
    """Imports a command's module only when that command is wanted (all of them for the list in --help)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"scheduler.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KebiaoError as error:
            say_error(error)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo(t("已中止。", "aborted."), err=True)
            ctx.exit(ABORTED)


def say_error(error: KebiaoError) -> None:
    """The error to stderr: one line, then what it lists."""
    click.echo(f"{t('错误', 'error')}: {error.text.say(lang())}", err=True)
    if isinstance(error, IntakeError):
        for problem in error.problems:
            click.echo("  " + problem.say(lang()), err=True)
    for reason in getattr(error, "reasons", ()):
        click.echo("  " + reason.say(lang()), err=True)


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=t(
        "课表：从 Excel 课程计划排出全校课表和每日作业公示，并逐条核查减负规定。\n\n"
        "\b\n  kebiao template 计划.xlsx        写一份空白工作簿\n"
        "  kebiao check 计划.xlsx           检查填写\n"
        "  kebiao solve 计划.xlsx -o 结果    排课\n"
        "  kebiao audit 结果                重新核查写出的文件",
        "Class timetables and a homework board from a school's Excel curriculum plan, with proof of the "
        "regulations.\n\n"
        "\b\n  kebiao template plan.xlsx        write an empty workbook\n"
        "  kebiao check plan.xlsx           find every problem in it\n"
        "  kebiao solve plan.xlsx -o run    make the timetable\n"
        "  kebiao audit run                 check the written files again",
    ),
)
@click.option("--lang", type=click.Choice(LANGS), help=t("界面语言", "language of messages"), expose_value=False)
@click.version_option(__version__, prog_name="kebiao", help=t("显示版本", "show the version"))
def root() -> None:
    """See the help text above."""
