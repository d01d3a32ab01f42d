"""Results of scenarios that are finished, kept on disk so that an interrupted study can go on."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.comparison.evaluate import Evaluation
from optimize import HubProblem, HubSetTable

_USED = "used"
_DIGITS = 32


@dataclass(frozen=True)
class Store:
    """A folder of NumPy archives, one a scenario and family, named by the digest of all that went into them.

    A changed number, candidate or setting has another digest, so that nothing outdated is ever taken from it.

    Attributes
    ----------
    folder : Path
        Made when the first result is kept.
    """

    folder: Path

    def load(self, digest: str, families: Iterable[str]) -> Evaluation | None:
        """Return what was kept under a digest.

        Parameters
        ----------
        digest : str
            As `digest_of` makes it.
        families : iterable of str
            Names of the families whose tables are wanted.

        Returns
        -------
        Evaluation or None
            None where anything of it is missing or was cut short.
        """
        try:
            tables = {name: HubSetTable.load(self._path(digest, name)) for name in families}
            with self._path(digest, _USED).open("rb") as file, np.load(file, allow_pickle=False) as archive:
                return Evaluation(tables, archive[_USED])
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
            return None

    def save(self, digest: str, found: Evaluation) -> None:
        """Keep an evaluation; each file appears whole or not at all.

        Parameters
        ----------
        digest : str
            As `digest_of` makes it.
        found : Evaluation

        Raises
        ------
        OSError
            If the folder cannot be written to.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, table in found.tables.items():
            self._write(digest, name, table.save)
        self._write(digest, _USED, lambda path: _save_arrays(path, {_USED: found.used}))

    def _write(self, digest: str, name: str, write: Callable[[Path], None]) -> None:
        unfinished = self.folder / f"{digest}-{name}.part"
        write(unfinished)
        unfinished.replace(self._path(digest, name))

    def _path(self, digest: str, name: str) -> Path:
        return self.folder / f"{digest}-{name}.npz"


def digest_of(problem: HubProblem, settings: Mapping[str, Any]) -> str:
    """Make the digest of all that a scenario's results depend on.

    Parameters
    ----------
    problem : HubProblem
        Every field counts but `metadata`, which nothing is calculated from.
    settings : mapping of str to anything
        What else the results depend on.

    Returns
    -------
    str
        Hexadecimal.
    """
    digest = hashlib.sha256()
    _feed(digest.update, settings)
    _feed(digest.update, problem)
    return digest.hexdigest()[:_DIGITS]


def _feed(update: Callable[[bytes], None], value: Any) -> None:
    """Feed a value to a digest, with its kind and size, so that no two values read the same."""
    if is_dataclass(value):
        for each in fields(value):
            if each.name != "metadata":
                update(f"{each.name}=".encode())
                _feed(update, getattr(value, each.name))
    elif isinstance(value, np.ndarray):
        update(f"{value.dtype.str}{value.shape}".encode())
        update(np.ascontiguousarray(value).tobytes())
    elif isinstance(value, Mapping):
        _feed(update, sorted(value.items()))
    elif isinstance(value, tuple | list):
        update(f"{len(value)} items".encode())
        for item in value:
            _feed(update, item)
    else:
        text = repr(value)
        update(f"{len(text)}:{text}".encode())


def _save_arrays(path: Path, arrays: Mapping[str, Any]) -> None:
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)
