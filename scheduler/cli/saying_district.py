"""What is said of a district that was solved: its audit anew, from the written files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.domain import Verdict

from .lang import lang, t
from .options import print_json, say_notes, say_verdict

if TYPE_CHECKING:
    from scheduler.audits import DistrictFound

BROKEN = 7
_SHOWN = 20  # breaches said of one check
_LINES = 6  # of a reason


def audited(folder: Path, output: Path | None, workers: int, as_json: bool) -> None:
    """Audit a district's run and say what was found. Ends with code 7 when anything that must hold does not."""
    from scheduler import api
    from scheduler.output.district import write_district

    found = api.audit_district(folder, workers=workers)
    if as_json:
        print_json(_json(found))
    else:
        say_audit(found)
    if output is not None:
        say_notes(write_district(output, found.report))
        click.echo(t(f"已写好 {output}", f"wrote {output}"), err=as_json)
    if found.broken:
        raise SystemExit(BROKEN)


def say_audit(found: DistrictFound) -> None:
    """The headline, every check over the district with its breaches, and the schools that break something."""
    from scheduler.output.district.views import headline

    for line in headline(found.report):
        click.echo(line.say(lang()))
    for entry in found.audit.entries:
        if entry.verdict is Verdict.NOT_APPLICABLE:
            continue
        click.echo(f"[{say_verdict(entry.verdict)}] {entry.title.say(lang())}")
        for breach in entry.breaches[:_SHOWN]:
            click.echo("    " + breach.text.say(lang()))
        if (more := len(entry.breaches) - _SHOWN) > 0:
            click.echo("    " + t(f"……还有 {more} 处", f"... and {more} more"))
    for school in found.report.schools:
        if school.error is not None:
            lines = school.error.say(lang()).splitlines()
            rest = [t("  ……（--json 有全部）", "  ... (--json has it all)")] if len(lines) > _LINES else []
            click.echo("\n".join([f"{school.name}: {lines[0]}", *lines[1:_LINES], *rest]))
        elif school.broken:
            count = len(school.broken)
            click.echo(f"{school.name}: {t(f'违反 {count} 条', f'{count} rule(s) broken')}")


def _json(found: DistrictFound) -> dict[str, object]:
    from scheduler.output.json_files import json_dump

    run, checks = found.run, checks_json(found)
    return {"name": run.name, "status": run.status, "checks": checks, "report": json_dump(found.report)}


def checks_json(found: DistrictFound) -> list[dict[str, object]]:
    """The checks over the district, for a program."""
    entries = [e for e in found.audit.entries if e.verdict is not Verdict.NOT_APPLICABLE]
    return [
        {
            "check": e.code,
            "verdict": e.verdict.value,
            "breaches": [
                {"who": list(b.who), "schools": list(b.schools), "week": b.week.value, "text": b.text.say(lang())}
                for b in e.breaches
            ],
        }
        for e in entries
    ]
