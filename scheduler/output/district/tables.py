"""The words of the tables over a whole district: checks, riding plan, loads, arts and PE, homework, exercise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.domain import Half, Text, Verdict
from scheduler.rule import say_day

from ..views.words import grade_names, number
from .report import SchoolReport
from .shared import ArtsLine, CheckLine, SharedLine, Sharing, Stay

KINDS = {"music": "音乐", "art": "美术", "pe": "体育"}
ABOUT_RIDING = "每格是这半天在哪所学校、上几节课（单双周不同的取多的一周）；空着的半天没有安排。"
ABOUT_HOMEWORK = "每格：平均每天／最多的一天，单位分钟，按上限所算的作业（多为书面作业）计。"
ABOUT_EXERCISE = "每格是锻炼最少的一天的分钟数：体育课、活动课、大课间和课外活动合计，以规则所列为准。"
ABOUT_ARTS = "“专任／全部”是每周节数。专任：共用教师以区县名册为准；本校教师不是兼职、也不教语数英的算专任。"
ABOUT_LOADS = "只算已有课表的学校。路上分钟：每周从所属学校出发、两校之间、返回的合计；没有所属学校的只算两校之间。"
_HALF = {Half.AM: "上午", Half.PM: "下午"}
_SAID = 20  # breaches said of one check
_LINES = 3  # of a reason


def half_days(sharing: Sharing) -> list[tuple[int, Half, str]]:
    """Monday's morning to Friday's afternoon, and further where somebody rides then: 周一上午."""
    last = max([5, *(stay.day for t in sharing.teachers for stay in t.stays)])
    return [(day, half, say_day(day, "zh") + _HALF[half]) for day in range(1, last + 1) for half in Half]


def stays_at(teacher: SharedLine, day: int, half: Half) -> list[Stay]:
    """Where a teacher is on a half-day; more than one school is a breach, shown as it is."""
    return [s for s in teacher.stays if (s.day, s.half) == (day, half)]


def stay_words(stay: Stay) -> tuple[str, str]:
    """东村小学, 3 节; without a lesson he is there for a meeting."""
    return stay.school, f"{stay.lessons} 节" if stay.lessons else "开会"


def guests(sharing: Sharing, school: str) -> tuple[str, ...]:
    """周芸（音乐）：周一上午 3 节、周二上午 3 节: when each shared teacher is at a school."""
    found = []
    for teacher in sharing.teachers:
        stays = [s for s in teacher.stays if s.school == school]
        words = "、".join(f"{say_day(s.day, 'zh')}{_HALF[s.half]} {stay_words(s)[1]}" for s in stays)
        if words:
            found.append(f"{teacher.name}（{'、'.join(teacher.subjects)}）：{words}")
    return tuple(found)


def loads(teacher: SharedLine) -> tuple[str, ...]:
    """A shared teacher's row: name, subjects, home, lessons a week, most on a day, by school, days out, minutes."""
    week = number(teacher.lessons) + (f"／{teacher.week_most}" if teacher.week_most else "")
    day = str(teacher.most) + (f"／{teacher.day_most}" if teacher.day_most else "")
    schools = "；".join(f"{name} {number(n)}" for name, n in teacher.schools)
    minutes = str(teacher.minutes) + ("，有路程没写" if teacher.unknown else "")
    return (teacher.name, "、".join(teacher.subjects), teacher.home, week, day, schools, str(teacher.days), minutes)


LOADS = ("姓名", "任教科目", "所属学校", "每周节数／最多", "一天最多／上限", "各校每周节数", "外出天数", "每周路上分钟")


def arts_row(lines: Sequence[ArtsLine], share: float) -> tuple[tuple[str, ...], bool]:
    """The cells of a school's row (专任／全部 by kind, together, share, without a teacher), and whether the share is
    less than asked."""
    by_kind = {line.kind: line for line in lines}
    lessons, given = sum(x.lessons for x in lines), sum(x.specialists for x in lines)
    kinds = ((f"{number(by_kind[k].specialists)}／{number(by_kind[k].lessons)}" if k in by_kind else "") for k in KINDS)
    nobody = sum(x.nobody for x in lines)
    cells = (*kinds, f"{number(given)}／{number(lessons)}", f"{given / lessons:.0%}" if lessons else "",
             number(nobody) if nobody else "")  # fmt: skip
    return cells, given < share * lessons - 1e-9


