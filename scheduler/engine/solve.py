"""Program → CP-SAT → values. The only file that speaks OR-Tools' language."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from ortools.sat.python import cp_model

from .program import INFINITY, Program
from .table import Table, sums

ENDLESS = 1e6  # seconds: where deterministic limits end a solve, the clock must not


class Status(StrEnum):
    """How a solve ended. INVALID is a defect of the program (a model the solver rejects)."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"
    INVALID = "invalid"


@dataclass(frozen=True)
class Limits:
    """Bounds on one solve: wall ``seconds``, or ``work`` in the solver's deterministic units where the answer must not
    depend on the machine's speed. ``first``: stop at the first solution. ``linearization``: how much of the model goes
    into the linear relaxation (0 to 2): more bounds better and searches slower."""

    seconds: float = 60.0
    work: float | None = None
    workers: int = 2
    seed: int = 1
    first: bool = False
    linearization: int = 0


@dataclass(frozen=True)
class Solved:
    """The end of one solve; ``values`` has one int a variable of the program, None without a solution."""

    status: Status
    values: tuple[int, ...] | None
    cost: int | None
    bound: float
    seconds: float


class Stop:
    """A stop that anybody may ask for, from any thread; running solves end within a fraction of a second."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._solvers: list[cp_model.CpSolver] = []
        self._children: list[Stop] = []

    def child(self) -> Stop:
        """A stop for a part of the work: asked when this one is, and by itself."""
        made = Stop()
        with self._lock:
            self._children.append(made)
        if self:
            made.ask()
        return made

    def __bool__(self) -> bool:
        return self._event.is_set()

    def ask(self) -> None:
        """Ask everything that runs under this stop to end and keep its best."""
        self._event.set()
        with self._lock:
            for solver in self._solvers:
                solver.stop_search()
            children = list(self._children)
        for child in children:
            child.ask()

    def watch(self, solver: cp_model.CpSolver) -> None:
        """Have a solver stopped when asked."""
        with self._lock:
            self._solvers.append(solver)

    def forget(self, solver: cp_model.CpSolver) -> None:
        """The solver has ended."""
        with self._lock:
            self._solvers.remove(solver)


def to_model(
    program: Program | Table, hint: Mapping[int, int] | Sequence[int] | None = None, objective: bool = True
) -> cp_model.CpModel:
    """The CP-SAT model of a program, its variables numbered alike. Rows become the clause, at-most-one or linear
    constraint they are.

    Written as the protocol's text and parsed by the solver in one go: less than half the time of a call a constraint.
    """
    table = program if isinstance(program, Table) else Table.of(program)
    bounds = zip(table.lower.tolist(), table.upper.tolist(), strict=True)
    text = [f"variables{{domain:[{lo},{hi}]}}" for lo, hi in bounds]
    text += _constraints(table)
    if objective and table.cost:
        text.append(
            f"objective{{vars:[{_listed(table.cost)}] coeffs:[{_listed(table.cost.values())}] offset:{table.offset}}}"
        )
    if hint is not None:
        items = hint.items() if isinstance(hint, Mapping) else enumerate(hint)
        pairs = list(items)
        text.append(f"solution_hint{{vars:[{_listed(v for v, _ in pairs)}] values:[{_listed(x for _, x in pairs)}]}}")
    model = cp_model.CpModel()
    model.proto.parse_text_format("\n".join(text))
    return model


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def _constraints(table: Table) -> Iterator[str]:
    size = np.diff(table.pointers)
    plain = (table.coefs == 1) & (table.lower[table.columns] == 0) & (table.upper[table.columns] == 1)
    logical = (size > 0) & (sums(plain, table.pointers) == size)
    lo, hi = np.maximum(table.lo, -INFINITY), np.minimum(table.hi, INFINITY)
    kinds = np.select(
        [logical & (lo == 1) & (hi == 1), logical & (hi == 1) & (lo <= 0), logical & (lo == 1) & (hi >= size)],
        ["exactly_one", "at_most_one", "bool_or"],
        "linear",
    )
    ends, bounds = table.pointers.tolist(), zip(lo.tolist(), hi.tolist(), strict=True)
    variables, coefs = list(map(str, table.columns.tolist())), list(map(str, table.coefs.tolist()))
    for begin, end, kind, (least, most) in zip(ends, ends[1:], kinds.tolist(), bounds, strict=False):
        if kind != "linear":
            yield f"constraints{{{kind}{{literals:[{','.join(variables[begin:end])}]}}}}"
        else:
            yield (
                f"constraints{{linear{{vars:[{','.join(variables[begin:end])}] "
                f"coeffs:[{','.join(coefs[begin:end])}] domain:[{least},{most}]}}}}"
            )


def new_solver(limits: Limits) -> cp_model.CpSolver:
    """A solver with these limits and the parameters that were measured to matter (benchmarks/README.md)."""
    solver = cp_model.CpSolver()
    p = solver.parameters
    p.num_workers = limits.workers
    p.random_seed = limits.seed
    p.max_time_in_seconds = max(limits.seconds, 0.01)
    p.linearization_level = limits.linearization
    p.catch_sigint_signal = False
    p.stop_after_first_solution = limits.first
    if limits.work is not None:
        p.max_deterministic_time = limits.work
        p.interleave_search = limits.workers > 1
    return solver


def without_relaxation(solver: cp_model.CpSolver) -> None:
    """Clause learning without the linear relaxation, and feasibility jump where there is a second worker: the way to
    a first solution (benchmarks/README.md)."""
    if solver.parameters.num_workers > 1:
        solver.parameters.linearization_level = 1  # of the model; the subsolver itself uses none
        solver.parameters.subsolvers.append("no_lp")


def bare(solver: cp_model.CpSolver) -> None:
    """The same without presolve: quick on what is easy."""
    without_relaxation(solver)
    solver.parameters.cp_model_presolve = False


def in_turns(solver: cp_model.CpSolver) -> None:
    """Clause learning without the linear relaxation in turns with feasibility jump, on one thread: as good as both on
    two (benchmarks/README.md)."""
    p = solver.parameters
    p.num_workers, p.interleave_search, p.linearization_level = 1, True, 1
    p.subsolvers.append("no_lp")


_STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
    cp_model.MODEL_INVALID: Status.INVALID,
}


def solve(
    program: Program | Table,
    limits: Limits,
    *,
    stop: Stop | None = None,
    hint: Mapping[int, int] | Sequence[int] | None = None,
    objective: bool = True,
    configure: Callable[[cp_model.CpSolver], None] | None = None,
) -> Solved:
    """Run CP-SAT on a program."""
    model = to_model(program, hint, objective)
    solver = new_solver(limits)
    if configure:
        configure(solver)
    stop = Stop() if stop is None else stop
    stop.watch(solver)
    try:
        if stop:
            return Solved(Status.UNKNOWN, None, None, float("-inf"), 0.0)
        status = solver.solve(model)
    finally:
        stop.forget(solver)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = tuple(solver.response_proto.solution) if found else None
    return Solved(
        _STATUS[status],
        values,
        program.total(values) if values is not None else None,
        solver.best_objective_bound if objective and program.cost else float("-inf"),
        solver.wall_time,
    )
