"""What was proposed for each regulation (ids.txt), and where the packs differ, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

IDS = Path(__file__).with_name("ids.txt")


@dataclass(frozen=True)
class Proposed:
    """One regulation: how it may get its verdict, and which quantities it is about."""

    way: str
    metrics: frozenset[str]


def proposed() -> dict[str, Proposed]:
    """By id."""
    lines = (line.split() for line in IDS.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {id: Proposed(way, frozenset(metrics.split(","))) for id, way, metrics in lines}


# way in the pack → why → ids
OTHER_WAYS: dict[str, dict[str, str]] = {
    "audited": {
        "what is only to be encouraged is measured, never posted": (
            "HZ-16 GZ-11 WB-28 P2-06 TJ-13 DR-04 DR-11 DA-03 CX-14 SU-10"
        ),
        "whether every pupil has a group is settled before the search": "NX-13 YB-20",
    },
    "declared": {
        "what hangs on a wall is the school's word": ("DC-12 LJ-04 WB-02 WB-04 DR-29 YB-19 DA-01 CX-12 NX-03 SU-08"),
        "the text names no time of day": "WB-23 P3-13",
        "calligraphy within Chinese lessons has no row in the plan": "NC-05",
        "no sheet holds when homework is set, which subjects are weak, who is lent": "CX-04 CX-13 TB-01",
    },
    "reported": {
        "a permission, which nothing can break": "ZX-04 DR-03",
        "a fact about another place": "SX-16",
    },
}

# why the quantity is another than the one proposed → ids
OTHER_QUANTITIES: dict[str, str] = {
    "teaching ahead of the plan is conduct, counted as breaches": "DC-11 LJ-23 HZ-20 GZ-14 ZX-17",
    "a permission measures nothing": "ZX-04 DR-03",
    "special classes are the school's word": "HZ-18",
    "early arrival is the school's word": "WB-23 P3-13",
    "a figure that the school reports": "LJ-29 DR-16 TB-07 TB-08",
    "no sheet holds it, so the school says it": "CX-13 NC-05 TB-01",
    "one school's own plan instead of how many schools keep theirs": "SX-06",
}


def expected_way(id: str, first: Proposed) -> str:
    """The way a regulation should have in its pack."""
    for way, reasons in OTHER_WAYS.items():
        if any(id in ids.split() for ids in reasons.values()):
            return way
    return first.way
