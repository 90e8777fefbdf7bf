"""The comparison as a table: a column a scenario after the baseline's, rows of figures, the best of each row marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ..compare import Answer, Comparison, Movement, Outcome, Shift, Tally
from ..measures import GradeHomework, Measures, Spread

FEW = 3  # names in a cell; all of them are in the details
LESS = -1  # the smaller the better
Words = Callable[[str, str], str]


@dataclass(frozen=True)
class Cell:
    """A figure as it is shown. ``value`` is None where there is none, ``change`` its difference to the baseline's;
    ``small`` stands under it; ``best`` of the scenarios, ``tone`` good, bad or '' beside the baseline."""

    text: str = ""
    value: float | None = None
    change: float | None = None
    small: str = ""
    best: bool = False
    tone: str = ""

    @property
    def under(self) -> str:
        """What stands under the figure: by how much it differs from the baseline's, and what else is said."""
        change = signed(self.change) if self.change is not None and abs(self.change) >= 0.005 else ""
        return " · ".join(part for part in (change, self.small) if part)


@dataclass(frozen=True)
class Row:
    """A figure of every column, the baseline first. ``main``: shown also where all are alike; ``key`` names the row in
    any language."""

    key: str
    title: str
    cells: tuple[Cell, ...]
    main: bool = False

    @property
    def differs(self) -> bool:
        """Whether some scenario is not as the baseline."""
        return any(c.text != self.cells[0].text for c in self.cells[1:] if c.text)


@dataclass(frozen=True)
class Group:
    """Rows that belong together."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """The names of the columns, and the rows."""

    columns: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in order."""
        return tuple(row for group in self.groups for row in group.rows)


ANSWERS = {
    Answer.BASELINE: ("现行", "now"), Answer.POSSIBLE: ("可行", "possible"),
    Answer.BROKEN: ("违反要求", "breaks demands"),
    Answer.IMPOSSIBLE: ("排不出", "impossible"), Answer.UNKNOWN: ("时间不够", "not found in time"),
    Answer.FAILED: ("变更有误", "failed"),
}  # fmt: skip
_TONES = {Answer.POSSIBLE: "good", Answer.BROKEN: "bad", Answer.IMPOSSIBLE: "bad", Answer.FAILED: "bad"}


def words(lang: str) -> Words:
    """Chooses between the Chinese and the English."""
    return lambda zh, en: en if lang == "en" else zh


