"""A plan as it was read, and its runs on disk: what api, what-if and the journal have in common."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constraints import catalogue
from scheduler import __version__
from scheduler.auditor import audit as check_all
from scheduler.domain import School, Text
from scheduler.errors import IntakeError, IntakeProblem, RunError
from scheduler.journal import Keeper, run_folder, wanted
from scheduler.output import PLANS, Run, read_answer, write_run

if TYPE_CHECKING:
    from scheduler.engine.outcome import Answer, Options
    from scheduler.intake import Plan as ReadPlan


@dataclass(frozen=True)
class Plan:
    """A plan that was read: the school, and the warnings that do not stop a solve. ``content`` is the file as it was
    then, since somebody may edit it while the search runs. ``left_out`` counts by name what the file asks for and no
    rule keeps: a timetable for such a plan is marked with it. ``read``: what was understood of it, with its cells."""

    path: Path
    school: School
    content: bytes = field(repr=False)
    warnings: tuple[IntakeProblem, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    read: ReadPlan | None = field(default=None, repr=False)


def load(path: str | Path, *, ignore_unsupported: bool = False) -> Plan:
    """Read a plan workbook or a FET file. Raises IntakeError with all problems when it cannot be used.

    A FET file with constraints that no rule keeps is refused, unless ``ignore_unsupported`` leaves them out.
    """
    from scheduler.intake import read_plan

    read = read_plan(Path(path), catalogue(), ignore_unsupported=ignore_unsupported)
    if read.school is None:
        raise IntakeError(read.problems)
    return Plan(Path(path), read.school, Path(path).read_bytes(), read.problems, read.left_out, read)


def save(
    run: Run, folder: str | Path, plan: Plan, *, overwrite: bool = False, book: bool = True, early: bool = False,
    parent: str | Path | None = None, journal: bool = True,
) -> list[Text]:  # fmt: skip
    """Write the run folder, all but 课表.xlsx when ``book`` is not wanted; returns notes for the user.

    The run is entered in the journal beside the folder, unless ``journal`` or the variable KEBIAO_JOURNAL says no;
    where that cannot be done a note says so, and the run is saved all the same. ``parent`` is the run that it was made
    from: a folder or ``@12``. ``early``: the first timetable of a search, whose entry the next save into this folder
    replaces.
    Raises RunError when the folder may not be written.
    """
    keeper = Keeper(Path(folder), None if parent is None else Path(parent), early) if journal and wanted() else None
    if keeper and overwrite:
        keeper.before()
    seen = keeper.see if keeper else (lambda new: None)
    suffix = plan.path.suffix.lower()
    notes = write_run(Path(folder), run, plan.content, overwrite=overwrite, suffix=suffix, book=book, seen=seen)
    return [*notes, *(keeper.enter() if keeper else ())]


def open_run(folder: str | Path) -> tuple[Plan, Run]:
    """A run from its folder, or from the journal (``@12``): the plan read anew, the answer from the csv files, and a
    new audit of both.

    Raises RunError when a file is missing or unreadable, IntakeError when the plan is.
    """
    with run_folder(Path(folder)) as found:
        plan, run = open_folder(found)
        return replace(plan, path=Path(folder) / plan.path.name), run


def open_folder(folder: Path) -> tuple[Plan, Run]:
    """As ``open_run``, of a folder."""
    record = _record_of(folder)
    plan = load(plan_in(folder), ignore_unsupported=bool(record.get("left_out")))
    timetable, homework = read_answer(folder, plan.school)
    proof = check_all(plan.school, timetable, homework, catalogue())
    packs = _packs(plan.school)
    return plan, Run(plan.school, timetable, homework, proof, packs, catalogue(), record)


def plan_in(folder: str | Path) -> Path:
    """The plan that a run folder keeps. Raises RunError when there is none."""
    for name in PLANS:
        if (Path(folder) / name).is_file():
            return Path(folder) / name
    zh = f"{folder} 里没有 plan.xlsx（或 plan.fet）：这不是排课结果文件夹"
    raise RunError(Text(zh, f"{folder} has no plan.xlsx (or plan.fet): it is no run folder"))


def _packs(school: School) -> tuple[Any, ...]:
    from scheduler.packs import read_pack

    return tuple(read_pack(name) for name in school.packs)


def _record_of(folder: Path) -> Mapping[str, Any]:
    try:
        found = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def run_of(plan: Plan, answer: Answer, options: Options) -> Run:
    """The run of an answer with a timetable."""
    assert answer.timetable is not None
    assert answer.audit is not None
    return Run(
        plan.school, answer.timetable, answer.homework, answer.audit, _packs(plan.school), catalogue(),
        _record(plan, answer, options),
    )  # fmt: skip


def _record(plan: Plan, answer: Answer, options: Options) -> dict[str, Any]:
    return {
        "status": answer.status.value,
        "objective": answer.cost,
        "parts": dict(sorted(answer.audit.costs.items())) if answer.audit else {},
        "bound": answer.bound,
        "seconds": {k: round(v, 3) for k, v in answer.seconds.items()},
        "seed": options.seed,
        "parameters": {
            "seconds": options.seconds, "workers": options.workers, "rounds": options.rounds,
            "until_first": options.until_first, "kept": len(options.kept),
        },
        "size": dict(answer.size),
        **({"left_out": dict(plan.left_out)} if plan.left_out else {}),
        "history": [list(point) for point in answer.history],
        "sha256": hashlib.sha256(plan.content).hexdigest(),
        "versions": {"kebiao": __version__, "python": platform.python_version(), "ortools": _version("ortools")},
    }  # fmt: skip


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
