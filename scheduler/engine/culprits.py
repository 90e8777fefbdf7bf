"""Which rules cannot hold together: a smallest set of them, found by leaving out the rest.

QuickXplain (Junker, AAAI 2004) on the rows of the program: halves of the rules are left out as long as what stays is
still proved impossible. Nobody in two places, and every lesson held, is never in question.
"""

from __future__ import annotations

import time
from collections.abc import Collection

from .model import IMPLIED
from .program import Program
from .solve import Limits, Status, Stop, solve

PROBE = 5.0  # seconds at most for one proof
SECONDS = 30.0  # and for all of them


def culprits(program: Program, firm: Collection[str], seconds: float, stop: Stop) -> tuple[str, ...]:
    """The ids of settings of an impossible program that are impossible together and possible without any one of them;
    none where that is not found in time, or where no setting is to blame."""
    always = {"", IMPLIED, *firm}
    asked = [i for i in dict.fromkeys(row.setting for row in program.rows) if i not in always]
    return _Search(program, always, min(seconds, SECONDS), stop).among(asked)


class _Search:
    def __init__(self, program: Program, always: set[str], seconds: float, stop: Stop):
        self._program, self._always, self._stop = program, always, stop
        self._end = time.monotonic() + seconds
        self._sure = True  # every probe ended with a proof or with an assignment

    def among(self, ids: list[str]) -> tuple[str, ...]:
        if not ids or not self._impossible(ids) or self._impossible(()):
            return ()
        found = self._least([], ids, False)
        return tuple(i for i in ids if i in found) if self._sure else ()

    def _least(self, held: list[str], ids: list[str], grown: bool) -> list[str]:
        """The fewest of ``ids`` that are impossible with ``held``; ``grown``: whether ``held`` is more than before."""
        if grown and self._impossible(held):
            return []
        if len(ids) == 1:
            return ids
        first, second = ids[: len(ids) // 2], ids[len(ids) // 2 :]
        late = self._least([*held, *first], second, True)
        return self._least([*held, *late], first, bool(late)) + late

    def _impossible(self, ids: Collection[str]) -> bool:
        left = self._end - time.monotonic()
        if left <= 0 or self._stop:
            self._sure = False
            return False
        kept = {*self._always, *ids}
        part = Program(
            self._program.lower, self._program.upper, [row for row in self._program.rows if row.setting in kept]
        )
        limits = Limits(seconds=min(left, PROBE), workers=1, first=True)
        status = solve(part, limits, stop=self._stop, objective=False).status
        self._sure = self._sure and status is not Status.UNKNOWN
        return status is Status.INFEASIBLE
