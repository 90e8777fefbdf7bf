"""What is short, and why it must be: the subjects that want more lessons than those who can give them have left.

How much is short is proved by the optimum of the model. The reason is Hall's: from the classes without a teacher to all
who could take them, to what else these give instead, and to all who could take that. Where the lessons of these
subjects are more than these people's weeks, no other distribution helps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scheduler.domain import Text

from .model import Counts
from .problem import Answer, Person, Post, Problem

NAMED = 6  # people that a sentence names


@dataclass(frozen=True, order=True)
class Short:
    """Lessons a week of a subject that nobody can give in a school, and in which classes."""

    school: str
    subject: str
    lessons: float
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why lessons are short. ``subjects`` want ``need`` lessons a week in the open cells; the ``people``, all who can
    take a class, have ``have`` left; those in ``full`` teach it and have less left than one class, or are not there on
    enough days. ``idle``: of ``have`` no use can be made, because a class's lessons stay together (``whole``) or
    because of where people may go."""

    short: float
    subjects: tuple[str, ...]
    schools: tuple[str, ...]
    people: tuple[str, ...]
    full: tuple[str, ...]
    need: float
    have: float
    idle: float
    whole: bool


def shorts(problem: Problem, answer: Answer) -> tuple[Short, ...]:
    """What the answer leaves without a teacher, by school and subject."""
    found: dict[tuple[str, str], tuple[int, list[str]]] = {}
    for post in problem.posts:
        for klass in post.classes:
            if (post.school, klass, post.subject) not in answer:
                halves, classes = found.get((post.school, post.subject), (0, []))
                found[post.school, post.subject] = halves + post.halves, [*classes, klass]
    return tuple(Short(school, s, halves / 2, tuple(classes)) for (school, s), (halves, classes) in found.items())


def reasons(problem: Problem, counts: Counts) -> Iterator[Reason]:
    """One for each group of short posts that the same people could take."""
    left = {n: len(p.classes) - sum(counts.taken.get(n, {}).values()) for n, p in enumerate(problem.posts)}
    held: dict[str, list[int]] = {}
    for number, people in counts.taken.items():
        for id in people:
            held.setdefault(id, []).append(number)
    begin = [n for n, classes in left.items() if classes]
    seen: set[int] = set()
    for number in begin:
        if number not in seen:
            posts, those = _reach(problem, held, left, number)
            seen |= posts
            yield _reason(problem, counts, left, sorted(posts), those)


def _reach(
    problem: Problem, held: dict[str, list[int]], left: dict[int, int], first: int
) -> tuple[set[int], dict[str, Person]]:
    """The posts and people that hang together with a short post; other short posts of the same people belong to it."""
    posts, people, todo = {first}, dict[str, Person](), [first]
    could: dict[str, list[int]] = {}
    for number, classes in left.items():
        for person in problem.able[number] if classes else ():
            could.setdefault(person.id, []).append(number)
    while todo:
        number = todo.pop()
        same = problem.posts[number]
        alike = [n for n, c in left.items() if c and problem.posts[n].subject == same.subject and not problem.able[n]]
        new = alike if left[number] and not problem.able[number] else []
        for person in problem.able[number]:
            if person.id not in people:
                people[person.id] = person
                new = [*new, *held.get(person.id, ()), *could.get(person.id, ())]
        todo += [n for n in dict.fromkeys(new) if n not in posts]
        posts |= set(new)
    return posts, people


def _reason(
    problem: Problem, counts: Counts, left: dict[int, int], posts: Sequence[int], people: dict[str, Person]
) -> Reason:
    need = sum(problem.posts[n].halves * len(problem.posts[n].classes) for n in posts)
    short = sum(problem.posts[n].halves * left[n] for n in posts)
    have = sum(p.free for p in people.values())
    spare = {id: p.free for id, p in people.items()}
    for number in posts:
        for id, classes in counts.taken.get(number, {}).items():
            spare[id] -= problem.posts[number].halves * classes
    whole = not any(
        spare[p.id] >= problem.posts[n].halves for n in posts if left[n] for p in problem.able[n]
    )  # nobody has room for a whole class; else it is where people may go
    of = [problem.posts[n] for n in posts]
    wants = {(p.school, p.subject) for p in of}
    full = (p.name for p in problem.people if p.id not in people and not wants.isdisjoint(p.subjects))
    return Reason(
        short / 2, tuple(dict.fromkeys(p.subject for p in of)), tuple(dict.fromkeys(p.school for p in of)),
        tuple(p.name for p in problem.people if p.id in people), tuple(full), need / 2, have / 2,
        (have - (need - short)) / 2, whole,
    )  # fmt: skip


