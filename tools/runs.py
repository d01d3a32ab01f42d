"""Measure the layer that runs cases: cost of a case, workers, memory, many rows, and stops at random moments.

``python -m tools.runs cost memory rows workers kills`` prints a line for each figure. Not a test: figures depend on the
machine and on what else it does.
"""

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.runs import Cases, Results, run_cases

FULL_BYTES = 1 << 19
"""Size of the disk that a run fills."""


def nothing(shared: Any, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:  # noqa: ARG001
    """Return a row without work: what is left is the cost of the layer.

    Parameters
    ----------
    shared : anything
    case : dict
    rng : Generator

    Returns
    -------
    dict
    """
    return {"a": case["x"], "b": 0.5, "c": "text"}


def nothings(shared: Any, cases: list[dict[str, Any]], rngs: list[np.random.Generator]) -> list[dict[str, Any]]:
    """Return rows without work, for a batch.

    Parameters
    ----------
    shared : anything
    cases : list of dict
    rngs : list of Generator

    Returns
    -------
    list of dict
    """
    return [nothing(shared, case, rng) for case, rng in zip(cases, rngs, strict=True)]


def busy(shared: float, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Calculate for some seconds of the processor's time.

    Parameters
    ----------
    shared : float
        Seconds.
    case : dict
    rng : Generator

    Returns
    -------
    dict
    """
    draw = rng.random()
    until = time.process_time() + shared
    while time.process_time() < until:
        rng.standard_normal(1000)
    return {"x2": case["x"] ** 2, "draw": draw}


def rows_of(shared: int, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:  # noqa: ARG001
    """Return many rows.

    Parameters
    ----------
    shared : int
        How many.
    case : dict
    rng : Generator

    Returns
    -------
    dict
        Of arrays.
    """
    return {"hub": np.arange(shared) % 200, "cost": rng.random(shared)}


def table(count: int) -> pd.DataFrame:
    """Make a table of cases.

    Parameters
    ----------
    count : int

    Returns
    -------
    DataFrame
    """
    return pd.DataFrame({"x": np.arange(count)})


def timed(plan: Cases, folder: Path, **how: Any) -> tuple[Results, float]:
    """Run a plan and take the time.

    Parameters
    ----------
    plan : Cases
    folder : Path
    **how
        As `run_cases` takes it.

    Returns
    -------
    Results
    float
        Seconds.
    """
    began = time.perf_counter()
    results = run_cases(plan, folder, **how)
    return results, time.perf_counter() - began


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
    """Cases a second with 1, 2 and 4 workers and a local cluster, and whether they write the same bytes."""
    seen = set()
    for seconds, count in ((0.01, 2000), (0.2, 200)):
        for name, how in (
            ("1 worker", {"workers": 1}),
            ("2 workers", {"workers": 2}),
            ("4 workers", {"workers": 4}),
            ("Dask, 2 processes", {"workers": 2, "scheduler": "local"}),
        ):
            results, took = timed(Cases(busy, table(count), shared=seconds), folder / f"{seconds}-{name}", **how)
            seen.add((seconds, tuple(path.name for path in results.files)))
            tell(f"{count} cases of {seconds * 1000:.0f} ms, {name}", f"{count / took:.1f} cases/s ({took:.1f} s)")
    tell("the same bytes", str(len(seen) == 2))


def kills(folder: Path) -> None:
    """Runs killed at random moments, until they end; then a run on a small disk. Compared with undisturbed ones."""
    reference = _names(folder / "whole", run_cases(Cases(busy, table(300), shared=0.01, seed=3), folder / "whole"))
    dice = random.Random(1)  # noqa: S311
    killed = 0
    for count, scheduler, longest, times in ((1, "none", 10.0, 10), (2, "none", 30.0, 6), (2, "local", 90.0, 2)):
        for again in range(times):
            place = folder / f"killed-{count}-{scheduler}-{again}"
            while True:
                process = subprocess.Popen(  # noqa: S603
                    [sys.executable, "-m", "tools.runs", "--child", str(place), str(count), scheduler],
                    stderr=subprocess.DEVNULL,
                )
                try:
                    status = process.wait(dice.uniform(1.0, longest))
                except subprocess.TimeoutExpired:
                    process.send_signal(dice.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
                    killed += 1
                    process.wait()
                    continue
                if status == 0:
                    break
                tell("a run ended with", str(status))
            same = sorted(path.name for path in place.glob("*/*.parquet")) == reference
            tell(f"{place.name}, {killed} stops so far", "the same bytes" if same else "OTHER BYTES")


def full(folder: Path) -> None:
    """A run on a disk of half a megabyte, which has to be given: it ends in words, and goes on when there is room."""
    place = folder / "small"
    plan = Cases(rows_of, table(2000), shared=100)
    try:
        run_cases(plan, place, resume=True)
    except OSError as error:
        kept = sum(path.stat().st_size for path in place.glob("*/*.parquet"))
        tell("a full disk", f"{error}; {kept} bytes kept")
    shutil.copytree(place, folder / "large")
    results = run_cases(plan, folder / "large", resume=True)
    reference = _names(folder / "whole", run_cases(plan, folder / "whole"))
    same = _names(folder / "large", results) == reference
    tell(f"gone on with {results.reused} cases kept", "the same bytes" if same else "OTHER BYTES")


def _names(folder: Path, results: Results) -> list[str]:
    found = sorted(path.name for path in folder.glob("*/*.parquet"))
    if found != sorted(path.name for path in results.files):
        tell("files", "MORE OR LESS THAN THE RESULTS SAY")
    return found


def tell(what: str, figure: str) -> None:
    """Print a figure.

    Parameters
    ----------
    what : str
    figure : str
    """
    sys.stdout.write(f"{what:<50} {figure}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure what is named."""
    measures: dict[str, Callable[[Path], None]] = {
        "cost": cost, "memory": memory, "rows": rows, "workers": workers, "kills": kills, "full": full,
    }  # fmt: skip
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measures", nargs="*", help=", ".join(measures))
    parser.add_argument("--folder", type=Path, help="a disk to write to, such as a small one for `full`")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        place, count, scheduler = given.child
        plan = Cases(busy, table(300), shared=0.01, seed=3)
        scheduler = None if scheduler == "none" else scheduler
        run_cases(plan, Path(place), workers=int(count), scheduler=scheduler, resume=True)
        return
    tell("processors", str(os.cpu_count()))
    for name in given.measures or ["cost", "rows", "workers"]:
        with tempfile.TemporaryDirectory(dir=given.folder) as place:
            measures[name](Path(place))


if __name__ == "__main__":
    main()
