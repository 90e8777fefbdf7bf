"""The program's steps as functions: load → solve → audit → export. The other composition root.

>>> plan = load("plan.xlsx")                      # raises IntakeError with every problem of the workbook
>>> run = solve(plan, seconds=60)                 # raises Impossible or NoTimetable
>>> save(run, "runs/autumn", plan)                # the run folder
>>> audit("runs/autumn").hard_broken              # re-reads the written files and the plan, nothing else
()
>>> export("runs/autumn", "html", "课表.html")
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constraints import catalogue
from scheduler import __version__
from scheduler.auditor import Audit
from scheduler.auditor import audit as check_all
from scheduler.domain import Placement, School, Text
from scheduler.errors import IntakeError, IntakeProblem, KebiaoError, RunError
from scheduler.output import PLANS, Run, export_to, read_answer, write_run
from scheduler.packs import conflicts, together

if TYPE_CHECKING:
    from scheduler.audits import FilesAudit
    from scheduler.engine.outcome import Answer, Event, Options
    from scheduler.engine.solve import Stop
    from scheduler.output.district import District


class Impossible(KebiaoError):
    """It is proved that no timetable keeps every hard rule; ``reasons`` say why, where that was found."""

    exit_code = 5

    def __init__(self, reasons: tuple[Any, ...]):
        zh, en = "排不出来：必须满足的要求互相矛盾", "impossible: the rules that must hold contradict each other"
        if not reasons:
            zh += "。没有找出是哪几条要求造成的\n  可以：少用一个规则包，或在 规则 表把新加的要求改成“尽量”再试"
            en += (
                "; which of them, was not found\n  Maybe: one pack less, or make the newest of them soft in sheet 规则"
            )
        super().__init__(Text(zh, en))
        self.reasons = reasons


class NoTimetable(KebiaoError):
    """The time was not enough to find a timetable, nor to prove that there is none."""

    exit_code = 6

    def __init__(self, seconds: float):
        super().__init__(
            Text(
                f"{seconds:.0f} 秒内没有排出课表，也没有证明排不出；可以延长 --time",
                f"no timetable in {seconds:.0f} s, and no proof that there is none; more --time may help",
            )
        )


@dataclass(frozen=True)
class Plan:
    """A plan that was read: the school, and the warnings that do not stop a solve. ``content`` is the file as it was
    then, since somebody may edit it while the search runs. ``left_out`` counts by name what the file asks for and no
    rule keeps: a timetable for such a plan is marked with it."""

    path: Path
    school: School
    content: bytes = field(repr=False)
    warnings: tuple[IntakeProblem, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()


def load(path: str | Path, *, ignore_unsupported: bool = False) -> Plan:
    """Read a plan workbook or a FET file. Raises IntakeError with all problems when it cannot be used.

    A FET file with constraints that no rule keeps is refused, unless ``ignore_unsupported`` leaves them out.
    """
    from scheduler.intake import read_plan

    read = read_plan(Path(path), catalogue(), ignore_unsupported=ignore_unsupported)
    if read.school is None:
        raise IntakeError(read.problems)
    return Plan(Path(path), read.school, Path(path).read_bytes(), read.problems, read.left_out)


def solve(
    plan: Plan,
    *,
    seconds: float | None = None,
    workers: int = 2,
    seed: int = 1,
    until_first: bool = False,
    rounds: int | None = None,
    kept: tuple[Placement, ...] = (),
    stop: Stop | None = None,
    tell: Callable[[Event], None] | None = None,
    first: Callable[[Run], None] | None = None,
) -> Run:
    """Search a timetable and homework for a plan; the result is audited.

    ``seconds``: wall time in all (the workbook's 求解秒数 when None). ``rounds``: a reproducible run, so many
    rounds of improvement instead of a time. ``kept``: placements that stay. ``first`` gets the first
    valid run as soon as there is one. Raises Impossible (also where regulations contradict each other), NoTimetable,
    or DisagreementError.
    """
    from scheduler.engine.outcome import Options
    from scheduler.engine.schedule import schedule
    from scheduler.engine.solve import Status

    if clashes := conflicts(plan.school, catalogue()):
        raise Impossible(clashes)
    options = Options(
        seconds=float(plan.school.seconds if seconds is None else seconds),
        workers=workers, seed=seed, until_first=until_first, rounds=rounds, kept=kept,
    )  # fmt: skip
    answer = schedule(
        plan.school, catalogue(), options, stop=stop, tell=tell or (lambda event: None),
        first=(lambda a: first(_run(plan, a, options))) if first else (lambda a: None),
    )  # fmt: skip
    if answer.timetable is None:
        if answer.status is Status.INFEASIBLE:
            found = (together(catalogue(), answer.culprits),) if 0 < len(answer.culprits) <= 8 else ()
            raise Impossible((*answer.shortages, *found))
        raise NoTimetable(options.seconds)
    return _run(plan, answer, options)


def save(run: Run, folder: str | Path, plan: Plan, *, overwrite: bool = False, book: bool = True) -> list[Text]:
    """Write the run folder, all but 课表.xlsx when ``book`` is not wanted; returns notes for the user.

    Raises RunError when it may not be written.
    """
    suffix = plan.path.suffix.lower()
    return write_run(Path(folder), run, plan.content, overwrite=overwrite, suffix=suffix, book=book)


def open_run(folder: str | Path) -> tuple[Plan, Run]:
    """A run from its folder: the plan read anew, the answer from the csv files, and a new audit of both.

    Raises RunError when a file is missing or unreadable, IntakeError when the plan is.
    """
    folder = Path(folder)
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


def audit(folder: str | Path) -> Audit:
    """Check a run folder from what is written in it: timetable.csv, homework.csv and the plan."""
    return open_run(folder)[1].audit


def audit_files(files: Sequence[str | Path], plan: str | Path, *, taught: Sequence[str | Path] = ()) -> FilesAudit:
    """Audit a timetable made elsewhere: the files of one school against a plan, and what was ``taught`` beside it."""
    from scheduler.audits import audit_files

    return audit_files(files, plan, taught=taught)


def audit_folder(folder: str | Path, plan: str | Path, *, workers: int = 2) -> District:
    """Audit every school of a folder against one plan, or plans by the same names. See ``scheduler.audits``."""
    from scheduler.audits import audit_folder

    return audit_folder(folder, plan, workers=workers)


def export(
    folder: str | Path, fmt: str, out: str | Path, *, locked: bool = True, parts: Sequence[str] = (),
    tables: Sequence[str] = (),
) -> list[Text]:  # fmt: skip
    """Write one format (xlsx, pdf, csv, html, json, fet) of a run folder; returns notes for the user.

    ``locked``: whether every lesson of a fet file is tied to its place. ``parts``: which parts of the pdf, in this
    order (``scheduler.output.names.PDF_PARTS``; all when none is named); ``tables``: the tables of its part posting.
    """
    plan, run = open_run(folder)
    return export_to(run, fmt, Path(out), plan=plan.content, locked=locked, parts=parts, tables=tables)


def import_plan(path: str | Path, out: str | Path, *, lang: str = "zh") -> list[tuple[Text, int]]:
    """Write a FET file as a plan workbook; returns what the workbook does not say, with counts.

    Raises IntakeError when the file cannot be read, RunError when the workbook cannot be written, TooManyCurricula
    (of ``intake.as_book``) where it cannot hold the school.
    """
    from scheduler.intake.as_book import write_book

    plan = load(path, ignore_unsupported=True)
    try:
        lost = write_book(Path(out), plan.school, catalogue(), lang)
    except OSError as error:
        raise RunError(Text(f"写不了 {out}：{error.strerror}", f"cannot write {out}: {error.strerror}")) from error
    return [*lost, *((Text(family, family), count) for family, count in plan.left_out)]


def kept_placements(plan: Plan, run: Run, free: Callable[[str], bool]) -> tuple[Placement, ...]:
    """The placements of an earlier run that stay: those of courses that are not freed, still have the same
    sessions, and stand nowhere that the plan now forbids.

    ``free`` says of a course id whether its lessons may move. Rooms are given anew.
    """
    wanted = {c.id: sorted((s.id, s.duration, s.weeks) for s in c.sessions) for c in plan.school.courses}
    before = {c.id: sorted((s.id, s.duration, s.weeks) for s in c.sessions) for c in run.school.courses}
    same = {c for c, sessions in wanted.items() if before.get(c) == sessions and not free(c)}
    closed = _closed(plan.school)
    for p in run.timetable.placements:
        if p.course in same and not _fits(plan.school, p, closed.get(p.course, set())):
            same.discard(p.course)
    return tuple(replace(p, rooms=()) for p in run.timetable.placements if p.course in same)


def _fits(school: School, placement: Placement, closed: set[str]) -> bool:
    course, grid = school.course[placement.course], school.grid
    if placement.start not in course.starts:
        return False
    duration = next(s.duration for s in course.sessions if s.id == placement.session)
    run = grid.run(grid.slot[placement.start], duration)
    return bool(run) and closed.isdisjoint(s.id for s in run)


def _closed(school: School) -> Mapping[str, set[str]]:
    """The slots that hard rules forbid, by course."""
    from scheduler.engine.model import forbidden, live

    return forbidden(school, catalogue(), live(school, catalogue()))


def _packs(school: School) -> tuple[Any, ...]:
    from scheduler.packs import read_pack

    return tuple(read_pack(name) for name in school.packs)


def _record_of(folder: Path) -> Mapping[str, Any]:
    import json

    try:
        found = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _run(plan: Plan, answer: Answer, options: Options) -> Run:
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
        "versions": {
            "kebiao": __version__, "python": platform.python_version(), "ortools": _version("ortools"),
        },
    }  # fmt: skip


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def count(school: School) -> tuple[Any, ...]:
    """What can be told without a search: regulations that contradict each other (``packs.Conflict``), and what counting
    shows to be impossible (``engine.precheck.Shortage``). Empty proves nothing."""
    from scheduler.engine.model import live
    from scheduler.engine.precheck import shortages

    counted = shortages(school, live(school, catalogue()), _closed(school))
    return (*conflicts(school, catalogue()), *counted)
