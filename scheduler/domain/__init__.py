"""What a school is and what an answer is: frozen data that knows no solver, no file and no language.

Imports nothing of the project. Everything else imports it.
"""

from .answer import HomeworkAllocation, HomeworkItem, Lesson, Placement, Timetable, View
from .homework import HOMEWORK_KINDS, HOMEWORK_LAYERS, homework_kind, homework_layer
from .office import Calendar, Declaration, Event, Item, Office, Service
from .school import (
    Course,
    CourseKind,
    CurriculumRow,
    Group,
    HomeworkPlan,
    HomeworkTarget,
    Room,
    RoomNeed,
    School,
    Session,
    Subject,
    Teacher,
)
from .settings import RuleSetting, Scope, Source, Strength, Text, Verdict, Way
from .times import At, Bells, Block, BlockKind, Half, Moment, Slot, TimeGrid, TimePattern, Times, Weeks

__all__ = [
    "HOMEWORK_KINDS",
    "HOMEWORK_LAYERS",
    "At",
    "Bells",
    "Block",
    "BlockKind",
    "Calendar",
    "Course",
    "CourseKind",
    "CurriculumRow",
    "Declaration",
    "Event",
    "Group",
    "Half",
    "HomeworkAllocation",
    "HomeworkItem",
    "HomeworkPlan",
    "HomeworkTarget",
    "Item",
    "Lesson",
    "Moment",
    "Office",
    "Placement",
    "Room",
    "RoomNeed",
    "RuleSetting",
    "School",
    "Scope",
    "Service",
    "Session",
    "Slot",
    "Source",
    "Strength",
    "Subject",
    "Teacher",
    "Text",
    "TimeGrid",
    "TimePattern",
    "Times",
    "Timetable",
    "Verdict",
    "View",
    "Way",
    "Weeks",
    "homework_kind",
    "homework_layer",
]  # fmt: skip
