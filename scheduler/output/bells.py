"""A designed school day as the sheet 作息, in the columns that a plan reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from scheduler.domain import Block, BlockKind, Text
from scheduler.errors import RunError
from scheduler.rule import say_clock

_HEADS = ("作息表", "年级", "星期", "名称", "类型", "开始", "结束")
_WORDS = {
    BlockKind.LESSON: "上课", BlockKind.LONG_BREAK: "大课间", BlockKind.EYES: "眼保健操", BlockKind.NOON: "午休",
    BlockKind.READING: "阅读", BlockKind.ACTIVITY: "活动", BlockKind.SERVICE: "课后服务", BlockKind.ARRIVAL: "到校",
    BlockKind.OTHER: "其他",
}  # fmt: skip


def write_bells(path: Path, blocks: Sequence[Block], grades: Sequence[int]) -> None:
    """Write one workbook with the day for these grades, all week. Raises RunError when it may not be written."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "作息"
    sheet.append(_HEADS)
    whom = f"{grades[0]}-{grades[-1]}" if len(grades) > 1 else str(grades[0])
    for b in blocks:
        times = (say_clock(n) for n in (b.start, b.end))
        sheet.append(("", whom, "", b.name, _WORDS[b.kind], *times))
    for letter, width in zip("ABCDEFG", (10, 8, 8, 14, 10, 8, 8), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    if path.exists():
        raise RunError(Text(f"{path} 已经存在", f"{path} exists already"))
    try:
        book.save(path)
    except OSError as error:
        raise RunError(Text(f"写不了 {path}：{error.strerror}", f"cannot write {path}: {error.strerror}")) from error
