"""Breaches of what only the school can say: a declaration of one grade is changed, or a table is not made public."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from scheduler.domain import Declaration, RuleSetting

from .world import Expect, Plant, Planting, Unplantable, World, grades_of

SAID = (
    "conduct", "practice", "survey", "workbooks", "homework_kinds", "service_coverage", "outside_labour",
    "forbidden_blocks",
)  # fmt: skip
UNBOUNDED = 1_000_000
OF_SERVICE = ("after_school_minutes", "service_days", "service_end", "service_activities", "clubs", "duty_cover")


def _says(world: World, setting: RuleSetting, item: str, value: float) -> Plant:
    grade = grades_of(world, setting)[-1]
    said = Declaration(item, value, (grade,))
    planted = world.with_office(declared=(said, *world.school.office.declared))
    return Plant(planted, (Expect((item, str(grade))),), SAID)


def _conduct(world: World, setting: RuleSetting) -> Plant:
    return _says(world, setting, setting["item"], 1)


def _too_little(world: World, setting: RuleSetting) -> Plant:
    item = setting["item"] if "item" in dict(setting.params) else setting.rule
    return _says(world, setting, item, setting["least"] - 1)


def _workbooks(world: World, setting: RuleSetting) -> Plant:
    return _says(world, setting, setting["item"], setting["most"] + 1)


def _survey(world: World, setting: RuleSetting) -> Plant:
    if setting["least"] > 0:
        return _too_little(world, setting)
    if setting["most"] < UNBOUNDED:
        return _workbooks(world, setting)
    raise Unplantable("only measured, no bound")


def _permission(world: World, setting: RuleSetting) -> Plant:
    raise Unplantable("it allows, and asks nothing")


@cache
def _items_of_kind() -> dict[str, str]:
    rows = yaml.safe_load(files("constraints").joinpath("declared/items.yaml").read_text("utf-8"))
    return {row["kind"]: id for id, row in rows.items() if "kind" in row}


def _homework_kinds(world: World, setting: RuleSetting) -> Plant:
    return _says(world, setting, _items_of_kind()[setting["kinds"][-1]], 1)


def _posted(world: World, setting: RuleSetting) -> Plant:
    item = setting["items"][-1]
    posted = tuple(word for word in world.school.office.posted if item not in word)
    everybody = tuple(k.id for k in world.school.classes)
    if setting["made"]:  # a table of activities exists as long as there are activities
        return Plant(world.with_office(posted=posted, service=()), (Expect((item,)),), OF_SERVICE, everybody)
    return Plant(world.with_office(posted=posted), (Expect((item,)),))


PLANTINGS = {
    "conduct": Planting(_conduct),
    "practice": Planting(_too_little),
    "service_coverage": Planting(_too_little),
    "outside_labour": Planting(_too_little),
    "workbooks": Planting(_workbooks),
    "survey": Planting(_survey),
    "permission": Planting(_permission),
    "homework_kinds": Planting(_homework_kinds),
    "posted": Planting(_posted),
}
