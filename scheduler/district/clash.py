"""Why no visits will do: the fewest reasons that cannot hold together, each said to a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from scheduler.domain import Text
from scheduler.engine.program import Program
from scheduler.engine.solve import Limits, Status, Stop, solve
from scheduler.explain.minimal import fewest

PROBE = 5.0  # seconds for one proof when a clash is made smaller


@dataclass(frozen=True)
class Reason:
    """Something that is asked of the visits and may clash with the rest: said, with the schools it concerns."""

    text: Text
    schools: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Clash:
    """The proof that no visits will do: reasons that cannot hold together. ``minimal``: without any one of them the
    others can."""

    reasons: tuple[Reason, ...]
    minimal: bool

    @property
    def schools(self) -> frozenset[str]:
        """The schools it concerns."""
        return frozenset().union(*(r.schools for r in self.reasons))

    @property
    def text(self) -> Text:
        """The clash, a reason a line."""
        zh = "".join(f"\n    · {r.text.zh}" for r in self.reasons)
        en = "".join(f"\n    · {r.text.en}" for r in self.reasons)
        return Text(f"下面各条不能同时满足：{zh}", f"these cannot hold together:{en}")


def clash_of(program: Program, reasons: Mapping[str, Reason], stop: Stop) -> Clash:
    """The clash of a program that is impossible: its rows stand in groups, each of which has a reason; rows without a
    group (nobody is at two schools at once) always hold."""

    def impossible(some: Collection[str]) -> bool | None:
        rows = [r for r in program.rows if not r.setting or r.setting in some]
        limits = Limits(seconds=PROBE, workers=2, first=True, linearization=2)
        status = solve(replace(program, rows=rows), limits, stop=stop, objective=False).status
        return None if status is Status.UNKNOWN else status is Status.INFEASIBLE

    groups = sorted(dict.fromkeys(r.setting for r in program.rows if r.setting), key=lambda n: n.startswith("cut:"))
    found, minimal = fewest(groups, impossible)
    return Clash(tuple(reasons[name] for name in found), minimal)
