"""School days written down block by block, and opened out into the rows of 作息."""

from __future__ import annotations

from collections.abc import Iterator

from samples.book import Bell

WEEK = "周一至周五"

# Kinds by the first words of a block's name; what is not here is a lesson.
KINDS = (
    ("到校", "到校"), ("大课间", "大课间"), ("眼保健操", "眼保健操"), ("午", "午休"), ("阅读", "阅读"),
    ("社团", "课后服务"), ("讲座", "课后服务"), ("课后", "课后服务"), ("活动", "活动"), ("第", "上课"),
    ("早操", "其他"), ("自由活动", "其他"),
)  # fmt: skip


def bells(schedule: str, grades: str, text: str) -> Iterator[Bell]:
    """The rows of a schedule. A line of ``text``: ``08:20-09:00 第1节``, and the weekdays where not all."""
    for line in text.strip().splitlines():
        clock, name, *days = line.split()
        start, _, end = clock.partition("-")
        kind = next(kind for word, kind in KINDS if name.startswith(word))
        yield Bell(schedule, grades, days[0] if days else WEEK, name, kind, start, end)
