"""So many rooms of a kind (音乐室、美术室)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param

from .._limits import Limit
from ._kinds import rooms_like


class RoomsOfKind(Limit):
    """The school has at least so many rooms of a kind.

    What it asks: of the rooms of the plan at least ``least`` are of the kind, by their kind or name.
    Why: 每所学校均建有音乐室、美术室.
    Breaks when: there are fewer; each room short counts one.
    Parameters: kind, the word of the document (音乐室 finds a 音乐教室); least, rooms.
    References: AR-02.
    """

    code = "rooms_of_kind"
    title = Text("专用教室数", "rooms of a kind")
    asks = Text("学校有规定数量的专用教室", "the school has the rooms asked for")
    breach = Text("{who}少 {amount} 间", "{who}: {amount} room(s) short")
    unit = Text("间", "rooms")
    params = (
        Param("kind", "音乐室", "", Text("哪种教室", "kind of room")),
        Param("least", 1, "rooms", Text("至少几间", "rooms at least")),
    )
    metric = "room_count"
    bounds = {"least": ">="}
    reference = "AR-02"
    mutants = (Mutant("one more", params=(("least", 1),)), Mutant("another kind", params=(("kind", "美术室"),)))

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        yield Measured((setting["kind"],), (), len(rooms_like(view.school, setting["kind"])))

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if school.rooms else Text("没有填场地（工作表 场地）", "no rooms are filled in (sheet 场地)")

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "音1"}, rooms={"音乐教室1": ("音", 1), "音乐教室2": ("音", 1), "操场": ("体", 2)})
        yield Case("keeps", Text("有两间音乐教室", "two music rooms"), school, Timetable(), 0)
        yield Case("boundary", Text("要求2间：正好", "two asked for: just so"), school, Timetable(), 0, (("least", 2),))
        yield Case(
            "breaks", Text("没有美术室：少1间", "no art room: one"), school, Timetable(), 1, (("kind", "美术室"),)
        )
