"""Tables as files: arrays in a compressed NumPy archive, everything else as a header of JSON beside them."""

import io
import json
import math
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic

from optimize.errors import InputError, report
from optimize.files import named, open_input

MOST_BYTES = 8 * 1024**3
"""Largest table that is read unless a caller allows more."""
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OSError),
    *(ValueError, TypeError, OverflowError, LookupError),
)
"""What zipfile, NumPy and JSON raise for archives that are cut, changed, locked or of another kind."""


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


def read_archive(
    path: str | Path, *, most_bytes: int = MOST_BYTES
) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Read an archive that `write_archive` wrote; nothing in it is executed, and nothing is made that it does not hold.

    Parameters
    ----------
    path : str or Path
    most_bytes : int
        Largest archive that is read, unpacked.

    Returns
    -------
    header : dict
    arrays : dict of name to array

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If it is no such archive, or too large.
    """
    with open_input(path, most_bytes=most_bytes) as file:
        try:
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
                unpacked = sum(member.file_size for member in members)
                if unpacked > most_bytes:
                    report([f"{named(path)} unpacks to {unpacked:,} bytes, more than the {most_bytes:,} that are read"])
                arrays = {member.filename.removesuffix(".npy"): _array(archive, member) for member in members}
            header = json.loads(str(arrays.pop("header", "nothing")))
        except InputError:
            raise
        except _DAMAGE as error:
            why = repr(str(error))[1:80]
            msg = f"{named(path)} is not a table that was saved, or is damaged ({why}): build it again"
            raise InputError([msg]) from error
    if not isinstance(header, dict):
        report([f"{named(path)} is not a table that was saved: its header does not hold entries by name"])
    return header, arrays


def _array(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> npt.NDArray[Any]:
    """Read an array as long as its part of the archive: a header may say anything."""
    raw = archive.read(member)
    stream = io.BytesIO(raw)
    read = {(1, 0): read_array_header_1_0, (2, 0): read_array_header_2_0}.get(read_magic(stream))
    if read is None:
        msg = f"{member.filename} has an unknown layout"
        raise ValueError(msg)
    shape, by_columns, dtype = read(stream)
    if dtype.hasobject:
        msg = f"{member.filename} holds objects, which are not unpickled"
        raise ValueError(msg)
    if math.prod(shape) * dtype.itemsize != len(raw) - stream.tell():
        msg = f"{member.filename} has not the size that it says"
        raise ValueError(msg)
    flat = (
        np.frombuffer(raw, dtype, offset=stream.tell()) if dtype.itemsize and math.prod(shape) else np.zeros(0, dtype)
    )
    return flat.reshape(shape, order="F" if by_columns else "C").copy()
