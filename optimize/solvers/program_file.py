"""A mixed-integer program as a file in the LP or the MPS format, which all solvers read; PuLP writes it."""

import gzip
import tempfile
from collections.abc import Sequence
from pathlib import Path

from optimize.errors import report
from optimize.files import check_writable, named, write_whole
from optimize.solvers.milp import Model
from optimize.solvers.pulp_model import to_pulp

SUFFIXES = (".lp", ".mps", ".lp.gz", ".mps.gz")
"""How files of programs end."""


def check_program_file(path: str | Path) -> str:
    """Make sure that a program can be written to a file.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    str
        One of `SUFFIXES`.

    Raises
    ------
    InputError
        For other suffixes, or if the file cannot be written.
    """
    fitting = [suffix for suffix in SUFFIXES if Path(path).name.lower().endswith(suffix)]
    if not fitting:
        report([f"{named(path)}: a model is written as {', '.join(SUFFIXES)}; end the file's name in one of them"])
    check_writable(path)
    return fitting[0]


def write_program(model: Model, path: str | Path, names: Sequence[str]) -> None:
    """Write a program in the units of its own objective.

    Parameters
    ----------
    model : Model
        A minimisation.
    path : str or Path
        It ends in one of `SUFFIXES`; replaced if it is there.
    names : sequence of str
        Names of the columns.

    Raises
    ------
    InputError
        For other suffixes, or if the file cannot be written.
    """
    suffix = check_program_file(path)
    problem, _ = to_pulp(model.name, model.arrays(), 1.0, model.clock, names)
    with tempfile.TemporaryDirectory() as folder:
        part = str(Path(folder) / "model")
        if suffix.startswith(".lp"):
            problem.writeLP(part)
        else:
            problem.writeMPS(part)
        content = Path(part).read_bytes()
    write_whole(path, gzip.compress(content, mtime=0) if suffix.endswith(".gz") else content)
