"""What the benchmark runs: suites of instances by size, published ones, and other models."""

import math
from pathlib import Path
from typing import Any

from experiments.benchmark.cases import Case
from experiments.benchmark.families import family_cases
from experiments.benchmark.records import record_cases
from experiments.text import rows
from optimize import instances

SIZES = ("smoke", "small", "medium", "large")
SUITES = (*SIZES, "published", "optima", "records", "families")
"""By size, with generated and published instances; "published", larger instances of the literature; "optima", all that
have a known optimum; "records", the largest that papers solved; "families", all other models."""


def find_data(data: str | Path | None) -> Path | None:
    """Check the folder of the published instances: ``ap/APdata200`` with its ``FcostL.n`` ..., ``cab/cab25.csv``.

    Parameters
    ----------
    data : str or Path, optional

    Returns
    -------
    Path or None
        None where no folder is given.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    """
    if data is None:
        return None
    folder = Path(data).resolve()  # runs are processes that work elsewhere
    if not folder.is_dir():
        msg = f"{folder}: there is no such folder of published instances"
        raise FileNotFoundError(msg)
    return folder


def suite(name: str, data: Path | None) -> list[Case]:
    """List the cases of a suite.

    Parameters
    ----------
    name : str
        One of `SUITES`.
    data : Path or None
        Folder of the published instances, in place of those that come with the package; for suites by size.

    Returns
    -------
    list of Case

    Raises
    ------
    ValueError
        For an unknown suite.
    """
    if name not in SUITES:
        msg = f"suite is {name!r}: use one of {', '.join(SUITES)}"
        raise ValueError(msg)
    if name not in SIZES:
        others = {"published": _larger, "optima": _optima, "families": family_cases}
        return record_cases(data) if name == "records" else others[name]()
    grown = {"smoke": (6, 8), "small": (10, 15, 20), "medium": (25, 40, 60), "large": (100, 150, 200)}[name]
    many = {"smoke": (2,), "small": (2, 5, 10), "medium": (5, 15, 40), "large": (10, 50)}[name]
    cases = [_euclidean(n, 3, allocation) for n in grown for allocation in ("multiple", "single")]
    cases += [_kind(reader, grown[-1]) for reader in ("random_clustered", "random_nonmetric")]
    cases += [_scenarios(grown[0] if name == "large" else grown[-1], s) for s in many]
    return cases + _published(name, data)


def _euclidean(n: int, p: int, allocation: str) -> Case:
    return Case(
        f"Euclidean {n}, p={p}, {allocation}",
        "nodes",
        "random_euclidean",
        {"n": n, "seed": n},
        {"p": p, "allocation": allocation},
        n,
    )


def _kind(reader: str, n: int) -> Case:
    kind = reader.removeprefix("random_")
    return Case(f"{kind} {n}, p=4", "kinds", reader, {"n": n, "seed": 7}, {"p": min(4, n // 2)}, n)


def _scenarios(n: int, scenarios: int) -> Case:
    hubs = min(n, 25)
    return Case(
        f"{scenarios} scenarios of {n}, {hubs} candidates, p=3",
        "scenarios",
        "random_scenarios",
        {"n": n, "scenarios": scenarios, "seed": 5, "candidates": hubs},
        {"p": 3},
        scenarios,
    )


def _published(name: str, data: Path | None) -> list[Case]:
    ap = {"smoke": [], "small": [(10, 3), (20, 3)], "medium": [(25, 3), (50, 4)], "large": [(100, 5), (200, 3)]}
    cab = {"smoke": [], "small": [(10, 3), (20, 3)], "medium": [(25, 3), (25, 4)], "large": []}
    fixed = {"smoke": [], "small": ["L"], "medium": ["L", "T"], "large": ["L", "T"]}
    cases = []
    for n, p in ap[name]:
        for allocation in ("multiple", "single"):
            if allocation == "single" and n > 100:
                continue
            request = {"p": p, "allocation": allocation}
            cases.append(Case(f"AP{n}, p={p}, {allocation}", "published", *_australian(n, "", data), request, n))
    for letter in fixed[name]:
        n = ap[name][-1][0]
        cases.append(Case(f"AP{n}{letter}, fixed costs", "published", *_australian(n, letter, data), {}, n))
    for n, p in cab[name]:
        for allocation in ("multiple", "single"):
            request = {"p": p, "allocation": allocation}
            cases.append(Case(f"CAB{n}, p={p}, {allocation}", "published", *_cities(n, 0.8, data), request, n))
    return cases


def _australian(n: int, letter: str, data: Path | None) -> tuple[str, dict[str, Any]]:
    """Reader of an AP instance, and its arguments."""
    if data is None:
        return "load", {"name": f"AP{n}{letter}"}
    return "read_orlib", {"path": "ap/APdata200", "n": n, "fixed_cost": letter or None}


def _cities(n: int, alpha: float, data: Path | None) -> tuple[str, dict[str, Any]]:
    """Reader of a CAB instance, and its arguments."""
    if data is None:
        return "load", {"name": f"CAB{n}", "alpha": alpha}
    return "read_cab", {"path": "cab/cab25.csv", "n": n, "alpha": alpha}


def _larger() -> list[Case]:
    """Instances of the literature beyond the reach of the compact model."""
    cases = [
        Case(f"AP{n}, p={p}, multiple", "published", "load", {"name": f"AP{n}"}, {"p": p, "allocation": "multiple"}, n)
        for n, p in ((50, 5), (50, 10), (100, 3), (100, 5), (200, 2), (200, 3), (200, 4), (200, 5))
    ]
    cases += [
        Case(f"AP{n}, p={p}, single", "published", "load", {"name": f"AP{n}"}, {"p": p, "allocation": "single"}, n)
        for n, p in ((50, 5), (100, 3), (100, 5), (200, 5))
    ]
    cases += [
        Case(f"CAB25, alpha={alpha:g}, p=5, single", "published", *_cities(25, alpha, None),
             {"p": 5, "allocation": "single"}, 25)
        for alpha in (0.2, 0.4, 0.6, 0.8, 1.0)
    ]  # fmt: skip
    cases += [Case(f"AP200{kind}, fixed costs", "published", *_australian(200, kind, None), {}, 200) for kind in "LT"]
    kinds = ("LL", "LT", "TL")
    one = {"allocation": "single"}
    return cases + [Case(f"AP50{kind}, CSAHLP", "published", *_australian(50, kind, None), one, 50) for kind in kinds]


def _optima() -> list[Case]:
    """Every published instance with a known optimum, as the table of `optimize.instances.optima` has it."""
    cases = []
    for row in rows(instances.optima(proven=False)):
        arguments = {"name": row["instance"], **{factor: row[factor] for factor in ("chi", "alpha", "delta")}}
        request = {"allocation": row["allocation"], "objective": row["objective"]}
        asked = f"p={row['p']}"
        if not math.isnan(row["fixed_cost"]):
            arguments["fixed_cost"] = row["fixed_cost"]
        if row["problem"].endswith("HLP"):
            asked = f"f={row['fixed_cost']:g}" if "fixed_cost" in arguments else "p free"
        else:
            request["p"] = row["p"]
        name = f"{row['problem']} {row['instance']}, alpha={row['alpha']:g}, {asked}"
        optimum = row["optimum"] if row["status"] == "optimal" else math.nan
        cases.append(Case(name, "published", "load", arguments, request, row["n"], optimum))
    return cases
