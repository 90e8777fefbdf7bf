"""Ejection: its counts agree with the program, and it ends in a timetable that keeps every row."""

from __future__ import annotations

from scheduler.engine.ejection import Ejection, placed
from scheduler.engine.model import IMPLIED
from scheduler.engine.solve import Stop

from .schools import with_defaults
from .test_first import TWO, board_of


def test_it_ends_with_every_row_kept() -> None:
    board = board_of(with_defaults(TWO))
    for seed in range(5):
        search = Ejection(board.program, board.alike, seed)
        assert search.run(20.0, Stop())
        assert not list(board.program.broken(placed(board.program, search.best).tolist()))


def test_counts_agree_with_the_program_at_every_moment() -> None:
    board = board_of(with_defaults(TWO))
    program = board.program
    search = Ejection(program, board.alike, 3)
    for _ in range(200):
        search.step += 1
        if search.waiting:
            search._place(next(iter(search.waiting)))
        for var in sorted(search.chosen)[: search.step % 3]:
            search._move(None, [var])
        values = placed(program, frozenset(search.chosen)).tolist()
        assert search.counts.values == values
        assert search.unplaced == sum(count - sum(values[v] for v in kind) for kind, count in board.alike)
        broken = [r for r in program.broken(values) if r.setting not in ("", IMPLIED)]
        assert (search.counts.units > 0) == bool(broken)
