"""Records of solutions as JSON files."""

import json
from pathlib import Path

from optimize.errors import InputError
from optimize.problem import Problem
from optimize.solution.record import Record


def write_record(record: Record, path: str | Path) -> None:
    """Write a record to a JSON file.

    Parameters
    ----------
    record : Record
    path : str or Path
        Replaced if it is there.
    """
    Path(path).write_text(json.dumps(record.plain(), indent=1), encoding="utf-8")


def read_record(path: str | Path, problem: Problem) -> Record:
    """Read a record of a solution of `problem`.

    Parameters
    ----------
    path : str or Path
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    Record

    Raises
    ------
    InputError
        If the file is not a solution of that problem.
    """
    text = Path(path).read_text(encoding="utf-8")
    try:
        return Record.of(json.loads(text), problem)
    except KeyError as error:
        raise InputError([f"{path} is not a saved solution of this problem: {error} is missing"]) from error
    except (TypeError, ValueError) as error:
        raise InputError([f"{path} is not a saved solution of this problem: {error}"]) from error
