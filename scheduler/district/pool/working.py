"""Doing a job, in whatever process: what it gives, or why it failed, and what it took."""

from __future__ import annotations

import pickle
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain import Text
from scheduler.errors import KebiaoError, defect

from .job import Done, Job
from .store import StoreError

if TYPE_CHECKING:
    from scheduler.engine.solve import Stop


@dataclass(frozen=True)
class Refused:
    """The store cannot be written: the end of the whole run, not of this job alone."""

    text: Text


Said = Done | Refused | None
"""What a process says of a job; None where the stop was asked before it began."""


def packed(job: Job) -> bytes:
    """A job as it is sent. Unpacked where it is done, so that what goes wrong there is this job's failure."""
    return pickle.dumps(job)


def perform(key: str, raw: bytes, stop: Stop) -> Said:
    """Do a packed job. A defect of the program is a failure of this job only; MemoryError is left to the caller, for
    the process is no longer to be trusted."""
    if stop:
        return None
    wall, processor = time.perf_counter(), time.process_time()
    value, failure = None, None
    try:
        job: Job = pickle.loads(raw)
        value = job.call(*job.args, stop=stop)
    except StoreError as error:
        return Refused(error.text)
    except KebiaoError as error:
        failure = error.text
    except MemoryError:
        raise
    except Exception as error:
        failure = defect(error)
    return Done(key, value, failure, time.perf_counter() - wall, time.process_time() - processor)
