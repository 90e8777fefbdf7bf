"""Weekly lessons as sessions: doubles first, then single lessons, then one every other week."""

from __future__ import annotations

from scheduler.domain import Session, Weeks


def make_sessions(lessons: float, doubles: int = 0, duration: int = 2) -> tuple[Session, ...]:
    """The sessions of so many lessons a week, ``doubles`` of them ``duration`` periods long (连堂).

    4.5 is four every week and one in odd or even weeks. Raises ValueError when the doubles take too many.
    """
    single = int(lessons) - doubles * duration
    if single < 0:
        raise ValueError(f"{lessons:g} < {doubles}×{duration}")
    kinds = [(duration, Weeks.ALL)] * doubles + [(1, Weeks.ALL)] * single
    kinds += [(1, Weeks.EITHER)] if lessons % 1 else []
    return tuple(Session(f"#{n}", length, weeks) for n, (length, weeks) in enumerate(kinds, 1))


def share_doubles(lessons: list[float], doubles: int, duration: int) -> list[int]:
    """How many doubles each teacher's share takes: the first with room for one takes it.

    Raises ValueError when they do not fit.
    """
    left = [int(count) for count in lessons]
    found = [0] * len(left)
    for _ in range(doubles):
        index = next((i for i, n in enumerate(left) if n >= duration), None)
        if index is None:
            raise ValueError("doubles")
        left[index] -= duration
        found[index] += 1
    return found
