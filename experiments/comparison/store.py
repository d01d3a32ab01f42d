"""Results of scenarios that are finished, kept on disk so that an interrupted study can go on."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

import optimize
from experiments.comparison.evaluate import Evaluation
from experiments.files import whole, write_text
from optimize import HubProblem, HubSetTable

_USED = "used"
_DIGITS = 32
_FORMAT = 1


@dataclass(frozen=True)
class Store:
    """A folder of NumPy archives, one a scenario and family, named by the digest of all that went into them.

    A changed number, candidate, setting or line of code has another digest, so that nothing outdated is ever taken from
    it. A list beside the archives, written last, has their own digests, so that nothing damaged is either.

    Attributes
    ----------
    folder : Path
        Made when the first result is kept.
    damaged : dict of str to str
        By digest, what was wrong with results that were there and could not be taken.
    """

    folder: Path
    damaged: dict[str, str] = field(default_factory=dict)

    def load(self, digest: str, families: Sequence[str]) -> Evaluation | None:
        """Return what was kept under a digest.

        Parameters
        ----------
        digest : str
            As `digest_of` makes it.
        families : sequence of str
            Names of the families whose tables are wanted.

        Returns
        -------
        Evaluation or None
            None where nothing is kept, or where it is not whole: `damaged` says why then.
        """
        try:
            if not self._list(digest).exists():
                return None
            listed = json.loads(self._list(digest).read_text(encoding="utf-8"))
            why = self._fault(digest, listed, [*families, _USED])
            if not why:
                tables = {name: HubSetTable.load(self._path(digest, name)) for name in families}
                with self._path(digest, _USED).open("rb") as file, np.load(file, allow_pickle=False) as archive:
                    return Evaluation(tables, archive[_USED])
        except Exception as error:  # whatever is in the files, it can be made anew
            why = f"{type(error).__name__}: {error}"
        self.damaged[digest] = " ".join(why.split())[:200]
        return None

    def _fault(self, digest: str, listed: Any, names: Iterable[str]) -> str:
        """Say in which way the archives are not those of the list; empty if they are."""
        if listed["format"] != _FORMAT:
            return f"it has format {listed['format']!r}, not {_FORMAT}"
        for name in names:
            path = self._path(digest, name)
            if _file_digest(path) != listed["archives"][name]:
                return f"{path.name} is not as it was written"
        return ""

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
        _clear(self._list(digest))
        archives = {name: self._write(digest, name, table.save) for name, table in found.tables.items()}
        archives[_USED] = self._write(digest, _USED, lambda path: _save_arrays(path, {_USED: found.used}))
        write_text(self._list(digest), json.dumps({"format": _FORMAT, "archives": archives}))

    def _write(self, digest: str, name: str, write: Callable[[Path], None]) -> str:
        """Write an archive, and return its digest."""
        path = self._path(digest, name)
        _clear(path)
        with whole(path) as part:
            write(part)
            return _file_digest(part)

    def _list(self, digest: str) -> Path:
        return self.folder / f"{digest}.json"

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
        Hexadecimal. Other code, NumPy or Numba has another digest, as they may change the last digits.
    """
    digest = hashlib.sha256(code_digest().encode())
    _feed(digest.update, settings)
    _feed(digest.update, problem)
    return digest.hexdigest()[:_DIGITS]


@cache
def code_digest() -> str:
    """Make the digest of the code that evaluates scenarios, and of the libraries that it calculates with.

    Returns
    -------
    str
        SHA-256 over the sources of `optimize` and of this room, and the versions of silkhub, NumPy and Numba.
    """
    digest = hashlib.sha256()
    for package in ("silkhub", "numpy", "numba"):
        digest.update(f"{package} {_version(package)}|".encode())
    for folder in (Path(optimize.__file__).parent, Path(__file__).parent):
        for path in sorted(folder.rglob("*.py")):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}|{len(content)}|".encode())
            digest.update(content)
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _clear(path: Path) -> None:
    """Make room for a file where something else is in its place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.suffix == ".json":
        path.unlink(missing_ok=True)


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
