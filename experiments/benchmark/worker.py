"""One run of the benchmark, in a process of its own, so that its memory can be measured and its time be limited."""

import json
import math
import os
import signal
import sys
import threading
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import Any

from experiments.benchmark.suites import Case
from optimize import solve
from optimize.instances import random_euclidean

try:
    import resource
except ImportError:  # not on Windows: no figures of memory there
    resource = None  # type: ignore[assignment]


ORPHANED = 143
"""128 + SIGTERM."""


def measure(case: Case, data: Path | None, options: dict[str, Any], time_limit: float) -> dict[str, Any]:
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
        Status, objective, bound and gap; wall and processor seconds; peak memory in MB; nodes and cuts of the search
        where the method counts them; the method that was used; the hubs.
    """
    problem = case.problem(data)
    warm = {
        key: value for key, value in {**case.request, **options}.items() if key in ("method", "solver", "allocation")
    }
    solve(random_euclidean(6, seed=0), p=2, **warm)
    children_cpu = _children_cpu()
    began, began_cpu = perf_counter(), process_time()
    solution = solve(problem, time_limit=time_limit, **case.request, **options)
    seconds = perf_counter() - began
    cpu = process_time() - began_cpu + _children_cpu() - children_cpu
    return {
        "status": str(solution.status),
        "objective": solution.objective,
        "bound": solution.bound,
        "gap": solution.gap,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "peak_mb": max(_memory_mb("RUSAGE_SELF"), _memory_mb("RUSAGE_CHILDREN")),
        "nodes": solution.info.get("nodes"),
        "cuts": solution.info.get("cuts"),
        "used": solution.method,
        "hubs": " ".join(map(str, solution.hubs)),
    }


def _memory_mb(who: str) -> float:
    """Largest resident memory so far, of this process or of its largest child (a solver of its own)."""
    if resource is None:
        return math.nan
    kilobytes = resource.getrusage(getattr(resource, who)).ru_maxrss
    return float(kilobytes) / (1024**2 if sys.platform == "darwin" else 1024)


def _children_cpu() -> float:
    if resource is None:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def end_with_parent() -> None:
    """Wait until standard input is closed, which is when the program that started this one has ended; then end too.

    A solver that runs as a process of its own is in the same group, and ends as well.
    """
    while os.read(0, 1024):
        pass
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGTERM)
        sleep(2.0)  # for what clears up after itself
        os.killpg(0, signal.SIGKILL)
    os._exit(ORPHANED)


def main() -> None:
    """Read a task as a line of JSON from standard input, write the outcome as the last line of standard output."""
    task = json.loads(sys.stdin.readline())
    threading.Thread(target=end_with_parent, daemon=True).start()
    data = None if task["data"] is None else Path(task["data"])
    try:
        outcome = measure(Case(**task["case"]), data, task["options"], task["time_limit"])
    except Exception as error:
        outcome = {"status": "error", "message": f"{type(error).__name__}: {error}"}
    sys.stdout.write("\n" + json.dumps(outcome, default=float) + "\n")


if __name__ == "__main__":
    main()
