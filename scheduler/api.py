"""The program's steps as functions: load → solve → audit → export. The other composition root.

>>> plan = load("plan.xlsx")                      # raises IntakeError with every problem of the workbook
>>> run = solve(plan, seconds=60)                 # raises Impossible or NoTimetable
>>> save(run, "runs/autumn", plan)                # the run folder
>>> audit("runs/autumn").hard_broken              # re-reads the written files and the plan, nothing else
()
>>> export("runs/autumn", "html", "课表.html")
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constraints import catalogue
from scheduler.auditor import Audit
from scheduler.auditor import audit as check_all
from scheduler.domain import Placement, School, Text
from scheduler.errors import Impossible as Impossible
from scheduler.errors import NoTimetable as NoTimetable
from scheduler.errors import RunError
from scheduler.history import copy_kept
from scheduler.history import publish as publish
from scheduler.history import published as published
from scheduler.history import runs as runs
from scheduler.history import show as show
from scheduler.history import undo as undo
from scheduler.journal import is_ref
from scheduler.output import Run, export_to
from scheduler.packs import conflicts
from scheduler.runs import Plan as Plan
from scheduler.runs import load as load
from scheduler.runs import open_run as open_run
from scheduler.runs import plan_in as plan_in
from scheduler.runs import run_of
from scheduler.runs import save as save

if TYPE_CHECKING:
    from scheduler.audits import DistrictFound, FilesAudit
    from scheduler.district.folder import DistrictRun
    from scheduler.district.seen import FolderLook
    from scheduler.district.whatif import DistrictComparison
    from scheduler.engine.outcome import Event
    from scheduler.engine.solve import Stop
    from scheduler.explain.explanation import Explanation
    from scheduler.moves import Move, Moves
    from scheduler.output.district import District
    from scheduler.whatif.change import Scenario
    from scheduler.whatif.compare import Comparison, Outcome

KEPT = {"csv": ("timetable.csv", "homework.csv"), "json": ("school.json", "audit.json", "run.json")}


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
        first=(lambda a: first(run_of(plan, a, options))) if first else (lambda a: None),
    )  # fmt: skip
    if answer.timetable is None:
        if answer.status is Status.INFEASIBLE:
            raise Impossible(answer.shortages)
        raise NoTimetable(options.seconds)
    return run_of(plan, answer, options)


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


def solve_district(folder: str | Path, out: str | Path, **options: Any) -> DistrictRun:
    """Solve a district's folder into a folder of runs: see ``scheduler.districts.solve_district`` for the options."""
    from scheduler.districts import solve_district

    return solve_district(folder, out, **options)


def whatif_district(out: str | Path, scenarios: Sequence[Scenario], **options: Any) -> DistrictComparison:
    """Try scenarios in every school of a district's run: see ``scheduler.bureau.whatif_district`` for the options."""
    from scheduler.bureau import whatif_district

    return whatif_district(out, scenarios, **options)


def check_district(folder: str | Path, **options: Any) -> FolderLook:
    """Everything wrong in a district's folder, at once. See ``scheduler.bureau``."""
    from scheduler.bureau import check_district

    return check_district(folder, **options)


def audit_district(out: str | Path, *, workers: int = 2) -> DistrictFound:
    """Audit a district's run from its written files alone: every school, then the whole. See ``scheduler.audits``."""
    from scheduler.audits import audit_district

    return audit_district(out, workers=workers)


def export(
    folder: str | Path, fmt: str, out: str | Path, *, locked: bool = True, parts: Sequence[str] = (),
    tables: Sequence[str] = (),
) -> list[Text]:  # fmt: skip
    """Write one format (xlsx, pdf, csv, html, json, fet) of a run folder, or of a run of the journal (``@12``), whose
    csv and json are those that were saved. Returns notes for the user.

    ``locked``: whether every lesson of a fet file is tied to its place. ``parts``: which parts of the pdf, in this
    order (``scheduler.output.names.PDF_PARTS``; all when none is named); ``tables``: the tables of its part posting.
    """
    if is_ref(Path(folder)) and fmt in KEPT:
        return copy_kept(Path(folder), KEPT[fmt], Path(out))
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


