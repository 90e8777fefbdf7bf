"""The language of messages and help: ``--lang``, else KEBIAO_LANG, else the locale.

It is settled before the commands, and so their help, are imported.
"""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Sequence

from scheduler.domain import Text

LANGS = ("zh", "en")
_chosen = "en"


def pick_lang(args: Sequence[str]) -> str:
    """Settle the language from the command line's words and the environment."""
    global _chosen
    asked = _asked(args)
    wanted = asked if asked in LANGS else _of_name(os.environ.get("KEBIAO_LANG", ""))
    _chosen = wanted or _of_locale()
    return _chosen


def _asked(args: Sequence[str]) -> str:
    for i, word in enumerate(args):
        if word == "--lang" and i + 1 < len(args):
            return args[i + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return ""


def _of_locale() -> str:
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not name:
        name = locale.getlocale()[0] or ""
    return _of_name(name) or "en"


def _of_name(name: str) -> str:
    """zh for zh, zh_CN.UTF-8 or 'Chinese (Simplified)_China'; en likewise; empty for what is neither."""
    word = name.lower()
    if word.startswith(("zh", "chinese")):
        return "zh"
    return "en" if word.startswith("en") else ""


def lang() -> str:
    """The language in use, zh or en."""
    return _chosen


def t(zh: str, en: str) -> str:
    """A text in the language in use."""
    return Text(zh, en).say(_chosen)


def use_utf8() -> None:
    """UTF-8 where output is piped; never an encoding error on an old console (GBK has no such sign: ?)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace")
