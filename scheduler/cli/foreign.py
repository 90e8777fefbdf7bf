"""``kebiao audit --plan``: what is printed of a timetable made elsewhere, and of a district's schools."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.auditor import Audit

from .lang import lang, t
from .options import print_json, say_notes

if TYPE_CHECKING:
    from scheduler.audits import FilesAudit
    from scheduler.intake.foreign import Note
    from scheduler.output.district import District

BROKEN, UNREADABLE = 7, 3
_SHOWN = 40  # notes said of one kind


def school(
    files: Sequence[Path],
    plan: Path,
    taught: Sequence[Path],
    output: Path | None,
    as_json: bool,
    show: Callable[[Audit], None],
) -> None:
    """Audit one school's files. Ends with code 7 when a rule that must hold is broken."""
    from scheduler import api
    from scheduler.intake.foreign import ForeignError

    try:
        found = api.audit_files(files, plan, taught=taught)
    except ForeignError as error:
        _say(error.notes, t("没有读到", "not read"))
        raise
    if as_json:
        print_json(_school_json(found))
    else:
        show(found.run.audit)
        _say([n for n in found.notes if n.kind.serious], t("没有读到，结论可能不全", "not read: verdicts may be wrong"))
        _say([n for n in found.notes if not n.kind.serious], t("读课表时的说明", "how it was read"))
    if output is not None:
        written = _write(found, output, (plan if len(files) > 1 else files[0]).stem)
        click.echo(t(f"已写好 {written}", f"wrote {written}"), err=as_json)
    if found.run.audit.hard_broken:
        raise SystemExit(BROKEN)


def _say(notes: Iterable[Note], title: str) -> None:
    lines = [note.say(lang()) for note in notes]
    if not lines:
        return
    click.echo(f"{title}（{len(lines)}）：" if lang() == "zh" else f"{title} ({len(lines)}):")
    for line in lines[:_SHOWN]:
        click.echo("  " + line)
    if len(lines) > _SHOWN:
        more = len(lines) - _SHOWN
        click.echo("  " + t(f"……还有 {more} 处（--json 列出全部）", f"... and {more} more (--json lists all)"))


def _school_json(found: FilesAudit) -> dict[str, object]:
    from scheduler.output.json_files import audit_json

    return {**audit_json(found.run), "classes": [k.id for k in found.run.school.classes], "notes": _notes(found.notes)}


def _notes(notes: Iterable[Note]) -> list[dict[str, str]]:
    return [
        {
            "kind": n.kind.value,
            "file": n.file,
            "sheet": n.sheet,
            "cell": n.cell,
            "value": n.value,
            "text": n.say(lang()),
        }
        for n in notes
    ]


def _write(found: FilesAudit, output: Path, name: str) -> Path:
    from scheduler.output.district import report_of, write_list
    from scheduler.output.write import export_to

    if output.suffix.lower() in (".html", ".htm"):
        export_to(found.run, "html", output)
        return output
    path = output if output.suffix.lower() == ".xlsx" else output.with_name(output.name + ".xlsx")
    write_list(path, report_of(name, found.run, found.notes))
    return path


def district(folder: Path, plan: Path, output: Path | None, workers: int, as_json: bool) -> None:
    """Audit a folder of schools. Ends with code 7 when one breaks a rule that must hold, with 3 when all that is wrong
    is that one could not be read."""
    from scheduler import api
    from scheduler.output.district import write_district

    found = api.audit_folder(folder, plan, workers=workers)
    if as_json:
        from scheduler.output.json_files import json_dump

        print_json({**json_dump(found), "counts": _counts(found)})
    else:
        _print(found)
    if output is not None:
        say_notes(write_district(output, found))
        click.echo(t(f"已写好 {output}", f"wrote {output}"), err=as_json)
    if any(s.broken for s in found.schools):
        raise SystemExit(BROKEN)
    if len(found.read) < len(found.schools):
        raise SystemExit(UNREADABLE)


def _counts(found: District) -> dict[str, object]:
    from scheduler.output.district.views import lesson_lines, within_hours

    return {
        "schools": len(found.schools),
        "read": len(found.read),
        "follow_plan": sum(s.follows_plan for s in found.read),
        "within_hours": len(within_hours(found)),
        "lessons": [
            {"grade": x.grade, "subject": x.subject, "asked": x.asked, "schools": {v: len(n) for v, n in x.schools}}
            for x in lesson_lines(found)
        ],
    }


def _print(found: District) -> None:
    from scheduler.output.district.views import headline, lesson_lines

    for line in headline(found):
        click.echo(line.say(lang()))
    for row in lesson_lines(found):
        if row.off:
            click.echo("  " + row.say(lang()))
    for school in found.schools:
        if school.error is not None:
            click.echo(f"{school.name}: {t('没有核查', 'not audited')}: {school.error.say(lang())}")
            continue
        off = len(school.off)
        plan = (
            t("课时一致", "follows the plan")
            if not off
            else t(f"课时不一致 {off} 处", f"{off} subject(s) off the plan")
        )
        rules = t(f"违反 {len(school.broken)} 条", f"{len(school.broken)} rule(s) broken")
        unread = t(f"，没有读到 {len(school.unread)} 处", f", {len(school.unread)} not read") if school.unread else ""
        click.echo(f"{school.name}: {plan}{t('，', ', ')}{rules}{unread}")
