"""What a rule is, and what it may say to the engine. No solver is imported here, nor by any rule.

A rule is one file under ``constraints/``: a subclass of :class:`Rule` whose ``code`` is the file's name. It holds what
it asks, its parameters, how it is posted to the solver, how it is checked on a finished timetable, how a breach is
said to a person, and its cases. ``check`` is the specification; it shares no helper with ``post`` and ``forbids``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from scheduler.domain import (
    At,
    Course,
    Group,
    HomeworkAllocation,
    Moment,
    RuleSetting,
    School,
    Scope,
    Slot,
    Source,
    Strength,
    Teacher,
    Text,
    Timetable,
    View,
    Weeks,
)
from scheduler.domain.sayings import fill_in, say_value
from scheduler.domain.sayings import say_at as say_at
from scheduler.domain.sayings import say_clock as say_clock
from scheduler.domain.sayings import say_day as say_day
from scheduler.domain.sayings import say_grade as say_grade
from scheduler.domain.sayings import say_grades as say_grades

TIME_OF_DAY = "time of day"  # the unit of parameters that are clock times, in minutes after midnight


class Stage(StrEnum):
    """What has to be decided for the rule to be posted: the timetable, or the homework minutes after it."""

    TIMETABLE = "timetable"
    HOMEWORK = "homework"


@dataclass(frozen=True, order=True)
class Violation:
    """One breach of one setting: who (ids), where, and by how much (the rule's own unit). It holds no prose."""

    setting: str
    who: tuple[str, ...]
    where: tuple[At, ...]
    amount: int


@dataclass(frozen=True)
class Measured:
    """One value of what a rule measures, in its unit: of whom (ids) and where. Reports show it with its bound."""

    who: tuple[str, ...]
    where: tuple[At, ...]
    value: float


@dataclass(frozen=True)
class Param:
    """A parameter of a rule, of its default's type. ``unit`` is minutes, periods, lessons a week, TIME_OF_DAY …"""

    name: str
    default: Any
    unit: str
    text: Text

    def bounds(self, value: Any) -> bool:
        """Whether it is a bound, and this value bounds something."""
        least, most = self.name == "least" and value != 0, self.name == "most" and value < 99
        return least or most or self.name in ("count", "lessons")


class Lin(Protocol):
    """A linear expression over the solver's integer variables; 0/1 expressions stand for truth values."""

    def __add__(self, other: Lin | int) -> Lin: ...
    def __radd__(self, other: Lin | int) -> Lin: ...
    def __sub__(self, other: Lin | int) -> Lin: ...
    def __rsub__(self, other: Lin | int) -> Lin: ...
    def __mul__(self, factor: int) -> Lin: ...
    def __rmul__(self, factor: int) -> Lin: ...
    def __neg__(self) -> Lin: ...


class Board(Protocol):
    """What a rule's ``post`` may use: the placements as 0/1 expressions, and bounds on sums of them.

    The board itself guarantees: each session is placed once, on a start that no hard ``forbids`` excludes, and the
    sessions of one course do not overlap. Whatever is fixed already is a constant: rules need no special case for it.

    ``at_most``, ``at_least`` and ``exactly`` follow the setting's strength: hard, they are constraints; soft, each unit
    beyond the bound costs the setting's weight (so what is only to be small is ``at_most 0``). ``who`` names the people
    or courses, for explanations.
    Two equal expressions are one: helper variables are shared, so posting the same thing twice costs nothing.
    """

    school: School
    weeks: tuple[Weeks, ...]

    def at(self, course: Course, slot: Slot, week: Weeks) -> Lin:
        """1 when the course is held in this slot in this week."""

    def begins(self, course: Course, slot: Slot, week: Weeks) -> Lin:
        """1 when a session of the course begins in this slot in this week."""

    def ends(self, course: Course, slot: Slot, week: Weeks) -> Lin:
        """1 when a session of the course has its last period in this slot in this week."""

    def lessons(self, courses: Iterable[Course], slots: Iterable[Slot], week: Weeks) -> Lin:
        """How many periods of these courses lie in these slots in this week."""

    def sessions(self, courses: Iterable[Course], slots: Iterable[Slot], week: Weeks) -> Lin:
        """How many sessions of these courses begin in these slots in this week."""

    def busy(self, teacher: Teacher, moment: Moment, week: Weeks) -> Lin:
        """1 when the teacher has a lesson or meeting in this moment (supposes that no teacher is in two places)."""

    def attends(self, klass: Group, slot: Slot, week: Weeks) -> Lin:
        """1 when one pupil of the class (its first atom) has a lesson in this slot (supposes that nobody is in two)."""

    def at_in(self, course: Course, slot: Slot, rooms: Collection[str], week: Weeks) -> Lin:
        """1 when the course is held in this slot in one of these rooms; asking makes the choice of rooms part of the
        search where the course has one."""

    def begins_in(self, course: Course, slot: Slot, rooms: Collection[str], week: Weeks) -> Lin:
        """1 when a session of the course begins in this slot, in one of these rooms (as for ``at_in``)."""

    def sum(self, terms: Iterable[Lin | int]) -> Lin:
        """The sum of many terms."""

    def any(self, terms: Iterable[Lin]) -> Lin:
        """1 when one of these expressions is at least 1; an equivalence."""

    def both(self, first: Lin, second: Lin) -> Lin:
        """1 when both 0/1 expressions are 1; an equivalence."""

    def above(self, expression: Lin, bound: int) -> Lin:
        """By how much the expression exceeds the bound (0 when it does not). One-sided: only for what is minimised
        or bounded from above."""

    def worst(self, expressions: Iterable[Lin]) -> Lin:
        """The greatest of the expressions, at least 0. One-sided, like ``above``."""

    def at_most(self, setting: RuleSetting, who: Sequence[str], expression: Lin, bound: int | Lin) -> None:
        """expression ≤ bound."""

    def at_least(self, setting: RuleSetting, who: Sequence[str], expression: Lin, bound: int | Lin) -> None:
        """expression ≥ bound."""

    def exactly(self, setting: RuleSetting, who: Sequence[str], expression: Lin, bound: int | Lin) -> None:
        """expression = bound; soft, each unit of difference costs."""

    def minutes(self, group: str, week: Weeks, day: int, subject: str) -> Lin:
        """Homework minutes of a class in a subject on a day: a multiple of 5, 0 where no target asks for it."""

    def gives(self, group: str, week: Weeks, day: int, subject: str) -> Lin:
        """1 when a class has homework in the subject on that day; an equivalence."""


@dataclass(frozen=True)
class Mutant:
    """A broken variant of ``post`` or ``check`` that the tests must catch. One of:

    ``shift=n``: every bound the rule posts is moved by n; ``skip='first' | 'last'``: one of its bounds is left out;
    ``forget='first' | 'last'``: a term is left out of each sum; ``params={name: change}``: the rule posts (and, against
    the cases, checks) with a parameter moved by an int, or replaced by any other value; ``forbids='skip'``: one of its
    forbidden placements is let through.
    """

    name: str
    shift: int = 0
    skip: str = ""
    forget: str = ""
    params: tuple[tuple[str, Any], ...] = ()
    forbids: str = ""


@dataclass(frozen=True)
class Case:
    """An example that breaks, keeps or just keeps (boundary) a rule; ``why`` holds the arithmetic.

    ``expected`` is the total amount over all violations. The same data is the rule's example in the catalogue.
    """

    name: str
    why: Text
    school: School
    timetable: Timetable
    expected: int
    params: tuple[tuple[str, Any], ...] = ()
    scope: Scope = field(default_factory=Scope)
    homework: HomeworkAllocation = field(default_factory=HomeworkAllocation)
    actual: Timetable | None = None


class Rule(ABC):
    """A rule of the catalogue; see the module docstring and CONTRIBUTING.md, 'Add a rule in one file'.

    ``strength`` is what a school gets that says nothing (OFF: only where a pack or the workbook asks for it).
    ``price`` is what one unit of breach costs at the weight 'normal', in thousandths of the objective; it makes the
    words important / normal / a little comparable between rules. ``structural`` rules are guaranteed by the board;
    ``about_plan`` rules judge what no timetable can change (bells, class sizes, the curriculum): neither is posted.
    ``only_hard`` rules (nobody in two places) cannot be wishes.
    ``wants`` says in a phrase what is asked of ``{who}``, with the parameters by name.
    ``metric`` names the quantity among those of the regulations; ``bounds`` says of the parameters that bound it which
    way: ``<=`` (the smaller binds more tightly), ``>=``, ``==`` (two that differ contradict each other), or the name of
    the parameter that holds one of these. Of two bounds, one at its default bounds nothing. ``each`` is the parameter
    that lists what is bounded one by one.
    """

    code: ClassVar[str]
    title: ClassVar[Text]
    asks: ClassVar[Text]
    breach: ClassVar[Text]
    unit: ClassVar[Text]
    params: ClassVar[tuple[Param, ...]] = ()
    strength: ClassVar[Strength] = Strength.OFF
    price: ClassVar[int] = 1000
    stage: ClassVar[Stage] = Stage.TIMETABLE
    wants: ClassVar[Text | None] = None
    structural: ClassVar[bool] = False
    about_plan: ClassVar[bool] = False
    only_hard: ClassVar[bool] = False
    reference: ClassVar[str] = ""
    metric: ClassVar[str] = ""
    bounds: ClassVar[Mapping[str, str]] = {}
    each: ClassVar[str] = ""
    mutants: ClassVar[tuple[Mutant, ...]] = ()

    def setting(
        self,
        id: str = "",
        *,
        scope: Scope | None = None,
        strength: Strength | None = None,
        weight: int | None = None,
        source: Source | None = None,
        **params: Any,
    ) -> RuleSetting:
        """A setting of this rule with defaults filled in. Raises ValueError naming an unknown parameter."""
        known = {p.name: p.default for p in self.params}
        for name in params:
            if name not in known:
                raise ValueError(f"{self.code}: {name}")
        if self.only_hard and strength not in (None, Strength.HARD):
            raise ValueError(f"{self.code}: {strength}")
        return RuleSetting(
            id=id or self.code,
            rule=self.code,
            scope=scope or Scope(),
            params=tuple(sorted({**known, **params}.items())),
            strength=strength or (self.strength if self.strength is not Strength.OFF else Strength.HARD),
            weight=self.price if weight is None else weight,
            source=source or Source(),
        )

    def forbids(self, school: School, setting: RuleSetting) -> Iterable[tuple[Course, Slot]]:
        """The (course, slot) pairs it excludes one by one: the course may not be held in the slot.

        Hard, they are never variables; soft, each period so placed costs one unit a week. A rule whose whole demand
        is here needs no ``post``.
        """
        return ()

    def post(self, board: Board, setting: RuleSetting) -> None:  # noqa: B027 (a rule may need no post)
        """State the rule to the solver, or its cost where the setting is soft."""

    @abstractmethod
    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        """Every breach on a finished timetable, found without the solver. The specification of the rule."""

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        """Every value of what the rule bounds, kept or broken; empty where nothing is measured in numbers."""
        return ()

    def applies(self, school: School, setting: RuleSetting) -> bool:
        """Whether the school has anything the rule speaks of; if not, its verdict is 'not applicable'."""
        return True

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        """The input that is missing for a verdict, with the sheet to fill; None when it can be checked."""
        return None

    def unseen(self, view: View, setting: RuleSetting) -> Text | None:
        """What of the answer itself was not seen, such as what was really taught; None when it can be checked."""
        return None

    def cases(self) -> Iterable[Case]:
        """At least one that breaks the rule, one that keeps it, and one on the boundary."""
        return ()

    def demand(self, setting: RuleSetting, who: Sequence[str], lang: str) -> str:
        """What a setting asks of these (ids), in a phrase: ``wants``, or the title and the parameters that matter."""
        comma = "、" if lang == "zh" else ", "
        subjects = comma.join(sorted(setting.scope.subjects - {*who}))
        names = f"{comma.join(who)} {subjects}".strip()
        values = {p.name: say_value(setting[p.name], p.unit == TIME_OF_DAY, lang) for p in self.params}
        if self.wants is not None:
            return self.wants.say(lang, who=names, **values)
        matter = (p for p in self.params if setting[p.name] != p.default or p.bounds(setting[p.name]))
        asked = ("，" if lang == "zh" else ", ").join(fill_in(p.text, values[p.name], lang) for p in matter)
        return f"{names} {self.title.say(lang)}" + (("：" if lang == "zh" else ": ") + asked if asked else "")

    def say(self, violation: Violation, lang: str) -> str:
        """The breach in a sentence; ``breach`` is filled with who, where and amount."""
        who = ("、" if lang == "zh" else ", ").join(violation.who)
        where = ("、" if lang == "zh" else ", ").join(say_at(at, lang) for at in violation.where)
        return self.breach.say(lang, who=who, where=where, amount=violation.amount)
