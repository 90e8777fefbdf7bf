"""Where a district's work runs, and what outlives it.

>>> with hold(out) as place:                                   # nobody else writes into OUT meanwhile
...     with open_pool(place, stop, workers=2) as pool:   # processes here; cluster="tcp://…" for a Dask cluster
...         for done in pool.run([Job(name, solve_it, (plan, place.store))]):
...             ...

``Job``: a module-level function and what it is given; ``Done``: what came of it, as jobs end. ``Store``: results on
disk under the fingerprint of what they were made from, so that what was solved once is not solved again. Whatever is
killed, at whatever moment: starting again goes on from there.
"""

from .job import Done, Job, Pool
from .lock import Place, hold
from .opening import open_pool
from .store import Store, StoreError, fingerprint, refused

__all__ = ["Done", "Job", "Place", "Pool", "Store", "StoreError", "fingerprint", "hold", "open_pool", "refused"]
