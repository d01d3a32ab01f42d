"""The one gate to the files of a region's folder: only plain files within it, of a size that can be held, as text.

Whoever sends a folder may put anything there: pipes and devices that never end, links to files elsewhere, files that
take all memory. Nothing of a folder is opened but through here.
"""

from __future__ import annotations

import stat
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

from geodata.faults import FaultCollector
from geodata.files.encoding import decoded
from optimize.files import kind_of_path

MOST_BYTES = 64_000_000
"""Size of a table: a trade row for each pair of a thousand countries."""
ALMOST = 0.85
"""How alike a name has to be to one of the format to be taken for it: a letter more or less, another case."""
MOST_SCENARIOS = 5_000
"""Files of scenarios."""


def find_file(
    folder: Path, name: str, faults: FaultCollector, *, needed: bool = False, most_bytes: int = MOST_BYTES
) -> Path | None:
    """Return the path of a file that is safe to open.

    Parameters
    ----------
    folder : Path
        The region folder.
    name : str
        Name of the file within it.
    faults : FaultCollector
        Receives what is wrong with it.
    needed : bool
        Whether it is a fault when there is no such file.
    most_bytes : int
        Largest size.

    Returns
    -------
    Path or None
        None when there is no such file, or one that cannot be used.
    """
    path = folder / name

    def fault(problem: str, remedy: str) -> None:
        faults.add(name, None, "", "", problem, remedy)

    try:
        path.lstat()
    except FileNotFoundError:
        if needed:
            fault("the file is missing", "write it as docs/region-format.md says, or start from `silkhub region new`")
        return None
    except (OSError, ValueError) as error:
        fault(f"not readable ({reason(error)})", "check the path and its permissions")
        return None
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve())
        found = path.stat()
    except (OSError, RuntimeError) as error:  # RuntimeError: a circle of links, on Python 3.11 and 3.12
        fault(f"not readable ({reason(error)})", "put the file itself there, and check its permissions")
        return None
    if not inside:
        fault("a link that leaves the region's folder", "put the file itself there")
    elif not stat.S_ISREG(found.st_mode):
        fault(f"{kind_of_path(found.st_mode)}, not a file", "put a plain file there")
    elif found.st_size > most_bytes:
        problem = f"{found.st_size / 1e6:,.1f} MB, more than the {most_bytes / 1e6:,.1f} MB that are read"
        fault(problem, "make it smaller")
    else:
        return path
    return None


def read_text(
    folder: Path, name: str, faults: FaultCollector, *, needed: bool = False, most_bytes: int = MOST_BYTES
) -> str | None:
    """Read a file as text.

    Parameters
    ----------
    folder : Path
        The region folder.
    name : str
        Name of the file within it.
    faults : FaultCollector
        Receives what is wrong with it.
    needed : bool
        Whether it is a fault when there is no such file.
    most_bytes : int
        Largest size.

    Returns
    -------
    str or None
        Line ends as they are, without a byte order mark; None when there is no such file, or one that cannot be used.
    """
    path = find_file(folder, name, faults, needed=needed, most_bytes=most_bytes)
    if path is None:
        return None
    try:
        with path.open("rb") as stream:
            content = stream.read(most_bytes + 1)
    except OSError as error:
        faults.add(name, None, "", "", f"not readable ({reason(error)})", "check its permissions")
        return None
    text, problem = decoded(content)
    if problem:
        faults.add(name, None, "", "", *problem)
    return text


def list_files(folder: Path, room: str, ending: str, faults: FaultCollector) -> list[str]:
    """Return the names of the files in a folder of the region's folder.

    Parameters
    ----------
    folder : Path
        The region folder.
    room : str
        The folder in it; it need not be there.
    ending : str
        How the names end.
    faults : FaultCollector
        Receives what is wrong with it.

    Returns
    -------
    list of str
        With the room before them, sorted; those that begin with a dot, as macOS and editors leave them, are not there.
    """
    path = folder / room
    where = f"{room}/"
    try:
        path.lstat()
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            faults.add(where, None, "", "", "a link that leaves the region's folder", "put the folder itself there")
            return []
        names = sorted(item.name for item in path.iterdir())
    except FileNotFoundError as error:
        if path.is_symlink():
            faults.add(where, None, "", "", f"not readable ({reason(error)})", "put the folder itself there")
        return []
    except NotADirectoryError:
        faults.add(where, None, "", "", "not a folder", f"make a folder {room} and put the files into it")
        return []
    except (OSError, RuntimeError) as error:
        faults.add(where, None, "", "", f"not readable ({reason(error)})", "check its permissions")
        return []
    for name in names:
        if not name.endswith(ending) and name.lower().removesuffix(".txt").endswith(ending) and name[0] != ".":
            problem, remedy = f"the name does not end with {ending}, so that it would not be read", "rename it"
            faults.add(f"{room}/{name}", None, "", "", problem, remedy)
    found = [f"{room}/{name}" for name in names if name.endswith(ending) and not name.startswith(".")]
    if len(found) > MOST_SCENARIOS:
        faults.add(where, None, "", "", f"{len(found)} files", f"keep at most {MOST_SCENARIOS}")
        return []
    return found


def check_names(folder: Path, known: Collection[str], faults: FaultCollector) -> None:
    """Note files whose names are almost those of the format: they would be passed over without a word.

    Parameters
    ----------
    folder : Path
        The region folder.
    known : collection of str
        Names of the files and folders of the format.
    faults : FaultCollector
        Receives the faults.
    """
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return  # each file that is needed is a fault of its own
    missing = [name for name in known if name not in names]
    for name in names:
        plain = name.lower().removesuffix(".txt")
        close = get_close_matches(plain, missing, n=1, cutoff=ALMOST) if name not in known else []
        if close and not name.startswith("."):
            faults.add(name, None, "", "", "no file of the format has this name", f"did you mean {close[0]}?")


def reason(error: Exception) -> str:
    """Return why a file cannot be read, in a few words.

    Parameters
    ----------
    error : Exception
        What reading it raised.

    Returns
    -------
    str
    """
    told = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(told.split())
