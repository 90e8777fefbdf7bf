"""Substitution and exchange on a date (代课, 调课): who takes the lessons of those who are away, fairly through a term.

The weekly timetable stays as it is; dated exceptions lie on top of it. Imports the engine and the domain.

>>> days = Days(run.school, run.timetable, read(folder))
>>> proposal = Desk(days, run.rules).propose(date(2026, 11, 24), [Absence("张三")])
>>> append(folder, proposal.records, days.records)
"""

from .candidates import Candidate, Candidates, Fit, Need, Refusal, Why
from .counts import Count, counts, same_term
from .day import CoverError, Days, Held, SchoolDay, school_day
from .desk import Absence, CannotTakeError, Desk, Offer, Proposal, Take, cancelled
from .exceptions import NAME, Kind, Piece, Record, active, append, read
from .exchange import Exchange, Exchanges
from .judged import Breach
from .slips import Slip, slips

__all__ = [
    "NAME",
    "Absence",
    "Breach",
    "Candidate",
    "Candidates",
    "CannotTakeError",
    "Count",
    "CoverError",
    "Days",
    "Desk",
    "Exchange",
    "Exchanges",
    "Fit",
    "Held",
    "Kind",
    "Need",
    "Offer",
    "Piece",
    "Proposal",
    "Record",
    "Refusal",
    "SchoolDay",
    "Slip",
    "Take",
    "Why",
    "active",
    "append",
    "cancelled",
    "counts",
    "read",
    "same_term",
    "school_day",
    "slips",
]  # fmt: skip
