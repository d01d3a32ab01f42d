"""Figures of the layer: cost of a case, workers, threads, memory, many rows; studies equal however they run."""

import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from experiments.runs import Cases, Results, run_cases
from optimize import solve
from optimize.instances import random_euclidean
from tools.runs.cases import busy, names, nothing, nothings, rows_of, table, tell, timed, waiting

STUDIES = {
    "compare": ("--draws", "4", "--no-confirm"),
    "robustness": ("--draws", "6"),
    "tipping": ("--most", "2", "--no-worth", "--grid", "0"),
    "criticality": ("--links", "none", "--no-pairs", "--p", "0"),
}
"""Commands with what makes them quick."""
WAYS = {
    "1 worker": ("--workers", "1"),
    "2 workers": ("--workers", "2"),
    "4 workers": ("--workers", "4"),
    "Dask": ("--workers", "2", "--scheduler", "local"),
}


def cost(folder: Path) -> None:
    """What the layer takes for a case, in this process."""
    for count, evaluate, batch in ((1000, nothing, 1), (100_000, nothing, 1), (100_000, nothings, 256)):
        plan = Cases(evaluate, table(count), batch=batch)
        _, seconds = timed(plan, folder / f"{count}-{batch}")
        tell(f"{count} cases without work, batches of {batch}", f"{seconds / count * 1e6:.0f} µs a case")


def memory(folder: Path) -> None:
    """Whether memory stays flat: its peak after 10,000 and after 100,000 cases of 20 rows."""
    for count in (10_000, 100_000):
        run_cases(Cases(rows_of, table(count), shared=20), folder / str(count))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        tell(f"{count} cases of 20 rows", f"{peak:.0f} MB at most")


def rows(folder: Path) -> None:
    """Ten million rows: written, then asked without being loaded, by Arrow and by DuckDB."""
    results, seconds = timed(Cases(rows_of, table(10_000), shared=1000), folder)
    size = sum(path.stat().st_size for path in results.files) / 1e6
    tell("10 million rows", f"written in {seconds:.1f} s, {size:.0f} MB in {len(results.files)} files")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for name, ask in (("pyarrow", ask_arrow), ("duckdb", ask_duckdb)):
        began = time.perf_counter()
        ask(results)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        tell(f"mean by hub, {name}", f"{time.perf_counter() - began:.2f} s, {peak - before:.0f} MB more at most")


def ask_arrow(results: Results) -> None:
    """Take a mean by hub, in batches.

    Parameters
    ----------
    results : Results
    """
    sums = np.zeros((200, 2))
    for batch in results.dataset().to_batches(columns=["hub", "cost"], batch_size=1 << 16):
        hub = batch.column("hub").to_numpy()
        sums[:, 0] += np.bincount(hub, batch.column("cost").to_numpy(), 200)
        sums[:, 1] += np.bincount(hub, minlength=200)


def ask_duckdb(results: Results) -> None:
    """Take a mean by hub.

    Parameters
    ----------
    results : Results
    """
    try:
        import duckdb
    except ImportError:
        tell("duckdb", "not installed")
        return
    files = [str(path) for path in results.files]
    duckdb.read_parquet(files).aggregate("hub, avg(cost)").fetchall()


def workers(folder: Path) -> None:
    """Cases a second with 1, 2 and 4 workers and local clusters of 2 and 4, and whether they write the same bytes.

    Cases that calculate share the processors with whatever else runs; those that wait show the layer alone.
    """
    seen = set()
    ways: dict[str, dict[str, Any]] = {f"{count} workers": {"workers": count} for count in (1, 2, 4)}
    ways |= {f"Dask, {count} processes": {"workers": count, "scheduler": "local"} for count in (2, 4)}
    for what, evaluate, seconds, count in (("wait", waiting, 0.05, 1500), ("calculate", busy, 0.05, 200)):
        for name, how in ways.items():
            place, pace = folder / f"{what}-{name}", _Pace()
            _, took = timed(Cases(evaluate, table(count), shared=seconds, inputs="same"), place, progress=pace, **how)
            seen.add((what, tuple(names(place))))
            tell(f"{count} cases that {what} for 50 ms, {name}", f"{pace.rate():.1f} cases/s once begun ({took:.1f} s)")
    tell("the same bytes", str(len(seen) == 2))


class _Pace:
    """Progress that takes the rate once a third is done, when all workers have begun."""

    def __init__(self) -> None:
        self.seen: list[tuple[float, int]] = []

    def __call__(self, done: int, total: int, before: int) -> None:  # noqa: ARG002
        if done >= total / 3 and (not self.seen or done > self.seen[-1][1]):
            self.seen.append((time.perf_counter(), done))

    def rate(self) -> float:
        (begin, first), (end, last) = self.seen[0], self.seen[-1]
        return (last - first) / (end - begin)


def threads(folder: Path) -> None:
    """How many threads are at work at most while two workers solve with all that opens threads."""
    plan = Cases(at_work, table(12))
    for name, how in (("2 workers", {"workers": 2}), ("Dask, 2 processes", {"workers": 2, "scheduler": "local"})):
        found = run_cases(plan, folder / name, **how).frame()
        tell(f"threads that work in a process, {name}", f"{found['threads'].max()} at most")


def at_work(shared: Any, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:  # noqa: ARG001
    """Use matrices, kernels and solvers, and tell how many threads took more than a twentieth of the processor's time.

    Parameters
    ----------
    shared : anything
    case : dict
    rng : Generator

    Returns
    -------
    dict
    """
    before = _ticks()
    matrix = rng.random((1500, 1500))
    (matrix @ matrix).sum()
    for method in ("compact", "enumeration"):
        solve(random_euclidean(16, seed=int(case["x"])), p=3, method=method)
    used = {thread: ticks - before.get(thread, 0) for thread, ticks in _ticks().items()}
    return {"threads": sum(ticks > 0.05 * sum(used.values()) for ticks in used.values())}


def _ticks() -> dict[str, int]:
    """Processor time of every thread of this process."""
    found = {}
    for path in Path("/proc/self/task").iterdir():
        cells = (path / "stat").read_text().rpartition(")")[2].split()
        found[path.name] = int(cells[11]) + int(cells[12])
    return found


def equal(folder: Path, region: str = "central-asia") -> None:
    """Whether studies write the same tables with 1, 2 and 4 workers and on a cluster, and when they are run again.

    Parameters
    ----------
    folder : Path
    region : str
    """
    for study, asked in STUDIES.items():
        found = {}
        for way, how in WAYS.items():
            place = folder / study / way
            _call(study, "--region", region, "--out", str(place), *asked, *how)
            found[way] = {path.name: path.read_bytes() for path in sorted(place.glob("*.csv"))}
        first = found["1 worker"]
        differ = [way for way, tables in found.items() if tables != first]
        again = _call("rerun", str(folder / study / "2 workers"))
        same = f"other bytes with {', '.join(differ)}" if differ else "the same bytes with all ways to run"
        tell(f"{study}, {len(first)} tables", f"{same}; rerun ends with {again}")


def _call(*arguments: str) -> int:
    command = [sys.executable, "-m", "experiments", *arguments]
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode  # noqa: S603
