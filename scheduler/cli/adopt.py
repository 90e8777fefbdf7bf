"""kebiao adopt"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.domain import Text
from scheduler.errors import KebiaoError

from .lang import lang, t
from .options import journal_option, json_option, lang_option, print_json, say_notes
from .saying_diff import data_of, lesson_data, print_lessons, print_turned

if TYPE_CHECKING:
    from scheduler.whatif.between import Between
    from scheduler.whatif.handmade import Adopted

BROKEN = 7


class HandBreaksError(KebiaoError):
    """The changed workbook breaks what must hold, and that was not asked for; ``reasons`` say what, by cell."""

    exit_code = BROKEN

    def __init__(self, reasons: tuple[Text, ...]):
        super().__init__(
            Text(
                f"改过的课表违反必须满足的要求，{len(reasons)} 处（--anyway 仍然写出，并注明）",
                f"the changed timetable breaks what must hold, {len(reasons)} time(s) (--anyway writes it, marked)",
            )
        )
        self.reasons = reasons


@click.command(
    short_help=t("收回在 Excel 里手工改过的课表", "Take in a timetable that was changed by hand in Excel"),
    help=t(
        "把导出的课表.xlsx 在 Excel、WPS 里对调、改写了格子之后收回来，写成新的结果：看的是“班级课表”，"
        "只改了“总课表”的就看总课表。读不懂的格逐一列出，不猜；然后重新核查，与原结果（--run）比较，"
        "违反必须满足的要求的，说明在哪一格。\n\n"
        "有读不懂的格（退出码 3）、违反要求或少课多课（退出码 7）时不写；加 --anyway 仍然写出，读不懂的格当作空堂，"
        "合规表和 run.json 里注明。不给 -o 时只检查。换教师要改计划，不能在课表里改。\n\n\b\n例：\n"
        "  kebiao adopt 课表.xlsx --run 结果\n"
        "  kebiao adopt 课表.xlsx --run 结果 -o 结果2",
        "Take in an exported workbook whose cells somebody exchanged or retyped in Excel or WPS, as a new run: the "
        "sheet by class counts; where only the sheet of the whole school was changed, that one does. Every cell that "
        "could not be read is listed, nothing is guessed; then the timetable is audited and compared with the run "
        "it came from (--run), and what breaks a rule that must hold is told with its cell.\n\n"
        "With cells that could not be read (exit code 3), breaches, or lessons missing or double (exit code 7) nothing "
        "is written; with --anyway it is: such cells are free periods, and the compliance sheet and run.json say what "
        "is broken. Without -o it only checks. Other teachers are for the plan to say.\n\n\b\nExamples:\n"
        "  kebiao adopt timetable.xlsx --run run\n"
        "  kebiao adopt timetable.xlsx --run run -o run2",
    ),
)
@click.argument("book", type=click.Path(path_type=Path), metavar="BOOK.xlsx")
@click.option("--run", "parent", type=click.Path(path_type=Path), required=True,
              help=t("它是从哪个结果导出的", "the run it was exported from"))  # fmt: skip
@click.option("--anyway", is_flag=True, help=t("违反要求也写出，并注明", "also where it breaks rules; the run says so"))
@click.option("-o", "--output", type=click.Path(path_type=Path), help=t("新的结果文件夹", "run folder to write"))
@journal_option
@json_option
@lang_option
def command(book: Path, parent: Path, anyway: bool, output: Path | None, journal: bool, as_json: bool) -> None:
    """See the help text above."""
    from scheduler import api
    from scheduler.intake.back import BackError
    from scheduler.output.folder import refuse
    from scheduler.whatif.between import between
    from scheduler.whatif.handmade import adopt

    if output is not None:
        refuse(output, overwrite=False)
    plan, before = api.open_run(parent)
    found = adopt(before, book, parent.resolve().name)
    difference = between(before, found.run)
    _report(found, difference, as_json)
    if not anyway and found.back.problems:
        count = len(found.back.problems)
        zh = f"{book.name} 有 {count} 处读不懂（--anyway 当作空堂）"
        raise BackError(Text(zh, f"{count} cell(s) of {book.name} could not be read (--anyway: as free periods)"),
                        found.back.problems)  # fmt: skip
    reasons = tuple(_reasons(found))
    if reasons and not anyway:
        raise HandBreaksError(reasons)
    _tell_broken(found, reasons, as_json)
    if output is not None and found.changed:
        say_notes(api.save(found.run, output, plan, parent=parent, journal=journal))
        if not as_json:
            click.echo(t(f"已写好 {output}；原来的结果没有动", f"wrote {output}; the old run stays as it was"))
    elif not found.changed and not as_json:
        click.echo(t("与原结果没有不同，没有写新的", "the same as the run it came from: nothing is written"))
    if found.run.audit.invalid and found.changed:
        raise SystemExit(BROKEN)


def _report(found: Adopted, difference: Between, as_json: bool) -> None:
    """What was read, and what differs from the parent."""
    if as_json:
        print_json(_data(found, difference))
        return
    for note in found.back.notes:
        click.echo(f"{t('注意', 'note')}: {note.say(lang())}", err=True)
    if not found.changed:
        return
    cells = len(found.back.edits)
    click.echo(t(f"读到 {cells} 格改动", f"{cells} cell(s) were changed"))
    print_lessons(difference)
    print_turned(difference)


def _reasons(found: Adopted) -> list[Text]:
    """Lessons too few or too many, then the new breaches, each at its cells."""
    from scheduler.whatif.handmade import say_count

    school = found.run.school
    counted = [Text(say_count(school, c, "zh"), say_count(school, c, "en")) for c in found.back.counts]
    return [*counted, *(Text(b.say("zh"), b.say("en")) for b in found.worse)]


def _tell_broken(found: Adopted, reasons: tuple[Text, ...], as_json: bool) -> None:
    if as_json:
        return
    problems = [p.say(lang()) for p in found.back.problems]
    if problems:
        click.echo(t("没有读懂、当作空堂的格：", "cells that could not be read, taken as free periods:"))
    for line in problems:
        click.echo(f"  {line}")
    if reasons:
        click.echo(t("违反必须满足的要求（合规表里已注明）：", "broken, as the compliance sheet says:"))
    for reason in reasons:
        click.echo(f"  {reason.say(lang())}")


def _data(found: Adopted, difference: Between) -> dict[str, object]:
    """All of it for a program."""
    from scheduler.whatif.handmade import say_count

    def at(cell: object) -> dict[str, str]:
        return {"sheet": getattr(cell, "sheet", ""), "cell": getattr(cell, "address", "")}

    school = found.run.school
    return {
        "cells": [{**at(e.cell), "class": e.klass, "was": e.place.label, "is": e.cell.value} for e in found.back.edits],
        "unread": [
            {"sheet": p.sheet, "cell": p.cell, "value": p.value, "text": p.say(lang())} for p in found.back.problems
        ],
        "notes": [n.say(lang()) for n in found.back.notes],
        "counts": [
            {"course": c.course, "missing": c.missing, "extra": c.extra, "cells": [at(x) for x in c.cells],
             "text": say_count(school, c, lang())} for c in found.back.counts
        ],
        "breaches": [
            {"setting": b.setting, "cells": [{**at(x), "class": klass} for klass, x in b.cells],
             "text": b.text.say(lang()), "before": b.known}
            for b in found.breaches
        ],
        "lessons": lesson_data(difference),
        "cost": data_of(difference, ())["cost"],
    }  # fmt: skip
