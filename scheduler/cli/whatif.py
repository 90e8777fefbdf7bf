"""kebiao whatif"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .comparison import Report, show
from .keeping import selected
from .lang import lang, t
from .options import anyway_option, json_option, lang_option, run_argument, say_notes
from .waiting import awaited

if TYPE_CHECKING:
    from scheduler.domain import School
    from scheduler.whatif.change import Scenario
    from scheduler.whatif.compare import Comparison, Outcome


@click.command(
    short_help=t("试几个变更方案，并排比较", "Try changes on a timetable and compare them side by side"),
    help=t(
        "如果……会怎样：在排好的课表上试变更（教师请假、增班、换作息、改作业上限……），每个方案都尽量少动现在的课表，"
        "并排比较：能不能排（排不出的说明原因和最小的改法）、动了多少课、涉及哪些班和老师、规定的结论、教师负担、作业、"
        "各尽量项的代价。★ 是每一行里最好的方案；没有总分。原来的结果不动。\n\n"
        "方案写在 YAML 文件或工作簿的“变更”表里（--scenarios），或直接写在命令里：--change 和 --set 合成一个方案，"
        "--sweep 每个值一个方案。-o 写出每个方案的结果文件夹（含改过的计划）和对比表，可以接着用 kebiao diff、"
        "export。\n\n"
        "RUN 也可以是区县的结果：每个变更在它适用的各校试（走教安排不变），全区合计、各校并排；"
        "只改几所学校的写 学校=校名；“增加教师 美术 2”说新教师放在哪里最有用。\n\n"
        "退出码：0 比较完（排不出也是答案），3 有读不懂或做不了的变更。Ctrl-C 保留已经试完的。\n\n\b\n例：\n"
        '  kebiao whatif 结果 --change "不可用 张三 周二下午"\n'
        '  kebiao whatif 结果 --set "课程计划!C5=4" --stay 九年级\n'
        '  kebiao whatif 结果 --sweep "作业上限 五年级 60..30 step -10" --html 对比.html\n'
        "  kebiao whatif 结果 --scenarios 方案.yaml -o 方案 --time 20\n"
        '  kebiao whatif 区县结果 --change "作业上限 四年级 45"',
        "What if: tries changes on a finished timetable (a teacher away, a class more, other bells, another homework "
        "cap), each with as few lessons moved as can be, and compares them: can it be had (if not, why, and the least "
        "that would help), lessons moved, classes and teachers hit, verdicts of regulations, teachers' loads, "
        "homework, what each wish costs. A star marks the best of each row; there is no single score. The old run "
        "stays as it was.\n\n"
        "Scenarios stand in a YAML file or a workbook's sheet of changes (--scenarios), or on the command line: "
        "--change and --set make one scenario together, --sweep one for each value. -o writes a run folder for each "
        "(with its changed plan) and the comparison, to go on with `kebiao diff` and `export`.\n\n"
        "RUN may be the run of a district: each change is tried in every school that it fits (who is where on which "
        "half-day stays), with the whole in figures and school by school; school=NAME names those it is for; "
        "'more_teachers art 2' says where new teachers would help most.\n\n"
        "Exit code 0: compared (impossible is an answer), 3: some change cannot be read or made. Ctrl-C keeps what is "
        "done.\n\n\b\nExamples:\n"
        '  kebiao whatif run --change "absent Smith Tue pm"\n'
        '  kebiao whatif run --set "Curriculum!C5=4" --stay "grade 9"\n'
        '  kebiao whatif run --sweep "homework_cap grade 5 60..30 step -10" --html page.html\n'
        "  kebiao whatif run --scenarios scenarios.yaml -o tried --time 20\n"
        '  kebiao whatif district-run --change "homework_cap grade 4 45"',
    ),
)
@run_argument
@click.option(
    "--scenarios", "file", type=click.Path(path_type=Path), metavar="FILE",
    help=t("方案文件：yaml，或有“变更”表的 xlsx", "scenarios: yaml, or xlsx with a sheet of changes"),
)  # fmt: skip
@click.option(
    "--change", "changes", multiple=True, metavar=t("变更", "CHANGE"),
    help=t('一条变更，如 "不可用 张三 周二下午"；可写多次', "a change in words; may be repeated"),
)  # fmt: skip
@click.option(
    "--set", "cells", multiple=True, metavar=t("单元格", "CELL"),
    help=t('改一个单元格，如 "课程计划!C5=4"；可写多次', "a cell, such as Curriculum!C5=4; may be repeated"),
)  # fmt: skip
@click.option(
    "--sweep", "steps", multiple=True, metavar=t("变更", "CHANGE"),
    help=t('一个数逐步变化，如 "作业上限 五年级 60..30 step -10"', "a number in steps: 60..30 step -10"),
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help=t("写出各方案的文件夹", "folder for all runs"))
@click.option("--xlsx", type=click.Path(path_type=Path), metavar="FILE", help=t("对比表", "the comparison as xlsx"))
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help=t("对比网页", "the comparison as a page"))
@click.option(
    "--time", "seconds", type=click.IntRange(1, 86400), default=10, show_default=True,
    help=t("每个方案的秒数", "seconds for each scenario"),
)  # fmt: skip
@click.option(
    "--stay", multiple=True, metavar=t("名称", "NAME"),
    help=t("不许动的部分：年级、班级、教师或科目；可写多次", "what may not move: a grade, class, teacher or subject"),
)  # fmt: skip
@anyway_option
@json_option
@lang_option
def command(
    run: Path, file: Path | None, changes: tuple[str, ...], cells: tuple[str, ...], steps: tuple[str, ...],
    output: Path | None, xlsx: Path | None, html: Path | None, seconds: int, stay: tuple[str, ...], anyway: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """See the help text above."""
    from scheduler import api
    from scheduler.output.folder import refuse

    scenarios = _scenarios(file, changes, cells, steps)
    if not scenarios:
        raise click.UsageError(t("要给出 --scenarios、--change、--set 或 --sweep",
                                 "--scenarios, --change, --set or --sweep is needed"))  # fmt: skip
    if output is not None:
        refuse(output, overwrite=False)
    if (run / "district.json").is_file():
        from . import whatif_district

        if stay:
            raise click.UsageError(t("--stay 只用于一所学校的结果", "--stay is for the run of one school"))
        whatif_district.compared(
            run, scenarios, seconds=seconds, anyway=anyway, output=output, xlsx=xlsx, html=html, as_json=as_json
        )
        return
    search = partial(
        api.whatif, run, scenarios, seconds=seconds, anyway=anyway, out=output, stay=partial(_staying, words=stay),
        notes=say_notes,
    )  # fmt: skip
    found = _searched(search, len(scenarios), quiet=as_json)
    show(found, _report(), output, xlsx, html, as_json=as_json)
    if code := max((o.code for o in found.outcomes), default=0):
        raise SystemExit(code)


def _scenarios(
    file: Path | None, changes: Sequence[str], cells: Sequence[str], steps: Sequence[str]
) -> tuple[Scenario, ...]:
    """What the options ask for, in this order: the file's scenarios, one of all single changes, the steps."""
    from scheduler.whatif.reading import read_scenarios, scenarios_of

    found = list(read_scenarios(file, lang())) if file else []
    if changes or cells:
        found += scenarios_of(changes, cells, lang=lang())
    for words in steps:
        found += scenarios_of([words], lang=lang())
    return tuple(found)


