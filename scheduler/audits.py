"""Audits of timetables made elsewhere: one school's files, or a folder with the schools of a district; and of a
district that was solved here, from its written files alone.

A composition root like ``scheduler.api``, which offers both functions: readers, auditor and reports are put together
here. A district's schools are audited in processes of their own, each of which reads a plan once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from constraints import catalogue
from scheduler import rarely_collect
from scheduler.auditor import Audit, Entry
from scheduler.auditor import audit as check_all
from scheduler.district.audit import DistrictAudit
from scheduler.district.audit import audit as audit_whole
from scheduler.district.book import read_shared
from scheduler.district.domain import District as DistrictDomain
from scheduler.district.domain import DistrictSchool
from scheduler.district.folder import BOOK as DISTRICT_BOOK
from scheduler.district.folder import DistrictRun, SchoolRun
from scheduler.district.telling import sharing, unsolved
from scheduler.district.written import Written, broken_rules, written
from scheduler.domain import Course, HomeworkAllocation, School, Text, Timetable, Verdict
from scheduler.errors import IntakeError, KebiaoError, RunError
from scheduler.intake import read_plan
from scheduler.intake.foreign import Foreign, ForeignError, Note, read_foreign
from scheduler.intake.foreign.files import SUFFIXES
from scheduler.intake.foreign.plans import read_plan_to_audit
from scheduler.output.district.report import District, SchoolReport, report_of, unread_report
from scheduler.output.district.tables import guests
from scheduler.output.run import Run
from scheduler.packs import read_pack
from scheduler.rule import Rule, Stage
from scheduler.runs import open_folder

J = TypeVar("J")
T = TypeVar("T")

_NO_HOMEWORK = Text("只核查课表，没有作业公示", "only the timetable is audited: there is no homework board")
_NO_TEACHERS = Text("课表和计划都没有写教师", "neither the timetable nor the plan names teachers")
_NO_ROOMS = Text("课表没有写场地", "the timetable names no rooms")
_NO_MEETINGS = Text("课表上没有教研活动", "the timetable shows no meetings")
_BY_TEACHER = frozenset(["protected_subjects", "same_teacher_adjacent"])
_COMPARING = frozenset(["same_as_taught", "protected_subjects"])
_TAUGHT = "（实际）"
_ALONE = 4  # so few schools are audited in this process: starting others takes longer


@dataclass(frozen=True)
class FilesAudit:
    """The audit of one school's timetable, and what its reader has to tell."""

    run: Run
    notes: tuple[Note, ...]


def audit_files(
    files: Sequence[str | Path],
    plan: str | Path,
    *,
    taught: Sequence[str | Path] = (),
    classes_of_file: bool = False,
) -> FilesAudit:
    """Audit the timetable in these files (one school) against a plan.

    ``taught``: files with what the classes were really taught, for the rules that compare the two. ``classes_of_file``:
    the plan stands for the schools of a district, its classes for their grades. Raises IntakeError when the plan cannot
    be used, ForeignError or BadFileError when the files cannot.
    """
    school = _plan(Path(plan).resolve())
    foreign = read_foreign([Path(f) for f in files], school, classes_of_file=classes_of_file)
    proof = _audit(foreign, school)
    if taught:
        other = read_foreign([Path(f) for f in taught], school, classes_of_file=classes_of_file)
        proof = _compared(proof, foreign, other)
        more = (replace(n, file=n.file or Path(taught[0]).name) for n in other.notes)
        foreign = replace(foreign, notes=(*foreign.notes, *more))
    packs = tuple(read_pack(name) for name in school.packs)
    run = Run(foreign.school, foreign.timetable, HomeworkAllocation(), proof, packs, catalogue(), {})
    return FilesAudit(run, foreign.notes)


@lru_cache(maxsize=4)
def _plan(path: Path) -> School:
    if path.suffix.lower() == ".fet":
        read = read_plan(path, catalogue(), ignore_unsupported=True)
    else:
        read = read_plan_to_audit(path, catalogue())
    if read.school is None:
        raise IntakeError(read.problems)
    return read.school


def _audit(foreign: Foreign, plan: School) -> Audit:
    """The audit, with no verdict on what a timetable alone does not show."""
    school, rules = foreign.school, catalogue()
    found = check_all(school, foreign.timetable, HomeworkAllocation(), rules)
    return Audit(tuple(_honest(e, rules[e.setting.rule], foreign, plan) for e in found.entries))


