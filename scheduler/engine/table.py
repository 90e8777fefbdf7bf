"""A program as arrays: what is quick to cut a part from and to hand to the solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import numpy.typing as npt

from .program import Program

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def sums(data: Ints | Mask, pointers: Ints) -> Ints:
    """Sums of consecutive stretches; an empty stretch gives 0."""
    running = np.concatenate(([0], np.cumsum(data, dtype=np.int64)))
    return cast(Ints, running[pointers[1:]] - running[pointers[:-1]])


def pointers_of(lengths: Sequence[int] | Ints) -> Ints:
    """Where consecutive stretches of these lengths begin, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(np.asarray(lengths, dtype=np.int64)))).astype(np.int64)


def stretches(pointers: Ints, chosen: Ints) -> Ints:
    """The positions of the chosen stretches, one stretch after the other."""
    lengths = pointers[chosen + 1] - pointers[chosen]
    return cast(Ints, np.repeat(pointers[chosen] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum()))


@dataclass(frozen=True)
class Table:
    """Variables' bounds, the rows in compressed form (entries of row i: ``pointers[i]`` to ``pointers[i + 1]``), and
    the cost by variable."""

    lower: Ints
    upper: Ints
    pointers: Ints
    columns: Ints
    coefs: Ints
    lo: Ints
    hi: Ints
    cost: dict[int, int]
    offset: int = 0

    @classmethod
    def of(cls, program: Program) -> Table:
        """The same program."""
        rows = program.rows
        return cls(
            np.array(program.lower, dtype=np.int64),
            np.array(program.upper, dtype=np.int64),
            pointers_of([len(r.vars) for r in rows]),
            np.fromiter((v for r in rows for v in r.vars), np.int64),
            np.fromiter((c for r in rows for c in r.coefs), np.int64),
            np.array([r.lo for r in rows], dtype=np.int64),
            np.array([r.hi for r in rows], dtype=np.int64),
            program.cost,
            program.offset,
        )

    def only(self, chosen: Mask) -> Table:
        """The program without the rows that are not chosen."""
        lengths = np.diff(self.pointers)
        entries = np.repeat(chosen, lengths)
        return replace(
            self, pointers=pointers_of(lengths[chosen]), columns=self.columns[entries], coefs=self.coefs[entries],
            lo=self.lo[chosen], hi=self.hi[chosen],
        )  # fmt: skip

    def total(self, values: Sequence[int]) -> int:
        """The cost of an assignment."""
        return self.offset + sum(w * values[v] for v, w in self.cost.items())
