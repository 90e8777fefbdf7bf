"""What is asked: another rule pack, a rule that is stricter, softer or switched off."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain import Strength, Text
from scheduler.explain.remedies.rows import with_param
from scheduler.intake import Edit, Plan, words
from scheduler.intake.narrowing import ADDING
from scheduler.intake.overrides import STRENGTHS
from scheduler.intake.regulations import pack_aliases
from scheduler.intake.tables import Row
from scheduler.packs import pack_title
from scheduler.rule import Rule

from ..change import Change
from ..desk import Desk
from ..error import ChangeError
from ..kind import Field, kind
from ..names import pick, unknown
from .bells import set_item

_REMOVE = ("去掉", "取消", "删除", "remove", "without", "减")
_ADD = ("加", "增加", "加上", "add", "with")
_WAYS = (*_ADD, *_REMOVE)
_STRENGTH_WORDS = tuple(w for names in STRENGTHS.values() for w in names)
_SCOPE = ("grades", "class", "subject", "teacher", "room")


def _removes(change: Change) -> bool:
    return words.key(change["way"]) in _REMOVE


def _say_pack(change: Change, lang: str) -> str:
    if lang == "zh":
        return f"{'不再用' if _removes(change) else '加用'}规则包 {change['pack']}"
    return f"{'drop' if _removes(change) else 'add'} the rule pack {change['pack']}"


@kind(
    "pack", Text("规则包", "pack"),
    (Field("pack", Text("规则包", "pack")), Field("way", Text("方式", "way"), optional=True, fixed=_WAYS)),
    Text("规则包 haidian-lixin 去掉", "pack haidian-lixin remove"), _say_pack, ("rule pack",),
)  # fmt: skip
def pack(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The item 规则包 of 学校 with a pack more or fewer."""
    desk = Desk(plan)
    found = pack_aliases().get(words.key(change["pack"]))
    if found is None:
        raise unknown(Text("规则包", "rule pack"), change["pack"], pack_aliases())
    have = list(desk.school.packs)
    title = pack_title(found)
    if _removes(change) and found not in have:
        raise ChangeError(Text(f"本来没有用规则包 {title.zh}", f"the plan does not use the pack {title.en}"))
    if not _removes(change) and found in have:
        raise ChangeError(Text(f"已经用着规则包 {title.zh}", f"the plan uses the pack {title.en} already"))
    left = [name for name in have if name != found]
    set_item(desk, "packs", "、".join(left if _removes(change) else [*left, found]))
    return desk.edits


def _say_rule(change: Change, lang: str) -> str:
    who, strength, params = (str(change[f]) for f in ("who", "strength", "params"))
    said = {words.key(w): names[0] if lang == "zh" else s.value for s, names in STRENGTHS.items() for w in names}
    parts = [said.get(words.key(w), w) for w in (strength, params) if w]
    if lang == "zh":
        return f"规则“{change['rule']}”" + "，".join(parts) + (f"（{who}）" if who else "")
    return f"rule '{change['rule']}'" + (f" for {who}" if who else "") + (": " + ", ".join(parts) if parts else "")


@kind(
    "rule", Text("规则", "rule"),
    (Field("rule", Text("规则", "rule")),
     Field("strength", Text("强度", "strength"), optional=True, fixed=_STRENGTH_WORDS),
     Field("params", Text("参数", "parameters"), "params", optional=True, aliases=("params",)),
     Field("who", Text("对象", "for"), optional=True, aliases=("范围", "who", "scope"), many=True)),
    Text("规则 teacher_day_load 必须 most=5 张三", "rule teacher_day_load hard most=5 张三"), _say_rule, ("改规则",),
)  # fmt: skip
def rule(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The row of 规则 for just these, or a new one below the others."""
    desk = Desk(plan)
    one = _found(rules, str(change["rule"]))
    strength = _strength(str(change["strength"]))
    params, scope = str(change["params"]), desk.names.sorted_out(change["who"])
    if not strength and not params:
        raise ChangeError(
            Text("写明强度（必须、尽量、不用）或参数", "say the strength (hard, soft, off) or a parameter")
        )
    row = next((r for r in desk.rows("rules") if _same(r, one, scope, params)), None)
    if row is None:
        desk.add_row("rules", {"rule": one.title.zh, **scope, "strength": strength or "必须", "params": params})
        return desk.edits
    if strength:
        desk.put("rules", row.number, "strength", strength)
    if params:
        desk.put("rules", row.number, "params", _merged(row, one, params))
    return desk.edits


def _found(rules: Mapping[str, Rule], written: str) -> Rule:
    by_name = {words.key(n): r for r in rules.values() for n in (r.title.en, r.title.zh, r.code)}
    if words.key(written) not in by_name:
        raise unknown(Text("规则", "rule"), written, [*rules, *(r.title.zh for r in rules.values())])
    return by_name[words.key(written)]


def _strength(written: str) -> str:
    if not written:
        return ""
    known = {words.key(w): names[0] for names in STRENGTHS.values() for w in names}
    known |= {words.key(s.value): STRENGTHS[s][0] for s in Strength if s in STRENGTHS}
    return known[words.key(pick(Text("强度", "strength"), written, known))]


def _same(row: Row, one: Rule, scope: Mapping[str, str], params: str) -> bool:
    """Whether a row speaks of this rule and of just these; of rules that add up, with the same parameters too."""
    if words.key(row["rule"].value) not in (words.key(n) for n in (one.code, one.title.zh, one.title.en)):
        return False
    if one.code in ADDING and params and words.key(row["params"].value) != words.key(params):
        return False
    return all(
        {words.key(w) for w in words.split(row[c].value)} == {words.key(w) for w in words.split(scope.get(c, ""))}
        for c in _SCOPE
    )


def _merged(row: Row, one: Rule, params: str) -> str:
    """The row's parameters with those that are written now; all of them anew where they cannot be told apart."""
    text: str | None = "" if row["params"].empty else str(row["params"].value)
    for part in params.replace("；", ";").split(";"):
        name, equals, value = part.partition("=")
        known = next(
            (p.name for p in one.params if words.key(name) in map(words.key, (p.name, p.text.zh, p.text.en))), None
        )
        if not equals or known is None or not value.strip().isdigit() or text is None:
            return params
        text = with_param(text, one, known, int(value))
    return params if text is None else text
