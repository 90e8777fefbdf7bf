"""A school as a plan workbook, as far as the workbook can say it; the rest is counted by what asks for it.

units   courses → rows of 课程计划, 任课 and 合班走班, grades of classes with one curriculum
beside  the office → 课后服务, 校历, 自查
asks    rule settings → 教师, 场地, 固排禁排, 规则
write   the sheets → a file
"""

from .write import TooManyCurricula, write_book

__all__ = ["TooManyCurricula", "write_book"]
