"""What is short is said in figures that are true, with those who could help."""

from __future__ import annotations

import pytest

from scheduler.staffing.problem import Person, Post, Problem
from scheduler.staffing.staffed import decide
from scheduler.staffing.verdict import reasons, say_shorts, wanted

from .tiny import tiny


def person(name: str, subjects: str, free: int, school: str = "") -> Person:
    """One who may take ``free`` lessons a week."""
    return Person(name, name, frozenset((school, s) for s in subjects.split()), 2 * free, 40)


def post(subject: str, lessons: float, classes: int, school: str = "", grade: int = 1) -> Post:
    """So many classes with so many lessons a week."""
    return Post(school, grade, subject, round(2 * lessons), tuple(f"{grade}.{n}" for n in range(1, classes + 1)))


def problem_of(*posts: Post, people: tuple[Person, ...] = ()) -> Problem:
    """A problem; all its arts are open."""
    arts: dict[tuple[str, str], tuple[int, int]] = {}
    for p in posts:
        if p.art:
            arts[p.school, p.art] = arts.get((p.school, p.art), (0, 0))[0] + p.halves * len(p.classes), 0
    return Problem(posts, people, art_halves=arts)


def said(problem: Problem, full: int = 20, most: int = 0, district: bool = False, lang: str = "zh") -> list[str]:
    """The sentences."""
    return [t.say(lang) for t in say_shorts(problem, decide(problem, 10.0, None).counts, full, most, district)]


def test_one_subject_short_names_who_can_teach_it() -> None:
    problem = problem_of(post("美术", 2, 12), people=(person("张三", "美术", 10), person("李四", "音乐", 9)))
    assert said(problem) == [
        "美术：每周缺 14 节；两名半职教师或一名专任教师即可",
        "美术 空着的每周共 24 节，能上的只有 张三，最多还能上 10 节",
    ]
    assert said(problem, lang="en")[0] == (
        "美术: 14 lessons a week short; two half-time teachers, or one full-time teacher, would do"
    )


def test_the_reason_follows_those_who_do_something_else_instead() -> None:
    """王五 could give 美术, but then 音乐 would be short: both together want more than both people have."""
    problem = problem_of(
        post("美术", 2, 5), post("音乐", 2, 5),
        people=(person("张三", "美术", 6), person("王五", "美术 音乐", 10), person("赵六", "数学", 20)),
    )  # fmt: skip
    assert said(problem)[-1] == "美术、音乐 空着的每周共 20 节，能上的只有 张三、王五，最多还能上 16 节"
    assert "赵六" not in " ".join(said(problem))


def test_nobody_can_teach_it() -> None:
    assert said(problem_of(post("书法", 1, 2), people=(person("张三", "语文", 20),))) == [
        "书法：每周缺 2 节；一名半职教师即可",
        "书法：没有能教的教师（看 教师 表的 任教科目）",
    ]


def test_lessons_that_are_left_over_in_small_pieces() -> None:
    """Five lessons each: one class of four, and the one that is left is no use."""
    problem = problem_of(post("数学", 4, 3), people=(person("张三", "数学", 5), person("李四", "数学", 5)))
    assert said(problem)[-1] == (
        "数学 空着的每周共 12 节，能上的只有 张三、李四，最多还能上 10 节，其中 2 节零散：一个班的课不分给两个人"
    )


def test_nobody_has_room_for_a_whole_class() -> None:
    """Three lessons left each, and a class of four: nobody could take it, though somebody teaches it."""
    problem = problem_of(post("数学", 4, 1), people=(person("张三", "数学", 3), person("李四", "数学", 3)))
    assert said(problem)[-1] == "数学：能教的只有 张三、李四，剩下的课时都不到一个班，或来校的天数不够"


def test_each_school_of_a_district_is_named() -> None:
    problem = problem_of(post("美术", 2, 3, "东小"), post("美术", 2, 1, "西小"))
    assert said(problem, district=True)[0] == "美术：每周缺 8 节（东小 6、西小 2）；一名半职教师即可"


@pytest.mark.parametrize(
    ("classes", "halves", "most", "count"),
    [((2, 2, 2), 8, 0, 2), ((2, 2, 2), 12, 0, 1), ((2, 2, 2), 12, 1, 3), ((5,), 8, 0, None), ((), 8, 0, 0)],
)
def test_new_teachers_are_dealt_whole_classes(classes: tuple[int, ...], halves: int, most: int, count: int) -> None:
    """Lessons 2 = 4 halves: two fit into 8; with one school a teacher each school wants its own."""
    posts = [(post("美术", lessons, 1, f"校{n}"), 1) for n, lessons in enumerate(classes)]
    assert wanted(posts, halves, most) == count


@pytest.mark.parametrize("seed", range(0, 60, 2))
def test_the_figures_of_a_reason_prove_the_shortage(seed: int) -> None:
    """All who could take the posts are counted, whole; and what is idle is what they have beyond what they give."""
    problem = tiny(seed)
    decided = decide(problem, 10.0, None)
    found = list(reasons(problem, decided.counts))
    assert sum(r.short for r in found) == sum(s.lessons for s in decided.short)
    for reason in found:
        assert reason.idle >= 0
        assert reason.need - reason.have + reason.idle == reason.short
        able = {
            p.name for n, post in enumerate(problem.posts) for p in problem.able[n]
            if post.subject in reason.subjects and post.school in reason.schools
        }  # fmt: skip
        assert set(reason.people) <= able
