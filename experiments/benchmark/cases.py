"""A problem of the benchmark, and the ways to solve it that stand side by side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from experiments.benchmark import readers
from optimize import instances
from optimize.problem import Problem
from optimize.solvers import check_solver


@dataclass(frozen=True)
class Case:
    """One problem to solve.

    Attributes
    ----------
    name : str
    family : str
        ``published`` (AP and CAB), ``nodes`` (growth with n), ``scenarios`` (growth with their number), ``kinds``; in
        the suite "families" the model.
    reader : str
        Function of `optimize.instances` or of `experiments.benchmark.readers`.
    arguments : dict
        Its arguments; a path is relative to a folder of the user's own with published instances.
    request : dict
        Arguments of `optimize.solve`.
    size : int
        n, or the number of scenarios, on the growth plots' axis.
    optimum : float
        As published; NaN where it is not known.
    record_s : float
        Seconds of the fastest published method; NaN where there is none.
    """

    name: str
    family: str
    reader: str
    arguments: dict[str, Any]
    request: dict[str, Any]
    size: int = 0
    optimum: float = math.nan
    record_s: float = math.nan

    def problem(self, data: Path | None) -> Problem:
        """Read or generate the instance.

        Parameters
        ----------
        data : Path or None
            Folder that paths are relative to.

        Returns
        -------
        HubProblem or ScenarioProblem
        """
        arguments = dict(self.arguments)
        if data is not None and "path" in arguments:
            arguments["path"] = data / arguments["path"]
        read = getattr(instances if hasattr(instances, self.reader) else readers, self.reader)
        problem: Problem = read(**arguments)
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
        Allocation rules that it can solve; any where there are none.
    every_model : bool
        Whether it solves other models than that of the total cost, and their links and discounts.
    """

    name: str
    options: dict[str, Any] = field(default_factory=dict)
    allocations: tuple[str, ...] = ()
    every_model: bool = False

    def takes(self, case: Case) -> bool:
        """Tell whether it can solve a case.

        Parameters
        ----------
        case : Case

        Returns
        -------
        bool
        """
        allocation = case.request.get("allocation", "multiple")
        plain = not case.arguments.keys() & {"tightness"} and case.request.keys() <= {"p", "allocation"}
        return (not self.allocations or allocation in self.allocations) and (
            self.every_model or (plain and case.reader != "random_discounts")
        )


COMPACT = "compact "
"""A way of this name with that of a solver after it is the compact model by this solver."""
WAYS = (
    Way("compact HiGHS", {"method": "compact", "solver": "HiGHS"}, every_model=True),
    Way("compact CBC", {"method": "compact", "solver": "CBC"}, every_model=True),
    Way("benders", {"method": "benders"}, ("multiple",)),
    Way("enumeration", {"method": "enumeration"}, ("multiple",)),
    Way("single", {"method": "single"}, ("single",)),
    Way("heuristic", {"method": "heuristic"}, ("multiple", "single")),
    Way("auto", {"method": "auto"}, every_model=True),
)


def chosen_ways(names: Sequence[str] | None) -> list[Way]:
    """Find ways by their names.

    Parameters
    ----------
    names : sequence of str or None
        Of `WAYS`, or ``compact NAME`` for the compact model by any other solver that PuLP finds; None: all of `WAYS`.

    Returns
    -------
    list of Way

    Raises
    ------
    ValueError
        For an unknown way, or a solver that is not there.
    """
    if names is None:
        return list(WAYS)
    known = {way.name: way for way in WAYS}
    unknown = [name for name in names if name not in known and not name.startswith(COMPACT)]
    if unknown:
        msg = (
            f"ways {', '.join(map(repr, unknown))} are not known: use some of {', '.join(map(repr, known))}, or "
            "'compact NAME' with the name of another solver of PuLP"
        )
        raise ValueError(msg)
    return [known.get(name) or _compact_by(name.removeprefix(COMPACT)) for name in names]


def _compact_by(solver: str) -> Way:
    canonical = check_solver(solver)
    return Way(COMPACT + canonical, {"method": "compact", "solver": canonical}, every_model=True)
