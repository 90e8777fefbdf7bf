"""What stands in a lesson's cell: 语, 数学(王芳), 语文/张三, 音/美, 单音双美."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from scheduler.domain import Course, School, Text, Weeks

from ..subjects import SubjectNames, known_subjects
from ..words import clean, key, nearest, nfkc

BLANK = frozenset(["", "/", "\\", "-", "--", "—", "——", "―", "无", "空", "×", "x", "✕", "*", ".", "…"])
IDLE = re.compile(
    r"自习|自主|社团|兴趣|课后服务|延时|托管|看护|值日|卫生|大扫除|放学|离校|午休|早读|晨读|升旗|教研|备课|机动|课间"
)
# Short forms: a writing → the subjects it may stand for, as the national plan names them.
SHORT = {
    "语": ("语文",), "数": ("数学",), "英": ("英语",), "外": ("英语",), "体": ("体育与健康",), "音": ("音乐",),
    "美": ("美术",), "科": ("科学",), "品": ("道德与法治",), "德": ("道德与法治",), "思": ("道德与法治",),
    "政": ("道德与法治",), "思政": ("道德与法治",), "法治": ("道德与法治",), "道": ("道德与法治",),
    "信": ("信息科技",), "微": ("信息科技",), "电": ("信息科技",), "综": ("综合实践活动",), "实践": ("综合实践活动",),
    "劳": ("劳动",), "班": ("班会",), "队": ("班会",), "写": ("写字",), "书": ("写字",), "阅": ("阅读",),
    "读": ("阅读",), "校": ("校本课程",), "地方": ("地方课程",), "心": ("心理健康",), "安": ("安全教育",),
    "健": ("安全教育", "体育与健康"), "物": ("物理",), "理": ("物理", "地理"), "化": ("化学",), "生": ("生物",),
    "史": ("历史",), "历": ("历史",), "地": ("地理", "地方课程"), "艺": ("艺术",), "活": ("体育活动",),
    "体活": ("体育活动",), "体锻": ("体育活动",), "大课间": (),
}  # fmt: skip
_QUALIFIERS = frozenset([
    "作文", "写作", "阅读", "听力", "口语", "实验", "练习", "复习", "习题", "辅导", "讲评", "连堂", "连", "合班",
    "走班",
    "分组", "新授", "早读", "思维", "拓展", "a", "b", "1", "2", "上", "下", "课",
])  # fmt: skip
_ACTIVITY = re.compile(r"课间|活动|训练|游戏|比赛|教育|学习|指导|讲座|测验|测试|考试|竞赛|课$")  # in brackets: no name
_ROOMISH = re.compile(r"(?:室|场|馆|厅|楼|房|园|基地)\d*$|^\d{3,4}$|#\d+$|^[a-z]\d{3}$")
_NAME = re.compile(r"^[㐀-鿿·]{2,4}$|^[a-z][a-z .'-]+$", re.IGNORECASE)
_WEEK_WORDS = {
    "单": Weeks.ODD, "单周": Weeks.ODD, "odd": Weeks.ODD, "双": Weeks.EVEN, "双周": Weeks.EVEN, "even": Weeks.EVEN,
}  # fmt: skip
_ODD_EVEN = re.compile(r"^单周?[::]?(?P<odd>.+?)[\s/、,;|]*双周?[::]?(?P<even>.+)$", re.DOTALL)
_MARKED = re.compile(
    r"^(?P<name>.+?)(?:[(\[](?P<week>单周?|双周?)[)\]]|(?P<after>单周|双周)|\s(?P<apart>单|双))$", re.DOTALL
)
_LED = re.compile(r"^[(\[]?(?P<week>单周?|双周?)[)\]:]?(?P<name>.+)$", re.DOTALL)
_SPLIT = re.compile(r"[\s/、,;:|&()\[\]]+")


@dataclass(frozen=True)
class Taught:
    """A subject in a cell with what else is said of it."""

    subject: str
    teachers: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    weeks: Weeks = Weeks.ALL


@dataclass(frozen=True)
class Reading:
    """A cell as it was read. ``idle`` is what it names that is no lesson (自习); ``problem`` why it was not read."""

    lessons: tuple[Taught, ...] = ()
    idle: str = ""
    problem: Text | None = None
    near: str = ""


@dataclass
class TextReader:
    """Reads cells by the names of a plan; equal texts are read once.

    What it took for granted is kept to be told: ``strange`` are teachers that the plan does not have, ``spelt`` the
    writings of a subject other than its name, ``turns`` the cells of two subjects read as odd and even weeks.
    """

    school: School
    strange: dict[str, str] = field(default_factory=dict)
    spelt: dict[str, str] = field(default_factory=dict)
    turns: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        own = (c.subject for c in self.school.courses if c.groups)
        asked = (row.subject for row in self.school.curriculum)
        self._names = SubjectNames(tuple(dict.fromkeys([*asked, *own])))
        self._teachers = {key(t.id): t.id for t in self.school.teachers}
        self._rooms = {key(r.id): r.id for r in self.school.rooms}
        self._groups = tuple(key(g.id) for g in self.school.groups if not g.is_class)
        self._cache: dict[str, Reading] = {}
        self._subjects: dict[str, tuple[str, ...]] = {}

    def read(self, text: object) -> Reading:
        """What a cell says."""
        shown = re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"/\s*\n\s*", "/", nfkc(text)))
        if shown not in self._cache:
            self._cache[shown] = self._read(shown)
        return self._cache[shown]

    def subjects(self, word: str) -> tuple[str, ...]:
        """The subjects that a writing may stand for: one when it is clear, several when it is not, none if unknown."""
        if word not in self._subjects:
            self._subjects[word] = self._find(word)
        return self._subjects[word]

    def _find(self, word: str) -> tuple[str, ...]:
        if not word:
            return ()
        if name := self._names.find(word):
            return (name,)
        short = SHORT.get(key(word), ())
        meant = tuple(dict.fromkeys(n for s in short if (n := self._names.find(s))))
        if meant:
            return meant
        begins = tuple(n for n in self._names.names if key(n).startswith(key(word)))
        if begins:
            return begins
        if len(word) > 2 and word.endswith("课") and (found := self._find(word[:-1])):
            return found
        if IDLE.search(key(word)):
            return ()
        known = known_subjects().get(key(word)) or (known_subjects().get(key(short[0])) if short else None)
        return (self._names.find(known.names[0]) or clean(known.names[0] if short else word),) if known else ()

    def _read(self, shown: str) -> Reading:
        if key(shown) in BLANK:
            return Reading()
        if len(found := self.subjects(shown)) == 1:
            self._spell(shown, found[0])
            return Reading((Taught(found[0]),))
        two = self._both_weeks(shown)
        if two is not None:
            return two
        one = self._one(shown)
        if one.problem and IDLE.search(key(shown)) and not found:
            return Reading(idle=clean(shown))
        return one

    def _spell(self, word: str, subject: str) -> None:
        if key(word) != key(subject):
            self.spelt.setdefault(word, subject)

    def _both_weeks(self, shown: str) -> Reading | None:
        """Odd and even weeks: 单音双美, 音(单)/美(双), 音/美; None where nothing is said of weeks."""
        head, _, tail = shown.partition("\n")
        if found := _ODD_EVEN.match(shown.replace("\n", " ")):
            return self._weekly([(found["odd"], Weeks.ODD), (found["even"], Weeks.EVEN)])
        for sep in ("/", "|", "、", ";", ",", " ", "\n"):
            text, rest = (shown, "") if sep == "\n" else (head, tail)
            parts = [p.strip() for p in text.split(sep) if p.strip()]
            if len(parts) != 2:
                continue
            marked = [self._marked(p) for p in parts]
            if all(week is not Weeks.ALL for _, week in marked):
                return self._weekly(marked, rest)
            if sep in "/|" and all(len(self.subjects(p)) == 1 or self._led(p) for p in parts):
                return self._side_by_side(parts, rest)
        name, week = self._marked(shown)
        return self._weekly([(name, week)]) if week is not Weeks.ALL else None

    def _led(self, text: str) -> bool:
        """Whether it is a subject with something in brackets: 音乐(王芳)."""
        head, bracket, _ = text.partition("(")
        return bool(bracket) and len(self.subjects(head.strip())) == 1

    def _marked(self, text: str) -> tuple[str, Weeks]:
        """音乐(单), 单周音乐, 音单: the text and its week. A bare 单 counts only beside a subject (王双 is a name)."""
        if found := _MARKED.match(text):
            return found["name"].strip(), _WEEK_WORDS[found["week"] or found["after"] or found["apart"]]
        if (found := _LED.match(text)) and (
            text[0] in "([" or found["week"].endswith("周") or self.subjects(found["name"])
        ):
            return found["name"].strip(), _WEEK_WORDS[found["week"]]
        if text[-1:] in "单双" and len(self.subjects(text[:-1])) == 1:
            return text[:-1], _WEEK_WORDS[text[-1]]
        return text, Weeks.ALL

    def _side_by_side(self, parts: Sequence[str], rest: str) -> Reading:
        """音/美: two groups at once where the plan says so (走班), else odd and even weeks."""
        found = [self.subjects(p) for p in parts]
        if all(len(f) == 1 for f in found) and self._one_band(f[0] for f in found):
            return Reading(tuple(Taught(f[0]) for f in found))
        self.turns["/".join(parts)] = None
        return self._weekly(list(zip(parts, (Weeks.ODD, Weeks.EVEN), strict=True)), rest)

    def _one_band(self, subjects: Iterable[str]) -> bool:
        bands = [{c.band for c in self.school.courses if c.band and c.subject == s} for s in subjects]
        return bool(set.intersection(*bands))

    def _weekly(self, parts: Sequence[tuple[str, Weeks]], rest: str = "") -> Reading:
        """Each part in its weeks; ``rest`` (张三/李四) names a teacher for each, or one for all."""
        more = [p.strip() for p in rest.split("/")] if rest.strip() else []
        lessons = []
        for n, (text, weeks) in enumerate(parts):
            own = more[n] if len(more) == len(parts) else rest.strip()
            one = self._one(f"{text}\n{own}" if own else text)
            if one.problem:
                return one
            lessons += [replace(taught, weeks=weeks) for taught in one.lessons]
        return Reading(tuple(lessons))

    def _one(self, shown: str) -> Reading:
        """One subject, and a teacher, a room or what kind of lesson it is in any order behind it."""
        for word, rest in self._heads(shown):
            found = self.subjects(word)
            if len(found) > 1:
                zh = f"“{word}”可能是{'或'.join(found)}"
                return Reading(problem=Text(zh, f"'{word}' may be {' or '.join(found)}"))
            if found:
                said = self._rest(rest)
                if said is not None:
                    self._spell(word, found[0])
                    return Reading((replace(said, subject=found[0]),))
        words = _SPLIT.split(shown)
        if len(words) == 2 and all(len(self.subjects(w)) == 1 for w in words):
            return Reading(problem=Text("两门课，没有写单双周", "two subjects, and not in which weeks"))
        near = nearest(words[0], self._names.names)
        return Reading(problem=Text("认不出是什么课", "no subject is known by this"), near=near)

    def _heads(self, shown: str) -> Iterable[tuple[str, str]]:
        """Ways of cutting a text into a subject and the rest, the most likely first."""
        yield shown, ""
        tokens = [t for t in _SPLIT.split(shown) if t]
        if len(tokens) > 1:
            first = re.match(re.escape(tokens[0]) + r"[\s/、,;:|&]*", shown)
            yield tokens[0], shown[first.end() if first else len(tokens[0]) :]
            if key(tokens[0]) in self._teachers or not self.subjects(tokens[0]):
                yield tokens[1], " ".join([tokens[0], *tokens[2:]])
        word = tokens[0] if tokens else shown
        for size in range(len(word) - 1, 0, -1):
            rest = word[size:]
            if self.subjects(word[:size]) and (key(rest) in self._teachers or key(rest) in _QUALIFIERS):
                yield word[:size], " ".join([rest, *tokens[1:]])

    def _rest(self, rest: str) -> Taught | None:
        """Teachers, rooms and weeks; None where something else is written."""
        text = rest.strip()
        if not text:
            return Taught("")
        inner = re.sub(r"^\((.*)\)$", r"\1", text, flags=re.DOTALL).strip()
        if self._groups and key(inner).startswith(self._groups):
            return Taught("")  # teaching groups: the plan says who teaches them, and where
        if key(inner) in self._teachers:
            return Taught("", (self._teachers[key(inner)],))
        teachers: list[str] = []
        rooms: list[str] = []
        weeks = Weeks.ALL
        for token in self._tokens(inner):
            word = re.sub(r"(?<=.)(?:老师|教师)$", "", token)
            if key(word) in self._teachers:
                teachers.append(self._teachers[key(word)])
            elif key(token) in self._rooms:
                rooms.append(self._rooms[key(token)])
            elif key(token) in _WEEK_WORDS:
                weeks = _WEEK_WORDS[key(token)]
            elif key(token) in _QUALIFIERS or _ROOMISH.search(key(token)) or _ACTIVITY.search(token):
                continue
            elif _NAME.match(word) and len(self.subjects(word)) != 1:
                teachers.append(clean(word))
                if self._teachers:
                    self.strange.setdefault(clean(word), nearest(word, self._teachers.values()))
            else:
                return None
        return Taught("", tuple(dict.fromkeys(teachers)), tuple(dict.fromkeys(rooms)), weeks)

    def _tokens(self, text: str) -> list[str]:
        """The words of a text; a known name with a bracket in it (张伟(2)) or a room with a space stays whole."""
        found: list[str] = []
        for part in re.split(r"[\n/、,;|&]+", text):
            whole = part.strip().strip("()[]") if part.count("(") != part.count(")") else part.strip()
            known: Collection[str] = {**self._teachers, **self._rooms}
            found += [whole] if key(whole) in known else [t for t in self._words(whole, known) if t]
        return found

    @staticmethod
    def _words(text: str, known: Collection[str]) -> list[str]:
        words = text.split()
        if all(key(w) in known for w in words):
            return words
        return [t for t in _SPLIT.split(text) if t]


def courses_of(school: School, klass: str, subject: str) -> tuple[Course, ...]:
    """The plan's courses of a class in a subject, of all its pupils."""
    atoms = set(school.group[klass].atoms) if klass in school.group else set()
    return tuple(
        c for c in school.courses
        if c.subject == subject and any(not atoms.isdisjoint(school.group[g].atoms) for g in c.groups)
    )  # fmt: skip
