"""What would change if …: each kind of change at 24, 39 and 60 classes, each asked in a process of its own.

For each school a run is made once and kept in a temporary folder (``--fresh`` makes it anew). Then every change is
asked as an office would, ``kebiao whatif RUN --change … -o FOLDER``: reading the run, the changed plan, the closest
timetable, its audit, the comparison, and writing the new run with its workbook. Noted are the wall seconds and the
processor seconds of the whole process, what moved, and whether it is proved that less is impossible. What was not
proved is asked once more with ``--longer`` seconds, to be compared with. FET gets the same changed plans
(``whatif_fet.py``) with ``--fet``.

``python -m benchmarks.whatif --classes 24 39 60`` adds a line a change to ``results/whatif.jsonl``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from scheduler.domain import Course, Slot
from scheduler.errors import Impossible, KebiaoError, NoTimetable
from scheduler.output import Run
from scheduler.runs import Plan, open_run
from scheduler.whatif.change import changed
from scheduler.whatif.reading import read_change
from scheduler.whatif.repair import RepairOptions, repair

from .common import RESULTS, ROOT, machine, plan

SCHOOLS = {24: ("lixin24", 3), 39: ("lijin39", 6), 60: ("junior60", 9)}  # sample, seconds to search for
BASE = 40  # seconds for the run that everything is compared with
DAYS = "一二三四五六日"


def baseline(sample: str, *, fresh: bool = False) -> Path:
    """The folder of the run that hangs on the wall."""
    folder = Path(tempfile.gettempdir()) / "kebiao-benchmarks" / "whatif" / sample
    if fresh or not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "scheduler.cli", "solve", str(plan(sample)), "-o", str(folder)]
        options = ["--time", str(BASE), *(["--overwrite"] if folder.exists() else [])]
        subprocess.run([*command, *options], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return folder


class Asked:
    """Changes of every kind for a school and its run, drawn with a seed: the same ones every time."""

    def __init__(self, run: Run):
        self.run, self.school = run, run.school
        self._rng = random.Random(len(run.school.classes))

    def changes(self) -> Iterator[tuple[str, str]]:
        """Kind and words of each change."""
        school = self.school
        grade, other = (f"{'一二三四五六七八九'[g - 1]}年级" for g in self._grades())
        klass, last = self._rng.choice(school.classes).id, school.classes[-1].id
        for subject, whole in (("语文", False), ("数学", True), ("英语", False), ("音乐", True)):
            teacher, slot = self._lesson(subject)
            half = "" if whole else "上午" if slot.half.value == "am" else "下午"
            yield "absent", f"不可用 {teacher} 周{DAYS[slot.day - 1]}{half}"
        yield "leaves", f"离职 {self._lesson('数学')[0]}"
        teacher, course = self._taught("美术")
        yield "replaced", f"替换 {teacher} {self._colleague(course, teacher)} {course.groups[0]}"
        yield "joins", f"新教师 王小明 语文 {klass}"
        yield "class_added", f"增班 {last[0]}99 同={last} 教师=待定"
        yield "class_removed", f"减班 {last}"
        more, less = self._exchange(self._grades()[0])
        yield "lessons", f"课时 {grade} {more[0]} {more[1]:g} 换={less}"
        more, less = self._exchange(self._grades()[1])
        yield "lessons", f"课时 {other} {more[0]} {more[1]:g} 换={less}"
        yield "homework_cap", f"作业上限 {grade} 40"
        yield "homework_free", f"无作业日 {grade} 周三"
        yield "homework_minutes", f"作业分钟 {grade} 数学 30-60"
        yield "shift", "作息平移 推迟10"
        yield "pack", "规则包 double-reduction-national" if not school.packs else f"规则包 {school.packs[0]} 去掉"
        teacher, _ = self._lesson("语文")
        yield "rule", f"规则 teacher_day_load 必须 most=4 {teacher}"
        yield "rule", f"规则 teacher_not_across_noon 必须 {self._lesson('英语')[0]}"
        room = next(r.id for r in school.rooms if r.kind.startswith("美术") or r.kind.startswith("计算机"))
        yield "room_lost", f"场地停用 {room} 周{self._rng.choice(DAYS[:5])}上午"
        yield "room_gained", f"增加场地 新教室 {school.room[room].kind}"
        yield "places", f"同时班数 操场 {school.room['操场'].holds - 1}"
        course, slot = self._elsewhere(klass, "数学")
        yield "lock", f"固排 {klass} 数学 周{DAYS[slot.day - 1]}{slot.period}"
        _, slot = self._lesson("音乐")
        yield "lock", f"禁排 音乐 周{DAYS[slot.day - 1]}{slot.period}"
        yield "unlock", "取消固排 班会"
        group = next(t.research_group for t in school.teachers if t.research_group)
        yield "meeting", f"教研 {group} 周{self._rng.choice(DAYS[:5])}下午"
        yield "indoor", "雨天 周二"
        if len(school.weeks) > 1:
            yield "swap_weeks", f"单双周对调 {grade}"

    def _grades(self) -> tuple[int, int]:
        grades = sorted({k.grade for k in self.school.classes})
        return grades[-2], grades[0]

    def _lesson(self, subject: str) -> tuple[str, Slot]:
        """A teacher of the subject and a time at which he teaches it."""
        course = self.school.course
        held = [p for p in self.run.timetable.placements if course[p.course].subject == subject
                and course[p.course].teachers]  # fmt: skip
        found = self._rng.choice(held)
        return course[found.course].teachers[0], self.school.grid.slot[found.start]

    def _taught(self, subject: str) -> tuple[str, Course]:
        courses = [c for c in self.school.courses if c.subject == subject and len(c.teachers) == 1 and c.groups]
        course = self._rng.choice(courses)
        return course.teachers[0], course

    def _colleague(self, course: Course, teacher: str) -> str:
        """The one of the same subject with the fewest lessons."""
        load = {t: sum(c.periods for c in of) for t, of in self.school.courses_of_teacher.items()}
        others = {t for c in self.school.courses if c.subject == course.subject for t in c.teachers} - {teacher}
        return min(sorted(others), key=lambda t: load[t])

    def _exchange(self, grade: int) -> tuple[tuple[str, float], str]:
        """A lesson more of a smaller subject, and the subject that gives it up."""
        rows = {r.subject: r.lessons for r in self.school.curriculum if r.grade == grade}
        more = next(s for s in ("科学", "信息科技", "信息技术", "劳动", "道德与法治") if s in rows)
        less = next(s for s in ("综合实践", "校本课程", "自习", "语文") if rows.get(s, 0) >= 1)
        return (more, rows[more] + 1), less

    def _elsewhere(self, klass: str, subject: str) -> tuple[Course, Slot]:
        """A time at which the class does not have its subject."""
        (course, *_) = self.school.courses_of(self.school.group[klass], subject)
        days = {self.school.grid.slot[p.start].day: p for p in self.run.timetable.placements if p.course == course.id}
        slots = [s for s in self.school.slots_of(self.school.group[klass]) if s.period <= 3 and s.day in days]
        taken = {p.start for p in days.values()}
        return course, self._rng.choice([s for s in slots if s.id not in taken])


def ask(folder: Path, words: str, seconds: int) -> dict[str, Any]:
    """One change in a process of its own, from its start to its end."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "scheduler.cli", "whatif", str(folder), "--change", words, "--json",
                   "--time", str(seconds), "-o", f"{out}/tried"]  # fmt: skip
        began = time.perf_counter()
        with (Path(out) / "said").open("w") as said, (Path(out) / "wrong").open("w") as wrong:
            child = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=wrong)
            _, status, usage = os.wait4(child.pid, 0)
        took = time.perf_counter() - began
        found: dict[str, Any] = {
            "seconds": round(took, 2), "processor": round(usage.ru_utime + usage.ru_stime, 2),
            "code": os.waitstatus_to_exitcode(status),
        }  # fmt: skip
        text = (Path(out) / "said").read_text("utf-8")
        if not text.startswith("{"):
            return {**found, "answer": "error", "cause": (Path(out) / "wrong").read_text("utf-8")[-300:]}
        (outcome,) = json.loads(text)["scenarios"]
        moves = outcome.get("movement") or {}
        figures = {name: moves.get(name) for name in ("lessons", "weight", "least", "proven", "share")}
        return {**found, "answer": outcome["answer"], "cause": (outcome.get("cause") or {}).get("zh", ""), **figures}


