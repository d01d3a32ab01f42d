"""The suite "records": instances at the limit of what was solved, most of them published, with the papers' seconds.

The seconds are those of Zetina, Contreras and Jayaswal (2021, arXiv 2107.09746): Benders decomposition in C on CPLEX,
one thread of an Intel Xeon E5-2687W v3 at 3.1 GHz. Their machine is not this one: ratios to them say how far a method
has come, not which code is faster; only the ratios between ways of one run do.
"""

from __future__ import annotations

from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.benchmark.cases import Case
from experiments.text import rows

_GENERATED: tuple[tuple[str, str, dict[str, Any], int, str], ...] = (
    ("USApHMP grid of 12 x 12 equal cells", "equal_cells", {"side": 12}, 10, "single"),
    ("USApHMP grid of 19 x 19 equal cells", "equal_cells", {"side": 19}, 2, "single"),
    ("UMApHMP clustered 500", "random_clustered", {"n": 500, "seed": 1}, 10, "multiple"),
    ("UMApHMP clustered 1000", "random_clustered", {"n": 1000, "seed": 1}, 10, "multiple"),
)
"""Cases that no paper has: their names without p, who makes them, p and the allocation."""
LARGE = "iset"
"""Folder of the large set, ``I250.txt`` or ``I250.txt.gz``, in the user's folder of published instances."""


def record_cases(data: Path | None) -> list[Case]:
    """List the instances; those of the large set where the user has their files.

    Parameters
    ----------
    data : Path or None
        Folder of published instances.

    Returns
    -------
    list of Case
    """
    text = files("experiments.benchmark").joinpath("records.csv").read_text(encoding="utf-8")
    cases = []
    for row in rows(pd.read_csv(StringIO(text))):
        instance = row["instance"]
        if not instance.startswith("I"):
            # papers with p given and capacities take no fixed costs
            free = {"fixed_cost": 0.0} if row["problem"] == "CSApHMP" else {}
            reader: tuple[str, dict[str, Any]] = ("load", {"name": instance, **free})
        elif file := _large(data, instance):
            reader = ("read_large_set", {"path": file, "capacities": row["problem"] == "CSAHLP"})
        else:
            continue
        chosen = row["p"] == row["p"]
        request = {"allocation": row["allocation"], **({"p": int(row["p"])} if chosen else {})}
        name = f"{row['problem']} {instance}" + (f", p={row['p']:.0f}" if chosen else "")
        size = int("".join(filter(str.isdigit, instance)))
        cases.append(Case(name, "published", *reader, request, size, record_s=row["seconds"]))
    return cases + [
        Case(f"{name}, p={p}", "kinds", reader, arguments, {"p": p, "allocation": allocation})
        for name, reader, arguments, p, allocation in _GENERATED
    ]


def _large(data: Path | None, instance: str) -> str | None:
    """Path of an instance of the large set, relative to the folder."""
    names = [f"{LARGE}/{instance}.txt", f"{LARGE}/{instance}.txt.gz"] if data is not None else []
    return next((name for name in names if data is not None and (data / name).is_file()), None)
