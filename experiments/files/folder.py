"""The folder of a study's results: made and tried before the work, and held by one run at a time."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from experiments.defaults import RECORD
from experiments.files.whole import sweep
from optimize import InputError

try:
    import fcntl
except ImportError:  # not on Windows: two runs into one folder are not told apart there
    fcntl = None  # type: ignore[assignment]

LOCK = ".silkhub-lock"
"""A file that stays; what counts is whether a process holds a lock on it, and that ends with the process."""
REGION_FILE = "region.toml"
"""What makes a folder a region's."""


@contextmanager
def results_folder(folder: Path) -> Iterator[Path]:
    """Make a folder ready for results, and keep other runs out of it for as long as the block runs.

    Parameters
    ----------
    folder : Path
        Made where it is missing. What killed runs have left unfinished there is removed.

    Yields
    ------
    Path
        The folder.

    Raises
    ------
    InputError
        If another run is writing to the folder, or it is a region's and holds no results yet.
    OSError
        If the folder cannot be made or written to.
    """
    _not_among_inputs(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from error
    try:
        _hold(lock, folder)
        sweep(folder)
        yield folder
    finally:
        os.close(lock)


def _not_among_inputs(folder: Path) -> None:
    """Refuse a region's own folder, unless results lie there already: they would be mixed with its files."""
    if (folder / REGION_FILE).is_file() and not any((folder / name).exists() for name in (LOCK, RECORD)):
        message = f"{folder} is a region's own folder, where results would lie among its files"
        raise InputError([f"{message}: name another one with --out, such as {folder / 'results'}"])


def _hold(lock: int, folder: Path) -> None:
    """Lock a file and write this process's number into it."""
    if fcntl is None:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(lock, 20).decode("ascii", "replace").strip()
        who = f" (process {holder})" if holder.isdigit() else ""
        message = f"another run of silkhub{who} is writing to {folder}: wait for it, or name another folder with --out"
        raise InputError([message]) from error
    except OSError:  # some network file systems have no locks: files are whole all the same
        return
    with contextlib.suppress(OSError):  # a full disk is told of by the files that matter
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
