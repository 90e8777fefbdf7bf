"""Many rule packs at once: the 39-class school under the largest set of packs that can be kept together.

    python -m benchmarks.packs [--seeds 3] [--seconds 120]

1. All 22 packs: ``kebiao check`` and ``kebiao solve`` refuse them, with every contradiction (exit code 5).
2. The largest set that this school can follow: exact, over the contradictions of the conflict report, the sets of rules
   that no school day keeps together, and the rows that its own sheets break whatever the timetable.
3. Seconds to the first timetable with that set and with one pack, in turns, and of an audit of the finished run.

The school is the sample lijin39 with lessons of 40 minutes, less homework, after-school service, a calendar and its
declarations, so that every row can be judged.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

from constraints import catalogue
from samples.book import Activity, Bell, Homework, Plan
from samples.days import NoDay, schedule, settings_of
from samples.said import answers, calendar, posted
from samples.schools import lijin39
from samples.write import save
from scheduler import api
from scheduler.auditor import audit
from scheduler.domain import HomeworkAllocation, RuleSetting, Timetable
from scheduler.packs import conflicts, contradictions, pack_names

from .common import RESULTS, ROOT, machine, solve, spread

ONE = "lijin"
MEASURED = ("first", "seconds", "processor")
GRADES = tuple(range(1, 10))
# Schedules: name, grades, lessons a day, homework minutes a day at home, lessons that are not held every day.
DAYS: tuple[tuple[str, str, int, int, dict[int, str]], ...] = (
    ("小学低段", "1-2", 6, 0, {6: "周一至周四"}),
    ("小学", "3-5", 6, 30, {}),
    ("初中", "6-9", 7, 45, {7: "周一至周四"}),
)
HOMEWORK = Homework(
    service="- - 30 30 30 60 60 60 60", weekend="0 0 30 30 30 60 60 60 60", holiday="0 0 30 30 30 60 60 60 60",
    minutes=(
        ("语文", "- - 30-40 30-40 30-45 40-60 40-60 40-60 40-60"),
        ("数学", "- - 20-30 20-30 20-30 40-60 40-60 40-60 40-60"),
        ("英语", "- - 5-10 5-10 10-15 20-40 20-40 20-40 20-40"),
        ("综合实践", "- - 5-10 5-10 5-10 5-10 5-10 - -"),
    ),
    kinds={"综合实践": "实践"},
)  # fmt: skip
EXAMS = ({"kind": "期末", "grades": "3-9", "approved": "是"},)


@dataclass(frozen=True)
class Together:
    """The largest set that the school can follow, and the sets that cannot be in it together, with their rows."""

    packs: tuple[str, ...]
    clashes: Mapping[frozenset[str], tuple[str, ...]]


def school_plan(packs: Sequence[str]) -> Plan:
    """The school under these packs. Raises NoDay where no school day keeps them."""
    plan = lijin39.plan()
    settings = settings_of(packs, GRADES)
    told = dict(plan.school) | {"规则包": "、".join(packs), "下班时间": "17:30", "公示的表": posted(settings)}
    plan.school = tuple(told.items())
    plan.bells = tuple(bell for day in DAYS for bell in _day(day, packs))
    plan.homework = HOMEWORK
    plan.activities = tuple(_service(plan, settings))
    plan.calendar = tuple(calendar(settings, EXAMS))
    plan.answers = tuple(answers(settings, {}))
    return plan


def _day(day: tuple[str, str, int, int, dict[int, str]], packs: Sequence[str]) -> Iterator[Bell]:
    name, grades, lessons, homework, short = day
    data = {"name": name, "grades": grades, "lessons": lessons, "minutes": 40, "homework": homework, "short": short,
            "activity": "自由活动", "sport": False,  # three lessons of PE and one of activity
            "wants": {"after_school_minutes": {"least": 90}, "blocks_a_day": {"kinds": ["activity"]}}}  # fmt: skip
    return schedule(data, *packs)


def _service(plan: Plan, settings: Iterable[RuleSetting]) -> Iterator[Activity]:
    """Homework help every day, somebody who looks round, and every activity that a pack asks for."""
    asked = {(s["kinds"][0], s["days"] or tuple(range(1, s["least"] + 1)), s["start"], s["end"], s.scope.grades)
             for s in settings if s.rule == "service_activities" and not s["share"]}  # fmt: skip
    blocks = {b.schedule: (b.grades, b.start, b.end) for b in plan.bells if b.kind == "课后服务"}
    teaching = set(plan.teachers_of.values())
    idle = [s.name for s in plan.staff if s.name not in teaching and not s.subjects]
    for number, (grades, start, end) in enumerate(blocks.values()):
        yield Activity("周一至周五", start, end, "作业辅导", grades=grades)
        yield Activity("周一至周五", start, end, "答疑", grades=grades)
        yield Activity("周一至周五", start, end, "巡视", grades=grades, teachers=(idle[number],))
        for kind, days, least, most, whom in sorted(asked, key=str):
            here = {g for g in GRADES if int(grades[0]) <= g <= int(grades[-1])} & (whom or set(GRADES))
            clock = (_clock(least), _clock(most)) if least else (start, end)
            for day in days if here else ():
                yield Activity(f"周{'一二三四五'[day - 1]}", *clock, kind, grades="、".join(map(str, sorted(here))))
    clubs = max((s["least"] for s in settings if s.rule == "clubs"), default=0)
    first = next(iter(blocks.values()))
    for number in range(clubs):
        yield Activity("周五", first[1], first[2], "社团", f"社团{number + 1}")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def read(packs: Sequence[str], folder: Path) -> api.Plan:
    """The plan of the school under these packs, written and read. Raises NoDay."""
    path = folder / f"packs{len(packs)}.xlsx"
    save(school_plan(packs), path)
    return api.load(path)


@dataclass
class Search:
    """The largest set of packs: what is known not to go together, and a timetable to judge plans by.

    ``taught`` and ``given``: any timetable and homework of the school; what its sheets break whatever those are shows
    in any.
    """

    folder: Path
    taught: Timetable
    given: HomeworkAllocation
    clashes: dict[frozenset[str], tuple[str, ...]] = field(default_factory=dict)

    def largest(self, names: Sequence[str]) -> tuple[str, ...]:
        """Exact: as long as a set that hits every known clash leaves packs that clash anew, that clash is learnt.

        Of sets of one size the one with the most rows is tried first.
        """
        rows = {name: len(settings_of([name], GRADES)) for name in names}
        for name in names:
            self.fits([name])
        while True:
            left = [n for n in names if n not in smallest_hit(self.clashes, rows)]
            if self.fits(left):
                return tuple(left)

    def fits(self, packs: Sequence[str]) -> bool:
        """Whether the school can follow these packs; where not, why is learnt."""
        try:
            plan = read(packs, self.folder)
        except NoDay as found:
            self.learn(found.settings)
            return False
        known = len(self.clashes)
        for pair in contradictions(plan.school, catalogue()):
            self.learn((pair.least.setting, pair.most.setting))
        if len(self.clashes) == known:
            for setting in self.broken(plan):
                self.learn((setting,)) if len(packs) == 1 else self.learn_joint(packs, setting.id)
        return len(self.clashes) == known

    def broken(self, plan: api.Plan) -> list[RuleSetting]:
        """The hard rows of packs that the sheets break."""
        found = audit(plan.school, self.taught, self.given, catalogue())
        return [e.setting for e in found.hard_broken if e.about_plan and e.setting.source.pack]

    def learn(self, settings: Iterable[RuleSetting]) -> None:
        """These rows do not go together."""
        rows = tuple(sorted(s.id for s in settings))
        key = frozenset(s.source.pack for s in settings if s.source.pack)
        self.clashes[key] = tuple(dict.fromkeys((*self.clashes.get(key, ()), *rows)))

    def learn_joint(self, packs: Sequence[str], row: str) -> None:
        """A row that is broken only beside other packs: the fewest of them that still break it."""
        kept = list(packs)
        for name in packs:
            fewer = [p for p in kept if p != name]
            try:
                if any(s.id == row for s in self.broken(read(fewer, self.folder))):
                    kept = fewer
            except NoDay:
                continue
        self.clashes[frozenset(kept)] = (row,)


def smallest_hit(clashes: Iterable[frozenset[str]], weight: Mapping[str, int]) -> frozenset[str]:
    """The fewest packs of which every clash has one; of equals, those with the fewest rows."""
    clashes = list(clashes)
    names = sorted({name for clash in clashes for name in clash})
    for size in range(len(names) + 1):
        hits = [frozenset(c) for c in combinations(names, size) if all(not clash.isdisjoint(c) for clash in clashes)]
        if hits:
            return min(hits, key=lambda hit: (sum(weight[n] for n in hit), sorted(hit)))
    raise AssertionError("all packs together hit every clash")


def refused(folder: Path) -> dict[str, Any]:
    """What ``kebiao check`` and ``kebiao solve`` say of all packs at once, beside the conflict report."""
    plan = lijin39.plan()
    plan.school = tuple((dict(plan.school) | {"规则包": "、".join(pack_names())}).items())
    plan.homework = HOMEWORK
    path = folder / "all.xlsx"
    save(plan, path)
    school = api.load(path).school
    told = [conflict.say("zh") for conflict in conflicts(school, catalogue())]
    found: dict[str, Any] = {"packs": len(pack_names()), "settings": len(school.settings), "contradictions": told}
    for name, options in (("check", ()), ("solve", ("-o", str(folder / "never")))):
        done = subprocess.run(
            [sys.executable, "-m", "scheduler.cli", name, str(path), "--lang", "zh", *options],
            cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        said = "".join((done.stdout + done.stderr).split())
        found[name] = {"exit": done.returncode, "told": sum("".join(t.split("\n")[0].split()) in said for t in told)}
    return found


def paired(packs: Sequence[str], folder: Path, seeds: int, seconds: int, workers: int) -> dict[str, Any]:
    """The same sheets with one pack and with all of them, in turns, the order changing with the seed.

    first: seconds from the plan that was read to the first timetable; seconds: of the whole process, all files written;
    processor: seconds on all processors, which what else runs on the machine moves less.
    """
    many, one = school_plan(packs), school_plan(packs)
    one.school = tuple((dict(one.school) | {"规则包": ONE}).items())
    found: dict[str, Any] = {}
    for name, plan in (("one", one), ("many", many)):
        save(plan, folder / f"{name}.xlsx")
        found[name] = {"settings": len(api.load(folder / f"{name}.xlsx").school.settings)}
        found[name] |= {what: [] for what in MEASURED}
    options = ("--until-first", "--time", str(seconds), "--workers", str(workers))
    for seed in range(1, seeds + 1):
        for name in ("one", "many") if seed % 2 else ("many", "one"):
            run = solve(folder / f"{name}.xlsx", *options, "--seed", str(seed))
            spent = run.record["seconds"]
            found[name]["seconds"].append(round(run.seconds, 2))
            found[name]["processor"].append(round(run.processor, 2))
            found[name]["first"].append(round(sum(spent[k] for k in ("counting", "model", "first")), 2))
    for what in MEASURED:
        ratios = [m / o for o, m in zip(found["one"][what], found["many"][what], strict=True)]
        found[f"ratio {what}"] = [round(r, 2) for r in ratios]
    return found


def audited(packs: Sequence[str], folder: Path, seconds: int, times: int = 5) -> dict[str, Any]:
    """The verdicts of a run under these packs, and how long an audit of it takes."""
    plan = read(packs, folder)
    run = api.solve(plan, seconds=seconds, until_first=True, workers=1)
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        audit(plan.school, run.timetable, run.homework, catalogue())
        spent.append(round(time.perf_counter() - began, 2))
    verdicts: dict[str, int] = {}
    for entry in run.audit.entries:
        key = f"{entry.setting.strength.value} {entry.verdict.value}"
        verdicts[key] = verdicts.get(key, 0) + 1
    return {"settings": len(run.audit.entries), "seconds": spent, "verdicts": verdicts}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        full = refused(folder)
        print(f"{full['packs']} packs, {len(full['contradictions'])} contradictions: {full['check']}, {full['solve']}")
        plan = read([ONE], folder)
        run = api.solve(plan, seconds=args.seconds, until_first=True, workers=1)
        search = Search(folder, run.timetable, run.homework)
        packs = search.largest(pack_names())
        print(f"largest set: {len(packs)}: {', '.join(packs)}", flush=True)
        for clash, rows in search.clashes.items():
            print(f"  not {' + '.join(sorted(clash))}: {', '.join(rows)}")
        proof = audited(packs, folder, args.seconds)
        print(f"audit of {proof['settings']} settings: {spread(proof['seconds'])} s; {proof['verdicts']}", flush=True)
        times = paired(packs, folder, args.seeds, args.seconds, args.workers)
        for name in ("one", "many"):
            said = ", ".join(f"{what} {spread(times[name][what])}" for what in MEASURED)
            print(f"{name}: {times[name]['settings']} settings; {said}")
        print("many / one:", ", ".join(f"{what} {median(times[f'ratio {what}']):.2f}" for what in MEASURED))
    clashes = [{"packs": sorted(clash), "rows": rows} for clash, rows in search.clashes.items()]
    data = {**machine(), "all": full, "largest": packs, "clashes": clashes, "audit": proof, "paired": times}
    path = RESULTS / "packs.json"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(path)


if __name__ == "__main__":
    main()