def number(value: float) -> str:
    """5, 4.5, 0.25: without zeros that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def signed(value: float) -> str:
    """+2, -0.5, 0."""
    return f"{value:+.2f}".rstrip("0").rstrip(".") if round(value, 2) else "0"


def names(who: tuple[str, ...], t: Words) -> str:
    """The first few names, and how many there are."""
    if len(who) <= FEW:
        return t("、", ", ").join(who)
    return t(f"{'、'.join(who[:FEW])} 等 {len(who)}", f"{', '.join(who[:FEW])} and {len(who) - FEW} more")


def people(who: tuple[str, ...], t: Words, count: tuple[str, str]) -> str:
    """Those who have the greatest of a figure; how many there are where they are more than a few."""
    return t("、", ", ").join(who) if len(who) <= FEW else f"{len(who)} {t(*count)}"


def counted(tally: Tally, t: Words, few: int = FEW) -> str:
    """三1 4、三2 3……: names with their counts."""
    comma = t("、", ", ")
    return comma.join(f"{name} {count}" for name, count in tally[:few]) + ("…" if len(tally) > few else "")


def table(found: Comparison, lang: str) -> Table:
    """All rows of a comparison; those about homework and wishes only where some run has any."""
    t = words(lang)
    groups = (
        Group(t("结论", "answer"), (_answers(found, t),)),
        Group(t("课的变动", "lessons"), tuple(_lessons(found, t))),
        Group(t("规定", "regulations"), tuple(_regulations(found, t))),
        Group(t("教师", "teachers"), tuple(_teachers(found, t))),
        Group(t("作业（分钟）", "homework (minutes)"), tuple(_homework(found, lang))),
        Group(t("尽量项（代价）", "wishes (cost)"), tuple(_costs(found, lang))),
        Group(t("用时", "time"), (_seconds(found, t),)),
    )
    columns = (t("现行课表", "now"), *(o.name for o in found.outcomes))
    return Table(columns, tuple(g for g in groups if g.rows))


def _row(
    found: Comparison,
    key: str,
    title: str,
    value: Callable[[Outcome], float | None],
    *,
    better: int = LESS,
    small: Callable[[Outcome], str] = lambda o: "",
    text: Callable[[float], str] = number,
    main: bool = False,
) -> Row:
    """A row of one figure. ``better``: LESS, or 0 where neither more nor less is better. What more than half of the
    scenarios share is no best: then those that are worse stand out."""
    values = [value(o) for o in found.columns]
    able = [o.answer in (Answer.POSSIBLE, Answer.BROKEN) for o in found.columns]  # of many schools some may be unable
    base, rest = values[0], [v for v, can in zip(values, able, strict=True) if v is not None and can]
    best = min(rest) if better and len(set(rest)) > 1 else None
    if best is not None and 2 * rest.count(best) > len(rest):
        best = None
    cells = []
    for n, (outcome, v) in enumerate(zip(found.columns, values, strict=True)):
        if v is None:
            cells.append(Cell())
            continue
        change = v - base if n and base is not None else None
        tone = ("good" if change < 0 else "bad") if better and change and abs(change) > 1e-9 else ""
        cells.append(Cell(text(v), v, change, small(outcome), able[n] and v == best, tone))
    return Row(key, title, tuple(cells), main)


def _seconds(found: Comparison, t: Words) -> Row:
    return _row(found, "seconds", t("用时（秒）", "seconds"), lambda o: o.seconds or None, better=0)


def _answers(found: Comparison, t: Words) -> Row:
    cells = tuple(Cell(t(*ANSWERS[o.answer]), tone=_TONES.get(o.answer, "")) for o in found.columns)
    return Row("answer", t("能不能排", "can it be had"), cells, main=True)


def _lessons(found: Comparison, t: Words) -> Iterator[Row]:
    def of(value: Callable[[Movement], float]) -> Callable[[Outcome], float | None]:
        return lambda o: value(o.movement) if o.movement else None

    def said(small: Callable[[Movement], str]) -> Callable[[Outcome], str]:
        return lambda o: small(o.movement) if o.movement else ""

    def proof(m: Movement) -> str:
        return t("已证明最少", "proved least") if m.proven else t(f"至少 {m.least}", f"at least {m.least}")

    row = partial(_row, found)
    yield row("moved", t("移动的课（节）", "lessons moved"), of(lambda m: m.moved), main=True,
              small=said(lambda m: f"{m.share:.1%}" if m.moved else ""))  # fmt: skip
    yield row("weight", t("牵动班级和教师（人次）", "classes and teachers told"), of(lambda m: m.weight), main=True,
              small=said(proof))  # fmt: skip
    yield row("classes", t("涉及班级", "classes hit"), of(lambda m: len(m.classes)), main=True,
              small=said(lambda m: counted(m.classes, t)))  # fmt: skip
    yield row("teachers", t("涉及教师", "teachers hit"), of(lambda m: len(m.teachers)), main=True,
              small=said(lambda m: counted(m.teachers, t)))  # fmt: skip
    more: tuple[tuple[str, str, Callable[[Movement], float]], ...] = (
        ("weeks", t("只换单双周的课", "lessons moved to the other week only"), lambda m: m.weeks),
        ("staff", t("换教师的课", "lessons with other teachers"), lambda m: m.staff),
        ("rooms", t("只换场地的课", "lessons in other rooms only"), lambda m: m.rooms),
        ("added", t("新增的课", "new lessons"), lambda m: m.added),
        ("dropped", t("取消的课", "lessons gone"), lambda m: m.dropped),
        ("minutes", t("改动的作业（分钟）", "homework minutes changed"), lambda m: m.homework),
    )
    for key, title, value in more:
        if any(o.movement and value(o.movement) for o in found.outcomes):
            yield row(key, title, of(value), better=LESS if key in ("rooms", "minutes") else 0)


def _regulations(found: Comparison, t: Words) -> Iterator[Row]:
    def count(which: Callable[[Shift], bool]) -> Callable[[Outcome], float | None]:
        return lambda o: None if o.movement is None else sum(map(which, o.shifts))

    def refs(which: Callable[[Shift], bool]) -> Callable[[Outcome], str]:
        return lambda o: names(tuple(dict.fromkeys(s.ref for s in o.shifts if which(s) and s.ref)), t)

    def yes(shift: Shift, name: str, regulation: bool) -> bool:
        return bool(getattr(shift, name)) and shift.regulation is regulation

    row = partial(_row, found)
    lost, gained = partial(yes, name="lost", regulation=True), partial(yes, name="gained", regulation=True)
    own = partial(yes, name="lost", regulation=False)
    yield row("broken", t("违反的规定（条）", "regulations broken"), _of(lambda m: m.broken), main=True)
    yield row("kept", t("符合的规定（条）", "regulations kept"), _of(lambda m: m.kept), better=0)
    yield row("lost", t("新违反的规定", "newly broken"), count(lost), small=refs(lost), main=True)
    yield row("gained", t("新符合的规定", "newly kept"), count(gained), small=refs(gained), better=0, main=True)
    if any(own(s) for o in found.outcomes for s in o.shifts):
        yield row("own", t("新违反的本校要求", "own demands newly broken"), count(own), small=refs(own))


def _of(value: Callable[[Measures], float]) -> Callable[[Outcome], float | None]:
    return lambda o: value(o.measures) if o.measures else None


def _teachers(found: Comparison, t: Words) -> Iterator[Row]:
    def who(spread: Callable[[Measures], Spread]) -> Callable[[Outcome], str]:
        return lambda o: people(spread(o.measures).who, t, ("人", "people")) if o.measures else ""

    kinds: tuple[tuple[str, str, str, Callable[[Measures], Spread], bool], ...] = (
        ("loads", t("每周节数", "periods a week"), t("最多", "most"), lambda m: m.loads, False),
        ("gaps", t("每周空堂", "gaps a week"), t("最多", "most"), lambda m: m.gaps, True),
        ("days", t("最长一天的节数", "longest day, periods"), t("最多", "most"), lambda m: m.days, True),
    )
    for key, title, most, spread, fewer in kinds:
        mean = _of(lambda m, spread=spread: spread(m).mean)  # type: ignore[misc]
        worst = _of(lambda m, spread=spread: spread(m).most)  # type: ignore[misc]
        yield _row(found, f"{key} mean", t(f"{title}：平均", f"{title}: mean"), mean, better=LESS if fewer else 0)
        yield _row(found, f"{key} most", t(f"{title}：{most}", f"{title}: {most}"), worst, small=who(spread))


def _homework(found: Comparison, lang: str) -> Iterator[Row]:
    t = words(lang)
    given = [g for o in found.columns if o.measures for g in o.measures.homework]
    all_grades = {g.grade: g.name.say(lang) for g in given if any(x.most for x in given if x.grade == g.grade)}

    def of(grade: int, o: Outcome) -> GradeHomework | None:
        return next((g for g in o.measures.homework if g.grade == grade), None) if o.measures else None

    def mean(o: Outcome, grade: int) -> float | None:
        found = of(grade, o)
        return found.mean if found else None

    def most(o: Outcome, grade: int) -> float | None:
        found = of(grade, o)
        return found.most if found else None

    def who(o: Outcome, grade: int) -> str:
        found = of(grade, o)
        return people(found.who, t, ("个班", "classes")) if found else ""

    for grade, name in sorted(all_grades.items()):
        yield _row(found, f"homework mean {grade}", t(f"{name} 平均每天", f"{name}: mean a day"),
                   partial(mean, grade=grade), better=0)  # fmt: skip
        yield _row(found, f"homework most {grade}", t(f"{name} 最多一天", f"{name}: most on a day"),
                   partial(most, grade=grade), small=partial(who, grade=grade))  # fmt: skip
    if all_grades:
        yield _row(
            found, "over", t("超过上限（班·天）", "days of classes over a cap"), _of(lambda m: m.over), main=True
        )


def _costs(found: Comparison, lang: str) -> Iterator[Row]:
    titles = {c.rule: c.title.say(lang) for o in found.columns if o.measures for c in o.measures.costs}

    def of(m: Measures, rule: str) -> float:
        return next((c.cost for c in m.costs if c.rule == rule), 0) / 1000

    yield _row(found, "cost", words(lang)("代价合计", "cost of all wishes"), _of(lambda m: m.cost / 1000), main=True)
    first = found.baseline.measures
    for rule in sorted(titles, key=lambda r: (-of(first, r) if first else 0.0, r)):
        yield _row(found, f"cost {rule}", titles[rule], _of(partial(of, rule=rule)))