def _staying(school: School, words: Sequence[str]) -> frozenset[str]:
    """The ids of the courses that ``--stay`` names."""
    return frozenset(course for word in words for course in selected(school, word, "--stay"))


def _searched(search: Callable[..., Comparison], many: int, *, quiet: bool) -> Comparison:
    """The comparison, made in a thread so that Ctrl-C can ask for what is done until then."""
    from scheduler.engine.solve import Stop

    stop = Stop()
    tell = _nothing if quiet or many < 2 else partial(_progress, many)
    stopping = t("停止：保留已经试完的方案……", "stopping: keeping what is done ...")
    found = awaited(partial(search, stop=stop, tell=tell), stop, stopping=stopping)
    if not found.outcomes:
        raise KeyboardInterrupt  # stopped before there was anything to keep
    return found


def _nothing(done: int, outcome: Outcome) -> None:
    """No progress is shown."""


def _progress(many: int, done: int, outcome: Outcome) -> None:
    """A line to stderr for each scenario that is done."""
    from scheduler.whatif.report.details import headline

    said = f"{outcome.name}{t('：', ': ')}{headline(outcome, lang())}"
    click.echo(f"  {done}/{many}  {outcome.seconds:.1f} s  {said}", err=True)


def _report() -> Report[Comparison]:
    from scheduler.whatif.report.data import data
    from scheduler.whatif.report.html import write_html
    from scheduler.whatif.report.text import text
    from scheduler.whatif.report.xlsx import write_xlsx

    return Report(write_xlsx, write_html, data, text)