ARTS = (*KINDS.values(), "合计", "专任比例", "没有教师")


def check_says(check: CheckLine) -> list[Text]:
    """The first of its breaches, and how many more there are."""
    more = len(check.says) - _SAID
    rest = [Text(f"……还有 {more} 处", f"... and {more} more")] if more > 0 else []
    return [*check.says[:_SAID], *rest]


def check_word(check: CheckLine) -> str:
    """符合, 违反, or 无法核查."""
    return {Verdict.KEPT: "符合", Verdict.BROKEN: "违反"}.get(check.verdict, "无法核查")


def brief(text: Text) -> str:
    """The first lines of a long reason; the whole stands in the school's list."""
    lines = [line.strip() for line in text.zh.splitlines()]
    return " ".join(lines[:_LINES]) + ("……（见该校清单）" if len(lines) > _LINES else "")


def grades_of(schools: Sequence[SchoolReport]) -> list[int]:
    """The grades of which any school has homework or exercise counted."""
    return sorted({h.grade for s in schools for h in s.homework} | {e.grade for s in schools for e in s.exercise})


def homework_cells(school: SchoolReport, grades: Sequence[int]) -> tuple[list[str], list[int]]:
    """22／30 by grade, and the positions of those over their cap."""
    by_grade = {h.grade: h for h in school.homework}
    cells = [f"{by_grade[g].mean:.0f}／{by_grade[g].most}" if g in by_grade else "" for g in grades]
    return cells, [n for n, g in enumerate(grades) if g in by_grade and by_grade[g].over]


def exercise_cells(school: SchoolReport, grades: Sequence[int]) -> tuple[list[str], list[int]]:
    """65 by grade, and the positions of those under what is asked."""
    by_grade = {e.grade: e for e in school.exercise}
    cells = [str(by_grade[g].least) if g in by_grade else "" for g in grades]
    return cells, [n for n, g in enumerate(grades) if g in by_grade and by_grade[g].short]


def caps(school: SchoolReport) -> str:
    """一、二年级 0；三至六年级 60: what is asked of homework."""
    return _by_bound((h.grade, h.cap) for h in school.homework)


def asked(school: SchoolReport) -> str:
    """一至六年级 60: what is asked of exercise."""
    return _by_bound((e.grade, e.asked or None) for e in school.exercise)


def _by_bound(bounds: Iterator[tuple[int, int | None]]) -> str:
    found: dict[int, list[int]] = {}
    for grade, bound in bounds:
        if bound is not None:
            found.setdefault(bound, []).append(grade)
    return "；".join(f"{grade_names(grades)} {bound}" for bound, grades in found.items())


def headline(sharing: Sharing) -> Iterator[Text]:
    """What the report says of the whole district, in a few sentences."""
    yield from sharing.state
    count, broken = len(sharing.checks), len(sharing.broken)
    if broken:
        names = "、".join(c.title.zh for c in sharing.broken), ", ".join(c.title.en for c in sharing.broken)
        yield Text(f"全区核查 {count} 项，{broken} 项违反：{names[0]}。",
                   f"{broken} of {count} checks over the district are broken: {names[1]}.")  # fmt: skip
    elif all(c.verdict is Verdict.KEPT for c in sharing.checks):
        yield Text(f"全区核查 {count} 项，全部符合。", f"All {count} checks over the district are kept.")
    if any(t.schools for t in sharing.teachers):
        riding = [t for t in sharing.teachers if t.days]
        lessons = sum(t.lessons for t in sharing.teachers)
        yield Text(
            f"共用教师 {len(sharing.teachers)} 名，每周共 {number(lessons)} 节，其中 {len(riding)} 名要外出走教。",
            f"{len(sharing.teachers)} shared teachers give {number(lessons)} lessons a week; {len(riding)} ride.",
        )
    if sharing.short:
        lessons, schools = sum(s.lessons for s in sharing.short), len({s.school for s in sharing.short})
        yield Text(f"{schools} 所学校每周共缺 {number(lessons)} 节课的教师。",
                   f"{number(lessons)} lessons a week at {schools} schools have no teacher.")  # fmt: skip
