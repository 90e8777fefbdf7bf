"""Options that several commands share."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from scheduler.domain import Strength, Text, Verdict
from scheduler.errors import KebiaoError, RunError

from .lang import LANGS, lang, t


class UnknownNameError(KebiaoError):
    """A word of the command line that names nothing; its text says the nearest name there is."""

    exit_code = 2


def nearest(word: str, names: Iterable[str], otherwise: str) -> str:
    """The name most like the word, for 'Maybe: …'."""
    near = difflib.get_close_matches(word, list(names), 1, cutoff=0.5)
    return near[0] if near else otherwise


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--lang`` also after the command's name; it is settled before the command is built."""
    option = click.option("--lang", type=click.Choice(LANGS), expose_value=False, help=t("界面语言", "language"))
    return option(command)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--json``: print for a program instead of for a person."""
    return click.option("--json", "as_json", is_flag=True, help=t("输出 JSON", "print JSON"))(command)


def plan_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The plan: a workbook or a FET file; whether it can be read is the reader's to say."""
    return click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN.xlsx|.fet")(command)


def ignore_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--ignore-unsupported``, for files of FET."""
    text = t(
        "FET 文件里不支持的约束：不管（结果会注明）",
        "leave out what a FET file asks and no rule keeps; the result says so",
    )
    return click.option("--ignore-unsupported", is_flag=True, help=text)(command)


def say_left_out(left_out: Mapping[str, int]) -> None:
    """What of a FET file the timetable was made without; nothing where nothing was left out."""
    if not left_out:
        return
    many = sum(left_out.values())
    click.echo(
        t(
            f"没有管的约束（{many} 条），课表可能不合这些要求：",
            f"{many} constraint(s) left out, the timetable may break them:",
        )
    )
    for family, count in left_out.items():
        click.echo(f"  {family}: {count}")


def journal_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--no-journal``, for what writes a run."""
    text = t("不记入运行记录（kebiao.sqlite）", "do not enter the run in the journal (kebiao.sqlite)")
    return click.option("--no-journal", "journal", is_flag=True, flag_value=False, default=True, help=text)(command)


def anyway_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--anyway``, for what makes timetables: also where a plan is impossible."""
    text = t(
        "排不出时也排：违反得最少的课表，结果里注明违反了什么",
        "where it is impossible: the timetable that breaks least, and says what it breaks",
    )
    return click.option("--anyway", is_flag=True, help=text)(command)


def run_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """A run folder, or a run of the journal (``@12``)."""
    return click.argument("run", type=click.Path(path_type=Path), metavar="RUN")(command)


def say_strength(strength: Strength) -> str:
    """A strength in the language in use."""
    return {
        Strength.HARD: t("必须", "hard"),
        Strength.SOFT: t("尽量", "soft"),
        Strength.TARGET: t("鼓励", "aim"),
        Strength.OFF: t("可选", "opt"),
    }[strength]


def say_verdict(verdict: Verdict) -> str:
    """A verdict in the language in use."""
    return {
        Verdict.KEPT: t("满足", "kept"),
        Verdict.BROKEN: t("未满足", "broken"),
        Verdict.NOT_APPLICABLE: t("不涉及", "not applicable"),
        Verdict.NOT_CHECKABLE: t("无法核查", "not checkable"),
    }[verdict]


def print_json(data: object) -> None:
    """JSON with Chinese as it is."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def say_notes(notes: list[Text]) -> None:
    """Notes for the user, to stderr."""
    for note in notes:
        click.echo(f"{t('注意', 'note')}: {note.say(lang())}", err=True)


def write_file(path: Path, write: Callable[[Path], None], more: str = "") -> None:
    """A file that is replaced whole, its folder made where there is none; says so on stderr, and ``more``.

    Raises RunError when it cannot be written.
    """
    from scheduler.output.folder import place_file

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        say_notes(place_file(path, write))
    except OSError as error:
        reason = error.strerror or str(error)
        raise RunError(Text(f"写不了 {path}：{reason}", f"cannot write {path}: {reason}")) from error
    click.echo(t(f"已写好 {path}", f"wrote {path}") + more, err=True)
