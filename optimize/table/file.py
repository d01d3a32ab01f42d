"""Tables as files: arrays in a compressed NumPy archive, everything else as a header of JSON beside them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


def write_archive(path: str | Path, header: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write an archive.

    Parameters
    ----------
    path : str or Path
        An existing file is overwritten.
    header : mapping
        What JSON can hold.
    arrays : mapping of name to array
        Any name but "header".
    """
    with Path(path).open("wb") as file:
        np.savez_compressed(file, **{"header": np.array(json.dumps(header)), **arrays})  # type: ignore[arg-type]


def read_archive(path: str | Path) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Read an archive that `write_archive` wrote; nothing in it is executed.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    header : dict
    arrays : dict of name to array
    """
    # opened here, as NumPy leaves the file open where the archive is cut short
    with Path(path).open("rb") as file, np.load(file, allow_pickle=False) as archive:
        header: dict[str, Any] = json.loads(str(archive["header"]))
        return header, {name: archive[name] for name in archive.files if name != "header"}