def _honest(entry: Entry, rule: Rule, foreign: Foreign, plan: School) -> Entry:
    if entry.verdict not in (Verdict.KEPT, Verdict.BROKEN):
        return entry
    missing = _unseen(rule, foreign.school, foreign.timetable, plan)
    return replace(entry, verdict=Verdict.NOT_CHECKABLE, violations=(), missing=missing) if missing else entry


def _unseen(rule: Rule, school: School, timetable: Timetable, plan: School) -> Text | None:
    """What the rule would have to see and the timetable does not show."""
    family = type(rule).__module__.split(".")[1]
    if rule.stage is Stage.HOMEWORK:
        return _NO_HOMEWORK
    if rule.code == "research_meeting" and not any(c for c in school.courses if not c.groups):
        return _NO_MEETINGS
    taught = any(c.teachers for c in school.courses)
    if not taught and (rule.code in _BY_TEACHER or (family == "teachers" and not rule.about_plan)):
        return _NO_TEACHERS
    roomless = plan.rooms and not any(p.rooms for p in timetable.placements)
    return _NO_ROOMS if roomless and family == "rooms" and not rule.about_plan else None


def _compared(proof: Audit, foreign: Foreign, other: Foreign) -> Audit:
    """The audit with the verdicts of the rules that look at what was really taught.

    They see a school that has the courses of both timetables: those taught under ids of their own, in the slots of the
    class's own bell schedule, by the teachers of the timetable where the other names nobody.
    """
    school = foreign.school
    courses = {c.id: c for c in other.school.courses if c.groups and all(g in school.group for g in c.groups)}
    slots = {(s.bell, s.day, s.period): s.id for s in school.grid.slots}
    placements = []
    for p in other.timetable.placements:
        at, course = other.school.grid.slot[p.start], courses.get(p.course)
        start = slots.get((school.group[course.groups[0]].bell, at.day, at.period)) if course else None
        if start:
            placements.append(replace(p, course=f"{p.course}{_TAUGHT}", start=start))
    both = replace(
        school,
        courses=(*school.courses, *(_taught_course(c, school) for c in courses.values())),
        settings=tuple(s for s in school.settings if s.rule in _COMPARING),
    )
    found = check_all(both, foreign.timetable, HomeworkAllocation(), catalogue(), actual=Timetable(tuple(placements)))
    return Audit(
        tuple(e if e.missing is _NO_TEACHERS else found.by_setting.get(e.setting.id, e) for e in proof.entries)
    )


def _taught_course(course: Course, school: School) -> Course:
    known = school.course.get(course.id)
    return replace(course, id=f"{course.id}{_TAUGHT}", teachers=course.teachers or (known.teachers if known else ()))


def audit_folder(folder: str | Path, plan: str | Path, *, workers: int = 2) -> District:
    """Audit every school of a folder: a file a school, or a folder of files; schools are called by their names.

    ``plan``: a workbook for all of them (its classes stand for their grades), or a folder of plans by the same names.
    A school that cannot be read is in the report with the reason. Raises RunError when there are no schools or plans.
    """
    folder, plan = Path(folder), Path(plan)
    jobs = list(_jobs(folder, plan))
    if not jobs:
        raise RunError(Text(f"{folder} 里没有课表文件（xlsx、csv）", f"{folder} has no timetable files (xlsx, csv)"))
    name = folder.resolve().name
    if plan.is_file():
        name = _plan(plan.resolve()).name  # what is wrong with the one plan is said once, not by every school
    return District(name, tuple(_mapped(_report, jobs, workers)))