def explain(
    plan: Plan,
    *,
    seconds: float = 60.0,
    stop: Stop | None = None,
    tell: Callable[[str, int, int], None] = lambda stage, done, of: None,
    impossible: bool = False,
) -> Explanation:
    """Why a plan cannot be solved, and which changes of its cells would help; each was tried out.

    ``seconds``: wall time in all. ``impossible``: it is known already, so no timetable is searched for. ``tell`` hears
    of the stage, and how much of it is done.
    """
    from scheduler.explain.explanation import explain

    assert plan.read is not None
    return explain(plan.read, catalogue(), seconds, stop, tell, impossible=impossible)


def solve_anyway(plan: Plan, found: Explanation, **options: Any) -> Run:
    """The timetable with the fewest and least important breaches of a plan that is impossible, as ``found`` explains.

    Takes the options of ``solve``. The audit is that of the plan as it is, and the record lists under ``breaks`` what
    is broken. Raises Impossible where what gives way is not enough, or is what no timetable can do without.
    """
    from scheduler.explain.relax import relaxed

    school = relaxed(plan.school, catalogue(), found.released)
    if school is None:
        raise Impossible(())
    told = options.pop("first", None)
    first = None if told is None else (lambda run: told(_as_asked(plan, run)))
    return _as_asked(plan, solve(replace(plan, school=school), first=first, **options))


def _as_asked(plan: Plan, run: Run) -> Run:
    """A run of a relaxed plan judged by the plan as it is."""
    proof = check_all(plan.school, run.timetable, run.homework, catalogue())
    broken = [{"setting": e.setting.id, "rule": e.setting.rule, "amount": e.amount} for e in proof.invalid]
    record = {**run.record, "objective": proof.cost, "parts": dict(sorted(proof.costs.items()))}
    if broken:
        record |= {"status": "broken", "bound": None, "breaks": broken}
    return replace(run, school=plan.school, audit=proof, record=record)


def count(school: School) -> tuple[Any, ...]:
    """What can be told without a search: regulations that contradict each other (``packs.Conflict``), and what counting
    shows to be impossible (``engine.precheck.Shortage``). Empty proves nothing."""
    from scheduler.engine.model import live
    from scheduler.engine.precheck import shortages

    counted = shortages(school, live(school, catalogue()), _closed(school))
    return (*conflicts(school, catalogue()), *counted)


def moves(folder: str | Path) -> Moves:
    """Where the lessons of a run may go, at what cost, and exchanges of them: takes seconds once, then milliseconds."""
    from scheduler.moves import Moves

    return Moves.of_run(open_run(folder)[1])


def move(folder: str | Path, chosen: Sequence[Move], out: str | Path, *, anyway: bool = False) -> Run:
    """Write the run after some moves to a new folder, the old one stays. See ``scheduler.moves.moved``."""
    from scheduler.moves import moved

    plan, run = open_run(folder)
    new = moved(run, chosen, Path(folder).resolve().name, anyway=anyway)
    save(new, out, plan, parent=folder)
    return new


def whatif(
    folder: str | Path,
    scenarios: Sequence[Scenario],
    *,
    seconds: float = 10.0,
    stay: Callable[[School], frozenset[str]] = lambda school: frozenset(),
    anyway: bool = False,
    out: str | Path | None = None,
    stop: Stop | None = None,
    tell: Callable[[int, Outcome], None] = lambda done, outcome: None,
    notes: Callable[[list[Text]], None] = lambda texts: None,
) -> Comparison:
    """Try scenarios on a run, each as close to it as can be, and compare them: see ``scheduler.whatif``.

    ``seconds``: wall time for each. ``stay`` gives the ids of the courses whose lessons may not move. ``anyway``: a
    timetable that breaks least also where a scenario is impossible. ``out``: a folder in which each gets a run folder.
    ``tell`` hears how many are done, and the latest.
    """
    from scheduler.whatif.scenarios import compare
    from scheduler.whatif.trying import Baseline, Conditions

    plan, run = open_run(folder)
    assert plan.read is not None
    base = Baseline(str(folder) if is_ref(Path(folder)) else Path(folder).resolve().name, plan.read, plan.content, run)
    conditions = Conditions(float(seconds), stay=stay(run.school), anyway=anyway)

    def keep(name: str, made: Run, content: bytes) -> str:
        path = Path(str(out)) / name
        notes(save(made, path, replace(plan, path=Path("plan.xlsx"), content=content), parent=folder))
        return path.as_posix()

    processes = min(os.cpu_count() or 1, len(scenarios))
    return compare(base, scenarios, conditions, processes=processes, stop=stop, tell=tell, keep=keep if out else None)
