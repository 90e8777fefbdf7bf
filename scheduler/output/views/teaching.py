"""A teacher's free moments between lessons, counted one way for every page."""

from __future__ import annotations

from itertools import groupby

from scheduler.domain import Teacher, View, Weeks


def gaps(view: View, teacher: Teacher, week: Weeks) -> int:
    """Free moments (periods) between the first and the last busy one of each half-day of a week."""
    slots = {lesson.slot.id for lesson in view.of_teacher(teacher.id, week)}
    found = 0
    for _, half in groupby(view.school.moments_of(teacher), key=lambda m: (m.day, m.half)):
        moments = list(half)
        busy = [i for i, m in enumerate(moments) if any(s.id in slots for s in m.slots)]
        found += busy[-1] - busy[0] + 1 - len(busy) if busy else 0
    return found
