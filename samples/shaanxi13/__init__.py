"""Thirteen junior schools of a county as an education office found them: ``python samples/shaanxi13/write.py``.

The document counts, against the national plan: grade 7 Chinese 6 lessons (two schools have 5, one 7), mathematics 4
(nine have 5), English 4 (five have 5, two 8), biology 3 (seven have 2), grade 8 physics 3 (four have 2); one school
conforms, twelve do not; two keep pupils in school no longer than 7 hours a day. The timetables here have just these
figures. What else is in them (names, who teaches, the clock, the order of lessons, the look of the tables) is made up.
"""
