"""One school of a district: its plan prepared, and solved under its visits. Called in other processes, maybe on other
computers; what is made goes into the store, so that it is not made twice, and little is handed back.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from constraints import catalogue
from scheduler.auditor import audit
from scheduler.district.alone import solve_alone
from scheduler.district.domain import District, SchoolResult
from scheduler.district.parts import Part, part_of
from scheduler.district.plans import prepared, visiting
from scheduler.district.pool import Store, fingerprint
from scheduler.district.solving import Attempt
from scheduler.domain import Text
from scheduler.engine.outcome import Answer, Options
from scheduler.engine.solve import Stop
from scheduler.errors import IntakeError, IntakeProblem, RunError
from scheduler.intake import Plan as ReadPlan
from scheduler.intake.edits import Edit, edited
from scheduler.intake.log import Log
from scheduler.intake.open_cells import open_cells
from scheduler.intake.plan import compile_book, read_draft
from scheduler.intake.workbook import read_book
from scheduler.output import write_run
from scheduler.output.json_files import json_dump, json_load
from scheduler.packs import conflicts
from scheduler.runs import Plan, run_of

WRITING = 0.1  # seconds a class that writing a run folder takes, about
FIRST = 0.1  # seconds a class that a first timetable may take: less makes no sense
PROBLEMS = 5  # of a plan that are told in the district's report
RUN = "run"  # the run folder within an entry of the store
_PLAN, _RESULT = "plan.xlsx", "result.json"


@dataclass(frozen=True)
class Ready:
    """A school that is prepared: what the master knows of it, the key of its plan in the store."""

    part: Part
    key: str
    classes: int


@dataclass(frozen=True)
class Unstaffed:
    """A school in which cells of 任课 are empty."""

    classes: int


def prepare(
    store: Store, district: District, name: str, edits: tuple[Edit, ...], staffed: bool, *, stop: Stop
) -> Ready | Unstaffed | SchoolResult:
    """A school's plan made and kept in the store, with what the master must know of it; or why there is none.
    ``staffed``: who teaches what has been decided."""
    if not staffed:
        book = edited(read_book(district.school[name].content, Path(_PLAN)), edits)
        draft = read_draft(book, Log())
        if any(open_cells(draft)):
            return Unstaffed(len(draft.classes))
    try:
        content = prepared(district, name, edits)
    except IntakeError as error:
        return SchoolResult(name, "failed", why=_told(name, error.problems))
    plan, key = _plan(content), fingerprint("plan", content)
    if plan.school is None:
        return SchoolResult(name, "failed", why=_told(name, plan.problems))
    if clashes := conflicts(plan.school, catalogue()):
        why = Text("；".join(c.say("zh") for c in clashes), "; ".join(c.say("en") for c in clashes))
        return SchoolResult(name, "impossible", why=why)

    def fill(folder: Path) -> None:
        (folder / _PLAN).write_bytes(content)

    store.keep(key, fill)
    return Ready(part_of(plan.school, district, name, catalogue()), key, len(plan.school.classes))


def solve_school(
    store: Store, district: District, name: str, plan_key: str, key: str, attempt: Attempt, seed: int,
    until_first: bool, *, stop: Stop,
) -> SchoolResult:  # fmt: skip
    """A school solved under its visits, its run folder in the store under ``key``; from there, where it is already."""
    if (known := store.find(key)) is not None:
        found = json_load(SchoolResult, json.loads((known / _RESULT).read_text("utf-8")))
        assert isinstance(found, SchoolResult)
        return found
    began = time.monotonic()
    kept = store.find(plan_key)
    if kept is None:
        raise RunError(Text(f"{name} 的计划不在 {store.folder}", f"the plan of {name} is not in {store.folder}"))
    content = (kept / _PLAN).read_bytes()
    plan = _plan(content)
    assert plan.school is not None
    spent = time.monotonic() - began
    left = attempt.seconds - 2 * spent - WRITING * len(plan.school.classes)  # writing takes about so long
    options = Options(max(left, 0.6, FIRST * len(plan.school.classes)), workers=1, seed=seed, until_first=until_first)
    answer, cuts = solve_alone(plan.school, name, attempt.absences, catalogue(), options, stop, plan.origins)
    if answer.timetable is None:
        status = "impossible" if cuts else "stopped" if stop else "unknown"
        why = cuts[0].why if cuts else None
        return SchoolResult(name, status, cuts=cuts, why=why)
    if stop:
        key = fingerprint(key, "stopped")  # better than nothing, but to be solved again
    content = visiting(content, district, name, attempt.visits, (a for a in attempt.absences if a.half is None))
    return _kept(store, key, name, _plan(content), content, answer, options)


def _kept(
    store: Store, key: str, name: str, plan: ReadPlan, content: bytes, answer: Answer, options: Options
) -> SchoolResult:
    """Write the run folder of an answer, audited against the plan that the folder keeps."""
    if plan.school is None:
        return SchoolResult(name, "failed", why=_told(name, plan.problems))
    assert answer.timetable is not None
    proof = audit(plan.school, answer.timetable, answer.homework, catalogue())
    if proof.invalid:
        broken = "、".join(sorted({e.setting.id for e in proof.invalid}))
        return SchoolResult(name, "failed", why=Text(f"核查发现违反：{broken}", f"the audit finds broken: {broken}"))
    bound = answer.bound if proof.cost == answer.cost else None
    answer = replace(answer, audit=proof, cost=proof.cost, bound=bound)
    written = Plan(Path(_PLAN), plan.school, content, plan.problems, plan.left_out, plan)
    result = SchoolResult(name, "solved", key, proof.cost)

    def fill(folder: Path) -> None:
        try:
            write_run(folder / RUN, run_of(written, answer, options), content)
        except RunError as error:
            if isinstance(error.__cause__, OSError):
                raise error.__cause__ from None  # a full disk is the store's matter
            raise
        (folder / _RESULT).write_text(json.dumps(json_dump(result)), "utf-8")

    store.keep(key, fill)
    return result


@lru_cache(maxsize=2)
def _plan(content: bytes) -> ReadPlan:
    return compile_book(read_book(content, Path(_PLAN)), catalogue())


def _told(name: str, problems: Iterable[IntakeProblem]) -> Text:
    """A school's problems, a line each."""

    fatal = [p for p in problems if p.fatal]

    def lines(lang: str) -> Iterator[str]:
        yield from (f"\n  {p.say(lang)}" for p in fatal[:PROBLEMS])
        if len(fatal) > PROBLEMS:
            more = len(fatal) - PROBLEMS
            yield f"\n  还有 {more} 处" if lang == "zh" else f"\n  and {more} more"

    zh, en = "".join(lines("zh")), "".join(lines("en"))
    return Text(f"{name} 的计划不能用：{zh}", f"the plan of {name} cannot be used:{en}")
