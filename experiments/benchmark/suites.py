"""What the benchmark runs: instances by size, and the ways to solve them that stand side by side."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from optimize import instances
from optimize.problem import Problem


@dataclass(frozen=True)
class Case:
    """One problem to solve.

    Attributes
    ----------
    name : str
    family : str
        ``published`` (AP and CAB), ``nodes`` (growth with n), ``scenarios`` (growth with their number), ``kinds``.
    reader : str
        Function of `optimize.instances`.
    arguments : dict
        Its arguments; a path is relative to the folder of published instances.
    request : dict
        Arguments of `optimize.solve`.
    size : int
        n, or the number of scenarios, on the growth plots' axis.
    """

    name: str
    family: str
    reader: str
    arguments: dict[str, Any]
    request: dict[str, Any]
    size: int = 0

    def problem(self, data: Path | None) -> Problem:
        """Read or generate the instance.

        Parameters
        ----------
        data : Path or None
            Folder of published instances.

        Returns
        -------
        HubProblem or ScenarioProblem

        Raises
        ------
        ValueError
            If the case is a published instance and no folder is given.
        """
        arguments = dict(self.arguments)
        if "path" in arguments:
            if data is None:
                msg = f"{self.name} is read from a folder of published instances: give it"
                raise ValueError(msg)
            arguments["path"] = data / arguments["path"]
        problem: Problem = getattr(instances, self.reader)(**arguments)
        return problem


@dataclass(frozen=True)
class Way:
    """A method with its solver.

    Attributes
    ----------
    name : str
        What tables and plots call it.
    options : dict
        Arguments of `optimize.solve`.
    allocations : tuple of str
        Allocation rules that it can solve.
    """

    name: str
    options: dict[str, Any] = field(default_factory=dict)
    allocations: tuple[str, ...] = ("multiple", "single")


WAYS = (
    Way("compact HiGHS", {"method": "compact", "solver": "HiGHS"}),
    Way("compact CBC", {"method": "compact", "solver": "CBC"}),
    Way("benders", {"method": "benders"}, ("multiple",)),
    Way("enumeration", {"method": "enumeration"}, ("multiple",)),
    Way("single", {"method": "single"}, ("single",)),
    Way("heuristic", {"method": "heuristic"}),
    Way("auto", {"method": "auto"}),
)

SUITES = ("smoke", "small", "medium", "large")


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
    """List the cases of a suite; those of published sets only where their folder is given.

    Parameters
    ----------
    name : str
        One of `SUITES`.
    data : Path or None
        Folder of published instances.

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
    grown = {"smoke": (6, 8), "small": (10, 15, 20), "medium": (25, 40, 60), "large": (100, 150, 200)}[name]
    many = {"smoke": (2,), "small": (2, 5, 10), "medium": (5, 15, 40), "large": (10, 50)}[name]
    cases = [_euclidean(n, 3, allocation) for n in grown for allocation in ("multiple", "single")]
    cases += [_kind(reader, grown[-1]) for reader in ("random_clustered", "random_nonmetric")]
    cases += [_scenarios(grown[0] if name == "large" else grown[-1], s) for s in many]
    if data is not None:
        cases += _published(name)
    return cases


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


def _published(name: str) -> list[Case]:
    ap = {"smoke": [(10, 2)], "small": [(10, 3), (20, 3)], "medium": [(25, 3), (50, 4)], "large": [(100, 5), (200, 3)]}
    cab = {"smoke": [], "small": [(10, 3), (20, 3)], "medium": [(25, 3), (25, 4)], "large": []}
    fixed = {"smoke": [], "small": ["L"], "medium": ["L", "T"], "large": ["L", "T"]}
    cases = []
    for n, p in ap[name]:
        for allocation in ("multiple", "single"):
            if allocation == "single" and n > 100:
                continue
            request = {"p": p, "allocation": allocation}
            arguments = {"path": "ap/APdata200", "n": n}
            cases.append(Case(f"AP{n}, p={p}, {allocation}", "published", "read_orlib", arguments, request, n))
    for letter in fixed[name]:
        n = ap[name][-1][0]
        arguments = {"path": "ap/APdata200", "n": n, "fixed_cost": letter}
        cases.append(Case(f"AP{n}{letter}, fixed costs", "published", "read_orlib", arguments, {}, n))
    for n, p in cab[name]:
        for allocation in ("multiple", "single"):
            request = {"p": p, "allocation": allocation}
            arguments = {"path": "cab/cab25.csv", "n": n, "alpha": 0.8}
            cases.append(Case(f"CAB{n}, p={p}, {allocation}", "published", "read_cab", arguments, request, n))
    return cases
