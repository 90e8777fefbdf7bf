"""Options that several commands share."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from scheduler.domain import Strength, Text
from scheduler.errors import KebiaoError

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
    """The plan workbook; whether it can be read is the reader's to say."""
    return click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN.xlsx")(command)


def run_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """A run folder."""
    return click.argument("run", type=click.Path(path_type=Path), metavar="RUN")(command)


def say_strength(strength: Strength) -> str:
    """A strength in the language in use."""
    return {
        Strength.HARD: t("必须", "hard"),
        Strength.SOFT: t("尽量", "soft"),
        Strength.TARGET: t("鼓励", "aim"),
        Strength.OFF: t("可选", "opt"),
    }[strength]


def print_json(data: object) -> None:
    """JSON with Chinese as it is."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def say_notes(notes: list[Text]) -> None:
    """Notes for the user, to stderr."""
    for note in notes:
        click.echo(f"{t('注意', 'note')}: {note.say(lang())}", err=True)
