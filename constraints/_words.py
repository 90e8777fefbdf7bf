"""How breaches say what regulations name by a word: kinds of blocks and tags of subjects, in both languages."""

from __future__ import annotations

from scheduler.domain import Text

_WORDS = {
    "lesson": Text("上课", "lesson"), "long_break": Text("大课间", "long break"), "break": Text("课间", "break"),
    "eye_exercises": Text("眼保健操", "eye exercises"), "noon": Text("午休", "noon rest"),
    "self_study": Text("自习", "self-study"), "reading": Text("阅读", "reading"), "activity": Text("活动", "activity"),
    "service": Text("课后服务", "after-school service"), "arrival": Text("到校", "arrival"),
    "other": Text("其他", "other"),
    "pe": Text("体育", "PE"), "music": Text("音乐", "music"), "art": Text("美术", "art"),
    "main": Text("主科", "main subjects"), "maths": Text("数学", "maths"), "language": Text("语文", "Chinese"),
    "science": Text("科学", "science"), "class_meeting": Text("班会", "class meeting"),
    "labour": Text("劳动", "labour"),
    "technology": Text("信息科技", "information technology"), "practice": Text("综合实践", "comprehensive practice"),
    "local": Text("地方与校本课程", "local and school courses"),
}  # fmt: skip


def say_word(word: str, lang: str) -> str:
    """A kind of block or a tag as a teacher says it; any other word as it is."""
    known = _WORDS.get(word)
    return known.say(lang) if known else word
