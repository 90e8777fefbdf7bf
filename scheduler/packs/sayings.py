"""Bindings and contradictions in sentences, with the regulations' own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.domain import RuleSetting, School, Text
from scheduler.rule import TIME_OF_DAY, Rule, say_clock, say_grades

from .binding import LEAST, Asked, Contradiction, Quantity, contradictions


@dataclass(frozen=True)
class Conflict:
    """A contradiction as it is told; ``need`` and ``have`` are what one asks and the other allows, where it is between
    two figures."""

    text: Text
    who: tuple[str, ...] = ()
    need: int = 0
    have: int = 0

    def say(self, lang: str) -> str:
        """In one paragraph, with both quotations and what may help."""
        return self.text.say(lang)


def conflicts(school: School, rules: Mapping[str, Rule]) -> tuple[Conflict, ...]:
    """Every contradiction between what the packs ask of a school, told."""
    return tuple(
        Conflict(_conflict(school, rules, c), c.classes, c.least.value, c.most.value)
        for c in contradictions(school, rules)
    )


def _conflict(school: School, rules: Mapping[str, Rule], found: Contradiction) -> Text:
    who, what = say_classes(school, found.classes), say_quantity(rules, found.quantity)
    low, high = say_asked(rules, found.least), say_asked(rules, found.most)
    return Text(
        f"规定互相矛盾：{who.zh}的“{what.zh}”，{low.zh}，而{high.zh}\n"
        "  可以：在 学校 表的规则包里去掉其中一个，或在 规则 表对这一条另作规定",
        f"regulations contradict each other: {what.en} of {who.en}: {low.en}, but {high.en}\n"
        "  Maybe: drop one of the two packs in sheet 学校, or settle this rule in sheet 规则",
    )


def say_quantity(rules: Mapping[str, Rule], quantity: Quantity) -> Text:
    """The rule's title, and which of its subjects or kinds."""
    title = rules[quantity.rule].title
    return Text(*(t + (f"（{quantity.of}）" if quantity.of else "") for t in (title.zh, title.en)))


def say_asked(rules: Mapping[str, Rule], asked: Asked) -> Text:
    """Who asks for how much, with the quotation."""
    rule, value = rules[asked.setting.rule], say_value(rules[asked.setting.rule], asked)
    basis = say_basis(asked.setting)
    zh = f"{basis.zh}要求{'至少' if asked.direction == LEAST else '至多'} {value}{_unit(rule, value).zh}"
    en = f"{basis.en} asks {'at least' if asked.direction == LEAST else 'at most'} {value} {_unit(rule, value).en}"
    return Text(zh, en.rstrip())


def say_value(rule: Rule, asked: Asked) -> str:
    """The number; a time of day where the parameter is one."""
    clock = any(p.unit == TIME_OF_DAY for p in rule.params if p.name in rule.bounds)
    return say_clock(asked.value) if clock else str(asked.value)


def _unit(rule: Rule, value: str) -> Text:
    return Text("", "") if ":" in value else Text(f" {rule.unit.zh}", rule.unit.en)


def say_basis(setting: RuleSetting) -> Text:
    """The document and row with its quotation, or the cell of the workbook, or the program's default."""
    source = setting.source
    if source.pack:
        quoted = f"{source.ref}“{source.quotation}”"
        return Text(f"{say_document(source.document)}{source.part} {quoted}", f"{source.pack} {quoted}")
    if source.sheet:
        return Text(f"工作表 {source.sheet} {source.cell} ", f"sheet {source.sheet} {source.cell}")
    return Text("默认规则", "the default")


def say_document(document: str) -> str:
    """《title》; as it stands where it has its own marks: 教育部办公厅《关于…的通知》（教基厅函〔2021〕34号）."""
    return document if not document or "《" in document else f"《{document}》"


def say_classes(school: School, classes: Iterable[str]) -> Text:
    """All classes, whole grades, or classes by name."""
    wanted = frozenset(classes)
    names = [k.id for k in school.classes if k.id in wanted]
    if len(names) == len(school.classes):
        return Text("全校", "all classes")
    grades = sorted({k.grade for k in school.classes if k.id in wanted})
    if all(k.id in wanted for k in school.classes if k.grade in grades):
        return Text(*(say_grades(grades, lang) for lang in ("zh", "en")))
    return Text("、".join(names), ", ".join(names))
