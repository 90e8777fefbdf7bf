"""One scenario from its changes to its figures: the changed plan, the closest timetable, or why there is none."""

from __future__ import annotations

import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scheduler.auditor import audit
from scheduler.domain import School, Text
from scheduler.engine.solve import Stop
from scheduler.errors import Impossible, IntakeError, KebiaoError, NoTimetable
from scheduler.explain.explanation import Explanation, Tried, explain
from scheduler.explain.relax import relaxed
from scheduler.explain.sentences import Teller
from scheduler.intake import Plan
from scheduler.intake.edits import write_edited
from scheduler.output import json_dump
from scheduler.output.run import Run
from scheduler.packs import conflicts, read_pack

from .change import Change, Changed, Scenario, changed, exchanged
from .compare import Answer, Outcome, Point, movement, shifts
from .derived import derived
from .differences import differences, weight_of
from .error import ChangeError
from .measures import measure
from .repair import Repaired, RepairOptions, Stays, repair

WHY = 15.0  # seconds at most for the cause of an impossible scenario
HELP = 6.0  # of these at most before the last remedy is tried, and only while the scenario has time left
ASKED = 3  # demands of a conflict that are said
_UNTOLD = Text("必须满足的要求互相矛盾（已证明），时间内没有找出是哪几条",
               "proved to be impossible; which demands clash was not found in time")  # fmt: skip


@dataclass(frozen=True)
class Baseline:
    """The run that hangs on the wall: its name, its plan as it was read and the workbook's content, and the run."""

    name: str
    plan: Plan
    content: bytes = field(repr=False)
    run: Run


@dataclass(frozen=True)
class Conditions:
    """How scenarios are tried. ``seconds``: wall time for each; ``stay``: ids of courses that may not move; ``anyway``:
    a timetable also for what is impossible; ``keep``: whether their runs are wanted too."""

    seconds: float = 10.0
    workers: int = 2
    seed: int = 1
    stay: frozenset[str] = frozenset()
    anyway: bool = False
    keep: bool = False


@dataclass(frozen=True)
class Attempt:
    """What came of a scenario; its run with the changed workbook's content, where that is wanted and there is one."""

    outcome: Outcome
    run: Run | None = None
    content: bytes = field(default=b"", repr=False)


def attempt(base: Baseline, scenario: Scenario, conditions: Conditions, stop: Stop) -> Attempt:
    """What comes of a scenario. Never raises for what is the scenario's own fault: that is its outcome."""
    began = time.monotonic()
    said = tuple(Text(c.say("zh"), c.say("en")) for c in scenario.changes)
    outcome = Outcome(scenario.name, said, Answer.FAILED, note=scenario.note, points=_points(scenario))
    try:
        made = _Trial(base, scenario, conditions, stop, began).made(outcome)
    except KebiaoError as error:
        cause, remedy = _halves(_first(error))
        made = Attempt(replace(outcome, cause=cause, remedy=remedy, code=error.exit_code))
    return replace(made, outcome=replace(made.outcome, seconds=round(time.monotonic() - began, 2)))


def _first(error: KebiaoError) -> Text:
    """What went wrong, with the first of its problems."""
    if not isinstance(error, IntakeError) or not error.problems:
        return error.text
    first = error.problems[0]
    return Text(f"{error.text.zh}：{first.say('zh')}", f"{error.text.en}: {first.say('en')}")


def _points(scenario: Scenario) -> tuple[Point, ...]:
    """Where a scenario stands in sweeps: its one change with all but one of its numbers, and that number."""
    if len(scenario.changes) != 1:
        return ()
    change = scenario.changes[0]
    found = []
    for name, value in change.values:
        number = _number(value)
        if number is not None:
            rest = " ".join(f"{other}={v}" for other, v in change.values if other != name)
            found.append((change.kind, f"{name}: {rest}", number))
    return tuple(found)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


