"""Work in a thread: what it gives, what it raises, and who hears of Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from scheduler.cli.waiting import awaited
from scheduler.engine.solve import Stop


def ctrl_c(times: int) -> Callable[[], None]:
    """What the main thread does while it waits: Ctrl-C so many times."""
    left = [times]

    def tick() -> None:
        if left[0]:
            left[0] -= 1
            raise KeyboardInterrupt

    return tick


def test_what_the_work_gives_and_what_it_raises() -> None:
    def fail() -> int:
        raise LookupError("no such class")

    assert awaited(lambda: 7, Stop()) == 7
    with pytest.raises(LookupError, match="no such class"):
        awaited(fail, Stop())


def test_the_first_ctrl_c_asks_for_the_best_so_far(capsys: pytest.CaptureFixture[str]) -> None:
    stop = Stop()

    def work() -> str:
        while not stop:
            time.sleep(0.01)
        return "best so far"

    assert awaited(work, stop, stopping="stopping ...", tick=ctrl_c(1)) == "best so far"
    assert capsys.readouterr() == ("", "stopping ...\n")


def test_the_second_ctrl_c_is_raised_though_the_work_goes_on() -> None:
    stop, began = Stop(), time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        awaited(lambda: time.sleep(5), stop, tick=ctrl_c(2))
    assert stop
    assert time.monotonic() - began < 4
