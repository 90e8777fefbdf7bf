"""Work in threads that end together."""

from __future__ import annotations

import time

import pytest

from scheduler.engine.solve import Stop
from scheduler.engine.together import together


def until(stop: Stop) -> None:
    began = time.monotonic()
    while not stop and time.monotonic() - began < 20:
        time.sleep(0.01)


def test_all_are_done() -> None:
    done: list[int] = []
    together(*(lambda n=n: done.append(n) for n in range(3)), stop=Stop())
    assert sorted(done) == [0, 1, 2]


def test_one_that_fails_ends_the_others_and_is_heard() -> None:
    stop = Stop()

    def fail() -> None:
        raise ValueError("of the shape")

    began = time.monotonic()
    with pytest.raises(ValueError, match="shape"):
        together(fail, lambda: until(stop), stop=stop)
    assert stop
    assert time.monotonic() - began < 10


def test_they_are_asked_to_stop_at_the_end() -> None:
    stop = Stop()
    began = time.monotonic()
    together(lambda: until(stop), stop=stop, end=began + 0.2)
    assert stop
    assert time.monotonic() - began < 10
