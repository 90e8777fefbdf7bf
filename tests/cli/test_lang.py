"""The language: --lang before or after the command, else KEBIAO_LANG, else the locale."""

from __future__ import annotations

import pytest

from .shell import process

ZH, EN = "没有规则", "no rule"


@pytest.mark.parametrize(
    ("env", "words", "said"),
    [
        ({}, ["--lang", "zh", "rules", "x"], ZH),
        ({}, ["rules", "x", "--lang", "zh"], ZH),
        ({}, ["rules", "x", "--lang=zh"], ZH),
        ({"KEBIAO_LANG": "zh"}, ["rules", "x"], ZH),
        ({"KEBIAO_LANG": "zh_CN"}, ["rules", "x"], ZH),
        ({"KEBIAO_LANG": "zh"}, ["rules", "x", "--lang", "en"], EN),
        ({"KEBIAO_LANG": "en", "LANG": "zh_CN.UTF-8"}, ["rules", "x"], EN),
        ({"LANG": "zh_CN.UTF-8"}, ["rules", "x"], ZH),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, ["rules", "x"], ZH),
        ({"KEBIAO_LANG": "nonsense", "LANG": "zh_CN.UTF-8"}, ["rules", "x"], ZH),
        ({"LANG": "C.UTF-8"}, ["rules", "x"], EN),
        ({"LANG": "de_DE.UTF-8"}, ["rules", "x"], EN),
    ],
)
def test_the_language_is_settled(env: dict[str, str], words: list[str], said: str) -> None:
    done = process(*words, env=env)
    assert done.returncode == 2
    assert said in done.stderr


def test_an_unknown_language_is_refused() -> None:
    assert process("--lang", "fr", "rules").returncode == 2


def test_chinese_comes_through_a_pipe_whatever_the_console_speaks() -> None:
    """A GBK console or a bare C locale must not stop a command whose output is piped."""
    env = {"KEBIAO_LANG": "zh", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = process("rules", "class_clash", env=env)
    assert done.returncode == 0
    assert "班级" in done.stdout
