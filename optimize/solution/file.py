"""Records of solutions as JSON files."""

import json
from pathlib import Path

from optimize.errors import InputError
from optimize.files import MOST_BYTES, named, read_json, write_whole
from optimize.problem import Problem
from optimize.solution.record import Record


def write_record(record: Record, path: str | Path) -> None:
    """Write a record to a JSON file, whole or not at all.

    Parameters
    ----------
    record : Record
    path : str or Path
        Replaced if it is there.
    """
    write_whole(path, json.dumps(record.plain(), indent=1, allow_nan=False))


def read_record(path: str | Path, problem: Problem, *, most_bytes: int = MOST_BYTES) -> Record:
    """Read a record of a solution of `problem`.

    Parameters
    ----------
    path : str or Path
    problem : HubProblem or ScenarioProblem
    most_bytes : int
        Largest file that is read.

    Returns
    -------
    Record

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If the file is not a solution of that problem: with all its faults.
    """
    faults: list[str] = []
    record = Record.of(read_json(path, most_bytes=most_bytes), problem, faults)
    if record is None:
        raise InputError(f"{named(path)} is not a saved solution of this problem: {fault}" for fault in faults)
    return record