def _mapped(call: Callable[[J], T], jobs: Sequence[J], workers: int) -> list[T]:
    """What a call makes of each job, in their order, in processes where they are many."""
    if workers < 2 or len(jobs) < _ALONE:
        return [call(job) for job in jobs]
    with ProcessPoolExecutor(
        min(workers, len(jobs)), mp_context=get_context("spawn"), initializer=rarely_collect
    ) as pool:
        return list(pool.map(call, jobs, chunksize=max(1, min(8, len(jobs) // (4 * workers)))))


@dataclass(frozen=True)
class _Job:
    """A school to audit. ``plan`` is None where there is none by its name."""

    name: str
    files: tuple[Path, ...]
    plan: Path | None
    shared: bool


def _jobs(folder: Path, plan: Path) -> Iterator[_Job]:
    if not folder.is_dir():
        raise RunError(Text(f"没有文件夹 {folder}", f"there is no folder {folder}"))
    if not plan.exists():
        raise RunError(Text(f"找不到计划 {plan}", f"there is no plan {plan}"))
    shared = plan.is_file()
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")) or path.resolve() == plan.resolve():
            continue
        files: tuple[Path, ...] = (path,)
        if path.is_dir() and not (path / "timetable.csv").is_file():
            files = tuple(sorted(p for p in path.iterdir() if _is_table(p)))
        if (path.is_dir() and files) or _is_table(path):
            own = next((p for p in (plan / f"{path.stem}.xlsx", plan / f"{path.stem}.fet") if p.is_file()), None)
            yield _Job(path.stem, files, plan if shared else own, shared)


def _is_table(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))


def _report(job: _Job) -> SchoolReport:
    """One school's report; what cannot be read is said in it."""
    if job.plan is None:
        return unread_report(job.name, Text(f"没有 {job.name} 的计划", f"there is no plan for {job.name}"))
    try:
        found = audit_files(job.files, job.plan, classes_of_file=job.shared)
    except KebiaoError as error:
        text = error.text
        if isinstance(error, IntakeError):
            first = error.problems[0]
            text = Text(f"{text.zh}：{first.say('zh')}", f"{text.en}: {first.say('en')}")
        return unread_report(job.name, text, error.notes if isinstance(error, ForeignError) else ())
    return report_of(job.name, found.run, found.notes)


@dataclass(frozen=True)
class DistrictFound:
    """A district's run as it stands on disk: what was recorded, the audit over all schools, the report."""

    run: DistrictRun
    audit: DistrictAudit
    report: District

    @property
    def broken(self) -> bool:
        """Whether anything that must hold does not: over the district, or in a school."""
        return bool(self.audit.broken) or any(s.broken for s in self.report.schools)


def audit_district(out: str | Path, *, workers: int = 2) -> DistrictFound:
    """Audit a district's run anew from its written files: every school's by its plan, then the district over them.

    Raises RunError when the folder is no district's run, IntakeError when its district.xlsx cannot be read.
    """
    out = Path(out)
    run = DistrictRun.read(out)
    district = district_of(out, run)
    light = replace(district, schools=(), content=b"")  # what a school's audit needs to know of the district
    jobs = [_RunJob(s, out / s.folder if s.folder else None, light) for s in run.schools]
    looked = _mapped(_look, jobs, workers)
    files = [written for _, written in looked if written is not None]
    proof = audit_whole(district, files, frozenset(run.visits) if run.visits else None)
    told = sharing(district, run, files, proof)
    reports = (replace(report, guests=guests(told, report.name)) for report, _ in looked)
    return DistrictFound(run, proof, District(run.name, tuple(reports), told))


def district_of(out: Path, run: DistrictRun) -> DistrictDomain:
    """The district of a run, as the copy of its district.xlsx says; its schools without their workbooks.

    Raises IntakeError when the copy cannot be read."""
    schools = [DistrictSchool(s.name, b"", out / s.folder, s.place or s.name) for s in run.schools]
    book = out / DISTRICT_BOOK
    read = read_shared(book.read_bytes() if book.is_file() else b"", schools, run.name, catalogue())
    if read.district is None:
        raise IntakeError(read.problems)
    return read.district


@dataclass(frozen=True)
class _RunJob:
    """A school's run to audit. ``folder`` is None where it has no timetable."""

    school: SchoolRun
    folder: Path | None
    district: DistrictDomain


def _look(job: _RunJob) -> tuple[SchoolReport, Written | None]:
    """One school's report, and what the district's audit has to know of it."""
    name = job.school.name
    if job.folder is None:
        return replace(unread_report(name, unsolved(job.school)), lacks="没有课表"), None
    try:
        _, run = open_folder(job.folder)
    except KebiaoError as error:
        return unread_report(name, error.text), None
    broken = broken_rules(run.audit, {code: rule.title for code, rule in run.rules.items()})
    return report_of(name, run), written(name, run.school, run.timetable, broken, job.district)