def within(base: Plan, run: Run, words: str, seconds: float) -> dict[str, Any]:
    """The changed plan and the closest timetable in this process: neither reading the run nor writing one."""
    began, worked = time.perf_counter(), time.process_time()
    found: dict[str, Any] = {"cause": ""}
    try:
        assert base.read is not None
        school = changed(base.read, [read_change(words)], run.rules).plan.school
        assert school is not None
        made = repair(school, run, run.rules, RepairOptions(seconds=seconds))
        moves = sum(m.kind == "moved" for m in made.moved)
        found |= {"answer": "possible", "lessons": moves, "weight": made.weight, "least": made.least,
                  "proven": made.proven, "stages": {k: round(v, 2) for k, v in made.seconds.items()}}  # fmt: skip
    except Impossible as error:
        found |= {"answer": "impossible", "cause": "；".join(r.say("zh") for r in error.reasons)}
    except NoTimetable as error:
        found |= {"answer": "unknown", "cause": error.text.zh}
    except KebiaoError as error:
        found |= {"answer": "error", "cause": error.text.zh}
    took, spent = time.perf_counter() - began, time.process_time() - worked
    return {"seconds": round(took, 2), "processor": round(spent, 2), **found}


def study(classes: int, asked: argparse.Namespace) -> list[dict[str, Any]]:
    """Every change of one school; a line each as it comes."""
    sample, seconds = SCHOOLS[classes]
    seconds = asked.time or seconds
    folder = baseline(sample, fresh=asked.fresh)
    base, run = open_run(folder)
    about = machine()
    rows = []
    for kind, words in list(Asked(run).changes())[: asked.many or None]:
        row = {**about, "sample": sample, "classes": classes, "kind": kind, "change": words, "time": seconds,
               "process": "repair" if asked.within else "whole"}  # fmt: skip
        row |= within(base, run, words, seconds) if asked.within else ask(folder, words, seconds)
        if asked.longer and row["answer"] in ("possible", "unknown") and not row.get("proven"):
            best = within(base, run, words, asked.longer)
            row |= {"longer": asked.longer, "longer_answer": best["answer"], "longer_weight": best.get("weight"),
                    "longer_proven": best.get("proven")}  # fmt: skip
        if asked.fet and row["answer"] == "possible" and row.get("weight"):
            from .whatif_fet import peer

            row |= {"fet": peer(base, run, words)}
        rows.append(row)
        with (RESULTS / "whatif.jsonl").open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(row, ensure_ascii=False) + "\n")
        said = f"{row.get('weight')} ≥ {row.get('least')} {'proved' if row.get('proven') else ''}"
        print(f"{sample} {words:32} {row['seconds']:6.2f} s {row['processor']:6.2f} cpu  {row['answer']:10} {said}"
              f"  {row.get('fet', '')} {row['cause'][:80] if not row.get('weight') else ''}", flush=True)  # fmt: skip
    return rows


