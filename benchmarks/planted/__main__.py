"""The study of planted breaches: every row of every pack, broken once at schools of three sizes.

    python -m benchmarks.planted [--sizes small middle large] [--rules code ...]

Each row is first kept by a model school, then broken in one place by as little as can be; the audit has to find it
broken, there, by that much, and nothing else that the change does not break. Rows for which nothing can be planted are
named with the reason.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable

from benchmarks.common import RESULTS, machine

from .study import STAGES, Outcome, site, study

SIZES = {"small": (6, 6), "middle": (24, 24), "large": (48, 60)}  # classes of the primary and of the junior school


def main() -> None:
    """Run the study, print its tables, and keep what came of each row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", default=[*SIZES], choices=[*SIZES])
    parser.add_argument("--rules", nargs="*", help="only these rules; nothing is written then")
    options = parser.parse_args()
    outcomes: list[Outcome] = []
    print("| school | rows | planted | found | right place | falsely accused | missed |\n|---|---|---|---|---|---|---|")
    for size in options.sizes:
        for stage, classes in zip(STAGES, SIZES[size], strict=True):
            here = list(study(site(stage, classes), options.rules))
            print(f"| {stage}, {classes} classes | {_figures(here)} |", flush=True)
            outcomes += here
    print("\n".join(("", *_by_rule(outcomes), "", *_unplanted(outcomes), "", *_misses(outcomes))))
    if not options.rules:
        path = RESULTS / "planted.json"
        path.write_text(json.dumps({**machine(), **_results(outcomes)}, ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(path)


def _figures(outcomes: Iterable[Outcome]) -> str:
    every = list(outcomes)
    planted = [o for o in every if o.planted]
    figures = (
        len(every), len(planted), sum(o.found for o in planted), sum(o.found and not o.wrong for o in planted),
        sum(bool(o.accused) for o in planted), sum(not o.right for o in planted),
    )  # fmt: skip
    return " | ".join(map(str, figures))


def _by_rule(outcomes: list[Outcome]) -> list[str]:
    lines = [
        "| rule | rows × schools | planted | found | right place | falsely accused | missed |",
        "|---|---|---|---|---|---|---|",
    ]
    for rule in sorted({o.rule for o in outcomes}):
        lines.append(f"| {rule} | {_figures(o for o in outcomes if o.rule == rule)} |")
    return lines


def never_planted(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """The rows that could be broken at no school, with the last reason."""
    every = list(outcomes)
    planted = {o.row for o in every if o.planted}
    return {o.row: f"{o.rule}: {o.reason}" for o in every if o.row not in planted}


def _unplanted(outcomes: list[Outcome]) -> list[str]:
    never = never_planted(outcomes)
    lines = [f"not planted at any school: {len(never)}", *(f"- {row} {reason}" for row, reason in never.items())]
    some = sorted(
        {f"- {o.row} {o.rule}, {o.stage} {o.classes}: {o.reason}" for o in outcomes if o.reason and o.row not in never}
    )
    return [*lines, f"not planted at some schools: {len(some)}", *some]


def _misses(outcomes: list[Outcome]) -> list[str]:
    missed = [o for o in outcomes if o.planted and not o.right]
    said = (
        f"- {o.row} {o.rule}, {o.stage} {o.classes}: "
        + ("not found; " if not o.found else "") + o.wrong + (f" accused: {', '.join(o.accused)}" if o.accused else "")
        for o in missed
    )  # fmt: skip
    return [f"missed: {len(missed)}", *said]


def _results(outcomes: list[Outcome]) -> dict[str, object]:
    schools = sorted({(o.stage, o.classes) for o in outcomes})
    return {
        "schools": [
            {"stage": s, "classes": n, **_counts(o for o in outcomes if (o.stage, o.classes) == (s, n))}
            for s, n in schools
        ],
        "rules": {r: _counts(o for o in outcomes if o.rule == r) for r in sorted({o.rule for o in outcomes})},
        "never_planted": never_planted(outcomes),
        "missed": _misses(outcomes)[1:],
    }


def _counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    names = ("rows", "planted", "found", "right_place", "falsely_accused", "missed")
    return dict(zip(names, map(int, _figures(outcomes).split(" | ")), strict=True))


if __name__ == "__main__":
    main()
