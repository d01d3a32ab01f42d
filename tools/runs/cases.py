"""What measures have in common: functions that runs evaluate, and how figures are told."""

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.runs import Cases, Results, run_cases


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


def waiting(shared: float, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Wait for some seconds.

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
    time.sleep(shared)
    return {"x2": case["x"] ** 2, "draw": rng.random()}


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


def tell(what: str, figure: str) -> None:
    """Print a figure.

    Parameters
    ----------
    what : str
    figure : str
    """
    sys.stdout.write(f"{what:<50} {figure}\n")
    sys.stdout.flush()


def names(folder: Path) -> list[str]:
    """List the files of results: their names hold the digests of their content.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    list of str
    """
    return sorted(path.name for path in folder.glob("*/*.parquet"))