def say(rows: list[dict[str, Any]]) -> None:
    """A line a school: medians, and how often the moves were proved to be the fewest."""
    for classes in sorted({r["classes"] for r in rows}):
        own = [r for r in rows if r["classes"] == classes]
        done = [r for r in own if r["answer"] == "possible"]
        proved = [r for r in done if r["proven"]]
        print(
            f"{classes} classes: {len(own)} changes, {len(done)} possible,"
            f" {sum(r['answer'] == 'impossible' for r in own)} impossible; median"
            f" {median(r['seconds'] for r in own):.1f} s ({median(r['processor'] for r in own):.1f} s of processor);"
            f" {len(proved)} of {len(done)} proved to be the fewest moves"
        )


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--classes", type=int, nargs="+", default=sorted(SCHOOLS), choices=sorted(SCHOOLS))
    parser.add_argument("--fresh", action="store_true", help="make the runs anew")
    parser.add_argument("--longer", type=int, default=0, metavar="SECONDS", help="once more for what is not proved")
    parser.add_argument("--fet", action="store_true", help="FET on the same changes")
    parser.add_argument("--within", action="store_true", help="the repair alone, in one process")
    parser.add_argument("--time", type=int, default=0, help="seconds to search for, instead of the school's own")
    parser.add_argument("--many", type=int, default=0, help="only the first changes")
    asked = parser.parse_args()
    rows = []
    for classes in asked.classes:
        rows += study(classes, asked)
    say(rows)


if __name__ == "__main__":
    main()
