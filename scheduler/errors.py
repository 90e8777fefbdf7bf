"""The exception tree.

    KebiaoError                 what a user can do something about; the command line says it in one line
    ├── IntakeError             the plan cannot be used; carries every IntakeProblem found
    ├── Impossible              it is proved that no timetable keeps every hard rule
    ├── NoTimetable             the time was not enough to find one, nor to prove that there is none
    ├── RunError                a run folder that cannot be read or written
    └── DisagreementError       the independent audit contradicts the solver: a defect of the program, never printed
                                as a result

``KebiaoError.exit_code`` is the process's exit code: see the table in README.md.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scheduler.domain import Text

NO_ADVICE = Text("", "")


@dataclass(frozen=True)
class IntakeProblem:
    """One thing wrong with a plan: where it stands, what was read, what would be right.

    ``fatal`` problems stop a solve; the others are warnings.
    """

    sheet: str
    cell: str
    value: str
    text: Text
    advice: Text = NO_ADVICE
    fatal: bool = True

    def say(self, lang: str) -> str:
        """The problem in a sentence, and the advice on a line of its own."""
        where = ""
        if self.sheet:
            where = f"工作表 {self.sheet}" if lang == "zh" else f"sheet {self.sheet}"
            if self.cell:
                where += f"，单元格 {self.cell}" if lang == "zh" else f", cell {self.cell}"
            where += "：" if lang == "zh" else ": "
        advice = self.advice.say(lang)
        maybe = ("\n  可以：" if lang == "zh" else "\n  Maybe: ") + advice if advice else ""
        return where + self.text.say(lang) + maybe


class KebiaoError(Exception):
    """Something a user can act on, in both languages."""

    exit_code = 1

    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text


class IntakeError(KebiaoError):
    """A plan that cannot be used, with all its problems."""

    exit_code = 3

    def __init__(self, problems: Sequence[IntakeProblem]):
        count = len(problems)
        super().__init__(Text(f"计划有 {count} 处问题", f"{count} problem(s) in the plan"))
        self.problems = tuple(problems)


class RunError(KebiaoError):
    """A run folder that cannot be read or written."""

    exit_code = 4


class DisagreementError(KebiaoError):
    """The audit and the solver disagree."""

    exit_code = 70


class Impossible(KebiaoError):
    """It is proved that no timetable keeps every hard rule; ``reasons`` say why, where counting or the regulations show
    it. For the rest there is ``explain``."""

    exit_code = 5

    def __init__(self, reasons: tuple[Any, ...]):
        zh, en = "排不出来：必须满足的要求互相矛盾", "impossible: the rules that must hold contradict each other"
        super().__init__(Text(zh, en))
        self.reasons = reasons


class NoTimetable(KebiaoError):
    """The time was not enough to find a timetable, nor to prove that there is none."""

    exit_code = 6

    def __init__(self, seconds: float):
        zh = f"{seconds:.0f} 秒内没有排出课表，也没有证明排不出；可以延长 --time"
        en = f"no timetable in {seconds:.0f} s, and no proof that there is none; more --time may help"
        super().__init__(Text(zh, en))


def defect(error: BaseException) -> Text:
    """What to say of an error that nobody foresaw: its kind, its words, and the line it comes from, to be reported."""
    frames = traceback.extract_tb(error.__traceback__)
    at = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    words = f"{type(error).__name__}: {error}{at}"
    return Text(f"程序出错：{words}", f"a defect of the program: {words}")
