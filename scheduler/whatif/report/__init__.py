"""The comparison of scenarios as a table, in words, as a workbook and as a page with pictures.

``table`` makes rows of figures out of outcomes, ``details`` what is said of each scenario, ``sweep`` finds those that
change one number; ``text``, ``xlsx`` and ``html`` show them. May import what ``scheduler.output`` offers.
"""
