"""Many scenarios of one run, in processes of their own: one that fails stops no other, a stop keeps what is done."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context, parent_process
from multiprocessing.synchronize import Event

from scheduler import rarely_collect
from scheduler.domain import Text
from scheduler.engine.solve import Stop
from scheduler.errors import KebiaoError, defect
from scheduler.output.names import safe_file_name
from scheduler.output.run import Run

from .change import Scenario
from .compare import Answer, Comparison, Outcome
from .measures import measure
from .trying import Attempt, Baseline, Conditions, attempt

Tell = Callable[[int, Outcome], None]  # how many are done, and the latest
Keep = Callable[[str, Run, bytes], str]  # writes a run under a folder's name with its plan; where it is then


def compare(
    base: Baseline,
    scenarios: Sequence[Scenario],
    conditions: Conditions,
    *,
    processes: int = 2,
    stop: Stop | None = None,
    tell: Tell = lambda done, outcome: None,
    keep: Keep | None = None,
) -> Comparison:
    """Try each scenario beside the run. One alone has all ``conditions.workers`` threads of this process; several go to
    ``processes`` processes with a thread each. ``tell`` hears of each as it ends, ``keep`` is given its run;
    ``stop`` ends those that run and begins no other."""
    stop = Stop() if stop is None else stop
    conditions = replace(conditions, keep=keep is not None)
    found = _Found(_folders(scenarios), tell, keep)
    if len(scenarios) < 2 or processes < 2:
        _one_by_one(base, scenarios, conditions, stop, found)
    else:
        _Pool(base, scenarios, replace(conditions, workers=1), stop, found).run(processes)
    outcomes = tuple(found.outcomes[i] for i in sorted(found.outcomes))
    left = tuple(s.name for i, s in enumerate(scenarios) if i not in found.outcomes)
    run = base.run
    first = Outcome(base.name, (), Answer.BASELINE, measures=measure(run))
    return Comparison(run.school.name, first, outcomes, left)


def _folders(scenarios: Sequence[Scenario]) -> list[str]:
    """A folder name for each scenario, no two alike also where capitals do not count."""
    used: set[str] = set()
    found = []
    for scenario in scenarios:
        plain, number = safe_file_name(scenario.name), 2
        name = plain
        while name.casefold() in used:
            name, number = f"{plain}({number})", number + 1
        used.add(name.casefold())
        found.append(name)
    return found


class _Found:
    """Outcomes by number as they come in, each run kept at once."""

    def __init__(self, folders: Sequence[str], tell: Tell, keep: Keep | None):
        self.outcomes: dict[int, Outcome] = {}
        self._folders, self._tell, self._keep = folders, tell, keep

    def take(self, number: int, made: Attempt) -> None:
        outcome = made.outcome
        if made.run is not None and self._keep is not None:
            try:
                outcome = replace(outcome, folder=self._keep(self._folders[number], made.run, made.content))
            except KebiaoError as error:
                outcome = replace(outcome, cause=error.text, code=error.exit_code)
        self.outcomes[number] = outcome
        self._tell(len(self.outcomes), outcome)


def _one_by_one(
    base: Baseline, scenarios: Sequence[Scenario], conditions: Conditions, stop: Stop, found: _Found
) -> None:
    for i, scenario in enumerate(scenarios):
        if stop:
            return
        found.take(i, _safely(base, scenario, conditions, stop))


def _safely(base: Baseline, scenario: Scenario, conditions: Conditions, stop: Stop) -> Attempt:
    """What came of a scenario; a defect of the program is an outcome too, so that the others are not lost."""
    try:
        return attempt(base, scenario, conditions, stop)
    except Exception as error:
        return _failed(scenario, defect(error))


def _failed(scenario: Scenario, cause: Text) -> Attempt:
    said = tuple(Text(c.say("zh"), c.say("en")) for c in scenario.changes)
    return Attempt(Outcome(scenario.name, said, Answer.FAILED, note=scenario.note, cause=cause, code=1))


class _Pool:
    """Processes that each have the baseline once."""

    def __init__(
        self, base: Baseline, scenarios: Sequence[Scenario], conditions: Conditions, stop: Stop, found: _Found
    ):
        self._base, self._scenarios, self._conditions = base, scenarios, conditions
        self._stop, self._found = stop, found
        self._context = get_context("spawn")

    def run(self, processes: int) -> None:
        """All scenarios. What a process took with it when it died is tried once more, each in its own."""
        lost = self._through(range(len(self._scenarios)), min(processes, len(self._scenarios)))
        for i in lost:
            if self._through([i], 1):
                words = Text("进程意外结束（内存可能不够）", "its process ended unexpectedly (too little memory?)")
                self._found.take(i, _failed(self._scenarios[i], words))

    def _through(self, numbers: Sequence[int], processes: int) -> list[int]:
        """Try these; the numbers of those that were lost with a process."""
        asked = self._context.Event()
        shared = (self._base, self._conditions, asked)
        pool = ProcessPoolExecutor(processes, mp_context=self._context, initializer=_begin, initargs=shared)
        futures: dict[Future[Attempt], int] = {}
        try:
            for i in numbers:
                if not self._stop:
                    futures[pool.submit(_work, self._scenarios[i])] = i
            return self._gather(futures, asked)
        except BrokenProcessPool:  # while scenarios were handed out
            return [i for i in numbers if i not in self._found.outcomes]
        finally:
            pool.shutdown(cancel_futures=True)  # waits: a process that just starts still needs what it was given

    def _gather(self, futures: dict[Future[Attempt], int], asked: Event) -> list[int]:
        waiting, lost = set(futures), []
        while waiting:
            done, waiting = wait(waiting, timeout=0.2)
            for future in done:
                if future.cancelled():
                    continue
                if isinstance(future.exception(), BrokenProcessPool):
                    lost.append(futures[future])
                else:
                    self._found.take(futures[future], future.result())
            if self._stop and not asked.is_set():
                asked.set()
                for future in waiting:
                    future.cancel()
        return sorted(lost)


# -- in a process --

_shared: tuple[Baseline, Conditions, Stop]


def _begin(base: Baseline, conditions: Conditions, asked: Event) -> None:
    """Once in each process: what all scenarios need, and an ear for the stop. Ctrl-C is the parent's to hear."""
    global _shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    rarely_collect()
    stop = Stop()
    _shared = base, conditions, stop
    threading.Thread(target=_listen, args=(asked, stop), daemon=True).start()


def _listen(asked: Event, stop: Stop) -> None:
    """Hand on the stop; end with the parent, however that ended."""
    parent = parent_process()
    while parent is None or parent.is_alive():
        if not stop and asked.is_set():
            stop.ask()
        time.sleep(0.2)
    os._exit(1)


def _work(scenario: Scenario) -> Attempt:
    base, conditions, stop = _shared
    return _safely(base, scenario, conditions, stop)
