"""For benchmarks, written by name only: the junior school at 100 classes, 3500 lessons a week."""

from samples.book import Plan
from samples.junior import junior


def plan() -> Plan:
    """100 classes, 4800 pupils."""
    return junior("junior100", (34, 33, 33), 48, 600)
