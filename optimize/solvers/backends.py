"""Which solvers there are, and handing a program to one of them: a back end is a file beside this one."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pulp

from optimize.errors import InputError
from optimize.run import Limits, OutOfTimeError, Status
from optimize.solvers.cbc import CBC_NAMES, cbc_path, solve_cbc
from optimize.solvers.highs import solve_highs
from optimize.solvers.milp import Arrays
from optimize.solvers.other import solve_other
from optimize.solvers.outcome import RawOutcome
from optimize.solvers.pulp_model import to_pulp

Report = Callable[[float, float], None]
"""Told bound and incumbent of the scaled program."""


def available_solvers() -> list[str]:
    """Names that `solve_model` takes and that work on this machine."""
    names = [name for name in pulp.listSolvers(onlyAvailable=True) if name.lower() not in CBC_NAMES]
    if cbc_path() is not None:
        names.append("CBC")
    return sorted(names, key=lambda name: (name != "HiGHS", name.lower()))


def check_solver(solver: str | None) -> str:
    """Canonical name of a solver that is there.

    Raises
    ------
    InputError
        Naming the solvers that are there and how to get others.
    """
    name = "highs" if solver is None else str(solver).lower()
    if name == "highs":
        return "HiGHS"
    if name in CBC_NAMES:
        if cbc_path() is not None:
            return "CBC"
        remedy = "install it with: pip install 'pulp[cbc]'"
    else:
        known = {each.lower(): each for each in pulp.listSolvers()}
        if name in known:
            if known[name] in pulp.listSolvers(onlyAvailable=True):
                return known[name]
            remedy = "install it, with its licence if it needs one"
        else:
            remedy = f"PuLP knows {', '.join(known.values())}"
    there = ", ".join(available_solvers())
    raise InputError([f"solver {solver!r} is not available here: use one of {there}; or {remedy}"])


def run_backend(
    name: str,
    title: str,
    arrays: Arrays,
    factor: float,
    limits: Limits,
    report: Report | None = None,
    options: dict[str, Any] | None = None,
) -> RawOutcome:
    """Build the program with its objective times `factor` in PuLP and minimise it with the solver of that name."""
    try:
        prob, variables = to_pulp(title, arrays, factor, limits.clock)
        limits.clock.check()
    except OutOfTimeError:
        return RawOutcome(Status.NO_SOLUTION, None, -np.inf, 0, "the time ran out while the program was being built")
    if name == "HiGHS":
        return solve_highs(prob, arrays, limits, report, options or {})
    if name == "CBC":
        return solve_cbc(prob, arrays, limits, report)
    return solve_other(name, prob, variables, limits)
