"""Who teaches what: the empty cells of 任课 filled, in one school or over a district, and what is short.

    Book(s) → Site(s) → Problem → model (exact, level by level) → dealing (classes) → Staffed: edits, loads, short

``problem`` is what is to be decided, ``of_book`` reads it from workbooks, ``model`` decides how many classes of alike
ones everybody takes, ``dealing`` which, ``verdict`` says what is short and why. Rules are given.
"""

from .district import DistrictStaffed, staff_district
from .extra import Extra, extra_teachers
from .school import staff_school
from .staffed import Given, Load, Staffed
from .verdict import Short

__all__ = [
    "DistrictStaffed", "Extra", "Given", "Load", "Short", "Staffed", "extra_teachers", "staff_district", "staff_school",
]  # fmt: skip