def wanted(posts: Iterable[tuple[Post, int]], halves: int, schools_most: int = 0) -> int | None:
    """How many new teachers of so many half-lessons a week would do for the classes that are short, dealt first fit;
    None where one class is more than one of them may have."""
    bins: list[tuple[int, set[str]]] = []
    for post, classes in sorted(posts, key=lambda x: (-x[0].halves, x[0])):
        for _ in range(classes):
            if post.halves > halves:
                return None
            for number, (load, schools) in enumerate(bins):
                fits = not schools_most or len(schools | {post.school}) <= schools_most
                if load + post.halves <= halves and fits:
                    bins[number] = load + post.halves, schools | {post.school}
                    break
            else:
                bins.append((post.halves, {post.school}))
    return len(bins)


def say_shorts(problem: Problem, counts: Counts, full: int, schools_most: int, district: bool) -> Iterator[Text]:
    """A sentence for each subject that is short, then one for each reason. ``full``: lessons of a full post."""
    left = {n: len(p.classes) - sum(counts.taken.get(n, {}).values()) for n, p in enumerate(problem.posts)}
    by_subject: dict[str, list[tuple[Post, int]]] = {}
    for number, classes in left.items():
        if classes:
            by_subject.setdefault(problem.posts[number].subject, []).append((problem.posts[number], classes))
    for subject, posts in by_subject.items():
        yield _say_short(subject, posts, full, schools_most, district)
    for reason in reasons(problem, counts):
        yield say_reason(reason)


def _say_short(subject: str, posts: Sequence[tuple[Post, int]], full: int, schools_most: int, district: bool) -> Text:
    halves = sum(p.halves * n for p, n in posts)
    schools: dict[str, int] = {}
    for post, classes in posts:
        schools[post.school] = schools.get(post.school, 0) + post.halves * classes
    zh = f"{subject}：每周缺 {halves / 2:g} 节"
    en = f"{subject}: {halves / 2:g} lessons a week short"
    if district:
        each = [f"{s} {n / 2:g}" for s, n in schools.items()]
        zh, en = f"{zh}（{'、'.join(each)}）", f"{en} ({', '.join(each)})"
    help_ = _say_wanted(wanted(posts, full, schools_most), wanted(posts, 2 * full, schools_most))
    return Text(zh + help_.zh, en + help_.en)


_ZH = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九", 10: "十"}
_EN = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}


def _many(count: int, zh: str, en: str) -> tuple[str, str]:
    return f"{_ZH.get(count, count)}名{zh}", f"{_EN.get(count, count)} {en} teacher{'s' * (count > 1)}"


def _say_wanted(half: int | None, whole: int | None) -> Text:
    """``half``, ``whole``: how many half-time, or full-time, teachers would do."""
    if half is None and whole is None:
        return Text("", "")
    halves = _many(half, "半职教师", "half-time") if half else None
    fulls = _many(whole, "专任教师", "full-time") if whole else None
    if halves and fulls and whole and half and whole < half:
        return Text(f"；{halves[0]}或{fulls[0]}即可", f"; {halves[1]}, or {fulls[1]}, would do")
    zh, en = halves or fulls or ("", "")
    return Text(f"；{zh}即可", f"; {en} would do")


def say_reason(reason: Reason) -> Text:
    """Why it is short, in figures."""
    zh_subjects, en_subjects = "、".join(reason.subjects), ", ".join(reason.subjects)
    if not reason.people and not reason.full:
        return Text(
            f"{zh_subjects}：没有能教的教师（看 教师 表的 任教科目）",
            f"{en_subjects}: nobody can teach it (see 任教科目 in sheet 教师)",
        )
    full = _names(reason.full)
    if not reason.people:
        return Text(
            f"{zh_subjects}：能教的只有 {full.zh}，剩下的课时都不到一个班，或来校的天数不够",
            f"{en_subjects}: only {full.en} can teach it, with less left than one class or too few days at school",
        )
    names = _names(reason.people)
    zh = f"{zh_subjects} 空着的每周共 {reason.need:g} 节，能上的只有 {names.zh}，最多还能上 {reason.have:g} 节"
    en = (
        f"{en_subjects}: the empty cells are {reason.need:g} lessons a week; only {names.en} can give them, "
        f"{reason.have:g} at most"
    )
    if reason.idle > 0 and reason.whole:
        zh += f"，其中 {reason.idle:g} 节零散：一个班的课不分给两个人"
        en += f", of which {reason.idle:g} are of no use: a class's lessons stay with one teacher"
    elif reason.idle > 0:
        zh += f"，其中 {reason.idle:g} 节用不上：受最多学校数、外出天数和本校课时限制"
        en += f", of which {reason.idle:g} cannot be used: most schools, days away, limits at single schools"
    if reason.full:
        zh += f"；{full.zh} 剩下的课时不到一个班，或来校的天数不够"
        en += f"; {full.en} have less left than one class, or too few days at school"
    return Text(zh, en)


def _names(people: Sequence[str]) -> Text:
    """The first of them, and how many there are."""
    names = list(dict.fromkeys(people))
    more = len(names) - NAMED
    return Text(
        "、".join(names[:NAMED]) + (f" 等 {len(names)} 人" if more > 0 else ""),
        ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else ""),
    )
