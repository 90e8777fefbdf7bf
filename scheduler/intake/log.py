"""The collector of problems: a plan is read to its end, and everything wrong with it is told at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from scheduler.domain import Text
from scheduler.errors import IntakeProblem

from .words import nearest, show
from .workbook import Cell


@dataclass
class Log:
    """Problems in the order they were found; the same problem of the same cell is kept once."""

    problems: list[IntakeProblem] = field(default_factory=list)

    def add(self, at: Cell | str, zh: str, en: str, *advice: str, fatal: bool = True) -> None:
        """Note a problem of a cell (or a sheet, or '' for the file); ``advice`` is in Chinese and English."""
        sheet, address, value = (at.sheet, at.address, show(at.value)) if isinstance(at, Cell) else (at, "", "")
        hint = Text(*advice) if advice else Text("", "")
        problem = IntakeProblem(sheet, address, value, Text(zh, en), hint, fatal)
        if problem not in self.problems:
            self.problems.append(problem)

    def warn(self, at: Cell | str, zh: str, en: str, *advice: str) -> None:
        """Note something that does not stop a solve."""
        self.add(at, zh, en, *advice, fatal=False)

    def unknown(self, at: Cell, kind: tuple[str, str], name: str, known: list[str], where: tuple[str, str]) -> None:
        """Note a name that stands nowhere, with the nearest that does."""
        near = nearest(name, known)
        zh = f"{kind[0]} “{name}” 不在 {where[0]} 中" + (f"（最接近：{near}）" if near else "")
        en = f"{kind[1]} '{name}' is not in {where[1]}" + (f" (nearest: {near})" if near else "")
        self.add(at, zh, en, *((f"写成 {near}", f"write {near}") if near else ()))

    @property
    def fatal(self) -> bool:
        """Whether a problem stops a solve."""
        return any(p.fatal for p in self.problems)
