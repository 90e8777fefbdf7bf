"""kebiao cover"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.domain import Text, Weeks

from .lang import lang, t
from .options import UnknownNameError, json_option, lang_option, print_json, run_argument, say_notes

if TYPE_CHECKING:
    from scheduler.cover import Days, Proposal, Record

OPEN = 5  # some lesson is left without anybody: nobody can take it


@click.command(
    short_help=t("某一天有人请假：谁来代课，或和谁调课", "Somebody is away on a day: who takes the lessons"),
    help=t(
        "按日期代课、调课：每周的课表不动，只登记这一天的变动（结果文件夹里的 代课.jsonl）。\n\n"
        "--absent 列出请假教师的每节课，先后是：空着、没到每天上限、教这科（优先教这个班、这个年级的）、本学期代得少、"
        "当天课少的；几位教师一起请假就一起安排，谁也不会同时在两处。同一周里能和别的课对调、不用代课的也列出来。"
        "没有人能代的说明为什么（退出码 5）。\n\n"
        "--take 自己定：--take 2=王芳 代课，--take 2=自习 班主任看自习，--take 2=周四3 和这个班周四第 3 节对调。"
        "--apply 登记。代了几节按学期算，换了课表不从头数：旁边的文件夹里本学期其他结果登记的也计入，同一天只算一次。"
        "按校历：放假、调休（名称里写“补周三的课”）、单双周；没有校历而有单双周的课，要加 --week。"
        "\n\n\b\n例：\n"
        "  kebiao cover 结果 --date 2026-11-24 --absent 张三\n"
        '  kebiao cover 结果 --date 2026-11-24 --absent 张三 --absent "李四:上午" --absent "王五:3-5"\n'
        "  kebiao cover 结果 --date 2026-11-24 --absent 张三 --take 2=王芳 --apply --slips 通知.xlsx\n"
        "  kebiao cover 结果 --date 2026-11-24            这一天实际怎样上\n"
        "  kebiao cover 结果 --counts                     本学期各人代了几节\n"
        "  kebiao cover 结果 --cancel 3                   取消第 3 条登记",
        "Cover and exchanges by date: the weekly timetable stays as it is, only what differs on the day is recorded "
        "(a file of JSON lines in the run folder).\n\n"
        "--absent lists each lesson of somebody who is away: who is free and within the limits of the day, best first: "
        "those who teach the subject, took few lessons in the term, have few that day. Several absences are arranged "
        "together, nobody is in two places. Exchanges within the week, which need no substitute, are listed too. What "
        "nobody can take is explained (exit code 5).\n\n"
        "--take decides: 2=NAME, 2=study (self-study with the class teacher), 2=Thu3 (changes places with what the "
        "class has then). --apply records it. Who took how many is counted through the term, not anew with every "
        "timetable: records of the term's other runs in folders beside this one count too, each date once. The "
        "calendar tells holidays, make-up days and odd weeks; without one --week is needed where odd and even weeks "
        "differ.\n\n\b\nExamples:\n"
        "  kebiao cover run --date 2026-11-24 --absent Zhang\n"
        '  kebiao cover run --date 2026-11-24 --absent Zhang --absent "Li:am" --absent "Wang:3-5"\n'
        "  kebiao cover run --date 2026-11-24 --absent Zhang --take 2=Wang --apply --slips slips.xlsx\n"
        "  kebiao cover run --date 2026-11-24             the day as it really is\n"
        "  kebiao cover run --counts                      who took how many in the term\n"
        "  kebiao cover run --cancel 3                    take record 3 back",
    ),
)
@run_argument
@click.option("--date", "day", metavar=t("日期", "DATE"), help=t("哪一天，如 2026-11-24", "which, such as 2026-11-24"))
@click.option("--absent", multiple=True, metavar=t("教师[:时间]", "NAME[:TIMES]"), help=t("请假的教师", "who is away"))
@click.option("--take", multiple=True, metavar=t("序号=谁", "N=WHO"), help=t("自己定第几节课", "decide a lesson"))
@click.option("--apply", is_flag=True, help=t("登记下来", "record it"))
@click.option("--slips", type=click.Path(path_type=Path), help=t("通知单写到这个 xlsx", "write slips to this xlsx"))
@click.option("--counts", is_flag=True, help=t("本学期各人给出、代课、调课的节数", "the tally of the term"))
@click.option("--cancel", type=int, metavar=t("编号", "NUMBER"), help=t("取消一条登记", "take a record back"))
@click.option("--week", type=click.Choice(["odd", "even"]), help=t("单周或双周（没有校历时）", "without a calendar"))
@click.option("--as", "follow", metavar=t("星期", "DAY"), help=t("调休日上周几的课", "which weekday a make-up day has"))
@json_option
@lang_option
def command(
    run: Path, day: str | None, absent: tuple[str, ...], take: tuple[str, ...], apply: bool, slips: Path | None,
    counts: bool, cancel: int | None, week: str | None, follow: str | None, as_json: bool,
) -> None:  # fmt: skip
    """See the help text above."""
    asked = sum([counts, cancel is not None, day is not None])
    if asked != 1 or (day is None and (absent or take or apply or slips or week or follow)):
        raise click.UsageError(t("要给出 --date、--counts 或 --cancel 之一", "one of --date, --counts, --cancel"))
    if take and not absent and not apply:
        raise click.UsageError(t("--take 要和 --absent 或 --apply 一起用", "--take needs --absent or --apply"))
    if slips is not None and slips.suffix.lower() != ".xlsx":
        raise click.UsageError(t(f"{slips}：通知单写成 .xlsx", f"{slips}: slips are written as .xlsx"))
    from . import saying_cover as said

    days = _days(run)
    if counts:
        said.print_counts(days, as_json)
        return
    if cancel is not None:
        _cancel(run, days, cancel, as_json)
        return
    assert day is not None
    when = _date(days, day)
    days = _told(days, when, week, follow)
    proposal = _proposal(days, when, absent, take)
    records: Sequence[Record] = ()
    if apply and proposal.records:
        from scheduler.cover import append

        records = append(run, proposal.records, days.records)
        proposal = _written(proposal, days, records)
    if as_json:
        print_json(said.data(proposal, records))
    else:
        said.print_day(proposal, recorded=apply, arranged=bool(absent))
    if slips:
        _write_slips(slips, proposal, apply or not proposal.records)
    if any(o.left for o in proposal.offers):
        raise SystemExit(OPEN)


def _days(run: Path) -> Days:
    """The run with its records, and the others of the term beside it; no timetable is audited anew."""
    from dataclasses import replace

    from scheduler.journal import is_ref

    if is_ref(run):
        zh = f"代课登记在结果文件夹里，请写文件夹，不写 {run}"
        raise UnknownNameError(Text(zh, f"records are kept in a run folder: name the folder, not {run}"))
    days = _alone(run)
    return replace(days, others=tuple(_others(run, days)))


def _alone(run: Path) -> Days:
    from scheduler import api
    from scheduler.cover import Days, read
    from scheduler.output import read_answer

    school = api.load(api.plan_in(run), ignore_unsupported=True).school
    return Days(school, read_answer(run, school)[0], read(run))


def _others(run: Path, days: Days) -> Iterator[Days]:
    """The term's other runs beside this one that have records, the last recorded in last; what cannot be read is named
    and left out."""
    from scheduler.cover import NAME, same_term
    from scheduler.errors import KebiaoError

    here = run.resolve()
    beside = [p for p in here.parent.glob(f"*/{NAME}") if p.parent != here and not p.parent.name.startswith(".")]
    for path in sorted(beside, key=lambda p: (p.stat().st_mtime, p)):
        if not (path.parent / "run.json").is_file():
            continue
        try:
            other = _alone(path.parent)
        except KebiaoError as error:
            zh, en = f"{path} 没有计入本学期：{error.text.zh}", f"{path} is not in the tally: {error.text.en}"
            say_notes([Text(zh, en)])
            continue
        if same_term(days, other):
            yield other


def _told(days: Days, when: date, week: str | None, follow: str | None) -> Days:
    """With what the command line says of the date."""
    from dataclasses import replace

    day = None
    if follow is not None:
        from scheduler.domain import Times

        unread = UnknownNameError(Text(f"--as {follow}：写成 周三", f"--as {follow}: write Wed"))
        try:
            patterns = Times.parse(follow).patterns
        except ValueError as error:
            raise unread from error
        if len(patterns) != 1 or not patterns[0].day or patterns[0].period or patterns[0].half:
            raise unread
        day = patterns[0].day
    return replace(days, asked=when, week=Weeks(week) if week else None, follow=day, _known={})


def _date(days: Days, word: str) -> date:
    """A date as it is written: 2026-11-24, 11月24日."""
    from scheduler.intake.dates import Term, read_days

    calendar = days.school.office.calendar
    zh = f"读不懂日期 {word}\n  可以：2026-11-24"
    unread = UnknownNameError(Text(zh, f"cannot read the date {word}\n  Maybe: 2026-11-24"))
    try:
        first, last = read_days(word, Term(calendar.first, calendar.last) if calendar else None)
    except (ValueError, OverflowError) as error:
        raise unread from error
    if first != last:  # a stretch of days
        raise unread
    return first


def _proposal(days: Days, when: date, absent: Sequence[str], take: Sequence[str]) -> Proposal:
    from constraints import catalogue
    from scheduler.cover import CannotTakeError, Desk

    from .naming_cover import absences, takes
    from .saying_cover import say_refusal

    day = days.day(when)
    try:
        return Desk(days, catalogue()).propose(when, absences(days, day, absent), takes(days, day, take))
    except CannotTakeError as error:
        if error.refusal is None:
            zh, en = "他同时还要上别的课", "he takes another lesson then"
            why = Text(zh, en)
        else:
            why = Text(say_refusal(error.refusal, "zh"), say_refusal(error.refusal, "en"))
        raise UnknownNameError(Text(f"{error.text.zh}：{why.zh}", f"{error.text.en}: {why.en}")) from None


def _written(proposal: Proposal, days: Days, records: Sequence[Record]) -> Proposal:
    """The proposal with the numbers that its records have now."""
    from dataclasses import replace

    return replace(proposal, days=days.with_records(records), records=tuple(records))


def _write_slips(path: Path, proposal: Proposal, recorded: bool) -> None:
    from scheduler.cover.printed import write_slips

    note = "" if recorded else t("（建议，还没有登记）", " (proposed, not recorded)")
    say_notes(write_slips(path, proposal.days, [proposal.day.date], lang(), note))
    click.echo(t(f"已写好 {path}", f"wrote {path}"), err=True)


def _cancel(run: Path, days: Days, number: int, as_json: bool) -> None:
    from scheduler.cover import append, cancelled

    from .saying_cover import record_data, say_record

    old = next((r for r in days.records if r.number == number), None)
    record = cancelled(days, number, old.date if old else date.min)
    (written,) = append(run, [record], days.records)
    assert old is not None
    if as_json:
        print_json(record_data(written))
    else:
        click.echo(t("已取消：", "taken back: ") + say_record(days, old))
