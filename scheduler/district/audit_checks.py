"""What a district's audit looks for: one function a check, from the lessons up, by the clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from scheduler.domain import Half, Text, Weeks
from scheduler.domain.sayings import say_clock, say_day
from scheduler.intake.subjects import SubjectNames

from .audit import Breach, Check, Whole
from .written import Presence

_HALF = {Half.AM: Text("上午", "morning"), Half.PM: Text("下午", "afternoon")}


def no_timetable(whole: Whole) -> Iterator[Breach]:
    """Schools of the district that have no written timetable."""
    there = {w.school for w in whole.written}
    for school in whole.district.schools:
        if school.name not in there:
            yield Breach((), (school.name,), Text(f"{school.name} 没有课表", f"{school.name} has no timetable"))


def own_rules(whole: Whole) -> Iterator[Breach]:
    """Schools whose own timetable breaks what it must keep."""
    for w in (w for w in whole.written if w.broken):
        zh, en = "、".join(t.zh for t in w.broken), ", ".join(t.en for t in w.broken)
        yield Breach((), (w.school,), Text(f"{w.school}：{zh}", f"{w.school}: {en}"))


def two_places(whole: Whole) -> Iterator[Breach]:
    """Two periods at two schools that overlap by the clock."""
    for teacher, week, day, periods in whole.days():
        for one, other in combinations(periods, 2):
            if one.school != other.school and one.slot.overlaps(other.slot):
                yield _breach(teacher.id, (one, other), week, day, Text("{a}，同时{b}", "{a}, and at once {b}"))


def travel(whole: Whole) -> Iterator[Breach]:
    """From the end of a lesson at one school to the next one's start at another: fewer minutes than the way takes."""
    for teacher, week, day, periods in whole.days():
        for one, other in pairwise(periods):
            gap = other.slot.start - one.slot.end
            if one.school == other.school or gap < 0:  # at once: said by another check
                continue
            needed = whole.district.minutes(one.school, other.school)
            if needed is None:
                text = Text("{a}，接着{b}，两校之间没有写路程", "{a}, then {b}: nobody says how far that is")
                yield _breach(teacher.id, (one, other), week, day, text)
            elif gap < needed:
                text = Text(f"{{a}}，接着{{b}}，只有 {gap} 分钟，路上要 {needed} 分钟",
                            f"{{a}}, then {{b}}: {gap} minutes for a way of {needed}")  # fmt: skip
                yield _breach(teacher.id, (one, other), week, day, text)


def half_days(whole: Whole) -> Iterator[Breach]:
    """Half-days at more than one school."""
    for teacher, week, day, periods in whole.days():
        for half, word in _HALF.items():
            schools = _schools(p for p in periods if p.slot.half is half)
            if len(schools) > 1:
                yield _several(teacher.id, schools, week, Text(f"{say_day(day, 'zh')}{word.zh}",
                                                               f"{say_day(day, 'en')} {word.en}"))  # fmt: skip


def same_day(whole: Whole) -> Iterator[Breach]:
    """Days at more than one school."""
    for teacher, week, day, periods in whole.days():
        schools = _schools(periods)
        if len(schools) > 1:
            yield _several(teacher.id, schools, week, Text(say_day(day, "zh"), say_day(day, "en")))


def away(whole: Whole) -> Iterator[Breach]:
    """Periods in times at which a teacher is at no school."""
    for teacher, week, day, periods in whole.days():
        for p in periods:
            if p.slot in teacher.away:
                text = Text("{a}，是他的不可用时间", "{a}, when he is away")
                yield _breach(teacher.id, (p,), week, day, text)


def day_most(whole: Whole) -> Iterator[Breach]:
    """More lessons on a day, over all schools, than a teacher may give."""
    for teacher, week, day, periods in whole.days():
        count, most = sum(p.lesson for p in periods), teacher.day_most
        if most and count > most:
            zh = f"{teacher.id} {say_day(day, 'zh')}共 {count} 节，最多 {most} 节"
            en = f"{teacher.id} gives {count} lessons on {say_day(day, 'en')}, at most {most}"
            yield Breach((teacher.id,), _schools(periods), Text(zh, en), week)


def week_most(whole: Whole) -> Iterator[Breach]:
    """More lessons a week, mean of odd and even weeks, than a teacher may give."""
    for teacher in whole.district.teachers:
        count = sum(p.lesson for week in whole.weeks for p in whole.of(teacher, week)) / len(whole.weeks)
        if teacher.week_most and count > teacher.week_most:
            zh = f"{teacher.id} 每周共 {count:g} 节，最多 {teacher.week_most} 节"
            en = f"{teacher.id} gives {count:g} lessons a week, at most {teacher.week_most}"
            yield Breach((teacher.id,), whole.schools_of(teacher), Text(zh, en))