class _Trial:
    """A scenario while it is tried."""

    def __init__(self, base: Baseline, scenario: Scenario, conditions: Conditions, stop: Stop, began: float):
        self.base, self.scenario, self.conditions, self.stop = base, scenario, conditions, stop
        self.rules = base.run.rules
        self.began = began

    @property
    def _left(self) -> float:
        """Seconds left for the scenario."""
        return self.conditions.seconds - (time.monotonic() - self.began)

    def made(self, outcome: Outcome) -> Attempt:
        """The outcome filled in, and the run."""
        made = changed(self.base.plan, self.scenario.changes, self.rules)
        school = made.plan.school
        if school is None:
            raise ChangeError(Text("改动后的计划读不通", "the changed plan cannot be read"))
        if clashes := conflicts(school, self.rules):
            cause, remedy = _halves(clashes[0].text, len(clashes))
            return Attempt(replace(outcome, answer=Answer.IMPOSSIBLE, cause=cause, remedy=remedy))
        try:
            found = self._repair(school, made.swapped)
        except NoTimetable as error:
            return Attempt(replace(outcome, answer=Answer.UNKNOWN, cause=error.text))
        except Impossible as error:
            if stays := next((r for r in error.reasons if isinstance(r, Stays)), None):
                cause = Text(stays.say("zh"), stays.say("en"))
                return Attempt(replace(outcome, answer=Answer.IMPOSSIBLE, cause=cause))
            return self._impossible(outcome, made)
        return self._measured(replace(outcome, answer=Answer.POSSIBLE), made, found)

    def _repair(self, school: School, swapped: frozenset[str]) -> Repaired:
        """The closest timetable. Courses whose weeks change places begin from the exchanged lessons; what moves, and
        what that weighs, is told from where it is today: the exchange that is asked for weighs too."""
        conditions, before = self.conditions, self.base.run
        options = RepairOptions(
            seconds=max(self._left, 1.0), workers=conditions.workers, seed=conditions.seed, stay=conditions.stay
        )  # fmt: skip
        if not swapped:
            return repair(school, before, self.rules, options, self.stop, _silent)
        start = replace(before, timetable=exchanged(before.timetable, swapped))
        found = repair(school, start, self.rules, options, self.stop, _silent)
        old = before.school, before.timetable
        weight = weight_of(*old, school, found.timetable)
        least = max(0, weight - (found.weight - found.least))
        moved = differences(*old, school, found.timetable)
        return replace(found, moved=moved, weight=weight, least=least)

    def _impossible(self, outcome: Outcome, made: Changed) -> Attempt:
        """Why, and what would help; with ``anyway`` the timetable that breaks least."""
        assert made.plan.school is not None
        brief, helping = not self.conditions.anyway, min(max(self._left, 1.0), HELP)  # anyway: all there is to let off
        found = explain(made.plan, self.rules, WHY, self.stop.child(), impossible=True, brief=brief, helping=helping)
        cause, remedy = self._why(made.plan, found)
        outcome = replace(outcome, answer=Answer.IMPOSSIBLE, cause=cause, remedy=remedy)
        school = relaxed(made.plan.school, self.rules, found.released) if self.conditions.anyway else None
        if school is None:
            return Attempt(outcome)
        self.began = time.monotonic()
        try:
            repaired = self._repair(school, made.swapped)
        except (Impossible, NoTimetable):
            return Attempt(outcome)
        return self._measured(replace(outcome, answer=Answer.BROKEN), made, repaired)

    def _why(self, plan: Plan, found: Explanation) -> tuple[Text, Text | None]:
        """Cause and remedy."""
        assert plan.school is not None
        if not found.conflicts:
            return _UNTOLD, None
        first = found.conflicts[0]
        causes = [
            _sentence(Teller(plan.school, self.rules, plan.origins, lang).paragraph(first.conflict), lang)
            for lang in ("zh", "en")
        ]
        if (more := len(found.conflicts)) > 1:
            causes = [causes[0] + f"（共 {more} 处矛盾）", causes[1] + f" ({more} conflicts in all)"]
        return Text(*causes), _remedy(first.remedies)

    def _measured(self, outcome: Outcome, made: Changed, found: Repaired) -> Attempt:
        """The outcome with all its figures, and the run where it is wanted."""
        base, after = self.base.run, self._run(made, found)
        outcome = replace(
            outcome,
            movement=movement(base, after, found.moved, found.weight, found.least, found.proven),
            measures=measure(after),
            shifts=shifts(base, after),
            remarks=derived(self.base.plan, made.plan),
        )
        return Attempt(outcome, after, _content(self.base.content, made)) if self.conditions.keep else Attempt(outcome)

    def _run(self, made: Changed, found: Repaired) -> Run:
        """The run of the changed plan, audited by the plan as it is; the record says where it comes from."""
        school = made.plan.school
        assert school is not None
        proof = found.audit
        if {s.id: s.strength for s in school.settings} != {e.setting.id: e.setting.strength for e in proof.entries}:
            proof = audit(school, found.timetable, found.homework, self.rules)
        broken = [{"setting": e.setting.id, "rule": e.setting.rule, "amount": e.amount} for e in proof.invalid]
        record: dict[str, Any] = {
            "status": "broken" if broken else "feasible",
            "objective": proof.cost,
            "parts": dict(sorted(proof.costs.items())),
            "bound": None,
            "seconds": {stage: round(spent, 3) for stage, spent in found.seconds.items()},
            "seed": self.conditions.seed,
            "parameters": {"seconds": self.conditions.seconds, "workers": self.conditions.workers,
                           "stay": len(self.conditions.stay)},
            "size": dict(self.base.run.record.get("size", {})),
            "history": [],
            "versions": _versions(self.base.run),
            "parent": self.base.name,
            "whatif": {
                "scenario": self.scenario.name,
                "changes": [_said(c) for c in self.scenario.changes],
                "edits": [json_dump(e) for e in made.edits],
                "weight": found.weight, "least": found.least, "proven": found.proven,
            },
            **({"breaks": broken} if broken else {}),
        }  # fmt: skip
        packs = tuple(read_pack(name) for name in school.packs)
        return Run(school, found.timetable, found.homework, proof, packs, self.rules, record)


