"""A large junior school of 60 classes: 35 full periods, labs, computer rooms, ground over 85 % used."""

from samples.book import Plan
from samples.junior import junior


def plan() -> Plan:
    """60 classes, 2880 pupils."""
    return junior("junior60", (20, 20, 20), 48, 180)
