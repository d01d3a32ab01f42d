"""One run of the benchmark: a case of a run whose process is its own, so that its memory can be measured."""

import math
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from experiments.benchmark.cases import Case
from optimize import solve
from optimize.instances import random_euclidean
from optimize.pauses import now
from optimize.run import Status

try:
    import resource
except ImportError:  # not on Windows: no figures of memory there
    resource = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Suite:
    """What all runs have in common.

    Attributes
    ----------
    cases : dict of str to Case
        By name.
    ways : dict of str to dict
        By name, options of the way: arguments of `optimize.solve`.
    data : Path or None
        Folder of published instances.
    threads : int
        That a solver may use.
    """

    cases: Mapping[str, Case]
    ways: Mapping[str, Mapping[str, Any]]
    data: Path | None
    threads: int


def measure_run(shared: Suite, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:  # noqa: ARG001
    """Solve a problem in one way; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    shared : Suite
    case : dict
        ``problem`` and ``way``, by name, and ``time_limit``, seconds.
    rng : Generator
        Not used: nothing is drawn.

    Returns
    -------
    dict
        See `measure`.
    """
    options = {**shared.ways[case["way"]], "threads": shared.threads}
    return measure(shared.cases[case["problem"]], shared.data, options, case["time_limit"])


def measure(case: Case, data: Path | None, options: Mapping[str, Any], time_limit: float) -> dict[str, Any]:
    """Solve a case and tell what it took.

    Compiled kernels are loaded before the clock starts, by a solve of six nodes.

    Parameters
    ----------
    case : Case
    data : Path or None
        Folder of published instances.
    options : dict
        Of the way to solve it: arguments of `optimize.solve`.
    time_limit : float
        Seconds.

    Returns
    -------
    dict
        Status, objective, bound and gap, those of the compact model its own; wall and processor seconds; peak memory
        in MB; nodes and cuts of the search where the method counts them; the method that was used; the hubs.
    """
    problem = case.problem(data)
    warm = {
        key: value for key, value in {**case.request, **options}.items() if key in ("method", "solver", "allocation")
    }
    solve(random_euclidean(6, seed=0), p=2, **warm)
    children_cpu = _children_cpu()
    # on the clock of runs, which leaves out the compilation of kernels
    began, began_cpu = now(), process_time()
    solution = solve(problem, time_limit=time_limit, **case.request, **options)
    if solution.info.get("stopped") == "interrupted":
        raise KeyboardInterrupt  # who presses Ctrl-C wants to leave, and a run that was cut short is no measurement
    seconds = now() - began
    cpu = process_time() - began_cpu + _children_cpu() - children_cpu
    # a heuristic runs before a large compact model, and its bound may be the proof that the model itself did not bring
    late = options.get("method") == "compact" and seconds > time_limit and solution.status is Status.OPTIMAL
    return {
        "status": str(Status.FEASIBLE if late else solution.status),
        "objective": solution.objective,
        "bound": math.nan if late else solution.bound,
        "gap": math.nan if late else solution.gap,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "peak_mb": peak_mb(),
        "nodes": solution.info.get("nodes"),
        "cuts": solution.info.get("cuts"),
        "used": solution.method,
        "hubs": " ".join(map(str, solution.hubs)),
    }


def peak_mb() -> float:
    """Measure the largest resident memory so far, of this process or of its largest child (a solver of its own).

    Returns
    -------
    float
        MB; NaN where it cannot be known.
    """
    if resource is None:
        return math.nan
    children = _resident_mb("RUSAGE_CHILDREN")
    with suppress(OSError), open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123
        # what getrusage tells on Linux begins with the memory of the program that has started this process
        return max(children, *(float(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM:")))
    return max(children, _resident_mb("RUSAGE_SELF"))


def _resident_mb(who: str) -> float:
    kilobytes = resource.getrusage(getattr(resource, who)).ru_maxrss
    return float(kilobytes) / (1024**2 if sys.platform == "darwin" else 1024)


def _children_cpu() -> float:
    if resource is None:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
