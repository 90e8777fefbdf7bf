"""``kebiao whatif`` on the run of a district, and ``kebiao check`` on its folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .comparison import Report, show
from .lang import lang, t
from .options import print_json
from .waiting import awaited

if TYPE_CHECKING:
    from scheduler.district.seen import FolderLook, SchoolLook
    from scheduler.district.whatif import DistrictComparison
    from scheduler.errors import IntakeProblem
    from scheduler.whatif.change import Scenario


def compared(
    run: Path, scenarios: Sequence[Scenario], *, seconds: int, anyway: bool, output: Path | None, xlsx: Path | None,
    html: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Try scenarios on a district's run and say what came of them. Ends with code 3 where one could not be tried."""
    from scheduler import api
    from scheduler.engine.solve import Stop

    stop = Stop()
    tell = (lambda done, of, what: None) if as_json else _progress
    work = partial(api.whatif_district, run, scenarios, seconds=seconds, anyway=anyway, to=output, stop=stop, tell=tell)
    found = awaited(work, stop, stopping=t("停止：保留已经试完的方案……", "stopping: keeping what is done ..."))
    if not found.outcomes:
        raise KeyboardInterrupt  # stopped before there was anything to keep
    show(found, _report(), output, xlsx, html, as_json=as_json)
    if code := max((o.code for o in found.outcomes), default=0):
        raise SystemExit(code)


def _progress(done: int, of: int, what: str) -> None:
    click.echo(f"  {done}/{of}  {what}", err=True)


def _report() -> Report[DistrictComparison]:
    from scheduler.district.whatif_report import data, text, write_html, write_xlsx

    return Report(write_xlsx, write_html, data, text)


# -- kebiao check DIR ----------------------------------------------------------------------------------------------


def checked(folder: Path, as_json: bool) -> None:
    """All problems of a district's folder, by file, sheet and cell. Ends with code 3 where there are any that must be
    put right, with 5 where counting shows that a school cannot be solved."""
    from scheduler import api
    from scheduler.engine.solve import Stop
    from scheduler.errors import IntakeError

    stop = Stop()
    found = awaited(partial(api.check_district, folder, stop=stop), stop)
    if stop:
        raise KeyboardInterrupt
    if as_json:
        print_json(_data(found))
    else:
        _say(found)
    if found.fatal:
        raise SystemExit(IntakeError.exit_code)
    if any(s.short for s in found.schools):
        raise SystemExit(api.Impossible.exit_code)


def _say(found: FolderLook) -> None:
    for problem in found.problems:
        _say_problem("district.xlsx", problem)
    for school in found.schools:
        for problem in school.problems:
            _say_problem(school.name, problem)
        for short in school.short:
            click.echo(f"{t('排不出来', 'impossible')}: {school.name}{t('：', ': ')}{short.say(lang())}")
    for school in found.schools:
        click.echo(f"{school.name}{t('：', ': ')}{_size(school)}")
    if found.district is None:
        return
    classes, shared = sum(s.classes for s in found.schools), len(found.district.teachers)
    many, packs = len(found.schools), "、".join(found.district.packs) or t("无", "none")
    name = found.district.name
    zh = f"{name}：{many} 所学校，{classes} 个班，{shared} 名共用教师，规则包：{packs}"
    click.echo(t(zh, f"{name}: {many} schools, {classes} classes, {shared} shared teachers, packs: {packs}"))
    if not found.problems and not any(s.problems or s.short for s in found.schools):
        click.echo(t("没有发现问题。", "no problems found."))


def _say_problem(file: str, problem: IntakeProblem) -> None:
    mark = t("错误", "error") if problem.fatal else t("提醒", "warning")
    click.echo(f"{mark}: {file}{t('：', ': ')}{problem.say(lang())}")


def _size(school: SchoolLook) -> str:
    if not school.classes:
        return t("计划有问题，没有读成", "the plan has problems")
    zh = f"{school.classes} 个班，{school.teachers} 名教师，每周 {school.lessons:g} 节课"
    en = f"{school.classes} classes, {school.teachers} teachers, {school.lessons:g} lessons a week"
    if school.open:
        zh, en = (
            f"{zh}，任课空着 {school.open} 格（排课时安排）",
            f"{en}, {school.open} empty cells of 任课 (to be staffed)",
        )
    return t(zh, en)


def _data(found: FolderLook) -> dict[str, Any]:
    return {
        "ok": not found.fatal and not any(s.short for s in found.schools),
        "name": found.district.name if found.district else None,
        "problems": [_plain(p) for p in found.problems],
        "schools": [
            {
                "school": s.name, "problems": [_plain(p) for p in s.problems],
                "shortages": [w.say(lang()) for w in s.short], "classes": s.classes, "teachers": s.teachers,
                "lessons": s.lessons, "open": s.open,
            }
            for s in found.schools
        ],
    }  # fmt: skip


def _plain(problem: IntakeProblem) -> dict[str, Any]:
    return {"sheet": problem.sheet, "cell": problem.cell, "value": problem.value, "fatal": problem.fatal,
            "text": problem.say(lang())}  # fmt: skip