def allowed(whole: Whole) -> Iterator[Breach]:
    """Schools at which a teacher may not teach."""
    for teacher in whole.district.teachers:
        may = teacher.schools | {teacher.home}
        for school in whole.schools_of(teacher) if teacher.schools else ():
            if school not in may:
                names = "、".join(sorted(teacher.schools))
                zh, en = (
                    f"{teacher.id} 在 {school}，只可去 {names}",
                    f"{teacher.id} is at {school}; he may go to {names}",
                )
                yield Breach((teacher.id,), (school,), Text(zh, en))


def subjects(whole: Whole) -> Iterator[Breach]:
    """Lessons of a subject that is none of the teacher's."""
    for teacher, _, _, periods in whole.days():
        for p in periods if teacher.subjects else ():
            own = SubjectNames((p.subject,))
            if p.lesson and not any(own.find(s) for s in teacher.subjects):
                zh = f"{teacher.id} 在 {p.school} 教{p.subject}，任教科目是 {'、'.join(teacher.subjects)}"
                en = f"{teacher.id} gives {p.subject} at {p.school}; his subjects are {', '.join(teacher.subjects)}"
                yield Breach((teacher.id,), (p.school,), Text(zh, en))


def schools_most(whole: Whole) -> Iterator[Breach]:
    """More schools than one teacher may teach at."""
    most = whole.district.policy.schools_most
    for teacher in whole.district.teachers:
        schools = whole.schools_of(teacher)
        if len(schools) > most:
            zh = f"{teacher.id} 去 {len(schools)} 所学校（{'、'.join(schools)}），最多 {most} 所"
            en = f"{teacher.id} teaches at {len(schools)} schools ({', '.join(schools)}), at most {most}"
            yield Breach((teacher.id,), schools, Text(zh, en))


def days_most(whole: Whole) -> Iterator[Breach]:
    """More days a week away from the home school than the policy has."""
    most = whole.district.policy.days_most
    for teacher in whole.district.teachers:
        for week in whole.weeks:
            out = [p for p in whole.of(teacher, week) if p.school != teacher.home]
            days = sorted({p.slot.day for p in out})
            if len(days) > most:
                zh = f"{teacher.id} 外出 {len(days)} 天（{_days(days, 'zh')}），最多 {most} 天"
                en = f"{teacher.id} is out on {len(days)} days ({_days(days, 'en')}), at most {most}"
                yield Breach((teacher.id,), _schools(out), Text(zh, en), week)


def specialist_share(whole: Whole) -> Iterator[Breach]:
    """Schools in which specialists give too small a share of the lessons of music, art and PE."""
    share = whole.district.policy.specialist_share
    for w in (w for w in whole.written if w.arts):
        lessons, given = sum(a.lessons for a in w.arts), sum(a.specialists for a in w.arts)
        if given < share * lessons - 1e-9:  # a share such as 0.7 is no exact number
            part = f"{given / lessons:.0%}"
            zh = f"{w.school} 音体美每周 {lessons:g} 节，专任教师上 {given:g} 节（{part}），要求 {share:.0%}"
            en = f"{w.school}: specialists give {given:g} of {lessons:g} lessons of arts and PE, {share:.0%} asked"
            yield Breach((), (w.school,), Text(zh, en))


def as_told(whole: Whole) -> Iterator[Breach]:
    """Periods on a half-day that the teacher was not sent to the school for."""
    sent = {(v.teacher, v.school, v.day, v.half) for v in whole.visits or ()}
    for teacher, week, day, periods in whole.days():
        for p in periods:
            if p.school != teacher.home and (p.teacher, p.school, day, p.slot.half) not in sent:
                text = Text("{a}，走教安排里没有这半天", "{a}: the visits have no such half-day")
                yield _breach(teacher.id, (p,), week, day, text)


def _breach(teacher: str, periods: Sequence[Presence], week: Weeks, day: int, text: Text) -> Breach:
    """A breach of single periods; ``{a}`` and ``{b}`` in its text are the periods."""
    said = {}
    for lang, at, of in (("zh", "在", ""), ("en", " at ", " of ")):
        parts = (f"{_clock(p)}{at}{' ' if lang == 'zh' else ''}{p.school} {_lesson(p, of)}" for p in periods)
        said[lang] = dict(zip("ab", parts, strict=False))
    zh = f"{teacher} {say_day(day, 'zh')} " + text.zh.format(**said["zh"])
    en = f"{teacher} on {say_day(day, 'en')}: " + text.en.format(**said["en"])
    return Breach((teacher,), _schools(periods), Text(zh, en), week)


