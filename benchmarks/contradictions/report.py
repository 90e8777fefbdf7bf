"""The results as tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from .planting import KINDS

Result = dict[str, Any]


def read(path: Path) -> list[Result]:
    """The results, the newest of each planting and plan."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return list({_key(r): r for r in map(json.loads, lines)}.values())


def _key(result: Result) -> tuple[object, ...]:
    return (result.get("plan"), result["classes"], result.get("kind"), result.get("number"))


def report(results: Sequence[Result]) -> str:
    """Everything for the README: by size, by kind, and the feasible plans."""
    return "\n\n".join([summary(results), by_kind(results), missed(results)])


def summary(results: Sequence[Result]) -> str:
    """A row a size."""
    lines = [
        "| classes | kinds | planted | found | smallest set named | the planted one | median s | worst s | "
        "counting kinds counted | counting, worst ms |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    planted = [r for r in results if "kind" in r]
    for classes in sorted({r["classes"] for r in planted}):
        here = [r for r in planted if r["classes"] == classes]
        seconds = [r["seconds"] for r in here if "seconds" in r]
        counting = [r for r in here if r["counting"]]
        lines.append(
            f"| {classes} | {len({r['kind'] for r in here})} | {len(here)} | {_share(here, 'found')} | "
            f"{_share(here, 'named')} | {sum(bool(r.get('planted', r['stage'] == 'reading')) for r in here)} | "
            f"{median(seconds):.2f} | {max(seconds):.2f} | {_share(counting, 'counted')} | "
            f"{1000 * max(r['count'] for r in here):.0f} |"
        )
    plans = [r for r in results if r.get("plan")]
    alarms = [r for r in plans if r["shortages"] or r["conflicts"]]
    if plans:
        seconds = [r["seconds"] for r in plans]
        said = f"Feasible plans: {len(plans)}, false alarms: {len(alarms)}; median {median(seconds):.2f} s, worst "
        lines += ["", f"{said}{max(seconds):.2f} s."]
    return "\n".join(lines)


def by_kind(results: Sequence[Result]) -> str:
    """A row a kind: how often found and named, and what FET made of the same plan."""
    lines = ["| kind | | planted | found | named | worst s | FET, 20 s |", "|---|---|---|---|---|---|---|"]
    for name, known in KINDS.items():
        here = [r for r in results if r.get("kind") == name]
        if not here:
            continue
        seconds = max(r.get("seconds", 0.0) for r in here)
        lines.append(
            f"| {known.text} | {'counting' if known.counting else 'logic'} | {len(here)} | {_share(here, 'found')} | "
            f"{_share(here, 'named')} | {seconds:.2f} | {_peer(here)} |"
        )
    return "\n".join(lines)


def _peer(results: Iterable[Result]) -> str:
    said = [r["fet"] for r in results if "fet" in r]
    words = {
        "time": "no timetable, no reason", "killed": "no timetable, no reason", "refused": "refused: {said}",
        "success": "a timetable: its format cannot say it", "failed": "failed: {said}",
    }  # fmt: skip
    told = dict.fromkeys(words[f["outcome"]].format(said=f["said"][-80:].replace("|", "/")) for f in said)
    return "; ".join(told) or "—"


def missed(results: Sequence[Result]) -> str:
    """Every planting that was not found or not named by a smallest set."""
    wrong = [r for r in results if "kind" in r and not (r["found"] and r.get("named"))]
    late = [r for r in results if "kind" in r and r["counting"] and not r["counted"]]
    lines = [f"- {r['classes']} classes, {r['kind']} {r['number']}: found {r['found']}, named {r.get('ids')}, "
             f"planted {r['cause']}" for r in wrong]  # fmt: skip
    lines += [f"- {r['classes']} classes, {r['kind']} {r['number']}: a counting kind that counting does not find"
              for r in late]  # fmt: skip
    return f"Missed: {len(lines)}\n" + "\n".join(lines)


def _share(results: Sequence[Result], name: str) -> str:
    return f"{sum(bool(r.get(name)) for r in results)}/{len(results)}"
