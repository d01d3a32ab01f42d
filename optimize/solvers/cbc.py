"""CBC, the second solver: a PuLP problem is passed to its executable as a file."""

import tempfile
from pathlib import Path

import pulp

from optimize.problem import FloatArray
from optimize.run import Limits
from optimize.solvers.cbc_process import Report, run_cbc
from optimize.solvers.milp import Arrays
from optimize.solvers.outcome import RawOutcome
from optimize.solvers.pulp_model import all_values, column_numbers

CBC_NAMES = ("cbc", "coin_cmd", "pulp_cbc_cmd")
"""Names of CBC among users and in PuLP 3 and 4, in lower case."""


def cbc_path() -> str | None:
    """Find the CBC executable: that of the cbcbox package or on the search path, else the one bundled with PuLP 3.

    Returns
    -------
    str or None
        None if there is none.
    """
    bundled = getattr(pulp, "PULP_CBC_CMD", None)
    places = [None] if bundled is None else [None, bundled.pulp_cbc_path]
    commands = [pulp.COIN_CMD(msg=False, path=path) for path in places]
    return next((str(command.path) for command in commands if command.available()), None)


def solve_cbc(prob: pulp.LpProblem, arrays: Arrays, limits: Limits, report: Report | None) -> RawOutcome:
    """Minimise a PuLP problem with CBC.

    Parameters
    ----------
    prob : pulp.LpProblem
        From `to_pulp`.
    arrays : Arrays
        The program it was built from.
    limits : Limits
        Clock, gap, threads, seed and log.
    report : callable or None
        Receives bound and incumbent of the scaled program while CBC runs.

    Returns
    -------
    RawOutcome
    """
    with tempfile.TemporaryDirectory(prefix="silkhub-", ignore_cleanup_errors=True) as folder:
        mps = Path(folder) / "model.mps"
        columns = column_numbers(prob)
        prob.writeMPS(str(mps), rename=True)
        out = run_cbc(str(cbc_path()), mps, len(columns), limits, report)
    values: FloatArray | None = None if out.values is None else all_values(out.values, columns, arrays)
    return RawOutcome(out.status, values, out.bound, out.nodes, out.message)
