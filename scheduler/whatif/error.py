"""What is wrong with a change."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.domain import Text
from scheduler.errors import IntakeProblem, KebiaoError


class ChangeError(KebiaoError):
    """A change that cannot be read or made; ``at`` says where it was written. ``problems``: what the changed workbook
    would have wrong, where that is the reason."""

    exit_code = 3

    def __init__(self, text: Text, at: str = "", problems: Sequence[IntakeProblem] = ()):
        super().__init__(Text(f"{at}：{text.zh}", f"{at}: {text.en}") if at else text)
        self.plain = text
        self.at = at
        self.problems = tuple(problems)
