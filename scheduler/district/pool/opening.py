"""The pool that was asked for."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from scheduler.domain import Text
from scheduler.errors import RunError

from .job import Pool
from .lock import Place

if TYPE_CHECKING:
    from scheduler.engine.solve import Stop

_ADDRESS = re.compile(r"local:[1-9][0-9]*|[a-z]+://\S+")


def open_pool(place: Place, stop: Stop, *, workers: int | None = None, cluster: str | None = None) -> Pool:
    """Processes of this computer, as many as it has processors unless ``workers`` says; or a Dask cluster:
    ``tcp://HOST:8786``, or ``local:N``. Raises RunError when it cannot be had."""
    if cluster is None:
        from .processes import ProcessPool

        return ProcessPool(workers or os.cpu_count() or 1, stop)
    if not _ADDRESS.fullmatch(cluster):
        zh = f"集群地址 {cluster} 看不懂\n  可以：tcp://主机:8786，或 local:4（本机 4 个进程）"
        raise RunError(Text(zh, f"not a cluster: {cluster}\n  Maybe: tcp://HOST:8786, or local:4 on this computer"))
    from .cluster import ClusterPool

    return ClusterPool(cluster, place.folder, stop)
