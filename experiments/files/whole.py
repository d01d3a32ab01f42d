"""Files that appear whole or not at all.

Everything is written under a temporary name beside its place and then moved there, which is one step for the operating
system: whoever looks finds the old file or the new one, also after a kill or on a full disk.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import EISDIR, ENOSPC
from glob import escape
from pathlib import Path
from uuid import uuid4

from optimize.brief import Brief

PART = ".silkhub-part-"
"""What the names of unfinished files begin with; the ends stay, as drivers choose the format by them."""
_FULL_BYTES = 1 << 16
"""Free space below which a file that could not be written is put down to a full disk: libraries that are no Python say
so in words of their own. A judgement: less than any file of ours but the smallest tables."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Let a file be written under a temporary name, and move it into its place once it is whole.

    Parameters
    ----------
    path : Path
        Where the file is to be; what is there is replaced.

    Yields
    ------
    Path
        Where to write it, with the same ending. Nothing is left there if the block raises.

    Raises
    ------
    OSError
        Naming `path`, if it cannot be written.
    """
    part = _part(path)
    try:
        with _named(part, path):
            yield part
            part.replace(path)
    finally:
        _discard(part)


def write_text(path: Path, text: str) -> None:
    r"""Write a text file in UTF-8, whole or not at all.

    Parameters
    ----------
    path : Path
    text : str
        Halves of surrogate pairs, as in file names that are no Unicode, are written as ``\udcff``.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    with whole(path) as part:
        part.write_text(text, encoding="utf-8", errors="backslashreplace")


class Written(list[Path]):
    """The files of a result that were written.

    Parameters
    ----------
    files : iterable of Path
    failures : mapping of str to str
        By name, why a file could not be made.
    """

    def __init__(self, files: Iterable[Path], failures: Mapping[str, str]) -> None:
        super().__init__(files)
        self.failures = dict(failures)


@dataclass
class Staged(Brief):
    """The files of one result, written under temporary names until all of them are there.

    Attributes
    ----------
    folder : Path
    parts : dict of str to Path
        Temporary files by the names that they will have.
    failures : dict of str to str
        By name, why a file could not be made.
    """

    folder: Path
    parts: dict[str, Path] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def write(self, name: str, write: Callable[[Path], object]) -> None:
        """Write a file without which there is no result.

        Parameters
        ----------
        name : str
        write : callable
            Writes to the path that it is given.

        Raises
        ------
        OSError
            If the file cannot be written.
        """
        part = self.parts[name] = _part(self.folder / name)
        with _named(part, self.folder / name):
            write(part)

    def attempt(self, name: str, write: Callable[[Path], object]) -> None:
        """Write a file that the others can do without: what goes wrong is noted in `failures`.

        Parameters
        ----------
        name : str
        write : callable
            Writes to the path that it is given.

        Raises
        ------
        OSError
            If the disk is full or cannot be written to.
        """
        try:
            self.write(name, write)
        except OSError:
            raise
        except Exception as error:
            _discard(self.parts.pop(name))
            self.failures[name] = " ".join(f"{type(error).__name__}: {error}".split())[:300]

    def digests(self) -> dict[str, str]:
        """Make the SHA-256 of each file so far.

        Returns
        -------
        dict of str to str
            By name, hexadecimal.
        """
        return {name: hashlib.sha256(part.read_bytes()).hexdigest() for name, part in self.parts.items()}

    def settle(self, record: str | None) -> Written:
        """Move all files into their places; what could not be made is removed there, as it belongs to other results.

        Parameters
        ----------
        record : str, optional
            Name of the file that vouches for the others: removed first, put there last.

        Returns
        -------
        Written
            The files, in the order in which they were made.

        Raises
        ------
        IsADirectoryError
            If a folder has the name of a file; then nothing has been moved.
        OSError
            If a file cannot be moved.
        """
        for name in (*self.parts, *self.failures):
            if (self.folder / name).is_dir():
                raise IsADirectoryError(EISDIR, "a folder has that name", str(self.folder / name))
        if record is not None:
            (self.folder / record).unlink(missing_ok=True)
        for name in self.failures:
            (self.folder / name).unlink(missing_ok=True)
        for name in sorted(self.parts, key=lambda name: name == record):
            with _named(self.parts[name], self.folder / name):
                self.parts[name].replace(self.folder / name)
        return Written((self.folder / name for name in self.parts), self.failures)

    def discard(self) -> None:
        """Remove what has not been moved."""
        for part in self.parts.values():
            _discard(part)


@contextmanager
def staged(folder: Path) -> Iterator[Staged]:
    """Collect the files of a result; what is not moved by `Staged.settle` is removed at the end.

    Parameters
    ----------
    folder : Path
        Made where it is missing.

    Yields
    ------
    Staged
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = Staged(folder)
    try:
        yield files
    finally:
        files.discard()


def sweep(folder: Path) -> None:
    """Remove the unfinished files of runs that were killed. Only for a folder that no other run is writing to.

    Parameters
    ----------
    folder : Path

    Raises
    ------
    OSError
        If one of them cannot be removed.
    """
    for part in folder.glob(f"{PART}*"):
        part.unlink(missing_ok=True)


def _part(path: Path) -> Path:
    return path.with_name(f"{PART}{uuid4().hex[:12]}-{path.name}")


def _discard(part: Path) -> None:
    """Remove an unfinished file, and what its driver has put beside it (SQLite has a journal)."""
    for leftover in part.parent.glob(f"{escape(part.name)}*"):
        leftover.unlink(missing_ok=True)


@contextmanager
def _named(part: Path, path: Path) -> Iterator[None]:
    """Make errors of the operating system name the file that was wanted, and recognise a full disk by others."""
    try:
        yield
    except OSError as error:
        if error.errno is None or (error.filename is not None and not str(error.filename).startswith(str(part))):
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
    except Exception as error:
        if shutil.disk_usage(path.parent).free < _FULL_BYTES:
            raise OSError(ENOSPC, "No space left on device", str(path)) from error
        raise
