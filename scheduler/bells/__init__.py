"""Designing a school day: bell schedules that keep every rule of the chosen packs, or which of them clash.

day       what is wanted of the day, and a day as it was designed
model     the day as a small exact model: where each block begins, in steps of five minutes
asks      what each rule asks of that model; a rule that is not named here says nothing of one day
design    days that keep the rules, or the smallest set of rules that cannot live together
proof     the same rules' own checks on the finished day, with the margin of each

Imports the domain, what a rule is and the solver; rules and settings are given to it.
"""

from .day import Day, Margin, Proposal, Wanted
from .design import Clash, design

__all__ = ["Clash", "Day", "Margin", "Proposal", "Wanted", "design"]
