"""The solvers that are available, and passing a program to one of them; each back end is a module beside this one.

PuLP is the common interface: programs are built as PuLP problems for every back end. The exception is HiGHS, whose own
Python interface, highspy, `optimize.solvers.highs` uses for options, interrupts and progress, and
`optimize.solvers.growing` for linear programs that are extended and solved again from the last basis, which PuLP cannot
do. No code outside this package calls PuLP or highspy.
"""

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
"""Receives bound and incumbent of the scaled program."""

# seconds for a column or an entry of the matrix: at least what building a program takes in all, and what handing it
# over to the solver takes, which heeds no clock (half of what was measured on 200,000 columns)
_BUILD_S, _HAND_OVER_S = 2.5e-6, 1.2e-6


def _check_time_for(seconds: float, limits: Limits) -> None:
    """Raise an error if there is not that much time, so that work which heeds no clock is not begun in vain."""
    limits.clock.check()
    if limits.clock.left < seconds:
        raise OutOfTimeError


def available_solvers() -> list[str]:
    """Names of the solvers that are installed.

    Returns
    -------
    list of str
        HiGHS first, the others in alphabetical order.
    """
    names = [name for name in pulp.listSolvers(onlyAvailable=True) if name.lower() not in CBC_NAMES]
    if cbc_path() is not None:
        names.append("CBC")
    return sorted(names, key=lambda name: (name != "HiGHS", name.lower()))


def check_solver(solver: str | None) -> str:
    """Canonical name of an installed solver.

    Parameters
    ----------
    solver : str or None
        Its name in upper or lower case; None = HiGHS.

    Returns
    -------
    str
        "HiGHS", "CBC", or PuLP's name of another solver.

    Raises
    ------
    InputError
        If the solver is not installed; it names those that are, and how to get this one.
    """
    name = "highs" if solver is None else str(solver).lower()
    if name == "highs":
        return "HiGHS"
    if name in CBC_NAMES:
        if cbc_path() is not None:
            return "CBC"
        remedy = "install it with: pip install 'silkhub[cbc]'"
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
    """Build a program in PuLP and minimise it.

    Parameters
    ----------
    name : str
        Canonical name of the solver, see `check_solver`.
    title : str
        Name of the program.
    arrays : Arrays
        The program.
    factor : float
        What the objective is multiplied by before it is minimised; negative to maximise.
    limits : Limits
        Clock (building the program counts), gap, threads, seed and log.
    report : callable, optional
        Receives bound and incumbent of the scaled program while the solver runs (HiGHS and CBC).
    options : dict, optional
        The solver's own options, by name (HiGHS).

    Returns
    -------
    RawOutcome
        Of the scaled program.
    """
    size = len(arrays.cost) + arrays.matrix.nnz
    try:
        _check_time_for(_BUILD_S * size, limits)
        prob, variables = to_pulp(title, arrays, factor, limits.clock)
        _check_time_for(_HAND_OVER_S * size, limits)
    except OutOfTimeError:
        return RawOutcome(Status.NO_SOLUTION, None, -np.inf, 0, "the time ran out while the program was being built")
    if name == "HiGHS":
        return solve_highs(prob, arrays, limits, report, options or {})
    if name == "CBC":
        return solve_cbc(prob, arrays, limits, report)
    return solve_other(name, prob, variables, limits)
