"""Where a lesson of a finished timetable may go, what that costs and whom it hits; exchanges of several lessons.

``judge`` does the sums, ``lessons`` knows who moves and who is in the way, ``seats`` gives rooms, ``chains`` looks for
exchanges, ``moves`` answers, ``keep`` makes a new run. Imports the engine and the domain; the command line and the
public API import it.
"""

from .answers import Broken, Chain, Chains, Fit, Move, MoveError, Option
from .keep import WouldBreakError, moved
from .moves import Moves

__all__ = ["Broken", "Chain", "Chains", "Fit", "Move", "MoveError", "Moves", "Option", "WouldBreakError", "moved"]
