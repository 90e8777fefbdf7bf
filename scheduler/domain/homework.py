"""The kinds of homework and its layers, and the words of schools and documents for them."""

from __future__ import annotations

from .settings import Text

HOMEWORK_KINDS = {
    "written": Text("书面", "written"),
    "oral": Text("口头", "oral"),
    "reading": Text("阅读", "reading"),
    "practice": Text("实践", "practice"),
    "inquiry": Text("探究", "inquiry"),
    "sport": Text("运动", "sport"),
    "labour": Text("劳动", "labour"),
    "project": Text("综合", "project"),
}
HOMEWORK_LAYERS = {"required": Text("必做", "required"), "chosen": Text("选做", "chosen")}

# A kind holds another word's tasks where a school that keeps this list would write them down under it.
_KINDS = {
    "written": ("笔头", "书写", "纸笔"),
    "oral": ("口语", "听说", "朗读", "背诵", "听说型", "口头性"),
    "reading": ("课外阅读", "阅读型"),
    "practice": ("动手", "活动", "操作", "手工", "制作", "实践性", "活动型", "动手能力", "practical"),
    "inquiry": ("研究", "调查", "思考", "实验", "探究性", "研究性", "调查性", "思考性"),
    "sport": ("体育", "锻炼", "体育锻炼"),
    "labour": ("家务", "家务劳动"),
    "project": ("跨学科", "创新", "项目", "综合性", "创意"),
}
_LAYERS = {
    "required": ("基础", "必做题"),
    "chosen": ("弹性", "分层", "差异", "差异性", "个性化", "挑战", "挑战题", "拓展", "选做题", "鼓励性", "自选"),
}


def homework_kind(word: str) -> str | None:
    """The kind that a word names (``听说`` is oral, ``动手`` practice); None when it names none."""
    return _find(word, HOMEWORK_KINDS, _KINDS)


def homework_layer(word: str) -> str | None:
    """The layer that a word names; what is 分层 or 弹性 is what a pupil may leave. None when it names none."""
    return _find(word, HOMEWORK_LAYERS, _LAYERS)


def _find(word: str, names: dict[str, Text], more: dict[str, tuple[str, ...]]) -> str | None:
    plain = word.strip().removesuffix("作业").lower()
    found = (id for id, name in names.items() if plain in (id, name.zh, *more[id]))
    return next(found, None) if plain else None
