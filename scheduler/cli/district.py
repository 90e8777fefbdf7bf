"""kebiao district"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.domain import Text

from .lang import lang, t
from .options import json_option, lang_option, print_json, say_notes
from .waiting import awaited

if TYPE_CHECKING:
    from scheduler.audits import DistrictFound
    from scheduler.district.folder import DistrictRun


@click.command(
    short_help=t("全区排课：多所学校、共用教师", "A district: many schools that share teachers"),
    help=t(
        "排全区的课。DIR 里每校一份计划工作簿，district.xlsx 写共用教师（走教）、学校之间的路程、区县政策和规则；"
        "没有它，每份工作簿各是一所学校。先检查：kebiao check DIR；空表：kebiao template --district district.xlsx。\n\n"
        "任课 表里空着的格先配教师，再定共用教师哪半天在哪所学校，各校分别排课；排不开时，已证明的原因交回去重定。"
        "排完从写出的文件重新核查全区（一人不同时在两校、路上来得及……）。OUT 里有：学校/校名（各校的结果文件夹）、"
        "区县报告.xlsx、.html、首页.pdf、各校清单。\n\n"
        "Ctrl-C 停下并保留已排好的；中途断了，再运行同一条命令就接着做，排好的学校不重排。"
        "--cluster 用 Dask 集群（tcp://主机:8786），或本机的 local:2。\n\n"
        "退出码：0 各校都排出，5 有学校已证明排不出，6 有学校没排出，7 核查有违反。\n\n\b\n例：\n"
        "  kebiao district 区县 -o 秋季\n"
        "  kebiao district 区县 -o 秋季 --time 180 --workers 4\n"
        "  kebiao district 区县 -o 秋季 --cluster tcp://10.0.0.5:8786\n"
        '  kebiao whatif 秋季 --change "作业上限 四年级 45"',
        "Timetables for a whole district. DIR holds a plan workbook a school, and district.xlsx: the teachers whom "
        "schools share, the way between schools, policy and rules; without it each workbook is a school. "
        "Look at it first with `kebiao check DIR`; an empty one: `kebiao template --district district.xlsx`.\n\n"
        "Empty cells of 任课 are staffed first; then it is settled who is at which school on which half-day, and each "
        "school is solved on its own; what a school proves impossible settles the half-days anew. In the end the whole "
        "is audited from the written files (nobody at two schools at once, time for the way ...). OUT holds 学校/NAME "
        "(a run folder a school), 区县报告.xlsx, .html and its first page as pdf, and a list for each school.\n\n"
        "Ctrl-C stops and keeps what is there; after a breakdown the same command goes on, solved schools are not "
        "solved again. --cluster: a Dask cluster (tcp://HOST:8786), or local:2 on this computer.\n\n"
        "Exit code 0: every school has a timetable, 5: some school is proved impossible, 6: some has none, 7: the "
        "audit finds something broken.\n\n\b\nExamples:\n"
        "  kebiao district county -o autumn\n"
        "  kebiao district county -o autumn --time 180 --workers 4\n"
        "  kebiao district county -o autumn --cluster tcp://10.0.0.5:8786\n"
        '  kebiao whatif autumn --change "homework_cap grade 4 45"',
    ),
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("-o", "--output", type=click.Path(path_type=Path), help=t("结果文件夹", "folder to write"))
@click.option("--overwrite", is_flag=True, help=t("替换已排完的结果", "replace a finished run"))
@click.option(
    "--time", "seconds", type=click.IntRange(5, 7 * 86400),
    help=t("总秒数（默认按班数）", "seconds in all (default: by the number of classes)"),
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 256),
    help=t("本机几个进程，同时排几所学校（默认：处理器数）", "processes, each with a school (default: the processors)"),
)  # fmt: skip
@click.option("--cluster", metavar="tcp://…|local:N", help=t("用 Dask 集群", "a Dask cluster instead"))
@click.option("--until-first", is_flag=True, help=t("各校得到第一个可行课表就停", "a first timetable of each school"))
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help=t("随机种子", "random seed")
)
@json_option
@lang_option
def command(
    folder: Path, output: Path | None, overwrite: bool, seconds: int | None, workers: int | None,
    cluster: str | None, until_first: bool, seed: int, as_json: bool,
) -> None:  # fmt: skip
    """See the help text above."""
    from scheduler import api

    out = output or Path(f"{folder.resolve().name}-课表")
    _begin(folder, out, overwrite)
    options = {"seconds": seconds, "workers": workers, "cluster": cluster, "until_first": until_first, "seed": seed}
    run = _solved(folder, out, options, quiet=as_json)
    found = api.audit_district(out, workers=workers or 2)
    _report(run, found, out, as_json)
    if code := _code(run, found):
        raise SystemExit(code)


def _begin(folder: Path, out: Path, overwrite: bool) -> None:
    """Whether the run may go into OUT; says so where it goes on with one that is there. Raises RunError where not."""
    from scheduler.district.folder import DistrictRun, is_district
    from scheduler.errors import RunError

    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    begun = (out / ".district").is_dir()
    if not out.is_dir() or not (begun or is_district(out)):
        zh = f"{out} 里是别的东西，不是区县排课的结果\n  可以：用 -o 换一个文件夹"
        raise RunError(Text(zh, f"{out} holds something else than a run of a district\n  Maybe: another folder, -o"))
    if folder.resolve() == out.resolve():
        raise RunError(Text(f"结果不能写进 {folder} 自己", f"the run cannot be written into {folder} itself"))
    if is_district(out) and not overwrite and DistrictRun.read(out).status == "solved" and _reported(out):
        zh = f"{out} 里已有排完的结果\n  可以：换一个文件夹，或用 --overwrite 替换"
        raise RunError(Text(zh, f"{out} holds a finished run\n  Maybe: another folder, or --overwrite"))
    if begun:
        zh, en = "接着这里上一次的做；没有改动的、排好的学校不再重排", "going on with the run that is here"
        click.echo(t(f"{out}：{zh}", f"{out}: {en}; schools that are solved and unchanged are kept"), err=True)


def _reported(out: Path) -> bool:
    from scheduler.output.district.write import BOOK

    return (out / BOOK).is_file()


def _solved(folder: Path, out: Path, options: dict[str, Any], *, quiet: bool) -> DistrictRun:
    """Solve in a thread, so that Ctrl-C reaches the main thread and can ask for a stop."""
    import os

    from scheduler import api
    from scheduler.engine.solve import Stop

    from .district_display import open_display

    stop = Stop()
    many = options["workers"] or os.cpu_count() or 1
    if options["cluster"] is not None:
        local = str(options["cluster"]).removeprefix("local:")
        many = int(local) if local.isdigit() else 0
    display = open_display(many, quiet)
    work = partial(api.solve_district, folder, out, stop=stop, tell=display.show, **options)
    stopping = t("停止：保留已排好的……", "stopping: keeping what is there ...")
    try:
        run = awaited(work, stop, stopping=stopping, tick=display.tick)
    finally:
        display.close()
    if stop and not any(s.folder for s in run.schools):
        raise KeyboardInterrupt  # stopped before there was anything to keep
    return run


def _report(run: DistrictRun, found: DistrictFound, out: Path, as_json: bool) -> None:
    """The report into OUT, and what came of it."""
    from scheduler.output.district import write_district

    from .saying_district import say_audit

    say_notes(write_district(out, found.report))
    if as_json:
        print_json(_data(run, found, out))
        return
    say_audit(found)
    trips, teachers = _trips(found)
    if trips:
        zh = f"{teachers} 位共用教师每周共外出 {trips} 个半天"
        click.echo(t(zh, f"{teachers} shared teacher(s) are away from home on {trips} half-days a week in all"))
    zh = f"已写好 {out}（{run.seconds:.0f} 秒，{run.rounds} 轮）；打开 区县报告.html 或 区县报告.xlsx"
    en = f"wrote {out} ({run.seconds:.0f} s, {run.rounds} round(s)); open 区县报告.html or 区县报告.xlsx"
    click.echo(t(zh, en))


def _trips(found: DistrictFound) -> tuple[int, int]:
    """Half-days that shared teachers really spend at schools that are not theirs, and how many teachers do."""
    lines = found.report.sharing.teachers if found.report.sharing else ()
    away = [(line.name, s) for line in lines for s in line.stays if s.school != line.home]
    return len(away), len({name for name, _ in away})


def _code(run: DistrictRun, found: DistrictFound) -> int:
    """The exit code, as the README lists them."""
    from scheduler.errors import Impossible, NoTimetable

    from .audit import BROKEN

    ends = {s.status for s in run.schools}
    if any(s.broken for s in found.report.schools) or any(e.code != "no_timetable" for e in found.audit.broken):
        return BROKEN
    if "impossible" in ends:
        return Impossible.exit_code
    return 0 if ends <= {"solved"} else NoTimetable.exit_code


def _data(run: DistrictRun, found: DistrictFound, out: Path) -> dict[str, Any]:
    from scheduler.output.json_files import json_dump

    from .saying_district import checks_json

    plain = json_dump(run)
    assert isinstance(plain, dict)
    plain["schools"] = [s | {"why": w.why.say(lang()) if w.why else None}
                        for s, w in zip(plain["schools"], run.schools, strict=True)]  # fmt: skip
    said = {"why": [w.say(lang()) for w in run.why], "lacking": [w.say(lang()) for w in run.lacking]}
    return {**plain, **said, "audit": checks_json(found), "broken": found.broken, "folder": out.as_posix()}