def _silent(*_: object) -> None:
    """Of the single steps of a repair nothing is shown."""


def _said(change: Change) -> dict[str, Any]:
    values = {name: json_dump(v) if isinstance(v, int | float | str) else str(v) for name, v in change.values}
    return {"kind": change.kind, "values": values, "at": change.at, "text": change.say("zh")}


def _versions(run: Run) -> dict[str, str]:
    from scheduler import __version__

    try:
        ortools = version("ortools")
    except PackageNotFoundError:
        ortools = ""
    return {"kebiao": __version__, "python": platform.python_version(), "ortools": ortools}


def _content(content: bytes, made: Changed) -> bytes:
    """The changed workbook: a copy of the baseline's with the changed cells."""
    if not made.edits:
        return content
    with TemporaryDirectory() as folder:
        path, out = Path(folder) / "plan.xlsx", Path(folder) / "changed.xlsx"
        path.write_bytes(content)
        write_edited(path, made.edits, out)
        return out.read_bytes()


def _halves(text: Text, count: int = 1) -> tuple[Text, Text | None]:
    """What is wrong as cause and remedy: a text may have advice on a line that begins 可以."""
    (zh, _, help_zh), (en, _, help_en) = text.zh.partition("\n  可以："), text.en.partition("\n  Maybe: ")
    more = ("", "") if count < 2 else (f"（共 {count} 处）", f" ({count} in all)")
    return Text(zh + more[0], en + more[1]), Text(help_zh, help_en) if help_zh else None


def _sentence(paragraph: str, lang: str) -> str:
    """A conflict's paragraph on one line: its head, and the first demands behind it."""
    head, *lines = (line.strip() for line in paragraph.split("\n"))
    asked = [line.removeprefix("· ") for line in lines if line.startswith("· ")]
    more = "……" if len(asked) > ASKED else ""
    told = ("；" if lang == "zh" else "; ").join(asked[:ASKED]) + more
    if head.endswith(("：", ":")) or not told:
        return head + told
    return f"{head}（{told}）" if lang == "zh" else f"{head} ({told})"


def _remedy(remedies: Sequence[Tried]) -> Text | None:
    """The cheapest remedy, and whether it was tried with success."""
    if not remedies:
        return None
    best = next((t for t in remedies if t.works), remedies[0])
    zh, en = best.remedy.text.zh, best.remedy.text.en
    return Text(zh + "〔已试排，可行〕", en + " [tried: works]") if best.works else Text(zh, en)
