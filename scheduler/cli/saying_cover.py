"""A day's exceptions, candidates and the tally in words and as JSON, for ``cover``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from constraints import catalogue
from scheduler.domain import Text
from scheduler.domain.sayings import say_clock, say_day
from scheduler.rule import Violation

from .lang import lang, t
from .options import print_json

if TYPE_CHECKING:
    from scheduler.cover import Breach, Candidate, Days, Exchange, Held, Offer, Proposal, Record, Refusal

SHOWN = 4  # further candidates in a line
FITS = {
    "subject_and_class": Text("教本班，教本科", "teaches the class and the subject"),
    "subject_and_grade": Text("教本年级本科", "teaches the subject in the grade"),
    "subject": Text("教本科", "teaches the subject"),
    "class": Text("教本班", "teaches the class"),
    "other": Text("不教本科本班", "neither class nor subject"),
    "self_study": Text("班主任看自习", "self-study with the class teacher"),
}
WHY = {
    "away": Text("请假", "away"),
    "closed": Text("这时不在校", "not at school then"),
    "not_here": Text("兼职走教，当天不来", "does not come that day"),
    "busy": Text("有课或有活动", "has a lesson or a meeting"),
    "rule": Text("违反规定", "breaks a rule"),
}


# -- a day -------------------------------------------------------------------------------------------------------------


def print_day(proposal: Proposal, *, recorded: bool, arranged: bool) -> None:
    """The day, who is away, what is arranged and what stands open; the slips of what was recorded."""
    from scheduler.cover import Kind, slips

    days, day = proposal.days, proposal.day
    click.echo(say_head(proposal))
    if not arranged and not proposal.offers:
        _table(days, proposal)
    for offer in proposal.offers:
        _print_offer(days, offer)
    others = [h for h in days.held(day.date) if (h.away or h.record) and h.course.groups]
    mine = {o.need.held.piece for o in proposal.offers}
    for h in others:
        if h.piece not in mine:
            click.echo("  " + say_held(days, h))
    for r in days.stale(day.date):
        click.echo(
            t("注意：课表已经变了，这条登记对不上：", "note: the timetable has changed, this fits no more: ")
            + say_record(days, r)
        )
    if recorded and proposal.records:
        click.echo(t(f"已登记 {len(proposal.records)} 条：", f"recorded {len(proposal.records)}:"))
        for r in proposal.records:
            click.echo(f"  #{r.number} {say_record(days, r)}")
    elif not recorded and any(r.kind is not Kind.AWAY for r in proposal.records):
        click.echo(t("还没有登记；同样的命令加 --apply 登记。", "not recorded yet: add --apply to the same command."))
    told = slips(days, day.date) if recorded or not arranged else ()
    if told:
        click.echo(t("通知：", "slips:"))
        for slip in told:
            click.echo("  " + slip.text.say(lang()))


def say_head(proposal: Proposal) -> str:
    """2026-11-24 周二，第13周（单周），请假：张三、李四（上午）."""
    from scheduler.cover import active

    day, days = proposal.day, proposal.days
    said = f"{day.date} {say_day(day.date.isoweekday(), lang())}"
    if day.number:
        said += t(f"，第{day.number}周", f", week {day.number}")
    if day.week.value != "all":
        said += t("（单周）" if day.week.value == "odd" else "（双周）", f" ({day.week.value})")
    if day.day != day.date.isoweekday():
        said += t(f"，上{say_day(day.day, 'zh')}的课", f", lessons of {say_day(day.day, 'en')}")
    if day.events:
        said += t("，校历：", ", calendar: ") + "、".join(day.events)
    away = [r.teacher + (f"（{r.times}）" if r.times else "") for r in active(days.records) if _is_away(r, day.date)]
    return said + (t("，请假：", ", away: ") + "、".join(away) if away else "")


def _is_away(r: Record, when: date) -> bool:
    return r.kind.value == "away" and r.date == when


def _table(days: Days, proposal: Proposal) -> None:
    """The day of every class; * is not as in the timetable, ! is open."""
    held = days.held(proposal.day.date)
    periods = sorted({s.period for h in held if h.course.groups for s in h.slots})
    for klass in days.school.classes:
        cells = [_cell([h for h in held if _of(days, h, klass.atoms)], p) for p in periods]
        if any(cells):
            click.echo(
                f"  {klass.id}  " + "  ".join(f"{p} {cell or '-'}" for p, cell in zip(periods, cells, strict=True))
            )


def _cell(held: Sequence[Held], period: int) -> str:
    here = [h for h in held if any(s.period == period for s in h.slots)]
    names = dict.fromkeys(h.course.subject + ("!" if h.uncovered else "*" if h.away or h.record else "") for h in here)
    return "/".join(names)


def _of(days: Days, h: Held, atoms: Iterable[str]) -> bool:
    return any(not set(atoms).isdisjoint(days.school.group[g].atoms) for g in h.course.groups)


def say_time(h: Held) -> str:
    """第3节 10:20."""
    from scheduler.cover.slips import say_slots

    return f"{say_slots(h.slots, lang())} {say_clock(h.slots[0].start)}"


def say_held(days: Days, h: Held) -> str:
    """第3节 10:20 五2 数学（张三）：代课 王芳."""
    from scheduler.cover.slips import what

    who = "、".join(h.course.teachers)
    number = f" #{h.record.number}" if h.record and h.record.number else ""
    return f"{say_time(h)} {h.course.id}（{who}）: {what(h, lang())} {'、'.join(h.teachers)}{number}".rstrip()


def _print_offer(days: Days, offer: Offer) -> None:
    h = offer.need.held
    line = f"{offer.need.number:2}. {say_time(h)} {h.course.id}（{offer.need.absent}）"
    if offer.chosen is not None:
        click.echo(f"{line} → {say_candidate(offer.chosen)}")
    elif offer.exchange is not None:
        click.echo(f"{line} ⇄ {say_exchange(days, offer.exchange)}")
    else:
        click.echo(f"{line} × {say_shortage(offer)}")
    chosen = offer.chosen.teacher if offer.chosen else ""
    others = [c for c in offer.candidates if c.teacher != chosen]
    if others:
        more = t(f"……共 {len(others)} 人", f" … {len(others)} in all") if len(others) > SHOWN else ""
        said = t("；", "; ").join(say_candidate(c) for c in others[:SHOWN])
        click.echo(t("      还可以：", "      or: ") + said + more)
    swaps = [e for e in offer.exchanges if offer.exchange is None or e.other.piece != offer.exchange.other.piece]
    if swaps:
        click.echo(t("      对调：", "      exchange: ") + t("；", "; ").join(say_exchange(days, e) for e in swaps))


def say_candidate(c: Candidate) -> str:
    """王芳（教本年级本科，当天4节，已代2节）."""
    said = [FITS[c.fit.value].say(lang()), t(f"当天{c.today}节", f"{c.today} that day")]
    said.append(t(f"已代{c.taken}节", f"{c.taken} taken"))
    if c.wishes:
        said.append(say_breaches(c.wishes, lang()))
    return f"{c.teacher}（{t('，', ', ').join(said)}）" if lang() == "zh" else f"{c.teacher} ({', '.join(said)})"


def say_exchange(days: Days, e: Exchange) -> str:
    """和 11月26日（周四）第2节 五2 英语（李明）对调."""
    from scheduler.cover.slips import say_date, say_slots

    when = f"{say_date(e.to, lang())} {say_slots(e.other.slots, lang())}"
    said = f"{when} {e.other.course.id}（{'、'.join(e.other.course.teachers)}）"
    return said + (f"，{say_breaches(e.wishes, lang())}" if e.wishes else "")


def say_breaches(breaches: Sequence[Breach], language: str) -> str:
    """What would be broken, in sentences."""
    said = (_say(b, language) for b in breaches)
    return ("；" if language == "zh" else "; ").join(dict.fromkeys(said))


def _say(b: Breach, language: str) -> str:
    v = b.violation
    who = tuple(dict.fromkeys(name.partition("\n")[0] for name in v.who))
    return catalogue()[b.setting.rule].say(Violation(v.setting, who, v.where, v.amount), language)


def say_refusal(r: Refusal, language: str) -> str:
    """Why somebody cannot take a lesson."""
    if r.busy is not None:
        return f"同时有 {r.busy.course.id}" if language == "zh" else f"has {r.busy.course.id} then"
    return say_breaches(r.breaches, language) if r.breaches else WHY[r.why.value].say(language)


def say_shortage(offer: Offer) -> str:
    """Why nobody is left for a lesson."""
    many, people = offer.crowd
    if offer.candidates:
        names = "、".join(people)
        zh = f"没有人能代：同时有 {many} 节课要人，能代的只有 {len(people)} 人（{names}），还有每天的限制"
        return t(zh, f"nobody is left: {many} lessons at once, only {len(people)} could take any ({names})")
    counted = Counter(r.why.value for r in offer.refusals)
    said = t("，", ", ").join(f"{WHY[why].say(lang())} {n} {t('人', '')}".strip() for why, n in sorted(counted.items()))
    lines = [r for r in offer.refusals if r.breaches]
    more = "".join(f"\n      {r.teacher}: {say_refusal(r, lang())}" for r in lines[:SHOWN])
    return t("没有人能代：", "nobody can: ") + said + more


def say_record(days: Days, r: Record) -> str:
    """A record in a line."""
    from scheduler.cover.slips import say_date

    when, course = say_date(r.date, lang()), r.lesson.course
    if r.kind.value == "away":
        return t(f"{when} {r.teacher} 请假 {r.times}", f"{when} {r.teacher} away {r.times}").strip()
    slot = days.school.grid.slot.get(r.lesson.start)
    at = t(f"第{slot.period}节", f"lesson {slot.period}") if slot else r.lesson.start
    if r.kind.value == "exchange":
        assert r.to is not None
        to, other = say_date(r.to, lang()), days.school.grid.slot.get(r.other.start)
        there = f"{to}{t(f'第{other.period}节', f' lesson {other.period}') if other else ''}"
        return t(
            f"{when}{at} {course} 与 {there} {r.other.course} 对调", f"{when} {at} {course} ⇄ {there} {r.other.course}"
        )
    what = {"cover": t("代课", "takes"), "self_study": t("看自习", "self-study")}.get(r.kind.value, r.kind.value)
    return t(
        f"{when}{at} {course} {r.teacher} {what}（{r.absent}）",
        f"{when} {at} {course}: {r.teacher}, {what} ({r.absent})",
    )


# -- the tally ---------------------------------------------------------------------------------------------------------


def print_counts(days: Days, as_json: bool) -> None:
    """Who gave and took how many periods through the term."""
    from scheduler.cover import counts

    found = counts(days)
    if as_json:
        print_json([
            {"teacher": c.teacher, "given": c.given, "taken": c.total, "by_kind": {f.value: n for f, n in c.taken},
             "exchanged": c.exchanged} for c in found
        ])  # fmt: skip
        return
    if not found:
        click.echo(t("本学期还没有代课。", "nothing yet in this term."))
    for c in found:
        kinds = t("，", ", ").join(f"{FITS[f.value].say(lang())} {n}" for f, n in c.taken)
        line = t(f"{c.teacher}：代课 {c.total} 节", f"{c.teacher}: took {c.total}") + (f"（{kinds}）" if kinds else "")
        line += t(f"，请假由别人上 {c.given} 节", f", gave {c.given}") if c.given else ""
        line += t(f"，调课 {c.exchanged} 节", f", exchanged {c.exchanged}") if c.exchanged else ""
        click.echo(line)


# -- for programs ------------------------------------------------------------------------------------------------------


def data(proposal: Proposal, records: Sequence[Record]) -> dict[str, Any]:
    """A day for a program."""
    from scheduler.cover import slips

    day, days = proposal.day, proposal.days
    return {
        "date": day.date.isoformat(), "day": day.day, "week": day.week.value, "school_week": day.number,
        "events": list(day.events), "away": {n: str(x) if x else "" for n, x in days.away(day.date).items()},
        "open": [_offer_data(days, o) for o in proposal.offers],
        "lessons": [_held_data(h) for h in days.held(day.date)],
        "records": [record_data(r) for r in records],
        "slips": [{"teacher": s.teacher, "text": s.text.say(lang())} for s in slips(days, day.date)],
    }  # fmt: skip


def record_data(r: Record) -> dict[str, Any]:
    """A record for a program."""
    import json

    return {"number": r.number, **json.loads(r.line())}


def _held_data(h: Held) -> dict[str, Any]:
    return {
        "course": h.course.id, "session": h.session, "slots": [s.id for s in h.slots],
        "start": say_clock(h.slots[0].start), "end": say_clock(h.slots[-1].end), "teachers": list(h.teachers),
        "rooms": list(h.rooms), "away": list(h.away), "record": h.record.number if h.record else None,
    }  # fmt: skip


def _offer_data(days: Days, o: Offer) -> dict[str, Any]:
    return {
        "number": o.need.number, **_held_data(o.need.held), "absent": o.need.absent,
        "chosen": o.chosen.teacher if o.chosen else None,
        "exchange": _exchange_data(o.exchange) if o.exchange else None,
        "candidates": [
            {"teacher": c.teacher, "fit": c.fit.value, "taken": c.taken, "today": c.today, "week": c.week,
             "cost": c.cost, "wishes": say_breaches(c.wishes, lang())} for c in o.candidates
        ],
        "exchanges": [_exchange_data(e) for e in o.exchanges],
        "refused": [{"teacher": r.teacher, "why": r.why.value, "text": say_refusal(r, lang())} for r in o.refusals],
        "text": say_shortage(o) if o.left else "",
    }  # fmt: skip


def _exchange_data(e: Exchange) -> dict[str, Any]:
    return {
        "date": e.to.isoformat(), "course": e.other.course.id, "session": e.other.session,
        "start": e.other.slots[0].id, "teachers": list(e.other.course.teachers), "cost": e.cost,
        "rooms": list(e.rooms), "other_rooms": list(e.other_rooms),
    }  # fmt: skip
