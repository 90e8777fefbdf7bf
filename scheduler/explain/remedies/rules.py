"""Rules of the school, of the program and of regulations: softened, their numbers moved, an exception made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scheduler.domain import RuleSetting, Scope, Text
from scheduler.intake.edits import Edit
from scheduler.intake.narrowing import ADDING
from scheduler.rule import TIME_OF_DAY, Rule, say_clock

from ..conflict import Member
from .clash import Clash
from .people import People
from .remedy import Remedy, price
from .rows import in_row, new_row, params_text, with_param

_AUTOMATIC = frozenset({"subject_a_day", "few_times"})  # of these 0 is not the least number
_USUAL = {"most": "<=", "least": ">="}
_MEMBERS = 6  # so many people get an exception of their own


def remedies(clash: Clash) -> Iterator[Remedy]:
    """For each hard setting that takes part and can be anything else."""
    for setting in clash.asked.values():
        rule = clash.rules[setting.rule]
        if not setting.hard or rule.only_hard or rule.structural or rule.about_plan:
            continue
        if setting.id in clash.origins.rule:
            yield from _own_row(clash, setting, rule)
        elif setting.source.pack or not setting.source.sheet:
            yield from _exceptions(clash, setting, rule)


def _own_row(clash: Clash, setting: RuleSetting, rule: Rule) -> Iterator[Remedy]:
    """A row of 规则: its number moved, or 尽量; for those in the conflict alone, or for all."""
    row = clash.origins.rule[setting.id]
    where = f"{row['rule'].sheet} {row['rule'].address}"
    for name, value in looser(rule, setting, clash.short):
        text = with_param(row["params"].value, rule, name, value)
        if text is not None:
            old, new = _say(rule, name, setting[name]), _say(rule, name, value)
            yield Remedy(
                "rule", in_row(clash, row, {"params": text}),
                Text(f"规则“{rule.title.zh}”的 {name} 由 {old} 改为 {new}（{where} 一行）",
                     f"rule '{rule.title.en}': {name} {new} instead of {old} (row of {where})"),
                price("rule", 10),
            )  # fmt: skip
        if rule.code not in ADDING:
            yield from _exceptions(clash, setting, rule, {name: value})
    yield from _exceptions(clash, setting, rule)
    yield Remedy(
        "rule", in_row(clash, row, {"strength": "尽量"}),
        Text(f"规则“{rule.title.zh}”由“必须”改为“尽量”（{where} 一行）",
             f"make the rule '{rule.title.en}' soft (尽量) instead of hard (必须): row of {where}"),
        price("rule", 20),
    )  # fmt: skip


def looser(rule: Rule, setting: RuleSetting, short: int) -> Iterator[tuple[str, int]]:
    """Numbers that bind a little less: a parameter's name and its new value."""
    for param in rule.params:
        value = setting[param.name]
        way = rule.bounds.get(param.name, _USUAL.get(param.name, ""))
        way = setting[way] if any(p.name == way for p in rule.params) else way
        if type(value) is not int or way not in ("<=", ">="):
            continue
        step = 10 if param.unit == TIME_OF_DAY else 5 if "minute" in param.unit else 1
        if way == "<=" and not (value == 0 and rule.code in _AUTOMATIC):
            yield from ((param.name, value + n) for n in sorted({step, step * min(short, 3)}))
        elif way == ">=" and value > 0:
            yield param.name, max(0, value - step)


def _say(rule: Rule, name: str, value: int) -> str:
    unit = next(p.unit for p in rule.params if p.name == name)
    return say_clock(value) if unit == TIME_OF_DAY else str(value)


def _exceptions(
    clash: Clash, setting: RuleSetting, rule: Rule, moved: Mapping[str, int] | None = None
) -> Iterator[Remedy]:
    """New rows of 规则 for just those in the conflict, one by one and together: 尽量, or with a number moved."""
    params = params_text(rule, setting.with_params(**(moved or {})))
    if params is None or setting.scope.courses:
        return
    members = [m for m in clash.conflict.members if m.setting == setting.id]
    each = [_people(clash, setting.scope, [m]) for m in members][:_MEMBERS]
    together = _people(clash, setting.scope, members)
    for number, people in enumerate(dict.fromkeys([*each, together])):
        if setting.source.sheet and people == _people(clash, setting.scope, []):
            continue  # no exception: all of them
        strength = "必须" if moved else "尽量"
        values = {"rule": rule.title.zh, **people.cells, "strength": strength, "params": params}
        edits = new_row(clash, values)
        if setting.source.pack:
            yield _against(setting, rule, people, edits, number)
        else:
            yield _exception(rule, people, edits, number, moved or {})


def _people(clash: Clash, scope: Scope, members: Iterable[Member]) -> People:
    """Those whom the members name; where they name none of a kind, those of the setting."""
    school = clash.school
    names = list(dict.fromkeys(w for m in members for w in m.who))
    courses = [school.course[w] for w in names if w in school.course]
    groups = [*(w for w in names if w in school.group), *(g for c in courses for g in c.groups)]
    classes = [g for g in dict.fromkeys(groups) if school.group[g].is_class]
    classes = classes or sorted(g for g in scope.groups if g in school.group and school.group[g].is_class)
    subjects = [*(w for w in names if w in school.subject), *(c.subject for c in courses if c.groups)]
    return People(
        () if classes else tuple(sorted(scope.grades)),
        tuple(classes),
        tuple(dict.fromkeys(subjects)) or tuple(sorted(scope.subjects)),
        tuple(w for w in names if w in school.teacher) or tuple(sorted(scope.teachers)),
        tuple(w for w in names if w in school.room) or tuple(sorted(scope.rooms)),
    )


def _exception(rule: Rule, people: People, edits: tuple[Edit, ...], number: int, moved: Mapping[str, int]) -> Remedy:
    numbers = "、".join(f"{name}={_say(rule, name, value)}" for name, value in moved.items())
    change = (f"用 {numbers}", numbers) if moved else ("改为“尽量”", "soft (尽量)")
    return Remedy(
        "rule", edits,
        Text(f"{people.say('zh')}，规则“{rule.title.zh}”{change[0]}：规则 表加一行（{edits[-1].cell}）",
             f"rule '{rule.title.en}' {people.say('en')}: {change[1]}, a new row in sheet 规则 ({edits[-1].cell})"),
        price("rule", min(number, 5) + (0 if people.cells else 10) + (0 if moved else 2)),
    )  # fmt: skip


def _against(setting: RuleSetting, rule: Rule, people: People, edits: tuple[Edit, ...], number: int) -> Remedy:
    """A regulation is broken knowingly: the sentence quotes it, and the price is the highest."""
    source = setting.source
    row = edits[-1].cell
    document = f"《{source.document.strip('《》')}》" if source.document else ""
    cited = f"{document}{source.part}（{source.ref}）“{source.quotation}”"
    return Remedy(
        "regulation", edits,
        Text(f"{people.say('zh')}，不再严格执行规定 {cited}：规则 表加一行（{row}），把“{rule.title.zh}”改为“尽量”。"
             "这是规定，要先确认允许例外",
             f"no longer keep this regulation strictly {people.say('en')}: {cited}: a new row in sheet 规则 ({row}) "
             f"makes '{rule.title.en}' soft (尽量). It is a regulation: make sure first that an exception is allowed"),
        price("regulation", min(number, 5) + (0 if people.cells else 10)),
    )  # fmt: skip