def _clock(presence: Presence) -> str:
    return f"{say_clock(presence.slot.start)}–{say_clock(presence.slot.end)}"


def _lesson(presence: Presence, of: str) -> str:
    """七1音乐; a meeting by its name alone."""
    if not presence.lesson:
        return presence.who
    return f"{presence.subject}{of}{presence.who}" if of else f"{presence.who}{presence.subject}"


def _several(teacher: str, schools: tuple[str, ...], week: Weeks, when: Text) -> Breach:
    zh = f"{teacher} {when.zh}在 {len(schools)} 所学校：{'、'.join(schools)}"
    en = f"{teacher} is at {len(schools)} schools on {when.en}: {', '.join(schools)}"
    return Breach((teacher,), schools, Text(zh, en), week)


def _schools(periods: Iterator[Presence] | Sequence[Presence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.school for p in periods))


def _days(days: Sequence[int], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(say_day(d, lang) for d in days)


def _shared(whole: Whole) -> bool:
    return bool(whole.district.teachers)


CHECKS = (
    Check("no_timetable", Text("各校都有课表", "every school has a timetable"),
          Text("区县里每所学校都排出课表", "each school of the district has a timetable"),
          no_timetable, lambda whole: True, looks=False),
    Check("own_rules", Text("各校必须项全部满足", "every school keeps its own rules"),
          Text("每所学校的课表满足本校必须满足的规则", "each timetable keeps what it must keep at its school"),
          own_rules, lambda whole: True),
    Check("two_places", Text("同一时刻只在一所学校", "at one school at a time"),
          Text("共用教师的课按钟点不重叠", "no two lessons of a shared teacher overlap by the clock"),
          two_places, _shared),
    Check("travel", Text("路上来得及", "time for the way"),
          Text("从一校下课到另一校上课，不少于路程分钟数", "the minutes between lessons at two schools suffice"),
          travel, _shared),
    Check("half_days", Text("半天只在一所学校", "a half-day at one school"),
          Text("共用教师一个上午或下午只在一所学校", "a shared teacher spends a morning or an afternoon at one school"),
          half_days, _shared),
    Check("same_day", Text("一天只在一所学校", "a day at one school"),
          Text("政策：同一天不去两所学校", "policy: no two schools on one day"),
          same_day, lambda whole: _shared(whole) and not whole.district.policy.same_day),
    Check("away", Text("不可用时间不排课", "not when he is away"),
          Text("共用教师的不可用时间不排课", "no lesson when a shared teacher is away"),
          away, lambda whole: any(t.away for t in whole.district.teachers)),
    Check("day_most", Text("每日节数（各校合计）", "lessons a day over all schools"),
          Text("共用教师一天在各校的课合计不超过每日最多", "a shared teacher's lessons a day, all schools together"),
          day_most, lambda whole: any(t.day_most for t in whole.district.teachers)),
    Check("week_most", Text("每周节数（各校合计）", "lessons a week over all schools"),
          Text("共用教师一周在各校的课合计不超过每周最多", "a shared teacher's lessons a week, all schools together"),
          week_most, lambda whole: any(t.week_most for t in whole.district.teachers)),
    Check("allowed", Text("只去可去的学校", "only schools he may teach at"),
          Text("共用教师只在所属学校和可去学校上课", "a shared teacher is at his own school and those he may go to"),
          allowed, lambda whole: any(t.schools for t in whole.district.teachers)),
    Check("subjects", Text("只教任教科目", "only his subjects"),
          Text("共用教师只教自己的任教科目", "a shared teacher gives his own subjects only"),
          subjects, lambda whole: any(t.subjects for t in whole.district.teachers)),
    Check("schools_most", Text("一位教师的学校数", "schools of one teacher"),
          Text("政策：一位共用教师最多去几所学校", "policy: most schools one teacher teaches at"),
          schools_most, lambda whole: _shared(whole) and whole.district.policy.schools_most > 0),
    Check("days_most", Text("每周外出天数", "days away from home"),
          Text("政策：一位共用教师每周最多外出几天", "policy: most days a week away from the home school"),
          days_most, lambda whole: _shared(whole) and whole.district.policy.days_most > 0),
    Check("specialist_share", Text("音体美专任课时比例", "arts and PE by specialists"),
          Text("政策：各校音乐、体育、美术由专任教师上的课时比例", "policy: the specialists' share of arts and PE"),
          specialist_share, lambda whole: whole.district.policy.specialist_share > 0),
    Check("as_told", Text("与走教安排一致", "as the visits say"),
          Text("共用教师在外校的课都在派他去的半天里", "lessons away from home lie on the half-days given out"),
          as_told, lambda whole: _shared(whole) and whole.visits is not None),
)  # fmt: skip
